// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;

namespace MilliHttp.Nano.Quic
{
    /// <summary>
    /// Loss detection (RFC 9002 section 6): packet threshold, time threshold, probe timeouts. It works on the records of <see cref="SentPacketTracker"/>,
    /// reports to the owners of frames through <see cref="ConnectionMemory"/>, and leaves times to <see cref="RttEstimator"/> and the window to
    /// <see cref="CongestionController"/>.
    /// </summary>
    public static class LossDetector
    {
        // kPacketThreshold.
        private const int PacketThreshold = 3;

        // The backoff of probe timeouts is 2 to this power at most.
        private const int MaxBackoff = 30;

        // Longs by packet number space: largest acknowledged, when a packet is lost by time (0 for none), when the last one was sent.

        /// <summary>Next packet number, in the longs, by packet number space.</summary>
        internal const int Next = CongestionController.EndLong;
        private const int Acked = Next + PacketSpace.Count;
        private const int LossTime = Acked + PacketSpace.Count;
        private const int LastSent = LossTime + PacketSpace.Count;

        // When the last packet that was acknowledged had been sent.
        private const int LastAckedSent = LastSent + PacketSpace.Count;

        /// <summary>Where the longs of the next class begin.</summary>
        internal const int EndLong = LastAckedSent + 1;

        // Ints by packet number space: packets in flight, probes due.
        private const int InFlightCount = SentPacketTracker.EndInt;

        /// <summary>Probe packets due, in the ints, by packet number space.</summary>
        internal const int ProbesDue = InFlightCount + PacketSpace.Count;

        /// <summary>pto_count, in the ints.</summary>
        internal const int PtoCount = ProbesDue + PacketSpace.Count;

        // 1 once the handshake is confirmed.
        private const int Confirmed = PtoCount + 1;

        /// <summary>Where the ints of the next class begin.</summary>
        internal const int EndInt = PtoCount + 2;

        /// <summary>Begins a connection.</summary>
        /// <param name="c">Memory of the connection.</param>
        /// <param name="datagramSize">Bytes of a full datagram.</param>
        public static void Reset(ConnectionMemory c, int datagramSize)
        {
            long[] longs = c.Longs;
            Array.Clear(longs, Next, EndLong - Next);
            Array.Clear(c.Ints, InFlightCount, EndInt - InFlightCount);
            for (int space = 0; space < PacketSpace.Count; space++)
            {
                longs[Acked + space] = -1;
            }

            longs[LastAckedSent] = -1;
            RttEstimator.Reset(c);
            CongestionController.Reset(c, datagramSize);
        }

        /// <summary>The path changed: round-trip time and congestion window begin anew (RFC 9000 section 9.4).</summary>
        /// <param name="c">Memory of the connection.</param>
        public static void OnPathChange(ConnectionMemory c)
        {
            c.Longs[LastAckedSent] = -1;
            RttEstimator.OnPathChange(c);
            CongestionController.OnPathChange(c);
        }

        /// <summary>The handshake is confirmed: application data may be probed, and the peer's max_ack_delay counts.</summary>
        /// <param name="c">Memory of the connection.</param>
        public static void OnHandshakeConfirmed(ConnectionMemory c)
        {
            c.Ints[Confirmed] = 1;
        }

        /// <summary>pto_count: probe timeouts in a row without an acknowledgement.</summary>
        /// <param name="c">Memory of the connection.</param>
        /// <returns>The number.</returns>
        public static int ProbeCount(ConnectionMemory c)
        {
            return c.Ints[PtoCount];
        }

        /// <summary>Next packet number of a space.</summary>
        /// <param name="c">Memory of the connection.</param>
        /// <param name="space">Packet number space.</param>
        /// <returns>The number.</returns>
        public static long NextNumber(ConnectionMemory c, int space)
        {
            return c.Longs[Next + space];
        }

        /// <summary>Largest number of a space that the peer acknowledged: it decides how many bytes a packet number needs.</summary>
        /// <param name="c">Memory of the connection.</param>
        /// <param name="space">Packet number space.</param>
        /// <returns>The number, -1 for none.</returns>
        public static long LargestAcknowledged(ConnectionMemory c, int space)
        {
            return c.Longs[Acked + space];
        }

        /// <summary>
        /// A packet was sealed and is sent. Takes its number, and counts it as in flight if the tracker has content for it
        /// (<see cref="SentPacketTracker.HasContent"/>).
        /// </summary>
        /// <param name="c">Memory of the connection.</param>
        /// <param name="space">Packet number space.</param>
        /// <param name="size">Bytes of the packet.</param>
        /// <param name="now">Time, microseconds.</param>
        public static void OnPacketSent(ConnectionMemory c, int space, int size, long now)
        {
            long[] longs = c.Longs;
            long number = longs[Next + space];
            longs[Next + space] = number + 1;
            bool content = SentPacketTracker.HasContent(c);
            int record = SentPacketTracker.TakeCurrent(c);
            if (record < 0)
            {
                return;
            }

            int[] ints = c.Ints;
            ushort[] shorts = c.Shorts;
            int meta = shorts[record];
            if ((meta & SentPacketTracker.InFlight) != 0)
            {
                // A probe takes the record of the packet over that it repeats.
                CongestionController.OnRemoved(c, meta & SentPacketTracker.SizeMask);
                ints[InFlightCount + space]--;
            }

            if (!content)
            {
                SentPacketTracker.Free(c, record);
                return;
            }

            shorts[c.Layout.Packets + record] = (ushort)number;
            ints[c.Layout.TimesAt + record] = (int)now;
            shorts[record] = (ushort)(SentPacketTracker.Used | SentPacketTracker.InFlight | space << SentPacketTracker.SpaceShift | size);
            ints[InFlightCount + space]++;
            longs[LastSent + space] = now;
            if (ints[ProbesDue + space] > 0)
            {
                ints[ProbesDue + space]--;
            }

            CongestionController.OnSent(c, size, now);
        }

        /// <summary>Processes an ACK frame.</summary>
        /// <param name="c">Memory of the connection.</param>
        /// <param name="frame">The frame.</param>
        /// <param name="buffer">Holds its ranges.</param>
        /// <param name="space">Packet number space.</param>
        /// <param name="now">Time, microseconds.</param>
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

            // Numbers are looked at as distances below the next one, which fit an int. How far down are there records at all?
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

            long recoveryStart = CongestionController.RecoveryStart(c);
            int removed = 0;
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
                        removed += size;
                        ints[InFlightCount + space]--;
                        if (sent > recoveryStart)
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

                    // The content of a packet that was declared lost too early counts as well: it need not be sent again.
                    metas[i] = (ushort)wanted;
                    SentPacketTracker.Acknowledge(c, i);
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

            int inFlightBefore = CongestionController.BytesInFlight(c);
            CongestionController.OnRemoved(c, removed);
            if (largestSent >= 0)
            {
                // Only in the application space is there a delay of the peer's to subtract (RFC 9002 section 5.3).
                RttEstimator.Update(c, now - largestSent, space == PacketSpace.Application ? frame.Offset : 0, ints[Confirmed] != 0, now);
            }

            if (ints[PtoCount] != 0 || HasProbes(c))
            {
                CancelProbes(c);
            }

            if (!DetectLost(c, space, now, firstAckedSent))
            {
                CongestionController.OnAcknowledged(c, grown, inFlightBefore, now);
            }

            longs[LastAckedSent] = lastAckedSent;
            return 0;
        }

        /// <summary>Probe packets to be sent in a space now, whatever the congestion window says.</summary>
        /// <param name="c">Memory of the connection.</param>
        /// <param name="space">Packet number space.</param>
        /// <returns>The number.</returns>
        public static int Probes(ConnectionMemory c, int space)
        {
            return c.Ints[ProbesDue + space];
        }

        /// <summary>When <see cref="HandleTimeout"/> is due.</summary>
        /// <param name="c">Memory of the connection.</param>
        /// <param name="amplificationBlocked">
        /// Whether the anti-amplification limit forbids sending anything: then no probe is to be armed (RFC 9002 section 6.2.2.1).
        /// </param>
        /// <returns>Microseconds; long.MaxValue for never.</returns>
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
        /// Runs the timer: declares losses by time, or makes probes due (their content is marked to be sent again). Does nothing before its time.
        /// </summary>
        /// <param name="c">Memory of the connection.</param>
        /// <param name="now">Time, microseconds.</param>
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

            if (ints[PtoCount] < MaxBackoff)
            {
                ints[PtoCount]++;
            }

            if ((ints[InFlightCount] | ints[InFlightCount + PacketSpace.Handshake]) != 0)
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
        /// The client asks again while our flight is out: that was lost, and is sent again at once (RFC 9002 section 6.2.3). Where it has several packets, the
        /// one that was sent first.
        /// </summary>
        /// <param name="c">Memory of the connection.</param>
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
                    SentPacketTracker.LoseFrames(c, oldest);
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

        /// <summary>Keys of a space are gone: its packets leave the flight, neither acknowledged nor lost (RFC 9002 section 6.4).</summary>
        /// <param name="c">Memory of the connection.</param>
        /// <param name="space">Packet number space.</param>
        public static void DropSpace(ConnectionMemory c, int space)
        {
            int[] ints = c.Ints;
            long[] longs = c.Longs;
            ushort[] metas = c.Shorts;
            int removed = 0;
            for (int i = ints[SentPacketTracker.High] - 1; i >= 0; i--)
            {
                int meta = metas[i];
                if ((meta & (SentPacketTracker.Used | 3 << SentPacketTracker.SpaceShift)) == (SentPacketTracker.Used | space << SentPacketTracker.SpaceShift))
                {
                    if ((meta & SentPacketTracker.InFlight) != 0)
                    {
                        removed += meta & SentPacketTracker.SizeMask;
                    }

                    SentPacketTracker.Free(c, i);
                }
            }

            CongestionController.OnRemoved(c, removed);
            longs[LossTime + space] = 0;
            longs[LastSent + space] = 0;
            ints[InFlightCount + space] = 0;
            ints[ProbesDue + space] = 0;
            ints[PtoCount] = 0;
        }

        private static bool HasProbes(ConnectionMemory c)
        {
            int[] ints = c.Ints;
            return (ints[ProbesDue] | ints[ProbesDue + PacketSpace.Handshake] | ints[ProbesDue + PacketSpace.Application]) != 0;
        }

        // The peer answered: what probes were to repeat is in flight again and nothing more, and second records of it go.
        private static void CancelProbes(ConnectionMemory c)
        {
            int[] ints = c.Ints;
            ushort[] metas = c.Shorts;
            int high = ints[SentPacketTracker.High];
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

            ints[PtoCount] = 0;
            ints[ProbesDue] = 0;
            ints[ProbesDue + PacketSpace.Handshake] = 0;
            ints[ProbesDue + PacketSpace.Application] = 0;
        }

        // Two packets, so that one more loss does not double the wait again, with the oldest content that is not waiting to be sent already (RFC 9002
        // section 6.2.4); a second one without content is a PING. Of a handshake's data both packets have all there is: to a peer that has no keys yet a PING
        // says nothing, and what it answers costs a round trip more.
        private static void Probe(ConnectionMemory c, int space)
        {
            int[] ints = c.Ints;
            if (ints[InFlightCount + space] == 0)
            {
                return;
            }

            int last = -1;
            ints[ProbesDue + space] = 2;
            for (int probes = 2; probes > 0; probes--)
            {
                int oldest = Oldest(c, space);
                if (oldest < 0)
                {
                    if (last >= 0 && space != PacketSpace.Application)
                    {
                        SentPacketTracker.Repeat(c, last);
                    }

                    return;
                }

                SentPacketTracker.LoseFrames(c, oldest);
                c.Shorts[oldest] |= SentPacketTracker.Resend;
                last = oldest;
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

        // firstAckedSent: when the earliest packet of the acknowledgement that is the occasion was sent. Returns whether the window shrank.
        private static bool DetectLost(ConnectionMemory c, int space, long now, long firstAckedSent)
        {
            int[] ints = c.Ints;
            long[] longs = c.Longs;
            longs[LossTime + space] = 0;
            long largest = longs[Acked + space];
            if (largest < 0 || ints[InFlightCount + space] == 0)
            {
                return false;
            }

            int delay = RttEstimator.LossDelay(c);
            long firstSample = RttEstimator.FirstSample(c);
            ushort[] metas = c.Shorts;
            int numbers = c.Layout.Packets;
            int times = c.Layout.TimesAt;
            int wanted = SentPacketTracker.Used | SentPacketTracker.InFlight | space << SentPacketTracker.SpaceShift;
            int high = ints[SentPacketTracker.High];
            int soonest = int.MaxValue;
            int removed = 0;
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
                    if (delay - age < soonest)
                    {
                        soonest = delay - age;
                    }

                    continue;
                }

                long sent = now - age;
                if (sent > lastLost)
                {
                    lastLost = sent;
                }

                // Persistent congestion counts only packets with nothing acknowledged between them, sent after the first sample.
                if (sent < firstLost && sent > longs[LastAckedSent] && sent > firstSample)
                {
                    firstLost = sent;
                }

                removed += meta & SentPacketTracker.SizeMask;
                ints[InFlightCount + space]--;
                SentPacketTracker.LoseFrames(c, i);
                if (SentPacketTracker.IsEmpty(c, i))
                {
                    SentPacketTracker.Free(c, i);
                }
                else
                {
                    metas[i] = (ushort)(meta & ~SentPacketTracker.InFlight | SentPacketTracker.Resend);
                }
            }

            if (soonest != int.MaxValue)
            {
                longs[LossTime + space] = now + soonest;
            }

            if (lastLost < 0)
            {
                return false;
            }

            CongestionController.OnRemoved(c, removed);
            bool persistent = lastLost < firstAckedSent && lastLost - firstLost > 3L * RttEstimator.ProbeTimeout(c);
            return CongestionController.OnLost(c, lastLost, persistent, now);
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
            int backoff = ints[PtoCount];
            long period = (long)RttEstimator.ProbePeriod(c) << backoff;
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
            if (ints[Confirmed] != 0 && ints[InFlightCount + PacketSpace.Application] != 0)
            {
                long time = longs[LastSent + PacketSpace.Application] + period + ((long)RttEstimator.MaxAckDelay(c) << backoff);
                if (time < probe)
                {
                    probe = time;
                }
            }

            return probe;
        }
    }
}
