// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;

namespace MilliHttp.Nano.Quic
{
    /// <summary>
    /// The streams of a connection in a fixed number of slots: receiving with reassembly in the arena, sending by offset, flow control, limits.
    /// Slots: peer's bidirectional (0 ..), peer's unidirectional, ours bidirectional (client only), ours unidirectional.
    /// <para>
    /// Received bytes lie in blocks of the arena, a chain per stream. A stream of n bytes touches at most n / size + 2 blocks, so with
    /// two blocks a stream set aside every byte within MAX_DATA has its place, in whatever order bytes come. Pieces beyond a gap are noted in a small table
    /// that the streams share; where it is full the packet is not acknowledged, and comes again.
    /// </para>
    /// <para>
    /// Of what is sent only the next offset is kept, and how many records of <see cref="SentPacketTracker"/> speak of the stream: all is acknowledged
    /// when none does.
    /// </para>
    /// </summary>
    public sealed partial class StreamMap
    {
        /// <summary>Returned by <see cref="OnFrame"/> when data could not be kept: the packet is not to be acknowledged, the peer sends it again.</summary>
        public const int NotStored = -1;

        // Ints of a slot. Highest, Ready and Window count from the read position.
        private const int Id = 0;
        private const int Flags = 1;
        private const int Highest = 2;
        private const int Ready = 3;
        private const int Window = 4;
        private const int PeerCode = 5;
        private const int ResetCode = 6;
        private const int StopCode = 7;

        // First block, last block << 8, number of blocks << 16, records that speak of the stream << 24.
        private const int Chain = 8;
        private const int PerSlot = 9;

        // Longs of a slot.
        private const int ReadAt = 0;
        private const int SendNext = 1;
        private const int SendEnd = 2;
        private const int SendMax = 3;

        private const int CanReceive = 0x0001;
        private const int CanSend = 0x0002;
        private const int FinKnown = 0x0004;
        private const int ReceiveDone = 0x0008;
        private const int Discard = 0x0010;
        private const int StopPending = 0x0020;
        private const int WindowPending = 0x0040;
        private const int BlockedPending = 0x0080;
        private const int FinSet = 0x0100;
        private const int FinSent = 0x0200;
        private const int ResetPending = 0x0400;
        private const int Reset_ = 0x0800;
        private const int SendDone = 0x1000;
        private const int Released = 0x2000;
        private const int BlockedTold = 0x4000;
        private const int EventOpened = 0x010000;
        private const int EventReadable = 0x020000;
        private const int EventReset = 0x040000;
        private const int EventStop = 0x080000;
        private const int EventDone = 0x100000;
        private const int EventAll = 0x1F0000;
        private const int PendingAll = StopPending | WindowPending | BlockedPending | ResetPending;

        // Results of Locate.
        private const int Gone = -1;

        private const int Gaps = 8;

        private readonly bool _isServer;
        private readonly byte[] _arena;
        private readonly SentPacketTracker _tracker;

        private readonly int[] _ints;
        private readonly long[] _longs;
        private readonly byte[] _next;

        // Pieces beyond a gap: whose they are, then the low 16 bits of their first offsets, then of their end offsets.
        private readonly ushort[] _gap = new ushort[3 * Gaps];

        private ulong _free;
        private long _received;
        private long _consumed;
        private long _localMax;
        private long _sent;
        private long _peerMax;
        private long _peerWindowLocal;
        private long _peerWindowRemote;
        private long _peerWindowUni;

        // By kind, 0 bidirectional, 1 unidirectional: the peer's streams opened, released, allowed; ours opened, allowed.
        private readonly int[] _counts = new int[25];
        private const int Opened = 0;
        private const int ReleasedCount = 2;
        private const int Allowed = 4;
        private const int LocalOpened = 6;
        private const int LocalAllowed = 8;

        // Behind them what would be fields: three times smaller here. First what does not change.
        private const int SlotsOf = 10;
        private const int PeerUniAtOf = 11;
        private const int LocalBidiAtOf = 12;
        private const int LocalUniAtOf = 13;
        private const int ShiftOf = 14;
        private const int BlocksOf = 15;
        private const int MaxDataOf = 16;
        private const int GapsOf = 17;
        private const int EventsOf = 18;
        private const int PendingOf = 19;
        private const int SendableOf = 20;
        private const int LimitsOf = 21;
        private const int UrgentOf = 22;
        private const int CursorOf = 23;
        private const int EventStreamOf = 24;

        /// <summary>Makes a map. At most 16 streams in all.</summary>
        /// <param name="isServer">Whether ours are the server's streams.</param>
        /// <param name="peerBidi">Slots for streams the peer opens in both directions.</param>
        /// <param name="peerUni">Slots for streams the peer opens in its direction.</param>
        /// <param name="localBidi">Slots for streams we open in both directions.</param>
        /// <param name="localUni">Slots for streams we open in our direction.</param>
        /// <param name="arena">Receive memory, at least 1,536 bytes, under 64 KB.</param>
        /// <param name="tracker">Records of the connection.</param>
        public StreamMap(bool isServer, int peerBidi, int peerUni, int localBidi, int localUni, byte[] arena, SentPacketTracker tracker)
        {
            _isServer = isServer;
            _counts[PeerUniAtOf] = peerBidi;
            _counts[LocalBidiAtOf] = peerBidi + peerUni;
            _counts[LocalUniAtOf] = _counts[LocalBidiAtOf] + localBidi;
            _counts[SlotsOf] = _counts[LocalUniAtOf] + localUni;
            _arena = arena;
            _tracker = tracker;
            int shift = 6;
            while (arena.Length >> shift > 64)
            {
                shift++;
            }

            _counts[ShiftOf] = shift;
            _counts[BlocksOf] = arena.Length >> shift;
            int reserve = _counts[LocalUniAtOf] << 1;
            if (_counts[SlotsOf] > 16 || _counts[BlocksOf] <= reserve)
            {
                throw new ArgumentException();
            }

            _counts[MaxDataOf] = (_counts[BlocksOf] - reserve << shift) + reserve;
            _ints = new int[_counts[SlotsOf] * PerSlot];
            _longs = new long[_counts[SlotsOf] << 2];
            _next = new byte[_counts[BlocksOf]];
            Reset();
        }

        /// <summary>Begins a connection: no streams, whole arena free.</summary>
        public void Reset()
        {
            Array.Clear(_ints, 0, _ints.Length);
            Array.Clear(_longs, 0, _longs.Length);
            Array.Clear(_counts, 0, SlotsOf);
            for (int s = 0; s < _counts[SlotsOf]; s++)
            {
                _ints[s * PerSlot] = -1;
            }

            _free = _counts[BlocksOf] == 64 ? ulong.MaxValue : (1UL << _counts[BlocksOf]) - 1;
            _counts[GapsOf] = 0;
            _counts[EventsOf] = 0;
            _counts[PendingOf] = 0;
            _counts[SendableOf] = 0;
            _counts[LimitsOf] = 0;
            _counts[UrgentOf] = 0;
            _counts[CursorOf] = 0;
            _received = 0;
            _consumed = 0;
            _localMax = _counts[MaxDataOf];
            _sent = 0;
            _peerMax = 0;
            _peerWindowLocal = 0;
            _peerWindowRemote = 0;
            _peerWindowUni = 0;
            _counts[Allowed] = _counts[PeerUniAtOf];
            _counts[Allowed + 1] = _counts[LocalBidiAtOf] - _counts[PeerUniAtOf];
        }

        /// <summary>initial_max_data that the arena can really hold.</summary>
        public int InitialMaxData { get { return _counts[MaxDataOf]; } }

        /// <summary>initial_max_stream_data_* for streams of the peer and ours.</summary>
        public int InitialMaxStreamData { get { return _counts[MaxDataOf]; } }

        /// <summary>initial_max_streams_bidi.</summary>
        public int InitialMaxStreamsBidi { get { return _counts[PeerUniAtOf]; } }

        /// <summary>initial_max_streams_uni.</summary>
        public int InitialMaxStreamsUni { get { return _counts[LocalBidiAtOf] - _counts[PeerUniAtOf]; } }

        /// <summary>Takes the peer's limits from its transport parameters.</summary>
        public void SetPeerLimits(TransportParameters parameters)
        {
            _peerMax = parameters.InitialMaxData;

            // Local and remote are the peer's words: what it opened itself is "local" to it.
            _peerWindowRemote = parameters.InitialMaxStreamDataBidiLocal;
            _peerWindowLocal = parameters.InitialMaxStreamDataBidiRemote;
            _peerWindowUni = parameters.InitialMaxStreamDataUni;
            _counts[LocalAllowed] = Clip(parameters.InitialMaxStreamsBidi);
            _counts[LocalAllowed + 1] = Clip(parameters.InitialMaxStreamsUni);
            for (int s = 0; s < _counts[SlotsOf]; s++)
            {
                if (_ints[s * PerSlot] >= 0 && (_ints[s * PerSlot + Flags] & CanSend) != 0)
                {
                    RaiseSendMax(s, s < _counts[PeerUniAtOf] ? _peerWindowRemote : s < _counts[LocalUniAtOf] ? _peerWindowLocal : _peerWindowUni);
                }
            }
        }

        /// <summary>Number of slots.</summary>
        public int StreamLimit { get { return _counts[SlotsOf]; } }

        /// <summary>Streams opened by the peer in both directions whose slots are taken.</summary>
        public int OpenRequests
        {
            get
            {
                int count = 0;
                for (int i = (_counts[PeerUniAtOf] - 1) * PerSlot; i >= 0; i -= PerSlot)
                {
                    if (_ints[i] >= 0)
                    {
                        count++;
                    }
                }

                return count;
            }
        }

        /// <summary>Stream id of a slot, -1 if unused.</summary>
        public long StreamId(int s)
        {
            return _ints[s * PerSlot];
        }

        /// <summary>Code of the peer's RESET_STREAM or STOP_SENDING.</summary>
        public long StreamErrorCode(int s)
        {
            return _ints[s * PerSlot + PeerCode];
        }

        /// <summary>Blocks of the arena that hold nothing: all of them when nothing is unread. For tests and the status page.</summary>
        public int FreeBytes
        {
            get
            {
                int count = 0;
                for (ulong free = _free; free != 0; free &= free - 1)
                {
                    count++;
                }

                return count << _counts[ShiftOf];
            }
        }

        /// <summary>Whether <see cref="PollEvent"/> has something.</summary>
        public bool HasEvents { get { return _counts[EventsOf] != 0; } }

        /// <summary>Stream slot of the event last polled.</summary>
        public int EventStream { get { return _counts[EventStreamOf]; } }

        /// <summary>Next event of any stream (<see cref="QuicEvent"/>); <see cref="EventStream"/> says of which.</summary>
        public int PollEvent()
        {
            int events = _counts[EventsOf];
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

            _counts[EventStreamOf] = s;
            int f = s * PerSlot + Flags;
            int flags = _ints[f];
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
            _ints[f] = flags;
            if ((flags & EventAll) == 0)
            {
                _counts[EventsOf] &= ~(1 << s);
            }

            return result;
        }

        /// <summary>Opens a stream of ours.</summary>
        /// <returns>Its slot, or -1 while the peer's limit or the slots allow none.</returns>
        public int Open(bool unidirectional)
        {
            int kind = unidirectional ? 1 : 0;
            int ordinal = _counts[LocalOpened + kind];
            if (ordinal >= _counts[LocalAllowed + kind])
            {
                return -1;
            }

            int s = unidirectional ? _counts[LocalUniAtOf] : _counts[LocalBidiAtOf];
            int end = unidirectional ? _counts[SlotsOf] : _counts[LocalUniAtOf];
            while (s < end && _ints[s * PerSlot] >= 0)
            {
                s++;
            }

            if (s == end)
            {
                return -1;
            }

            _counts[LocalOpened + kind] = ordinal + 1;
            Claim(s, ordinal << 2 | kind << 1 | (_isServer ? 1 : 0), unidirectional ? CanSend : CanSend | CanReceive);
            _longs[(s << 2) + SendMax] = unidirectional ? _peerWindowUni : _peerWindowLocal;
            return s;
        }

        /// <summary>The application is through with the slot; see <see cref="Connection.ReleaseStream"/>.</summary>
        public void ReleaseStream(int s)
        {
            int i = s * PerSlot;
            if (_ints[i] < 0)
            {
                return;
            }

            int flags = _ints[i + Flags] | Released;
            _ints[i + Flags] = flags & ~EventAll;
            _counts[EventsOf] &= ~(1 << s);
            if ((flags & (CanReceive | ReceiveDone)) == CanReceive)
            {
                StopSending(s, _ints[i + StopCode]);
            }

            if ((flags & (CanSend | SendDone | FinSet | Reset_)) == CanSend)
            {
                ResetStream(s, 0);
            }

            FreeIfDone(s);
        }

        private static int Clip(long value)
        {
            // Stream ids fit an int up to 2^29 streams: more are never opened here.
            return value > 0x1FFFFFFF ? 0x1FFFFFFF : (int)value;
        }

        private void Claim(int s, int id, int flags)
        {
            int i = s * PerSlot;
            Array.Clear(_ints, i, PerSlot);
            Array.Clear(_longs, s << 2, 4);
            _ints[i] = id;
            _ints[i + Flags] = flags;
            if ((flags & CanReceive) != 0)
            {
                _ints[i + Window] = _counts[MaxDataOf];
            }
        }

        // The slot of a stream id named by the peer; Gone for a stream that is over (Trap 13); a transport error, negated.
        private int Locate(long id)
        {
            int[] ints = _ints;
            int top = _counts[SlotsOf] * PerSlot;
            int s = 0;
            for (int i = 0; i < top; i += PerSlot)
            {
                if (ints[i] == id)
                {
                    return s;
                }

                s++;
            }

            int kind = (int)id >> 1 & 1;
            long ordinal = id >> 2;
            int[] counts = _counts;
            if (((int)id & 1) == (_isServer ? 1 : 0))
            {
                return ordinal < counts[LocalOpened + kind] ? Gone : -TransportError.StreamState;
            }

            if (ordinal >= counts[Allowed + kind])
            {
                return -TransportError.StreamLimit;
            }

            int next = counts[Opened + kind];
            if (ordinal < next)
            {
                return Gone;
            }

            // A stream opens all lower ones of its kind (RFC 9000 section 3.2). There is a slot for each, as the limit counts releases.
            int from = kind == 0 ? 0 : _counts[PeerUniAtOf];
            s = from;
            while (next <= ordinal)
            {
                while (ints[s * PerSlot] >= 0)
                {
                    s++;
                }

                Claim(s, next << 2 | kind << 1 | (_isServer ? 0 : 1), (kind == 0 ? CanSend | CanReceive : CanReceive) | EventOpened);
                if (kind == 0)
                {
                    _longs[(s << 2) + SendMax] = _peerWindowRemote;
                }

                _counts[EventsOf] |= 1 << s;
                next++;
            }

            counts[Opened + kind] = next;
            if (next == counts[Allowed + kind])
            {
                // The last the peer may open: what was given back since does not wait for something to ride along with.
                counts[UrgentOf] |= counts[LimitsOf] & (ControlFrame.MaxStreamsBidi << kind);
            }

            return s;
        }

        private void FreeIfDone(int s)
        {
            int i = s * PerSlot;
            int flags = _ints[i + Flags];
            if ((flags & Released) == 0
                || (flags & (CanReceive | ReceiveDone)) == CanReceive
                || (flags & (CanSend | SendDone)) == CanSend)
            {
                return;
            }

            // Nothing that is still on its way may speak of the slot's next stream.
            _tracker.Forget(s, false);
            _ints[i] = -1;
            _ints[i + Flags] = 0;
            int bit = ~(1 << s);
            _counts[EventsOf] &= bit;
            _counts[PendingOf] &= bit;
            _counts[SendableOf] &= bit;
            if (s < _counts[LocalBidiAtOf])
            {
                int kind = s < _counts[PeerUniAtOf] ? 0 : 1;
                int released = _counts[ReleasedCount + kind] + 1;
                _counts[ReleasedCount + kind] = released;
                int slots = kind == 0 ? _counts[PeerUniAtOf] : _counts[LocalBidiAtOf] - _counts[PeerUniAtOf];
                int limit = released + slots;

                // It rides along with whatever is sent; a packet of its own it gets when the peer can open less than half the streams (Trap 4).
                if (limit < 0x1FFFFFFF)
                {
                    _counts[LimitsOf] |= ControlFrame.MaxStreamsBidi << kind;
                    if (limit > _counts[Allowed + kind] && _counts[Allowed + kind] - _counts[Opened + kind] < slots + 1 >> 1)
                    {
                        _counts[UrgentOf] |= ControlFrame.MaxStreamsBidi << kind;
                    }
                }
            }
        }
    }
}
