// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Web
{
    /// <summary>Paths within a folder, made from what a client sent.</summary>
    internal static class SafePath
    {
        /// <summary>
        /// Joins a folder and a path of segments separated by slashes. There is no way out: a path with an empty segment, one that begins with a dot (so also
        /// <c>..</c> and hidden files), a backslash, a colon, or a control character is none.
        /// </summary>
        /// <returns>The path, or null.</returns>
        public static string Join(string root, string path, char separator)
        {
            int length = path.Length;
            char[] letters = path.ToCharArray();
            bool begins = true;
            for (int i = 0; i < length; i++)
            {
                char letter = letters[i];
                if (letter == '/')
                {
                    if (begins)
                    {
                        return null;
                    }

                    begins = true;
                    letters[i] = separator;
                    continue;
                }

                if (letter < ' ' || letter == 127 || letter == '\\' || letter == ':' || letter == '*' || letter == '?' || letter == 0xFFFD || (begins && letter == '.'))
                {
                    return null;
                }

                begins = false;
            }

            return begins ? null : root + separator + new string(letters);
        }
    }
}
