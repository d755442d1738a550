// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using MilliHttp.Nano.Crypto;

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
    /// <item><description>Whenever something was called: look at <see cref="HandshakeFlight.Length"/> and the key flags of the context; send what is new.</description></item>
    /// <item><description>When <see cref="HandshakeContext.IsComplete"/>: export the application keys, write a ticket, and wipe the context once the
    /// flight needs no retransmission.</description></item>
    /// <item><description>On <see cref="TlsStatus.Failed"/>: send <see cref="HandshakeContext.Alert"/>, then <see cref="Release"/> the context.</description></item>
    /// </list>
    /// QUIC: after FeedMessage of a ClientHello the client's transport parameters can be read (PeerTransportParametersOffset, in the buffer
    /// given). The server's own are written to <see cref="HandshakeContext.Memory"/> at LocalTransportParametersOffset, and their length
    /// set, as soon as the hello is released: <see cref="HandshakeContext.HoldsInput"/> and <see cref="HandshakeContext.IsAwaitingHello"/> are both
    /// false. The step that releases it returns at once.
    /// </remarks>
    public sealed partial class TlsEngine
    {
        /// <summary>The longest NewSessionTicket message, in bytes with its header.</summary>
        public const int MaxNewSessionTicket = 96;

        private readonly CryptoProvider _provider;
        private readonly AsymmetricJobs _jobs;
        private readonly HmacDrbg _drbg;
        internal readonly ServerCertificates Certificates;
        internal readonly TicketKeys Tickets;
        internal readonly KeyExchange[] Groups;
        private readonly EcdsaPreparedSigner _signer;
        private readonly IdlePreparation _preparation;
        internal readonly ClientHello Hello = new ClientHello();
        internal readonly byte[] Scratch = new byte[66];

        // Random bytes drawn in idle time: 32 for a ServerHello, 32 for a P-256 key.
        private readonly byte[] _random = new byte[64];
        private readonly int _recordSizeLimit;
        internal readonly int PreferredSuite;
        internal readonly bool ResumesWithHybrid;
        private int _randomReady;
        private HandshakeContext _owner;

        /// <summary>Makes the engine; nothing is allocated later.</summary>
        /// <param name="profile">Constants.</param>
        /// <param name="provider">Symmetric crypto.</param>
        /// <param name="jobs">The shared asymmetric job memory.</param>
        /// <param name="drbg">The image's random generator, seeded before the first handshake.</param>
        /// <param name="certificates">At least one certificate must be set before the first handshake.</param>
        /// <param name="tickets">The ticket keys, or null: no resumption.</param>
        /// <param name="keyPairs">Key pairs prepared in idle time, or null.</param>
        /// <param name="nonces">Nonces prepared in idle time, or null.</param>
        public TlsEngine(TlsProfile profile, CryptoProvider provider, AsymmetricJobs jobs, HmacDrbg drbg, ServerCertificates certificates, TicketKeys tickets, X25519KeyPool keyPairs, EcdsaNoncePool nonces)
        {
            _provider = provider;
            _jobs = jobs;
            _drbg = drbg;
            Certificates = certificates;
            Tickets = tickets;
            Groups = MakeGroups(profile, jobs, keyPairs, drbg);
            ResumesWithHybrid = profile.ResumesWithHybrid;
            _signer = nonces == null ? null : new EcdsaPreparedSigner(jobs, nonces);
            _preparation = new IdlePreparation(jobs, drbg, keyPairs, nonces);
            _recordSizeLimit = profile.ArenaLength(HasHybrid) - profile.SendLength - CipherSuite.TagLength;
            PreferredSuite = profile.PreferChaCha20 ? ClientHello.ChaCha20Poly1305 : ClientHello.Aes128Gcm;
        }

        /// <summary>Whether X25519MLKEM768 is offered.</summary>
        internal bool HasHybrid
        {
            get { return Groups.Length > 2; }
        }

        /// <summary>Makes the table of groups, in order of preference.</summary>
        private static KeyExchange[] MakeGroups(TlsProfile profile, AsymmetricJobs jobs, X25519KeyPool keyPairs, HmacDrbg drbg)
        {
            KeyExchange x25519 = new X25519Exchange(jobs, keyPairs);
            KeyExchange p256 = new P256Exchange(jobs);
            if (!jobs.HasEncapsulation || profile.Hybrid == HybridPolicy.Off)
            {
                return new KeyExchange[] { x25519, p256 };
            }

            KeyExchange hybrid = new X25519MlKem768Exchange(jobs, keyPairs, drbg);
            return profile.Hybrid == HybridPolicy.Preferred ? new KeyExchange[] { hybrid, x25519, p256 } : new KeyExchange[] { x25519, p256, hybrid };
        }

        /// <summary>Begins a handshake.</summary>
        /// <param name="context">A context that no handshake uses; it is wiped first.</param>
        /// <param name="transport"><see cref="TlsTransport"/>.</param>
        /// <param name="now">Microseconds.</param>
        public void Begin(HandshakeContext context, int transport, long now)
        {
            Clear(context);
            context.Transport = transport;
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
            int phase = context.Phase;
            if (phase == HandshakePhase.Failed)
            {
                return TlsStatus.Failed;
            }

            if (length < 4 || ((buffer[offset + 1] << 16) | (buffer[offset + 2] << 8) | buffer[offset + 3]) != length - 4)
            {
                return Fail(context, TlsAlert.DecodeError);
            }

            int type = buffer[offset];
            if (phase <= HandshakePhase.RetriedHello && type == 1 && level == TlsLevel.Initial)
            {
                return HelloNegotiation.TakeHello(this, context, buffer, offset, length, now);
            }

            if (phase != HandshakePhase.WaitFinished || type != 20 || level != TlsLevel.Handshake)
            {
                return Fail(context, TlsAlert.UnexpectedMessage);
            }

            if (length != 36)
            {
                return Fail(context, TlsAlert.DecodeError);
            }

            byte[] m = context.Memory;
            byte[] h = context.HelloMemory;
            if (!ConstantTime.Equals(buffer, offset + 4, m, HandshakeContext.ClientFinished, 32))
            {
                return Fail(context, TlsAlert.DecryptError);
            }

            if ((context.Flags & HandshakeContext.FlagTicketAllowed) == 0)
            {
                Array.Clear(h, HandshakeContext.Master, 64);
            }

            Array.Clear(m, HandshakeContext.ClientFinished, 64);
            context.Transcript.Wipe();
            context.Flags |= HandshakeContext.FlagComplete;
            context.Phase = HandshakePhase.Complete;
            return TlsStatus.Ok;
        }

        /// <summary>Gives up the handshake's job, if it has one, and wipes the context. Always called before a context goes back to its pool.</summary>
        /// <param name="context">The handshake.</param>
        public void Release(HandshakeContext context)
        {
            Clear(context);

            // The provider may hold expanded keys of this handshake: wipe all. Those of other handshakes are expanded again when they are used.
            _provider.Wipe();
        }

        private void Clear(HandshakeContext context)
        {
            if (_owner == context)
            {
                _jobs.Cancel();
                _owner = null;
            }

            Array.Clear(Scratch, 0, 66);
            context.Wipe();
        }

        /// <summary>Work for idle time: fills the reserves of random bytes, key pairs and nonces, a piece per call, and wipes ticket keys that have expired.</summary>
        /// <param name="budget">About this many thousand IL operations.</param>
        /// <param name="now">Microseconds.</param>
        /// <returns>True while there is more to prepare.</returns>
        public bool Prepare(int budget, long now)
        {
            // A draw costs more than most phases: one per call.
            int missing = (_randomReady & 1) == 0 ? 0 : (_randomReady & 2) == 0 ? 1 : 2;
            if (missing < 2)
            {
                _drbg.Generate(_random, missing << 5, 32);
                _randomReady |= 1 << missing;
                return true;
            }

            if (Tickets != null && Tickets.Lifetime > 0)
            {
                Tickets.Expire(now);
                if (Tickets.Prepare())
                {
                    return true;
                }
            }

            return _preparation.Step(budget);
        }

        /// <summary>Writes the keys of one direction as a <see cref="KeyBlock"/> ("key", "iv"; over QUIC "quic key", "quic iv", "quic hp").</summary>
        /// <param name="context">The handshake; see its key flags.</param>
        /// <param name="level"><see cref="TlsLevel.Handshake"/> or <see cref="TlsLevel.Application"/>.</param>
        /// <param name="client">True: the keys the client sends with.</param>
        /// <param name="keyBlock">Where to.</param>
        /// <param name="offset">Offset there.</param>
        public void ExportKeys(HandshakeContext context, int level, bool client, byte[] keyBlock, int offset)
        {
            Hkdf hkdf = _provider.Hkdf;
            if (level == TlsLevel.Handshake)
            {
                hkdf.LoadPrk(context.Memory, client ? HandshakeContext.ClientHandshakeSecret : HandshakeContext.ServerHandshakeSecret);
            }
            else
            {
                hkdf.SetPrk(context.Memory, client ? HandshakeContext.ClientApplicationSecret : HandshakeContext.ServerApplicationSecret);
            }

            KeySchedule.ExpandKeys(hkdf, context.Transport, context.Suite, keyBlock, offset);
        }

        /// <summary>Writes the 32-byte application traffic secret of one direction, for key updates.</summary>
        /// <param name="context">The handshake.</param>
        /// <param name="client">True: the client's.</param>
        /// <param name="destination">Where to.</param>
        /// <param name="offset">Offset there.</param>
        public void ExportTrafficSecret(HandshakeContext context, bool client, byte[] destination, int offset)
        {
            Array.Copy(context.Memory, client ? HandshakeContext.ClientApplicationSecret : HandshakeContext.ServerApplicationSecret, destination, offset, 32);
        }

        /// <summary>Expands a traffic secret into the keys of its direction (RFC 8446 section 7.3, RFC 9001 section 5.1).</summary>
        /// <param name="provider">Symmetric crypto.</param>
        /// <param name="transport"><see cref="TlsTransport"/>.</param>
        /// <param name="suite">The cipher suite.</param>
        /// <param name="secret">The traffic secret, 32 bytes.</param>
        /// <param name="secretOffset">Where it begins.</param>
        /// <param name="keyBlock">Where to.</param>
        /// <param name="offset">Offset there.</param>
        public static void DeriveKeys(CryptoProvider provider, int transport, int suite, byte[] secret, int secretOffset, byte[] keyBlock, int offset)
        {
            provider.Hkdf.SetPrk(secret, secretOffset);
            KeySchedule.ExpandKeys(provider.Hkdf, transport, suite, keyBlock, offset);
        }

        /// <summary>Writes a NewSessionTicket message for the completed handshake; each call makes another ticket.</summary>
        /// <param name="context">Complete, not yet wiped.</param>
        /// <param name="destination">Needs <see cref="MaxNewSessionTicket"/> bytes.</param>
        /// <param name="offset">Offset there.</param>
        /// <param name="now">Microseconds.</param>
        /// <returns>Its length with the header; 0 when the client or the profile wants none.</returns>
        public int WriteNewSessionTicket(HandshakeContext context, byte[] destination, int offset, long now)
        {
            if ((context.Flags & (HandshakeContext.FlagTicketAllowed | HandshakeContext.FlagComplete)) != (HandshakeContext.FlagTicketAllowed | HandshakeContext.FlagComplete))
            {
                return 0;
            }

            byte[] h = context.HelloMemory;
            int p = offset + 4;
            int lifetime = Tickets.Lifetime;
            destination[p] = (byte)(lifetime >> 24);
            destination[p + 1] = (byte)(lifetime >> 16);
            destination[p + 2] = (byte)(lifetime >> 8);
            destination[p + 3] = (byte)lifetime;

            // The nonce counts the tickets of this connection.
            destination[p + 8] = 1;
            destination[p + 9] = (byte)context.Position++;
            KeySchedule.TicketPsk(_provider, context, destination, p + 9);
            destination[p + 10] = 0;
            destination[p + 11] = TicketKeys.TicketLength;
            Tickets.Seal(context.Transport, context.Certificate, h, HandshakeContext.Scratch, destination, p + 12, destination, p + 4, now);
            Array.Clear(h, HandshakeContext.Scratch, 32);
            p += 12 + TicketKeys.TicketLength;
            destination[p] = 0;
            destination[p + 1] = 0;
            int length = p + 2 - offset;
            destination[offset] = 4;
            destination[offset + 1] = 0;
            destination[offset + 2] = 0;
            destination[offset + 3] = (byte)(length - 4);
            return length;
        }

        /// <summary>Ends the handshake with an alert. Secrets are erased at once.</summary>
        internal int Fail(HandshakeContext context, int alert)
        {
            int flags = context.Flags;
            int transport = context.Transport;
            int suite = context.Suite;
            Release(context);
            context.Transport = transport;

            // What tells the peer why is sealed with keys that were exported, in this suite.
            context.Suite = suite;
            context.Flags = flags & HandshakeContext.FlagQuicViolation;
            context.Alert = alert;
            context.Phase = HandshakePhase.Failed;
            return TlsStatus.Failed;
        }
    }
}
