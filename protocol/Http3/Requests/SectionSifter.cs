// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using MilliHttp.Nano.Http;

namespace MilliHttp.Nano.Http3
{
    /// <summary>
    /// Reads the field section of a head that is longer than the memory for it, field line by field line as it arrives. The lines that the engine or a
    /// handler reads are copied, still encoded, to a buffer of the pool, where they are a shorter section for <see cref="RequestReader"/>; all others are
    /// skipped: their names are checked, and their values unless they are long.
    /// </summary>
    internal static class SectionSifter
    {
        // Longest field name.
        private const int LongestName = 255;

        // Most bytes of the section that are looked at in one step, and of a skipped line that is checked whole.
        private const int Window = 640;

        // Results of ReadLines beside FieldSectionReader.Failed.
        private const int TooLong = -2;
        private const int Bad = -3;

        // Of LineCount: the number of lines, and whether a field that is not a pseudo-header field was skipped.
        private const int LineMask = 0xFFFF;
        private const int SkippedRegular = 0x10000;

        /// <summary>Begins, with the frame's header consumed. Needs a free buffer of the pool.</summary>
        internal static void Begin(H3Context c, int stream, int number)
        {
            H3Shared shared = c.Shared;
            int buffer = shared.Service.Pool.Claim();
            shared.Ints[(number * RequestLayout.IntsPerRequest) + RequestLayout.RequestPlace] = (buffer << RequestLayout.BufferShift) | (RequestLayout.NoBuffer << RequestLayout.HeadBufferShift);
            shared.Longs[(number * RequestLayout.LongsPerRequest) + RequestLayout.SkipLength] = 0;
            shared.Longs[(number * RequestLayout.LongsPerRequest) + RequestLayout.LineCount] = 0;
            shared.States[c.First + stream] = (shared.States[c.First + stream] | StreamState.Sifting) & ~(StreamState.Waiting | StreamState.HeadChecked);
        }

        /// <summary>Reads what has arrived of the section, of which some is still to come.</summary>
        /// <param name="c">The connection.</param>
        /// <param name="stream">Stream slot.</param>
        /// <param name="available">Bytes that have arrived.</param>
        /// <returns>
        /// <see cref="RequestReader.Good"/> if everything available that can be judged was consumed, <see cref="RequestReader.Malformed"/>,
        /// <see cref="RequestReader.TooLarge"/> or <see cref="FieldSectionReader.Failed"/>.
        /// </returns>
        internal static int Read(H3Context c, int stream, int available)
        {
            H3Shared shared = c.Shared;
            long[] longs = shared.Longs;
            int number = shared.States[c.First + stream] >> StreamState.NumberShift;
            int at = number * RequestLayout.LongsPerRequest;
            long left = longs[at + RequestLayout.PayloadLeft];
            if (available > left)
            {
                available = (int)left;
            }

            while (available > 0)
            {
                int used;
                if (longs[at + RequestLayout.SkipLength] > 0)
                {
                    used = longs[at + RequestLayout.SkipLength] < available ? (int)longs[at + RequestLayout.SkipLength] : available;
                    longs[at + RequestLayout.SkipLength] -= used;
                }
                else
                {
                    used = ReadLines(c, stream, number, available);
                    if (used < 0)
                    {
                        return used == TooLong ? RequestReader.TooLarge : used == Bad ? RequestReader.Malformed : FieldSectionReader.Failed;
                    }

                    if (used == 0)
                    {
                        // A line is not complete. At the end of the section it never will be.
                        return available == longs[at + RequestLayout.PayloadLeft] ? FieldSectionReader.Failed : RequestReader.Good;
                    }
                }

                c.Consume(stream, used);
                longs[at + RequestLayout.PayloadLeft] -= used;
                available -= used;
            }

            return RequestReader.Good;
        }

        /// <summary>Reads whole lines, or one line whose value is skipped.</summary>
        /// <returns>Bytes that can be consumed, 0 if no line is complete; <see cref="TooLong"/>, <see cref="Bad"/> or FieldSectionReader.Failed.</returns>
        private static int ReadLines(H3Context c, int stream, int number, int available)
        {
            H3Shared shared = c.Shared;
            RequestReader reader = shared.Reader;
            HttpService service = shared.Service;
            BodyPool pool = service.Pool;
            int index = (shared.Ints[(number * RequestLayout.IntsPerRequest) + RequestLayout.RequestPlace] >> RequestLayout.BufferShift) & 0xFF;
            long[] longs = shared.Longs;
            int count = (number * RequestLayout.LongsPerRequest) + RequestLayout.LineCount;

            // A buffer of the pool bounds a line that is kept, so more than that need not be seen at once.
            byte[] gather = shared.Gather;
            int length = available < gather.Length - LongestName - 1 ? available : gather.Length - LongestName - 1;
            if (length > Window && length > pool.Size + 16)
            {
                length = pool.Size + 16 > Window ? pool.Size + 16 : Window;
            }

            byte[] section = c.ReadBuffer;
            int offset = c.ReadOffset(stream);
            int output = 0;
            int outputEnd = gather.Length;
            if (c.ReadableLength(stream) < length)
            {
                section = gather;
                outputEnd -= length;
                offset = outputEnd;
                c.Peek(stream, 0, gather, offset, length);
            }

            int start = offset;
            int end = offset + length;
            DecoderFeedback feedback = c.Feedback;
            if (longs[count] == 0)
            {
                // The prefix: two integers. It is kept as it is.
                int required = QpackInteger.Read(section, offset, end, 0xFF);
                int after = required < 0 ? 0 : QpackInteger.Skip(section, offset, 0xFF);
                int delta = required < 0 ? required : QpackInteger.Read(section, after, end, 0x7F);
                if (delta < 0)
                {
                    return delta == QpackInteger.Incomplete ? 0 : FieldSectionReader.Failed;
                }

                offset = QpackInteger.Skip(section, after, 0x7F);
                pool.Append(index, section, start, offset - start);
                if (reader.Begin(section, start, end - start, feedback == null ? null : feedback.Table, output, outputEnd) < 0)
                {
                    return FieldSectionReader.Failed;
                }

                longs[count] = 1;
            }
            else if (feedback != null)
            {
                // Another section may have been read since: its Base is not this section's.
                reader.Begin(pool.Memory, pool.Offset(index), pool.Length(index), feedback.Table, output, outputEnd);
            }

            // The count begins with 1 for the prefix.
            int lines = (int)longs[count];
            while (offset < end)
            {
                int status = Measure(section, offset, end);
                if (status < 0)
                {
                    if (status == QpackInteger.Incomplete)
                    {
                        break;
                    }

                    return TooLong;
                }

                if ((lines & LineMask) > service.Profile.HeadFields)
                {
                    return TooLong;
                }

                reader.Resume(section, offset, end - offset, feedback == null ? null : feedback.Table, output, outputEnd);
                status = reader.NextName();
                if (status != FieldSectionReader.Field)
                {
                    return status == FieldSectionReader.NoRoom ? TooLong : FieldSectionReader.Failed;
                }

                int entry = reader.NameEntry;
                int id = entry >= 0 ? HeaderTable.NameId(entry) : HeaderTable.Find(gather, reader.NameOffset, reader.NameLength);
                int next = reader.Position;
                bool protocol = id == HeaderId.Other && RequestReader.IsProtocol(gather, reader.NameOffset, reader.NameLength);
                if (protocol || RequestReader.IsNeeded(id) || service.Request.Keeps(id, gather, reader.NameOffset, reader.NameLength))
                {
                    if (protocol || id <= HeaderId.Path || (id >= HeaderId.Method && id <= HeaderId.Status))
                    {
                        // RFC 9114 section 4.3: pseudo-header fields come before all others, skipped ones included.
                        if ((lines & SkippedRegular) != 0)
                        {
                            return Bad;
                        }
                    }

                    if (next - offset > pool.Size - pool.Length(index))
                    {
                        return TooLong;
                    }

                    if (next > end)
                    {
                        break;
                    }

                    pool.Append(index, section, offset, next - offset);
                    lines++;
                    offset = next;
                    continue;
                }

                if (id == HeaderId.Other && (reader.NameLength == 0 || gather[reader.NameOffset] == (byte)':'))
                {
                    return Bad;
                }

                if (next > end && next - offset <= Window)
                {
                    // Short enough to be checked when it is whole.
                    break;
                }

                lines = (lines + 1) | SkippedRegular;
                if (next > end)
                {
                    if (reader.IsMalformed)
                    {
                        return Bad;
                    }

                    longs[(number * RequestLayout.LongsPerRequest) + RequestLayout.SkipLength] = next - end;
                    offset = end;
                    break;
                }

                if (reader.CheckValue() != FieldSectionReader.Field)
                {
                    return FieldSectionReader.Failed;
                }

                if (reader.IsMalformed)
                {
                    return Bad;
                }

                offset = next;
            }

            longs[count] = lines;
            return offset - start;
        }

        /// <summary>Whether a field line has arrived but for its literal value.</summary>
        /// <returns>0, <see cref="QpackInteger.Incomplete"/>, or <see cref="QpackInteger.TooLarge"/>.</returns>
        private static int Measure(byte[] buffer, int offset, int end)
        {
            int first = buffer[offset];
            int mask = first >= 0x80 ? 0x3F : first >= 0x40 ? 0x0F : first >= 0x20 ? 0x07 : first >= 0x10 ? 0x0F : 0x07;
            int value = QpackInteger.Read(buffer, offset, end, mask);
            if (value < 0 || first >= 0x80 || (first >= 0x10 && first < 0x20))
            {
                return value < 0 ? value : 0;
            }

            int at = QpackInteger.Skip(buffer, offset, mask);
            if (first >= 0x20 && first < 0x40)
            {
                if (value > LongestName)
                {
                    return QpackInteger.TooLarge;
                }

                at += value;
            }

            value = QpackInteger.Read(buffer, at, end, 0x7F);
            return value < 0 ? value : 0;
        }
    }
}
