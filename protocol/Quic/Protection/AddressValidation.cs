// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using MilliHttp.Nano.Crypto;

namespace MilliHttp.Nano.Quic
{
    /// <summary>
    /// Tokens that prove an address (RFC 9000 section 8.1): of Retry, bound to address, port, the connection id the Retry gave and the
    /// one the client began with; and of NEW_TOKEN, bound to the address. Sealed with ChaCha20-Poly1305 under a key that lives from boot to
    /// boot, each under a number of its own. Layout: kind (1), number (8), sealed issue time (8) [and original id: length (1), bytes (20)], tag (16).
    /// A forged token costs one MAC; which bytes were wrong does not show.
    /// </summary>
    internal sealed class AddressValidation
    {
        /// <summary>Length of a Retry token in bytes.</summary>
        internal const int RetryTokenLength = 9 + 8 + 21 + 16;

        /// <summary>Length of a NEW_TOKEN token in bytes.</summary>
        internal const int NewTokenLength = 9 + 8 + 16;

        private const int KindRetry = 0x52;
        private const int KindNew = 0x4e;
        private const int AssociatedLength = 1 + 16 + 2 + 8;

        // Layout of the memory.
        private const int Key = 0;
        private const int Associated = Key + KeyBlock.Length;
        private const int Token = Associated + AssociatedLength;

        private readonly CryptoProvider _provider;

        // The key block, associated data, a token being opened.
        private readonly byte[] _memory = new byte[Token + RetryTokenLength];
        private long _number;

        internal AddressValidation(CryptoProvider provider, HmacDrbg drbg)
        {
            _provider = provider;
            drbg.Generate(_memory, Key, KeyBlock.Length);
        }

        /// <summary>Length of the client's first destination connection id, from the Retry token last found valid.</summary>
        internal int OriginalIdLength { get { return _memory[Token + 17]; } }

        /// <summary>Holds that id at <see cref="OriginalIdOffset"/>, until the next call.</summary>
        internal byte[] OriginalIdBuffer { get { return _memory; } }

        /// <summary>Offset of that id.</summary>
        internal int OriginalIdOffset { get { return Token + 18; } }

        /// <summary>Writes a token for a Retry.</summary>
        /// <param name="destination">Where to; <see cref="RetryTokenLength"/> bytes.</param>
        /// <param name="offset">First byte to write.</param>
        /// <param name="original">Holds the destination connection id of the client's Initial.</param>
        /// <param name="originalOffset">Its first byte.</param>
        /// <param name="originalLength">Its length, at most 20.</param>
        /// <param name="retryId">The connection id the Retry gives.</param>
        /// <param name="addressHigh">Client's address.</param>
        /// <param name="addressLow">Client's address.</param>
        /// <param name="port">Client's port.</param>
        /// <param name="now">Time, microseconds.</param>
        internal void WriteRetryToken(byte[] destination, int offset, byte[] original, int originalOffset, int originalLength, long retryId, long addressHigh, long addressLow, int port, long now)
        {
            destination[offset + 17] = (byte)originalLength;
            Array.Clear(destination, offset + 18, 20);
            Array.Copy(original, originalOffset, destination, offset + 18, originalLength);
            Seal(KindRetry, destination, offset, 29, retryId, addressHigh, addressLow, port, now);
        }

        /// <summary>Writes a token for a NEW_TOKEN frame; <see cref="NewTokenLength"/> bytes.</summary>
        internal void WriteNewToken(byte[] destination, int offset, long addressHigh, long addressLow, long now)
        {
            Seal(KindNew, destination, offset, 8, 0, addressHigh, addressLow, 0, now);
        }

        /// <summary>Judges the token of an Initial.</summary>
        /// <returns>One of <see cref="TokenStatus"/>.</returns>
        internal int Check(byte[] token, int offset, int length, long destinationId, long addressHigh, long addressLow, int port, long now)
        {
            if (length == 0)
            {
                return TokenStatus.None;
            }

            int kind = token[offset];
            int sealedLength;
            if (kind == KindRetry)
            {
                if (length != RetryTokenLength)
                {
                    return TokenStatus.Bad;
                }

                sealedLength = 29;
            }
            else
            {
                if (kind != KindNew || length != NewTokenLength)
                {
                    return TokenStatus.None;
                }

                sealedLength = 8;
                destinationId = 0;
                port = 0;
            }

            // Opened aside: the token is associated data of the packet around it.
            byte[] memory = _memory;
            Array.Copy(token, offset, memory, Token, length);
            Associate(kind, destinationId, addressHigh, addressLow, port);
            long number = (long)BigEndian.ReadUInt64(memory, Token + 1);
            if (!_provider.Open(CipherSuite.ChaCha20Poly1305Sha256, memory, Key, number, memory, Associated, AssociatedLength, memory, Token + 9, sealedLength))
            {
                return kind == KindRetry ? TokenStatus.Bad : TokenStatus.None;
            }

            long age = now - (long)BigEndian.ReadUInt64(memory, Token + 9);
            if (kind == KindRetry)
            {
                return age >= 0 && age <= QuicProfile.RetryTokenSeconds * 1000000L && memory[Token + 17] >= 8 && memory[Token + 17] <= 20 ? TokenStatus.FromRetry : TokenStatus.Bad;
            }

            return age >= 0 && age <= QuicProfile.NewTokenSeconds * 1000000L ? TokenStatus.FromNewToken : TokenStatus.None;
        }

        private void Seal(int kind, byte[] destination, int offset, int length, long id, long addressHigh, long addressLow, int port, long now)
        {
            long number = ++_number;
            destination[offset] = (byte)kind;
            BigEndian.WriteUInt64(destination, offset + 1, (ulong)number);
            BigEndian.WriteUInt64(destination, offset + 9, (ulong)now);
            Associate(kind, id, addressHigh, addressLow, port);
            _provider.Seal(CipherSuite.ChaCha20Poly1305Sha256, _memory, Key, number, _memory, Associated, AssociatedLength, destination, offset + 9, length);
        }

        private void Associate(int kind, long id, long addressHigh, long addressLow, int port)
        {
            byte[] memory = _memory;
            memory[Associated] = (byte)kind;
            BigEndian.WriteUInt64(memory, Associated + 1, (ulong)addressHigh);
            BigEndian.WriteUInt64(memory, Associated + 9, (ulong)addressLow);
            memory[Associated + 17] = (byte)(port >> 8);
            memory[Associated + 18] = (byte)port;
            BigEndian.WriteUInt64(memory, Associated + 19, (ulong)id);
        }
    }
}
