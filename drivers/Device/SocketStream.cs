// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System.Net.Sockets;

namespace MilliHttp.Nano.Drivers.Device
{
    /// <summary>A TCP connection of System.Net; the object serves one connection after another.</summary>
    public sealed class SocketStream : StreamPort
    {
        // The platform's Send returns when everything is taken. A socket that is writable has room for this much (lwIP: two segments), so it never waits.
        private const int MaxSend = 2880;
        private const int SendTimeout = 2000;
        private const int DrainAtClose = 256;

        // The value of a socket's option, and at other times the place of bytes that nobody wants: seldom enough to be read by fours.
        private readonly byte[] _four = new byte[4];
        private Socket _socket;
        private bool _isBlocked;

        /// <inheritdoc />
        public override bool IsOpen => _socket != null;

        /// <summary>
        /// The last bytes handed over were not taken: the platform has no room for them. lwIP with a send buffer of two segments has room only when the peer
        /// has acknowledged all that was sent.
        /// </summary>
        internal bool IsBlocked => _isBlocked;

        /// <summary>The socket, or null.</summary>
        internal Socket Socket => _socket;

        /// <inheritdoc />
        public override int Receive(byte[] buffer, int offset, int count)
        {
            Socket socket = _socket;
            if (socket == null)
            {
                return -1;
            }

            try
            {
                if (!socket.Poll(0, SelectMode.SelectRead))
                {
                    return 0;
                }

                int length = socket.Receive(buffer, offset, count, SocketFlags.None);
                return length > 0 ? length : -1;
            }
            catch (SocketException)
            {
                return -1;
            }
        }

        /// <inheritdoc />
        public override int Send(byte[] buffer, int offset, int count)
        {
            Socket socket = _socket;
            if (socket == null)
            {
                return -1;
            }

            try
            {
                _isBlocked = !socket.Poll(0, SelectMode.SelectWrite);
                if (_isBlocked)
                {
                    return 0;
                }

                return socket.Send(buffer, offset, count < MaxSend ? count : MaxSend, SocketFlags.None);
            }
            catch (SocketException)
            {
                return -1;
            }
        }

        /// <inheritdoc />
        public override void Close()
        {
            Socket socket = _socket;
            if (socket == null)
            {
                return;
            }

            _socket = null;
            _isBlocked = false;
            try
            {
                // Bytes of the peer that nobody will read would turn the close into a reset that takes our last bytes with it.
                for (int i = 0; i < DrainAtClose && socket.Poll(0, SelectMode.SelectRead); i++)
                {
                    if (socket.Receive(_four, 0, _four.Length, SocketFlags.None) <= 0)
                    {
                        break;
                    }
                }
            }
            catch (SocketException)
            {
                // Broken already.
            }

            Sockets.Close(socket);
        }

        /// <summary>Takes a connection just accepted.</summary>
        internal void Attach(Socket socket)
        {
            _four[0] = 1;
            _four[1] = 0;
            _four[2] = 0;
            _four[3] = 0;
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.NoDelay, _four);
            socket.SendTimeout = SendTimeout;
            _socket = socket;
        }
    }
}
