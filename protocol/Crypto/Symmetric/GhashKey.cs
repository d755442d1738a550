// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Crypto
{
    /// <summary>Tables of <see cref="GhashTable"/>. Constant-time: the key goes through masks and shifts only.</summary>
    internal static class GhashKey
    {
        /// <summary>Entries of each of the two tables.</summary>
        internal const int TableLength = 32;

        /// <summary>
        /// Fills the tables of n * H, the upper and the lower word: for n of the lower 4 bits of a byte, then for n of the upper ones. Bit b of the byte
        /// stands for x^-(b + 1): the product of two words of 128 bits has 255, and the missing one is put in here. H as two big-endian words, so that x
        /// is a shift to the right.
        /// </summary>
        internal static void MakeTables(ulong hashHigh, ulong hashLow, ulong[] high, ulong[] low)
        {
            ulong h = hashHigh;
            ulong l = hashLow;
            for (int half = 0; half < TableLength; half += 16)
            {
                high[half] = 0;
                low[half] = 0;
                for (int bit = 1; bit < 16; bit <<= 1)
                {
                    // Times x^-1, which is x^127 + x^6 + x + 1.
                    ulong mask = 0UL - (h >> 63);
                    h = ((h << 1) | (l >> 63)) ^ (mask & 0xc200000000000000);
                    l = (l << 1) ^ (mask & 1);
                    int end = half + bit;
                    for (int i = half; i < end; i++)
                    {
                        high[bit + i] = h ^ high[i];
                        low[bit + i] = l ^ low[i];
                    }
                }
            }
        }

        /// <summary>Turns the bytes of a word around.</summary>
        internal static ulong Swap(ulong v)
        {
            v = ((v >> 8) & 0x00ff00ff00ff00ff) | ((v & 0x00ff00ff00ff00ff) << 8);
            v = ((v >> 16) & 0x0000ffff0000ffff) | ((v & 0x0000ffff0000ffff) << 16);
            return (v >> 32) | (v << 32);
        }
    }
}
