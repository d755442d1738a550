// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using System.Numerics;

namespace MilliHttp.Nano.Tests.Host
{
    /// <summary>
    /// Bytes that this thread allocates between two points. Two things that the runtime does by itself do not count: an interval with a collection in it says
    /// nothing, and counts as none; and the table of casts, which all threads share, grows on the thread whose cast finds it full. What allocates does so
    /// again in another interval.
    /// </summary>
    internal readonly struct AllocationMeter
    {
        private readonly long _before;
        private readonly int _collections;

        private AllocationMeter(int collections, long before)
        {
            _before = before;
            _collections = collections;
        }

        /// <summary>Begins an interval.</summary>
        public static AllocationMeter Start() => new AllocationMeter(GC.CollectionCount(0), GC.GetAllocatedBytesForCurrentThread());

        /// <summary>Ends it.</summary>
        public long Stop()
        {
            long bytes = GC.GetAllocatedBytesForCurrentThread() - _before;
            return GC.CollectionCount(0) == _collections && !IsCastTable(bytes) ? bytes : 0;
        }

        /// <summary>
        /// Whether an array of so many bytes is the runtime's table of casts: 128 to 4,096 entries and one more, of six ints each. A reference stored in an array of
        /// its base class is such a cast (the bodies of HTTP/3's requests are), so that in a process with many types an interval has it now and then.
        /// </summary>
        internal static bool IsCastTable(long bytes)
        {
            long entries = (bytes - ArrayHeader) / Entry - 1;
            return entries is >= 128 and <= 4096 && BitOperations.IsPow2(entries) && bytes == ArrayHeader + ((entries + 1) * Entry);
        }

        /// <summary>Bytes of an array beside its elements.</summary>
        internal const int ArrayHeader = 24;

        private const int Entry = 24;
    }
}
