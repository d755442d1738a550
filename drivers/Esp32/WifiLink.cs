// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using MilliHttp.Nano.Drivers.Device;
using nanoFramework.Networking;

namespace MilliHttp.Nano.Drivers.Esp32
{
    /// <summary>Wi-Fi, with the network stored on the board when it was set up.</summary>
    public sealed class WifiLink : PlatformLink
    {
        /// <inheritdoc />
        protected override void Start()
        {
            WifiNetworkHelper.SetupNetworkHelper();
        }
    }
}
