// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using MilliHttp.Nano.Drivers;

namespace MilliHttp.Nano.Tests.Host.Simulation.Device
{
    /// <summary>The TCP connection of a simulated device.</summary>
    internal sealed class DeviceStream : StreamPort
    {
        private readonly DeviceWorld _world;

        public DeviceStream(DeviceWorld world)
        {
            _world = world;
        }

        /// <summary>Who is at the other end, or null.</summary>
        public TcpPeer Peer { get; set; }

        public override bool IsOpen => Peer != null;

        public override int Receive(byte[] buffer, int offset, int count)
        {
            _world.CatchUp();
            if (Peer == null)
            {
                return -1;
            }

            int length = Peer.Take(buffer, offset, count);
            _world.Clock.Charge(1, Math.Max(0, length));
            return length;
        }

        public override int Send(byte[] buffer, int offset, int count)
        {
            _world.CatchUp();
            if (Peer == null)
            {
                return -1;
            }

            int length = Peer.Put(buffer, offset, count);
            _world.Clock.Charge(1, Math.Max(0, length));
            return length;
        }

        public override void Close()
        {
            Peer?.OnClosed();
            Peer = null;
        }
    }
}
