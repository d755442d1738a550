// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;

namespace MilliHttp.Nano.Web
{
    /// <summary>SHA-1 (FIPS 180-4), for the handshake of WebSocket alone, where nothing secret depends on it.</summary>
    internal static class Sha1
    {
        /// <summary>Hashes at most 119 bytes.</summary>
        /// <returns>20 bytes.</returns>
        public static byte[] Hash(byte[] data, int length)
        {
            int size = length < 56 ? 64 : 128;
            byte[] padded = new byte[size];
            Array.Copy(data, padded, length);
            padded[length] = 0x80;
            padded[size - 2] = (byte)(length >> 5);
            padded[size - 1] = (byte)(length << 3);
            uint[] state = new uint[5];
            state[0] = 0x67452301;
            state[1] = 0xEFCDAB89;
            state[2] = 0x98BADCFE;
            state[3] = 0x10325476;
            state[4] = 0xC3D2E1F0;
            uint[] words = new uint[80];
            for (int block = 0; block < size; block += 64)
            {
                Compress(state, words, padded, block);
            }

            byte[] hash = new byte[20];
            for (int i = 0; i < 20; i++)
            {
                hash[i] = (byte)(state[i >> 2] >> (24 - ((i & 3) << 3)));
            }

            return hash;
        }

        private static void Compress(uint[] state, uint[] words, byte[] data, int offset)
        {
            for (int i = 0; i < 16; i++)
            {
                int at = offset + (i << 2);
                words[i] = ((uint)data[at] << 24) | ((uint)data[at + 1] << 16) | ((uint)data[at + 2] << 8) | data[at + 3];
            }

            for (int i = 16; i < 80; i++)
            {
                uint word = words[i - 3] ^ words[i - 8] ^ words[i - 14] ^ words[i - 16];
                words[i] = (word << 1) | (word >> 31);
            }

            uint a = state[0];
            uint b = state[1];
            uint c = state[2];
            uint d = state[3];
            uint e = state[4];
            for (int i = 0; i < 80; i++)
            {
                uint mix = i < 20 ? ((b & c) | (~b & d)) + 0x5A827999
                    : i < 40 ? (b ^ c ^ d) + 0x6ED9EBA1
                    : i < 60 ? ((b & c) | (b & d) | (c & d)) + 0x8F1BBCDC
                    : (b ^ c ^ d) + 0xCA62C1D6;
                uint next = ((a << 5) | (a >> 27)) + mix + e + words[i];
                e = d;
                d = c;
                c = (b << 30) | (b >> 2);
                b = a;
                a = next;
            }

            state[0] += a;
            state[1] += b;
            state[2] += c;
            state[3] += d;
            state[4] += e;
        }
    }
}
