// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Web
{
    /// <summary>Strings to bytes and back (RFC 3629). What is not well-formed becomes U+FFFD.</summary>
    public static class Utf8
    {
        private const char Replacement = (char)0xFFFD;

        /// <summary>The bytes of a string, in a new array.</summary>
        public static byte[] GetBytes(string text)
        {
            char[] letters = text.ToCharArray();
            byte[] bytes = new byte[Count(letters)];
            Write(letters, bytes, 0);
            return bytes;
        }

        /// <summary>Bytes that letters take.</summary>
        public static int Count(char[] letters)
        {
            int count = letters.Length;
            for (int i = 0; i < letters.Length; i++)
            {
                int letter = letters[i];
                if (letter >= 0x80)
                {
                    count += letter < 0x800 ? 1 : 2;
                    if (IsPair(letters, i))
                    {
                        // Four bytes for two letters.
                        i++;
                    }
                }
            }

            return count;
        }

        /// <summary>Writes letters; there has to be room for <see cref="Count"/> bytes.</summary>
        /// <returns>Where the text ends.</returns>
        public static int Write(char[] letters, byte[] destination, int offset)
        {
            for (int i = 0; i < letters.Length; i++)
            {
                int letter = letters[i];
                if (letter < 0x80)
                {
                    destination[offset++] = (byte)letter;
                    continue;
                }

                if (letter < 0x800)
                {
                    destination[offset++] = (byte)(0xC0 | (letter >> 6));
                    destination[offset++] = (byte)(0x80 | (letter & 0x3F));
                    continue;
                }

                if (IsPair(letters, i))
                {
                    i++;
                    letter = 0x10000 + ((letter - 0xD800) << 10) + (letters[i] - 0xDC00);
                    destination[offset++] = (byte)(0xF0 | (letter >> 18));
                    destination[offset++] = (byte)(0x80 | ((letter >> 12) & 0x3F));
                }
                else
                {
                    if (letter >= 0xD800 && letter < 0xE000)
                    {
                        letter = Replacement;
                    }

                    destination[offset++] = (byte)(0xE0 | (letter >> 12));
                }

                destination[offset++] = (byte)(0x80 | ((letter >> 6) & 0x3F));
                destination[offset++] = (byte)(0x80 | (letter & 0x3F));
            }

            return offset;
        }

        /// <summary>Whether bytes are well-formed (RFC 3629 section 4).</summary>
        public static bool IsValid(byte[] buffer, int offset, int length)
        {
            int end = offset + length;
            while (offset < end)
            {
                int letter = buffer[offset++];
                if (letter < 0x80)
                {
                    continue;
                }

                int count = letter < 0xC2 ? -1 : letter < 0xE0 ? 1 : letter < 0xF0 ? 2 : letter < 0xF5 ? 3 : -1;
                if (count < 0 || count > end - offset)
                {
                    return false;
                }

                // The second byte is bounded where the first is at an end of its range: no longer form than needed, no surrogates, nothing above U+10FFFF.
                int second = buffer[offset];
                if (second < (letter == 0xE0 ? 0xA0 : letter == 0xF0 ? 0x90 : 0x80) || second > (letter == 0xED ? 0x9F : letter == 0xF4 ? 0x8F : 0xBF))
                {
                    return false;
                }

                for (int i = 1; i < count; i++)
                {
                    if ((buffer[offset + i] & 0xC0) != 0x80)
                    {
                        return false;
                    }
                }

                offset += count;
            }

            return true;
        }

        /// <summary>The string of bytes.</summary>
        public static string GetString(byte[] buffer, int offset, int length)
        {
            return GetString(buffer, offset, length, false, false);
        }

        /// <summary>The string of bytes, decoded on the way.</summary>
        /// <param name="buffer">Where they are.</param>
        /// <param name="offset">The first one.</param>
        /// <param name="length">Their number.</param>
        /// <param name="percent">Whether <c>%xx</c> stands for a byte.</param>
        /// <param name="plus">Whether a plus stands for a space.</param>
        public static string GetString(byte[] buffer, int offset, int length, bool percent, bool plus)
        {
            char[] letters = new char[length];
            int count = 0;
            int end = offset + length;
            int value = 0;
            int missing = 0;
            int least = 0;
            while (offset < end)
            {
                int letter = buffer[offset++];
                if (letter == (byte)'%' && percent && offset + 1 < end)
                {
                    int coded = UrlText.Hex(buffer[offset], buffer[offset + 1]);
                    if (coded >= 0)
                    {
                        letter = coded;
                        offset += 2;
                    }
                }
                else if (letter == (byte)'+' && plus)
                {
                    letter = ' ';
                }

                if (missing > 0)
                {
                    if ((letter & 0xC0) == 0x80)
                    {
                        value = (value << 6) | (letter & 0x3F);
                        missing--;
                        if (missing == 0)
                        {
                            if (value < least || value > 0x10FFFF || (value >= 0xD800 && value < 0xE000))
                            {
                                letters[count++] = Replacement;
                            }
                            else if (value < 0x10000)
                            {
                                letters[count++] = (char)value;
                            }
                            else
                            {
                                letters[count++] = (char)(0xD800 + ((value - 0x10000) >> 10));
                                letters[count++] = (char)(0xDC00 + (value & 0x3FF));
                            }
                        }

                        continue;
                    }

                    letters[count++] = Replacement;
                    missing = 0;
                }

                if (letter < 0x80)
                {
                    letters[count++] = (char)letter;
                }
                else if (letter >= 0xC2 && letter < 0xE0)
                {
                    value = letter & 0x1F;
                    missing = 1;
                    least = 0x80;
                }
                else if (letter >= 0xE0 && letter < 0xF0)
                {
                    value = letter & 0xF;
                    missing = 2;
                    least = 0x800;
                }
                else if (letter >= 0xF0 && letter < 0xF5)
                {
                    value = letter & 7;
                    missing = 3;
                    least = 0x10000;
                }
                else
                {
                    letters[count++] = Replacement;
                }
            }

            if (missing > 0)
            {
                letters[count++] = Replacement;
            }

            return new string(letters, 0, count);
        }

        private static bool IsPair(char[] letters, int at)
        {
            return letters[at] >= 0xD800 && letters[at] < 0xDC00 && at + 1 < letters.Length && letters[at + 1] >= 0xDC00 && letters[at + 1] < 0xE000;
        }
    }
}
