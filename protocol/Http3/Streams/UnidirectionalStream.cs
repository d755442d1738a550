// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Http3
{
    /// <summary>The type of a unidirectional stream that the client opened (RFC 9114 section 6.2).</summary>
    internal static class UnidirectionalStream
    {
        /// <summary>The type of a unidirectional stream (RFC 9114 section 6.2).</summary>
        internal static bool ReadType(H3Context c, int stream)
        {
            int available = c.AvailableLength(stream);
            long type = H3FrameReader.PeekInteger(c, stream, 0, available);
            if (type < 0)
            {
                if (c.IsReceiveComplete(stream))
                {
                    // A stream may end before its type (RFC 9114 section 6.2).
                    c.Shared.States[c.First + stream] = StreamState.Unused;
                    c.ReleaseStream(stream);
                }

                return false;
            }

            int kind;
            int flag;
            switch (type)
            {
                case H3StreamType.Control:
                    kind = StreamState.Control;
                    flag = ConnectionFlags.HasControl;
                    break;

                case H3StreamType.QpackEncoder:
                    kind = StreamState.QpackEncoder;
                    flag = ConnectionFlags.HasEncoder;
                    break;

                case H3StreamType.QpackDecoder:
                    kind = StreamState.QpackDecoder;
                    flag = ConnectionFlags.HasDecoder;
                    break;

                case H3StreamType.Push:
                    H3Closer.Fail(c, H3Error.StreamCreationError);
                    return false;

                default:
                    // Reserved or unknown: refused without a connection error.
                    c.Shared.States[c.First + stream] = StreamState.Unused;
                    c.StopSending(stream, H3Error.StreamCreationError);
                    c.ReleaseStream(stream);
                    return false;
            }

            if ((c.Shared.States[c.First + ConnectionFlags.Self] & flag) != 0)
            {
                H3Closer.Fail(c, H3Error.StreamCreationError);
                return false;
            }

            c.Shared.States[c.First + ConnectionFlags.Self] |= flag;
            c.Shared.States[c.First + stream] = kind == StreamState.Control ? kind | ((c.Own / RequestLayout.LongsPerRequest) << StreamState.NumberShift) : kind;
            c.Consume(stream, 1 << (c.Shared.Scratch[0] >> 6));
            return true;
        }
    }
}
