// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Http3
{
    /// <summary>The end of requests and of the connection: stream errors, connection errors (RFC 9114 section 8), and the release of what they held.</summary>
    internal static class H3Closer
    {
        /// <summary>A connection error.</summary>
        internal static void Fail(H3Context c, int code)
        {
            c.Shared.ConnectionErrors++;
            Close(c, code);
        }

        /// <summary>Closes the connection with a code and releases its requests.</summary>
        internal static void Close(H3Context c, int code)
        {
            if ((c.Shared.States[c.First + ConnectionFlags.Self] & ConnectionFlags.IsClosing) == 0)
            {
                c.Shared.States[c.First + ConnectionFlags.Self] |= ConnectionFlags.IsClosing;
                FreeAll(c);
                c.CloseTransport(code);
            }
        }

        /// <summary>A stream error.</summary>
        internal static void Abort(H3Context c, int stream, int code)
        {
            c.Shared.StreamErrors++;
            c.ResetStream(stream, code);
            c.StopSending(stream, code);
            Free(c, stream);
        }

        /// <summary>Releases everything that a request holds, and its stream.</summary>
        internal static void Free(H3Context c, int stream)
        {
            int state = c.Shared.States[c.First + stream];
            if ((state & StreamState.KindMask) == StreamState.Request)
            {
                int number = state >> StreamState.NumberShift;
                if ((state & StreamState.Streaming) != 0)
                {
                    c.Shared.States[c.First + stream] = state & ~StreamState.Streaming;
                    RequestMemory.AbortBody(c, number);
                }

                if ((state & StreamState.Ended) == 0 && (state & (StreamState.HeadRead | StreamState.Buffered)) != StreamState.HeadRead)
                {
                    SectionFeedback.Cancel(c, stream);
                }

                RequestMemory.Forget(c, number, state);
            }

            c.Shared.States[c.First + stream] = StreamState.Unused;
            c.ReleaseStream(stream);
        }

        /// <summary>Releases everything that all requests of the connection hold.</summary>
        private static void FreeAll(H3Context c)
        {
            for (int stream = 0; stream < c.Shared.Streams; stream++)
            {
                int state = c.Shared.States[c.First + stream];
                if ((state & StreamState.KindMask) == StreamState.Request)
                {
                    int number = state >> StreamState.NumberShift;
                    if ((state & StreamState.Streaming) != 0)
                    {
                        c.Shared.States[c.First + stream] = state & ~StreamState.Streaming;
                        RequestMemory.AbortBody(c, number);
                    }

                    RequestMemory.Forget(c, number, state);
                    c.Shared.States[c.First + stream] = StreamState.Unused;
                }
            }
        }

        /// <summary>The QUIC connection has ended: the slot is ready for the next client.</summary>
        internal static void Reset(H3Context c)
        {
            FreeAll(c);
            H3Shared shared = c.Shared;
            System.Array.Clear(shared.States, c.First, shared.Streams);
            int state = shared.States[c.First + ConnectionFlags.Self];
            shared.States[c.First + ConnectionFlags.Self] = (state & (0x7F << ConnectionFlags.IndexShift)) | ConnectionFlags.NoStream;
            if ((state & ConnectionFlags.HasMemory) != 0)
            {
                int size = shared.Profile.Requests * shared.Profile.ResponseHead;
                System.Array.Clear(shared.Heads, (state >> ConnectionFlags.IndexShift) * size, size);
                shared.GiveBack();
            }
        }
    }
}
