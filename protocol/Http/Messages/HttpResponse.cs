// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Http
{
    /// <summary>
    /// The response to one request: a status, fields, and a body read by offset. The engines of both protocols share one instance
    /// (<see cref="HttpService.Response"/>): a handler fills it, and the engine encodes it when the handler returns. The engine adds the fields
    /// Content-Length, Transfer-Encoding, Connection, Date and Alt-Svc.
    /// </summary>
    /// <remarks>
    /// Layout of <see cref="Fields"/>, for engines: a byte with an id or an entry number of <see cref="HeaderTable"/>; then a byte 255 if that entry
    /// is the whole field, or else the length of the value and the value. A name that is not registered: <see cref="HeaderId.Other"/>, the length of the
    /// name, the name, the length of the value, the value.
    /// </remarks>
    public sealed class HttpResponse
    {
        private readonly BodyPool _pool;

        /// <summary>Makes the response with all its memory.</summary>
        /// <param name="pool">Buffers for bodies composed by handlers.</param>
        /// <param name="fieldBytes">Bytes for fields: 2 for a whole registered field, 2 and its value for others.</param>
        public HttpResponse(BodyPool pool, int fieldBytes)
        {
            _pool = pool;
            Fields = new byte[fieldBytes];
            Status = 200;
            Index = -1;
        }

        /// <summary>Status code; 200 unless the handler sets another.</summary>
        public int Status;

        /// <summary>The fields (see the remarks).</summary>
        public readonly byte[] Fields;

        /// <summary>Bytes used of <see cref="Fields"/>.</summary>
        public int FieldsLength;

        /// <summary>The fields did not fit, or the handler misused the response: the engine responds with 500.</summary>
        public bool HasFailed;

        /// <summary>A handler needed a buffer of the pool and none was free.</summary>
        public bool LacksBuffer;

        /// <summary>The body, or null for none.</summary>
        public BodySource Source;

        /// <summary>The number by which <see cref="Source"/> knows this response.</summary>
        public int Handle;

        /// <summary>Length of the body in bytes, -1 if it is not known in advance.</summary>
        public long Length;

        /// <summary>Buffer of the pool in which a body is being composed (<see cref="BeginBuffer"/>), or -1.</summary>
        public int Index;

        /// <summary>Empties the response; engines call it before each handler.</summary>
        public void Reset()
        {
            Status = 200;
            FieldsLength = 0;
            HasFailed = false;
            LacksBuffer = false;
            Source = null;
            Handle = 0;
            Length = 0;
            Index = -1;
        }

        /// <summary>Adds a whole registered field.</summary>
        /// <param name="field">One of <see cref="HeaderField"/>.</param>
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

        /// <summary>Adds a field with a registered name.</summary>
        /// <param name="nameId">One of <see cref="HeaderId"/>.</param>
        /// <param name="value">Buffer of the value, which has no line breaks.</param>
        /// <param name="offset">Its first byte.</param>
        /// <param name="length">Its length, at most 254 bytes.</param>
        public void Add(int nameId, byte[] value, int offset, int length)
        {
            int at = Reserve(nameId, length);
            if (at >= 0)
            {
                CopyValue(value, offset, length, at);
            }
        }

        /// <summary>Adds a field with any name. A field that could end its line or that is not valid otherwise is a failure (500).</summary>
        /// <param name="name">Buffer of the name in lower case, from its first byte on.</param>
        /// <param name="nameLength">Its length in bytes.</param>
        /// <param name="value">Buffer of the value.</param>
        /// <param name="offset">Its first byte.</param>
        /// <param name="length">Its length, at most 254 bytes.</param>
        public void Add(byte[] name, int nameLength, byte[] value, int offset, int length)
        {
            int id = HeaderTable.Find(name, 0, nameLength);
            if (id != HeaderId.Other)
            {
                Add(id, value, offset, length);
                return;
            }

            int at = FieldsLength;
            byte[] fields = Fields;
            if (nameLength < 1 || nameLength > 255 || length > 254 || at + 3 + nameLength + length > fields.Length)
            {
                HasFailed = true;
                return;
            }

            fields[at] = HeaderId.Other;
            fields[at + 1] = (byte)nameLength;
            at += 2;
            for (int i = 0; i < nameLength; i++)
            {
                int letter = name[i];
                HasFailed |= !FieldSyntax.IsToken(letter) || (letter >= (byte)'A' && letter <= (byte)'Z');
                fields[at++] = (byte)letter;
            }

            fields[at] = (byte)length;
            CopyValue(value, offset, length, at + 1);
            FieldsLength = at + 1 + length;
        }

        /// <summary>Adds a field whose value is a text in flash.</summary>
        /// <param name="nameId">One of <see cref="HeaderId"/>.</param>
        /// <param name="texts">The set of texts.</param>
        /// <param name="text">Number of the text.</param>
        public void Add(int nameId, FlashData texts, int text)
        {
            int at = Reserve(nameId, texts.Length(text));
            if (at >= 0)
            {
                texts.Copy(text, Fields, at);
            }
        }

        /// <summary>Adds a field whose value is a decimal number.</summary>
        /// <param name="nameId">One of <see cref="HeaderId"/>.</param>
        /// <param name="number">0 or more.</param>
        public void AddNumber(int nameId, long number)
        {
            int at = Reserve(nameId, Decimal.Length(number));
            if (at >= 0)
            {
                Decimal.Write(number, Fields, at);
            }
        }

        /// <summary>Adds Allow.</summary>
        /// <param name="methods">Set of methods (<see cref="HttpMethod"/>).</param>
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

        /// <summary>Sets the body.</summary>
        /// <param name="source">The source; its <see cref="BodySource.Release"/> is called when the response has ended.</param>
        /// <param name="handle">A number by which the source knows this response.</param>
        /// <param name="length">Length in bytes, -1 if it is not known in advance.</param>
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

        /// <summary>Claims a buffer of the pool in which the handler composes the body: <see cref="BufferSize"/> bytes of <see cref="Buffer"/> from
        /// <see cref="BufferOffset"/>.</summary>
        /// <returns>False if none is free; the status is then 503.</returns>
        public bool BeginBuffer()
        {
            Index = _pool.Claim();
            if (Index < 0)
            {
                LacksBuffer = true;
                Status = 503;
                Add(HeaderField.RetryAfter1);
                return false;
            }

            return true;
        }

        /// <summary>Memory of the claimed buffer.</summary>
        public byte[] Buffer
        {
            get { return _pool.Memory; }
        }

        /// <summary>Where the claimed buffer begins in <see cref="Buffer"/>.</summary>
        public int BufferOffset
        {
            get { return _pool.Offset(Index); }
        }

        /// <summary>Bytes of the claimed buffer.</summary>
        public int BufferSize
        {
            get { return _pool.Size; }
        }

        /// <summary>Makes the composed bytes the body.</summary>
        /// <param name="length">Their number.</param>
        public void EndBuffer(int length)
        {
            _pool.SetLength(Index, length);
            SetBody(_pool, Index, length);
            Index = -1;
        }

        /// <summary>Makes the request's body the response's body, without copying it.</summary>
        /// <param name="request">The request.</param>
        public void SetBodyOf(HttpRequest request)
        {
            if (request.BodyIndex >= 0)
            {
                SetBody(_pool, request.BodyIndex, request.BodyLength);
            }
        }

        /// <summary>Drops everything set so far and responds with a status and no body.</summary>
        /// <param name="status">The status code.</param>
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

        private void CopyValue(byte[] value, int offset, int length, int at)
        {
            byte[] fields = Fields;
            for (int i = 0; i < length; i++)
            {
                int letter = value[offset + i];
                if ((letter < 32 && letter != 9) || letter == 127)
                {
                    // A line break would begin a field, or a response, of somebody else's making.
                    HasFailed = true;
                }

                fields[at + i] = (byte)letter;
            }
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
