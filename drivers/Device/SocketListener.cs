// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System.Net;
using System.Net.Sockets;

namespace MilliHttp.Nano.Drivers.Device
{
    /// <summary>A listening TCP socket of System.Net. The platform allocates 120 bytes per accepted client.</summary>
    public sealed class SocketListener : StreamListenerPort
    {
        private readonly EndPoint _local;
        private readonly int _backlog;
        private StreamPort[] _streams = new StreamPort[0];
        private Socket _socket;

        /// <summary>Makes the port; the socket is made by <see cref="Open"/>.</summary>
        /// <param name="local">Where it listens.</param>
        /// <param name="backlog">Clients that may wait; on a target with four sockets in all each of them counts once it is accepted.</param>
        public SocketListener(EndPoint local, int backlog)
        {
            _local = local;
            _backlog = backlog;
        }

        /// <summary>The socket, or null.</summary>
        internal Socket Socket => _socket;

        /// <summary>The connections; none before they are made.</summary>
        internal StreamPort[] Streams => _streams;

        /// <inheritdoc />
        public override StreamPort[] MakeStreams(int count)
        {
            _streams = new StreamPort[count];
            for (int i = 0; i < count; i++)
            {
                _streams[i] = new SocketStream();
            }

            return _streams;
        }

        /// <inheritdoc />
        public override bool IsPending
        {
            get
            {
                try
                {
                    return _socket != null && _socket.Poll(0, SelectMode.SelectRead);
                }
                catch (SocketException)
                {
                    Close();
                    return false;
                }
            }
        }

        /// <inheritdoc />
        public override bool TryAccept(StreamPort port)
        {
            Socket client = null;
            try
            {
                if (_socket == null || !_socket.Poll(0, SelectMode.SelectRead))
                {
                    return false;
                }

                client = _socket.Accept();
                ((SocketStream)port).Attach(client);
                return true;
            }
            catch (SocketException)
            {
                // The client left between the two calls, or the platform has no free socket.
                Sockets.Close(client);
                return false;
            }
        }

        /// <inheritdoc />
        public override bool Open()
        {
            Close();
            try
            {
                _socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                _socket.Bind(_local);
                _socket.Listen(_backlog);
                return true;
            }
            catch (SocketException)
            {
                Close();
                return false;
            }
        }

        /// <inheritdoc />
        public override void Close()
        {
            Sockets.Close(_socket);
            _socket = null;
        }
    }
}
