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
                for (int j = 0; j < 8; j++)
                {
                    bytes[offset] = (byte)word;
                    offset++;
                    word >>= 8;
                }
            }
        }

        /// <summary>Writes 32 bytes, big-endian; the limbs are in their range.</summary>
        public static void ToBig(long[] s, int from, byte[] bytes, int offset)
        {
            offset += 32;
            for (int i = 0; i < 4; i++)
            {
                long word = Word(s, from, i);
                for (int j = 0; j < 8; j++)
                {
                    offset--;
                    bytes[offset] = (byte)word;
                    word >>= 8;
                }
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

        /// <summary>
        /// Brings a number between -m and 2 m to between 0 and m. Limbs may be off their range by 2^60.
        /// </summary>
        public static void Canonical(long[] s, int at, int modulus)
        {
            // Add m if negative, then subtract m, then add m again if that was too much.
            Carry(s, at, modulus, 0);
            Carry(s, at, modulus, s[at + 8] >> 63);
            Carry(s, at, modulus, 1);
            Carry(s, at, modulus, s[at + 8] >> 63);
        }

        /// <summary>s = s - factor m, carried; the top limb keeps the sign.</summary>
        public static void Carry(long[] s, int at, int modulus, long factor)
        {
            long carry = 0;
            for (int i = 0; i < 8; i++)
            {
                carry += s[at + i] - factor * Modulus(modulus, i);
                s[at + i] = carry & Mask;
                carry >>= 29;
            }

            s[at + 8] += carry - factor * Modulus(modulus, 8);
        }

        /// <summary>A limb of a modulus.</summary>
        public static long Modulus(int modulus, int index)
        {
            switch (modulus * 9 + index)
            {
                case 0:
                    return 0x1FFFFFED;
                case 8:
                    return 0x7FFFFF;
                case 12:
                    return 0x1FF;
                case 13:
                case 14:
                    return 0;
                case 15:
                    return 0x40000;
                case 16:
                    return 0x1FE00000;
                case 17:
                    return 0xFFFFFF;
                case 18:
                    return 0x1C632551;
                case 19:
                    return 0x1DCE5617;
                case 20:
                    return 0x5E7A13C;
                case 21:
                    return 0xDF55B4E;
                case 22:
                    return 0x1FFFFBCE;
                case 24:
                    return 0x3FFFF;
                case 25:
                    return 0x1FE00000;
                case 26:
                    return 0xFFFFFF;
                default:
                    return 0x1FFFFFFF;
            }
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
