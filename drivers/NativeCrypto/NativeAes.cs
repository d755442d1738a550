// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System.Security.Cryptography;
using MilliHttp.Nano.Crypto;

namespace MilliHttp.Nano.Drivers.NativeCrypto
{
    /// <summary>
    /// AES of nanoFramework.System.Security.Cryptography, which runs native code (on an ESP32 the chip's own unit). Not every target has it, so
    /// the board chooses.
    /// </summary>
    public sealed class NativeAes : AesAccelerator
    {
        private readonly Aes _aes = new Aes(CipherMode.ECB);

        /// <inheritdoc />
        public override byte[] Encrypt(byte[] key, byte[] blocks)
        {
            _aes.Key = key;
            return _aes.Encrypt(blocks);
        }
    }
}
