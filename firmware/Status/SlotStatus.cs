// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Firmware.Status
{
    /// <summary>What one connection of the device is doing, packed into a number.</summary>
    public static class SlotStatus
    {
        /// <summary>Kind of an HTTPS/1.1 connection.</summary>
        public const int Tcp = 0;

        /// <summary>Kind of an HTTP/3 connection.</summary>
        public const int Udp = 1;

        /// <summary>State of a slot without a client.</summary>
        public const int Free = 0;

        /// <summary>State while the TLS or QUIC handshake runs.</summary>
        public const int Handshake = 1;

        /// <summary>State of an established connection without an open request.</summary>
        public const int Idle = 2;

        /// <summary>State of a connection with at least one open request.</summary>
        public const int Active = 3;

        /// <summary>State of a connection that is being closed.</summary>
        public const int Closing = 4;

        /// <summary>Packs kind, state and number of requests into one value.</summary>
        /// <param name="kind"><see cref="Tcp"/> (HTTPS/1.1) or <see cref="Udp"/> (HTTP/3).</param>
        /// <param name="state"><see cref="Free"/> to <see cref="Closing"/>.</param>
        /// <param name="requests">Requests of the present client.</param>
        /// <returns>The state in bits 0 to 2, the kind in bit 3, the requests from bit 4 on.</returns>
        public static long Make(int kind, int state, int requests)
        {
            return (requests << 4) | (kind << 3) | state;
        }
    }
}
