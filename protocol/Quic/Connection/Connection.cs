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
    /// This class has the state and the interface for applications. What is done with it is in static classes:
    /// <see cref="PacketReceiver"/>, <see cref="HandshakeDriver"/>, <see cref="PacketSender"/>, <see cref="ConnectionTimers"/>,
    /// <see cref="PathManager"/>, <see cref="ConnectionCloser"/>.
    /// </remarks>
    public sealed partial class Connection : ConnectionMemory
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

        /// <summary>The datagram of the client that gets the slot next lies in the arena (<see cref="SetSuccessor"/>).</summary>
        internal const int HasSuccessor = 0x2000;

        /// <summary>The previous path is to be challenged, too, since the migration may be an attacker's (RFC 9000 section 9.3.3).</summary>
        internal const int PreviousChallengeDue = 0x10000;

        /// <summary>The price of the handshake was taken from the budget of strangers (<see cref="WorkBudget"/>).</summary>
        internal const int OwesStrangers = 0x4000;

        /// <summary>The price of the handshake was taken from the budget of the client's address.</summary>
        internal const int OwesAddress = 0x8000;

        internal readonly QuicShared Shared;
        internal readonly int Slot;

        /// <summary>Borrowed from the pool until the handshake ends; null after.</summary>
        internal HandshakeState Handshake;

        // What is looked at whether or not the slot has memory. The rest is in the arrays of ConnectionMemory.
        internal int State;
        internal int Flags;

        /// <summary>When <see cref="ConnectionTimers"/> has to look again.</summary>
        internal long Deadline;

        internal Connection(QuicShared shared, int slot)
            : base(shared.Layout)
        {
            Shared = shared;
            Slot = slot;
            Deadline = long.MaxValue;
            if (!shared.Profile.OnDemand)
            {
                AllocateMemory();
            }
        }

        /// <summary>Where stream bytes to send are read. Set once, at boot.</summary>
        public StreamSource Source;

        /// <summary>Number of this slot at its endpoint.</summary>
        public int SlotIndex { get { return Slot; } }

        /// <summary>Whether the handshake is complete and the connection is not closing.</summary>
        public bool IsEstablished { get { return State == ConnectionState.Established; } }

        /// <summary>Whether the slot can be claimed: nothing lives in it, or only the rest of a connection whose end was reported.</summary>
        public bool IsFree { get { return State == ConnectionState.Free && (Flags & ClosedDue) == 0; } }

        /// <summary>Whether the slot is between its claim and its completion or failure.</summary>
        public bool IsHandshaking { get { return State == ConnectionState.Handshaking; } }

        /// <summary>The peer's port.</summary>
        public int PeerPort { get { return Ints == null ? 0 : Port; } }

        /// <summary>The cipher suite of the 1-RTT keys; 0 before.</summary>
        public int Suite { get { return Ints == null ? 0 : ApplicationKeys.Suite(this); } }

        /// <summary>Smoothed round-trip time, microseconds.</summary>
        public int SmoothedRtt { get { return Ints == null ? 0 : RttEstimator.Smoothed(this); } }

        /// <summary>Bytes in flight.</summary>
        public int BytesInFlight { get { return (State & ConnectionState.Alive) != 0 ? CongestionController.BytesInFlight(this) : 0; } }

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
                int streamEvent = StreamMap.PollEvent(this);
                if (streamEvent == QuicEvent.None)
                {
                    Shared.EventSlots &= ~(1 << Slot);
                }

                return streamEvent;
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

            Shared.EventSlots &= ~(1 << Slot);
            return QuicEvent.None;
        }

        /// <summary>Stream of the event last polled.</summary>
        public int EventStream { get { return Ints == null ? 0 : StreamMap.EventStream(this); } }

        /// <summary>Highest stream slot number plus one.</summary>
        public int StreamLimit { get { return Layout.Streams; } }

        /// <summary>Error code the connection ended with, whoever closed it.</summary>
        public long CloseErrorCode { get { return Longs == null ? 0 : ErrorCode; } }

        /// <summary>Whether <see cref="CloseErrorCode"/> is an application's (else of the transport).</summary>
        public bool ClosedByApplicationCode { get { return (Flags & CloseIsApplication) != 0; } }

        /// <summary>Stream id (RFC 9000 section 2.1) of a stream slot; -1 if unused.</summary>
        public long StreamId(int streamIndex)
        {
            return StreamMap.StreamId(this, streamIndex);
        }

        /// <summary>Code of the peer's RESET_STREAM or STOP_SENDING.</summary>
        public long StreamErrorCode(int streamIndex)
        {
            return StreamMap.StreamErrorCode(this, streamIndex);
        }

        /// <summary>The array that received stream bytes are read from, in place.</summary>
        public byte[] ReadBuffer { get { return Arena; } }

        /// <summary>Where in <see cref="ReadBuffer"/> the byte at the read position of a stream is.</summary>
        public int ReadOffset(int streamIndex)
        {
            return StreamReceiver.ReadOffset(this, streamIndex);
        }

        /// <summary>Bytes that lie in one run from <see cref="ReadOffset"/>; after <see cref="Consume"/> there may be another run.</summary>
        public int ReadableLength(int streamIndex)
        {
            return State == ConnectionState.Established ? StreamReceiver.ReadableLength(this, streamIndex) : 0;
        }

        /// <summary>Bytes that can be read in order from the read position on, over all runs.</summary>
        public int AvailableLength(int streamIndex)
        {
            return State == ConnectionState.Established ? StreamReceiver.Available(this, streamIndex) : 0;
        }

        /// <summary>Whether the peer's FIN was received and <see cref="AvailableLength"/> reaches up to it (also when nothing is left).</summary>
        public bool IsReceiveComplete(int streamIndex)
        {
            return StreamReceiver.IsReceiveComplete(this, streamIndex);
        }

        /// <summary>Copies bytes from the read position on without consuming them, over the borders of runs.</summary>
        /// <param name="streamIndex">Stream slot.</param>
        /// <param name="skip">Bytes to leave out first.</param>
        /// <param name="destination">Where to write.</param>
        /// <param name="destinationOffset">First byte to write.</param>
        /// <param name="count">Bytes to copy; skip + count is at most <see cref="AvailableLength"/>.</param>
        public void Peek(int streamIndex, int skip, byte[] destination, int destinationOffset, int count)
        {
            StreamReceiver.Peek(this, streamIndex, skip, destination, destinationOffset, count);
        }

        /// <summary>Gives bytes at the read position back; flow control credit follows from it.</summary>
        public void Consume(int streamIndex, int count)
        {
            if (State == ConnectionState.Established)
            {
                StreamReceiver.Consume(this, streamIndex, count);
                Wake();
            }
        }

        /// <summary>Announces that <see cref="Source"/> can deliver a stream's bytes [0, end). Never lowers the limit.</summary>
        /// <param name="streamIndex">Stream slot.</param>
        /// <param name="end">Bytes of the stream that exist by now.</param>
        /// <param name="fin">Whether <paramref name="end"/> is the final size.</param>
        public void SetSendLimit(int streamIndex, long end, bool fin)
        {
            if (State == ConnectionState.Established)
            {
                StreamSender.SetSendLimit(this, streamIndex, end, fin);
                Wake();
            }
        }

        /// <summary>Bytes acknowledged from the start of the stream on without a gap: the source may forget those.</summary>
        public long SendAcknowledged(int streamIndex)
        {
            return StreamSender.SendAcknowledged(this, streamIndex);
        }

        /// <summary>Opens a unidirectional stream of ours.</summary>
        /// <returns>Stream slot, or -1 while the peer's limit or the slots allow none.</returns>
        public int OpenUnidirectionalStream()
        {
            return State == ConnectionState.Established ? StreamMap.Open(this, true) : -1;
        }

        /// <summary>Ends the sending part of a stream abruptly (RESET_STREAM).</summary>
        public void ResetStream(int streamIndex, long code)
        {
            if (State == ConnectionState.Established)
            {
                StreamSender.ResetStream(this, streamIndex, code);
                Wake();
            }
        }

        /// <summary>Asks the peer to send no more on a stream; what still comes is discarded.</summary>
        public void StopSending(int streamIndex, long code)
        {
            if (State == ConnectionState.Established)
            {
                StreamReceiver.StopSending(this, streamIndex, code);
                Wake();
            }
        }

        /// <summary>
        /// The application has finished with a stream. Unread data is discarded, announced data is still sent, and the slot is used again when both directions have
        /// ended.
        /// </summary>
        public void ReleaseStream(int streamIndex)
        {
            if (State == ConnectionState.Established)
            {
                StreamMap.ReleaseStream(this, streamIndex);
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

        /// <summary>Takes the memory of the slot; nothing of an earlier connection is in it. Throws when the heap cannot give it.</summary>
        internal void AllocateMemory()
        {
            Allocate();
            SentPacketTracker.Reset(this);
            ReceivedPacketTracker.Reset(Longs, ReceivedPacketTracker.Application);
            StreamMap.Reset(this);
        }

        internal override void OnEntryAcknowledged(int kind, int stream)
        {
            StreamSender.OnAcknowledged(this, kind, stream);
        }

        internal override void OnEntryLost(int kind, int stream)
        {
            StreamSender.OnFrameLost(this, kind, stream);
        }

        internal override void OnControlAcknowledged(int frames)
        {
            ConnectionFrames.OnAcknowledged(this, frames);
        }

        internal override void OnControlLost(int frames)
        {
            ConnectionFrames.OnLost(this, frames);
        }

        /// <summary>Marks the slot as one that may have something to send.</summary>
        internal void Wake()
        {
            Shared.Wake |= 1 << Slot;
        }

        /// <summary>The slot is claimed by the client whose address it has.</summary>
        internal void Claim(HandshakeState handshake, bool validated, long now)
        {
            QuicProfile profile = Shared.Profile;
            State = ConnectionState.Handshaking;
            Flags = validated ? AddressValidated : 0;
            Pending = 0;
            PathReceived = 0;
            PathSent = 0;
            PathDeadline = long.MaxValue;
            PeerUses = 0;
            IdleTimeout = profile.IdleTimeoutMilliseconds;
            IdleDeadline = now + (profile.IdleTimeoutMilliseconds * 1000L);
            TicketLength = 0;
            TicketSent = 0;
            ErrorCode = 0;
            LastOpen = now;
            PeerDatagram = profile.SendDatagram;
            SentPacketTracker.Reset(this);
            ReceivedPacketTracker.Reset(Longs, ReceivedPacketTracker.Application);
            StreamMap.Reset(this);
            LossDetector.Reset(this, profile.SendDatagram);
            Handshake = handshake;
            handshake.Start(this, now);
        }

        /// <summary>Wipes the keys of all levels, raw and expanded, and returns the memory of the handshake: nothing is opened or sealed from now on.</summary>
        internal void ForgetKeys()
        {
            ReturnHandshake();
            ApplicationKeys.Wipe(this);
            Shared.Protection.WipeExpanded();
        }

        /// <summary>Returns the memory of the handshake to the pool.</summary>
        internal void ReturnHandshake()
        {
            if (Handshake != null)
            {
                Shared.Pool.Return(Handshake);
                Handshake = null;

                // A client may wait for it.
                Shared.Wake |= Shared.Waiting;
            }
        }

        /// <summary>Keeps the Initial of a client until it is admitted, or its time is up.</summary>
        internal void Wait(byte[] buffer, int offset, int length, long id, DatagramAddress from, long until)
        {
            State = ConnectionState.Waiting;
            Flags = 0;
            Array.Copy(buffer, offset, Arena, 0, length);
            WaitingLength = length;
            WaitingDeadline = until;
            AddressHigh = from.High;
            AddressLow = from.Low;
            Port = from.Port;
            ConnectionIds.Clear(this);
            ConnectionIds.RouteOriginal(this, id);
            Shared.Waiting |= 1 << Slot;
            Deadline = until;
        }

        /// <summary>
        /// While the connection ends, keeps the Initial of the client that gets the slot next at the beginning of the arena; the closing datagram is at its end
        /// (<see cref="ConnectionCloser"/>).
        /// </summary>
        internal void SetSuccessor(byte[] buffer, int offset, int length, DatagramAddress from)
        {
            Array.Copy(buffer, offset, Arena, 0, length);
            SuccessorLength = length;
            SuccessorHigh = from.High;
            SuccessorLow = from.Low;
            SuccessorPort = from.Port;
            Flags |= HasSuccessor;
        }

        /// <summary>Reads where the Initial of <see cref="SetSuccessor"/> came from.</summary>
        internal void GetSuccessor(DatagramAddress from)
        {
            from.High = SuccessorHigh;
            from.Low = SuccessorLow;
            from.Port = SuccessorPort;
        }

        /// <summary>Ends the connection: wipes keys and ids, and reports Closed if the application knew of it.</summary>
        internal void Release()
        {
            Vacate();
            if (Shared.Profile.OnDemand && (Flags & ClosedDue) == 0)
            {
                Drop();
            }
        }

        /// <summary>As <see cref="Release"/>, but the memory stays, because the slot gets its next client at once.</summary>
        internal void Vacate()
        {
            ForgetKeys();
            ConnectionIds.Clear(this);
            if (State == ConnectionState.Waiting)
            {
                // The Initial keys of the client may be there, in part.
                Array.Clear(Arena, 0, Arena.Length);
            }

            State = ConnectionState.Free;
            Flags &= ~(CloseDue | HasSuccessor);
            Deadline = long.MaxValue;
            ReportClosed();
            Shared.Wake &= ~(1 << Slot);
            Shared.Waiting &= ~(1 << Slot);
        }

        /// <summary>Makes Closed due, unless the application never heard of the connection.</summary>
        internal void ReportClosed()
        {
            int flags = Flags & ~EstablishedDue;
            Flags = (flags & KnownToApplication) != 0 ? flags | ClosedDue : flags;
            Shared.EventSlots |= 1 << Slot;
        }
    }
}
