// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Quic
{
    /// <summary>So many per second and no burst beyond: a bucket that refills with time.</summary>
    internal sealed class RateLimit
    {
        private readonly long _interval;
        private readonly long _depth;
        private long _level;

        /// <summary>Allows a number of events per second, that many at once.</summary>
        internal RateLimit(int perSecond)
        {
            _interval = 1000000L / (perSecond < 1 ? 1 : perSecond);
            _depth = _interval * (perSecond < 1 ? 1 : perSecond);
        }

        /// <summary>Takes one if there is one.</summary>
        internal bool Take(long now)
        {
            // The level is the time at which the bucket will be full again.
            long level = _level;
            if (level < now)
            {
                level = now;
            }

            if (level + _interval > now + _depth)
            {
                return false;
            }

            _level = level + _interval;
            return true;
        }
    }
}
