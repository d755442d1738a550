// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Quic
{
    /// <summary>
    /// SipHash-2-4 (Aumasson and Bernstein, 2012) over four words: a message authentication code of 64 bits in about a thousand operations.
    /// </summary>
    internal static class SipHash
    {
        /// <summary>The code of four words, 32 bytes, under a key of two words. Words are numbers here; as bytes they are little-endian.</summary>
        internal static ulong Compute(ulong key0, ulong key1, ulong a, ulong b, ulong c, ulong d)
        {
            ulong v0 = key0 ^ 0x736f6d6570736575;
            ulong v1 = key1 ^ 0x646f72616e646f6d;
            ulong v2 = key0 ^ 0x6c7967656e657261;
            ulong v3 = key1 ^ 0x7465646279746573;
            ulong word = a;

            // Two rounds for each word and for the last, which holds the length (32 bytes); then four.
            for (int i = 0; i < 14; i++)
            {
                switch (i)
                {
                    case 2:
                        v0 ^= word;
                        word = b;
                        break;
                    case 4:
                        v0 ^= word;
                        word = c;
                        break;
                    case 6:
                        v0 ^= word;
                        word = d;
                        break;
                    case 8:
                        v0 ^= word;
                        word = 0x2000000000000000;
                        break;
                    case 10:
                        v0 ^= word;
                        v2 ^= 0xff;
                        break;
                }

                if (i < 10 && (i & 1) == 0)
                {
                    v3 ^= word;
                }

                v0 += v1;
                v1 = ((v1 << 13) | (v1 >> 51)) ^ v0;
                v0 = (v0 << 32) | (v0 >> 32);
                v2 += v3;
                v3 = ((v3 << 16) | (v3 >> 48)) ^ v2;
                v0 += v3;
                v3 = ((v3 << 21) | (v3 >> 43)) ^ v0;
                v2 += v1;
                v1 = ((v1 << 17) | (v1 >> 47)) ^ v2;
                v2 = (v2 << 32) | (v2 >> 32);
            }

            return v0 ^ v1 ^ v2 ^ v3;
        }
    }
}
