// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using MilliHttp.Nano.Http;

namespace MilliHttp.Nano.Web
{
    /// <summary>
    /// The response, written as text and bytes. A body goes into a buffer of the pool or, if it does not fit, into an array on the heap. One object serves all
    /// requests: do not keep it.
    /// </summary>
    public sealed class HttpResponse
    {
        private const int TypeGiven = 1;
        private const int Composed = 2;
        private Http.HttpResponse _engine;
        private byte[] _large;
        private int _length;
        private int _flags;
        private LargeBodies _bodies;

        internal HttpResponse()
        {
        }

        /// <summary>The engine's response: registered fields, and bodies that are read while they are sent.</summary>
        public Http.HttpResponse Engine
        {
            get { return _engine; }
        }

        /// <summary>The status code; 200 unless the handler sets it.</summary>
        public int StatusCode
        {
            get { return _engine.Status; }
            set { _engine.Status = value; }
        }

        /// <summary>The type of the body; UTF-8 text unless the handler sets it.</summary>
        public string ContentType
        {
            set
            {
                _flags |= TypeGiven;
                SetHeader(HeaderId.ContentType, value);
            }
        }

        /// <summary>Sets the type of the body by a registered field, one of <see cref="HeaderField"/>, without allocating.</summary>
        public void SetContentType(int field)
        {
            _flags |= TypeGiven;
            _engine.Add(field);
        }

        /// <summary>Adds a field with a registered name, one of <see cref="HeaderId"/>.</summary>
        public void SetHeader(int nameId, string value)
        {
            byte[] bytes = Utf8.GetBytes(value);
            Check(bytes, 32);
            _engine.Add(nameId, bytes, 0, bytes.Length);
        }

        /// <summary>Writes a text.</summary>
        public void Write(string text)
        {
            char[] letters = text.ToCharArray();
            int at = Reserve(Utf8.Count(letters));
            Advance(Utf8.Write(letters, Buffer, at) - at);
        }

        /// <summary>Writes a decimal number.</summary>
        public void Write(long number)
        {
            int at = Reserve(20);
            if (number < 0)
            {
                if (number == long.MinValue)
                {
                    // It has no positive counterpart.
                    Write("-9223372036854775808");
                    return;
                }

                Buffer[at] = (byte)'-';
                Advance(1 + Http.Decimal.Write(0 - number, Buffer, at + 1));
                return;
            }

            Advance(Http.Decimal.Write(number, Buffer, at));
        }

        /// <summary>Writes bytes.</summary>
        public void Write(byte[] buffer, int offset, int count)
        {
            Array.Copy(buffer, offset, Buffer, Reserve(count), count);
            Advance(count);
        }

        /// <summary>Writes a text that lies in flash.</summary>
        public void Write(FlashData texts, int text)
        {
            int at = Reserve(texts.Length(text));
            Advance(texts.Copy(text, Buffer, at));
        }

        /// <summary>Writes a status code and its reason phrase as text: the body of errors that have none of their own.</summary>
        public void WriteStatus()
        {
            Write(_engine.Status);
            int at = Reserve(64);
            int length = Http1ResponseHead.CopyReason(_engine.Status, Buffer, at + 1);
            Buffer[at] = (byte)' ';
            Buffer[at + 1 + length] = 10;
            Advance(length + 2);
        }

        /// <summary>Redirects the client: 302, or 301 if permanent.</summary>
        /// <param name="location">A path or a URL. It must not come from the client unchecked.</param>
        /// <param name="permanent">Whether the client may remember it.</param>
        public void Redirect(string location, bool permanent = false)
        {
            _engine.Status = permanent ? 301 : 302;
            SetHeader(HeaderId.Location, location);
        }

        /// <summary>Sets a cookie for the whole site: Secure, HttpOnly, SameSite=Lax.</summary>
        /// <param name="name">Its name: letters, digits, hyphens, underscores.</param>
        /// <param name="value">Its value, without spaces, quotes, commas, semicolons and backslashes; at most some 150 bytes.</param>
        /// <param name="maxAge">Seconds that it lives; -1 until the browser is closed, 0 deletes it.</param>
        public void SetCookie(string name, string value, int maxAge = -1)
        {
            byte[] bytes = Utf8.GetBytes(value);
            Check(bytes, 33);
            string cookie = name + "=" + value + "; Path=/; Secure; HttpOnly; SameSite=Lax";
            SetHeader(HeaderId.SetCookie, maxAge < 0 ? cookie : cookie + "; Max-Age=" + maxAge.ToString());
        }

        /// <summary>Sets how long the response may be cached, in seconds; 0: not at all.</summary>
        public void SetCacheControl(int seconds)
        {
            if (seconds <= 0)
            {
                _engine.Add(HeaderField.CacheControlNoStore);
            }
            else
            {
                SetHeader(HeaderId.CacheControl, "max-age=" + seconds.ToString());
            }
        }

        /// <summary>The array in which the body is composed. <see cref="Reserve"/> makes room and may replace the array.</summary>
        public byte[] Buffer
        {
            get { return _large != null ? _large : _engine.Buffer; }
        }

        /// <summary>Makes room for bytes of the body.</summary>
        /// <param name="count">Their number.</param>
        /// <returns>Their offset in <see cref="Buffer"/>. Call <see cref="Advance"/> with the number of bytes written.</returns>
        /// <exception cref="OutOfMemoryException">The heap has no room: the request is answered with 503.</exception>
        public int Reserve(int count)
        {
            Http.HttpResponse engine = _engine;
            byte[] large = _large;
            int length = _length;
            if (large == null)
            {
                if ((_flags & Composed) == 0)
                {
                    _flags |= Composed;
                    if (!engine.BeginBuffer())
                    {
                        throw new OutOfMemoryException();
                    }
                }

                if (count <= engine.BufferSize - length)
                {
                    return engine.BufferOffset + length;
                }

                large = new byte[(length + count) * 3 / 2];
                Array.Copy(engine.Buffer, engine.BufferOffset, large, 0, length);
                _large = large;
            }
            else if (count > large.Length - length)
            {
                _large = new byte[(length + count) * 3 / 2];
                Array.Copy(large, _large, length);
            }

            return length;
        }

        /// <summary>Appends to the body the bytes that were written at the offset of <see cref="Reserve"/>.</summary>
        public void Advance(int count)
        {
            _length += count;
        }

        internal void Open(Http.HttpResponse engine)
        {
            _engine = engine;
            _large = null;
            _length = 0;
            _flags = 0;
        }

        /// <summary>Passes the composed body to the engine.</summary>
        internal void Close()
        {
            Http.HttpResponse engine = _engine;
            if ((_flags & Composed) != 0)
            {
                if ((_flags & TypeGiven) == 0)
                {
                    engine.Add(HeaderField.ContentTypeTextPlainCharsetUtf8);
                }

                byte[] large = _large;
                if (large == null)
                {
                    engine.EndBuffer(_length);
                }
                else
                {
                    if (_bodies == null)
                    {
                        _bodies = new LargeBodies();
                    }

                    int handle = _bodies.Add(large);
                    if (handle < 0)
                    {
                        throw new OutOfMemoryException();
                    }

                    engine.EndBuffer(0);
                    engine.SetBody(_bodies, handle, _length);
                    _large = null;
                }
            }
        }

        /// <summary>Discards the composed body.</summary>
        internal void Drop()
        {
            _large = null;
            _flags = 0;
        }

        // A line break in a value would begin another field.
        private static void Check(byte[] value, int least)
        {
            for (int i = 0; i < value.Length; i++)
            {
                int letter = value[i];
                if ((letter < least && letter != 9) || letter == 127 || (least > 32 && (letter == '"' || letter == ',' || letter == ';' || letter == '\\')))
                {
                    throw new ArgumentException();
                }
            }
        }
    }
}
