// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System.Linq;

namespace MilliHttp.Nano.Crypto.Generator
{
    /// <summary>
    /// GHASH by integer multiplication with holes: every fourth bit of each operand, so that carries fall into the holes and are masked away.
    /// That gives the low half of a carry-less product; the high half is the low half of the product of the reversed operands. Three products
    /// (Karatsuba) in each direction.
    /// </summary>
    public static class GhashMultiplyGenerator
    {
        public static string Make()
        {
            SourceWriter o = new SourceWriter(nameof(GhashMultiplyGenerator));
            o.Line("using System;");
            o.Line("");
            o.Open("namespace MilliHttp.Nano.Crypto");
            o.Line("/// <summary>");
            o.Line("/// GHASH (NIST SP 800-38D section 6.4) by multiplication. Constant-time where the processor's 64-bit multiplication (of the");
            o.Line("/// interpreter: three 32-bit ones) is: no table, and no branch or index depends on key or data.");
            o.Line("/// </summary>");
            o.Line("/// <remarks>The hash y: two words, y[0] the first 8 bytes, both little-endian as a load from memory gives them.</remarks>");
            o.Open("internal static class GhashMultiply");
            o.Line("/// <summary>Words of a prepared key.</summary>");
            o.Line("internal const int KeyLength = 24;");
            o.Line("");
            o.Line("/// <summary>");
            o.Line("/// Prepares H (two big-endian words) times x^-1: low, high, their sum, and the same reversed, each in four parts of every fourth bit.");
            o.Line("/// </summary>");
            o.Open("internal static void Prepare(ulong hashHigh, ulong hashLow, ulong[] key)");
            o.Line("ulong mask = 0UL - (hashHigh >> 63);");
            o.Line("ulong high = ((hashHigh << 1) | (hashLow >> 63)) ^ (mask & 0xc200000000000000);");
            o.Line("ulong low = (hashLow << 1) ^ (mask & 1);");
            o.Line("ulong word = low;");
            o.Open("for (int i = 0; i < 12; i += 4)");
            o.Line("ulong turned = Reverse(word);");
            o.Open("for (int j = 0; j < 4; j++)");
            o.Line("ulong holes = 0x1111111111111111UL << j;");
            o.Line("key[i + j] = word & holes;");
            o.Line("key[12 + i + j] = turned & holes;");
            o.Close();
            o.Line("");
            o.Line("word = i == 0 ? high : low ^ high;");
            o.Close();
            o.Close();
            o.Line("");
            o.Line("/// <summary>Takes in whole blocks of 16 bytes.</summary>");
            o.Open("internal static void Blocks(ulong[] key, long[] y, byte[] data, int offset, int blocks)");
            o.Line("ulong m0 = 0x1111111111111111;");
            o.Line("ulong m1 = 0x2222222222222222;");
            o.Line("ulong m2 = 0x4444444444444444;");
            o.Line("ulong m3 = 0x8888888888888888;");
            o.Line("ulong n1 = 0x5555555555555555;");
            o.Line("ulong n2 = 0x3333333333333333;");
            o.Line("ulong n4 = 0x0f0f0f0f0f0f0f0f;");
            o.Line("ulong n8 = 0x00ff00ff00ff00ff;");
            o.Line("ulong n16 = 0x0000ffff0000ffff;");
            for (int i = 0; i < 24; i++)
            {
                o.Line($"ulong h{i} = key[{i}];");
            }

            o.Line("ulong a = (ulong)y[0];");
            o.Line("ulong b = (ulong)y[1];");
            foreach (string name in new[] { "ar", "br", "x", "x0", "x1", "x2", "x3", "low", "high", "middle", "lowR", "highR", "w1", "w2" })
            {
                o.Line($"ulong {name};");
            }

            o.Open("while (blocks > 0)");
            o.Line("a ^= BitConverter.ToUInt64(data, offset);");
            o.Line("b ^= BitConverter.ToUInt64(data, offset + 8);");

            // Reversed is: bits turned within the bytes of the word in memory.
            foreach (string v in new[] { "a", "b" })
            {
                o.Line($"{v}r = (({v} >> 1) & n1) | (({v} & n1) << 1);");
                o.Line($"{v}r = (({v}r >> 2) & n2) | (({v}r & n2) << 2);");
                o.Line($"{v}r = (({v}r >> 4) & n4) | (({v}r & n4) << 4);");
                SwapBytes(o, v);
            }

            // a is the high word. b, a, a ^ b with the parts of low, high, sum.
            Product(o, "b", 0, "low");
            Product(o, "a", 4, "high");
            Product(o, "(a ^ b)", 8, "middle");
            Product(o, "br", 12, "lowR");
            Product(o, "ar", 16, "highR");
            Product(o, "(ar ^ br)", 20, "w2");
            o.Line("middle ^= low ^ high;");
            o.Line("w2 ^= lowR ^ highR;");
            Turn(o, "lowR");
            Turn(o, "w2");
            Turn(o, "highR");
            o.Line("w1 = (lowR >> 1) ^ middle;");
            o.Line("w2 = (w2 >> 1) ^ high;");
            o.Line("w1 ^= (low << 63) ^ (low << 62) ^ (low << 57);");
            o.Line("b = w2 ^ low ^ (((((low >> 5) ^ low) >> 1) ^ low) >> 1) ^ (w1 << 63) ^ (w1 << 62) ^ (w1 << 57);");
            o.Line("a = (highR >> 1) ^ w1 ^ (((((w1 >> 5) ^ w1) >> 1) ^ w1) >> 1);");
            SwapBytes(o, "a");
            SwapBytes(o, "b");
            o.Line("offset += 16;");
            o.Line("blocks--;");
            o.Close();
            o.Line("");
            o.Line("y[0] = (long)a;");
            o.Line("y[1] = (long)b;");
            o.Close();
            o.Line("");
            o.Line("/// <summary>Turns the bits of a word around.</summary>");
            o.Open("private static ulong Reverse(ulong v)");
            o.Line("v = ((v >> 1) & 0x5555555555555555) | ((v & 0x5555555555555555) << 1);");
            o.Line("v = ((v >> 2) & 0x3333333333333333) | ((v & 0x3333333333333333) << 2);");
            o.Line("v = ((v >> 4) & 0x0f0f0f0f0f0f0f0f) | ((v & 0x0f0f0f0f0f0f0f0f) << 4);");
            o.Line("return BigEndian.Reverse(v);");
            o.Close();
            o.Close();
            o.Close();
            return o.ToString();
        }

        private static void Product(SourceWriter o, string operand, int h, string result)
        {
            string x = operand;
            if (operand[0] == '(')
            {
                o.Line($"x = {operand.Trim('(', ')')};");
                x = "x";
            }

            for (int i = 0; i < 4; i++)
            {
                o.Line($"x{i} = {x} & m{i};");
            }

            string sum = string.Join(" | ", Enumerable.Range(0, 4).Select(k =>
                "((" + string.Join(" ^ ", Enumerable.Range(0, 4).Select(i => $"(x{i} * h{h + ((k - i) & 3)})")) + $") & m{k})"));
            o.Line($"{result} = {sum};");
        }

        private static void Turn(SourceWriter o, string v)
        {
            o.Line($"{v} = (({v} >> 1) & n1) | (({v} & n1) << 1);");
            o.Line($"{v} = (({v} >> 2) & n2) | (({v} & n2) << 2);");
            o.Line($"{v} = (({v} >> 4) & n4) | (({v} & n4) << 4);");
            SwapBytes(o, v);
        }

        private static void SwapBytes(SourceWriter o, string v)
        {
            o.Line($"{v} = (({v} >> 8) & n8) | (({v} & n8) << 8);");
            o.Line($"{v} = (({v} >> 16) & n16) | (({v} & n16) << 16);");
            o.Line($"{v} = ({v} >> 32) | ({v} << 32);");
        }
    }
}
