// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using MilliHttp.Nano.Drivers.Device;
using nanoFramework.Hardware.Esp32;

namespace MilliHttp.Nano.Drivers.Esp32
{
    /// <summary>The chip's microsecond counter. The platform's own ticks advance in steps of ten milliseconds.</summary>
    public sealed class MicrosecondClock : ClockPort
    {
        private readonly TickClock _date = new TickClock();

        /// <inheritdoc />
        public override long Microseconds => (long)HighResTimer.GetCurrent();

        /// <inheritdoc />
        public override long UnixSeconds => _date.UnixSeconds;
    }
}
