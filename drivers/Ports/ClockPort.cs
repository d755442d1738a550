// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Drivers
{
    /// <summary>The board's clocks.</summary>
    public abstract class ClockPort
    {
        /// <summary>Monotonic time in microseconds; its resolution may be as coarse as 10 ms, and it never goes back.</summary>
        public abstract long Microseconds { get; }

        /// <summary>Seconds since 1970-01-01 UTC, or 0 while the board does not know the date.</summary>
        public abstract long UnixSeconds { get; }
    }
}
