// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System.Net.NetworkInformation;

namespace MilliHttp.Nano.Drivers.Device
{
    /// <summary>
    /// A network link that a helper class of the platform brings up and keeps up, with the configuration stored on the board. Wi-Fi and Ethernet differ in the
    /// helper only.
    /// </summary>
    public abstract class PlatformLink : LinkPort
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
            // The helper may be started only once; from then on the platform reconnects by itself.
            if (!_started)
            {
                _started = true;
                Start();
            }
        }

        /// <summary>Starts the platform's helper; called once.</summary>
        protected abstract void Start();
    }
}
