// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;

namespace MilliHttp.Nano.Tests.Host
{
    /// <summary>
    /// Bytes that this thread allocates between two points. The runtime books what is left of a thread's allocation area as allocated when another thread makes it
    /// collect; an interval with a collection in it therefore says nothing, and counts as none. What allocates does so again in another interval.
    /// </summary>
    internal readonly struct AllocationMeter
    {
        private readonly long _before;
        private readonly int _collections;

        private AllocationMeter(long before, int collections)
        {
            _before = before;
            _collections = collections;
        }

        /// <summary>Begins an interval.</summary>
        public static AllocationMeter Start() => new AllocationMeter(GC.GetAllocatedBytesForCurrentThread(), GC.CollectionCount(0));

        /// <summary>Ends it.</summary>
        public long Stop()
        {
            long bytes = GC.GetAllocatedBytesForCurrentThread() - _before;
            return GC.CollectionCount(0) == _collections ? bytes : 0;
        }
    }
}
