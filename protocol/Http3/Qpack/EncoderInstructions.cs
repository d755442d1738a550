// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using MilliHttp.Nano.Http;

namespace MilliHttp.Nano.Http3
{
    /// <summary>
    /// Instructions on the peer's QPACK encoder stream (RFC 9204 section 4.3). Only whole instructions are consumed; the rest stays in the receive
    /// pool until more arrives.
    /// </summary>
    public static class EncoderInstructions
    {
        /// <summary>A violation: QPACK_ENCODER_STREAM_ERROR, a connection error.</summary>
        public const int Failed = -1;

        /// <summary>Carries out all whole instructions.</summary>
        /// <param name="buffer">Bytes of the stream.</param>
        /// <param name="offset">The first of them.</param>
        /// <param name="length">Their number.</param>
        /// <param name="table">The connection's dynamic table; null if SETTINGS offered none.</param>
        /// <param name="scratch">Scratch for decoded strings, as large as the table.</param>
        /// <param name="scratchOffset">Its first byte.</param>
        /// <param name="scratchEnd">The index after its last.</param>
        /// <returns>The number of bytes consumed, or <see cref="Failed"/>.</returns>
        public static int Process(byte[] buffer, int offset, int length, DynamicTable table, byte[] scratch, int scratchOffset, int scratchEnd)
        {
            int end = offset + length;
            int position = offset;
            while (position < end)
            {
                int first = buffer[position];
                int next;
                int index;
                int name;
                if (first < 0x20 || (first & 0xE0) == 0x20)
                {
                    // Duplicate (000) or Set Dynamic Table Capacity (001).
                    index = QpackInteger.Read(buffer, position, end, 0x1F);
                    if (index < 0)
                    {
                        if (index == QpackInteger.Incomplete)
                        {
                            break;
                        }

                        return Failed;
                    }

                    next = QpackInteger.Skip(buffer, position, 0x1F);
                    if (first >= 0x20)
                    {
                        if (table == null ? index != 0 : !table.SetCapacity(index))
                        {
                            return Failed;
                        }
                    }
                    else
                    {
                        name = CopyName(table, index, scratch, scratchOffset, scratchEnd, true);
                        if (name < 0 || !table.Insert(scratch, scratchOffset, name & 0xFFFF, scratchOffset + (name & 0xFFFF), name >> 16))
                        {
                            return Failed;
                        }
                    }

                    position = next;
                    continue;
                }

                if (table == null)
                {
                    return Failed;
                }

                if (first >= 0x80)
                {
                    // Insert with Name Reference.
                    index = QpackInteger.Read(buffer, position, end, 0x3F);
                    if (index < 0)
                    {
                        if (index == QpackInteger.Incomplete)
                        {
                            break;
                        }

                        return Failed;
                    }

                    next = QpackInteger.Skip(buffer, position, 0x3F);
                    if ((first & 0x40) != 0)
                    {
                        if (index >= HeaderTable.QpackCount)
                        {
                            return Failed;
                        }

                        name = HeaderTable.NameLength(index);
                        if (name > scratchEnd - scratchOffset)
                        {
                            return Failed;
                        }

                        HeaderTable.CopyName(index, scratch, scratchOffset);
                    }
                    else
                    {
                        name = CopyName(table, index, scratch, scratchOffset, scratchEnd, false);
                    }
                }
                else
                {
                    // Insert with Literal Name: 01H, five bits of length.
                    next = StringEnd(buffer, position, end, 0x1F, table.MaximumCapacity);
                    if (next == QpackInteger.Incomplete)
                    {
                        break;
                    }

                    name = next < 0 ? Failed : ReadString(buffer, position, next, 0x1F, scratch, scratchOffset, scratchEnd);
                }

                if (name < 0)
                {
                    return Failed;
                }

                int after = StringEnd(buffer, next, end, 0x7F, table.MaximumCapacity);
                if (after == QpackInteger.Incomplete)
                {
                    break;
                }

                int value = after < 0 ? Failed : ReadString(buffer, next, after, 0x7F, scratch, scratchOffset + name, scratchEnd);
                if (value < 0 || !table.Insert(scratch, scratchOffset, name, scratchOffset + name, value))
                {
                    return Failed;
                }

                position = after;
            }

            return position - offset;
        }

        private static int CopyName(DynamicTable table, int relative, byte[] scratch, int offset, int end, bool both)
        {
            // Relative to the insert count: 0 is the newest entry (RFC 9204 section 3.2.5).
            if (table == null || relative < 0)
            {
                return Failed;
            }

            int index = table.InsertCount - 1 - relative;
            if (!table.Contains(index))
            {
                return Failed;
            }

            int name = table.NameLength(index);
            int value = both ? table.ValueLength(index) : 0;
            if (name + value > end - offset)
            {
                return Failed;
            }

            table.CopyTo(index, 0, name + value, scratch, offset);
            return name | (value << 16);
        }

        private static int ReadString(byte[] buffer, int offset, int end, int mask, byte[] scratch, int write, int writeEnd)
        {
            int start = QpackInteger.Skip(buffer, offset, mask);
            int length = end - start;
            if ((buffer[offset] & (mask + 1)) != 0)
            {
                length = Huffman.Decode(buffer, start, length, scratch, write, writeEnd);
                return length < 0 ? Failed : length & ~Huffman.HasControl;
            }

            if (length > writeEnd - write)
            {
                return Failed;
            }

            Array.Copy(buffer, start, scratch, write, length);
            return length;
        }

        private static int StringEnd(byte[] buffer, int offset, int end, int mask, int limit)
        {
            int length = QpackInteger.Read(buffer, offset, end, mask);
            if (length < 0)
            {
                return length;
            }

            // Even in the densest Huffman code it would be longer than the whole table: it can never be inserted.
            if (length > 4 * limit)
            {
                return Failed;
            }

            offset = QpackInteger.Skip(buffer, offset, mask);
            return length > end - offset ? QpackInteger.Incomplete : offset + length;
        }
    }
}
