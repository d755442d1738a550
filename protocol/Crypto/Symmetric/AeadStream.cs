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

        /// <summary>Takes key, nonce and additional data of a message.</summary>
        internal void Begin(int suite, byte[] keys, int keyBlockOffset, long sequence, byte[] aad, int aadOffset, int aadLength)
        {
            bool aes = suite == CipherSuite.Aes128GcmSha256;
            if (!aes && suite != CipherSuite.ChaCha20Poly1305Sha256)
            {
                throw new ArgumentException();
            }

            byte[] bytes = _bytes;
            ulong turned = GhashKey.Swap((ulong)sequence) ^ BitConverter.ToUInt64(keys, keyBlockOffset + KeyBlock.Iv + 4);
            _n0 = BitConverter.ToUInt32(keys, keyBlockOffset + KeyBlock.Iv);
            _n1 = (uint)turned;
            _n2 = (uint)(turned >> 32);
            _suite = suite;
            _aadLength = aadLength;
            _length = 0;
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
            if (aes)
            {
                _provider.FindAes(_provider.Contexts, keys, keyBlockOffset);
            }
            else
            {
                ChaCha20.Xor(keys, keyBlockOffset, 0, _n0, _n1, _n2, bytes, 0, ChaCha20.FirstHalf);
                Poly1305.Start(_y, bytes, 0);
                Array.Clear(bytes, 0, 32);
            }

            MacWhole(aad, aadOffset, aadLength);
        }

        /// <summary>
        /// Encrypts a whole message in place. The 16 bytes behind it, where the tag goes, are used as room for the last block.
        /// </summary>
        internal void SealWhole(byte[] buffer, int offset, int length)
        {
            _length = length;
            if (_suite == CipherSuite.Aes128GcmSha256)
            {
                Stream(buffer, offset, (length + 15) >> 4);
            }
            else
            {
                ChaChaWhole(buffer, offset, length);
            }

            MacWhole(buffer, offset, length);
        }

        /// <summary>Authenticates a whole message that is still encrypted.</summary>
        internal void AuthenticateWhole(byte[] buffer, int offset, int length)
        {
            _length = length;
            MacWhole(buffer, offset, length);
        }

        /// <summary>
        /// Decrypts a whole message in place after its tag was found right. The bytes of the tag are used as room for the last block.
        /// </summary>
        internal void DecryptWhole(byte[] buffer, int offset, int length)
        {
            if (_suite == CipherSuite.Aes128GcmSha256)
            {
                Stream(buffer, offset, (length + 15) >> 4);
            }
            else
            {
                ChaChaWhole(buffer, offset, length);
            }
        }

        /// <summary>Authenticates and decrypts the next bytes of the message in place, any number of them.</summary>
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
                _provider.FindAes(_provider.Contexts, _keys, _keyOffset);
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

        /// <summary>Ends a message of parts: the last, partial block, then the tag.</summary>
        internal void FinishParts(byte[] tag, int offset)
        {
            if (_suite == CipherSuite.Aes128GcmSha256)
            {
                _provider.FindAes(_provider.Contexts, _keys, _keyOffset);
            }

            int rest = _length & 15;
            if (rest != 0)
            {
                Array.Clear(_bytes, MacBlock + rest, 16 - rest);
                Mac(_bytes, MacBlock, 1);
            }

            Finish(tag, offset);
            Wipe();
        }

        /// <summary>Writes the 16-byte tag of what went through.</summary>
        internal void Finish(byte[] tag, int offset)
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
                    Stream(null, 0, 0);
                }

                long half = y[0];
                for (int i = 0; i < 16; i++)
                {
                    if (i == 8)
                    {
                        half = y[1];
                    }

                    tag[offset + i] = (byte)(block[TagMask + i] ^ (byte)half);
                    half >>= 8;
                }
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
                Poly1305.Finish(_y, tag, offset);
            }
        }

        /// <summary>Erases everything and is idle.</summary>
        internal void Wipe()
        {
            Array.Clear(_bytes, 0, _bytes.Length);
            Array.Clear(_y, 0, Poly1305.StateLength);
            _keys = null;
            _suite = 0;
        }

        private void ChaChaWhole(byte[] buffer, int offset, int length)
        {
            int blocks = length >> 6;
            if (blocks > 0)
            {
                ChaCha20.Xor(_keys, _keyOffset, 1, _n0, _n1, _n2, buffer, offset, blocks);
            }

            int rest = length & 63;
            if (rest != 0)
            {
                offset += length - rest;
                byte[] last = _bytes;
                Array.Copy(buffer, offset, last, 0, rest);
                ChaCha20.Xor(_keys, _keyOffset, (uint)blocks + 1, _n0, _n1, _n2, last, 0, 1);
                Array.Copy(last, 0, buffer, offset, rest);
            }
        }

        /// <summary>Applies the key stream to whole blocks. The first AES call makes the block that hides the tag as well (counter 1).</summary>
        private void Stream(byte[] buffer, int offset, int blocks)
        {
            uint counter = _counter;
            if (_suite != CipherSuite.Aes128GcmSha256)
            {
                ChaCha20.Xor(_keys, _keyOffset, counter, _n0, _n1, _n2, buffer, offset, blocks);
            }
            else if (counter == 1)
            {
                blocks++;
                _provider.Contexts[0].Xor(_n0, _n1, _n2, 1, _bytes, TagMask, buffer, offset, blocks);
            }
            else
            {
                _provider.Contexts[0].Xor(_n0, _n1, _n2, counter, null, 0, buffer, offset, blocks);
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
        private void MacWhole(byte[] data, int offset, int length)
        {
            int blocks = length >> 4;
            if (blocks > 0)
            {
                Mac(data, offset, blocks);
            }

            int rest = length & 15;
            if (rest != 0)
            {
                byte[] block = _bytes;
                Array.Copy(data, offset + length - rest, block, MacBlock, rest);
                Array.Clear(block, MacBlock + rest, 16 - rest);
                Mac(block, MacBlock, 1);
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
