// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System.Net;

namespace MilliHttp.Nano.Drivers.Device
{
    /// <summary>The board's address.</summary>
    public static class LinkAddress
    {
        /// <summary>The IPv4 address in network order as an unsigned number, or 0. It allocates, so read it once per change of the link only.</summary>
        public static long Read()
        {
            byte[] bytes = IPAddress.GetDefaultLocalAddress().GetAddressBytes();
            return bytes.Length != 4 ? 0 : ((long)bytes[0] << 24) | ((long)bytes[1] << 16) | ((long)bytes[2] << 8) | bytes[3];
        }
    }
}
