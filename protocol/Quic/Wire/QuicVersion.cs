// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Quic
{
    /// <summary>Versions of QUIC.</summary>
    public static class QuicVersion
    {
        /// <summary>QUIC version 1 (RFC 9000).</summary>
        public const int One = 1;

        /// <summary>The version field of a Version Negotiation packet.</summary>
        public const int Negotiation = 0;
    }
}
