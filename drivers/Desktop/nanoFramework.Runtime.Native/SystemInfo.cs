// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;

namespace nanoFramework.Runtime.Native
{
    /// <summary>What the firmware says of itself: here, that it is the virtual board.</summary>
    public static class SystemInfo
    {
        public enum FloatingPoint
        {
            None = 0,
            SinglePrecisionSoftware = 1,
            SinglePrecisionHardware = 2,
            DoublePrecisionSoftware = 3,
            DoublePrecisionHardware = 4,
        }

        public static Version Version => Environment.Version;

        public static string OEMString => "MilliHttp.Nano";

        public static byte OEM => 0;

        public static byte Model => 0;

        public static ushort SKU => 0;

        public static string TargetName => "Virtual";

        public static string Platform => "desktop";

        public static FloatingPoint FloatingPointSupport => FloatingPoint.DoublePrecisionHardware;
    }
}
