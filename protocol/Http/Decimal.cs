// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Http
{
    /// <summary>Decimal numbers as text.</summary>
    public static class Decimal
    {
        /// <summary>Number of digits of a number that is not negative.</summary>
        public static int Length(long number)
        {
            int digits = 1;
            while (number >= 10)
            {
                number /= 10;
                digits++;
            }

            return digits;
        }

        /// <summary>Writes a number that is not negative.</summary>
        /// <returns>Bytes written, at most 19.</returns>
        public static int Write(long number, byte[] destination, int offset)
        {
            int digits = Length(number);
            for (int at = offset + digits - 1; at >= offset; at--)
            {
                long rest = number / 10;
                destination[at] = (byte)(48 + number - (rest * 10));
                number = rest;
            }

            return digits;
        }

        /// <summary>Reads digits and nothing else (RFC 9110 section 8.6).</summary>
        /// <returns>The number, or -1 if there is something else, nothing, or more than 18 digits.</returns>
        public static long Parse(byte[] buffer, int offset, int length)
        {
            if (length <= 0 || length > 18)
            {
                return -1;
            }

            long number = 0;
            for (int i = 0; i < length; i++)
            {
                int digit = buffer[offset + i] - 48;
                if ((uint)digit > 9)
                {
                    return -1;
                }

                number = (number * 10) + digit;
            }

            return number;
        }
    }
}
