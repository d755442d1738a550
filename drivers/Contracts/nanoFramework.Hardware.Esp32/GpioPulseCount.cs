// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;

namespace System.Device.Gpio
{
    public struct GpioPulseCount
    {
        public long Count;

        public TimeSpan RelativeTime;
    }
}
