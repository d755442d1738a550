// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System.Net.NetworkInformation;
using MilliHttp.Nano.Drivers.Device;
using nanoFramework.Networking;

namespace MilliHttp.Nano.Drivers.Esp32
{
    /// <summary>Wi-Fi, brought up by the platform's helper with the network that was stored on the board when it was set up.</summary>
    public sealed class WifiLink : LinkPort
    {
        private bool _started;
        private long _address;

        /// <inheritdoc />
        public override bool IsUp
        {
            get
            {
                bool up = NetworkInterface.GetIsNetworkAvailable();
                if (!up)
                {
                    _address = 0;
                }

                return up;
            }
        }

        /// <inheritdoc />
        public override long Address
        {
            get
            {
                if (_address == 0)
                {
                    _address = LinkAddress.Read();
                }

                return _address;
            }
        }

        /// <inheritdoc />
        public override void Connect()
        {
            // The platform reconnects by itself with the stored network; its helper may be set up only once.
            if (!_started)
            {
                _started = true;
                WifiNetworkHelper.SetupNetworkHelper();
            }
        }
    }
}
