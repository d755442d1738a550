// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;

namespace nanoFramework.Hardware.Esp32.Touch
{
    public enum FilterSettingSmoothMode
    {
        Off = 0,
        Iir2 = 1,
        Iir4 = 2,
        Iir8 = 3,
    }
}
