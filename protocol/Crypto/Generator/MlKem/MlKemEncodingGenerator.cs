// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using static MilliHttp.Nano.Crypto.Generator.MlKemLayout;

namespace MilliHttp.Nano.Crypto.Generator
{
    /// <summary>
    /// Writes the last part of K-PKE.Encrypt (FIPS 203 algorithm 14): noise added, coefficients compressed and encoded as bytes.
    /// </summary>
    public static class MlKemEncodingGenerator
    {
        // 2^41 / q rounded up: a quotient is right for numerators below 2^41 / q.
        private const int Shift = 41;
        private const long Reciprocal = ((1L << Shift) / Q) + 1;

        /// <summary>Writes the file; the bound of coefficients comes from the transform's generator, which runs first.</summary>
        public static string Make(long bound)
        {
            if ((bound + (2 * Q) + 4) * 1024 + (Q / 2) >= (1L << Shift) / Q)
            {
                throw new InvalidOperationException("a coefficient is too large to be compressed");
            }

            SourceWriter w = new SourceWriter("MlKem/MlKemEncodingGenerator");
            w.Open("namespace MilliHttp.Nano.Crypto");
            w.Line("/// <summary>The two parts of a ciphertext of ML-KEM-768, from the sums and the noise in the state of Keccak. Constant-time.</summary>");
            w.Open("internal static class MlKemEncoding");
            Vector(w);
            w.Line(string.Empty);
            Scalar(w);
            w.Close();
            w.Close();
            return w.ToString();
        }

        private static void Begin(SourceWriter w, int bits)
        {
            // Noise is held as 0 to 4: q - 2 takes the offset away.
            long numerator = ((long)(Q - 2) << bits) + (Q / 2);
            w.Line("ulong m5 = 0x5555555555555555UL, m3 = 0x3333333333333333UL, two = 0x2222222222222222UL, low = 15, high = 240, half = 0xFFFFFFFFUL;");
            w.Line($"ulong factor = {Reciprocal << bits}UL, offset = {(ulong)numerator * (ulong)Reciprocal}UL, mask = {(1 << bits) - 1};");
            w.Line(bits == 10 ? "ulong x, a, b;" : "ulong x, a;");
            w.Line($"int k = {Sums};");
            w.Open("for (int lane = 0; lane < 16; lane++)");
            w.Line("x = (ulong)s[lane];");
            w.Line("x = (x & m5) + ((x >> 1) & m5);");
            w.Line("x = (x & m3) + two - ((x >> 2) & m3);");
        }

        private static string Noisy(int word)
        {
            return $"(ulong)s[k + {SumOf(word)}] + (x & low) + ((x & high) << 28)".Replace("k + 0]", "k]", StringComparison.Ordinal);
        }

        private static void Vector(SourceWriter w)
        {
            w.Line("/// <summary>One polynomial of u with its noise, compressed to 10 bits a coefficient: 320 bytes.</summary>");
            w.Line("/// <param name=\"s\">The working memory.</param>");
            w.Line("/// <param name=\"output\">Array to write to.</param>");
            w.Line("/// <param name=\"at\">Where to begin.</param>");
            w.Open("public static void Vector(long[] s, byte[] output, int at)");
            Begin(w, 10);
            for (int k = 0; k < 4; k++)
            {
                w.Line($"a = {Noisy(2 * k)};");
                w.Line("x >>= 8;");
                w.Line($"b = {Noisy((2 * k) + 1)};");
                if (k != 3)
                {
                    w.Line("x >>= 8;");
                }

                w.Line("a = (((a & half) * factor + offset) >> 41 & mask) | (((a >> 32) * factor + offset) >> 41 & mask) << 10 | (((b & half) * factor + offset) >> 41 & mask) << 20 | ((b >> 32) * factor + offset) >> 41 << 30;");
                for (int n = 0; n < 5; n++)
                {
                    int place = (5 * k) + n;
                    w.Line($"output[at{(place == 0 ? string.Empty : " + " + place)}] = (byte){(n == 0 ? "a" : $"(a >> {8 * n})")};");
                }
            }

            w.Line("at += 20;");
            w.Line("k += 12;");
            w.Close();
            w.Close();
        }

        private static void Scalar(SourceWriter w)
        {
            w.Line("/// <summary>The polynomial v with its noise and the message, compressed to 4 bits a coefficient: 128 bytes.</summary>");
            w.Line("/// <param name=\"s\">The working memory.</param>");
            w.Line("/// <param name=\"message\">Array with the message, 32 bytes; a bit of one adds q / 2, rounded up.</param>");
            w.Line("/// <param name=\"from\">Where it begins.</param>");
            w.Line("/// <param name=\"output\">Array to write to.</param>");
            w.Line("/// <param name=\"at\">Where to begin.</param>");
            w.Open("public static void Scalar(long[] s, byte[] message, int from, byte[] output, int at)");
            w.Line($"ulong bits, one = 0x100000001UL, rounded = {(Q + 1) / 2};");
            Begin(w, 4);
            w.Line("bits = (ulong)(message[from] | (message[from + 1] << 8));");
            w.Line("from += 2;");
            w.Line("bits |= bits << 31;");
            for (int k = 0; k < 8; k++)
            {
                w.Line($"a = {Noisy(k)} + (bits & one) * rounded;");
                w.Line($"output[at{(k == 0 ? string.Empty : " + " + k)}] = (byte)((((a & half) * factor + offset) >> 41 & mask) | ((a >> 32) * factor + offset) >> 41 << 4);");
                if (k < 7)
                {
                    w.Line("x >>= 8;");
                    w.Line("bits >>= 2;");
                }
            }

            w.Line("at += 8;");
            w.Line("k += 12;");
            w.Close();
            w.Close();
        }
    }
}
