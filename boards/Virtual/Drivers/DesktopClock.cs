// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using System.Diagnostics;
using MilliHttp.Nano.Drivers;

namespace MilliHttp.Nano.Board.Virtual.Drivers
{
    /// <summary>The clocks of the desktop.</summary>
    internal sealed class DesktopClock : ClockPort
    {
        private readonly long _start = Stopwatch.GetTimestamp();

        public override long Microseconds => (long)((Int128)(Stopwatch.GetTimestamp() - _start) * 1_000_000 / Stopwatch.Frequency);

        public override long UnixSeconds => DateTimeOffset.UtcNow.ToUnixTimeSeconds();
    }
}
