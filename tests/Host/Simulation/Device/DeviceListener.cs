// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System.Collections.Generic;
using MilliHttp.Nano.Drivers;

namespace MilliHttp.Nano.Tests.Host.Simulation.Device
{
    /// <summary>The TCP listener of a simulated device, with a backlog of four.</summary>
    internal sealed class DeviceListener : StreamListenerPort
    {
        private const int Backlog = 4;
        private readonly DeviceWorld _world;
        private readonly List<TcpPeer> _backlog = new List<TcpPeer>();

        public DeviceListener(DeviceWorld world)
        {
            _world = world;
        }

        public override bool IsPending
        {
            get
            {
                _world.CatchUp();
                _world.Clock.Charge(1, 0);
                return _backlog.Count != 0;
            }
        }

        public bool HasPending => _backlog.Count != 0;

        /// <summary>A client connects.</summary>
        /// <returns>False when the backlog is full: its SYN is lost.</returns>
        public bool Connect(TcpPeer peer)
        {
            if (_backlog.Count == Backlog)
            {
                return false;
            }

            _backlog.Add(peer);
            return true;
        }

        /// <summary>A client that waits gives up.</summary>
        public void Forget(TcpPeer peer)
        {
            _backlog.Remove(peer);
        }

        /// <summary>The connections.</summary>
        public StreamPort[] Streams { get; private set; } = new StreamPort[0];

        public override StreamPort[] MakeStreams(int count)
        {
            Streams = new StreamPort[count];
            for (int i = 0; i < count; i++)
            {
                Streams[i] = new DeviceStream(_world);
            }

            return Streams;
        }

        public override bool TryAccept(StreamPort port)
        {
            if (_backlog.Count == 0)
            {
                return false;
            }

            _world.Clock.Charge(1, 0);
            ((DeviceStream)port).Peer = _backlog[0];
            _backlog[0].OnAccepted();
            _backlog.RemoveAt(0);
            return true;
        }

        public override bool Open() => true;

        public override void Close()
        {
        }
    }
}
