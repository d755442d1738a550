// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Quic
{
    /// <summary>Packet number spaces (RFC 9000 section 12.3).</summary>
    public static class PacketSpace
    {
        /// <summary>Initial packets.</summary>
        public const int Initial = 0;

        /// <summary>Handshake packets.</summary>
        public const int Handshake = 1;

        /// <summary>0-RTT and 1-RTT packets.</summary>
        public const int Application = 2;

        /// <summary>Number of spaces.</summary>
        public const int Count = 3;
    }
}
