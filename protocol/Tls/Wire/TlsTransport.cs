// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Tls
{
    /// <summary>What carries the handshake messages.</summary>
    public static class TlsTransport
    {
        /// <summary>TLS records over TCP.</summary>
        public const int Tcp = 0;

        /// <summary>QUIC CRYPTO frames (RFC 9001).</summary>
        public const int Quic = 1;
    }
}
