// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System.Net.NetworkInformation;
using MilliHttp.Nano.Drivers;
using MilliHttp.Nano.Drivers.Device;

namespace MilliHttp.Nano.Board
{
    /// <summary>The interpreter's one network interface: the desktop's loopback, or that of the network stack it was built with. It comes up by itself.</summary>
    internal sealed class InterfaceLink : LinkPort
    {
        /// <inheritdoc />
        public override bool IsUp => NetworkInterface.GetIsNetworkAvailable();

        /// <inheritdoc />
        public override long Address => LinkAddress.Read();

        /// <inheritdoc />
        public override void Connect()
        {
        }
    }
}
