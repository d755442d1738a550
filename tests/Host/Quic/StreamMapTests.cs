// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using MilliHttp.Nano.Quic;
using MilliHttp.Nano.TestClient;
using Xunit;

namespace MilliHttp.Nano.Tests.Host.Quic
{
    public class StreamMapTests
    {
        private static byte At(int stream, long offset)
        {
            return (byte)(offset * 31 + offset / 251 + stream * 7);
        }

        private static StreamMapView Server(int arena = 4096, int bidi = 4)
        {
            return ServerParts(arena, bidi).Streams;
        }

        private static ConnectionParts ServerParts(int arena, int bidi)
        {
            ConnectionParts parts = new ConnectionParts(true, bidi, arena, 32, 2);
            TransportParameters parameters = new TransportParameters();
            parameters.SetDefaults();
            parameters.InitialMaxData = 1 << 20;
            parameters.InitialMaxStreamDataBidiLocal = 1 << 20;
            parameters.InitialMaxStreamDataUni = 1 << 20;
            parameters.InitialMaxStreamsUni = 100;
            parts.Streams.SetPeerLimits(parameters);
            return parts;
        }

        private static int Data(StreamMapView map, long id, long offset, int length, bool fin = false)
        {
            byte[] buffer = new byte[length];
            for (int i = 0; i < length; i++)
            {
                buffer[i] = At((int)id, offset + i);
            }

            Frame frame = new Frame { Type = FrameType.Stream, StreamId = id, Offset = offset, DataLength = length, Fin = fin ? 1 : 0 };
            return map.OnFrame(frame, buffer);
        }

        private static int Give(StreamMapView map, int type, long id, long value, long offset = 0)
        {
            return map.OnFrame(new Frame { Type = type, StreamId = id, Value = value, Offset = offset }, new byte[1]);
        }

        private static byte[] Take(StreamMapView map, int s)
        {
            List<byte> all = new List<byte>();
            while (map.ReadableLength(s) != 0)
            {
                int run = map.ReadableLength(s);
                for (int i = 0; i < run; i++)
                {
                    all.Add(map.ReadBuffer[map.ReadOffset(s) + i]);
                }

                map.Consume(s, run);
            }

            return all.ToArray();
        }

        private static List<(int Event, int Stream)> Events(StreamMapView map)
        {
            List<(int, int)> events = new List<(int, int)>();
            int e;
            while ((e = map.PollEvent()) != QuicEvent.None)
            {
                events.Add((e, map.EventStream));
            }

            return events;
        }

        [Theory]
        [InlineData(4096, 4)]
        [InlineData(2304, 2)]
        [InlineData(60000, 4)]
        public void Every_byte_within_the_limits_has_its_place_or_comes_again_Trap02_Trap05(int arena, int bidi)
        {
            int refused = 0;
            for (int seed = 0; seed < 150; seed++)
            {
                Random random = new Random(seed);
                ConnectionParts parts = ServerParts(arena, bidi);
                StreamMapView map = parts.Streams;
                long[] ids = Enumerable.Range(0, bidi).Select(i => 4L * i).Concat(new long[] { 2, 6, 10 }).ToArray();

                // Naive model: which bytes came, how far was read.
                Dictionary<long, HashSet<long>> came = ids.ToDictionary(id => id, id => new HashSet<long>());
                Dictionary<long, long> read = ids.ToDictionary(id => id, id => 0L);
                Dictionary<long, long> highest = ids.ToDictionary(id => id, id => 0L);
                Dictionary<long, int> slot = new Dictionary<long, int>();
                long max = map.InitialMaxData;
                for (int step = 0; step < 300; step++)
                {
                    long id = ids[random.Next(ids.Length)];
                    long credit = read.Values.Sum() + max - highest.Values.Sum();
                    if (random.Next(3) != 0)
                    {
                        // Up to the very last byte that the limits allow.
                        long top = Math.Min(highest[id] + credit, read[id] + map.InitialMaxStreamData);
                        long from = read[id] + random.Next((int)(top - read[id]) + 1);
                        int length = (int)Math.Min(top - from, random.Next(4) == 0 ? 3000 : random.Next(1, 200));
                        int status = Data(map, id, from, length);
                        if (status == StreamMap.NotStored)
                        {
                            // The table of gaps is full, or the arena. Of data in order the beginning was kept: something of it always finds a place, unless data
                            // of this stream is there to be read.
                            if (Enumerable.Range(0, (int)(from - read[id])).Any(i => !came[id].Contains(read[id] + i)))
                            {
                                continue;
                            }

                            refused++;
                            foreach ((int e, int s) in Events(map))
                            {
                                if (e == QuicEvent.StreamOpened)
                                {
                                    slot[map.StreamId(s)] = s;
                                }
                            }

                            int available = map.Available(slot[id]);
                            Assert.True(available > 0);
                            length = (int)Math.Max(0, Math.Min(from + length, read[id] + available) - from);
                        }
                        else
                        {
                            Assert.True(status == 0, $"seed {seed} step {step}: {status}");
                        }

                        for (int i = 0; i < length; i++)
                        {
                            came[id].Add(from + i);
                        }

                        if (length > 0 || status == 0)
                        {
                            highest[id] = Math.Max(highest[id], from + length);
                        }
                    }

                    foreach ((int e, int s) in Events(map))
                    {
                        if (e == QuicEvent.StreamOpened)
                        {
                            slot[map.StreamId(s)] = s;
                        }
                    }

                    if (slot.ContainsKey(id))
                    {
                        int s = slot[id];
                        long ready = read[id];
                        while (came[id].Contains(ready))
                        {
                            ready++;
                        }

                        Assert.Equal(ready - read[id], map.Available(s));
                        int run = map.ReadableLength(s);
                        Assert.True(run > 0 == ready > read[id]);
                        int count = random.Next(run + 1);
                        for (int i = 0; i < count; i++)
                        {
                            Assert.Equal(At((int)id, read[id] + i), map.ReadBuffer[map.ReadOffset(s) + i]);
                        }

                        map.Consume(s, count);
                        read[id] += count;
                    }

                    // The peer learns of every limit at once.
                    WriteLimits(parts);
                }
            }

            Assert.Equal(arena < 8192, refused > 0);
        }

        // Lets the map write its limits, so that windows move.
        private static void WriteLimits(ConnectionParts parts)
        {
            const BindingFlags Fields = BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static;
            int[] ints = (int[])typeof(ConnectionMemory).GetField("Ints", Fields).GetValue(parts.Memory);
            int Place(string name) => (int)typeof(StreamMap).GetField(name, Fields).GetRawConstantValue();
            ints[Place("Limits")] = ControlFrame.MaxData;
            for (int s = 0; s < parts.Streams.StreamLimit; s++)
            {
                ints[(s * Place("IntsPerStream")) + Place("Window")] = parts.Streams.InitialMaxStreamData;
            }

            parts.Tracker.Begin(2);
            parts.Streams.WriteFrames(new byte[1200], 0, 1200, false, null);
            parts.Tracker.Reset();
        }

        [Fact]
        public void Windows_are_as_large_as_the_arena_or_as_clients_insist_Trap02()
        {
            // What lsquic wants (4,096), and 64 more for the connection than for a stream.
            Assert.Equal(4160, Server().InitialMaxData);
            Assert.Equal(4096, Server().InitialMaxStreamData);
            StreamMapView large = Server(60000, 4);
            Assert.Equal(((58 - 14) * 1024) + 14, large.InitialMaxData);
            Assert.Equal(large.InitialMaxData - 64, large.InitialMaxStreamData);
            StreamMapView tight = Server(2304, 2);
            Assert.Equal(4160, tight.InitialMaxData);
            Assert.Equal(4096, tight.InitialMaxStreamData);
            Assert.Equal(2, tight.InitialMaxStreamsBidi);
            Assert.Equal(3, tight.InitialMaxStreamsUni);
        }

        [Fact]
        public void Flow_control_is_enforced()
        {
            StreamMapView map = Server(60000, 4);
            int max = map.InitialMaxStreamData;
            Assert.Equal(0, Data(map, 0, max - 10, 10));
            Assert.Equal(TransportError.FlowControl, Data(map, 0, max, 1));
            Assert.Equal(0, Data(map, 4, 0, map.InitialMaxData - max));
            Assert.Equal(TransportError.FlowControl, Data(map, 4, map.InitialMaxData - max, 1));
            Assert.Equal(TransportError.FlowControl, Give(map, FrameType.ResetStream, 8, 0, 1));
            Assert.Equal(TransportError.FlowControl, Data(map, 8, Varint.Max - 1, 1));
        }

        [Fact]
        public void Stream_ids_are_checked()
        {
            StreamMapView map = Server();
            Assert.Equal(TransportError.StreamLimit, Data(map, 16, 0, 1));
            Assert.Equal(TransportError.StreamLimit, Data(map, 14, 0, 1));
            Assert.Equal(TransportError.StreamLimit, Data(map, Varint.Max - 3, 0, 1));
            Assert.Equal(TransportError.StreamState, Data(map, 1, 0, 1));
            Assert.Equal(TransportError.StreamState, Data(map, 3, 0, 1));
            Assert.Equal(TransportError.StreamState, Give(map, FrameType.MaxStreamData, 3, 5));
            Assert.Equal(TransportError.StreamState, Give(map, FrameType.MaxStreamData, 2, 5));
            Assert.Equal(TransportError.StreamState, Give(map, FrameType.StopSending, 6, 5));
            int s = map.Open(true);
            Assert.Equal(3, map.StreamId(s));
            Assert.Equal(0, Give(map, FrameType.MaxStreamData, 3, 5));
            Assert.Equal(TransportError.StreamState, Give(map, FrameType.ResetStream, 3, 0));
            Assert.Equal(TransportError.StreamState, Give(map, FrameType.StreamDataBlocked, 3, 0));
            Assert.Equal(0, Give(map, FrameType.DataBlocked, 0, 0));

            // A stream opens all lower ones of its kind, in order.
            Assert.Equal(0, Data(map, 8, 0, 1));
            Assert.Equal(new[] { 0L, 4, 8 }, Events(map).Where(e => e.Event == QuicEvent.StreamOpened).Select(e => map.StreamId(e.Stream)));
        }

        [Fact]
        public void Final_sizes_are_final()
        {
            StreamMapView map = Server();
            Assert.Equal(0, Data(map, 0, 10, 10, true));
            Assert.Equal(TransportError.FinalSize, Data(map, 0, 20, 1));
            Assert.Equal(TransportError.FinalSize, Data(map, 0, 10, 9, true));
            Assert.Equal(TransportError.FinalSize, Give(map, FrameType.ResetStream, 0, 1, 21));
            Assert.Equal(TransportError.FinalSize, Give(map, FrameType.ResetStream, 0, 1, 19));
            Assert.Equal(0, Data(map, 0, 0, 10));
            int s = map.EventStream;
            Assert.Equal(20, Take(map, 0).Length);
            Assert.True(map.IsReceiveFinished(0));

            // Still final after everything was read (Trap 13: a repeated FIN is no error).
            Assert.Equal(0, Data(map, 0, 10, 10, true));
            Assert.Equal(0, Data(map, 0, 20, 0, true));
            Assert.Equal(TransportError.FinalSize, Data(map, 0, 20, 1));
            Assert.Equal(TransportError.FinalSize, Data(map, 0, 18, 1, true));

            Assert.Equal(0, Data(map, 4, 0, 10));
            Assert.Equal(TransportError.FinalSize, Data(map, 4, 0, 9, true));
            Assert.Equal(TransportError.FinalSize, Give(map, FrameType.ResetStream, 4, 1, 9));
            Assert.Equal(0, Give(map, FrameType.ResetStream, 4, 7, 30));
            Assert.Equal(TransportError.FinalSize, Data(map, 4, 30, 1));
            Assert.Equal(0, Data(map, 4, 10, 20));
        }

        [Fact]
        public void A_reset_discards_what_is_unread_and_frees_its_memory()
        {
            StreamMapView map = Server();
            int free = map.FreeBytes;
            Assert.Equal(0, Data(map, 0, 0, 500));
            Assert.Equal(0, Data(map, 0, 700, 100));
            Assert.True(map.FreeBytes < free);
            Assert.Equal(0, Give(map, FrameType.ResetStream, 0, 77, 900));
            Assert.Equal(free, map.FreeBytes);
            Assert.Equal(new[] { (QuicEvent.StreamOpened, 0), (QuicEvent.StreamReset, 0) }, Events(map));
            Assert.Equal(77, map.StreamErrorCode(0));
            Assert.Equal(0, map.ReadableLength(0));

            // A reset after all data came changes nothing.
            Assert.Equal(0, Data(map, 4, 0, 5, true));
            Assert.Equal(0, Give(map, FrameType.ResetStream, 4, 1, 5));
            Assert.Equal(new[] { (QuicEvent.StreamOpened, 1), (QuicEvent.StreamReadable, 1) }, Events(map));
            Assert.Equal(5, Take(map, 1).Length);
        }

        [Fact]
        public void Events_wait_until_they_are_taken_Trap23()
        {
            StreamMapView map = Server();
            for (int i = 0; i < 50; i++)
            {
                for (int s = 0; s < 4; s++)
                {
                    Assert.Equal(0, Data(map, s * 4, i, 1));
                }
            }

            Assert.Equal(0, Give(map, FrameType.StopSending, 4, 9));
            List<(int, int)> events = Events(map);
            Assert.Equal(9, events.Count);
            Assert.Contains((QuicEvent.StopSending, 1), events);
            Assert.False(map.HasEvents);
        }

        // Two ends over a link that loses, delays, doubles and swaps packets.
        private static void Run(FramePeer client, FramePeer server, Random random, double loss, Action<long> work, Func<bool> done, int seed, int limitSeconds = 4000)
        {
            PriorityQueue<(byte[] Packet, FramePeer To), long> link = new PriorityQueue<(byte[], FramePeer), long>();
            long now = 1000000;
            long limit = now + limitSeconds * 1000000L;
            while (true)
            {
                Assert.True(now < limit, $"seed {seed}: no end\nclient {client.Dump()}\nserver {server.Dump()}");
                work(now);
                if (done())
                {
                    return;
                }

                bool any = false;
                foreach (FramePeer peer in new[] { client, server })
                {
                    byte[] packet;
                    while ((packet = peer.Poll(now)) != null)
                    {
                        any = true;
                        FramePeer to = peer == client ? server : client;
                        for (int copies = random.Next(20) == 0 ? 2 : 1; copies > 0; copies--)
                        {
                            if (random.NextDouble() >= loss)
                            {
                                link.Enqueue((packet, to), now + 5000 + random.Next(random.Next(4) == 0 ? 30000 : 2000));
                            }
                        }
                    }
                }

                if (any)
                {
                    continue;
                }

                long next = Math.Min(client.NextTimeout, server.NextTimeout);
                if (link.TryPeek(out _, out long arrival) && arrival <= next)
                {
                    now = Math.Max(now, arrival);
                    (byte[] packet, FramePeer to) = link.Dequeue();
                    to.Feed(packet, now);
                    Assert.True(to.Error == 0, $"seed {seed}: error {to.Error}");
                }
                else
                {
                    Assert.True(next != long.MaxValue, $"seed {seed}: asleep\nclient {client.Dump()}\nserver {server.Dump()}");
                    now = Math.Max(now, next);
                    client.Loss.HandleTimeout(now);
                    server.Loss.HandleTimeout(now);
                }
            }
        }

        private static void Exchange(int seed, double loss, int requests, int packets, int arena, int bidi)
        {
            Random random = new Random(seed);
            FramePeer client = new FramePeer(false, 64, 60000, bidi);
            FramePeer server = new FramePeer(true, packets, arena, bidi);
            FramePeer.Join(client, server);
            int begun = 0;
            int finished = 0;
            int free = server.Streams.FreeBytes;
            Dictionary<int, (long Id, int Up, int Down, long Got)> asked = new Dictionary<int, (long, int, int, long)>();
            Dictionary<int, (long Id, long Got, bool Answered)> served = new Dictionary<int, (long, long, bool)>();

            void Work(long now)
            {
                int s;
                while (begun < requests && (s = client.Streams.Open(false)) >= 0)
                {
                    int slot = s;
                    long id = client.Streams.StreamId(s);
                    int up = random.Next(5) == 0 ? random.Next(9000) : random.Next(700);
                    int down = random.Next(5) == 0 ? random.Next(30000) : random.Next(900);
                    asked[slot] = (id, up, down, 0);
                    client.Content[slot] = o => At((int)id, o);
                    client.Streams.SetSendLimit(slot, up, true);
                    begun++;
                }

                int e;
                while ((e = server.Streams.PollEvent()) != QuicEvent.None)
                {
                    s = server.Streams.EventStream;
                    long id = server.Streams.StreamId(s);
                    if (e == QuicEvent.StreamOpened)
                    {
                        served[s] = (id, 0, false);
                    }
                    else if (e == QuicEvent.StreamReadable)
                    {
                        (long, long Got, bool Answered) state = served[s];
                        foreach (byte b in Take(server.Streams, s))
                        {
                            Assert.True(At((int)id, state.Got) == b, $"seed {seed}: upload of {id} differs at {state.Got}");
                            state.Got++;
                        }

                        if (server.Streams.IsReceiveFinished(s) && !state.Answered)
                        {
                            state.Answered = true;
                            int up = asked.Values.First(a => a.Id == id).Up;
                            Assert.Equal(up, state.Got);
                            server.Content[s] = o => At((int)id + 1, o);
                            server.Streams.SetSendLimit(s, asked.Values.First(a => a.Id == id).Down, true);
                        }

                        served[s] = (id, state.Got, state.Answered);
                    }
                    else if (e == QuicEvent.StreamSendDone)
                    {
                        Assert.Equal(server.Streams.SendOffset(s), server.Streams.SendAcknowledged(s));
                        server.Streams.ReleaseStream(s);
                    }
                }

                while ((e = client.Streams.PollEvent()) != QuicEvent.None)
                {
                    s = client.Streams.EventStream;
                    if (e == QuicEvent.StreamReadable)
                    {
                        (long Id, int Up, int Down, long Got) state = asked[s];
                        foreach (byte b in Take(client.Streams, s))
                        {
                            Assert.True(At((int)state.Id + 1, state.Got) == b, $"seed {seed}: download of {state.Id} differs at {state.Got}");
                            state.Got++;
                        }

                        asked[s] = state;
                        if (client.Streams.IsReceiveFinished(s))
                        {
                            Assert.Equal(state.Down, state.Got);
                            finished++;
                            client.Streams.ReleaseStream(s);
                        }
                    }
                }
            }

            Run(client, server, random, loss, Work, () => finished == requests && server.Streams.OpenRequests == 0 && client.Loss.BytesInFlight == 0 && server.Loss.BytesInFlight == 0 && server.Tracker.Count == 0, seed);
            Assert.Equal(free, server.Streams.FreeBytes);
            Assert.Equal(0, server.Tracker.Count);
        }

        [Theory]
        [InlineData(0.0)]
        [InlineData(0.1)]
        [InlineData(0.3)]
        public void Transfers_over_a_bad_link_are_exact_and_leave_nothing_Trap03_Trap05_Trap07(double loss)
        {
            for (int seed = 0; seed < 30; seed++)
            {
                Exchange(seed, loss, 12, 32, 4096, 4);
                Exchange(seed + 1000, loss, 12, 16, 2304, 2);
            }
        }

        [Fact]
        public void Slots_are_recycled_for_ever_Trap04()
        {
            Exchange(1, 0.0, 5000, 32, 4096, 4);
            Exchange(2, 0.05, 2000, 16, 2304, 2);
        }

        [Fact]
        public void Duplicates_for_a_finished_stream_do_not_open_it_anew_Trap13()
        {
            FramePeer client = new FramePeer(false, 64, 60000);
            FramePeer server = new FramePeer(true, 32, 4096);
            FramePeer.Join(client, server);
            Assert.Equal(0, Data(server.Streams, 0, 0, 100, true));
            Assert.Equal(100, Take(server.Streams, 0).Length);
            server.Content[0] = o => 1;
            server.Streams.SetSendLimit(0, 10, true);
            byte[] answer = server.Poll(1000);
            client.Streams.Open(false);
            client.Feed(answer, 2000);
            client.Feed(server.Poll(3000000) ?? answer, 3000);
            byte[] ack = client.Poll(100000);
            server.Feed(ack, 200000);
            Assert.True(server.Streams.IsSendDone(0));
            Events(server.Streams);
            server.Streams.ReleaseStream(0);
            Assert.Equal(-1, server.Streams.StreamId(0));
            Assert.Equal(0, Data(server.Streams, 0, 0, 100, true));
            Assert.Equal(0, Data(server.Streams, 0, 100, 0, true));
            Assert.Equal(0, Give(server.Streams, FrameType.ResetStream, 0, 1, 100));
            Assert.Equal(0, Give(server.Streams, FrameType.StopSending, 0, 1));
            Assert.Equal(0, Give(server.Streams, FrameType.MaxStreamData, 0, 100000));
            Assert.Equal(-1, server.Streams.StreamId(0));
            Assert.False(server.Streams.HasEvents);
            Assert.Equal(0, server.Streams.OpenRequests);
        }

        [Fact]
        public void Resets_and_stops_release_slots_under_loss()
        {
            for (int seed = 0; seed < 100; seed++)
            {
                Random random = new Random(seed);
                FramePeer client = new FramePeer(false, 64, 60000);
                FramePeer server = new FramePeer(true, 32, 4096);
                FramePeer.Join(client, server);
                int free = server.Streams.FreeBytes;
                int begun = 0;
                void Work(long now)
                {
                    int s;
                    while (begun < 30 && (s = client.Streams.Open(false)) >= 0)
                    {
                        begun++;
                        client.Content[s] = o => 5;
                        client.Streams.SetSendLimit(s, random.Next(1, 3000), random.Next(2) == 0);
                        if (random.Next(3) == 0)
                        {
                            client.Streams.ResetStream(s, 0x10C);
                        }

                        if (random.Next(3) == 0)
                        {
                            client.Streams.StopSending(s, 0x10D);
                            client.Streams.ReleaseStream(s);
                        }
                    }

                    int e;
                    while ((e = server.Streams.PollEvent()) != QuicEvent.None)
                    {
                        s = server.Streams.EventStream;
                        if (e == QuicEvent.StreamOpened)
                        {
                            server.Content[s] = o => 6;
                            server.Streams.SetSendLimit(s, random.Next(5000), random.Next(2) == 0);
                        }
                        else if (random.Next(2) == 0)
                        {
                            server.Streams.StopSending(s, 0x100);
                            server.Streams.ResetStream(s, 0x10E);
                            server.Streams.ReleaseStream(s);
                        }
                        else if (e == QuicEvent.StreamReadable)
                        {
                            Take(server.Streams, s);
                            server.Streams.ReleaseStream(s);
                        }
                        else
                        {
                            server.Streams.ReleaseStream(s);
                        }
                    }

                    while ((e = client.Streams.PollEvent()) != QuicEvent.None)
                    {
                        s = client.Streams.EventStream;
                        Take(client.Streams, s);
                        if (e == QuicEvent.StreamReset || client.Streams.IsReceiveFinished(s))
                        {
                            client.Streams.ReleaseStream(s);
                        }
                    }
                }

                Run(client, server, random, 0.2, Work, () => begun == 30 && server.Streams.OpenRequests == 0 && client.Loss.BytesInFlight == 0 && server.Loss.BytesInFlight == 0 && server.Tracker.Count == 0, seed);
                Assert.Equal(free, server.Streams.FreeBytes);
            }
        }
    }
}
