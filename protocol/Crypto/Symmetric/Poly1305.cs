// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;

namespace MilliHttp.Nano.Crypto
{
    /// <summary>
    /// Poly1305 (RFC 8439 section 2.5) in five limbs of 26 bits. Constant-time: additions, products, shifts and masks only; the final
    /// subtraction of p is chosen by mask.
    /// </summary>
    /// <remarks>State, 12 longs: accumulator h0..h4 at 0, r0..r4 (clamped) at 5, the two halves of s at 10.</remarks>
    internal static class Poly1305
    {
        /// <summary>Length of the state array in longs.</summary>
        internal const int StateLength = 12;

        /// <summary>Takes the 32-byte one-time key (r, s) and clears the accumulator.</summary>
        internal static void Start(long[] state, byte[] key, int offset)
        {
            ulong low = BitConverter.ToUInt64(key, offset) & 0x0ffffffc0fffffff;
            ulong high = BitConverter.ToUInt64(key, offset + 8) & 0x0ffffffc0ffffffc;
            Array.Clear(state, 0, 5);
            state[5] = (long)(low & 0x3ffffff);
            state[6] = (long)((low >> 26) & 0x3ffffff);
            state[7] = (long)(((low >> 52) | (high << 12)) & 0x3ffffff);
            state[8] = (long)((high >> 14) & 0x3ffffff);
            state[9] = (long)(high >> 40);
            state[10] = (long)BitConverter.ToUInt64(key, offset + 16);
            state[11] = (long)BitConverter.ToUInt64(key, offset + 24);
        }

        /// <summary>
        /// Takes in whole blocks of 16 bytes. <paramref name="top"/> is the bit above the block in the fifth limb: 1 shl 24 for a full
        /// block, 0 for a last block that carries its own 1 after the message.
        /// </summary>
        internal static void Blocks(long[] state, byte[] data, int offset, int blocks, long top)
        {
            long m = 0x3ffffff;
            long h0 = state[0];
            long h1 = state[1];
            long h2 = state[2];
            long h3 = state[3];
            long h4 = state[4];
            long r0 = state[5];
            long r1 = state[6];
            long r2 = state[7];
            long r3 = state[8];
            long r4 = state[9];
            long s1 = r1 * 5;
            long s2 = r2 * 5;
            long s3 = r3 * 5;
            long s4 = r4 * 5;
            while (blocks > 0)
            {
                long t = BitConverter.ToInt64(data, offset);
                long u = BitConverter.ToInt64(data, offset + 8);
                h0 += t & m;
                h1 += (t >> 26) & m;
                h2 += ((u << 12) & m) | (long)((ulong)t >> 52);
                h3 += (u >> 14) & m;
                h4 += (long)((ulong)u >> 40) | top;
                long d0 = (h0 * r0) + (h1 * s4) + (h2 * s3) + (h3 * s2) + (h4 * s1);
                long d1 = (h0 * r1) + (h1 * r0) + (h2 * s4) + (h3 * s3) + (h4 * s2);
                long d2 = (h0 * r2) + (h1 * r1) + (h2 * r0) + (h3 * s4) + (h4 * s3);
                long d3 = (h0 * r3) + (h1 * r2) + (h2 * r1) + (h3 * r0) + (h4 * s4);
                h4 = (h0 * r4) + (h1 * r3) + (h2 * r2) + (h3 * r1) + (h4 * r0);
                d1 += d0 >> 26;
                d2 += d1 >> 26;
                d3 += d2 >> 26;
                h4 += d3 >> 26;
                h0 = (d0 & m) + ((h4 >> 26) * 5);
                h1 = (d1 & m) + (h0 >> 26);
                h0 &= m;
                h2 = d2 & m;
                h3 = d3 & m;
                h4 &= m;
                offset += 16;
                blocks--;
            }

            state[0] = h0;
            state[1] = h1;
            state[2] = h2;
            state[3] = h3;
            state[4] = h4;
        }

        /// <summary>Leaves the tag, two words little-endian, in the first places of the state.</summary>
        internal static void Finish(long[] state)
        {
            long m = 0x3ffffff;
            long h0 = state[0];
            long h1 = state[1];
            long h2 = state[2];
            long h3 = state[3];
            long h4 = state[4];
            h2 += h1 >> 26;
            h1 &= m;
            h3 += h2 >> 26;
            h2 &= m;
            h4 += h3 >> 26;
            h3 &= m;
            h0 += (h4 >> 26) * 5;
            h4 &= m;
            h1 += h0 >> 26;
            h0 &= m;
            h2 += h1 >> 26;
            h1 &= m;
            h3 += h2 >> 26;
            h2 &= m;
            h4 += h3 >> 26;
            h3 &= m;

            // h + 5 - 2^130 is taken when it is not negative.
            long g0 = h0 + 5;
            long g1 = h1 + (g0 >> 26);
            long g2 = h2 + (g1 >> 26);
            long g3 = h3 + (g2 >> 26);
            long g4 = h4 + (g3 >> 26) - (1L << 26);
            long keep = g4 >> 63;
            long take = ~keep & m;
            h0 = (h0 & keep) | (g0 & take);
            h1 = (h1 & keep) | (g1 & take);
            h2 = (h2 & keep) | (g2 & take);
            h3 = (h3 & keep) | (g3 & take);
            h4 = (h4 & keep) | (g4 & take);

            ulong low = (ulong)h0 | ((ulong)h1 << 26) | ((ulong)h2 << 52);
            ulong high = ((ulong)h2 >> 12) | ((ulong)h3 << 14) | ((ulong)h4 << 40);
            ulong s0 = (ulong)state[10];
            ulong sum = low + s0;
            ulong carry = ((low & s0) | ((low | s0) & ~sum)) >> 63;
            state[0] = (long)sum;
            state[1] = (long)(high + (ulong)state[11] + carry);
        }
    }
}
