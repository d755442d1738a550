// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System.Linq;
using static MilliHttp.Nano.Crypto.Generator.MlKemLayout;

namespace MilliHttp.Nano.Crypto.Generator
{
    /// <summary>
    /// Writes what multiplies by y: the public matrix as it is sampled (FIPS 203 algorithm 7), and the client's vector t as it is read.
    /// </summary>
    /// <remarks>
    /// A pair of coefficients (e, c) times (y0, y1) adds e y0 + zeta c y1 and e y1 + c y0 (algorithm 12). Sums are not reduced, and zeta is left
    /// out: c y1 is summed up apart, for two pairs in the halves of one word. Two pairs take three words of sums and one word of y.
    /// </remarks>
    public static class MlKemSamplingGenerator
    {
        public static string Make()
        {
            SourceWriter w = new SourceWriter("MlKem/MlKemSamplingGenerator");
            w.Line("using System;");
            w.Line(string.Empty);
            w.Open("namespace MilliHttp.Nano.Crypto");
            w.Line("/// <summary>Products with y that are added to the sums as their factors come: the public matrix and the client's key.</summary>");
            w.Open("internal static class MlKemSampling");
            Sample(w);
            w.Line(string.Empty);
            Key(w);
            w.Close();
            w.Close();
            return w.ToString();
        }

        private static void Sample(SourceWriter w)
        {
            w.Line("/// <summary>");
            w.Line("/// Takes the 112 numbers of 12 bits in one block of SHAKE128, drops those not below q, and multiplies (FIPS 203 algorithm 7).");
            w.Line("/// Its time depends on the public matrix, and on nothing else.");
            w.Line("/// </summary>");
            w.Line("/// <param name=\"s\">The working memory, the block in its first 21 words.</param>");
            w.Line("/// <param name=\"y\">Where the polynomial to multiply by begins.</param>");
            w.Line("/// <param name=\"n\">Coefficients there were before.</param>");
            w.Line("/// <returns>Coefficients there are now; 256 when the polynomial is whole.</returns>");
            w.Open("public static int Sample(long[] s, int y, int n)");
            w.Line($"ulong q = {Q}, m = 4095, halves = {Low16}, upper = 0xFFFFFFFF00000000UL;");
            w.Line($"ulong e = (ulong)s[{PendingCoefficient}], product = (ulong)s[{PendingProduct}], c, t, pair, w0, w1, w2;");
            w.Line($"int lane = 0, k = {Sums} + 3 * (n >> 2);");
            w.Line("y += n >> 2;");
            w.Open("switch (n & 3)");
            for (int state = 1; state < 4; state++)
            {
                w.Line($"case {state}:");
                w.Line($"goto Block{state};");
            }

            w.Close();
            w.Line(string.Empty);
            for (int state = 0; state < 4; state++)
            {
                w.Line($"Block{state}:");
                w.Open("if (lane == 21)");
                w.Line($"s[{PendingCoefficient}] = (long)e;");
                w.Line($"s[{PendingProduct}] = (long)product;");
                w.Line($"return (k - {Sums}) / 3 * 4 + {state};");
                w.Close();
                w.Line(string.Empty);
                w.Line("w0 = (ulong)s[lane];");
                w.Line("w1 = (ulong)s[lane + 1];");
                w.Line("w2 = (ulong)s[lane + 2];");
                w.Line("lane += 3;");
                for (int i = 0; i < 16; i++)
                {
                    if (i != 0)
                    {
                        w.Line($"Number{state}{(char)('A' + i)}:");
                    }

                    Number(w, state, i);
                }

                w.Line($"goto Block{state};");
            }

            w.Close();
        }

        private static void Number(SourceWriter w, int state, int i)
        {
            int next = (state + 1) & 3;
            string there = i == 15 ? $"Block{next}" : $"Number{next}{(char)('A' + i + 1)}";
            string to = (state & 1) == 0 ? "e" : "c";
            w.Open($"if (({to} = {Field(i)}) < q)");
            if (state == 1)
            {
                w.Line($"pair = (ulong)s[y] & halves;");
                w.Line("product = c * pair;");
                w.Line("s[k] = (long)((ulong)s[k] + e * pair + (product << 32));");
            }
            else if (state == 3)
            {
                w.Line("pair = ((ulong)s[y] >> 16) & halves;");
                w.Line("t = c * pair;");
                w.Line("s[k + 1] = (long)((ulong)s[k + 1] + e * pair + (t << 32));");
                w.Line("s[k + 2] = (long)((ulong)s[k + 2] + (product >> 32) + (t & upper));");
                w.Line("k += 3;");
                w.Open($"if (k == {Sums + SumsLength})");
                w.Line("return 256;");
                w.Close();
                w.Line(string.Empty);
                w.Line("y++;");
            }

            w.Line($"goto {there};");
            w.Close();
            w.Line(string.Empty);
        }

        /// <summary>Number i of 12 bits in three lanes.</summary>
        private static string Field(int i)
        {
            int lane = 12 * i / 64;
            int shift = 12 * i % 64;
            if (shift == 0)
            {
                return $"w{lane} & m";
            }

            if (shift + 12 == 64)
            {
                return $"w{lane} >> {shift}";
            }

            return shift + 12 < 64 ? $"(w{lane} >> {shift}) & m" : $"((w{lane} >> {shift}) | (w{lane + 1} << {64 - shift})) & m";
        }

        private static void Key(SourceWriter w)
        {
            w.Line("/// <summary>Reads a polynomial of 12-bit coefficients (FIPS 203 algorithm 6) and multiplies.</summary>");
            w.Line("/// <param name=\"s\">The working memory.</param>");
            w.Line("/// <param name=\"y\">Where the polynomial to multiply by begins.</param>");
            w.Line("/// <param name=\"key\">Array with the encapsulation key.</param>");
            w.Line("/// <param name=\"offset\">Where the 384 bytes begin; the two bytes after them are read, but not used.</param>");
            w.Line("/// <returns>False if a coefficient is not below q (the modulus check of section 7.2).</returns>");
            w.Open("public static bool Key(long[] s, int y, byte[] key, int offset)");
            w.Line($"ulong m = 4095, halves = {Low16}, upper = 0xFFFFFFFF00000000UL, fields = 0x000FFF000FFFUL, excess = 0x{(4096 - Q) * 0x1000001L:X}UL;");
            w.Line("ulong x, t, u, pair, bad = 0;");
            w.Line($"int k = {Sums};");
            w.Open("do");
            w.Line("x = BitConverter.ToUInt64(key, offset);");
            w.Line("bad |= ((x & fields) + excess) | (((x >> 12) & fields) + excess);");
            w.Line("t = (ulong)s[y];");
            w.Line("pair = t & halves;");
            w.Line("u = ((x >> 12) & m) * pair;");
            w.Line("s[k] = (long)((ulong)s[k] + (x & m) * pair + (u << 32));");
            w.Line("pair = (t >> 16) & halves;");
            w.Line("t = ((x >> 36) & m) * pair;");
            w.Line("s[k + 1] = (long)((ulong)s[k + 1] + ((x >> 24) & m) * pair + (t << 32));");
            w.Line("s[k + 2] = (long)((ulong)s[k + 2] + (u >> 32) + (t & upper));");
            w.Line("k += 3;");
            w.Line("y++;");
            w.Line("offset += 6;");
            w.Close();
            w.Line($"while (k != {Sums + SumsLength});");
            w.Line(string.Empty);
            w.Line("// A number of at least q carries into the bit above its twelve.");
            w.Line("return (bad & 0x1000001000UL) == 0;");
            w.Close();
        }
    }
}
