// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Http
{
    /// <summary>
    /// A view of one request: slices of the engine's buffers, never strings. Valid only within the call it is given to.
    /// One instance per engine; engines fill it before each call of a handler.
    /// </summary>
    public sealed class HttpRequest
    {
        // One field: bits 0-7 id, 8-15 length of the name, 16-31 its offset, 32-47 length of the value, 48-63 its offset.
        private readonly ulong[] _fields;
        private readonly BodyPool _pool;

        /// <param name="fields">Most fields that a request may have (431 beyond).</param>
        /// <param name="pool">Where bodies of ordinary handlers lie.</param>
        public HttpRequest(int fields, BodyPool pool)
        {
            _fields = new ulong[fields];
            _pool = pool;
            ContentLength = -1;
            BodyIndex = -1;
        }

        /// <summary>Where path, query, authority, parameter and fields lie. At most 64 KB.</summary>
        public byte[] Buffer;

        /// <summary>Number of the request's context: no two open requests of the device have the same.</summary>
        public int Slot;

        /// <summary>One of <see cref="HttpProtocol"/>.</summary>
        public int Protocol;

        /// <summary>One of <see cref="HttpMethod"/>. A HEAD answered by a GET handler stays HEAD here; the engine leaves the body out.</summary>
        public int Method;

        /// <summary>The path as sent (not decoded), with its leading slash.</summary>
        public int PathOffset;

        public int PathLength;

        /// <summary>The query without its question mark; length 0 where there is none.</summary>
        public int QueryOffset;

        public int QueryLength;

        /// <summary>Host or :authority.</summary>
        public int AuthorityOffset;

        public int AuthorityLength;

        /// <summary>What stands where the pattern of the route has its <c>*</c>; length 0 where it has none.</summary>
        public int ParameterOffset
        {
            get { return PathOffset + PathLength - ParameterLength; }
        }

        public int ParameterLength;

        /// <summary>The parameter as a decimal number, or -1 if it is none or does not fit 31 bits. Valid in every call.</summary>
        public int ParameterNumber;

        /// <summary>Length of the body if it was announced, or -1.</summary>
        public long ContentLength;

        /// <summary>The whole body, for ordinary handlers in <see cref="HttpHandler.Handle"/>.</summary>
        public byte[] BodyBuffer
        {
            get { return _pool.Memory; }
        }

        public int BodyOffset
        {
            get { return _pool.Offset(BodyIndex); }
        }

        public int BodyLength
        {
            get { return BodyIndex < 0 ? 0 : _pool.Length(BodyIndex); }
        }

        /// <summary>Buffer of the <see cref="BodyPool"/> that holds the body, or -1.</summary>
        public int BodyIndex;

        /// <summary>Number of fields.</summary>
        public int FieldCount;

        /// <summary>Empties the view; engines call it before they fill it.</summary>
        public void Reset(byte[] buffer, int slot, int protocol)
        {
            Buffer = buffer;
            Slot = slot;
            Protocol = protocol;
            Method = HttpMethod.Unknown;
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

        /// <summary>Takes the target of a request apart at its question mark.</summary>
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

        /// <summary>Adds a field (engines only).</summary>
        /// <param name="nameId">Registered id, or <see cref="HeaderId.Other"/>.</param>
        /// <param name="nameOffset">Place of the name in <see cref="Buffer"/>; any for a registered one.</param>
        /// <param name="nameLength">Its length, at most 255.</param>
        /// <param name="valueOffset">Place of the value in <see cref="Buffer"/>.</param>
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

        /// <summary>The first field with a registered name, or -1.</summary>
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

        /// <summary>The first field with a name that is not registered, given in lower case, or -1.</summary>
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
        public int NameId(int field)
        {
            return (int)(_fields[field] & 0xFF);
        }

        /// <summary>Place of a field's name in <see cref="Buffer"/>; meaningful where its id is <see cref="HeaderId.Other"/>.</summary>
        public int NameOffset(int field)
        {
            return (int)((_fields[field] >> 16) & 0xFFFF);
        }

        public int NameLength(int field)
        {
            return (int)((_fields[field] >> 8) & 0xFF);
        }

        /// <summary>Place of a field's value in <see cref="Buffer"/>, without white space around it.</summary>
        public int ValueOffset(int field)
        {
            return (int)(_fields[field] >> 48);
        }

        public int ValueLength(int field)
        {
            return (int)((_fields[field] >> 32) & 0xFFFF);
        }
    }
}
