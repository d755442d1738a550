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

        private readonly uint[] _state = new uint[8];
        private readonly byte[] _block = new byte[BlockLength];
        private long _length;

        /// <summary>Makes a hash ready for <see cref="Update"/>.</summary>
        public Sha256()
        {
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
        }

        /// <summary>Takes in <paramref name="length"/> bytes of the message.</summary>
        public void Update(byte[] data, int offset, int length)
        {
            if (length <= 0)
            {
                return;
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

                Array.Copy(data, offset, _block, used, take);
                if (used + take < BlockLength)
                {
                    return;
                }

                Sha256Block.Compress(_state, _block, 0, 1, 0);
                offset += take;
                length -= take;
            }

            int blocks = length >> 6;
            if (blocks != 0)
            {
                Sha256Block.Compress(_state, data, offset, blocks, 0);
                offset += blocks << 6;
                length &= BlockLength - 1;
            }

            if (length != 0)
            {
                Array.Copy(data, offset, _block, 0, length);
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
            if (Pad(true))
            {
                Sha256Block.Compress(_state, _block, 0, 1, 0);
                Pad(false);
            }

            Sha256Block.Compress(_state, _block, 0, 1, 0);
            Write(_state, hash, offset);
        }

        /// <summary>
        /// Ends the inner message of HMAC and hashes it behind <paramref name="outer"/>, the state after the outer pad: the second block, one hash
        /// and its padding, is written where it is hashed.
        /// </summary>
        internal void FinishMac(uint[] outer, byte[] mac, int offset)
        {
            byte[] block = _block;
            uint[] state = _state;
            if (Pad(true))
            {
                Sha256Block.Compress(state, block, 0, 1, 0);
                Pad(false);
            }

            Sha256Block.Compress(state, block, 0, 1, 0);
            Write(state, block, 0);
            block[32] = 0x80;
            Array.Clear(block, 33, 29);
            block[62] = 3;
            block[63] = 0;
            Array.Copy(outer, 0, state, 0, 8);
            Sha256Block.Compress(state, block, 0, 1, 0);
            Write(state, mac, offset);
        }

        /// <summary>Takes over the state of another hash, message so far included.</summary>
        public void CopyFrom(Sha256 other)
        {
            Array.Copy(other._state, 0, _state, 0, 8);
            Array.Copy(other._block, 0, _block, 0, BlockLength);
            _length = other._length;
        }

        /// <summary>Erases state and buffered message bytes.</summary>
        public void Wipe()
        {
            Array.Clear(_state, 0, 8);
            Array.Clear(_block, 0, BlockLength);
            _length = 0;
        }

        /// <summary>Copies the state reached after whole blocks to <paramref name="state"/> (8 words).</summary>
        internal void SaveMidstate(uint[] state)
        {
            Array.Copy(_state, 0, state, 0, 8);
        }

        /// <summary>Continues from a state reached after <paramref name="length"/> bytes, a multiple of the block length.</summary>
        internal void LoadMidstate(uint[] state, long length)
        {
            Array.Copy(state, 0, _state, 0, 8);
            _length = length;
        }

        /// <summary>Takes the state after a first block of <paramref name="key"/> (64 bytes) xor a pad of HMAC, and saves it.</summary>
        internal void StartPadded(byte[] key, ulong pad, uint[] midstate)
        {
            Reset();
            Sha256Block.Compress(_state, key, 0, 1, pad);
            SaveMidstate(midstate);
        }

        /// <summary>
        /// Writes the padding of the message into the last block. It is the caller who compresses that: the less deep, the smaller the stack.
        /// </summary>
        /// <param name="first">False when it goes on in a second block.</param>
        /// <returns>Whether it goes on in a second block.</returns>
        private bool Pad(bool first)
        {
            byte[] block = _block;
            long length = _length;
            int used = 0;
            if (first)
            {
                used = (int)length & (BlockLength - 1);
                block[used] = 0x80;
                used++;
                if (used > 56)
                {
                    Array.Clear(block, used, BlockLength - used);
                    return true;
                }
            }

            Array.Clear(block, used, 61 - used);
            if (length >= 1 << 21)
            {
                block[56] = (byte)(length >> 53);
                block[57] = (byte)(length >> 45);
                block[58] = (byte)(length >> 37);
                block[59] = (byte)(length >> 29);
                block[60] = (byte)(length >> 21);
            }

            int bits = (int)length << 3;
            block[61] = (byte)(bits >> 16);
            block[62] = (byte)(bits >> 8);
            block[63] = (byte)bits;
            return false;
        }

        /// <summary>Writes the 8 words, most significant bytes first: unrolled, since every key derived passes here twice.</summary>
        private static void Write(uint[] state, byte[] to, int offset)
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
            word = state[3];
            to[offset + 12] = (byte)(word >> 24);
            to[offset + 13] = (byte)(word >> 16);
            to[offset + 14] = (byte)(word >> 8);
            to[offset + 15] = (byte)word;
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
