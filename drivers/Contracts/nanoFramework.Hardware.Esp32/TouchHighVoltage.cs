// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;

namespace nanoFramework.Hardware.Esp32.Touch
{
    public enum TouchHighVoltage
    {
        Volt2V4 = 0,
        Volt2V5 = 1,
        Volt2V6 = 2,
        Volt2V7 = 3,
    }
}
