// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Http
{
    /// <summary>
    /// The answer to one request: a status, fields, and a body read by offset. One instance per engine, filled by a handler and taken over
    /// (encoded) by the engine when the handler returns. Framing fields (Content-Length, Transfer-Encoding, Connection, Date, Alt-Svc) are the engine's.
    /// </summary>
    /// <remarks>
    /// Layout of <see cref="Fields"/>, for engines: a byte with an id or entry number of <see cref="HeaderTable"/>; then a byte 255 if the
    /// whole field is that entry, or the length of the value and the value.
    /// </remarks>
    public sealed class HttpResponse
    {
        private readonly BodyPool _pool;

        /// <param name="pool">Where small answers are composed.</param>
        /// <param name="fieldBytes">Bytes for fields: 2 for a whole field, 2 + its value for others.</param>
        public HttpResponse(BodyPool pool, int fieldBytes)
        {
            _pool = pool;
            Fields = new byte[fieldBytes];
            Status = 200;
            Index = -1;
        }

        /// <summary>200 if the handler says nothing else.</summary>
        public int Status;

        /// <summary>The fields (see the remarks).</summary>
        public readonly byte[] Fields;

        public int FieldsLength;

        /// <summary>Fields did not fit, or the handler misused the response: answered with 500.</summary>
        public bool HasFailed;

        /// <summary>The body, or null for none.</summary>
        public BodySource Source;

        /// <summary>What <see cref="Source"/> is asked with.</summary>
        public int Handle;

        /// <summary>Length of the body; -1 where it is not known ahead.</summary>
        public long Length;

        /// <summary>Buffer of the pool being composed (<see cref="BeginBuffer"/>), or -1.</summary>
        public int Index;

        /// <summary>Empties it; engines call it before each handler.</summary>
        public void Reset()
        {
            Status = 200;
            FieldsLength = 0;
            HasFailed = false;
            Source = null;
            Handle = 0;
            Length = 0;
            Index = -1;
        }

        /// <summary>Adds a whole registered field, one of <see cref="HeaderField"/>.</summary>
        public void Add(int field)
        {
            int at = FieldsLength;
            byte[] fields = Fields;
            if (at + 2 > fields.Length)
            {
                HasFailed = true;
                return;
            }

            fields[at] = (byte)field;
            fields[at + 1] = 255;
            FieldsLength = at + 2;
        }

        /// <summary>Adds a field by its name's id and the bytes of its value (up to 254; no line breaks).</summary>
        public void Add(int nameId, byte[] value, int offset, int length)
        {
            int at = Reserve(nameId, length);
            if (at >= 0)
            {
                System.Array.Copy(value, offset, Fields, at, length);
            }
        }

        /// <summary>Adds a field with a text from flash.</summary>
        public void Add(int nameId, FlashData texts, int text)
        {
            int at = Reserve(nameId, texts.Length(text));
            if (at >= 0)
            {
                texts.Copy(text, Fields, at);
            }
        }

        /// <summary>Adds a field with a decimal number, not negative.</summary>
        public void AddNumber(int nameId, long number)
        {
            int at = Reserve(nameId, Decimal.Length(number));
            if (at >= 0)
            {
                Decimal.Write(number, Fields, at);
            }
        }

        /// <summary>Adds Allow with a set of methods.</summary>
        public void AddAllow(int methods)
        {
            if (FieldsLength + 50 > Fields.Length)
            {
                HasFailed = true;
                return;
            }

            int length = HttpMethod.WriteAllow(methods, Fields, FieldsLength + 2);
            Reserve(HeaderId.Allow, length);
        }

        /// <summary>Gives the body.</summary>
        /// <param name="source">Where it is read; its <see cref="BodySource.Release"/> is called when the response is over.</param>
        /// <param name="handle">A number by which the source knows this response.</param>
        /// <param name="length">Bytes, or -1 where not known ahead.</param>
        public void SetBody(BodySource source, int handle, long length)
        {
            if (Source != null)
            {
                Source.Release(Handle);
            }

            Source = source;
            Handle = handle;
            Length = length;
        }

        /// <summary>Takes a buffer of the pool in which the body is composed: <see cref="Buffer"/> from <see cref="BufferOffset"/>, <see cref="BufferSize"/> bytes.</summary>
        /// <returns>False if none is free; the status is then 503.</returns>
        public bool BeginBuffer()
        {
            Index = _pool.Claim();
            if (Index < 0)
            {
                Status = 503;
                Add(HeaderField.RetryAfter1);
                return false;
            }

            return true;
        }

        public byte[] Buffer
        {
            get { return _pool.Memory; }
        }

        public int BufferOffset
        {
            get { return _pool.Offset(Index); }
        }

        public int BufferSize
        {
            get { return _pool.Size; }
        }

        /// <summary>The body is what was composed, so many bytes of it.</summary>
        public void EndBuffer(int length)
        {
            _pool.SetLength(Index, length);
            SetBody(_pool, Index, length);
            Index = -1;
        }

        /// <summary>The body is the request's own body, from the buffer it lies in.</summary>
        public void SetBodyOf(HttpRequest request)
        {
            if (request.BodyIndex >= 0)
            {
                SetBody(_pool, request.BodyIndex, request.BodyLength);
            }
        }

        /// <summary>Clears what was there and answers with a status alone.</summary>
        public void Fail(int status)
        {
            if (Source != null)
            {
                Source.Release(Handle);
            }
            else if (Index >= 0)
            {
                _pool.Release(Index);
            }

            Reset();
            Status = status;
        }

        private int Reserve(int nameId, int length)
        {
            int at = FieldsLength;
            byte[] fields = Fields;
            if (length > 254 || at + 2 + length > fields.Length)
            {
                HasFailed = true;
                return -1;
            }

            fields[at] = (byte)nameId;
            fields[at + 1] = (byte)length;
            FieldsLength = at + 2 + length;
            return at + 2;
        }
    }
}
