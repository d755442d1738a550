// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Web
{
    /// <summary>
    /// Names and values of queries, forms and cookies, where they lie (RFC 3986 section 2.1, application/x-www-form-urlencoded). A place is a number:
    /// the offset in the upper 32 bits, the length in the lower; -1 for none.
    /// </summary>
    public static class UrlText
    {
        /// <summary>The byte that two hexadecimal digits stand for, or -1.</summary>
        public static int Hex(int high, int low)
        {
            high = Digit(high);
            low = Digit(low);
            return high < 0 || low < 0 ? -1 : (high << 4) | low;
        }

        /// <summary>Finds the value of the first pair with a name in <c>a=1&amp;b=2</c>. Names are compared decoded.</summary>
        /// <returns>The place of its value, not decoded; -1 if there is no such name.</returns>
        public static long Find(byte[] buffer, int offset, int length, string name)
        {
            int end = offset + length;
            int wanted = name.Length;
            while (offset < end)
            {
                int i = 0;
                bool same = true;
                while (offset < end && buffer[offset] != (byte)'=' && buffer[offset] != (byte)'&')
                {
                    int letter = buffer[offset++];
                    if (letter == (byte)'%' && offset + 1 < end)
                    {
                        int coded = Hex(buffer[offset], buffer[offset + 1]);
                        if (coded >= 0)
                        {
                            letter = coded;
                            offset += 2;
                        }
                    }
                    else if (letter == (byte)'+')
                    {
                        letter = ' ';
                    }

                    if (same)
                    {
                        same = i < wanted && name[i] == letter;
                        i++;
                    }
                }

                int value = offset < end && buffer[offset] == (byte)'=' ? offset + 1 : offset;
                offset = value;
                while (offset < end && buffer[offset] != (byte)'&')
                {
                    offset++;
                }

                if (same && i == wanted)
                {
                    return ((long)value << 32) | (long)(offset - value);
                }

                offset++;
            }

            return -1;
        }

        /// <summary>Finds the value of a cookie in <c>a=1; b=2</c> (RFC 6265 section 4.2.1).</summary>
        /// <returns>The place of its value; -1 if there is no such name.</returns>
        public static long FindCookie(byte[] buffer, int offset, int length, string name)
        {
            int end = offset + length;
            int wanted = name.Length;
            while (offset < end)
            {
                while (offset < end && (buffer[offset] == (byte)' ' || buffer[offset] == (byte)';'))
                {
                    offset++;
                }

                int i = 0;
                while (i < wanted && offset + i < end && buffer[offset + i] == name[i])
                {
                    i++;
                }

                bool found = i == wanted && offset + i < end && buffer[offset + i] == (byte)'=';
                int value = offset + i + 1;
                while (offset < end && buffer[offset] != (byte)';')
                {
                    offset++;
                }

                if (found)
                {
                    return ((long)value << 32) | (long)(offset - value);
                }
            }

            return -1;
        }

        private static int Digit(int letter)
        {
            if (letter >= '0' && letter <= '9')
            {
                return letter - '0';
            }

            letter |= 0x20;
            return letter >= 'a' && letter <= 'f' ? letter - 'a' + 10 : -1;
        }
    }
}
