// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano
{
    /// <summary>
    /// Address and port of a UDP peer. Addresses are IPv6; IPv4 stands as ::ffff:a.b.c.d (RFC 4291 section 2.5.5.2). Instances are made at boot and filled anew
    /// for each datagram: copy the values to keep the address after a call.
    /// </summary>
    public sealed class DatagramAddress
    {
        /// <summary>First eight bytes of the address, in network order.</summary>
        public long High;

        /// <summary>Last eight bytes of the address, in network order.</summary>
        public long Low;

        /// <summary>UDP port.</summary>
        public int Port;
    }
}
