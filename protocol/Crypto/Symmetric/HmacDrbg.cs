// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;

namespace MilliHttp.Nano.Crypto
{
    /// <summary>
    /// HMAC_DRBG with SHA-256 (NIST SP 800-90A section 10.1.2). It makes nothing before it is seeded. Key and value change after every
    /// request, so that earlier output cannot be computed from a captured state. The key is kept as the midstates of its pads. It borrows the HMAC of the provider for the length of a call.
    /// Constant-time as SHA-256 is.
    /// </summary>
    public sealed class HmacDrbg
    {
        /// <summary>The least number of seed bytes accepted.</summary>
        public const int MinSeedLength = 32;

        private readonly CryptoProvider _provider;
        private readonly uint[] _inner = new uint[8];
        private readonly uint[] _outer = new uint[8];
        private readonly byte[] _key = new byte[32];
        private readonly byte[] _value = new byte[33];
        private bool _isSeeded;

        /// <summary>Makes an unseeded generator on the shared HMAC of <paramref name="provider"/>.</summary>
        public HmacDrbg(CryptoProvider provider)
        {
            _provider = provider;
        }

        /// <summary>True once seed material was taken in.</summary>
        public bool IsSeeded => _isSeeded;

        /// <summary>Starts afresh from entropy, nonce and personalisation, concatenated by the caller; at least 32 bytes.</summary>
        public void Instantiate(byte[] seed, int offset, int length)
        {
            if (length < MinSeedLength)
            {
                throw new ArgumentException();
            }

            HkdfSalt.Load(HkdfSalt.Zero, _inner, _outer);
            for (int i = 0; i < 32; i++)
            {
                _value[i] = 1;
            }

            Mix(seed, offset, length);
            _isSeeded = true;
        }

        /// <summary>Mixes fresh entropy into the state.</summary>
        public void Reseed(byte[] seed, int offset, int length)
        {
            if (!_isSeeded)
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
            if (!_isSeeded)
            {
                throw new InvalidOperationException();
            }

            if (additionalLength > 0)
            {
                Mix(additional, additionalOffset, additionalLength);
            }

            HmacSha256 hmac = _provider.Hmac;
            hmac.SetKey(_inner, _outer);
            while (length > 0)
            {
                hmac.Start();
                hmac.Update(_value, 0, 32);
                hmac.Finish(_value, 0);
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
            Array.Clear(_inner, 0, 8);
            Array.Clear(_outer, 0, 8);
            Array.Clear(_value, 0, 33);
            _isSeeded = false;
        }

        /// <summary>HMAC_DRBG_Update (section 10.1.2.2).</summary>
        private void Mix(byte[] data, int offset, int length)
        {
            HmacSha256 hmac = _provider.Hmac;
            hmac.SetKey(_inner, _outer);
            for (int round = 0; round < 2; round++)
            {
                _value[32] = (byte)round;
                hmac.Update(_value, 0, 33);
                hmac.Update(data, offset, length);
                hmac.Finish(_key, 0);
                hmac.SetKey(_key, 0, 32);
                hmac.Update(_value, 0, 32);
                hmac.Finish(_value, 0);
                if (length <= 0)
                {
                    break;
                }

                hmac.Start();
            }

            hmac.SaveKey(_inner, _outer);
            hmac.Wipe();
            Array.Clear(_key, 0, 32);
        }
    }
}
