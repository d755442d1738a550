// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System.Net;
using System.Net.Sockets;

namespace MilliHttp.Nano.Drivers.Device
{
    /// <summary>
    /// A UDP socket of System.Net. The platform makes five objects (228 bytes) per datagram received; nothing is added to that. The end points it makes
    /// are kept for the few peers that are answered, because sending wants such an object and making one would be an allocation.
    /// </summary>
    public sealed class SocketDatagrams : DatagramPort
    {
        private const int FailuresToReopen = 8;
        private readonly int _port;
        private readonly EndPoint _any = new IPEndPoint(IPAddress.Any, 0);

        // Known peers: end point, address as in RemoteAddressLow, port, and when it was last sent to (0: never).
        private readonly EndPoint[] _peers;
        private readonly long[] _peerAddresses;
        private readonly int[] _peerPorts;
        private readonly int[] _peerUses;
        private int _sends;
        private int _failures;
        private Socket _socket;

        /// <summary>Makes the port; the socket is made by <see cref="Open"/>.</summary>
        /// <param name="port">The UDP port.</param>
        /// <param name="peers">Peers whose end points are kept; connections and a few strangers.</param>
        public SocketDatagrams(int port, int peers)
        {
            _port = port;
            _peers = new EndPoint[peers];
            _peerAddresses = new long[peers];
            _peerPorts = new int[peers];
            _peerUses = new int[peers];
        }

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

                EndPoint from = _any;
                int length = socket.ReceiveFrom(buffer, offset, count, SocketFlags.None, ref from);
                IPEndPoint peer = (IPEndPoint)from;
                int port = peer.Port;

                // The hash code of an IPv4 address is the address itself, first octet lowest; GetAddressBytes would make an array.
                int raw = peer.Address.GetHashCode();
                long address = 0xFFFF00000000L | (uint)Swap(raw);
                RemoteAddressHigh = 0;
                RemoteAddressLow = address;
                RemotePort = port;
                _failures = 0;
                if (Find(address, port) < 0)
                {
                    Keep(peer, address, port);
                }

                return length;
            }
            catch (SocketException)
            {
                // A datagram that did not fit, or an ICMP error of an earlier one: that datagram is lost, the socket lives, unless it fails always.
                return ++_failures < FailuresToReopen ? 0 : -1;
            }
        }

        /// <inheritdoc />
        public override bool Send(byte[] buffer, int offset, int count, long addressHigh, long addressLow, int port)
        {
            Socket socket = _socket;
            if (socket == null)
            {
                return false;
            }

            int at = Find(addressLow, port);
            if (at < 0)
            {
                at = Keep(new IPEndPoint((uint)Swap((int)addressLow), port), addressLow, port);
            }

            if (++_sends < 0)
            {
                _sends = 1;
                System.Array.Clear(_peerUses, 0, _peerUses.Length);
            }

            _peerUses[at] = _sends;
            try
            {
                // Never waits for room: a datagram that does not go out now is lost, and the recovery sends it again.
                if (socket.Poll(0, SelectMode.SelectWrite))
                {
                    socket.SendTo(buffer, offset, count, SocketFlags.None, _peers[at]);
                }

                return true;
            }
            catch (SocketException)
            {
                return ++_failures < FailuresToReopen;
            }
        }

        /// <inheritdoc />
        public override bool Open()
        {
            Close();
            try
            {
                _socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
                _socket.Bind(new IPEndPoint(IPAddress.Any, _port));
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
            _failures = 0;
            Sockets.Close(_socket);
            _socket = null;
        }

        private static int Swap(int value)
        {
            return (value << 24) | ((value & 0xFF00) << 8) | ((value >> 8) & 0xFF00) | (int)((uint)value >> 24);
        }

        private int Find(long address, int port)
        {
            int[] ports = _peerPorts;
            for (int i = 0; i < ports.Length; i++)
            {
                if (ports[i] == port && _peerAddresses[i] == address)
                {
                    return i;
                }
            }

            return -1;
        }

        // Takes the place of the peer that was sent to longest ago; strangers that were never answered go first.
        private int Keep(EndPoint peer, long address, int port)
        {
            int oldest = 0;
            for (int i = 1; i < _peers.Length; i++)
            {
                if (_peerUses[i] < _peerUses[oldest])
                {
                    oldest = i;
                }
            }

            _peers[oldest] = peer;
            _peerAddresses[oldest] = address;
            _peerPorts[oldest] = port;
            _peerUses[oldest] = 0;
            return oldest;
        }
    }
}
