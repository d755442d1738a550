// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Drivers
{
    /// <summary>Ids of the items that a <see cref="CredentialPort"/> stores.</summary>
    public static class Credential
    {
        /// <summary>The private key of the self-made certificate: a P-256 scalar, 32 bytes, big endian.</summary>
        public const int PrivateKey = 0;

        /// <summary>The self-made certificate in DER.</summary>
        public const int Certificate = 1;

        /// <summary>The key of stateless resets, 32 bytes (RFC 9000 section 10.3).</summary>
        public const int StatelessResetKey = 2;

        /// <summary>How often the board has started, 8 bytes, big endian; part of the DRBG's seed.</summary>
        public const int BootCounter = 3;

        /// <summary>The names and addresses in the self-made certificate, in the form that CertificateBuilder takes.</summary>
        public const int CertificateSubject = 4;
    }
}
