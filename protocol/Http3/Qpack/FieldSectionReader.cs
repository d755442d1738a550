// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using MilliHttp.Nano.Http;

namespace MilliHttp.Nano.Http3
{
    /// <summary>
    /// Reads an encoded field section (RFC 9204 section 4.5) field by field. The section is contiguous; literal strings are decoded into
    /// an output buffer; a name or value of the static table is reported by its index only. One reader serves all connections, because each section is
    /// read from Begin to its end within one call.
    /// </summary>
    public class FieldSectionReader
    {
        /// <summary>Next: the section is over.</summary>
        public const int End = 0;

        /// <summary>Next: a field was read.</summary>
        public const int Field = 1;

        /// <summary>Begin and Next: QPACK_DECOMPRESSION_FAILED, a connection error.</summary>
        public const int Failed = -1;

        /// <summary>Next: the output buffer is full.</summary>
        public const int NoRoom = -2;

        private const int MaximumInteger = 0x0FFFFFFF;

        // Of _entries: neither name nor value, no value.
        private const int NoEntry = -1;
        private const int NoValue = -1 << 16;

        // Of _literalLength: the value is Huffman-coded.
        private const int Coded = 1 << 28;

        private byte[] _output;
        private byte[] _buffer;
        private DynamicTable _table;
        private int _position;
        private int _end;
        private int _write;
        private int _outputEnd;
        private int _lastEnd;       // the last that _outputEnd may be, where the section lies in the output
        private int _entries;       // static entries: of the name (bits 0-15, signed), of the value (16-31, signed)
        private uint _name;         // in the output: offset (bits 0-15), length (16-31)
        private uint _value;
        private int _literal;       // where the literal value that was not read begins in the section, -1 if there is none
        private int _literalLength; // its encoded length (bits 0-27), Coded
        private int _malformed;

        /// <summary>Makes a reader whose <see cref="Output"/> is set before it is used.</summary>
        public FieldSectionReader()
        {
        }

        /// <summary>Makes a reader.</summary>
        /// <param name="output">The buffer that literal strings are decoded into.</param>
        public FieldSectionReader(byte[] output)
        {
            _output = output;
        }

        /// <summary>
        /// The buffer that literal strings are decoded into, up to 64 KB. The section may lie in the same buffer, after the place where decoding
        /// begins: decoded strings then never grow past the field being read.
        /// </summary>
        public byte[] Output
        {
            get { return _output; }
            set { _output = value; }
        }

        /// <summary>Index of the static entry that the field has its name from, or -1: the name is at NameOffset of the output.</summary>
        public int NameEntry
        {
            get { return (short)_entries; }
        }

        /// <summary>Where a literal name begins in the output.</summary>
        public int NameOffset
        {
            get { return (int)(_name & 0xFFFF); }
        }

        /// <summary>Length of a literal name in bytes.</summary>
        public int NameLength
        {
            get { return (int)(_name >> 16); }
        }

        /// <summary>Index of the static entry that the field has its value from, or -1: the value is at ValueOffset of the output.</summary>
        public int ValueEntry
        {
            get { return _entries >> 16; }
        }

        /// <summary>Where a literal value begins in the output.</summary>
        public int ValueOffset
        {
            get { return (int)(_value & 0xFFFF); }
        }

        /// <summary>Length of a literal value in bytes.</summary>
        public int ValueLength
        {
            get { return (int)(_value >> 16); }
        }

        /// <summary>Whether a name or value so far held an octet that RFC 9114 section 4.2 and 10.3 forbid: the message is malformed.</summary>
        public bool IsMalformed
        {
            get { return _malformed != 0; }
        }

        /// <summary>Required Insert Count of the section; not 0 if it must be acknowledged.</summary>
        public int RequiredInsertCount
        {
            get { return _table == null ? 0 : _table.Required; }
        }

        /// <summary>The index after the last byte of output used.</summary>
        public int OutputOffset
        {
            get { return _write; }
        }

        /// <summary>Releases output of fields that are not needed any more.</summary>
        /// <param name="offset">A value OutputOffset had before.</param>
        public void Rewind(int offset)
        {
            _write = offset;
        }

        /// <summary>Begins a section with its prefix (RFC 9204 section 4.5.1).</summary>
        /// <param name="buffer">Buffer of the section.</param>
        /// <param name="offset">Its first byte.</param>
        /// <param name="length">Its length in bytes.</param>
        /// <param name="table">The connection's dynamic table, or null.</param>
        /// <param name="outputOffset">Where decoded strings begin in the output.</param>
        /// <param name="outputEnd">The index after the last that may be written.</param>
        /// <returns><see cref="Field"/>, or <see cref="Failed"/>.</returns>
        public int Begin(byte[] buffer, int offset, int length, DynamicTable table, int outputOffset, int outputEnd)
        {
            _buffer = buffer;
            _position = offset;
            _end = offset + length;
            _table = table;
            _write = outputOffset;
            _outputEnd = outputEnd;
            _lastEnd = outputEnd;
            _malformed = 0;
            int encoded = ReadInteger(0xFF);
            if (encoded < 0)
            {
                return Failed;
            }

            int sign = _position < _end ? buffer[_position] & 0x80 : 0;
            int delta = ReadInteger(0x7F);
            if (delta < 0)
            {
                return Failed;
            }

            if (table == null)
            {
                // Without a table there are no entries: any count but 0 is out of range, and so is a Base below it.
                return encoded != 0 || sign != 0 ? Failed : Field;
            }

            int required = 0;
            if (encoded != 0)
            {
                // RFC 9204 section 4.5.1.1.
                int entries = table.MaximumCapacity / 32;
                int inserted = table.InsertCount;
                if (encoded > 2 * entries)
                {
                    return Failed;
                }

                int limit = inserted + entries;
                required = limit / (2 * entries) * (2 * entries) + encoded - 1;
                if (required > limit)
                {
                    required -= 2 * entries;
                }

                // A section must not refer to entries that have not arrived: SETTINGS allows no blocked streams.
                if (required <= 0 || required > inserted)
                {
                    return Failed;
                }
            }

            if (sign != 0 && delta >= required)
            {
                return Failed;
            }

            table.Required = required;
            table.Base = sign != 0 ? required - delta - 1 : required + delta;
            return Field;
        }

        /// <summary>Drops the references to the section and the dynamic table, so that their memory can be freed.</summary>
        public void Release()
        {
            _buffer = null;
            _table = null;
        }

        /// <summary>Goes on in the middle of a section, at the beginning of a field line.</summary>
        /// <param name="buffer">Buffer of the section.</param>
        /// <param name="offset">The first byte of the field line.</param>
        /// <param name="length">Bytes from there on.</param>
        /// <param name="table">The connection's dynamic table, or null.</param>
        /// <param name="outputOffset">Where decoded strings begin in the output.</param>
        /// <param name="outputEnd">The index after the last that may be written.</param>
        public void Resume(byte[] buffer, int offset, int length, DynamicTable table, int outputOffset, int outputEnd)
        {
            _buffer = buffer;
            _position = offset;
            _end = offset + length;
            _table = table;
            _write = outputOffset;
            _outputEnd = outputEnd;
            _lastEnd = outputEnd;
            _malformed = 0;
        }

        /// <summary>Where the next field line begins, or would begin if its literal value is not complete.</summary>
        public int Position
        {
            get { return _position; }
        }

        /// <summary>Reads the next field.</summary>
        /// <returns><see cref="Field"/>, <see cref="End"/>, <see cref="NoRoom"/> or <see cref="Failed"/>.</returns>
        public int Next()
        {
            int status = NextName();
            return status == Field ? ReadValue() : status;
        }

        /// <summary>Reads the next field but for its literal value; call <see cref="ReadValue"/> or <see cref="CheckValue"/> after it.</summary>
        /// <returns><see cref="Field"/>, <see cref="End"/>, <see cref="NoRoom"/> or <see cref="Failed"/>.</returns>
        public int NextName()
        {
            int position = _position;
            _literal = -1;
            if (position >= _end)
            {
                return End;
            }

            if (_buffer == _output)
            {
                _outputEnd = position < _lastEnd ? position : _lastEnd;
            }

            int first = _buffer[position];
            int index;
            _name = 0;
            _value = 0;
            if (first >= 0x80)
            {
                // Indexed: almost always one byte.
                index = first & 0x3F;
                if (index == 0x3F)
                {
                    index = ReadInteger(0x3F);
                }
                else
                {
                    _position = position + 1;
                }

                if ((first & 0x40) == 0)
                {
                    return index < 0 ? Failed : CopyEntry(-1 - index, true);
                }

                if ((uint)index >= HeaderTable.QpackCount)
                {
                    return Failed;
                }

                _entries = index | (index << 16);
                return Field;
            }

            int status;
            if (first >= 0x40)
            {
                index = first & 0x0F;
                if (index == 0x0F)
                {
                    index = ReadInteger(0x0F);
                }
                else
                {
                    _position = position + 1;
                }

                if ((first & 0x10) != 0)
                {
                    if ((uint)index >= HeaderTable.QpackCount)
                    {
                        return Failed;
                    }

                    _entries = index | NoValue;
                    status = Field;
                }
                else
                {
                    status = index < 0 ? Failed : CopyEntry(-1 - index, false);
                }
            }
            else if (first >= 0x20)
            {
                status = ReadName(first);
            }
            else if (first >= 0x10)
            {
                index = ReadInteger(0x0F);
                return index < 0 ? Failed : CopyEntry(index, true);
            }
            else
            {
                index = ReadInteger(0x07);
                status = index < 0 ? Failed : CopyEntry(index, false);
            }

            if (status != Field)
            {
                return status;
            }

            // The value.
            position = _position;
            if (position >= _end)
            {
                return Failed;
            }

            first = _buffer[position];
            int length = first & 0x7F;
            if (length == 0x7F)
            {
                length = ReadInteger(0x7F);
                position = _position;
            }
            else
            {
                position++;
            }

            if (length < 0)
            {
                return Failed;
            }

            _literal = position;
            _literalLength = first >= 0x80 ? length | Coded : length;
            _position = position + length;
            return Field;
        }

        /// <summary>Encoded length of the literal value that was not read yet; 0 if the field has none.</summary>
        public int LiteralLength
        {
            get { return _literal < 0 ? 0 : _literalLength & (Coded - 1); }
        }

        /// <summary>Decodes the literal value of the field into the output; does nothing if the field has none.</summary>
        /// <returns><see cref="Field"/>, <see cref="NoRoom"/> or <see cref="Failed"/>.</returns>
        public int ReadValue()
        {
            int position = _literal;
            if (position < 0)
            {
                return Field;
            }

            if (_position > _end)
            {
                return Failed;
            }

            int write = _write;
            int length = _literalLength & (Coded - 1);
            if ((_literalLength & Coded) != 0)
            {
                length = Huffman.Decode(_buffer, position, length, _output, write, _outputEnd);
                if (length < 0)
                {
                    return length;
                }

                if ((length & Huffman.HasControl) != 0)
                {
                    length &= ~Huffman.HasControl;
                    _malformed = 1;
                }
            }
            else
            {
                if (length > _outputEnd - write)
                {
                    return NoRoom;
                }

                CheckText(position, length);
                Array.Copy(_buffer, position, _output, write, length);
            }

            _value = (uint)(write | (length << 16));
            _write = write + length;
            return Field;
        }

        /// <summary>Skips the literal value of the field; it sets <see cref="IsMalformed"/> as <see cref="ReadValue"/> does.</summary>
        /// <returns><see cref="Field"/> or <see cref="Failed"/>.</returns>
        public int CheckValue()
        {
            int position = _literal;
            if (position < 0)
            {
                return Field;
            }

            if (_position > _end)
            {
                return Failed;
            }

            int length = _literalLength & (Coded - 1);
            if ((_literalLength & Coded) == 0)
            {
                CheckText(position, length);
                return Field;
            }

            // The codes of control characters begin with ten ones: a string without such a run has none.
            if (!Huffman.HasRun(_buffer, position, length))
            {
                return Field;
            }

            length = Huffman.Decode(_buffer, position, length, _output, _write, _outputEnd);
            if (length == Huffman.Malformed)
            {
                return Failed;
            }

            // A string that does not fit the output is not checked for control characters: no code reads it.
            if (length >= 0 && (length & Huffman.HasControl) != 0)
            {
                _malformed = 1;
            }

            return Field;
        }

        private void CheckText(int position, int length)
        {
            byte[] buffer = _buffer;
            for (int i = position + length - 1; i >= position; i--)
            {
                int c = buffer[i];
                if ((c < 0x20 && c != 9) || c == 0x7F)
                {
                    _malformed = 1;
                }
            }
        }

        /// <summary>Copies the field's value from the static table into the output, and sets <see cref="ValueOffset"/> to it.</summary>
        /// <returns>False if the output is full.</returns>
        public bool CopyStaticValue()
        {
            int entry = ValueEntry;
            int write = _write;
            int length = HeaderTable.ValueLength(entry);
            if (length > _outputEnd - write)
            {
                return false;
            }

            HeaderTable.CopyValue(entry, _output, write);
            _value = (uint)(write | (length << 16));
            _write = write + length;
            return true;
        }

        private int ReadName(int first)
        {
            int length = first & 0x07;
            if (length == 0x07)
            {
                length = ReadInteger(0x07);
            }
            else
            {
                _position++;
            }

            int position = _position;
            if (length < 0 || length > _end - position)
            {
                return Failed;
            }

            byte[] output = _output;
            int write = _write;
            _entries = NoEntry;
            _position = position + length;
            if ((first & 0x08) != 0)
            {
                length = Huffman.Decode(_buffer, position, length, output, write, _outputEnd);
                if (length < 0)
                {
                    return length;
                }

                length &= ~Huffman.HasControl;
            }
            else
            {
                if (length > _outputEnd - write)
                {
                    return NoRoom;
                }

                Array.Copy(_buffer, position, output, write, length);
            }

            _name = (uint)(write | (length << 16));
            _write = write + length;

            // RFC 9114 section 4.2: lower case only; a colon may only begin the name of a pseudo-header field.
            int end = write + length;
            for (int i = write; i < end; i++)
            {
                int c = output[i];
                if (c > 'z' ? c != '|' && c != '~' : c < 'a' && (c < '-' || c > '9' || c == '/') && !IsRareNameCharacter(c, i == write))
                {
                    _malformed = 1;
                }
            }

            if (length == 0)
            {
                _malformed = 1;
            }

            return Field;
        }

        private static bool IsRareNameCharacter(int c, bool isFirst)
        {
            // The token characters of RFC 9110 section 5.6.2 below 'a', without '-', '.', digits and upper case.
            return c == '_' || c == '!' || (c >= '#' && c <= '\'') || c == '*' || c == '+' || c == '^' || c == '`' || (c == ':' && isFirst);
        }

        /// <summary>Copies an entry of the dynamic table, by its distance from the Base.</summary>
        private int CopyEntry(int distance, bool both)
        {
            DynamicTable table = _table;
            if (table == null)
            {
                return Failed;
            }

            // An entry beyond the Required Insert Count may not be used either (RFC 9204 section 2.2.1).
            int index = table.Base + distance;
            if (index >= table.Required || !table.Contains(index))
            {
                return Failed;
            }

            int name = table.NameLength(index);
            int value = both ? table.ValueLength(index) : 0;
            int write = _write;
            if (name + value > _outputEnd - write)
            {
                return NoRoom;
            }

            table.CopyTo(index, 0, name + value, _output, write);
            _entries = NoEntry;
            _name = (uint)(write | (name << 16));
            _value = (uint)((write + name) | (value << 16));
            _write = write + name + value;
            return Field;
        }

        /// <summary>A prefix integer (RFC 9204 section 4.1.1); beyond 2^28 it can only be wrong here.</summary>
        private int ReadInteger(int mask)
        {
            int position = _position;
            if (position >= _end)
            {
                return Failed;
            }

            int value = _buffer[position++] & mask;
            if (value == mask)
            {
                int shift = 0;
                int next;
                do
                {
                    if (position >= _end || shift > 21)
                    {
                        return Failed;
                    }

                    next = _buffer[position++];
                    value += (next & 0x7F) << shift;
                    shift += 7;
                }
                while (next >= 0x80);
            }

            _position = position;
            return value > MaximumInteger ? Failed : value;
        }
    }
}
