// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
using System.Linq;
using MilliHttp.Nano.Quic;
using MilliHttp.Nano.Tls;
using Xunit;

namespace MilliHttp.Nano.Tests.Host.Quic
{
    /// <summary>The handshake of a connection, packet by packet.</summary>
    public class HandshakeConnectionTests
    {
        private readonly QuicServer _server;

        public HandshakeConnectionTests()
            : this(false)
        {
        }

        protected HandshakeConnectionTests(bool onDemand)
        {
            _server = new QuicServer(QuicServer.Policy(onDemand));
        }

        [Fact]
        public void CompletesAndAnswersARequest()
        {
            RawClient client = new RawClient(_server);
            client.Handshake();
            Connection c = _server.Endpoint.Connection(0);
            Assert.True(c.IsEstablished);
            Assert.Equal(0, _server.Endpoint.HandshakesActive);
            Assert.True(client.Tls.HasApplicationProtocol);
            client.Send(client.Packet(PacketType.OneRtt, RawClient.Join(RawClient.Ack(client.Largest[2]), RawClient.Stream(0, 0, new byte[] { 1, 0 }, true))));
            byte[] body = client.Frames.Where(f => f.Frame == FrameType.Stream && f.StreamId == 0).OrderBy(f => f.Offset).SelectMany(f => f.Data).ToArray();
            Assert.Equal(114, body.Length);
            Assert.Equal(99, body[113]);
            Assert.Equal(1, client.Count(FrameType.NewToken));
            Assert.True(client.Tls.HasTicket);
            client.Send(client.Packet(PacketType.OneRtt, RawClient.Ack(client.Largest[2])));
            Assert.Equal(0, c.BytesInFlight);
        }

        [Fact]
        public void Trap15_ShuffledHelloOverTwoDatagramsGoesToOneSlot()
        {
            RawClient client = new RawClient(_server);
            client.Tls.PaddedLength = 1900;
            client.Start();
            byte[] hello = client.Hello();
            Random random = new Random(15);
            List<byte[]> pieces = new List<byte[]>();
            for (int at = 0; at < hello.Length;)
            {
                int length = Math.Min(hello.Length - at, random.Next(1, 400));
                pieces.Add(RawClient.Crypto(at, hello[at..(at + length)]));
                at += length;
            }

            pieces = pieces.OrderBy(_ => random.Next()).ToList();
            List<byte[]> first = new List<byte[]>();
            int size = 0;
            while (size + pieces[0].Length < 1100)
            {
                size += pieces[0].Length;
                first.Add(pieces[0]);
                first.Add(new byte[] { 1 });
                pieces.RemoveAt(0);
            }

            byte[] one = client.Packet(PacketType.Initial, RawClient.Join(first.ToArray()), 1200);
            byte[] two = client.Packet(PacketType.Initial, RawClient.Join(pieces.ToArray()), 1200);
            client.Send(two);
            Assert.Equal(1, _server.Endpoint.HandshakesActive);
            Assert.True(_server.Endpoint.Connection(0).IsHandshaking);
            client.Send(one);
            Assert.False(_server.Endpoint.Connection(1).IsHandshaking);
            client.Finish();
        }

        [Fact]
        public void HelloRetryRequestLeadsToAHandshake()
        {
            RawClient client = new RawClient(_server);
            client.Tls.Shares = 0;
            client.Start();
            int first = client.Tls.FlightLength(TlsLevel.Initial);
            client.Send(client.Packet(PacketType.Initial, RawClient.Crypto(0, client.Hello()), 1200));
            Assert.True(client.Tls.IsRetried);
            byte[] both = client.Hello();
            Assert.True(both.Length > first);
            client.Send(client.Packet(PacketType.Initial, RawClient.Join(RawClient.Ack(client.Largest[0]), RawClient.Crypto(first, both[first..])), 1200));
            client.Finish();
            Assert.True(_server.Endpoint.Connection(0).IsEstablished);
        }

        [Fact]
        public void HelloRetryRequestWorksWhereverAStepEnds()
        {
            // A last piece of the hello that takes the whole budget of a step leaves the HelloRetryRequest to the next one.
            for (int length = 300; length < 1150; length += 50)
            {
                RawClient client = new RawClient(new QuicServer());
                client.Tls.PaddedLength = length;
                client.Tls.Shares = 0;
                client.Start();
                int first = client.Tls.FlightLength(TlsLevel.Initial);
                client.Send(client.Packet(PacketType.Initial, RawClient.Crypto(0, client.Hello()), 1200));
                Assert.True(client.Tls.IsRetried);
                byte[] both = client.Hello();
                client.Send(client.Packet(PacketType.Initial, RawClient.Join(RawClient.Ack(client.Largest[0]), RawClient.Crypto(first, both[first..])), 1250));
                Assert.Null(client.Close);
                client.Finish();
                Assert.True(client.Server.Endpoint.Connection(0).IsEstablished);
            }
        }

        [Theory]
        [InlineData(0)]
        [InlineData(700)]
        public void NothingMayFollowTheHelloAtItsLevel(int padding)
        {
            // The place of the hello holds secrets from the moment on that it was read: what comes behind it must not be put there.
            RawClient client = new RawClient(_server);
            client.Tls.PaddedLength = padding;
            client.Start();
            byte[] hello = client.Hello();
            client.Send(client.Packet(PacketType.Initial, RawClient.Crypto(0, hello), 1200));
            Assert.True(_server.Endpoint.Connection(0).IsHandshaking);
            client.Send(client.Packet(PacketType.Initial, RawClient.Crypto(hello.Length, new byte[500]), 1200));
            Assert.Equal(TransportError.Crypto + TlsAlert.UnexpectedMessage, client.Close.Value);
            Assert.Equal(0, _server.Endpoint.HandshakesActive);
        }

        [Fact]
        public void WhatFollowsInTheSamePacketEndsTheHandshakeToo()
        {
            RawClient client = new RawClient(_server);
            client.Start();
            byte[] hello = client.Hello();
            client.Send(client.Packet(PacketType.Initial, RawClient.Join(RawClient.Crypto(hello.Length, new byte[300]), RawClient.Crypto(0, hello)), 1200));
            Assert.Equal(TransportError.Crypto + TlsAlert.UnexpectedMessage, client.Close.Value);
            Assert.Equal(0, _server.Endpoint.HandshakesActive);
        }

        [Theory]
        [InlineData(true)]
        [InlineData(false)]
        public void SecretsInTheArenaAreErasedWhenTheHandshakeEnds(bool well)
        {
            RawClient client = new RawClient(_server);
            client.Start();
            client.Send(client.Packet(PacketType.Initial, RawClient.Crypto(0, client.Hello()), 1200));
            Connection c = _server.Endpoint.Connection(0);
            byte[] arena = (byte[])typeof(Connection).GetField("Arena", System.Reflection.BindingFlags.Instance | System.Reflection.BindingFlags.NonPublic).GetValue(c);
            int keys = 2 * MilliHttp.Nano.Crypto.KeyBlock.Length;
            Assert.Contains(arena.Skip(HandshakeContext.MemoryOffset).Take(HandshakeContext.MemoryLength - HandshakeContext.MemoryOffset), b => b != 0);
            Assert.Contains(arena.Skip(HandshakeContext.MemoryLength).Take(keys), b => b != 0);
            byte[] finished = client.FinishedFrame();
            if (!well)
            {
                finished[^1] ^= 1;
            }

            client.Send(client.Packet(PacketType.Handshake, finished));
            Assert.Equal(well, c.IsEstablished);
            Assert.All(arena.Skip(HandshakeContext.MemoryOffset).Take(HandshakeContext.MemoryLength - HandshakeContext.MemoryOffset + keys), b => Assert.Equal(0, b));
        }

        [Fact]
        public void NothingExpandedOfTheKeysOutlivesTheConnection()
        {
            RawClient client = new RawClient(_server);
            client.Tls.OfferedSuite = MilliHttp.Nano.Crypto.CipherSuite.Aes128GcmSha256;
            client.Handshake();
            client.Send(client.Packet(PacketType.OneRtt, RawClient.Stream(0, 0, new byte[] { 1, 0 }, true)));
            Assert.Contains(_server.Provider.Contexts, context => context.Schedule.Any(word => word != 0));
            client.Send(client.Packet(PacketType.OneRtt, new byte[] { 0x1d, 0, 0 }));
            client.Wait(6000000);
            Assert.True(_server.Endpoint.Connection(0).IsFree);
            Assert.All(_server.Provider.Contexts, context => Assert.All(context.Schedule, word => Assert.Equal(0UL, word)));
        }

        [Fact]
        public void Trap16_EveryLostPartOfTheFlightComesAgain()
        {
            RawClient client = new RawClient(_server);
            client.Start();
            byte[] hello = client.Packet(PacketType.Initial, RawClient.Crypto(0, client.Hello()), 1200);

            // The whole first flight is lost: the client listens at another address for the while.
            client.AddressLow++;
            byte[] lost = Feed(client, hello, client.AddressLow - 1);
            Assert.NotNull(lost);
            client.AddressLow--;
            client.Wait(1100000);
            Assert.True(client.Tls.HandshakeKeysReady || client.ReceivedSizes.Count > 0);
            client.Finish();
        }

        [Fact]
        public void Trap16_TheSecondProbeIsAsGoodAsTheFirst()
        {
            RawClient client = new RawClient(_server);
            client.Start();
            byte[] hello = client.Packet(PacketType.Initial, RawClient.Crypto(0, client.Hello()), 1200);
            client.AddressLow++;
            Assert.NotNull(Feed(client, hello, client.AddressLow - 1));
            client.AddressLow--;

            // The flight is lost, and so is the first of two probes: a client that has no keys gets them by the second.
            client.Now += 1100000;
            _server.Turn(client.Now);
            Assert.True(_server.Poll(client.Now) > 0);
            int length = _server.Poll(client.Now);
            Assert.True(length > 0);
            client.Receive(_server.Buffer[..length]);
            Assert.Equal(0, _server.Poll(client.Now));
            client.Finish();
        }

        [Fact]
        public void Trap16_WhoAsksAgainGetsTheFlightAtOnceButNotForEver()
        {
            RawClient client = new RawClient(_server);
            client.Start();
            byte[] hello = RawClient.Crypto(0, client.Hello());
            client.AddressLow++;
            long from = client.AddressLow - 1;
            Assert.Equal(1200, Feed(client, client.Packet(PacketType.Initial, hello, 1200), from).Length);

            // More often than strangers may on a device.
            _server.Profile.ThousandOperationsPerSecond = 40000;

            // All answers are lost. The hello again, or a PING of a client whose hello was acknowledged. What wants no answer asks nothing.
            for (int i = 0; i < 8; i++)
            {
                client.Now += 10000;
                Assert.Equal(1200, Feed(client, client.Packet(PacketType.Initial, i % 2 == 0 ? hello : new byte[] { FrameType.Ping }, 1200), from).Length);
                Assert.Null(Feed(client, client.Packet(PacketType.Initial, Array.Empty<byte>(), 1200), from));
            }

            client.Now += 10000;
            Assert.Null(Feed(client, client.Packet(PacketType.Initial, hello, 1200), from));
            client.AddressLow--;
            client.Wait(3000000);
            client.Finish();
        }

        [Fact]
        public void Trap10_AmplificationLimitHoldsAndConsumesNothing()
        {
            RawClient client = new RawClient(_server);
            client.Start();
            byte[] hello = client.Hello();
            client.Send(client.Packet(PacketType.Initial, RawClient.Crypto(0, hello), 1200));
            client.Wait(8000000);
            int sent = client.ReceivedSizes.Sum();
            Assert.InRange(sent, 1200, 3600);
            int packets = (int)client.Largest[0] + 1 + (int)client.Largest[1] + 1;

            // Numbers have no holes: nothing was taken for packets that were not sent.
            Assert.Equal(packets, client.Frames.Count == 0 ? 0 : packets);
            client.Number[0] = 5;
            client.Send(client.Packet(PacketType.Initial, new byte[] { 1 }, 1200));
            client.Wait(1500000);
            Assert.InRange(client.ReceivedSizes.Sum(), sent + 1, 7200);
            client.Finish();
            Assert.True(_server.Endpoint.Connection(0).IsEstablished);
        }

        [Fact]
        public void Trap17_InitialKeysGoWithTheFirstHandshakePacketProcessed()
        {
            RawClient client = new RawClient(_server);
            client.Start();
            client.Send(client.Packet(PacketType.Initial, RawClient.Crypto(0, client.Hello()), 1200));
            int undecryptable = _server.Endpoint.Counters[QuicCounter.DroppedUndecryptable];
            client.Send(client.Packet(PacketType.Initial, RawClient.Ack(client.Largest[0]), 1200));
            Assert.Equal(undecryptable, _server.Endpoint.Counters[QuicCounter.DroppedUndecryptable]);
            client.Send(client.Packet(PacketType.Handshake, RawClient.Ack(client.Largest[1])));
            client.Send(client.Packet(PacketType.Initial, new byte[] { 1 }, 1200));
            Assert.Equal(undecryptable + 1, _server.Endpoint.Counters[QuicCounter.DroppedUndecryptable]);
            client.Send(client.Packet(PacketType.Handshake, client.FinishedFrame()));
            Assert.True(_server.Endpoint.Connection(0).IsEstablished);
        }

        [Fact]
        public void HandshakeDoneIsResentUntilAcknowledged()
        {
            RawClient client = new RawClient(_server);
            client.Handshake();
            client.Wait(3000000);
            Assert.True(client.Count(FrameType.HandshakeDone) > 1);
            client.Send(client.Packet(PacketType.OneRtt, RawClient.Ack(client.Largest[2])));
            client.Frames.Clear();
            client.Wait(5000000);
            Assert.Equal(0, client.Count(FrameType.HandshakeDone));
        }

        [Fact]
        public void CoalescedPacketsAndPaddingOutsideThem()
        {
            RawClient client = new RawClient(_server);
            client.Start();
            byte[] initial = client.Packet(PacketType.Initial, RawClient.Crypto(0, client.Hello()));
            client.Send(RawClient.Join(initial, new byte[1250 - initial.Length]));
            client.Send(
                client.Packet(PacketType.Handshake, RawClient.Join(RawClient.Ack(client.Largest[1]), client.FinishedFrame())),
                client.Packet(PacketType.OneRtt, RawClient.Stream(0, 0, new byte[] { 1, 0 }, true)));
            Assert.Contains(client.Frames, f => f.Frame == FrameType.Stream && f.StreamId == 0);
        }

        [Fact]
        public void ServerNamesTheConnectionIdsItMust()
        {
            RawClient client = new RawClient(_server);
            client.Handshake();
            TransportParameters p = new TransportParameters();
            byte[] b = client.ServerParameters;
            Assert.Equal(0, p.Parse(b, 0, b.Length, false));
            Assert.Equal(client.Original, client.ServerParameter(TransportParameters.IdOriginalDestinationId));
            Assert.Equal(client.Destination, client.ServerParameter(TransportParameters.IdInitialSourceId));
            Assert.Null(client.ServerParameter(TransportParameters.IdRetrySourceId));
            Assert.NotNull(client.ServerParameter(TransportParameters.IdResetToken));

            // Trap 2: limits are those of the arrays, or what clients insist on.
            Assert.Equal(4160, p.InitialMaxData);
            Assert.Equal(4096, p.InitialMaxStreamDataBidiRemote);
            Assert.Equal(_server.Profile.RequestStreams, p.InitialMaxStreamsBidi);
            Assert.Equal(_server.Profile.ReceiveDatagram, p.MaxUdpPayloadSize);
        }

        [Theory]
        [InlineData("source id")]
        [InlineData("no source id")]
        [InlineData("duplicate")]
        [InlineData("range")]
        [InlineData("server only")]
        public void Trap21_BadTransportParametersCloseTheConnection(string what)
        {
            RawClient client = new RawClient(_server);
            byte[] id = RawClient.Bytes(15, client.Source);
            switch (what)
            {
                case "source id": client.SetParameters(RawClient.Bytes(15, new byte[8])); break;
                case "no source id": client.SetParameters(RawClient.Parameter(4, 1000)); break;
                case "duplicate": client.SetParameters(id, RawClient.Parameter(4, 1000), RawClient.Parameter(4, 1000)); break;
                case "range": client.SetParameters(id, RawClient.Parameter(3, 1199)); break;
                case "server only": client.SetParameters(id, RawClient.Bytes(0, new byte[8])); break;
            }

            client.Start();
            client.Send(client.Packet(PacketType.Initial, RawClient.Crypto(0, client.Hello()), 1200));
            Assert.Equal(TransportError.TransportParameter, client.Close.Value);
            Assert.Equal(0, _server.Endpoint.HandshakesActive);
        }

        [Fact]
        public void NonEmptySessionIdIsAProtocolViolation()
        {
            RawClient client = new RawClient(_server);
            client.Tls.SessionIdLength = 32;
            client.Start();
            client.Send(client.Packet(PacketType.Initial, RawClient.Crypto(0, client.Hello()), 1200));
            Assert.Equal(TransportError.ProtocolViolation, client.Close.Value);
        }

        [Fact]
        public void Trap25_WrongAlpnGetsItsAlert()
        {
            RawClient client = new RawClient(_server);
            client.Tls.Protocols = new byte[] { 2, (byte)'h', (byte)'2' };
            client.Start();
            client.Send(client.Packet(PacketType.Initial, RawClient.Crypto(0, client.Hello()), 1200));
            Assert.Equal(TransportError.Crypto + TlsAlert.NoApplicationProtocol, client.Close.Value);
        }

        [Fact]
        public void KeyUpdateOfTlsIsFatal()
        {
            RawClient client = new RawClient(_server);
            client.Handshake();
            client.Send(client.Packet(PacketType.OneRtt, RawClient.Crypto(0, new byte[] { 24, 0, 0, 1, 0 })));
            Assert.Equal(TransportError.Crypto + TlsAlert.UnexpectedMessage, client.Close.Value);
        }

        [Fact]
        public void WhoAsksAgainAndAcknowledgesBeforeOutputIsPolledGetsNoProbe()
        {
            RawClient client = new RawClient(_server) { Now = 1000000 };
            client.Start();
            byte[] hello = RawClient.Crypto(0, client.Hello());
            client.Send(client.Packet(PacketType.Initial, hello, 1200));
            client.Frames.Clear();
            client.Now += 20000;
            foreach (byte[] datagram in new[] { client.Packet(PacketType.Initial, hello, 1200), client.Packet(PacketType.Initial, RawClient.Ack(client.Largest[0]), 1200) })
            {
                datagram.CopyTo(_server.Buffer, 0);
                _server.Endpoint.FeedDatagram(_server.Buffer, 0, datagram.Length, new DatagramAddress { Low = client.AddressLow, Port = client.Port }, client.Now);
            }

            client.Pump();
            Assert.DoesNotContain(client.Frames, f => f.Type == PacketType.Initial && f.Frame == FrameType.Ping);
            client.Finish();
        }

        [Fact]
        public void HelloTooLargeForTheArenaIsRefused()
        {
            RawClient client = new RawClient(new QuicServer(QuicProfile.Tight()));
            client.Tls.PaddedLength = 2400;
            client.Start();
            byte[] hello = client.Hello();
            client.Send(client.Packet(PacketType.Initial, RawClient.Crypto(0, hello[..1100]), 1200));
            client.Send(client.Packet(PacketType.Initial, RawClient.Crypto(1100, hello[1100..2200]), 1200));
            client.Send(client.Packet(PacketType.Initial, RawClient.Crypto(2200, hello[2200..]), 1200));
            Assert.Equal(TransportError.CryptoBufferExceeded, client.Close.Value);
            Assert.Equal(0, client.Server.Endpoint.HandshakesActive);
        }

        [Fact]
        public void HelloThatSaysThatItIsTooLargeIsNotWaitedFor()
        {
            RawClient client = new RawClient(new QuicServer(QuicProfile.Tight()));
            client.Start();
            byte[] hello = client.Hello()[..100];
            hello[2] = 2300 >> 8;
            hello[3] = 2300 & 0xff;
            client.Send(client.Packet(PacketType.Initial, RawClient.Crypto(0, hello), 1200));
            Assert.Null(client.Close);
            client = new RawClient(new QuicServer(QuicProfile.Tight()));
            client.Start();
            hello[3]++;
            client.Send(client.Packet(PacketType.Initial, RawClient.Crypto(0, hello), 1200));
            Assert.Equal(TransportError.CryptoBufferExceeded, client.Close.Value);
            Assert.Equal(0, client.Server.Endpoint.HandshakesActive);
        }

        /// <summary>The context was wiped with the failure, its suite as well: the packet that says why could not be sealed.</summary>
        [Theory]
        [InlineData(20, 32)]
        [InlineData(20, 1)]
        [InlineData(1, 4)]
        [InlineData(11, 100)]
        public void BadMessageAfterTheServersFlightIsAnsweredWithAnAlert(int type, int length)
        {
            QuicServer server = new QuicServer();
            RawClient client = new RawClient(server);
            client.Start();
            client.Send(client.Packet(PacketType.Initial, RawClient.Crypto(0, client.Hello()), 1200));
            byte[] message = new byte[4 + length];
            message[0] = (byte)type;
            message[3] = (byte)length;
            client.Send(client.Packet(PacketType.Handshake, RawClient.Join(RawClient.Ack(client.Largest[1]), RawClient.Crypto(0, message))));
            Assert.NotNull(client.Close);
            Assert.Equal(PacketType.Handshake, client.Close.Type);
            Assert.InRange(client.Close.Value, 0x100, 0x1ff);
            Assert.False(server.Endpoint.Connection(0).IsHandshaking);
        }

        [Fact]
        public void ResumptionAndRefusedEarlyData()
        {
            RawClient first = new RawClient(_server);
            first.Handshake();
            first.Send(first.Packet(PacketType.OneRtt, new byte[] { 0x1c, 0, 0, 0 }));
            RawClient second = new RawClient(_server, first.Tls);
            second.Tls.OfferEarlyData = true;
            second.Start();
            byte[] early = second.Packet(PacketType.Initial, RawClient.Crypto(0, second.Hello()), 1200);
            second.Send(early);
            Assert.True(second.Tls.IsResumed);
            second.Finish();
        }

        private byte[] Feed(RawClient client, byte[] datagram, long address)
        {
            byte[] last = null;
            datagram.CopyTo(_server.Buffer, 0);
            _server.Endpoint.FeedDatagram(_server.Buffer, 0, datagram.Length, new DatagramAddress { Low = address, Port = client.Port }, client.Now);
            for (int i = 0; i < 2000; i++)
            {
                _server.Turn(client.Now);
                int length = _server.Endpoint.PollOutput(_server.Buffer, 0, 1252, client.Now);
                if (length > 0)
                {
                    last = _server.Buffer[..length];
                }
                else if (!_server.Endpoint.HasWork)
                {
                    break;
                }
            }

            return last;
        }
    }
}
