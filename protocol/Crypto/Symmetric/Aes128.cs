// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;

namespace MilliHttp.Nano.Crypto
{
    /// <summary>
    /// What <see cref="AesTable"/> works on: the S-box, the key expansion (FIPS 197 section 5.2), and a block that is encrypted without an expanded key.
    /// </summary>
    /// <remarks>
    /// The S-box is a table in RAM that is indexed by bytes of key and state: constant-time on parts without a data cache in front of that RAM only.
    /// A state by rows is two words, rows 0 and 1, then rows 2 and 3, a byte for each column.
    /// </remarks>
    internal static class Aes128
    {
        /// <summary>Bytes of the S-box.</summary>
        internal const int BoxLength = 256;

        /// <summary>
        /// Words of an expanded key: the key, a word that is free, the round keys 1 to 9 by rows, the tenth as data lies in memory.
        /// </summary>
        internal const int ScheduleLength = 23;

        private const ulong One = 0x0101010101010101;
        private const ulong Seven = 0x7f7f7f7f7f7f7f7f;

        /// <summary>Fills the S-box.</summary>
        internal static void MakeBox(byte[] box)
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
                box[p] = (byte)(s ^ (s >> 8) ^ 0x63);
            }
            while (p != 1);

            box[0] = 0x63;
        }

        /// <summary>Expands a 16-byte key.</summary>
        internal static void Expand(byte[] box, byte[] key, int offset, ulong[] schedule)
        {
            ulong x = BitConverter.ToUInt64(key, offset);
            ulong y = BitConverter.ToUInt64(key, offset + 8);
            schedule[0] = x;
            schedule[1] = y;

            // From columns to rows, and back after the loop.
            ulong t = ((x >> 24) ^ x) & 0xff00ff00;
            x ^= t | (t << 24);
            t = ((y >> 24) ^ y) & 0xff00ff00;
            y ^= t | (t << 24);
            t = ((x >> 16) ^ y) & 0x0000ffff0000ffff;
            y ^= t;
            x ^= t << 16;
            uint constant = 1;
            for (int i = 3; ; i += 2)
            {
                // Each row is summed up from the left, begun with a byte of the last column substituted.
                t = ((box[(byte)(x >> 56)] ^ constant) | ((ulong)box[(byte)(y >> 24)] << 32)) * 0x01010101;
                ulong s = (box[(byte)(y >> 56)] | ((ulong)box[(byte)(x >> 24)] << 32)) * 0x01010101;
                x ^= (x << 8) & 0xffffff00ffffff00;
                x ^= ((x << 16) & 0xffff0000ffff0000) ^ t;
                y ^= (y << 8) & 0xffffff00ffffff00;
                y ^= ((y << 16) & 0xffff0000ffff0000) ^ s;
                if (i == 21)
                {
                    break;
                }

                schedule[i] = x;
                schedule[i + 1] = y;
                constant = (constant << 1) ^ ((constant >> 7) * 0x11b);
            }

            t = ((x >> 24) ^ x) & 0xff00ff00;
            x ^= t | (t << 24);
            t = ((y >> 24) ^ y) & 0xff00ff00;
            y ^= t | (t << 24);
            t = ((x >> 16) ^ y) & 0x0000ffff0000ffff;
            schedule[21] = x ^ (t << 16);
            schedule[22] = y ^ t;
        }

        /// <summary>
        /// Encrypts the block of two words <paramref name="a"/> and <paramref name="b"/> under a key that is expanded on the way and not kept: what QUIC's
        /// header protection wants of each packet.
        /// </summary>
        /// <returns>The first five bytes, the first in the lowest place.</returns>
        internal static ulong FirstBytes(byte[] box, byte[] key, int offset, ulong a, ulong b)
        {
            ulong m = One;
            ulong m7 = Seven;
            ulong p = BitConverter.ToUInt64(key, offset);
            ulong q = BitConverter.ToUInt64(key, offset + 8);
            a ^= p;
            b ^= q;
            ulong u = ((p >> 24) ^ p) & 0xff00ff00;
            p ^= u | (u << 24);
            u = ((q >> 24) ^ q) & 0xff00ff00;
            q ^= u | (u << 24);
            u = ((p >> 16) ^ q) & 0x0000ffff0000ffff;
            q ^= u;
            p ^= u << 16;
            u = ((a >> 24) ^ a) & 0xff00ff00;
            ulong x = a ^ (u | (u << 24));
            u = ((b >> 24) ^ b) & 0xff00ff00;
            ulong y = b ^ (u | (u << 24));
            u = ((x >> 16) ^ y) & 0x0000ffff0000ffff;
            y ^= u;
            x ^= u << 16;
            uint constant = 1;
            while (true)
            {
                u = ((box[(byte)(p >> 56)] ^ constant) | ((ulong)box[(byte)(q >> 24)] << 32)) * 0x01010101;
                ulong v = (box[(byte)(q >> 56)] | ((ulong)box[(byte)(p >> 24)] << 32)) * 0x01010101;
                p ^= (p << 8) & 0xffffff00ffffff00;
                p ^= ((p << 16) & 0xffff0000ffff0000) ^ u;
                q ^= (q << 8) & 0xffffff00ffffff00;
                q ^= ((q << 16) & 0xffff0000ffff0000) ^ v;
                if (constant == 0x36)
                {
                    // The tenth round; column 0 and one byte of column 1 are all that is wanted.
                    return (ulong)(uint)(box[(byte)x] ^ (byte)p)
                        | ((ulong)(uint)(box[(byte)(x >> 40)] ^ (byte)(p >> 32)) << 8)
                        | ((ulong)(uint)(box[(byte)(y >> 16)] ^ (byte)q) << 16)
                        | ((ulong)(uint)(box[(byte)(y >> 56)] ^ (byte)(q >> 32)) << 24)
                        | ((ulong)(uint)(box[(byte)(x >> 8)] ^ (byte)(p >> 8)) << 32);
                }

                constant = (constant << 1) ^ ((constant >> 7) * 0x11b);
                x = (uint)(box[(byte)x] | (box[(byte)(x >> 8)] << 8) | (box[(byte)(x >> 16)] << 16) | (box[(byte)(x >> 24)] << 24))
                    | ((ulong)(uint)(box[(byte)(x >> 40)] | (box[(byte)(x >> 48)] << 8) | (box[(byte)(x >> 56)] << 16) | (box[(byte)(x >> 32)] << 24)) << 32);
                y = (uint)(box[(byte)(y >> 16)] | (box[(byte)(y >> 24)] << 8) | (box[(byte)y] << 16) | (box[(byte)(y >> 8)] << 24))
                    | ((ulong)(uint)(box[(byte)(y >> 56)] | (box[(byte)(y >> 32)] << 8) | (box[(byte)(y >> 40)] << 16) | (box[(byte)(y >> 48)] << 24)) << 32);
                u = (x >> 32) | (y << 32);
                v = (y >> 32) | (x << 32);
                x ^= u;
                y ^= v;
                u ^= y ^ ((x & m7) << 1) ^ (((x >> 7) & m) * 0x1b) ^ p;
                y = v ^ x ^ ((y & m7) << 1) ^ (((y >> 7) & m) * 0x1b) ^ q;
                x = u;
            }
        }
    }
}
