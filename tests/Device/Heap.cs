// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using nanoFramework.Runtime.Native;
using nanoFramework.TestFramework;

namespace MilliHttp.Nano.Tests.Device
{
    /// <summary>The heap that a test has to share with the server and the platform.</summary>
    internal static class Heap
    {
        // More than any device has: the desktop, whose facade tells what was allocated but nothing of what was given back.
        private const uint Desktop = 1u << 30;

        /// <summary>Bytes that are free when everything that can be collected is, and what lives lies together.</summary>
        public static int Free()
        {
            // What the last collection has found to be garbage may have held other garbage.
            GC.Run(false);
            uint free = GC.Run(true);
            return free > Desktop ? int.MaxValue : (int)free;
        }

        /// <summary>Whether this is a device.</summary>
        public static bool IsDevice
        {
            get { return GC.Run(false) < Desktop; }
        }

        /// <summary>
        /// Whether objects have the sizes of a 32-bit device, so that figures in bytes can be held against those of the memory map.
        /// </summary>
        public static bool HasDeviceSizes()
        {
            if (!IsDevice)
            {
                return false;
            }

            int before = Free();
            byte[] array = new byte[1000];
            int after = Free();
            return array.Length == 1000 && before - after == 1020;
        }

        /// <summary>Skips the test on a board whose heap cannot hold it.</summary>
        /// <param name="bytes">What has to be free when it begins.</param>
        public static void Need(int bytes)
        {
            int free = Free();
            if (free < bytes)
            {
                Assert.SkipTest("needs " + bytes.ToString() + " bytes of heap; " + free.ToString() + " are free");
            }
        }

        /// <summary>Fails unless a figure is within three percent of what is documented.</summary>
        public static void IsNear(int documented, int actual, string what)
        {
            System.Console.WriteLine("figure: " + what + " " + actual.ToString() + " bytes (documented " + documented.ToString() + ")");
            int margin = documented * 3 / 100;
            Assert.IsTrue(actual >= documented - margin && actual <= documented + margin, what + ": " + actual.ToString() + " bytes instead of " + documented.ToString());
        }
    }
}
