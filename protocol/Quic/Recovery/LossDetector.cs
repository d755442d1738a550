// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;

namespace MilliHttp.Nano.Quic
{
    /// <summary>
    /// Loss detection and congestion control of one path (RFC 9002): packet and time threshold, probe timeouts, persistent congestion,
    /// NewReno with pacing. Works on the records of <see cref="SentPacketTracker"/>, and tells <see cref="StreamMap"/> what was acknowledged or lost of its frames.
    /// </summary>
    public static class LossDetector
    {
        private const int Granularity = 1000;
        private const int InitialRtt = 333000;
        private const int PacketThreshold = 3;

        // Idle credit of the pacer, microseconds: covers a clock that steps by 10 ms and a loop that was busy.
        private const int PacerCredit = 20000;

        // Longs by packet number space: next number, largest acknowledged, when a packet is lost by time (0 for none), when the last one was sent.
        private const int Next = ConnectionLayout.LossLongs;
        private const int Acked = Next + PacketSpace.Count;
        private const int LossTime = Acked + PacketSpace.Count;
        private const int LastSent = LossTime + PacketSpace.Count;

        // Longs of the path.
        private const int RecoveryStart = LastSent + PacketSpace.Count;
        private const int FirstSample = RecoveryStart + 1;
        private const int LastAckedSent = RecoveryStart + 2;
        private const int PaceAt = RecoveryStart + 3;
        private const int LastActivity = RecoveryStart + 4;

        /// <summary>Longs of this room.</summary>
        internal const int LongCount = (4 * PacketSpace.Count) + 5;

        // Ints by packet number space: packets in flight, probes due.
        private const int InFlightCount = ConnectionLayout.LossInts;
        private const int ProbesDue = InFlightCount + PacketSpace.Count;

        // Ints of the path: times in microseconds, then bytes.
        private const int LatestRtt = ProbesDue + PacketSpace.Count;
        private const int Smoothed = LatestRtt + 1;
        private const int Variation = LatestRtt + 2;
        private const int Least = LatestRtt + 3;
        private const int Timeouts = LatestRtt + 4;
        private const int Datagram = LatestRtt + 5;
        private const int Window = LatestRtt + 6;
        private const int Threshold = LatestRtt + 7;
        private const int InFlightBytes = LatestRtt + 8;

        // The peer's max_ack_delay, microseconds.
        private const int PeerMaxAckDelay = LatestRtt + 9;

        // Flags, and above them the peer's ack_delay_exponent.
        private const int State = LatestRtt + 10;
        private const int Confirmed = 1;
        private const int Validated = 2;
        private const int ExponentShift = 2;

        /// <summary>Ints of this room.</summary>
        internal const int IntCount = (2 * PacketSpace.Count) + 11;

        /// <summary>Begins a connection.</summary>
        /// <param name="c">Whose.</param>
        /// <param name="datagramSize">Bytes of a full datagram.</param>
        public static void Reset(ConnectionMemory c, int datagramSize)
        {
            long[] longs = c.Longs;
            int[] ints = c.Ints;
            Array.Clear(longs, ConnectionLayout.LossLongs, LongCount);
            Array.Clear(ints, ConnectionLayout.LossInts, IntCount);
            for (int space = 0; space < PacketSpace.Count; space++)
            {
                longs[Acked + space] = -1;
            }

            ints[Datagram] = datagramSize;
            ints[PeerMaxAckDelay] = 25000;

            // A client must also probe while nothing is in flight, until the server has validated its address.
            ints[State] = 3 << ExponentShift | (c.Layout.IsServer ? Validated : 0);
            OnPathChange(c);
        }

        /// <summary>Takes the peer's transport parameters.</summary>
        /// <param name="c">Whose.</param>
        /// <param name="exponent">ack_delay_exponent.</param>
        /// <param name="maxAckDelay">max_ack_delay, microseconds.</param>
        public static void SetPeerAckDelay(ConnectionMemory c, int exponent, int maxAckDelay)
        {
            int[] ints = c.Ints;
            ints[State] = exponent << ExponentShift | ints[State] & (Confirmed | Validated);
            ints[PeerMaxAckDelay] = maxAckDelay;
        }

        /// <summary>Handshake confirmed: application data may be probed, and the peer's max_ack_delay counts.</summary>
        public static void OnHandshakeConfirmed(ConnectionMemory c)
        {
            c.Ints[State] |= Confirmed;
        }

        /// <summary>Client: the server has validated the address (a Handshake ACK came). Always so on a server.</summary>
        public static void OnPeerValidatedAddress(ConnectionMemory c)
        {
            c.Ints[State] |= Validated;
        }

        /// <summary>Bytes in flight.</summary>
        public static int BytesInFlight(ConnectionMemory c)
        {
            return c.Ints[InFlightBytes];
        }

        /// <summary>Congestion window, bytes.</summary>
        public static int CongestionWindow(ConnectionMemory c)
        {
            return c.Ints[Window];
        }

        /// <summary>Slow start threshold, bytes.</summary>
        public static int SlowStartThreshold(ConnectionMemory c)
        {
            return c.Ints[Threshold];
        }

        /// <summary>Smoothed round-trip time, microseconds.</summary>
        public static int SmoothedRtt(ConnectionMemory c)
        {
            return c.Ints[Smoothed];
        }

        /// <summary>Least round-trip time, microseconds; 0 before the first sample.</summary>
        public static int MinRtt(ConnectionMemory c)
        {
            return c.Ints[Least];
        }

        /// <summary>Probe timeout without backoff, microseconds, max_ack_delay included: the unit of several other timers.</summary>
        public static int ProbeTimeout(ConnectionMemory c)
        {
            int[] ints = c.Ints;
            int variation = ints[Variation] << 2;
            return ints[Smoothed] + (variation < Granularity ? Granularity : variation) + ints[PeerMaxAckDelay];
        }

        /// <summary>Probe timeouts in a row without an acknowledgement.</summary>
        public static int ProbeCount(ConnectionMemory c)
        {
            return c.Ints[Timeouts];
        }

        /// <summary>Next packet number of a space.</summary>
        public static long NextNumber(ConnectionMemory c, int space)
        {
            return c.Longs[Next + space];
        }

        /// <summary>Begins a space at another number than 0, for tests.</summary>
        public static void SetNextNumber(ConnectionMemory c, int space, long number)
        {
            c.Longs[Next + space] = number;
        }

        /// <summary>Largest number of a space the peer acknowledged, -1 for none: decides how many bytes a packet number needs.</summary>
        public static long LargestAcknowledged(ConnectionMemory c, int space)
        {
            return c.Longs[Acked + space];
        }

        /// <summary>
        /// A packet was sealed and is sent: takes its number, and charges it if it was composed through the tracker
        /// (<see cref="SentPacketTracker.HasContent"/>).
        /// </summary>
        /// <returns>The packet's number (as <see cref="NextNumber"/> gave it before).</returns>
        public static long OnPacketSent(ConnectionMemory c, int space, int size, long now)
        {
            long[] longs = c.Longs;
            long number = longs[Next + space];
            longs[Next + space] = number + 1;
            bool content = SentPacketTracker.HasContent(c);
            int record = SentPacketTracker.TakeCurrent(c);
            if (record < 0)
            {
                return number;
            }

            int[] ints = c.Ints;
            ushort[] shorts = c.Shorts;
            int meta = shorts[record];
            if ((meta & SentPacketTracker.InFlight) != 0)
            {
                // A probe takes the record of the packet over that it repeats.
                ints[InFlightBytes] -= meta & SentPacketTracker.SizeMask;
                ints[InFlightCount + space]--;
            }

            if (!content)
            {
                SentPacketTracker.Free(c, record);
                return number;
            }

            shorts[c.Layout.Packets + record] = (ushort)number;
            ints[c.Layout.TimesAt + record] = (int)now;
            shorts[record] = (ushort)(SentPacketTracker.Used | SentPacketTracker.InFlight | space << SentPacketTracker.SpaceShift | size);
            ints[InFlightBytes] += size;
            ints[InFlightCount + space]++;
            longs[LastSent + space] = now;
            longs[LastActivity] = now;
            if (ints[ProbesDue + space] > 0)
            {
                ints[ProbesDue + space]--;
            }

            // 5/4 of the window per round trip (RFC 9002 section 7.7).
            long pace = longs[PaceAt];
            long credit = now - PacerCredit;
            if (pace < credit)
            {
                pace = credit;
            }

            if (ints[Least] != 0)
            {
                // Before the first sample the initial window may go at once: the guess of a third of a second would hold the handshake up.
                longs[PaceAt] = pace + (long)ints[Smoothed] * size * 4 / ((long)ints[Window] * 5);
            }

            return number;
        }

        /// <summary>Processes an ACK frame.</summary>
        /// <returns>0, or the transport error: PROTOCOL_VIOLATION for a number that was never sent.</returns>
        public static int OnAck(ConnectionMemory c, Frame frame, byte[] buffer, int space, long now)
        {
            long[] longs = c.Longs;
            long next = longs[Next + space];
            long largest = frame.Value;
            if (largest >= next)
            {
                return TransportError.ProtocolViolation;
            }

            if (largest > longs[Acked + space])
            {
                longs[Acked + space] = largest;
            }

            // Distances below the next number fit an int; how far down are there records at all?
            int[] ints = c.Ints;
            ushort[] metas = c.Shorts;
            int numbers = c.Layout.Packets;
            int times = c.Layout.TimesAt;
            int high = ints[SentPacketTracker.High];
            int wanted = SentPacketTracker.Used | space << SentPacketTracker.SpaceShift;
            int farthest = -1;
            for (int i = 0; i < high; i++)
            {
                if ((metas[i] & (SentPacketTracker.Used | 3 << SentPacketTracker.SpaceShift)) == wanted)
                {
                    int distance = (ushort)((int)next - metas[numbers + i]);
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

            int inFlightBefore = ints[InFlightBytes];
            int grown = 0;
            long largestSent = -1;
            long firstAckedSent = long.MaxValue;
            long lastAckedSent = longs[LastAckedSent];
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

                    int distance = (ushort)((int)next - metas[numbers + i]);
                    if (distance < from || distance > to)
                    {
                        continue;
                    }

                    long sent = now - (int)((int)now - ints[times + i]);
                    if ((meta & SentPacketTracker.InFlight) != 0)
                    {
                        any = true;
                        int size = meta & SentPacketTracker.SizeMask;
                        ints[InFlightBytes] -= size;
                        ints[InFlightCount + space]--;
                        if (sent > longs[RecoveryStart])
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
                    SentPacketTracker.AcknowledgeControl(c, i);
                    AcknowledgeEntries(c, i);
                    SentPacketTracker.Free(c, i);
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
                UpdateRtt(c, now - largestSent, space == PacketSpace.Application ? frame.Offset : 0, now);
            }

            if ((ints[State] & Validated) != 0 && (ints[Timeouts] != 0 || HasProbes(c)))
            {
                // What the probes were to repeat may be on its way back: it is in flight again, no more, and a second record of it goes.
                for (int i = 0; i < high; i++)
                {
                    if ((metas[i] & SentPacketTracker.InFlight) != 0)
                    {
                        metas[i] = (ushort)(metas[i] & ~SentPacketTracker.Resend);
                    }
                    else if ((metas[i] & (SentPacketTracker.Resend | SentPacketTracker.SizeMask)) == SentPacketTracker.Resend)
                    {
                        SentPacketTracker.Free(c, i);
                    }
                }

                ints[Timeouts] = 0;
                ints[ProbesDue] = 0;
                ints[ProbesDue + PacketSpace.Handshake] = 0;
                ints[ProbesDue + PacketSpace.Application] = 0;
            }

            longs[LastActivity] = now;
            if (!DetectLost(c, space, now, firstAckedSent))
            {
                Grow(c, grown, inFlightBefore);
            }

            longs[LastAckedSent] = lastAckedSent;
            return 0;
        }

        /// <summary>Whether the congestion window and the pacer let a full datagram go now. Probes and pure ACKs do not ask.</summary>
        public static bool CanSend(ConnectionMemory c, long now)
        {
            int[] ints = c.Ints;
            return ints[InFlightBytes] + ints[Datagram] <= ints[Window] && c.Longs[PaceAt] <= now;
        }

        /// <summary>When the pacer lets the next datagram go; long.MaxValue when not the pacer is what holds it.</summary>
        public static long PacingTime(ConnectionMemory c)
        {
            int[] ints = c.Ints;
            return ints[InFlightBytes] + ints[Datagram] <= ints[Window] ? c.Longs[PaceAt] : long.MaxValue;
        }

        /// <summary>Probe packets to be sent in a space now, whatever the congestion window says.</summary>
        public static int Probes(ConnectionMemory c, int space)
        {
            return c.Ints[ProbesDue + space];
        }

        /// <summary>Whether any space has <see cref="Probes"/>.</summary>
        public static bool HasProbes(ConnectionMemory c)
        {
            int[] ints = c.Ints;
            return (ints[ProbesDue] | ints[ProbesDue + PacketSpace.Handshake] | ints[ProbesDue + PacketSpace.Application]) != 0;
        }

        /// <summary>When <see cref="HandleTimeout"/> is due, microseconds; long.MaxValue for never.</summary>
        /// <param name="c">Whose.</param>
        /// <param name="amplificationBlocked">
        /// Whether the anti-amplification limit forbids sending anything: then no probe is to be armed (RFC 9002 section 6.2.2.1).
        /// </param>
        public static long Timeout(ConnectionMemory c, bool amplificationBlocked)
        {
            long time = LossTimeout(c.Longs);
            if (time != long.MaxValue)
            {
                return time;
            }

            return amplificationBlocked ? long.MaxValue : NextProbe(c);
        }

        /// <summary>
        /// Runs the timer: declares losses by time, or makes probes due (their content is marked for resending). Does nothing before its time.
        /// </summary>
        public static void HandleTimeout(ConnectionMemory c, long now)
        {
            int[] ints = c.Ints;
            long[] longs = c.Longs;
            long loss = LossTimeout(longs);
            if (loss != long.MaxValue)
            {
                if (loss > now)
                {
                    return;
                }

                // Time threshold: this is no probe timeout (RFC 9002 section 6.1.2).
                for (int space = 0; space < PacketSpace.Count; space++)
                {
                    long time = longs[LossTime + space];
                    if (time != 0 && time <= now)
                    {
                        DetectLost(c, space, now, long.MaxValue);
                    }
                }

                return;
            }

            if (NextProbe(c) > now)
            {
                return;
            }

            if (ints[Timeouts] < 30)
            {
                ints[Timeouts]++;
            }

            int handshakes = ints[InFlightCount] | ints[InFlightCount + PacketSpace.Handshake];
            if (handshakes == 0 && ints[InFlightCount + PacketSpace.Application] == 0)
            {
                // A client that waits for the server: whichever keys it has decide the space; it sends a PING there.
                ints[ProbesDue] = 1;
                ints[ProbesDue + PacketSpace.Handshake] = 1;
                longs[LastActivity] = now;
            }
            else if (handshakes != 0)
            {
                // Both handshake spaces together: they fit one datagram (RFC 9002 section 6.2.4).
                Probe(c, PacketSpace.Initial);
                Probe(c, PacketSpace.Handshake);
            }
            else
            {
                Probe(c, PacketSpace.Application);
            }

            // The next one counts from now on, so that a probe that cannot be sent does not make a busy loop.
            for (int space = 0; space < PacketSpace.Count; space++)
            {
                if (ints[InFlightCount + space] != 0)
                {
                    longs[LastSent + space] = now;
                }
            }

        }

        /// <summary>
        /// The client asks again while our flight is out: that was lost, and goes once more at once (RFC 9002 section 6.2.3). Where it has several
        /// packets, those that were sent first.
        /// </summary>
        /// <returns>Whether there is anything that does not wait to be sent already.</returns>
        public static bool Hurry(ConnectionMemory c)
        {
            int[] ints = c.Ints;
            bool any = false;
            for (int space = PacketSpace.Initial; space <= PacketSpace.Handshake; space++)
            {
                int oldest = Oldest(c, space);
                if (oldest >= 0)
                {
                    LoseControls(c, oldest);
                    c.Shorts[oldest] |= SentPacketTracker.Resend;
                    if (ints[ProbesDue + space] == 0)
                    {
                        ints[ProbesDue + space] = 1;
                    }

                    any = true;
                }
            }

            return any;
        }

        /// <summary>Keys of a space are gone: its packets leave the flight without a verdict (RFC 9002 section 6.4).</summary>
        public static void DropSpace(ConnectionMemory c, int space)
        {
            int[] ints = c.Ints;
            long[] longs = c.Longs;
            ushort[] metas = c.Shorts;
            for (int i = ints[SentPacketTracker.High] - 1; i >= 0; i--)
            {
                int meta = metas[i];
                if ((meta & (SentPacketTracker.Used | 3 << SentPacketTracker.SpaceShift)) == (SentPacketTracker.Used | space << SentPacketTracker.SpaceShift))
                {
                    if ((meta & SentPacketTracker.InFlight) != 0)
                    {
                        ints[InFlightBytes] -= meta & SentPacketTracker.SizeMask;
                    }

                    SentPacketTracker.Free(c, i);
                }
            }

            longs[LossTime + space] = 0;
            longs[LastSent + space] = 0;
            ints[InFlightCount + space] = 0;
            ints[ProbesDue + space] = 0;
            ints[Timeouts] = 0;
        }

        /// <summary>Retry, or a refused version: what was sent is void, and is sent anew (RFC 9002 section 6.3).</summary>
        public static void OnRetry(ConnectionMemory c)
        {
            DropSpace(c, PacketSpace.Initial);
        }

        /// <summary>A new path: round-trip time and congestion window begin anew (RFC 9000 section 9.4).</summary>
        public static void OnPathChange(ConnectionMemory c)
        {
            int[] ints = c.Ints;
            long[] longs = c.Longs;
            ints[LatestRtt] = 0;
            ints[Least] = 0;
            ints[Smoothed] = InitialRtt;
            ints[Variation] = InitialRtt >> 1;
            int window = 10 * ints[Datagram];
            int least = 2 * ints[Datagram];
            int bound = 14720 > least ? 14720 : least;
            ints[Window] = window < bound ? window : bound;
            ints[Threshold] = int.MaxValue;
            longs[RecoveryStart] = -1;
            longs[FirstSample] = long.MaxValue;
            longs[LastAckedSent] = -1;
            longs[PaceAt] = 0;
        }

        private static void Probe(ConnectionMemory c, int space)
        {
            int[] ints = c.Ints;
            if (ints[InFlightCount + space] == 0)
            {
                return;
            }

            // Two packets, so that one loss more does not double the wait again, with the oldest content that is not waiting to be
            // sent already (RFC 9002 section 6.2.4); a second one without content is a PING. Of a handshake's data both have all there is: to a peer that
            // has no keys yet a PING says nothing, and what it answers costs a round trip more.
            int probes = 2;
            int last = -1;
            ints[ProbesDue + space] = 2;
            while (probes > 0)
            {
                int best = Oldest(c, space);
                if (best < 0)
                {
                    if (last >= 0 && space != PacketSpace.Application)
                    {
                        SentPacketTracker.Repeat(c, last);
                    }

                    return;
                }

                LoseControls(c, best);
                c.Shorts[best] |= SentPacketTracker.Resend;
                last = best;
                probes--;
            }
        }

        // The record of a space that was sent first, of those in flight that do not wait to be sent again already; -1 for none.
        private static int Oldest(ConnectionMemory c, int space)
        {
            ushort[] metas = c.Shorts;
            int numbers = c.Layout.Packets;
            int wanted = SentPacketTracker.Used | SentPacketTracker.InFlight | space << SentPacketTracker.SpaceShift;
            int best = -1;
            int high = c.Ints[SentPacketTracker.High];
            for (int i = 0; i < high; i++)
            {
                if ((metas[i] & ~SentPacketTracker.SizeMask) == wanted && (best < 0 || (short)(metas[numbers + i] - metas[numbers + best]) < 0))
                {
                    best = i;
                }
            }

            return best;
        }

        private static void UpdateRtt(ConnectionMemory c, long sample, long ackDelay, long now)
        {
            int[] ints = c.Ints;
            int latest = sample > 60000000 ? 60000000 : sample < 1 ? 1 : (int)sample;
            ints[LatestRtt] = latest;
            if (ints[Least] == 0)
            {
                ints[Least] = latest;
                ints[Smoothed] = latest;
                ints[Variation] = latest >> 1;
                c.Longs[FirstSample] = now;
                return;
            }

            if (latest < ints[Least])
            {
                ints[Least] = latest;
            }

            // The delay is in units of 2^exponent microseconds (Trap 12).
            long delay = ackDelay > int.MaxValue ? int.MaxValue : ackDelay << (ints[State] >> ExponentShift);
            if ((ints[State] & Confirmed) != 0 && delay > ints[PeerMaxAckDelay])
            {
                delay = ints[PeerMaxAckDelay];
            }

            int adjusted = latest;
            if (latest - delay >= ints[Least])
            {
                adjusted = latest - (int)delay;
            }

            int smoothed = ints[Smoothed];
            int difference = smoothed - adjusted;
            ints[Variation] += ((difference < 0 ? -difference : difference) - ints[Variation]) >> 2;
            ints[Smoothed] = smoothed + ((adjusted - smoothed) >> 3);
        }

        private static void AcknowledgeEntries(ConnectionMemory c, int record)
        {
            byte[] kinds = c.Bytes;
            int perPacket = c.Layout.PerPacket;
            int e = record * perPacket;
            int end = e + perPacket;
            for (; e < end; e++)
            {
                int kind = kinds[e];
                if (kind != 0 && kind >> 4 != SentEntry.Crypto)
                {
                    kinds[e] = 0;
                    StreamMap.OnAcknowledged(c, kind >> 4, kind & 15);
                }
            }
        }

        private static void LoseControls(ConnectionMemory c, int record)
        {
            int controls = SentPacketTracker.LoseControl(c, record);
            if (controls != 0)
            {
                StreamMap.OnControlLost(c, controls);
            }

            byte[] kinds = c.Bytes;
            int perPacket = c.Layout.PerPacket;
            int e = record * perPacket;
            int end = e + perPacket;
            for (; e < end; e++)
            {
                int kind = kinds[e];
                if (kind >> 4 >= SentEntry.ResetStream)
                {
                    kinds[e] = 0;
                    StreamMap.OnFrameLost(c, kind >> 4, kind & 15);
                }
            }
        }

        // firstAcked: when the earliest packet of the acknowledgement that is the occasion was sent. Returns whether the window shrank.
        private static bool DetectLost(ConnectionMemory c, int space, long now, long firstAcked)
        {
            int[] ints = c.Ints;
            long[] longs = c.Longs;
            longs[LossTime + space] = 0;
            long largest = longs[Acked + space];
            if (largest < 0)
            {
                return false;
            }

            int rtt = ints[LatestRtt] > ints[Smoothed] ? ints[LatestRtt] : ints[Smoothed];
            int delay = rtt + (rtt >> 3);
            if (delay < Granularity)
            {
                delay = Granularity;
            }

            ushort[] metas = c.Shorts;
            int numbers = c.Layout.Packets;
            int times = c.Layout.TimesAt;
            int wanted = SentPacketTracker.Used | SentPacketTracker.InFlight | space << SentPacketTracker.SpaceShift;
            int high = ints[SentPacketTracker.High];
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

                int behind = (short)((int)largest - metas[numbers + i]);
                if (behind <= 0)
                {
                    continue;
                }

                int age = (int)now - ints[times + i];
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
                if (sent < firstLost && sent > longs[LastAckedSent] && sent > longs[FirstSample])
                {
                    firstLost = sent;
                }

                ints[InFlightBytes] -= meta & SentPacketTracker.SizeMask;
                ints[InFlightCount + space]--;
                LoseControls(c, i);
                if (SentPacketTracker.IsEmpty(c, i))
                {
                    SentPacketTracker.Free(c, i);
                }
                else
                {
                    metas[i] = (ushort)(meta & ~SentPacketTracker.InFlight | SentPacketTracker.Resend);
                }
            }

            if (least != int.MaxValue)
            {
                longs[LossTime + space] = now + least;
            }

            if (lastLost < 0)
            {
                return false;
            }

            bool shrank = lastLost > longs[RecoveryStart];
            if (shrank)
            {
                longs[RecoveryStart] = now;
                int half = ints[Window] >> 1;
                int minimum = ints[Datagram] << 1;
                ints[Threshold] = half > minimum ? half : minimum;
                ints[Window] = ints[Threshold];
            }

            if (lastLost < firstAcked && lastLost - firstLost > 3L * ProbeTimeout(c))
            {
                ints[Window] = ints[Datagram] << 1;
                longs[RecoveryStart] = -1;
                return true;
            }

            return shrank;
        }

        private static void Grow(ConnectionMemory c, int acknowledged, int inFlightBefore)
        {
            int[] ints = c.Ints;
            if (acknowledged == 0)
            {
                return;
            }

            int window = ints[Window];
            if (window < ints[Threshold])
            {
                // Slow start; a window that is not half used was not what held the sender (RFC 9002 section 7.8).
                if (inFlightBefore << 1 >= window)
                {
                    ints[Window] = window + acknowledged;
                }
            }
            else if (inFlightBefore + 3 * ints[Datagram] >= window)
            {
                ints[Window] = window + (int)((long)ints[Datagram] * acknowledged / window);
            }

            if (ints[Window] > 0x1000000)
            {
                ints[Window] = 0x1000000;
            }
        }

        // When the first packet is to be declared lost by time; long.MaxValue for never.
        private static long LossTimeout(long[] longs)
        {
            long loss = long.MaxValue;
            for (int i = LossTime; i < LossTime + PacketSpace.Count; i++)
            {
                long time = longs[i];
                if (time != 0 && time < loss)
                {
                    loss = time;
                }
            }

            return loss;
        }

        // When a probe is due (RFC 9002 section 6.2.1); long.MaxValue for never.
        private static long NextProbe(ConnectionMemory c)
        {
            int[] ints = c.Ints;
            long[] longs = c.Longs;
            int state = ints[State];
            int timeouts = ints[Timeouts];
            int variation = ints[Variation] << 2;
            long period = (long)(ints[Smoothed] + (variation < Granularity ? Granularity : variation)) << timeouts;
            long probe = long.MaxValue;
            if (ints[InFlightCount] != 0)
            {
                probe = longs[LastSent] + period;
            }

            if (ints[InFlightCount + PacketSpace.Handshake] != 0 && longs[LastSent + PacketSpace.Handshake] + period < probe)
            {
                probe = longs[LastSent + PacketSpace.Handshake] + period;
            }

            // Application data is not probed before the handshake is confirmed.
            if ((state & Confirmed) != 0 && ints[InFlightCount + PacketSpace.Application] != 0)
            {
                long time = longs[LastSent + PacketSpace.Application] + period + ((long)ints[PeerMaxAckDelay] << timeouts);
                if (time < probe)
                {
                    probe = time;
                }
            }

            if (probe == long.MaxValue && (state & Validated) == 0)
            {
                probe = longs[LastActivity] + period;
            }

            return probe;
        }
    }
}
