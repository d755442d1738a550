// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System.Numerics;
using static MilliHttp.Nano.Crypto.Generator.LimbEmitter;

namespace MilliHttp.Nano.Crypto.Generator
{
    /// <summary>
    /// Writes the X25519 ladder, the field product and the comb on the Edwards curve.
    /// </summary>
    public static class Curve25519Generator
    {
        public const int Teeth = 6;
        public const int Blocks = 4;
        public const int Columns = 11;

        private const string Name = "Asymmetric/Curve25519Generator";
        private static readonly BigInteger s_p = BigInteger.Pow(2, 255) - 19;

        public static string MakeLadder()
        {
            Reset();
            SourceWriter w = Begin("The Montgomery ladder of X25519 (RFC 7748 section 5), some steps of it in one call.", "X25519Ladder");
            w.Line("/// <summary>");
            w.Line("/// Runs steps of the ladder.");
            w.Line("/// </summary>");
            w.Line("/// <remarks>");
            w.Line("/// Constant-time: the only thing that depends on the scalar is a mask. A, B, C and D are computed unswapped, as swapping the two");
            w.Line("/// points changes DA - CB in its sign only, and that is squared; the mask picks what is doubled.");
            w.Line("/// Limbs lie in [0, 2^29), but for limb 1, which may be off by 2^16 on both sides; limb 8 is below 2^23. Columns of sums reach 2^63.01 in");
            w.Line("/// column 7 only, which is biased there.");
            w.Line("/// </remarks>");
            w.Line("/// <param name=\"s\">Limbs of x1, x2, z2, x3, z3, nine each.</param>");
            w.Line("/// <param name=\"o\">Where x1 begins.</param>");
            w.Line("/// <param name=\"swaps\">Where four words begin, of which bit t says whether bits t and t + 1 of the scalar differ.</param>");
            w.Line("/// <param name=\"begin\">The bit to begin with, 254 at first.</param>");
            w.Line("/// <param name=\"count\">Bits to go through.</param>");
            w.Open("public static void Run(long[] s, int o, int swaps, int begin, int count)");
            w.Line("long mask = 0x1FFFFFFF, top = 0x7FFFFF, fold = 1216, small = 19, a24 = 121665, high, choose;");
            w.Line(Declare("x", "a", "b", "c", "d", "p", "q", "r", "v"));
            Load(w, ("x", 0), ("a", 9), ("b", 18), ("c", 27), ("d", 36));
            w.Line("long bits = s[swaps + (begin >> 6)] << (63 - (begin & 63));");
            w.Open("do");
            w.Line("choose = bits >> 63;");
            w.Line("bits <<= 1;");
            w.Open("if ((begin & 63) == 0)");
            w.Line("// The next word; there is always one before the first.");
            w.Line("bits = s[swaps + (begin >> 6) - 1];");
            w.Close();
            w.Line("");
            ForEach(w, i => $"p{i} = a{i} + b{i};");
            ForEach(w, i => $"q{i} = a{i} - b{i};");
            ForEach(w, i => $"r{i} = c{i} + d{i};");
            ForEach(w, i => $"v{i} = c{i} - d{i};");
            ForEach(w, i => $"a{i} = (p{i} ^ r{i}) & choose ^ p{i};");
            ForEach(w, i => $"b{i} = (q{i} ^ v{i}) & choose ^ q{i};");
            Reduce25519(w, "c", Product("v", "p"));
            Reduce25519(w, "d", Product("r", "q"));
            Reduce25519(w, "p", Square("a"), true);
            Reduce25519(w, "q", Square("b"));
            ForEach(w, i => $"r{i} = c{i} + d{i};");
            ForEach(w, i => $"v{i} = c{i} - d{i};");
            Reduce25519(w, "c", Square("r"), true);
            Reduce25519(w, "r", Square("v"));
            Reduce25519(w, "d", Product("x", "r"));
            Reduce25519(w, "a", Product("p", "q"));
            ForEach(w, i => $"q{i} = p{i} - q{i};");
            w.Open("// p + 121665 q");
            w.Line("long e0, e1, e2, e3, e4, e5, e6, e7, e8;");
            for (int i = 0; i < 9; i++)
            {
                w.Line($"p{i} = (e{i} = " + (i == 0 ? string.Empty : $"(e{i - 1} >> 29) + ") + $"q{i} * a24 + p{i}) & " + (i == 8 ? "top;" : "mask;"));
            }

            w.Line("p0 = (e8 >> 23) * small + p0;");
            w.Close();
            Reduce25519(w, "b", Product("q", "p"));
            w.Line("begin--;");
            w.Line("count--;");
            w.Close();
            w.Line("while (count > 0);");
            Store(w, ("a", 9), ("b", 18), ("c", 27), ("d", 36));
            return End(w);
        }

        public static string MakeField()
        {
            Reset();
            SourceWriter w = Begin("Products modulo 2^255 - 19 on limbs in an array, for what lies beside ladder and comb.", "Field25519");
            w.Line("/// <summary>s[r..] = s[a..] * s[b..]; r may be one of them. Limbs below 2^30 in magnitude; constant-time.</summary>");
            w.Open("public static void Multiply(long[] s, int r, int a, int b)");
            w.Line("long mask = 0x1FFFFFFF, top = 0x7FFFFF, fold = 1216, small = 19, high;");
            w.Line(Declare("x", "y", "z"));
            ForEach(w, i => $"x{i} = s[a + {i}];");
            ForEach(w, i => $"y{i} = s[b + {i}];");
            Reduce25519(w, "z", Product("x", "y"));
            ForEach(w, i => $"s[r + {i}] = z{i};");
            return End(w);
        }

        public static string MakeComb()
        {
            Reset();
            SourceWriter w = Begin("Doubling and addition on the Edwards curve -x^2 + y^2 = 1 + d x^2 y^2 in extended coordinates (RFC 8032 section 5.1.4).", "EdwardsComb");
            w.Line("/// <summary>");
            w.Line("/// Doubles the point if told so, then adds points of the table to it.");
            w.Line("/// </summary>");
            w.Line("/// <remarks>");
            w.Line("/// Constant-time: straight-line but for the public arguments; signs are applied by mask. The addition is complete (d is not a square).");
            w.Line("/// </remarks>");
            w.Line("/// <param name=\"s\">Limbs of X, Y, Z, T.</param>");
            w.Line("/// <param name=\"o\">Where X begins.</param>");
            w.Line("/// <param name=\"twice\">Whether to double first.</param>");
            w.Line("/// <param name=\"at\">Where the points begin: 13 words each, (y + x) / 2, (y - x) / 2 and d x y packed in four words, then -1 to subtract or 0 to add.</param>");
            w.Line("/// <param name=\"count\">How many points to add.</param>");
            w.Line("/// <param name=\"first\">Whether the first of the points is taken as it is, as there is nothing to add to.</param>");
            w.Line("/// <param name=\"last\">Whether a doubling follows, or nothing: then T is not needed.</param>");
            w.Open("public static void Run(long[] s, int o, bool twice, int at, int count, bool first, bool last)");
            w.Line("long mask = 0x1FFFFFFF, top = 0x7FFFFF, fold = 1216, small = 19, high, sign;");
            w.Line(Declare("x", "y", "z", "t", "a", "b", "c", "e", "m"));
            Load(w, ("x", 0), ("y", 9), ("z", 18), ("t", 27));
            w.Open("if (twice)");
            Reduce25519(w, "a", Square("x"));
            Reduce25519(w, "b", Square("y"));
            Reduce25519(w, "c", Square("z"));
            ForEach(w, i => $"x{i} = x{i} << 1;");
            Reduce25519(w, "e", Product("x", "y"));
            ForEach(w, i => $"t{i} = b{i} - a{i};");
            ForEach(w, i => $"b{i} = a{i} + b{i};");
            ForEach(w, i => $"c{i} = (c{i} << 1) - t{i};");
            Reduce25519(w, "x", Product("e", "c"));
            Reduce25519(w, "y", Product("t", "b"));
            Reduce25519(w, "z", Product("c", "t"));
            Reduce25519(w, "t", Product("e", "b"));
            w.Close();
            w.Line("");
            w.Open("for (int i = at; count > 0; i += 13)");
            w.Line("count--;");
            w.Line("sign = s[i + 12];");
            w.Open("// swap (y + x) and (y - x) for a negative point");
            w.Line("long u0 = s[i], u1 = s[i + 1], u2 = s[i + 2], u3 = s[i + 3], w0 = s[i + 4], w1 = s[i + 5], w2 = s[i + 6], w3 = s[i + 7];");
            for (int k = 0; k < 4; k++)
            {
                w.Line($"high = (u{k} ^ w{k}) & sign;");
                w.Line($"u{k} = u{k} ^ high;");
                w.Line($"w{k} = w{k} ^ high;");
            }

            Unpack(w, "m", "w");
            w.Open("if (first)");
            w.Line("first = false;");
            Unpack(w, "e", "u");
            ForEach(w, k => $"b{k} = e{k} - m{k};");
            ForEach(w, k => $"m{k} = e{k} + m{k};");
            ForEach(w, k => $"x{k} = b{k};");
            ForEach(w, k => $"y{k} = m{k};");
            ForEach(w, k => $"z{k} = {(k == 0 ? 1 : 0)};");
            w.Line("goto product;");
            w.Close();
            w.Line("");
            ForEach(w, k => $"a{k} = y{k} - x{k};");
            ForEach(w, k => $"b{k} = y{k} + x{k};");
            Reduce25519(w, "x", Product("a", "m"));
            Unpack(w, "m", "u");
            Reduce25519(w, "y", Product("b", "m"));
            w.Line("// -v = (2^255 - 1 - v) - 18 mod p");
            w.Line("u0 = s[i + 8] ^ sign;");
            w.Line("u1 = s[i + 9] ^ sign;");
            w.Line("u2 = s[i + 10] ^ sign;");
            w.Line("u3 = s[i + 11] ^ sign & 0x7FFFFFFFFFFFFFFFL;");
            Unpack(w, "m", "u");
            w.Line("m0 = m0 - (sign & 18);");
            w.Close();
            w.Line("");
            Reduce25519(w, "a", Product("t", "m"));
            ForEach(w, k => $"b{k} = y{k} - x{k};");
            ForEach(w, k => $"m{k} = y{k} + x{k};");
            ForEach(w, k => $"c{k} = z{k} - a{k};");
            ForEach(w, k => $"e{k} = z{k} + a{k};");
            Reduce25519(w, "x", Product("b", "c"));
            Reduce25519(w, "y", Product("e", "m"), true);
            Reduce25519(w, "z", Product("c", "e"));
            w.Line("product:");
            w.Open("if (count != 0 || !last)");
            Reduce25519(w, "t", Product("b", "m"));
            w.Close();
            w.Close();
            w.Line("");
            Store(w, ("x", 0), ("y", 9), ("z", 18), ("t", 27));
            return End(w);
        }

        public static string MakeTable()
        {
            SourceWriter w = Begin("Multiples of the base point for the signed comb: 6 teeth, " + Blocks + " blocks, " + Columns + " columns.", "EdwardsTable");
            w.Line("/// <summary>Teeth of the comb.</summary>");
            w.Line("public const int Teeth = " + Teeth + ";");
            w.Line("");
            w.Line("/// <summary>Blocks: points to be added per column.</summary>");
            w.Line("public const int Blocks = " + Blocks + ";");
            w.Line("");
            w.Line("/// <summary>Columns: doublings, plus one.</summary>");
            w.Line("public const int Columns = " + Columns + ";");
            w.Line("");
            w.Line("/// <summary>");
            w.Line("/// Selects one of 32 points by five bits, each given as 0 or -1. Every constant of the block is gone through each time, with");
            w.Line("/// no branch and no index that depends on the bits, so neither a data nor an instruction cache tells which one it was.");
            w.Line("/// </summary>");
            w.Line("/// <returns>Twelve words in s from o on: (y + x) / 2, (y - x) / 2, d x y.</returns>");
            w.Open("public static void Select(long i, long j, long k, long l, long m, int block, long[] s, int o)");
            BigInteger half = (s_p + 1) / 2;
            BigInteger d = EdwardsMath.D;
            w.Open("switch (block)");
            string[] bits = { "i", "j", "k", "l", "m" };
            for (int block = 0; block < Blocks; block++)
            {
                BigInteger[][] values = { new BigInteger[32], new BigInteger[32], new BigInteger[32] };
                for (int index = 0; index < 32; index++)
                {
                    (BigInteger x, BigInteger y) = EdwardsMath.CombPoint(index, block, Blocks, Columns);
                    values[0][index] = (y + x) * half % s_p;
                    values[1][index] = (y - x + s_p) * half % s_p;
                    values[2][index] = d * x % s_p * y % s_p;
                }

                w.Line("case " + block + ":");
                for (int word = 0; word < 12; word++)
                {
                    w.Line("    s[o + " + word + "] = " + Select(values[word / 4], word % 4, bits) + ";");
                }

                w.Line("    break;");
            }

            w.Close();
            return End(w);
        }

        public static SourceWriter Begin(string summary, string type, string generator = Name)
        {
            SourceWriter w = new SourceWriter(generator);
            w.Open("namespace MilliHttp.Nano.Crypto");
            w.Line("/// <summary>");
            w.Line("/// " + summary);
            w.Line("/// </summary>");
            w.Open("internal static class " + type);
            return w;
        }

        public static string End(SourceWriter w)
        {
            w.Close();
            w.Close();
            w.Close();
            return w.ToString();
        }

        public static void Load(SourceWriter w, params (string Name, int At)[] parts)
        {
            foreach ((string name, int at) in parts)
            {
                ForEach(w, i => $"{name}{i} = s[o + {at + i}];");
            }
        }

        public static void Store(SourceWriter w, params (string Name, int At)[] parts)
        {
            foreach ((string name, int at) in parts)
            {
                ForEach(w, i => $"s[o + {at + i}] = {name}{i};");
            }
        }
    }
}
