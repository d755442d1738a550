// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Drivers.Device
{
    /// <summary>Sleep of the drivers compiled into the tests: the virtual time of the stack.</summary>
    internal static class Thread
    {
        public static void Sleep(int milliseconds)
        {
            LowWaterStack.Current.Now += 1000L * milliseconds;
        }
    }
}
