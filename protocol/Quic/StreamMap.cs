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
        private readonly int _slots;
        private readonly int _peerUniAt;
        private readonly int _localBidiAt;
        private readonly int _localUniAt;
        private readonly byte[] _arena;
        private readonly SentPacketTracker _tracker;
        private readonly int _shift;
        private readonly int _blocks;
        private readonly int _maxData;

        private readonly int[] _ints;
        private readonly long[] _longs;
        private readonly byte[] _next;

        // Pieces beyond a gap: whose they are, then the low 16 bits of their first offsets, then of their end offsets.
        private readonly ushort[] _gap = new ushort[3 * Gaps];
        private int _gaps;

        private ulong _free;
        private int _events;
        private int _pending;
        private int _sendable;
        private int _limits;
        private int _urgent;
        private int _cursor;
        private int _eventStream;
        private long _received;
        private long _consumed;
        private long _localMax;
        private long _sent;
        private long _peerMax;
        private long _peerWindowLocal;
        private long _peerWindowRemote;
        private long _peerWindowUni;

        // By kind, 0 bidirectional, 1 unidirectional: the peer's streams opened, released, allowed; ours opened, allowed.
        private readonly int[] _counts = new int[10];
        private const int Opened = 0;
        private const int ReleasedCount = 2;
        private const int Allowed = 4;
        private const int LocalOpened = 6;
        private const int LocalAllowed = 8;

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
            _peerUniAt = peerBidi;
            _localBidiAt = peerBidi + peerUni;
            _localUniAt = _localBidiAt + localBidi;
            _slots = _localUniAt + localUni;
            _arena = arena;
            _tracker = tracker;
            int shift = 6;
            while (arena.Length >> shift > 64)
            {
                shift++;
            }

            _shift = shift;
            _blocks = arena.Length >> shift;
            int reserve = _localUniAt << 1;
            if (_slots > 16 || _blocks <= reserve)
            {
                throw new ArgumentException();
            }

            _maxData = (_blocks - reserve << shift) + reserve;
            _ints = new int[_slots * PerSlot];
            _longs = new long[_slots << 2];
            _next = new byte[_blocks];
            Reset();
        }

        /// <summary>Begins a connection: no streams, whole arena free.</summary>
        public void Reset()
        {
            Array.Clear(_ints, 0, _ints.Length);
            Array.Clear(_longs, 0, _longs.Length);
            Array.Clear(_counts, 0, _counts.Length);
            for (int s = 0; s < _slots; s++)
            {
                _ints[s * PerSlot] = -1;
            }

            _free = _blocks == 64 ? ulong.MaxValue : (1UL << _blocks) - 1;
            _gaps = 0;
            _events = 0;
            _pending = 0;
            _sendable = 0;
            _limits = 0;
            _urgent = 0;
            _cursor = 0;
            _received = 0;
            _consumed = 0;
            _localMax = _maxData;
            _sent = 0;
            _peerMax = 0;
            _peerWindowLocal = 0;
            _peerWindowRemote = 0;
            _peerWindowUni = 0;
            _counts[Allowed] = _peerUniAt;
            _counts[Allowed + 1] = _localBidiAt - _peerUniAt;
        }

        /// <summary>initial_max_data that the arena can really hold.</summary>
        public int InitialMaxData { get { return _maxData; } }

        /// <summary>initial_max_stream_data_* for streams of the peer and ours.</summary>
        public int InitialMaxStreamData { get { return _maxData; } }

        /// <summary>initial_max_streams_bidi.</summary>
        public int InitialMaxStreamsBidi { get { return _peerUniAt; } }

        /// <summary>initial_max_streams_uni.</summary>
        public int InitialMaxStreamsUni { get { return _localBidiAt - _peerUniAt; } }

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
            for (int s = 0; s < _slots; s++)
            {
                if (_ints[s * PerSlot] >= 0 && (_ints[s * PerSlot + Flags] & CanSend) != 0)
                {
                    RaiseSendMax(s, s < _peerUniAt ? _peerWindowRemote : s < _localUniAt ? _peerWindowLocal : _peerWindowUni);
                }
            }
        }

        /// <summary>Number of slots.</summary>
        public int StreamLimit { get { return _slots; } }

        /// <summary>Streams opened by the peer in both directions whose slots are taken.</summary>
        public int OpenRequests
        {
            get
            {
                int count = 0;
                for (int i = (_peerUniAt - 1) * PerSlot; i >= 0; i -= PerSlot)
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

                return count << _shift;
            }
        }

        /// <summary>Whether <see cref="PollEvent"/> has something.</summary>
        public bool HasEvents { get { return _events != 0; } }

        /// <summary>Stream slot of the event last polled.</summary>
        public int EventStream { get { return _eventStream; } }

        /// <summary>Next event of any stream (<see cref="QuicEvent"/>); <see cref="EventStream"/> says of which.</summary>
        public int PollEvent()
        {
            int events = _events;
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

            _eventStream = s;
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
                _events &= ~(1 << s);
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

            int s = unidirectional ? _localUniAt : _localBidiAt;
            int end = unidirectional ? _slots : _localUniAt;
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
            _events &= ~(1 << s);
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
                _ints[i + Window] = _maxData;
            }
        }

        // The slot of a stream id named by the peer; Gone for a stream that is over (Trap 13); a transport error, negated.
        private int Locate(long id)
        {
            int[] ints = _ints;
            int top = _slots * PerSlot;
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
            int from = kind == 0 ? 0 : _peerUniAt;
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

                _events |= 1 << s;
                next++;
            }

            counts[Opened + kind] = next;
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
            _events &= bit;
            _pending &= bit;
            _sendable &= bit;
            if (s < _localBidiAt)
            {
                int kind = s < _peerUniAt ? 0 : 1;
                int released = _counts[ReleasedCount + kind] + 1;
                _counts[ReleasedCount + kind] = released;
                int slots = kind == 0 ? _peerUniAt : _localBidiAt - _peerUniAt;
                int limit = released + slots;

                // It rides along with whatever is sent; a packet of its own it gets when half the streams can be given back (Trap 4).
                if (limit < 0x1FFFFFFF)
                {
                    _limits |= ControlFrame.MaxStreamsBidi << kind;
                    if (limit - _counts[Allowed + kind] >= slots + 1 >> 1)
                    {
                        _urgent |= ControlFrame.MaxStreamsBidi << kind;
                    }
                }
            }
        }
    }
}
