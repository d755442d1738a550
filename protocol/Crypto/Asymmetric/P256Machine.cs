// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;

namespace MilliHttp.Nano.Crypto
{
    /// <summary>
    /// P-256 in pieces, in memory that is lent to it (where a job is stands there too): k G by a comb, k P by a signed window, and the inverse of k for a signature.
    /// </summary>
    /// <remarks>
    /// Constant-time except for the inverses, whose secret inputs are blinded. No secret indexes a table: entries are selected by mask.
    /// An addition of a point to itself or to its negative gives Z = 0, which all later steps keep. In the window method only the scalars 2 and n - 2
    /// reach this case, in the last addition; 2 P is then computed in another way. The comb reaches it for a few dozen random scalars
    /// (about one in 2^250); that job fails.
    /// </remarks>
    internal static class P256Machine
    {
        /// <summary>Longs of working memory.</summary>
        public const int Length = 201;

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
        private const int A = 27;
        private const int B = 36;
        private const int C = 45;
        private const int Scalar = 54;
        private const int Points = 64;
        private const int Table = 100;
        private const int Entry = 12;

        // While the inverse for the table is worked out no point is in use, and the place of the points to add has room for nine limbs most of the time.
        private const int TableInverseAt = 0;
        private const int Spare = Points + 9;

        // The comb has no table in memory, so what a signature needs lies there; and when the inverse of the end comes, the window's table is done with.
        private const int Nonce = Table;
        private const int NonceR = Table + 9;
        private const int NonceInverted = Table + 18;
        private const int InverseAt = Table + 27;

        private const int Phase = 196;
        private const int Position = 197;
        private const int Part = 198;
        private const int IsNonce = 199;
        private const int IsWindow = 200;

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
        /// <param name="s">The working memory, <see cref="Length"/> longs.</param>
        /// <param name="scalar">Array with k, 32 bytes big-endian.</param>
        /// <param name="offset">Where it begins.</param>
        /// <param name="nonce">Whether k is a nonce: then the result is r and k^-1.</param>
        /// <returns>False if k is out of range.</returns>
        public static bool StartBase(long[] s, byte[] scalar, int offset, bool nonce)
        {
            s[IsNonce] = nonce ? 1 : 0;
            s[IsWindow] = 0;
            s[Phase] = Invalid;
            if (!LoadScalar(s, Scalar, scalar, offset, A))
            {
                return false;
            }

            Array.Copy(s, Scalar, s, Nonce, 9);
            Moduli.Load(s, A, Limbs.OrderP256);
            SignedComb.Recode(s, Scalar, A, (s[Scalar] & 1) - 1);
            s[Position] = SignedComb.Columns - 1;
            s[Part] = 0;
            s[Phase] = CombColumns;
            return true;
        }

        /// <summary>
        /// Starts k P.
        /// </summary>
        /// <param name="s">The working memory, <see cref="Length"/> longs.</param>
        /// <param name="scalar">Array with k, 32 bytes big-endian.</param>
        /// <param name="offset">Where it begins.</param>
        /// <param name="point">Array with P, uncompressed, 65 bytes.</param>
        /// <param name="pointOffset">Where it begins.</param>
        /// <returns>False if k is out of range or P is not a point of the curve.</returns>
        public static bool StartPoint(long[] s, byte[] scalar, int offset, byte[] point, int pointOffset)
        {
            s[IsNonce] = 0;
            s[Phase] = Invalid;
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
            Reduce(s, A);
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
            s[IsWindow] = 1;
            s[Phase] = TableStart;
            return true;
        }

        /// <summary>
        /// Goes on.
        /// </summary>
        /// <param name="s">The working memory.</param>
        /// <param name="budget">Units of about 1,000 operations that are left of this step.</param>
        /// <param name="whole">Units that the step began with: what fits a whole step is not begun in the rest of one.</param>
        /// <param name="blind">Array with a secret number of 32 bytes that nobody can foretell.</param>
        /// <param name="blindOffset">Where it begins.</param>
        /// <returns>What is left of the budget, <see cref="Done"/> or <see cref="Failed"/>.</returns>
        public static int Step(long[] s, int budget, int whole, byte[] blind, int blindOffset)
        {
            int position = (int)s[Position];
            switch ((int)s[Phase])
            {
                case CombColumns:
                    return Comb(s, budget);

                case TableStart:
                    StartTable(s);
                    return budget - 12;

                case TablePoints:
                    StorePoint(s, position);
                    s[Position] = position + 1;
                    if (position == 7)
                    {
                        s[Position] = 1;
                        Unpack(s, Table + 8, A);
                        s[Phase] = TablePrefix;
                        return budget - 6;
                    }

                    P256Point.Run(s, 0, 0, Points, 1, false);
                    return budget - 12;

                case TablePrefix:
                    // The products Z0, Z0 Z1, ... where the points to add will lie.
                    Pack(s, A, Points + 4 * (position - 1));
                    Unpack(s, Table + Entry * position + 8, B);
                    FieldP256.Multiply(s, A, A, B);
                    Moduli.Canonical(s, A, Limbs.FieldP256);
                    s[Position] = position + 1;
                    if (position == 7)
                    {
                        // The peer's point is no secret, so neither are these.
                        ModularInverse.Begin(s, TableInverseAt, A, Limbs.FieldP256);
                        s[Phase] = TableInverse;
                    }

                    return budget - 3;

                case TableInverse:
                    if (InverseBatches.Run(s, TableInverseAt, Batches(budget)))
                    {
                        ModularInverse.Finish(s, TableInverseAt, A, Limbs.FieldP256);
                        P256Constants.Load(s, C, P256Constants.FieldCube);
                        FieldP256.Multiply(s, A, A, C);
                        s[Position] = 7;
                        s[Phase] = TableAffine;
                    }

                    return budget - Batches(budget) * 4 / 3 - 1;

                case TableAffine:
                    ToAffine(s, position);
                    s[Position] = position - 1;
                    if (position == 0)
                    {
                        s[Position] = 63;
                        s[Part] = 4;
                        s[Phase] = Window;
                    }

                    return budget - 9;

                case Window:
                    return Windows(s, budget, whole);

                case Affine:
                    // z^-1 = (z b)^-1 b
                    Array.Copy(s, Z, s, A, 9);
                    Reduce(s, A);
                    if (Limbs.ZeroMask(s, A) != 0)
                    {
                        if (s[IsWindow] == 0)
                        {
                            return Failed;
                        }

                        // The scalar was 2 or n - 2.
                        s[IsWindow] = 0;
                        Array.Copy(s, Table, s, Points, 8);
                        s[Points + 8] = 0;
                        P256Point.Run(s, 0, 0, Points, 1, true);
                        P256Point.Run(s, 0, 1, Points, 0, false);
                        return budget - 6;
                    }

                    Limbs.FromLittle(blind, blindOffset, s, B);
                    FieldP256.Multiply(s, A, A, B);
                    Moduli.Canonical(s, A, Limbs.FieldP256);
                    ModularInverse.Begin(s, InverseAt, A, Limbs.FieldP256);
                    s[Phase] = AffineInverse;
                    return budget - 4;

                case AffineInverse:
                    if (InverseBatches.Run(s, InverseAt, Batches(budget)))
                    {
                        s[Phase] = AffineFinish;
                    }

                    return budget - Batches(budget) * 4 / 3 - 1;

                case AffineFinish:
                    FinishAffine(s);
                    if (s[IsNonce] == 0)
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

                    s[Phase] = InvertNonce;
                    return budget - 9;

                case InvertNonce:
                    OrderP256.Multiply(s, A, Nonce, B);
                    Moduli.Canonical(s, A, Limbs.OrderP256);
                    ModularInverse.Begin(s, InverseAt, A, Limbs.OrderP256);
                    s[Phase] = NonceInverse;
                    return budget - 3;

                case NonceInverse:
                    if (InverseBatches.Run(s, InverseAt, Batches(budget)))
                    {
                        s[Phase] = NonceFinish;
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
        public static void WriteX(long[] s, byte[] result, int offset)
        {
            Limbs.ToBig(s, X, result, offset);
        }

        /// <summary>Writes the result as an uncompressed point, 65 bytes.</summary>
        public static void WritePoint(long[] s, byte[] result, int offset)
        {
            result[offset] = 4;
            Limbs.ToBig(s, X, result, offset + 1);
            Limbs.ToBig(s, Y, result, offset + 33);
        }

        /// <summary>Writes k^-1 in Montgomery form and r, 32 bytes little-endian each.</summary>
        public static void WriteNonce(long[] s, byte[] result, int offset)
        {
            Limbs.ToLittle(s, NonceInverted, result, offset);
            Limbs.ToLittle(s, NonceR, result, offset + 32);
        }

        private static int Batches(int budget)
        {
            int batches = budget * 3 / 4;
            return batches < 1 ? 1 : batches > 24 ? 24 : batches;
        }

        private static int Comb(long[] s, int budget)
        {
            int position = (int)s[Position];
            int part = (int)s[Part];
            bool first = part == 0 && position == SignedComb.Columns - 1;
            int twice = part == 0 && !first ? 1 : 0;
            int left = budget - 4 * twice;
            int count = 0;
            do
            {
                int bit = part * SignedComb.Columns + position;
                int at = Points + 9 * count;
                P256Table.Select(
                    -(s[Scalar] >> bit & 1),
                    -(s[Scalar + 1] >> bit & 1),
                    -(s[Scalar + 2] >> bit & 1),
                    -(s[Scalar + 3] >> bit & 1),
                    -(s[Scalar + 4] >> bit & 1),
                    part,
                    s,
                    at);
                s[at + 8] = -(s[Scalar + 5] >> bit & 1);
                left -= 8;
                count++;
                part++;
            }
            while (left >= 8 && part < SignedComb.Blocks);

            P256Point.Run(s, 0, twice, Points, count, first);
            if (part == SignedComb.Blocks)
            {
                part = 0;
                position--;
                if (position < 0)
                {
                    s[Phase] = Affine;
                }
            }

            s[Position] = position;
            s[Part] = part;
            return left;
        }

        /// <summary>
        /// 2 P, and P on the isomorphic curve on which 2 P is affine: there all odd multiples come by mixed additions of 2 P.
        /// </summary>
        private static void StartTable(long[] s)
        {
            Array.Copy(s, X, s, A, 18);
            P256Constants.Load(s, Z, P256Constants.FieldOne);
            P256Point.Run(s, 0, 1, Points, 0, false);
            Reduce(s, X);
            Reduce(s, Y);
            Pack(s, X, Points);
            Pack(s, Y, Points + 4);
            s[Points + 8] = 0;
            FieldP256.Multiply(s, C, Z, Z);
            FieldP256.Multiply(s, X, A, C);
            FieldP256.Multiply(s, C, C, Z);
            FieldP256.Multiply(s, Y, B, C);
            Array.Copy(s, Z, s, C, 9);
            P256Constants.Load(s, Z, P256Constants.FieldOne);
            s[Position] = 0;
            s[Phase] = TablePoints;
        }

        private static void StorePoint(long[] s, int index)
        {
            int at = Table + Entry * index;
            Store(s, X, at);
            Store(s, Y, at + 4);
            FieldP256.Multiply(s, B, Z, C);
            Moduli.Canonical(s, B, Limbs.FieldP256);
            Pack(s, B, at + 8);
        }

        private static void Store(long[] s, int from, int to)
        {
            Array.Copy(s, from, s, B, 9);
            Reduce(s, B);
            Pack(s, B, to);
        }

        private static void ToAffine(long[] s, int index)
        {
            int at = Table + Entry * index;

            // A holds the inverse of the product of all Z up to this one.
            if (index > 0)
            {
                Unpack(s, Points + 4 * (index - 1), B);
                FieldP256.Multiply(s, B, A, B);
                Unpack(s, at + 8, C);
                FieldP256.Multiply(s, A, A, C);
            }
            else
            {
                Array.Copy(s, A, s, B, 9);
            }

            FieldP256.Multiply(s, X, B, B);
            FieldP256.Multiply(s, B, B, X);
            Unpack(s, at, C);
            FieldP256.Multiply(s, C, C, X);
            Moduli.Canonical(s, C, Limbs.FieldP256);
            Pack(s, C, at);
            Unpack(s, at + 4, C);
            FieldP256.Multiply(s, C, C, B);
            Moduli.Canonical(s, C, Limbs.FieldP256);
            Pack(s, C, at + 4);
        }

        private static int Windows(long[] s, int budget, int whole)
        {
            int position = (int)s[Position];
            bool first = position == 63;
            int twice = first ? 0 : (int)s[Part];
            int cost = 4 * twice + 7;
            if (budget < cost && whole >= cost && budget < whole)
            {
                return 0;
            }

            int room = budget / 4;
            if (twice > 0 && room < twice)
            {
                twice = room < 1 ? 1 : room;
                s[Part] -= twice;
                P256Point.Run(s, 0, twice, Points, 0, false);
                return budget - 4 * twice - 1;
            }

            if (twice > 0 && budget < cost)
            {
                s[Part] = 0;
                P256Point.Run(s, 0, twice, Points, 0, false);
                return budget - 4 * twice - 1;
            }

            SelectWindow(s, position);
            P256Point.Run(s, 0, twice, Points, 1, first);
            s[Part] = 4;
            s[Position] = position - 1;
            if (position == 0)
            {
                s[Phase] = Affine;
            }

            return budget - cost;
        }

        /// <summary>One of the eight odd multiples, by mask; the digit is 2 w - 15.</summary>
        private static void SelectWindow(long[] s, int position)
        {
            int at = 4 * position + 1;
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

        private static void FinishAffine(long[] s)
        {
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
        private static void Reduce(long[] s, int at)
        {
            P256Constants.Load(s, Spare, P256Constants.FieldOne);
            FieldP256.Multiply(s, at, at, Spare);
            Moduli.Canonical(s, at, Limbs.FieldP256);
        }

        private static void Pack(long[] s, int from, int to)
        {
            s[to] = Limbs.Word(s, from, 0);
            s[to + 1] = Limbs.Word(s, from, 1);
            s[to + 2] = Limbs.Word(s, from, 2);
            s[to + 3] = Limbs.Word(s, from, 3);
        }

        private static void Unpack(long[] s, int from, int to)
        {
            Limbs.FromWords(s[from], s[from + 1], s[from + 2], s[from + 3], s, to);
        }
    }
}
