// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Crypto
{
    /// <summary>
    /// The digits of a scalar for the signed comb: 6 teeth, 4 blocks, 11 columns, 264 bits.
    /// </summary>
    /// <remarks>
    /// An odd scalar k of at most 264 bits is the sum of (2 b[i] - 1) 2^i with b = (k - 1) / 2 + 2^263, so every digit is 1 or -1 and every
    /// column takes the same path. The top tooth is the sign of a table entry.
    /// </remarks>
    internal static class SignedComb
    {
        /// <summary>Points added per column.</summary>
        public const int Blocks = 4;

        /// <summary>Doublings and one.</summary>
        public const int Columns = 11;

        private const int Spacing = Blocks * Columns;

        /// <summary>
        /// Adds the odd number at "odd" to the scalar where the mask says so, then replaces it by six words, one per tooth: bit
        /// block * Columns + column of word i says, for teeth 0 to 4, the index bit, and of word 5 whether to subtract.
        /// </summary>
        public static void Recode(long[] s, int scalar, int odd, long mask)
        {
            long carry = 0;
            for (int i = 0; i < 9; i++)
            {
                carry += s[scalar + i] + (s[odd + i] & mask);
                s[scalar + i] = carry & 0x1FFFFFFF;
                carry >>= 29;
            }

            // Bit 264 of the scalar is bit 263 of b.
            s[scalar + 9] = 8;
            for (int i = 0; i < 6; i++)
            {
                int at = i * Spacing + 1;
                int limb = scalar + at / 29;
                int shift = at % 29;

                // The words overwrite limbs that are no longer needed: tooth i begins in limb 44 i / 29.
                s[scalar + i] = (s[limb] >> shift | s[limb + 1] << 29 - shift | s[limb + 2] << 58 - shift) & 0xFFFFFFFFFFFL;
            }

            long sign = ~s[scalar + 5];
            for (int i = 0; i < 5; i++)
            {
                s[scalar + i] ^= sign;
            }

            s[scalar + 5] = sign;
        }
    }
}
