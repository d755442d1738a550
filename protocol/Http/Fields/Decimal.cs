// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Http
{
    /// <summary>Decimal numbers as text.</summary>
    public static class Decimal
    {
        /// <summary>Number of digits.</summary>
        /// <param name="number">0 or more.</param>
        /// <returns>1 to 19.</returns>
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

        /// <summary>Writes a number.</summary>
        /// <param name="number">0 or more.</param>
        /// <param name="destination">Where to write.</param>
        /// <param name="offset">First byte to write.</param>
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

        /// <summary>Reads a number that consists of digits only (RFC 9110 section 8.6).</summary>
        /// <param name="buffer">Buffer of the text.</param>
        /// <param name="offset">Its first byte.</param>
        /// <param name="length">Its length in bytes.</param>
        /// <returns>The number, or -1 if the text is empty, has more than 18 digits, or has another character.</returns>
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
