// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System.Numerics;
using static MilliHttp.Nano.Crypto.Generator.LimbEmitter;

namespace MilliHttp.Nano.Crypto.Generator
{
    /// <summary>
    /// Writes the batches of the modular inverse.
    /// </summary>
    public static class InverseGenerator
    {
        public static string Make()
        {
            Reset();
            SourceWriter w = Curve25519Generator.Begin("The inverse modulo an odd number by division steps (Bernstein and Yang, safegcd), 29 steps per batch.", "InverseBatches", "Asymmetric/InverseGenerator");
            w.Line("/// <summary>");
            w.Line("/// Runs batches of division steps.");
            w.Line("/// </summary>");
            w.Line("/// <remarks>");
            w.Line("/// Variable-time: the caller hands in a value multiplied by a random factor, or one that is no secret. A batch works on the lowest limbs");
            w.Line("/// of f and g and collects a matrix (a row is two numbers packed in one word), then applies it to f and g, and modulo m to d and e.");
            w.Line("/// </remarks>");
            w.Line("/// <param name=\"s\">Limbs of f, g, d, e, m, nine each; then eta and 1 / m mod 2^29.</param>");
            w.Line("/// <param name=\"o\">Where f begins.</param>");
            w.Line("/// <param name=\"count\">Batches to run at most.</param>");
            w.Line("/// <returns>True when g is zero: then d is the inverse times f, which is 1 or -1.</returns>");
            w.Open("public static bool Run(long[] s, int o, int count)");
            w.Line("long mask = 0x1FFFFFFF, inverse = s[o + 46];");
            w.Line("int eta = (int)s[o + 45];");
            w.Line(Declare("f", "g", "d", "e", "m"));
            (string, int)[] parts = { ("f", 0), ("g", 9), ("d", 18), ("e", 27) };
            Curve25519Generator.Load(w, parts);
            Curve25519Generator.Load(w, ("m", 36));
            w.Line("bool done;");
            w.Open("while (!(done = (g0 | g1 | g2 | g3 | g4 | g5 | g6 | g7 | g8) == 0) && count > 0)");
            w.Line("count--;");
            w.Line("long x = f0, y = g0, first = 1, second = 0x100000000L, end = -0x20000000L, t;");
            w.Open("while (true)");
            w.Open("switch ((int)(y | end) & 63)");
            for (int zeros = 6; zeros > 0; zeros--)
            {
                Shift(w, zeros);
            }

            w.Close();
            w.Line("");
            w.Open("if (end == -1)");
            w.Line("break;");
            w.Close();
            w.Line("");
            w.Open("if (eta < 0)");
            w.Line("eta = -eta;");
            w.Line("t = x;");
            w.Line("x = y;");
            w.Line("y = -t;");
            w.Line("t = first;");
            w.Line("first = second;");
            w.Line("second = -t;");
            w.Close();
            w.Line("");
            w.Line("// Cancels up to six bits at once: x (x x - 2) is -1 / x mod 64.");
            w.Line("t = (x * x - 2) * x * y & ~end & (eta < 5 ? (2 << eta) - 1 : 63);");
            w.Line("y += x * t;");
            w.Line("second += first * t;");
            w.Close();
            w.Line("");
            w.Line("long u = (int)first, v = first - u >> 32, q = (int)second, r = second - q >> 32;");
            w.Line("t = u * f0 + v * g0;");
            w.Line("x = q * f0 + r * g0;");
            for (int i = 1; i < 9; i++)
            {
                w.Line($"t = (t >> 29) + u * f{i} + v * g{i};");
                w.Line($"x = (x >> 29) + q * f{i} + r * g{i};");
                w.Line($"f{i - 1} = t & mask;");
                w.Line($"g{i - 1} = x & mask;");
            }

            w.Line("f8 = t >> 29;");
            w.Line("g8 = x >> 29;");
            w.Line("y = d8 >> 63;");
            w.Line("end = e8 >> 63;");
            w.Line("first = (u & y) + (v & end);");
            w.Line("second = (q & y) + (r & end);");
            w.Line("t = u * d0 + v * e0;");
            w.Line("x = q * d0 + r * e0;");
            w.Line("first -= inverse * t + first & mask;");
            w.Line("second -= inverse * x + second & mask;");
            w.Line("t += m0 * first;");
            w.Line("x += m0 * second;");
            for (int i = 1; i < 9; i++)
            {
                w.Line($"t = (t >> 29) + u * d{i} + v * e{i} + m{i} * first;");
                w.Line($"x = (x >> 29) + q * d{i} + r * e{i} + m{i} * second;");
                w.Line($"d{i - 1} = t & mask;");
                w.Line($"e{i - 1} = x & mask;");
            }

            w.Line("d8 = t >> 29;");
            w.Line("e8 = x >> 29;");
            w.Close();
            w.Line("");
            Curve25519Generator.Store(w, parts);
            w.Line("s[o + 45] = eta;");
            w.Line("return done;");
            return Curve25519Generator.End(w);
        }

        private static void Shift(SourceWriter w, int zeros)
        {
            for (int value = 0; value < 64; value++)
            {
                if (BitOperations.TrailingZeroCount(value | 64) == zeros)
                {
                    w.Line("case " + value + ":");
                }
            }

            w.Line("    y >>= " + zeros + ";");
            w.Line("    first <<= " + zeros + ";");
            w.Line("    eta -= " + zeros + ";");
            w.Line("    end >>= " + zeros + ";");
            w.Line(zeros == 6 ? "    continue;" : "    break;");
        }
    }
}
