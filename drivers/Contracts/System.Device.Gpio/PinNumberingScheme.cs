// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;

namespace System.Device.Gpio
{
    public enum PinNumberingScheme
    {
        Logical = 0,
        Board = 1,
    }
}
