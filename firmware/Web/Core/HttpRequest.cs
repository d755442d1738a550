// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using MilliHttp.Nano.Http;

namespace MilliHttp.Nano.Web
{
    /// <summary>
    /// A request, read by names. Each call that returns a string allocates it. One object serves all requests: do not keep it or anything
    /// that it refers to.
    /// </summary>
    public sealed class HttpRequest
    {
        private readonly RouteTable _table;
        private Http.HttpRequest _engine;
        private int _route;
        private bool _hasHead;

        internal HttpRequest(RouteTable table)
        {
            _table = table;
        }

        /// <summary>The engine's view of the request: slices of its buffers.</summary>
        public Http.HttpRequest Engine
        {
            get { return _engine; }
        }

        /// <summary>
        /// Whether path, query and fields can be read. A handler that reads its body as it arrives can read them when the body begins, but no longer when the
        /// request is complete.
        /// </summary>
        public bool HasHead
        {
            get { return _hasHead; }
        }

        /// <summary>One of <see cref="HttpMethod"/>.</summary>
        public int Method
        {
            get { return _engine.Method; }
        }

        /// <summary>The path, percent-decoded.</summary>
        public string Path
        {
            get { return Utf8.GetString(_engine.Buffer, _engine.PathOffset, _engine.PathLength, true, false); }
        }

        /// <summary>Bytes of the body; 0 if there is none.</summary>
        public int BodyLength
        {
            get { return _engine.BodyLength; }
        }

        /// <summary>A parameter of the route, percent-decoded once; null if the route has none of this name.</summary>
        public string Route(string name)
        {
            int place = _hasHead ? _table.FindParameter(_route, _engine, name) : -1;
            return place < 0 ? null : Utf8.GetString(_engine.Buffer, place >> 16, place & 0xFFFF, true, false);
        }

        /// <summary>A parameter of the route as a decimal number, or -1 if it is none or does not fit 31 bits.</summary>
        public int RouteNumber(string name)
        {
            int place = _hasHead ? _table.FindParameter(_route, _engine, name) : -1;
            return place < 0 ? -1 : Number(_engine.Buffer, place >> 16, place & 0xFFFF, -1);
        }

        /// <summary>A value of the query, decoded; null if there is none of this name.</summary>
        public string Query(string name)
        {
            return Decode(_engine.Buffer, FindQuery(name));
        }

        /// <summary>A value of the query as a decimal number of at most 31 bits.</summary>
        /// <param name="name">Its name.</param>
        /// <param name="missing">What is returned if there is no such number.</param>
        public int QueryNumber(string name, int missing)
        {
            long place = FindQuery(name);
            return place < 0 ? missing : Number(_engine.Buffer, (int)(place >> 32), (int)place, missing);
        }

        /// <summary>A value of a body of the type application/x-www-form-urlencoded, decoded; null if there is none of this name.</summary>
        public string Form(string name)
        {
            return Decode(_engine.BodyBuffer, FindForm(name));
        }

        /// <summary>A value of such a body as a decimal number of at most 31 bits.</summary>
        /// <param name="name">Its name.</param>
        /// <param name="missing">What is returned if there is no such number.</param>
        public int FormNumber(string name, int missing)
        {
            long place = FindForm(name);
            return place < 0 ? missing : Number(_engine.BodyBuffer, (int)(place >> 32), (int)place, missing);
        }

        /// <summary>A field of the head that a route announced by ReadHeader; null if it was not sent.</summary>
        /// <param name="name">Its name, in lower case.</param>
        public string Header(string name)
        {
            int field = FindField(name);
            return field < 0 ? null : Utf8.GetString(_engine.Buffer, _engine.ValueOffset(field), _engine.ValueLength(field));
        }

        /// <summary>The value of a cookie; null if it was not sent. A route announces <c>cookie</c> by ReadHeader.</summary>
        public string Cookie(string name)
        {
            // A client may send its cookies in several fields (RFC 9114 section 4.2.1).
            Http.HttpRequest engine = _engine;
            if (!engine.Keeps(HeaderId.Cookie, null, 0, 0))
            {
                throw new InvalidOperationException();
            }

            int count = _hasHead ? engine.FieldCount : 0;
            for (int i = 0; i < count; i++)
            {
                if (engine.NameId(i) == HeaderId.Cookie)
                {
                    long place = UrlText.FindCookie(engine.Buffer, engine.ValueOffset(i), engine.ValueLength(i), name);
                    if (place >= 0)
                    {
                        return Utf8.GetString(engine.Buffer, (int)(place >> 32), (int)place);
                    }
                }
            }

            return null;
        }

        /// <summary>The body as a text; empty if there is none.</summary>
        public string ReadBody()
        {
            return _engine.BodyLength == 0 ? string.Empty : Utf8.GetString(_engine.BodyBuffer, _engine.BodyOffset, _engine.BodyLength);
        }

        internal void Open(Http.HttpRequest engine, int route, bool hasHead)
        {
            _engine = engine;
            _route = route;
            _hasHead = hasHead;
        }

        /// <summary>A field of the head by its name in lower case, or -1.</summary>
        internal int FindField(string name)
        {
            if (!_hasHead)
            {
                return -1;
            }

            byte[] bytes = Utf8.GetBytes(name);
            int id = HeaderTable.Find(bytes, 0, bytes.Length);
            if (!_engine.Keeps(id, bytes, 0, bytes.Length))
            {
                // Not announced by ReadHeader: it would always be missing.
                throw new InvalidOperationException();
            }

            return id != HeaderId.Other ? _engine.IndexOf(id) : _engine.IndexOf(bytes, 0, bytes.Length);
        }

        private static string Decode(byte[] buffer, long place)
        {
            return place < 0 ? null : Utf8.GetString(buffer, (int)(place >> 32), (int)place, true, true);
        }

        private static int Number(byte[] buffer, int offset, int length, int missing)
        {
            long number = Http.Decimal.Parse(buffer, offset, length);
            return number < 0 || number > 0x7FFFFFFF ? missing : (int)number;
        }

        private long FindQuery(string name)
        {
            return _hasHead ? UrlText.Find(_engine.Buffer, _engine.QueryOffset, _engine.QueryLength, name) : -1;
        }

        private long FindForm(string name)
        {
            return _engine.BodyLength == 0 ? -1 : UrlText.Find(_engine.BodyBuffer, _engine.BodyOffset, _engine.BodyLength, name);
        }
    }
}
