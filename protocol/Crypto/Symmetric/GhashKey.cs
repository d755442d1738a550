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
            ulong h8 = hashHigh;
            ulong l8 = hashLow;
            for (int half = 0; half < TableLength; half += 16)
            {
                // Times x^-1 each time, which is x^127 + x^6 + x + 1.
                ulong mask = 0UL - (h8 >> 63);
                ulong h1 = ((h8 << 1) | (l8 >> 63)) ^ (mask & 0xc200000000000000);
                ulong l1 = (l8 << 1) ^ (mask & 1);
                mask = 0UL - (h1 >> 63);
                ulong h2 = ((h1 << 1) | (l1 >> 63)) ^ (mask & 0xc200000000000000);
                ulong l2 = (l1 << 1) ^ (mask & 1);
                mask = 0UL - (h2 >> 63);
                ulong h4 = ((h2 << 1) | (l2 >> 63)) ^ (mask & 0xc200000000000000);
                ulong l4 = (l2 << 1) ^ (mask & 1);
                mask = 0UL - (h4 >> 63);
                h8 = ((h4 << 1) | (l4 >> 63)) ^ (mask & 0xc200000000000000);
                l8 = (l4 << 1) ^ (mask & 1);
                Fill(high, half, h1, h2, h4, h8);
                Fill(low, half, l1, l2, l4, l8);
            }
        }

        /// <summary>Writes all sums of four words; the first, of none, is zero already.</summary>
        private static void Fill(ulong[] table, int at, ulong e1, ulong e2, ulong e4, ulong e8)
        {
            ulong e3 = e1 ^ e2;
            table[at + 1] = e1;
            table[at + 2] = e2;
            table[at + 3] = e3;
            table[at + 4] = e4;
            table[at + 5] = e4 ^ e1;
            table[at + 6] = e4 ^ e2;
            table[at + 7] = e4 ^ e3;
            table[at + 8] = e8;
            table[at + 9] = e8 ^ e1;
            table[at + 10] = e8 ^ e2;
            table[at + 11] = e8 ^ e3;
            e8 ^= e4;
            table[at + 12] = e8;
            table[at + 13] = e8 ^ e1;
            table[at + 14] = e8 ^ e2;
            table[at + 15] = e8 ^ e3;
        }
    }
}
