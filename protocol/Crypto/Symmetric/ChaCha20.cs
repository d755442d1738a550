// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;

namespace MilliHttp.Nano.Crypto
{
    /// <summary>ChaCha20 (RFC 8439 section 2.4).</summary>
    internal static class ChaCha20
    {
        /// <summary>
        /// Applies the key stream to whole blocks of 64 bytes in place, from block <paramref name="counter"/> on.
        /// </summary>
        internal static void Xor(byte[] key, int keyOffset, uint counter, uint n0, uint n1, uint n2, byte[] buffer, int offset, int blocks)
        {
            uint[] x = new uint[16];
            uint[] s = new uint[16];
            s[0] = 0x61707865;
            s[1] = 0x3320646e;
            s[2] = 0x79622d32;
            s[3] = 0x6b206574;
            for (int i = 0; i < 8; i++)
            {
                s[4 + i] = BitConverter.ToUInt32(key, keyOffset + (i * 4));
            }

            s[13] = n0;
            s[14] = n1;
            s[15] = n2;
            while (blocks > 0)
            {
                s[12] = counter;
                Array.Copy(s, 0, x, 0, 16);
                for (int i = 0; i < 10; i++)
                {
                    Quarter(x, 0, 4, 8, 12);
                    Quarter(x, 1, 5, 9, 13);
                    Quarter(x, 2, 6, 10, 14);
                    Quarter(x, 3, 7, 11, 15);
                    Quarter(x, 0, 5, 10, 15);
                    Quarter(x, 1, 6, 11, 12);
                    Quarter(x, 2, 7, 8, 13);
                    Quarter(x, 3, 4, 9, 14);
                }

                for (int i = 0; i < 64; i++)
                {
                    uint v = x[i >> 2] + s[i >> 2];
                    buffer[offset + i] = (byte)(buffer[offset + i] ^ (v >> (8 * (i & 3))));
                }

                counter++;
                offset += 64;
                blocks--;
            }
        }

        private static void Quarter(uint[] x, int a, int b, int c, int d)
        {
            uint t;
            x[a] += x[b];
            t = x[d] ^ x[a];
            x[d] = (t << 16) | (t >> 16);
            x[c] += x[d];
            t = x[b] ^ x[c];
            x[b] = (t << 12) | (t >> 20);
            x[a] += x[b];
            t = x[d] ^ x[a];
            x[d] = (t << 8) | (t >> 24);
            x[c] += x[d];
            t = x[b] ^ x[c];
            x[b] = (t << 7) | (t >> 25);
        }
    }
}
