// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;

namespace MilliHttp.Nano.Tests.Fuzz
{
    /// <summary>The longest stretch of a case, where operations are counted.</summary>
    internal static class StretchMeter
    {
        /// <summary>Where to read the operations executed so far; null: they are not counted.</summary>
        public static Func<long> Operations { get; set; }

        /// <summary>The longest stretch since this was set to 0.</summary>
        public static long Longest { get; set; }

        /// <summary>Notes a stretch.</summary>
        public static void Note(long stretch)
        {
            Longest = Math.Max(Longest, stretch);
        }
    }
}
