// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System.Net;
using System.Net.Sockets;

namespace MilliHttp.Nano.Drivers.Device
{
    /// <summary>
    /// A UDP socket of System.Net. The platform allocates five objects (228 bytes) per datagram received; this class allocates nothing more. Sending needs
    /// an end point object, so the ones that the platform made are kept for the few peers that get answers.
    /// </summary>
    public sealed class SocketDatagrams : DatagramPort
    {
        private const int FailuresToReopen = 8;
        private readonly EndPoint _local;

        // End points of known peers. Two numbers for each: port and IPv4 address, and the time of the last datagram to it (0: never).
        private readonly EndPoint[] _peers;
        private readonly long[] _known;
        private long _sends;
        private int _failures;
        private Socket _socket;

        /// <summary>Makes the port; the socket is made by <see cref="Open"/>.</summary>
        /// <param name="local">Where it listens.</param>
        /// <param name="peers">Peers whose end points are kept: as many as there are connections, and one stranger that is answered without one.</param>
        public SocketDatagrams(EndPoint local, int peers)
        {
            _local = local;
            _peers = new EndPoint[peers];
            _known = new long[2 * peers];
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

                // Receive needs some end point; the platform replaces it by its own.
                EndPoint from = _local;
                int length = socket.ReceiveFrom(buffer, offset, count, SocketFlags.None, ref from);
                IPEndPoint peer = (IPEndPoint)from;
                int port = peer.Port;

                // The hash code of an IPv4 address is the address itself, first octet lowest; GetAddressBytes would make an array.
                uint address = Swap(peer.Address.GetHashCode());
                Remote.High = 0;
                Remote.Low = 0xFFFF00000000L | address;
                Remote.Port = port;
                _failures = 0;
                long key = ((long)port << 32) | address;
                if (Find(key) < 0)
                {
                    Keep(peer, key);
                }

                return length;
            }
            catch (SocketException)
            {
                // The datagram did not fit, or an earlier one caused an ICMP error. That datagram is lost; the socket still works unless it fails repeatedly.
                return ++_failures < FailuresToReopen ? 0 : -1;
            }
        }

        /// <inheritdoc />
        public override bool Send(byte[] buffer, int offset, int count, DatagramAddress to)
        {
            Socket socket = _socket;
            if (socket == null)
            {
                return false;
            }

            long key = ((long)to.Port << 32) | (uint)to.Low;
            int at = Find(key);
            if (at < 0)
            {
                at = Keep(new IPEndPoint(Swap((int)to.Low), to.Port), key);
            }

            _known[(2 * at) + 1] = ++_sends;
            try
            {
                // Never waits for buffer space: a datagram that cannot be sent now is lost, and loss recovery repeats its frames.
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
                _socket.Bind(_local);
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

        private static uint Swap(int value)
        {
            return (uint)((value << 24) | ((value & 0xFF00) << 8) | ((value >> 8) & 0xFF00)) | ((uint)value >> 24);
        }

        private int Find(long key)
        {
            long[] known = _known;
            for (int i = 0; i < known.Length; i += 2)
            {
                if (known[i] == key)
                {
                    return i >> 1;
                }
            }

            return -1;
        }

        // Replaces a peer that was never answered, else the one that was answered longest ago.
        private int Keep(EndPoint peer, long key)
        {
            long[] known = _known;
            int oldest = 0;
            for (int i = 2; i < known.Length; i += 2)
            {
                if (known[i + 1] < known[oldest + 1])
                {
                    oldest = i;
                }
            }

            known[oldest] = key;
            known[oldest + 1] = 0;
            oldest >>= 1;
            _peers[oldest] = peer;
            return oldest;
        }
    }
}
