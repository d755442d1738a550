// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;

namespace nanoFramework.Runtime.Native
{
    /// <summary>The clock of the device. A desktop's is not set by an application: the call says that it failed.</summary>
    public static class Rtc
    {
        public static bool SetSystemTime(DateTime time) => false;
    }
}
