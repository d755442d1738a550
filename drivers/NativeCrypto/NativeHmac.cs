// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using System.Security.Cryptography;
using MilliHttp.Nano.Crypto;

namespace MilliHttp.Nano.Drivers.NativeCrypto
{
    /// <summary>
    /// HMAC-SHA-256 of nanoFramework.System.Security.Cryptography, which runs native code. Each call hashes the key's pads again, two blocks more than
    /// the managed code, which keeps the states after the pads; in native code that is negligible. Not every target has it, so the board chooses.
    /// </summary>
    public sealed class NativeHmac : HmacAccelerator
    {
        /// <inheritdoc />
        public override byte[] Compute(byte[] key, byte[] buffer, int length)
        {
            // The platform accepts whole arrays only.
            byte[] message = new byte[length];
            Array.Copy(buffer, 0, message, 0, length);
            byte[] code = HMACSHA256.HashData(key, message);
            Array.Clear(message, 0, length);
            return code;
        }
    }
}
