// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;

namespace MilliHttp.Nano.Drivers.Device
{
    /// <summary>The platform's clocks: ticks of one millisecond that step by as much as ten, and the date once SNTP has set it.</summary>
    public sealed class TickClock : ClockPort
    {
        // Ticks of 100 ns from year 1 to 1970, and the first date that cannot be a board's default.
        private const long UnixEpoch = 621355968000000000;
        private const long Plausible = 1704067200;

        /// <inheritdoc />
        public override long Microseconds => Environment.TickCount64 * 1000;

        /// <inheritdoc />
        public override long UnixSeconds
        {
            get
            {
                long seconds = (DateTime.UtcNow.Ticks - UnixEpoch) / 10000000;
                return seconds < Plausible ? 0 : seconds;
            }
        }
    }
}
