// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using MilliHttp.Nano.Http;

namespace MilliHttp.Nano.Http3
{
    /// <summary>The bytes of a request stream that the server sends, read by offset: interim response, head, body.</summary>
    internal static class ResponseStream
    {
        /// <inheritdoc/>
        internal static int Read(H3Context c, int streamIndex, long offset, byte[] destination, int destinationOffset, int count)
        {
            int state = c.Shared.States[c.First + streamIndex];
            if ((state & StreamState.KindMask) != StreamState.Request)
            {
                return (state & StreamState.KindMask) == StreamState.LocalControl
                    ? LocalControlStream.Read(c, (int)offset, destination, destinationOffset, count)
                    : (state & StreamState.KindMask) == StreamState.LocalDecoder ? c.Feedback.Read(offset, destination, destinationOffset, count) : 0;
            }

            H3Shared shared = c.Shared;
            int number = state >> StreamState.NumberShift;
            int written = 0;
            int head = (state & StreamState.Responded) != 0 ? shared.Ints[(number * RequestLayout.IntsPerRequest) + RequestLayout.ResponsePlace] & 0xFFFF : (state & StreamState.Continued) != 0 ? ResponseHead.InterimLength : 0;
            if (offset < head)
            {
                written = ResponseHead.Copy(c, number, (state & StreamState.Responded) != 0, head, (int)offset, destination, destinationOffset, count);
                if (written == count)
                {
                    return written;
                }

                offset += written;
            }

            BodySource source = shared.Sources[number];
            if (source == null)
            {
                return written;
            }

            int handle = shared.Ints[(number * RequestLayout.IntsPerRequest) + RequestLayout.BodyHandle];
            int got = (state & StreamState.Framed) != 0
                ? shared.Streamed.Read(shared.Streamed.Find(number), source, handle, offset, destination, destinationOffset + written, count - written)
                : source.Read(handle, offset - head, destination, destinationOffset + written, count - written);

            if (got < 0)
            {
                // Called while a packet is composed: PumpAll resets the stream later.
                c.Shared.States[c.First + streamIndex] |= StreamState.Lost;
                c.Shared.States[c.First + ConnectionFlags.Self] |= ConnectionFlags.HasLost;
                c.Shared.PumpDue = true;
                return written;
            }

            return written + got;
        }
    }
}
