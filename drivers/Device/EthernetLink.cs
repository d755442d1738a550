// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System.Net;
using System.Net.NetworkInformation;
using nanoFramework.Networking;

namespace MilliHttp.Nano.Drivers.Device
{
    /// <summary>An Ethernet link, brought up by the platform's helper with the board's stored configuration.</summary>
    public sealed class EthernetLink : LinkPort
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
            // The helper watches the link for good once it runs; it may be set up only once.
            if (!_started)
            {
                _started = true;
                NetworkHelper.SetupNetworkHelper();
            }
        }
    }
}
