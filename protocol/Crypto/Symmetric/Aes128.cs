// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Crypto
{
    /// <summary>
    /// The table of <see cref="AesTable"/> and the key expansion on it (FIPS 197 section 5.2). The table is indexed by key bytes: for parts
    /// without a data cache in front of that RAM.
    /// </summary>
    internal static class Aes128
    {
        /// <summary>Words of an expanded key.</summary>
        internal const int ScheduleLength = 44;

        /// <summary>Fills the table: 2s, s, s, 3s from the lowest byte on, twice, for s the S-box of the index.</summary>
        internal static void MakeTable(ulong[] table)
        {
            int p = 1;
            int q = 1;
            do
            {
                p ^= (p << 1) ^ ((p >> 7) * 0x11b);
                p &= 0xff;
                q ^= q << 1;
                q ^= q << 2;
                q ^= q << 4;
                q &= 0xff;
                q ^= (q >> 7) * 0x09;
                int s = q ^ (q << 1) ^ (q << 2) ^ (q << 3) ^ (q << 4);
                s = (s ^ (s >> 8) ^ 0x63) & 0xff;
                Set(table, p, s);
            }
            while (p != 1);

            Set(table, 0, 0x63);
        }

        private static void Set(ulong[] table, int index, int s)
        {
            int twice = (s << 1) ^ ((s >> 7) * 0x11b);
            ulong word = (uint)(twice | (s << 8) | (s << 16) | ((twice ^ s) << 24));
            table[index] = word | (word << 32);
        }

        /// <summary>Expands a 16-byte key.</summary>
        internal static void Expand(ulong[] table, byte[] key, int offset, uint[] schedule)
        {
            for (int i = 0; i < 4; i++)
            {
                schedule[i] = System.BitConverter.ToUInt32(key, offset + (i * 4));
            }

            int constant = 1;
            for (int i = 4; i < ScheduleLength; i += 4)
            {
                uint t = schedule[i - 1];
                uint s = (uint)((table[(byte)(t >> 8)] >> 8) & 0xff)
                    | ((uint)table[(byte)(t >> 16)] & 0xff00)
                    | ((uint)table[(byte)(t >> 24)] & 0xff0000)
                    | (((uint)table[(byte)t] << 8) & 0xff000000);
                t = schedule[i - 4] ^ s ^ (uint)constant;
                constant = (constant << 1) ^ ((constant >> 7) * 0x11b);
                schedule[i] = t;
                t ^= schedule[i - 3];
                schedule[i + 1] = t;
                t ^= schedule[i - 2];
                schedule[i + 2] = t;
                schedule[i + 3] = t ^ schedule[i - 1];
            }
        }
    }
}
