// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System.Collections.Generic;
using System.Numerics;

namespace MilliHttp.Nano.Crypto.Generator
{
    /// <summary>
    /// The curve of RFC 8032 section 5.1 in big integers, for tables.
    /// </summary>
    public static class EdwardsMath
    {
        public static readonly BigInteger P = BigInteger.Pow(2, 255) - 19;
        public static readonly BigInteger D = Mod(-121665 * Inverse(121666));
        private static readonly List<(BigInteger X, BigInteger Y)> s_powers = new List<(BigInteger X, BigInteger Y)>();
        private static readonly BigInteger s_y = Mod(4 * Inverse(5));
        private static readonly BigInteger s_x = BigInteger.Parse("15112221349535400772501151409588531511454012693041857206046113283949847762202");

        /// <summary>An entry of the signed comb's table: the top tooth counts plus, the others by the bits of the index.</summary>
        public static (BigInteger X, BigInteger Y) CombPoint(int index, int block, int blocks, int columns)
        {
            List<(BigInteger X, BigInteger Y)> powers = Powers(6 * blocks * columns);
            (BigInteger X, BigInteger Y) sum = powers[(5 * blocks + block) * columns];
            for (int tooth = 0; tooth < 5; tooth++)
            {
                (BigInteger X, BigInteger Y) point = powers[(tooth * blocks + block) * columns];
                sum = Add(sum, (index >> tooth & 1) != 0 ? point : (Mod(-point.X), point.Y));
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
            BigInteger product = Mod(D * Mod(a.X * b.X) * Mod(a.Y * b.Y));
            BigInteger x = Mod((a.X * b.Y + b.X * a.Y) * Inverse(1 + product));
            BigInteger y = Mod((a.Y * b.Y + a.X * b.X) * Inverse(1 - product));
            return (x, y);
        }

        private static BigInteger Mod(BigInteger value)
        {
            BigInteger r = value % P;
            return r.Sign < 0 ? r + P : r;
        }

        private static BigInteger Inverse(BigInteger value) => BigInteger.ModPow(Mod(value), P - 2, P);
    }
}
