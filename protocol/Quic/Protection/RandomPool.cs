// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using MilliHttp.Nano.Crypto;

namespace MilliHttp.Nano.Quic
{
    /// <summary>
    /// Unpredictable bytes for connection ids, path challenges and stateless resets: a ChaCha20 key stream under a key that is drawn at boot and used
    /// for nothing else. The generator itself would cost ten times as much, more than may be spent between two polls of the socket, and all of these
    /// bytes are visible on the wire. No byte is used twice.
    /// </summary>
    internal sealed class RandomPool
    {
        private const int Size = 64;

        private readonly CryptoProvider _provider;
        private readonly byte[] _key = new byte[32];
        private readonly byte[] _bytes = new byte[Size];
        private long _block;
        private int _used = Size;

        internal RandomPool(CryptoProvider provider, HmacDrbg drbg)
        {
            _provider = provider;
            drbg.Generate(_key, 0, _key.Length);
        }

        /// <summary>Eight random bytes as a number.</summary>
        internal long NextLong()
        {
            int used = Take(8);
            long value = (long)BigEndian.ReadUInt64(_bytes, used);
            Array.Clear(_bytes, used, 8);
            return value;
        }

        /// <summary>Writes up to 48 random bytes.</summary>
        internal void Next(byte[] destination, int offset, int count)
        {
            int used = Take(count);
            Array.Copy(_bytes, used, destination, offset, count);
            Array.Clear(_bytes, used, count);
        }

        /// <summary>Draws ahead what a new connection will need.</summary>
        internal void TopUp()
        {
            if (_used > Size - 32)
            {
                Refill();
            }
        }

        private void Refill()
        {
            _provider.KeyStream(_key, 0, _block, _bytes, 0, Size);
            _block++;
            _used = 0;
        }

        private int Take(int count)
        {
            if (_used + count > Size)
            {
                Refill();
            }

            int used = _used;
            _used = used + count;
            return used;
        }
    }
}
