// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Quic
{
    /// <summary>Truncation of packet numbers (RFC 9000 section 17.1, appendix A).</summary>
    public static class PacketNumber
    {
        /// <summary>Bytes (1 to 4) a packet number needs so that the peer cannot take it for another (appendix A.2).</summary>
        /// <param name="number">Full packet number.</param>
        /// <param name="largestAcknowledged">Largest number of this space the peer acknowledged (not: that was received), -1 for none.</param>
        public static int EncodedLength(long number, long largestAcknowledged)
        {
            // One bit more than the distance has.
            long range = (number - largestAcknowledged) << 1;
            if (range <= 0x100)
            {
                return 1;
            }

            if (range <= 0x10000)
            {
                return 2;
            }

            return range <= 0x1000000 ? 3 : 4;
        }

        /// <summary>Writes the low bytes of a number.</summary>
        /// <returns>Offset after them.</returns>
        public static int Write(byte[] buffer, int offset, long number, int length)
        {
            int value = (int)number;
            int end = offset + length;
            for (int p = end - 1; p >= offset; p--)
            {
                buffer[p] = (byte)value;
                value >>= 8;
            }

            return end;
        }

        /// <summary>The full number nearest to the one expected next (appendix A.3).</summary>
        /// <param name="largest">Largest number received and processed in this space, -1 for none.</param>
        /// <param name="truncated">What was read.</param>
        /// <param name="length">Bytes it had.</param>
        public static long Decode(long largest, long truncated, int length)
        {
            long expected = largest + 1;
            long window = 1L << (length << 3);
            long half = window >> 1;
            long candidate = (expected & ~(window - 1)) | truncated;
            if (candidate <= expected - half && candidate < (1L << 62) - window)
            {
                return candidate + window;
            }

            if (candidate > expected + half && candidate >= window)
            {
                return candidate - window;
            }

            return candidate;
        }
    }
}
