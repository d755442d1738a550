// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;

namespace nanoFramework.Hardware.Esp32.Touch
{
    public enum TouchHighVoltageAttenuation
    {
        Volt1V5 = 0,
        Volt1V0 = 1,
        Volt0V5 = 2,
        Volt0V0 = 3,
    }
}
