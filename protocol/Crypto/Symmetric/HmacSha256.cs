// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;

namespace MilliHttp.Nano.Crypto
{
    /// <summary>
    /// HMAC-SHA-256 (RFC 2104). The states after the inner and the outer pad are kept by <see cref="SetKey(byte[], int, int)"/>, so that each further
    /// message under the same key costs two compressions less. Constant-time as SHA-256 is: only lengths steer the flow.
    /// </summary>
    public sealed class HmacSha256
    {
        /// <summary>Length of a MAC in bytes.</summary>
        public const int MacLength = 32;

        /// <summary>Length in bytes of a key as <see cref="SaveKey(byte[], int)"/> writes it.</summary>
        public const int SavedKeyLength = 64;

        private readonly Sha256 _hash = new Sha256();
        private readonly uint[] _inner = new uint[8];
        private readonly uint[] _outer = new uint[8];
        private readonly byte[] _pad = new byte[Sha256.BlockLength];

        /// <summary>Sets the key, of any length, and starts a message.</summary>
        public void SetKey(byte[] key, int offset, int length)
        {
            byte[] pad = _pad;
            Sha256 hash = _hash;
            Array.Clear(pad, 0, Sha256.BlockLength);
            if (length > Sha256.BlockLength)
            {
                hash.Reset();
                hash.Update(key, offset, length);
                hash.Finish(pad, 0);
            }
            else if (length > 0)
            {
                Array.Copy(key, offset, pad, 0, length);
            }

            hash.StartPadded(pad, 0x3636363636363636, _inner);
            hash.StartPadded(pad, 0x5c5c5c5c5c5c5c5c, _outer);
            Array.Clear(pad, 0, Sha256.BlockLength);
            hash.LoadMidstate(_inner, Sha256.BlockLength);
        }

        /// <summary>Sets one of the keys of <see cref="HkdfSalt"/>, whose midstates are known, and starts a message.</summary>
        internal void SetKey(int salt)
        {
            HkdfSalt.Load(salt, _inner, _outer);
            Start();
        }

        /// <summary>Sets a key by its midstates (8 words each) and starts a message.</summary>
        internal void SetKey(uint[] inner, uint[] outer)
        {
            Array.Copy(inner, 0, _inner, 0, 8);
            Array.Copy(outer, 0, _outer, 0, 8);
            Start();
        }

        /// <summary>Copies the midstates of the key, which stand for it.</summary>
        internal void SaveKey(uint[] inner, uint[] outer)
        {
            Array.Copy(_inner, 0, inner, 0, 8);
            Array.Copy(_outer, 0, outer, 0, 8);
        }

        /// <summary>
        /// Writes the states after the two pads: the key in a form that <see cref="LoadKey"/> takes up for next to nothing, where setting it
        /// again would cost two compressions. As secret as the key itself.
        /// </summary>
        public void SaveKey(byte[] saved, int offset)
        {
            uint[] state = _inner;
            for (int i = 0; i < 16; i++)
            {
                if (i == 8)
                {
                    state = _outer;
                }

                uint word = state[i & 7];
                saved[offset] = (byte)word;
                saved[offset + 1] = (byte)(word >> 8);
                saved[offset + 2] = (byte)(word >> 16);
                saved[offset + 3] = (byte)(word >> 24);
                offset += 4;
            }
        }

        /// <summary>Takes up a key that <see cref="SaveKey(byte[], int)"/> wrote, and starts a message.</summary>
        public void LoadKey(byte[] saved, int offset)
        {
            uint[] inner = _inner;
            uint[] outer = _outer;
            for (int i = 0; i < 8; i++)
            {
                inner[i] = BitConverter.ToUInt32(saved, offset);
                outer[i] = BitConverter.ToUInt32(saved, offset + 32);
                offset += 4;
            }

            _hash.LoadMidstate(inner, Sha256.BlockLength);
        }

        /// <summary>Starts a message under the key set before.</summary>
        public void Start()
        {
            _hash.LoadMidstate(_inner, Sha256.BlockLength);
        }

        /// <summary>Takes in <paramref name="length"/> bytes of the message.</summary>
        public void Update(byte[] data, int offset, int length)
        {
            _hash.Update(data, offset, length);
        }

        /// <summary>Writes the 32-byte MAC. The key stays; <see cref="Start"/> begins the next message.</summary>
        public void Finish(byte[] mac, int offset)
        {
            _hash.FinishMac(_outer, mac, offset);
        }

        /// <summary>Erases the key and everything derived from it.</summary>
        public void Wipe()
        {
            _hash.Wipe();
            Array.Clear(_inner, 0, 8);
            Array.Clear(_outer, 0, 8);
            Array.Clear(_pad, 0, Sha256.BlockLength);
        }
    }
}
