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

        // Phases of a handshake. Each does at most about 60,000 operations; the figure behind each is its cost in thousands.
        private const int PhaseHello = 0;
        private const int PhaseRetriedHello = 1;
        private const int PhaseHashHello = 2;
        private const int PhaseRetry = 3;
        private const int PhasePskEarlySecret = 4;
        private const int PhasePskFinishedKey = 5;
        private const int PhasePskVerify = 6;
        private const int PhaseHashBinders = 7;
        private const int PhaseTakeShare = 8;
        private const int PhaseShareJob = 9;
        private const int PhaseStartAgreement = 10;
        private const int PhaseAgreementJob = 11;
        private const int PhaseServerHello = 12;
        private const int PhaseHandshakeSecret = 13;
        private const int PhaseTrafficSecrets = 14;
        private const int PhaseSaveSecrets = 15;
        private const int PhaseMasterSecret = 16;
        private const int PhaseEncryptedExtensions = 17;
        private const int PhaseHashChain = 18;
        private const int PhaseSign = 19;
        private const int PhaseSignJob = 20;
        private const int PhaseFinishedKey = 21;
        private const int PhaseFinished = 22;
        private const int PhaseApplicationSecrets = 23;
        private const int PhaseClientFinished = 24;
        private const int PhaseWaitFinished = 25;
        private const int PhaseComplete = 26;
        private const int PhaseFailed = 27;
        private const int PhaseResumption = 28;

        // Beside the values of TlsStatus.
        private const int Negotiated = -1;

        // Bytes hashed in one piece: seven blocks.
        private const int HashPiece = 448;

        // Identities looked at in one pre_shared_key.
        private const int MaxIdentities = 4;

        private readonly CryptoProvider _provider;
        private readonly AsymmetricJobs _jobs;
        private readonly HmacDrbg _drbg;
        private readonly ServerCertificates _certificates;
        private readonly TicketKeys _tickets;
        private readonly X25519KeyPool _keys;
        private readonly EcdsaPreparedSigner _signer;
        private readonly IdlePreparation _preparation;
        private readonly ClientHello _hello = new ClientHello();
        private readonly byte[] _scratch = new byte[66];

        // Drawn in idle time: 32 bytes for a ServerHello, 32 for a P-256 key.
        private readonly byte[] _random = new byte[64];
        private readonly int _recordSizeLimit;
        private readonly int _preferred;
        private int _randomReady;
        private HandshakeContext _owner;

        // The connection whose record is being opened as it arrives; there is one such place in the image.
        internal TlsConnection StreamOwner;

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
            _certificates = certificates;
            _tickets = tickets;
            _keys = keyPairs;
            _signer = nonces == null ? null : new EcdsaPreparedSigner(jobs, nonces);
            _preparation = new IdlePreparation(jobs, drbg, keyPairs, nonces);
            _recordSizeLimit = profile.ReceiveLength - CipherSuite.TagLength;
            _preferred = profile.PreferChaCha20 ? ClientHello.ChaCha20Poly1305 : ClientHello.Aes128Gcm;
        }

        /// <summary>Begins a handshake.</summary>
        /// <param name="context">A context nobody uses; it is wiped first.</param>
        /// <param name="transport"><see cref="TlsTransport"/>.</param>
        /// <param name="now">Microseconds.</param>
        public void Begin(HandshakeContext context, int transport, long now)
        {
            Release(context);
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
            if (phase == PhaseFailed)
            {
                return TlsStatus.Failed;
            }

            if (length < 4 || ((buffer[offset + 1] << 16) | (buffer[offset + 2] << 8) | buffer[offset + 3]) != length - 4)
            {
                return Fail(context, TlsAlert.DecodeError);
            }

            int type = buffer[offset];
            if (phase <= PhaseRetriedHello && type == 1 && level == TlsLevel.Initial)
            {
                int status = TakeHello(context, buffer, offset, length);
                if (status != Negotiated)
                {
                    return status;
                }

                // In three methods, one beside the other: what the first keeps on the stack must not lie there while a ticket is opened.
                bool mayResume = (context.Flags & HandshakeContext.FlagTicketAllowed) != 0 && (_hello.Seen & (1L << ClientHello.PreSharedKeyExtension)) != 0;
                return AnswerHello(context, buffer, offset, mayResume ? FindTicket(context, buffer, now) : -1);
            }

            if (phase != PhaseWaitFinished || type != 20 || level != TlsLevel.Handshake)
            {
                return Fail(context, TlsAlert.UnexpectedMessage);
            }

            if (length != 36)
            {
                return Fail(context, TlsAlert.DecodeError);
            }

            byte[] m = context.Memory;
            if (!ConstantTime.Equals(buffer, offset + 4, m, HandshakeContext.ClientFinished, 32))
            {
                return Fail(context, TlsAlert.DecryptError);
            }

            if ((context.Flags & HandshakeContext.FlagTicketAllowed) == 0)
            {
                Array.Clear(m, HandshakeContext.Master, 64);
            }

            Array.Clear(m, HandshakeContext.ClientFinished, 64);
            context.Transcript.Wipe();
            context.Flags |= HandshakeContext.FlagComplete;
            context.Phase = PhaseComplete;
            return TlsStatus.Ok;
        }

        /// <summary>
        /// Goes on with a handshake: transcript, key agreement and signature in pieces. While another handshake has the asymmetric jobs, it
        /// returns at once.
        /// </summary>
        /// <param name="context">The handshake.</param>
        /// <param name="budget">About this many thousand IL operations; at least one piece is done.</param>
        /// <returns><see cref="TlsStatus"/>.</returns>
        public int Step(HandshakeContext context, int budget)
        {
            byte[] m = context.Memory;
            Hkdf hkdf = _provider.Hkdf;
            Sha256 transcript = context.Transcript;
            while (true)
            {
                int cost;
                switch (context.Phase)
                {
                    case PhaseHashHello:
                        cost = HashHello(context);
                        break;

                    case PhaseRetry:
                        // The first ClientHello is replaced by its hash (RFC 8446 section 4.4.1).
                        cost = 20;
                        transcript.Finish(_scratch, 4);
                        transcript.Reset();
                        _scratch[0] = 254;
                        _scratch[1] = 0;
                        _scratch[2] = 0;
                        _scratch[3] = 32;
                        transcript.Update(_scratch, 0, 36);
                        transcript.Update(m, HandshakeContext.Hello, context.RetryLength);
                        context.HelloLength = context.RetryLength;
                        context.Phase = PhaseRetriedHello;
                        break;

                    case PhasePskEarlySecret:
                        cost = 26;
                        hkdf.Extract(HkdfSalt.Zero, m, HandshakeContext.Master, 32, m, HandshakeContext.Master);
                        context.Phase = PhasePskFinishedKey;
                        break;

                    case PhasePskFinishedKey:
                        cost = 52;
                        TlsWire.PutEmptyHash(_scratch, 0);
                        hkdf.SetPrk(m, HandshakeContext.Master);
                        hkdf.SavePrk(m, HandshakeContext.Master);
                        hkdf.ExpandLabel(HkdfLabel.ResumptionBinder, _scratch, 0, 32, m, HandshakeContext.Scratch, 32);
                        hkdf.SetPrk(m, HandshakeContext.Scratch);
                        hkdf.ExpandLabel(HkdfLabel.Finished, _scratch, 0, 0, m, HandshakeContext.Scratch, 32);
                        context.Phase = PhasePskVerify;
                        break;

                    case PhasePskVerify:
                        cost = 40;
                        Snapshot(context, _scratch, 0);
                        Mac(m, HandshakeContext.Scratch, _scratch, 0, _scratch, 0);
                        if (!ConstantTime.Equals(_scratch, 0, context.Input, context.InputOffset + context.TailLength, 32))
                        {
                            return Fail(context, TlsAlert.DecryptError);
                        }

                        context.TailLength = 0;
                        context.Phase = PhaseHashBinders;
                        break;

                    case PhaseHashBinders:
                        cost = HashBinders(context);
                        break;

                    case PhaseTakeShare:
                        cost = TakeShare(context);
                        break;

                    case PhaseShareJob:
                    case PhaseAgreementJob:
                    case PhaseSignJob:
                        int status = _jobs.Step(budget);
                        if (status == JobStatus.Running)
                        {
                            return TlsStatus.NeedStep;
                        }

                        if (status == JobStatus.Done)
                        {
                            FinishJob(context);
                        }
                        else if (!RepeatJob(context))
                        {
                            return Fail(context, context.Phase == PhaseAgreementJob ? TlsAlert.IllegalParameter : TlsAlert.InternalError);
                        }

                        // How much of the budget the job took is not known; it has had its turn.
                        cost = budget;
                        break;

                    case PhaseStartAgreement:
                        cost = 1;
                        if (!OwnJobs(context))
                        {
                            return TlsStatus.NeedStep;
                        }

                        if ((context.Flags & HandshakeContext.FlagP256) != 0)
                        {
                            _jobs.StartP256Ecdh(m, HandshakeContext.PrivateKey, m, HandshakeContext.PeerShare);
                        }
                        else
                        {
                            _jobs.StartX25519(m, HandshakeContext.PrivateKey, m, HandshakeContext.PeerShare);
                        }

                        Array.Clear(m, HandshakeContext.PrivateKey, 97);
                        context.Phase = PhaseAgreementJob;
                        break;

                    case PhaseServerHello:
                        if ((_randomReady & 1) == 0)
                        {
                            // Nothing was drawn ahead: a piece of its own.
                            cost = 55;
                            _drbg.Generate(_random, 0, 32);
                            _randomReady |= 1;
                            break;
                        }

                        cost = 25;
                        TakeRandom(0, m, HandshakeContext.Hello + context.RetryLength + 6);
                        int length = m[HandshakeContext.Hello + context.RetryLength + 3] + 4;
                        transcript.Update(m, HandshakeContext.Hello + context.RetryLength, length);
                        context.HelloLength = context.RetryLength + length;
                        context.Phase = PhaseHandshakeSecret;
                        break;

                    case PhaseHandshakeSecret:
                        // Scratch holds the shared secret, Master the early secret of a PSK.
                        cost = 45;
                        if ((context.Flags & HandshakeContext.FlagResumed) != 0)
                        {
                            TlsWire.PutEmptyHash(_scratch, 0);
                            hkdf.LoadPrk(m, HandshakeContext.Master);
                            hkdf.ExpandLabel(HkdfLabel.Derived, _scratch, 0, 32, _scratch, 32, 32);
                            hkdf.Extract(_scratch, 32, 32, m, HandshakeContext.Scratch, 32, _scratch, 0);
                        }
                        else
                        {
                            hkdf.Extract(HkdfSalt.DerivedEarlySecret, m, HandshakeContext.Scratch, 32, _scratch, 0);
                        }

                        hkdf.SetPrk(_scratch, 0);
                        hkdf.SavePrk(m, HandshakeContext.Master);
                        Array.Clear(m, HandshakeContext.Scratch, 32);
                        context.Phase = PhaseTrafficSecrets;
                        break;

                    case PhaseTrafficSecrets:
                        cost = 45;
                        Snapshot(context, _scratch, 0);
                        hkdf.LoadPrk(m, HandshakeContext.Master);
                        hkdf.ExpandLabel(HkdfLabel.ClientHandshakeTraffic, _scratch, 0, 32, m, HandshakeContext.ClientHandshakeSecret, 32);
                        hkdf.ExpandLabel(HkdfLabel.ServerHandshakeTraffic, _scratch, 0, 32, m, HandshakeContext.ServerHandshakeSecret, 32);
                        context.Phase = PhaseSaveSecrets;
                        break;

                    case PhaseSaveSecrets:
                        cost = 30;
                        hkdf.SetPrk(m, HandshakeContext.ClientHandshakeSecret);
                        hkdf.SavePrk(m, HandshakeContext.ClientHandshakeSecret);
                        hkdf.SetPrk(m, HandshakeContext.ServerHandshakeSecret);
                        hkdf.SavePrk(m, HandshakeContext.ServerHandshakeSecret);
                        context.Flags |= HandshakeContext.FlagHandshakeKeys;
                        context.Phase = PhaseMasterSecret;
                        break;

                    case PhaseMasterSecret:
                        cost = 58;
                        TlsWire.PutEmptyHash(_scratch, 0);
                        hkdf.LoadPrk(m, HandshakeContext.Master);
                        hkdf.ExpandLabel(HkdfLabel.Derived, _scratch, 0, 32, _scratch, 32, 32);
                        Array.Clear(_scratch, 0, 32);
                        hkdf.Extract(_scratch, 32, 32, _scratch, 0, 32, _scratch, 0);
                        hkdf.SetPrk(_scratch, 0);
                        hkdf.SavePrk(m, HandshakeContext.Master);
                        ServerMessages.WriteEncryptedExtensions(context, _recordSizeLimit);
                        context.Position = 0;
                        context.Phase = PhaseEncryptedExtensions;
                        break;

                    case PhaseEncryptedExtensions:
                        int head = ServerMessages.HeadLength(context);
                        cost = head >> 3;
                        transcript.Update(m, context.ExtensionsStart, head);
                        context.Phase = context.Chain == null ? PhaseFinishedKey : PhaseHashChain;
                        break;

                    case PhaseHashChain:
                        int rest = context.Chain.Length - context.Position;
                        if (rest > HashPiece)
                        {
                            rest = HashPiece;
                        }

                        cost = rest >> 3;
                        transcript.Update(context.Chain, context.Position, rest);
                        context.Position += rest;
                        if (context.Position == context.Chain.Length)
                        {
                            context.Phase = PhaseSign;
                        }

                        break;

                    case PhaseSign:
                        cost = Sign(context);
                        break;

                    case PhaseFinishedKey:
                        cost = 26;
                        hkdf.LoadPrk(m, HandshakeContext.ServerHandshakeSecret);
                        hkdf.ExpandLabel(HkdfLabel.Finished, m, 0, 0, m, HandshakeContext.Scratch, 32);
                        context.Phase = PhaseFinished;
                        break;

                    case PhaseFinished:
                        cost = 45;
                        int finished = HandshakeContext.Tail + context.TailLength;
                        Snapshot(context, _scratch, 0);
                        m[finished] = 20;
                        m[finished + 1] = 0;
                        m[finished + 2] = 0;
                        m[finished + 3] = 32;
                        Mac(m, HandshakeContext.Scratch, _scratch, 0, m, finished + 4);
                        context.TailLength += 36;
                        transcript.Update(m, finished, 36);
                        context.Flags |= HandshakeContext.FlagFlight;
                        context.Phase = PhaseApplicationSecrets;
                        break;

                    case PhaseApplicationSecrets:
                        cost = 55;
                        Snapshot(context, m, HandshakeContext.Scratch);
                        hkdf.LoadPrk(m, HandshakeContext.Master);
                        hkdf.ExpandLabel(HkdfLabel.ClientApplicationTraffic, m, HandshakeContext.Scratch, 32, m, HandshakeContext.ClientApplicationSecret, 32);
                        hkdf.ExpandLabel(HkdfLabel.ServerApplicationTraffic, m, HandshakeContext.Scratch, 32, m, HandshakeContext.ServerApplicationSecret, 32);
                        context.Flags |= HandshakeContext.FlagApplicationKeys;
                        context.Phase = PhaseClientFinished;
                        break;

                    case PhaseClientFinished:
                        // What the client must answer is known now; its Finished then costs a comparison.
                        cost = 55;
                        hkdf.LoadPrk(m, HandshakeContext.ClientHandshakeSecret);
                        hkdf.ExpandLabel(HkdfLabel.Finished, m, 0, 0, _scratch, 0, 32);
                        Mac(_scratch, 0, m, HandshakeContext.Scratch, m, HandshakeContext.ClientFinished);
                        Array.Clear(_scratch, 0, 64);
                        Array.Clear(m, HandshakeContext.Scratch, 32);
                        hkdf.Wipe();
                        context.Phase = (context.Flags & HandshakeContext.FlagTicketAllowed) != 0 ? PhaseResumption : PhaseWaitFinished;
                        break;

                    case PhaseResumption:
                        // With the Finished that must come. The master secret gives way: nothing else is derived from it any more.
                        cost = 28;
                        _scratch[0] = 20;
                        _scratch[1] = 0;
                        _scratch[2] = 0;
                        _scratch[3] = 32;
                        Array.Copy(m, HandshakeContext.ClientFinished, _scratch, 4, 32);
                        transcript.Update(_scratch, 0, 36);
                        transcript.Finish(_scratch, 0);
                        hkdf.LoadPrk(m, HandshakeContext.Master);
                        Array.Clear(m, HandshakeContext.Master, 64);
                        hkdf.ExpandLabel(HkdfLabel.ResumptionMaster, _scratch, 0, 32, m, HandshakeContext.Master, 32);
                        hkdf.Wipe();
                        Array.Clear(_scratch, 0, 36);
                        context.Phase = PhaseWaitFinished;
                        break;

                    case PhaseFailed:
                        return TlsStatus.Failed;

                    default:
                        return TlsStatus.Ok;
                }

                if (cost < 0)
                {
                    return TlsStatus.NeedStep;
                }

                if (context.Phase <= PhaseRetriedHello || context.Phase == PhaseWaitFinished)
                {
                    return TlsStatus.Ok;
                }

                budget -= cost;
                if (budget < Cost(context.Phase))
                {
                    return TlsStatus.NeedStep;
                }
            }
        }

        /// <summary>What the next piece takes, in thousands of operations: it is not begun with less than that left.</summary>
        private static int Cost(int phase)
        {
            switch (phase)
            {
                case PhasePskFinishedKey:
                case PhaseHandshakeSecret:
                case PhaseMasterSecret:
                    return 51;
                case PhaseHashHello:
                case PhaseHashBinders:
                case PhaseHashChain:
                    return 42;
                case PhasePskVerify:
                case PhaseTrafficSecrets:
                case PhaseFinished:
                case PhaseApplicationSecrets:
                case PhaseClientFinished:
                    return 38;
                case PhasePskEarlySecret:
                case PhaseSaveSecrets:
                case PhaseSign:
                case PhaseResumption:
                    return 26;
                case PhaseFinishedKey:
                    return 14;
                default:
                    return 1;
            }
        }

        /// <summary>Bytes of the flight that exist at a level (Initial: HelloRetryRequest and ServerHello; Handshake: EncryptedExtensions to Finished). It only grows.</summary>
        /// <param name="context">The handshake.</param>
        /// <param name="level"><see cref="TlsLevel"/>.</param>
        /// <returns>Bytes.</returns>
        public int FlightLength(HandshakeContext context, int level)
        {
            if (level == TlsLevel.Initial)
            {
                return context.HelloLength;
            }

            if (level != TlsLevel.Handshake || (context.Flags & HandshakeContext.FlagFlight) == 0)
            {
                return 0;
            }

            return ServerMessages.HeadLength(context) + (context.Chain == null ? 0 : context.Chain.Length) + context.TailLength;
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
            int rest = FlightLength(context, level) - offset;
            if (count > rest)
            {
                count = rest;
            }

            if (offset < 0 || count <= 0)
            {
                return 0;
            }

            byte[] m = context.Memory;
            if (level == TlsLevel.Initial)
            {
                Array.Copy(m, HandshakeContext.Hello + offset, destination, destinationOffset, count);
                return count;
            }

            // three parts: generated, the chain where it lies, generated
            int done = 0;
            int part = ServerMessages.HeadLength(context);
            if (offset < part)
            {
                done = part - offset < count ? part - offset : count;
                Array.Copy(m, context.ExtensionsStart + offset, destination, destinationOffset, done);
            }

            offset += done - part;
            byte[] chain = context.Chain;
            if (chain != null && done < count)
            {
                part = chain.Length;
                if (offset < part)
                {
                    int take = part - offset < count - done ? part - offset : count - done;
                    Array.Copy(chain, offset, destination, destinationOffset + done, take);
                    done += take;
                    offset += take;
                }

                offset -= part;
            }

            if (done < count)
            {
                Array.Copy(m, HandshakeContext.Tail + offset, destination, destinationOffset + done, count - done);
            }

            return count;
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

            ExpandKeys(hkdf, context.Transport, context.Suite, keyBlock, offset);
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
            ExpandKeys(provider.Hkdf, transport, suite, keyBlock, offset);
        }

        private static void ExpandKeys(Hkdf hkdf, int transport, int suite, byte[] keyBlock, int offset)
        {
            int length = CipherSuite.KeyLength(suite);
            if (transport == TlsTransport.Quic)
            {
                hkdf.ExpandLabel(HkdfLabel.QuicKey, keyBlock, 0, 0, keyBlock, offset + KeyBlock.Key, length);
                hkdf.ExpandLabel(HkdfLabel.QuicIv, keyBlock, 0, 0, keyBlock, offset + KeyBlock.Iv, KeyBlock.IvLength);
                hkdf.ExpandLabel(HkdfLabel.QuicHp, keyBlock, 0, 0, keyBlock, offset + KeyBlock.HeaderProtection, length);
            }
            else
            {
                hkdf.ExpandLabel(HkdfLabel.Key, keyBlock, 0, 0, keyBlock, offset + KeyBlock.Key, length);
                hkdf.ExpandLabel(HkdfLabel.Iv, keyBlock, 0, 0, keyBlock, offset + KeyBlock.Iv, KeyBlock.IvLength);
            }

            hkdf.Wipe();
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

            byte[] m = context.Memory;
            int p = offset + 4;
            int lifetime = _tickets.Lifetime;
            destination[p] = (byte)(lifetime >> 24);
            destination[p + 1] = (byte)(lifetime >> 16);
            destination[p + 2] = (byte)(lifetime >> 8);
            destination[p + 3] = (byte)lifetime;

            // The nonce counts the tickets of this connection.
            destination[p + 8] = 1;
            destination[p + 9] = (byte)context.Position++;
            Hkdf hkdf = _provider.Hkdf;
            hkdf.SetPrk(m, HandshakeContext.Master);
            hkdf.ExpandLabel(HkdfLabel.Resumption, destination, p + 9, 1, m, HandshakeContext.Scratch, 32);
            hkdf.Wipe();
            destination[p + 10] = 0;
            destination[p + 11] = TicketKeys.TicketLength;
            _tickets.Seal(context.Transport, context.Certificate, m, HandshakeContext.Scratch, destination, p + 12, destination, p + 4, now);
            Array.Clear(m, HandshakeContext.Scratch, 32);
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

        /// <summary>Gives up the handshake's job, if it has one, and wipes the context. Always called before a context goes back to its pool.</summary>
        /// <param name="context">The handshake.</param>
        public void Release(HandshakeContext context)
        {
            if (_owner == context)
            {
                _jobs.Cancel();
                _owner = null;
            }

            Array.Clear(_scratch, 0, 66);
            context.Wipe();
        }

        /// <summary>Work for idle time: fills the reserves of random bytes, key pairs and nonces, a piece per call.</summary>
        /// <param name="budget">About this many thousand IL operations.</param>
        /// <returns>True while there is more to prepare.</returns>
        public bool Prepare(int budget)
        {
            // A draw is dearer than most steps: one per call.
            int missing = (_randomReady & 1) == 0 ? 0 : (_randomReady & 2) == 0 ? 1 : 2;
            if (missing < 2)
            {
                _drbg.Generate(_random, missing << 5, 32);
                _randomReady |= 1 << missing;
                return true;
            }

            if (_tickets != null && _tickets.Lifetime > 0 && _tickets.Prepare())
            {
                return true;
            }

            return _preparation.Step(budget);
        }

        /// <summary>Ends the handshake with an alert. Secrets are erased at once.</summary>
        private int Fail(HandshakeContext context, int alert)
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
            context.Phase = PhaseFailed;
            return TlsStatus.Failed;
        }

        /// <summary>Negotiates (RFC 8446 sections 4.1.1, 4.2 and 9.2) all but the ticket, or writes the HelloRetryRequest.</summary>
        /// <returns><see cref="Negotiated"/> if <see cref="AnswerHello"/> is to follow, else <see cref="TlsStatus"/>.</returns>
        private int TakeHello(HandshakeContext context, byte[] buffer, int offset, int length)
        {
            ClientHello hello = _hello;
            int alert = hello.Parse(buffer, offset, length, context.Transport);
            if (alert != TlsAlert.None)
            {
                return Fail(context, alert);
            }

            bool quic = context.Transport == TlsTransport.Quic;
            bool retried = context.Phase == PhaseRetriedHello;
            byte[] m = context.Memory;
            long seen = hello.Seen;
            int offers = hello.Offers;
            int flags = context.Flags & (HandshakeContext.FlagRetried | HandshakeContext.FlagP256);
            if (quic && hello.SessionIdLength != 0)
            {
                context.Flags |= HandshakeContext.FlagQuicViolation;
                return Fail(context, TlsAlert.IllegalParameter);
            }

            // cipher suite
            int choice = offers & _preferred;
            if (choice == 0)
            {
                choice = offers & (ClientHello.Aes128Gcm | ClientHello.ChaCha20Poly1305);
                if (choice == 0)
                {
                    return Fail(context, TlsAlert.HandshakeFailure);
                }
            }

            int suite = choice == ClientHello.Aes128Gcm ? CipherSuite.Aes128GcmSha256 : CipherSuite.ChaCha20Poly1305Sha256;
            if (retried)
            {
                // What HelloRetryRequest fixed stays fixed, and early data is over.
                int sent = HandshakeContext.Hello + 39;
                if (suite != context.Suite || (seen & (1L << ClientHello.EarlyDataExtension)) != 0 || m[sent - 1] != hello.SessionIdLength
                    || !ConstantTime.Equals(m, sent, buffer, hello.SessionIdOffset, hello.SessionIdLength))
                {
                    return Fail(context, TlsAlert.IllegalParameter);
                }
            }

            context.Suite = suite;

            // extensions that must be there
            bool offersPsk = (seen & (1L << ClientHello.PreSharedKeyExtension)) != 0;
            if ((seen & (1L << ClientHello.SupportedGroupsExtension)) == 0 || (seen & (1L << ClientHello.KeyShareExtension)) == 0
                || (offersPsk && (seen & (1L << ClientHello.PskKeyExchangeModesExtension)) == 0)
                || (quic && (seen & (1L << ClientHello.TransportParametersExtension)) == 0)
                || (!offersPsk && (seen & (1L << ClientHello.SignatureAlgorithmsExtension)) == 0))
            {
                return Fail(context, TlsAlert.MissingExtension);
            }

            // application protocol
            if ((offers & ClientHello.ProtocolMatches) != 0)
            {
                flags |= HandshakeContext.FlagAlpn;
            }
            else if (quic || (seen & (1L << ClientHello.ProtocolNegotiationExtension)) != 0)
            {
                return Fail(context, TlsAlert.NoApplicationProtocol);
            }

            // group
            int share = hello.ShareX25519;
            bool p256 = share == 0 && (hello.ShareP256 != 0 || (offers & ClientHello.GroupX25519) == 0);
            if (p256)
            {
                share = hello.ShareP256;
            }

            if ((offers & (p256 ? ClientHello.GroupP256 : ClientHello.GroupX25519)) == 0)
            {
                return Fail(context, share != 0 ? TlsAlert.IllegalParameter : TlsAlert.HandshakeFailure);
            }

            if (retried && (share == 0 || hello.ShareCount != 1 || p256 != ((flags & HandshakeContext.FlagP256) != 0)))
            {
                return Fail(context, TlsAlert.IllegalParameter);
            }

            if (p256)
            {
                flags |= HandshakeContext.FlagP256;
            }

            if ((seen & (1L << ClientHello.EarlyDataExtension)) != 0)
            {
                flags |= HandshakeContext.FlagEarlyData;
            }

            if (hello.SessionIdLength != 0)
            {
                flags |= HandshakeContext.FlagSessionId;
            }

            context.Input = buffer;
            context.InputOffset = offset;
            context.InputLength = length;
            context.Position = 0;
            context.BindersOffset = length;
            context.PeerTransportParametersOffset = hello.TransportParametersOffset;
            context.PeerTransportParametersLength = hello.TransportParametersLength;
            context.Phase = PhaseHashHello;
            if (share == 0)
            {
                context.Flags = flags | HandshakeContext.FlagRetried;
                context.RetryLength = ServerMessages.WriteHello(context, buffer, hello.SessionIdOffset, hello.SessionIdLength, HandshakeContext.Hello, true, 0);
                return TlsStatus.NeedStep;
            }

            // certificate
            context.Certificate = 0;
            if (hello.ServerNameLength != 0)
            {
                int certificate = _certificates.Find(buffer, hello.ServerNameOffset, hello.ServerNameLength);
                if (certificate >= 0)
                {
                    context.Certificate = certificate;
                    flags |= HandshakeContext.FlagServerName;
                }
            }

            if (_tickets != null && _tickets.Lifetime > 0 && (offers & ClientHello.PskDheKe) != 0)
            {
                flags |= HandshakeContext.FlagTicketAllowed;
            }

            context.Flags = flags;
            return Negotiated;
        }

        /// <summary>Writes the hello that answers.</summary>
        /// <param name="context">The handshake.</param>
        /// <param name="buffer">Holds the hello that <see cref="TakeHello"/> took.</param>
        /// <param name="offset">Where it begins.</param>
        /// <param name="identity">Index of the ticket that <see cref="FindTicket"/> found, or -1.</param>
        /// <returns><see cref="TlsStatus"/>.</returns>
        private int AnswerHello(HandshakeContext context, byte[] buffer, int offset, int identity)
        {
            ClientHello hello = _hello;
            int flags = context.Flags;
            if (identity >= 0)
            {
                // Who resumes is not told that its server name was known (RFC 6066 section 3).
                flags = (flags | HandshakeContext.FlagResumed) & ~HandshakeContext.FlagServerName;
                context.BindersOffset = hello.BindersOffset - offset;
            }
            else
            {
                if ((hello.Seen & (1L << ClientHello.SignatureAlgorithmsExtension)) == 0)
                {
                    return Fail(context, TlsAlert.MissingExtension);
                }

                if ((hello.Offers & ClientHello.EcdsaP256Sha256) == 0)
                {
                    return Fail(context, TlsAlert.HandshakeFailure);
                }

                context.Chain = _certificates.Chain(context.Certificate);
            }

            // limits for the records sent to this client
            if (context.Transport != TlsTransport.Quic)
            {
                if (hello.RecordSizeLimit != 0)
                {
                    flags |= HandshakeContext.FlagRecordSizeLimit;
                    context.PeerRecordLimit = hello.RecordSizeLimit < 16385 ? hello.RecordSizeLimit : 16385;
                }
                else if (hello.MaxFragmentLength != 0)
                {
                    flags |= HandshakeContext.FlagMaxFragment;
                    context.PeerRecordLimit = hello.MaxFragmentLength + 1;
                }
            }

            context.Flags = flags;
            if ((flags & HandshakeContext.FlagP256) != 0)
            {
                Array.Copy(buffer, hello.ShareP256, context.Memory, HandshakeContext.PeerShare, 65);
            }
            else
            {
                Array.Copy(buffer, hello.ShareX25519, context.Memory, HandshakeContext.PeerShare, 32);
            }

            ServerMessages.WriteHello(context, buffer, hello.SessionIdOffset, hello.SessionIdLength, HandshakeContext.Hello + context.RetryLength, false, identity);
            return TlsStatus.NeedStep;
        }

        /// <summary>
        /// Looks for a ticket of ours; its PSK goes to Master, and the place of its binder, from the message's begin, to TailLength.
        /// </summary>
        private int FindTicket(HandshakeContext context, byte[] b, long now)
        {
            int p = _hello.IdentitiesOffset;
            int end = _hello.BindersOffset;
            int binder = end + 2;
            for (int i = 0; i < MaxIdentities && p < end; i++)
            {
                int size = (b[p] << 8) | b[p + 1];
                if (size == TicketKeys.TicketLength && b[binder] == 32
                    && _tickets.Open(context.Transport, context.Certificate, b, p + 2, context.Memory, HandshakeContext.Master, now))
                {
                    context.TailLength = binder + 1 - context.InputOffset;
                    return i;
                }

                p += size + 6;
                binder += b[binder] + 1;
            }

            return -1;
        }

        /// <summary>Hashes a piece of the ClientHello, up to the binders.</summary>
        private int HashHello(HandshakeContext context)
        {
            int rest = context.BindersOffset - context.Position;
            if (rest > HashPiece)
            {
                rest = HashPiece;
            }

            context.Transcript.Update(context.Input, context.InputOffset + context.Position, rest);
            context.Position += rest;
            if (context.Position == context.BindersOffset)
            {
                if (context.BindersOffset < context.InputLength)
                {
                    context.Phase = PhasePskEarlySecret;
                }
                else
                {
                    context.Input = null;
                    context.Phase = context.RetryLength != 0 && context.HelloLength == 0 ? PhaseRetry : PhaseTakeShare;
                }
            }

            return rest >> 3;
        }

        /// <summary>Hashes what a binder does not cover.</summary>
        private int HashBinders(HandshakeContext context)
        {
            int rest = context.InputLength - context.Position;
            if (rest > HashPiece)
            {
                rest = HashPiece;
            }

            context.Transcript.Update(context.Input, context.InputOffset + context.Position, rest);
            context.Position += rest;
            if (context.Position == context.InputLength)
            {
                context.Input = null;
                context.Phase = PhaseTakeShare;
            }

            return rest >> 3;
        }

        /// <summary>Takes a prepared key pair, or starts to make one. Negative: the jobs are taken.</summary>
        private int TakeShare(HandshakeContext context)
        {
            byte[] m = context.Memory;
            bool p256 = (context.Flags & HandshakeContext.FlagP256) != 0;
            if (!p256 && _keys != null && _keys.TryTake(m, HandshakeContext.PrivateKey, m, context.ShareOffset))
            {
                context.Phase = PhaseStartAgreement;
                return 1;
            }

            if (!OwnJobs(context))
            {
                return -1;
            }

            TakeRandom(1, m, HandshakeContext.PrivateKey);
            if (p256)
            {
                _jobs.StartP256PublicKey(m, HandshakeContext.PrivateKey);
            }
            else
            {
                _jobs.StartX25519PublicKey(m, HandshakeContext.PrivateKey);
            }

            context.Phase = PhaseShareJob;
            return 80;
        }

        /// <summary>Takes the result of the handshake's job and gives the jobs back.</summary>
        private void FinishJob(HandshakeContext context)
        {
            byte[] m = context.Memory;
            if (context.Phase == PhaseShareJob)
            {
                _jobs.TakeResult(m, context.ShareOffset);
                context.Phase = PhaseStartAgreement;
            }
            else if (context.Phase == PhaseAgreementJob)
            {
                _jobs.TakeResult(m, HandshakeContext.Scratch);
                context.Phase = PhaseServerHello;
            }
            else
            {
                _jobs.TakeResult(_scratch, 0);
                WriteCertificateVerify(context);
            }

            _owner = null;
        }

        /// <summary>A random scalar can be out of range, once in 2^32 times: then another is drawn.</summary>
        private bool RepeatJob(HandshakeContext context)
        {
            if (context.Phase != PhaseShareJob)
            {
                return false;
            }

            _jobs.Cancel();
            _owner = null;
            context.Phase = PhaseTakeShare;
            return true;
        }

        private bool OwnJobs(HandshakeContext context)
        {
            if (_owner == null && _jobs.Status == JobStatus.Idle)
            {
                _owner = context;
            }

            return _owner == context;
        }

        /// <summary>Takes 32 random bytes, drawn before if there are any.</summary>
        private void TakeRandom(int which, byte[] destination, int offset)
        {
            if ((_randomReady & (1 << which)) != 0)
            {
                Array.Copy(_random, which << 5, destination, offset, 32);
                Array.Clear(_random, which << 5, 32);
                _randomReady &= ~(1 << which);
            }
            else
            {
                _drbg.Generate(destination, offset, 32);
            }
        }

        /// <summary>Writes the hash of the transcript so far.</summary>
        private void Snapshot(HandshakeContext context, byte[] destination, int offset)
        {
            Sha256 hash = _provider.Hash;
            hash.CopyFrom(context.Transcript);
            hash.Finish(destination, offset);
        }

        private void Mac(byte[] key, int keyOffset, byte[] hash, int hashOffset, byte[] destination, int offset)
        {
            HmacSha256 hmac = _provider.Hmac;
            hmac.SetKey(key, keyOffset, 32);
            hmac.Update(hash, hashOffset, 32);
            hmac.Finish(destination, offset);
            hmac.Wipe();
        }

        /// <summary>Signs the transcript, with a prepared nonce at once, or starts the job. Negative: the jobs are taken.</summary>
        private int Sign(HandshakeContext context)
        {
            if (_signer == null && !OwnJobs(context))
            {
                return -1;
            }

            byte[] m = context.Memory;
            byte[] key = _certificates.PrivateKey(context.Certificate, context.Chain);
            if (key == null)
            {
                // The certificate was replaced under this handshake.
                Fail(context, TlsAlert.InternalError);
                return 1;
            }

            Sha256 hash = _provider.Hash;
            Snapshot(context, _scratch, 34);
            TlsWire.PutSignatureContext(_scratch, 0);
            hash.ResetAfterSpaces();
            hash.Update(_scratch, 0, 66);
            hash.Finish(m, HandshakeContext.Scratch);
            if (_signer != null)
            {
                _signer.SetKey(key, 0);
                if (_signer.TrySign(m, HandshakeContext.Scratch, _scratch, 0))
                {
                    WriteCertificateVerify(context);
                    return 50;
                }

                if (!OwnJobs(context))
                {
                    return -1;
                }
            }

            _jobs.StartEcdsaSign(key, 0, m, HandshakeContext.Scratch, _drbg);
            context.Phase = PhaseSignJob;
            return 50;
        }

        /// <summary>Writes CertificateVerify with the signature in the scratch.</summary>
        private void WriteCertificateVerify(HandshakeContext context)
        {
            byte[] m = context.Memory;
            int p = HandshakeContext.Tail;
            int length = EcdsaSignature.WriteDer(_scratch, 0, m, p + 8);
            m[p] = 15;
            m[p + 1] = 0;
            m[p + 2] = 0;
            m[p + 3] = (byte)(length + 4);
            m[p + 4] = 4;
            m[p + 5] = 3;
            m[p + 6] = 0;
            m[p + 7] = (byte)length;
            context.TailLength = length + 8;
            context.Transcript.Update(m, p, length + 8);
            Array.Clear(m, HandshakeContext.Scratch, 32);
            context.Phase = PhaseFinishedKey;
        }
    }
}
