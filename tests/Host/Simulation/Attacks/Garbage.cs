// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;

namespace MilliHttp.Nano.Tests.Host.Simulation.Attacks
{
    /// <summary>Datagrams that belong to nobody.</summary>
    internal sealed class Garbage : Flood
    {
        private readonly Func<Random, byte[]> _make;

        public Garbage(int perSecond, Func<Random, byte[]> make)
            : base(perSecond)
        {
            _make = make;
        }

        protected override byte[] Next(long now)
        {
            Spoof();
            return _make(World.Random);
        }

        /// <summary>A packet of a connection that does not exist.</summary>
        public static byte[] Short(Random random, int length)
        {
            byte[] datagram = new byte[length];
            random.NextBytes(datagram);
            datagram[0] = 0x45;
            return datagram;
        }

        /// <summary>A packet of a version that nobody speaks.</summary>
        public static byte[] Version(Random random)
        {
            byte[] datagram = Short(random, 1200);
            datagram[0] = 0xC0;
            datagram[5] = 8;
            datagram[14] = 8;
            return datagram;
        }
    }
}
