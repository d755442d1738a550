// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Http3
{
    /// <summary>Variable-length integers (RFC 9000 section 16).</summary>
    public static class H3Integer
    {
        /// <summary>Bytes that Write uses for a value.</summary>
        /// <param name="value">0 to 2^62 - 1.</param>
        /// <returns>1, 2, 4 or 8.</returns>
        public static int Length(long value)
        {
            return value < 64 ? 1 : value < 16384 ? 2 : value < 1073741824 ? 4 : 8;
        }

        /// <summary>Reads a value. It takes <c>1 &lt;&lt; (buffer[offset] &gt;&gt; 6)</c> bytes.</summary>
        /// <param name="buffer">Where from.</param>
        /// <param name="offset">Its first byte.</param>
        /// <param name="end">The index after the last byte there is.</param>
        /// <returns>The value, or -1 if it is not there whole.</returns>
        public static long Read(byte[] buffer, int offset, int end)
        {
            if (offset >= end)
            {
                return -1;
            }

            int first = buffer[offset];
            int after = offset + (1 << (first >> 6));
            if (after > end)
            {
                return -1;
            }

            long value = first & 0x3F;
            while (++offset < after)
            {
                value = (value << 8) | buffer[offset];
            }

            return value;
        }

        /// <summary>Writes a value in as few bytes as it takes.</summary>
        /// <param name="buffer">Where to.</param>
        /// <param name="offset">The first byte written.</param>
        /// <param name="value">0 to 2^62 - 1.</param>
        /// <returns>The index after the last byte written.</returns>
        public static int Write(byte[] buffer, int offset, long value)
        {
            int shift;
            if (value < 64)
            {
                buffer[offset++] = (byte)value;
                return offset;
            }

            if (value < 16384)
            {
                buffer[offset++] = (byte)(0x40 | (int)(value >> 8));
                buffer[offset++] = (byte)value;
                return offset;
            }

            if (value < 1073741824)
            {
                value |= 0x80000000L;
                shift = 24;
            }
            else
            {
                value |= unchecked((long)0xC000000000000000UL);
                shift = 56;
            }

            while (shift >= 0)
            {
                buffer[offset++] = (byte)(value >> shift);
                shift -= 8;
            }

            return offset;
        }
    }
}
