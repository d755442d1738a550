// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Crypto
{
    /// <summary>
    /// The inverse of a number modulo one of the three moduli, in batches.
    /// </summary>
    /// <remarks>
    /// Its time depends on the number. The caller blinds a secret: it multiplies the secret by a random factor first, and the inverse by the same factor
    /// again. The time then depends only on the product, which is uniformly random and independent of the secret.
    /// </remarks>
    internal static class ModularInverse
    {
        /// <summary>Longs of working memory.</summary>
        public const int Length = 47;

        /// <summary>Begins; the limbs at x are in their range.</summary>
        public static void Begin(long[] s, int o, int x, int modulus)
        {
            Moduli.Load(s, o, modulus);
            System.Array.Copy(s, o, s, o + 36, 9);
            System.Array.Copy(s, x, s, o + 9, 9);
            System.Array.Clear(s, o + 18, 18);
            s[o + 27] = 1;
            s[o + 45] = -1;
            s[o + 46] = modulus == Limbs.Field25519 ? 0x179435E5 : modulus == Limbs.FieldP256 ? 0x1FFFFFFF : 0x11FF43B1;
        }

        /// <summary>Writes the inverse, or zero if there is none, in canonical form to r.</summary>
        public static void Finish(long[] s, int o, int r, int modulus)
        {
            long sign = s[o + 8] >> 63;
            for (int i = 0; i < 9; i++)
            {
                s[r + i] = (s[o + 18 + i] ^ sign) - sign;
            }

            // d lies between -2 m and m, so this lies between -2 m and 2 m.
            Limbs.Carry(s, r);
            sign = s[r + 8] >> 63;
            for (int i = 0; i < 9; i++)
            {
                s[r + i] += s[o + 36 + i] & sign;
            }

            Moduli.Canonical(s, r, modulus);
        }
    }
}
