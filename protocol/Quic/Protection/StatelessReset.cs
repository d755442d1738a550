// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using MilliHttp.Nano.Crypto;

namespace MilliHttp.Nano.Quic
{
    /// <summary>
    /// Stateless reset (RFC 9000 section 10.3). The token of a connection id is the ChaCha20 key stream with the id as nonce: a pseudo-random
    /// function of the id, at half the cost of an HMAC. The key survives a restart, so that connections from before a restart can be ended. The cipher is
    /// constant-time, and tokens are compared by <see cref="ConstantTime"/>; the ids themselves are public.
    /// </summary>
    public sealed class StatelessReset
    {
        /// <summary>Length of a token in bytes.</summary>
        public const int TokenLength = 16;

        /// <summary>Length of the key in bytes.</summary>
        public const int KeyLength = 32;

        /// <summary>A datagram has to be longer than this to be answered: an answer is shorter than its cause and at least 21 bytes.</summary>
        public const int MinTrigger = 22;

        private const int LongestAnswer = 42;

        private readonly CryptoProvider _provider;
        private readonly byte[] _key = new byte[KeyLength];

        /// <summary>Takes the persisted key.</summary>
        public StatelessReset(CryptoProvider provider, byte[] key, int offset)
        {
            _provider = provider;
            Array.Copy(key, offset, _key, 0, KeyLength);
        }

        /// <summary>Writes the token of a connection id of ours.</summary>
        public void WriteToken(long id, byte[] destination, int offset)
        {
            _provider.KeyStream(_key, 0, id, destination, offset, TokenLength);
        }

        /// <summary>
        /// Writes a stateless reset over the datagram that causes it: it looks like a packet with a short header, with unpredictable bytes and the token at its end.
        /// </summary>
        /// <param name="id">Connection id the datagram asked for.</param>
        /// <param name="random">Source of the unpredictable bytes.</param>
        /// <param name="buffer">The datagram.</param>
        /// <param name="offset">Its first byte.</param>
        /// <param name="length">Its length.</param>
        /// <returns>Length of the answer, 0 if the datagram is too short for one.</returns>
        internal int Write(long id, RandomPool random, byte[] buffer, int offset, int length)
        {
            if (length < MinTrigger)
            {
                return 0;
            }

            int size = length - 1 < LongestAnswer ? length - 1 : LongestAnswer;
            random.Next(buffer, offset, size - TokenLength);
            buffer[offset] = (byte)((buffer[offset] & 0x3f) | 0x40);
            WriteToken(id, buffer, offset + size - TokenLength);
            return size;
        }
    }
}
