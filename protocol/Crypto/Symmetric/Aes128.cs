// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Crypto
{
    /// <summary>AES-128 (FIPS 197), encryption only, on a table of 256 doubled words.</summary>
    /// <remarks>Not constant-time where a data cache lies between the code and the table: indexed by secrets.</remarks>
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

        /// <summary>
        /// Applies the key stream of counter mode to whole blocks of 16 bytes in place. Counter block: the three words of the nonce as they
        /// lie in memory, and <paramref name="counter"/> big-endian.
        /// </summary>
        internal static void Xor(ulong[] table, uint[] k, uint n0, uint n1, uint n2, uint counter, byte[] buffer, int offset, int blocks)
        {
            while (blocks > 0)
            {
                ulong s0 = n0 ^ k[0];
                ulong s1 = n1 ^ k[1];
                ulong s2 = n2 ^ k[2];
                ulong s3 = ((counter >> 24) | ((counter >> 8) & 0xff00) | ((counter << 8) & 0xff0000) | (counter << 24)) ^ k[3];
                int i = 4;
                for (; i < 40; i += 4)
                {
                    ulong t0 = table[(byte)s0] ^ (table[(byte)(s1 >> 8)] >> 24) ^ (table[(byte)(s2 >> 16)] >> 16) ^ (table[(byte)(s3 >> 24)] >> 8) ^ k[i];
                    ulong t1 = table[(byte)s1] ^ (table[(byte)(s2 >> 8)] >> 24) ^ (table[(byte)(s3 >> 16)] >> 16) ^ (table[(byte)(s0 >> 24)] >> 8) ^ k[i + 1];
                    ulong t2 = table[(byte)s2] ^ (table[(byte)(s3 >> 8)] >> 24) ^ (table[(byte)(s0 >> 16)] >> 16) ^ (table[(byte)(s1 >> 24)] >> 8) ^ k[i + 2];
                    s3 = table[(byte)s3] ^ (table[(byte)(s0 >> 8)] >> 24) ^ (table[(byte)(s1 >> 16)] >> 16) ^ (table[(byte)(s2 >> 24)] >> 8) ^ k[i + 3];
                    s0 = t0;
                    s1 = t1;
                    s2 = t2;
                }

                Last(table, s0, s1, s2, s3, k[i], buffer, offset);
                Last(table, s1, s2, s3, s0, k[i + 1], buffer, offset + 4);
                Last(table, s2, s3, s0, s1, k[i + 2], buffer, offset + 8);
                Last(table, s3, s0, s1, s2, k[i + 3], buffer, offset + 12);
                counter++;
                offset += 16;
                blocks--;
            }
        }

        private static void Last(ulong[] table, ulong a, ulong b, ulong c, ulong d, uint key, byte[] buffer, int offset)
        {
            buffer[offset] = (byte)(buffer[offset] ^ (table[(byte)a] >> 8) ^ key);
            buffer[offset + 1] = (byte)(buffer[offset + 1] ^ (table[(byte)(b >> 8)] >> 8) ^ (key >> 8));
            buffer[offset + 2] = (byte)(buffer[offset + 2] ^ (table[(byte)(c >> 16)] >> 8) ^ (key >> 16));
            buffer[offset + 3] = (byte)(buffer[offset + 3] ^ (table[(byte)(d >> 24)] >> 8) ^ (key >> 24));
        }
    }
}
