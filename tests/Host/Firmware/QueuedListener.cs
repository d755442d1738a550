// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System.Collections.Generic;
using MilliHttp.Nano.Drivers;

namespace MilliHttp.Nano.Tests.Host.Firmware
{
    /// <summary>A listener in memory.</summary>
    internal sealed class QueuedListener : StreamListenerPort
    {
        /// <summary>Clients that wait.</summary>
        public Queue<StreamPeer> Backlog { get; } = new Queue<StreamPeer>();

        public override bool IsPending => Backlog.Count > 0;

        public override StreamPort[] MakeStreams(int count)
        {
            StreamPort[] streams = new StreamPort[count];
            for (int i = 0; i < count; i++)
            {
                streams[i] = new QueuedStream();
            }

            return streams;
        }

        public override bool TryAccept(StreamPort port)
        {
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
