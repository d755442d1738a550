// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using MilliHttp.Nano.Http;
using MilliHttp.Nano.Quic;

namespace MilliHttp.Nano.Http3
{
    /// <summary>
    /// The encoded head of a response: written once, kept until it is acknowledged. Its tail (Date and the header of the DATA frame) is not kept but
    /// written again from the time and the length, which take less memory.
    /// </summary>
    internal static class ResponseHead
    {
        /// <summary>HEADERS with :status 100: type, length, prefix of the section, index 63.</summary>
        internal const int InterimLength = 6;

        // Type and two-byte length of the HEADERS frame.
        private const int HeadHeader = 3;

        // Date as a literal field with a name reference, and its length.
        private const int DateName = 0x50 | HeaderId.Date;

        internal const int DateLength = 2 + HttpDate.Length;

        /// <summary>Writes the HEADERS frame without its tail.</summary>
        /// <returns>The index after it, or -1 if it does not fit.</returns>
        internal static int Write(H3Context c, HttpResponse response, byte[] heads, int start, int end, int dated)
        {
            byte[] fields = response.Fields;
            int status = response.Status;
            int at = FieldSectionWriter.WritePrefix(heads, start + HeadHeader, end);
            at = FieldSectionWriter.WriteStatus(heads, at, end, status);
            if (status != 204 && status != 304 && status >= 200 && (response.Source == null || response.Length >= 0))
            {
                long length = response.Source == null ? 0 : response.Length;
                at = length == 0
                    ? FieldSectionWriter.WriteEntry(heads, at, end, HeaderField.ContentLength0)
                    : FieldSectionWriter.WriteNumber(heads, at, end, HeaderId.ContentLength, length);
            }

            int position = 0;
            while (position < response.FieldsLength && at >= 0)
            {
                int id = fields[position];
                int length = fields[position + 1];
                position += 2;
                if (id == HeaderId.Other)
                {
                    int value = position + length + 1;
                    at = FieldSectionWriter.WriteLiteral(heads, at, end, fields, position, length, value, fields[value - 1]);
                    position = value + fields[value - 1];
                }
                else if (length == 255)
                {
                    at = FieldSectionWriter.WriteEntry(heads, at, end, id);
                }
                else
                {
                    at = FieldSectionWriter.WriteField(heads, at, end, id, fields, position, length);
                    position += length;
                }
            }

            if (at < 0)
            {
                return -1;
            }

            int section = at - start - HeadHeader + dated;
            heads[start] = H3FrameType.Headers;
            heads[start + 1] = (byte)(0x40 | (section >> 8));
            heads[start + 2] = (byte)section;
            return at;
        }

        /// <summary>Copies a part of what precedes the body.</summary>
        internal static int Copy(H3Context c, int number, bool responded, int length, int offset, byte[] destination, int at, int count)
        {
            H3Shared shared = c.Shared;
            int place = responded ? shared.Ints[(number * RequestLayout.IntsPerRequest) + RequestLayout.ResponsePlace] : RequestLayout.NoBuffer << RequestLayout.BufferShift;
            int kept = length - ((place >> RequestLayout.TailShift) & 0xFF);
            int end = at + (count < length - offset ? count : length - offset);
            int from = at;
            if (offset < kept)
            {
                byte[] heads = shared.Heads;
                int start = number * shared.Profile.ResponseHead;
                int buffer = (place >> RequestLayout.BufferShift) & 0xFF;
                if (buffer != RequestLayout.NoBuffer)
                {
                    heads = shared.Service.Pool.Memory;
                    start = shared.Service.Pool.Offset(buffer);
                }

                int part = end - at < kept - offset ? end - at : kept - offset;
                Array.Copy(heads, start + offset, destination, at, part);
                at += part;
                offset += part;
            }

            if (at < end)
            {
                WriteTail(c, number);
                Array.Copy(shared.Scratch, offset - kept, destination, at, end - at);
            }

            return end - from;
        }

        /// <summary>
        /// Writes the tail of a response's head into Scratch: Date, and the header of the DATA frame.
        /// </summary>
        private static void WriteTail(H3Context c, int number)
        {
            H3Shared shared = c.Shared;
            byte[] scratch = shared.Scratch;
            long time = shared.Longs[(number * RequestLayout.LongsPerRequest) + RequestLayout.ResponseTime];
            long length = shared.Longs[(number * RequestLayout.LongsPerRequest) + RequestLayout.ResponseLength];
            int at = 0;
            if (time > 0)
            {
                scratch[0] = DateName;
                scratch[1] = HttpDate.Length;
                HttpDate.Write(time, scratch, 2);
                at = DateLength;
            }

            if (length > 0)
            {
                scratch[at] = H3FrameType.Data;
                Varint.Write(scratch, at + 1, length);
            }
        }
    }
}
