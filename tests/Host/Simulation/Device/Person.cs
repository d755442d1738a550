// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;

namespace MilliHttp.Nano.Tests.Host.Simulation.Device
{
    /// <summary>Somebody on the network of a simulated device: a client, good or evil. It computes in no time.</summary>
    internal abstract class Person
    {
        public DeviceWorld World { get; set; }

        /// <summary>The address that its datagrams come from, the last eight bytes.</summary>
        public long Address { get; set; }

        /// <summary>The port that its datagrams come from.</summary>
        public int Port { get; set; }

        /// <summary>When it wants to act next, microseconds; long.MaxValue: only when something comes.</summary>
        public abstract long NextTime { get; }

        /// <summary>Acts.</summary>
        public abstract void Act(long now);

        /// <summary>A datagram came for it.</summary>
        public virtual void Receive(byte[] datagram, long now)
        {
        }

        protected void Send(byte[] datagram, long now)
        {
            World.Send(datagram, Address, Port, now);
        }

        protected void Send(ReadOnlySpan<byte> datagram, long now)
        {
            World.Send(datagram.ToArray(), Address, Port, now);
        }
    }
}
