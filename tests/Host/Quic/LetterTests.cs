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
    /// <summary>Sentences of RFC 9000, 9001 and 9002 that other people's conformance suites looked for.</summary>
    public class LetterTests
    {
        private static readonly byte[] s_ping = { 1 };

        private readonly QuicServer _server = new QuicServer();
        private readonly RawClient _client;

        public LetterTests()
        {
            _client = new RawClient(_server);
        }

        private Connection Connection => _server.Endpoint.Connection(0);

        private void Establish()
        {
            _client.Handshake();
            Send(RawClient.Ack(_client.Largest[2]));
        }

        private void Send(params byte[][] frames)
        {
            _client.Send(_client.Packet(PacketType.OneRtt, RawClient.Join(frames)));
        }

        private static byte[] NewId(int sequence, int retire, byte fill)
        {
            return RawClient.Join(new byte[] { 0x18, (byte)sequence, (byte)retire, 8 }, Enumerable.Repeat(fill, 8).ToArray(), Enumerable.Repeat(fill, 16).ToArray());
        }

        [Fact]
        public void Crypto_data_after_the_Finished_is_unexpected()
        {
            // RFC 9001 sections 4.1.3 and 6: in the same packet, a KeyUpdate.
            _client.Start();
            _client.Send(_client.Packet(PacketType.Initial, RawClient.Crypto(0, _client.Hello()), 1200));
            byte[] finished = _client.FinishedFrame();
            _client.Send(_client.Packet(PacketType.Handshake, RawClient.Join(RawClient.Ack(_client.Largest[1]), RawClient.Crypto(36, new byte[] { 24, 0, 0, 1, 0 }), finished)));
            Assert.Equal(TransportError.Crypto + TlsAlert.UnexpectedMessage, _client.Close.Value);
            Assert.Equal(0, _client.Count(FrameType.HandshakeDone));
        }

        [Fact]
        public void An_id_that_was_not_sent_cannot_be_retired()
        {
            // RFC 9000 section 19.16. The server keeps three ids; the peer retires 1, whose successor 3 is made in the same packet, and not sent yet.
            Establish();
            Assert.Equal(2, _client.Count(FrameType.NewConnectionId));
            Send(new byte[] { 0x19, 1 }, new byte[] { 0x19, 3 });
            Assert.Equal(TransportError.ProtocolViolation, _client.Close.Value);
            Assert.Equal(FrameType.RetireConnectionId, _client.Close.Offset);
        }

        [Fact]
        public void An_id_that_was_sent_can_be_retired_once_or_twice()
        {
            Establish();
            Send(new byte[] { 0x19, 1 });
            Assert.Equal(3, _client.Count(FrameType.NewConnectionId));
            Send(new byte[] { 0x19, 1 }, new byte[] { 0x19, 3 });
            Assert.Null(_client.Close);
            Assert.Equal(4, _client.Count(FrameType.NewConnectionId));
        }

        [Fact]
        public void A_repeated_id_that_was_retired_and_acknowledged_is_no_error()
        {
            // RFC 9000 section 19.15: the same frame may come again at any time.
            Establish();
            Send(NewId(1, 0, 1));
            Send(NewId(2, 1, 2));
            Assert.Equal(1, _client.Count(FrameType.RetireConnectionId));
            Send(NewId(3, 2, 3));
            Assert.Equal(2, _client.Count(FrameType.RetireConnectionId));
            Send(RawClient.Ack(_client.Largest[2]));
            for (int i = 0; i < 3; i++)
            {
                Send(NewId(1, 0, 1));
                Send(NewId(2, 1, 2));
            }

            Assert.Null(_client.Close);
            Assert.Equal(2, _client.Count(FrameType.RetireConnectionId));
            Send(NewId(4, 3, 4));
            Assert.Null(_client.Close);
            Assert.Equal(3, _client.Count(FrameType.RetireConnectionId));
        }

        [Fact]
        public void The_previous_path_is_challenged_too()
        {
            // RFC 9000 section 9.3.3: an attacker may have sent the packet on.
            Establish();
            RawClient before = _client;
            RawClient after = new RawClient(_server) { Port = 50000 };
            byte[] packet = _client.Packet(PacketType.OneRtt, s_ping, 1200);
            _client.Frames.Clear();
            _client.ReceivedSizes.Clear();
            int port = _client.Port;
            _client.Port = 50000;
            _server.Clients.Remove(after);
            List<int> ports = new List<int>();
            packet.CopyTo(_server.Buffer, 0);
            _server.Feed(packet.Length, _client.AddressLow, 50000, _client.Now);
            for (int i = 0; i < 20; i++)
            {
                _server.Turn(_client.Now);
                int length = _server.Poll(_client.Now);
                if (length > 0)
                {
                    Assert.InRange(length, 1, 1200);
                    int to = _server.Endpoint.OutputAddress.Port;
                    byte[] datagram = _server.Buffer[..length];
                    int had = _client.Count(FrameType.PathChallenge);
                    before.Receive(datagram);
                    if (_client.Count(FrameType.PathChallenge) > had)
                    {
                        ports.Add(to);
                        Assert.Equal(1200, length);
                    }
                }
            }

            Assert.Equal(new[] { port, 50000 }, ports.OrderBy(p => p));
            Assert.Equal(2, _client.Frames.Where(f => f.Frame == FrameType.PathChallenge).Select(f => BitConverter.ToInt64(f.Data)).Distinct().Count());
        }

        [Fact]
        public void Each_PathChallenge_has_data_of_its_own()
        {
            // RFC 9000 section 13.3.
            Establish();
            _client.Frames.Clear();
            _client.Port = 50000;
            Send(s_ping, new byte[1100]);
            _client.Wait(2500000);
            long[] data = _client.Frames.Where(f => f.Frame == FrameType.PathChallenge).Select(f => BitConverter.ToInt64(f.Data)).ToArray();
            Assert.True(data.Length >= 2);
            Assert.Equal(data.Length, data.Distinct().Count());
            Send(RawClient.Join(new byte[] { 0x1b }, BitConverter.GetBytes(data[^1])));
            _client.Wait(8000000);
            Assert.True(Connection.IsEstablished);
            Assert.Equal(50000, Connection.PeerPort);
        }

        [Fact]
        public void A_sender_that_is_blocked_says_so_again()
        {
            // RFC 9000 section 4.1, while nothing is in flight.
            _server.BodyLength = 50000;
            _client.SetParameters(RawClient.Parameter(1, 30000), RawClient.Parameter(4, 3000), RawClient.Parameter(5, 1 << 20), RawClient.Parameter(6, 1 << 20), RawClient.Parameter(7, 1 << 20), RawClient.Parameter(8, 100), RawClient.Parameter(9, 100), RawClient.Bytes(15, _client.Source));
            Establish();
            Send(RawClient.Stream(0, 0, new byte[] { 1, 0 }, true));
            for (int i = 0; i < 50 && Connection.BytesInFlight > 0; i++)
            {
                Send(RawClient.Ack(_client.Largest[2]));
                _client.Wait(20000);
            }

            Assert.Equal(0, Connection.BytesInFlight);
            Assert.Equal(1, _client.Count(FrameType.DataBlocked));
            for (int i = 0; i < 90; i++)
            {
                _client.Wait(500000);
                if (Connection.BytesInFlight > 0)
                {
                    Send(RawClient.Ack(_client.Largest[2]));
                }
            }

            // Every fifteen seconds, and so the connection lives on.
            Assert.InRange(_client.Count(FrameType.DataBlocked), 3, 5);
            Assert.True(Connection.IsEstablished);
        }

        [Theory]
        [InlineData(new byte[] { 0x10 }, FrameType.MaxData)]
        [InlineData(new byte[] { 0x1e }, FrameType.HandshakeDone)]
        [InlineData(new byte[] { 0x0e, 1, 0, 0 }, 0x0e)]
        public void A_close_names_the_frame_type(byte[] frame, int type)
        {
            Establish();
            Send(s_ping, frame);
            Assert.Equal(FrameType.ConnectionClose, _client.Close.Frame);
            Assert.Equal(type, _client.Close.Offset);
        }

        [Fact]
        public void Late_acknowledgements_do_not_hold_an_idle_slot_for_minutes()
        {
            Establish();
            for (int i = 0; i < 12; i++)
            {
                Send(RawClient.Stream(4 * i, 0, new byte[] { 1, 0 }, true));
                long largest = _client.Largest[2];
                _client.Now += 25000000;
                Send(RawClient.Ack(largest));
            }

            Assert.True(Connection.IsEstablished);
            long idle = _client.Now;
            _client.Wait(100000000);
            Assert.True(Connection.IsFree);
            _client.Now = idle;
        }

        [Fact]
        public void A_chain_of_retirements_in_one_packet_is_cut()
        {
            // Each would have had a new id made, and its token computed.
            Establish();
            Send(Enumerable.Range(1, 60).Select(i => new byte[] { 0x19, (byte)i }).ToArray());
            Assert.Equal(TransportError.ProtocolViolation, _client.Close.Value);
        }

        [Fact]
        public void A_connection_id_that_begins_with_zeros_is_routed()
        {
            byte[] zeros = new byte[8];
            RawClient client = new RawClient(_server) { Original = zeros };
            client.Start();
            byte[] hello = client.Hello();
            client.Send(client.Packet(PacketType.Initial, RawClient.Crypto(0, hello[..100]), 1200));
            client.Destination = zeros;
            client.Send(client.Packet(PacketType.Initial, RawClient.Crypto(100, hello[100..]), 1200));
            Assert.True(client.HasFlight);
            Assert.Equal(1, _server.Endpoint.Counters[QuicCounter.HandshakesStarted]);
            client.Finish();
        }
    }
}
