// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using MilliHttp.Nano.Drivers;

namespace MilliHttp.Nano.Board.Virtual.Drivers
{
    /// <summary>What the desktop gives to the firmware.</summary>
    internal sealed class VirtualPorts : BoardPorts
    {
        private readonly DesktopDatagrams _datagrams = new DesktopDatagrams();
        private readonly DesktopListener _listener = new DesktopListener();

        public VirtualPorts(string stateFolder)
        {
            Clock = new DesktopClock();
            Entropy = new DesktopEntropy();
            Link = new DesktopLink();
            Credentials = new FileCredentials(stateFolder);
            Waiting = new DesktopWait(_datagrams, _listener);
        }

        public override ClockPort Clock { get; }

        public override EntropyPort Entropy { get; }

        public override CredentialPort Credentials { get; }

        public override LinkPort Link { get; }

        public override DatagramPort Datagrams => _datagrams;

        public override StreamListenerPort Listener => _listener;

        public override WaitPort Waiting { get; }

        public override MemoryPort Memory { get; } = new DesktopMemory();

        /// <summary>The sockets to be bound before the firmware starts.</summary>
        internal DesktopDatagrams DatagramSockets => _datagrams;

        /// <summary>The listeners to be bound before the firmware starts.</summary>
        internal DesktopListener ListenerSockets => _listener;
    }
}
