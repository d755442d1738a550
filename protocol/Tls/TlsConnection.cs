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
    public sealed class TlsConnection
    {
        // How a record's body is taken.
        private const int ModeHeader = 0;     // between records, or in a header
        private const int ModeHandshake = 1;  // plaintext handshake bytes, straight to the arena
        private const int ModeSmall = 2;      // plaintext alert or change_cipher_spec
        private const int ModeWhole = 3;      // protected, opened when complete
        private const int ModeStream = 4;     // protected, opened as it arrives
        private const int ModeSkip = 5;       // refused early data

        // Bits of _flags.
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

        // Stages of the handshake's work.
        private const int StageWait = 0;
        private const int StageEngine = 1;
        private const int StageHandshakeWrite = 2;
        private const int StageHandshakeRead = 3;
        private const int StageApplicationRead = 4;
        private const int StageApplicationWrite = 5;
        private const int StageTicket = 6;

        // Offsets in _keys.
        private const int ReadKeys = 0;
        private const int WriteKeys = KeyBlock.Length;
        private const int ReadSecret = 2 * KeyBlock.Length;
        private const int WriteSecret = ReadSecret + 32;
        private const int Header = WriteSecret + 32;
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

        private readonly TlsEngine _engine;
        private readonly CryptoProvider _provider;
        private readonly HandshakeContext _context;
        private readonly byte[] _arena;
        private readonly byte[] _output;
        private readonly byte[] _keys = new byte[KeysLength];
        private readonly long _handshakeTimeout;
        private readonly int _maxEarlyData;
        private int _state;
        private int _stage;
        private int _flags;
        private int _alert;
        private int _suite;
        private int _mode;
        private long _readSequence;
        private long _writeSequence;
        private long _deadline;

        // The arena: [0, _retained) held for the application, [_readOffset, _readEnd) readable, [_readEnd, _tail) decrypted but not handed out.
        private int _retained;
        private int _readOffset;
        private int _readEnd;
        private int _tail;

        // The record under way.
        private int _headerFill;
        private int _recordLength;
        private int _recordLeft;
        private int _body;

        // The last byte that is not zero, and the zeros behind it: perhaps type and padding, perhaps content.
        private int _held;
        private int _heldZeros;

        // Held bytes that turned out to be content but do not fit in front of the chunk that showed it.
        private int _prefixByte;
        private int _prefixZeros;
        private int _chunk;
        private int _chunkLength;

        private int _messageFill;
        private int _idleRecords;
        private int _earlyData;
        private int _outputOffset;
        private int _outputEnd;
        private int _peerLimit;
        private int _ownLimit;
        private int _flightOffset;
        private int _flightLevel;

        /// <summary>Makes the connection with all its memory.</summary>
        /// <param name="engine">The shared handshake engine.</param>
        /// <param name="provider">Symmetric crypto.</param>
        /// <param name="profile">Sizes and timeouts.</param>
        public TlsConnection(TlsEngine engine, CryptoProvider provider, TlsProfile profile)
        {
            _engine = engine;
            _provider = provider;
            _arena = new byte[profile.ReceiveLength];

            // The handshake's own memory is the beginning of the arena, held like bytes that the application retains: nothing else is there until
            // the handshake is over. An arena too small for that is for hellos of tests.
            if (profile.ReceiveLength >= 2 * HandshakeContext.TcpMemoryLength)
            {
                _context = new HandshakeContext(_arena);
                _context.Borrow(_arena);
            }
            else
            {
                _context = new HandshakeContext();
            }

            _output = new byte[profile.SendLength];
            _handshakeTimeout = profile.HandshakeTimeout;
            _maxEarlyData = profile.MaxSkippedEarlyData;
            _alert = TlsAlert.None;
        }

        /// <summary><see cref="TlsConnectionState"/>.</summary>
        public int State => _state;

        /// <summary>The fatal alert sent, or 256 + the one received; <see cref="TlsAlert.None"/> if neither.</summary>
        public int Alert => _alert;

        /// <summary>True when the peer has sent close_notify, or its end of stream was fed.</summary>
        public bool IsPeerClosed => (_flags & FlagPeerClosed) != 0;

        /// <summary>True when the state is Closed or Failed and all output was sent: close the socket.</summary>
        public bool IsFinished => _state >= TlsConnectionState.Closed && _outputOffset == _outputEnd && (_flags & FlagAlertPending) == 0;

        /// <summary>True when a byte of the client has arrived since <see cref="Open"/> (a silent preconnect has none).</summary>
        public bool HasReceived => (_flags & FlagReceived) != 0;

        /// <summary>True while <see cref="Step"/> has work.</summary>
        public bool NeedsStep => _stage != StageWait;

        /// <summary>When <see cref="HandleTimeout"/> wants to be called, in microseconds; long.MaxValue: never.</summary>
        public long NextTimeout => _state == TlsConnectionState.Handshake && (_flags & FlagOpen) != 0 ? _deadline : long.MaxValue;

        /// <summary>The arena.</summary>
        public byte[] ReadBuffer => _arena;

        /// <summary>Where the readable bytes begin.</summary>
        public int ReadOffset => _readOffset;

        /// <summary>The number of readable bytes.</summary>
        public int ReadLength => _state == TlsConnectionState.Handshake ? 0 : _readEnd - _readOffset;

        /// <summary>True when every byte handed out so far, consumed or readable, belongs to a verified record.</summary>
        public bool IsVerified => (_flags & FlagUnverified) == 0;

        /// <summary>Bytes held at the front of the arena by <see cref="Retain"/>.</summary>
        public int RetainedLength => _retained;

        /// <summary>True when the client agreed to "http/1.1" by ALPN (a client without ALPN is served as well). Known once Established.</summary>
        public bool HasApplicationProtocol { get; private set; }

        /// <summary>True when the session was resumed by a ticket. Known once Established.</summary>
        public bool IsResumed { get; private set; }

        /// <summary>The negotiated cipher suite; 0 before.</summary>
        public int Suite => _suite;

        /// <summary>The record buffer.</summary>
        public byte[] WriteBuffer => _output;

        /// <summary>Where the reserved room begins; valid after <see cref="Reserve"/>.</summary>
        public int WriteOffset => _outputEnd + HeaderLength;

        /// <summary>The record buffer again.</summary>
        public byte[] OutputBuffer => _output;

        /// <summary>Where the bytes to send begin; valid after <see cref="PollOutput"/>.</summary>
        public int OutputOffset => _outputOffset;

        /// <summary>Begins with a new client.</summary>
        /// <param name="now">Microseconds.</param>
        public void Open(long now)
        {
            Reset();
            _flags = FlagOpen;
            _deadline = now + _handshakeTimeout;
            _earlyData = _maxEarlyData;
            _engine.Begin(_context, TlsTransport.Tcp, now);
            if (_context.Memory == _arena)
            {
                _retained = HandshakeContext.TcpMemoryLength;
                _readOffset = _retained;
                _readEnd = _retained;
                _tail = _retained;
            }
        }

        /// <summary>Takes bytes of the TCP stream.</summary>
        /// <param name="buffer">Holds them; not kept.</param>
        /// <param name="offset">Where they begin.</param>
        /// <param name="length">How many.</param>
        /// <param name="now">Microseconds.</param>
        /// <returns>How many were taken; the others must be given again. All are taken in states Closed and Failed.</returns>
        public int FeedData(byte[] buffer, int offset, int length, long now)
        {
            int p = offset;
            int end = offset + length;
            byte[] arena = _arena;
            byte[] keys = _keys;
            if (length > 0)
            {
                _flags |= FlagReceived;
            }

            while (_state < TlsConnectionState.Closed && _stage == StageWait && (_flags & FlagPeerClosed) == 0)
            {
                if (_mode == ModeHeader)
                {
                    while (_headerFill < HeaderLength && p < end)
                    {
                        keys[Header + _headerFill] = buffer[p++];
                        _headerFill++;
                    }

                    if (_headerFill < HeaderLength || !BeginRecord())
                    {
                        break;
                    }

                    continue;
                }

                int take = end - p;
                if (take > _recordLeft)
                {
                    take = _recordLeft;
                }

                if (_mode == ModeStream)
                {
                    take = TakeStream(buffer, p, take);
                }
                else if (_mode == ModeWhole)
                {
                    Array.Copy(buffer, p, arena, _body + _recordLength - _recordLeft, take);
                }
                else if (_mode == ModeHandshake)
                {
                    Array.Copy(buffer, p, arena, _readEnd, take);
                    _readEnd += take;
                    _tail = _readEnd;
                }
                else if (_mode == ModeSmall)
                {
                    Array.Copy(buffer, p, keys, Tag + _recordLength - _recordLeft, take);
                }

                p += take;
                _recordLeft -= take;
                if (_recordLeft == 0 && (_flags & FlagEmitting) == 0)
                {
                    EndRecord(now);
                }
                else if (take == 0)
                {
                    break;
                }
            }

            return _state >= TlsConnectionState.Closed || (_flags & FlagPeerClosed) != 0 ? length : p - offset;
        }

        /// <summary>Tells that the peer's stream has ended.</summary>
        /// <param name="now">Microseconds.</param>
        public void FeedEnd(long now)
        {
            if (_state == TlsConnectionState.Handshake || (_flags & FlagUnverified) != 0)
            {
                // Nobody is there to read an alert; what was handed out of the broken record is void.
                Drop(TlsAlert.None);
            }

            _flags |= FlagPeerClosed;
        }

        /// <summary>Goes on with the handshake.</summary>
        /// <param name="budget">About this many thousand IL operations.</param>
        /// <param name="now">Microseconds.</param>
        public void Step(int budget, long now)
        {
            HandshakeContext context = _context;
            switch (_stage)
            {
                case StageEngine:
                    int status = _engine.Step(context, budget);
                    if (status == TlsStatus.Failed)
                    {
                        Fail(context.Alert);
                    }
                    else if (status == TlsStatus.Ok)
                    {
                        // The ClientHello is done with; its room is free.
                        _readOffset = _retained;
                        _readEnd = _retained;
                        _tail = _retained;
                        _flags |= FlagHelloSeen;
                        if ((context.Flags & HandshakeContext.FlagEarlyData) != 0)
                        {
                            _flags |= FlagEarlyData;
                        }

                        _stage = context.HandshakeKeysReady ? StageHandshakeWrite : StageWait;
                    }

                    break;

                case StageHandshakeWrite:
                    _suite = context.Suite;
                    _peerLimit = context.PeerRecordLimit;
                    if ((context.Flags & HandshakeContext.FlagRecordSizeLimit) != 0)
                    {
                        _ownLimit = _arena.Length;
                        _flags |= FlagLimited;
                    }
                    else if ((context.Flags & HandshakeContext.FlagMaxFragment) != 0)
                    {
                        _ownLimit = _peerLimit + CipherSuite.TagLength;
                        _flags |= FlagLimited;
                    }

                    _engine.ExportKeys(context, TlsLevel.Handshake, false, _keys, WriteKeys);
                    _writeSequence = 0;
                    _flags |= FlagWriteKeys;
                    _stage = StageHandshakeRead;
                    break;

                case StageHandshakeRead:
                    _engine.ExportKeys(context, TlsLevel.Handshake, true, _keys, ReadKeys);
                    _readSequence = 0;
                    _flags |= FlagReadKeys;
                    _stage = StageWait;
                    break;

                case StageApplicationRead:
                    _engine.ExportKeys(context, TlsLevel.Application, true, _keys, ReadKeys);
                    _engine.ExportTrafficSecret(context, true, _keys, ReadSecret);
                    _engine.ExportTrafficSecret(context, false, _keys, WriteSecret);
                    _readSequence = 0;
                    _stage = StageApplicationWrite;
                    break;

                case StageApplicationWrite:
                    _engine.ExportKeys(context, TlsLevel.Application, false, _keys, WriteKeys);
                    _writeSequence = 0;
                    _stage = StageTicket;
                    break;

                case StageTicket:
                    _stage = StageWait;
                    _state = TlsConnectionState.Established;
                    HasApplicationProtocol = context.HasApplicationProtocol;
                    IsResumed = context.IsResumed;
                    if (_outputOffset == _outputEnd)
                    {
                        // At the end of the buffer, then into records no longer than the client takes.
                        _outputOffset = 0;
                        _outputEnd = 0;
                        int at = _output.Length - TlsEngine.MaxNewSessionTicket;
                        int end = at + _engine.WriteNewSessionTicket(context, _output, at, now);
                        while (at < end)
                        {
                            int take = end - at < _peerLimit - 1 ? end - at : _peerLimit - 1;
                            Array.Copy(_output, at, _output, _outputEnd + HeaderLength, take);
                            Seal(22, take);
                            at += take;
                        }
                    }

                    _engine.Release(context);
                    ReleaseRetained();
                    break;
            }
        }

        /// <summary>Takes bytes off the front of the readable ones.</summary>
        /// <param name="count">At most <see cref="ReadLength"/>.</param>
        public void Consume(int count)
        {
            if (count < 0 || count > ReadLength)
            {
                throw new ArgumentException();
            }

            _readOffset += count;
            if (_readOffset == _tail)
            {
                _readOffset = _retained;
                _readEnd = _retained;
                _tail = _retained;
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
            _retained += count;
            _readOffset += count;
        }

        /// <summary>Gives the retained bytes' room back.</summary>
        public void ReleaseRetained()
        {
            _retained = 0;
            Consume(0);
        }

        /// <summary>Asks for room for one record's content.</summary>
        /// <returns>Bytes at <see cref="WriteOffset"/>; 0: no room now, or not <see cref="TlsConnectionState.Established"/>.</returns>
        public int Reserve()
        {
            if (_state != TlsConnectionState.Established)
            {
                return 0;
            }

            if (_outputOffset == _outputEnd)
            {
                _outputOffset = 0;
                _outputEnd = 0;
            }

            // A KeyUpdate may have to go in front of the record.
            int room = _output.Length - _outputEnd - HeaderLength - Overhead - KeyUpdateRecord;
            int least = _peerLimit - 1 < 128 ? _peerLimit - 1 : 128;
            if (room > _peerLimit - 1)
            {
                room = _peerLimit - 1;
            }

            if (room < least)
            {
                return 0;
            }

            _flags |= FlagReserved;
            return room;
        }

        /// <summary>Seals the first bytes of the reserved room as a record; 0 gives the room back.</summary>
        /// <param name="count">At most what <see cref="Reserve"/> gave.</param>
        public void Commit(int count)
        {
            if ((_flags & FlagReserved) == 0)
            {
                return;
            }

            _flags &= ~FlagReserved;
            if (count <= 0)
            {
                return;
            }

            if (_writeSequence >= MaxRecords)
            {
                _flags |= FlagKeyUpdatePending;
            }

            if ((_flags & FlagKeyUpdatePending) != 0)
            {
                int from = _outputEnd + HeaderLength;
                Array.Copy(_output, from, _output, from + KeyUpdateRecord, count);
                WriteKeyUpdate();
            }

            Seal(23, count);
        }

        /// <summary>The bytes to be sent now, of which the oldest lie at <see cref="OutputOffset"/>.</summary>
        /// <returns>How many; 0: none.</returns>
        public int PollOutput()
        {
            if (_outputOffset == _outputEnd && (_flags & FlagReserved) == 0)
            {
                _outputOffset = 0;
                _outputEnd = 0;
                if (_state == TlsConnectionState.Handshake)
                {
                    WriteFlight();
                }
                else if ((_flags & FlagAlertPending) != 0)
                {
                    _flags &= ~FlagAlertPending;
                    _output[HeaderLength] = (byte)(_state == TlsConnectionState.Failed ? 2 : 1);
                    _output[HeaderLength + 1] = (byte)(_state == TlsConnectionState.Failed ? _alert : TlsAlert.CloseNotify);
                    Seal(21, 2);
                    Array.Clear(_keys, 0, KeysLength);
                }
                else if ((_flags & FlagKeyUpdatePending) != 0 && _state == TlsConnectionState.Established)
                {
                    WriteKeyUpdate();
                }
            }

            return _outputEnd - _outputOffset;
        }

        /// <summary>Tells that bytes were sent.</summary>
        /// <param name="count">At most what <see cref="PollOutput"/> gave.</param>
        public void OutputSent(int count)
        {
            if (count < 0 || count > _outputEnd - _outputOffset)
            {
                throw new ArgumentException();
            }

            _outputOffset += count;
        }

        /// <summary>Closes in order: close_notify follows what was committed.</summary>
        public void Close()
        {
            if (_state >= TlsConnectionState.Closed)
            {
                return;
            }

            _state = TlsConnectionState.Closed;
            _stage = StageWait;
            _flags = (_flags | FlagAlertPending) & ~(FlagReserved | FlagKeyUpdatePending);
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

            if ((_flags & FlagHelloSeen) != 0)
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
            Array.Clear(_output, 0, _output.Length);
            _state = TlsConnectionState.Handshake;
            _stage = StageWait;
            _flags = 0;
            _alert = TlsAlert.None;
            _suite = 0;
            _headerFill = 0;
            _messageFill = 0;
            _idleRecords = 0;
            _outputOffset = 0;
            _outputEnd = 0;
            _peerLimit = MaxPlaintext + 1;
            _flightOffset = 0;
            _flightLevel = TlsLevel.Initial;
            HasApplicationProtocol = false;
            IsResumed = false;
        }

        /// <summary>Gives up everything received and the handshake, secrets of the reading side included.</summary>
        private void Forget()
        {
            if (_engine.StreamOwner == this)
            {
                _provider.OpenAbort();
                _engine.StreamOwner = null;
            }

            _engine.Release(_context);
            Array.Clear(_arena, 0, _arena.Length);
            Array.Clear(_keys, ReadKeys, KeyBlock.Length);
            Array.Clear(_keys, ReadSecret, 32);
            _mode = ModeHeader;
            _flags &= ~(FlagUnverified | FlagEmitting);
            _retained = 0;
            _readOffset = 0;
            _readEnd = 0;
            _tail = 0;
        }

        /// <summary>Fails with an alert to the peer.</summary>
        private void Fail(int alert)
        {
            Drop(alert);
            _flags |= FlagAlertPending;
        }

        /// <summary>Fails without a word.</summary>
        private void Drop(int alert)
        {
            _state = TlsConnectionState.Failed;
            _stage = StageWait;
            _alert = alert;
            _flags &= ~(FlagReserved | FlagAlertPending | FlagKeyUpdatePending);
            Forget();
        }

        /// <summary>Judges a record by its header and chooses how its body is taken.</summary>
        /// <returns>False: not now, or failed.</returns>
        private bool BeginRecord()
        {
            byte[] keys = _keys;
            int type = keys[Header];
            int length = (keys[Header + 3] << 8) | keys[Header + 4];
            int flags = _flags;
            bool handshaking = _state == TlsConnectionState.Handshake;
            int alert = TlsAlert.UnexpectedMessage;
            int mode = ModeHeader;
            if (type == 23 && (flags & FlagReadKeys) != 0)
            {
                if (length > MaxCiphertext || ((flags & FlagLimited) != 0 && length > _ownLimit))
                {
                    alert = TlsAlert.RecordOverflow;
                }
                else if (length < Overhead)
                {
                    if ((flags & FlagEarlyData) != 0)
                    {
                        mode = ModeSkip;
                    }

                    alert = TlsAlert.BadRecordMac;
                }
                else
                {
                    if (length > _arena.Length - _tail)
                    {
                        Compact();
                    }

                    bool fits = length <= _arena.Length - _tail;
                    bool free = _engine.StreamOwner == null;
                    if (fits && (length <= LongRecord || !free))
                    {
                        mode = ModeWhole;
                        _body = _tail;
                    }
                    else if (free)
                    {
                        mode = ModeStream;
                        _engine.StreamOwner = this;
                        _held = 0;
                        _heldZeros = 0;
                        _provider.OpenBegin(_suite, keys, ReadKeys, _readSequence, keys, Header, HeaderLength);
                    }
                    else
                    {
                        return false;
                    }
                }
            }
            else if (length > (type == 23 ? MaxCiphertext : MaxPlaintext))
            {
                alert = TlsAlert.RecordOverflow;
            }
            else if (type == 22)
            {
                if (handshaking && (flags & FlagReadKeys) == 0 && length > 0)
                {
                    mode = ModeHandshake;
                    if (length > _arena.Length - _readEnd)
                    {
                        // No message is longer than the arena, and nothing follows a ClientHello.
                        mode = ModeHeader;
                        alert = TlsAlert.DecodeError;
                    }
                }
            }
            else if (type == 20)
            {
                // For compatibility only: between the first ClientHello and the client's Finished (RFC 8446 section 5).
                if (handshaking && (flags & FlagHelloSeen) != 0 && length == 1 && _readEnd == _readOffset)
                {
                    mode = ModeSmall;
                }
            }
            else if (type == 21)
            {
                if (handshaking && ((flags & FlagReadKeys) == 0 || _readSequence == 0) && length > 0)
                {
                    alert = TlsAlert.DecodeError;
                    if (length == 2)
                    {
                        mode = ModeSmall;
                    }
                }
            }
            else if (type == 23 && handshaking && (flags & FlagEarlyData) != 0)
            {
                // Early data behind a HelloRetryRequest cannot be opened at all.
                mode = ModeSkip;
            }

            if (mode == ModeSkip)
            {
                _earlyData -= length;
                if (_earlyData < 0)
                {
                    mode = ModeHeader;
                }
            }

            if (mode == ModeHeader)
            {
                Fail(alert);
                return false;
            }

            _mode = mode;
            _headerFill = 0;
            _recordLength = length;
            _recordLeft = length;
            return true;
        }

        /// <summary>Acts on a record whose last byte has arrived.</summary>
        private void EndRecord(long now)
        {
            int mode = _mode;
            byte[] keys = _keys;
            byte[] arena = _arena;
            int inner = _recordLength - CipherSuite.TagLength;
            int type;
            int content;
            int length;
            _mode = ModeHeader;
            switch (mode)
            {
                case ModeHandshake:
                    TakeMessages(now);
                    return;

                case ModeSmall:
                    if (keys[Header] == 21)
                    {
                        TakeAlert(keys[Tag + 1]);
                    }
                    else if (keys[Tag] != 1)
                    {
                        Fail(TlsAlert.UnexpectedMessage);
                    }
                    else
                    {
                        CountIdle();
                    }

                    return;

                case ModeWhole:
                    content = _body;
                    if (!_provider.Open(_suite, keys, ReadKeys, _readSequence, keys, Header, HeaderLength, arena, content, inner))
                    {
                        FailOpen();
                        return;
                    }

                    length = inner - 1;
                    while (length >= 0 && arena[content + length] == 0)
                    {
                        length--;
                    }

                    type = length < 0 ? 0 : arena[content + length];
                    if (length < 0)
                    {
                        length = 0;
                    }

                    // The application may have consumed what lay in front.
                    if (content != _tail)
                    {
                        Array.Copy(arena, content, arena, _tail, length);
                        content = _tail;
                    }

                    break;

                case ModeStream:
                    bool good = _provider.OpenEnd(keys, Tag);
                    _engine.StreamOwner = null;
                    if (!good)
                    {
                        FailOpen();
                        return;
                    }

                    type = _held;
                    _held = 0;
                    content = _readEnd;
                    length = _tail - _readEnd;
                    if ((_flags & (FlagUnverified | FlagOverflow)) != 0)
                    {
                        // It was longer than the room: only application data may be, and only once it is allowed.
                        if (type != 23 || (_flags & FlagOverflow) != 0)
                        {
                            Fail(TlsAlert.UnexpectedMessage);
                            return;
                        }

                        _flags &= ~FlagUnverified;
                    }

                    break;

                default:
                    return;
            }

            // Trap 24: a number is used up only by a record that was right.
            _readSequence++;
            _flags &= ~FlagEarlyData;
            if (inner > MaxPlaintext + 1)
            {
                Fail(TlsAlert.RecordOverflow);
                return;
            }

            if (type == 23 && _state == TlsConnectionState.Established && _messageFill == 0)
            {
                _tail = content + length;
                _readEnd = _tail;
                if (length == 0)
                {
                    CountIdle();
                }
                else
                {
                    _idleRecords = 0;
                }

                return;
            }

            if (type == 22 && length > 0)
            {
                if (_state == TlsConnectionState.Handshake)
                {
                    _tail = content + length;
                    _readEnd = _tail;
                    TakeMessages(now);
                }
                else
                {
                    TakeKeyUpdate(content, length);
                    _tail = _readEnd;
                }

                return;
            }

            if (type == 21 && length > 0)
            {
                _tail = _readEnd;
                if (length == 2)
                {
                    TakeAlert(arena[content + 1]);
                }
                else
                {
                    Fail(TlsAlert.DecodeError);
                }

                return;
            }

            Fail(TlsAlert.UnexpectedMessage);
        }

        /// <summary>A record that does not open: refused early data is skipped, anything else ends the connection.</summary>
        private void FailOpen()
        {
            if ((_flags & FlagEarlyData) != 0 && _earlyData >= _recordLength)
            {
                _earlyData -= _recordLength;
                _flags &= ~FlagOverflow;
                _tail = _readEnd;
                return;
            }

            Fail(TlsAlert.BadRecordMac);
        }

        /// <summary>Decrypts a piece of the record under way.</summary>
        /// <returns>Bytes taken; 0: none were there, or there is no room before the application consumes.</returns>
        private int TakeStream(byte[] buffer, int p, int take)
        {
            byte[] arena = _arena;
            if ((_flags & FlagEmitting) != 0)
            {
                Emit();
                if ((_flags & FlagEmitting) != 0)
                {
                    return 0;
                }
            }

            if (take == 0)
            {
                return 0;
            }

            if (_recordLeft <= CipherSuite.TagLength)
            {
                Array.Copy(buffer, p, _keys, Tag + CipherSuite.TagLength - _recordLeft, take);
                return take;
            }

            int left = _recordLeft - CipherSuite.TagLength;
            if (take > left)
            {
                take = left;
            }

            int room = arena.Length - _tail;
            if (room < 2)
            {
                room = MakeRoom();
                if (room < 2)
                {
                    return 0;
                }
            }

            // What is held goes in front of the chunk, if there is room for both; else the chunk goes to the end of the arena.
            int prefix = _heldZeros + (_held != 0 ? 1 : 0);
            int at = _tail + prefix;
            if (prefix + 1 > room)
            {
                if (take > room >> 1)
                {
                    take = room >> 1;
                }

                at = arena.Length - take;
            }
            else if (take > room - prefix)
            {
                take = room - prefix;
            }

            Array.Copy(buffer, p, arena, at, take);
            _provider.OpenUpdate(arena, at, take);

            // The last byte that is not zero. All words are looked at, wherever it is: the bytes are not verified yet.
            int last = -1;
            int i = 0;
            for (; i + 8 <= take; i += 8)
            {
                ulong word = BitConverter.ToUInt64(arena, at + i);
                ulong any = (word | (0UL - word)) >> 63;
                int mask = (int)any - 1;
                last = (last & mask) | (i & ~mask);
            }

            for (; i < take; i++)
            {
                int mask = ((arena[at + i] + 255) >> 8) - 1;
                last = (last & mask) | (i & ~mask);
            }

            if (last < 0)
            {
                _heldZeros += take;
                return take;
            }

            if ((last & 7) == 0 && last + 8 <= take)
            {
                // a whole word: find the byte in it
                i = last + 7;
                while (arena[at + i] == 0)
                {
                    i--;
                }

                last = i;
            }

            if (prefix + 1 > room)
            {
                _prefixByte = _held;
                _prefixZeros = _heldZeros;
                _chunk = at;
                _chunkLength = last;
                _flags |= FlagEmitting;
            }
            else
            {
                if (_held != 0)
                {
                    arena[_tail] = (byte)_held;
                    Array.Clear(arena, _tail + 1, _heldZeros);
                }
                else
                {
                    Array.Clear(arena, _tail, _heldZeros);
                }

                _tail = at + last;
            }

            _held = arena[at + last];
            _heldZeros = take - 1 - last;
            if ((_flags & FlagEmitting) != 0)
            {
                Emit();
            }

            return take;
        }

        /// <summary>Writes held bytes that turned out to be content, then moves the chunk behind them.</summary>
        private void Emit()
        {
            byte[] arena = _arena;
            while (_prefixByte != 0 || _prefixZeros > 0)
            {
                int gap = _chunk - _tail;
                if (gap == 0)
                {
                    gap = MakeRoom() - (arena.Length - _chunk);
                    if (gap <= 0)
                    {
                        return;
                    }
                }

                if (_prefixByte != 0)
                {
                    arena[_tail++] = (byte)_prefixByte;
                    _prefixByte = 0;
                    gap--;
                }

                if (gap > _prefixZeros)
                {
                    gap = _prefixZeros;
                }

                Array.Clear(arena, _tail, gap);
                _tail += gap;
                _prefixZeros -= gap;
            }

            Array.Copy(arena, _chunk, arena, _tail, _chunkLength);
            _tail += _chunkLength;
            _flags &= ~FlagEmitting;
        }

        /// <summary>The arena is full: what was decrypted is handed out, unverified, and room is gained as far as the application has consumed.</summary>
        /// <returns>The room behind the tail.</returns>
        private int MakeRoom()
        {
            if (_state == TlsConnectionState.Established)
            {
                if (_tail > _readEnd)
                {
                    _readEnd = _tail;
                    _flags |= FlagUnverified;
                }

                Compact();
            }
            else
            {
                // No handshake message is that long. The record is consumed all the same, to see whether it is right.
                _flags |= FlagOverflow;
                _tail = _readEnd;
            }

            return _arena.Length - _tail;
        }

        /// <summary>Moves what is readable to the front.</summary>
        private void Compact()
        {
            int move = _readOffset - _retained;
            if (move > 0 && _state == TlsConnectionState.Established)
            {
                Array.Copy(_arena, _readOffset, _arena, _retained, _tail - _readOffset);
                _readOffset = _retained;
                _readEnd -= move;
                _tail -= move;
            }
        }

        /// <summary>Feeds the handshake messages that are complete.</summary>
        private void TakeMessages(long now)
        {
            byte[] arena = _arena;
            bool hello = (_flags & FlagReadKeys) == 0;
            int have = _readEnd - _readOffset;
            if (have > 0 && arena[_readOffset] != (hello ? 1 : 20))
            {
                Fail(TlsAlert.UnexpectedMessage);
                return;
            }

            if (have < 4)
            {
                return;
            }

            int length = 4 + ((arena[_readOffset + 1] << 16) | (arena[_readOffset + 2] << 8) | arena[_readOffset + 3]);
            if (length > (hello ? arena.Length - _retained : 36))
            {
                Fail(TlsAlert.DecodeError);
                return;
            }

            if (have < length)
            {
                return;
            }

            if (have > length)
            {
                // Keys change, or the server is to speak: nothing may follow in the same record (RFC 8446 section 5.1).
                Fail(TlsAlert.UnexpectedMessage);
                return;
            }

            int status = _engine.FeedMessage(_context, hello ? TlsLevel.Initial : TlsLevel.Handshake, arena, _readOffset, length, now);
            if (status == TlsStatus.Failed)
            {
                Fail(_context.Alert);
            }
            else if (status == TlsStatus.NeedStep)
            {
                _flags &= ~FlagEarlyData;
                _stage = StageEngine;
            }
            else
            {
                _readOffset = _retained;
                _readEnd = _retained;
                _tail = _retained;
                _stage = StageApplicationRead;
            }
        }

        /// <summary>Takes post-handshake bytes: KeyUpdate is all that a client may send (RFC 8446 section 4.6.3).</summary>
        private void TakeKeyUpdate(int content, int length)
        {
            byte[] keys = _keys;
            for (int i = 0; i < length; i++)
            {
                int value = _arena[content + i];
                int fill = _messageFill++;
                if (fill == 0 && value != 24)
                {
                    Fail(TlsAlert.UnexpectedMessage);
                    return;
                }

                if (fill > 0 && fill < 4 && value != (fill == 3 ? 1 : 0))
                {
                    Fail(TlsAlert.DecodeError);
                    return;
                }

                if (fill == 4)
                {
                    _messageFill = 0;
                    if (value > 1)
                    {
                        Fail(TlsAlert.IllegalParameter);
                        return;
                    }

                    if (i != length - 1)
                    {
                        // The next bytes belong to the next keys.
                        Fail(TlsAlert.UnexpectedMessage);
                        return;
                    }

                    UpdateKeys(ReadSecret, ReadKeys);
                    _readSequence = 0;
                    if (value == 1)
                    {
                        _flags |= FlagKeyUpdatePending;
                    }

                    CountIdle();
                }
            }
        }

        private void TakeAlert(int description)
        {
            if (description == TlsAlert.UserCanceled)
            {
                CountIdle();
            }
            else if (description == TlsAlert.CloseNotify && _state == TlsConnectionState.Established)
            {
                _flags |= FlagPeerClosed;
            }
            else
            {
                // Whatever its level says, it is fatal (RFC 8446 section 6.2).
                Drop(256 + description);
            }
        }

        /// <summary>A peer may send records that carry nothing, but not for ever.</summary>
        private void CountIdle()
        {
            _idleRecords++;
            if (_idleRecords > MaxIdleRecords)
            {
                Fail(TlsAlert.UnexpectedMessage);
            }
        }

        private void UpdateKeys(int secret, int block)
        {
            byte[] keys = _keys;
            Hkdf hkdf = _provider.Hkdf;
            hkdf.SetPrk(keys, secret);
            hkdf.ExpandLabel(HkdfLabel.TrafficUpdate, keys, 0, 0, keys, secret, 32);
            TlsEngine.DeriveKeys(_provider, TlsTransport.Tcp, _suite, keys, secret, keys, block);
        }

        /// <summary>Writes what the handshake has for the client as far as there is room: ServerHello, change_cipher_spec, then protected records.</summary>
        private void WriteFlight()
        {
            byte[] output = _output;
            int count;
            if (_flightLevel == TlsLevel.Initial)
            {
                count = _engine.ReadFlight(_context, TlsLevel.Initial, _flightOffset, output, HeaderLength, output.Length - 16);
                if (count > 0)
                {
                    bool clear = (_flags & FlagWriteKeys) != 0;
                    _flags &= ~FlagWriteKeys;
                    Seal(22, count);
                    _flightOffset += count;
                    if (clear)
                    {
                        _flags |= FlagWriteKeys;
                    }

                    if ((_flags & FlagCipherSpecSent) == 0 && (_context.Flags & HandshakeContext.FlagSessionId) != 0)
                    {
                        _flags |= FlagCipherSpecSent;
                        int p = _outputEnd;
                        output[p] = 20;
                        output[p + 1] = 3;
                        output[p + 2] = 3;
                        output[p + 3] = 0;
                        output[p + 4] = 1;
                        output[p + 5] = 1;
                        _outputEnd = p + 6;
                    }

                    return;
                }

                if ((_flags & FlagWriteKeys) == 0)
                {
                    return;
                }

                _flightLevel = TlsLevel.Handshake;
                _flightOffset = 0;
            }

            int room = output.Length - HeaderLength - Overhead;
            if (room > _peerLimit - 1)
            {
                room = _peerLimit - 1;
            }

            count = _engine.ReadFlight(_context, TlsLevel.Handshake, _flightOffset, output, HeaderLength, room);
            if (count > 0)
            {
                Seal(22, count);
                _flightOffset += count;
            }
        }

        /// <summary>Writes a KeyUpdate that asks for nothing, and changes the sending keys.</summary>
        private void WriteKeyUpdate()
        {
            _flags &= ~FlagKeyUpdatePending;
            int p = _outputEnd + HeaderLength;
            _output[p] = 24;
            _output[p + 1] = 0;
            _output[p + 2] = 0;
            _output[p + 3] = 1;
            _output[p + 4] = 0;
            Seal(22, 5);
            UpdateKeys(WriteSecret, WriteKeys);
            _writeSequence = 0;
        }

        /// <summary>Makes a record of the content behind the end of the output: in the clear before there are keys, else sealed.</summary>
        private void Seal(int type, int length)
        {
            byte[] output = _output;
            int p = _outputEnd;
            bool seal = (_flags & FlagWriteKeys) != 0;
            int body = seal ? length + Overhead : length;
            output[p] = (byte)(seal ? 23 : type);
            output[p + 1] = 3;
            output[p + 2] = 3;
            output[p + 3] = (byte)(body >> 8);
            output[p + 4] = (byte)body;
            if (seal)
            {
                output[p + HeaderLength + length] = (byte)type;
                _provider.Seal(_suite, _keys, WriteKeys, _writeSequence, output, p, HeaderLength, output, p + HeaderLength, length + 1);

                // Trap 24: only now.
                _writeSequence++;
            }

            _outputEnd = p + HeaderLength + body;
        }
    }
}
