// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using MilliHttp.Nano.Drivers;
using MilliHttp.Nano.Drivers.Device;
using MilliHttp.Nano.Drivers.Esp32;
using MilliHttp.Nano.Firmware;

namespace MilliHttp.Nano.Board
{
    /// <summary>The ports of the ESP32 family: its sockets and its microsecond counter, with the board's link and store.</summary>
    internal static partial class Ports
    {
        private const int Backlog = 2;

        /// <summary>Makes the ports, at boot.</summary>
        /// <param name="profile">The constants of the board.</param>
        public static BoardPorts Create(Profile profile)
        {
            return new DevicePorts(profile.Port, profile.Quic.Slots + 1, Backlog, new MicrosecondClock(), new RandomEntropy(), MakeStore(), MakeLink());
        }
    }
}
