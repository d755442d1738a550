// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using MilliHttp.Nano.Http;

namespace MilliHttp.Nano.Http3
{
    /// <summary>
    /// Turns a field section into the shared <see cref="HttpRequest"/>, and says whether the message is well formed
    /// (RFC 9114 sections 4.1.2, 4.2 and 4.3). One reader serves all connections.
    /// </summary>
    public sealed class RequestReader : FieldSectionReader
    {
        /// <summary>The section is read.</summary>
        public const int Good = 0;

        /// <summary>The message is malformed: a stream error H3_MESSAGE_ERROR.</summary>
        public const int Malformed = 1;

        /// <summary>Larger than the limits: 431.</summary>
        public const int TooLarge = 2;

        private const int SeenMethod = 1;
        private const int SeenScheme = 2;
        private const int SeenPath = 4;
        private const int SeenAuthority = 8;
        private const int SeenRegular = 16;
        private const int SeenHost = 32;
        private const int SeenLength = 64;
        private const int SeenConnect = 128;
        private const int SeenProtocol = 256;

        private readonly int _size;
        private readonly int _limit;
        private readonly int _fields;
        private int _expectation;

        /// <summary>Makes a reader; <see cref="FieldSectionReader.Output"/> must be set before it is used.</summary>
        /// <param name="size">Most bytes that the decoded strings of a head may take, without fields that are skipped.</param>
        /// <param name="limit">Most bytes of a field section.</param>
        /// <param name="fields">Most fields of a field section.</param>
        public RequestReader(int size, int limit, int fields)
        {
            _size = size;
            _limit = limit;
            _fields = fields;
        }

        /// <summary>SETTINGS_MAX_FIELD_SECTION_SIZE: names, values and 32 for each field (RFC 9114 section 4.2.2).</summary>
        public int Limit
        {
            get { return _limit; }
        }

        /// <summary>0, or 100 if the client waits for an interim response, or 417 if it expects something unknown.</summary>
        public int Expectation
        {
            get { return _expectation; }
        }

        /// <summary>Reads the head of a request.</summary>
        /// <param name="request">What to fill; its Slot is set by the caller.</param>
        /// <param name="slot">Number of the request's context.</param>
        /// <param name="buffer">Buffer of the encoded section.</param>
        /// <param name="offset">Its first byte.</param>
        /// <param name="length">Its length in bytes.</param>
        /// <param name="table">The connection's dynamic table, or null.</param>
        /// <returns><see cref="Good"/>, <see cref="Malformed"/>, <see cref="TooLarge"/> or <see cref="FieldSectionReader.Failed"/>.</returns>
        public int ReadHead(HttpRequest request, int slot, byte[] buffer, int offset, int length, DynamicTable table)
        {
            byte[] output = Output;
            request.Reset(output, slot, HttpProtocol.Http3);
            _expectation = 0;
            int seen = 0;
            int size = 0;
            int count = 0;
            int hostOffset = 0;
            int hostLength = 0;
            int pathOffset = 0;
            int pathLength = 0;
            bool malformed = false;
            if (Begin(buffer, offset, length, table, 0, output.Length < _size ? output.Length : _size) < 0)
            {
                return Failed;
            }

            while (true)
            {
                int start = OutputOffset;
                int status = NextName();
                if (status != Field)
                {
                    if (status == End)
                    {
                        break;
                    }

                    return status == NoRoom ? TooLarge : Failed;
                }

                if (++count > _fields)
                {
                    return TooLarge;
                }

                int entry = NameEntry;
                int id;
                if (entry >= 0)
                {
                    id = HeaderTable.NameId(entry);
                    size += HeaderTable.NameLength(entry);
                }
                else
                {
                    id = HeaderTable.Find(output, NameOffset, NameLength);
                    size += NameLength;
                }

                int valueEntry = ValueEntry;
                if (!IsNeeded(id) && !request.Keeps(id, output, NameOffset, NameLength) && !(id == HeaderId.Other && IsProtocol(output, NameOffset, NameLength)))
                {
                    malformed |= id == HeaderId.Other && (NameLength == 0 || output[NameOffset] == (byte)':');
                    size += 32 + (valueEntry >= 0 ? HeaderTable.ValueLength(valueEntry) : LiteralLength);
                    if (size > _limit)
                    {
                        return TooLarge;
                    }

                    if (CheckValue() != Field)
                    {
                        return Failed;
                    }

                    Rewind(start);
                    seen |= SeenRegular;
                    continue;
                }

                status = ReadValue();
                if (status != Field)
                {
                    return status == NoRoom ? TooLarge : Failed;
                }

                int bit = 0;
                if (valueEntry == HeaderField.Path || (valueEntry >= 0 && id != HeaderId.Method && id != HeaderId.Scheme))
                {
                    // The name of a registered field is not read again; its value may be.
                    if (!CopyStaticValue())
                    {
                        return TooLarge;
                    }
                }

                int valueOffset = ValueOffset;
                int valueLength = ValueLength;
                size += valueLength + 32;
                if (size > _limit)
                {
                    return TooLarge;
                }

                switch (id)
                {
                    case HeaderId.Method:
                        bit = SeenMethod;
                        if (valueEntry >= 0)
                        {
                            switch (valueEntry)
                            {
                                case HeaderField.MethodGET: request.Method = HttpMethod.Get; break;
                                case HeaderField.MethodHEAD: request.Method = HttpMethod.Head; break;
                                case HeaderField.MethodPOST: request.Method = HttpMethod.Post; break;
                                case HeaderField.MethodPUT: request.Method = HttpMethod.Put; break;
                                case HeaderField.MethodDELETE: request.Method = HttpMethod.Delete; break;
                                case HeaderField.MethodOPTIONS: request.Method = HttpMethod.Options; break;
                                default: seen |= SeenConnect; break;
                            }
                        }
                        else
                        {
                            request.Method = HttpMethod.Parse(output, valueOffset, valueLength);
                            malformed |= valueLength == 0;
                            if (HeaderTable.ValueEquals(HeaderField.MethodCONNECT, output, valueOffset, valueLength))
                            {
                                seen |= SeenConnect;
                            }
                        }

                        break;

                    case HeaderId.Scheme:
                        bit = SeenScheme;
                        malformed |= valueEntry < 0 && valueLength == 0;
                        break;

                    case HeaderId.Path:
                        bit = SeenPath;
                        pathOffset = valueOffset;
                        pathLength = valueLength;
                        break;

                    case HeaderId.Authority:
                        bit = SeenAuthority;
                        request.AuthorityOffset = valueOffset;
                        request.AuthorityLength = valueLength;
                        break;

                    case HeaderId.Status:
                        malformed = true;
                        continue;

                    case HeaderId.Host:
                        // A second Host is treated like a second authority.
                        malformed |= (seen & SeenHost) != 0;
                        seen |= SeenHost;
                        hostOffset = valueOffset;
                        hostLength = valueLength;
                        break;

                    case HeaderId.ContentLength:
                        malformed |= (seen & SeenLength) != 0;
                        seen |= SeenLength;
                        request.ContentLength = Decimal.Parse(output, valueOffset, valueLength);
                        malformed |= request.ContentLength < 0;
                        break;

                    case HeaderId.Connection:
                    case HeaderId.KeepAlive:
                    case HeaderId.ProxyConnection:
                    case HeaderId.TransferEncoding:
                    case HeaderId.Upgrade:
                        malformed = true;
                        break;

                    case HeaderId.Te:
                        malformed |= !IsTrailers(output, valueOffset, valueLength);
                        break;

                    case HeaderId.Expect:
                        _expectation = HeaderTable.ValueEquals(HeaderField.Expect100Continue, output, valueOffset, valueLength) ? 100 : 417;
                        break;

                    case HeaderId.Other:
                        // :protocol (RFC 9220 section 3), or a pseudo-header field that no request has (RFC 9114 section 4.3).
                        if (IsProtocol(output, NameOffset, NameLength))
                        {
                            bit = SeenProtocol;
                            request.Tunnel = IsText(output, valueOffset, valueLength, 0x656B636F73626577UL, 't') ? HttpTunnel.WebSocket
                                : valueLength == 12 && IsText(output, valueOffset, 9, 0x736E617274626577UL, 'p') && IsText(output, valueOffset + 3, 9, 0x726F70736E617274UL, 't') ? HttpTunnel.WebTransport
                                : HttpTunnel.Unknown;
                            break;
                        }

                        malformed |= NameLength == 0 || output[NameOffset] == (byte)':';
                        break;
                }

                if (bit != 0)
                {
                    malformed |= (seen & (bit | SeenRegular)) != 0;
                    seen |= bit;
                    continue;
                }

                seen |= SeenRegular;
                if (request.Keeps(id, output, NameOffset, NameLength) && !request.AddField(id, id == HeaderId.Other ? NameOffset : 0, id == HeaderId.Other ? NameLength : 0, valueOffset, valueLength))
                {
                    return TooLarge;
                }
            }

            if (malformed || IsMalformed)
            {
                return Malformed;
            }

            if ((seen & SeenProtocol) != 0)
            {
                // Extended CONNECT (RFC 8441 section 4): a scheme and a path as of a GET.
                if ((seen & SeenConnect) == 0)
                {
                    return Malformed;
                }

                request.Method = HttpMethod.Get;
            }
            else if ((seen & SeenConnect) != 0)
            {
                // RFC 9114 section 4.4; the router does not know the method: 501.
                return (seen & (SeenMethod | SeenScheme | SeenPath | SeenAuthority)) == (SeenMethod | SeenAuthority) ? Good : Malformed;
            }

            if ((seen & (SeenMethod | SeenScheme | SeenPath)) != (SeenMethod | SeenScheme | SeenPath) || (seen & (SeenAuthority | SeenHost)) == 0)
            {
                return Malformed;
            }

            // RFC 9114 section 4.3.1: one authority, not empty, without user information.
            if ((seen & SeenAuthority) == 0)
            {
                request.AuthorityOffset = hostOffset;
                request.AuthorityLength = hostLength;
            }
            else if ((seen & SeenHost) != 0)
            {
                if (hostLength != request.AuthorityLength)
                {
                    return Malformed;
                }

                for (int i = 0; i < hostLength; i++)
                {
                    if (output[hostOffset + i] != output[request.AuthorityOffset + i])
                    {
                        return Malformed;
                    }
                }
            }

            int at = request.AuthorityOffset;
            int end = at + request.AuthorityLength;
            if (at == end)
            {
                return Malformed;
            }

            for (; at < end; at++)
            {
                if (output[at] == (byte)'@')
                {
                    return Malformed;
                }
            }

            if (pathLength == 0 || (output[pathOffset] != (byte)'/' && (pathLength != 1 || output[pathOffset] != (byte)'*' || request.Method != HttpMethod.Options)))
            {
                return Malformed;
            }

            request.SetTarget(pathOffset, pathLength);
            return Good;
        }

        /// <summary>Reads trailers: checks them and keeps nothing.</summary>
        /// <param name="buffer">Buffer of the encoded section.</param>
        /// <param name="offset">Its first byte.</param>
        /// <param name="length">Its length in bytes.</param>
        /// <param name="table">The connection's dynamic table, or null.</param>
        /// <param name="outputOffset">Where decoded strings begin in the output.</param>
        /// <returns><see cref="Good"/>, <see cref="Malformed"/>, <see cref="TooLarge"/> or <see cref="FieldSectionReader.Failed"/>.</returns>
        public int ReadTrailers(byte[] buffer, int offset, int length, DynamicTable table, int outputOffset)
        {
            byte[] output = Output;
            bool malformed = false;
            if (Begin(buffer, offset, length, table, outputOffset, output.Length < _size ? output.Length : _size) < 0)
            {
                return Failed;
            }

            while (true)
            {
                int status = Next();
                if (status == End)
                {
                    return malformed || IsMalformed ? Malformed : Good;
                }

                if (status != Field)
                {
                    return status == NoRoom ? TooLarge : Failed;
                }

                int id = NameEntry >= 0 ? HeaderTable.NameId(NameEntry) : HeaderTable.Find(output, NameOffset, NameLength);
                switch (id)
                {
                    case HeaderId.Method:
                    case HeaderId.Scheme:
                    case HeaderId.Path:
                    case HeaderId.Authority:
                    case HeaderId.Status:
                    case HeaderId.Connection:
                    case HeaderId.KeepAlive:
                    case HeaderId.ProxyConnection:
                    case HeaderId.TransferEncoding:
                    case HeaderId.Upgrade:
                        malformed = true;
                        break;

                    case HeaderId.Other:
                        malformed |= NameLength == 0 || output[NameOffset] == (byte)':';
                        break;
                }

                Rewind(outputOffset);
            }
        }

        /// <summary>Whether a name is :protocol (RFC 8441 section 4).</summary>
        /// <param name="buffer">Buffer of the name.</param>
        /// <param name="offset">Its first byte.</param>
        /// <param name="length">Its length in bytes.</param>
        /// <returns>True if so.</returns>
        public static bool IsProtocol(byte[] buffer, int offset, int length)
        {
            return IsText(buffer, offset, length, 0x6F636F746F72703AUL, 'l');
        }

        /// <summary>Whether a text equals one of nine bytes: the first eight with the first in the lowest byte, and the last.</summary>
        private static bool IsText(byte[] buffer, int offset, int length, ulong text, int last)
        {
            if (length != 9 || buffer[offset + 8] != last)
            {
                return false;
            }

            for (int i = 0; i < 8; i++)
            {
                if (buffer[offset + i] != (byte)(text >> (i << 3)))
                {
                    return false;
                }
            }

            return true;
        }

        /// <summary>Whether the head cannot be judged without the field's value.</summary>
        /// <param name="id">Id of the field's name.</param>
        /// <returns>True for pseudo-header fields and what section 4.2 of RFC 9114 restricts.</returns>
        public static bool IsNeeded(int id)
        {
            switch (id)
            {
                case HeaderId.Authority:
                case HeaderId.Path:
                case HeaderId.ContentLength:
                case HeaderId.Method:
                case HeaderId.Scheme:
                case HeaderId.Status:
                case HeaderId.Host:
                case HeaderId.Connection:
                case HeaderId.TransferEncoding:
                case HeaderId.Expect:
                case HeaderId.Te:
                case HeaderId.Upgrade:
                case HeaderId.KeepAlive:
                case HeaderId.ProxyConnection:
                    return true;

                default:
                    return false;
            }
        }

        private static bool IsTrailers(byte[] buffer, int offset, int length)
        {
            if (length != 8)
            {
                return false;
            }

            ulong word = 0;
            for (int i = 7; i >= 0; i--)
            {
                word = (word << 8) | buffer[offset + i];
            }

            return word == 0x7372656C69617274UL;
        }
    }
}
