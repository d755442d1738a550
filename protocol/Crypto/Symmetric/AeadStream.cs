// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;

namespace MilliHttp.Nano.Crypto
{
    /// <summary>
    /// One AEAD message under way (AES-128-GCM, NIST SP 800-38D; ChaCha20-Poly1305, RFC 8439): counter and running authentication. A message
    /// sealed or opened whole uses one of these and leaves nothing in it; the record opened piece by piece has one of its own, so that
    /// others may interleave. It keeps the raw key only: the expanded one is looked up again for every piece.
    /// Constant-time as the primitives below it are: flow and places depend on lengths only.
    /// </summary>
    internal sealed class AeadStream
    {
        /// <summary>Bytes of scratch for whole messages, with the places below.</summary>
        internal const int WholeLength = 80;

        /// <summary>Bytes of scratch for a message in parts, which keeps its key there.</summary>
        internal const int RecordLength = 112;

        /// <summary>The block that is authenticated when it is full: 16 bytes of the scratch.</summary>
        internal const int MacBlock = 64;

        // The key stream of a block that is not whole lies at 0: 64 bytes, of AES 16, which leave room for the block that hides its tag.
        private const int TagMask = 16;
        private const int Key = 80;

        // The two words of GHASH, or the state of Poly1305.
        private readonly long[] _y = new long[Poly1305.StateLength];
        private readonly CryptoProvider _provider;
        private readonly byte[] _bytes;
        private byte[] _keys;
        private int _keyOffset;
        private int _suite;
        private uint _n0;
        private uint _n1;
        private uint _n2;
        private uint _counter;
        private int _aadLength;
        private int _length;

        internal AeadStream(CryptoProvider provider, byte[] bytes)
        {
            _provider = provider;
            _bytes = bytes;
        }

        internal bool IsActive => _suite != 0;

        /// <summary>
        /// Takes key and nonce of a message. An AES key is in front of the provider's contexts by then, and the additional data goes to
        /// <see cref="MacWhole"/> next: neither from here, since every level below the caller costs stack where it is deepest.
        /// </summary>
        /// <param name="suite">The cipher suite.</param>
        /// <param name="keys">Holds the key block.</param>
        /// <param name="keyBlockOffset">Where it begins.</param>
        /// <param name="sequence">Number of the message.</param>
        /// <param name="aadLength">Bytes of additional data.</param>
        /// <param name="length">Bytes of the whole message; 0 if it comes in parts.</param>
        internal void Begin(int suite, byte[] keys, int keyBlockOffset, long sequence, int aadLength, int length)
        {
            bool aes = suite == CipherSuite.Aes128GcmSha256;
            if (!aes && suite != CipherSuite.ChaCha20Poly1305Sha256)
            {
                throw new ArgumentException();
            }

            byte[] bytes = _bytes;
            Array.Clear(bytes, 0, WholeLength);
            ulong turned = BigEndian.Reverse((ulong)sequence) ^ BitConverter.ToUInt64(keys, keyBlockOffset + KeyBlock.Iv + 4);
            _n0 = BitConverter.ToUInt32(keys, keyBlockOffset + KeyBlock.Iv);
            _n1 = (uint)turned;
            _n2 = (uint)(turned >> 32);
            _suite = suite;
            _aadLength = aadLength;
            _length = length;
            _counter = 1;
            keyBlockOffset += KeyBlock.Key;
            if (bytes.Length > WholeLength)
            {
                // The caller's keys are there for the length of a call only.
                Array.Copy(keys, keyBlockOffset, bytes, Key, aes ? 16 : 32);
                keys = bytes;
                keyBlockOffset = Key;
            }

            _keys = keys;
            _keyOffset = keyBlockOffset;
            if (!aes)
            {
                ChaCha20.Xor(keys, keyBlockOffset, 0, _n0, _n1, _n2, bytes, 0, ChaCha20.FirstHalf);
                Poly1305.Start(_y, bytes, 0);
                Array.Clear(bytes, 0, 32);
            }
        }

        /// <summary>
        /// Encrypts or decrypts a whole message in place. The last block also uses the 16 bytes after it, where the tag is.
        /// </summary>
        internal void XorWhole(byte[] buffer, int offset, int length)
        {
            if (_suite == CipherSuite.Aes128GcmSha256)
            {
                // The block that hides the tag as well, unless the tag was looked at before.
                int whole = (length + 15) >> 4;
                if (_counter == 1)
                {
                    _counter = 2;
                    _provider.Contexts[0].Xor(_n0, _n1, _n2, 1, _bytes, TagMask, buffer, offset, whole + 1);
                }
                else
                {
                    _provider.Contexts[0].Xor(_n0, _n1, _n2, 2, null, 0, buffer, offset, whole);
                }

                return;
            }

            int blocks = length >> 6;
            if (blocks > 0)
            {
                ChaCha20.Xor(_keys, _keyOffset, 1, _n0, _n1, _n2, buffer, offset, blocks);
            }

            int rest = length & 63;
            if (rest != 0)
            {
                offset += length - rest;
                Array.Copy(buffer, offset, _bytes, 0, rest);
                ChaCha20.Xor(_keys, _keyOffset, (uint)blocks + 1, _n0, _n1, _n2, _bytes, 0, 1);
                Array.Copy(_bytes, 0, buffer, offset, rest);
            }
        }

        /// <summary>Goes on with a message of parts: others may have used the contexts in between. <paramref name="scratch"/>: 16 bytes.</summary>
        internal void Resume(byte[] scratch)
        {
            if (_suite == CipherSuite.Aes128GcmSha256 && !CryptoProvider.FindAes(_provider.Contexts, _keys, _keyOffset))
            {
                _provider.Contexts[0].Load(_keys, _keyOffset, scratch);
            }
        }

        /// <summary>Authenticates and decrypts the next bytes of the message in place, any number of them, after <see cref="Resume"/>.</summary>
        internal void OpenPart(byte[] buffer, int offset, int length)
        {
            if (length <= 0)
            {
                return;
            }

            int mask = 63;
            if (_suite == CipherSuite.Aes128GcmSha256)
            {
                mask = 15;
            }

            int used = _length & mask;
            MacPart(buffer, offset, length);
            _length += length;
            byte[] keyStream = _bytes;
            if (used != 0)
            {
                int take = mask + 1 - used;
                if (take > length)
                {
                    take = length;
                }

                length -= take;
                for (; take > 0; take--)
                {
                    buffer[offset] = (byte)(buffer[offset] ^ keyStream[used]);
                    offset++;
                    used++;
                }
            }

            int whole = length & ~mask;
            if (whole > 0)
            {
                Stream(buffer, offset, whole / (mask + 1));
                offset += whole;
                length -= whole;
            }

            if (length > 0)
            {
                Array.Clear(keyStream, 0, mask + 1);
                Stream(keyStream, 0, 1);
                for (int i = 0; i < length; i++)
                {
                    buffer[offset] = (byte)(buffer[offset] ^ keyStream[i]);
                    offset++;
                }
            }
        }

        /// <summary>Ends a message of parts, after <see cref="Resume"/>: the last, partial block, then the tag, for <see cref="IsTag"/>.</summary>
        internal void FinishParts()
        {
            int rest = _length & 15;
            if (rest != 0)
            {
                Array.Clear(_bytes, MacBlock + rest, 16 - rest);
                Mac(_bytes, MacBlock, 1);
            }

            Finish();
        }

        /// <summary>Works out the tag of what went through, for <see cref="WriteTag"/> or <see cref="IsTag"/>.</summary>
        internal void Finish()
        {
            byte[] block = _bytes;
            int aad = _aadLength;
            int length = _length;
            Array.Clear(block, MacBlock, 16);
            if (_suite == CipherSuite.Aes128GcmSha256)
            {
                // Lengths in bits, big-endian.
                block[MacBlock + 3] = (byte)(aad >> 29);
                block[MacBlock + 4] = (byte)(aad >> 21);
                block[MacBlock + 5] = (byte)(aad >> 13);
                block[MacBlock + 6] = (byte)(aad >> 5);
                block[MacBlock + 7] = (byte)(aad << 3);
                block[MacBlock + 11] = (byte)(length >> 29);
                block[MacBlock + 12] = (byte)(length >> 21);
                block[MacBlock + 13] = (byte)(length >> 13);
                block[MacBlock + 14] = (byte)(length >> 5);
                block[MacBlock + 15] = (byte)(length << 3);
                long[] y = _y;
                _provider.Contexts[0].Hash(y, block, MacBlock, 1);
                if (_counter == 1)
                {
                    _counter = 2;
                    _provider.Contexts[0].Xor(_n0, _n1, _n2, 1, block, TagMask, null, 0, 1);
                }

                y[0] ^= (long)BitConverter.ToUInt64(block, TagMask);
                y[1] ^= (long)BitConverter.ToUInt64(block, TagMask + 8);
            }
            else
            {
                block[MacBlock] = (byte)aad;
                block[MacBlock + 1] = (byte)(aad >> 8);
                block[MacBlock + 2] = (byte)(aad >> 16);
                block[MacBlock + 3] = (byte)(aad >> 24);
                block[MacBlock + 8] = (byte)length;
                block[MacBlock + 9] = (byte)(length >> 8);
                block[MacBlock + 10] = (byte)(length >> 16);
                block[MacBlock + 11] = (byte)(length >> 24);
                Poly1305.Blocks(_y, block, MacBlock, 1, 1 << 24);
                Poly1305.Finish(_y);
            }
        }

        /// <summary>Writes the 16-byte tag.</summary>
        internal void WriteTag(byte[] to, int offset)
        {
            long word = _y[0];
            to[offset] = (byte)word;
            to[offset + 1] = (byte)(word >> 8);
            to[offset + 2] = (byte)(word >> 16);
            to[offset + 3] = (byte)(word >> 24);
            to[offset + 4] = (byte)(word >> 32);
            to[offset + 5] = (byte)(word >> 40);
            to[offset + 6] = (byte)(word >> 48);
            to[offset + 7] = (byte)(word >> 56);
            word = _y[1];
            to[offset + 8] = (byte)word;
            to[offset + 9] = (byte)(word >> 8);
            to[offset + 10] = (byte)(word >> 16);
            to[offset + 11] = (byte)(word >> 24);
            to[offset + 12] = (byte)(word >> 32);
            to[offset + 13] = (byte)(word >> 40);
            to[offset + 14] = (byte)(word >> 48);
            to[offset + 15] = (byte)(word >> 56);
        }

        /// <summary>Whether the tag is this one. All differences are gathered before the one decision.</summary>
        internal bool IsTag(byte[] tag, int offset)
        {
            return ((_y[0] ^ (long)BitConverter.ToUInt64(tag, offset)) | (_y[1] ^ (long)BitConverter.ToUInt64(tag, offset + 8))) == 0;
        }

        /// <summary>Erases everything and is idle.</summary>
        internal void Wipe()
        {
            Array.Clear(_bytes, 0, _bytes.Length);
            Array.Clear(_y, 0, Poly1305.StateLength);
            _keys = null;
            _suite = 0;
        }

        /// <summary>Applies the key stream to whole blocks. The first AES call makes the block that hides the tag as well (counter 1).</summary>
        private void Stream(byte[] buffer, int offset, int blocks)
        {
            uint counter = _counter;
            if (_suite != CipherSuite.Aes128GcmSha256)
            {
                ChaCha20.Xor(_keys, _keyOffset, counter, _n0, _n1, _n2, buffer, offset, blocks);
            }
            else
            {
                byte[] first = null;
                if (counter == 1)
                {
                    first = _bytes;
                    blocks++;
                }

                _provider.Contexts[0].Xor(_n0, _n1, _n2, counter, first, TagMask, buffer, offset, blocks);
            }

            _counter = counter + (uint)blocks;
        }

        private void Mac(byte[] data, int offset, int blocks)
        {
            if (_suite == CipherSuite.Aes128GcmSha256)
            {
                _provider.Contexts[0].Hash(_y, data, offset, blocks);
            }
            else
            {
                Poly1305.Blocks(_y, data, offset, blocks, 1 << 24);
            }
        }

        /// <summary>Authenticates data padded with zeros to whole blocks.</summary>
        internal void MacWhole(byte[] data, int offset, int length)
        {
            int blocks = length >> 4;
            int rest = length & 15;
            while (true)
            {
                if (blocks > 0)
                {
                    if (_suite == CipherSuite.Aes128GcmSha256)
                    {
                        _provider.Contexts[0].Hash(_y, data, offset, blocks);
                    }
                    else
                    {
                        Poly1305.Blocks(_y, data, offset, blocks, 1 << 24);
                    }
                }

                if (rest == 0)
                {
                    return;
                }

                Array.Copy(data, offset + length - rest, _bytes, MacBlock, rest);
                Array.Clear(_bytes, MacBlock + rest, 16 - rest);
                data = _bytes;
                offset = MacBlock;
                blocks = 1;
                rest = 0;
            }
        }

        /// <summary>Authenticates a part; what does not fill a block waits in the scratch.</summary>
        private void MacPart(byte[] data, int offset, int length)
        {
            int used = _length & 15;
            if (used != 0)
            {
                int take = 16 - used;
                if (take > length)
                {
                    take = length;
                }

                Array.Copy(data, offset, _bytes, MacBlock + used, take);
                if (used + take < 16)
                {
                    return;
                }

                Mac(_bytes, MacBlock, 1);
                offset += take;
                length -= take;
            }

            int blocks = length >> 4;
            if (blocks > 0)
            {
                Mac(data, offset, blocks);
            }

            int rest = length & 15;
            if (rest != 0)
            {
                Array.Copy(data, offset + length - rest, _bytes, MacBlock, rest);
            }
        }
    }
}
