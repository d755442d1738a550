// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using MilliHttp.Nano.Tests.Host.Quic;
using MilliHttp.Nano.Tests.Host.Simulation.Device;

namespace MilliHttp.Nano.Tests.Host.Simulation.Attacks
{
    /// <summary>A client that dies in the middle of a download; somebody who has seen its connection id goes on sending to it.</summary>
    internal sealed class DeadClient : RawPerson
    {
        private const long Interval = 50000;
        private readonly bool _garbage;

        public DeadClient(bool garbage)
        {
            _garbage = garbage;
        }

        protected override long Go(int step, long now)
        {
            if (step == 0)
            {
                Put(RawClient.Stream(0, 0, Request("/bytes/9000000"), true), now);
            }
            else if (_garbage)
            {
                byte[] datagram = new byte[40];
                Random.NextBytes(datagram);
                datagram[0] = 0x41;
                Raw.Destination.CopyTo(datagram, 1);
                World.HostileBytes += datagram.Length + 28;
                World.Send(datagram, Address, Port, now);
            }

            return now + Interval;
        }
    }
}
