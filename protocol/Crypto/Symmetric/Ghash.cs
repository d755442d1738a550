// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;

namespace MilliHttp.Nano.Crypto
{
    /// <summary>GHASH (NIST SP 800-38D section 6.4).</summary>
    internal static class Ghash
    {
        /// <summary>Takes whole blocks of 16 bytes into y (two big-endian words, the first byte of the block on top of y[0]).</summary>
        internal static void Blocks(ulong[] h, ulong[] y, byte[] data, int offset, int blocks)
        {
            while (blocks > 0)
            {
                ulong a = y[0] ^ Swap(BitConverter.ToUInt64(data, offset));
                ulong b = y[1] ^ Swap(BitConverter.ToUInt64(data, offset + 8));
                ulong vh = h[0];
                ulong vl = h[1];
                ulong zh = 0;
                ulong zl = 0;
                for (int i = 0; i < 128; i++)
                {
                    ulong mask = 0UL - (a >> 63);
                    a = (a << 1) | (b >> 63);
                    b <<= 1;
                    zh ^= vh & mask;
                    zl ^= vl & mask;
                    mask = 0UL - (vl & 1);
                    vl = (vl >> 1) | (vh << 63);
                    vh = (vh >> 1) ^ (mask & 0xe100000000000000);
                }

                y[0] = zh;
                y[1] = zl;
                offset += 16;
                blocks--;
            }
        }

        internal static ulong Swap(ulong v)
        {
            v = ((v >> 8) & 0x00ff00ff00ff00ff) | ((v & 0x00ff00ff00ff00ff) << 8);
            v = ((v >> 16) & 0x0000ffff0000ffff) | ((v & 0x0000ffff0000ffff) << 16);
            return (v >> 32) | (v << 32);
        }
    }
}
