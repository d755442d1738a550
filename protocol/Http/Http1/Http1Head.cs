// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;

namespace MilliHttp.Nano.Http
{
    /// <summary>
    /// Finds the end of the head of an HTTP/1.1 request (RFC 9112) and parses it, in place and without state. It reads words of eight bytes: the head of
    /// a browser, 700 bytes, costs under 13,000 operations.
    /// </summary>
    /// <remarks>
    /// It is strict where leniency would allow request smuggling (RFC 9112 section 11.2): lines end with CR LF only, no folded lines, no white space around
    /// names, no control characters, one Content-Length of digits or one Transfer-Encoding of exactly <c>chunked</c>, never both.
    /// </remarks>
    public static class Http1Head
    {
        /// <summary>The body is chunked.</summary>
        public const int Chunked = 1;

        /// <summary>Connection: close.</summary>
        public const int Close = 2;

        /// <summary>Connection: keep-alive; it matters only to HTTP/1.0.</summary>
        public const int KeepAlive = 4;

        /// <summary>Expect: 100-continue.</summary>
        public const int Expects = 8;

        private const int HostSeen = 16;
        private const int ExpectUnknown = 32;
        private const int UpgradeAsked = 64;        // Connection: upgrade
        private const int UpgradeToWebSocket = 128; // Upgrade: websocket

        private const ulong Ones = 0x0101010101010101UL;
        private const ulong Highs = 0x8080808080808080UL;
        private const ulong Lows = 0x7F7F7F7F7F7F7F7FUL;

        /// <summary>
        /// Searches for the empty line that ends a head. Bare line feeds count too, so that a head with them is complete and can be refused.
        /// </summary>
        /// <param name="buffer">Holds the bytes.</param>
        /// <param name="from">Where the head begins, or where the last search stopped.</param>
        /// <param name="end">End of the bytes.</param>
        /// <returns>The index after the head, or the complement (~) of the place where the next search begins.</returns>
        public static int FindEnd(byte[] buffer, int from, int end)
        {
            int at = from;
            int last = end - 8;
            while (true)
            {
                while (at <= last)
                {
                    ulong word = BitConverter.ToUInt64(buffer, at) ^ 0x0A0A0A0A0A0A0A0AUL;
                    ulong found = (word - Ones) & ~word & Highs;
                    if (found != 0)
                    {
                        at += (int)((((found & (0 - found)) >> 7) * 0x0001020304050607UL) >> 56);
                        break;
                    }

                    at += 8;
                }

                if (at > last)
                {
                    while (at < end && buffer[at] != 10)
                    {
                        at++;
                    }
                }

                if (at + 1 >= end)
                {
                    return ~at;
                }

                int next = buffer[at + 1];
                if (next == 10)
                {
                    return at + 2;
                }

                if (next == 13)
                {
                    if (at + 2 >= end)
                    {
                        return ~at;
                    }

                    if (buffer[at + 2] == 10)
                    {
                        return at + 3;
                    }
                }

                at++;
            }
        }

        /// <summary>Parses the request line: method, path, query, authority, protocol.</summary>
        /// <param name="request">Reset, with <see cref="HttpRequest.Buffer"/> set.</param>
        /// <param name="start">Where the line begins.</param>
        /// <param name="end">The index after the last byte that may be read.</param>
        /// <param name="next">The line after it.</param>
        /// <returns>0, or the status of the response that refuses the request.</returns>
        public static int ParseRequestLine(HttpRequest request, int start, int end, out int next)
        {
            byte[] buffer = request.Buffer;
            next = start;

            // Method: a token.
            int at = start;
            while (at < end && buffer[at] != 32)
            {
                if (!FieldSyntax.IsToken(buffer[at]))
                {
                    return 400;
                }

                at++;
            }

            int length = at - start;
            if (length == 0 || at >= end)
            {
                return 400;
            }

            int method = HttpMethod.Parse(buffer, start, length);
            request.Method = method;
            int target = ++at;

            // Target: visible ASCII without '#'.
            while (at < end)
            {
                int letter = buffer[at];
                if (letter <= 32 || letter >= 127 || letter == 35)
                {
                    break;
                }

                at++;
            }

            length = at - target;
            if (length == 0 || at >= end || buffer[at] != 32)
            {
                return 400;
            }

            // Version: HTTP/d.d and the end of the line.
            at++;
            if (at + 10 > end || BitConverter.ToUInt64(buffer, at) << 24 != 0x2F50545448UL << 24
                || buffer[at + 6] != 46 || buffer[at + 8] != 13 || buffer[at + 9] != 10)
            {
                return 400;
            }

            int major = buffer[at + 5] - 48;
            int minor = buffer[at + 7] - 48;
            if ((uint)major > 9 || (uint)minor > 9)
            {
                return 400;
            }

            if (major != 1)
            {
                return 505;
            }

            request.Protocol = minor == 0 ? HttpProtocol.Http10 : HttpProtocol.Http11;
            next = at + 10;
            if (buffer[target] != 47)
            {
                // Absolute form (RFC 9112 section 3.2.2), the asterisk of OPTIONS, or the authority of CONNECT, which is not supported.
                if (method == HttpMethod.Unknown)
                {
                    return 0;
                }

                if (length == 1 && buffer[target] == 42 && method == HttpMethod.Options)
                {
                    request.SetTarget(target, length);
                    return 0;
                }

                int skip = SchemeLength(buffer, target, length);
                if (skip == 0)
                {
                    return 400;
                }

                int stop = target + length;
                int from = target + skip;
                int slash = from;
                while (slash < stop && buffer[slash] != 47 && buffer[slash] != 63)
                {
                    slash++;
                }

                if (!IsHost(buffer, from, slash - from) || slash == from)
                {
                    return 400;
                }

                request.AuthorityOffset = from;
                request.AuthorityLength = slash - from;
                if (slash == stop || buffer[slash] == 63)
                {
                    // An empty path: the slash before the authority stands for it.
                    request.SetTarget(slash, stop - slash);
                    request.PathOffset = from - 1;
                    request.PathLength = 1;
                    return 0;
                }

                request.SetTarget(slash, stop - slash);
                return 0;
            }

            request.SetTarget(target, length);
            return 0;
        }

        /// <summary>Parses the fields and determines the framing of the body.</summary>
        /// <param name="request">With its request line.</param>
        /// <param name="start">The first field line.</param>
        /// <param name="end">End of the head, the empty line included.</param>
        /// <returns>Flags (<see cref="Chunked"/>, ...), or minus the status of the response that refuses the request.</returns>
        public static int ParseFields(HttpRequest request, int start, int end)
        {
            byte[] buffer = request.Buffer;
            int last = buffer.Length - 8;
            int flags = 0;
            int at = start;
            while (true)
            {
                if (at + 2 > end)
                {
                    return -400;
                }

                if (buffer[at] == 13)
                {
                    if (buffer[at + 1] != 10 || at + 2 != end)
                    {
                        return -400;
                    }

                    break;
                }

                // Name, as words in lower case, up to its colon.
                int name = at;
                ulong first = 0;
                ulong second = 0;
                ulong third = 0;
                ulong fourth = 0;
                int length = 0;
                while (at <= last)
                {
                    ulong word = BitConverter.ToUInt64(buffer, at);
                    ulong colon = word ^ 0x3A3A3A3A3A3A3A3AUL;
                    colon = (colon - Ones) & ~colon & Highs;
                    int taken = 8;
                    if (colon != 0)
                    {
                        colon = (colon & (0 - colon)) >> 7;
                        word &= colon - 1;
                        taken = (int)((colon * 0x0001020304050607UL) >> 56);
                    }

                    ulong letters = word & Lows;
                    letters = (letters + 0x3F3F3F3F3F3F3F3FUL) & ~(letters + 0x2525252525252525UL) & ~word & Highs;
                    word |= letters >> 2;
                    if (length == 0)
                    {
                        first = word;
                    }
                    else if (length == 8)
                    {
                        second = word;
                    }
                    else if (length == 16)
                    {
                        third = word;
                    }
                    else if (length == 24)
                    {
                        fourth = word;
                    }

                    at += taken;
                    length += taken;
                    if (taken != 8 || colon != 0 || at >= end)
                    {
                        break;
                    }
                }

                while (at < end && buffer[at] != 58)
                {
                    // Only in the last bytes of the buffer, or past the end of a line without a colon.
                    int letter = buffer[at];
                    if (letter >= 65 && letter <= 90)
                    {
                        letter |= 32;
                    }

                    ulong bits = (ulong)letter << ((length & 7) << 3);
                    switch (length >> 3)
                    {
                        case 0: first |= bits; break;
                        case 1: second |= bits; break;
                        case 2: third |= bits; break;
                        case 3: fourth |= bits; break;
                        default: break;
                    }

                    at++;
                    length++;
                }

                if (at >= end || length == 0 || length > 255)
                {
                    return -400;
                }

                int id = length > 32 ? HeaderId.Other : HeaderTable.FindWords(first, second, third, fourth, length);
                if (id == HeaderId.Other)
                {
                    // Registered names are tokens; others must be checked.
                    for (int i = name; i < at; i++)
                    {
                        if (!FieldSyntax.IsToken(buffer[i]))
                        {
                            return -400;
                        }
                    }
                }

                // Value, up to the end of the line.
                at++;
                while (buffer[at] == 32 || buffer[at] == 9)
                {
                    at++;
                }

                int value = at;
                while (true)
                {
                    if (at <= last)
                    {
                        ulong word = BitConverter.ToUInt64(buffer, at);
                        ulong delete = word ^ Lows;
                        ulong found = (((word - 0x2020202020202020UL) & ~word) | ((delete - Ones) & ~delete)) & Highs;
                        if (found == 0)
                        {
                            at += 8;
                            continue;
                        }

                        at += (int)((((found & (0 - found)) >> 7) * 0x0001020304050607UL) >> 56);
                    }

                    int letter = at < end ? buffer[at] : 0;
                    if (letter == 13)
                    {
                        break;
                    }

                    if ((letter < 32 && letter != 9) || letter == 127)
                    {
                        return -400;
                    }

                    at++;
                }

                int valueEnd = at;
                at += 2;
                if (at > end || buffer[at - 1] != 10)
                {
                    return -400;
                }

                while (valueEnd > value && (buffer[valueEnd - 1] == 32 || buffer[valueEnd - 1] == 9))
                {
                    valueEnd--;
                }

                int valueLength = valueEnd - value;
                if (request.Keeps(id, buffer, name, length) && !request.AddField(id, name, length, value, valueLength))
                {
                    return -431;
                }

                switch (id)
                {
                    case HeaderId.Host:
                        if ((flags & HostSeen) != 0 || !IsHost(buffer, value, valueLength))
                        {
                            return -400;
                        }

                        flags |= HostSeen;
                        if (request.AuthorityLength == 0)
                        {
                            request.AuthorityOffset = value;
                            request.AuthorityLength = valueLength;
                        }

                        break;

                    case HeaderId.ContentLength:
                        long contentLength = Decimal.Parse(buffer, value, valueLength);
                        if (contentLength < 0 || request.ContentLength >= 0 || (flags & Chunked) != 0)
                        {
                            return -400;
                        }

                        request.ContentLength = contentLength;
                        break;

                    case HeaderId.TransferEncoding:
                        if (request.ContentLength >= 0 || (flags & Chunked) != 0 || request.Protocol == HttpProtocol.Http10)
                        {
                            return -400;
                        }

                        if (!EqualsText(buffer, value, valueLength, 0x64656B6E756863UL, 7))
                        {
                            return IsCodedChunked(buffer, value, valueLength) ? -501 : -400;
                        }

                        flags |= Chunked;
                        break;

                    case HeaderId.Connection:
                        flags |= ConnectionFlags(buffer, value, valueLength);
                        break;

                    case HeaderId.Upgrade:
                        if (valueLength == 9 && EqualsText(buffer, value, 8, 0x656B636F73626577UL, 8) && (buffer[value + 8] | 32) == 't')
                        {
                            flags |= UpgradeToWebSocket;
                        }

                        break;

                    case HeaderId.Expect:
                        flags |= IsContinue(buffer, value, valueLength) ? Expects : ExpectUnknown;
                        break;

                    default:
                        break;
                }
            }

            if (request.Protocol == HttpProtocol.Http10)
            {
                flags &= ~(Expects | ExpectUnknown);
            }
            else if ((flags & HostSeen) == 0)
            {
                return -400;
            }

            if ((flags & ExpectUnknown) != 0)
            {
                return -417;
            }

            if ((flags & (UpgradeAsked | UpgradeToWebSocket | Chunked)) == (UpgradeAsked | UpgradeToWebSocket)
                && request.Method == HttpMethod.Get && request.Protocol == HttpProtocol.Http11 && request.ContentLength <= 0)
            {
                request.Tunnel = HttpTunnel.WebSocket;
            }

            return flags & (Chunked | Close | KeepAlive | Expects);
        }

        /// <summary>Id of a field name in any case, and whether it must be kept for <see cref="ParseFields"/>.</summary>
        /// <param name="buffer">Buffer of the name.</param>
        /// <param name="offset">Its first byte.</param>
        /// <param name="length">Its length in bytes.</param>
        /// <param name="needed">Whether the engine reads fields with this name.</param>
        /// <returns>The id, or <see cref="HeaderId.Other"/>.</returns>
        internal static int NameId(byte[] buffer, int offset, int length, out bool needed)
        {
            needed = false;
            if (length > 32)
            {
                return HeaderId.Other;
            }

            ulong first = 0;
            ulong second = 0;
            ulong third = 0;
            ulong fourth = 0;
            for (int i = length - 1; i >= 0; i--)
            {
                int letter = buffer[offset + i];
                if (letter >= 65 && letter <= 90)
                {
                    letter |= 32;
                }

                switch (i >> 3)
                {
                    case 0: first = (first << 8) | (uint)letter; break;
                    case 1: second = (second << 8) | (uint)letter; break;
                    case 2: third = (third << 8) | (uint)letter; break;
                    default: fourth = (fourth << 8) | (uint)letter; break;
                }
            }

            int id = HeaderTable.FindWords(first, second, third, fourth, length);
            needed = id == HeaderId.Host || id == HeaderId.ContentLength || id == HeaderId.TransferEncoding || id == HeaderId.Connection
                || id == HeaderId.Expect || id == HeaderId.Upgrade;
            return id;
        }

        /// <summary>Finds the end of a field value, or a character that must not be in one.</summary>
        /// <param name="buffer">Buffer of the value.</param>
        /// <param name="at">Where to begin.</param>
        /// <param name="end">The index after the last byte that may be read.</param>
        /// <returns>Index of the first control character other than TAB, or <paramref name="end"/>.</returns>
        internal static int SkipValue(byte[] buffer, int at, int end)
        {
            int last = end - 8;
            while (at < end)
            {
                if (at <= last)
                {
                    ulong word = BitConverter.ToUInt64(buffer, at);
                    ulong delete = word ^ Lows;
                    ulong found = (((word - 0x2020202020202020UL) & ~word) | ((delete - Ones) & ~delete)) & Highs;
                    if (found == 0)
                    {
                        at += 8;
                        continue;
                    }

                    at += (int)((((found & (0 - found)) >> 7) * 0x0001020304050607UL) >> 56);
                }

                int letter = buffer[at];
                if ((letter < 32 && letter != 9) || letter == 127)
                {
                    return at;
                }

                at++;
            }

            return at;
        }

        /// <summary>Whether text is an authority without user information: no white space, and no delimiters but those of address and port.</summary>
        private static bool IsHost(byte[] buffer, int offset, int length)
        {
            for (int i = offset; i < offset + length; i++)
            {
                // '!', '$' to '.', '0' to ':', ';', '=' below 64 but neither '/', ',' nor '#', '"', '<', '>', '?'; above it no '@', '\', '^', '`', '{', '|', '}'.
                int letter = buffer[i];
                bool good = letter < 64
                    ? ((0x2FFF6FF200000000UL >> letter) & 1) != 0
                    : letter < 127 && ((0x47FFFFFEAFFFFFFEUL >> (letter - 64)) & 1) != 0;
                if (!good)
                {
                    return false;
                }
            }

            return true;
        }

        private static int SchemeLength(byte[] buffer, int offset, int length)
        {
            if (length > 7 && EqualsText(buffer, offset, 7, 0x2F2F3A70747468UL, 7))
            {
                return 7;
            }

            return length > 8 && EqualsText(buffer, offset, 8, 0x2F2F3A7370747468UL, 8) ? 8 : 0;
        }

        /// <summary>Compares, ignoring case, with a text of at most eight bytes in lower case, the first in the lowest byte.</summary>
        private static bool EqualsText(byte[] buffer, int offset, int length, ulong text, int textLength)
        {
            if (length != textLength)
            {
                return false;
            }

            for (int i = 0; i < length; i++)
            {
                int letter = buffer[offset + i];
                if (letter >= 65 && letter <= 90)
                {
                    letter |= 32;
                }

                if (letter != (int)(text & 0xFF))
                {
                    return false;
                }

                text >>= 8;
            }

            return true;
        }

        private static bool IsContinue(byte[] buffer, int offset, int length)
        {
            return length == 12
                && EqualsText(buffer, offset, 8, 0x746E6F632D303031UL, 8)
                && EqualsText(buffer, offset + 8, 4, 0x65756E69UL, 4);
        }

        /// <summary>Whether a known but unsupported coding precedes chunked: 501 instead of 400.</summary>
        private static bool IsCodedChunked(byte[] buffer, int offset, int length)
        {
            int comma = offset;
            int end = offset + length;
            while (comma < end && buffer[comma] != 44)
            {
                comma++;
            }

            int coding = comma - offset;
            int rest = comma + 1;
            while (rest < end && buffer[rest] == 32)
            {
                rest++;
            }

            return rest < end && EqualsText(buffer, rest, end - rest, 0x64656B6E756863UL, 7)
                && (EqualsText(buffer, offset, coding, 0x70697A67UL, 4)
                    || EqualsText(buffer, offset, coding, 0x6574616C666564UL, 7)
                    || EqualsText(buffer, offset, coding, 0x73736572706D6F63UL, 8));
        }

        private static int ConnectionFlags(byte[] buffer, int offset, int length)
        {
            int flags = 0;
            int end = offset + length;
            int at = offset;
            while (at < end)
            {
                int from = at;
                while (at < end && buffer[at] != 44)
                {
                    at++;
                }

                int to = at++;
                while (from < to && (buffer[from] == 32 || buffer[from] == 9))
                {
                    from++;
                }

                while (to > from && (buffer[to - 1] == 32 || buffer[to - 1] == 9))
                {
                    to--;
                }

                if (EqualsText(buffer, from, to - from, 0x65736F6C63UL, 5))
                {
                    flags |= Close;
                }
                else if (to - from == 10 && EqualsText(buffer, from, 8, 0x696C612D7065656BUL, 8) && EqualsText(buffer, from + 8, 2, 0x6576UL, 2))
                {
                    flags |= KeepAlive;
                }
                else if (EqualsText(buffer, from, to - from, 0x65646172677075UL, 7))
                {
                    flags |= UpgradeAsked;
                }
            }

            return flags;
        }
    }
}
