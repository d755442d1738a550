// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Quic
{
    /// <summary>What a slot is doing (<see cref="Connection"/>): one of the bits, or none.</summary>
    internal static class ConnectionState
    {
        /// <summary>The slot has no connection.</summary>
        internal const int Free = 0;

        /// <summary>From the decrypted Initial to the client's Finished.</summary>
        internal const int Handshaking = 1;

        /// <summary>Complete, and so confirmed (RFC 9001 section 4.1.2).</summary>
        internal const int Established = 2;

        /// <summary>We sent CONNECTION_CLOSE and answer with it (RFC 9000 section 10.2.1). No key is kept: the sealed datagram is.</summary>
        internal const int Closing = 4;

        /// <summary>The peer closed: nothing is sent (section 10.2.2).</summary>
        internal const int Draining = 8;

        /// <summary>
        /// The Initial of a client lies in the arena of this free slot: its keys are being derived, or it has a valid token and waits for a handshake context.
        /// Nothing was decrypted and nothing answered; <see cref="Connection.WaitingDeadline"/> limits it.
        /// </summary>
        internal const int Waiting = 16;

        /// <summary>Mask: a peer is there, packets are taken and sent.</summary>
        internal const int Alive = Handshaking | Established;

        /// <summary>Mask: the connection is over.</summary>
        internal const int Ending = Closing | Draining;
    }
}
