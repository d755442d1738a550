// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System.Globalization;

namespace System.Text
{
    /// <summary>The platform's StringBuilder: .NET's has an indexer of another name and is therefore no substitute.</summary>
    public sealed class StringBuilder
    {
        private const int DefaultCapacity = 16;
        private char[] _buffer;
        private int _length;

        public StringBuilder()
            : this(string.Empty, DefaultCapacity)
        {
        }

        public StringBuilder(int capacity)
            : this(string.Empty, capacity)
        {
        }

        public StringBuilder(string value)
            : this(value, DefaultCapacity)
        {
        }

        public StringBuilder(int capacity, int maxCapacity)
            : this(string.Empty, capacity)
        {
            if (maxCapacity < 1 || capacity > maxCapacity)
            {
                throw new ArgumentOutOfRangeException(nameof(maxCapacity));
            }

            MaxCapacity = maxCapacity;
        }

        public StringBuilder(string value, int capacity)
            : this(value, 0, value?.Length ?? 0, capacity)
        {
        }

        public StringBuilder(string value, int startIndex, int length, int capacity)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(capacity);
            _buffer = new char[Math.Max(capacity, DefaultCapacity)];
            Append(value, startIndex, length);
        }

        public int MaxCapacity { get; } = int.MaxValue;

        public int Capacity
        {
            get => _buffer.Length;
            set
            {
                if (value < _length || value > MaxCapacity)
                {
                    throw new ArgumentOutOfRangeException(nameof(value));
                }

                Array.Resize(ref _buffer, value);
            }
        }

        public int Length
        {
            get => _length;
            set
            {
                ArgumentOutOfRangeException.ThrowIfNegative(value);
                Reserve(value);
                if (value > _length)
                {
                    Array.Clear(_buffer, _length, value - _length);
                }

                _length = value;
            }
        }

        public char this[int index]
        {
            get => index < _length ? _buffer[index] : throw new IndexOutOfRangeException();
            set => _buffer[index < _length ? index : throw new IndexOutOfRangeException()] = value;
        }

        public StringBuilder Append(bool value) => Append(value.ToString());

        public StringBuilder Append(byte value) => Append(Text(value));

        public StringBuilder Append(char value) => Append(value, 1);

        public StringBuilder Append(double value) => Append(Text(value));

        public StringBuilder Append(short value) => Append(Text(value));

        public StringBuilder Append(char[] value) => Append(value, 0, value?.Length ?? 0);

        public StringBuilder Append(int value) => Append(Text(value));

        public StringBuilder Append(long value) => Append(Text(value));

        public StringBuilder Append(object value) => Append(value?.ToString());

        public StringBuilder Append(string value) => Append(value, 0, value?.Length ?? 0);

        public StringBuilder Append(sbyte value) => Append(Text(value));

        public StringBuilder Append(float value) => Append(Text(value));

        public StringBuilder Append(ushort value) => Append(Text(value));

        public StringBuilder Append(uint value) => Append(Text(value));

        public StringBuilder Append(ulong value) => Append(Text(value));

        public StringBuilder Append(string value, int startIndex, int count) => Put(_length, (value ?? string.Empty).AsSpan(startIndex, count));

        public StringBuilder Append(char[] value, int startIndex, int charCount) => Put(_length, value.AsSpan(startIndex, charCount));

        public StringBuilder Append(char value, int repeatCount) => Append(new string(value, repeatCount));

        public StringBuilder AppendLine() => Append("\r\n");

        public StringBuilder AppendLine(string value) => Append(value).AppendLine();

        public StringBuilder Clear()
        {
            _length = 0;
            return this;
        }

        public StringBuilder Insert(int index, string value, int count)
        {
            for (int i = 0; i < count; i++)
            {
                Put(index, value);
            }

            return this;
        }

        public StringBuilder Insert(int index, char[] value, int startIndex, int charCount) => Put(index, value.AsSpan(startIndex, charCount));

        public StringBuilder Remove(int startIndex, int length)
        {
            if (startIndex < 0 || length < 0 || length > _length - startIndex)
            {
                throw new ArgumentOutOfRangeException(nameof(length));
            }

            Array.Copy(_buffer, startIndex + length, _buffer, startIndex, _length - startIndex - length);
            _length -= length;
            return this;
        }

        public StringBuilder Replace(char oldChar, char newChar) => Replace(oldChar, newChar, 0, _length);

        public StringBuilder Replace(char oldChar, char newChar, int startIndex, int count)
        {
            _buffer.AsSpan(0, _length).Slice(startIndex, count).Replace(oldChar, newChar);
            return this;
        }

        public StringBuilder Replace(string oldValue, string newValue) => Replace(oldValue, newValue, 0, _length);

        public StringBuilder Replace(string oldValue, string newValue, int startIndex, int count)
        {
            string replaced = ToString(startIndex, count).Replace(oldValue, newValue);
            Remove(startIndex, count);
            return Put(startIndex, replaced);
        }

        public override string ToString() => new string(_buffer, 0, _length);

        public string ToString(int startIndex, int length) => new string(_buffer.AsSpan(0, _length).Slice(startIndex, length));

        private static string Text(IFormattable value) => value.ToString(null, CultureInfo.InvariantCulture);

        private StringBuilder Put(int index, ReadOnlySpan<char> text)
        {
            if (index < 0 || index > _length)
            {
                throw new ArgumentOutOfRangeException(nameof(index));
            }

            Reserve(_length + text.Length);
            Array.Copy(_buffer, index, _buffer, index + text.Length, _length - index);
            text.CopyTo(_buffer.AsSpan(index));
            _length += text.Length;
            return this;
        }

        private void Reserve(int length)
        {
            if (length > MaxCapacity)
            {
                throw new ArgumentOutOfRangeException(nameof(length));
            }

            if (length > _buffer.Length)
            {
                Array.Resize(ref _buffer, Math.Min(MaxCapacity, Math.Max(length, 2 * _buffer.Length)));
            }
        }
    }
}
