// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.


namespace MilliHttp.Nano.Tls
{
    /// <summary>
    /// The TLS 1.3 server handshake (RFC 8446), over TCP records and QUIC CRYPTO streams alike. One per image: it holds what all
    /// handshakes share (certificates, ticket keys, the asymmetric jobs); everything of one handshake is in its
    /// <see cref="HandshakeContext"/>.
    /// </summary>
    /// <remarks>
    /// How a transport uses it:
    /// <list type="number">
    /// <item><description><see cref="Begin"/> with a context of the pool.</description></item>
    /// <item><description>As soon as a whole handshake message has arrived, contiguous: <see cref="FeedMessage"/>. The message must stay where it
    /// is, unchanged, while <see cref="HandshakeContext.HoldsInput"/> is true.</description></item>
    /// <item><description>While a call returns <see cref="TlsStatus.NeedStep"/>: <see cref="Step"/>, as often as the loop likes. Feed nothing in between.</description></item>
    /// <item><description>Whenever something was called: look at <see cref="FlightLength"/> and the key flags of the context; send what is new.</description></item>
    /// <item><description>When <see cref="HandshakeContext.IsComplete"/>: export the application keys, write a ticket, and wipe the context once the
    /// flight needs no retransmission.</description></item>
    /// <item><description>On <see cref="TlsStatus.Failed"/>: send <see cref="HandshakeContext.Alert"/>, then <see cref="Release"/> the context.</description></item>
    /// </list>
    /// QUIC: after FeedMessage of a ClientHello the client's transport parameters can be read (PeerTransportParametersOffset, in the buffer
    /// given); the server's own are written to <see cref="HandshakeContext.Memory"/> at LocalTransportParametersOffset, and their length
    /// set, before the first Step that follows. With a HelloRetryRequest this happens twice; the second time counts.
    /// </remarks>
    public sealed class TlsEngine
    {
        /// <summary>The longest NewSessionTicket message, in bytes with its header.</summary>
        public const int MaxNewSessionTicket = 96;

        private readonly object _provider;

        /// <summary>Makes the engine; nothing is allocated later.</summary>
        /// <param name="profile">Constants.</param>
        /// <param name="provider">Symmetric crypto.</param>
        /// <param name="jobs">The shared asymmetric job memory.</param>
        /// <param name="drbg">The image's random generator.</param>
        /// <param name="certificates">At least one certificate must be set before the first handshake.</param>
        /// <param name="tickets">The ticket keys, or null: no resumption.</param>
        public TlsEngine(TlsProfile profile, object provider, object jobs, object drbg, ServerCertificates certificates, TicketKeys tickets)
        {
            _provider = provider;
        }

        /// <summary>Begins a handshake.</summary>
        /// <param name="context">A context nobody uses; it is wiped first.</param>
        /// <param name="transport"><see cref="TlsTransport"/>.</param>
        /// <param name="now">Microseconds.</param>
        public void Begin(HandshakeContext context, int transport, long now)
        {
        }

        /// <summary>Takes one whole handshake message with its 4-byte header.</summary>
        /// <param name="context">The handshake.</param>
        /// <param name="level">The <see cref="TlsLevel"/> it arrived at.</param>
        /// <param name="buffer">Holds the message; see <see cref="HandshakeContext.HoldsInput"/>.</param>
        /// <param name="offset">Where it begins.</param>
        /// <param name="length">Its length with the header.</param>
        /// <param name="now">Microseconds.</param>
        /// <returns><see cref="TlsStatus"/>.</returns>
        public int FeedMessage(HandshakeContext context, int level, byte[] buffer, int offset, int length, long now)
        {
            return TlsStatus.Failed;
        }

        /// <summary>
        /// Goes on with a handshake: transcript, key agreement and signature in pieces. While another handshake has the asymmetric jobs, it
        /// returns at once.
        /// </summary>
        /// <param name="context">The handshake.</param>
        /// <param name="budget">About this many thousand IL operations.</param>
        /// <returns><see cref="TlsStatus"/>.</returns>
        public int Step(HandshakeContext context, int budget)
        {
            return TlsStatus.Failed;
        }

        /// <summary>Bytes of the flight that exist at a level (Initial: HelloRetryRequest and ServerHello; Handshake: EncryptedExtensions to Finished). It only grows.</summary>
        /// <param name="context">The handshake.</param>
        /// <param name="level"><see cref="TlsLevel"/>.</param>
        /// <returns>Bytes.</returns>
        public int FlightLength(HandshakeContext context, int level)
        {
            return 0;
        }

        /// <summary>Copies flight bytes; any offset, any number of times, until the context is wiped.</summary>
        /// <param name="context">The handshake.</param>
        /// <param name="level"><see cref="TlsLevel"/>.</param>
        /// <param name="offset">Offset in the level's flight.</param>
        /// <param name="destination">Where to.</param>
        /// <param name="destinationOffset">Offset there.</param>
        /// <param name="count">The most bytes wanted.</param>
        /// <returns>Bytes copied: count, or fewer at the end of what exists.</returns>
        public int ReadFlight(HandshakeContext context, int level, int offset, byte[] destination, int destinationOffset, int count)
        {
            return 0;
        }

        /// <summary>Writes the keys of one direction as a KeyBlock ("key", "iv"; over QUIC "quic key", "quic iv", "quic hp").</summary>
        /// <param name="context">The handshake; see its key flags.</param>
        /// <param name="level"><see cref="TlsLevel.Handshake"/> or <see cref="TlsLevel.Application"/>.</param>
        /// <param name="client">True: the keys the client sends with.</param>
        /// <param name="keyBlock">Where to.</param>
        /// <param name="offset">Offset there.</param>
        public void ExportKeys(HandshakeContext context, int level, bool client, byte[] keyBlock, int offset)
        {
        }

        /// <summary>Writes the 32-byte application traffic secret of one direction, for key updates.</summary>
        /// <param name="context">The handshake.</param>
        /// <param name="client">True: the client's.</param>
        /// <param name="destination">Where to.</param>
        /// <param name="offset">Offset there.</param>
        public void ExportTrafficSecret(HandshakeContext context, bool client, byte[] destination, int offset)
        {
        }

        /// <summary>Writes a NewSessionTicket message for the completed handshake; each call makes another ticket.</summary>
        /// <param name="context">Complete, not yet wiped.</param>
        /// <param name="destination">Needs <see cref="MaxNewSessionTicket"/> bytes.</param>
        /// <param name="offset">Offset there.</param>
        /// <param name="now">Microseconds.</param>
        /// <returns>Its length with the header; 0 when the client or the profile wants none.</returns>
        public int WriteNewSessionTicket(HandshakeContext context, byte[] destination, int offset, long now)
        {
            return 0;
        }

        /// <summary>Gives up the handshake's job, if it has one, and wipes the context. Always called before a context goes back to its pool.</summary>
        /// <param name="context">The handshake.</param>
        public void Release(HandshakeContext context)
        {
        }

        /// <summary>
        /// Work for idle time: fills the reserves of random bytes, key pairs and nonces, a piece per call.
        /// </summary>
        /// <param name="budget">About this many thousand IL operations.</param>
        /// <returns>True while there is more to prepare.</returns>
        public bool Prepare(int budget)
        {
            return false;
        }
    }
}
