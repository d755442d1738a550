// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using MilliHttp.Nano.Crypto;

namespace MilliHttp.Nano.Quic
{
    /// <summary>
    /// Unpredictable bytes for connection ids, path challenges and stateless resets, drawn from the generator in one go: a request to
    /// the generator costs the same for 8 bytes as for 64. A byte is handed out once. It is filled by whoever begins to work on a datagram and never
    /// in the midst of that, where the stack is deep.
    /// </summary>
    internal sealed class RandomPool
    {
        private const int Size = 96;

        // What a datagram must find; connection ids in exchange for retired ones leave a path challenge's.
        private const int Reserve = 48;
        private const int Challenge = 8;

        private readonly HmacDrbg _drbg;
        private readonly byte[] _bytes = new byte[Size];
        private int _used = Size;

        internal RandomPool(HmacDrbg drbg)
        {
            _drbg = drbg;
        }

        /// <summary>Whether it is to be filled before the next datagram.</summary>
        internal bool IsLow { get { return _used > Size - Reserve; } }

        /// <summary>Whether a connection id may be drawn that nobody waits for.</summary>
        internal bool HasSpare { get { return _used + 8 + Challenge <= Size; } }

        /// <summary>Draws afresh; all but what was left is spent.</summary>
        internal void Refill()
        {
            _drbg.Generate(_bytes, 0, Size);
            _used = 0;
        }

        /// <summary>Eight random bytes as a number; there must be as many.</summary>
        internal long NextLong()
        {
            int used = _used;
            byte[] bytes = _bytes;
            long value = 0;
            for (int i = 0; i < 8; i++)
            {
                value = (value << 8) | bytes[used + i];
                bytes[used + i] = 0;
            }

            _used = used + 8;
            return value;
        }

        /// <summary>Writes random bytes; there must be as many.</summary>
        internal void Next(byte[] destination, int offset, int count)
        {
            Array.Copy(_bytes, _used, destination, offset, count);
            Array.Clear(_bytes, _used, count);
            _used += count;
        }
    }
}
