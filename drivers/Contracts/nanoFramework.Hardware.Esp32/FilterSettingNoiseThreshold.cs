// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;

namespace nanoFramework.Hardware.Esp32.Touch
{
    public enum FilterSettingNoiseThreshold
    {
        Low = 0,
        Mediumlow = 1,
        MediumHigh = 2,
        High = 3,
    }
}
