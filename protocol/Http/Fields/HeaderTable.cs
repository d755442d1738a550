// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;

namespace MilliHttp.Nano.Http
{
    /// <summary>
    /// The registered fields, in flash. Entries 0 to 98 are the QPACK static table (RFC 9204 appendix A) in its order; later entries
    /// are other fields that the engines or handlers use (<see cref="HeaderId"/>, <see cref="HeaderField"/>). The id of a name is the first entry with it.
    /// </summary>
    public static class HeaderTable
    {
        /// <summary>Number of entries that are the QPACK static table.</summary>
        public const int QpackCount = 99;

        /// <summary>Number of entries.</summary>
        public const int Count = HeaderFlash.Count;

        /// <summary>Id of the name of an entry: the first entry with the same name.</summary>
        /// <param name="index">Number of the entry.</param>
        /// <returns>The id.</returns>
        public static int NameId(int index)
        {
            return (int)(HeaderFlash.Entry(index) & 0xFF);
        }

        /// <summary>Length of the name of an entry, in bytes.</summary>
        /// <param name="index">Number of the entry.</param>
        /// <returns>The length.</returns>
        public static int NameLength(int index)
        {
            return (int)((HeaderFlash.Entry(index) >> 8) & 0xFF);
        }

        /// <summary>Length of the value of an entry, in bytes; 0 if it has none.</summary>
        /// <param name="index">Number of the entry.</param>
        /// <returns>The length.</returns>
        public static int ValueLength(int index)
        {
            return (int)((HeaderFlash.Entry(index) >> 32) & 0xFF);
        }

        /// <summary>Copies the name of an entry, in lower case.</summary>
        /// <param name="index">Number of the entry.</param>
        /// <param name="destination">Where to write.</param>
        /// <param name="offset">First byte to write.</param>
        /// <returns>Its length, at most 63.</returns>
        public static int CopyName(int index, byte[] destination, int offset)
        {
            ulong entry = HeaderFlash.Entry(index);
            int length = (int)((entry >> 8) & 0xFF);
            Copy((int)((entry >> 16) & 0xFFFF), length, destination, offset);
            return length;
        }

        /// <summary>Copies the value of an entry.</summary>
        /// <param name="index">Number of the entry.</param>
        /// <param name="destination">Where to write.</param>
        /// <param name="offset">First byte to write.</param>
        /// <returns>Its length, at most 63.</returns>
        public static int CopyValue(int index, byte[] destination, int offset)
        {
            ulong entry = HeaderFlash.Entry(index);
            int length = (int)((entry >> 32) & 0xFF);
            Copy((int)((entry >> 40) & 0xFFFF), length, destination, offset);
            return length;
        }

        /// <summary>Whether bytes equal the value of an entry; the comparison is case-sensitive.</summary>
        /// <param name="index">Number of the entry.</param>
        /// <param name="buffer">Buffer of the bytes.</param>
        /// <param name="offset">The first of them.</param>
        /// <param name="length">Their number.</param>
        /// <returns>True if so.</returns>
        public static bool ValueEquals(int index, byte[] buffer, int offset, int length)
        {
            ulong entry = HeaderFlash.Entry(index);
            return (int)((entry >> 32) & 0xFF) == length && Same((int)((entry >> 40) & 0xFFFF), buffer, offset, length);
        }

        /// <summary>Finds the id of a name in lower case.</summary>
        /// <param name="buffer">Buffer of the name.</param>
        /// <param name="offset">Its first byte.</param>
        /// <param name="length">Its length in bytes.</param>
        /// <returns>Its id, or <see cref="HeaderId.Other"/>.</returns>
        public static int Find(byte[] buffer, int offset, int length)
        {
            if (length <= 0 || length > 32)
            {
                return HeaderId.Other;
            }

            ulong second = 0;
            ulong third = 0;
            ulong fourth = 0;
            ulong first = Load(buffer, offset, length);
            if (length > 8)
            {
                second = Load(buffer, offset + 8, length - 8);
                if (length > 16)
                {
                    third = Load(buffer, offset + 16, length - 16);
                    if (length > 24)
                    {
                        fourth = Load(buffer, offset + 24, length - 24);
                    }
                }
            }

            return FindWords(first, second, third, fourth, length);
        }

        /// <summary>Finds the id of a name of at most 32 bytes given as little-endian words, zero-padded, in lower case.</summary>
        internal static int FindWords(ulong first, ulong second, ulong third, ulong fourth, int length)
        {
            int hash = (int)(((first + (second * 3) + (third * 5) + (fourth * 7) + (ulong)length) * HeaderFlash.Multiplier) >> 56);
            int id = (int)((HeaderFlash.Slots(hash >> 3) >> ((hash & 7) << 3)) & 0xFF) - 1;
            if (id < 0)
            {
                return HeaderId.Other;
            }

            // Another name may have the same hash: compare.
            ulong entry = HeaderFlash.Entry(id);
            int word = (int)((entry >> 16) & 0xFFFF);
            if ((int)((entry >> 8) & 0xFF) != length
                || HeaderFlash.Word(word) != first
                || (length > 8 && HeaderFlash.Word(word + 1) != second)
                || (length > 16 && HeaderFlash.Word(word + 2) != third)
                || (length > 24 && HeaderFlash.Word(word + 3) != fourth))
            {
                return HeaderId.Other;
            }

            return id;
        }

        private static ulong Load(byte[] buffer, int offset, int count)
        {
            if (offset + 8 <= buffer.Length)
            {
                ulong word = BitConverter.ToUInt64(buffer, offset);
                return count >= 8 ? word : word & ((1UL << (count << 3)) - 1);
            }

            ulong slow = 0;
            if (count > 8)
            {
                count = 8;
            }

            for (int i = count - 1; i >= 0; i--)
            {
                slow = (slow << 8) | buffer[offset + i];
            }

            return slow;
        }

        private static bool Same(int word, byte[] buffer, int offset, int length)
        {
            for (int left = length; left > 0; left -= 8)
            {
                if (HeaderFlash.Word(word++) != Load(buffer, offset, left))
                {
                    return false;
                }

                offset += 8;
            }

            return true;
        }

        private static void Copy(int word, int length, byte[] destination, int offset)
        {
            int end = offset + length;
            while (end - offset >= 8)
            {
                ulong whole = HeaderFlash.Word(word++);
                uint low = (uint)whole;
                uint high = (uint)(whole >> 32);
                destination[offset] = (byte)low;
                destination[offset + 1] = (byte)(low >> 8);
                destination[offset + 2] = (byte)(low >> 16);
                destination[offset + 3] = (byte)(low >> 24);
                destination[offset + 4] = (byte)high;
                destination[offset + 5] = (byte)(high >> 8);
                destination[offset + 6] = (byte)(high >> 16);
                destination[offset + 7] = (byte)(high >> 24);
                offset += 8;
            }

            if (offset < end)
            {
                ulong bits = HeaderFlash.Word(word);
                while (offset < end)
                {
                    destination[offset++] = (byte)bits;
                    bits >>= 8;
                }
            }
        }
    }
}
