// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Crypto
{
    /// <summary>
    /// Layout of the raw keys of one direction in a byte array. Raw keys are all a connection keeps: expanded forms live in the
    /// shared contexts of <see cref="CryptoProvider"/>.
    /// </summary>
    public static class KeyBlock
    {
        /// <summary>Offset of the AEAD key: 32 bytes, of which AES-128 uses the first 16.</summary>
        public const int Key = 0;

        /// <summary>Offset of the header protection key (QUIC only): 32 bytes, of which AES-128 uses the first 16.</summary>
        public const int HeaderProtection = 32;

        /// <summary>Offset of the 12-byte initialisation vector.</summary>
        public const int Iv = 64;

        /// <summary>Length of the initialisation vector in bytes.</summary>
        public const int IvLength = 12;

        /// <summary>Length of a whole key block in bytes.</summary>
        public const int Length = 76;
    }
}
