// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;

namespace nanoFramework.Hardware.Esp32.Touch
{
    public class Esp32FilterSetting : IFilterSetting
    {
        public Esp32FilterSetting() => throw null;

        public uint Period { get => throw null; set => throw null; }
    }
}
