// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using System.Security.Cryptography;
using MilliHttp.Nano.Crypto;

namespace MilliHttp.Nano.Tests.Cost.Scenarios
{
    /// <summary>HMAC and AES of a platform: a call counts as the one operation that makes it. What such a platform allocates in a call is counted in bytes of its heap.</summary>
    internal sealed class PlatformCrypto : HmacAccelerator
    {
        private const int Code = 60;

        /// <summary>Calls of both.</summary>
        public long Calls { get; private set; }

        /// <summary>Bytes of garbage on the device: messages, codes, blocks, as its heap rounds them.</summary>
        public long Garbage { get; private set; }

        /// <summary>AES by the same platform.</summary>
        public AesAccelerator Aes => new PlatformAes(this);

        public override byte[] Compute(byte[] key, byte[] buffer, int length)
        {
            Count(Array(length) + Code);
            return HMACSHA256.HashData(key, buffer.AsSpan(0, length));
        }

        private static int Array(int length)
        {
            return 12 * ((20 + length + 11) / 12);
        }

        private void Count(int garbage)
        {
            Calls++;
            Garbage += garbage;
        }

        private sealed class PlatformAes : AesAccelerator
        {
            private readonly Aes _aes = System.Security.Cryptography.Aes.Create();
            private readonly PlatformCrypto _platform;

            public PlatformAes(PlatformCrypto platform)
            {
                _platform = platform;
            }

            public override byte[] Encrypt(byte[] key, byte[] blocks)
            {
                _platform.Count(Array(blocks.Length));
                _aes.Key = key;
                return _aes.EncryptEcb(blocks, PaddingMode.None);
            }
        }
    }
}
