// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using MilliHttp.Nano.Drivers;
using MilliHttp.Nano.Drivers.Device;
using MilliHttp.Nano.Firmware;

namespace MilliHttp.Nano.Board
{
    /// <summary>
    /// The ports of the STM32 boards, with the board's link and store. The platform has four sockets in all: one UDP, the listener, the
    /// connection, and one that waits to be accepted.
    /// </summary>
    internal static partial class Ports
    {
        private const int Backlog = 1;

        /// <summary>Makes the ports, at boot.</summary>
        /// <param name="profile">The constants of the board.</param>
        public static BoardPorts Create(Profile profile)
        {
            return new DevicePorts(profile.Port, profile.Quic.Slots + 1, Backlog, new TickClock(), new RandomEntropy(), MakeStore(), MakeLink());
        }
    }
}
