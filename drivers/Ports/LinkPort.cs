// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Drivers
{
    /// <summary>The network link: Wi-Fi or Ethernet.</summary>
    public abstract class LinkPort
    {
        /// <summary>Brings the link up; called once at boot and again after it was lost. Returns at once.</summary>
        public abstract void Connect();

        /// <summary>Whether the link is up and has an address.</summary>
        public abstract bool IsUp { get; }

        /// <summary>The board's IPv4 address in network order as an unsigned number, or 0.</summary>
        public abstract long Address { get; }
    }
}
