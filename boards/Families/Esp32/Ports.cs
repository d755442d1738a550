// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using MilliHttp.Nano.Drivers;
using MilliHttp.Nano.Drivers.Device;
using MilliHttp.Nano.Drivers.Esp32;

namespace MilliHttp.Nano.Board
{
    /// <summary>The ports of the ESP32 family: its sockets and its microsecond counter, with the board's link and store.</summary>
    internal static partial class Ports
    {
        private const int Peers = 5;
        private const int Backlog = 2;

        /// <summary>Makes the ports, at boot.</summary>
        /// <param name="port">Port of both servers.</param>
        public static BoardPorts Create(int port)
        {
            return new DevicePorts(port, Peers, Backlog, new MicrosecondClock(), new RandomEntropy(), MakeStore(), MakeLink());
        }
    }
}
