// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using MilliHttp.Nano.Http;

namespace MilliHttp.Nano.Http3
{
    /// <summary>
    /// Writes the field lines of a response (RFC 9204 section 4.5) with the static table alone, so that a section never depends on
    /// the dynamic table. Each method returns the index after its last byte, or -1 if the
    /// buffer is too short; given -1 as the place to write, it returns -1, so that calls can follow each other without a check.
    /// </summary>
    public static class FieldSectionWriter
    {
        /// <summary>Writes the prefix of a section without dynamic references: Required Insert Count 0, Base 0.</summary>
        /// <param name="buffer">Where to.</param>
        /// <param name="at">The first byte written.</param>
        /// <param name="end">The index after the last that may be written.</param>
        /// <returns>The index after the last byte written, or -1.</returns>
        public static int WritePrefix(byte[] buffer, int at, int end)
        {
            if (at < 0 || end - at < 2)
            {
                return -1;
            }

            buffer[at] = 0;
            buffer[at + 1] = 0;
            return at + 2;
        }

        /// <summary>Writes :status.</summary>
        /// <param name="buffer">Where to.</param>
        /// <param name="at">The first byte written.</param>
        /// <param name="end">The index after the last that may be written.</param>
        /// <param name="status">100 to 599.</param>
        /// <returns>The index after the last byte written, or -1.</returns>
        public static int WriteStatus(byte[] buffer, int at, int end, int status)
        {
            int entry;
            switch (status)
            {
                case 100: entry = HeaderField.Status100; break;
                case 103: entry = HeaderField.Status103; break;
                case 200: entry = HeaderField.Status200; break;
                case 204: entry = HeaderField.Status204; break;
                case 206: entry = HeaderField.Status206; break;
                case 302: entry = HeaderField.Status302; break;
                case 304: entry = HeaderField.Status304; break;
                case 400: entry = HeaderField.Status400; break;
                case 403: entry = HeaderField.Status403; break;
                case 404: entry = HeaderField.Status404; break;
                case 421: entry = HeaderField.Status421; break;
                case 425: entry = HeaderField.Status425; break;
                case 500: entry = HeaderField.Status500; break;
                case 503: entry = HeaderField.Status503; break;
                default:
                    at = WriteName(buffer, at, end, HeaderId.Status);
                    if (at < 0 || end - at < 4)
                    {
                        return -1;
                    }

                    buffer[at] = 3;
                    buffer[at + 1] = (byte)(48 + (status / 100));
                    buffer[at + 2] = (byte)(48 + (status / 10 % 10));
                    buffer[at + 3] = (byte)(48 + (status % 10));
                    return at + 4;
            }

            return WriteEntry(buffer, at, end, entry);
        }

        /// <summary>Writes a whole registered field.</summary>
        /// <param name="buffer">Where to.</param>
        /// <param name="at">The first byte written.</param>
        /// <param name="end">The index after the last that may be written.</param>
        /// <param name="entry">One of <see cref="HeaderField"/>.</param>
        /// <returns>The index after the last byte written, or -1.</returns>
        public static int WriteEntry(byte[] buffer, int at, int end, int entry)
        {
            if (entry < HeaderTable.QpackCount)
            {
                if (at < 0 || end - at < 2)
                {
                    return -1;
                }

                if (entry < 63)
                {
                    buffer[at] = (byte)(0xC0 | entry);
                    return at + 1;
                }

                buffer[at] = 0xFF;
                buffer[at + 1] = (byte)(entry - 63);
                return at + 2;
            }

            at = WriteName(buffer, at, end, HeaderTable.NameId(entry));
            int length = HeaderTable.ValueLength(entry);
            if (at < 0 || end - at < length + 1)
            {
                return -1;
            }

            buffer[at++] = (byte)length;
            return at + HeaderTable.CopyValue(entry, buffer, at);
        }

        /// <summary>Writes a field with a registered name.</summary>
        /// <param name="buffer">Where to.</param>
        /// <param name="at">The first byte written.</param>
        /// <param name="end">The index after the last that may be written.</param>
        /// <param name="nameId">One of <see cref="HeaderId"/>.</param>
        /// <param name="value">Buffer of the value.</param>
        /// <param name="offset">Its first byte.</param>
        /// <param name="length">Its length, up to 254.</param>
        /// <returns>The index after the last byte written, or -1.</returns>
        public static int WriteField(byte[] buffer, int at, int end, int nameId, byte[] value, int offset, int length)
        {
            return WriteValue(buffer, WriteName(buffer, at, end, nameId), end, value, offset, length);
        }

        /// <summary>Writes a field with a name that is not registered.</summary>
        /// <param name="buffer">Where to.</param>
        /// <param name="at">The first byte written.</param>
        /// <param name="end">The index after the last that may be written.</param>
        /// <param name="text">Buffer of name and value.</param>
        /// <param name="nameOffset">First byte of the name, which is in lower case.</param>
        /// <param name="nameLength">Its length, up to 255.</param>
        /// <param name="offset">First byte of the value.</param>
        /// <param name="length">Its length, up to 254.</param>
        /// <returns>The index after the last byte written, or -1.</returns>
        public static int WriteLiteral(byte[] buffer, int at, int end, byte[] text, int nameOffset, int nameLength, int offset, int length)
        {
            if (at < 0 || end - at < nameLength + 4)
            {
                return -1;
            }

            if (nameLength < 7)
            {
                buffer[at++] = (byte)(0x20 | nameLength);
            }
            else
            {
                buffer[at++] = 0x27;
                int rest = nameLength - 7;
                if (rest >= 0x80)
                {
                    buffer[at++] = (byte)(0x80 | (rest & 0x7F));
                    rest >>= 7;
                }

                buffer[at++] = (byte)rest;
            }

            if (nameLength > end - at)
            {
                return -1;
            }

            Array.Copy(text, nameOffset, buffer, at, nameLength);
            return WriteValue(buffer, at + nameLength, end, text, offset, length);
        }

        private static int WriteValue(byte[] buffer, int at, int end, byte[] value, int offset, int length)
        {
            if (at < 0 || end - at < 2)
            {
                return -1;
            }

            // Huffman coding saves a quarter of the bytes and costs as much as sealing that quarter, so it is used only for what does not fit otherwise.
            if (length + 2 > end - at)
            {
                int limit = at + (length < 127 ? length : 127);
                int encoded = Huffman.Encode(value, offset, length, buffer, at + 1, limit < end ? limit : end);
                if (encoded >= 0)
                {
                    buffer[at] = (byte)(0x80 | encoded);
                    return at + 1 + encoded;
                }
            }

            if (length < 127)
            {
                buffer[at++] = (byte)length;
            }
            else
            {
                buffer[at] = 0x7F;
                buffer[at + 1] = (byte)(length - 127);
                at += 2;
                if (length >= 255)
                {
                    return -1;
                }
            }

            if (length > end - at)
            {
                return -1;
            }

            Array.Copy(value, offset, buffer, at, length);
            return at + length;
        }

        /// <summary>Writes a field with a decimal number.</summary>
        /// <param name="buffer">Where to.</param>
        /// <param name="at">The first byte written.</param>
        /// <param name="end">The index after the last that may be written.</param>
        /// <param name="nameId">One of <see cref="HeaderId"/>.</param>
        /// <param name="number">0 or more.</param>
        /// <returns>The index after the last byte written, or -1.</returns>
        public static int WriteNumber(byte[] buffer, int at, int end, int nameId, long number)
        {
            at = WriteName(buffer, at, end, nameId);
            if (at < 0 || end - at < 20)
            {
                return -1;
            }

            int digits = Decimal.Write(number, buffer, at + 1);
            buffer[at] = (byte)digits;
            return at + 1 + digits;
        }

        private static int WriteName(byte[] buffer, int at, int end, int nameId)
        {
            if (at < 0 || end - at < 2)
            {
                return -1;
            }

            if (nameId < 15)
            {
                buffer[at] = (byte)(0x50 | nameId);
                return at + 1;
            }

            if (nameId < HeaderTable.QpackCount)
            {
                buffer[at] = 0x5F;
                buffer[at + 1] = (byte)(nameId - 15);
                return at + 2;
            }

            int length = HeaderTable.NameLength(nameId);
            if (end - at < length + 2)
            {
                return -1;
            }

            if (length < 7)
            {
                buffer[at++] = (byte)(0x20 | length);
            }
            else
            {
                buffer[at] = 0x27;
                buffer[at + 1] = (byte)(length - 7);
                at += 2;
            }

            return at + HeaderTable.CopyName(nameId, buffer, at);
        }
    }
}
