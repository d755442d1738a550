// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;

namespace MilliHttp.Nano.Crypto
{
    /// <summary>
    /// X25519 (RFC 7748 section 5) in pieces, in memory that is lent to it.
    /// </summary>
    /// <remarks>
    /// Constant-time but for the inverse, which is blinded. No table is indexed by a secret: the ladder has none, and the comb's is selected by mask.
    /// </remarks>
    internal sealed class X25519Machine
    {
        /// <summary>Longs of working memory.</summary>
        public const int Length = 114;

        private const int Ladder = 0;
        private const int CombColumns = 1;
        private const int BeginInverse = 2;
        private const int Inverse = 3;
        private const int Finish = 4;

        private const int Numerator = 0;
        private const int Denominator = 9;
        private const int Factor = 18;
        private const int Points = 36;
        private const int InverseAt = 54;
        private const int Scalar = 104;

        private readonly long[] _s;
        private readonly byte[] _scalar;
        private int _phase;
        private int _position;
        private int _block;

        /// <summary>Creates the machine.</summary>
        /// <param name="memory"><see cref="Length"/> longs.</param>
        /// <param name="scalar">32 bytes for the clamped scalar.</param>
        public X25519Machine(long[] memory, byte[] scalar)
        {
            _s = memory;
            _scalar = scalar;
        }

        /// <summary>Starts the product of the scalar and the peer's u coordinate; bit 255 of it is ignored.</summary>
        public void StartAgreement(byte[] peer, int offset)
        {
            Clamp();
            long[] s = _s;
            Limbs.FromLittle(peer, offset, s, 0);
            s[8] &= 0x7FFFFF;
            Array.Clear(s, 9, 36);
            s[9] = 1;
            Array.Copy(s, 0, s, 27, 9);
            s[36] = 1;
            _position = 254;
            _phase = Ladder;
        }

        /// <summary>Starts the product of the scalar and the base point.</summary>
        public void StartPublic()
        {
            Clamp();
            long[] s = _s;
            Limbs.FromLittle(_scalar, 0, s, Scalar);

            // A clamped scalar is even; with the order of the base point it is odd.
            Limbs.FromWords(0x5812631A5CF5D3EDL, 0x14DEF9DEA2F79CD6L, 0, 0x1000000000000000L, s, 0);
            SignedComb.Recode(s, Scalar, 0, -1);
            _position = SignedComb.Columns - 1;
            _block = 0;
            _phase = CombColumns;
        }

        /// <summary>
        /// Goes on.
        /// </summary>
        /// <param name="budget">Units of about 1,000 operations.</param>
        /// <param name="blind">A secret number of 32 bytes that nobody can foretell.</param>
        /// <param name="result">Array of 32 bytes for the result.</param>
        /// <returns>What is left of the budget, or int.MinValue when the result is there.</returns>
        public int Step(int budget, byte[] blind, byte[] result)
        {
            long[] s = _s;
            switch (_phase)
            {
                case Ladder:
                    int count = budget * 2 / 9;
                    count = count < 1 ? 1 : count;
                    count = count > _position + 1 ? _position + 1 : count;
                    X25519Ladder.Run(s, 0, _scalar, 0, _position, count);
                    _position -= count;
                    if (_position < 0)
                    {
                        // x2 and z2 to where the comb leaves its fraction.
                        Array.Copy(s, 9, s, 0, 18);
                        _phase = BeginInverse;
                    }

                    return budget - (count * 9 + 1) / 2;

                case CombColumns:
                    return Comb(budget);

                case BeginInverse:
                    Limbs.FromLittle(blind, 0, s, Factor);
                    Field25519.Multiply(s, 27, Denominator, Factor);
                    Moduli.Canonical(s, 27, Limbs.Field25519);
                    ModularInverse.Begin(s, InverseAt, 27, Limbs.Field25519);
                    _phase = Inverse;
                    return budget - 3;

                case Inverse:
                    int batches = budget * 3 / 4;
                    batches = batches < 1 ? 1 : batches > 24 ? 24 : batches;
                    if (InverseBatches.Run(s, InverseAt, batches))
                    {
                        _phase = Finish;
                    }

                    return budget - (batches * 4 + 2) / 3;

                default:
                    ModularInverse.Finish(s, InverseAt, Denominator, Limbs.Field25519);
                    Field25519.Multiply(s, Denominator, Denominator, Factor);
                    Field25519.Multiply(s, Numerator, Numerator, Denominator);
                    Moduli.Canonical(s, Numerator, Limbs.Field25519);
                    Limbs.ToLittle(s, Numerator, result, 0);
                    return int.MinValue;
            }
        }

        private int Comb(int budget)
        {
            long[] s = _s;
            bool first = _block == 0 && _position == SignedComb.Columns - 1;
            bool twice = _block == 0 && !first;
            int left = twice ? budget - 4 : budget;
            int count = 0;
            do
            {
                int bit = _block * SignedComb.Columns + _position;
                int at = Points + 13 * count;
                EdwardsTable.Select(
                    -(s[Scalar] >> bit & 1),
                    -(s[Scalar + 1] >> bit & 1),
                    -(s[Scalar + 2] >> bit & 1),
                    -(s[Scalar + 3] >> bit & 1),
                    -(s[Scalar + 4] >> bit & 1),
                    _block,
                    s,
                    at);
                s[at + 12] = -(s[Scalar + 5] >> bit & 1);
                left -= 6;
                count++;
                _block++;
            }
            while (left >= 6 && _block < SignedComb.Blocks);

            EdwardsComb.Run(s, 0, twice, Points, count, first, _block == SignedComb.Blocks);
            if (_block == SignedComb.Blocks)
            {
                _block = 0;
                _position--;
                if (_position < 0)
                {
                    // u = (Z + Y) / (Z - Y)
                    for (int i = 0; i < 9; i++)
                    {
                        long y = s[9 + i];
                        s[Numerator + i] = s[18 + i] + y;
                        s[Denominator + i] = s[18 + i] - y;
                    }

                    _phase = BeginInverse;
                }
            }

            return left;
        }

        private void Clamp()
        {
            _scalar[0] &= 248;
            _scalar[31] = (byte)(_scalar[31] & 127 | 64);
        }
    }
}
