// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using MilliHttp.Nano.Quic;

namespace MilliHttp.Nano.Http3
{
    /// <summary>
    /// Frame headers and payloads on a received stream (RFC 9114 section 7.1). What a header says lies in <see cref="H3Shared"/>; how much of a
    /// payload is still to come lies with the request or, for the control stream, with the connection.
    /// </summary>
    internal static class H3FrameReader
    {
        /// <summary>Reads the header of the frame at the read position into the shared fields without consuming it.</summary>
        internal static bool ReadHeader(H3Context c, int stream, int available)
        {
            H3Shared shared = c.Shared;
            int count = available < 16 ? available : 16;
            byte[] buffer = c.ReadBuffer;
            int offset = c.ReadOffset(stream);
            if (c.ReadableLength(stream) < count)
            {
                buffer = shared.Scratch;
                offset = 0;
                c.Peek(stream, 0, buffer, 0, count);
            }

            int end = offset + count;
            int first = buffer[offset];
            if (first < 0x40 && count > 1 && buffer[offset + 1] < 0x80)
            {
                // Nearly every frame: a type of one byte, a length of one or two.
                int second = buffer[offset + 1];
                if (second < 0x40)
                {
                    shared.FrameType = first;
                    shared.FrameLength = second;
                    shared.FrameHeader = 2;
                    return true;
                }

                if (count < 3)
                {
                    return false;
                }

                shared.FrameType = first;
                shared.FrameLength = ((second & 0x3F) << 8) | buffer[offset + 2];
                shared.FrameHeader = 3;
                return true;
            }

            long type = Varint.Read(buffer, offset, end);
            if (type < 0)
            {
                return false;
            }

            int at = offset + (1 << (first >> 6));
            long length = Varint.Read(buffer, at, end);
            if (length < 0)
            {
                return false;
            }

            shared.FrameType = type;
            shared.FrameLength = length;
            shared.FrameHeader = at + (1 << (buffer[at] >> 6)) - offset;
            return true;
        }

        /// <summary>A variable-length integer after the read position, -1 if it is not complete; Scratch[0] holds its first byte.</summary>
        internal static long PeekInteger(H3Context c, int stream, int skip, int available)
        {
            int count = available - skip;
            if (count > 8)
            {
                count = 8;
            }

            if (count <= 0)
            {
                return -1;
            }

            c.Peek(stream, skip, c.Shared.Scratch, 0, count);
            return Varint.Read(c.Shared.Scratch, 0, count);
        }

        /// <summary>Consumes the header of a frame; the last parameter is InPayload, InData or InSettings.</summary>
        internal static void BeginPayload(H3Context c, int stream, int header, long length, int what)
        {
            c.Consume(stream, header);
            int state = c.Shared.States[c.First + stream];
            c.Shared.Longs[((state >> StreamState.NumberShift) * RequestLayout.LongsPerRequest) + RequestLayout.PayloadLeft] = length;
            if (length > 0)
            {
                c.Shared.States[c.First + stream] = state | what;
            }
        }

        /// <summary>Consumes bytes of the payload that reading is inside of.</summary>
        internal static void ConsumePayload(H3Context c, int stream, int count)
        {
            c.Consume(stream, count);
            int state = c.Shared.States[c.First + stream];
            int at = ((state >> StreamState.NumberShift) * RequestLayout.LongsPerRequest) + RequestLayout.PayloadLeft;
            long left = c.Shared.Longs[at] - count;
            c.Shared.Longs[at] = left;
            if (left == 0)
            {
                c.Shared.States[c.First + stream] = state & ~(StreamState.InPayload | StreamState.InData | StreamState.InSettings);
            }
        }

        /// <summary>Consumes what has arrived of a payload that is ignored.</summary>
        internal static void SkipPayload(H3Context c, int stream, int available)
        {
            long left = c.Shared.Longs[((c.Shared.States[c.First + stream] >> StreamState.NumberShift) * RequestLayout.LongsPerRequest) + RequestLayout.PayloadLeft];
            ConsumePayload(c, stream, available > left ? (int)left : available);
        }
    }
}
