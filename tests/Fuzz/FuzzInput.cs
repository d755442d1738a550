// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;

namespace MilliHttp.Nano.Tests.Fuzz
{
    /// <summary>Reads an input; behind its end there are zeros.</summary>
    internal sealed class FuzzInput
    {
        private readonly byte[] _bytes;
        private int _at;

        public FuzzInput(byte[] bytes)
        {
            _bytes = bytes;
        }

        public int Left => _bytes.Length - _at;

        public int Byte()
        {
            return _at < _bytes.Length ? _bytes[_at++] : 0;
        }

        /// <summary>Two bytes of length, then as many bytes as there are.</summary>
        public byte[] Block(int most = 65535)
        {
            int length = (Byte() << 8) | Byte();
            return Bytes(Math.Min(length, most));
        }

        public byte[] Bytes(int count)
        {
            byte[] part = _bytes.AsSpan(_at, Math.Min(count, Left)).ToArray();
            _at += part.Length;
            return part;
        }

        /// <summary>The same, to be written.</summary>
        public static byte[] Block(byte[] bytes)
        {
            return Join(new[] { (byte)(bytes.Length >> 8), (byte)bytes.Length }, bytes);
        }

        public static byte[] Join(params byte[][] parts)
        {
            int length = 0;
            foreach (byte[] part in parts)
            {
                length += part.Length;
            }

            byte[] all = new byte[length];
            length = 0;
            foreach (byte[] part in parts)
            {
                part.CopyTo(all, length);
                length += part.Length;
            }

            return all;
        }
    }
}
