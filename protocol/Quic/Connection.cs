// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using MilliHttp.Nano.Tls;

namespace MilliHttp.Nano.Quic
{
    /// <summary>
    /// One slot of the server: a QUIC connection (RFC 9000), from the decrypted Initial that claimed it to its end.
    /// Streams are addressed by their slot number in the connection (0 .. StreamLimit-1), which stays the stream's until
    /// <see cref="ReleaseStream"/>.
    /// </summary>
    /// <remarks>
    /// Here is the state, and the application's face. What is done with it lies in rooms of their own, which all slots share:
    /// <see cref="PacketReceiver"/>, <see cref="HandshakeDriver"/>, <see cref="PacketSender"/>, <see cref="ConnectionTimers"/>,
    /// <see cref="PathManager"/>, <see cref="ConnectionCloser"/>.
    /// </remarks>
    public sealed class Connection
    {
        /// <summary>The peer's address on the current path is proven: no limit on what is sent.</summary>
        internal const int AddressValidated = 0x01;

        /// <summary>The application saw the connection (Established was taken), so it must see Closed.</summary>
        internal const int KnownToApplication = 0x02;

        /// <summary>Established is to be reported.</summary>
        internal const int EstablishedDue = 0x04;

        /// <summary>Closed is to be reported.</summary>
        internal const int ClosedDue = 0x08;

        /// <summary><see cref="CloseErrorCode"/> is an application's.</summary>
        internal const int CloseIsApplication = 0x10;

        /// <summary>The closing datagram lies sealed in the arena.</summary>
        internal const int CloseBuilt = 0x20;

        /// <summary>The closing datagram is to be sent (again).</summary>
        internal const int CloseDue = 0x40;

        /// <summary>PATH_RESPONSE is to be sent.</summary>
        internal const int ResponseDue = 0x80;

        /// <summary>An ack-eliciting packet was sent since the last one was received: the idle timer runs on (RFC 9000 section 10.1).</summary>
        internal const int SentSinceReceived = 0x100;

        /// <summary>Begin a key update as soon as one is allowed.</summary>
        internal const int UpdateKeys = 0x200;

        /// <summary>The path before the current one was validated: fall back to it when the new one is not.</summary>
        internal const int HasPreviousPath = 0x400;

        /// <summary>The anti-amplification limit holds something back.</summary>
        internal const int Blocked = 0x800;

        /// <summary>Congestion window or pacer hold something back.</summary>
        internal const int Paced = 0x1000;

        internal readonly QuicShared Shared;
        internal readonly int Slot;

        // The memory of a connection; null in a slot at rest under the OnDemand policy.
        internal byte[] Arena;
        internal ApplicationKeys Keys;
        internal ConnectionIds Ids;
        internal SentPacketTracker Sent;
        internal ReceivedPacketTracker Received;
        internal StreamMap Streams;
        internal LossDetector Loss;
        internal byte[] Ticket;

        /// <summary>Borrowed from the pool until the handshake ends; null after.</summary>
        internal HandshakeState Handshake;

        internal int State;
        internal int Flags;

        /// <summary>Control frames to be sent that belong to no other room (<see cref="ControlFrame"/>).</summary>
        internal int Pending;

        // The current path.
        internal long AddressHigh;
        internal long AddressLow;
        internal int Port;

        // Bytes of the current path while it is not validated.
        internal int PathReceived;
        internal int PathSent;

        // The validated path before it; and the one a PATH_RESPONSE goes to.
        internal readonly long[] Paths = new long[6];
        internal long Challenge;
        internal long Response;
        internal long PathDeadline;

        /// <summary>Largest datagram a PATH_RESPONSE to an address not validated may have.</summary>
        internal int ResponseLimit;

        /// <summary>Index of the id of ours the peer uses: another one says that it moved on purpose.</summary>
        internal int PeerUses;

        // The idle timeout while it lives, the end of closing, draining or waiting after.
        internal long IdleDeadline;

        /// <summary>When <see cref="ConnectionTimers"/> has to look again.</summary>
        internal long Deadline;

        /// <summary>Idle timeout agreed, microseconds.</summary>
        internal long IdleTimeout;

        /// <summary>The peer's active_connection_id_limit and largest datagram.</summary>
        internal int PeerIdLimit;
        internal int PeerDatagram;

        // The session ticket while it lives; after, the length of the datagram in the arena and how many came while closing.
        internal int TicketLength;
        internal int TicketSent;
        internal long ErrorCode;


        private int _eventStream;
        private int _generation;
        internal long LastOpen;

        internal Connection(QuicShared shared, int slot)
        {
            Shared = shared;
            Slot = slot;
            Deadline = long.MaxValue;
            if (!shared.Profile.OnDemand)
            {
                Allocate();
            }
        }

        /// <summary>Where stream bytes to send are read. Set once, at boot.</summary>
        public StreamSource Source;

        /// <summary>Number of this slot at its endpoint.</summary>
        public int SlotIndex { get { return Slot; } }

        /// <summary>Grows by one whenever the slot is claimed, so that a user of the slot can tell its connections apart.</summary>
        public int Generation { get { return _generation; } }

        /// <summary>Whether the handshake is complete and the connection is not closing.</summary>
        public bool IsEstablished { get { return State == ConnectionState.Established; } }

        /// <summary>Whether the slot can be claimed: nothing lives in it, or only the rest of a connection whose end was reported.</summary>
        public bool IsFree { get { return State == ConnectionState.Free && (Flags & ClosedDue) == 0; } }

        /// <summary>Whether the slot is between its claim and its completion or failure.</summary>
        public bool IsHandshaking { get { return State == ConnectionState.Handshaking; } }

        /// <summary>Time (microseconds) since when no request stream has been open; meaningful when none is.</summary>
        public long IdleSince { get { return LastOpen; } }

        /// <summary>The peer's address, upper half.</summary>
        public long PeerAddressHigh { get { return AddressHigh; } }

        /// <summary>The peer's address, lower half.</summary>
        public long PeerAddressLow { get { return AddressLow; } }

        /// <summary>The peer's port.</summary>
        public int PeerPort { get { return Port; } }

        /// <summary>The cipher suite of the 1-RTT keys; 0 before.</summary>
        public int Suite { get { return Keys == null ? 0 : Keys.Suite; } }

        /// <summary>Smoothed round-trip time, microseconds.</summary>
        public int SmoothedRtt { get { return Loss == null ? 0 : Loss.SmoothedRtt; } }

        /// <summary>Bytes in flight.</summary>
        public int BytesInFlight { get { return State == ConnectionState.Handshaking || State == ConnectionState.Established ? Loss.BytesInFlight : 0; } }

        /// <summary>
        /// Next event, or <see cref="QuicEvent.None"/>. Events are bits, not queue entries: none is ever lost (a stream that became
        /// readable twice reports once), and <see cref="QuicEvent.Closed"/> waits until it is taken before the slot is used again.
        /// </summary>
        public int PollEvent()
        {
            int flags = Flags;
            if ((flags & EstablishedDue) != 0)
            {
                Flags = (flags & ~EstablishedDue) | KnownToApplication;
                return QuicEvent.Established;
            }

            if (State == ConnectionState.Established)
            {
                int e = Streams.PollEvent();
                _eventStream = Streams.EventStream;
                return e;
            }

            if ((flags & ClosedDue) != 0)
            {
                Flags = flags & ~(ClosedDue | KnownToApplication);
                return QuicEvent.Closed;
            }

            if (State == ConnectionState.Free && Arena != null && Shared.Profile.OnDemand)
            {
                // The application has dealt with the end; it may have looked at streams until now.
                Drop();
            }

            return QuicEvent.None;
        }

        /// <summary>Stream of the event last polled.</summary>
        public int EventStream { get { return _eventStream; } }

        /// <summary>Highest stream slot number plus one.</summary>
        public int StreamLimit
        {
            get
            {
                QuicProfile profile = Shared.Profile;
                return profile.RequestStreams + profile.PeerUniStreams + profile.LocalUniStreams;
            }
        }

        /// <summary>Error code the connection ended with, whoever closed it.</summary>
        public long CloseErrorCode { get { return ErrorCode; } }

        /// <summary>Whether <see cref="CloseErrorCode"/> is an application's (else of the transport).</summary>
        public bool ClosedByApplicationCode { get { return (Flags & CloseIsApplication) != 0; } }

        /// <summary>Stream id (RFC 9000 section 2.1) of a stream slot; -1 if unused.</summary>
        public long StreamId(int streamIndex)
        {
            return Streams.StreamId(streamIndex);
        }

        /// <summary>Code of the peer's RESET_STREAM or STOP_SENDING.</summary>
        public long StreamErrorCode(int streamIndex)
        {
            return Streams.StreamErrorCode(streamIndex);
        }

        /// <summary>The array that received stream bytes are read from, in place.</summary>
        public byte[] ReadBuffer { get { return Streams.ReadBuffer; } }

        /// <summary>Where in <see cref="ReadBuffer"/> the byte at the read position of a stream is.</summary>
        public int ReadOffset(int streamIndex)
        {
            return Streams.ReadOffset(streamIndex);
        }

        /// <summary>Bytes that lie in one run from <see cref="ReadOffset"/>; after <see cref="Consume"/> there may be another run.</summary>
        public int ReadableLength(int streamIndex)
        {
            return State == ConnectionState.Established ? Streams.ReadableLength(streamIndex) : 0;
        }

        /// <summary>Bytes that can be read in order from the read position on, over all runs.</summary>
        public int AvailableLength(int streamIndex)
        {
            return State == ConnectionState.Established ? Streams.Available(streamIndex) : 0;
        }

        /// <summary>Whether the peer's FIN was received and <see cref="AvailableLength"/> reaches up to it (also when nothing is left).</summary>
        public bool IsReceiveComplete(int streamIndex)
        {
            return Streams.IsReceiveComplete(streamIndex);
        }

        /// <summary>Copies bytes from the read position on without consuming them, over the borders of runs.</summary>
        /// <param name="streamIndex">Stream slot.</param>
        /// <param name="skip">Bytes to leave out first.</param>
        /// <param name="destination">Where to write.</param>
        /// <param name="destinationOffset">First byte to write.</param>
        /// <param name="count">Bytes to copy; skip + count is at most <see cref="AvailableLength"/>.</param>
        public void Peek(int streamIndex, int skip, byte[] destination, int destinationOffset, int count)
        {
            Streams.Peek(streamIndex, skip, destination, destinationOffset, count);
        }

        /// <summary>Gives bytes at the read position back; flow control credit follows from it.</summary>
        public void Consume(int streamIndex, int count)
        {
            if (State == ConnectionState.Established)
            {
                Streams.Consume(streamIndex, count);
                Wake();
            }
        }

        /// <summary>Whether the peer's FIN was reached and every byte consumed.</summary>
        public bool IsReceiveFinished(int streamIndex)
        {
            return Streams.IsReceiveFinished(streamIndex);
        }

        /// <summary>Announces that <see cref="Source"/> can deliver a stream's bytes [0, end). Never lowers the limit.</summary>
        /// <param name="streamIndex">Stream slot.</param>
        /// <param name="end">Bytes of the stream that exist by now.</param>
        /// <param name="fin">Whether <paramref name="end"/> is the final size.</param>
        public void SetSendLimit(int streamIndex, long end, bool fin)
        {
            if (State == ConnectionState.Established)
            {
                Streams.SetSendLimit(streamIndex, end, fin);
                Wake();
            }
        }

        /// <summary>Bytes acknowledged from the start of the stream on without a gap: the source may forget those.</summary>
        public long SendAcknowledged(int streamIndex)
        {
            return Streams.SendAcknowledged(streamIndex);
        }

        /// <summary>Bytes of the stream that went into packets at least once.</summary>
        public long SendOffset(int streamIndex)
        {
            return Streams.SendOffset(streamIndex);
        }

        /// <summary>Opens a unidirectional stream of ours.</summary>
        /// <returns>Stream slot, or -1 while the peer's limit or the slots allow none.</returns>
        public int OpenUnidirectionalStream()
        {
            return State == ConnectionState.Established ? Streams.Open(true) : -1;
        }

        /// <summary>Ends the sending part of a stream abruptly (RESET_STREAM).</summary>
        public void ResetStream(int streamIndex, long code)
        {
            if (State == ConnectionState.Established)
            {
                Streams.ResetStream(streamIndex, code);
                Wake();
            }
        }

        /// <summary>Asks the peer to send no more on a stream; what still comes is discarded.</summary>
        public void StopSending(int streamIndex, long code)
        {
            if (State == ConnectionState.Established)
            {
                Streams.StopSending(streamIndex, code);
                Wake();
            }
        }

        /// <summary>
        /// The application is through with a stream. The slot is used again as soon as both directions are finished on the wire;
        /// unread data is discarded, what was announced is still delivered.
        /// </summary>
        public void ReleaseStream(int streamIndex)
        {
            if (State == ConnectionState.Established)
            {
                Streams.ReleaseStream(streamIndex);
                Wake();
            }
        }

        /// <summary>Closes the connection with CONNECTION_CLOSE. No further event but Closed follows.</summary>
        /// <param name="application">Whether the code is an application's (frame type 0x1d).</param>
        /// <param name="errorCode">Error code.</param>
        public void Close(bool application, long errorCode)
        {
            ConnectionCloser.Begin(this, application, errorCode);
        }

        /// <summary>Begins a key update as soon as RFC 9001 section 6.1 allows one.</summary>
        public void RequestKeyUpdate()
        {
            Flags |= UpdateKeys;
            Wake();
        }

        /// <summary>Marks the slot as one that may have something to send.</summary>
        internal void Wake()
        {
            Shared.Wake |= 1 << Slot;
        }

        /// <summary>Makes all memory of a connection, in this one place. Throws when the heap cannot give it.</summary>
        internal void Allocate()
        {
            QuicProfile profile = Shared.Profile;
            Arena = new byte[profile.ArenaSize];
            Keys = new ApplicationKeys();
            Ids = new ConnectionIds(Shared.Reset, Shared.Random, Shared.Routes, Slot * (profile.LocalIds + 1), profile.LocalIds, profile.PeerIds);
            Sent = new SentPacketTracker(profile.SentPackets, profile.EntriesPerPacket);
            Received = new ReceivedPacketTracker(profile.ReceivedRanges, false);
            Streams = new StreamMap(true, profile.RequestStreams, profile.PeerUniStreams, 0, profile.LocalUniStreams, Arena, Sent);
            Loss = new LossDetector(Sent, Streams, true);
            Ticket = new byte[TlsEngine.MaxNewSessionTicket];
        }

        /// <summary>The slot is claimed by a client.</summary>
        internal void Claim(HandshakeState handshake, long addressHigh, long addressLow, int port, bool validated, long now)
        {
            QuicProfile profile = Shared.Profile;
            _generation++;
            State = ConnectionState.Handshaking;
            Flags = validated ? AddressValidated : 0;
            Pending = 0;
            AddressHigh = addressHigh;
            AddressLow = addressLow;
            Port = port;
            PathReceived = 0;
            PathSent = 0;
            PathDeadline = long.MaxValue;
            PeerUses = 0;
            IdleTimeout = profile.IdleTimeoutMilliseconds * 1000L;
            IdleDeadline = now + IdleTimeout;
            TicketLength = 0;
            TicketSent = 0;
            ErrorCode = 0;
            LastOpen = now;
            PeerDatagram = profile.SendDatagram;
            Sent.Reset();
            Received.Reset();
            Streams.Reset();
            Loss.Reset(profile.SendDatagram);
            Handshake = handshake;
            handshake.Start(this, now);
        }

        /// <summary>The handshake's memory goes back to the pool.</summary>
        internal void ReturnHandshake()
        {
            if (Handshake != null)
            {
                Shared.Pool.Return(Handshake);
                Handshake = null;

                // Somebody may wait for it.
                Shared.Wake |= Shared.Waiting;
            }
        }

        /// <summary>Puts a client's Initial aside until it is admitted, or time is up.</summary>
        internal void Wait(byte[] buffer, int offset, int length, long id, long addressHigh, long addressLow, int port, long until)
        {
            State = ConnectionState.Waiting;
            Flags = 0;
            Array.Copy(buffer, offset, Arena, 0, length);
            TicketLength = length;
            IdleDeadline = until;
            AddressHigh = addressHigh;
            AddressLow = addressLow;
            Port = port;
            Ids.Clear();
            Ids.RouteOriginal(id);
            Shared.Waiting |= 1 << Slot;
            Deadline = until;
        }

        /// <summary>The connection is over for its peer: keys and ids are forgotten; Closed is reported if the application knew of it.</summary>
        internal void Release()
        {
            ReturnHandshake();
            Keys.Wipe();
            Ids.Clear();
            if (State == ConnectionState.Waiting)
            {
                // Its client's Initial keys may be there, half made.
                Array.Clear(Arena, 0, Arena.Length);
            }

            State = ConnectionState.Free;
            Deadline = long.MaxValue;
            ReportClosed();
            Shared.Wake &= ~(1 << Slot);
            Shared.Waiting &= ~(1 << Slot);
            if (Shared.Profile.OnDemand && (Flags & ClosedDue) == 0)
            {
                Drop();
            }
        }

        /// <summary>Closed is due, unless the application never heard of the connection.</summary>
        internal void ReportClosed()
        {
            int flags = Flags & ~EstablishedDue;
            Flags = (flags & KnownToApplication) != 0 ? flags | ClosedDue : flags;
        }

        /// <summary>Gives the memory back to the heap (OnDemand).</summary>
        internal void Drop()
        {
            Arena = null;
            Keys = null;
            Ids = null;
            Sent = null;
            Received = null;
            Streams = null;
            Loss = null;
            Ticket = null;
        }
    }
}
