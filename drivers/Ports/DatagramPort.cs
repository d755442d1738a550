// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Drivers
{
    /// <summary>
    /// A UDP socket. No method blocks, and none allocates beyond what the platform itself allocates.
    /// </summary>
    public abstract class DatagramPort
    {
        /// <summary>The source address of the last datagram received.</summary>
        public readonly DatagramAddress Remote = new DatagramAddress();

        /// <summary>
        /// Receives one waiting datagram.
        /// </summary>
        /// <returns>Its length in bytes; 0 when none waits; -1 when the socket has failed and must be opened anew.</returns>
        public abstract int Receive(byte[] buffer, int offset, int count);

        /// <summary>
        /// Sends one datagram. If the platform cannot take it now, the datagram is lost, like one lost in the network.
        /// </summary>
        /// <returns>False when the socket has failed and must be opened anew.</returns>
        public abstract bool Send(byte[] buffer, int offset, int count, DatagramAddress to);

        /// <summary>Opens the socket, or opens it again after a failure.</summary>
        /// <returns>False when that is not possible now.</returns>
        public abstract bool Open();

        /// <summary>Closes the socket.</summary>
        public abstract void Close();
    }
}
