// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;

namespace MilliHttp.Nano.Quic
{
    /// <summary>
    /// The streams of a connection, in a fixed number of slots: reassembly in the arena, sending by offset, flow control, limits. The order of slots is: the
    /// peer's bidirectional streams (from 0), ours (a client's only), our unidirectional streams, the peer's. So the slots that we send on come first.
    /// <para>
    /// Received bytes lie in blocks of the arena, in one chain of blocks for each stream. A stream with n bytes touches at most n / size + 2 blocks. Two
    /// blocks are reserved for each stream. Where MAX_DATA is larger than what the other blocks hold, data may find no place: then the packet is not
    /// acknowledged, and the peer sends it again. Progress is certain, because of data in order the beginning is kept even then, and the blocks before received
    /// data are taken with it, so that a gap always fits. Pieces after a gap are listed in a small table that all streams share; when it is full, the packet is
    /// not acknowledged either.
    /// </para>
    /// <para>
    /// Nothing that was sent is kept, only the next offset, and the number of records of <see cref="SentPacketTracker"/> that refer to the stream: when there are
    /// none, everything was acknowledged.
    /// </para>
    /// </summary>
    public static class StreamMap
    {
        /// <summary>Returned by <see cref="StreamReceiver.OnFrame"/> when data could not be kept: the packet must not be acknowledged, so that the peer sends it again.</summary>
        public const int NotStored = -1;

        // Ints of a stream. Highest (end of the received bytes), Ready (contiguous bytes) and Window (bytes that the peer may send) are relative to the read position.
        internal const int Id = EndInt;
        internal const int Flags = Id + 1;
        internal const int Highest = Id + 2;
        internal const int Ready = Id + 3;
        internal const int Window = Id + 4;
        internal const int PeerCode = Id + 5;
        internal const int ResetCode = Id + 6;
        internal const int StopCode = Id + 7;

        // First block, last block << 8, number of blocks << 16, records that refer to the stream << 24.
        internal const int Chain = Id + 8;

        /// <summary>Ints of a stream.</summary>
        internal const int IntsPerStream = 9;

        // Longs of a stream that is sent on. The read positions of all streams are at ConnectionLayout.ReadAt.
        internal const int SendNext = EndLong;
        internal const int SendEnd = SendNext + 1;
        internal const int SendMax = SendNext + 2;

        /// <summary>Longs of a stream that is sent on.</summary>
        internal const int LongsPerSender = 3;

        internal const int CanReceive = 0x0001;
        internal const int CanSend = 0x0002;
        internal const int FinKnown = 0x0004;
        internal const int ReceiveDone = 0x0008;
        internal const int Discard = 0x0010;
        internal const int StopPending = 0x0020;
        internal const int WindowPending = 0x0040;
        internal const int BlockedPending = 0x0080;
        internal const int FinSet = 0x0100;
        internal const int FinSent = 0x0200;
        internal const int ResetPending = 0x0400;
        internal const int Reset_ = 0x0800;
        internal const int SendDone = 0x1000;
        internal const int Released = 0x2000;
        internal const int BlockedTold = 0x4000;
        private const int EventOpened = 0x010000;
        internal const int EventReadable = 0x020000;
        internal const int EventReset = 0x040000;
        internal const int EventStop = 0x080000;
        internal const int EventDone = 0x100000;
        internal const int EventAll = 0x1F0000;
        internal const int PendingAll = StopPending | WindowPending | BlockedPending | ResetPending;

        // Results of Locate.
        internal const int Gone = -1;

        // Shorts: pieces beyond a gap, of which stream they are, then the low 16 bits of their first offsets, then of their end offsets.
        internal const int Gaps = ConnectionLayout.Gaps;

        // Longs of all streams together: a bit for each free block of the arena; bytes received, consumed, allowed to the peer; bytes sent, allowed to us; the peer's
        // windows for bidirectional streams and for our unidirectional ones.
        internal const int Free = ReceivedPacketTracker.EndLong;
        internal const int Received = Free + 1;
        internal const int Consumed = Free + 2;
        internal const int LocalMax = Free + 3;
        internal const int Sent = Free + 4;
        internal const int PeerMax = Free + 5;
        private const int PeerWindowBidi = Free + 6;
        private const int PeerWindowUni = Free + 7;

        /// <summary>Where the longs of each stream begin.</summary>
        internal const int EndLong = Free + 8;

        // Ints by kind, 0 bidirectional, 1 unidirectional: the peer's streams opened, released, allowed; ours opened, allowed.
        private const int Opened = LossDetector.EndInt;
        internal const int ReleasedCount = Opened + 2;
        internal const int Allowed = Opened + 4;
        private const int LocalOpened = Opened + 6;
        internal const int LocalAllowed = Opened + 8;

        // Pieces in the table of gaps; one bit per slot each for events, pending frames, data to send; control frames that are due, and shifted by Urgent those that
        // justify a packet of their own; the slot that sent last; the slot of the event last polled.
        internal const int GapCount = Opened + 10;
        internal const int EventSet = Opened + 11;
        internal const int PendingSet = Opened + 12;
        internal const int SendableSet = Opened + 13;
        internal const int Limits = Opened + 14;
        internal const int Cursor = Opened + 15;
        private const int EventSlot = Opened + 16;

        // The low bits are those of ControlFrame. DATA_BLOCKED << Told: the frame was sent for the current limit.
        internal const int Told = 8;
        internal const int Urgent = 16;
        internal const int UrgentStreams = (ControlFrame.MaxStreamsBidi | ControlFrame.MaxStreamsUni) << Urgent;

        /// <summary>Where the ints of each stream begin.</summary>
        internal const int EndInt = Opened + 17;

        /// <summary>Begins a connection: no streams, whole arena free.</summary>
        public static void Reset(ConnectionMemory c)
        {
            ConnectionLayout layout = c.Layout;
            long[] longs = c.Longs;
            int[] ints = c.Ints;
            Array.Clear(longs, Free, layout.SequencesAt - Free);
            Array.Clear(ints, Opened, EndInt - Opened + (layout.Streams * IntsPerStream));
            for (int s = 0; s < layout.Streams; s++)
            {
                ints[s * IntsPerStream + Id] = -1;
            }

            longs[Free] = layout.Blocks == 64 ? -1L : (1L << layout.Blocks) - 1;
            longs[LocalMax] = layout.MaxData;
            ints[Allowed] = layout.LocalBidiAt;
            ints[Allowed + 1] = layout.PeerUniStreams;
        }

        /// <summary>Takes the peer's limits from its transport parameters.</summary>
        public static void SetPeerLimits(ConnectionMemory c, TransportParameters parameters)
        {
            int[] ints = c.Ints;
            long[] longs = c.Longs;
            ConnectionLayout layout = c.Layout;
            longs[PeerMax] = parameters.InitialMaxData;

            // The names are from the peer's point of view: streams that it opens are "local". Only a client opens bidirectional streams here.
            longs[PeerWindowBidi] = layout.IsServer ? parameters.InitialMaxStreamDataBidiLocal : parameters.InitialMaxStreamDataBidiRemote;
            longs[PeerWindowUni] = parameters.InitialMaxStreamDataUni;
            ints[LocalAllowed] = Clip(parameters.InitialMaxStreamsBidi);
            ints[LocalAllowed + 1] = Clip(parameters.InitialMaxStreamsUni);
            for (int s = 0; s < layout.Streams; s++)
            {
                if (ints[s * IntsPerStream + Id] >= 0 && (ints[s * IntsPerStream + Flags] & CanSend) != 0)
                {
                    StreamSender.RaiseSendMax(c, s, s < layout.LocalUniAt ? longs[PeerWindowBidi] : longs[PeerWindowUni]);
                }
            }
        }

        /// <summary>Bidirectional streams of the peer that occupy a slot.</summary>
        public static int OpenRequests(ConnectionMemory c)
        {
            int[] ints = c.Ints;
            int count = 0;
            int end = Id + (c.Layout.LocalBidiAt * IntsPerStream);
            for (int i = Id; i < end; i += IntsPerStream)
            {
                if (ints[i] >= 0)
                {
                    count++;
                }
            }

            return count;
        }

        /// <summary>Stream id of a slot, -1 if unused.</summary>
        public static long StreamId(ConnectionMemory c, int s)
        {
            return c.Ints[s * IntsPerStream + Id];
        }

        /// <summary>Code of the peer's RESET_STREAM or STOP_SENDING.</summary>
        public static long StreamErrorCode(ConnectionMemory c, int s)
        {
            return c.Ints[s * IntsPerStream + PeerCode];
        }

        /// <summary>Stream slot of the event last polled.</summary>
        public static int EventStream(ConnectionMemory c)
        {
            return c.Ints[EventSlot];
        }

        /// <summary>Takes the next event of any stream (<see cref="QuicEvent"/>); <see cref="EventStream"/> is the stream.</summary>
        public static int PollEvent(ConnectionMemory c)
        {
            int[] ints = c.Ints;
            int events = ints[EventSet];
            if (events == 0)
            {
                return QuicEvent.None;
            }

            int s = 0;
            while ((events & 1) == 0)
            {
                events >>= 1;
                s++;
            }

            ints[EventSlot] = s;
            int f = s * IntsPerStream + Flags;
            int flags = ints[f];
            int bit;
            int result;
            if ((flags & EventOpened) != 0)
            {
                bit = EventOpened;
                result = QuicEvent.StreamOpened;
            }
            else if ((flags & EventReadable) != 0)
            {
                bit = EventReadable;
                result = QuicEvent.StreamReadable;
            }
            else if ((flags & EventReset) != 0)
            {
                bit = EventReset;
                result = QuicEvent.StreamReset;
            }
            else if ((flags & EventStop) != 0)
            {
                bit = EventStop;
                result = QuicEvent.StopSending;
            }
            else
            {
                bit = EventDone;
                result = QuicEvent.StreamSendDone;
            }

            flags &= ~bit;
            ints[f] = flags;
            if ((flags & EventAll) == 0)
            {
                ints[EventSet] &= ~(1 << s);
            }

            return result;
        }

        /// <summary>Opens a stream of ours.</summary>
        /// <returns>Its slot, or -1 while the peer's limit or the slots allow none.</returns>
        public static int Open(ConnectionMemory c, bool unidirectional)
        {
            int[] ints = c.Ints;
            long[] longs = c.Longs;
            ConnectionLayout layout = c.Layout;
            int kind = unidirectional ? 1 : 0;
            int ordinal = ints[LocalOpened + kind];
            if (ordinal >= ints[LocalAllowed + kind])
            {
                return -1;
            }

            int s = unidirectional ? layout.LocalUniAt : layout.LocalBidiAt;
            int end = unidirectional ? layout.PeerUniAt : layout.LocalUniAt;
            while (s < end && ints[s * IntsPerStream + Id] >= 0)
            {
                s++;
            }

            if (s == end)
            {
                return -1;
            }

            ints[LocalOpened + kind] = ordinal + 1;
            Claim(c, s, ordinal << 2 | kind << 1 | (layout.IsServer ? 1 : 0), unidirectional ? CanSend : CanSend | CanReceive);
            longs[s * LongsPerSender + SendMax] = unidirectional ? longs[PeerWindowUni] : longs[PeerWindowBidi];
            return s;
        }

        /// <summary>The application has finished with the stream; see <see cref="Connection.ReleaseStream"/>.</summary>
        public static void ReleaseStream(ConnectionMemory c, int s)
        {
            int[] ints = c.Ints;
            int i = s * IntsPerStream;
            if (ints[i + Id] < 0)
            {
                return;
            }

            int flags = ints[i + Flags] | Released;
            ints[i + Flags] = flags & ~EventAll;
            ints[EventSet] &= ~(1 << s);
            if ((flags & (CanReceive | ReceiveDone)) == CanReceive)
            {
                StreamReceiver.StopSending(c, s, ints[i + StopCode]);
            }

            if ((flags & (CanSend | SendDone | FinSet | Reset_)) == CanSend)
            {
                StreamSender.ResetStream(c, s, 0);
            }

            FreeIfDone(c, s);
        }

        internal static int Clip(long value)
        {
            // Stream ids fit into an int up to 2^29 streams; no connection here opens more.
            return value > 0x1FFFFFFF ? 0x1FFFFFFF : (int)value;
        }

        private static void Claim(ConnectionMemory c, int s, int id, int flags)
        {
            int[] ints = c.Ints;
            int i = s * IntsPerStream;
            Array.Clear(ints, i + Id, IntsPerStream);
            ints[i + Id] = id;
            ints[i + Flags] = flags;
            if ((flags & CanReceive) != 0)
            {
                ints[i + Window] = c.Layout.StreamWindow;
            }

            c.Longs[c.Layout.ReadAt + s] = 0;
            if ((flags & CanSend) != 0)
            {
                Array.Clear(c.Longs, s * LongsPerSender + SendNext, LongsPerSender);
            }
        }

        // The slot of the stream with this id; Gone for a stream that has ended; or a transport error, negated.
        internal static int Locate(ConnectionMemory c, long id)
        {
            long[] longs = c.Longs;
            ConnectionLayout layout = c.Layout;
            int[] ints = c.Ints;
            int top = Id + (layout.Streams * IntsPerStream);
            int s = 0;
            for (int i = Id; i < top; i += IntsPerStream)
            {
                if (ints[i] == id)
                {
                    return s;
                }

                s++;
            }

            int kind = (int)id >> 1 & 1;
            long ordinal = id >> 2;
            if (((int)id & 1) == (layout.IsServer ? 1 : 0))
            {
                return ordinal < ints[LocalOpened + kind] ? Gone : -TransportError.StreamState;
            }

            if (ordinal >= ints[Allowed + kind])
            {
                return -TransportError.StreamLimit;
            }

            int next = ints[Opened + kind];
            if (ordinal < next)
            {
                return Gone;
            }

            // A stream opens all lower ones of its kind (RFC 9000 section 3.2). Each has a free slot, because the limit counts the slots that were released.
            int from = kind == 0 ? 0 : layout.PeerUniAt;
            s = from;
            while (next <= ordinal)
            {
                while (ints[s * IntsPerStream + Id] >= 0)
                {
                    s++;
                }

                Claim(c, s, next << 2 | kind << 1 | (layout.IsServer ? 0 : 1), (kind == 0 ? CanSend | CanReceive : CanReceive) | EventOpened);
                if (kind == 0)
                {
                    longs[s * LongsPerSender + SendMax] = longs[PeerWindowBidi];
                }

                ints[EventSet] |= 1 << s;
                next++;
            }

            ints[Opened + kind] = next;
            if (next == ints[Allowed + kind])
            {
                // The peer may open no more streams: a MAX_STREAMS frame that is due now justifies a packet of its own.
                ints[Limits] |= (ints[Limits] & (ControlFrame.MaxStreamsBidi << kind)) << Urgent;
            }

            return s;
        }

        internal static void FreeIfDone(ConnectionMemory c, int s)
        {
            int[] ints = c.Ints;
            ConnectionLayout layout = c.Layout;
            int i = s * IntsPerStream;
            int flags = ints[i + Flags];
            if ((flags & Released) == 0
                || (flags & (CanReceive | ReceiveDone)) == CanReceive
                || (flags & (CanSend | SendDone)) == CanSend)
            {
                return;
            }

            // Records of packets in flight must not refer to the next stream in this slot.
            SentPacketTracker.Forget(c, s, false);
            ints[i + Id] = -1;
            ints[i + Flags] = 0;
            int bit = ~(1 << s);
            ints[EventSet] &= bit;
            ints[PendingSet] &= bit;
            ints[SendableSet] &= bit;
            if (s < layout.LocalBidiAt || s >= layout.PeerUniAt)
            {
                int kind = s < layout.LocalBidiAt ? 0 : 1;
                int released = ints[ReleasedCount + kind] + 1;
                ints[ReleasedCount + kind] = released;
                int slots = kind == 0 ? layout.LocalBidiAt : layout.PeerUniStreams;
                int limit = released + slots;

                // MAX_STREAMS is added to the next packet; it justifies a packet of its own when the peer can open less than half of the streams.
                if (limit < 0x1FFFFFFF)
                {
                    ints[Limits] |= ControlFrame.MaxStreamsBidi << kind;
                    if (limit > ints[Allowed + kind] && ints[Allowed + kind] - ints[Opened + kind] < slots + 1 >> 1)
                    {
                        ints[Limits] |= ControlFrame.MaxStreamsBidi << kind << Urgent;
                    }
                }
            }
        }
    }
}
