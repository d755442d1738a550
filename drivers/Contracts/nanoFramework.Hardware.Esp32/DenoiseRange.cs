// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;

namespace nanoFramework.Hardware.Esp32.Touch
{
    public enum DenoiseRange
    {
        Bit12 = 0,
        Bit10 = 1,
        Bit8 = 2,
        Bit4 = 3,
    }
}
