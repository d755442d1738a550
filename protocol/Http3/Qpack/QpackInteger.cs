// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Http3
{
    /// <summary>Prefixed integers (RFC 7541 section 5.1), of which perhaps not all bytes have arrived.</summary>
    internal static class QpackInteger
    {
        /// <summary>Larger than 2^28, which no length or index may be.</summary>
        internal const int TooLarge = -1;

        /// <summary>Not all bytes have arrived.</summary>
        internal const int Incomplete = -2;

        /// <summary>Reads an integer.</summary>
        /// <param name="buffer">Buffer of the integer.</param>
        /// <param name="position">Its first byte.</param>
        /// <param name="end">The index after the last byte that has arrived.</param>
        /// <param name="mask">The bits of the first byte that belong to it: 2^N - 1.</param>
        /// <returns>The value, <see cref="Incomplete"/> or <see cref="TooLarge"/>.</returns>
        internal static int Read(byte[] buffer, int position, int end, int mask)
        {
            if (position >= end)
            {
                return Incomplete;
            }

            int value = buffer[position++] & mask;
            if (value == mask)
            {
                int shift = 0;
                int next;
                do
                {
                    if (shift > 21)
                    {
                        return TooLarge;
                    }

                    if (position >= end)
                    {
                        return Incomplete;
                    }

                    next = buffer[position++];
                    value += (next & 0x7F) << shift;
                    shift += 7;
                }
                while (next >= 0x80);
            }

            return value;
        }

        /// <summary>The index after an integer that <see cref="Read"/> has read without an error.</summary>
        /// <param name="buffer">Buffer of the integer.</param>
        /// <param name="position">Its first byte.</param>
        /// <param name="mask">The bits of the first byte that belong to it.</param>
        /// <returns>The index.</returns>
        internal static int Skip(byte[] buffer, int position, int mask)
        {
            if ((buffer[position++] & mask) == mask)
            {
                while (buffer[position++] >= 0x80)
                {
                }
            }

            return position;
        }
    }
}
