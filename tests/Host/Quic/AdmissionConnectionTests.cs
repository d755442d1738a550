// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;
using MilliHttp.Nano.Quic;
using MilliHttp.Nano.Tls;
using Xunit;

namespace MilliHttp.Nano.Tests.Host.Quic
{
    /// <summary>Who gets a slot, who an answer, who nothing; and what hostile datagrams cost.</summary>
    public class AdmissionConnectionTests
    {
        private readonly QuicServer _server;

        public AdmissionConnectionTests()
            : this(false)
        {
        }

        protected AdmissionConnectionTests(bool onDemand)
        {
            _server = new QuicServer(QuicServer.Policy(onDemand));
        }

        private int Counter(int id)
        {
            return _server.Endpoint.Counters[id];
        }

        /// <summary>A client whose ClientHello is never completed: it holds a handshake context.</summary>
        private RawClient Half(int port, long now = 1000000, long address = 0xffff7f000001)
        {
            RawClient client = new RawClient(_server) { Port = port, Now = now, AddressLow = address };
            client.Start();
            client.Send(client.Packet(PacketType.Initial, RawClient.Crypto(0, client.Hello()[..100]), 1200));
            return client;
        }

        private void ServesFour(long now)
        {
            for (int i = 0; i < 4; i++)
            {
                RawClient client = new RawClient(_server) { Port = 60000 + i, Now = now };
                client.Start();
                client.Send(client.Packet(PacketType.Initial, RawClient.Crypto(0, client.Hello()), 1200));
                if (client.LastRetry != null)
                {
                    client.FollowRetry();
                    client.Send(client.Packet(PacketType.Initial, RawClient.Crypto(0, client.Hello()), 1200));
                }

                client.Finish();
                client.Send(client.Packet(PacketType.OneRtt, RawClient.Stream(0, 0, new byte[] { 1, 0 }, true)));
                Assert.Contains(client.Frames, f => f.Frame == FrameType.Stream && f.StreamId == 0);
                now = client.Now;
            }
        }

        private void AllFree()
        {
            Assert.Equal(0, _server.Endpoint.HandshakesActive);
            for (int i = 0; i < 4; i++)
            {
                Assert.True(_server.Endpoint.Connection(i).IsFree);
            }
        }

        [Fact]
        public void ABoardMayWantRetryOfEveryStranger()
        {
            QuicProfile profile = QuicProfile.Standard();
            profile.UnvalidatedInitialsPerSecond = 0;
            RawClient client = new RawClient(new QuicServer(profile));
            client.Start();
            byte[] hello = RawClient.Crypto(0, client.Hello());
            client.Send(client.Packet(PacketType.Initial, hello, 1200));
            Assert.NotNull(client.LastRetry);
            client.FollowRetry();
            client.Send(client.Packet(PacketType.Initial, hello, 1200));
            client.Finish();
        }

        [Theory]
        [InlineData(128, 2, 4096, 1200)]
        [InlineData(64, 4, 4096, 1200)]
        [InlineData(32, 2, 70000, 1200)]
        [InlineData(32, 2, 4096, 2048)]
        public void AProfileThatTheTablesCannotHoldIsRefused(int packets, int entries, int arena, int datagram)
        {
            QuicProfile profile = QuicProfile.Standard();
            profile.SentPackets = packets;
            profile.EntriesPerPacket = entries;
            profile.ArenaSize = arena;
            profile.SendDatagram = datagram;
            Assert.Throws<System.ArgumentException>(() => new QuicServer(profile));
        }

        [Fact]
        public void Trap1_RandomDatagramsClaimNothing()
        {
            Random random = new Random(1);
            byte[] b = _server.Buffer;
            long now = 1000000;
            for (int i = 0; i < 100000; i++)
            {
                int length = i % 50 == 0 ? random.Next(1200, 1473) : random.Next(0, 120);
                random.NextBytes(b.AsSpan(0, length));
                if (i % 3 == 0 && length > 20)
                {
                    // Looks like an Initial of version 1 to a well-formed id.
                    b[0] = (byte)(0xc0 | (b[0] & 0x0f));
                    b[1] = b[2] = b[3] = 0;
                    b[4] = 1;
                    b[5] = 8;
                    b[14] = 0;
                }

                int answer = _server.Endpoint.FeedDatagram(b, 0, length, new DatagramAddress { Low = random.Next(), Port = random.Next(1, 65536) }, now);
                Assert.True(answer <= length);
                _server.Admit(now);
                now += 50;
            }

            AllFree();
            Assert.Equal(0, Counter(QuicCounter.HandshakesStarted));
            ServesFour(now + 1000000);
        }

        [Fact]
        public void Trap1_ADecryptableInitialWithoutAHelloClaimsNothing()
        {
            byte[][] payloads =
            {
                new byte[] { 1 },
                new byte[1],
                RawClient.Crypto(0, new byte[] { 2, 0, 0, 1, 0 }),
                RawClient.Join(RawClient.Crypto(0, new byte[] { 1, 0, 0, 1, 0 }), new byte[] { 0x1f }),
                RawClient.Join(RawClient.Crypto(0, new byte[] { 1, 0, 0, 1, 0 }), RawClient.Stream(0, 0, new byte[1], false)),
                RawClient.Crypto(0, new byte[0]),
                new byte[] { 0x1c, 0, 0, 0 },
            };
            _server.Profile.ThousandOperationsPerSecond = 40000;
            foreach (byte[] payload in payloads)
            {
                RawClient client = new RawClient(_server) { Now = 1000000 };
                client.Start();
                client.Send(client.Packet(PacketType.Initial, payload, 1200));
                AllFree();
            }

            Assert.Equal(payloads.Length, Counter(QuicCounter.DroppedNotHello));
        }

        [Theory]
        [InlineData(8, 0)]
        [InlineData(20, 20)]
        [InlineData(255, 255)]
        [InlineData(0, 7)]
        public void Trap22_UnknownVersionsAreNegotiated(int destination, int source)
        {
            byte[] b = _server.Buffer;
            byte[] ids = RandomNumberGenerator.GetBytes(destination + source);
            byte[] start = RawClient.Join(new byte[] { 0xc0, 0xde, 0xad, 0xbe, 0xef, (byte)destination }, ids[..destination], new byte[] { (byte)source }, ids[destination..]);
            Array.Clear(b);
            start.CopyTo(b, 0);
            int length = _server.Endpoint.FeedDatagram(b, 0, 1200, new DatagramAddress { Low = 1, Port = 1 }, 1000000);
            byte[] expected = RawClient.Join(new byte[] { 0, 0, 0, 0, (byte)source }, ids[destination..], new byte[] { (byte)destination }, ids[..destination], new byte[] { 0, 0, 0, 1 });
            Assert.Equal(7 + destination + source + 8, length);
            Assert.Equal(0x80, b[0] & 0x80);
            Assert.Equal(expected, b[1..(1 + expected.Length)]);
            AllFree();

            // Too small a datagram gets nothing.
            start.CopyTo(b, 0);
            Assert.Equal(0, _server.Endpoint.FeedDatagram(b, 0, 1199, new DatagramAddress { Low = 1, Port = 1 }, 1000000));
        }

        [Fact]
        public void Trap22_SmallInitialsAndShortIdsAreDropped()
        {
            RawClient client = new RawClient(_server);
            client.Start();
            client.Send(client.Packet(PacketType.Initial, RawClient.Crypto(0, client.Hello()), 1199));
            AllFree();
            client = new RawClient(_server) { Original = new byte[7] };
            client.Start();
            client.Send(client.Packet(PacketType.Initial, RawClient.Crypto(0, client.Hello()), 1200));
            AllFree();
            Assert.Equal(2, Counter(QuicCounter.DroppedSmallInitial));
        }

        [Fact]
        public void BothContextsBusyLeadToARetryThatIsHonoured()
        {
            Half(40001);
            Half(40002);
            RawClient third = new RawClient(_server) { Port = 40003 };
            third.Start();
            third.Send(third.Packet(PacketType.Initial, RawClient.Crypto(0, third.Hello()), 1200));
            Assert.NotNull(third.LastRetry);
            third.FollowRetry();

            // A valid token while all are busy and young: silence, no second Retry.
            third.LastRetry = null;
            byte[] hello = third.Packet(PacketType.Initial, RawClient.Crypto(0, third.Hello()), 1200);
            third.Send(hello);
            Assert.Null(third.LastRetry);
            Assert.Equal(2, _server.Endpoint.HandshakesActive);
            Assert.Empty(third.ReceivedSizes.Skip(1));

            // Past the minimum age the oldest gives way.
            third.Now += 4100000;
            third.Send(third.Packet(PacketType.Initial, RawClient.Crypto(0, third.Hello()), 1200));
            Assert.Equal(1, Counter(QuicCounter.HandshakesEvicted));
            third.Finish();
            TransportParameters p = new TransportParameters();
            byte[] b = third.ServerParameters;
            Assert.Equal(0, p.Parse(b, 0, b.Length, false));
            Assert.Equal(third.Original, third.ServerParameter(TransportParameters.IdOriginalDestinationId));
            Assert.Equal(8, third.ServerParameter(TransportParameters.IdRetrySourceId).Length);
        }

        [Fact]
        public void AClientWithATokenWaitsForAContext()
        {
            RawClient first = new RawClient(_server) { Port = 40001 };
            first.Start();
            first.Send(first.Packet(PacketType.Initial, RawClient.Crypto(0, first.Hello()), 1200));
            Half(40002);
            RawClient[] waiting = new RawClient[3];
            for (int i = 0; i < 3; i++)
            {
                RawClient client = new RawClient(_server) { Port = 40003 + i };
                client.Start();
                client.Send(client.Packet(PacketType.Initial, RawClient.Crypto(0, client.Hello()), 1200));
                client.FollowRetry();
                client.Send(client.Packet(PacketType.Initial, RawClient.Crypto(0, client.Hello()), 1200));
                Assert.False(client.Tls.HandshakeKeysReady);
                waiting[i] = client;
            }

            // Two find a free slot to wait in, the third is dropped. Under the OnDemand policy a slot takes memory for that: only one may.
            int places = _server.Profile.OnDemand ? 1 : 2;
            Assert.Equal(3 - places, Counter(QuicCounter.DroppedPoolBusy));
            first.Finish();
            for (int i = 0; i < places; i++)
            {
                waiting[i].Finish();
            }

            Assert.False(waiting[places].Tls.HandshakeKeysReady);

            // Who waits too long is forgotten.
            Assert.Equal(0, Counter(QuicCounter.HandshakesEvicted));
            RawClient late = new RawClient(_server) { Port = 40009, Now = waiting[1].Now };
            late.Wait(12000000);
            Assert.Equal(0, _server.Endpoint.HandshakesActive);
        }

        [Fact]
        public void OneAddressDoesNotHoldBothContextsForLong()
        {
            Half(40001);
            Half(40002);
            RawClient third = new RawClient(_server) { AddressLow = 0xffff7f000002 };
            third.Start();
            third.Send(third.Packet(PacketType.Initial, RawClient.Crypto(0, third.Hello()), 1200));
            third.FollowRetry();
            third.Now += 1100000;
            third.Send(third.Packet(PacketType.Initial, RawClient.Crypto(0, third.Hello()), 1200));
            Assert.Equal(1, Counter(QuicCounter.HandshakesEvicted));
            third.Finish();
        }

        [Theory]
        [InlineData("address")]
        [InlineData("port")]
        [InlineData("late")]
        [InlineData("bit")]
        [InlineData("id")]
        public void BadRetryTokensAreDropped(string what)
        {
            Half(40001);
            Half(40002);
            RawClient third = new RawClient(_server) { Port = 40003 };
            third.Start();
            third.Send(third.Packet(PacketType.Initial, RawClient.Crypto(0, third.Hello()), 1200));
            third.FollowRetry();
            third.Now += 11000000;
            third.Pump();
            AllFree();
            switch (what)
            {
                case "address": third.AddressLow++; break;
                case "port": third.Port++; break;
                case "late": third.Now += 5000000; break;
                case "bit": third.Token[30] ^= 1; break;
                case "id": third.Destination[3] ^= 1; break;
            }

            third.Start();
            third.Send(third.Packet(PacketType.Initial, RawClient.Crypto(0, third.Hello()), 1200));
            Assert.Equal(1, Counter(QuicCounter.DroppedBadToken));
            AllFree();
        }

        [Fact]
        public void ATokenOfNewTokenValidatesTheAddressLater()
        {
            RawClient first = new RawClient(_server);
            first.Handshake();
            first.Send(first.Packet(PacketType.OneRtt, new byte[] { 0x1c, 0, 0, 0 }));
            Half(40001, first.Now);
            Half(40002, first.Now);
            RawClient second = new RawClient(_server) { Token = first.ResumptionToken, Now = first.Now + 4100000 };
            second.Start();
            second.Send(second.Packet(PacketType.Initial, RawClient.Crypto(0, second.Hello()), 1200));
            Assert.Null(second.LastRetry);
            second.Token = Array.Empty<byte>();
            second.Finish();

            // At another address it means nothing, and is no error.
            RawClient third = new RawClient(_server) { Token = first.ResumptionToken, AddressLow = 77, Now = second.Now };
            third.Start();
            third.Send(third.Packet(PacketType.Initial, RawClient.Crypto(0, third.Hello()), 1200));
            Assert.Equal(0, Counter(QuicCounter.DroppedBadToken));
        }

        [Fact]
        public void AClientThatWasKilledDoesNotKeepItsSlot()
        {
            _server.BodyLength = 50000;
            long now = 1000000;
            for (int i = 0; i < 4; i++)
            {
                RawClient client = new RawClient(_server) { Port = 42000 + i, Now = now };
                client.Handshake();
                client.Send(client.Packet(PacketType.OneRtt, RawClient.Join(RawClient.Ack(client.Largest[2]), RawClient.Stream(0, 0, new byte[] { 1, 0 }, true))));
                now = client.Now;
            }

            // All four are being sent something and say nothing any more. Too early ...
            RawClient fifth = new RawClient(_server) { Port = 43000, Now = now };
            fifth.Start();
            byte[] hello = RawClient.Crypto(0, fifth.Hello());
            fifth.Send(fifth.Packet(PacketType.Initial, hello, 1200));
            Assert.Null(fifth.LastRetry);
            Assert.Equal(1, Counter(QuicCounter.DroppedNoSlot));

            // ... but not for long, and only for an address that exists.
            fifth.Wait(3000000);
            fifth.Send(fifth.Packet(PacketType.Initial, hello, 1200));
            Assert.Equal(0, Counter(QuicCounter.ConnectionsReplaced));
            fifth.FollowRetry();
            fifth.Send(fifth.Packet(PacketType.Initial, hello, 1200));
            fifth.Finish();
            Assert.Equal(1, Counter(QuicCounter.ConnectionsReplaced));
        }

        [Fact]
        public void AClientThatWasKilledDoesNotKeepItsSlotWhereRoundTripsTakeLong()
        {
            _server.BodyLength = 500000;
            RawClient[] clients = new RawClient[4];
            long now = 1000000;
            for (int i = 0; i < 4; i++)
            {
                clients[i] = new RawClient(_server) { Port = 42000 + i, Now = now };
                clients[i].Handshake();
                clients[i].Send(clients[i].Packet(PacketType.OneRtt, RawClient.Join(RawClient.Ack(clients[i].Largest[2]), RawClient.Stream(0, 0, new byte[] { 1, 0 }, true))));
                now = clients[i].Now;
            }

            // Each answers 0.6 seconds later than it could.
            for (int round = 0; round < 12; round++)
            {
                now += 600000;
                foreach (RawClient client in clients)
                {
                    client.Now = now;
                    client.Send(client.Packet(PacketType.OneRtt, RawClient.Ack(client.Largest[2])));
                    now = Math.Max(now, client.Now);
                }
            }

            Assert.True(_server.Endpoint.Connection(0).SmoothedRtt > 400000);
            RawClient fifth = new RawClient(_server) { Port = 43000, Now = now };
            fifth.Start();
            byte[] hello = RawClient.Crypto(0, fifth.Hello());
            fifth.Wait(2700000);
            fifth.Send(fifth.Packet(PacketType.Initial, hello, 1200));
            Assert.Null(fifth.LastRetry);
            fifth.Wait(500000);
            fifth.Send(fifth.Packet(PacketType.Initial, hello, 1200));
            Assert.NotNull(fifth.LastRetry);
            fifth.FollowRetry();
            fifth.Send(fifth.Packet(PacketType.Initial, hello, 1200));
            fifth.Finish();
        }

        [Fact]
        public void AFifthClientReplacesTheLongestIdleOneButNoBusyOne()
        {
            RawClient[] clients = new RawClient[4];
            long now = 1000000;
            for (int i = 0; i < 4; i++)
            {
                clients[i] = new RawClient(_server) { Port = 42000 + i, Now = now };
                clients[i].Handshake();
                clients[i].Send(clients[i].Packet(PacketType.OneRtt, RawClient.Ack(clients[i].Largest[2])));
                now = clients[i].Now + 500000;
            }

            // The first has a request open: the second is the longest idle one.
            clients[0].Now = now;
            clients[0].Send(clients[0].Packet(PacketType.OneRtt, RawClient.Stream(0, 0, new byte[] { 1 }, false)));
            RawClient fifth = new RawClient(_server) { Port = 43000, Now = now };
            fifth.Start();
            fifth.Send(fifth.Packet(PacketType.Initial, RawClient.Crypto(0, fifth.Hello()), 1200));
            Assert.Equal(0, Counter(QuicCounter.ConnectionsReplaced));
            fifth.FollowRetry();
            fifth.Send(fifth.Packet(PacketType.Initial, RawClient.Crypto(0, fifth.Hello()), 1200));
            Assert.Equal(1, Counter(QuicCounter.ConnectionsReplaced));
            Assert.True(_server.Endpoint.Connection(0).IsEstablished);
            Assert.False(_server.Endpoint.Connection(1).IsEstablished);
            Assert.Equal(1, _server.Applications[1].Closed);
            fifth.Finish();

            // All busy: nobody goes.
            now = fifth.Now;
            foreach (RawClient busy in new[] { clients[2], clients[3], fifth })
            {
                busy.Now = now;
                busy.Send(busy.Packet(PacketType.OneRtt, RawClient.Stream(0, 0, new byte[] { 1 }, false)));
            }

            RawClient sixth = new RawClient(_server) { Port = 43001, Now = now };
            sixth.Start();
            sixth.Send(sixth.Packet(PacketType.Initial, RawClient.Crypto(0, sixth.Hello()), 1200));
            Assert.Equal(1, Counter(QuicCounter.DroppedNoSlot));
            Assert.Equal(1, Counter(QuicCounter.ConnectionsReplaced));
        }

        [Fact]
        public void StatelessResetsAreSmallerRareAndKeyed()
        {
            byte[] key = RandomNumberGenerator.GetBytes(32);
            QuicServer before = new QuicServer(null, null, key);
            RawClient client = new RawClient(before);
            client.Handshake();
            byte[] token = client.ServerParameter(TransportParameters.IdResetToken);

            // After a restart with the same key the old connection is reset with the token it was told.
            QuicServer after = new QuicServer(null, null, key);
            for (int length = 9; length < 60; length++)
            {
                byte[] b = RandomNumberGenerator.GetBytes(length);
                b[0] = 0x41;
                client.Destination.CopyTo(b, 1);
                b.CopyTo(after.Buffer, 0);
                int answer = after.Endpoint.FeedDatagram(after.Buffer, 0, length, new DatagramAddress { Low = 1, Port = 1 }, length * 1000000L);
                if (length <= 22)
                {
                    Assert.Equal(0, answer);
                    continue;
                }

                Assert.InRange(answer, 21, length - 1);
                Assert.Equal(token, after.Buffer[(answer - 16)..answer]);
                Assert.Equal(0x40, after.Buffer[0] & 0xc0);
            }

            int sent = after.Endpoint.Counters[QuicCounter.StatelessResetsSent];
            for (int i = 0; i < 1000; i++)
            {
                after.Buffer[0] = 0x41;
                after.Buffer[1] = (byte)i;
                after.Endpoint.FeedDatagram(after.Buffer, 0, 100, new DatagramAddress { Low = 1, Port = 1 }, 100000000);
            }

            Assert.InRange(after.Endpoint.Counters[QuicCounter.StatelessResetsSent] - sent, 1, QuicProfile.StatelessAnswersPerSecond);
        }

        [Fact]
        public void AFloodOfDecryptableInitialsDoesNotStopTwoTransfers()
        {
            _server.BodyLength = 60000;
            RawClient[] clients = { new RawClient(_server) { Port = 44000 }, new RawClient(_server) { Port = 44001 } };
            foreach (RawClient client in clients)
            {
                client.Handshake();
                client.Send(client.Packet(PacketType.OneRtt, RawClient.Join(RawClient.Ack(client.Largest[2]), RawClient.Stream(0, 0, new byte[] { 1, 0 }, true))));
            }

            long now = 2000000;
            Random random = new Random(7);
            for (int round = 0; round < 300; round++)
            {
                RawClient forger = new RawClient(_server) { Port = random.Next(1, 65536), AddressLow = random.Next(), Now = now };
                forger.Start();
                _server.Clients.Remove(forger);
                forger.Send(forger.Packet(PacketType.Initial, RawClient.Crypto(0, forger.Hello()[..60]), 1200));
                now += 2000;
                foreach (RawClient client in clients)
                {
                    client.Now = now;
                    client.Send(client.Packet(PacketType.OneRtt, RawClient.Ack(client.Largest[2])));
                    now = client.Now;
                }
            }

            foreach (RawClient client in clients)
            {
                SortedDictionary<long, byte[]> body = new SortedDictionary<long, byte[]>();
                foreach (RawClient.Got got in client.Frames.Where(f => f.Frame == FrameType.Stream && f.StreamId == 0))
                {
                    body[got.Offset] = got.Data;
                }

                Assert.Equal(60014, body.Values.Sum(d => d.Length));
            }

            Assert.True(Counter(QuicCounter.RetriesSent) > 0);
            clients[0].Wait(45000000);
            AllFree();
            ServesFour(clients[0].Now + 1000000);
        }

        [Fact]
        public void TenThousandHalfHandshakesLeaveNothing()
        {
            long now = 1000000;
            byte[][] kept = new byte[20][];
            for (int i = 0; i < kept.Length; i++)
            {
                RawClient client = new RawClient(_server) { Now = now, Port = 30000 + i };
                client.Start();
                kept[i] = client.Packet(PacketType.Initial, RawClient.Crypto(0, client.Hello()[..(100 + i)]), 1200);
            }

            for (int i = 0; i < 10000; i++)
            {
                byte[] datagram = kept[i % kept.Length];
                datagram.CopyTo(_server.Buffer, 0);
                _server.Endpoint.FeedDatagram(_server.Buffer, 0, datagram.Length, new DatagramAddress { Low = i, Port = 30000 + (i % 1000) }, now);
                _server.Turn(now);
                while (_server.Endpoint.PollOutput(_server.Buffer, 0, 1252, now) > 0)
                {
                }

                Assert.InRange(_server.Endpoint.HandshakesActive, 0, 2);
                now += 20000;
            }

            now += 20000000;
            _server.Turn(now);
            AllFree();
            ServesFour(now + 1000000);
        }

        [Fact]
        public void ReplayedHandshakesLeaveNothing()
        {
            RawClient client = new RawClient(_server);
            client.Handshake();
            client.Send(client.Packet(PacketType.OneRtt, RawClient.Stream(0, 0, new byte[] { 1, 0 }, true)));
            long now = client.Now;
            for (int round = 0; round < 30; round++)
            {
                foreach (byte[] datagram in client.Sent)
                {
                    datagram.CopyTo(_server.Buffer, 0);
                    _server.Endpoint.FeedDatagram(_server.Buffer, 0, datagram.Length, new DatagramAddress { Low = client.AddressLow, Port = client.Port }, now);
                    _server.Turn(now);
                    while (_server.Endpoint.PollOutput(_server.Buffer, 0, 1252, now) > 0)
                    {
                    }
                }
            }

            // While the connection lives, its own first Initial routes to it and begins nothing.
            Assert.Equal(1, Counter(QuicCounter.HandshakesStarted));
            Assert.True(_server.Endpoint.Connection(0).IsEstablished);
            client.Now = now + 60000000;
            client.Pump();
            client.Wait(15000000);
            AllFree();
            ServesFour(client.Now + 1000000);
        }

        [Fact]
        public void Trap14_ConnectionsTakeTurns()
        {
            _server.BodyLength = 100000;
            RawClient[] clients = new RawClient[4];
            for (int i = 0; i < 4; i++)
            {
                clients[i] = new RawClient(_server) { Port = 45000 + i };
                clients[i].Handshake();
                clients[i].Send(clients[i].Packet(PacketType.OneRtt, RawClient.Ack(clients[i].Largest[2])));
            }

            long now = clients[3].Now;
            foreach (RawClient client in clients)
            {
                byte[] request = client.Packet(PacketType.OneRtt, RawClient.Stream(0, 0, new byte[] { 1, 0 }, true));
                request.CopyTo(_server.Buffer, 0);
                _server.Endpoint.FeedDatagram(_server.Buffer, 0, request.Length, new DatagramAddress { Low = client.AddressLow, Port = client.Port }, now);
            }

            _server.Turn(now);
            List<int> ports = new List<int>();
            while (_server.Endpoint.PollOutput(_server.Buffer, 0, 1252, now) > 0)
            {
                ports.Add(_server.Endpoint.OutputAddress.Port);
            }

            Assert.True(ports.Count >= 8);
            for (int i = 0; i + 4 <= 8; i++)
            {
                Assert.Equal(4, ports.Skip(i).Take(4).Distinct().Count());
            }
        }

        [Fact]
        public void OnDemandASlotThatIsClosingTakesTheNextClientIn()
        {
            QuicProfile profile = QuicProfile.Standard();
            profile.OnDemand = true;
            profile.Slots = 1;
            QuicServer server = new QuicServer(profile);
            RawClient first = new RawClient(server) { Port = 40001 };
            first.Handshake();
            server.Endpoint.Connection(0).Close(true, 0x100);
            first.Pump();
            Assert.Equal(QuicEvent.None, server.Endpoint.Connection(0).PollEvent());
            Assert.False(server.Endpoint.Connection(0).IsFree);

            // Its farewell is out, so that the slot is given up early: the datagram waits in memory that is still there.
            RawClient second = new RawClient(server) { Port = 40002, Now = first.Now };
            second.Handshake();
            Assert.Equal(2, server.Endpoint.Counters[QuicCounter.HandshakesCompleted]);
        }
    }
}
