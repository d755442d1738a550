// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
using System.Linq;
using MilliHttp.Nano.Quic;
using Xunit;

namespace MilliHttp.Nano.Tests.Host.Quic
{
    /// <summary>The life and the end of an established connection, packet by packet.</summary>
    public class LifeConnectionTests
    {
        private readonly QuicServer _server;
        private readonly RawClient _client;
        private readonly Connection _connection;

        public LifeConnectionTests()
            : this(false)
        {
        }

        protected LifeConnectionTests(bool onDemand)
        {
            _server = new QuicServer(QuicServer.Policy(onDemand));
            _client = new RawClient(_server);
            _client.Handshake();
            _connection = _server.Endpoint.Connection(0);
            Send(RawClient.Ack(_client.Largest[2]));
        }

        private void Send(params byte[][] frames)
        {
            _client.Send(_client.Packet(PacketType.OneRtt, RawClient.Join(frames)));
        }

        private int Counter(int id)
        {
            return _server.Endpoint.Counters[id];
        }

        private static readonly byte[] s_ping = { 1 };

        private void Request(int number)
        {
            Send(RawClient.Ack(_client.Largest[2]), RawClient.Stream(number * 4, 0, new byte[] { 1, 0 }, true));
            Send(RawClient.Ack(_client.Largest[2]));
        }

        [Theory]
        [InlineData(new byte[] { 7, 1, 0 }, TransportError.ProtocolViolation)]                     // NEW_TOKEN from a client
        [InlineData(new byte[] { 0x1e }, TransportError.ProtocolViolation)]                        // HANDSHAKE_DONE from a client
        [InlineData(new byte[] { 0x1f }, TransportError.FrameEncoding)]                            // unknown type
        [InlineData(new byte[] { 0x40, 0x01 }, TransportError.ProtocolViolation)]                  // type encoded too long
        [InlineData(new byte[] { 0x02, 0x3f, 0, 0, 0 }, TransportError.ProtocolViolation)]         // acknowledges what was never sent
        [InlineData(new byte[] { 0x19, 0x3f }, TransportError.ProtocolViolation)]                  // retires an id never given
        [InlineData(new byte[] { 0x19, 0 }, TransportError.ProtocolViolation)]                     // retires the id it came to
        [InlineData(new byte[] { 0x08, 1 }, TransportError.StreamState)]                           // a stream of ours that is not open
        [InlineData(new byte[] { 0x08, 0x40, 100 }, TransportError.StreamLimit)]                   // stream 100: beyond the limit
        [InlineData(new byte[] { 0x10 }, TransportError.FrameEncoding)]                            // cut off
        public void Trap21_WrongFramesCloseWithTheRightCode(byte[] frame, int code)
        {
            Send(frame);
            Assert.Equal(code, _client.Close.Value);
            Assert.False(_connection.IsEstablished);
            Assert.Equal(1, Counter(QuicCounter.ConnectionsFailed));
        }

        [Fact]
        public void Trap21_FramesNotPermittedInAnInitial()
        {
            RawClient other = new RawClient(_server) { Port = 41000 };
            other.Start();
            other.Send(other.Packet(PacketType.Initial, RawClient.Crypto(0, other.Hello()[..100]), 1200));
            other.Send(other.Packet(PacketType.Initial, RawClient.Stream(0, 0, new byte[1], false), 1200));
            Assert.Equal(TransportError.ProtocolViolation, other.Close.Value);
            Assert.Equal(0, _server.Endpoint.HandshakesActive);
        }

        [Fact]
        public void ReservedBitsCloseTheConnection()
        {
            _client.Send(_client.Packet(PacketType.OneRtt, s_ping, 0, 0x18));
            Assert.Equal(TransportError.ProtocolViolation, _client.Close.Value);
        }

        [Fact]
        public void Trap8_AckOnlyPacketsAreNotInFlight()
        {
            int frames = _client.Frames.Count;
            Send(s_ping);
            Send(s_ping);
            Assert.True(_client.Frames.Count > frames);
            Assert.Equal(0, _connection.BytesInFlight);
            Assert.Equal(FrameType.Ack, _client.Frames[^1].Frame);
        }

        [Fact]
        public void Trap18_ReplayedPacketsDoNothing()
        {
            byte[] packet = _client.Packet(PacketType.OneRtt, RawClient.Stream(0, 0, new byte[] { 1, 0 }, true));
            _client.Send(packet);
            int before = Counter(QuicCounter.DroppedDuplicate);
            for (int i = 0; i < 20; i++)
            {
                _client.Send(packet);
                Send(s_ping);
            }

            Assert.Equal(before + 20, Counter(QuicCounter.DroppedDuplicate));
            Assert.Equal(1, _server.Applications[0].Requests);
        }

        [Fact]
        public void Trap4_SlotsAreRecycledForever()
        {
            for (int i = 0; i < 300; i++)
            {
                Request(i);
            }

            Assert.Equal(300, _server.Applications[0].Requests);
            Assert.True(_connection.IsEstablished);
            Send(RawClient.Ack(_client.Largest[2]));
            Assert.Equal(0, _connection.BytesInFlight);
        }

        [Fact]
        public void Trap20_KeyUpdatesOfThePeerSeveralInARow()
        {
            PacketProtection protection = new PacketProtection(new MilliHttp.Nano.Crypto.CryptoProvider());
            for (int i = 0; i < 5; i++)
            {
                Assert.True(_client.Keys.CanUpdate(_client.Number[2] - 1));
                _client.Keys.Update(protection);
                if (i == 0)
                {
                    // The keys for the first one are made when it comes, in steps: until then packets are lost.
                    _client.Send(_client.Packet(PacketType.OneRtt, s_ping));
                }

                Request(i);

                // The keys before are kept for a probe timeout, and the next ones made after.
                _client.Wait(3100000);
                Assert.True(_connection.IsEstablished);
                Assert.Equal(i + 1, _server.Applications[0].Requests);
            }
        }

        [Fact]
        public void Trap20_KeyUpdatesOfOurs()
        {
            for (int i = 0; i < 5; i++)
            {
                int phase = _client.Keys.SendPhase;
                _connection.RequestKeyUpdate();
                Request(i);
                Send(s_ping, s_ping);
                Assert.Equal(phase ^ 1, _client.Keys.SendPhase);
                _client.Wait(3100000);
                Assert.Equal(i + 1, _server.Applications[0].Requests);
            }
        }

        [Fact]
        public void AKeyUpdateIsComputedInSteps()
        {
            byte[] forged = _client.Packet(PacketType.OneRtt, s_ping);
            forged[0] ^= 4;
            forged.CopyTo(_server.Buffer, 0);
            Assert.Equal(0, _server.Feed(forged.Length, _client.AddressLow, _client.Port, _client.Now));
            int steps = 0;
            while (_server.Endpoint.HasWork)
            {
                Assert.True(_server.Endpoint.Step(1, _client.Now));
                steps++;
            }

            // Secret, key, IV; and no more for whatever is forged after it. One more look finds that there is nothing left.
            Assert.InRange(steps, 3, 4);
            for (int i = 0; i < 10; i++)
            {
                byte[] again = _client.Packet(PacketType.OneRtt, s_ping);
                again[0] ^= 4;
                again.CopyTo(_server.Buffer, 0);
                _server.Feed(again.Length, _client.AddressLow, _client.Port, _client.Now);
                Assert.False(_server.Endpoint.HasWork);
            }

            Request(0);
            Assert.Equal(1, _server.Applications[0].Requests);
        }

        [Fact]
        public void ForgedPacketsAreCountedAndHarmless()
        {
            byte[] packet = _client.Packet(PacketType.OneRtt, s_ping);
            for (int i = 9; i < packet.Length; i++)
            {
                byte[] forged = (byte[])packet.Clone();
                forged[i] ^= 0x40;
                _client.Send(forged);
            }

            Assert.True(Counter(QuicCounter.DroppedUndecryptable) >= packet.Length - 9);
            Request(0);
            Assert.Equal(1, _server.Applications[0].Requests);
        }

        // Has every byte once.
        private sealed class Forgetful : StreamSource
        {
            private readonly StreamSource _source;
            private long _end;

            public Forgetful(StreamSource source)
            {
                _source = source;
            }

            public override int Read(int streamIndex, long offset, byte[] destination, int destinationOffset, int count)
            {
                if (offset < _end)
                {
                    return 0;
                }

                _end = offset + count;
                return _source.Read(streamIndex, offset, destination, destinationOffset, count);
            }
        }

        [Fact]
        public void WhatFailsWhileAPacketIsComposedIsSaidAtOnce()
        {
            _server.BodyLength = 1000;
            _client.Send(_client.Packet(PacketType.OneRtt, RawClient.Ack(_client.Largest[2])));
            _server.Endpoint.Connection(0).Source = new Forgetful(_server.Endpoint.Connection(0).Source);
            _client.Send(_client.Packet(PacketType.OneRtt, RawClient.Stream(0, 0, new byte[] { 1, 0 }, true)));
            Assert.Null(_client.Close);
            _client.Wait(2000000);
            Assert.NotNull(_client.Close);
            Assert.Equal(TransportError.Internal, (int)_client.Close.Value);
        }

        [Fact]
        public void ConnectionIdsAreIssuedRetiredAndReplaced()
        {
            List<RawClient.Got> ids = _client.Frames.Where(f => f.Frame == FrameType.NewConnectionId).ToList();
            Assert.Equal(_server.Profile.LocalIds - 1, ids.Select(f => f.Value).Distinct().Count());
            byte[] old = _client.Destination;
            for (int i = 0; i < 6; i++)
            {
                RawClient.Got next = _client.Frames.Where(f => f.Frame == FrameType.NewConnectionId).OrderBy(f => f.Value).First(f => f.Value == i + 1);
                _client.Destination = next.Data[..8];
                Send(new byte[] { 0x19, (byte)i });
                Send(RawClient.Ack(_client.Largest[2]));
                Assert.Contains(_client.Frames, f => f.Frame == FrameType.NewConnectionId && f.Value == i + _server.Profile.LocalIds);
            }

            // The old id routes nowhere any more, and its token is what was promised.
            byte[] now = _client.Destination;
            _client.Destination = old;
            byte[] late = _client.Packet(PacketType.OneRtt, s_ping, 100);
            _client.Destination = now;
            _client.Send(late);
            Assert.NotNull(_client.LastReset);
            Assert.True(_client.LastReset.Length < late.Length);
            Assert.True(_connection.IsEstablished);
        }

        [Fact]
        public void NewConnectionIdsOfThePeer()
        {
            byte[] New(int sequence, int retire, byte fill)
            {
                return RawClient.Join(new byte[] { 0x18, (byte)sequence, (byte)retire, 8 }, Enumerable.Repeat(fill, 8).ToArray(), new byte[16]);
            }

            Send(New(1, 0, 1));
            Send(New(2, 1, 2));
            Assert.Contains(_client.Frames, f => f.Frame == FrameType.RetireConnectionId && f.Value == 0);
            Assert.True(_connection.IsEstablished);

            // The same again is nothing new; the same number with another id is an error.
            Send(New(2, 1, 2));
            Assert.True(_connection.IsEstablished);
            Send(New(3, 1, 3));
            Send(New(4, 1, 4));
            Assert.Equal(TransportError.ConnectionIdLimit, _client.Close.Value);
        }

        [Fact]
        public void MigrationIsValidatedAndGoesOn()
        {
            _client.Frames.Clear();
            _client.Port = 50000;
            Send(RawClient.Stream(0, 0, new byte[] { 1, 0 }, true));
            RawClient.Got challenge = _client.Frames.First(f => f.Frame == FrameType.PathChallenge);
            Send(RawClient.Join(new byte[] { 0x1b }, challenge.Data), RawClient.Ack(_client.Largest[2]));
            Assert.Equal(1, Counter(QuicCounter.PathChanges));
            Assert.Equal(50000, _connection.PeerPort);
            Assert.Contains(_client.Frames, f => f.Frame == FrameType.Stream && f.StreamId == 0);
            Request(1);
            Assert.Equal(2, _server.Applications[0].Requests);
        }

        [Fact]
        public void ANewPathIsLimitedToThreeTimesAndFallsBack()
        {
            _server.BodyLength = 50000;
            int port = _client.Port;
            _client.Port = 50000;
            _client.ReceivedSizes.Clear();
            byte[] packet = _client.Packet(PacketType.OneRtt, RawClient.Stream(0, 0, new byte[] { 1, 0 }, true), 200);
            _client.Send(packet);
            _client.Wait(500000);
            Assert.InRange(_client.ReceivedSizes.Sum(), 1, packet.Length * 3);
            _client.Port = port;
            _client.Wait(8000000);
            Assert.Equal(port, _connection.PeerPort);
            Assert.True(_connection.IsEstablished);
        }

        /// <summary>
        /// Four answers in two packets, the first of which is lost, and numbers with gaps as wide as they come, which make the widest ACK frame.
        /// </summary>
        /// <returns>Frames of the packet that tells of the loss.</returns>
        private static byte[] LoseAnswers(RawClient client, int bodyLength)
        {
            const int Jump = 1500000000;
            client.Server.BodyLength = bodyLength;
            long lost = client.Largest[2] + 1;
            byte[][] requests = new byte[4][];
            for (int i = 0; i < 4; i++)
            {
                requests[i] = RawClient.Stream(i * 4, 0, new byte[] { 1, 0 }, true);
            }

            client.Send(client.Packet(PacketType.OneRtt, RawClient.Join(requests)));
            for (int i = 0; i < 3; i++)
            {
                client.Number[2] += Jump;
                client.Send(client.Packet(PacketType.OneRtt, s_ping));
            }

            client.Number[2] += Jump;
            client.ReceivedSizes.Clear();
            client.Frames.Clear();
            long largest = client.Largest[2];
            return RawClient.Join(new byte[] { 2 }, RawClient.VarInt(largest), new byte[] { 0, 0 }, RawClient.VarInt(largest - lost - 1), s_ping);
        }

        private static bool HasAnswer(RawClient client, int id)
        {
            return client.Frames.Any(f => f.Frame == FrameType.Stream && f.StreamId == id && f.Offset == 0);
        }

        [Fact]
        public void AnAcknowledgementBesideWhatIsSentAgainStaysWithinTheDatagram()
        {
            for (int length = 530; length < 575; length++)
            {
                RawClient client = new RawClient(new QuicServer());
                client.Handshake();
                client.Send(client.Packet(PacketType.OneRtt, RawClient.Ack(client.Largest[2])));
                client.Send(client.Packet(PacketType.OneRtt, LoseAnswers(client, length)));
                Assert.True(HasAnswer(client, 0));
                Assert.True(HasAnswer(client, 4));
                Assert.True(client.Count(FrameType.Ack) > 0);
                Assert.InRange(client.ReceivedSizes.Max(), 1100, 1200);
            }
        }

        [Fact]
        public void ControlFramesBesideWhatIsSentAgainStayWithinTheDatagram()
        {
            _server.BodyLength = 50000;
            long lost = _client.Largest[2] + 1;
            Send(RawClient.Stream(0, 0, new byte[] { 1, 0 }, true));
            _client.ReceivedSizes.Clear();
            _client.Frames.Clear();
            long largest = _client.Largest[2];

            // One packet tells of a loss and makes two new connection ids due.
            Send(RawClient.Join(new byte[] { 2 }, RawClient.VarInt(largest), new byte[] { 0, 0 }, RawClient.VarInt(largest - lost - 1)), new byte[] { 0x19, 1 }, new byte[] { 0x19, 2 });
            Assert.True(HasAnswer(_client, 0));
            Assert.Equal(2, _client.Count(FrameType.NewConnectionId));
            Assert.InRange(_client.ReceivedSizes.Max(), 1100, 1200);
        }

        [Fact]
        public void APathIsChallengedThoughWhatWasLostHasNoRoomOnItYet()
        {
            byte[] frames = LoseAnswers(_client, 550);
            _client.Port = 50000;
            Send(frames);
            Assert.Equal(1, Counter(QuicCounter.PathChanges));
            Assert.Equal(1, _client.Count(FrameType.PathChallenge));
            Assert.True(_client.Count(FrameType.Ack) > 0);
            Assert.False(HasAnswer(_client, 0));
            Assert.True(_server.Endpoint.NextTimeout > _client.Now);
            RawClient.Got challenge = _client.Frames.First(f => f.Frame == FrameType.PathChallenge);
            Send(RawClient.Join(new byte[] { 0x1b }, challenge.Data));
            Assert.True(HasAnswer(_client, 0));
            Assert.True(HasAnswer(_client, 4));
        }

        [Fact]
        public void ASlotWithoutMemoryMayBeWoken()
        {
            QuicProfile profile = QuicProfile.Standard();
            profile.OnDemand = true;
            QuicServer server = new QuicServer(profile);
            server.Endpoint.Connection(0).RequestKeyUpdate();
            Assert.Equal(0, server.Poll(1000000));
            Assert.Equal(long.MaxValue, server.Endpoint.NextTimeout);
        }

        [Fact]
        public void AProbeIsAnsweredWhereItCameFrom()
        {
            byte[] probe = _client.Packet(PacketType.OneRtt, RawClient.Join(new byte[] { 0x1a }, new byte[] { 1, 2, 3, 4, 5, 6, 7, 8 }), 1200);
            int port = _client.Port;
            _client.Port = 50001;
            _client.Send(probe);
            RawClient.Got response = _client.Frames.Single(f => f.Frame == FrameType.PathResponse);
            Assert.Equal(new byte[] { 1, 2, 3, 4, 5, 6, 7, 8 }, response.Data);
            Assert.Equal(1200, _client.ReceivedSizes[^1]);
            Assert.Equal(port, _connection.PeerPort);
        }

        [Fact]
        public void Trap19_IdleConnectionsAreReapedOnASilentServer()
        {
            _client.Wait(31000000);
            Assert.True(_connection.IsFree);
            Assert.Equal(1, _server.Applications[0].Closed);
            Assert.Equal(1, Counter(QuicCounter.ConnectionsTimedOut));
        }

        [Fact]
        public void Trap19_HandshakesAreReapedOnASilentServer()
        {
            RawClient other = new RawClient(_server) { Port = 41000 };
            other.Start();
            other.Send(other.Packet(PacketType.Initial, RawClient.Crypto(0, other.Hello()[..100]), 1200));
            Assert.Equal(1, _server.Endpoint.HandshakesActive);
            other.Wait(10100000);
            Assert.Equal(0, _server.Endpoint.HandshakesActive);
            Assert.True(_server.Endpoint.Connection(1).IsFree);
            Assert.Equal(1, Counter(QuicCounter.HandshakesTimedOut));
        }

        [Fact]
        public void ClosingAnswersEverMoreRarelyAndEnds()
        {
            _connection.Close(true, 0x10c);
            _client.Pump();
            Assert.Equal(FrameType.ConnectionCloseApplication, _client.Close.Frame);
            Assert.Equal(0x10c, _client.Close.Value);
            _client.Frames.Clear();
            for (int i = 0; i < 64; i++)
            {
                Send(s_ping);
            }

            Assert.InRange(_client.Frames.Count(f => f.Frame == FrameType.ConnectionCloseApplication), 2, 8);
            Assert.Equal(1, _server.Applications[0].Closed);
            _client.Wait(5000000);
            Assert.True(_connection.IsFree);
        }

        [Fact]
        public void DrainingIsSilent()
        {
            int received = _client.ReceivedSizes.Count;
            Send(new byte[] { 0x1d, 0x41, 0x00, 0 });
            Send(s_ping);
            Assert.Equal(received, _client.ReceivedSizes.Count);
            Assert.Equal(0x100, _connection.CloseErrorCode);
            Assert.True(_connection.ClosedByApplicationCode);
            Assert.Equal(1, _server.Applications[0].Closed);
            _client.Wait(5000000);
            Assert.True(_connection.IsFree);
        }

        [Fact]
        public void Trap23_ClosedIsNeverLost()
        {
            // Nobody polls events while the connection begins and ends; the slot waits for it.
            QuicServer server = new QuicServer();
            RawClient client = new RawClient(server);
            client.Handshake();
            server.Endpoint.Connection(0).Close(false, 0);
            client.Server.Endpoint.PollOutput(server.Buffer, 0, 1252, client.Now);
            server.Endpoint.HandleTimeout(client.Now + 100000000);
            Assert.False(server.Endpoint.Connection(0).IsFree);
            Assert.Equal(QuicEvent.Closed, server.Endpoint.Connection(0).PollEvent());
            Assert.True(server.Endpoint.Connection(0).IsFree);
        }

        [Fact]
        public void StatelessResetOfThePeerEndsTheConnection()
        {
            byte[] token = Enumerable.Range(1, 16).Select(i => (byte)i).ToArray();
            Send(RawClient.Join(new byte[] { 0x18, 1, 1, 8 }, new byte[] { 9, 9, 9, 9, 9, 9, 9, 9 }, token));
            byte[] reset = RawClient.Join(new byte[] { 0x41 }, new byte[24], token);
            _client.Send(reset);
            Assert.Equal(1, Counter(QuicCounter.StatelessResetsReceived));
            Assert.False(_connection.IsEstablished);
        }

        [Fact]
        public void PacketsOfAnotherSourceIdAreIgnoredInTheHandshake()
        {
            RawClient other = new RawClient(_server) { Port = 41000 };
            other.Start();
            other.Send(other.Packet(PacketType.Initial, RawClient.Crypto(0, other.Hello()[..100]), 1200));
            int before = Counter(QuicCounter.DroppedUndecryptable);
            byte[] right = other.Source;
            other.Source = new byte[8];
            other.Send(other.Packet(PacketType.Initial, s_ping, 1200));
            Assert.Equal(before + 1, Counter(QuicCounter.DroppedUndecryptable));
            other.Source = right;
        }
    }
}
