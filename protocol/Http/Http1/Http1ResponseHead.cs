// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Http
{
    /// <summary>Writes the head of an HTTP/1.1 response (RFC 9112 section 4).</summary>
    public static class Http1ResponseHead
    {
        /// <summary>Most bytes of a head without the handler's fields.</summary>
        public const int BaseSize = 240;

        /// <summary>The connection is closed after the response.</summary>
        public const int Close = 1;

        /// <summary>The connection is kept open, which HTTP/1.0 must be told.</summary>
        public const int KeepAlive = 2;

        /// <summary>The body is chunked.</summary>
        public const int Chunked = 4;

        /// <summary>No Content-Length or Transfer-Encoding: 1xx, 204, 304, or a body that ends with the connection.</summary>
        public const int NoLength = 8;

        /// <summary>The connection becomes a WebSocket.</summary>
        public const int Upgrade = 16;

        /// <summary>Writes a head.</summary>
        /// <param name="response">Status and fields.</param>
        /// <param name="service">For the date.</param>
        /// <param name="altSvcPort">The port that Alt-Svc announces, 0 for none.</param>
        /// <param name="flags">The constants of this class.</param>
        /// <param name="buffer">Where to write.</param>
        /// <param name="offset">First byte to write.</param>
        /// <param name="size">Most bytes to write.</param>
        /// <returns>Bytes written, or -1 if they do not fit.</returns>
        public static int Write(HttpResponse response, HttpService service, int altSvcPort, int flags, byte[] buffer, int offset, int size)
        {
            int end = offset + size;
            if (size < BaseSize)
            {
                return -1;
            }

            int status = response.Status;
            Put(0x312E312F50545448UL, buffer, offset);
            buffer[offset + 8] = 32;
            buffer[offset + 9] = (byte)(48 + (status / 100));
            buffer[offset + 10] = (byte)(48 + (status / 10 % 10));
            buffer[offset + 11] = (byte)(48 + (status % 10));
            buffer[offset + 12] = 32;
            int at = offset + 13;
            int reason = Reason(status);
            if (reason >= 0)
            {
                at += HeaderTable.CopyValue(HeaderFlash.FirstReason + reason, buffer, at);
            }

            buffer[at] = 13;
            buffer[at + 1] = 10;
            at += 2;

            // "date: "
            long time = service.Time;
            if (time > 0)
            {
                Put(0x203A65746164UL, buffer, at);
                HttpDate.Write(time, buffer, at + 6);
                at += 6 + HttpDate.Length;
                buffer[at] = 13;
                buffer[at + 1] = 10;
                at += 2;
            }

            if (altSvcPort > 0)
            {
                at = WriteAltSvc(altSvcPort, service.Profile.AltSvcAge, buffer, at);
            }

            if ((flags & Close) != 0)
            {
                at = Field(HeaderField.ConnectionClose, buffer, at);
            }
            else if ((flags & KeepAlive) != 0)
            {
                at = Field(HeaderField.ConnectionKeepAlive, buffer, at);
            }

            if ((flags & Upgrade) != 0)
            {
                at = Field(HeaderField.ConnectionUpgrade, buffer, at);
                at = Field(HeaderField.UpgradeWebsocket, buffer, at);
            }

            if ((flags & Chunked) != 0)
            {
                at = Field(HeaderField.TransferEncodingChunked, buffer, at);
            }
            else if ((flags & NoLength) == 0)
            {
                at = Name(HeaderId.ContentLength, buffer, at);
                at += Decimal.Write(response.Source == null ? 0 : response.Length, buffer, at);
                buffer[at] = 13;
                buffer[at + 1] = 10;
                at += 2;
            }

            byte[] fields = response.Fields;
            int count = response.FieldsLength;
            for (int i = 0; i < count;)
            {
                int id = fields[i];
                int length = fields[i + 1];
                i += 2;
                if (id == HeaderId.Other)
                {
                    int whole = length + fields[i + length];
                    if (at + whole + 6 > end)
                    {
                        return -1;
                    }

                    System.Array.Copy(fields, i, buffer, at, length);
                    at += length;
                    i += length + 1;
                    buffer[at] = 58;
                    buffer[at + 1] = 32;
                    length = whole - length;
                    System.Array.Copy(fields, i, buffer, at + 2, length);
                    at += length + 2;
                    i += length;
                    buffer[at] = 13;
                    buffer[at + 1] = 10;
                    at += 2;
                }
                else if (length == 255)
                {
                    if (at + 132 > end && at + HeaderTable.NameLength(id) + HeaderTable.ValueLength(id) + 6 > end)
                    {
                        return -1;
                    }

                    at = Field(id, buffer, at);
                }
                else
                {
                    if (at + length + 40 > end)
                    {
                        return -1;
                    }

                    at = Name(id, buffer, at);
                    System.Array.Copy(fields, i, buffer, at, length);
                    at += length;
                    i += length;
                    buffer[at] = 13;
                    buffer[at + 1] = 10;
                    at += 2;
                }
            }

            if (at + 2 > end)
            {
                return -1;
            }

            buffer[at] = 13;
            buffer[at + 1] = 10;
            return at + 2 - offset;
        }

        /// <summary>Writes <c>alt-svc: h3=":PORT"; ma=AGE</c> and the end of the line. At most 48 bytes.</summary>
        private static int WriteAltSvc(int port, int age, byte[] buffer, int at)
        {
            Put(0x3A6376732D746C61UL, buffer, at);
            Put(0x3A223D336820UL, buffer, at + 8);
            at += 14;
            at += Decimal.Write(port, buffer, at);
            Put(0x3D616D203B22UL, buffer, at);
            at += 6;
            at += Decimal.Write(age, buffer, at);
            buffer[at] = 13;
            buffer[at + 1] = 10;
            return at + 2;
        }

        private static int Name(int id, byte[] buffer, int at)
        {
            at += HeaderTable.CopyName(id, buffer, at);
            buffer[at] = 58;
            buffer[at + 1] = 32;
            return at + 2;
        }

        private static int Field(int index, byte[] buffer, int at)
        {
            at = Name(index, buffer, at);
            at += HeaderTable.CopyValue(index, buffer, at);
            buffer[at] = 13;
            buffer[at + 1] = 10;
            return at + 2;
        }

        /// <summary>Writes eight bytes; what follows a shorter text overwrites the rest.</summary>
        private static void Put(ulong text, byte[] buffer, int at)
        {
            uint low = (uint)text;
            uint high = (uint)(text >> 32);
            buffer[at] = (byte)low;
            buffer[at + 1] = (byte)(low >> 8);
            buffer[at + 2] = (byte)(low >> 16);
            buffer[at + 3] = (byte)(low >> 24);
            buffer[at + 4] = (byte)high;
            buffer[at + 5] = (byte)(high >> 8);
            buffer[at + 6] = (byte)(high >> 16);
            buffer[at + 7] = (byte)(high >> 24);
        }

        /// <summary>Copies the reason phrase of a status (RFC 9110 section 15).</summary>
        /// <returns>Its length; 0 for a status whose phrase is not known here.</returns>
        public static int CopyReason(int status, byte[] destination, int offset)
        {
            int reason = Reason(status);
            return reason < 0 ? 0 : HeaderTable.CopyValue(HeaderFlash.FirstReason + reason, destination, offset);
        }

        /// <summary>Number of a reason phrase, counted from the first in the table, or -1 for an empty phrase.</summary>
        private static int Reason(int status)
        {
            int reason;
            switch (status)
            {
                case 200: reason = 0; break;
                case 100: reason = 1; break;
                case 204: reason = 2; break;
                case 304: reason = 3; break;
                case 400: reason = 4; break;
                case 404: reason = 5; break;
                case 405: reason = 6; break;
                case 408: reason = 7; break;
                case 411: reason = 8; break;
                case 413: reason = 9; break;
                case 414: reason = 10; break;
                case 417: reason = 11; break;
                case 431: reason = 12; break;
                case 500: reason = 13; break;
                case 501: reason = 14; break;
                case 503: reason = 15; break;
                case 505: reason = 16; break;
                case 406: reason = 17; break;
                case 201: reason = 18; break;
                case 202: reason = 19; break;
                case 206: reason = 20; break;
                case 301: reason = 21; break;
                case 302: reason = 22; break;
                case 401: reason = 23; break;
                case 403: reason = 24; break;
                case 409: reason = 25; break;
                case 415: reason = 26; break;
                case 416: reason = 27; break;
                case 422: reason = 28; break;
                case 426: reason = 29; break;
                case 429: reason = 30; break;
                case 101: reason = 31; break;
                case 303: reason = 32; break;
                case 307: reason = 33; break;
                default: reason = -1; break;
            }

            return reason;
        }
    }
}
