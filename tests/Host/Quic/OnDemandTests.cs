// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System.Reflection;
using MilliHttp.Nano.Quic;
using Xunit;

namespace MilliHttp.Nano.Tests.Host.Quic
{
    /// <summary>
    /// The OnDemand policy: what is held at rest, and what becomes of a client for whom the heap has no room. The heap refuses here since no runtime
    /// gives an array that long.
    /// </summary>
    public class OnDemandTests
    {
        private const int TooMuch = int.MaxValue;
        private readonly QuicServer _server = new QuicServer(QuicServer.Policy(true));
        private long _now = 1000000;

        // The size is in the layout, which is made once.
        private int Arena
        {
            get => _server.Endpoint.Connection(0).Layout.ArenaSize;
            set => typeof(ConnectionLayout).GetField("ArenaSize", BindingFlags.Instance | BindingFlags.NonPublic).SetValue(_server.Endpoint.Connection(0).Layout, value);
        }

        private int Counter(int id) => _server.Endpoint.Counters[id];

        private void NothingHeld()
        {
            HandshakePool pool = _server.Endpoint.Connection(0).Shared.Pool;
            for (int i = 0; i < _server.Endpoint.ConnectionCount; i++)
            {
                Connection c = _server.Endpoint.Connection(i);
                Assert.True(c.IsFree);
                Assert.Null(c.Arena);
                Assert.Null(c.KeyBlocks);
                Assert.Null(c.Longs);
                Assert.Null(c.Ints);
                Assert.Null(c.Shorts);
                Assert.Null(c.Bytes);
                Assert.Null(c.Handshake);
            }

            for (int i = 0; i < pool.Count; i++)
            {
                Assert.Null(pool.State(i));
            }
        }

        private RawClient Begin(int port = 40000)
        {
            RawClient client = new RawClient(_server) { Now = _now, Port = port };
            client.Start();
            client.Send(client.Packet(PacketType.Initial, RawClient.Crypto(0, client.Hello()), 1200));
            return client;
        }

        private void Serve()
        {
            RawClient client = Begin();
            client.Finish();
            client.Send(client.Packet(PacketType.OneRtt, RawClient.Stream(0, 0, new byte[] { 1, 0 }, true)));
            Assert.Contains(client.Frames, f => f.Frame == FrameType.Stream && f.StreamId == 0);
            client.Send(client.Packet(PacketType.OneRtt, new byte[] { 0x1d, 0, 0 }));
            client.Wait(6000000);
            _now = client.Now + 20000000;
        }

        [Fact]
        public void AtRestNothingIsHeld()
        {
            NothingHeld();
            for (int i = 0; i < 3; i++)
            {
                Serve();
                NothingHeld();
            }

            Assert.Equal(3, Counter(QuicCounter.HandshakesCompleted));
        }

        [Theory]
        [InlineData(true)]
        [InlineData(false)]
        public void WithoutMemoryAClientIsRefusedAndCountedAndTheNextIsServed(bool slot)
        {
            int arena = Arena;
            int gaps = _server.Profile.CryptoGaps;
            if (slot)
            {
                Arena = TooMuch;
            }
            else
            {
                _server.Profile.CryptoGaps = TooMuch;
            }

            for (int i = 1; i <= 3; i++)
            {
                RawClient refused = Begin();
                Assert.Empty(refused.ReceivedSizes);
                Assert.Equal(i, Counter(QuicCounter.RefusedOutOfMemory));
                Assert.False(_server.Endpoint.IsAdmitting);
                NothingHeld();
                _now += 1000000;
            }

            Arena = arena;
            _server.Profile.CryptoGaps = gaps;
            Serve();
            NothingHeld();
            Assert.Equal(1, Counter(QuicCounter.HandshakesStarted));
        }

        [Fact]
        public void WhoLivesIsNotTouchedByARefusal()
        {
            RawClient live = Begin();
            live.Finish();
            live.Send(live.Packet(PacketType.OneRtt, RawClient.Stream(0, 0, new byte[] { 1 }, false)));
            _now = live.Now;
            int arena = Arena;
            Arena = TooMuch;
            Begin(40001);
            Assert.Equal(1, Counter(QuicCounter.RefusedOutOfMemory));
            Assert.Equal(0, Counter(QuicCounter.RetriesSent));
            Arena = arena;
            live.Send(live.Packet(PacketType.OneRtt, RawClient.Stream(0, 1, new byte[] { 0 }, true)));
            Assert.Contains(live.Frames, f => f.Frame == FrameType.Stream && f.StreamId == 0);
        }

        [Fact]
        public void WhereThereIsNoMemoryForAnotherOneWithoutARequestGivesWay()
        {
            RawClient idle = Begin();
            idle.Finish();
            idle.Send(idle.Packet(PacketType.OneRtt, RawClient.Ack(idle.Largest[2])));
            _now = idle.Now + 1300000;
            Arena = TooMuch;
            RawClient next = Begin(40001);
            Assert.NotNull(next.LastRetry);
            Assert.Null(idle.Close);
            next.FollowRetry();
            next.Send(next.Packet(PacketType.Initial, RawClient.Crypto(0, next.Hello()), 1200));
            next.Finish();
            Assert.Equal(QuicProfile.ReplacedErrorCode, idle.Close.Value);
            Assert.Equal(0, Counter(QuicCounter.RefusedOutOfMemory));
        }

        [Theory]
        [InlineData(true)]
        [InlineData(false)]
        public void WhatEndedGivesItsMemoryBeforeAnybodyGivesWay(bool isIdle)
        {
            RawClient live = Begin();
            live.Finish();
            live.Send(live.Packet(PacketType.OneRtt, isIdle ? RawClient.Ack(live.Largest[2]) : RawClient.Stream(0, 0, new byte[] { 1 }, false)));
            _now = live.Now;
            RawClient gone = Begin(40001);
            gone.Finish();
            gone.Send(gone.Packet(PacketType.OneRtt, new byte[] { 0x1d, 0, 0 }));
            Assert.NotNull(_server.Endpoint.Connection(1).Arena);
            _now = gone.Now;
            Arena = TooMuch;
            RawClient next = Begin(40002);
            next.Finish();
            Assert.Equal(0, Counter(QuicCounter.ConnectionsReplaced));
            Assert.Equal(0, Counter(QuicCounter.RefusedOutOfMemory));
        }

        [Fact]
        public void StrangersBeyondTheLimitAllocateNothing()
        {
            for (int i = 0; i < 4; i++)
            {
                RawClient client = Begin(41000 + i);
                client.Finish();
                client.Send(client.Packet(PacketType.OneRtt, RawClient.Ack(client.Largest[2])));
                _now = client.Now + 300000;
            }

            RawClient stranger = Begin(50000);
            Assert.NotNull(stranger.LastRetry);
            byte[] datagram = stranger.Packet(PacketType.Initial, RawClient.Crypto(0, stranger.Hello()), 1200);
            DatagramAddress from = new DatagramAddress { Low = stranger.AddressLow, Port = stranger.Port };
            long most = 0;
            for (int i = 0; i < 300; i++)
            {
                datagram.CopyTo(_server.Buffer, 0);
                AllocationMeter meter = AllocationMeter.Start();
                _server.Endpoint.FeedDatagram(_server.Buffer, 0, datagram.Length, from, _now);
                most = System.Math.Max(most, i < 100 ? 0 : meter.Stop());
            }

            Assert.True(Counter(QuicCounter.StatelessAnswersWithheld) > 200);
            Assert.Equal(0, most);
        }

        [Fact]
        public void WhereThereIsNoMemoryToWaitInAHandshakesSlotIsTakenAsItIs()
        {
            for (int i = 0; i < 2; i++)
            {
                RawClient half = new RawClient(_server) { Port = 41000 + i, Now = _now };
                half.Start();
                half.Send(half.Packet(PacketType.Initial, RawClient.Crypto(0, half.Hello()[..100]), 1200));
            }

            RawClient third = new RawClient(_server) { Port = 42000, Now = _now };
            third.Start();
            third.Send(third.Packet(PacketType.Initial, RawClient.Crypto(0, third.Hello()), 1200));
            third.FollowRetry();
            int arena = Arena;
            Arena = TooMuch;
            third.Send(third.Packet(PacketType.Initial, RawClient.Crypto(0, third.Hello()), 1200));
            Assert.Equal(1, Counter(QuicCounter.RefusedOutOfMemory));
            third.Now += 4100000;
            third.Send(third.Packet(PacketType.Initial, RawClient.Crypto(0, third.Hello()), 1200));
            Assert.Equal(1, Counter(QuicCounter.HandshakesEvicted));
            Assert.Equal(1, Counter(QuicCounter.RefusedOutOfMemory));
            third.Finish();
            Arena = arena;
        }
    }
}
