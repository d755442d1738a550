// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Quic
{
    /// <summary>Index into <see cref="QuicEndpoint.Counters"/>: every reason why something was dropped, refused or ended.</summary>
    public static class QuicCounter
    {
        /// <summary>Datagrams handed in.</summary>
        public const int DatagramsReceived = 0;

        /// <summary>Datagrams handed out.</summary>
        public const int DatagramsSent = 1;

        /// <summary>Handshakes begun (a slot was claimed).</summary>
        public const int HandshakesStarted = 2;

        /// <summary>Handshakes completed.</summary>
        public const int HandshakesCompleted = 3;

        /// <summary>Handshakes that failed or were closed by the peer.</summary>
        public const int HandshakesFailed = 4;

        /// <summary>Handshakes that ran out of time.</summary>
        public const int HandshakesTimedOut = 5;

        /// <summary>Handshakes evicted for a client with a valid token.</summary>
        public const int HandshakesEvicted = 6;

        /// <summary>Datagrams too short or with a malformed header.</summary>
        public const int DroppedMalformed = 7;

        /// <summary>Initials in datagrams under 1200 bytes, or with a connection id under 8 bytes.</summary>
        public const int DroppedSmallInitial = 8;

        /// <summary>Packets of no known connection, unanswered.</summary>
        public const int DroppedUnknown = 9;

        /// <summary>Packets whose tag did not hold, or without keys.</summary>
        public const int DroppedUndecryptable = 10;

        /// <summary>Packets received before.</summary>
        public const int DroppedDuplicate = 11;

        /// <summary>Initials that decrypted but began no handshake (no well-formed CRYPTO frame).</summary>
        public const int DroppedNotHello = 12;

        /// <summary>Initials beyond the rate of unvalidated ones.</summary>
        public const int DroppedRateLimited = 13;

        /// <summary>Initials with a valid token while every handshake context was busy.</summary>
        public const int DroppedPoolBusy = 14;

        /// <summary>Initials while every slot had an open request.</summary>
        public const int DroppedNoSlot = 15;

        /// <summary>Initials with a Retry token that did not hold (bad, expired, or of another address).</summary>
        public const int DroppedBadToken = 16;

        /// <summary>Retry packets sent.</summary>
        public const int RetriesSent = 17;

        /// <summary>Version Negotiation packets sent.</summary>
        public const int VersionNegotiationsSent = 18;

        /// <summary>Stateless resets sent.</summary>
        public const int StatelessResetsSent = 19;

        /// <summary>Stateless answers withheld by their rate limit.</summary>
        public const int StatelessAnswersWithheld = 20;

        /// <summary>Connections closed for another client.</summary>
        public const int ConnectionsReplaced = 21;

        /// <summary>Connections that ended by idle timeout.</summary>
        public const int ConnectionsTimedOut = 22;

        /// <summary>Connections closed by the peer.</summary>
        public const int ConnectionsClosedByPeer = 23;

        /// <summary>Connections closed for a transport error of the peer.</summary>
        public const int ConnectionsFailed = 24;

        /// <summary>Stateless resets received.</summary>
        public const int StatelessResetsReceived = 25;

        /// <summary>0-RTT packets dropped: never accepted here.</summary>
        public const int DroppedZeroRtt = 26;

        /// <summary>Address changes followed (rebinding or migration).</summary>
        public const int PathChanges = 27;

        /// <summary>Connections refused because the heap could not give their memory (OnDemand policy).</summary>
        public const int RefusedOutOfMemory = 28;

        /// <summary>Number of counters.</summary>
        public const int Count = 29;
    }
}
