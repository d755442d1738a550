// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Http
{
    /// <summary>
    /// A view of one request: slices of the engine's buffers, never strings. It is valid only within the call it is given to: the engines of both
    /// protocols share one instance (<see cref="HttpService.Request"/>) and fill it before each call of a handler.
    /// </summary>
    public sealed class HttpRequest
    {
        // A field: id of the name (bits 0-7), length of the name (8-15), its offset (16-31), length of the value (32-47), its offset (48-63).
        private readonly ulong[] _fields;
        private readonly BodyPool _pool;
        private readonly FieldFilter _filter;

        /// <summary>Makes the view with all its memory.</summary>
        /// <param name="fields">Most fields that a request may have (431 beyond).</param>
        /// <param name="pool">Where bodies of ordinary handlers lie.</param>
        /// <param name="filter">The fields that handlers read; null for all.</param>
        public HttpRequest(int fields, BodyPool pool, FieldFilter filter)
        {
            _filter = filter;
            _fields = new ulong[fields];
            _pool = pool;
            ContentLength = -1;
            BodyIndex = -1;
        }

        /// <summary>Buffer of path, query, authority, parameter and fields; at most 64 KB long.</summary>
        public byte[] Buffer;

        /// <summary>Number of the request's context; no two open requests have the same number.</summary>
        public int Slot;

        /// <summary>One of <see cref="HttpProtocol"/>.</summary>
        public int Protocol;

        /// <summary>One of <see cref="HttpMethod"/>. A HEAD answered by a GET handler stays HEAD here; the engine leaves the body out.</summary>
        public int Method;

        /// <summary>One of <see cref="HttpTunnel"/>: the protocol for which the client asks for a tunnel. <see cref="Method"/> is then GET.</summary>
        public int Tunnel;

        /// <summary>Offset of the path as it was sent (not decoded), with its leading slash.</summary>
        public int PathOffset;

        /// <summary>Length of the path in bytes.</summary>
        public int PathLength;

        /// <summary>Offset of the query, without its question mark.</summary>
        public int QueryOffset;

        /// <summary>Length of the query in bytes, 0 if there is none.</summary>
        public int QueryLength;

        /// <summary>Offset of the authority: Host or :authority.</summary>
        public int AuthorityOffset;

        /// <summary>Length of the authority in bytes.</summary>
        public int AuthorityLength;

        /// <summary>Offset of the part of the path that the <c>*</c> of the route's pattern stands for.</summary>
        public int ParameterOffset
        {
            get { return PathOffset + PathLength - ParameterLength; }
        }

        /// <summary>Length of that part in bytes, 0 if there is none.</summary>
        public int ParameterLength;

        /// <summary>The parameter as a decimal number, or -1 if it is not one or does not fit into 31 bits. Valid in every call.</summary>
        public int ParameterNumber;

        /// <summary>Content-Length, or -1 if there is none.</summary>
        public long ContentLength;

        /// <summary>Buffer of the whole body, for ordinary handlers in <see cref="HttpHandler.Handle"/>.</summary>
        public byte[] BodyBuffer
        {
            get { return _pool.Memory; }
        }

        /// <summary>Offset of the body in <see cref="BodyBuffer"/>.</summary>
        public int BodyOffset
        {
            get { return _pool.Offset(BodyIndex); }
        }

        /// <summary>Length of the body in bytes.</summary>
        public int BodyLength
        {
            get { return BodyIndex < 0 ? 0 : _pool.Length(BodyIndex); }
        }

        /// <summary>Buffer of the <see cref="BodyPool"/> that holds the body, or -1.</summary>
        public int BodyIndex;

        /// <summary>Number of fields.</summary>
        public int FieldCount;

        /// <summary>Empties the view; engines call it before they fill it.</summary>
        /// <param name="buffer">The request's <see cref="Buffer"/>.</param>
        /// <param name="slot">Its <see cref="Slot"/>.</param>
        /// <param name="protocol">Its <see cref="Protocol"/>.</param>
        public void Reset(byte[] buffer, int slot, int protocol)
        {
            Buffer = buffer;
            Slot = slot;
            Protocol = protocol;
            Method = HttpMethod.Unknown;
            Tunnel = HttpTunnel.None;
            PathOffset = 0;
            PathLength = 0;
            QueryOffset = 0;
            QueryLength = 0;
            AuthorityOffset = 0;
            AuthorityLength = 0;
            ParameterLength = 0;
            ParameterNumber = -1;
            ContentLength = -1;
            BodyIndex = -1;
            FieldCount = 0;
        }

        /// <summary>Divides a request target into path and query.</summary>
        /// <param name="offset">Its first byte in <see cref="Buffer"/>.</param>
        /// <param name="length">Its length in bytes.</param>
        public void SetTarget(int offset, int length)
        {
            byte[] buffer = Buffer;
            int end = offset + length;
            int at = offset;
            while (at < end && buffer[at] != (byte)'?')
            {
                at++;
            }

            PathOffset = offset;
            PathLength = at - offset;
            QueryOffset = at < end ? at + 1 : end;
            QueryLength = at < end ? end - at - 1 : 0;
        }

        /// <summary>Whether a handler reads fields with a name (engines only).</summary>
        /// <param name="nameId">Registered id, or <see cref="HeaderId.Other"/>.</param>
        /// <param name="buffer">Buffer of the name, if it is not registered; case does not matter.</param>
        /// <param name="offset">Its first byte.</param>
        /// <param name="length">Its length in bytes.</param>
        /// <returns>False if the field can be skipped.</returns>
        public bool Keeps(int nameId, byte[] buffer, int offset, int length)
        {
            FieldFilter filter = _filter;
            return filter == null || (filter.Keeps(nameId) && (nameId != HeaderId.Other || filter.Keeps(buffer, offset, length)));
        }

        /// <summary>Adds a field (engines only).</summary>
        /// <param name="nameId">Registered id, or <see cref="HeaderId.Other"/>.</param>
        /// <param name="nameOffset">Offset of the name in <see cref="Buffer"/>; without meaning if the name is registered.</param>
        /// <param name="nameLength">Its length, at most 255.</param>
        /// <param name="valueOffset">Offset of the value in <see cref="Buffer"/>.</param>
        /// <param name="valueLength">Its length.</param>
        /// <returns>False if there are too many: 431.</returns>
        public bool AddField(int nameId, int nameOffset, int nameLength, int valueOffset, int valueLength)
        {
            int count = FieldCount;
            if (count == _fields.Length || nameLength > 255)
            {
                return false;
            }

            _fields[count] = (ulong)(uint)(nameId | (nameLength << 8) | (nameOffset << 16)) | ((ulong)(uint)(valueLength | (valueOffset << 16)) << 32);
            FieldCount = count + 1;
            return true;
        }

        /// <summary>Finds the first field with a registered name.</summary>
        /// <param name="nameId">One of <see cref="HeaderId"/>.</param>
        /// <returns>Number of the field, or -1.</returns>
        public int IndexOf(int nameId)
        {
            ulong[] fields = _fields;
            int count = FieldCount;
            for (int i = 0; i < count; i++)
            {
                if ((int)(fields[i] & 0xFF) == nameId)
                {
                    return i;
                }
            }

            return -1;
        }

        /// <summary>Finds the first field with a name that is not registered.</summary>
        /// <param name="name">Buffer of the name in lower case.</param>
        /// <param name="offset">Its first byte.</param>
        /// <param name="length">Its length in bytes.</param>
        /// <returns>Number of the field, or -1.</returns>
        public int IndexOf(byte[] name, int offset, int length)
        {
            byte[] buffer = Buffer;
            int count = FieldCount;
            for (int i = 0; i < count; i++)
            {
                uint field = (uint)_fields[i];
                if ((field & 0xFFFF) == (uint)(HeaderId.Other | (length << 8)))
                {
                    int at = (int)(field >> 16);
                    int j = 0;
                    while (j < length)
                    {
                        int letter = buffer[at + j];
                        if (letter >= (byte)'A' && letter <= (byte)'Z')
                        {
                            letter |= 0x20;
                        }

                        if (letter != name[offset + j])
                        {
                            break;
                        }

                        j++;
                    }

                    if (j == length)
                    {
                        return i;
                    }
                }
            }

            return -1;
        }

        /// <summary>Id of a field's name, or <see cref="HeaderId.Other"/>.</summary>
        /// <param name="field">Number of the field.</param>
        /// <returns>The id.</returns>
        public int NameId(int field)
        {
            return (int)(_fields[field] & 0xFF);
        }

        /// <summary>Offset of a field's name in <see cref="Buffer"/>; only meaningful if its id is <see cref="HeaderId.Other"/>.</summary>
        /// <param name="field">Number of the field.</param>
        /// <returns>The offset.</returns>
        public int NameOffset(int field)
        {
            return (int)((_fields[field] >> 16) & 0xFFFF);
        }

        /// <summary>Length of a field's name in bytes; only meaningful if its id is <see cref="HeaderId.Other"/>.</summary>
        /// <param name="field">Number of the field.</param>
        /// <returns>The length.</returns>
        public int NameLength(int field)
        {
            return (int)((_fields[field] >> 8) & 0xFF);
        }

        /// <summary>Offset of a field's value in <see cref="Buffer"/>, without white space around it.</summary>
        /// <param name="field">Number of the field.</param>
        /// <returns>The offset.</returns>
        public int ValueOffset(int field)
        {
            return (int)(_fields[field] >> 48);
        }

        /// <summary>Length of a field's value in bytes.</summary>
        /// <param name="field">Number of the field.</param>
        /// <returns>The length.</returns>
        public int ValueLength(int field)
        {
            return (int)((_fields[field] >> 32) & 0xFFFF);
        }
    }
}
