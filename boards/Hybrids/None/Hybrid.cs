// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using MilliHttp.Nano.Crypto;

namespace MilliHttp.Nano.Board
{
    /// <summary>TLS goes without X25519MLKEM768: the assembly of ML-KEM is not in the image.</summary>
    internal static class Hybrid
    {
        /// <summary>None.</summary>
        public static KeyEncapsulation Make()
        {
            return null;
        }
    }
}
