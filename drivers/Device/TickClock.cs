// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;

namespace MilliHttp.Nano.Drivers.Device
{
    /// <summary>The platform's clocks: milliseconds that may advance in steps of ten, and the date once SNTP has set it.</summary>
    public sealed class TickClock : ClockPort
    {
        // Ticks of 100 ns from year 1 to 1970, and the earliest date that is not the default of a board without a clock.
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
