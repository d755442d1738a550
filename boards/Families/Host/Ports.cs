// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using MilliHttp.Nano.Drivers;
using MilliHttp.Nano.Drivers.Device;

namespace MilliHttp.Nano.Board
{
    /// <summary>The ports of the host interpreter: its sockets, its clock; nothing is kept over a restart.</summary>
    internal static class Ports
    {
        private const int Peers = 5;
        private const int Backlog = 4;

        /// <summary>Makes the ports, at boot.</summary>
        /// <param name="port">Port of both servers.</param>
        public static BoardPorts Create(int port)
        {
            return new DevicePorts(port, Peers, Backlog, new TickClock(), new RandomEntropy(), new MemoryCredentials(), new InterfaceLink());
        }
    }
}
