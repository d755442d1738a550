// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Quic
{
    /// <summary>Variable-length integers (RFC 9000 section 16).</summary>
    public static class Varint
    {
        /// <summary>Largest value that can be encoded.</summary>
        public const long Max = 0x3FFFFFFFFFFFFFFF;

        /// <summary>Bytes the encoding at <paramref name="offset"/> has, by its first byte; the caller checks that they are there.</summary>
        public static int Length(byte[] buffer, int offset)
        {
            return 1 << (buffer[offset] >> 6);
        }

        /// <summary>Value of the encoding at <paramref name="offset"/>, all bytes of which are known to be there.</summary>
        public static long Read(byte[] buffer, int offset)
        {
            int first = buffer[offset];
            if (first < 0x40)
            {
                return first;
            }

            if (first < 0x80)
            {
                return (first & 0x3F) << 8 | buffer[offset + 1];
            }

            int high = (first & 0x3F) << 24 | buffer[offset + 1] << 16 | buffer[offset + 2] << 8 | buffer[offset + 3];
            if (first < 0xC0)
            {
                return high;
            }

            return (long)high << 32 | (uint)(buffer[offset + 4] << 24 | buffer[offset + 5] << 16 | buffer[offset + 6] << 8 | buffer[offset + 7]);
        }

        /// <summary>Value of the encoding at <paramref name="offset"/>, of which perhaps not all bytes are there.</summary>
        /// <param name="buffer">Holds the encoding.</param>
        /// <param name="offset">Its first byte.</param>
        /// <param name="end">The index after the last byte that is there.</param>
        /// <returns>The value, or -1 if the encoding is not complete.</returns>
        public static long Read(byte[] buffer, int offset, int end)
        {
            return offset >= end || Length(buffer, offset) > end - offset ? -1 : Read(buffer, offset);
        }

        /// <summary>Bytes of the shortest encoding of a value in 0 .. <see cref="Max"/>.</summary>
        public static int Size(long value)
        {
            if (value < 0x40)
            {
                return 1;
            }

            if (value < 0x4000)
            {
                return 2;
            }

            return value < 0x40000000 ? 4 : 8;
        }

        /// <summary>Writes the shortest encoding.</summary>
        /// <returns>Offset after it.</returns>
        public static int Write(byte[] buffer, int offset, long value)
        {
            if (value < 0x40)
            {
                buffer[offset] = (byte)value;
                return offset + 1;
            }

            if (value < 0x4000)
            {
                buffer[offset] = (byte)(0x40 | (int)(value >> 8));
                buffer[offset + 1] = (byte)value;
                return offset + 2;
            }

            int low = (int)value;
            if (value < 0x40000000)
            {
                buffer[offset] = (byte)(0x80 | low >> 24);
                buffer[offset + 1] = (byte)(low >> 16);
                buffer[offset + 2] = (byte)(low >> 8);
                buffer[offset + 3] = (byte)low;
                return offset + 4;
            }

            int high = (int)(value >> 32);
            buffer[offset] = (byte)(0xC0 | high >> 24);
            buffer[offset + 1] = (byte)(high >> 16);
            buffer[offset + 2] = (byte)(high >> 8);
            buffer[offset + 3] = (byte)high;
            buffer[offset + 4] = (byte)(low >> 24);
            buffer[offset + 5] = (byte)(low >> 16);
            buffer[offset + 6] = (byte)(low >> 8);
            buffer[offset + 7] = (byte)low;
            return offset + 8;
        }

        /// <summary>Writes a value below 16384 in two bytes, whatever its size: for lengths filled in later.</summary>
        public static void WriteTwoBytes(byte[] buffer, int offset, int value)
        {
            buffer[offset] = (byte)(0x40 | value >> 8);
            buffer[offset + 1] = (byte)value;
        }
    }
}
