// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using MilliHttp.Nano.Crypto;

namespace MilliHttp.Nano.Board
{
    /// <summary>The managed primitives: the default.</summary>
    internal static class Accelerator
    {
        /// <summary>Leaves the profile as the board has made it.</summary>
        public static void Choose(CryptoProfile crypto)
        {
        }
    }
}
