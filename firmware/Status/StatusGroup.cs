// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Firmware.Status
{
    /// <summary>The parts of the status (<see cref="StatusSource"/>).</summary>
    public static class StatusGroup
    {
        /// <summary>Single figures. The dashboard knows <c>uptime</c> in seconds and <c>heapUsed</c> and <c>heapBudget</c> in bytes.</summary>
        public const int General = 0;

        /// <summary>Connections; a value is made by <see cref="SlotStatus.Make"/>. They have no names.</summary>
        public const int Slots = 1;

        /// <summary>Bytes of memory by owner; they do not change.</summary>
        public const int Memory = 2;

        /// <summary>Counters of events.</summary>
        public const int Counters = 3;

        /// <summary>Number of groups.</summary>
        public const int Count = 4;
    }
}
