// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using System.Numerics;
using MilliHttp.Nano.Crypto;
using Xunit;

namespace MilliHttp.Nano.Tests.Host.Crypto
{
    /// <summary>
    /// The generated arithmetic against big integers, with limbs built to reach the extreme columns.
    /// </summary>
    public class AsymmetricCarryBoundaryTests
    {
        private const long Top25519 = 0x7FFFFF;
        private const long TopP256 = 0x7FFFFFF;

        private static readonly BigInteger s_p = LimbNumbers.Field25519Modulus;
        private static readonly BigInteger s_q = LimbNumbers.FieldP256Modulus;

        [Fact]
        public void Field25519Products()
        {
            Campaign.Run(1500, random =>
            {
                // Sums and differences of two numbers in range, as ladder and comb multiply them.
                long[] s = new long[27];
                Loose(random, s, 0);
                Loose(random, s, 9);
                BigInteger a = LimbNumbers.Get(s, 0);
                BigInteger b = LimbNumbers.Get(s, 9);
                Field25519.Multiply(s, 18, 0, 9);
                Check25519(a * b, s, 18);
            });
        }

        [Fact]
        public void LadderStep()
        {
            Campaign.Run(1500, random =>
            {
                long[] s = new long[50];
                for (int i = 0; i < 5; i++)
                {
                    Edge25519(random, s, 9 * i);
                }

                byte[] scalar = Campaign.Bytes(random, 32);
                scalar[31] &= 127;
                int bit = random.Next(255);
                bool swap = ((scalar[bit >> 3] >> (bit & 7) ^ scalar[bit + 1 >> 3] >> (bit + 1 & 7)) & 1) != 0;
                BigInteger x1 = LimbNumbers.Get(s, 0);
                BigInteger x2 = LimbNumbers.Get(s, swap ? 27 : 9);
                BigInteger z2 = LimbNumbers.Get(s, swap ? 36 : 18);
                BigInteger x3 = LimbNumbers.Get(s, swap ? 9 : 27);
                BigInteger z3 = LimbNumbers.Get(s, swap ? 18 : 36);
                for (int i = 0; i < 4; i++)
                {
                    ulong word = BitConverter.ToUInt64(scalar, 8 * i);
                    s[46 + i] = (long)(word ^ word >> 1 ^ (i < 3 ? (ulong)scalar[8 * i + 8] << 63 : 0));
                }

                X25519Ladder.Run(s, 0, 46, bit, 1);

                // RFC 7748 section 5
                BigInteger aa = BigInteger.Pow(x2 + z2, 2);
                BigInteger bb = BigInteger.Pow(x2 - z2, 2);
                BigInteger e = aa - bb;
                BigInteger da = (x3 - z3) * (x2 + z2);
                BigInteger cb = (x3 + z3) * (x2 - z2);
                Check25519(aa * bb, s, 9);
                Check25519(e * (aa + 121665 * e), s, 18);
                Check25519(BigInteger.Pow(da + cb, 2), s, 27);
                Check25519(x1 * BigInteger.Pow(da - cb, 2), s, 36);
            });
        }

        [Fact]
        public void EdwardsDoubling()
        {
            Campaign.Run(1000, random =>
            {
                long[] s = new long[36];
                Edges25519(random, s);
                BigInteger x = LimbNumbers.Get(s, 0);
                BigInteger y = LimbNumbers.Get(s, 9);
                BigInteger z = LimbNumbers.Get(s, 18);
                EdwardsComb.Run(s, 0, true, 0, 0, false, false);
                BigInteger e = 2 * x * y;
                BigInteger g = (y * y) - (x * x);
                BigInteger f = g - (2 * z * z);
                BigInteger h = -((x * x) + (y * y));
                Projective(s, e * f, g * h, f * g, e * h);
            });
        }

        [Fact]
        public void EdwardsAddition()
        {
            Campaign.Run(1000, random =>
            {
                long[] s = new long[60];
                Edges25519(random, s);
                bool minus = random.Next(2) != 0;
                BigInteger[] entry = new BigInteger[3];
                for (int i = 0; i < 3; i++)
                {
                    entry[i] = random.Next(3) == 0 ? s_p - 1 - random.Next(3) : new BigInteger(Campaign.Bytes(random, 32), true) % s_p;
                    for (int j = 0; j < 4; j++)
                    {
                        s[36 + (4 * i) + j] = unchecked((long)(ulong)((entry[i] >> (64 * j)) & ulong.MaxValue));
                    }
                }

                s[48] = minus ? -1 : 0;
                BigInteger x = LimbNumbers.Get(s, 0);
                BigInteger y = LimbNumbers.Get(s, 9);
                BigInteger z = LimbNumbers.Get(s, 18);
                BigInteger t = LimbNumbers.Get(s, 27);
                EdwardsComb.Run(s, 0, false, 36, 1, false, false);
                BigInteger a = (y - x) * entry[minus ? 0 : 1];
                BigInteger b = (y + x) * entry[minus ? 1 : 0];
                BigInteger c = t * entry[2] * (minus ? -1 : 1);
                Projective(s, (b - a) * (z - c), (z + c) * (b + a), (z - c) * (z + c), (b - a) * (b + a));
            });
        }

        [Fact]
        public void FieldP256AndOrderProducts()
        {
            Campaign.Run(1500, random =>
            {
                long[] s = new long[27];
                LimbNumbers.Edge(random, s, 0, -TopP256, TopP256);
                LimbNumbers.Edge(random, s, 9, -TopP256, TopP256);
                BigInteger a = LimbNumbers.Get(s, 0);
                BigInteger b = LimbNumbers.Get(s, 9);
                FieldP256.Multiply(s, 18, 0, 9);
                CheckP256(a * b, s, 18);
                OrderP256.Multiply(s, 18, 0, 9);
                BigInteger n = LimbNumbers.Order;
                Assert.Equal(LimbNumbers.Mod(a * b * LimbNumbers.OrderUnradix, n), LimbNumbers.Mod(LimbNumbers.Get(s, 18), n));
            });
        }

        [Fact]
        public void P256Doubling()
        {
            Campaign.Run(1000, random =>
            {
                long[] s = new long[27];
                EdgesP256(random, s);
                BigInteger x = Plain(s, 0);
                BigInteger y = Plain(s, 9);
                BigInteger z = Plain(s, 18);
                P256Point.Run(s, 0, 1, 0, 0, false);
                BigInteger alpha = 3 * (x - (z * z)) * (x + (z * z));
                BigInteger x3 = (alpha * alpha) - (8 * x * y * y);
                Jacobian(s, x3, (alpha * ((4 * x * y * y) - x3)) - (8 * BigInteger.Pow(y, 4)), 2 * y * z);
            });
        }

        [Fact]
        public void P256Addition()
        {
            Campaign.Run(1000, random =>
            {
                long[] s = new long[36];
                EdgesP256(random, s);
                bool minus = random.Next(2) != 0;
                BigInteger[] point = new BigInteger[2];
                for (int i = 0; i < 2; i++)
                {
                    BigInteger packed = random.Next(3) == 0 ? s_q - 1 - random.Next(3) : new BigInteger(Campaign.Bytes(random, 32), true) % s_q;
                    for (int j = 0; j < 4; j++)
                    {
                        s[27 + (4 * i) + j] = unchecked((long)(ulong)((packed >> (64 * j)) & ulong.MaxValue));
                    }

                    point[i] = LimbNumbers.Mod(packed * LimbNumbers.FieldP256Unradix, s_q);
                }

                s[35] = minus ? -1 : 0;
                BigInteger x = Plain(s, 0);
                BigInteger y = Plain(s, 9);
                BigInteger z = Plain(s, 18);
                P256Point.Run(s, 0, 0, 27, 1, false);
                BigInteger h = (point[0] * z * z) - x;
                BigInteger r = ((minus ? -point[1] : point[1]) * z * z * z) - y;
                BigInteger x3 = (r * r) - (h * h * h) - (2 * x * h * h);
                Jacobian(s, x3, (r * ((x * h * h) - x3)) - (y * h * h * h), z * h);
            });
        }

        [Fact]
        public void P256ChainsStayInRange()
        {
            // Doublings and additions one after another, each begun with what the one before left, all of it checked to stay where the bounds say.
            Random random = new Random(11);
            long[] s = new long[36];
            LimbNumbers.Set(s, 0, s_q - 1);
            LimbNumbers.Set(s, 9, s_q - 1);
            LimbNumbers.Set(s, 18, s_q - 1);
            for (int i = 0; i < 10000; i++)
            {
                for (int j = 0; j < 9; j++)
                {
                    s[27 + j] = random.Next(4) == 0 ? 0 : random.NextInt64();
                }

                s[30] &= 0x7FFFFFFF;
                s[34] &= 0x7FFFFFFF;
                s[35] = -random.Next(2);
                P256Point.Run(s, 0, random.Next(3), 27, random.Next(2), false);
                for (int j = 0; j < 27; j++)
                {
                    Assert.InRange(s[j], j % 9 == 8 ? -TopP256 : 0, j % 9 == 8 ? TopP256 : 0x1FFFFFFF);
                }
            }
        }

        [Theory]
        [InlineData(Limbs.Field25519)]
        [InlineData(Limbs.FieldP256)]
        [InlineData(Limbs.OrderP256)]
        public void CanonicalForm(int modulus)
        {
            BigInteger m = LimbNumbers.Modulus(modulus);
            long[] s = new long[9];
            BigInteger[] edges = { 0, 1, m - 1, m, m + 1, (2 * m) - 1, -1, 1 - m };
            foreach (BigInteger edge in edges)
            {
                // The same number with limbs off their range.
                for (int i = 0; i < 4; i++)
                {
                    LimbNumbers.Set(s, 0, edge.Sign < 0 ? edge + (BigInteger.One << 261) : edge);
                    s[8] -= edge.Sign < 0 ? 1L << 29 : 0;
                    s[i] += 1L << 50;
                    s[i + 1] -= 1L << 21;
                    Moduli.Canonical(s, 0, modulus);
                    Assert.Equal(LimbNumbers.Mod(edge, m), LimbNumbers.Get(s, 0));
                }
            }
        }

        [Theory]
        [InlineData(Limbs.Field25519)]
        [InlineData(Limbs.FieldP256)]
        [InlineData(Limbs.OrderP256)]
        public void Inverses(int modulus)
        {
            BigInteger m = LimbNumbers.Modulus(modulus);
            long[] s = new long[ModularInverse.Length + 18];
            void Check(BigInteger value)
            {
                LimbNumbers.Set(s, 47, value);
                ModularInverse.Begin(s, 0, 47, modulus);
                int batches = 0;
                while (!InverseBatches.Run(s, 0, 1))
                {
                    Assert.True(++batches < 27);
                }

                ModularInverse.Finish(s, 0, 56, modulus);
                Assert.Equal(LimbNumbers.Inverse(value, m), LimbNumbers.Get(s, 56));
            }

            Check(0);
            Check(1);
            Check(2);
            Check(m - 1);
            Check(m - 2);
            Check((m + 1) / 2);
            for (int i = 0; i < 255; i++)
            {
                Check(BigInteger.One << i);
                Check((BigInteger.One << i) - 1);
                Check(m - (BigInteger.One << i));
            }

            Campaign.Run(1000, random => Check(new BigInteger(Campaign.Bytes(random, 32), true) % m));
        }

        [Fact]
        public void TablesHoldWhatTheyClaim()
        {
            // Entry by entry through the selection, against a sum of doubled points made here.
            long[] s = new long[13];
            BigInteger d = LimbNumbers.Mod(-121665 * LimbNumbers.Inverse(121666, s_p), s_p);
            BigInteger b = BigInteger.Parse("05AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B", System.Globalization.NumberStyles.HexNumber);
            for (int block = 0; block < 4; block++)
            {
                for (int index = 0; index < 32; index++)
                {
                    EdwardsTable.Select(-(index & 1), -(index >> 1 & 1), -(index >> 2 & 1), -(index >> 3 & 1), -(index >> 4), block, s, 0);
                    BigInteger plus = Word(s, 0);
                    BigInteger minus = Word(s, 4);
                    BigInteger x = plus - minus;
                    BigInteger y = plus + minus;
                    Assert.Equal(LimbNumbers.Mod((y * y) - (x * x) - 1 - (d * x * x * y * y), s_p), BigInteger.Zero);
                    Assert.Equal(LimbNumbers.Mod(d * x * y, s_p), Word(s, 8));
                    P256Table.Select(-(index & 1), -(index >> 1 & 1), -(index >> 2 & 1), -(index >> 3 & 1), -(index >> 4), block, s, 0);
                    BigInteger inverse = LimbNumbers.FieldP256Unradix;
                    x = Word(s, 0) * inverse;
                    y = Word(s, 4) * inverse;
                    Assert.Equal(LimbNumbers.Mod((y * y) - (x * x * x) + (3 * x) - b, s_q), BigInteger.Zero);
                }
            }
        }

        private static BigInteger Word(long[] s, int at)
        {
            BigInteger value = 0;
            for (int i = 3; i >= 0; i--)
            {
                value = (value << 64) + (ulong)s[at + i];
            }

            return value;
        }

        private static void Loose(Random random, long[] s, int at)
        {
            Edge25519(random, s, at);
            if (random.Next(2) != 0)
            {
                long[] other = new long[9];
                Edge25519(random, other, 0);
                for (int i = 0; i < 9; i++)
                {
                    s[at + i] -= other[i];
                }
            }
        }

        private static void Edge25519(Random random, long[] s, int at)
        {
            LimbNumbers.Edge(random, s, at, 0, Top25519);
            s[at + 1] += random.Next(-0x8000, 0x8000);
        }

        private static void Edges25519(Random random, long[] s)
        {
            for (int i = 0; i < 4; i++)
            {
                Edge25519(random, s, 9 * i);
            }
        }

        private static void EdgesP256(Random random, long[] s)
        {
            for (int i = 0; i < 3; i++)
            {
                LimbNumbers.Edge(random, s, 9 * i, -0x5000000, 0x5000000);
            }
        }

        private static void Check25519(BigInteger expected, long[] s, int at)
        {
            Assert.Equal(LimbNumbers.Mod(expected, s_p), LimbNumbers.Mod(LimbNumbers.Get(s, at), s_p));
            for (int i = 0; i < 9; i++)
            {
                long slack = i == 1 ? 0x18000 : 0;
                Assert.InRange(s[at + i], -slack, (i == 8 ? Top25519 : 0x1FFFFFFF) + slack);
            }
        }

        private static void CheckP256(BigInteger expected, long[] s, int at)
        {
            Assert.Equal(LimbNumbers.Mod(expected * LimbNumbers.FieldP256Unradix, s_q), LimbNumbers.Mod(LimbNumbers.Get(s, at), s_q));
        }

        private static BigInteger Plain(long[] s, int at)
        {
            return LimbNumbers.Mod(LimbNumbers.Get(s, at) * LimbNumbers.FieldP256Unradix, s_q);
        }

        private static void Projective(long[] s, BigInteger x, BigInteger y, BigInteger z, BigInteger t)
        {
            // All four may be off by one common sign.
            BigInteger sign = LimbNumbers.Mod(x - LimbNumbers.Get(s, 0), s_p).IsZero && LimbNumbers.Mod(z - LimbNumbers.Get(s, 18), s_p).IsZero ? 1 : -1;
            Check25519(sign * x, s, 0);
            Check25519(sign * y, s, 9);
            Check25519(sign * z, s, 18);
            Check25519(sign * t, s, 27);
        }

        private static void Jacobian(long[] s, BigInteger x, BigInteger y, BigInteger z)
        {
            Assert.Equal(LimbNumbers.Mod(x, s_q), Plain(s, 0));
            Assert.Equal(LimbNumbers.Mod(y, s_q), Plain(s, 9));
            Assert.Equal(LimbNumbers.Mod(z, s_q), Plain(s, 18));
            for (int i = 0; i < 27; i++)
            {
                Assert.InRange(s[i], i % 9 == 8 ? -TopP256 : 0, i % 9 == 8 ? TopP256 : 0x1FFFFFFF);
            }
        }
    }
}
