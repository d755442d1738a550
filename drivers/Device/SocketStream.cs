// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System.Net.Sockets;

namespace MilliHttp.Nano.Drivers.Device
{
    /// <summary>A TCP connection of System.Net; the object serves one connection after another.</summary>
    public sealed class SocketStream : StreamPort
    {
        // The platform's Send blocks until it has taken all bytes. A writable socket takes this many at once (lwIP: two segments), so Send does not block.
        private const int MaxSend = 2880;
        private const int SendTimeout = 2000;
        private const int DrainAtClose = 256;

        // Holds the value of a socket option; also receives bytes to discard, which are rare enough to be read four at a time.
        private readonly byte[] _four = new byte[4];
        private Socket _socket;
        private bool _isBlocked;

        /// <inheritdoc />
        public override bool IsOpen => _socket != null;

        /// <summary>
        /// True if the platform had no buffer space for the last bytes. lwIP with a send buffer of two segments has space only when the peer has acknowledged
        /// everything.
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
                // Closing with unread bytes of the peer would send a reset, and our last bytes would be lost.
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
                // The connection is broken already.
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
