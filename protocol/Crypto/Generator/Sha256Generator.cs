// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System.Numerics;

namespace MilliHttp.Nano.Crypto.Generator
{
    /// <summary>
    /// SHA-256 compression, unrolled. Each word is held twice in a ulong (x * 0x100000001): a rotation is then one shift, and what
    /// gathers above bit 32 is harmless until the one mask before the word is doubled again. A shift of more than 32 takes zeros from the
    /// top, which is the plain shift of the message schedule. Round constants carry a bit above 32 so that they are one instruction.
    /// </summary>
    public static class Sha256Generator
    {
        public static string Make()
        {
            SourceWriter o = new SourceWriter(nameof(Sha256Generator));
            o.Line("using System;");
            o.Line("");
            o.Open("namespace MilliHttp.Nano.Crypto");
            o.Line("/// <summary>The compression function of SHA-256 (FIPS 180-4 section 6.2.2). Constant-time: no branch or index depends on data.</summary>");
            o.Open("internal static class Sha256Block");
            o.Line("/// <summary>");
            o.Line("/// Takes <paramref name=\"blocks\"/> whole blocks of 64 bytes, each eight of them xor <paramref name=\"pad\"/> (HMAC), into the 8 words of <paramref name=\"state\"/>.");
            o.Line("/// With a <paramref name=\"key\"/>, the one block is what HMAC hashes last: the inner hash in <paramref name=\"state\"/> and its padding, after the outer pad,");
            o.Line("/// whose state is words 8 to 15 of the key.");
            o.Line("/// </summary>");
            o.Open("internal static void Compress(uint[] state, byte[] data, int offset, int blocks, ulong pad, uint[] key)");
            o.Line("ulong m = 0xffffffff;");
            o.Line("ulong d2 = 0x100000001;");
            o.Line("ulong n = 0x00ff00ff00ff00ff;");
            o.Line("ulong n2 = 0x0000ffff0000ffff;");
            o.Line("ulong t;");
            o.Line("ulong x;");
            o.Line("ulong y;");
            for (int i = 0; i < 16; i++)
            {
                o.Line($"ulong w{i};");
            }

            for (int i = 0; i < 8; i++)
            {
                o.Line($"ulong {"abcdefgh"[i]};");
            }

            o.Open("while (blocks > 0)");
            o.Open("if (key != null)");
            for (int i = 0; i < 8; i++)
            {
                o.Line($"w{i} = state[{i}] * d2;");
            }

            o.Line("w8 = 0x8000000080000000;");
            for (int i = 9; i < 15; i++)
            {
                o.Line($"w{i} = 0;");
            }

            o.Line("w15 = 0x30000000300;");
            o.Line("Array.Copy(key, 8, state, 0, 8);");
            o.Close();
            o.Open("else");
            for (int i = 0; i < 16; i += 2)
            {
                // Both words of eight bytes are turned to big-endian at once.
                o.Line($"t = BitConverter.ToUInt64(data, offset{(i == 0 ? "" : " + " + (i * 4))}) ^ pad;");
                o.Line("t = ((t >> 8) & n) | ((t & n) << 8);");
                o.Line("t = ((t >> 16) & n2) | ((t & n2) << 16);");
                o.Line($"w{i} = (t & m) * d2;");
                o.Line($"w{i + 1} = (t >> 32) * d2;");
            }

            o.Close();
            o.Line("");
            for (int i = 0; i < 8; i++)
            {
                // Doubled here and not after the last round: most calls have one block.
                o.Line($"{"abcdefgh"[i]} = state[{i}] * d2;");
            }

            string[] v = { "a", "b", "c", "d", "e", "f", "g", "h" };
            string xor = "x";
            string old = "y";
            o.Line("y = b ^ c;");
            for (int i = 0; i < 64; i++)
            {
                string w = "w" + (i & 15);
                if (i >= 16)
                {
                    string w2 = "w" + ((i - 2) & 15);
                    string w7 = "w" + ((i - 7) & 15);
                    string w15 = "w" + ((i - 15) & 15);
                    string sum = $"((((({w2} >> 23) ^ {w2}) >> 2) ^ {w2}) >> 17) + {w7} + ((((({w15} >> 17) ^ {w15}) >> 11) ^ {w15}) >> 7) + {w}";
                    o.Line(i < 62 ? $"{w} = (({sum}) & m) * d2;" : $"{w} = {sum};");
                }

                string a = v[0], b = v[1], c = v[2], d = v[3], e = v[4], f = v[5], g = v[6], h = v[7];
                ulong k = 0x100000000UL + Constant(i);
                o.Line($"t = {h} + ((((({e} >> 14) ^ {e}) >> 5) ^ {e}) >> 6) + ({g} ^ ({e} & ({f} ^ {g}))) + 0x{k:x}UL + {w};");

                // Nothing rotates what the last round makes.
                string sum2 = $"t + ((((({a} >> 9) ^ {a}) >> 11) ^ {a}) >> 2) + ({b} ^ (({xor} = {a} ^ {b}) & {old}))";
                o.Line(i < 63 ? $"{d} = (({d} + t) & m) * d2;" : $"{d} += t;");
                o.Line(i < 63 ? $"{h} = (({sum2}) & m) * d2;" : $"{h} = {sum2.Replace($"({xor} = {a} ^ {b})", $"({a} ^ {b})")};");
                (xor, old) = (old, xor);
                v = new[] { h, a, b, c, d, e, f, g };
            }

            for (int i = 0; i < 8; i++)
            {
                o.Line($"state[{i}] = state[{i}] + (uint){v[i]};");
            }

            o.Line("offset += 64;");
            o.Line("blocks--;");
            o.Close();
            o.Close();
            o.Close();
            o.Close();
            return o.ToString();
        }

        /// <summary>The first 32 bits of the fractional part of the cube root of the i-th prime.</summary>
        internal static uint Constant(int index)
        {
            int prime = 1;
            for (int found = -1; found < index;)
            {
                prime++;
                bool composite = false;
                for (int f = 2; f * f <= prime; f++)
                {
                    composite |= prime % f == 0;
                }

                if (!composite)
                {
                    found++;
                }
            }

            BigInteger target = new BigInteger(prime) << 96;
            BigInteger root = BigInteger.Zero;
            for (int bit = 40; bit >= 0; bit--)
            {
                BigInteger trial = root | (BigInteger.One << bit);
                if (trial * trial * trial <= target)
                {
                    root = trial;
                }
            }

            return (uint)(root & 0xffffffff);
        }
    }
}
