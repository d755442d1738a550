// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
using MilliHttp.Nano.Tests.Host.Simulation.Device;

namespace MilliHttp.Nano.Tests.Host.Simulation.Attacks
{
    /// <summary>Sends so many datagrams a second.</summary>
    internal abstract class Flood : Person
    {
        private readonly long _interval;
        private long _next;

        protected Flood(int perSecond)
        {
            _interval = 1000000 / perSecond;
        }

        public sealed override long NextTime => _next;

        public sealed override void Act(long now)
        {
            if (_next == 0)
            {
                _next = now + World.Random.Next((int)_interval);
                return;
            }

            if (now < _next)
            {
                return;
            }

            _next += _interval;
            byte[] datagram = Next(now);
            if (datagram != null)
            {
                World.HostileBytes += datagram.Length + 28;
                Send(datagram, now);
            }
        }

        /// <summary>The next datagram, or null; address and port are set here, too.</summary>
        protected abstract byte[] Next(long now);

        /// <summary>An address that nobody answers at.</summary>
        protected void Spoof()
        {
            Address = 0xFFFF0B000000 + World.Random.Next(1 << 20);
            Port = World.Random.Next(1024, 65536);
        }
    }
}
