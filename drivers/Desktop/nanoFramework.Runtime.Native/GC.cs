// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;

namespace nanoFramework.Runtime.Native
{
    /// <summary>
    /// Free memory as far as a test on the desktop can tell: it falls by what the thread has allocated and never rises. The runtime books what is left of a
    /// thread's allocation area as allocated when another thread makes it collect: between two calls with a collection in between nothing was allocated. Nor is its
    /// table of casts, which grows on whatever thread finds it full.
    /// </summary>
    public static class GC
    {
        // What is free stays above 3 GB, more than any device has.
        private const long Most = 0x3FFFFFFF;

        [ThreadStatic]
        private static long s_used;

        [ThreadStatic]
        private static long s_allocated;

        [ThreadStatic]
        private static int s_collections;

        /// <summary>What the platform calls printing a line a collection; a desktop prints none.</summary>
        /// <param name="enable">Ignored.</param>
        public static void EnableGCMessages(bool enable)
        {
        }

        /// <summary>What is free.</summary>
        /// <param name="compactHeap">Ignored.</param>
        public static uint Run(bool compactHeap)
        {
            long allocated = System.GC.GetAllocatedBytesForCurrentThread();
            int collections = System.GC.CollectionCount(0);
            if (collections == s_collections && !IsCastTable(allocated - s_allocated))
            {
                s_used += allocated - s_allocated;
            }

            s_allocated = allocated;
            s_collections = collections;
            return uint.MaxValue - (uint)(s_used & Most);
        }

        // 128 to 4,096 entries and one more, of six ints each, after the header of an array.
        private static bool IsCastTable(long bytes)
        {
            long entries = (bytes - 48) / 24;
            return entries >= 128 && entries <= 4096 && (entries & (entries - 1)) == 0 && bytes == 48 + (entries * 24);
        }
    }
}
