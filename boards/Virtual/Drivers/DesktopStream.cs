// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
using System.Net.Sockets;
using MilliHttp.Nano.Drivers;

namespace MilliHttp.Nano.Board.Virtual.Drivers
{
    /// <summary>A TCP connection of the desktop.</summary>
    internal sealed class DesktopStream : StreamPort
    {
        private Socket _socket;
        private bool _drained;
        private bool _full;

        public override bool IsOpen => _socket != null;

        public void Attach(Socket socket)
        {
            socket.Blocking = false;
            socket.NoDelay = true;
            _socket = socket;
            _drained = true;
            _full = false;
        }

        /// <summary>Adds what is worth waiting for: bytes to read when the last read found none, room when the last write found none.</summary>
        public void AddInterest(List<Socket> readable, List<Socket> writable)
        {
            if (_socket == null)
            {
                return;
            }

            if (_drained)
            {
                readable.Add(_socket);
            }

            if (_full)
            {
                writable.Add(_socket);
            }
        }

        public override int Receive(byte[] buffer, int offset, int count)
        {
            if (_socket == null)
            {
                return -1;
            }

            int length = _socket.Receive(buffer.AsSpan(offset, count), SocketFlags.None, out SocketError error);
            _drained = error == SocketError.WouldBlock;
            if (_drained)
            {
                return 0;
            }

            return error == SocketError.Success && length > 0 ? length : -1;
        }

        public override int Send(byte[] buffer, int offset, int count)
        {
            if (_socket == null)
            {
                return -1;
            }

            int length = _socket.Send(buffer.AsSpan(offset, count), SocketFlags.None, out SocketError error);
            _full = error == SocketError.WouldBlock;
            if (_full)
            {
                return 0;
            }

            return error == SocketError.Success ? length : -1;
        }

        public override void Close()
        {
            if (_socket == null)
            {
                return;
            }

            try
            {
                // Bytes of the peer that nobody will read would turn the close into a reset that takes our last bytes with it.
                _socket.Shutdown(SocketShutdown.Send);
                Span<byte> rest = stackalloc byte[512];
                for (int i = 0; i < 64; i++)
                {
                    if (_socket.Receive(rest, SocketFlags.None, out SocketError error) <= 0 || error != SocketError.Success)
                    {
                        break;
                    }
                }
            }
            catch (SocketException)
            {
            }

            _socket.Dispose();
            _socket = null;
        }
    }
}
