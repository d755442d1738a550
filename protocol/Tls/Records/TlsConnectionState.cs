// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Tls
{
    /// <summary>Where a <see cref="TlsConnection"/> stands.</summary>
    public static class TlsConnectionState
    {
        /// <summary>Nobody connected, or the handshake is under way: no application data either way.</summary>
        public const int Handshake = 0;

        /// <summary>Application data flows both ways.</summary>
        public const int Established = 1;

        /// <summary>close_notify was sent (or waits in the output); what the peer still sends is dropped.</summary>
        public const int Closed = 2;

        /// <summary>
        /// Fatal: an alert was sent or received, or the handshake timed out. Whatever a handler staged from unverified
        /// bytes must be dropped. Drain the output, then close the socket.
        /// </summary>
        public const int Failed = 3;
    }
}
