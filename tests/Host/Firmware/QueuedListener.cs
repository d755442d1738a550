// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System.Collections.Generic;
using System.Linq;
using MilliHttp.Nano.Drivers;

namespace MilliHttp.Nano.Tests.Host.Firmware
{
    /// <summary>A listener in memory.</summary>
    internal sealed class QueuedListener : StreamListenerPort
    {
        private StreamPort[] _streams;

        /// <summary>Clients that wait.</summary>
        public Queue<StreamPeer> Backlog { get; } = new Queue<StreamPeer>();

        /// <summary>Connections that the platform has sockets for.</summary>
        public int Sockets { get; set; } = int.MaxValue;

        public override bool IsPending => Backlog.Count > 0;

        public override StreamPort[] MakeStreams(int count)
        {
            StreamPort[] streams = new StreamPort[count];
            _streams = streams;
            for (int i = 0; i < count; i++)
            {
                streams[i] = new QueuedStream();
            }

            return streams;
        }

        public override bool TryAccept(StreamPort port)
        {
            if (_streams.Count(stream => stream.IsOpen) >= Sockets)
            {
                return false;
            }

            StreamPeer peer = Backlog.Dequeue();
            peer.IsAccepted = true;
            ((QueuedStream)port).Peer = peer;
            return true;
        }

        public override bool Open() => true;

        public override void Close()
        {
        }
    }
}
