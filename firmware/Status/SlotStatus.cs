// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Firmware.Status
{
    /// <summary>What one connection of the device is doing, packed into a number.</summary>
    public static class SlotStatus
    {
        public const int Tcp = 0;
        public const int Udp = 1;

        public const int Free = 0;
        public const int Handshake = 1;
        public const int Idle = 2;
        public const int Active = 3;
        public const int Closing = 4;

        /// <summary>Packs.</summary>
        /// <param name="kind"><see cref="Tcp"/> (HTTPS/1.1) or <see cref="Udp"/> (HTTP/3).</param>
        /// <param name="state"><see cref="Free"/> to <see cref="Closing"/>.</param>
        /// <param name="requests">Requests of the present client.</param>
        public static long Make(int kind, int state, int requests)
        {
            return (requests << 4) | (kind << 3) | state;
        }
    }
}
