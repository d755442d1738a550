// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using MilliHttp.Nano.Drivers;
using MilliHttp.Nano.Drivers.Device;
using MilliHttp.Nano.Firmware;

namespace MilliHttp.Nano.Board
{
    /// <summary>The ports of the host interpreter: its sockets and its clock, without persistent storage.</summary>
    internal static class Ports
    {
        private const int Backlog = 4;

        /// <summary>Makes the ports, at boot.</summary>
        /// <param name="profile">The constants of the board.</param>
        public static BoardPorts Create(Profile profile)
        {
            return new DevicePorts(profile.Port, profile.Quic.Slots + 1, Backlog, new TickClock(), new RandomEntropy(), new MemoryCredentials(), new InterfaceLink());
        }
    }
}
