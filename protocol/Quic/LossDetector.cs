// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;

namespace MilliHttp.Nano.Quic
{
    /// <summary>
    /// Loss detection and congestion control of one path (RFC 9002): packet and time threshold, probe timeouts, persistent congestion,
    /// NewReno with pacing. Works on the records of a <see cref="SentPacketTracker"/>.
    /// </summary>
    public sealed class LossDetector
    {
        private const int Granularity = 1000;
        private const int InitialRtt = 333000;
        private const int PacketThreshold = 3;

        // Idle credit of the pacer, microseconds: covers a clock that steps by 10 ms and a loop that was busy.
        private const int PacerCredit = 20000;

        // Fields per space in _space.
        private const int Next = 0;
        private const int Acked = 1;
        private const int LossTime = 2;
        private const int LastSent = 3;
        private const int InFlightCount = 4;
        private const int ProbesDue = 5;
        private const int PerSpace = 6;

        private readonly SentPacketTracker _tracker;
        private readonly StreamMap _streams;
        private readonly bool _isServer;
        private readonly long[] _space = new long[PacketSpace.Count * PerSpace];

        private int _latestRtt;
        private int _smoothedRtt;
        private int _rttVariation;
        private int _minRtt;
        private int _probeCount;
        private int _datagram;
        private int _window;
        private int _threshold;
        private int _bytesInFlight;
        private long _recoveryStart;
        private long _firstSample;
        private long _lastAckedSent;
        private long _paceAt;
        private long _lossTime;
        private long _probeTime;
        private long _lastActivity;

        /// <summary>The peer's max_ack_delay, microseconds.</summary>
        public int PeerMaxAckDelay;

        /// <summary>The peer's ack_delay_exponent.</summary>
        public int PeerAckDelayExponent;

        private bool _confirmed;
        private bool _validated;

        /// <summary>Makes a detector.</summary>
        /// <param name="tracker">Records of the connection.</param>
        /// <param name="streams">Told what was acknowledged or lost of its frames.</param>
        /// <param name="isServer">A client must also probe while nothing is in flight, until the server has validated its address.</param>
        public LossDetector(SentPacketTracker tracker, StreamMap streams, bool isServer)
        {
            _tracker = tracker;
            _streams = streams;
            _isServer = isServer;
        }

        /// <summary>Begins a connection.</summary>
        /// <param name="datagramSize">Bytes of a full datagram.</param>
        public void Reset(int datagramSize)
        {
            Array.Clear(_space, 0, _space.Length);
            for (int s = 0; s < PacketSpace.Count; s++)
            {
                _space[s * PerSpace + Acked] = -1;
            }

            _datagram = datagramSize;
            _bytesInFlight = 0;
            _probeCount = 0;
            PeerMaxAckDelay = 25000;
            PeerAckDelayExponent = 3;
            _confirmed = false;
            _validated = _isServer;
            _lossTime = long.MaxValue;
            _probeTime = long.MaxValue;
            _lastActivity = 0;
            OnPathChange();
        }

        /// <summary>Handshake confirmed: application data may be probed, and the peer's max_ack_delay counts.</summary>
        public bool HandshakeConfirmed
        {
            get
            {
                return _confirmed;
            }

            set
            {
                _confirmed = value;
                SetTimer();
            }
        }

        /// <summary>Client: the server has validated the address (a Handshake ACK came). Always true on a server.</summary>
        public bool PeerValidatedAddress
        {
            get
            {
                return _validated;
            }

            set
            {
                _validated = value;
                SetTimer();
            }
        }

        /// <summary>Bytes in flight.</summary>
        public int BytesInFlight { get { return _bytesInFlight; } }

        /// <summary>Congestion window, bytes.</summary>
        public int CongestionWindow { get { return _window; } }

        /// <summary>Slow start threshold, bytes.</summary>
        public int SlowStartThreshold { get { return _threshold; } }

        /// <summary>Smoothed round-trip time, microseconds.</summary>
        public int SmoothedRtt { get { return _smoothedRtt; } }

        /// <summary>Least round-trip time, microseconds; 0 before the first sample.</summary>
        public int MinRtt { get { return _minRtt; } }

        /// <summary>Probe timeout without backoff, microseconds, max_ack_delay included: the unit of several other timers.</summary>
        public int ProbeTimeout
        {
            get
            {
                int variation = _rttVariation << 2;
                return _smoothedRtt + (variation < Granularity ? Granularity : variation) + PeerMaxAckDelay;
            }
        }

        /// <summary>Probe timeouts in a row without an acknowledgement.</summary>
        public int ProbeCount { get { return _probeCount; } }

        /// <summary>Next packet number of a space.</summary>
        public long NextNumber(int space)
        {
            return _space[space * PerSpace + Next];
        }

        /// <summary>Begins a space at another number than 0, for tests.</summary>
        public void SetNextNumber(int space, long number)
        {
            _space[space * PerSpace + Next] = number;
        }

        /// <summary>Largest number of a space the peer acknowledged, -1 for none: decides how many bytes a packet number needs.</summary>
        public long LargestAcknowledged(int space)
        {
            return _space[space * PerSpace + Acked];
        }

        /// <summary>
        /// A packet was sealed and is sent: takes its number, and charges it if it was composed through the tracker
        /// (<see cref="SentPacketTracker.HasContent"/>).
        /// </summary>
        /// <returns>The packet's number (as <see cref="NextNumber"/> gave it before).</returns>
        public long OnPacketSent(int space, int size, long now)
        {
            long[] spaces = _space;
            int s = space * PerSpace;
            long number = spaces[s];
            spaces[s] = number + 1;
            SentPacketTracker tracker = _tracker;
            bool content = tracker.HasContent;
            int record = tracker.TakeCurrent();
            if (record < 0)
            {
                return number;
            }

            int meta = tracker.Meta[record];
            if ((meta & SentPacketTracker.InFlight) != 0)
            {
                // A probe takes the record of the packet over that it repeats.
                _bytesInFlight -= meta & SentPacketTracker.SizeMask;
                spaces[s + InFlightCount]--;
            }

            if (!content)
            {
                tracker.Free(record);
                SetTimer();
                return number;
            }

            tracker.Numbers[record] = (ushort)number;
            tracker.Times[record] = (int)now;
            tracker.Meta[record] = (ushort)(SentPacketTracker.Used | SentPacketTracker.InFlight | space << SentPacketTracker.SpaceShift | size);
            _bytesInFlight += size;
            spaces[s + InFlightCount]++;
            spaces[s + LastSent] = now;
            _lastActivity = now;
            if (spaces[s + ProbesDue] > 0)
            {
                spaces[s + ProbesDue]--;
            }

            // 5/4 of the window per round trip (RFC 9002 section 7.7).
            long pace = _paceAt;
            long credit = now - PacerCredit;
            if (pace < credit)
            {
                pace = credit;
            }

            if (_minRtt != 0)
            {
                // Before the first sample the initial window may go at once: the guess of a third of a second would hold the handshake up.
                _paceAt = pace + (long)_smoothedRtt * size * 4 / ((long)_window * 5);
            }
            SetTimer();
            return number;
        }

        /// <summary>Processes an ACK frame.</summary>
        /// <returns>0, or the transport error: PROTOCOL_VIOLATION for a number that was never sent.</returns>
        public int OnAck(Frame frame, byte[] buffer, int space, long now)
        {
            long[] spaces = _space;
            int s = space * PerSpace;
            long next = spaces[s];
            long largest = frame.Value;
            if (largest >= next)
            {
                return TransportError.ProtocolViolation;
            }

            if (largest > spaces[s + Acked])
            {
                spaces[s + Acked] = largest;
            }

            // Distances below the next number fit an int; how far down are there records at all?
            SentPacketTracker tracker = _tracker;
            ushort[] metas = tracker.Meta;
            ushort[] numbers = tracker.Numbers;
            int high = tracker.High;
            int wanted = SentPacketTracker.Used | space << SentPacketTracker.SpaceShift;
            int farthest = -1;
            for (int i = 0; i < high; i++)
            {
                if ((metas[i] & (SentPacketTracker.Used | 3 << SentPacketTracker.SpaceShift)) == wanted)
                {
                    int distance = (ushort)((int)next - numbers[i]);
                    if (distance > farthest)
                    {
                        farthest = distance;
                    }
                }
            }

            if (farthest < 0)
            {
                return 0;
            }

            int inFlightBefore = _bytesInFlight;
            int grown = 0;
            long largestSent = -1;
            long firstAckedSent = long.MaxValue;
            long lastAckedSent = _lastAckedSent;
            bool any = false;
            int p = frame.DataOffset;
            long from = next - largest;
            int ranges = frame.DataLength;
            while (true)
            {
                // [from, to] are distances; the ranges come from near to far.
                long to = from + Varint.Read(buffer, p);
                p += Varint.Length(buffer, p);
                if (from > farthest)
                {
                    break;
                }

                for (int i = 0; i < high; i++)
                {
                    int meta = metas[i];
                    if ((meta & (SentPacketTracker.Used | 3 << SentPacketTracker.SpaceShift)) != wanted)
                    {
                        continue;
                    }

                    int distance = (ushort)((int)next - numbers[i]);
                    if (distance < from || distance > to)
                    {
                        continue;
                    }

                    long sent = now - (int)((int)now - tracker.Times[i]);
                    if ((meta & SentPacketTracker.InFlight) != 0)
                    {
                        any = true;
                        int size = meta & SentPacketTracker.SizeMask;
                        _bytesInFlight -= size;
                        spaces[s + InFlightCount]--;
                        if (sent > _recoveryStart)
                        {
                            grown += size;
                        }

                        if (distance == next - largest)
                        {
                            largestSent = sent;
                        }

                        if (sent < firstAckedSent)
                        {
                            firstAckedSent = sent;
                        }

                        if (sent > lastAckedSent)
                        {
                            lastAckedSent = sent;
                        }
                    }

                    // Entries of a packet that was given up too early count as well: they need not be sent again.
                    metas[i] = (ushort)wanted;
                    tracker.AddAcknowledgedControl(tracker.Meta[tracker.Capacity + i]);
                    AcknowledgeEntries(i);
                    tracker.Free(i);
                }

                if (ranges == 0)
                {
                    break;
                }

                ranges--;
                from = to + 2 + Varint.Read(buffer, p);
                p += Varint.Length(buffer, p);
            }

            if (!any)
            {
                return 0;
            }

            if (largestSent >= 0)
            {
                // Only in the application space is the delay ours to subtract (RFC 9002 section 5.3).
                UpdateRtt(now - largestSent, space == PacketSpace.Application ? frame.Offset : 0, now);
            }

            if (_validated && _probeCount != 0)
            {
                // What the probes were to repeat may be on its way back: it is in flight again, no more.
                for (int i = 0; i < high; i++)
                {
                    if ((metas[i] & SentPacketTracker.InFlight) != 0)
                    {
                        metas[i] = (ushort)(metas[i] & ~SentPacketTracker.Resend);
                    }
                }

                _probeCount = 0;
                spaces[ProbesDue] = 0;
                spaces[PerSpace + ProbesDue] = 0;
                spaces[2 * PerSpace + ProbesDue] = 0;
            }

            _lastActivity = now;
            if (!DetectLost(space, now, firstAckedSent))
            {
                Grow(grown, inFlightBefore);
            }

            _lastAckedSent = lastAckedSent;
            SetTimer();
            return 0;
        }

        /// <summary>Whether the congestion window and the pacer let a full datagram go now. Probes and pure ACKs do not ask.</summary>
        public bool CanSend(long now)
        {
            return _bytesInFlight + _datagram <= _window && _paceAt <= now;
        }

        /// <summary>When the pacer lets the next datagram go; long.MaxValue when not the pacer is what holds it.</summary>
        public long PacingTime { get { return _bytesInFlight + _datagram <= _window ? _paceAt : long.MaxValue; } }

        /// <summary>Probe packets to be sent in a space now, whatever the congestion window says.</summary>
        public int Probes(int space)
        {
            return (int)_space[space * PerSpace + ProbesDue];
        }

        /// <summary>Whether any space has <see cref="Probes"/>.</summary>
        public bool HasProbes { get { return (_space[ProbesDue] | _space[PerSpace + ProbesDue] | _space[2 * PerSpace + ProbesDue]) != 0; } }

        /// <summary>When <see cref="HandleTimeout"/> is due, microseconds; long.MaxValue for never.</summary>
        /// <param name="amplificationBlocked">
        /// Whether the anti-amplification limit forbids sending anything: then no probe is to be armed (RFC 9002 section 6.2.2.1).
        /// </param>
        public long Timeout(bool amplificationBlocked)
        {
            if (_lossTime != long.MaxValue)
            {
                return _lossTime;
            }

            return amplificationBlocked ? long.MaxValue : _probeTime;
        }

        /// <summary>
        /// Runs the timer: declares losses by time, or makes probes due (their content is marked for resending). Does nothing before its time.
        /// </summary>
        public void HandleTimeout(long now)
        {
            long[] spaces = _space;
            if (_lossTime != long.MaxValue)
            {
                if (_lossTime > now)
                {
                    return;
                }

                // Time threshold: this is no probe timeout (RFC 9002 section 6.1.2).
                for (int space = 0; space < PacketSpace.Count; space++)
                {
                    long time = spaces[space * PerSpace + LossTime];
                    if (time != 0 && time <= now)
                    {
                        DetectLost(space, now, long.MaxValue);
                    }
                }

                SetTimer();
                return;
            }

            if (_probeTime > now)
            {
                return;
            }

            if (_probeCount < 30)
            {
                _probeCount++;
            }

            long handshakes = spaces[InFlightCount] | spaces[PerSpace + InFlightCount];
            if (handshakes == 0 && spaces[2 * PerSpace + InFlightCount] == 0)
            {
                // A client that waits for the server: whichever keys it has decide the space; it sends a PING there.
                spaces[ProbesDue] = 1;
                spaces[PerSpace + ProbesDue] = 1;
                _lastActivity = now;
            }
            else if (handshakes != 0)
            {
                // Both handshake spaces together: they fit one datagram (RFC 9002 section 6.2.4).
                Probe(PacketSpace.Initial);
                Probe(PacketSpace.Handshake);
            }
            else
            {
                Probe(PacketSpace.Application);
            }

            // The next one counts from now on, so that a probe that cannot be sent does not make a busy loop.
            for (int space = 0; space < PacketSpace.Count; space++)
            {
                if (spaces[space * PerSpace + InFlightCount] != 0)
                {
                    spaces[space * PerSpace + LastSent] = now;
                }
            }

            SetTimer();
        }

        /// <summary>Keys of a space are gone: its packets leave the flight without a verdict (RFC 9002 section 6.4).</summary>
        public void DropSpace(int space)
        {
            SentPacketTracker tracker = _tracker;
            for (int i = tracker.High - 1; i >= 0; i--)
            {
                int meta = tracker.Meta[i];
                if ((meta & (SentPacketTracker.Used | 3 << SentPacketTracker.SpaceShift)) == (SentPacketTracker.Used | space << SentPacketTracker.SpaceShift))
                {
                    if ((meta & SentPacketTracker.InFlight) != 0)
                    {
                        _bytesInFlight -= meta & SentPacketTracker.SizeMask;
                    }

                    tracker.Free(i);
                }
            }

            int s = space * PerSpace;
            _space[s + LossTime] = 0;
            _space[s + LastSent] = 0;
            _space[s + InFlightCount] = 0;
            _space[s + ProbesDue] = 0;
            _probeCount = 0;
            SetTimer();
        }

        /// <summary>Retry, or a refused version: what was sent is void, and is sent anew (RFC 9002 section 6.3).</summary>
        public void OnRetry()
        {
            DropSpace(PacketSpace.Initial);
        }

        /// <summary>A new path: round-trip time and congestion window begin anew (RFC 9000 section 9.4).</summary>
        public void OnPathChange()
        {
            _latestRtt = 0;
            _minRtt = 0;
            _smoothedRtt = InitialRtt;
            _rttVariation = InitialRtt >> 1;
            int window = 10 * _datagram;
            int least = 2 * _datagram;
            int bound = 14720 > least ? 14720 : least;
            _window = window < bound ? window : bound;
            _threshold = int.MaxValue;
            _recoveryStart = -1;
            _firstSample = long.MaxValue;
            _lastAckedSent = -1;
            _paceAt = 0;
        }

        private void Probe(int space)
        {
            int s = space * PerSpace;
            if (_space[s + InFlightCount] == 0)
            {
                return;
            }

            // Two packets, so that one loss more does not double the wait again, with the oldest content that is not waiting to be
            // sent already (RFC 9002 section 6.2.4); a second one without content is a PING.
            SentPacketTracker tracker = _tracker;
            ushort[] metas = tracker.Meta;
            int wanted = SentPacketTracker.Used | SentPacketTracker.InFlight | space << SentPacketTracker.SpaceShift;
            int probes = 2;
            _space[s + ProbesDue] = 2;
            while (probes > 0)
            {
                int best = -1;
                int high = tracker.High;
                for (int i = 0; i < high; i++)
                {
                    if ((metas[i] & ~SentPacketTracker.SizeMask) == wanted && (best < 0 || (short)(tracker.Numbers[i] - tracker.Numbers[best]) < 0))
                    {
                        best = i;
                    }
                }

                if (best < 0)
                {
                    return;
                }

                LoseControls(best);
                metas[best] |= SentPacketTracker.Resend;
                probes--;
            }
        }

        private void UpdateRtt(long sample, long ackDelay, long now)
        {
            int latest = sample > 60000000 ? 60000000 : sample < 1 ? 1 : (int)sample;
            _latestRtt = latest;
            if (_minRtt == 0)
            {
                _minRtt = latest;
                _smoothedRtt = latest;
                _rttVariation = latest >> 1;
                _firstSample = now;
                return;
            }

            if (latest < _minRtt)
            {
                _minRtt = latest;
            }

            // The delay is in units of 2^exponent microseconds (Trap 12).
            long delay = ackDelay > int.MaxValue ? int.MaxValue : ackDelay << PeerAckDelayExponent;
            if (_confirmed && delay > PeerMaxAckDelay)
            {
                delay = PeerMaxAckDelay;
            }

            int adjusted = latest;
            if (latest - delay >= _minRtt)
            {
                adjusted = latest - (int)delay;
            }

            int smoothed = _smoothedRtt;
            int difference = smoothed - adjusted;
            _rttVariation += ((difference < 0 ? -difference : difference) - _rttVariation) >> 2;
            _smoothedRtt = smoothed + ((adjusted - smoothed) >> 3);
        }

        private void AcknowledgeEntries(int record)
        {
            byte[] kinds = _tracker.EntryKinds;
            int e = record * _tracker.PerPacket;
            int end = e + _tracker.PerPacket;
            for (; e < end; e++)
            {
                int kind = kinds[e];
                if (kind != 0 && kind >> 4 != SentEntry.Crypto)
                {
                    kinds[e] = 0;
                    _streams.OnAcknowledged(kind >> 4, kind & 15);
                }
            }
        }

        private void LoseControls(int record)
        {
            SentPacketTracker tracker = _tracker;
            int controls = tracker.Meta[tracker.Capacity + record];
            if (controls != 0)
            {
                tracker.Meta[tracker.Capacity + record] = 0;
                _streams.OnControlLost(controls);
                tracker.AddLostControl(controls & ~ControlFrame.OfStreams);
            }

            byte[] kinds = tracker.EntryKinds;
            int e = record * tracker.PerPacket;
            int end = e + tracker.PerPacket;
            for (; e < end; e++)
            {
                int kind = kinds[e];
                if (kind >> 4 >= SentEntry.ResetStream)
                {
                    kinds[e] = 0;
                    _streams.OnFrameLost(kind >> 4, kind & 15);
                }
            }
        }

        // firstAcked: when the earliest packet of the acknowledgement that is the occasion was sent. Returns whether the window shrank.
        private bool DetectLost(int space, long now, long firstAcked)
        {
            long[] spaces = _space;
            int s = space * PerSpace;
            spaces[s + LossTime] = 0;
            long largest = spaces[s + Acked];
            if (largest < 0)
            {
                return false;
            }

            int rtt = _latestRtt > _smoothedRtt ? _latestRtt : _smoothedRtt;
            int delay = rtt + (rtt >> 3);
            if (delay < Granularity)
            {
                delay = Granularity;
            }

            SentPacketTracker tracker = _tracker;
            ushort[] metas = tracker.Meta;
            int wanted = SentPacketTracker.Used | SentPacketTracker.InFlight | space << SentPacketTracker.SpaceShift;
            int high = tracker.High;
            int least = int.MaxValue;
            long lastLost = -1;
            long firstLost = long.MaxValue;
            for (int i = 0; i < high; i++)
            {
                int meta = metas[i];
                if ((meta & (SentPacketTracker.Used | SentPacketTracker.InFlight | 3 << SentPacketTracker.SpaceShift)) != wanted)
                {
                    continue;
                }

                int behind = (short)((int)largest - tracker.Numbers[i]);
                if (behind <= 0)
                {
                    continue;
                }

                int age = (int)now - tracker.Times[i];
                if (behind < PacketThreshold && age < delay)
                {
                    if (delay - age < least)
                    {
                        least = delay - age;
                    }

                    continue;
                }

                long sent = now - age;
                if (sent > lastLost)
                {
                    lastLost = sent;
                }

                // Persistent congestion counts only packets with nothing acknowledged between them, sent after the first sample.
                if (sent < firstLost && sent > _lastAckedSent && sent > _firstSample)
                {
                    firstLost = sent;
                }

                _bytesInFlight -= meta & SentPacketTracker.SizeMask;
                spaces[s + InFlightCount]--;
                LoseControls(i);
                if (tracker.IsEmpty(i))
                {
                    tracker.Free(i);
                }
                else
                {
                    metas[i] = (ushort)(meta & ~SentPacketTracker.InFlight | SentPacketTracker.Resend);
                }
            }

            if (least != int.MaxValue)
            {
                spaces[s + LossTime] = now + least;
            }

            if (lastLost < 0)
            {
                return false;
            }

            bool shrank = lastLost > _recoveryStart;
            if (shrank)
            {
                _recoveryStart = now;
                int half = _window >> 1;
                int minimum = _datagram << 1;
                _threshold = half > minimum ? half : minimum;
                _window = _threshold;
            }

            if (lastLost < firstAcked && lastLost - firstLost > 3L * ProbeTimeout)
            {
                _window = _datagram << 1;
                _recoveryStart = -1;
                return true;
            }

            return shrank;
        }

        private void Grow(int acknowledged, int inFlightBefore)
        {
            if (acknowledged == 0)
            {
                return;
            }

            int window = _window;
            if (window < _threshold)
            {
                // Slow start; a window that is not half used was not what held the sender (RFC 9002 section 7.8).
                if (inFlightBefore << 1 >= window)
                {
                    _window = window + acknowledged;
                }
            }
            else if (inFlightBefore + 3 * _datagram >= window)
            {
                _window = window + (int)((long)_datagram * acknowledged / window);
            }

            if (_window > 0x1000000)
            {
                _window = 0x1000000;
            }
        }

        private void SetTimer()
        {
            long[] spaces = _space;
            long loss = long.MaxValue;
            for (int i = LossTime; i < PacketSpace.Count * PerSpace; i += PerSpace)
            {
                long time = spaces[i];
                if (time != 0 && time < loss)
                {
                    loss = time;
                }
            }

            _lossTime = loss;
            int variation = _rttVariation << 2;
            long period = (long)(_smoothedRtt + (variation < Granularity ? Granularity : variation)) << _probeCount;
            long probe = long.MaxValue;
            if (spaces[InFlightCount] != 0)
            {
                probe = spaces[LastSent] + period;
            }

            if (spaces[PerSpace + InFlightCount] != 0 && spaces[PerSpace + LastSent] + period < probe)
            {
                probe = spaces[PerSpace + LastSent] + period;
            }

            // Application data is not probed before the handshake is confirmed (section 6.2.1).
            if (_confirmed && spaces[2 * PerSpace + InFlightCount] != 0)
            {
                long time = spaces[2 * PerSpace + LastSent] + period + ((long)PeerMaxAckDelay << _probeCount);
                if (time < probe)
                {
                    probe = time;
                }
            }

            if (probe == long.MaxValue && !_validated)
            {
                probe = _lastActivity + period;
            }

            _probeTime = probe;
        }
    }
}
