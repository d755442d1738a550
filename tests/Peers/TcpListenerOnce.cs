// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using System.Net;
using System.Net.Sockets;

namespace MilliHttp.Nano.Tests.Peers
{
    /// <summary>Takes one connection and what first comes over it: a way to get a real client's first bytes.</summary>
    internal sealed class TcpListenerOnce : IDisposable
    {
        private readonly TcpListener _listener = new TcpListener(IPAddress.Loopback, 0);

        public TcpListenerOnce()
        {
            _listener.Start();
        }

        public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

        public byte[] ReceiveSome()
        {
            using Socket socket = _listener.AcceptSocket();
            byte[] buffer = new byte[8192];
            int length = socket.Receive(buffer);
            return buffer.AsSpan(0, length).ToArray();
        }

        public void Dispose() => _listener.Stop();
    }
}
