// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;

namespace nanoFramework.Hardware.Esp32.Touch
{
    public class TouchPadEventArgs : global::nanoFramework.Runtime.Events.BaseEvent
    {
        public TouchPadEventArgs(int padNumber, bool touched) => throw null;

        public int PadNumber { get => throw null; }

        public bool Touched { get => throw null; }
    }
}
