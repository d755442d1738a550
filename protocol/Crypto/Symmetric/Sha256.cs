// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;

namespace MilliHttp.Nano.Crypto
{
    /// <summary>
    /// SHA-256 (FIPS 180-4), incremental, with a state that can be copied so that a running transcript can be read at any point.
    /// Constant-time: additions, shifts and boolean operations on words; only lengths steer the flow.
    /// </summary>
    public sealed class Sha256
    {
        /// <summary>Length of a hash in bytes.</summary>
        public const int HashLength = 32;

        /// <summary>Length of a block in bytes.</summary>
        public const int BlockLength = 64;

        /// <summary>Input that is not compressed yet. Key derivation writes here directly and reports the bytes by <see cref="Skip"/>.</summary>
        internal readonly byte[] Block;

        private readonly uint[] _state = new uint[8];
        private long _length;

        // HMAC of a platform; null: there is none. With one, Block has room for a whole message, which is collected from its beginning on.
        private readonly AcceleratedHmac _accelerated;

        /// <summary>Makes a hash ready for <see cref="Update(byte[], int, int)"/>.</summary>
        public Sha256()
            : this(null)
        {
        }

        /// <summary>Makes a hash whose keyed form may be the platform's.</summary>
        /// <param name="accelerator">HMAC of the platform, or null.</param>
        internal Sha256(HmacAccelerator accelerator)
        {
            if (accelerator != null)
            {
                _accelerated = new AcceleratedHmac(accelerator);
            }

            Block = new byte[accelerator == null ? BlockLength : AcceleratedHmac.MessageLength];
            Reset();
        }

        /// <summary>Begins a new message.</summary>
        public void Reset()
        {
            uint[] state = _state;
            state[0] = 0x6a09e667;
            state[1] = 0xbb67ae85;
            state[2] = 0x3c6ef372;
            state[3] = 0xa54ff53a;
            state[4] = 0x510e527f;
            state[5] = 0x9b05688c;
            state[6] = 0x1f83d9ab;
            state[7] = 0x5be0cd19;
            _length = 0;
            EndCollecting();
        }

        /// <summary>Takes in <paramref name="length"/> bytes of the message.</summary>
        public void Update(byte[] data, int offset, int length)
        {
            if (length <= 0)
            {
                return;
            }

            if (_accelerated != null && _accelerated.Key != null)
            {
                int at = (int)_length;
                if (at + length <= AcceleratedHmac.MessageLength)
                {
                    Array.Copy(data, offset, Block, at, length);
                    _length += length;
                    return;
                }

                HashCollected();
            }

            int used = (int)_length & (BlockLength - 1);
            _length += length;
            if (used != 0)
            {
                int take = BlockLength - used;
                if (take > length)
                {
                    take = length;
                }

                Array.Copy(data, offset, Block, used, take);
                if (used + take < BlockLength)
                {
                    return;
                }

                Sha256Block.Compress(_state, Block, 0, 1, 0, null);
                offset += take;
                length -= take;
            }

            int blocks = length >> 6;
            if (blocks != 0)
            {
                Sha256Block.Compress(_state, data, offset, blocks, 0, null);
                offset += blocks << 6;
                length &= BlockLength - 1;
            }

            if (length != 0)
            {
                Array.Copy(data, offset, Block, 0, length);
            }
        }

        /// <summary>
        /// Begins a message whose first block is 64 spaces, as what TLS 1.3 signs (RFC 8446 section 4.4.3): the state after it is known.
        /// </summary>
        public void ResetAfterSpaces()
        {
            uint[] state = _state;
            state[0] = 0x4268b9ff;
            state[1] = 0x7558c82e;
            state[2] = 0x963e7bc1;
            state[3] = 0xea419fe6;
            state[4] = 0x7219e763;
            state[5] = 0x7a246bdb;
            state[6] = 0x160fbff0;
            state[7] = 0x07ef412d;
            _length = BlockLength;
        }

        /// <summary>Writes the 32-byte hash. The object needs <see cref="Reset"/> or <see cref="CopyFrom"/> before it is used again.</summary>
        public void Finish(byte[] hash, int offset)
        {
            Finish(null, hash, offset, HashLength);
        }

        /// <summary>
        /// Ends the message, or with a <paramref name="key"/> of <see cref="HmacSha256"/> the inner message of HMAC, whose hash is then hashed after the
        /// outer pad.
        /// </summary>
        /// <param name="key">The states after the two pads, 8 words each; null for a hash.</param>
        /// <param name="to">Where to.</param>
        /// <param name="offset">Offset there.</param>
        /// <param name="length">Bytes wanted, at most 32.</param>
        internal void Finish(uint[] key, byte[] to, int offset, int length)
        {
            byte[] block = Block;
            uint[] state = _state;
            if (key != null && _accelerated != null)
            {
                if (_accelerated.Key != null)
                {
                    _accelerated.Finish(block, (int)_length, to, offset, length);
                    _length = 0;
                    return;
                }

                // The message was too long to be collected, and the key is not the states after its pads.
                key = _accelerated.Outer;
            }

            long total = _length;
            int used = (int)total & (BlockLength - 1);
            block[used] = 0x80;
            used++;
            if (used > 56)
            {
                Array.Clear(block, used, BlockLength - used);
                Sha256Block.Compress(state, block, 0, 1, 0, null);
                used = 0;
            }

            Array.Clear(block, used, 61 - used);
            if (total >= 1 << 21)
            {
                block[56] = (byte)(total >> 53);
                block[57] = (byte)(total >> 45);
                block[58] = (byte)(total >> 37);
                block[59] = (byte)(total >> 29);
                block[60] = (byte)(total >> 21);
            }

            int bits = (int)total << 3;
            block[61] = (byte)(bits >> 16);
            block[62] = (byte)(bits >> 8);
            block[63] = (byte)bits;
            Sha256Block.Compress(state, block, 0, 1, 0, null);
            if (key != null)
            {
                Sha256Block.Compress(state, null, 0, 1, 0, key);
            }

            if (length == HashLength || length == 16 || length == 12)
            {
                Write(state, to, offset, length);
                return;
            }

            Write(state, block, 0, HashLength);
            Array.Copy(block, 0, to, offset, length);
            Array.Clear(block, 0, HashLength);
        }

        /// <summary>Takes over the state of another hash, message so far included.</summary>
        public void CopyFrom(Sha256 other)
        {
            Array.Copy(other._state, 0, _state, 0, 8);
            Array.Copy(other.Block, 0, Block, 0, BlockLength);
            _length = other._length;
            EndCollecting();
        }

        /// <summary>Erases state and buffered message bytes.</summary>
        public void Wipe()
        {
            Array.Clear(_state, 0, 8);
            Array.Clear(Block, 0, Block.Length);
            _length = 0;
            if (_accelerated != null)
            {
                _accelerated.Wipe();
            }
        }

        /// <summary>Continues after the first pad of an HMAC key, which is one block.</summary>
        internal void StartMac(uint[] key)
        {
            if (_accelerated != null)
            {
                _accelerated.Key = key;
                _length = 0;
                return;
            }

            Array.Copy(key, 0, _state, 0, 8);
            _length = BlockLength;
        }

        /// <summary>
        /// Makes the states after the two pads out of the first <paramref name="length"/> bytes of <see cref="Block"/>, the key of an HMAC, and starts a
        /// message under it.
        /// </summary>
        internal void SetMacKey(int length, uint[] key)
        {
            byte[] block = Block;
            uint[] state = _state;
            Array.Clear(block, length, BlockLength - length);
            if (_accelerated != null)
            {
                for (int i = 0; i < 16; i++)
                {
                    key[i] = BitConverter.ToUInt32(block, 4 * i);
                }

                Array.Clear(block, 0, length);
                StartMac(key);
                return;
            }

            Reset();
            Sha256Block.Compress(state, block, 0, 1, 0x5c5c5c5c5c5c5c5c, null);
            Array.Copy(state, 0, key, 8, 8);
            Reset();
            Sha256Block.Compress(state, block, 0, 1, 0x3636363636363636, null);
            Array.Copy(state, 0, key, 0, 8);
            Array.Clear(block, 0, length);
            _length = BlockLength;
        }

        /// <summary>Takes in <paramref name="length"/> bytes that were written to <see cref="Block"/>, which they do not fill.</summary>
        internal void Skip(int length)
        {
            _length += length;
        }

        /// <summary>Takes in one byte.</summary>
        internal void Update(byte value)
        {
            if (_accelerated != null && _accelerated.Key != null)
            {
                if (_length < AcceleratedHmac.MessageLength)
                {
                    Block[(int)_length] = value;
                    _length++;
                    return;
                }

                HashCollected();
            }

            int used = (int)_length & (BlockLength - 1);
            Block[used] = value;
            _length++;
            if (used == BlockLength - 1)
            {
                Sha256Block.Compress(_state, Block, 0, 1, 0, null);
            }
        }

        /// <summary>Writes 3, 4 or all 8 words, most significant bytes first: unrolled, since every key derived passes here.</summary>
        /// <summary>Writes a salt that never changes to where a key is kept.</summary>
        internal void LoadSalt(int salt, uint[] key)
        {
            if (_accelerated != null)
            {
                HkdfSalt.LoadBytes(salt, key);
            }
            else
            {
                HkdfSalt.Load(salt, key);
            }
        }

        /// <summary>What comes now is no message of a key.</summary>
        private void EndCollecting()
        {
            if (_accelerated != null)
            {
                _accelerated.Key = null;
            }
        }

        /// <summary>A message that is too long to be collected: it is hashed here, from the key's pads on.</summary>
        private void HashCollected()
        {
            AcceleratedHmac accelerated = _accelerated;
            uint[] state = _state;
            int collected = (int)_length;
            byte[] key = accelerated.TakeKey();
            Reset();
            Sha256Block.Compress(state, key, 0, 1, 0x5c5c5c5c5c5c5c5c, null);
            Array.Copy(state, 0, accelerated.Outer, 8, 8);
            Reset();
            Sha256Block.Compress(state, key, 0, 1, 0x3636363636363636, null);
            Array.Clear(key, 0, BlockLength);
            int blocks = collected >> 6;
            if (blocks != 0)
            {
                Sha256Block.Compress(state, Block, 0, blocks, 0, null);
            }

            Array.Copy(Block, blocks << 6, Block, 0, collected & (BlockLength - 1));
            _length = BlockLength + collected;
        }

        private static void Write(uint[] state, byte[] to, int offset, int length)
        {
            uint word = state[0];
            to[offset] = (byte)(word >> 24);
            to[offset + 1] = (byte)(word >> 16);
            to[offset + 2] = (byte)(word >> 8);
            to[offset + 3] = (byte)word;
            word = state[1];
            to[offset + 4] = (byte)(word >> 24);
            to[offset + 5] = (byte)(word >> 16);
            to[offset + 6] = (byte)(word >> 8);
            to[offset + 7] = (byte)word;
            word = state[2];
            to[offset + 8] = (byte)(word >> 24);
            to[offset + 9] = (byte)(word >> 16);
            to[offset + 10] = (byte)(word >> 8);
            to[offset + 11] = (byte)word;
            if (length < 16)
            {
                return;
            }

            word = state[3];
            to[offset + 12] = (byte)(word >> 24);
            to[offset + 13] = (byte)(word >> 16);
            to[offset + 14] = (byte)(word >> 8);
            to[offset + 15] = (byte)word;
            if (length < HashLength)
            {
                return;
            }

            word = state[4];
            to[offset + 16] = (byte)(word >> 24);
            to[offset + 17] = (byte)(word >> 16);
            to[offset + 18] = (byte)(word >> 8);
            to[offset + 19] = (byte)word;
            word = state[5];
            to[offset + 20] = (byte)(word >> 24);
            to[offset + 21] = (byte)(word >> 16);
            to[offset + 22] = (byte)(word >> 8);
            to[offset + 23] = (byte)word;
            word = state[6];
            to[offset + 24] = (byte)(word >> 24);
            to[offset + 25] = (byte)(word >> 16);
            to[offset + 26] = (byte)(word >> 8);
            to[offset + 27] = (byte)word;
            word = state[7];
            to[offset + 28] = (byte)(word >> 24);
            to[offset + 29] = (byte)(word >> 16);
            to[offset + 30] = (byte)(word >> 8);
            to[offset + 31] = (byte)word;
        }
    }
}
