// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Crypto
{
    /// <summary>Comparisons whose time depends on lengths only, never on the bytes compared.</summary>
    public static class ConstantTime
    {
        /// <summary>
        /// Compares <paramref name="length"/> bytes of two arrays. All differences are gathered by OR before the single decision, so
        /// neither the place nor the number of differing bytes shows.
        /// </summary>
        public static bool Equals(byte[] a, int aOffset, byte[] b, int bOffset, int length)
        {
            int difference = 0;
            for (int i = 0; i < length; i++)
            {
                difference |= a[aOffset + i] ^ b[bOffset + i];
            }

            return difference == 0;
        }

        /// <summary>True when all <paramref name="length"/> bytes are zero; looks at every one of them.</summary>
        public static bool IsZero(byte[] a, int offset, int length)
        {
            int sum = 0;
            for (int i = 0; i < length; i++)
            {
                sum |= a[offset + i];
            }

            return sum == 0;
        }
    }
}
