// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using MilliHttp.Nano.Crypto;
using static MilliHttp.Nano.Tls.ConnectionNumber;

namespace MilliHttp.Nano.Tls
{
    /// <summary>
    /// A server's TLS 1.3 connection over TCP, sans-IO: records in, records out, application data in between. One arena serves the
    /// ClientHello, then the records being decrypted and the plaintext not yet consumed, and at its end the records to send.
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
    /// <para><b>Closing.</b> <see cref="Close"/> queues close_notify after the committed bytes. <see cref="IsPeerClosed"/>: the peer has sent its own.</para>
    /// </remarks>
    public sealed class TlsConnection
    {
        internal readonly TlsEngine Engine;
        internal readonly CryptoProvider Provider;
        private readonly TlsProfile _profile; // null under the Static policy: only the boot needs it then
        private readonly long _handshakeTimeout;
        private readonly int _maxEarlyData;
        internal readonly byte[] Keys = new byte[KeysLength];
        internal readonly int[] Numbers = new int[Count];

        // Null while nobody is connected, under the OnDemand policy.
        internal HandshakeContext Context;
        internal byte[] Arena;
        internal long ReadSequence;
        internal long WriteSequence;
        private long _deadline;

        /// <summary>Makes the connection with all its memory (but, under the OnDemand policy, that of a client).</summary>
        /// <param name="engine">The shared handshake engine.</param>
        /// <param name="provider">Symmetric crypto.</param>
        /// <param name="profile">Sizes and timeouts.</param>
        public TlsConnection(TlsEngine engine, CryptoProvider provider, TlsProfile profile)
        {
            Engine = engine;
            Provider = provider;
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

            Numbers[AlertAt] = TlsAlert.None;
        }

        /// <summary><see cref="TlsConnectionState"/>.</summary>
        public int State => Numbers[StateAt];

        /// <summary>The fatal alert sent, or 256 + the one received; <see cref="TlsAlert.None"/> if neither.</summary>
        public int Alert => Numbers[AlertAt];

        /// <summary>True when the peer has sent close_notify, or its end of stream was fed.</summary>
        public bool IsPeerClosed => (Numbers[FlagsAt] & FlagPeerClosed) != 0;

        /// <summary>True when the state is Closed or Failed and all output was sent: close the socket.</summary>
        public bool IsFinished => Numbers[StateAt] >= TlsConnectionState.Closed && Numbers[OutputOffsetAt] == Numbers[OutputEndAt] && (Numbers[FlagsAt] & (FlagAlertPending | FlagLingering)) == 0;

        /// <summary>True when a byte of the client has arrived since <see cref="Open"/> (a silent preconnect has none).</summary>
        public bool HasReceived => (Numbers[FlagsAt] & FlagReceived) != 0;

        /// <summary>True while <see cref="Step"/> has work.</summary>
        public bool NeedsStep => Numbers[StageAt] != StageWait || RecordSender.HasKeyUpdate(this);

        /// <summary>When <see cref="HandleTimeout"/> wants to be called, in microseconds; long.MaxValue: never.</summary>
        public long NextTimeout => (Numbers[StateAt] == TlsConnectionState.Handshake && (Numbers[FlagsAt] & FlagOpen) != 0) || (Numbers[FlagsAt] & FlagLingering) != 0 ? _deadline : long.MaxValue;

        /// <summary>The arena.</summary>
        public byte[] ReadBuffer => Arena;

        /// <summary>Where the readable bytes begin.</summary>
        public int ReadOffset => Numbers[ReadOffsetAt];

        /// <summary>The number of readable bytes.</summary>
        public int ReadLength => Numbers[StateAt] == TlsConnectionState.Handshake ? 0 : Numbers[ReadEndAt] - Numbers[ReadOffsetAt];

        /// <summary>True when every byte handed out so far, consumed or readable, belongs to a verified record.</summary>
        public bool IsVerified => (Numbers[FlagsAt] & FlagUnverified) == 0;

        /// <summary>Bytes held at the front of the arena by <see cref="Retain"/>.</summary>
        public int RetainedLength => Numbers[RetainedAt];

        /// <summary>True when the client agreed to "http/1.1" by ALPN (a client without ALPN is served as well). Known once Established.</summary>
        public bool HasApplicationProtocol => (Numbers[FlagsAt] & FlagApplicationProtocol) != 0;

        /// <summary>True when the session was resumed by a ticket. Known once Established.</summary>
        public bool IsResumed => (Numbers[FlagsAt] & FlagResumed) != 0;

        /// <summary>The negotiated cipher suite; 0 before.</summary>
        public int Suite => Numbers[SuiteAt];

        /// <summary>The arena, at whose end records are composed.</summary>
        public byte[] WriteBuffer => Arena;

        /// <summary>Bytes for sending in all.</summary>
        public int WriteCapacity => Arena.Length - Numbers[OutputStartAt];

        /// <summary>Where the reserved room begins; valid after <see cref="Reserve"/>.</summary>
        public int WriteOffset => Numbers[OutputEndAt] + HeaderLength;

        /// <summary>The arena, at whose end the records to send lie.</summary>
        public byte[] OutputBuffer => Arena;

        /// <summary>Where the bytes to send begin; valid after <see cref="PollOutput"/>.</summary>
        public int OutputOffset => Numbers[OutputOffsetAt];

        /// <summary>Begins with a new client.</summary>
        /// <param name="now">Microseconds.</param>
        /// <returns>False: the heap cannot give the memory (OnDemand policy), and nothing has begun.</returns>
        public bool Open(long now)
        {
            int[] n = Numbers;
            Reset();
            if (Arena == null && !TryAllocate())
            {
                return false;
            }

            n[ReceiveEndAt] = Arena.Length;
            n[FlagsAt] = FlagOpen;
            _deadline = now + _handshakeTimeout;
            n[EarlyDataAt] = _maxEarlyData;
            Engine.Begin(Context, TlsTransport.Tcp, now);
            if (Context.Memory == Arena)
            {
                n[RetainedAt] = HandshakeContext.TcpMemoryLength;
                n[ReadOffsetAt] = n[RetainedAt];
                n[ReadEndAt] = n[RetainedAt];
                n[TailAt] = n[RetainedAt];
            }

            return true;
        }

        /// <summary>Takes bytes of the TCP stream.</summary>
        /// <param name="buffer">Holds them; not kept.</param>
        /// <param name="offset">Where they begin.</param>
        /// <param name="length">How many.</param>
        /// <param name="now">Microseconds.</param>
        /// <returns>How many were taken; the others must be given again. All are taken in states Closed and Failed.</returns>
        public int FeedData(byte[] buffer, int offset, int length, long now)
        {
            return RecordReceiver.Feed(this, buffer, offset, length, now);
        }

        /// <summary>Goes on with the handshake.</summary>
        /// <param name="budget">About this many thousand IL operations.</param>
        /// <param name="now">Microseconds.</param>
        public void Step(int budget, long now)
        {
            HandshakeRecords.Step(this, budget, now);
        }

        /// <summary>Asks for room for one record's content.</summary>
        /// <returns>Bytes at <see cref="WriteOffset"/>; 0: no room now, or not <see cref="TlsConnectionState.Established"/>.</returns>
        public int Reserve()
        {
            return RecordSender.Reserve(this);
        }

        /// <summary>Seals the first bytes of the reserved room as a record; 0 gives the room back.</summary>
        /// <param name="count">At most what <see cref="Reserve"/> gave.</param>
        public void Commit(int count)
        {
            RecordSender.Commit(this, count);
        }

        /// <summary>The bytes to be sent now, of which the oldest lie at <see cref="OutputOffset"/>.</summary>
        /// <returns>How many; 0: none.</returns>
        public int PollOutput()
        {
            return RecordSender.Poll(this);
        }

        /// <summary>Tells that bytes were sent.</summary>
        /// <param name="count">At most what <see cref="PollOutput"/> gave.</param>
        public void OutputSent(int count)
        {
            int[] n = Numbers;
            if (count < 0 || count > n[OutputEndAt] - n[OutputOffsetAt])
            {
                throw new ArgumentException();
            }

            n[OutputOffsetAt] += count;
        }

        /// <summary>Tells that the peer's stream has ended.</summary>
        /// <param name="now">Microseconds.</param>
        public void FeedEnd(long now)
        {
            int[] n = Numbers;
            if (n[StateAt] == TlsConnectionState.Handshake || (n[FlagsAt] & FlagUnverified) != 0)
            {
                // Nobody is there to read an alert; what was handed out of the broken record is void.
                Drop(TlsAlert.None);
            }

            n[FlagsAt] = (n[FlagsAt] | FlagPeerClosed) & ~FlagLingering;
        }

        /// <summary>Takes bytes off the front of the readable ones.</summary>
        /// <param name="count">At most <see cref="ReadLength"/>.</param>
        public void Consume(int count)
        {
            int[] n = Numbers;
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

            StreamedRecord.Compact(this);
            Numbers[RetainedAt] += count;
            Numbers[ReadOffsetAt] += count;
        }

        /// <summary>Gives the retained bytes' room back.</summary>
        public void ReleaseRetained()
        {
            Numbers[RetainedAt] = 0;
            Consume(0);
        }

        /// <summary>Closes in order: close_notify follows what was committed.</summary>
        public void Close()
        {
            int[] n = Numbers;
            if (n[StateAt] >= TlsConnectionState.Closed)
            {
                return;
            }

            n[StateAt] = TlsConnectionState.Closed;
            n[StageAt] = StageWait;
            n[FlagsAt] = (n[FlagsAt] | FlagAlertPending) & ~(FlagReserved | FlagKeyUpdatePending);
            Forget();
        }

        /// <summary>Lets the handshake time out, or ends the wait for the client to read an alert.</summary>
        /// <param name="now">Microseconds.</param>
        public void HandleTimeout(long now)
        {
            if (now < NextTimeout)
            {
                return;
            }

            if ((Numbers[FlagsAt] & FlagLingering) != 0)
            {
                if (_deadline == 0)
                {
                    _deadline = now + LingerTime;
                }
                else
                {
                    Numbers[FlagsAt] &= ~FlagLingering;
                }

                return;
            }

            if ((Numbers[FlagsAt] & FlagHelloSeen) != 0)
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
            Array.Clear(Keys, 0, KeysLength);
            if (Arena != null)
            {
                Array.Clear(Arena, 0, Arena.Length);
            }

            if (_profile != null)
            {
                Context = null;
                Arena = null;
            }

            Numbers[StateAt] = TlsConnectionState.Handshake;
            Numbers[StageAt] = StageWait;
            Numbers[FlagsAt] = 0;
            Numbers[AlertAt] = TlsAlert.None;
            Numbers[SuiteAt] = 0;
            Numbers[HeaderFillAt] = 0;
            Numbers[MessageFillAt] = 0;
            Numbers[IdleRecordsAt] = 0;
            Numbers[KeyUpdatesAt] = 0;
            Numbers[OutputOffsetAt] = Numbers[OutputStartAt];
            Numbers[OutputEndAt] = Numbers[OutputStartAt];
            Numbers[PeerLimitAt] = MaxPlaintext + 1;
            Numbers[FlightOffsetAt] = 0;
            Numbers[FlightLevelAt] = TlsLevel.Initial;
        }

        /// <summary>Gives up everything received and the handshake, secrets of the reading side included.</summary>
        internal void Forget()
        {
            int[] n = Numbers;
            if (n[ModeAt] == ModeStream)
            {
                Provider.OpenAbort(n[PlaceAt]);
            }

            if (Arena != null)
            {
                Engine.Release(Context);

                // Not what waits to be sent.
                Array.Clear(Arena, 0, n[ReceiveEndAt]);
            }

            Array.Clear(Keys, ReadKeys, KeyBlock.Length);
            n[ModeAt] = ModeHeader;
            n[FlagsAt] &= ~(FlagUnverified | FlagEmitting);
            n[RetainedAt] = 0;
            n[ReadOffsetAt] = 0;
            n[ReadEndAt] = 0;
            n[TailAt] = 0;
        }

        /// <summary>Bytes of the heap that a client takes, rounded up: the arena, and the objects of the handshake.</summary>
        internal int HeapBytes { get { return _profile.ArenaLength(Engine.HasHybrid) + HandshakeBytes; } }

        private const int HandshakeBytes = 512;

        // How long a client that was sent an alert has to close, in microseconds.
        private const long LingerTime = 500000;

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

            Context = null;
            Arena = null;
            return false;
        }

        /// <summary>Makes all memory that a client needs, in this one place. Throws when the heap cannot give it.</summary>
        private void Allocate(TlsProfile profile)
        {
            byte[] arena = new byte[profile.ArenaLength(Engine.HasHybrid)];

            // The handshake's own memory is the beginning of the arena, held like bytes that the application retains: nothing else is there until
            // the handshake is over. An arena too small for that is for hellos of tests.
            if (profile.ReceiveLength >= 2 * HandshakeContext.TcpMemoryLength)
            {
                Context = new HandshakeContext(arena);
                Context.Borrow(arena);
            }
            else
            {
                Context = new HandshakeContext();
            }

            Arena = arena;
            Numbers[OutputStartAt] = arena.Length - profile.SendLength;
            Numbers[OutputOffsetAt] = Numbers[OutputStartAt];
            Numbers[OutputEndAt] = Numbers[OutputStartAt];
        }

        /// <summary>
        /// Fails with an alert to the peer. What it still sends is read and dropped for a while: a socket that is closed with unread bytes is reset, and
        /// the alert would be lost.
        /// </summary>
        internal void Fail(int alert)
        {
            if (Numbers[StageAt] == StageApplicationWrite)
            {
                HandshakeRecords.WriteUnderApplicationKeys(this);
            }

            Drop(alert);
            Numbers[FlagsAt] |= FlagAlertPending | FlagLingering;
            _deadline = 0;
        }

        /// <summary>Fails without an alert.</summary>
        internal void Drop(int alert)
        {
            int[] n = Numbers;
            n[StateAt] = TlsConnectionState.Failed;
            n[StageAt] = StageWait;
            n[AlertAt] = alert;
            n[FlagsAt] &= ~(FlagReserved | FlagAlertPending | FlagKeyUpdatePending);
            Forget();
        }
    }
}
