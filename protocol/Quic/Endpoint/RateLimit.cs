// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Quic
{
    /// <summary>So many per second and no burst beyond: buckets that refill with time, one of each kind.</summary>
    internal static class RateLimit
    {
        /// <summary>Initials of strangers decrypted.</summary>
        internal const int Strangers = 0;

        /// <summary>Version Negotiation packets sent.</summary>
        internal const int Negotiations = 1;

        /// <summary>Stateless resets sent.</summary>
        internal const int Resets = 2;

        /// <summary>Number of kinds.</summary>
        internal const int Count = 3;

        /// <summary>Takes one if there is one.</summary>
        /// <param name="levels">By kind, the time at which its bucket will be full again.</param>
        /// <param name="kind">One of the kinds above.</param>
        /// <param name="perSecond">How many a second there are; 0 for none.</param>
        /// <param name="now">Time, microseconds.</param>
        internal static bool Take(long[] levels, int kind, int perSecond, long now)
        {
            if (perSecond <= 0)
            {
                return false;
            }

            int interval = 1000000 / perSecond;
            long level = levels[kind];
            if (level < now)
            {
                level = now;
            }

            level += interval;
            if (level > now + 1000000)
            {
                return false;
            }

            levels[kind] = level;
            return true;
        }
    }
}
