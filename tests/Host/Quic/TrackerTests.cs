// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
using System.Linq;
using MilliHttp.Nano.Quic;
using MilliHttp.Nano.TestClient;
using Xunit;

namespace MilliHttp.Nano.Tests.Host.Quic
{
    public class TrackerTests
    {
        private static SortedSet<long> ReadAck(byte[] buffer, int offset, int end, int expectedEnd, out long delay)
        {
            Frame frame = new Frame();
            Assert.Equal(expectedEnd, FrameReader.Parse(buffer, offset, end, frame));
            Assert.Equal(FrameType.Ack, frame.Type);
            delay = frame.Offset;
            SortedSet<long> numbers = new SortedSet<long>();
            int p = frame.DataOffset;
            long high = frame.Value;
            for (int i = 0; ; i++)
            {
                long low = high - Varint.Read(buffer, p);
                p += Varint.Length(buffer, p);
                for (long n = low; n <= high; n++)
                {
                    numbers.Add(n);
                }

                if (i == frame.DataLength)
                {
                    return numbers;
                }

                high = low - 2 - Varint.Read(buffer, p);
                p += Varint.Length(buffer, p);
            }
        }

        [Fact]
        public void Received_numbers_are_never_accepted_twice_Trap18()
        {
            for (int seed = 0; seed < 1000; seed++)
            {
                Random random = new Random(seed);
                ReceivedPacketTrackerView tracker = new ReceivedPacketTrackerView();
                HashSet<long> accepted = new HashSet<long>();
                long start = random.Next(3) == 0 ? 1595038364 : random.Next(200);
                int spread = random.Next(2, 60);
                byte[] buffer = new byte[200];
                for (int i = 0; i < 300; i++)
                {
                    long number = Math.Max(0, start + i / 2 + random.Next(spread) - spread / 2);
                    bool duplicate = tracker.IsDuplicate(number);
                    if (accepted.Contains(number))
                    {
                        Assert.True(duplicate, "seed " + seed + " reopened " + number);
                    }

                    if (duplicate)
                    {
                        continue;
                    }

                    tracker.OnReceived(number, true, i, 25000);
                    accepted.Add(number);
                    Assert.Equal(accepted.Max(), tracker.Largest);
                    Assert.True(tracker.IsDuplicate(number));

                    int end = tracker.WriteAck(buffer, 5, 205 - 5, i, 3);
                    SortedSet<long> told = ReadAck(buffer, 5, 200, end, out _);
                    Assert.Contains(number, told);
                    Assert.True(told.IsSubsetOf(accepted), "seed " + seed + " acknowledges what did not come");
                }
            }
        }

        [Fact]
        public void All_ranges_are_told_while_they_fit()
        {
            ReceivedPacketTrackerView tracker = new ReceivedPacketTrackerView();
            foreach (long number in new long[] { 5, 9, 7, 1, 2, 0 })
            {
                Assert.False(tracker.IsDuplicate(number));
                tracker.OnReceived(number, true, 80, 25000);
            }

            byte[] buffer = new byte[64];
            int end = tracker.WriteAck(buffer, 0, 64, 80 + 80, 3);
            Assert.Equal(new long[] { 0, 1, 2, 5, 7, 9 }, ReadAck(buffer, 0, 64, end, out long delay));
            Assert.Equal(10, delay);

            // With less room, fewer ranges; without room, none.
            end = tracker.WriteAck(buffer, 0, 7, 160, 3);
            Assert.Equal(new long[] { 7, 9 }, ReadAck(buffer, 0, 7, end, out _));
            Assert.Equal(3, tracker.WriteAck(buffer, 3, 7, 160, 3));
        }

        [Fact]
        public void Acknowledgements_are_delayed_but_not_when_out_of_order()
        {
            ReceivedPacketTrackerView tracker = new ReceivedPacketTrackerView();
            Assert.Equal(long.MaxValue, tracker.AckTime);
            tracker.OnReceived(0, false, 1000, 25000);
            Assert.Equal(long.MaxValue, tracker.AckTime);
            Assert.False(tracker.HasUnacknowledged);
            tracker.OnReceived(1, true, 2000, 25000);
            Assert.Equal(27000, tracker.AckTime);
            Assert.True(tracker.HasUnacknowledged);
            tracker.OnReceived(2, true, 3000, 25000);
            Assert.Equal(3000, tracker.AckTime);
            tracker.OnAckSent();
            Assert.Equal(long.MaxValue, tracker.AckTime);
            tracker.OnReceived(4, true, 4000, 25000);
            Assert.Equal(4000, tracker.AckTime);
            tracker.OnAckSent();
            tracker.OnReceived(3, true, 5000, 25000);
            Assert.Equal(5000, tracker.AckTime);

            ReceivedPacketTrackerView immediate = new ReceivedPacketTrackerView();
            immediate.OnReceived(7, true, 5, 0);
            Assert.Equal(5, immediate.AckTime);
        }

        [Fact]
        public void Crypto_pieces_in_any_order_make_the_message_Trap15()
        {
            for (int seed = 0; seed < 1500; seed++)
            {
                Random random = new Random(seed);
                int length = random.Next(5, 2200);
                byte[] message = new byte[length];
                random.NextBytes(message);
                message[0] = 1;
                message[1] = 0;
                message[2] = (byte)((length - 4) >> 8);
                message[3] = (byte)(length - 4);
                List<(int Offset, int Length)> pieces = new List<(int, int)>();
                int at = 0;
                while (at < length)
                {
                    int size = Math.Min(length - at, random.Next(1, 1 + random.Next(1, 400)));
                    pieces.Add((at, size));
                    at += size;
                }

                // Each piece at least once, some twice, some joined with their neighbour.
                List<(int Offset, int Length)> sent = pieces.Concat(pieces.Where(_ => random.Next(4) == 0)).OrderBy(_ => random.Next()).ToList();
                byte[] arena = new byte[2304];
                CryptoReassemblyBuffer crypto = new CryptoReassemblyBuffer(16);
                crypto.Reset(arena, 0, arena.Length);
                int rounds = 0;
                while (sent.Count != 0)
                {
                    List<(int, int)> again = new List<(int, int)>();
                    foreach ((int offset, int size) in sent)
                    {
                        int status = crypto.Add(offset, message, offset, size);
                        if (status == CryptoReassemblyBuffer.NotStored)
                        {
                            again.Add((offset, size));
                        }
                        else
                        {
                            Assert.Equal(0, status);
                        }
                    }

                    sent = again;
                    Assert.True(++rounds < 300);
                }

                Assert.Equal(length, crypto.MessageLength);
                Assert.Equal(message, arena.AsSpan(0, length).ToArray());

                // A second message behind the first, of which some is here already.
                Assert.Equal(0, crypto.Add(length + 3, new byte[] { 9, 8 }, 0, 2));
                Assert.Equal(0, crypto.Add(length - 2, new byte[] { message[length - 2], message[length - 1], 20 }, 0, 3));
                crypto.Consume(length);
                Assert.True(crypto.HasLeftover);
                Assert.Equal(0, crypto.Add(length + 1, new byte[] { 0, 0 }, 0, 2));
                Assert.Equal(0, crypto.Add(length - 4, new byte[4], 0, 4));
                Assert.Equal("1400000908", Bytes.Hex(arena, 0, 5));
            }
        }

        [Fact]
        public void Crypto_beyond_the_arena_is_refused()
        {
            byte[] arena = new byte[4096];
            CryptoReassemblyBuffer crypto = new CryptoReassemblyBuffer(16);
            crypto.Reset(arena, 0, 4096);
            Assert.Equal(0, crypto.Add(4095, new byte[1], 0, 1));
            Assert.Equal(TransportError.CryptoBufferExceeded, crypto.Add(4095, new byte[2], 0, 2));
            Assert.Equal(TransportError.CryptoBufferExceeded, crypto.Add(Varint.Max - 5, new byte[2], 0, 2));
            Assert.Equal(0, crypto.Add(0, new byte[] { 1, 0, 0x10, 0 }, 0, 4));
            Assert.True(crypto.IsMessageTooLong);
        }

        // Composes a packet with one entry of each kind wanted, and sends it.
        private static long Send(SentPacketTrackerView tracker, LossDetectorView loss, int space, int size, long now, int control = ControlFrame.Ping)
        {
            Assert.True(tracker.Begin(space));
            tracker.AddControl(control);
            return loss.OnPacketSent(space, size, now);
        }

        private static int Ack(LossDetectorView loss, int space, long now, long delay, params long[] numbers)
        {
            byte[] buffer = new byte[400];
            long[] sorted = numbers.OrderByDescending(n => n).ToArray();
            int p = Varint.Write(buffer, 1, sorted[0]);
            p = Varint.Write(buffer, p, delay);
            int count = p++;
            buffer[0] = 2;
            int ranges = 0;
            int i = 0;
            long low = 0;
            while (i < sorted.Length)
            {
                long high = sorted[i];
                if (ranges != 0)
                {
                    p = Varint.Write(buffer, p, low - high - 2);
                }

                while (i + 1 < sorted.Length && sorted[i + 1] == sorted[i] - 1)
                {
                    i++;
                }

                low = sorted[i];
                p = Varint.Write(buffer, p, high - low);
                ranges++;
                i++;
            }

            buffer[count] = (byte)(ranges - 1);
            Frame frame = new Frame();
            Assert.Equal(p, FrameReader.Parse(buffer, 0, p, frame));
            return loss.OnAck(frame, buffer, space, now);
        }

        private static LossDetectorView Detector(out SentPacketTrackerView tracker, int packets = 32, bool server = true)
        {
            ConnectionParts parts = new ConnectionParts(server, 4, 4096, packets, 2);
            tracker = parts.Tracker;
            return parts.Loss;
        }

        [Fact]
        public void Round_trip_times_follow_rfc9002_section_5_Trap12()
        {
            LossDetectorView loss = Detector(out SentPacketTrackerView tracker);
            loss.OnHandshakeConfirmed();
            loss.SetPeerAckDelay(10, 26000);
            Assert.Equal(333000, loss.SmoothedRtt);
            Send(tracker, loss, 2, 100, 0);
            Assert.Equal(0, Ack(loss, 2, 100000, 0, 0));
            Assert.Equal(100000, loss.SmoothedRtt);
            Assert.Equal(100000, loss.MinRtt);
            Assert.Equal(100000 + 4 * 50000 + 26000, loss.ProbeTimeout);

            // 10 << 10 = 10,240 us of delay: adjusted 114,760; without its exponent it would be 124,990.
            Send(tracker, loss, 2, 100, 200000);
            Ack(loss, 2, 325000, 10, 1);
            Assert.Equal(100000 + 14760 / 8, loss.SmoothedRtt);

            // A claimed delay beyond max_ack_delay counts as that.
            int before = loss.SmoothedRtt;
            Send(tracker, loss, 2, 100, 400000);
            Ack(loss, 2, 400000 + 226000, 5000, 2);
            Assert.Equal(before + ((200000 - before) >> 3), loss.SmoothedRtt);

            // Never below the least.
            before = loss.SmoothedRtt;
            Send(tracker, loss, 2, 100, 1000000);
            Ack(loss, 2, 1100000, 20, 3);
            Assert.Equal(before + ((100000 - before) >> 3), loss.SmoothedRtt);
            Assert.Equal(0, loss.BytesInFlight);
        }

        [Fact]
        public void Packet_threshold_declares_lost_and_window_halves_once()
        {
            LossDetectorView loss = Detector(out SentPacketTrackerView tracker);
            loss.OnHandshakeConfirmed();
            for (int i = 0; i < 10; i++)
            {
                Send(tracker, loss, 2, 1200, i, ControlFrame.HandshakeDone);
            }

            Assert.Equal(12000, loss.BytesInFlight);
            Assert.False(loss.CanSend(100));
            Assert.Equal(0, Ack(loss, 2, 50000, 0, 3));

            // 0 is three below, 1 and 2 wait for the time threshold.
            Assert.Equal(12000 - 2400, loss.BytesInFlight);
            Assert.Equal(6000, loss.CongestionWindow);
            Assert.Equal(ControlFrame.HandshakeDone, tracker.TakeLostControl());
            Assert.Equal(0, tracker.TakeLostControl());
            long timeout = loss.Timeout(true);
            Assert.InRange(timeout, 50001, 1 + 50000 * 9 / 8 + 10);

            // Trap 11: it is the loss timer, not a probe.
            loss.HandleTimeout(timeout + 1);
            Assert.Equal(0, loss.ProbeCount);
            Assert.False(loss.HasProbes);
            Assert.Equal(12000 - 4 * 1200, loss.BytesInFlight);
            Assert.Equal(6000, loss.CongestionWindow);
            Assert.Equal(6000, loss.SlowStartThreshold);
            Ack(loss, 2, 60000, 0, 4, 5, 6, 7, 8, 9);
            Assert.Equal(0, loss.BytesInFlight);
            Assert.Equal(0, tracker.Count);
            Assert.Equal(long.MaxValue, loss.Timeout(false));
        }

        [Fact]
        public void Congestion_avoidance_grows_by_one_datagram_a_window_and_not_when_idle()
        {
            LossDetectorView loss = Detector(out SentPacketTrackerView tracker);
            loss.OnHandshakeConfirmed();
            long now = 0;
            for (int i = 0; i < 10; i++)
            {
                Send(tracker, loss, 2, 1200, now);
            }

            Ack(loss, 2, 50000, 0, 3, 4, 5, 6, 7, 8, 9);
            Assert.Equal(6000, loss.CongestionWindow);
            now = 100000;
            for (int round = 0; round < 10; round++)
            {
                int window = loss.CongestionWindow;
                List<long> numbers = new List<long>();
                while (loss.BytesInFlight + 1200 <= window)
                {
                    numbers.Add(Send(tracker, loss, 2, 1200, now));
                }

                now += 50000;
                Ack(loss, 2, now, 0, numbers.ToArray());

                Assert.InRange(loss.CongestionWindow, window + 400, window + 1300);
            }

            int idle = loss.CongestionWindow;
            for (int i = 0; i < 20; i++)
            {
                long number = Send(tracker, loss, 2, 300, now);
                now += 50000;
                Ack(loss, 2, now, 0, number);
            }

            Assert.Equal(idle, loss.CongestionWindow);
        }

        [Fact]
        public void Probe_timeouts_back_off_and_probe_with_the_oldest_content_Trap03()
        {
            LossDetectorView loss = Detector(out SentPacketTrackerView tracker);
            Assert.Equal(long.MaxValue, loss.Timeout(false));
            tracker.Begin(PacketSpace.Handshake);
            tracker.AddEntry(SentEntry.Crypto, 0, 700, 900);
            loss.OnPacketSent(PacketSpace.Handshake, 1000, 0);
            tracker.Begin(PacketSpace.Handshake);
            tracker.AddEntry(SentEntry.Crypto, 0, 1600, 50);
            loss.OnPacketSent(PacketSpace.Handshake, 100, 0);

            // Trap 11 turned round, and no probe while the amplification limit holds.
            Assert.Equal(long.MaxValue, loss.Timeout(true));
            Assert.Equal(999000, loss.Timeout(false));
            loss.HandleTimeout(998999);
            Assert.False(loss.HasProbes);
            loss.HandleTimeout(999000);
            Assert.Equal(1, loss.ProbeCount);
            Assert.Equal(2, loss.Probes(PacketSpace.Handshake));
            Assert.Equal(0, loss.Probes(PacketSpace.Application));
            Assert.Equal(1100, loss.BytesInFlight);
            Assert.Equal(999000 + 2 * 999000, loss.Timeout(false));

            int record = tracker.FirstResend(PacketSpace.Handshake);
            tracker.BeginResend(record);
            Assert.Equal(1, tracker.CurrentEntryCount);
            Assert.Equal(SentEntry.Crypto, tracker.CurrentKind(0));
            Assert.Equal(700, tracker.CurrentOffset(0));
            Assert.Equal(900, tracker.CurrentLength(0));
            Assert.True(tracker.HasContent);
            loss.OnPacketSent(PacketSpace.Handshake, 1000, 1000000);
            Assert.Equal(1100, loss.BytesInFlight);
            Assert.Equal(1, loss.Probes(PacketSpace.Handshake));
            Assert.Equal(1000000 + 2 * 999000, loss.Timeout(false));

            // The answer takes the second probe back; what is older by more than 9/8 of a round trip is lost.
            Ack(loss, PacketSpace.Handshake, 1100000, 0, 2);
            Assert.False(loss.HasProbes);
            Assert.Equal(0, loss.ProbeCount);
            Assert.Equal(0, loss.BytesInFlight);
            record = tracker.FirstResend(PacketSpace.Handshake);
            tracker.BeginResend(record);
            Assert.Equal(1600, tracker.CurrentOffset(0));
        }

        private static void SendAgain(SentPacketTrackerView tracker, LossDetectorView loss, int offset, int length, long now)
        {
            tracker.BeginResend(tracker.FirstResend(PacketSpace.Handshake));
            Assert.Equal(1, tracker.CurrentEntryCount);
            Assert.Equal(SentEntry.Crypto, tracker.CurrentKind(0));
            Assert.Equal(offset, tracker.CurrentOffset(0));
            Assert.Equal(length, tracker.CurrentLength(0));
            loss.OnPacketSent(PacketSpace.Handshake, 1000, now);
        }

        [Fact]
        public void A_probe_that_was_answered_is_not_sent_a_second_time()
        {
            LossDetectorView loss = Detector(out SentPacketTrackerView tracker);
            tracker.Begin(PacketSpace.Handshake);
            tracker.AddEntry(SentEntry.Crypto, 0, 700, 900);
            loss.OnPacketSent(PacketSpace.Handshake, 1000, 0);
            loss.HandleTimeout(999000);
            SendAgain(tracker, loss, 700, 900, 999000);
            Ack(loss, PacketSpace.Handshake, 1000000, 1, 1);
            Assert.False(loss.HasProbes);
            Assert.Equal(-1, tracker.FirstResend(PacketSpace.Handshake));
            Assert.Equal(0, tracker.Count);
        }

        [Fact]
        public void An_answer_in_the_other_space_takes_the_second_probe_away()
        {
            LossDetectorView loss = Detector(out SentPacketTrackerView tracker);
            tracker.Begin(PacketSpace.Initial);
            tracker.AddEntry(SentEntry.Crypto, 0, 0, 90);
            loss.OnPacketSent(PacketSpace.Initial, 200, 0);
            tracker.Begin(PacketSpace.Handshake);
            tracker.AddEntry(SentEntry.Crypto, 0, 700, 900);
            loss.OnPacketSent(PacketSpace.Handshake, 1000, 0);
            loss.HandleTimeout(999000);
            Ack(loss, PacketSpace.Initial, 1000000, 0, 0);
            Assert.False(loss.HasProbes);
            Assert.Equal(-1, tracker.FirstResend(PacketSpace.Handshake));
            Assert.Equal(1, tracker.Count);
        }

        [Fact]
        public void Both_probes_of_a_handshake_have_all_there_is_Trap16()
        {
            LossDetectorView loss = Detector(out SentPacketTrackerView tracker);
            tracker.Begin(PacketSpace.Handshake);
            tracker.AddEntry(SentEntry.Crypto, 0, 700, 900);
            loss.OnPacketSent(PacketSpace.Handshake, 1000, 0);
            long now = 999000;
            for (int round = 1; round < 4; round++)
            {
                loss.HandleTimeout(now);
                Assert.Equal(2, loss.Probes(PacketSpace.Handshake));
                SendAgain(tracker, loss, 700, 900, now);
                SendAgain(tracker, loss, 700, 900, now);
                Assert.False(loss.HasProbes);
                Assert.Equal(-1, tracker.FirstResend(PacketSpace.Handshake));

                // Two packets however often: each probe takes the place of one before it.
                Assert.Equal(2, tracker.Count);
                Assert.Equal(2000, loss.BytesInFlight);
                now += 999000L << round;
            }

            Ack(loss, PacketSpace.Handshake, now - 1, 5, 5);
            Assert.Equal(1, tracker.Count);
            Assert.Equal(1000, loss.BytesInFlight);
            loss.DropSpace(PacketSpace.Handshake);
            Assert.Equal(0, tracker.Count);
            Assert.Equal(0, loss.BytesInFlight);
        }

        [Fact]
        public void A_probe_that_was_not_sent_yet_is_answered_with_what_it_repeats()
        {
            LossDetectorView loss = Detector(out SentPacketTrackerView tracker);
            tracker.Begin(PacketSpace.Handshake);
            tracker.AddEntry(SentEntry.Crypto, 0, 700, 900);
            loss.OnPacketSent(PacketSpace.Handshake, 1000, 0);
            loss.HandleTimeout(999000);
            Assert.Equal(2, tracker.Count);
            Ack(loss, PacketSpace.Handshake, 1000000, 0, 0);
            Assert.Equal(0, tracker.Count);
            Assert.Equal(0, loss.BytesInFlight);
            Assert.False(loss.HasProbes);
        }

        [Fact]
        public void Without_a_free_record_the_second_probe_is_a_ping()
        {
            LossDetectorView loss = Detector(out SentPacketTrackerView tracker);
            tracker.Begin(PacketSpace.Handshake);
            tracker.AddEntry(SentEntry.Crypto, 0, 700, 900);
            loss.OnPacketSent(PacketSpace.Handshake, 1000, 0);
            while (tracker.CanTrack)
            {
                tracker.Begin(PacketSpace.Application);
                tracker.AddEntry(SentEntry.Stream, 0, 0, 10);
                loss.OnPacketSent(PacketSpace.Application, 50, 0);
            }

            int count = tracker.Count;
            loss.HandleTimeout(999000);
            Assert.Equal(count, tracker.Count);
            SendAgain(tracker, loss, 700, 900, 999000);
            Assert.Equal(-1, tracker.FirstResend(PacketSpace.Handshake));
            Assert.Equal(1, loss.Probes(PacketSpace.Handshake));
        }

        [Fact]
        public void Application_data_is_not_probed_before_confirmation()
        {
            LossDetectorView loss = Detector(out SentPacketTrackerView tracker);
            Send(tracker, loss, 2, 500, 0);
            Assert.Equal(long.MaxValue, loss.Timeout(false));
            loss.OnHandshakeConfirmed();
            Assert.Equal(999000 + 25000, loss.Timeout(false));
        }

        [Fact]
        public void A_client_probes_while_the_server_may_be_blocked()
        {
            LossDetectorView loss = Detector(out SentPacketTrackerView tracker, 32, false);
            Send(tracker, loss, 0, 1200, 1000);
            Ack(loss, 0, 101000, 0, 0);
            Assert.Equal(0, loss.BytesInFlight);
            Assert.Equal(101000 + 300000, loss.Timeout(false));
            loss.HandleTimeout(401000);
            Assert.True(loss.Probes(0) > 0);
            Assert.Equal(401000 + 600000, loss.Timeout(false));
            loss.OnPeerValidatedAddress();
            Assert.Equal(long.MaxValue, loss.Timeout(false));
        }

        [Fact]
        public void Persistent_congestion_collapses_the_window()
        {
            LossDetectorView loss = Detector(out SentPacketTrackerView tracker);
            loss.OnHandshakeConfirmed();
            Send(tracker, loss, 2, 1200, 0);
            Ack(loss, 2, 100000, 0, 0);
            long now = 1000000;
            for (int i = 0; i < 8; i++)
            {
                Send(tracker, loss, 2, 1200, now);
                now += 250000;
            }

            long last = Send(tracker, loss, 2, 1200, now);
            Ack(loss, 2, now + 100000, 0, last);
            Assert.Equal(2400, loss.CongestionWindow);
            Assert.Equal(0, loss.BytesInFlight);

            // The same span with one acknowledged in the middle is ordinary congestion.
            loss = Detector(out tracker);
            loss.OnHandshakeConfirmed();
            Send(tracker, loss, 2, 1200, 0);
            Ack(loss, 2, 100000, 0, 0);
            now = 1000000;
            for (int i = 0; i < 8; i++)
            {
                Send(tracker, loss, 2, 1200, now);
                now += 250000;
            }

            last = Send(tracker, loss, 2, 1200, now);
            Ack(loss, 2, now + 100000, 0, last, 4);
            Assert.True(loss.CongestionWindow > 2400);
        }

        [Fact]
        public void Dropped_spaces_and_full_trackers_give_their_bytes_back_Trap07()
        {
            LossDetectorView loss = Detector(out SentPacketTrackerView tracker, 16);
            for (int i = 0; i < 6; i++)
            {
                Send(tracker, loss, i % 3, 500, i);
            }

            Assert.Equal(3000, loss.BytesInFlight);
            loss.DropSpace(0);
            Assert.Equal(2000, loss.BytesInFlight);
            loss.DropSpace(1);
            Assert.Equal(1000, loss.BytesInFlight);
            Assert.Equal(2, tracker.Count);
            while (tracker.CanTrack)
            {
                Send(tracker, loss, 2, 100, 10);
            }

            Assert.Equal(16, tracker.Count);
            Assert.False(tracker.Begin(2));

            // A pure ACK goes nevertheless, and charges nothing (Trap 08).
            int before = loss.BytesInFlight;
            long number = loss.OnPacketSent(2, 60, 11);
            Assert.Equal(before, loss.BytesInFlight);
            Assert.Equal(number + 1, loss.NextNumber(2));
            Ack(loss, 2, 200000, 0, Enumerable.Range(0, (int)number + 1).Select(n => (long)n).ToArray());
            Assert.Equal(0, loss.BytesInFlight);
            Assert.Equal(0, tracker.Count);
        }

        [Fact]
        public void A_cancelled_packet_consumes_nothing_and_loses_nothing_Trap10()
        {
            LossDetectorView loss = Detector(out SentPacketTrackerView tracker);
            tracker.Begin(2);
            tracker.AddEntry(SentEntry.Crypto, 0, 5, 10);
            tracker.AddControl(ControlFrame.HandshakeDone);
            tracker.Cancel();
            Assert.Equal(0, loss.NextNumber(2));
            Assert.Equal(0, loss.BytesInFlight);
            Assert.Equal(ControlFrame.HandshakeDone, tracker.TakeLostControl());
            int record = tracker.FirstResend(2);
            Assert.True(record >= 0);
            tracker.BeginResend(record);
            Assert.Equal(5, tracker.CurrentOffset(0));
            tracker.Cancel();
            Assert.Equal(record, tracker.FirstResend(2));
            tracker.Begin(2);
            tracker.Cancel();
            Assert.Equal(1, tracker.Count);
        }

        [Fact]
        public void Acknowledging_what_was_never_sent_is_a_violation()
        {
            LossDetectorView loss = Detector(out SentPacketTrackerView tracker);
            Send(tracker, loss, 1, 100, 0);
            Assert.Equal(TransportError.ProtocolViolation, Ack(loss, 1, 10, 0, 1));
            Assert.Equal(TransportError.ProtocolViolation, Ack(loss, 2, 10, 0, 0));
            Assert.Equal(0, Ack(loss, 1, 10, 0, 0));
            Assert.Equal(0, Ack(loss, 1, 20, 0, 0));
        }

        [Fact]
        public void Pacing_spreads_a_window_over_the_round_trip()
        {
            LossDetectorView loss = Detector(out SentPacketTrackerView tracker);
            loss.OnHandshakeConfirmed();
            Send(tracker, loss, 2, 1200, 1000000);
            Ack(loss, 2, 1100000, 0, 0);
            long now = 2000000;
            int burst = 0;
            while (loss.CanSend(now))
            {
                Send(tracker, loss, 2, 1200, now);
                burst++;
            }

            // 20 ms of credit at 12,000 bytes per 80 ms are 3 datagrams.
            Assert.InRange(burst, 2, 4);
            Assert.InRange(loss.PacingTime, now + 1, now + 9000);
            while (loss.BytesInFlight + 1200 <= loss.CongestionWindow)
            {
                now = Math.Max(now, loss.PacingTime);
                Send(tracker, loss, 2, 1200, now);
            }

            Assert.InRange(now, 2040000, 2085000);
            Assert.Equal(long.MaxValue, loss.PacingTime);
        }
    }
}
