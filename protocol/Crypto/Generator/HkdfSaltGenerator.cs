// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using System.Numerics;

namespace MilliHttp.Nano.Crypto.Generator
{
    /// <summary>The HMAC pad midstates of the salts that never change, as immediates: two compressions saved for each use.</summary>
    public static class HkdfSaltGenerator
    {
        public static string Make()
        {
            (string Name, string What, string Key)[] salts =
            {
                ("DerivedEarlySecret", "Derive-Secret(Early Secret, \"derived\", \"\") without a PSK (RFC 8446 section 7.1).", "6f2615a108c702c5678f54fc9dbab69716c076189c48250cebeac3576c3611ba"),
                ("QuicV1Initial", "The initial salt of QUIC version 1 (RFC 9001 section 5.2).", "38762cf7f55934b34d179ae6a4c80cadccbb7f0a"),
                ("Zero", "No salt, which stands for zeros.", string.Empty),
            };
            SourceWriter o = new SourceWriter(nameof(HkdfSaltGenerator));
            o.Line("using System;");
            o.Line("");
            o.Open("namespace MilliHttp.Nano.Crypto");
            o.Line("/// <summary>Salts of HKDF-Extract that never change, by number: the states after their pads are immediates in the code.</summary>");
            o.Open("public static class HkdfSalt");
            for (int i = 0; i < salts.Length; i++)
            {
                o.Line($"/// <summary>{salts[i].What}</summary>");
                o.Line($"public const int {salts[i].Name} = {i};");
                o.Line("");
            }

            o.Line("/// <summary>Writes the states after the inner and the outer pad, 8 words each, one after the other.</summary>");
            o.Open("internal static void Load(int salt, uint[] key)");
            o.Open("switch (salt)");
            foreach ((string name, string what, string key) in salts)
            {
                o.Line($"case {name}:");
                uint[] inner = State(Convert.FromHexString(key), 0x36);
                uint[] outer = State(Convert.FromHexString(key), 0x5c);
                for (int i = 0; i < 8; i++)
                {
                    o.Line($"    key[{i}] = 0x{inner[i]:x8};");
                }

                for (int i = 0; i < 8; i++)
                {
                    o.Line($"    key[{8 + i}] = 0x{outer[i]:x8};");
                }

                o.Line("    break;");
            }

            Unknown(o);
            o.Line("");
            o.Line("/// <summary>Writes the salt itself, 16 little-endian words with zeros after its end, for the HMAC of a platform.</summary>");
            o.Open("internal static void LoadBytes(int salt, uint[] key)");
            o.Line("Array.Clear(key, 0, 16);");
            o.Open("switch (salt)");
            foreach ((string name, string what, string key) in salts)
            {
                o.Line($"case {name}:");
                byte[] bytes = Convert.FromHexString(key);
                for (int i = 0; i < bytes.Length; i += 4)
                {
                    o.Line($"    key[{i / 4}] = 0x{BitConverter.ToUInt32(bytes, i):x8};");
                }

                o.Line("    break;");
            }

            Unknown(o);
            o.Close();
            o.Close();
            return o.ToString();
        }

        private static void Unknown(SourceWriter o)
        {
            o.Line("default:");
            o.Line("    throw new ArgumentException();");
            o.Close();
            o.Close();
        }

        /// <summary>SHA-256 of one block: the key xor the pad byte.</summary>
        private static uint[] State(byte[] key, byte pad)
        {
            uint[] w = new uint[64];
            for (int i = 0; i < 64; i++)
            {
                w[i / 4] = (w[i / 4] << 8) | (uint)((i < key.Length ? key[i] : 0) ^ pad);
            }

            for (int i = 16; i < 64; i++)
            {
                uint x = w[i - 15], y = w[i - 2];
                w[i] = w[i - 16] + w[i - 7]
                    + (BitOperations.RotateRight(x, 7) ^ BitOperations.RotateRight(x, 18) ^ (x >> 3))
                    + (BitOperations.RotateRight(y, 17) ^ BitOperations.RotateRight(y, 19) ^ (y >> 10));
            }

            uint[] start = { 0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19 };
            uint[] s = (uint[])start.Clone();
            for (int i = 0; i < 64; i++)
            {
                uint t1 = s[7] + (BitOperations.RotateRight(s[4], 6) ^ BitOperations.RotateRight(s[4], 11) ^ BitOperations.RotateRight(s[4], 25))
                    + (s[6] ^ (s[4] & (s[5] ^ s[6]))) + Sha256Generator.Constant(i) + w[i];
                uint t2 = (BitOperations.RotateRight(s[0], 2) ^ BitOperations.RotateRight(s[0], 13) ^ BitOperations.RotateRight(s[0], 22))
                    + ((s[0] & s[1]) | (s[2] & (s[0] | s[1])));
                s = new[] { t1 + t2, s[0], s[1], s[2], s[3] + t1, s[4], s[5], s[6] };
            }

            for (int i = 0; i < 8; i++)
            {
                s[i] += start[i];
            }

            return s;
        }
    }
}
