// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Drivers
{
    /// <summary>The interfaces through which the firmware uses a board.</summary>
    public abstract class BoardPorts
    {
        /// <summary>The clocks.</summary>
        public abstract ClockPort Clock { get; }

        /// <summary>The random generator.</summary>
        public abstract EntropyPort Entropy { get; }

        /// <summary>The storage of keys and certificates.</summary>
        public abstract CredentialPort Credentials { get; }

        /// <summary>The network link.</summary>
        public abstract LinkPort Link { get; }

        /// <summary>The UDP socket of HTTP/3, or null on a board that serves HTTPS/1.1 only.</summary>
        public abstract DatagramPort Datagrams { get; }

        /// <summary>The TCP listener of HTTPS/1.1; it also makes the connections.</summary>
        public abstract StreamListenerPort Listener { get; }

        /// <summary>How the loop waits.</summary>
        public abstract WaitPort Waiting { get; }

        /// <summary>The managed heap.</summary>
        public abstract MemoryPort Memory { get; }
    }
}
