// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System.Numerics;

namespace MilliHttp.Nano.Crypto.Generator
{
    /// <summary>Where things lie in the working memory of ML-KEM, in longs, and the numbers that its generators share.</summary>
    internal static class MlKemLayout
    {
        public const int Q = 3329;

        // The 25 lanes of Keccak come first.
        public const int PendingCoefficient = 25;
        public const int PendingProduct = 26;
        public const int Y = 34;
        public const int YLength = 64;
        public const int Sums = Y + (3 * YLength);
        public const int SumsLength = 192;
        public const int Length = Sums + SumsLength;

        /// <summary>A low half of 16 bits in both halves of a word.</summary>
        public const string Low16 = "0x0000FFFF0000FFFFUL";

        /// <summary>-1/q mod 2^16.</summary>
        public static readonly int NegativeInverse = 65536 - Inverse(Q, 65536);

        /// <summary>17^BitRev7(index) (FIPS 203 appendix A).</summary>
        public static int Zeta(int index)
        {
            int reversed = 0;
            for (int bit = 0; bit < 7; bit++)
            {
                reversed |= (index >> bit & 1) << (6 - bit);
            }

            return (int)BigInteger.ModPow(17, reversed, Q);
        }

        /// <summary>A number in Montgomery form: times 2^16 mod q.</summary>
        public static int Montgomery(long value)
        {
            return (int)((((value % Q) + Q) % Q) * 65536 % Q);
        }

        /// <summary>The factor for the Montgomery quotient: the constant times -1/q mod 2^16.</summary>
        public static int Quotient(int constant)
        {
            return (int)((long)constant * NegativeInverse & 65535);
        }

        /// <summary>A multiple of q in both halves of a word.</summary>
        public static string Both(long value)
        {
            return "0x" + ((ulong)value * 0x100000001UL).ToString("X") + "UL";
        }

        /// <summary>The place of word w of the sums: of three words, two hold the sums of two pairs and the third what both have yet to be multiplied by zeta.</summary>
        public static int SumOf(int word)
        {
            return (3 * (word >> 1)) + (word & 1);
        }

        private static int Inverse(int value, int modulus)
        {
            return (int)BigInteger.ModPow(value, (modulus / 2) - 1, modulus);
        }
    }
}
