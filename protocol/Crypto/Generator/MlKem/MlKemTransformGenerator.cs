// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
using System.Linq;
using static MilliHttp.Nano.Crypto.Generator.MlKemLayout;

namespace MilliHttp.Nano.Crypto.Generator
{
    /// <summary>
    /// Writes the number-theoretic transform of ML-KEM and its inverse (FIPS 203 algorithms 9 and 10), two coefficients at once in the halves of a
    /// word, two layers at once, and proves on the way that no half overflows.
    /// </summary>
    /// <remarks>
    /// Halves are never negative; each local's bound is kept in <c>_bounds</c>. A Montgomery reduction divides by 2^16: a product by the constant
    /// c * 2^16 mod q is a product by c. Where a half is below 2^16 the quotient needs one product by a constant worked out before.
    /// Two layers at once share reductions: two products are added before one reduction.
    /// </remarks>
    public sealed class MlKemTransformGenerator
    {
        private const long HalfLimit = 1L << 32;

        private readonly Dictionary<string, long> _bounds = new Dictionary<string, long>();
        private readonly SourceWriter _w = new SourceWriter("MlKem/MlKemTransformGenerator");
        private readonly SortedSet<int> _multiples = new SortedSet<int>();
        private List<string> _body = new List<string>();

        /// <summary>The largest coefficient that the inverse transform leaves.</summary>
        public static long InverseBound { get; private set; }

        /// <summary>The largest coefficient of the forward transform; below 2^16.</summary>
        public static long ForwardBound { get; private set; }

        public static string Make()
        {
            return new MlKemTransformGenerator().Write();
        }

        private string Write()
        {
            _w.Open("namespace MilliHttp.Nano.Crypto");
            _w.Line("/// <summary>");
            _w.Line("/// The number-theoretic transform of ML-KEM and its inverse (FIPS 203 section 4.3), two coefficients in one word. Constant-time.");
            _w.Line("/// </summary>");
            _w.Open("internal static class MlKemTransform");
            Forward();
            Inverse();
            _w.Close();
            _w.Close();
            return _w.ToString();
        }

        private void Forward()
        {
            Begin();
            Line("for (int h = 0; h < 2; h++)");
            Line("{");
            for (int k = 0; k < 8; k++)
            {
                Line(k == 0 ? "t = (ulong)s[h];" : $"t = (ulong)s[h + {2 * k}];");
                Line("t = (t & m5) + ((t >> 1) & m5);");
                Line($"n{k} = (t & m3) + two - ((t >> 2) & m3);");
            }

            Line("for (int k = 0; k < 4; k++)");
            Line("{");
            for (int half = 0; half < 2; half++)
            {
                for (int k = 0; k < 8; k++)
                {
                    Line($"x{k} = (n{k} & low) + ((n{k} & high) << 28);");
                    Line($"n{k} = n{k} >> 8;");
                }

                for (int k = 0; k < 2; k++)
                {
                    SmallQuad($"x{k}", $"x{k + 2}", $"x{k + 4}", $"x{k + 6}");
                }

                for (int block = 0; block < 4; block++)
                {
                    Butterfly($"x{2 * block}", $"x{(2 * block) + 1}", $"e{block}");
                }

                for (int k = 0; k < 8; k++)
                {
                    Line($"s[i + {(24 * k) + half}] = (long)x{k};");
                }
            }

            Line("i += 3;");
            Line("}");
            Line("}");
            long bound = Enumerable.Range(0, 8).Max(k => _bounds[$"x{k}"]);
            string first = Take();
            int[] firstMultiples = _multiples.ToArray();
            _multiples.Clear();
            Begin();
            Line("for (int group = 0; group < 8; group++)");
            Line("{");
            Line("switch (group)");
            Line("{");
            for (int group = 0; group < 8; group++)
            {
                Line(group < 7 ? $"case {group}:" : "default:");
                QuadConstants("f", Zeta(8 + group), Zeta(16 + (2 * group)), Zeta(17 + (2 * group)));
                for (int block = 0; block < 4; block++)
                {
                    int at = (4 * group) + block;
                    QuadConstants("ghkl".Substring(block, 1), Zeta(32 + at), Zeta(64 + (2 * at)), Zeta(65 + (2 * at)));
                }

                Line("break;");
            }

            Line("}");
            Line(string.Empty);
            for (int k = 0; k < 16; k++)
            {
                Line($"x{k} = (ulong)s[i + {SumOf(k)}];");
                _bounds[$"x{k}"] = bound;
            }

            for (int k = 0; k < 4; k++)
            {
                Quad($"x{k}", $"x{k + 4}", $"x{k + 8}", $"x{k + 12}", "f");
            }

            for (int block = 0; block < 4; block++)
            {
                Quad($"x{4 * block}", $"x{(4 * block) + 1}", $"x{(4 * block) + 2}", $"x{(4 * block) + 3}", "ghkl".Substring(block, 1));
            }

            ForwardBound = Enumerable.Range(0, 16).Max(k => _bounds[$"x{k}"]);
            Require(ForwardBound < 65536, "a coefficient of y takes 16 bits");
            for (int k = 0; k < 8; k++)
            {
                Line($"s[y + {k}] = (long)(x{2 * k} | (x{(2 * k) + 1} << 16));");
            }

            Line("i += 24;");
            Line("y += 8;");
            Line("}");
            string second = Take();

            Method(
                "Takes 128 bytes of the pseudo-random function from the state of Keccak, makes 256 small coefficients of them (FIPS 203 algorithm 8, eta = 2) and "
                + "runs three layers of their transform (algorithm 9), times 512: that and the factor 128 of the inverse transform are the 2^16 which reductions divide by.",
                "Noise(long[] s)",
                $"int i = {Sums};");
            _w.Line("ulong m5 = 0x5555555555555555UL, m3 = 0x3333333333333333UL, two = 0x2222222222222222UL, low = 15, high = 240;");
            _w.Line($"ulong m = {Low16}, q = {Q};");
            _w.Line("ulong t, u, v;");
            _w.Line(Locals("n", 8));
            _w.Line(Locals("x", 8));
            WriteMultiples(firstMultiples);
            SmallConstants();
            for (int block = 0; block < 4; block++)
            {
                int z = Montgomery(Zeta(4 + block));
                _w.Line($"ulong e{block} = {z}, e{block}q = {Quotient(z)};");
            }

            Emit(first);
            _w.Close();
            _w.Line(string.Empty);
            Method(
                "Runs the other four layers of the transform.",
                "Forward(long[] s, int y)",
                $"int i = {Sums};",
                $"<param name=\"y\">Where {YLength} words for the result begin, four coefficients below 2^16 in each: from the lowest bits up the first, third, second and fourth.</param>");
            _w.Line($"ulong m = {Low16}, q = {Q}, r = {NegativeInverse};");
            _w.Line("ulong t, u, v;");
            _w.Line(Locals("x", 16));
            WriteMultiples(_multiples);
            _w.Line("ulong " + string.Join(", ", "fghkl".Select(c => $"{c}1, {c}1q, {c}2, {c}12, {c}3, {c}13")) + ";");
            Emit(second);
            _w.Close();
            _w.Line(string.Empty);
        }

        private void Inverse()
        {
            _multiples.Clear();
            Begin();
            long y = ForwardBound;
            long low = 3 * (Q - 1) * y;
            long pending = 3 * (Q - 1) * y;
            Line("for (int group = 0; group < 16; group++)");
            Line("{");
            Line("switch (group)");
            Line("{");
            for (int group = 0; group < 16; group++)
            {
                Line(group < 15 ? $"case {group}:" : "default:");
                for (int k = 0; k < 4; k++)
                {
                    Line($"e{k} = {Montgomery(Zeta(64 + (4 * group) + k))};");
                }

                for (int block = 0; block < 2; block++)
                {
                    InverseConstants("fg".Substring(block, 1), Zeta(127 - (4 * group) - (2 * block)), Zeta(126 - (4 * group) - (2 * block)), Zeta(63 - (2 * group) - block));
                }

                int z = Montgomery(Zeta(31 - group));
                Line($"z = {z};");
                Line($"zq = {Quotient(z)};");
                Line("break;");
            }

            Line("}");
            Line(string.Empty);
            for (int k = 0; k < 4; k++)
            {
                // The pending products c1 y1 of two pairs, reduced and multiplied by zeta, belong to the low coefficients; the second pair's zeta is negative.
                Line($"t = (ulong)s[i + {(3 * k) + 2}];");
                Line($"t = ((((t & m) * r & m) * q + t) >> 16) * e{k};");
                long reduced = Reduced(pending);
                long product = reduced * (Q - 1);
                string multiple = Multiple(product);
                Line($"u = (ulong)s[i + {3 * k}] + (t & half);");
                Line($"x{2 * k} = (((u & m) * r & m) * q + u) >> 16;");
                Line($"u = (ulong)s[i + {(3 * k) + 1}] + {multiple} - (t >> 32);");
                Line($"x{(2 * k) + 1} = (((u & m) * r & m) * q + u) >> 16;");
                _bounds[$"x{2 * k}"] = Reduced((2 * low) + product);
                _bounds[$"x{(2 * k) + 1}"] = Reduced((2 * low) + MultipleOf(product));
            }

            for (int block = 0; block < 2; block++)
            {
                InverseQuad($"x{4 * block}", $"x{(4 * block) + 1}", $"x{(4 * block) + 2}", $"x{(4 * block) + 3}", "fg".Substring(block, 1));
            }

            for (int k = 0; k < 4; k++)
            {
                InverseButterfly($"x{k}", $"x{k + 4}", "z");
            }

            // The first is a sum of eight.
            int one = Montgomery(1);
            Line($"x0 = (((x0 & m) * {Quotient(one)} & m) * q + x0 * {one}) >> 16;");
            _bounds["x0"] = Reduced(_bounds["x0"] * one);
            for (int k = 0; k < 8; k++)
            {
                Line($"s[i + {SumOf(k)}] = (long)x{k};");
            }

            Line("i += 12;");
            Line("}");
            long[] bounds = Enumerable.Range(0, 8).Select(k => _bounds[$"x{k}"]).ToArray();
            string first = Take();
            int[] firstMultiples = _multiples.ToArray();
            _multiples.Clear();
            Begin();
            for (int block = 0; block < 4; block++)
            {
                InverseConstants("fghk".Substring(block, 1), Zeta(15 - (2 * block)), Zeta(14 - (2 * block)), Zeta(7 - block));
            }

            InverseConstants("l", Zeta(3), Zeta(2), Zeta(1));
            Line("for (int k = 0; k < 8; k++)");
            Line("{");
            for (int k = 0; k < 16; k++)
            {
                Line($"x{k} = (ulong)s[i + {12 * k}];");
                _bounds[$"x{k}"] = bounds.Max();
            }

            for (int block = 0; block < 4; block++)
            {
                InverseQuad($"x{4 * block}", $"x{(4 * block) + 1}", $"x{(4 * block) + 2}", $"x{(4 * block) + 3}", "fghk".Substring(block, 1));
            }

            for (int k = 0; k < 4; k++)
            {
                InverseQuad($"x{k}", $"x{k + 4}", $"x{k + 8}", $"x{k + 12}", "l");
            }

            for (int k = 0; k < 16; k++)
            {
                Line($"s[i + {12 * k}] = (long)x{k};");
            }

            // The words of a triple: first, second, then over the third.
            Line("i += (k & 1) + 1;");
            Line("}");
            InverseBound = Enumerable.Range(0, 16).Max(k => _bounds[$"x{k}"]);
            string second = Take();

            Method(
                "Finishes the products that were summed up (FIPS 203 algorithm 11), reduces them and runs three layers of the inverse transform (algorithm 10). "
                + "The factors that are left out there are those which <see cref=\"Noise\"/> put in.",
                "InverseBegin(long[] s)",
                $"int i = {Sums};");
            _w.Line($"ulong m = {Low16}, q = {Q}, r = {NegativeInverse}, half = 0xFFFFFFFFUL;");
            _w.Line("ulong t, u, v, e0, e1, e2, e3, z, zq;");
            _w.Line(Locals("x", 8));
            WriteMultiples(firstMultiples);
            _w.Line("ulong " + string.Join(", ", "fg".Select(InverseNames)) + ";");
            Emit(first);
            _w.Close();
            _w.Line(string.Empty);
            Method(
                $"Runs the other four layers of the inverse transform. Coefficients are below {InverseBound + 1} afterwards, two in each of the first two words of a triple.",
                "InverseFinish(long[] s)",
                $"int i = {Sums};");
            _w.Line($"ulong m = {Low16}, q = {Q}, r = {NegativeInverse};");
            _w.Line("ulong t, u, v;");
            _w.Line(Locals("x", 16));
            WriteMultiples(_multiples);
            _w.Line("ulong " + string.Join(", ", "fghkl".Select(InverseNames)) + ";");
            Emit(second);
            _w.Close();
        }

        private void Method(string summary, string signature, string counter, string parameter = null)
        {
            _w.Line("/// <summary>" + summary + "</summary>");
            _w.Line("/// <param name=\"s\">The working memory.</param>");
            if (parameter != null)
            {
                _w.Line("/// " + parameter);
            }

            _w.Open("public static void " + signature);
            _w.Line(counter);
        }

        private static string InverseNames(char z)
        {
            return $"{z}a, {z}b, {z}c, {z}cq, {z}ac, {z}bc";
        }

        /// <summary>
        /// The first two layers on coefficients of -2 to 2, held as 0 to 4: no product needs a reduction. What the offset of 2 adds is in the multiple of q that
        /// keeps halves positive.
        /// </summary>
        private void SmallQuad(string a, string b, string c, string d)
        {
            Line($"t = {a} * c0 + {c} * c1;");
            Line($"u = {a} * c0 - {c} * c1;");
            Line($"v = {b} * c2 + {d} * c12;");
            Line($"{a} = t + v + o0;");
            Line($"t = t - v + o1;");
            Line($"v = {b} * c3 - {d} * c13;");
            Line($"{c} = u + v + o2;");
            Line($"{d} = u - v + o3;");
            Line($"{b} = t;");
            long[] factors = { Centered(512), Centered(512L * Zeta(1)), Centered(512L * Zeta(2)), Centered(512L * Zeta(2) % Q * Zeta(1)) };
            long[] others = { factors[0], factors[1], Centered(512L * Zeta(3)), Centered(512L * Zeta(3) % Q * Zeta(1)) };
            _bounds[a] = SmallBound(factors, 1, 1, 1);
            _bounds[b] = SmallBound(factors, 1, -1, -1);
            _bounds[c] = SmallBound(others, -1, 1, -1);
            _bounds[d] = SmallBound(others, -1, -1, 1);
        }

        private void SmallConstants()
        {
            long[] factors = { Centered(512), Centered(512L * Zeta(1)), Centered(512L * Zeta(2)), Centered(512L * Zeta(2) % Q * Zeta(1)) };
            long[] others = { factors[0], factors[1], Centered(512L * Zeta(3)), Centered(512L * Zeta(3) % Q * Zeta(1)) };
            Constant("c0", factors[0], false);
            Constant("c1", factors[1], false);
            Constant("c2", factors[2], false);
            Constant("c12", factors[3], false);
            Constant("c3", others[2], false);
            Constant("c13", others[3], false);
            Constant("o0", SmallOffset(factors, 1, 1, 1), true);
            Constant("o1", SmallOffset(factors, 1, -1, -1), true);
            Constant("o2", SmallOffset(others, -1, 1, -1), true);
            Constant("o3", SmallOffset(others, -1, -1, 1), true);
        }

        private static long Least(long[] factors, int[] signs)
        {
            return factors.Select((f, i) => Math.Min(0, 4 * f * signs[i])).Sum();
        }

        /// <summary>What makes the sum of products of 0 to 4 one of -2 to 2, and positive.</summary>
        private static long SmallOffset(long[] factors, int c, int b, int d)
        {
            int[] signs = { 1, c, b, d };
            long offset = -2 * factors.Select((f, i) => f * signs[i]).Sum();
            long least = Least(factors, signs);
            while (offset + least < 0)
            {
                offset += Q;
            }

            while (offset + least >= Q)
            {
                offset -= Q;
            }

            return offset;
        }

        private static long SmallBound(long[] factors, int c, int b, int d)
        {
            int[] signs = { 1, c, b, d };
            return SmallOffset(factors, c, b, d) + factors.Select((f, i) => Math.Max(0, 4 * f * signs[i])).Sum();
        }

        private void Constant(string name, long value, bool both)
        {
            // Negative factors act on both halves as one number.
            _w.Line(both ? $"ulong {name} = {Both(value)};" : value < 0 ? $"ulong {name} = 0x{(ulong)value:X}UL;" : $"ulong {name} = {value};");
        }

        /// <summary>One layer: a + z b and a - z b.</summary>
        private void Butterfly(string a, string b, string z)
        {
            Line($"t = (({b} * {z}q & m) * q + {b} * {z}) >> 16;");
            Require(_bounds[b] < 65536, "a factor is below 2^16");
            long product = Reduced(_bounds[b] * (Q - 1));
            Line($"{b} = {a} - t + {Multiple(product)};");
            Line($"{a} = {a} + t;");
            _bounds[b] = _bounds[a] + MultipleOf(product);
            _bounds[a] += product;
        }

        /// <summary>Two layers: (a, c) and (b, d) by the first zeta, then (a, b) by the second and (c, d) by the third.</summary>
        private void Quad(string a, string b, string c, string d, string z)
        {
            Require(_bounds[c] < 65536, "a factor is below 2^16");
            Line($"t = (({c} * {z}1q & m) * q + {c} * {z}1) >> 16;");
            long first = Reduced(_bounds[c] * (Q - 1));
            long sum = (_bounds[b] + _bounds[d]) * (Q - 1);
            long second = Reduced(sum);
            Line($"u = {b} * {z}2 + {d} * {z}12;");
            Line("u = (((u & m) * r & m) * q + u) >> 16;");
            Line($"v = {b} * {z}3 + {d} * {z}13;");
            Line("v = (((v & m) * r & m) * q + v) >> 16;");
            long lift = MultipleOf(first) + MultipleOf(second);
            Line($"{d} = {a} - t + {MultipleBy(lift / Q)};");
            Line($"t = {a} + t;");
            Line($"{a} = t + u;");
            Line($"{b} = t - u + {Multiple(second)};");
            Line($"{c} = {d} + v;");
            Line($"{d} = {d} - v;");
            long before = _bounds[a];
            _bounds[a] = before + first + second;
            _bounds[b] = before + first + MultipleOf(second);
            _bounds[c] = before + lift + second;
            _bounds[d] = before + lift;
        }

        private void QuadConstants(string z, int first, int second, int third)
        {
            Line($"{z}1 = {Montgomery(first)};");
            Line($"{z}1q = {Quotient(Montgomery(first))};");
            Line($"{z}2 = {Montgomery(second)};");
            Line($"{z}12 = {Montgomery((long)first * second)};");
            Line($"{z}3 = {Montgomery(third)};");
            Line($"{z}13 = {Montgomery(-(long)first * third)};");
        }

        /// <summary>One layer back: a + b and z (b - a).</summary>
        private void InverseButterfly(string a, string b, string z)
        {
            long difference = _bounds[b] + MultipleOf(_bounds[a]);
            Line($"t = {b} - {a} + {Multiple(_bounds[a])};");
            Line($"{a} = {a} + {b};");
            Line(difference < 65536 ? $"{b} = ((t * {z}q & m) * q + t * {z}) >> 16;" : $"{b} = (((t & m) * {z}q & m) * q + t * {z}) >> 16;");
            _bounds[a] += _bounds[b];
            _bounds[b] = Reduced(difference * (Q - 1));
        }

        /// <summary>Two layers back: (a, b) by the first zeta and (c, d) by the second, then (a, c) and (b, d) by the third.</summary>
        private void InverseQuad(string a, string b, string c, string d, string z)
        {
            long one = _bounds[b] + MultipleOf(_bounds[a]);
            long two = _bounds[d] + MultipleOf(_bounds[c]);
            Line($"t = {b} - {a} + {Multiple(_bounds[a])};");
            Line($"u = {d} - {c} + {Multiple(_bounds[c])};");
            long left = _bounds[a] + _bounds[b];
            long right = _bounds[c] + _bounds[d];
            Line($"v = {a} + {b};");
            Line($"{c} = {c} + {d};");
            Line($"{a} = v + {c};");
            Line($"{c} = {c} - v + {Multiple(left)};");
            long difference = right + MultipleOf(left);
            Line(difference < 65536 ? $"{c} = (({c} * {z}cq & m) * q + {c} * {z}c) >> 16;" : $"{c} = ((({c} & m) * {z}cq & m) * q + {c} * {z}c) >> 16;");
            Line($"v = t * {z}a + u * {z}b;");
            Line($"{b} = (((v & m) * r & m) * q + v) >> 16;");
            Line($"v = t * {z}ac + u * {z}bc;");
            Line($"{d} = (((v & m) * r & m) * q + v) >> 16;");
            _bounds[a] = left + right;
            _bounds[c] = Reduced(difference * (Q - 1));
            _bounds[b] = Reduced((one + two) * (Q - 1));
            _bounds[d] = _bounds[b];
        }

        private void InverseConstants(string z, int first, int second, int third)
        {
            Line($"{z}a = {Montgomery(first)};");
            Line($"{z}b = {Montgomery(second)};");
            Line($"{z}c = {Montgomery(third)};");
            Line($"{z}cq = {Quotient(Montgomery(third))};");
            Line($"{z}ac = {Montgomery(-(long)first * third)};");
            Line($"{z}bc = {Montgomery((long)second * third)};");
        }

        /// <summary>The bound of a half after a Montgomery reduction.</summary>
        private static long Reduced(long bound)
        {
            Require(bound + (65535L * Q) < HalfLimit, "a reduction stays in its half");
            return (bound + (65535L * Q)) >> 16;
        }

        private static long MultipleOf(long bound)
        {
            return (bound + Q - 1) / Q * Q;
        }

        private string Multiple(long bound)
        {
            return MultipleBy((bound + Q - 1) / Q);
        }

        private string MultipleBy(long times)
        {
            _multiples.Add((int)times);
            return "p" + times;
        }

        private void WriteMultiples(IEnumerable<int> multiples)
        {
            foreach (int times in multiples)
            {
                _w.Line($"ulong p{times} = {Both((long)times * Q)};");
            }
        }

        private static long Centered(long value)
        {
            long reduced = value % Q;
            return reduced > Q / 2 ? reduced - Q : reduced;
        }

        private static string Locals(string name, int count)
        {
            return "ulong " + string.Join(", ", Enumerable.Range(0, count).Select(i => name + i)) + ";";
        }

        private static void Require(bool holds, string what)
        {
            if (!holds)
            {
                throw new InvalidOperationException("does not hold: " + what);
            }
        }

        private void Begin()
        {
            _body = new List<string>();
        }

        private void Line(string line)
        {
            _body.Add(line);
        }

        private string Take()
        {
            return string.Join("\n", _body);
        }

        /// <summary>Writes lines, indented by their braces.</summary>
        private void Emit(string body)
        {
            foreach (string line in body.Split('\n'))
            {
                if (line == "{")
                {
                    _w.OpenBrace();
                }
                else if (line == "}")
                {
                    _w.Close();
                }
                else
                {
                    _w.Line(line);
                }
            }
        }
    }
}
