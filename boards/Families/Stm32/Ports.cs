// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using MilliHttp.Nano.Drivers;
using MilliHttp.Nano.Drivers.Device;

namespace MilliHttp.Nano.Board
{
    /// <summary>
    /// The ports of the STM32 boards, with the board's link and store. The platform has four sockets in all: one UDP, the listener, the
    /// connection, and one that waits to be accepted.
    /// </summary>
    internal static partial class Ports
    {
        private const int Peers = 5;
        private const int Backlog = 1;

        /// <summary>Makes the ports, at boot.</summary>
        /// <param name="port">Port of both servers.</param>
        public static BoardPorts Create(int port)
        {
            return new DevicePorts(port, Peers, Backlog, new TickClock(), new RandomEntropy(), MakeStore(), MakeLink());
        }
    }
}
