// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;

namespace nanoFramework.Hardware.Esp32.Touch
{
    public class DenoiseSetting
    {
        public DenoiseSetting() => throw null;

        public DenoiseCapacitance DenoiseCapacitance { get => throw null; set => throw null; }

        public DenoiseRange DenoiseRange { get => throw null; set => throw null; }
    }
}
