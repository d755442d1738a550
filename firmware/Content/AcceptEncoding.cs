// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using MilliHttp.Nano.Http;

namespace MilliHttp.Nano.Firmware.Content
{
    /// <summary>The Accept-Encoding field (RFC 9110 section 12.5.3).</summary>
    public static class AcceptEncoding
    {
        /// <summary>Whether a request names gzip with a weight that is not zero.</summary>
        public static bool TakesGzip(HttpRequest request)
        {
            int field = request.IndexOf(HeaderId.AcceptEncoding);
            if (field < 0)
            {
                return false;
            }

            byte[] buffer = request.Buffer;
            int at = request.ValueOffset(field);
            int end = at + request.ValueLength(field);
            while (at < end)
            {
                while (at < end && (buffer[at] == 32 || buffer[at] == 44))
                {
                    at++;
                }

                int from = at;
                while (at < end && buffer[at] != 44 && buffer[at] != 59 && buffer[at] != 32)
                {
                    at++;
                }

                bool found = at - from == 4 && (buffer[from] | 32) == 'g' && (buffer[from + 1] | 32) == 'z'
                    && (buffer[from + 2] | 32) == 'i' && (buffer[from + 3] | 32) == 'p';
                bool zero = false;
                while (at < end && buffer[at] != 44)
                {
                    // The weight is zero if it has digits and none of them but zeros.
                    int letter = buffer[at++];
                    if (letter == 48)
                    {
                        zero = true;
                    }
                    else if (letter > 48 && letter <= 57)
                    {
                        zero = false;
                        while (at < end && buffer[at] != 44)
                        {
                            at++;
                        }
                    }
                }

                if (found)
                {
                    return !zero;
                }
            }

            return false;
        }
    }
}
