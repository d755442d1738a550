// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using MilliHttp.Nano.Crypto;
using MilliHttp.Nano.Quic;
using MilliHttp.Nano.Tls;

namespace MilliHttp.Nano.TestClient
{
    /// <summary>
    /// The client's side of a QUIC connection (RFC 9000), for tests: built from the server's own wire formats, trackers, recovery and streams.
    /// No socket, no clock. One object is one client; <see cref="Start"/> begins anew and keeps tickets and tokens.
    /// </summary>
    public sealed class QuicClient
    {
        /// <summary>States: not begun, in the handshake, established, closed.</summary>
        public const int Idle = 0;

        /// <summary>In the handshake.</summary>
        public const int Handshaking = 1;

        /// <summary>Both Finished are through.</summary>
        public const int Established = 2;

        /// <summary>Over; see <see cref="CloseCode"/>.</summary>
        public const int Closed = 3;

        private const int PeerIds = 4;
        private const int IdRoom = 40;
        private const int ClientInitial = 0;
        private const int ServerInitial = KeyBlock.Length;
        private const int ClientHandshake = 2 * KeyBlock.Length;
        private const int ServerHandshake = 3 * KeyBlock.Length;

        private readonly CryptoProvider _provider;
        private readonly HmacDrbg _drbg;
        private readonly PacketProtection _protection;
        private readonly PacketHeader _header = new PacketHeader();
        private readonly Frame _frame = new Frame();
        private readonly TransportParameters _peerParameters = new TransportParameters();
        private readonly byte[] _keys = new byte[4 * KeyBlock.Length];
        private readonly byte[] _parameters = new byte[200];
        private readonly CryptoReassemblyBuffer _crypto;
        private readonly byte[] _cryptoArena;
        private readonly int _entries;
        private readonly CryptoReassemblyBuffer _tickets = new CryptoReassemblyBuffer(16);
        private readonly byte[] _ticketArena;
        private readonly ReceivedPacketTrackerView[] _received = new ReceivedPacketTrackerView[3];
        private readonly byte[] _ownId = new byte[20];
        private readonly byte[] _firstId = new byte[20];
        private readonly byte[] _retryId = new byte[20];
        private readonly byte[] _token = new byte[256];
        private readonly byte[] _scratch = new byte[64];

        // The peer's connection ids: length, 20 bytes, 1 whether there is a token, 16 of reset token; entry 0 is in use.
        private readonly byte[] _peerIds = new byte[PeerIds * IdRoom];
        private readonly long[] _peerSequences = new long[PeerIds];
        private int _peerIdCount;
        private long _retirePriorTo;
        private readonly long[] _retire = new long[4];
        private int _retireCount;

        private readonly short[] _pieceOffsets;
        private readonly short[] _pieceLengths;
        private int _pieces;
        private int _nextPiece;

        private readonly int[] _sent = new int[2];
        private int _level;
        private int _firstIdLength;
        private int _retryIdLength;
        private int _tokenLength;
        private bool _tokenOfRetry;
        private bool _hasInitialKeys;
        private bool _hasHandshakeKeys;
        private bool _handshakeSent;
        private bool _idKnown;
        private bool _versionAgreed;
        private bool _closeDue;
        private bool _updateDue;
        private bool _challengeDue;
        private bool _responseDue;
        private readonly byte[] _response = new byte[8];
        private readonly byte[] _challenge = new byte[8];

        /// <summary>Makes a client.</summary>
        /// <param name="provider">Symmetric crypto.</param>
        /// <param name="jobs">Idle whenever this client is called.</param>
        /// <param name="drbg">Seeded.</param>
        /// <param name="requests">Requests at a time.</param>
        /// <param name="arena">Bytes of receive memory, under 64 KB.</param>
        public QuicClient(CryptoProvider provider, AsymmetricJobs jobs, HmacDrbg drbg, int requests, int arena)
            : this(provider, jobs, drbg, requests, Roomy(arena))
        {
        }

        /// <summary>Makes a client with arrays of a given size.</summary>
        /// <param name="provider">Symmetric crypto.</param>
        /// <param name="jobs">Idle whenever this client is called.</param>
        /// <param name="drbg">Seeded.</param>
        /// <param name="requests">Requests at a time.</param>
        /// <param name="sizes">Not kept.</param>
        public QuicClient(CryptoProvider provider, AsymmetricJobs jobs, HmacDrbg drbg, int requests, QuicClientSizes sizes)
        {
            _provider = provider;
            _drbg = drbg;
            _protection = new PacketProtection(provider);
            _entries = sizes.Entries;
            _crypto = new CryptoReassemblyBuffer(sizes.Gaps);
            _cryptoArena = new byte[sizes.Flight];
            _ticketArena = new byte[sizes.Tickets];
            _pieceOffsets = new short[sizes.Pieces];
            _pieceLengths = new short[sizes.Pieces];
            Tls = new TlsClient(provider, jobs, drbg, sizes.Hello);
            Tls.Transport = TlsTransport.Quic;
            Tls.Protocols = new byte[] { 2, (byte)'h', (byte)'3' };
            ConnectionParts parts = new ConnectionParts(false, requests, sizes.Arena, sizes.Packets, sizes.Entries);
            Tracker = parts.Tracker;
            Streams = parts.Streams;
            Loss = parts.Loss;
            Keys = parts.Keys;
            for (int i = 0; i < 3; i++)
            {
                _received[i] = new ReceivedPacketTrackerView();
            }
        }

        private static QuicClientSizes Roomy(int arena)
        {
            QuicClientSizes sizes = new QuicClientSizes();
            sizes.Arena = arena;
            return sizes;
        }

        /// <summary>The TLS client, for its options.</summary>
        public readonly TlsClient Tls;

        /// <summary>The streams, for the application.</summary>
        public readonly StreamMapView Streams;

        /// <summary>Recovery.</summary>
        public readonly LossDetectorView Loss;

        /// <summary>Records of sent packets.</summary>
        public readonly SentPacketTrackerView Tracker;

        /// <summary>1-RTT keys.</summary>
        public readonly ApplicationKeysView Keys;

        /// <summary>Where the bytes of our streams are read.</summary>
        public StreamSource Source;

        /// <summary>Length of our connection ids, 0 to 20.</summary>
        public int IdLength = 8;

        /// <summary>Length of the first destination connection id, 8 to 20 (less to provoke).</summary>
        public int FirstIdLength = 8;

        /// <summary>Number of the first Initial packet.</summary>
        public long FirstNumber;

        /// <summary>Largest piece of the ClientHello; pieces are sent shuffled. 0: in order.</summary>
        public int HelloPieces;

        /// <summary>Version to begin with; another than 1 is answered by Version Negotiation.</summary>
        public int FirstVersion = QuicVersion.One;

        /// <summary>Bytes of a datagram with an Initial packet.</summary>
        public int InitialDatagram = 1200;

        /// <summary>State of the connection.</summary>
        public int State;

        /// <summary>Error code it ended with.</summary>
        public long CloseCode;

        /// <summary>Whether <see cref="CloseCode"/> is an application's.</summary>
        public bool CloseIsApplication;

        /// <summary>Whether the server closed (else we did, for an error of the server).</summary>
        public bool ClosedByPeer;

        /// <summary>Whether it ended by a stateless reset.</summary>
        public bool WasReset;

        /// <summary>Whether HANDSHAKE_DONE came.</summary>
        public bool IsConfirmed;

        /// <summary>Whether a Retry was followed.</summary>
        public bool WasRetried;

        /// <summary>Whether a Version Negotiation packet was followed.</summary>
        public bool WasNegotiated;

        /// <summary>Key phases the server has followed or begun.</summary>
        public int KeyUpdates;

        /// <summary>Path challenges that were answered by the server.</summary>
        public int PathResponses;

        /// <summary>Path challenges of the server that we answer.</summary>
        public int PathChallenges;

        /// <summary>Address validation token for the next connection; 0 for none.</summary>
        public int TokenLength { get { return _tokenLength; } }

        /// <summary>Forgets the token.</summary>
        public void ForgetToken()
        {
            _tokenLength = 0;
        }

        /// <summary>The token, to be spoilt.</summary>
        public byte[] Token { get { return _token; } }

        /// <summary>Begins a connection.</summary>
        public void Start(long now)
        {
            State = Handshaking;
            CloseCode = 0;
            CloseIsApplication = false;
            ClosedByPeer = false;
            WasReset = false;
            WasRetried = false;
            WasNegotiated = false;
            IsConfirmed = false;
            KeyUpdates = 0;
            PathResponses = 0;
            PathChallenges = 0;
            _retirePriorTo = 0;
            _retireCount = 0;
            _closeDue = false;
            _updateDue = false;
            _challengeDue = false;
            _responseDue = false;
            _versionAgreed = FirstVersion == QuicVersion.One;
            _retryIdLength = 0;
            if (_tokenOfRetry)
            {
                // It was for that connection only (RFC 9000 section 8.1.2).
                _tokenLength = 0;
                _tokenOfRetry = false;
            }

            _drbg.Generate(_ownId, 0, 20);
            _firstIdLength = FirstIdLength;
            _drbg.Generate(_firstId, 0, 20);
            WriteParameters();
            Tls.LocalTransportParameters = _parameters;
            Tls.Start(now);
            Keys.Wipe();
            Streams.Reset();
            Tracker.Reset();
            Loss.Reset(1200);
            for (int i = 0; i < 3; i++)
            {
                _received[i].Reset();
            }

            Loss.SetNextNumber(PacketSpace.Initial, FirstNumber);
            _level = TlsLevel.Initial;
            _crypto.Reset(_cryptoArena, 0, _cryptoArena.Length);
            _tickets.Reset(_ticketArena, 0, _ticketArena.Length);
            _hasHandshakeKeys = false;
            _handshakeSent = false;
            StartInitial(_firstId, 0, _firstIdLength);
        }

        /// <summary>
        /// The same ClientHello again under other connection ids of the server's, as if a new connection began: cheap, for floods.
        /// </summary>
        public void StartAgain()
        {
            _drbg.Generate(_firstId, 0, 20);
            State = Handshaking;
            Tracker.Reset();
            Loss.Reset(1200);
            _hasHandshakeKeys = false;
            _handshakeSent = false;
            StartInitial(_firstId, 0, _firstIdLength);
        }

        /// <summary>Closes with an application code.</summary>
        public void Close(long code)
        {
            if (State == Established || State == Handshaking)
            {
                CloseCode = code;
                CloseIsApplication = true;
                _closeDue = true;
                State = Closed;
            }
        }

        /// <summary>Updates the keys as soon as that is allowed.</summary>
        public void RequestKeyUpdate()
        {
            _updateDue = true;
        }

        /// <summary>Moves to a new path on purpose: another connection id, and a challenge. False while there is no other id.</summary>
        public bool Migrate()
        {
            if (_peerIdCount < 2 || _retireCount == _retire.Length)
            {
                return false;
            }

            DropPeerId(0);
            _drbg.Generate(_challenge, 0, 8);
            _challengeDue = true;
            return true;
        }

        /// <summary>Asks the path for a sign of life.</summary>
        public void Challenge()
        {
            _drbg.Generate(_challenge, 0, 8);
            _challengeDue = true;
        }

        /// <summary>When <see cref="HandleTimeout"/> or <see cref="PollOutput"/> is to be called, microseconds.</summary>
        public long NextTimeout
        {
            get
            {
                if (State != Handshaking && State != Established)
                {
                    return _closeDue ? 0 : long.MaxValue;
                }

                long time = Loss.Timeout(false);
                for (int i = 0; i < 3; i++)
                {
                    if (HasKeys(i) && _received[i].AckTime < time)
                    {
                        time = _received[i].AckTime;
                    }
                }

                if (WantsWindow() && Loss.PacingTime < time)
                {
                    time = Loss.PacingTime;
                }

                return time;
            }
        }

        /// <summary>Runs the loss timer.</summary>
        public void HandleTimeout(long now)
        {
            if (State == Handshaking || State == Established)
            {
                if (Loss.Timeout(false) <= now)
                {
                    Loss.HandleTimeout(now);
                }
            }
        }

        /// <summary>Composes the next datagram.</summary>
        /// <returns>Its length, 0 for none.</returns>
        public int PollOutput(byte[] buffer, int offset, int max, long now)
        {
            if (State == Closed)
            {
                return _closeDue ? BuildClose(buffer, offset, now) : 0;
            }

            if (State == Idle)
            {
                return 0;
            }

            int end = offset + (max < 1200 ? max : 1200);
            int p = offset;
            if (_hasInitialKeys)
            {
                p = BuildLong(PacketSpace.Initial, buffer, p, offset + InitialDatagram, now);
                if (p != offset)
                {
                    if (!_versionAgreed)
                    {
                        buffer[offset + 1] = (byte)(FirstVersion >> 24);
                        buffer[offset + 2] = (byte)(FirstVersion >> 16);
                        buffer[offset + 3] = (byte)(FirstVersion >> 8);
                        buffer[offset + 4] = (byte)FirstVersion;
                    }

                    return p - offset;
                }
            }

            if (_hasHandshakeKeys)
            {
                p = BuildLong(PacketSpace.Handshake, buffer, p, end, now);
                if (p != offset && !_handshakeSent)
                {
                    // Initial keys go with the first Handshake packet (RFC 9001 section 4.9.1).
                    _handshakeSent = true;
                    _hasInitialKeys = false;
                    Loss.DropSpace(PacketSpace.Initial);
                }
            }

            if (Keys.IsReady && end - p > 100)
            {
                p = BuildShort(buffer, p, end, now);
            }

            return p - offset;
        }

        /// <summary>Takes a datagram; decrypts in place.</summary>
        public void FeedDatagram(byte[] buffer, int offset, int length, long now)
        {
            int p = offset;
            int end = offset + length;
            while (p < end && (State == Handshaking || State == Established))
            {
                int type = _header.Parse(buffer, p, end, IdLength);
                int status = 0;
                int next = _header.End;
                switch (type)
                {
                    case PacketType.Initial:
                        status = _hasInitialKeys && IsOurs(buffer) ? TakeLong(PacketSpace.Initial, buffer, p, now) : 0;
                        break;
                    case PacketType.Handshake:
                        status = _hasHandshakeKeys && IsOurs(buffer) ? TakeLong(PacketSpace.Handshake, buffer, p, now) : 0;
                        break;
                    case PacketType.OneRtt:
                        status = Keys.IsReady && IsOurs(buffer) ? TakeShort(buffer, p, end, now) : 0;
                        break;
                    case PacketType.Retry:
                        TakeRetry(buffer, p, end);
                        return;
                    case PacketType.VersionNegotiation:
                        TakeVersionNegotiation(buffer);
                        return;
                    default:
                        return;
                }

                if (status > 0)
                {
                    Fail(status);
                    return;
                }

                p = next;
            }
        }

        private void Fail(int code)
        {
            if (State != Closed)
            {
                State = Closed;
                CloseCode = code;
                _closeDue = true;
            }
        }

        private bool HasKeys(int space)
        {
            return space == PacketSpace.Initial ? _hasInitialKeys : space == PacketSpace.Handshake ? _hasHandshakeKeys : Keys.IsReady;
        }

        private bool WantsWindow()
        {
            if (!Tracker.CanTrack)
            {
                return false;
            }

            if (_hasInitialKeys && (Tracker.FirstResend(PacketSpace.Initial) >= 0 || HelloLeft()))
            {
                return true;
            }

            if (_hasHandshakeKeys && (Tracker.FirstResend(PacketSpace.Handshake) >= 0 || Tls.FlightLength(TlsLevel.Handshake) > _sent[1]))
            {
                return true;
            }

            return Keys.IsReady && (Tracker.FirstResend(PacketSpace.Application) >= 0 || Streams.WantsToSend || _challengeDue || _responseDue || _retireCount != 0);
        }

        private bool HelloLeft()
        {
            return _nextPiece < _pieces || Tls.FlightLength(TlsLevel.Initial) > _sent[0];
        }

        private bool IsOurs(byte[] buffer)
        {
            return _header.DestinationIdLength == IdLength && ConstantTime.Equals(buffer, _header.DestinationIdOffset, _ownId, 0, IdLength);
        }

        private void StartInitial(byte[] id, int offset, int length)
        {
            ClientPackets.DeriveInitialKeys(_protection, id, offset, length, _keys, 0);
            _hasInitialKeys = true;
            _idKnown = false;
            _peerIdCount = 1;
            _peerSequences[0] = 0;
            _peerIds[0] = (byte)length;
            _peerIds[21] = 0;
            Array.Copy(id, offset, _peerIds, 1, length);
            _sent[0] = 0;
            _sent[1] = 0;
            CutHello();
        }

        // Shuffled pieces of random length.
        private void CutHello()
        {
            _pieces = 0;
            _nextPiece = 0;
            if (HelloPieces <= 0)
            {
                return;
            }

            int total = Tls.FlightLength(TlsLevel.Initial);
            int at = 0;
            while (at < total && _pieces < _pieceOffsets.Length)
            {
                _drbg.Generate(_scratch, 0, 2);
                int length = 1 + (_scratch[0] << 8 | _scratch[1]) % HelloPieces;
                if (length > total - at || _pieces == _pieceOffsets.Length - 1)
                {
                    length = total - at;
                }

                _pieceOffsets[_pieces] = (short)at;
                _pieceLengths[_pieces] = (short)length;
                _pieces++;
                at += length;
            }

            for (int i = _pieces - 1; i > 0; i--)
            {
                _drbg.Generate(_scratch, 0, 2);
                int k = (_scratch[0] << 8 | _scratch[1]) % (i + 1);
                short swap = _pieceOffsets[i];
                _pieceOffsets[i] = _pieceOffsets[k];
                _pieceOffsets[k] = swap;
                swap = _pieceLengths[i];
                _pieceLengths[i] = _pieceLengths[k];
                _pieceLengths[k] = swap;
            }

            _sent[0] = total;
        }

        private void WriteParameters()
        {
            TransportParameters own = new TransportParameters();
            own.SetDefaults();
            own.MaxIdleTimeout = 30000;
            own.InitialMaxData = Streams.InitialMaxData;
            own.InitialMaxStreamDataBidiLocal = Streams.InitialMaxStreamData;
            own.InitialMaxStreamDataBidiRemote = Streams.InitialMaxStreamData;
            own.InitialMaxStreamDataUni = Streams.InitialMaxStreamData;
            own.InitialMaxStreamsUni = Streams.InitialMaxStreamsUni;
            own.ActiveConnectionIdLimit = PeerIds;
            int p = own.WriteNumbers(_parameters, 0);
            p = TransportParameters.WriteBytes(_parameters, p, TransportParameters.IdInitialSourceId, _ownId, 0, IdLength);
            Tls.LocalTransportParametersLength = p;
        }

        private int BuildLong(int space, byte[] buffer, int start, int end, long now)
        {
            bool initial = space == PacketSpace.Initial;
            int level = initial ? TlsLevel.Initial : TlsLevel.Handshake;
            ReceivedPacketTrackerView received = _received[space];
            bool probe = Loss.Probes(space) > 0;
            bool may = probe || Loss.CanSend(now);
            int record = may ? Tracker.FirstResend(space) : -1;
            bool left = initial ? HelloLeft() : Tls.FlightLength(level) > _sent[1];
            bool fresh = may && record < 0 && (left || probe) && Tracker.CanTrack;
            if (record < 0 && !fresh && !received.HasUnacknowledged)
            {
                return start;
            }

            long number = Loss.NextNumber(space);
            int numberLength = PacketNumber.EncodedLength(number, Loss.LargestAcknowledged(space));
            int at = ClientPackets.WriteLong(buffer, start, initial ? PacketType.Initial : PacketType.Handshake, numberLength, _peerIds, 1, _peerIds[0], _ownId, 0, IdLength, _token, 0, initial ? _tokenLength : 0);
            int limit = end - PacketProtection.TagLength;
            int p = at + numberLength;
            int begin = p;
            bool acknowledges = false;
            if (record >= 0 && Streams.ResendLength(record) > limit - p)
            {
                record = -1;
            }

            if (received.HasUnacknowledged && (record < 0 || limit - p - Streams.ResendLength(record) > 60))
            {
                p = received.WriteAck(buffer, p, limit, now, 3);
                acknowledges = p != begin;
            }

            if (record >= 0)
            {
                Tracker.BeginResend(record);
                for (int i = 0; i < Tracker.CurrentEntryCount; i++)
                {
                    p = WriteCrypto(level, buffer, p, Tracker.CurrentOffset(i), Tracker.CurrentLength(i));
                }
            }
            else if (fresh)
            {
                Tracker.Begin(space);
                while (initial && _nextPiece < _pieces && Tracker.EntriesLeft > 0 && limit - p >= _pieceLengths[_nextPiece] + 8)
                {
                    int from = _pieceOffsets[_nextPiece];
                    int count = _pieceLengths[_nextPiece];
                    p = WriteCrypto(level, buffer, p, from, count);
                    Tracker.AddEntry(SentEntry.Crypto, 0, from, count);
                    _nextPiece++;
                }

                int sent = _sent[initial ? 0 : 1];
                int rest = Tls.FlightLength(level) - sent;
                int room = limit - p - 10;
                if (rest > 0 && room > 0 && Tracker.EntriesLeft > 0)
                {
                    int count = rest < room ? rest : room;
                    p = WriteCrypto(level, buffer, p, sent, count);
                    Tracker.AddEntry(SentEntry.Crypto, 0, sent, count);
                    _sent[initial ? 0 : 1] = sent + count;
                }
            }

            if ((record >= 0 || fresh) && !Tracker.HasContent)
            {
                p = FrameWriter.Write(buffer, p, FrameType.Ping);
                Tracker.AddControl(ControlFrame.Ping);
            }

            if (p == begin)
            {
                return start;
            }

            // A client pads every datagram with an Initial (RFC 9000 section 14.1).
            if (initial && p < limit)
            {
                Array.Clear(buffer, p, limit - p);
                p = limit;
            }

            int suite = initial ? CipherSuite.Aes128GcmSha256 : Tls.Suite;
            p = _protection.Seal(suite, _keys, initial ? ClientInitial : ClientHandshake, buffer, ClientPackets.Written(start, at, numberLength), number, p);
            Loss.OnPacketSent(space, p - start, now);
            if (acknowledges)
            {
                received.OnAckSent();
            }

            return p;
        }

        private int WriteCrypto(int level, byte[] buffer, int p, int from, int count)
        {
            p = FrameWriter.Write(buffer, p, FrameType.Crypto, from, count);
            Tls.ReadFlight(level, from, buffer, p, count);
            return p + count;
        }

        private int BuildShort(byte[] buffer, int start, int end, long now)
        {
            int space = PacketSpace.Application;
            ReceivedPacketTrackerView received = _received[space];
            int lost = Tracker.TakeLostControl();
            if ((lost & ControlFrame.PathChallenge) != 0)
            {
                _challengeDue = true;
            }

            if (_updateDue && IsConfirmed && Keys.CanUpdate(Loss.LargestAcknowledged(space)))
            {
                _updateDue = false;
                Keys.Update(_protection);
                KeyUpdates++;
            }

            bool probe = Loss.Probes(space) > 0;
            bool may = probe || Loss.CanSend(now);
            bool ackDue = received.AckTime <= now;
            int record = may ? Tracker.FirstResend(space) : -1;
            bool wants = Streams.WantsToSend || _challengeDue || _responseDue || _retireCount != 0;
            bool fresh = may && record < 0 && (wants || probe) && Tracker.CanTrack;
            if (!ackDue && record < 0 && !fresh)
            {
                return start;
            }

            long number = Loss.NextNumber(space);
            int numberLength = PacketNumber.EncodedLength(number, Loss.LargestAcknowledged(space));
            int at = ClientPackets.WriteShort(buffer, start, Keys.SendPhase, numberLength, _peerIds, 1, _peerIds[0]);
            int p = at + numberLength;
            int begin = p;
            int limit = end - PacketProtection.TagLength - _entries;
            if (record >= 0 && Streams.ResendLength(record) > end - PacketProtection.TagLength - p)
            {
                // The rest of this datagram is too small: the next one is not.
                return start;
            }

            bool acknowledges = false;
            if (received.HasUnacknowledged || ackDue)
            {
                int room = record >= 0 ? end - PacketProtection.TagLength - Streams.ResendLength(record) : limit;
                if (room > p)
                {
                    p = received.WriteAck(buffer, p, room, now, 3);
                }

                acknowledges = p != begin;
            }

            if (record >= 0)
            {
                Tracker.BeginResend(record);
            }
            else if (fresh)
            {
                Tracker.Begin(space);
            }

            if (record >= 0 || fresh)
            {
                if (record >= 0)
                {
                    // No reserve is needed twice.
                    limit = end - PacketProtection.TagLength;
                }

                p = Streams.WriteFrames(buffer, p, limit, true, Source);
                if (_challengeDue && limit - p > 9)
                {
                    p = FrameWriter.WritePath(buffer, p, FrameType.PathChallenge, (long)BigEndian.ReadUInt64(_challenge, 0));
                    Tracker.AddControl(ControlFrame.PathChallenge);
                    _challengeDue = false;
                }

                if (_responseDue && limit - p > 9)
                {
                    p = FrameWriter.WritePath(buffer, p, FrameType.PathResponse, (long)BigEndian.ReadUInt64(_response, 0));
                    Tracker.AddControl(ControlFrame.Ping);
                    _responseDue = false;
                }

                if (_retireCount != 0 && limit - p > 40)
                {
                    // Not remembered when lost: the server may keep an id too long, which is its own trouble.
                    for (int i = 0; i < _retireCount; i++)
                    {
                        p = FrameWriter.Write(buffer, p, FrameType.RetireConnectionId, _retire[i]);
                    }

                    _retireCount = 0;
                    Tracker.AddControl(ControlFrame.Ping);
                }

                if (!Tracker.HasContent)
                {
                    if (probe)
                    {
                        p = FrameWriter.Write(buffer, p, FrameType.Ping);
                        Tracker.AddControl(ControlFrame.Ping);
                    }
                    else
                    {
                        Tracker.Cancel();
                    }
                }
            }

            if (p == begin)
            {
                return start;
            }

            p = Keys.Seal(_protection, buffer, start, at, numberLength, number, p);
            Loss.OnPacketSent(space, p - start, now);
            if (acknowledges)
            {
                received.OnAckSent();
            }

            return p;
        }

        private int BuildClose(byte[] buffer, int offset, long now)
        {
            _closeDue = false;
            int space = Keys.IsReady ? PacketSpace.Application : _hasHandshakeKeys ? PacketSpace.Handshake : PacketSpace.Initial;
            long number = Loss.NextNumber(space);
            if (space == PacketSpace.Application)
            {
                int at = ClientPackets.WriteShort(buffer, offset, Keys.SendPhase, 4, _peerIds, 1, _peerIds[0]);
                int p = FrameWriter.WriteConnectionClose(buffer, at + 4, CloseIsApplication, CloseCode, 0);
                return Keys.Seal(_protection, buffer, offset, at, 4, number, p) - offset;
            }

            bool initial = space == PacketSpace.Initial;
            int n = ClientPackets.WriteLong(buffer, offset, initial ? PacketType.Initial : PacketType.Handshake, 4, _peerIds, 1, _peerIds[0], _ownId, 0, IdLength, _token, 0, initial ? _tokenLength : 0);
            int q = FrameWriter.WriteConnectionClose(buffer, n + 4, false, CloseIsApplication ? TransportError.Application : CloseCode, 0);
            if (initial)
            {
                int full = offset + InitialDatagram - PacketProtection.TagLength;
                if (full > q)
                {
                    Array.Clear(buffer, q, full - q);
                    q = full;
                }
            }

            return _protection.Seal(initial ? CipherSuite.Aes128GcmSha256 : Tls.Suite, _keys, initial ? ClientInitial : ClientHandshake, buffer, ClientPackets.Written(offset, n, 4), number, q) - offset;
        }

        private int TakeLong(int space, byte[] buffer, int start, long now)
        {
            bool initial = space == PacketSpace.Initial;
            ReceivedPacketTrackerView received = _received[space];
            int sourceOffset = _header.SourceIdOffset;
            int sourceLength = _header.SourceIdLength;
            int status = _protection.Open(initial ? CipherSuite.Aes128GcmSha256 : Tls.Suite, _keys, initial ? ServerInitial : ServerHandshake, buffer, ClientPackets.Parsed(start, _header.NumberOffset, _header.End), received.Largest);
            if (status == PacketProtection.Undecryptable)
            {
                return 0;
            }

            if (status != 0 || received.IsDuplicate(_protection.PacketNumber))
            {
                return status;
            }

            if (!_idKnown)
            {
                _idKnown = true;
                _peerIds[0] = (byte)sourceLength;
                Array.Copy(buffer, sourceOffset, _peerIds, 1, sourceLength);
            }

            return TakeFrames(space, initial ? PacketType.Initial : PacketType.Handshake, buffer, now);
        }

        private int TakeShort(byte[] buffer, int start, int end, long now)
        {
            ReceivedPacketTrackerView received = _received[PacketSpace.Application];
            int phase = Keys.SendPhase;
            int status = Keys.Open(_protection, buffer, start, _header.NumberOffset, end, received.Largest, now, 3L * Loss.ProbeTimeout);
            if (status == PacketProtection.Undecryptable)
            {
                for (int i = 0; i < _peerIdCount; i++)
                {
                    if (_peerIds[i * IdRoom + 21] != 0 && end - start >= 21 && ConstantTime.Equals(buffer, end - 16, _peerIds, i * IdRoom + 22, 16))
                    {
                        WasReset = true;
                        State = Closed;
                        return 0;
                    }
                }

                return 0;
            }

            if (phase != Keys.SendPhase)
            {
                KeyUpdates++;
            }

            if (status != 0 || received.IsDuplicate(_protection.PacketNumber))
            {
                return status;
            }

            return TakeFrames(PacketSpace.Application, PacketType.OneRtt, buffer, now);
        }

        private int TakeFrames(int space, int type, byte[] buffer, long now)
        {
            long number = _protection.PacketNumber;
            int p = _protection.PayloadOffset;
            int end = _protection.PayloadEnd;
            bool eliciting = false;
            Frame frame = _frame;
            while (p < end)
            {
                p = FrameReader.Parse(buffer, p, end, frame);
                if (p < 0)
                {
                    return -p;
                }

                if (type != PacketType.OneRtt && !FrameType.IsAllowed(frame.Type, type))
                {
                    return TransportError.ProtocolViolation;
                }

                eliciting |= FrameType.IsAckEliciting(frame.Type);
                int status = 0;
                switch (frame.Type)
                {
                    case FrameType.Padding:
                    case FrameType.Ping:
                    case FrameType.RetireConnectionId:
                        break;
                    case FrameType.Ack:
                    case FrameType.AckEcn:
                        status = Loss.OnAck(frame, buffer, space, now);
                        if (space == PacketSpace.Handshake)
                        {
                            Loss.OnPeerValidatedAddress();
                        }

                        break;
                    case FrameType.Crypto:
                        status = TakeCrypto(space, buffer, now);
                        break;
                    case FrameType.NewToken:
                        if (frame.DataLength <= _token.Length)
                        {
                            Array.Copy(buffer, frame.DataOffset, _token, 0, frame.DataLength);
                            _tokenLength = frame.DataLength;
                            _tokenOfRetry = false;
                        }

                        break;
                    case FrameType.NewConnectionId:
                        status = TakeNewId(buffer);
                        break;
                    case FrameType.PathChallenge:
                        Array.Copy(buffer, frame.DataOffset, _response, 0, 8);
                        _responseDue = true;
                        PathChallenges++;
                        break;
                    case FrameType.PathResponse:
                        if (ConstantTime.Equals(buffer, frame.DataOffset, _challenge, 0, 8))
                        {
                            PathResponses++;
                        }

                        break;
                    case FrameType.ConnectionClose:
                    case FrameType.ConnectionCloseApplication:
                        State = Closed;
                        ClosedByPeer = true;
                        CloseCode = frame.Value;
                        CloseIsApplication = frame.Type == FrameType.ConnectionCloseApplication;
                        return 0;
                    case FrameType.HandshakeDone:
                        if (!IsConfirmed)
                        {
                            IsConfirmed = true;
                            _hasHandshakeKeys = false;
                            Loss.DropSpace(PacketSpace.Handshake);
                            Loss.OnPeerValidatedAddress();
                            Loss.OnHandshakeConfirmed();
                        }

                        break;
                    default:
                        status = Streams.OnFrame(frame, buffer);
                        break;
                }

                if (status < 0)
                {
                    return 0;
                }

                if (status > 0)
                {
                    return status;
                }
            }

            _received[space].OnReceived(number, eliciting, now, space == PacketSpace.Application ? 25000 : 0);
            return 0;
        }

        private int TakeCrypto(int space, byte[] buffer, long now)
        {
            Frame frame = _frame;
            int level = space == PacketSpace.Initial ? TlsLevel.Initial : space == PacketSpace.Handshake ? TlsLevel.Handshake : TlsLevel.Application;
            if (level < _level)
            {
                // Sent again for nothing.
                return 0;
            }

            if (level > _level && level == TlsLevel.Handshake)
            {
                // The ServerHello is missing still: keys could not be there.
                return -1;
            }

            CryptoReassemblyBuffer crypto = level == TlsLevel.Application ? _tickets : _crypto;
            byte[] arena = level == TlsLevel.Application ? _ticketArena : _cryptoArena;
            int status = crypto.Add(frame.Offset, buffer, frame.DataOffset, frame.DataLength);
            if (status != 0)
            {
                return status;
            }

            int length;
            while ((length = crypto.MessageLength) != 0)
            {
                if (Tls.FeedMessage(level, arena, 0, length, now) == TlsStatus.Failed)
                {
                    return TransportError.Crypto + Tls.Alert;
                }

                if (Tls.PeerTransportParametersLength != 0 && level == TlsLevel.Handshake && arena[0] == 8)
                {
                    status = TakeParameters(arena);
                    if (status != 0)
                    {
                        return status;
                    }
                }

                crypto.Consume(length);
                if (level == TlsLevel.Initial && Tls.HandshakeKeysReady)
                {
                    Tls.ExportKeys(TlsLevel.Handshake, true, _keys, ClientHandshake);
                    Tls.ExportKeys(TlsLevel.Handshake, false, _keys, ServerHandshake);
                    _hasHandshakeKeys = true;
                    _level = TlsLevel.Handshake;
                    _crypto.Reset(_cryptoArena, 0, _cryptoArena.Length);
                    return 0;
                }

                if (level == TlsLevel.Handshake && Tls.IsComplete)
                {
                    Tls.ExportTrafficSecret(false, Keys.Block, ApplicationKeys.ReceiveSecret);
                    Tls.ExportTrafficSecret(true, Keys.Block, ApplicationKeys.SendSecret);
                    Keys.Start(_protection, Tls.Suite);
                    State = Established;
                    _level = TlsLevel.Application;
                    return 0;
                }
            }

            return 0;
        }

        // RFC 9000 section 7.3.
        private int TakeParameters(byte[] arena)
        {
            TransportParameters p = _peerParameters;
            int status = p.Parse(arena, Tls.PeerTransportParametersOffset, Tls.PeerTransportParametersLength, false);
            if (status != 0)
            {
                return status;
            }

            if (!IsParameter(arena, TransportParameters.IdInitialSourceId, _peerIds, 1, _peerIds[0])
                || !IsParameter(arena, TransportParameters.IdOriginalDestinationId, _firstId, 0, _firstIdLength)
                || WasRetried != FindParameter(arena, TransportParameters.IdRetrySourceId) >= 0
                || (WasRetried && !IsParameter(arena, TransportParameters.IdRetrySourceId, _retryId, 0, _retryIdLength)))
            {
                return TransportError.TransportParameter;
            }

            int token = FindParameter(arena, TransportParameters.IdResetToken);
            if (token >= 0)
            {
                _peerIds[21] = 1;
                Array.Copy(arena, token, _peerIds, 22, 16);
            }

            Streams.SetPeerLimits(p);
            Loss.SetPeerAckDelay(p.AckDelayExponent, p.MaxAckDelay * 1000);
            return 0;
        }

        private int FindParameter(byte[] arena, int id)
        {
            return TransportParameters.Find(arena, Tls.PeerTransportParametersOffset, Tls.PeerTransportParametersLength, id);
        }

        private bool IsParameter(byte[] arena, int id, byte[] value, int offset, int length)
        {
            int at = FindParameter(arena, id);
            return at >= 0 && arena[at - 1] == length && ConstantTime.Equals(arena, at, value, offset, length);
        }

        private int TakeNewId(byte[] buffer)
        {
            Frame frame = _frame;
            if (frame.Offset > _retirePriorTo)
            {
                _retirePriorTo = frame.Offset;
            }

            for (int i = 0; i < _peerIdCount; i++)
            {
                if (_peerSequences[i] == frame.Value)
                {
                    return 0;
                }
            }

            if (frame.Value < _retirePriorTo)
            {
                return 0;
            }

            if (_peerIdCount == PeerIds)
            {
                return TransportError.ConnectionIdLimit;
            }

            int at = _peerIdCount * IdRoom;
            _peerIds[at] = (byte)frame.DataLength;
            Array.Copy(buffer, frame.DataOffset, _peerIds, at + 1, frame.DataLength);
            _peerIds[at + 21] = 1;
            Array.Copy(buffer, frame.DataOffset + frame.DataLength, _peerIds, at + 22, 16);
            _peerSequences[_peerIdCount] = frame.Value;
            _peerIdCount++;
            for (int i = _peerIdCount - 1; i >= 0 && _peerIdCount > 1; i--)
            {
                if (_peerSequences[i] < _retirePriorTo && _retireCount < _retire.Length)
                {
                    DropPeerId(i);
                }
            }

            return 0;
        }

        private void DropPeerId(int index)
        {
            _retire[_retireCount] = _peerSequences[index];
            _retireCount++;
            _peerIdCount--;
            for (int i = index; i < _peerIdCount; i++)
            {
                _peerSequences[i] = _peerSequences[i + 1];
            }

            Array.Copy(_peerIds, (index + 1) * IdRoom, _peerIds, index * IdRoom, (_peerIdCount - index) * IdRoom);
        }

        private void TakeRetry(byte[] buffer, int start, int end)
        {
            // One only, and not after the server has spoken (RFC 9000 section 17.2.5.2).
            if (WasRetried || _idKnown || State != Handshaking || _header.TokenLength == 0 || _header.TokenLength > _token.Length)
            {
                return;
            }

            // The tag is computed over the packet with the first id before it: a copy with that room.
            byte[] copy = new byte[32 + end - start];
            Array.Copy(buffer, start, copy, 32, end - start);
            if (!ClientPackets.CheckRetryTag(_protection, _firstId, _firstIdLength, copy, 32, copy.Length))
            {
                return;
            }

            WasRetried = true;
            _tokenOfRetry = true;
            _tokenLength = _header.TokenLength;
            Array.Copy(buffer, _header.TokenOffset, _token, 0, _tokenLength);
            _retryIdLength = _header.SourceIdLength;
            Array.Copy(buffer, _header.SourceIdOffset, _retryId, 0, _retryIdLength);
            Loss.OnRetry();
            StartInitial(_retryId, 0, _retryIdLength);
        }

        private void TakeVersionNegotiation(byte[] buffer)
        {
            if (_versionAgreed || _idKnown)
            {
                return;
            }

            for (int i = 0; i + 4 <= _header.TokenLength; i += 4)
            {
                int at = _header.TokenOffset + i;
                if ((buffer[at] | buffer[at + 1] | buffer[at + 2]) == 0 && buffer[at + 3] == 1)
                {
                    WasNegotiated = true;
                    _versionAgreed = true;
                    Loss.OnRetry();
                    StartInitial(_firstId, 0, _firstIdLength);
                    return;
                }
            }
        }
    }
}
