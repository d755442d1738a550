// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using nanoFramework.Networking;

namespace MilliHttp.Nano.Drivers.Device
{
    /// <summary>Ethernet, with the addresses in the board's configuration or from DHCP.</summary>
    public sealed class EthernetLink : PlatformLink
    {
        /// <inheritdoc />
        protected override void Start()
        {
            NetworkHelper.SetupNetworkHelper();
        }
    }
}
