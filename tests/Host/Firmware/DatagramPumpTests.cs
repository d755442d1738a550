// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System.Linq;
using System.Text;
using MilliHttp.Nano.Firmware.Loop;
using MilliHttp.Nano.Http;
using MilliHttp.Nano.Http3;
using MilliHttp.Nano.Quic;
using MilliHttp.Nano.Tests.Host.Quic;
using Xunit;

namespace MilliHttp.Nano.Tests.Host.Firmware
{
    /// <summary>The UDP half of the loop: when it looks into the socket.</summary>
    public class DatagramPumpTests
    {
        private readonly QuicServer _quic = new QuicServer(null, null, null, true);
        private readonly QueuedDatagrams _port = new QueuedDatagrams();
        private readonly H3Server _server;
        private readonly DatagramPump _pump;
        private long _now = 1000000;

        public DatagramPumpTests()
        {
            Router router = new Router();
            router.Add(HttpMethod.Get, "/bytes/*", new Zeros());
            _server = new H3Server(_quic.Endpoint, H3Profile.Standard(), new HttpService(new HttpProfile(), router), 0);
            _pump = new DatagramPump(_port, _server, new byte[1280], 4);
        }

        private RawClient Client(int port, int hello = 0)
        {
            RawClient client = new RawClient(_quic) { Port = port, Now = _now };
            client.Tls.PaddedLength = hello;
            client.Start();
            return client;
        }

        private void Put(RawClient client, byte[] datagram) => _port.Put(datagram, client.AddressLow, client.Port);

        private void Turns(int count, params RawClient[] clients)
        {
            for (int i = 0; i < count; i++)
            {
                _pump.Turn(40, 4, _now);
                foreach (RawClient client in clients)
                {
                    foreach ((byte[] data, long _, int _) in _port.Down.Where(d => d.Port == client.Port).ToList())
                    {
                        client.Receive(data);
                    }

                    _port.Down.RemoveAll(d => d.Port == client.Port);
                }

                _now += 1000;
            }
        }

        private RawClient Connected(int port)
        {
            RawClient client = Client(port);
            Put(client, client.Packet(PacketType.Initial, RawClient.Crypto(0, client.Hello()), 1200));
            Turns(300, client);
            Put(client, client.Packet(PacketType.Handshake, RawClient.Join(RawClient.Ack(client.Largest[1]), client.FinishedFrame())));
            Turns(20, client);
            Assert.True(client.Count(FrameType.HandshakeDone) > 0);
            return client;
        }

        [Fact]
        public void AHelloOfTwoDatagramsLosesNone()
        {
            // As browsers send it: one after the other, faster than the keys are derived.
            RawClient client = Client(40000, 1900);
            byte[] hello = client.Hello();
            Put(client, client.Packet(PacketType.Initial, RawClient.Crypto(0, hello[..1000]), 1200));
            Put(client, client.Packet(PacketType.Initial, RawClient.Crypto(1000, hello[1000..]), 1200));
            Turns(300, client);
            Assert.Equal(0, _quic.Endpoint.Counters[QuicCounter.DroppedPoolBusy]);
            Put(client, client.Packet(PacketType.Handshake, RawClient.Join(RawClient.Ack(client.Largest[1]), client.FinishedFrame())));
            Turns(20, client);
            Assert.True(client.Count(FrameType.HandshakeDone) > 0);
        }

        [Fact]
        public void TwoStrangersAtOnceAreBothServed()
        {
            RawClient[] clients = { Client(40000), Client(40001) };
            foreach (RawClient client in clients)
            {
                Put(client, client.Packet(PacketType.Initial, RawClient.Crypto(0, client.Hello()), 1200));
            }

            Turns(600, clients);
            Assert.Equal(2, _quic.Endpoint.Counters[QuicCounter.HandshakesStarted]);
            Assert.Equal(0, _quic.Endpoint.Counters[QuicCounter.DroppedPoolBusy]);
            foreach (RawClient client in clients)
            {
                Put(client, client.Packet(PacketType.Handshake, RawClient.Join(RawClient.Ack(client.Largest[1]), client.FinishedFrame())));
                Turns(20, client);
                Assert.True(client.Count(FrameType.HandshakeDone) > 0);
            }
        }

        [Fact]
        public void ALiveConnectionWaitsFiveTurnsForAStrangerAtMost()
        {
            RawClient live = Connected(40000);
            RawClient stranger = Client(40001);
            Put(stranger, stranger.Packet(PacketType.Initial, RawClient.Crypto(0, stranger.Hello()), 1200));
            byte[] request = RawClient.Join(RawClient.Stream(2, 0, new byte[] { 0, 4, 0 }, false), RawClient.Stream(0, 0, Get(), true));
            Put(live, live.Packet(PacketType.OneRtt, request));
            _port.Calls.Clear();
            Turns(5, live);
            Assert.False(_server.IsAdmitting);

            // Taken, nothing sent or received while keys are derived, and then it goes on at once.
            Turns(1, live);
            Assert.StartsWith("RR", _port.Calls.ToString());
            Assert.Contains(live.Frames, f => f.Frame == FrameType.Stream && f.StreamId == 0);
        }

        [Fact]
        public void TheSocketIsLookedIntoBetweenTwoPacketsSealed()
        {
            RawClient live = Connected(40000);
            Put(live, live.Packet(PacketType.OneRtt, RawClient.Join(RawClient.Stream(2, 0, new byte[] { 0, 4, 0 }, false), RawClient.Stream(0, 0, Get(), true))));
            _port.Calls.Clear();
            Turns(300, live);
            string calls = _port.Calls.ToString();
            Assert.True(calls.Count(c => c == 'S') >= 4, calls);
            Assert.DoesNotContain("SS", calls);
        }

        [Fact]
        public void AHandshakeBesideDownloadsGetsItsHalf()
        {
            RawClient[] live = { Connected(40000), Connected(40001), Connected(40002) };
            foreach (RawClient client in live)
            {
                Put(client, client.Packet(PacketType.OneRtt, RawClient.Join(RawClient.Stream(2, 0, new byte[] { 0, 4, 0 }, false), RawClient.Stream(0, 0, Get("/bytes/9000000"), true))));
                Turns(1);
            }

            // Until their windows are wide and their round trips known to be short.
            TurnShare share = new TurnShare(4);
            int sent = 0;
            for (int i = 0; i < 300; i++)
            {
                sent += Downloads(share, live, null);
            }

            Assert.True(sent > 600, sent.ToString());
            RawClient stranger = Client(40003);
            Put(stranger, stranger.Packet(PacketType.Initial, RawClient.Crypto(0, stranger.Hello()), 1200));
            sent = 0;
            bool finished = false;
            int turns = 0;
            for (; turns < 1000 && stranger.Count(FrameType.HandshakeDone) == 0; turns++)
            {
                sent += Downloads(share, live, stranger);
                if (!finished && stranger.HasFlight)
                {
                    finished = true;
                    Put(stranger, stranger.Packet(PacketType.Handshake, RawClient.Join(RawClient.Ack(stranger.Largest[1]), stranger.FinishedFrame())));
                }
            }

            Assert.Equal(0, _port.Lost);
            Assert.InRange(turns, 40, 120);
            Assert.InRange(sent, 12, 48);
        }

        /// <summary>A turn in which each client acknowledges what it gets.</summary>
        /// <returns>Datagrams that the downloads got.</returns>
        private int Downloads(TurnShare share, RawClient[] live, RawClient stranger)
        {
            int sent = 0;
            _pump.Turn(40, share.Next(_pump.HasSteps), _now);
            _now += 1000;
            (byte[] Data, long Address, int Port)[] down = _port.Down.ToArray();
            _port.Down.Clear();
            foreach ((byte[] data, long _, int port) in down)
            {
                RawClient to = live.FirstOrDefault(c => c.Port == port) ?? stranger;
                to.Receive(data);
                if (to != stranger)
                {
                    sent++;
                    Put(to, to.Packet(PacketType.OneRtt, RawClient.Ack(to.Largest[2])));
                }
            }

            return sent;
        }

        [Fact]
        public void WhoeverHasATokenDoesNotKeepOthersFromSending()
        {
            RawClient live = Connected(40000);
            Turns(20, live);
            Put(live, live.Packet(PacketType.OneRtt, RawClient.Join(RawClient.Stream(2, 0, new byte[] { 0, 4, 0 }, false), RawClient.Stream(0, 0, Get("/bytes/9000000"), true))));
            TurnShare share = new TurnShare(4);
            int sent = 0;
            for (int i = 0; i < 300; i++)
            {
                sent += Downloads(share, new[] { live }, null);
            }

            // An Initial with a token that cannot be opened waits whenever the socket is looked into.
            Assert.True(sent > 250, sent.ToString());
            Assert.NotNull(live.ResumptionToken);
            sent = 0;
            for (int i = 0; i < 300; i++)
            {
                if (_port.Up.All(d => d.Port != 50000))
                {
                    RawClient bad = new RawClient(_quic) { Port = 50000, Now = _now, Token = live.ResumptionToken };
                    bad.Start();
                    byte[] datagram = bad.Packet(PacketType.Initial, RawClient.Crypto(0, bad.Hello()), 1200);
                    datagram[1000] ^= 1;
                    Put(bad, datagram);
                }

                sent += Downloads(share, new[] { live }, null);
            }

            Assert.True(_quic.Endpoint.Counters[QuicCounter.DroppedUndecryptable] > 10);
            Assert.True(sent > 40, sent.ToString());
        }

        [Fact]
        public void WithoutAHandshakeEveryTurnIsForAnswers()
        {
            TurnShare share = new TurnShare(4);
            Assert.Equal(new[] { 4, 4, 0, 0, 1, 0, 0, 1, 0, 4, 0 }, new[] { false, false, true, true, true, true, true, true, true, false, true }.Select(share.Next));
        }

        [Fact]
        public void ASocketThatFailsIsOpenedAnewAndTheClientServed()
        {
            RawClient client = Client(40000);
            Put(client, client.Packet(PacketType.Initial, RawClient.Crypto(0, client.Hello()), 1200));
            Turns(2);
            Assert.True(_server.IsAdmitting);
            _pump.Close();
            _now += 1000000;
            Turns(8);
            Assert.False(_server.IsAdmitting);
            _port.Fails = true;
            Turns(10);
            _port.Fails = false;
            _now += 1000000;
            Turns(300, client);
            Assert.Equal(2, _pump.ReopenCount);
            Put(client, client.Packet(PacketType.Handshake, RawClient.Join(RawClient.Ack(client.Largest[1]), client.FinishedFrame())));
            Turns(20, client);
            Assert.True(client.Count(FrameType.HandshakeDone) > 0);
        }

        // GET https on localhost, without Huffman.
        private static byte[] Get(string resource = "/bytes/9000")
        {
            byte[] path = Encoding.ASCII.GetBytes(resource);
            byte[] authority = "localhost"u8.ToArray();
            byte[] section = RawClient.Join(new byte[] { 0, 0, 0xd1, 0xd7, 0x51, (byte)path.Length }, path, new byte[] { 0x50, (byte)authority.Length }, authority);
            return RawClient.Join(new byte[] { 1 }, RawClient.VarInt(section.Length), section);
        }

        private sealed class Zeros : HttpHandler
        {
            private readonly Source _source = new Source();

            public override void Handle(HttpRequest request, HttpResponse response) => response.SetBody(_source, 0, request.ParameterNumber);

            private sealed class Source : BodySource
            {
                public override int Read(int handle, long offset, byte[] destination, int destinationOffset, int count)
                {
                    System.Array.Clear(destination, destinationOffset, count);
                    return count;
                }
            }
        }
    }
}
