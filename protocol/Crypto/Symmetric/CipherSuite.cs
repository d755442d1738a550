// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;

namespace MilliHttp.Nano.Crypto
{
    /// <summary>The TLS 1.3 cipher suites of this stack by their registered numbers (RFC 8446 appendix B.4).</summary>
    public static class CipherSuite
    {
        /// <summary>TLS_AES_128_GCM_SHA256.</summary>
        public const int Aes128GcmSha256 = 0x1301;

        /// <summary>TLS_CHACHA20_POLY1305_SHA256.</summary>
        public const int ChaCha20Poly1305Sha256 = 0x1303;

        /// <summary>Length of the authentication tag of both suites, in bytes.</summary>
        public const int TagLength = 16;

        /// <summary>Length in bytes of the AEAD key (and of the header protection key) of a suite.</summary>
        public static int KeyLength(int suite)
        {
            if (suite == Aes128GcmSha256)
            {
                return 16;
            }

            if (suite == ChaCha20Poly1305Sha256)
            {
                return 32;
            }

            throw new ArgumentException();
        }
    }
}
