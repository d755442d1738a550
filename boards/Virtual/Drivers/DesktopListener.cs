// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
using System.Net;
using System.Net.Sockets;
using MilliHttp.Nano.Drivers;

namespace MilliHttp.Nano.Board.Virtual.Drivers
{
    /// <summary>Listening TCP sockets of the desktop, one per bound address, seen by the firmware as one.</summary>
    internal sealed class DesktopListener : StreamListenerPort
    {
        private const int Backlog = 64;
        private readonly List<Socket> _sockets = new List<Socket>();
        private StreamPort[] _streams = Array.Empty<StreamPort>();
        private bool _pendingSeen;

        /// <summary>Binds one more address.</summary>
        public IPEndPoint Bind(IPEndPoint address)
        {
            Socket socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            if (address.AddressFamily == AddressFamily.InterNetworkV6)
            {
                socket.DualMode = false;
            }

            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
            socket.Bind(address);
            socket.Listen(Backlog);
            socket.Blocking = false;
            _sockets.Add(socket);
            return (IPEndPoint)socket.LocalEndPoint;
        }

        /// <summary>Adds the listeners, unless a client is already known to wait.</summary>
        public void AddReadable(List<Socket> readable)
        {
            if (!_pendingSeen)
            {
                readable.AddRange(_sockets);
            }
        }

        /// <summary>The connections.</summary>
        public IReadOnlyList<StreamPort> Streams => _streams;

        public override StreamPort[] MakeStreams(int count)
        {
            _streams = new StreamPort[count];
            for (int i = 0; i < count; i++)
            {
                _streams[i] = new DesktopStream();
            }

            return _streams;
        }

        public override bool IsPending
        {
            get
            {
                _pendingSeen = false;
                foreach (Socket socket in _sockets)
                {
                    _pendingSeen |= socket.Poll(0, SelectMode.SelectRead);
                }

                return _pendingSeen;
            }
        }

        public override bool TryAccept(StreamPort port)
        {
            _pendingSeen = false;
            foreach (Socket socket in _sockets)
            {
                try
                {
                    if (socket.Poll(0, SelectMode.SelectRead))
                    {
                        ((DesktopStream)port).Attach(socket.Accept());
                        return true;
                    }
                }
                catch (SocketException)
                {
                    // The client went away between the two calls.
                }
            }

            return false;
        }

        public override bool Open() => _sockets.Count > 0;

        public override void Close()
        {
            foreach (Socket socket in _sockets)
            {
                socket.Dispose();
            }

            _sockets.Clear();
        }
    }
}
