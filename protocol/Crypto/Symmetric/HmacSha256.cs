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

        /// <summary>Length in bytes of a key as <see cref="SaveKey"/> writes it.</summary>
        public const int SavedKeyLength = 64;

        // The states after the inner and the outer pad, 8 words each.
        private readonly uint[] _key = new uint[16];
        private readonly Sha256 _hash;

        /// <summary>Makes a MAC with a hash of its own.</summary>
        public HmacSha256()
            : this(new Sha256())
        {
        }

        /// <summary>Makes a MAC that works with a hash others use too, though not while a message is under way.</summary>
        internal HmacSha256(Sha256 hash)
        {
            _hash = hash;
        }

        /// <summary>Sets the key, of any length, and starts a message.</summary>
        public void SetKey(byte[] key, int offset, int length)
        {
            SetKey(_hash, _key, key, offset, length);
        }

        /// <summary>Starts a message under the key set before.</summary>
        public void Start()
        {
            _hash.StartMac(_key);
        }

        /// <summary>Takes in <paramref name="length"/> bytes of the message.</summary>
        public void Update(byte[] data, int offset, int length)
        {
            _hash.Update(data, offset, length);
        }

        /// <summary>Writes the 32-byte MAC. The key stays; <see cref="Start"/> begins the next message.</summary>
        public void Finish(byte[] mac, int offset)
        {
            _hash.Finish(_key, mac, offset, MacLength);
        }

        /// <summary>Erases the key and everything derived from it.</summary>
        public void Wipe()
        {
            _hash.Wipe();
            Array.Clear(_key, 0, 16);
        }

        /// <summary>Makes the states after the two pads of a key of any length, and starts a message under it.</summary>
        internal static void SetKey(Sha256 hash, uint[] states, byte[] key, int offset, int length)
        {
            if (length > Sha256.BlockLength)
            {
                hash.Reset();
                hash.Update(key, offset, length);
                hash.Finish(null, hash.Block, 0, Sha256.HashLength);
                length = Sha256.HashLength;
            }
            else if (length > 0)
            {
                Array.Copy(key, offset, hash.Block, 0, length);
            }
            else
            {
                length = 0;
            }

            hash.SetMacKey(length, states);
        }

        /// <summary>Writes the states after the two pads.</summary>
        internal static void SaveKey(uint[] states, byte[] saved, int offset)
        {
            for (int i = 0; i < 16; i++)
            {
                uint word = states[i];
                saved[offset] = (byte)word;
                saved[offset + 1] = (byte)(word >> 8);
                saved[offset + 2] = (byte)(word >> 16);
                saved[offset + 3] = (byte)(word >> 24);
                offset += 4;
            }
        }

        /// <summary>Reads the states after the two pads.</summary>
        internal static void LoadKey(uint[] states, byte[] saved, int offset)
        {
            states[0] = BitConverter.ToUInt32(saved, offset);
            states[1] = BitConverter.ToUInt32(saved, offset + 4);
            states[2] = BitConverter.ToUInt32(saved, offset + 8);
            states[3] = BitConverter.ToUInt32(saved, offset + 12);
            states[4] = BitConverter.ToUInt32(saved, offset + 16);
            states[5] = BitConverter.ToUInt32(saved, offset + 20);
            states[6] = BitConverter.ToUInt32(saved, offset + 24);
            states[7] = BitConverter.ToUInt32(saved, offset + 28);
            states[8] = BitConverter.ToUInt32(saved, offset + 32);
            states[9] = BitConverter.ToUInt32(saved, offset + 36);
            states[10] = BitConverter.ToUInt32(saved, offset + 40);
            states[11] = BitConverter.ToUInt32(saved, offset + 44);
            states[12] = BitConverter.ToUInt32(saved, offset + 48);
            states[13] = BitConverter.ToUInt32(saved, offset + 52);
            states[14] = BitConverter.ToUInt32(saved, offset + 56);
            states[15] = BitConverter.ToUInt32(saved, offset + 60);
        }
    }
}
