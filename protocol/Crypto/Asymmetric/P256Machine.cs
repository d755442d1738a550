// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;

namespace MilliHttp.Nano.Crypto
{
    /// <summary>
    /// P-256 in pieces, in memory that is lent to it: k G by a comb, k P by a signed window, and the inverse of k for a signature.
    /// </summary>
    /// <remarks>
    /// Constant-time but for the inverses, which are blinded where a secret goes in. No table is indexed by a secret: entries are selected by mask.
    /// An addition that meets its own point or its opposite leaves Z = 0 for good. In the window method 2 and n - 2 are the only scalars
    /// that come to that, in the last addition, and 2 P is made otherwise then. The comb meets it for a few dozen scalars that nobody can tell from
    /// others (one in 2^250); that job fails.
    /// </remarks>
    internal sealed class P256Machine
    {
        /// <summary>Longs of working memory.</summary>
        public const int Length = 243;

        /// <summary>Step's answer: the coordinates of the result are there.</summary>
        public const int Done = int.MinValue;

        /// <summary>Step's answer: there is no result.</summary>
        public const int Failed = int.MinValue + 1;

        private const int CombColumns = 0;
        private const int TableStart = 1;
        private const int TablePoints = 2;
        private const int TablePrefix = 3;
        private const int TableInverse = 4;
        private const int TableAffine = 5;
        private const int Window = 6;
        private const int Affine = 7;
        private const int AffineInverse = 8;
        private const int AffineFinish = 9;
        private const int InvertNonce = 10;
        private const int NonceInverse = 11;
        private const int NonceFinish = 12;
        private const int Invalid = 13;

        private const int X = 0;
        private const int Y = 9;
        private const int Z = 18;
        private const int Points = 27;
        private const int Scalar = 63;
        private const int InverseAt = 73;
        private const int A = 120;
        private const int B = 129;
        private const int C = 138;
        private const int Table = 147;
        private const int Entry = 12;

        // The comb has no table in memory, so what a signature needs lies there.
        private const int Nonce = Table;
        private const int NonceR = Table + 9;
        private const int NonceInverted = Table + 18;

        private readonly long[] _s;
        private int _phase;
        private int _position;
        private int _part;
        private bool _isNonce;
        private bool _isWindow;

        /// <summary>Creates the machine.</summary>
        /// <param name="memory"><see cref="Length"/> longs.</param>
        public P256Machine(long[] memory)
        {
            _s = memory;
        }

        /// <summary>
        /// Reads a scalar, 32 bytes big-endian.
        /// </summary>
        /// <param name="s">The limbs.</param>
        /// <param name="at">Where to write nine of them.</param>
        /// <param name="bytes">Array with the scalar.</param>
        /// <param name="offset">Where it begins.</param>
        /// <param name="scratch">Where nine more limbs may be used.</param>
        /// <returns>False if it is not between 1 and n - 1.</returns>
        public static bool LoadScalar(long[] s, int at, byte[] bytes, int offset, int scratch)
        {
            Limbs.FromBig(bytes, offset, s, at);
            long zero = Limbs.ZeroMask(s, at);
            Array.Copy(s, at, s, scratch, 9);
            Moduli.Canonical(s, scratch, Limbs.OrderP256);
            long differs = 0;
            for (int i = 0; i < 9; i++)
            {
                differs |= s[at + i] ^ s[scratch + i];
            }

            return (differs | zero) == 0;
        }

        /// <summary>
        /// Starts k G.
        /// </summary>
        /// <param name="scalar">Array with k, 32 bytes big-endian.</param>
        /// <param name="offset">Where it begins.</param>
        /// <param name="nonce">Whether k is a nonce: then the result is r and k^-1.</param>
        /// <returns>False if k is out of range.</returns>
        public bool StartBase(byte[] scalar, int offset, bool nonce)
        {
            long[] s = _s;
            _isNonce = nonce;
            _isWindow = false;
            _phase = Invalid;
            if (!LoadScalar(s, Scalar, scalar, offset, A))
            {
                return false;
            }

            Array.Copy(s, Scalar, s, Nonce, 9);
            Moduli.Load(s, A, Limbs.OrderP256);
            SignedComb.Recode(s, Scalar, A, (s[Scalar] & 1) - 1);
            _position = SignedComb.Columns - 1;
            _part = 0;
            _phase = CombColumns;
            return true;
        }

        /// <summary>
        /// Starts k P.
        /// </summary>
        /// <param name="scalar">Array with k, 32 bytes big-endian.</param>
        /// <param name="offset">Where it begins.</param>
        /// <param name="point">Array with P, uncompressed, 65 bytes.</param>
        /// <param name="pointOffset">Where it begins.</param>
        /// <returns>False if k is out of range or P is not a point of the curve.</returns>
        public bool StartPoint(byte[] scalar, int offset, byte[] point, int pointOffset)
        {
            long[] s = _s;
            _isNonce = false;
            _phase = Invalid;
            if (!LoadScalar(s, Scalar, scalar, offset, A) || point[pointOffset] != 4)
            {
                return false;
            }

            // x and y of the peer are no secrets.
            Limbs.FromBig(point, pointOffset + 1, s, X);
            Limbs.FromBig(point, pointOffset + 33, s, Y);
            Array.Copy(s, X, s, A, 18);
            Moduli.Canonical(s, A, Limbs.FieldP256);
            Moduli.Canonical(s, B, Limbs.FieldP256);
            for (int i = 0; i < 18; i++)
            {
                if (s[A + i] != s[X + i])
                {
                    return false;
                }
            }

            // y^2 = x (x^2 - 3) + b
            P256Constants.Load(s, C, P256Constants.FieldSquare);
            FieldP256.Multiply(s, X, X, C);
            FieldP256.Multiply(s, Y, Y, C);
            P256Constants.Load(s, C, P256Constants.FieldOne);
            FieldP256.Multiply(s, A, X, X);
            for (int i = 0; i < 9; i++)
            {
                s[A + i] -= 3 * s[C + i];
            }

            Limbs.Carry(s, A);
            FieldP256.Multiply(s, A, A, X);
            FieldP256.Multiply(s, B, Y, Y);
            P256Constants.Load(s, C, P256Constants.CurveB);
            for (int i = 0; i < 9; i++)
            {
                s[A + i] += s[C + i] - s[B + i];
            }

            Limbs.Carry(s, A);
            Reduce(A);
            if (Limbs.ZeroMask(s, A) == 0)
            {
                return false;
            }

            // An even k becomes n - k: x of the result is the same.
            Moduli.Load(s, A, Limbs.OrderP256);
            long even = (s[Scalar] & 1) - 1;
            long carry = 0;
            for (int i = 0; i < 9; i++)
            {
                carry += (s[A + i] & even) + (s[Scalar + i] ^ even) - even;
                s[Scalar + i] = carry & 0x1FFFFFFF;
                carry >>= 29;
            }

            s[Scalar + 8] |= 0x1000000;
            s[Scalar + 9] = 0;
            _isWindow = true;
            _phase = TableStart;
            return true;
        }

        /// <summary>
        /// Goes on.
        /// </summary>
        /// <param name="budget">Units of about 1,000 operations that are left of this step.</param>
        /// <param name="whole">Units that the step began with: what fits a whole step is not begun in the rest of one.</param>
        /// <param name="blind">A secret number of 32 bytes that nobody can foretell.</param>
        /// <returns>What is left of the budget, <see cref="Done"/> or <see cref="Failed"/>.</returns>
        public int Step(int budget, int whole, byte[] blind)
        {
            long[] s = _s;
            switch (_phase)
            {
                case CombColumns:
                    return Comb(budget);

                case TableStart:
                    StartTable();
                    return budget - 12;

                case TablePoints:
                    StorePoint(_position);
                    _position++;
                    if (_position == 8)
                    {
                        _position = 1;
                        Unpack(Table + 8, A);
                        _phase = TablePrefix;
                        return budget - 6;
                    }

                    P256Point.Run(s, 0, 0, Points, 1, false);
                    return budget - 12;

                case TablePrefix:
                    // The products Z0, Z0 Z1, ... where the points to add will lie.
                    Pack(A, Points + 4 * (_position - 1));
                    Unpack(Table + Entry * _position + 8, B);
                    FieldP256.Multiply(s, A, A, B);
                    Moduli.Canonical(s, A, Limbs.FieldP256);
                    _position++;
                    if (_position == 8)
                    {
                        // The peer's point is no secret, so neither are these.
                        ModularInverse.Begin(s, InverseAt, A, Limbs.FieldP256);
                        _phase = TableInverse;
                    }

                    return budget - 3;

                case TableInverse:
                    if (InverseBatches.Run(s, InverseAt, Batches(budget)))
                    {
                        ModularInverse.Finish(s, InverseAt, A, Limbs.FieldP256);
                        P256Constants.Load(s, C, P256Constants.FieldCube);
                        FieldP256.Multiply(s, A, A, C);
                        _position = 7;
                        _phase = TableAffine;
                    }

                    return budget - Batches(budget) * 4 / 3 - 1;

                case TableAffine:
                    ToAffine(_position);
                    _position--;
                    if (_position < 0)
                    {
                        _position = 63;
                        _part = 4;
                        _phase = Window;
                    }

                    return budget - 9;

                case Window:
                    return Windows(budget, whole);

                case Affine:
                    // z^-1 = (z b)^-1 b
                    Array.Copy(s, Z, s, A, 9);
                    Reduce(A);
                    if (Limbs.ZeroMask(s, A) != 0)
                    {
                        if (!_isWindow)
                        {
                            return Failed;
                        }

                        // The scalar was 2 or n - 2.
                        _isWindow = false;
                        Array.Copy(s, Table, s, Points, 8);
                        s[Points + 8] = 0;
                        P256Point.Run(s, 0, 0, Points, 1, true);
                        P256Point.Run(s, 0, 1, Points, 0, false);
                        return budget - 6;
                    }

                    Limbs.FromLittle(blind, 0, s, B);
                    FieldP256.Multiply(s, A, A, B);
                    Moduli.Canonical(s, A, Limbs.FieldP256);
                    ModularInverse.Begin(s, InverseAt, A, Limbs.FieldP256);
                    _phase = AffineInverse;
                    return budget - 4;

                case AffineInverse:
                    if (InverseBatches.Run(s, InverseAt, Batches(budget)))
                    {
                        _phase = AffineFinish;
                    }

                    return budget - Batches(budget) * 4 / 3 - 1;

                case AffineFinish:
                    FinishAffine();
                    if (!_isNonce)
                    {
                        return Done;
                    }

                    // r = x mod n
                    Array.Copy(s, X, s, NonceR, 9);
                    Moduli.Canonical(s, NonceR, Limbs.OrderP256);
                    if (Limbs.ZeroMask(s, NonceR) != 0)
                    {
                        return Failed;
                    }

                    _phase = InvertNonce;
                    return budget - 9;

                case InvertNonce:
                    OrderP256.Multiply(s, A, Nonce, B);
                    Moduli.Canonical(s, A, Limbs.OrderP256);
                    ModularInverse.Begin(s, InverseAt, A, Limbs.OrderP256);
                    _phase = NonceInverse;
                    return budget - 3;

                case NonceInverse:
                    if (InverseBatches.Run(s, InverseAt, Batches(budget)))
                    {
                        _phase = NonceFinish;
                    }

                    return budget - Batches(budget) * 4 / 3 - 1;

                case NonceFinish:
                    // (k b / R)^-1 b / R = 1 / k
                    ModularInverse.Finish(s, InverseAt, A, Limbs.OrderP256);
                    OrderP256.Multiply(s, A, A, B);
                    P256Constants.Load(s, C, P256Constants.OrderSquare);
                    OrderP256.Multiply(s, NonceInverted, A, C);
                    Moduli.Canonical(s, NonceInverted, Limbs.OrderP256);
                    return Done;

                default:
                    return Failed;
            }
        }

        /// <summary>Writes x of the result, 32 bytes big-endian.</summary>
        public void WriteX(byte[] result, int offset)
        {
            Limbs.ToBig(_s, X, result, offset);
        }

        /// <summary>Writes the result as an uncompressed point, 65 bytes.</summary>
        public void WritePoint(byte[] result)
        {
            result[0] = 4;
            Limbs.ToBig(_s, X, result, 1);
            Limbs.ToBig(_s, Y, result, 33);
        }

        /// <summary>Writes k^-1 in Montgomery form and r, 32 bytes little-endian each.</summary>
        public void WriteNonce(byte[] result)
        {
            Limbs.ToLittle(_s, NonceInverted, result, 0);
            Limbs.ToLittle(_s, NonceR, result, 32);
        }

        private static int Batches(int budget)
        {
            int batches = budget * 3 / 4;
            return batches < 1 ? 1 : batches > 24 ? 24 : batches;
        }

        private int Comb(int budget)
        {
            long[] s = _s;
            bool first = _part == 0 && _position == SignedComb.Columns - 1;
            int twice = _part == 0 && !first ? 1 : 0;
            int left = budget - 4 * twice;
            int count = 0;
            do
            {
                int bit = _part * SignedComb.Columns + _position;
                int at = Points + 9 * count;
                P256Table.Select(
                    -(s[Scalar] >> bit & 1),
                    -(s[Scalar + 1] >> bit & 1),
                    -(s[Scalar + 2] >> bit & 1),
                    -(s[Scalar + 3] >> bit & 1),
                    -(s[Scalar + 4] >> bit & 1),
                    _part,
                    s,
                    at);
                s[at + 8] = -(s[Scalar + 5] >> bit & 1);
                left -= 8;
                count++;
                _part++;
            }
            while (left >= 8 && _part < SignedComb.Blocks);

            P256Point.Run(s, 0, twice, Points, count, first);
            if (_part == SignedComb.Blocks)
            {
                _part = 0;
                _position--;
                if (_position < 0)
                {
                    _phase = Affine;
                }
            }

            return left;
        }

        /// <summary>
        /// 2 P, and P on the isomorphic curve on which 2 P is affine: there all odd multiples come by mixed additions of 2 P.
        /// </summary>
        private void StartTable()
        {
            long[] s = _s;
            Array.Copy(s, X, s, A, 18);
            P256Constants.Load(s, Z, P256Constants.FieldOne);
            P256Point.Run(s, 0, 1, Points, 0, false);
            Reduce(X);
            Reduce(Y);
            Pack(X, Points);
            Pack(Y, Points + 4);
            s[Points + 8] = 0;
            FieldP256.Multiply(s, C, Z, Z);
            FieldP256.Multiply(s, X, A, C);
            FieldP256.Multiply(s, C, C, Z);
            FieldP256.Multiply(s, Y, B, C);
            Array.Copy(s, Z, s, C, 9);
            P256Constants.Load(s, Z, P256Constants.FieldOne);
            _position = 0;
            _phase = TablePoints;
        }

        private void StorePoint(int index)
        {
            long[] s = _s;
            int at = Table + Entry * index;
            Store(X, at);
            Store(Y, at + 4);
            FieldP256.Multiply(s, B, Z, C);
            Moduli.Canonical(s, B, Limbs.FieldP256);
            Pack(B, at + 8);
        }

        private void Store(int from, int to)
        {
            Array.Copy(_s, from, _s, B, 9);
            Reduce(B);
            Pack(B, to);
        }

        private void ToAffine(int index)
        {
            long[] s = _s;
            int at = Table + Entry * index;

            // A holds the inverse of the product of all Z up to this one.
            if (index > 0)
            {
                Unpack(Points + 4 * (index - 1), B);
                FieldP256.Multiply(s, B, A, B);
                Unpack(at + 8, C);
                FieldP256.Multiply(s, A, A, C);
            }
            else
            {
                Array.Copy(s, A, s, B, 9);
            }

            FieldP256.Multiply(s, X, B, B);
            FieldP256.Multiply(s, B, B, X);
            Unpack(at, C);
            FieldP256.Multiply(s, C, C, X);
            Moduli.Canonical(s, C, Limbs.FieldP256);
            Pack(C, at);
            Unpack(at + 4, C);
            FieldP256.Multiply(s, C, C, B);
            Moduli.Canonical(s, C, Limbs.FieldP256);
            Pack(C, at + 4);
        }

        private int Windows(int budget, int whole)
        {
            long[] s = _s;
            bool first = _position == 63;
            int twice = first ? 0 : _part;
            int cost = 4 * twice + 7;
            if (budget < cost && whole >= cost && budget < whole)
            {
                return 0;
            }

            int room = budget / 4;
            if (twice > 0 && room < twice)
            {
                twice = room < 1 ? 1 : room;
                _part -= twice;
                P256Point.Run(s, 0, twice, Points, 0, false);
                return budget - 4 * twice - 1;
            }

            if (twice > 0 && budget < cost)
            {
                _part = 0;
                P256Point.Run(s, 0, twice, Points, 0, false);
                return budget - 4 * twice - 1;
            }

            SelectWindow();
            P256Point.Run(s, 0, twice, Points, 1, first);
            _part = 4;
            _position--;
            if (_position < 0)
            {
                _phase = Affine;
            }

            return budget - cost;
        }

        /// <summary>One of the eight odd multiples, by mask; the digit is 2 w - 15.</summary>
        private void SelectWindow()
        {
            long[] s = _s;
            int at = 4 * _position + 1;
            int limb = Scalar + at / 29;
            int shift = at % 29;
            long w = s[limb] >> shift | s[limb + 1] << 29 - shift;
            long sign = (w >> 3 & 1) - 1;
            w = (w ^ sign) & 7;
            long a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0;
            int o = Table;
            for (int i = 0; i < 8; i++)
            {
                long mask = ((w ^ i) - 1) >> 63;
                a |= s[o] & mask;
                b |= s[o + 1] & mask;
                c |= s[o + 2] & mask;
                d |= s[o + 3] & mask;
                e |= s[o + 4] & mask;
                f |= s[o + 5] & mask;
                g |= s[o + 6] & mask;
                h |= s[o + 7] & mask;
                o += Entry;
            }

            s[Points] = a;
            s[Points + 1] = b;
            s[Points + 2] = c;
            s[Points + 3] = d;
            s[Points + 4] = e;
            s[Points + 5] = f;
            s[Points + 6] = g;
            s[Points + 7] = h;
            s[Points + 8] = sign;
        }

        private void FinishAffine()
        {
            long[] s = _s;
            ModularInverse.Finish(s, InverseAt, A, Limbs.FieldP256);
            FieldP256.Multiply(s, A, A, B);
            P256Constants.Load(s, C, P256Constants.FieldCube);
            FieldP256.Multiply(s, A, A, C);
            FieldP256.Multiply(s, C, A, A);
            FieldP256.Multiply(s, X, X, C);
            FieldP256.Multiply(s, C, C, A);
            FieldP256.Multiply(s, Y, Y, C);
            P256Constants.Load(s, C, P256Constants.PlainOne);
            FieldP256.Multiply(s, X, X, C);
            FieldP256.Multiply(s, Y, Y, C);
            Moduli.Canonical(s, X, Limbs.FieldP256);
            Moduli.Canonical(s, Y, Limbs.FieldP256);
        }

        /// <summary>To the one form between 0 and p - 1.</summary>
        private void Reduce(int at)
        {
            long[] s = _s;
            P256Constants.Load(s, InverseAt, P256Constants.FieldOne);
            FieldP256.Multiply(s, at, at, InverseAt);
            Moduli.Canonical(s, at, Limbs.FieldP256);
        }

        private void Pack(int from, int to)
        {
            long[] s = _s;
            s[to] = Limbs.Word(s, from, 0);
            s[to + 1] = Limbs.Word(s, from, 1);
            s[to + 2] = Limbs.Word(s, from, 2);
            s[to + 3] = Limbs.Word(s, from, 3);
        }

        private void Unpack(int from, int to)
        {
            long[] s = _s;
            Limbs.FromWords(s[from], s[from + 1], s[from + 2], s[from + 3], s, to);
        }
    }
}
