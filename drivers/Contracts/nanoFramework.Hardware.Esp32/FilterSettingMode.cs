// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;

namespace nanoFramework.Hardware.Esp32.Touch
{
    public enum FilterSettingMode
    {
        Iir4 = 0,
        Iir8 = 1,
        Iir16 = 2,
        Iir32 = 3,
        Iir64 = 4,
        Iir128 = 5,
        Iir256 = 6,
        IirJitter = 7,
    }
}
