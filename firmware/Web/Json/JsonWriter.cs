// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using MilliHttp.Nano.Http;

namespace MilliHttp.Nano.Web
{
    /// <summary>
    /// Writes JSON (RFC 8259) into a response, without allocating; one writer serves all requests. Begin with <see cref="Open"/>. The writer sets commas;
    /// the caller must close objects and arrays.
    /// </summary>
    public sealed class JsonWriter
    {
        // A longer string is copied to an array of chars first: on the device the cost of reading char i of a string grows with i.
        private const int ShortText = 40;
        private HttpResponse _response;
        private bool _needsComma;

        /// <summary>Begins a body of the type application/json.</summary>
        public void Open(HttpResponse response)
        {
            _response = response;
            _needsComma = false;
            response.SetContentType(HeaderField.ContentTypeApplicationJson);
        }

        /// <summary>Begins an object: the whole text, or an element of an array.</summary>
        public void WriteStartObject()
        {
            Begin((byte)'{');
        }

        /// <summary>Begins an object as a member of an object.</summary>
        public void WriteStartObject(string name)
        {
            WriteName(name);
            Begin((byte)'{');
        }

        /// <summary>Ends an object.</summary>
        public void WriteEndObject()
        {
            End((byte)'}');
        }

        /// <summary>Begins an array: the whole text, or an element of an array.</summary>
        public void WriteStartArray()
        {
            Begin((byte)'[');
        }

        /// <summary>Begins an array as a member of an object.</summary>
        public void WriteStartArray(string name)
        {
            WriteName(name);
            Begin((byte)'[');
        }

        /// <summary>Ends an array.</summary>
        public void WriteEndArray()
        {
            End((byte)']');
        }

        /// <summary>Writes a member.</summary>
        public void WriteString(string name, string value)
        {
            WriteName(name);
            WriteStringValue(value);
        }

        /// <summary>Writes a member.</summary>
        public void WriteNumber(string name, long value)
        {
            WriteName(name);
            WriteNumberValue(value, 0);
        }

        /// <summary>Writes a member that is a decimal fraction: 215 with one decimal is 21.5.</summary>
        /// <param name="name">Its name.</param>
        /// <param name="value">The value in units of its last decimal.</param>
        /// <param name="decimals">Digits after the decimal point, at most 18.</param>
        public void WriteNumber(string name, long value, int decimals)
        {
            WriteName(name);
            WriteNumberValue(value, decimals);
        }

        /// <summary>Writes a member.</summary>
        public void WriteBoolean(string name, bool value)
        {
            WriteName(name);
            WriteBooleanValue(value);
        }

        /// <summary>Writes a member.</summary>
        public void WriteNull(string name)
        {
            WriteName(name);
            WriteLiteral("null");
        }

        /// <summary>Writes an element of an array, or the whole text; null is written as null.</summary>
        public void WriteStringValue(string value)
        {
            if (value == null)
            {
                WriteLiteral("null");
                return;
            }

            Separate();
            WriteText(value);
            _needsComma = true;
        }

        /// <summary>Writes an element of an array, or the whole text.</summary>
        /// <param name="value">The value in units of its last decimal.</param>
        /// <param name="decimals">Digits after the decimal point, at most 18.</param>
        public void WriteNumberValue(long value, int decimals)
        {
            Separate();
            _needsComma = true;
            if (decimals == 0)
            {
                _response.Write(value);
                return;
            }

            long unit = 1;
            for (int i = 0; i < decimals; i++)
            {
                unit *= 10;
            }

            long whole = value / unit;
            long part = value % unit;
            if (value < 0)
            {
                part = 0 - part;
                if (whole == 0)
                {
                    Put((byte)'-');
                }
            }

            _response.Write(whole);
            int at = _response.Reserve(20);
            byte[] buffer = _response.Buffer;
            buffer[at] = (byte)'.';
            for (int i = decimals; i > 0; i--)
            {
                buffer[at + i] = (byte)(48 + (int)(part % 10));
                part /= 10;
            }

            _response.Advance(1 + decimals);
        }

        /// <summary>Writes an element of an array, or the whole text.</summary>
        public void WriteBooleanValue(bool value)
        {
            WriteLiteral(value ? "true" : "false");
        }

        private void Begin(byte bracket)
        {
            Separate();
            Put(bracket);
            _needsComma = false;
        }

        private void End(byte bracket)
        {
            Put(bracket);
            _needsComma = true;
        }

        private void WriteName(string name)
        {
            Separate();
            WriteText(name);
            Put((byte)':');
            _needsComma = false;
        }

        private void WriteLiteral(string text)
        {
            Separate();
            int at = _response.Reserve(5);
            byte[] buffer = _response.Buffer;
            int length = text.Length;
            for (int i = 0; i < length; i++)
            {
                buffer[at + i] = (byte)text[i];
            }

            _response.Advance(length);
            _needsComma = true;
        }

        private void WriteText(string text)
        {
            int length = text.Length;
            HttpResponse response = _response;
            if (length <= ShortText)
            {
                // Most chars are one byte and need no escape.
                int from = response.Reserve(length + 2);
                byte[] buffer = response.Buffer;
                int at = from;
                buffer[at++] = (byte)'"';
                int i = 0;
                for (; i < length; i++)
                {
                    int letter = text[i];
                    if (letter < 32 || letter > 126 || letter == '"' || letter == '\\')
                    {
                        break;
                    }

                    buffer[at++] = (byte)letter;
                }

                if (i == length)
                {
                    buffer[at] = (byte)'"';
                    response.Advance(length + 2);
                    return;
                }
            }

            WriteEscaped(text.ToCharArray());
        }

        private void WriteEscaped(char[] letters)
        {
            HttpResponse response = _response;

            // A char takes at most six bytes (\u001f), a surrogate pair four.
            int at = response.Reserve((letters.Length * 6) + 2);
            int from = at;
            byte[] buffer = response.Buffer;
            buffer[at++] = (byte)'"';
            char[] one = new char[1];
            char[] two = new char[2];
            for (int i = 0; i < letters.Length; i++)
            {
                int letter = letters[i];
                if (letter == '"' || letter == '\\')
                {
                    buffer[at++] = (byte)'\\';
                    buffer[at++] = (byte)letter;
                }
                else if (letter < 32)
                {
                    buffer[at++] = (byte)'\\';
                    buffer[at++] = (byte)'u';
                    buffer[at++] = (byte)'0';
                    buffer[at++] = (byte)'0';
                    buffer[at++] = (byte)(48 + (letter >> 4));
                    letter &= 15;
                    buffer[at++] = (byte)(letter < 10 ? 48 + letter : 87 + letter);
                }
                else if (letter < 128)
                {
                    buffer[at++] = (byte)letter;
                }
                else if (letter >= 0xD800 && letter < 0xDC00 && i + 1 < letters.Length)
                {
                    two[0] = letters[i];
                    two[1] = letters[++i];
                    at = Utf8.Write(two, buffer, at);
                }
                else
                {
                    one[0] = (char)letter;
                    at = Utf8.Write(one, buffer, at);
                }
            }

            buffer[at++] = (byte)'"';
            response.Advance(at - from);
        }

        private void Separate()
        {
            if (_needsComma)
            {
                Put((byte)',');
            }
        }

        private void Put(byte letter)
        {
            int at = _response.Reserve(1);
            _response.Buffer[at] = letter;
            _response.Advance(1);
        }
    }
}
