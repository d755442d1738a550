// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Quic
{
    /// <summary>
    /// The constants of a board, as QUIC needs them. Transport parameters are computed from these, which are the sizes of real arrays
    /// (RFC 9000 section 18.2). The defaults are the `standard` profile.
    /// </summary>
    public sealed class QuicProfile
    {
        // The same on every board.

        /// <summary>Longest handshake, milliseconds.</summary>
        public const int HandshakeTimeoutMilliseconds = 10000;

        /// <summary>Age, milliseconds, from which a handshake can be evicted for a client with a valid token.</summary>
        public const int HandshakeMinimumAgeMilliseconds = 4000;

        /// <summary>The same where one address holds every handshake context, for each context: they share the processor, so that each takes as many times as long.</summary>
        public const int SameAddressMinimumAgeMilliseconds = 500;

        /// <summary>Consecutive probe timeouts after which a connection with an open request can be replaced for a client with a valid token ...</summary>
        public const int SilentProbes = 4;

        /// <summary>... if nothing was received for this time, milliseconds.</summary>
        public const int SilentMilliseconds = 1000;

        /// <summary>With long round trips (they are long where this device is slow) fewer probe timeouts suffice ...</summary>
        public const int SlowSilentProbes = 2;

        /// <summary>... after a longer time, milliseconds: a client abandons a handshake after about ten seconds, in which it tries at 0, 1, 3 and 7 seconds.</summary>
        public const int SlowSilentMilliseconds = 3000;

        /// <summary>Milliseconds that a connection must be without a request before a new client may replace it: its next request may be in flight.</summary>
        public const int IdleMinimumMilliseconds = 1200;

        /// <summary>The same while there is more to do than the processor can: its next one may have been lost.</summary>
        public const int CongestedIdleMinimumMilliseconds = 5000;

        /// <summary>Version negotiation and stateless reset packets sent per second, each.</summary>
        public const int StatelessAnswersPerSecond = 20;

        /// <summary>Life of a Retry token, seconds.</summary>
        public const int RetryTokenSeconds = 15;

        /// <summary>Life of a NEW_TOKEN token, seconds.</summary>
        public const int NewTokenSeconds = 86400;

        /// <summary>How long an acknowledgement may be withheld, milliseconds (max_ack_delay).</summary>
        public const int MaxAckDelayMilliseconds = 25;

        /// <summary>Application error code of a connection that is closed for another client (H3_NO_ERROR).</summary>
        public const int ReplacedErrorCode = 0x100;

        // What a board decides.

        /// <summary>Connection slots.</summary>
        public int Slots = 4;

        /// <summary>Handshakes at a time.</summary>
        public int Handshakes = 2;

        /// <summary>Bytes of the arena of a slot: CRYPTO reassembly, then the receive pool of its streams. RFC 9000 section 7.5 asks for 4096.</summary>
        public int ArenaSize = 4096;

        /// <summary>Streams opened by the client in both directions (requests), at a time.</summary>
        public int RequestStreams = 4;

        /// <summary>Unidirectional streams of the client at a time; HTTP/3 needs three.</summary>
        public int PeerUniStreams = 3;

        /// <summary>Unidirectional streams of ours: HTTP/3's control stream; one more where its profile has a dynamic QPACK table.</summary>
        public int LocalUniStreams = 1;

        /// <summary>1-RTT packets that can be in flight.</summary>
        public int SentPackets = 32;

        /// <summary>Stream ranges a packet can carry.</summary>
        public int EntriesPerPacket = 2;

        /// <summary>Pieces of a ClientHello apart from its contiguous start that can be kept at a time.</summary>
        public int CryptoGaps = 16;

        /// <summary>Connection ids of ours alive at a time, per connection, 1 to 4.</summary>
        public int LocalIds = 3;

        /// <summary>Connection ids of the peer kept, per connection (active_connection_id_limit, at least 2).</summary>
        public int PeerIds = 2;

        /// <summary>Largest datagram accepted, bytes (max_udp_payload_size, at least 1200): the size of the caller's receive buffer.</summary>
        public int ReceiveDatagram = 1280;

        /// <summary>Largest datagram sent, bytes.</summary>
        public int SendDatagram = 1200;

        /// <summary>
        /// Initials of strangers decrypted per second without a valid token: their keys cost about 300,000 operations each, whoever sends them. Beyond it
        /// there is Retry, which costs little. 0 answers every stranger with Retry.
        /// </summary>
        public int UnvalidatedInitialsPerSecond = 8;

        /// <summary>
        /// IL operations that the board executes in a second, in thousands. Half of them are for strangers at most, and what one client may take while others want
        /// something is a part of them, too.
        /// </summary>
        public int ThousandOperationsPerSecond = 4000;

        /// <summary>Idle timeout, milliseconds.</summary>
        public int IdleTimeoutMilliseconds = 30000;

        /// <summary>Slot and handshake memory taken from the heap when claimed, given back when released.</summary>
        public bool OnDemand;

        /// <summary>The profile of the figures in the README.</summary>
        public static QuicProfile Standard()
        {
            return new QuicProfile();
        }

        /// <summary>For boards with under 90 KB of heap: today's browsers fit, larger hellos are refused with CRYPTO_BUFFER_EXCEEDED.</summary>
        public static QuicProfile Tight()
        {
            QuicProfile profile = new QuicProfile();
            profile.ArenaSize = 2304;
            profile.RequestStreams = 2;
            profile.SentPackets = 16;
            profile.LocalIds = 2;
            return profile;
        }

        /// <summary>For boards that browsers visit, mostly over HTTPS/1.1.</summary>
        public static QuicProfile Browser()
        {
            QuicProfile profile = new QuicProfile();
            profile.Slots = 2;
            return profile;
        }

        /// <summary>For boards with megabytes.</summary>
        public static QuicProfile Large()
        {
            QuicProfile profile = new QuicProfile();
            profile.Slots = 16;
            profile.Handshakes = 4;
            profile.ArenaSize = 16384;
            profile.RequestStreams = 8;
            profile.SentPackets = 64;
            return profile;
        }

        /// <summary>The original design's sizes (512-byte streams, 2,048 bytes of CRYPTO), for comparison.</summary>
        public static QuicProfile Compact()
        {
            QuicProfile profile = new QuicProfile();
            profile.ArenaSize = 2048;
            return profile;
        }
    }
}
