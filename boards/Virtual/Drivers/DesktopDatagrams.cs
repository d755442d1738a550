// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Net;
using System.Net.Sockets;
using MilliHttp.Nano.Drivers;

namespace MilliHttp.Nano.Board.Virtual.Drivers
{
    /// <summary>UDP sockets of the desktop, one per bound address, seen by the firmware as one.</summary>
    internal sealed class DesktopDatagrams : DatagramPort
    {
        private readonly List<Socket> _sockets = new List<Socket>();
        private readonly SocketAddress _from4 = new SocketAddress(AddressFamily.InterNetwork);
        private readonly SocketAddress _from6 = new SocketAddress(AddressFamily.InterNetworkV6);
        private readonly SocketAddress _to4 = new IPEndPoint(IPAddress.Loopback, 0).Serialize();
        private readonly SocketAddress _to6 = new IPEndPoint(IPAddress.IPv6Loopback, 0).Serialize();
        private int _next;

        /// <summary>Binds one more address.</summary>
        public void Bind(IPEndPoint address)
        {
            Socket socket = new Socket(address.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
            if (address.AddressFamily == AddressFamily.InterNetworkV6)
            {
                socket.DualMode = false;
            }

            socket.Bind(address);
            socket.Blocking = false;
            socket.ReceiveBufferSize = 1 << 20;
            _sockets.Add(socket);
        }

        public void AddReadable(List<Socket> readable) => readable.AddRange(_sockets);

        public override int Receive(byte[] buffer, int offset, int count)
        {
            for (int i = 0; i < _sockets.Count; i++)
            {
                Socket socket = _sockets[_next];
                _next = (_next + 1) % _sockets.Count;
                bool v4 = socket.AddressFamily == AddressFamily.InterNetwork;
                SocketAddress from = v4 ? _from4 : _from6;
                try
                {
                    if (socket.Available == 0 && !socket.Poll(0, SelectMode.SelectRead))
                    {
                        continue;
                    }

                    int length = socket.ReceiveFrom(buffer.AsSpan(offset, count), SocketFlags.None, from);
                    ReadOnlySpan<byte> raw = from.Buffer.Span;
                    Remote.Port = BinaryPrimitives.ReadUInt16BigEndian(raw.Slice(2));
                    if (v4)
                    {
                        Remote.High = 0;
                        Remote.Low = 0xFFFF00000000L | BinaryPrimitives.ReadUInt32BigEndian(raw.Slice(4));
                    }
                    else
                    {
                        Remote.High = BinaryPrimitives.ReadInt64BigEndian(raw.Slice(8));
                        Remote.Low = BinaryPrimitives.ReadInt64BigEndian(raw.Slice(16));
                    }

                    if (length > 0)
                    {
                        return length;
                    }
                }
                catch (SocketException)
                {
                    // A datagram that did not fit, or an ICMP error of an earlier one: that datagram is lost, the socket lives.
                }
            }

            return 0;
        }

        public override bool Send(byte[] buffer, int offset, int count, DatagramAddress receiver)
        {
            bool v4 = receiver.High == 0 && (receiver.Low >> 32) == 0xFFFF;
            SocketAddress to = v4 ? _to4 : _to6;
            Span<byte> raw = to.Buffer.Span;
            BinaryPrimitives.WriteUInt16BigEndian(raw.Slice(2), (ushort)receiver.Port);
            if (v4)
            {
                BinaryPrimitives.WriteUInt32BigEndian(raw.Slice(4), (uint)receiver.Low);
            }
            else
            {
                BinaryPrimitives.WriteInt64BigEndian(raw.Slice(8), receiver.High);
                BinaryPrimitives.WriteInt64BigEndian(raw.Slice(16), receiver.Low);
            }

            foreach (Socket socket in _sockets)
            {
                if (socket.AddressFamily == AddressFamily.InterNetwork == v4)
                {
                    try
                    {
                        socket.SendTo(buffer.AsSpan(offset, count), SocketFlags.None, to);
                    }
                    catch (SocketException)
                    {
                        // Lost, as a datagram may be.
                    }

                    return true;
                }
            }

            return true;
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
