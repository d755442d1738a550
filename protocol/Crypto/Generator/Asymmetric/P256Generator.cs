// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
using System.Numerics;
using static MilliHttp.Nano.Crypto.Generator.LimbEmitter;

namespace MilliHttp.Nano.Crypto.Generator
{
    /// <summary>
    /// Writes the point operations of P-256, the table of its comb, and products modulo field and order.
    /// </summary>
    public static class P256Generator
    {
        public const int Blocks = 4;
        public const int Columns = 11;

        private const string Name = "Asymmetric/P256Generator";

        public static string MakeField()
        {
            Reset();
            SourceWriter w = Curve25519Generator.Begin("Products modulo the field of P-256 on limbs in an array, for what lies beside the point operations.", "FieldP256", Name);
            w.Line("/// <summary>s[r..] = s[a..] * s[b..] / 2^261; r may be one of them. The result is between -p and 2 p; constant-time.</summary>");
            w.Open("public static void Multiply(long[] s, int r, int a, int b)");
            w.Line("long mask = 0x1FFFFFFF;");
            w.Line(Declare("x", "y", "z", "q"));
            ForEach(w, i => $"x{i} = s[a + {i}];");
            ForEach(w, i => $"y{i} = s[b + {i}];");
            ReduceP256(w, "z", Product("x", "y"));
            ForEach(w, i => $"s[r + {i}] = z{i};");
            return Curve25519Generator.End(w);
        }

        public static string MakeOrder()
        {
            Reset();
            SourceWriter w = Curve25519Generator.Begin("Products modulo the order of P-256 on limbs in an array.", "OrderP256", Name);
            w.Line("/// <summary>s[r..] = s[a..] * s[b..] / 2^261; r may be one of them. The result is between -n and 2 n; constant-time.</summary>");
            w.Open("public static void Multiply(long[] s, int r, int a, int b)");
            BigInteger n = P256Math.N;
            BigInteger negative = (BigInteger.One << 29) - BigInteger.ModPow(n, (BigInteger.One << 28) - 1, BigInteger.One << 29);
            w.Line("long mask = 0x1FFFFFFF, negative = " + negative + ";");
            List<string> limbs = new List<string>();
            for (int i = 0; i < 9; i++)
            {
                limbs.Add("m" + i + " = 0x" + Limb(n, i).ToString("X"));
            }

            w.Line("long " + string.Join(", ", limbs) + ";");
            w.Line(Declare("x", "y", "z", "q"));
            ForEach(w, i => $"x{i} = s[a + {i}];");
            ForEach(w, i => $"y{i} = s[b + {i}];");
            ReduceGeneric(w, "z", Product("x", "y"), n);
            ForEach(w, i => $"s[r + {i}] = z{i};");
            return Curve25519Generator.End(w);
        }

        public static string MakePoint()
        {
            Reset();
            SourceWriter w = Curve25519Generator.Begin("Doubling and mixed addition on P-256 in Jacobian coordinates, numbers in Montgomery form.", "P256Point", Name);
            w.Line("/// <summary>");
            w.Line("/// Doubles the point some times, then adds affine points to it.");
            w.Line("/// </summary>");
            w.Line("/// <remarks>");
            w.Line("/// Constant-time: straight-line but for the public arguments; signs are applied by mask. Limbs 0 to 7 lie in [0, 2^29), limb 8 holds the sign and");
            w.Line("/// stays below 2^27: a number is at most 6 p off. Columns of two products under one reduction stay below 2^62.8.");
            w.Line("/// Adding a point to itself or to its opposite gives Z = 0, which stays: the caller sees it at the end.");
            w.Line("/// </remarks>");
            w.Line("/// <param name=\"s\">Limbs of X, Y, Z.</param>");
            w.Line("/// <param name=\"o\">Where X begins.</param>");
            w.Line("/// <param name=\"twice\">How many times to double.</param>");
            w.Line("/// <param name=\"at\">Where the points begin: nine words each, x and y packed in four words, then -1 to subtract or 0 to add.</param>");
            w.Line("/// <param name=\"count\">How many points to add.</param>");
            w.Line("/// <param name=\"first\">Whether the first of the points is taken as it is, as there is nothing to add to.</param>");
            w.Open("public static void Run(long[] s, int o, int twice, int at, int count, bool first)");
            w.Line("long mask = 0x1FFFFFFF, sign;");
            w.Line(Declare("x", "y", "z", "a", "b", "c", "d", "e", "q"));
            Curve25519Generator.Load(w, ("x", 0), ("y", 9), ("z", 18));
            w.Open("for (; twice > 0; twice--)");
            w.Line("// a = Z^2");
            ReduceP256(w, "a", Square("z"));
            w.Line("// Z = 2 Y Z");
            ForEach(w, i => $"c{i} = y{i} << 1;");
            ReduceP256(w, "z", Product("c", "z"));
            w.Line("// c = 2 Y^2, d = X c = 2 X Y^2");
            w.Line("// 4 Y in e");
            ForEach(w, i => $"e{i} = y{i} << 2;");
            ReduceP256(w, "d", Weighted("e", "y", "c"));
            ReduceP256(w, "b", Product("x", "d"));
            w.Line("// a = 3 (X - Z^2) (X + Z^2); its columns are those of 3 X^2 - 3 Z^4, so they do not overflow");
            ForEach(w, i => $"c{i} = (x{i} - a{i}) * 3;");
            ForEach(w, i => $"e{i} = x{i} + a{i};");
            ReduceP256(w, "a", Product("c", "e"));
            w.Line("// X = a^2 - 4 X Y^2 * 2");
            ReduceP256(w, "x", Square("a"), i => $" - (b{i} << 2)");
            w.Line("// Y = a (4 X Y^2 - X) - 8 Y^4");
            ForEach(w, i => $"b{i} = (b{i} << 1) - x{i};");
            ForEach(w, i => $"e{i} = d{i} << 2;");
            Column squares = Weighted("e", "d", null);
            ReduceP256(w, "y", k => Product("a", "b")(k) + " - (" + squares(k) + ")");
            w.Close();
            w.Line("");
            w.Open("for (; count > 0; at += 9)");
            w.Line("count--;");
            w.Line("sign = s[at + 8];");
            w.Open("// a = x, b = y of the point");
            w.Line("long u0 = s[at], u1 = s[at + 1], u2 = s[at + 2], u3 = s[at + 3], w0 = s[at + 4], w1 = s[at + 5], w2 = s[at + 6], w3 = s[at + 7];");
            Unpack(w, "a", "u");
            Unpack(w, "b", "w");
            w.Close();
            w.Line("");
            ForEach(w, i => $"b{i} = (b{i} ^ sign) - sign;");
            w.Open("if (first)");
            w.Line("first = false;");
            ForEach(w, i => $"x{i} = a{i};");
            ForEach(w, i => $"y{i} = b{i};");
            BigInteger one = (BigInteger.One << 261) % P256Math.P;
            ForEach(w, i => $"z{i} = 0x{Limb(one, i):X};");
            w.Line("continue;");
            w.Close();
            w.Line("");
            w.Line("// c = Z^2, d = H = x Z^2 - X");
            ReduceP256(w, "c", Square("z"));
            ReduceP256(w, "d", Product("a", "c"), i => $" - x{i}");
            w.Line("// e = Z^3, a = r = y Z^3 - Y, Z = Z H");
            ReduceP256(w, "e", Product("c", "z"));
            ReduceP256(w, "a", Product("b", "e"), i => $" - y{i}");
            ReduceP256(w, "z", Product("z", "d"));
            w.Line("// c = H^2, b = H^3, e = V = X H^2");
            ReduceP256(w, "c", Square("d"));
            ReduceP256(w, "b", Product("c", "d"));
            ReduceP256(w, "e", Product("x", "c"));
            w.Line("// X = r^2 - H^3 - 2 V");
            ReduceP256(w, "x", Square("a"), i => $" - b{i} - (e{i} << 1)");
            w.Line("// Y = r (V - X) - Y H^3");
            ForEach(w, i => $"e{i} = e{i} - x{i};");
            ReduceP256(w, "y", k => Product("a", "e")(k) + " - (" + Product("y", "b")(k) + ")");
            w.Close();
            w.Line("");
            Curve25519Generator.Store(w, ("x", 0), ("y", 9), ("z", 18));
            return Curve25519Generator.End(w);
        }

        public static string MakeTable()
        {
            SourceWriter w = Curve25519Generator.Begin("Multiples of the base point for the signed comb: 6 teeth, " + Blocks + " blocks, " + Columns + " columns.", "P256Table", Name);
            w.Line("/// <summary>");
            w.Line("/// Selects one of 32 points by five bits, each given as 0 or -1. Every constant of the block is gone through each time, with");
            w.Line("/// no branch and no index that depends on the bits, so neither a data nor an instruction cache tells which one it was.");
            w.Line("/// </summary>");
            w.Line("/// <returns>Eight words in s from o on: x and y in Montgomery form.</returns>");
            w.Open("public static void Select(long i, long j, long k, long l, long m, int block, long[] s, int o)");
            w.Open("switch (block)");
            string[] bits = { "i", "j", "k", "l", "m" };
            BigInteger r = BigInteger.One << 261;
            for (int block = 0; block < Blocks; block++)
            {
                BigInteger[][] values = { new BigInteger[32], new BigInteger[32] };
                for (int index = 0; index < 32; index++)
                {
                    (BigInteger x, BigInteger y) = P256Math.CombPoint(index, block, Blocks, Columns);
                    values[0][index] = x * r % P256Math.P;
                    values[1][index] = y * r % P256Math.P;
                }

                w.Line("case " + block + ":");
                for (int word = 0; word < 8; word++)
                {
                    w.Line("    s[o + " + word + "] = " + Select(values[word / 4], word % 4, bits) + ";");
                }

                w.Line("    break;");
            }

            w.Close();
            return Curve25519Generator.End(w);
        }

        public static string MakeConstants()
        {
            SourceWriter w = Curve25519Generator.Begin("Numbers that P-256 needs, by limb.", "P256Constants", Name);
            BigInteger p = P256Math.P;
            BigInteger n = P256Math.N;
            BigInteger r = BigInteger.One << 261;
            BigInteger b = BigInteger.Parse("05AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B", System.Globalization.NumberStyles.HexNumber);
            (string Name, string Text, BigInteger Value)[] constants =
            {
                ("FieldOne", "2^261 mod p: one in Montgomery form.", r % p),
                ("FieldSquare", "2^522 mod p.", r * r % p),
                ("FieldCube", "2^783 mod p.", r * r % p * r % p),
                ("OrderSquare", "2^522 mod n.", r * r % n),
                ("OrderCube", "2^783 mod n.", r * r % n * r % n),
                ("CurveB", "The curve's b in Montgomery form.", b * r % p),
                ("PlainOne", "One.", BigInteger.One),
                ("Order", "n.", n),
            };
            for (int i = 0; i < constants.Length; i++)
            {
                w.Line("/// <summary>" + constants[i].Text + "</summary>");
                w.Line("public const int " + constants[i].Name + " = " + i + ";");
                w.Line("");
            }

            w.Line("/// <summary>Writes the nine limbs of a constant.</summary>");
            w.Open("public static void Load(long[] s, int o, int which)");
            w.Line("long a = 0, b = 0, c = 0, d = 0;");
            w.Open("switch (which)");
            for (int i = 0; i < constants.Length; i++)
            {
                w.Line("case " + i + ":");
                for (int word = 0; word < 4; word++)
                {
                    w.Line("    " + "abcd"[word] + " = " + Word(constants[i].Value, word) + ";");
                }

                w.Line("    break;");
            }

            w.Close();
            w.Line("");
            w.Line("Limbs.FromWords(a, b, c, d, s, o);");
            return Curve25519Generator.End(w);
        }

        /// <summary>2 a^2 by columns, from four = 4 a and two = 2 a (or the diagonal shifted, where two is not at hand).</summary>
        private static Column Weighted(string four, string one, string two)
        {
            return k =>
            {
                List<string> terms = new List<string>();
                for (int i = 0; i < k - i; i++)
                {
                    if (k - i < Limbs)
                    {
                        terms.Add(four + i + " * " + one + (k - i));
                    }
                }

                if ((k & 1) == 0)
                {
                    terms.Add(two != null ? two + (k / 2) + " * " + one + (k / 2) : "(" + one + (k / 2) + " * " + one + (k / 2) + " << 1)");
                }

                return string.Join(" + ", terms);
            };
        }
    }
}
