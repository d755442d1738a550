// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Http
{
    /// <summary>
    /// A set of texts or pages in flash: 64-bit immediates in the code of a generated class, which take no RAM. A text has a number in the set.
    /// </summary>
    public abstract class FlashData
    {
        /// <summary>Where a text lies: its first word in the upper 32 bits, its length in bytes in the lower.</summary>
        /// <param name="id">Number of the text.</param>
        /// <returns>The place.</returns>
        public abstract ulong Place(int id);

        /// <summary>Eight bytes of the pool, the first lowest; zeros after the end of a text.</summary>
        /// <param name="index">Number of the word in the pool.</param>
        /// <returns>The bytes.</returns>
        public abstract ulong Word(int index);

        /// <summary>Length of a text in bytes.</summary>
        /// <param name="id">Number of the text.</param>
        /// <returns>The length.</returns>
        public int Length(int id)
        {
            return (int)(uint)Place(id);
        }

        /// <summary>Copies a whole text.</summary>
        /// <param name="id">Number of the text.</param>
        /// <param name="destination">Where to write.</param>
        /// <param name="offset">First byte to write.</param>
        /// <returns>Its length.</returns>
        public int Copy(int id, byte[] destination, int offset)
        {
            return Copy(id, 0, destination, offset, 0x7FFFFFFF);
        }

        /// <summary>Copies a part of a text.</summary>
        /// <param name="id">Number of the text.</param>
        /// <param name="from">First byte wanted.</param>
        /// <param name="destination">Where to write.</param>
        /// <param name="offset">First byte to write.</param>
        /// <param name="count">Most bytes to copy.</param>
        /// <returns>Bytes copied, 0 at the end.</returns>
        public int Copy(int id, int from, byte[] destination, int offset, int count)
        {
            ulong place = Place(id);
            int left = (int)(uint)place - from;
            if (left <= 0)
            {
                return 0;
            }

            if (count > left)
            {
                count = left;
            }

            int index = (int)(place >> 32) + (from >> 3);
            int end = offset + count;
            int skip = from & 7;
            if (skip != 0 && offset < end)
            {
                ulong first = Word(index++) >> (skip << 3);
                for (; skip < 8 && offset < end; skip++)
                {
                    destination[offset++] = (byte)first;
                    first >>= 8;
                }
            }

            while (end - offset >= 8)
            {
                ulong word = Word(index++);
                uint low = (uint)word;
                uint high = (uint)(word >> 32);
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
                ulong last = Word(index);
                while (offset < end)
                {
                    destination[offset++] = (byte)last;
                    last >>= 8;
                }
            }

            return count;
        }
    }
}
