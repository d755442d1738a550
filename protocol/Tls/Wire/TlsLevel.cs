// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Tls
{
    /// <summary>Encryption levels. 0-RTT has none: it is never accepted.</summary>
    public static class TlsLevel
    {
        /// <summary>Plaintext records over TCP, Initial packets over QUIC.</summary>
        public const int Initial = 0;

        /// <summary>Handshake traffic keys.</summary>
        public const int Handshake = 1;

        /// <summary>Application traffic keys (1-RTT).</summary>
        public const int Application = 2;
    }
}
