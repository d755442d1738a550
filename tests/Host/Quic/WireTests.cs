// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using MilliHttp.Nano.Quic;
using MilliHttp.Nano.TestClient;
using Xunit;

namespace MilliHttp.Nano.Tests.Host.Quic
{
    public class WireTests
    {
        [Theory]
        [InlineData("c2197c5eff14e88c", 151288809941952652, 8)]
        [InlineData("9d7f3e7d", 494878333, 4)]
        [InlineData("7bbd", 15293, 2)]
        [InlineData("25", 37, 1)]
        [InlineData("4025", 37, 2)]
        [InlineData("ffffffffffffffff", 4611686018427387903, 8)]
        public void Varints_of_rfc9000_appendix_a1(string hex, long value, int length)
        {
            byte[] bytes = Bytes.Of(hex);
            Assert.Equal(length, Varint.Length(bytes, 0));
            Assert.Equal(value, Varint.Read(bytes, 0));
        }

        [Fact]
        public void Varints_round_trip_at_every_boundary()
        {
            byte[] buffer = new byte[16];
            for (int bit = 0; bit < 62; bit++)
            {
                for (long delta = -1; delta <= 1; delta++)
                {
                    long value = (1L << bit) + delta;
                    int end = Varint.Write(buffer, 3, value);
                    Assert.Equal(Varint.Size(value), end - 3);
                    Assert.Equal(Varint.Length(buffer, 3), end - 3);
                    Assert.Equal(value, Varint.Read(buffer, 3));
                }
            }

            Varint.WriteTwoBytes(buffer, 0, 5);
            Assert.Equal(5, Varint.Read(buffer, 0));
            Assert.Equal(2, Varint.Length(buffer, 0));
        }

        [Fact]
        public void Packet_number_length_follows_the_largest_acknowledged_Trap09()
        {
            Assert.Equal(2, PacketNumber.EncodedLength(0xac5c02, 0xabe8b3));
            Assert.Equal(3, PacketNumber.EncodedLength(0xace8fe, 0xabe8b3));
            Assert.Equal(1, PacketNumber.EncodedLength(0, -1));
            Assert.Equal(1, PacketNumber.EncodedLength(127, -1));
            Assert.Equal(2, PacketNumber.EncodedLength(128, -1));
            Assert.Equal(4, PacketNumber.EncodedLength(1L << 24, -1));
        }

        [Fact]
        public void Packet_numbers_decode_as_appendix_a3()
        {
            Assert.Equal(0xa82f9b32, PacketNumber.Decode(0xa82f30ea, 0x9b32, 2));
        }

        [Fact]
        public void Packet_numbers_survive_truncation_whatever_was_acknowledged()
        {
            Random random = new Random(1);
            byte[] buffer = new byte[8];
            for (int i = 0; i < 200000; i++)
            {
                long acknowledged = (long)(random.NextDouble() * (1L << random.Next(1, 61))) - 1;
                long number = acknowledged + 1 + random.NextInt64(1L << random.Next(0, 31));

                // The receiver has everything that was acknowledged, and maybe any number in between.
                long largest = acknowledged + (long)(random.NextDouble() * (number - acknowledged));
                int length = PacketNumber.EncodedLength(number, acknowledged);
                PacketNumber.Write(buffer, 1, number, length);
                long truncated = 0;
                for (int k = 1; k <= length; k++)
                {
                    truncated = truncated << 8 | buffer[k];
                }

                Assert.Equal(number, PacketNumber.Decode(largest, truncated, length));
            }
        }

        [Fact]
        public void Long_headers_are_written_and_parsed()
        {
            byte[] buffer = new byte[300];
            byte[] id = Bytes.Of("0102030405060708");
            byte[] token = Bytes.Of("aabbcc");
            int number = ClientPackets.WriteLong(buffer, 2, PacketType.Initial, 3, id, 0, 8, id, 1, 5, token, 0, 3);
            Assert.Equal(2 + 9 + 8 + 5 + 1 + 3, number);
            Varint.WriteTwoBytes(buffer, number - 2, 100);
            PacketHeader header = new PacketHeader();
            Assert.Equal(PacketType.Initial, header.Parse(buffer, 2, 280, 8));
            Assert.Equal(8, header.DestinationIdLength);
            Assert.Equal(8, header.DestinationIdOffset);
            Assert.Equal(5, header.SourceIdLength);
            Assert.Equal(3, header.TokenLength);
            Assert.Equal("aabbcc", Bytes.Hex(buffer, header.TokenOffset, 3));
            Assert.Equal(number, header.NumberOffset);
            Assert.Equal(number + 100, header.End);
            Assert.Equal(PacketType.Malformed, header.Parse(buffer, 2, number + 99, 8));

            number = ClientPackets.WriteLong(buffer, 0, PacketType.Handshake, 1, id, 0, 0, id, 0, 8, null, 0, 0);
            Varint.WriteTwoBytes(buffer, number - 2, 20);
            Assert.Equal(PacketType.Handshake, header.Parse(buffer, 0, 300, 8));
            Assert.Equal(0, header.DestinationIdLength);
            Assert.Equal(0, header.TokenLength);
            Assert.Equal(number + 20, header.End);
        }

        [Fact]
        public void Other_versions_may_have_connection_ids_of_255_bytes_Trap22()
        {
            byte[] buffer = new byte[1200];
            buffer[0] = 0x80;
            buffer[1] = 0xde;
            buffer[2] = 0xad;
            buffer[3] = 0xbe;
            buffer[4] = 0xef;
            buffer[5] = 255;
            buffer[6 + 255] = 254;
            PacketHeader header = new PacketHeader();
            Assert.Equal(PacketType.UnknownVersion, header.Parse(buffer, 0, 1200, 8));
            Assert.Equal(255, header.DestinationIdLength);
            Assert.Equal(254, header.SourceIdLength);

            byte[] answer = (byte[])buffer.Clone();
            int end = VersionNegotiation.Write(answer, 0, answer.Length, 0x35);
            Assert.Equal(7 + 255 + 254 + 8, end);
            Assert.Equal(PacketType.VersionNegotiation, header.Parse(answer, 0, end, 8));
            Assert.Equal(254, header.DestinationIdLength);
            Assert.Equal(255, header.SourceIdLength);
            Assert.Equal(8, header.TokenLength);
            Assert.Equal("00000001", Bytes.Hex(answer, header.TokenOffset, 4));

            // In version 1 they end at 20.
            buffer[1] = 0;
            buffer[2] = 0;
            buffer[3] = 0;
            buffer[4] = 1;
            buffer[0] = 0xC0;
            Assert.Equal(PacketType.Malformed, header.Parse(buffer, 0, 1200, 8));
        }

        [Fact]
        public void Headers_cut_off_anywhere_are_malformed_or_hold_their_bounds()
        {
            Random random = new Random(2);
            byte[] buffer = new byte[80];
            PacketHeader header = new PacketHeader();
            for (int i = 0; i < 300000; i++)
            {
                random.NextBytes(buffer);
                if (random.Next(4) != 0)
                {
                    buffer[0] |= 0xC0;
                    buffer[1] = buffer[2] = buffer[3] = 0;
                    buffer[4] = (byte)random.Next(3);
                    buffer[5] = (byte)random.Next(24);
                }

                int end = random.Next(81);
                int type = header.Parse(buffer, 0, end, 8);
                if (type == PacketType.Malformed)
                {
                    continue;
                }

                Assert.InRange(header.End, 0, end);
                Assert.InRange(header.DestinationIdOffset + header.DestinationIdLength, 0, end);
                if (type != PacketType.OneRtt)
                {
                    Assert.InRange(header.SourceIdOffset + header.SourceIdLength, 0, end);
                    Assert.InRange(header.TokenLength, 0, end);
                }
            }
        }

        [Theory]
        // Truncated in every field, and lengths beyond the packet.
        [InlineData("02", -7)]
        [InlineData("0205", -7)]
        [InlineData("02050000", -7)]
        [InlineData("0205000006", -7)]
        [InlineData("020500010100", -7)]
        [InlineData("02050001000000", 7)]
        [InlineData("020500010400", -7)]
        [InlineData("0205000500", -7)]
        [InlineData("030500000001", -7)]
        [InlineData("03050000000102", -7)]
        [InlineData("0305000000010203", 8)]
        [InlineData("02ffffffffffffffff00ffffffffffffffff00", -7)]
        [InlineData("0400", -7)]
        [InlineData("04000102", 4)]
        [InlineData("0500", -7)]
        [InlineData("06000201", -7)]
        [InlineData("0600020102", 5)]
        [InlineData("06ffffffffffffffff0101", -7)]
        [InlineData("0700", -7)]
        [InlineData("070201", -7)]
        [InlineData("07020102", 4)]
        [InlineData("0a000201", -7)]
        [InlineData("0fff", -7)]
        [InlineData("0e00ffffffffffffffff0101", -7)]
        [InlineData("0c00ffffffffffffffff", 10)]
        [InlineData("0c00ffffffffffffffff01", -7)]
        [InlineData("10", -7)]
        [InlineData("1105", -7)]
        [InlineData("12d000000000000001", -7)]
        [InlineData("12d000000000000000", 9)]
        [InlineData("17d000000000000001", -7)]
        [InlineData("18010008" + "0102030405060708" + "000102030405060708090a0b0c0d0e", -7)]
        [InlineData("18010008" + "0102030405060708" + "000102030405060708090a0b0c0d0e0f", 28)]
        [InlineData("18010208" + "0102030405060708" + "000102030405060708090a0b0c0d0e0f", -7)]
        [InlineData("18010000" + "000102030405060708090a0b0c0d0e0f", -7)]
        [InlineData("18010015" + "000102030405060708090a0b0c0d0e0f1011121314" + "000102030405060708090a0b0c0d0e0f", -7)]
        [InlineData("1a01020304050607", -7)]
        [InlineData("1a0102030405060708", 9)]
        [InlineData("1c000001", -7)]
        [InlineData("1c00000161", 5)]
        [InlineData("1d0001", -7)]
        [InlineData("1d000161", 4)]
        [InlineData("1e", 1)]
        [InlineData("1f", -7)]
        [InlineData("21", -7)]
        [InlineData("4001", -10)]
        [InlineData("8000001e", -10)]
        [InlineData("401f", -7)]
        [InlineData("40", -7)]
        [InlineData("c000000000000002", -10)]
        [InlineData("000000", 3)]
        public void Malformed_frames_have_their_error_Trap21(string hex, int expected)
        {
            byte[] bytes = Bytes.Of(hex);
            Assert.Equal(expected, FrameReader.Parse(bytes, 0, bytes.Length, new Frame()));
        }

        [Fact]
        public void Frames_of_random_bytes_stay_within_the_packet()
        {
            Random random = new Random(3);
            byte[] buffer = new byte[40];
            Frame frame = new Frame();
            for (int i = 0; i < 500000; i++)
            {
                random.NextBytes(buffer);
                buffer[0] = (byte)random.Next(0x20);
                int end = random.Next(1, 41);
                int next = FrameReader.Parse(buffer, 0, end, frame);
                Assert.True(next < 0 || next > 0 && next <= end);
                if (next > 0 && frame.Type == FrameType.Stream)
                {
                    Assert.Equal(next, frame.DataOffset + frame.DataLength);
                    Assert.InRange(frame.Offset + frame.DataLength, 0, Varint.Max);
                }
            }
        }

        [Fact]
        public void Frames_belong_to_packet_types_Trap21()
        {
            // RFC 9000 table 3, by hand: I, H, 0, 1.
            string[] rows =
            {
                "IH01", "IH01", "IH_1", "IH_1", "__01", "__01", "IH_1", "___1",
                "__01", "__01", "__01", "__01", "__01", "__01", "__01", "__01",
                "__01", "__01", "__01", "__01", "__01", "__01", "__01", "__01",
                "__01", "___1", "__01", "___1", "IH01", "__01", "___1",
            };
            for (int type = 0; type < rows.Length; type++)
            {
                Assert.Equal(rows[type][0] != '_', FrameType.IsAllowed(type, PacketType.Initial));
                Assert.Equal(rows[type][1] != '_', FrameType.IsAllowed(type, PacketType.Handshake));
                Assert.Equal(rows[type][2] != '_', FrameType.IsAllowed(type, PacketType.ZeroRtt));
                bool serverOnly = type == FrameType.NewToken || type == FrameType.HandshakeDone;
                Assert.Equal(!serverOnly, FrameType.IsAllowed(type, PacketType.OneRtt));
                bool passive = type == 0 || type == 2 || type == 3 || type == 0x1C || type == 0x1D;
                Assert.Equal(!passive, FrameType.IsAckEliciting(type));
                Assert.Equal(type == 0 || type == 0x18 || type == 0x1A || type == 0x1B, FrameType.IsProbing(type));
            }
        }

        [Fact]
        public void Ack_frames_parse()
        {
            byte[] bytes = Bytes.Of("03 4064 05 02 03 00 01 04 00 07 08 09 01");
            Frame frame = new Frame();
            Assert.Equal(bytes.Length - 1, FrameReader.Parse(bytes, 0, bytes.Length, frame));
            Assert.Equal(100, frame.Value);
            Assert.Equal(5, frame.Offset);
            Assert.Equal(2, frame.DataLength);
            Assert.Equal(5, frame.DataOffset);
        }

        [Theory]
        [InlineData("", 0)]
        [InlineData("01048000ea60", 0)]
        // Duplicate; length not that of the integer; truncated; below, above the range.
        [InlineData("01010101 0101", 8)]
        [InlineData("010101 010102", 8)]
        [InlineData("01024001", 0)]
        [InlineData("010301aabb", 8)]
        [InlineData("0100", 8)]
        [InlineData("01", 8)]
        [InlineData("0102", 8)]
        [InlineData("030244af", 8)]
        [InlineData("030244b0", 0)]
        [InlineData("0a0114", 0)]
        [InlineData("0a0115", 8)]
        [InlineData("0b023fff", 8)]
        [InlineData("0b027fff", 0)]
        [InlineData("0b0480004000", 8)]
        [InlineData("0e0101", 8)]
        [InlineData("0e0102", 0)]
        [InlineData("0808d000000000000001", 8)]
        [InlineData("0908d000000000000001", 8)]
        [InlineData("0908d000000000000000", 0)]
        [InlineData("0c00", 0)]
        [InlineData("0c0100", 8)]
        [InlineData("0f15000102030405060708090a0b0c0d0e0f1011121314", 8)]
        [InlineData("0f00", 0)]
        // What only a server may send.
        [InlineData("0000", 8)]
        [InlineData("0210000102030405060708090a0b0c0d0e0f", 8)]
        [InlineData("1000", 8)]
        // Unknown ones are ignored, but not twice.
        [InlineData("1b03010203 40520100", 0)]
        [InlineData("1b03010203 1b00", 8)]
        public void Transport_parameters_are_checked_Trap21(string hex, int expected)
        {
            byte[] bytes = Bytes.Of(hex);
            Assert.Equal(expected, new TransportParameters().Parse(bytes, 0, bytes.Length, true));
        }

        [Fact]
        public void Preferred_address_of_a_server_is_measured()
        {
            string address = new string('0', 48) + "04" + "01020304" + new string('0', 32);
            byte[] good = Bytes.Of("0d2d" + address);
            Assert.Equal(0, new TransportParameters().Parse(good, 0, good.Length, false));
            byte[] bad = Bytes.Of("0d2c" + address.Substring(2));
            Assert.Equal(8, new TransportParameters().Parse(bad, 0, bad.Length, false));
        }

        [Fact]
        public void Transport_parameters_round_trip()
        {
            TransportParameters written = new TransportParameters();
            written.SetDefaults();
            written.MaxIdleTimeout = 30000;
            written.MaxUdpPayloadSize = 1472;
            written.InitialMaxData = 3214;
            written.InitialMaxStreamDataBidiLocal = 1;
            written.InitialMaxStreamDataBidiRemote = 2;
            written.InitialMaxStreamDataUni = 3;
            written.InitialMaxStreamsBidi = 4;
            written.InitialMaxStreamsUni = 5;
            written.AckDelayExponent = 4;
            written.MaxAckDelay = 26;
            written.ActiveConnectionIdLimit = 3;
            byte[] buffer = new byte[200];
            int end = written.WriteNumbers(buffer, 0);
            end = TransportParameters.WriteBytes(buffer, end, TransportParameters.IdInitialSourceId, Bytes.Of("0102030405"), 0, 5);
            TransportParameters read = new TransportParameters();
            Assert.Equal(0, read.Parse(buffer, 0, end, true));
            Assert.Equal(30000, read.MaxIdleTimeout);
            Assert.Equal(1472, read.MaxUdpPayloadSize);
            Assert.Equal(3214, read.InitialMaxData);
            Assert.Equal(1, read.InitialMaxStreamDataBidiLocal);
            Assert.Equal(2, read.InitialMaxStreamDataBidiRemote);
            Assert.Equal(3, read.InitialMaxStreamDataUni);
            Assert.Equal(4, read.InitialMaxStreamsBidi);
            Assert.Equal(5, read.InitialMaxStreamsUni);
            Assert.Equal(4, read.AckDelayExponent);
            Assert.Equal(26, read.MaxAckDelay);
            Assert.Equal(3, read.ActiveConnectionIdLimit);
            int source = TransportParameters.Find(buffer, 0, end, TransportParameters.IdInitialSourceId);
            Assert.Equal(5, buffer[source - 1]);
            Assert.Equal("0102030405", Bytes.Hex(buffer, source, 5));
            Assert.Equal(-1, TransportParameters.Find(buffer, 0, end, TransportParameters.IdOriginalDestinationId));
        }
    }
}
