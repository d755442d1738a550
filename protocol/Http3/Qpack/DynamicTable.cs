// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;

namespace MilliHttp.Nano.Http3
{
    /// <summary>
    /// The decoder's dynamic table (RFC 9204 section 3.2): octets in a ring, one length pair per entry. Exists only
    /// where the profile sets a capacity.
    /// </summary>
    public sealed class DynamicTable
    {
        private readonly byte[] _octets;
        private readonly int[] _starts;
        private readonly int[] _lengths;
        private int _capacity;
        private int _size;
        private int _count;
        private int _inserted;
        private int _write;

        /// <summary>Makes a table.</summary>
        /// <param name="maximumCapacity">SETTINGS_QPACK_MAX_TABLE_CAPACITY in bytes, up to 65,535.</param>
        public DynamicTable(int maximumCapacity)
        {
            _octets = new byte[maximumCapacity];
            _starts = new int[maximumCapacity / 32];
            _lengths = new int[maximumCapacity / 32];
        }

        /// <summary>SETTINGS_QPACK_MAX_TABLE_CAPACITY in bytes.</summary>
        public int MaximumCapacity
        {
            get { return _octets.Length; }
        }

        /// <summary>Number of insertions since the connection began.</summary>
        public int InsertCount
        {
            get { return _inserted; }
        }

        /// <summary>Number of entries in the table; they have the absolute indices InsertCount - Count to InsertCount - 1.</summary>
        public int Count
        {
            get { return _count; }
        }

        /// <summary>Required Insert Count of the section last read.</summary>
        public int Required;

        /// <summary>Base of the section last read.</summary>
        public int Base;

        /// <summary>Empties the table for the next connection.</summary>
        public void Reset()
        {
            _capacity = 0;
            _size = 0;
            _count = 0;
            _inserted = 0;
            _write = 0;
        }

        /// <summary>Set Dynamic Table Capacity (RFC 9204 section 4.3.1).</summary>
        /// <param name="capacity">The new capacity in bytes.</param>
        /// <returns>False if it is beyond the maximum.</returns>
        public bool SetCapacity(int capacity)
        {
            if (capacity < 0 || capacity > _octets.Length)
            {
                return false;
            }

            _capacity = capacity;
            Evict(capacity);
            return true;
        }

        /// <summary>Inserts an entry, evicting the oldest ones. The slices must not lie in this table.</summary>
        /// <param name="buffer">Buffer of name and value.</param>
        /// <param name="nameOffset">First byte of the name.</param>
        /// <param name="nameLength">Its length in bytes.</param>
        /// <param name="valueOffset">First byte of the value.</param>
        /// <param name="valueLength">Its length in bytes.</param>
        /// <returns>False if the entry is larger than the capacity.</returns>
        public bool Insert(byte[] buffer, int nameOffset, int nameLength, int valueOffset, int valueLength)
        {
            int size = nameLength + valueLength + 32;
            if (size > _capacity || _inserted == 0x7FFFFFFF)
            {
                return false;
            }

            Evict(_capacity - size);
            int slot = _inserted % _starts.Length;
            _starts[slot] = _write;
            _lengths[slot] = (nameLength << 16) | valueLength;
            Append(buffer, nameOffset, nameLength);
            Append(buffer, valueOffset, valueLength);
            _size += size;
            _count++;
            _inserted++;
            return true;
        }

        /// <summary>Whether an entry is in the table.</summary>
        /// <param name="index">Its absolute index.</param>
        /// <returns>False if it was never inserted or is evicted.</returns>
        public bool Contains(int index)
        {
            return index >= 0 && index < _inserted && index >= _inserted - _count;
        }

        /// <summary>Length of an entry's name in bytes.</summary>
        /// <param name="index">Absolute index of an entry in the table.</param>
        /// <returns>The length.</returns>
        public int NameLength(int index)
        {
            return _lengths[index % _lengths.Length] >> 16;
        }

        /// <summary>Length of an entry's value in bytes.</summary>
        /// <param name="index">Absolute index of an entry in the table.</param>
        /// <returns>The length.</returns>
        public int ValueLength(int index)
        {
            return _lengths[index % _lengths.Length] & 0xFFFF;
        }

        /// <summary>Copies an entry's name, value or both (the value follows the name).</summary>
        /// <param name="index">Absolute index of an entry in the table.</param>
        /// <param name="skip">Bytes to leave out at the beginning.</param>
        /// <param name="count">Bytes to copy.</param>
        /// <param name="destination">Where to.</param>
        /// <param name="offset">The first byte written.</param>
        public void CopyTo(int index, int skip, int count, byte[] destination, int offset)
        {
            int start = _starts[index % _starts.Length] + skip;
            int room = _octets.Length;
            if (start >= room)
            {
                start -= room;
            }

            int first = room - start < count ? room - start : count;
            Array.Copy(_octets, start, destination, offset, first);
            Array.Copy(_octets, 0, destination, offset + first, count - first);
        }

        private void Evict(int size)
        {
            while (_size > size)
            {
                int oldest = _lengths[(_inserted - _count) % _lengths.Length];
                _size -= (oldest >> 16) + (oldest & 0xFFFF) + 32;
                _count--;
            }
        }

        private void Append(byte[] buffer, int offset, int length)
        {
            int room = _octets.Length - _write;
            int first = room < length ? room : length;
            Array.Copy(buffer, offset, _octets, _write, first);
            Array.Copy(buffer, offset + first, _octets, 0, length - first);
            _write += length;
            if (_write >= _octets.Length)
            {
                _write -= _octets.Length;
            }
        }
    }
}
