// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System.Numerics;
using static MilliHttp.Nano.Crypto.Generator.LimbEmitter;

namespace MilliHttp.Nano.Crypto.Generator
{
    /// <summary>
    /// Writes the three moduli and the reduction to canonical form.
    /// </summary>
    public static class ModuliGenerator
    {
        public static string Make()
        {
            SourceWriter w = Curve25519Generator.Begin("The three moduli, and numbers brought between 0 and the modulus.", "Moduli", "Asymmetric/ModuliGenerator");
            BigInteger[] moduli = { EdwardsMath.P, P256Math.P, P256Math.N };
            w.Line("/// <summary>Writes the nine limbs of a modulus.</summary>");
            w.Open("public static void Load(long[] s, int o, int modulus)");
            Constants(w, moduli);
            ForEach(w, i => $"s[o + {i}] = m{i};");
            w.Close();
            w.Line("");
            w.Line("/// <summary>");
            w.Line("/// Brings a number between -m and 2 m to between 0 and m - 1. Limbs may be off their range by 2^60. Constant-time.");
            w.Line("/// </summary>");
            w.Open("public static void Canonical(long[] s, int o, int modulus)");
            Constants(w, moduli);
            w.Line(Declare("x"));
            w.Line("long mask = 0x1FFFFFFF, t;");
            ForEach(w, i => $"x{i} = s[o + {i}];");
            w.Line("// Below 0: add m. Otherwise subtract it, and add it again if that was too much.");
            Pass(w, i => string.Empty);
            w.Line("t = x8 >> 63 | 1;");
            Pass(w, i => $" - t * m{i}");
            w.Line("t = x8 >> 63;");
            Pass(w, i => $" + (t & m{i})");
            ForEach(w, i => $"s[o + {i}] = x{i};");
            return Curve25519Generator.End(w);
        }

        private static void Pass(SourceWriter w, System.Func<int, string> term)
        {
            w.Open("// carry");
            w.Line("long c0, c1, c2, c3, c4, c5, c6, c7;");
            for (int i = 0; i < 9; i++)
            {
                string sum = (i == 0 ? "x0" : $"(c{i - 1} >> 29) + x{i}") + term(i);
                w.Line(i == 8 ? $"x8 = {sum};" : $"x{i} = (c{i} = {sum}) & mask;");
            }

            w.Close();
        }

        private static void Constants(SourceWriter w, BigInteger[] moduli)
        {
            w.Line(Declare("m"));
            w.Open("if (modulus == 0)");
            ForEach(w, i => $"m{i} = 0x{Limb(moduli[0], i):X};");
            w.Close();
            w.Open("else if (modulus == 1)");
            ForEach(w, i => $"m{i} = 0x{Limb(moduli[1], i):X};");
            w.Close();
            w.Open("else");
            ForEach(w, i => $"m{i} = 0x{Limb(moduli[2], i):X};");
            w.Close();
        }
    }
}
