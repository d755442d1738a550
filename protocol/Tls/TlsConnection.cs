// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using MilliHttp.Nano.Crypto;

namespace MilliHttp.Nano.Tls
{
    /// <summary>
    /// A server's TLS 1.3 connection over TCP, sans-IO: records in, records out, application data in between. One receive arena serves the
    /// ClientHello, then the records being decrypted and the plaintext not yet consumed.
    /// </summary>
    /// <remarks>
    /// <para><b>The loop around it.</b></para>
    /// <code>
    /// tls.Open(now);                                        // a client was accepted
    /// ...
    /// consumed = tls.FeedData(chunk, offset, length, now);  // bytes of the socket; those not consumed are given again later
    /// if (tls.NeedsStep) tls.Step(budget, now);             // in every turn; handshake work in pieces
    /// ... the application reads and writes, see below ...
    /// while ((n = tls.PollOutput()) > 0)                    // n bytes at tls.OutputBuffer[tls.OutputOffset]
    ///     { sent = socket.Send(...); tls.OutputSent(sent); if (sent is short) break; }
    /// if (tls.IsFinished) { close the socket; tls.Reset(); }
    /// if (now >= tls.NextTimeout) tls.HandleTimeout(now);
    /// </code>
    /// <para>When the peer's end of stream was seen on the socket: <see cref="FeedEnd"/>. When the socket died: <see cref="Reset"/>.</para>
    /// <para><b>Reading.</b> <see cref="ReadLength"/> bytes lie at ReadBuffer[ReadOffset]; <see cref="Consume"/> takes bytes off the front. FeedData,
    /// Step, Consume and Retain may move them: keep offsets relative to ReadOffset, and none across such calls. A request head whose slices must stay
    /// put while the body runs through the same buffer is taken off with <see cref="Retain"/>: it then lies at ReadBuffer[0], and stays there until
    /// <see cref="ReleaseRetained"/>.</para>
    /// <para><b>Unverified bytes.</b> A record that does not fit the free arena is decrypted as it arrives, and its bytes are handed out before its tag was
    /// seen. While <see cref="IsVerified"/> is false, nothing observable may depend on bytes handed out: no answer, no close, no stored state, and not
    /// whether the next bytes are taken either. So the reader must go on consuming until IsVerified is true again, also when its parser has
    /// refused the request already or a request is complete: it holds the verdict back, stages what it gets and drops what it cannot hold. If the record was
    /// forged, <see cref="State"/> becomes <see cref="TlsConnectionState.Failed"/> (the peer gets bad_record_mac), and everything
    /// consumed since IsVerified was last true is void.</para>
    /// <para>FeedData taking less than it was given is backpressure: consume, then feed the rest in the same turn of the loop, as long as either makes
    /// progress. How much is taken at once while IsVerified is false can depend on the bytes; what is taken in a turn then does not.</para>
    /// <para><b>Writing.</b> <see cref="Reserve"/> gives the room for one record's content at WriteBuffer[WriteOffset]; the response is composed there,
    /// and <see cref="Commit"/> seals it in place. Several records may wait in the buffer; Reserve gives 0 while there is no
    /// room: send first.</para>
    /// <para><b>Closing.</b> <see cref="Close"/> queues close_notify behind what was committed. <see cref="IsPeerClosed"/>: the peer has sent its own.</para>
    /// </remarks>
    public sealed partial class TlsConnection
    {
        // How a record's body is taken.
        private const int ModeHeader = 0;     // between records, or in a header
        private const int ModeHandshake = 1;  // plaintext handshake bytes, straight to the arena
        private const int ModeSmall = 2;      // plaintext alert or change_cipher_spec
        private const int ModeWhole = 3;      // protected, opened when complete
        private const int ModeStream = 4;     // protected, opened as it arrives
        private const int ModeSkip = 5;       // refused early data

        // Bits of _n[FlagsAt].
        private const int FlagReadKeys = 1;
        private const int FlagWriteKeys = 2;
        private const int FlagHelloSeen = 4;
        private const int FlagEarlyData = 8;
        private const int FlagPeerClosed = 16;
        private const int FlagAlertPending = 32;
        private const int FlagKeyUpdatePending = 64;
        private const int FlagUnverified = 128;
        private const int FlagOverflow = 256;
        private const int FlagReserved = 512;
        private const int FlagReceived = 1024;
        private const int FlagEmitting = 2048;
        private const int FlagCipherSpecSent = 4096;
        private const int FlagOpen = 8192;
        private const int FlagLimited = 16384;
        private const int FlagApplicationProtocol = 32768;
        private const int FlagResumed = 65536;

        // Stages of the handshake's work.
        private const int StageWait = 0;
        private const int StageEngine = 1;
        private const int StageHandshakeWrite = 2;
        private const int StageHandshakeRead = 3;
        private const int StageApplicationRead = 4;
        private const int StageApplicationWrite = 5;
        private const int StageTicket = 6;

        // Offsets in _keys. Over TCP there is no header protection: the secrets lie where its keys would.
        private const int ReadKeys = 0;
        private const int WriteKeys = KeyBlock.Length;
        private const int ReadSecret = ReadKeys + KeyBlock.HeaderProtection;
        private const int WriteSecret = WriteKeys + KeyBlock.HeaderProtection;
        private const int Header = 2 * KeyBlock.Length;
        private const int Tag = Header + 5;
        private const int Message = Tag + 16;
        private const int KeysLength = Message + 5;

        private const int HeaderLength = 5;
        private const int Overhead = 1 + CipherSuite.TagLength;
        private const int KeyUpdateRecord = HeaderLength + 5 + Overhead;
        private const int MaxPlaintext = 16384;
        private const int MaxCiphertext = 16384 + 256;

        // Records longer than this are opened as they arrive even where they fit: no stretch of the loop is longer than one packet.
        private const int LongRecord = 1400;

        // Records in a row that carry nothing (empty, change_cipher_spec, KeyUpdate, user_canceled).
        private const int MaxIdleRecords = 32;

        // Records under one key (RFC 8446 section 5.5 allows AES-GCM 2^24.5 full ones).
        private const long MaxRecords = 1L << 24;

        // Numbers of a connection, in one array: as fields each would take 12 bytes of a device's heap.
        private const int StateAt = 0;
        private const int StageAt = 1;
        private const int FlagsAt = 2;
        private const int AlertAt = 3;
        private const int SuiteAt = 4;
        private const int ModeAt = 5;

        // The arena: [0, retained) held for the application, [readOffset, readEnd) readable, [readEnd, tail) decrypted but not handed out.
        private const int RetainedAt = 6;
        private const int ReadOffsetAt = 7;
        private const int ReadEndAt = 8;
        private const int TailAt = 9;

        // The record under way.
        private const int HeaderFillAt = 10;
        private const int RecordLengthAt = 11;
        private const int RecordLeftAt = 12;
        private const int BodyAt = 13;

        // The last byte that is not zero, and the zeros behind it: perhaps type and padding, perhaps content.
        private const int HeldAt = 14;
        private const int HeldZerosAt = 15;

        // Held bytes that turned out to be content but do not fit in front of the chunk that showed it.
        private const int PrefixByteAt = 16;
        private const int PrefixZerosAt = 17;
        private const int ChunkAt = 18;
        private const int ChunkLengthAt = 19;

        private const int MessageFillAt = 20;
        private const int IdleRecordsAt = 21;
        private const int EarlyDataAt = 22;
        private const int OutputOffsetAt = 23;
        private const int OutputEndAt = 24;
        private const int PeerLimitAt = 25;
        private const int OwnLimitAt = 26;
        private const int FlightOffsetAt = 27;
        private const int FlightLevelAt = 28;
        private const int Numbers = 29;

        private readonly TlsEngine _engine;
        private readonly CryptoProvider _provider;
        private readonly TlsProfile _profile; // null under the Static policy: only the boot needs it then
        private readonly long _handshakeTimeout;
        private readonly int _maxEarlyData;
        private readonly byte[] _keys = new byte[KeysLength];
        private readonly int[] _n = new int[Numbers];

        // Null while nobody is connected, under the OnDemand policy.
        private HandshakeContext _context;
        private byte[] _arena;
        private byte[] _output;
        private long _readSequence;
        private long _writeSequence;
        private long _deadline;

        /// <summary>Makes the connection with all its memory (but, under the OnDemand policy, that of a client).</summary>
        /// <param name="engine">The shared handshake engine.</param>
        /// <param name="provider">Symmetric crypto.</param>
        /// <param name="profile">Sizes and timeouts.</param>
        public TlsConnection(TlsEngine engine, CryptoProvider provider, TlsProfile profile)
        {
            _engine = engine;
            _provider = provider;
            _handshakeTimeout = profile.HandshakeTimeout;
            _maxEarlyData = profile.MaxSkippedEarlyData;
            if (profile.OnDemand)
            {
                _profile = profile;
            }
            else
            {
                Allocate(profile);
            }

            _n[AlertAt] = TlsAlert.None;
        }

        /// <summary><see cref="TlsConnectionState"/>.</summary>
        public int State => _n[StateAt];

        /// <summary>The fatal alert sent, or 256 + the one received; <see cref="TlsAlert.None"/> if neither.</summary>
        public int Alert => _n[AlertAt];

        /// <summary>True when the peer has sent close_notify, or its end of stream was fed.</summary>
        public bool IsPeerClosed => (_n[FlagsAt] & FlagPeerClosed) != 0;

        /// <summary>True when the state is Closed or Failed and all output was sent: close the socket.</summary>
        public bool IsFinished => _n[StateAt] >= TlsConnectionState.Closed && _n[OutputOffsetAt] == _n[OutputEndAt] && (_n[FlagsAt] & FlagAlertPending) == 0;

        /// <summary>True when a byte of the client has arrived since <see cref="Open"/> (a silent preconnect has none).</summary>
        public bool HasReceived => (_n[FlagsAt] & FlagReceived) != 0;

        /// <summary>True while <see cref="Step"/> has work.</summary>
        public bool NeedsStep => _n[StageAt] != StageWait;

        /// <summary>When <see cref="HandleTimeout"/> wants to be called, in microseconds; long.MaxValue: never.</summary>
        public long NextTimeout => _n[StateAt] == TlsConnectionState.Handshake && (_n[FlagsAt] & FlagOpen) != 0 ? _deadline : long.MaxValue;

        /// <summary>The arena.</summary>
        public byte[] ReadBuffer => _arena;

        /// <summary>Where the readable bytes begin.</summary>
        public int ReadOffset => _n[ReadOffsetAt];

        /// <summary>The number of readable bytes.</summary>
        public int ReadLength => _n[StateAt] == TlsConnectionState.Handshake ? 0 : _n[ReadEndAt] - _n[ReadOffsetAt];

        /// <summary>True when every byte handed out so far, consumed or readable, belongs to a verified record.</summary>
        public bool IsVerified => (_n[FlagsAt] & FlagUnverified) == 0;

        /// <summary>Bytes held at the front of the arena by <see cref="Retain"/>.</summary>
        public int RetainedLength => _n[RetainedAt];

        /// <summary>True when the client agreed to "http/1.1" by ALPN (a client without ALPN is served as well). Known once Established.</summary>
        public bool HasApplicationProtocol => (_n[FlagsAt] & FlagApplicationProtocol) != 0;

        /// <summary>True when the session was resumed by a ticket. Known once Established.</summary>
        public bool IsResumed => (_n[FlagsAt] & FlagResumed) != 0;

        /// <summary>The negotiated cipher suite; 0 before.</summary>
        public int Suite => _n[SuiteAt];

        /// <summary>The record buffer.</summary>
        public byte[] WriteBuffer => _output;

        /// <summary>Where the reserved room begins; valid after <see cref="Reserve"/>.</summary>
        public int WriteOffset => _n[OutputEndAt] + HeaderLength;

        /// <summary>The record buffer again.</summary>
        public byte[] OutputBuffer => _output;

        /// <summary>Where the bytes to send begin; valid after <see cref="PollOutput"/>.</summary>
        public int OutputOffset => _n[OutputOffsetAt];

        /// <summary>Begins with a new client.</summary>
        /// <param name="now">Microseconds.</param>
        /// <returns>False: the heap cannot give the memory (OnDemand policy), and nothing has begun.</returns>
        public bool Open(long now)
        {
            int[] n = _n;
            Reset();
            if (_arena == null && !TryAllocate())
            {
                return false;
            }

            n[FlagsAt] = FlagOpen;
            _deadline = now + _handshakeTimeout;
            n[EarlyDataAt] = _maxEarlyData;
            _engine.Begin(_context, TlsTransport.Tcp, now);
            if (_context.Memory == _arena)
            {
                n[RetainedAt] = HandshakeContext.TcpMemoryLength;
                n[ReadOffsetAt] = n[RetainedAt];
                n[ReadEndAt] = n[RetainedAt];
                n[TailAt] = n[RetainedAt];
            }

            return true;
        }

        /// <summary>Tells that the peer's stream has ended.</summary>
        /// <param name="now">Microseconds.</param>
        public void FeedEnd(long now)
        {
            int[] n = _n;
            if (n[StateAt] == TlsConnectionState.Handshake || (n[FlagsAt] & FlagUnverified) != 0)
            {
                // Nobody is there to read an alert; what was handed out of the broken record is void.
                Drop(TlsAlert.None);
            }

            n[FlagsAt] |= FlagPeerClosed;
        }

        /// <summary>Takes bytes off the front of the readable ones.</summary>
        /// <param name="count">At most <see cref="ReadLength"/>.</param>
        public void Consume(int count)
        {
            int[] n = _n;
            if (count < 0 || count > ReadLength)
            {
                throw new ArgumentException();
            }

            n[ReadOffsetAt] += count;
            if (n[ReadOffsetAt] == n[TailAt])
            {
                n[ReadOffsetAt] = n[RetainedAt];
                n[ReadEndAt] = n[RetainedAt];
                n[TailAt] = n[RetainedAt];
            }
        }

        /// <summary>Takes the first readable bytes off and keeps them at ReadBuffer[0]. They add to what is retained already.</summary>
        /// <param name="count">At most <see cref="ReadLength"/>.</param>
        public void Retain(int count)
        {
            if (count < 0 || count > ReadLength)
            {
                throw new ArgumentException();
            }

            Compact();
            _n[RetainedAt] += count;
            _n[ReadOffsetAt] += count;
        }

        /// <summary>Gives the retained bytes' room back.</summary>
        public void ReleaseRetained()
        {
            _n[RetainedAt] = 0;
            Consume(0);
        }

        /// <summary>Closes in order: close_notify follows what was committed.</summary>
        public void Close()
        {
            int[] n = _n;
            if (n[StateAt] >= TlsConnectionState.Closed)
            {
                return;
            }

            n[StateAt] = TlsConnectionState.Closed;
            n[StageAt] = StageWait;
            n[FlagsAt] = (n[FlagsAt] | FlagAlertPending) & ~(FlagReserved | FlagKeyUpdatePending);
            Forget();
        }

        /// <summary>Lets the handshake time out.</summary>
        /// <param name="now">Microseconds.</param>
        public void HandleTimeout(long now)
        {
            if (now < NextTimeout)
            {
                return;
            }

            if ((_n[FlagsAt] & FlagHelloSeen) != 0)
            {
                Fail(TlsAlert.HandshakeFailure);
            }
            else
            {
                Drop(TlsAlert.None);
            }
        }

        /// <summary>Wipes everything; ready for <see cref="Open"/>.</summary>
        public void Reset()
        {
            Forget();
            Array.Clear(_keys, 0, KeysLength);
            if (_output != null)
            {
                Array.Clear(_output, 0, _output.Length);
            }

            if (_profile != null)
            {
                _context = null;
                _arena = null;
                _output = null;
            }

            _n[StateAt] = TlsConnectionState.Handshake;
            _n[StageAt] = StageWait;
            _n[FlagsAt] = 0;
            _n[AlertAt] = TlsAlert.None;
            _n[SuiteAt] = 0;
            _n[HeaderFillAt] = 0;
            _n[MessageFillAt] = 0;
            _n[IdleRecordsAt] = 0;
            _n[OutputOffsetAt] = 0;
            _n[OutputEndAt] = 0;
            _n[PeerLimitAt] = MaxPlaintext + 1;
            _n[FlightOffsetAt] = 0;
            _n[FlightLevelAt] = TlsLevel.Initial;
        }

        /// <summary>Gives up everything received and the handshake, secrets of the reading side included.</summary>
        private void Forget()
        {
            int[] n = _n;
            if (_engine.StreamOwner == this)
            {
                _provider.OpenAbort();
                _engine.StreamOwner = null;
            }

            if (_arena != null)
            {
                _engine.Release(_context);
                Array.Clear(_arena, 0, _arena.Length);
            }

            Array.Clear(_keys, ReadKeys, KeyBlock.Length);
            n[ModeAt] = ModeHeader;
            n[FlagsAt] &= ~(FlagUnverified | FlagEmitting);
            n[RetainedAt] = 0;
            n[ReadOffsetAt] = 0;
            n[ReadEndAt] = 0;
            n[TailAt] = 0;
        }

        /// <summary>Bytes of the heap that a client takes, rounded up: two arrays, and the objects of the handshake.</summary>
        internal int HeapBytes { get { return _profile.ReceiveLength + _profile.SendLength + HandshakeBytes; } }

        private const int HandshakeBytes = 512;

        private bool TryAllocate()
        {
            if (!HeapReserve.HasRoom(HeapBytes))
            {
                return false;
            }

            try
            {
                Allocate(_profile);
                if (HeapReserve.HasRoom(0))
                {
                    return true;
                }
            }
            catch (OutOfMemoryException)
            {
                // Refused, as where nothing was taken yet.
            }

            _context = null;
            _arena = null;
            _output = null;
            return false;
        }

        /// <summary>Makes all memory that a client needs, in this one place. Throws when the heap cannot give it.</summary>
        private void Allocate(TlsProfile profile)
        {
            byte[] arena = new byte[profile.ReceiveLength];

            // The handshake's own memory is the beginning of the arena, held like bytes that the application retains: nothing else is there until
            // the handshake is over. An arena too small for that is for hellos of tests.
            if (arena.Length >= 2 * HandshakeContext.TcpMemoryLength)
            {
                _context = new HandshakeContext(arena);
                _context.Borrow(arena);
            }
            else
            {
                _context = new HandshakeContext();
            }

            _output = new byte[profile.SendLength];
            _arena = arena;
        }

        /// <summary>Fails with an alert to the peer.</summary>
        private void Fail(int alert)
        {
            Drop(alert);
            _n[FlagsAt] |= FlagAlertPending;
        }

        /// <summary>Fails without a word.</summary>
        private void Drop(int alert)
        {
            int[] n = _n;
            n[StateAt] = TlsConnectionState.Failed;
            n[StageAt] = StageWait;
            n[AlertAt] = alert;
            n[FlagsAt] &= ~(FlagReserved | FlagAlertPending | FlagKeyUpdatePending);
            Forget();
        }
    }
}
