// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using MilliHttp.Nano.Crypto;

namespace MilliHttp.Nano.Quic
{
    /// <summary>
    /// Unpredictable bytes for connection ids, path challenges and stateless resets, drawn from the generator in one go: a request to
    /// the generator costs the same for 8 bytes as for 64. A byte is handed out once.
    /// </summary>
    internal sealed class RandomPool
    {
        private const int Size = 96;

        private readonly HmacDrbg _drbg;
        private readonly byte[] _bytes = new byte[Size];
        private int _used = Size;

        internal RandomPool(HmacDrbg drbg)
        {
            _drbg = drbg;
        }

        /// <summary>Whether a refill in idle time pays.</summary>
        internal bool IsLow { get { return _used > Size / 2; } }

        /// <summary>Draws afresh; all but what was left is spent.</summary>
        internal void Refill()
        {
            _drbg.Generate(_bytes, 0, Size);
            _used = 0;
        }

        /// <summary>Eight random bytes as a number.</summary>
        internal long NextLong()
        {
            if (_used + 8 > Size)
            {
                Refill();
            }

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

        /// <summary>Writes up to 48 random bytes.</summary>
        internal void Next(byte[] destination, int offset, int count)
        {
            if (_used + count > Size)
            {
                Refill();
            }

            Array.Copy(_bytes, _used, destination, offset, count);
            Array.Clear(_bytes, _used, count);
            _used += count;
        }
    }
}
