// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System.Net;

namespace MilliHttp.Nano.Drivers.Device
{
    /// <summary>The ports of a board with System.Net: sockets of System.Net, and what the board supplies for the rest.</summary>
    public sealed class DevicePorts : BoardPorts
    {
        private readonly ClockPort _clock;
        private readonly EntropyPort _entropy;
        private readonly CredentialPort _credentials;
        private readonly LinkPort _link;
        private readonly SocketDatagrams _datagrams;
        private readonly SocketListener _listener;
        private readonly SocketWait _waiting;
        private readonly HeapMemory _memory = new HeapMemory();

        /// <summary>Makes the ports; no socket is opened.</summary>
        /// <param name="port">Port of both servers, TCP and UDP.</param>
        /// <param name="peers">UDP peers whose end points are kept: as many as there are connections, and one stranger.</param>
        /// <param name="backlog">TCP clients that may wait.</param>
        /// <param name="clock">The clocks.</param>
        /// <param name="entropy">The random generator.</param>
        /// <param name="credentials">The store of keys and certificates.</param>
        /// <param name="link">The network link.</param>
        public DevicePorts(int port, int peers, int backlog, ClockPort clock, EntropyPort entropy, CredentialPort credentials, LinkPort link)
        {
            _clock = clock;
            _entropy = entropy;
            _credentials = credentials;
            _link = link;
            EndPoint local = new IPEndPoint(IPAddress.Any, port);
            _datagrams = new SocketDatagrams(local, peers);
            _listener = new SocketListener(local, backlog);
            _waiting = new SocketWait(_datagrams, _listener);
        }

        /// <inheritdoc />
        public override ClockPort Clock => _clock;

        /// <inheritdoc />
        public override EntropyPort Entropy => _entropy;

        /// <inheritdoc />
        public override CredentialPort Credentials => _credentials;

        /// <inheritdoc />
        public override LinkPort Link => _link;

        /// <inheritdoc />
        public override DatagramPort Datagrams => _datagrams;

        /// <inheritdoc />
        public override StreamListenerPort Listener => _listener;

        /// <inheritdoc />
        public override WaitPort Waiting => _waiting;

        /// <inheritdoc />
        public override MemoryPort Memory => _memory;
    }
}
