// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;

namespace MilliHttp.Nano.Crypto
{
    /// <summary>
    /// One AEAD message under way: mode, counter and the running authentication. A message sealed or opened whole uses one of these and
    /// leaves nothing in it; the record opened piece by piece has one of its own, so that others may interleave.
    /// </summary>
    internal sealed class AeadStream
    {
        private readonly CryptoProvider _provider;
        private readonly byte[] _key = new byte[32];
        private readonly byte[] _keyStream = new byte[64];
        private readonly byte[] _macBlock = new byte[16];
        private readonly long[] _poly = new long[Poly1305.StateLength];
        private readonly ulong[] _y = new ulong[2];
        private int _suite;
        private uint _n0;
        private uint _n1;
        private uint _n2;
        private uint _counter;
        private int _aadLength;
        private int _length;

        internal AeadStream(CryptoProvider provider)
        {
            _provider = provider;
        }

        internal bool IsActive => _suite != 0;

        internal void Begin(int suite, byte[] keys, int keyBlockOffset, long sequence, byte[] aad, int aadOffset, int aadLength)
        {
            int keyLength = CipherSuite.KeyLength(suite);
            Array.Copy(keys, keyBlockOffset + KeyBlock.Key, _key, 0, keyLength);
            uint low = (uint)sequence;
            uint high = (uint)((ulong)sequence >> 32);
            int iv = keyBlockOffset + KeyBlock.Iv;
            _n0 = BitConverter.ToUInt32(keys, iv);
            _n1 = BitConverter.ToUInt32(keys, iv + 4) ^ ((high >> 24) | ((high >> 8) & 0xff00) | ((high << 8) & 0xff0000) | (high << 24));
            _n2 = BitConverter.ToUInt32(keys, iv + 8) ^ ((low >> 24) | ((low >> 8) & 0xff00) | ((low << 8) & 0xff0000) | (low << 24));
            _suite = suite;
            _aadLength = aadLength;
            _length = 0;
            if (suite == CipherSuite.Aes128GcmSha256)
            {
                _counter = 2;
                _y[0] = 0;
                _y[1] = 0;
            }
            else
            {
                _counter = 1;
                Array.Clear(_keyStream, 0, 64);
                ChaCha20.Xor(_key, 0, 0, _n0, _n1, _n2, _keyStream, 0, 1);
                Poly1305.Start(_poly, _keyStream, 0);
            }

            MacWhole(aad, aadOffset, aadLength);
        }

        /// <summary>Applies the key stream to the next bytes of the message.</summary>
        internal void Crypt(byte[] buffer, int offset, int length, bool opening)
        {
            if (length <= 0)
            {
                return;
            }

            int position = _length;
            _length = position + length;
            if (opening)
            {
                MacPart(buffer, offset, length, position);
            }

            int start = offset;
            int total = length;
            int at = position;
            bool aes = _suite == CipherSuite.Aes128GcmSha256;
            int blockLength = aes ? 16 : 64;
            int used = at & (blockLength - 1);
            while (used != 0 && length > 0)
            {
                buffer[offset] = (byte)(buffer[offset] ^ _keyStream[used]);
                offset++;
                length--;
                used = (used + 1) & (blockLength - 1);
            }

            int blocks = length / blockLength;
            if (blocks > 0)
            {
                Stream(buffer, offset, blocks);
                offset += blocks * blockLength;
                length -= blocks * blockLength;
            }

            if (length > 0)
            {
                Array.Clear(_keyStream, 0, blockLength);
                Stream(_keyStream, 0, 1);
                for (int i = 0; i < length; i++)
                {
                    buffer[offset + i] = (byte)(buffer[offset + i] ^ _keyStream[i]);
                }
            }

            if (!opening)
            {
                MacPart(buffer, start, total, position);
            }
        }

        /// <summary>Writes the tag of what went through and forgets the message.</summary>
        internal void Finish(byte[] tag, int offset)
        {
            byte[] block = _macBlock;
            int rest = _length & 15;
            if (rest != 0)
            {
                Array.Clear(block, rest, 16 - rest);
                Mac(block, 0, 1);
            }

            if (_suite == CipherSuite.Aes128GcmSha256)
            {
                PutBig(block, 0, (ulong)_aadLength << 3);
                PutBig(block, 8, (ulong)_length << 3);
                Mac(block, 0, 1);
                PutBig(block, 0, _y[0]);
                PutBig(block, 8, _y[1]);
                _counter = 1;
                Stream(block, 0, 1);
                Array.Copy(block, 0, tag, offset, 16);
            }
            else
            {
                PutBig(block, 0, Ghash.Swap((ulong)_aadLength));
                PutBig(block, 8, Ghash.Swap((ulong)_length));
                Mac(block, 0, 1);
                Poly1305.Finish(_poly, tag, offset);
            }

            Wipe();
        }

        internal void Wipe()
        {
            Array.Clear(_key, 0, 32);
            Array.Clear(_keyStream, 0, 64);
            Array.Clear(_macBlock, 0, 16);
            Array.Clear(_poly, 0, Poly1305.StateLength);
            Array.Clear(_y, 0, 2);
            _suite = 0;
        }

        private static void PutBig(byte[] block, int offset, ulong value)
        {
            for (int i = 7; i >= 0; i--)
            {
                block[offset + i] = (byte)value;
                value >>= 8;
            }
        }

        private void Stream(byte[] buffer, int offset, int blocks)
        {
            if (_suite == CipherSuite.Aes128GcmSha256)
            {
                AesContext context = _provider.FindAes(_key, 0);
                Aes128.Xor(_provider.Table, context.Schedule, _n0, _n1, _n2, _counter, buffer, offset, blocks);
            }
            else
            {
                ChaCha20.Xor(_key, 0, _counter, _n0, _n1, _n2, buffer, offset, blocks);
            }

            _counter += (uint)blocks;
        }

        private void Mac(byte[] data, int offset, int blocks)
        {
            if (_suite == CipherSuite.Aes128GcmSha256)
            {
                Ghash.Blocks(_provider.FindAes(_key, 0).H, _y, data, offset, blocks);
            }
            else
            {
                Poly1305.Blocks(_poly, data, offset, blocks, 1 << 24);
            }
        }

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
                Array.Clear(_macBlock, 0, 16);
                Array.Copy(data, offset + length - rest, _macBlock, 0, rest);
                Mac(_macBlock, 0, 1);
            }
        }

        private void MacPart(byte[] data, int offset, int length, int position)
        {
            int used = position & 15;
            if (used != 0)
            {
                int take = 16 - used;
                if (take > length)
                {
                    take = length;
                }

                Array.Copy(data, offset, _macBlock, used, take);
                if (used + take < 16)
                {
                    return;
                }

                Mac(_macBlock, 0, 1);
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
                Array.Copy(data, offset + length - rest, _macBlock, 0, rest);
            }
        }
    }
}
