// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Drivers.Device
{
    /// <summary>The clock of the drivers compiled into the tests: the virtual time of the stack.</summary>
    internal static class Environment
    {
        public static long TickCount64 => LowWaterStack.Current.Now / 1000;
    }
}
