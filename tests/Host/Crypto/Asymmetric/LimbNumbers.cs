// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using System.Globalization;
using System.Numerics;
using MilliHttp.Nano.Crypto;

namespace MilliHttp.Nano.Tests.Host.Crypto
{
    /// <summary>
    /// Numbers of nine limbs against big integers, and limbs that lie at the edges of their range.
    /// </summary>
    internal static class LimbNumbers
    {
        public static readonly BigInteger Field25519Modulus = BigInteger.Pow(2, 255) - 19;
        public static readonly BigInteger FieldP256Modulus = BigInteger.Pow(2, 256) - BigInteger.Pow(2, 224) + BigInteger.Pow(2, 192) + BigInteger.Pow(2, 96) - 1;
        public static readonly BigInteger Order = BigInteger.Parse("0FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551", NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        public static readonly BigInteger Radix = BigInteger.One << 261;

        public static readonly BigInteger FieldP256Unradix = Inverse(Radix, FieldP256Modulus);
        public static readonly BigInteger OrderUnradix = Inverse(Radix, Order);

        public static BigInteger Modulus(int modulus)
        {
            return modulus == Limbs.Field25519 ? Field25519Modulus : modulus == Limbs.FieldP256 ? FieldP256Modulus : Order;
        }

        public static BigInteger Get(long[] s, int at)
        {
            BigInteger value = 0;
            for (int i = 8; i >= 0; i--)
            {
                value = (value << 29) + s[at + i];
            }

            return value;
        }

        public static void Set(long[] s, int at, BigInteger value)
        {
            for (int i = 0; i < 9; i++)
            {
                s[at + i] = (long)((value >> (29 * i)) & 0x1FFFFFFF);
            }
        }

        public static BigInteger Mod(BigInteger value, BigInteger modulus)
        {
            BigInteger r = BigInteger.Remainder(value, modulus);
            return r.Sign < 0 ? r + modulus : r;
        }

        public static BigInteger Inverse(BigInteger value, BigInteger modulus)
        {
            return BigInteger.ModPow(Mod(value, modulus), modulus - 2, modulus);
        }

        /// <summary>Limbs between 0 and 2^29, mostly at the edges; limb 8 between bottom and top.</summary>
        public static void Edge(Random random, long[] s, int at, long bottom, long top)
        {
            int kind = random.Next(4);
            for (int i = 0; i < 8; i++)
            {
                s[at + i] = Pick(random, kind, 0, 0x1FFFFFFF);
            }

            s[at + 8] = Pick(random, kind, bottom, top);
        }

        public static byte[] Bytes(BigInteger value, bool big)
        {
            byte[] bytes = new byte[32];
            byte[] some = value.ToByteArray(true, big);
            Array.Copy(some, 0, bytes, big ? 32 - some.Length : 0, some.Length);
            return bytes;
        }

        private static long Pick(Random random, int kind, long bottom, long top)
        {
            if (kind == 3)
            {
                kind = random.Next(3);
            }

            return kind == 0 ? bottom + random.Next(3) : kind == 1 ? top - random.Next(3) : random.NextInt64(bottom, top + 1);
        }
    }
}
