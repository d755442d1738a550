// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;

namespace MilliHttp.Nano.Crypto
{
    /// <summary>
    /// Numbers of nine limbs of 29 bits in an array of longs: from and to bytes, and to the one form between 0 and the modulus.
    /// </summary>
    /// <remarks>Constant-time: no branch and no index depends on a value.</remarks>
    internal static class Limbs
    {
        /// <summary>Limbs of a number.</summary>
        public const int Count = 9;

        /// <summary>2^255 - 19.</summary>
        public const int Field25519 = 0;

        /// <summary>The field of P-256.</summary>
        public const int FieldP256 = 1;

        /// <summary>The order of P-256.</summary>
        public const int OrderP256 = 2;

        private const long Mask = 0x1FFFFFFF;

        /// <summary>Reads 32 bytes, little-endian.</summary>
        public static void FromLittle(byte[] bytes, int offset, long[] s, int to)
        {
            FromWords(
                (long)BitConverter.ToUInt64(bytes, offset),
                (long)BitConverter.ToUInt64(bytes, offset + 8),
                (long)BitConverter.ToUInt64(bytes, offset + 16),
                (long)BitConverter.ToUInt64(bytes, offset + 24),
                s,
                to);
        }

        /// <summary>Reads 32 bytes, big-endian.</summary>
        public static void FromBig(byte[] bytes, int offset, long[] s, int to)
        {
            FromWords(Big(bytes, offset + 24), Big(bytes, offset + 16), Big(bytes, offset + 8), Big(bytes, offset), s, to);
        }

        /// <summary>Reads four words, the lowest first.</summary>
        public static void FromWords(long a, long b, long c, long d, long[] s, int to)
        {
            long mask = Mask;
            s[to] = a & mask;
            s[to + 1] = a >> 29 & mask;
            s[to + 2] = ((long)((ulong)a >> 58) | b << 6) & mask;
            s[to + 3] = b >> 23 & mask;
            s[to + 4] = ((long)((ulong)b >> 52) | c << 12) & mask;
            s[to + 5] = c >> 17 & mask;
            s[to + 6] = ((long)((ulong)c >> 46) | d << 18) & mask;
            s[to + 7] = d >> 11 & mask;
            s[to + 8] = (long)((ulong)d >> 40);
        }

        /// <summary>Writes 32 bytes, little-endian; the limbs are in their range.</summary>
        public static void ToLittle(long[] s, int from, byte[] bytes, int offset)
        {
            for (int i = 0; i < 4; i++)
            {
                long word = Word(s, from, i);
                bytes[offset] = (byte)word;
                bytes[offset + 1] = (byte)(word >> 8);
                bytes[offset + 2] = (byte)(word >> 16);
                bytes[offset + 3] = (byte)(word >> 24);
                bytes[offset + 4] = (byte)(word >> 32);
                bytes[offset + 5] = (byte)(word >> 40);
                bytes[offset + 6] = (byte)(word >> 48);
                bytes[offset + 7] = (byte)(word >> 56);
                offset += 8;
            }
        }

        /// <summary>Writes 32 bytes, big-endian; the limbs are in their range.</summary>
        public static void ToBig(long[] s, int from, byte[] bytes, int offset)
        {
            for (int i = 3; i >= 0; i--)
            {
                long word = Word(s, from, i);
                bytes[offset] = (byte)(word >> 56);
                bytes[offset + 1] = (byte)(word >> 48);
                bytes[offset + 2] = (byte)(word >> 40);
                bytes[offset + 3] = (byte)(word >> 32);
                bytes[offset + 4] = (byte)(word >> 24);
                bytes[offset + 5] = (byte)(word >> 16);
                bytes[offset + 6] = (byte)(word >> 8);
                bytes[offset + 7] = (byte)word;
                offset += 8;
            }
        }

        /// <summary>64 bits of a number whose limbs are in their range.</summary>
        public static long Word(long[] s, int from, int index)
        {
            switch (index)
            {
                case 0:
                    return s[from] | s[from + 1] << 29 | s[from + 2] << 58;
                case 1:
                    return s[from + 2] >> 6 | s[from + 3] << 23 | s[from + 4] << 52;
                case 2:
                    return s[from + 4] >> 12 | s[from + 5] << 17 | s[from + 6] << 46;
                default:
                    return s[from + 6] >> 18 | s[from + 7] << 11 | s[from + 8] << 40;
            }
        }

        /// <summary>Carries, so that the limbs are in their range; the top limb keeps the sign.</summary>
        public static void Carry(long[] s, int at)
        {
            long mask = Mask;
            long carry = 0;
            for (int end = at + 8; at < end; at++)
            {
                carry += s[at];
                s[at] = carry & mask;
                carry >>= 29;
            }

            s[at] += carry;
        }

        /// <summary>-1 if all limbs are zero, else 0; the limbs are in their range.</summary>
        public static long ZeroMask(long[] s, int at)
        {
            long any = 0;
            for (int i = 0; i < 9; i++)
            {
                any |= s[at + i];
            }

            return (any - 1) >> 63;
        }

        private static long Big(byte[] bytes, int offset)
        {
            return (long)(uint)(bytes[offset] << 24 | bytes[offset + 1] << 16 | bytes[offset + 2] << 8 | bytes[offset + 3]) << 32
                | (long)(uint)(bytes[offset + 4] << 24 | bytes[offset + 5] << 16 | bytes[offset + 6] << 8 | bytes[offset + 7]);
        }
    }
}
