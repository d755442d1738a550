// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using System.Linq;
using MilliHttp.Nano.Crypto;
using MilliHttp.Nano.Quic;
using MilliHttp.Nano.TestClient;
using Xunit;

namespace MilliHttp.Nano.Tests.Host.Quic
{
    /// <summary>What may come between the datagram of a new client and its connection: its keys are derived in steps.</summary>
    public class AdmissionStepTests
    {
        private const long Start = 1000000;
        private readonly QuicServer _server;

        public AdmissionStepTests()
            : this(false)
        {
        }

        protected AdmissionStepTests(bool onDemand)
        {
            _server = new QuicServer(QuicServer.Policy(onDemand), null, null, true);
        }

        private QuicEndpoint Endpoint => _server.Endpoint;

        private int Counter(int id) => Endpoint.Counters[id];

        private RawClient Client(int port, long now = Start, QuicServer server = null)
        {
            RawClient client = new RawClient(server ?? _server) { Port = port, Now = now };
            client.Start();
            return client;
        }

        private static byte[] Initial(RawClient client)
        {
            return client.Packet(PacketType.Initial, RawClient.Crypto(0, client.Hello()), 1200);
        }

        /// <summary>Hands a datagram in and does nothing else.</summary>
        private static int Feed(QuicServer server, byte[] datagram, RawClient client)
        {
            datagram.CopyTo(server.Buffer, 0);
            return server.Endpoint.FeedDatagram(server.Buffer, 0, datagram.Length, new DatagramAddress { Low = client.AddressLow, Port = client.Port }, client.Now);
        }

        private int Feed(byte[] datagram, RawClient client) => Feed(_server, datagram, client);

        private void Steps(int count, long now = Start)
        {
            for (int i = 0; i < count; i++)
            {
                Assert.True(Endpoint.Step(40, now));
            }
        }

        /// <summary>A client whose ClientHello is never completed: it holds a handshake context.</summary>
        private RawClient Half(int port, long now = Start)
        {
            RawClient client = Client(port, now);
            client.Send(client.Packet(PacketType.Initial, RawClient.Crypto(0, client.Hello()[..100]), 1200));
            return client;
        }

        /// <summary>A client that followed a Retry, which came since both contexts are held.</summary>
        private RawClient WithToken(int port, long now = Start)
        {
            RawClient client = Client(port, now);
            client.Send(Initial(client));
            client.FollowRetry();
            return client;
        }

        private static bool Contains(byte[] memory, byte[] what)
        {
            return memory != null && memory.AsSpan().IndexOf(what) >= 0;
        }

        /// <summary>The client's and the server's Initial key and IV are nowhere in the endpoint, but in a handshake context.</summary>
        private static void NoKeysLeft(QuicServer server, RawClient client, byte[] destination)
        {
            byte[] keys = new byte[2 * KeyBlock.Length];
            ClientPackets.DeriveInitialKeys(new PacketProtection(new CryptoProvider()), destination, 0, destination.Length, keys, 0);
            QuicShared shared = server.Endpoint.Connection(0).Shared;
            for (int block = 0; block < 2; block++)
            {
                foreach (byte[] secret in new[] { keys.AsSpan(block * KeyBlock.Length, 16).ToArray(), keys.AsSpan((block * KeyBlock.Length) + KeyBlock.HeaderProtection, 16).ToArray() })
                {
                    Assert.False(Contains(shared.Scratch, secret));
                    for (int i = 0; i < server.Endpoint.ConnectionCount; i++)
                    {
                        Assert.False(Contains(server.Endpoint.Connection(i).Arena, secret));
                    }
                }
            }

            Assert.NotNull(client);
        }

        private void NothingLeft(RawClient client)
        {
            Assert.False(Endpoint.IsAdmitting);
            NoKeysLeft(_server, client, client.Destination);
            for (int i = 0; i < Endpoint.ConnectionCount; i++)
            {
                Assert.True(Endpoint.Connection(i).IsFree);
            }

            // And somebody else is served.
            RawClient next = new RawClient(_server) { Port = 50000, Now = client.Now + 2000000 };
            next.Handshake();
        }

        [Fact]
        public void NothingIsOpenedAndNothingClaimedBeforeTheKeysAreThere()
        {
            RawClient client = Client(40000);
            Assert.Equal(0, Feed(Initial(client), client));
            for (int i = 0; i < PacketProtection.InitialSteps; i++)
            {
                Assert.True(Endpoint.IsAdmitting);
                Assert.Equal(0, Endpoint.NextTimeout);
                Assert.Equal(0, Endpoint.PollOutput(_server.Buffer, 0, 1252, Start));
                Assert.Equal(0, Counter(QuicCounter.HandshakesStarted));
                Assert.Equal(0, Endpoint.HandshakesActive);
                Steps(1);
            }

            Assert.True(Endpoint.IsAdmitting);
            Assert.Equal(0, Endpoint.PollOutput(_server.Buffer, 0, 1252, Start));
            Assert.False(Endpoint.IsAdmitting);
            Assert.Equal(1, Counter(QuicCounter.HandshakesStarted));
            NoKeysLeft(_server, client, client.Destination);
            client.Pump();
            client.Finish();
        }

        [Theory]
        [InlineData(0)]
        [InlineData(2)]
        [InlineData(PacketProtection.InitialSteps)]
        public void MoreOfTheSameClientIsDroppedAndServesWhenSentAgain(int steps)
        {
            RawClient client = new RawClient(_server) { Now = Start };
            client.Tls.PaddedLength = 1900;
            client.Start();
            byte[] hello = client.Hello();
            Feed(client.Packet(PacketType.Initial, RawClient.Crypto(0, hello[..1000]), 1200), client);
            Steps(steps);
            Feed(client.Packet(PacketType.Initial, RawClient.Crypto(1000, hello[1000..]), 1200), client);
            Assert.Equal(1, Counter(QuicCounter.DroppedPoolBusy));
            _server.Admit(Start);
            Assert.Equal(1, Counter(QuicCounter.HandshakesStarted));
            client.Now += 1000000;
            client.Send(client.Packet(PacketType.Initial, RawClient.Crypto(1000, hello[1000..]), 1200));
            client.Finish();
        }

        [Fact]
        public void ASecondStrangerIsDroppedAndServedLater()
        {
            RawClient first = Client(40000);
            RawClient second = Client(40001);
            byte[] datagram = Initial(second);
            Feed(Initial(first), first);
            Steps(1);
            Assert.Equal(0, Feed(datagram, second));
            Assert.Equal(1, Counter(QuicCounter.DroppedPoolBusy));
            _server.Admit(Start);
            first.Pump();
            first.Finish();
            second.Send(datagram);
            second.Finish();
        }

        [Fact]
        public void LiveConnectionsAreFedInTheMeantimeButNothingIsSent()
        {
            RawClient live = new RawClient(_server) { Now = Start };
            live.Handshake();
            RawClient client = Client(40001, live.Now);
            Feed(Initial(client), client);
            Feed(live.Packet(PacketType.OneRtt, RawClient.Stream(0, 0, new byte[] { 1, 0 }, true)), live);
            _server.Applications[0].Poll();
            Assert.Equal(1, _server.Applications[0].Requests);
            Assert.Equal(0, Endpoint.PollOutput(_server.Buffer, 0, 1252, live.Now));
            _server.Admit(live.Now);
            live.Pump();
            Assert.Contains(live.Frames, f => f.Frame == FrameType.Stream && f.StreamId == 0);
            client.Pump();
            client.Finish();
        }

        [Theory]
        [InlineData(1)]
        [InlineData(PacketProtection.InitialSteps)]
        public void TimeRunsOutWhileKeysAreDerived(int steps)
        {
            RawClient client = Client(40000);
            byte[] datagram = Initial(client);
            Feed(datagram, client);
            Steps(steps);
            client.Now += 3100000;
            Endpoint.HandleTimeout(client.Now);
            Assert.Equal(1, Counter(QuicCounter.DroppedPoolBusy));
            NoKeysLeft(_server, client, client.Destination);
            _server.Admit(client.Now);
            Assert.Equal(0, Counter(QuicCounter.HandshakesStarted));
            NothingLeft(client);
        }

        [Fact]
        public void TheContextsAreTakenMeanwhile()
        {
            RawClient client = Client(40000);
            Feed(Initial(client), client);
            Steps(PacketProtection.InitialSteps);
            HandshakePool pool = Endpoint.Connection(0).Shared.Pool;
            HandshakeState first = Taken(pool, 2);
            HandshakeState second = Taken(pool, 3);
            Assert.Equal(0, Endpoint.PollOutput(_server.Buffer, 0, 1252, Start));
            Assert.Equal(1, Counter(QuicCounter.DroppedPoolBusy));
            pool.Return(first);
            pool.Return(second);
            NothingLeft(client);
        }

        private HandshakeState Taken(HandshakePool pool, int slot)
        {
            Connection owner = Endpoint.Connection(slot);
            if (owner.Arena == null)
            {
                owner.Allocate();
            }

            HandshakeState state = pool.Take();
            state.Owner = owner;
            return state;
        }

        [Theory]
        [InlineData(2)]
        [InlineData(PacketProtection.InitialSteps)]
        public void TheSlotIsTakenMeanwhile(int steps)
        {
            RawClient client = Client(40000);
            RawClient other = Client(40001);
            byte[] datagram = Initial(other);
            Feed(Initial(client), client);
            Steps(steps);
            Connection slot = Endpoint.Connection(0);
            slot.Release();
            if (slot.Arena == null)
            {
                slot.Allocate();
            }

            slot.Wait(datagram, 0, datagram.Length, 4711, new DatagramAddress { Low = other.AddressLow, Port = other.Port }, Start + 3000000);
            if (steps < PacketProtection.InitialSteps)
            {
                Endpoint.Step(40, Start);
            }
            else
            {
                Endpoint.PollOutput(_server.Buffer, 0, 1252, Start);
            }

            Assert.False(Endpoint.IsAdmitting);
            Assert.Equal(datagram, slot.Arena[..datagram.Length]);
            NoKeysLeft(_server, client, client.Destination);

            // Who waits there is admitted in its turn.
            other.Pump();
            other.Finish();
        }

        [Fact]
        public void WhatOnlyLooksLikeAnInitialLeavesNothing()
        {
            RawClient client = Client(40000);
            byte[] datagram = Initial(client);
            datagram[900] ^= 1;
            Feed(datagram, client);
            _server.Admit(Start);
            Assert.Equal(1, Counter(QuicCounter.DroppedUndecryptable));
            NothingLeft(client);
        }

        [Fact]
        public void WhatIsNoHelloLeavesNothing()
        {
            RawClient client = Client(40000);
            Feed(client.Packet(PacketType.Initial, new byte[] { 1 }, 1200), client);
            _server.Admit(Start);
            Assert.Equal(1, Counter(QuicCounter.DroppedNotHello));
            NothingLeft(client);
        }

        [Fact]
        public void ADatagramTooLongForTheBufferOfOutputLeavesNothing()
        {
            RawClient client = Client(40000);
            Feed(client.Packet(PacketType.Initial, RawClient.Crypto(0, client.Hello()), 1300), client);
            _server.Admit(Start);
            Assert.Equal(1, Counter(QuicCounter.DroppedPoolBusy));
            NothingLeft(client);
        }

        [Fact]
        public void AllIsAbandonedWhileKeysAreDerived()
        {
            RawClient client = Client(40000);
            Feed(Initial(client), client);
            Steps(3);
            Endpoint.Abandon();
            NoKeysLeft(_server, client, client.Destination);
            _server.Admit(Start);
            NothingLeft(client);
        }

        [Fact]
        public void AHandshakeGivesWayInSteps()
        {
            Half(40001);
            RawClient second = Half(40002);
            RawClient third = WithToken(40003);
            third.Now += 4100000;
            Feed(Initial(third), third);
            Assert.Equal(1, Counter(QuicCounter.HandshakesEvicted));
            Assert.Equal(1, Endpoint.HandshakesActive);
            Assert.Equal(2, Counter(QuicCounter.HandshakesStarted));
            Assert.True(Endpoint.IsAdmitting);
            Steps(PacketProtection.InitialSteps, third.Now);
            Assert.Equal(0, Endpoint.PollOutput(_server.Buffer, 0, 1252, third.Now));
            Assert.Equal(3, Counter(QuicCounter.HandshakesStarted));
            NoKeysLeft(_server, third, third.Destination);
            third.Pump();
            third.Finish();
            Assert.True(second.Now < third.Now);
        }

        [Theory]
        [InlineData(false)]
        [InlineData(true)]
        public void AHandshakeGivesWayWhileItFails(bool fails)
        {
            RawClient first = Client(40001);
            first.Send(Initial(first));
            RawClient second = Client(40002);
            second.Send(Initial(second));
            if (fails)
            {
                // Its address is proven, as that of the first will be: else it were the one to go.
                second.Send(second.Packet(PacketType.Handshake, new byte[] { 1, 0, 0, 0 }));
            }

            RawClient third = WithToken(40003);
            first.Now = third.Now = Start + 4100000;
            if (fails)
            {
                // A frame that a Handshake packet must not have; the farewell would be made when output is polled.
                Feed(first.Packet(PacketType.Handshake, RawClient.Stream(0, 0, new byte[10], false)), first);
            }

            byte[] initial = Initial(third);
            Feed(initial, third);
            Assert.Equal(1, Counter(QuicCounter.HandshakesEvicted));
            Endpoint.PollOutput(_server.Buffer, 0, 1252, third.Now);
            Assert.Equal(initial, Endpoint.Connection(0).Arena[..initial.Length]);
            _server.Admit(third.Now);
            third.Pump();
            third.Finish();
        }

        [Fact]
        public void AHandshakeThatFailedIsNotComputed()
        {
            RawClient client = Client(40001);
            Feed(Initial(client), client);
            _server.Admit(Start);
            Endpoint.Step(40, Start);
            Assert.True(Endpoint.HasWork);

            // A frame that an Initial must not have.
            Feed(client.Packet(PacketType.Initial, RawClient.Stream(0, 0, new byte[10], false), 1200), client);
            Assert.False(Endpoint.HasWork);
            client.Pump();
            Assert.Equal(TransportError.ProtocolViolation, client.Close.Value);
            NoKeysLeft(_server, client, client.Destination);
        }

        [Fact]
        public void NoHandshakeGivesWayWithoutAToken()
        {
            Half(40001);
            Half(40002);
            RawClient third = Client(40003, Start + 4100000);
            Assert.True(Feed(Initial(third), third) > 0);
            Assert.False(Endpoint.IsAdmitting);
            Assert.Equal(0, Counter(QuicCounter.HandshakesEvicted));
            Assert.Equal(2, Endpoint.HandshakesActive);
        }

        /// <summary>Four clients that are connected and idle.</summary>
        private RawClient[] Four()
        {
            RawClient[] clients = new RawClient[4];
            long now = Start;
            for (int i = 0; i < 4; i++)
            {
                RawClient client = new RawClient(_server) { Port = 42000 + i, Now = now };
                client.Handshake();
                client.Send(client.Packet(PacketType.OneRtt, RawClient.Ack(client.Largest[2])));
                now = client.Now + 300000;
                clients[i] = client;
            }

            return clients;
        }

        /// <summary>A fifth client that followed a Retry, which came since it has to prove its address before a connection goes.</summary>
        private RawClient Fifth(RawClient[] four, int hello = 0)
        {
            RawClient fifth = new RawClient(_server) { Port = 43000, Now = four[3].Now + 300000 };
            fifth.Tls.PaddedLength = hello;
            fifth.Start();
            fifth.Send(fifth.Packet(PacketType.Initial, RawClient.Crypto(0, fifth.Hello()[..100]), 1200));
            Assert.Equal(0, Counter(QuicCounter.ConnectionsReplaced));
            fifth.FollowRetry();
            return fifth;
        }

        [Theory]
        [InlineData(0)]
        [InlineData(1900)]
        public void AConnectionGivesWayAfterItsFarewellAndItsClientNeedNotAskAgain(int length)
        {
            RawClient[] four = Four();
            RawClient fifth = Fifth(four, length);
            byte[] hello = fifth.Hello();
            Feed(fifth.Packet(PacketType.Initial, RawClient.Crypto(0, hello[..Math.Min(hello.Length, 1000)]), 1200), fifth);
            Assert.Equal(1, Counter(QuicCounter.ConnectionsReplaced));
            Assert.True(Endpoint.IsAdmitting);
            Assert.Equal(0, Endpoint.NextTimeout);

            // The farewell first ...
            int farewell = Endpoint.PollOutput(_server.Buffer, 0, 1252, fifth.Now);
            Assert.Equal(four[0].Port, Endpoint.OutputAddress.Port);
            _server.Deliver(farewell);
            Assert.Equal(FrameType.ConnectionCloseApplication, four[0].Close.Frame);
            Assert.Equal(QuicProfile.ReplacedErrorCode, four[0].Close.Value);

            // ... then the application has to know, and before that nothing is derived.
            Assert.Equal(0, Endpoint.PollOutput(_server.Buffer, 0, 1252, fifth.Now));
            Assert.False(Endpoint.Step(40, fifth.Now));
            _server.Applications[0].Poll();
            Assert.Equal(1, _server.Applications[0].Closed);
            Assert.Equal(0, Endpoint.PollOutput(_server.Buffer, 0, 1252, fifth.Now));
            Steps(PacketProtection.InitialSteps, fifth.Now);
            Assert.Equal(0, Endpoint.PollOutput(_server.Buffer, 0, 1252, fifth.Now));
            Assert.False(Endpoint.IsAdmitting);
            NoKeysLeft(_server, fifth, fifth.Destination);
            if (length != 0)
            {
                fifth.Send(fifth.Packet(PacketType.Initial, RawClient.Crypto(1000, hello[1000..]), 1200));
            }

            fifth.Pump();
            fifth.Finish();
            Assert.Equal(1, Counter(QuicCounter.ConnectionsReplaced));
            Assert.Equal(0, Counter(QuicCounter.DroppedNoSlot));
            for (int i = 1; i < 4; i++)
            {
                Assert.True(Endpoint.Connection(i).IsEstablished);
            }
        }

        [Fact]
        public void WhileOneConnectionGivesWayNoOtherDoes()
        {
            RawClient[] four = Four();
            RawClient fifth = Fifth(four, 1900);
            byte[] hello = fifth.Hello();
            for (int i = 0; i < 2; i++)
            {
                Feed(fifth.Packet(PacketType.Initial, RawClient.Crypto(i * 1000, i == 0 ? hello[..1000] : hello[1000..]), 1200), fifth);
            }

            Assert.Equal(1, Counter(QuicCounter.ConnectionsReplaced));
            Assert.Equal(1, Counter(QuicCounter.DroppedPoolBusy));
            _server.Admit(fifth.Now);
            fifth.Send(fifth.Packet(PacketType.Initial, RawClient.Crypto(1000, hello[1000..]), 1200));
            fifth.Finish();
            Assert.Equal(1, Counter(QuicCounter.ConnectionsReplaced));
        }

        [Theory]
        [InlineData(true)]
        [InlineData(false)]
        public void WhoWouldComeNextIsForgottenWithAllOthersOrInTime(bool abandoned)
        {
            RawClient[] four = Four();
            RawClient fifth = Fifth(four);
            Feed(Initial(fifth), fifth);
            Assert.True(Endpoint.IsAdmitting);
            if (abandoned)
            {
                Endpoint.Abandon();
            }
            else
            {
                // The socket is lost, nothing can be sent until the closing period is over.
                Endpoint.HandleTimeout(fifth.Now);
                fifth.Now += 10000000;
                Endpoint.HandleTimeout(fifth.Now);
            }

            _server.Admit(fifth.Now);
            Assert.False(Endpoint.IsAdmitting);
            Assert.Equal(4, Counter(QuicCounter.HandshakesStarted));
            Assert.Equal(1, _server.Applications[0].Closed);
            fifth.Send(Initial(fifth));
            fifth.Finish();
        }

        [Fact]
        public void AStrangerGetsTheSlotOfAConnectionThatEndsAnyway()
        {
            RawClient[] four = Four();
            RawClient fifth = Client(43000, four[3].Now + 300000);
            Endpoint.Connection(2).Close(true, 7);
            Assert.Equal(0, Feed(Initial(fifth), fifth));
            _server.Admit(fifth.Now);
            Assert.Equal(7, four[2].Close.Value);
            Assert.Equal(0, Counter(QuicCounter.ConnectionsReplaced));
            fifth.Pump();
            fifth.Finish();
        }

        [Fact]
        public void WhoWaitedIsAdmittedInSteps()
        {
            RawClient first = Client(40001);
            first.Send(Initial(first));
            Half(40002);
            RawClient third = WithToken(40003);
            Feed(Initial(third), third);
            Assert.False(Endpoint.IsAdmitting);
            Assert.Equal(2, Endpoint.HandshakesActive);

            // A 0-RTT packet of the same client does not cost it its place.
            byte[] early = third.Packet(PacketType.Initial, new byte[100]);
            early[0] = (byte)((early[0] & 0xcf) | 0x10);
            Feed(early, third);
            Assert.Equal(1, Counter(QuicCounter.DroppedZeroRtt));

            // A context comes back; the connection that gave it is not kept waiting by that.
            Feed(first.Packet(PacketType.Handshake, RawClient.Join(RawClient.Ack(first.Largest[1]), first.FinishedFrame())), first);
            while (Endpoint.HandshakesActive == 2)
            {
                Endpoint.Step(40, Start);
            }

            Assert.Equal(0, Endpoint.PollOutput(_server.Buffer, 0, 1252, Start));
            Assert.True(Endpoint.IsAdmitting);
            Assert.Equal(2, Counter(QuicCounter.HandshakesStarted));
            _server.Admit(Start);
            Assert.Equal(3, Counter(QuicCounter.HandshakesStarted));
            NoKeysLeft(_server, third, third.Destination);
            third.Pump();
            third.Finish();
        }

        [Fact]
        public void ATokenRunsOutWhileItsClientWaits()
        {
            RawClient first = Half(40001);
            RawClient second = Half(40002);
            RawClient third = WithToken(40003);
            byte[] close = { 0x1c, 0, 0, 0 };
            first.Send(first.Packet(PacketType.Initial, close, 1200));
            second.Send(second.Packet(PacketType.Initial, close, 1200));

            // Fourteen of its token's fifteen seconds later both contexts are held by others again.
            third.Now = Start + 14000000;
            first = Half(40004, third.Now);
            Half(40005, third.Now);
            Feed(Initial(third), third);
            Assert.False(Endpoint.IsAdmitting);
            first.Now = third.Now + 2000000;
            first.Send(first.Packet(PacketType.Initial, close, 1200));
            Assert.Equal(1, Counter(QuicCounter.DroppedBadToken));
            Assert.Equal(4, Counter(QuicCounter.HandshakesStarted));
            NoKeysLeft(_server, third, third.Destination);
        }

        [Fact]
        public void OnDemandTakesTheSlotForTheTimeOfTheAdmission()
        {
            QuicProfile profile = QuicProfile.Standard();
            profile.OnDemand = true;
            QuicServer server = new QuicServer(profile, null, null, true);
            RawClient client = Client(40000, Start, server);
            byte[] datagram = Initial(client);
            byte[] garbage = (byte[])datagram.Clone();
            garbage[900] ^= 1;
            Feed(server, garbage, client);
            Assert.True(server.Endpoint.IsAdmitting);
            Assert.NotNull(server.Endpoint.Connection(0).Arena);
            Assert.Null(server.Endpoint.Connection(1).Arena);
            server.Admit(Start);
            Assert.Equal(1, server.Endpoint.Counters[QuicCounter.DroppedUndecryptable]);
            Assert.Null(server.Endpoint.Connection(0).Arena);
            Feed(server, datagram, client);
            Assert.True(server.Endpoint.IsAdmitting);
            Assert.Equal(0, server.Endpoint.HandshakesActive);
            server.Admit(Start);
            client.Pump();
            client.Finish();
        }
    }
}
