// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Drivers
{
    /// <summary>The board's clocks.</summary>
    public abstract class ClockPort
    {
        /// <summary>Monotonic time in microseconds; it may step by as much as 10 ms, and never goes back.</summary>
        public abstract long Microseconds { get; }

        /// <summary>Seconds since 1970-01-01 UTC, or 0 as long as the board does not know the date.</summary>
        public abstract long UnixSeconds { get; }
    }
}
