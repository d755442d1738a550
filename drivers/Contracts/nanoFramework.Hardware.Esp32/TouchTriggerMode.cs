// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;

namespace nanoFramework.Hardware.Esp32.Touch
{
    public enum TouchTriggerMode
    {
        BellowThreshold = 0,
        AboveThreshold = 1,
    }
}
