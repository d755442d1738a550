// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using MilliHttp.Nano.Crypto;
using MilliHttp.Nano.Drivers.NativeCrypto;

namespace MilliHttp.Nano.Board
{
    /// <summary>AES of the platform, for targets that have nanoFramework.System.Security.Cryptography.</summary>
    internal static class Accelerator
    {
        /// <summary>Puts the platform's AES into the profile.</summary>
        public static void Choose(CryptoProfile crypto)
        {
            crypto.Accelerator = new NativeAes();
        }
    }
}
