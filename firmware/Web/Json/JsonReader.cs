// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Web
{
    /// <summary>
    /// Reads JSON (RFC 8259) token by token from where it lies; one reader serves all requests. Nothing is allocated but by <see cref="GetString"/>.
    /// Strict: what is not JSON ends in <see cref="JsonToken.Error"/>. Nesting is limited to 30.
    /// </summary>
    public sealed class JsonReader
    {
        private const int MostDepth = 30;
        private byte[] _buffer;
        private int _at;
        private int _end;
        private int _from;
        private int _length;
        private int _token;

        // One bit for each open container, the innermost lowest: 1 for an object. The highest bit that is set marks the end.
        private int _containers;

        // What may come: a value, a name, or what follows a value.
        private int _state;
        private const int WantsValue = 0;
        private const int WantsValueOrEnd = 1;
        private const int WantsName = 2;
        private const int WantsNameOrEnd = 3;
        private const int AfterValue = 4;

        /// <summary>One of <see cref="JsonToken"/>.</summary>
        public int TokenType
        {
            get { return _token; }
        }

        /// <summary>Begins with the body of a request.</summary>
        public void Open(HttpRequest request)
        {
            Http.HttpRequest engine = request.Engine;
            Open(engine.BodyBuffer, engine.BodyLength == 0 ? 0 : engine.BodyOffset, engine.BodyLength);
        }

        /// <summary>Begins with a text in memory.</summary>
        public void Open(byte[] buffer, int offset, int length)
        {
            _buffer = buffer;
            _at = offset;
            _end = offset + length;
            _token = JsonToken.None;
            _containers = 1;
            _state = WantsValue;
        }

        /// <summary>Goes to the next token.</summary>
        /// <returns>False at the end of the text, and when it is not JSON (<see cref="TokenType"/> says which).</returns>
        public bool Read()
        {
            if (_token == JsonToken.Error)
            {
                return false;
            }

            int letter = Next();
            if (_state == AfterValue)
            {
                if (_containers == 1)
                {
                    if (letter < 0)
                    {
                        _token = JsonToken.None;
                        return false;
                    }

                    return Fail();
                }

                if (letter == ',')
                {
                    _at++;
                    _state = (_containers & 1) != 0 ? WantsName : WantsValue;
                    letter = Next();
                }
                else
                {
                    return Close(letter);
                }
            }

            if (_state == WantsName || _state == WantsNameOrEnd)
            {
                if (letter == '}' && _state == WantsNameOrEnd)
                {
                    return Close(letter);
                }

                if (letter != '"' || !ReadText())
                {
                    return Fail();
                }

                if (Next() != ':')
                {
                    return Fail();
                }

                _at++;
                _state = WantsValue;
                _token = JsonToken.PropertyName;
                return true;
            }

            if (letter == ']' && _state == WantsValueOrEnd)
            {
                return Close(letter);
            }

            return ReadValue(letter);
        }

        /// <summary>Passes over the value of the present name, or over the rest of the container that begins here.</summary>
        public void Skip()
        {
            if (_token == JsonToken.PropertyName)
            {
                Read();
            }

            if (_token != JsonToken.StartObject && _token != JsonToken.StartArray)
            {
                return;
            }

            int depth = 1;
            while (depth > 0 && Read())
            {
                if (_token == JsonToken.StartObject || _token == JsonToken.StartArray)
                {
                    depth++;
                }
                else if (_token == JsonToken.EndObject || _token == JsonToken.EndArray)
                {
                    depth--;
                }
            }
        }

        /// <summary>Whether the present name or string equals a text. A text with escapes is decoded first, which allocates.</summary>
        public bool ValueEquals(string text)
        {
            byte[] buffer = _buffer;
            int from = _from;
            int length = _length;
            int wanted = text.Length;
            for (int i = 0; i < length; i++)
            {
                int letter = buffer[from + i];
                if (letter == '\\' || letter >= 128)
                {
                    return GetString() == text;
                }

                if (i >= wanted || text[i] != letter)
                {
                    return false;
                }
            }

            return length == wanted;
        }

        /// <summary>The present name or string, decoded.</summary>
        public string GetString()
        {
            byte[] buffer = _buffer;
            int end = _from + _length;
            int at = _from;
            while (at < end && buffer[at] != '\\')
            {
                at++;
            }

            if (at == end)
            {
                return Utf8.GetString(buffer, _from, _length);
            }

            // Escaped letters are put in as UTF-16, the rest piece by piece.
            string text = string.Empty;
            char[] letters = new char[_length];
            int count = 0;
            at = _from;
            while (at < end)
            {
                int plain = at;
                while (at < end && buffer[at] != '\\')
                {
                    at++;
                }

                if (at > plain)
                {
                    text += new string(letters, 0, count) + Utf8.GetString(buffer, plain, at - plain);
                    count = 0;
                }

                if (at < end)
                {
                    int letter = buffer[at + 1];
                    at += 2;
                    switch (letter)
                    {
                        case 'n': letter = 10; break;
                        case 't': letter = 9; break;
                        case 'r': letter = 13; break;
                        case 'b': letter = 8; break;
                        case 'f': letter = 12; break;
                        case 'u':
                            letter = (UrlText.Hex(buffer[at], buffer[at + 1]) << 8) | UrlText.Hex(buffer[at + 2], buffer[at + 3]);
                            at += 4;
                            break;
                    }

                    letters[count++] = (char)letter;
                }
            }

            return text + new string(letters, 0, count);
        }

        /// <summary>The present number, if it is a whole one.</summary>
        /// <param name="value">The number, or 0.</param>
        /// <returns>False if it is no number, has a fraction, or does not fit.</returns>
        public bool TryGetInt64(out long value)
        {
            return TryGetNumber(0, out value);
        }

        /// <summary>The present number in units of a decimal: 21.5 with one decimal is 215. Further digits are cut off.</summary>
        /// <param name="decimals">Digits after the decimal point; 0 for whole numbers only.</param>
        /// <param name="value">The number, or 0.</param>
        /// <returns>False if it is no number, has an exponent, or does not fit; with 0 decimals also if it has a fraction.</returns>
        public bool TryGetNumber(int decimals, out long value)
        {
            value = 0;
            if (_token != JsonToken.Number)
            {
                return false;
            }

            byte[] buffer = _buffer;
            int at = _from;
            int end = at + _length;
            bool negative = buffer[at] == '-';
            if (negative)
            {
                at++;
            }

            long sum = 0;
            int left = -1;
            for (; at < end; at++)
            {
                int letter = buffer[at];
                if (letter == '.')
                {
                    if (decimals == 0)
                    {
                        return false;
                    }

                    left = decimals;
                }
                else if (letter < '0' || letter > '9')
                {
                    return false;
                }
                else if (left != 0)
                {
                    if (!Append(ref sum, letter - '0'))
                    {
                        return false;
                    }

                    if (left > 0)
                    {
                        left--;
                    }
                }
            }

            for (left = left < 0 ? decimals : left; left > 0; left--)
            {
                if (!Append(ref sum, 0))
                {
                    return false;
                }
            }

            value = negative ? 0 - sum : sum;
            return true;
        }

        private static bool Append(ref long sum, int digit)
        {
            if (sum > (long.MaxValue - digit) / 10)
            {
                return false;
            }

            sum = (sum * 10) + digit;
            return true;
        }

        private bool ReadValue(int letter)
        {
            switch (letter)
            {
                case '{':
                    return Open(1, WantsNameOrEnd, JsonToken.StartObject);
                case '[':
                    return Open(0, WantsValueOrEnd, JsonToken.StartArray);
                case '"':
                    _token = JsonToken.String;
                    break;
                case 't':
                    return ReadLiteral("true", JsonToken.True);
                case 'f':
                    return ReadLiteral("false", JsonToken.False);
                case 'n':
                    return ReadLiteral("null", JsonToken.Null);
                default:
                    _token = JsonToken.Number;
                    break;
            }

            if (_token == JsonToken.String ? !ReadText() : !ReadNumber())
            {
                return Fail();
            }

            _state = AfterValue;
            return true;
        }

        private bool Open(int bit, int state, int token)
        {
            if (_containers >= 1 << MostDepth)
            {
                return Fail();
            }

            _containers = (_containers << 1) | bit;
            _at++;
            _state = state;
            _token = token;
            return true;
        }

        private bool Close(int letter)
        {
            bool isObject = (_containers & 1) != 0;
            if (_containers == 1 || letter != (isObject ? '}' : ']'))
            {
                return Fail();
            }

            _containers >>= 1;
            _at++;
            _state = AfterValue;
            _token = isObject ? JsonToken.EndObject : JsonToken.EndArray;
            return true;
        }

        private bool ReadLiteral(string text, int token)
        {
            int length = text.Length;
            if (_end - _at < length)
            {
                return Fail();
            }

            for (int i = 0; i < length; i++)
            {
                if (_buffer[_at + i] != text[i])
                {
                    return Fail();
                }
            }

            _at += length;
            _state = AfterValue;
            _token = token;
            return true;
        }

        private bool ReadText()
        {
            byte[] buffer = _buffer;
            int at = _at + 1;
            _from = at;
            while (at < _end)
            {
                int letter = buffer[at];
                if (letter == '"')
                {
                    _length = at - _from;
                    _at = at + 1;
                    return true;
                }

                if (letter < 32)
                {
                    return false;
                }

                at++;
                if (letter == '\\')
                {
                    int escaped = at < _end ? buffer[at++] : 0;
                    if (escaped == 'u')
                    {
                        if (_end - at < 4 || UrlText.Hex(buffer[at], buffer[at + 1]) < 0 || UrlText.Hex(buffer[at + 2], buffer[at + 3]) < 0)
                        {
                            return false;
                        }

                        at += 4;
                    }
                    else if (escaped != '"' && escaped != '\\' && escaped != '/' && escaped != 'n' && escaped != 't' && escaped != 'r' && escaped != 'b' && escaped != 'f')
                    {
                        return false;
                    }
                }
            }

            return false;
        }

        // -?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?
        private bool ReadNumber()
        {
            byte[] buffer = _buffer;
            int at = _at;
            _from = at;
            if (at < _end && buffer[at] == '-')
            {
                at++;
            }

            int digits = Digits(at);
            if (digits == 0 || (digits > 1 && buffer[at] == '0'))
            {
                return false;
            }

            at += digits;
            if (at < _end && buffer[at] == '.')
            {
                digits = Digits(at + 1);
                if (digits == 0)
                {
                    return false;
                }

                at += 1 + digits;
            }

            if (at < _end && (buffer[at] | 0x20) == 'e')
            {
                at++;
                if (at < _end && (buffer[at] == '+' || buffer[at] == '-'))
                {
                    at++;
                }

                digits = Digits(at);
                if (digits == 0)
                {
                    return false;
                }

                at += digits;
            }

            _length = at - _from;
            _at = at;
            return true;
        }

        private int Digits(int at)
        {
            int from = at;
            while (at < _end && _buffer[at] >= '0' && _buffer[at] <= '9')
            {
                at++;
            }

            return at - from;
        }

        /// <summary>Skips white space. Returns the byte after it, or -1 at the end.</summary>
        private int Next()
        {
            byte[] buffer = _buffer;
            int at = _at;
            while (at < _end && (buffer[at] == 32 || buffer[at] == 10 || buffer[at] == 13 || buffer[at] == 9))
            {
                at++;
            }

            _at = at;
            return at < _end ? buffer[at] : -1;
        }

        private bool Fail()
        {
            _token = JsonToken.Error;
            return false;
        }
    }
}
