// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using MilliHttp.Nano.Crypto;
using MilliHttp.Nano.Drivers.NativeCrypto;

namespace MilliHttp.Nano.Board
{
    /// <summary>HMAC and AES of the platform, for targets that have nanoFramework.System.Security.Cryptography.</summary>
    internal static class Accelerator
    {
        /// <summary>Puts what the platform has into the profile.</summary>
        public static void Choose(CryptoProfile crypto)
        {
            crypto.Accelerator = new NativeAes();
            crypto.HmacAccelerator = new NativeHmac();
        }
    }
}
