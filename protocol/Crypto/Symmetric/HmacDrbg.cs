// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;

namespace MilliHttp.Nano.Crypto
{
    /// <summary>
    /// HMAC_DRBG with SHA-256 (NIST SP 800-90A section 10.1.2). It makes nothing before it is seeded. Key and value change after every
    /// request, so that earlier output cannot be computed from a captured state. The key is kept as the midstates of its pads.
    /// It borrows the hash of the provider for the length of a call.
    /// Constant-time as SHA-256 is.
    /// </summary>
    public sealed class HmacDrbg
    {
        /// <summary>The least number of seed bytes accepted.</summary>
        public const int MinSeedLength = 32;

        private const int Round = 32;
        private const int Seeded = 33;

        private readonly CryptoProvider _provider;
        private readonly uint[] _key = new uint[16];

        // The value V, the byte that is hashed after it, and whether the generator is seeded.
        private readonly byte[] _value = new byte[34];

        /// <summary>Makes an unseeded generator on the shared hash of <paramref name="provider"/>.</summary>
        public HmacDrbg(CryptoProvider provider)
        {
            _provider = provider;
        }

        /// <summary>True once seed material was taken in.</summary>
        public bool IsSeeded => _value[Seeded] != 0;

        /// <summary>Starts afresh from entropy, nonce and personalisation, concatenated by the caller; at least 32 bytes.</summary>
        public void Instantiate(byte[] seed, int offset, int length)
        {
            if (length < MinSeedLength)
            {
                throw new ArgumentException();
            }

            _provider.Hash.LoadSalt(HkdfSalt.Zero, _key);
            for (int i = 0; i < 32; i++)
            {
                _value[i] = 1;
            }

            Mix(seed, offset, length);
            _value[Seeded] = 1;
        }

        /// <summary>Mixes fresh entropy into the state.</summary>
        public void Reseed(byte[] seed, int offset, int length)
        {
            if (!IsSeeded)
            {
                throw new InvalidOperationException();
            }

            Mix(seed, offset, length);
        }

        /// <summary>Writes <paramref name="length"/> random bytes.</summary>
        /// <exception cref="InvalidOperationException">The generator was not seeded.</exception>
        public void Generate(byte[] output, int offset, int length)
        {
            Generate(output, offset, length, _value, 0, 0);
        }

        /// <summary>Writes <paramref name="length"/> random bytes, hedged with additional input (SP 800-90A: mixed in before and after).</summary>
        /// <exception cref="InvalidOperationException">The generator was not seeded.</exception>
        public void Generate(byte[] output, int offset, int length, byte[] additional, int additionalOffset, int additionalLength)
        {
            if (!IsSeeded)
            {
                throw new InvalidOperationException();
            }

            if (additionalLength > 0)
            {
                Mix(additional, additionalOffset, additionalLength);
            }

            Sha256 hash = _provider.Hash;
            while (length > 0)
            {
                hash.StartMac(_key);
                hash.Update(_value, 0, 32);
                hash.Finish(_key, _value, 0, 32);
                int take = length < 32 ? length : 32;
                Array.Copy(_value, 0, output, offset, take);
                offset += take;
                length -= take;
            }

            Mix(additional, additionalOffset, additionalLength);
        }

        /// <summary>Erases the state; the generator is unseeded afterwards.</summary>
        public void Wipe()
        {
            Array.Clear(_key, 0, 16);
            Array.Clear(_value, 0, 34);
        }

        /// <summary>HMAC_DRBG_Update (section 10.1.2.2).</summary>
        private void Mix(byte[] data, int offset, int length)
        {
            Sha256 hash = _provider.Hash;
            for (int round = 0; round < 2; round++)
            {
                _value[Round] = (byte)round;
                hash.StartMac(_key);
                hash.Update(_value, 0, 33);
                hash.Update(data, offset, length);

                // The next key appears in the hash's block only.
                hash.Finish(_key, hash.Block, 0, 32);
                hash.SetMacKey(32, _key);
                hash.Update(_value, 0, 32);
                hash.Finish(_key, _value, 0, 32);
                if (length <= 0)
                {
                    break;
                }
            }

            hash.Wipe();
        }
    }
}
