// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Web
{
    /// <summary>Comparison of secrets.</summary>
    public static class FixedTime
    {
        /// <summary>
        /// Whether bytes equal a secret. The time depends on the two lengths only, not on where the bytes differ.
        /// </summary>
        public static bool Equals(byte[] secret, byte[] buffer, int offset, int length)
        {
            int size = secret.Length;
            int difference = size ^ length;
            if (size == 0)
            {
                return difference == 0;
            }

            int at = 0;
            for (int i = 0; i < length; i++)
            {
                difference |= secret[at] ^ buffer[offset + i];
                at++;
                at &= (at - size) >> 31;
            }

            return difference == 0;
        }
    }
}
