// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;

namespace MilliHttp.Nano.Crypto
{
    /// <summary>
    /// X25519 (RFC 7748 section 5) in pieces, in memory that is lent to it: where a job is stands there too.
    /// </summary>
    /// <remarks>
    /// Constant-time but for the inverse, which is blinded. No table is indexed by a secret: the ladder has none, and the comb's is selected by mask.
    /// </remarks>
    internal static class X25519Machine
    {
        /// <summary>Longs of working memory.</summary>
        public const int Length = 117;

        private const int Ladder = 0;
        private const int CombColumns = 1;
        private const int BeginInverse = 2;
        private const int Inverse = 3;
        private const int Finish = 4;

        private const int Numerator = 0;
        private const int Denominator = 9;
        private const int Factor = 18;
        private const int Points = 36;
        private const int Swaps = 46;
        private const int InverseAt = 54;
        private const int Scalar = 104;
        private const int Phase = 114;
        private const int Position = 115;
        private const int Block = 116;

        /// <summary>Starts the product of a scalar and the peer's u coordinate; bit 255 of it is ignored.</summary>
        /// <param name="s"><see cref="Length"/> longs.</param>
        /// <param name="scalar">Array with the scalar in its first 32 bytes, which are clamped in place.</param>
        /// <param name="peer">Array with the coordinate, 32 bytes.</param>
        /// <param name="offset">Where it begins.</param>
        public static void StartAgreement(long[] s, byte[] scalar, byte[] peer, int offset)
        {
            Clamp(scalar);
            Limbs.FromLittle(peer, offset, s, 0);
            s[8] &= 0x7FFFFF;
            Array.Clear(s, 9, 36);
            s[9] = 1;
            Array.Copy(s, 0, s, 27, 9);
            s[36] = 1;

            // Where one bit differs from the one above it.
            long above = 0;
            for (int i = 3; i >= 0; i--)
            {
                long word = (long)BitConverter.ToUInt64(scalar, 8 * i);
                s[Swaps + i] = word ^ (long)((ulong)word >> 1) ^ above;
                above = word << 63;
            }

            s[Position] = 254;
            s[Phase] = Ladder;
        }

        /// <summary>Starts the product of a scalar and the base point.</summary>
        /// <param name="s"><see cref="Length"/> longs.</param>
        /// <param name="scalar">Array with the scalar in its first 32 bytes, which are clamped in place.</param>
        public static void StartPublic(long[] s, byte[] scalar)
        {
            Clamp(scalar);
            Limbs.FromLittle(scalar, 0, s, Scalar);

            // A clamped scalar is even; with the order of the base point it is odd.
            Limbs.FromWords(0x5812631A5CF5D3EDL, 0x14DEF9DEA2F79CD6L, 0, 0x1000000000000000L, s, 0);
            SignedComb.Recode(s, Scalar, 0, -1);
            s[Position] = SignedComb.Columns - 1;
            s[Block] = 0;
            s[Phase] = CombColumns;
        }

        /// <summary>
        /// Goes on.
        /// </summary>
        /// <param name="s">The working memory.</param>
        /// <param name="budget">Units of about 1,000 operations.</param>
        /// <param name="bytes">Array with the secret number and room for the result.</param>
        /// <param name="blind">Where a secret number of 32 bytes begins that nobody can foretell.</param>
        /// <param name="result">Where the result of 32 bytes begins.</param>
        /// <returns>What is left of the budget, or int.MinValue when the result is there.</returns>
        public static int Step(long[] s, int budget, byte[] bytes, int blind, int result)
        {
            switch ((int)s[Phase])
            {
                case Ladder:
                    // As many as leave less than the four units with which a caller would begin another piece: a call has its price.
                    int position = (int)s[Position];
                    int count = (budget * 2 + 1) / 9;
                    count = count < 1 ? 1 : count;
                    count = count > position + 1 ? position + 1 : count;
                    X25519Ladder.Run(s, 0, Swaps, position, count);
                    position -= count;
                    s[Position] = position;
                    if (position < 0)
                    {
                        // x2 and z2 to where the comb leaves its fraction.
                        Array.Copy(s, 9, s, 0, 18);
                        s[Phase] = BeginInverse;
                    }

                    return budget - (count * 9 + 1) / 2;

                case CombColumns:
                    return Comb(s, budget);

                case BeginInverse:
                    Limbs.FromLittle(bytes, blind, s, Factor);
                    Field25519.Multiply(s, 27, Denominator, Factor);
                    Moduli.Canonical(s, 27, Limbs.Field25519);
                    ModularInverse.Begin(s, InverseAt, 27, Limbs.Field25519);
                    s[Phase] = Inverse;
                    return budget - 3;

                case Inverse:
                    int batches = budget * 3 / 4;
                    batches = batches < 1 ? 1 : batches > 24 ? 24 : batches;
                    if (InverseBatches.Run(s, InverseAt, batches))
                    {
                        s[Phase] = Finish;
                    }

                    return budget - (batches * 4 + 2) / 3;

                default:
                    ModularInverse.Finish(s, InverseAt, Denominator, Limbs.Field25519);
                    Field25519.Multiply(s, Denominator, Denominator, Factor);
                    Field25519.Multiply(s, Numerator, Numerator, Denominator);
                    Moduli.Canonical(s, Numerator, Limbs.Field25519);
                    Limbs.ToLittle(s, Numerator, bytes, result);
                    return int.MinValue;
            }
        }

        private static int Comb(long[] s, int budget)
        {
            int block = (int)s[Block];
            int position = (int)s[Position];
            bool first = block == 0 && position == SignedComb.Columns - 1;
            bool twice = block == 0 && !first;
            int left = twice ? budget - 4 : budget;
            int count = 0;
            do
            {
                int bit = block * SignedComb.Columns + position;
                int at = Points + 13 * count;
                EdwardsTable.Select(
                    -(s[Scalar] >> bit & 1),
                    -(s[Scalar + 1] >> bit & 1),
                    -(s[Scalar + 2] >> bit & 1),
                    -(s[Scalar + 3] >> bit & 1),
                    -(s[Scalar + 4] >> bit & 1),
                    block,
                    s,
                    at);
                s[at + 12] = -(s[Scalar + 5] >> bit & 1);
                left -= 6;
                count++;
                block++;
            }
            while (left >= 6 && block < SignedComb.Blocks);

            EdwardsComb.Run(s, 0, twice, Points, count, first, block == SignedComb.Blocks);
            if (block == SignedComb.Blocks)
            {
                block = 0;
                position--;
                if (position < 0)
                {
                    // u = (Z + Y) / (Z - Y)
                    for (int i = 0; i < 9; i++)
                    {
                        long y = s[9 + i];
                        s[Numerator + i] = s[18 + i] + y;
                        s[Denominator + i] = s[18 + i] - y;
                    }

                    s[Phase] = BeginInverse;
                }
            }

            s[Block] = block;
            s[Position] = position;
            return left;
        }

        private static void Clamp(byte[] scalar)
        {
            scalar[0] &= 248;
            scalar[31] = (byte)(scalar[31] & 127 | 64);
        }
    }
}
