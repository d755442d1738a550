// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Http
{
    /// <summary>What <see cref="Https1Server.Counters"/> counts.</summary>
    public static class Https1Counter
    {
        /// <summary>Clients served.</summary>
        public const int Clients = 0;

        /// <summary>Clients cut off by a time limit.</summary>
        public const int TimedOut = 1;

        /// <summary>Clients closed for another that waited.</summary>
        public const int GaveWay = 2;

        /// <summary>Clients refused because the heap had no room for their memory (OnDemand policy).</summary>
        public const int Refused = 3;

        /// <summary>Number of counters.</summary>
        public const int Count = 4;
    }
}
