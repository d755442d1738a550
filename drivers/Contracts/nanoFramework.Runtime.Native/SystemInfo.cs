// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;

namespace nanoFramework.Runtime.Native
{
    public static class SystemInfo
    {
        public static Version Version { get => throw null; }

        public static string OEMString { get => throw null; }

        public static byte OEM { get => throw null; }

        public static byte Model { get => throw null; }

        public static ushort SKU { get => throw null; }

        public static string TargetName { get => throw null; }

        public static string Platform { get => throw null; }

        public static SystemInfo.FloatingPoint FloatingPointSupport { get => throw null; }

        public enum FloatingPoint
        {
            None = 0,
            SinglePrecisionSoftware = 1,
            SinglePrecisionHardware = 2,
            DoublePrecisionSoftware = 3,
            DoublePrecisionHardware = 4,
        }
    }
}
