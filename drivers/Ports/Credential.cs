// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Drivers
{
    /// <summary>Ids of what a <see cref="CredentialPort"/> keeps.</summary>
    public static class Credential
    {
        /// <summary>The private key of the made certificate: a P-256 scalar, 32 bytes, big endian.</summary>
        public const int PrivateKey = 0;

        /// <summary>The made certificate in DER.</summary>
        public const int Certificate = 1;

        /// <summary>The key of stateless resets, 32 bytes (RFC 9000 section 10.3).</summary>
        public const int StatelessResetKey = 2;

        /// <summary>How often the board has started, 8 bytes, big endian; part of the DRBG's seed.</summary>
        public const int BootCounter = 3;

        /// <summary>What the made certificate was made for: name and addresses as the certificate builder takes them.</summary>
        public const int CertificateSubject = 4;
    }
}
