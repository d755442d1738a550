// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using MilliHttp.Nano.Crypto;

namespace MilliHttp.Nano.Board
{
    /// <summary>TLS offers X25519MLKEM768: the image has the assembly of ML-KEM.</summary>
    internal static class Hybrid
    {
        /// <summary>Makes the key encapsulation, at boot.</summary>
        public static KeyEncapsulation Make()
        {
            return new MlKem768();
        }
    }
}
