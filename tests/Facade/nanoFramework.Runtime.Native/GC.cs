// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace nanoFramework.Runtime.Native
{
    /// <summary>Free memory as far as a test on the desktop can tell: it falls by what the thread has allocated and never rises.</summary>
    public static class GC
    {
        public static uint Run(bool compactHeap) => (uint)(uint.MaxValue - System.GC.GetAllocatedBytesForCurrentThread());
    }
}
