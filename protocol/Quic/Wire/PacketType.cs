// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Quic
{
    /// <summary>What <see cref="PacketHeader.Parse"/> finds. 0 to 3 are the type bits of a long header (RFC 9000 section 17.2).</summary>
    public static class PacketType
    {
        /// <summary>Initial.</summary>
        public const int Initial = 0;

        /// <summary>0-RTT.</summary>
        public const int ZeroRtt = 1;

        /// <summary>Handshake.</summary>
        public const int Handshake = 2;

        /// <summary>Retry: the token runs to the integrity tag of 16 bytes.</summary>
        public const int Retry = 3;

        /// <summary>Short header.</summary>
        public const int OneRtt = 4;

        /// <summary>Version Negotiation: the list of versions is the token.</summary>
        public const int VersionNegotiation = 5;

        /// <summary>A long header of another version; only the version and the connection ids are known (RFC 8999).</summary>
        public const int UnknownVersion = 6;

        /// <summary>Not a packet, or cut off: to be dropped.</summary>
        public const int Malformed = -1;
    }
}
