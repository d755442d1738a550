// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
using MilliHttp.Nano.Drivers;

namespace MilliHttp.Nano.Tests.Host.Firmware
{
    /// <summary>A TCP connection in memory, on the server's side.</summary>
    internal sealed class QueuedStream : StreamPort
    {
        /// <summary>Who is at the other end, or null.</summary>
        public StreamPeer Peer { get; set; }

        public override bool IsOpen => Peer != null;

        public override int Receive(byte[] buffer, int offset, int count)
        {
            if (Peer == null)
            {
                return -1;
            }

            int length = Math.Min(count, Peer.ToServer.Count);
            for (int i = 0; i < length; i++)
            {
                buffer[offset + i] = Peer.ToServer.Dequeue();
            }

            return length;
        }

        public override int Send(byte[] buffer, int offset, int count)
        {
            if (Peer == null)
            {
                return -1;
            }

            int length = Math.Min(count, Peer.Window - Peer.ToClient.Count);
            foreach (byte b in new ReadOnlySpan<byte>(buffer, offset, length))
            {
                Peer.ToClient.Enqueue(b);
            }

            return length;
        }

        public override void Close()
        {
            if (Peer != null)
            {
                Peer.IsClosed = true;
                Peer = null;
            }
        }
    }
}
