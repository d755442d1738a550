// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System.Collections.Generic;
using System.Globalization;
using System.Numerics;

namespace MilliHttp.Nano.Crypto.Generator
{
    /// <summary>
    /// P-256 (SP 800-186 section 3.2.1.3) in big integers, for tables.
    /// </summary>
    public static class P256Math
    {
        public static readonly BigInteger P = BigInteger.Pow(2, 256) - BigInteger.Pow(2, 224) + BigInteger.Pow(2, 192) + BigInteger.Pow(2, 96) - 1;
        public static readonly BigInteger N = Hex("FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551");
        private static readonly BigInteger s_x = Hex("6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296");
        private static readonly BigInteger s_y = Hex("4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5");
        private static readonly List<(BigInteger X, BigInteger Y)> s_powers = new List<(BigInteger X, BigInteger Y)>();

        /// <summary>An entry of the signed comb's table: the top tooth counts plus, the others by the bits of the index.</summary>
        public static (BigInteger X, BigInteger Y) CombPoint(int index, int block, int blocks, int columns)
        {
            List<(BigInteger X, BigInteger Y)> powers = Powers(6 * blocks * columns);
            (BigInteger X, BigInteger Y) sum = powers[(5 * blocks + block) * columns];
            for (int tooth = 0; tooth < 5; tooth++)
            {
                (BigInteger X, BigInteger Y) point = powers[(tooth * blocks + block) * columns];
                sum = Add(sum, (index >> tooth & 1) != 0 ? point : (point.X, Mod(-point.Y)));
            }

            return sum;
        }

        private static List<(BigInteger X, BigInteger Y)> Powers(int count)
        {
            if (s_powers.Count == 0)
            {
                s_powers.Add((s_x, s_y));
            }

            while (s_powers.Count < count)
            {
                s_powers.Add(Add(s_powers[s_powers.Count - 1], s_powers[s_powers.Count - 1]));
            }

            return s_powers;
        }

        private static (BigInteger X, BigInteger Y) Add((BigInteger X, BigInteger Y) a, (BigInteger X, BigInteger Y) b)
        {
            BigInteger slope = a.X == b.X ? Mod(3 * (a.X * a.X - 1) * Inverse(2 * a.Y)) : Mod((b.Y - a.Y) * Inverse(b.X - a.X));
            BigInteger x = Mod(slope * slope - a.X - b.X);
            return (x, Mod(slope * (a.X - x) - a.Y));
        }

        private static BigInteger Hex(string text) => BigInteger.Parse("0" + text, NumberStyles.HexNumber, CultureInfo.InvariantCulture);

        private static BigInteger Mod(BigInteger value)
        {
            BigInteger r = value % P;
            return r.Sign < 0 ? r + P : r;
        }

        private static BigInteger Inverse(BigInteger value) => BigInteger.ModPow(Mod(value), P - 2, P);
    }
}
