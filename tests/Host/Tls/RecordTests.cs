// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using System.Linq;
using MilliHttp.Nano.Tls;
using Xunit;

namespace MilliHttp.Nano.Tests.Host.Tls
{
    /// <summary>Records after the handshake: splitting, padding, the small window, and what must not be acted on.</summary>
    public class RecordTests
    {
        [Theory]
        [InlineData(0, TlsAlert.UnexpectedMessage, "00")]
        [InlineData(22, TlsAlert.UnexpectedMessage, "04 00 00 00")]
        [InlineData(22, TlsAlert.UnexpectedMessage, "14 00 00 20")]
        [InlineData(22, TlsAlert.UnexpectedMessage, "")]
        [InlineData(22, TlsAlert.DecodeError, "18 00 00 02 00 00")]
        [InlineData(22, TlsAlert.DecodeError, "18 01 00 01 00")]
        [InlineData(22, TlsAlert.IllegalParameter, "18 00 00 01 02")]
        [InlineData(22, TlsAlert.UnexpectedMessage, "18 00 00 01 00 18")]
        [InlineData(20, TlsAlert.UnexpectedMessage, "01")]
        [InlineData(24, TlsAlert.UnexpectedMessage, "01")]
        [InlineData(21, TlsAlert.DecodeError, "02")]
        [InlineData(21, TlsAlert.DecodeError, "02 0a 00")]
        [InlineData(21, TlsAlert.UnexpectedMessage, "")]
        public void BadProtectedRecords(int type, int alert, string content)
        {
            // Trap 27
            byte[] bytes = Convert.FromHexString(content.Replace(" ", string.Empty));
            foreach (int padding in new[] { 0, 200, 9000 })
            {
                TestClientPair pair = new TestClientPair().Connect();
                pair.Client.Padding = padding;
                pair.Client.WriteRecord(type, bytes, 0, bytes.Length);
                pair.Run();
                AssertFailed(pair, alert);
            }
        }

        [Theory]
        [InlineData(23, 10, TlsAlert.BadRecordMac)]
        [InlineData(23, 16, TlsAlert.BadRecordMac)]
        [InlineData(23, 17, TlsAlert.BadRecordMac)]
        [InlineData(23, 5000, TlsAlert.BadRecordMac)]
        [InlineData(23, 16641, TlsAlert.RecordOverflow)]
        [InlineData(23, 65535, TlsAlert.RecordOverflow)]
        [InlineData(22, 10, TlsAlert.UnexpectedMessage)]
        [InlineData(21, 2, TlsAlert.UnexpectedMessage)]
        [InlineData(20, 1, TlsAlert.UnexpectedMessage)]
        [InlineData(25, 1, TlsAlert.UnexpectedMessage)]
        public void BadRawRecords(int type, int length, int alert)
        {
            TestClientPair pair = new TestClientPair().Connect();
            byte[] record = new byte[5 + length];
            record[0] = (byte)type;
            record[1] = 3;
            record[2] = 3;
            record[3] = (byte)(length >> 8);
            record[4] = (byte)length;
            pair.Server.Feed(record);
            pair.Run();
            AssertFailed(pair, alert);
        }

        [Fact]
        public void Trap24RoomGivenBackTakesNoSequenceNumber()
        {
            // A record that was begun and never sealed: the next one must have the number that the client expects.
            TestClientPair pair = new TestClientPair().Connect();
            pair.Server.Echo = false;
            TlsConnection server = pair.Server.Connection;
            for (int i = 0; i < 3; i++)
            {
                Assert.True(server.Reserve() > 0);
                server.Commit(0);
                byte[] data = { 1, 2, (byte)i };
                int before = pair.Received.Count;
                pair.Server.Send(data);
                pair.Run();
                Assert.Equal(data, pair.Received.Skip(before).ToArray());
            }
        }

        [Fact]
        public void InnerPlaintextTooLong()
        {
            TestClientPair pair = new TestClientPair().Connect();
            pair.Client.WriteRecord(23, new byte[16385], 0, 16385);
            pair.Run();
            AssertFailed(pair, TlsAlert.RecordOverflow);
            Assert.Equal(0, pair.Server.Received.Length);
        }

        [Theory]
        [InlineData(0)]
        [InlineData(15)]
        [InlineData(700)]
        [InlineData(3000)]
        [InlineData(16000)]
        [InlineData(16383)]
        [InlineData(16384)]
        [InlineData(16390)]
        [InlineData(16400)]
        public void FlippedBitLeavesNothing(int position)
        {
            // a flipped bit in the 16,000th byte, and elsewhere: no effect, and always bad_record_mac
            foreach (int piece in new[] { int.MaxValue, 100 })
            {
                TestClientPair pair = new TestClientPair().Connect();
                pair.Server.FeedPiece = piece;
                byte[] data = Pattern(16384);
                byte[] before = Pattern(100);
                pair.Write(before);
                int at = pair.Client.WriteRecord(23, data, 0, data.Length);
                pair.Client.OutputBuffer[at + 5 + position] ^= 4;
                pair.Client.WriteRecord(23, before, 0, before.Length);
                pair.Run();
                AssertFailed(pair, TlsAlert.BadRecordMac);
                Assert.Equal(before, pair.Server.Received.ToArray());
                Assert.Equal(before, pair.Received.ToArray());
                Assert.All(pair.Server.Connection.ReadBuffer.AsSpan(0, pair.Server.Connection.OutputOffset).ToArray(), b => Assert.Equal(0, b));
            }
        }

        [Theory]
        [InlineData(0, 16384)]
        [InlineData(10, 16000)]
        [InlineData(1000, 15000)]
        [InlineData(5000, 11000)]
        [InlineData(16384, 0)]
        public void PaddingIsNotContent(int content, int padding)
        {
            foreach (TlsProfile profile in Profiles())
            {
                foreach (int piece in new[] { int.MaxValue, 333 })
                {
                    TestClientPair pair = new TestClientPair(new TlsServer(profile) { FeedPiece = piece }).Connect();
                    pair.Client.Padding = padding;
                    byte[] data = Pattern(content);
                    pair.Client.WriteRecord(23, data, 0, data.Length);
                    pair.Client.Padding = 0;
                    pair.Client.WriteRecord(23, data, 0, data.Length);
                    pair.Run();
                    Assert.Equal(TlsAlert.None, pair.Server.Connection.Alert);
                    Assert.Equal(data.Concat(data).ToArray(), pair.Received.ToArray());
                }
            }
        }

        [Fact]
        public void ZerosThatAreContentArrive()
        {
            Random random = new Random(7);
            foreach (TlsProfile profile in Profiles())
            {
                for (int round = 0; round < 15; round++)
                {
                    TestClientPair pair = s_pairs(profile);
                    pair.Server.FeedPiece = random.Next(2) == 0 ? int.MaxValue : random.Next(1, 3000);
                    pair.Server.ConsumePiece = random.Next(2) == 0 ? int.MaxValue : random.Next(1, 1500);
                    byte[] data = new byte[random.Next(1, 16385)];
                    for (int i = random.Next(6); i > 0; i--)
                    {
                        data[random.Next(data.Length)] = 1;
                        int run = random.Next(data.Length);
                        random.NextBytes(data.AsSpan(run, Math.Min(random.Next(3000), data.Length - run)));
                    }

                    pair.Client.Padding = random.Next(2) == 0 ? 0 : random.Next(16384 - data.Length + 1);
                    pair.Client.WriteRecord(23, data, 0, data.Length);
                    pair.Run();
                    Assert.Equal(TlsAlert.None, pair.Server.Connection.Alert);
                    Assert.True(data.AsSpan().SequenceEqual(pair.Received.ToArray()), "round " + round);
                }
            }

            TestClientPair s_pairs(TlsProfile profile)
            {
                return new TestClientPair(new TlsServer(profile)).Connect();
            }
        }

        [Fact]
        public void PaddedKeyUpdateAndAlertAreActedOn()
        {
            TestClientPair pair = new TestClientPair().Connect();
            pair.Client.Padding = 16000;
            pair.Client.WriteKeyUpdate(1);
            pair.Run();
            Assert.Equal(1, pair.Client.KeyUpdates);
            pair.Client.Padding = 0;
            pair.Write(Pattern(3000));
            Assert.Equal(Pattern(3000), pair.Received.ToArray());
            pair.Client.Padding = 16000;
            pair.Client.Close();
            pair.Run();
            Assert.True(pair.Server.Connection.IsPeerClosed);
        }

        [Fact]
        public void HandshakeLongerThanTheRoomIsRefusedWhenVerified()
        {
            TestClientPair pair = new TestClientPair().Connect();
            byte[] data = Pattern(10000);
            pair.Client.WriteRecord(22, data, 0, data.Length);
            pair.Run();
            AssertFailed(pair, TlsAlert.UnexpectedMessage);
            Assert.Equal(0, pair.Server.Received.Length);
        }

        [Fact]
        public void KeyUpdateBothWays()
        {
            // Trap 26: KeyUpdate over TCP, also several in a row, and split over records.
            TestClientPair pair = new TestClientPair().Connect();
            byte[] data = Pattern(5000);
            for (int i = 0; i < 5; i++)
            {
                pair.Client.WriteKeyUpdate(i & 1);
                pair.Client.WriteKeyUpdate(1);
                pair.Write(data);
                Assert.Equal(data, pair.Received.ToArray());
                pair.Received.Clear();
            }

            Assert.InRange(pair.Client.KeyUpdates, 5, 8);
            byte[] message = { 24, 0, 0, 1, 1 };
            int updates = pair.Client.KeyUpdates;
            for (int i = 0; i < 5; i++)
            {
                pair.Client.WriteRecord(22, message, i, 1);
            }

            pair.Client.UpdateWriteKeys();
            pair.Write(data);
            Assert.Equal(data, pair.Received.ToArray());
            Assert.Equal(updates + 1, pair.Client.KeyUpdates);

            // application data within a message
            pair.Client.WriteRecord(22, message, 0, 3);
            pair.Client.WriteRecord(23, data, 0, 10);
            pair.Run();
            AssertFailed(pair, TlsAlert.UnexpectedMessage);
        }

        [Fact]
        public void EndlessKeyUpdatesAreRefused()
        {
            TestClientPair pair = new TestClientPair().Connect();
            for (int i = 0; i < 33; i++)
            {
                pair.Client.WriteKeyUpdate(0);
                pair.Run();
            }

            AssertFailed(pair, TlsAlert.UnexpectedMessage);
        }

        [Fact]
        public void KeyUpdateGoesInFrontOfACommittedRecord()
        {
            TestClientPair pair = new TestClientPair().Connect();
            TlsConnection tls = pair.Server.Connection;
            int room = tls.Reserve();
            byte[] data = Pattern(room);
            Array.Copy(data, 0, tls.WriteBuffer, tls.WriteOffset, room);
            pair.Client.WriteKeyUpdate(1);
            byte[] update = pair.Client.OutputBuffer.AsSpan(pair.Client.OutputOffset, pair.Client.OutputLength).ToArray();
            pair.Client.OutputSent(update.Length);
            Assert.Equal(update.Length, tls.FeedData(update, 0, update.Length, 0));
            tls.Commit(room);
            pair.Run();
            Assert.False(pair.Client.HasFailed);
            Assert.Equal(1, pair.Client.KeyUpdates);
            Assert.Equal(data, pair.Received.ToArray());
        }

        [Fact]
        public void DataBehindFinishedInTheSameSegment()
        {
            // Trap 26
            TlsServer server = new TlsServer();
            TestClientPair pair = new TestClientPair(server);
            pair.Client.Open(0);
            pair.Flush();
            byte[] flight = server.Sent.ToArray();
            server.Sent.Clear();
            pair.Client.FeedData(flight, 0, flight.Length, 0);
            Assert.True(pair.Client.IsEstablished);
            byte[] data = Pattern(2000);
            pair.Client.Write(data, 0, data.Length);
            pair.Client.WriteKeyUpdate(1);
            pair.Client.Write(data, 0, data.Length);
            pair.Run();
            Assert.Equal(data.Concat(data).ToArray(), pair.Received.ToArray());
        }

        [Fact]
        public void EverySplitOfTheClientsRecords()
        {
            // Trap 26: Finished and data split over records of every small size.
            for (int size = 1; size < 40; size += 3)
            {
                TestClientPair pair = new TestClientPair();
                pair.Client.RecordLength = size;
                pair.Handshake.SessionIdLength = 32;
                pair.Connect();
                Assert.True(pair.Client.IsEstablished);
                pair.Write(Pattern(300));
                Assert.Equal(Pattern(300), pair.Received.ToArray());
            }
        }

        [Fact]
        public void CloseNotifyAndUserCanceled()
        {
            TestClientPair pair = new TestClientPair().Connect();
            pair.Client.WriteRecord(21, new byte[] { 1, 90 }, 0, 2);
            pair.Write(Pattern(10));
            Assert.Equal(Pattern(10), pair.Received.ToArray());
            pair.Client.Close();
            pair.Client.WriteRecord(23, Pattern(10), 0, 10);
            pair.Run();
            Assert.True(pair.Server.Connection.IsPeerClosed);
            Assert.Equal(10, pair.Server.Received.Length);

            // the server may still speak
            pair.Server.Send(Pattern(20));
            pair.Run();
            Assert.Equal(30, pair.Received.Count);
            pair.Server.Connection.Close();
            Assert.False(pair.Server.Connection.IsFinished);
            pair.Run();
            Assert.Equal(0x100, pair.Client.ReceivedAlert);
            Assert.True(pair.Server.Connection.IsFinished);

            // a fatal alert of the peer, whatever its level says, ends everything without an answer
            foreach (int level in new[] { 1, 2 })
            {
                pair = new TestClientPair().Connect();
                pair.Client.WriteRecord(21, new byte[] { (byte)level, TlsAlert.CertificateUnknown }, 0, 2);
                pair.Run();
                Assert.Equal(256 + TlsAlert.CertificateUnknown, pair.Server.Connection.Alert);
                Assert.Equal(TlsConnectionState.Failed, pair.Server.Connection.State);
                Assert.True(pair.Server.Connection.IsFinished);
                Assert.Equal(-1, pair.Client.ReceivedAlert);
            }
        }

        [Fact]
        public void EndOfStreamWithinARecordVoidsIt()
        {
            TestClientPair pair = new TestClientPair().Connect();
            pair.Client.WriteRecord(23, Pattern(16384), 0, 16384);
            byte[] record = pair.Client.OutputBuffer.AsSpan(pair.Client.OutputOffset, 10000).ToArray();
            pair.Server.Feed(record);
            Assert.False(pair.Server.Connection.IsVerified);
            pair.Server.Connection.FeedEnd(0);
            Assert.Equal(TlsConnectionState.Failed, pair.Server.Connection.State);
            Assert.Equal(0, pair.Server.Received.Length);

            // the place for such records is free again
            pair.Server.Run();
            pair.Server.Connection.Open(0);
            pair = new TestClientPair(pair.Server).Connect();
            pair.Write(Pattern(16384));
            Assert.Equal(Pattern(16384), pair.Received.ToArray());
        }

        [Fact]
        public void RetainedHeadStaysWhileTheBodyRuns()
        {
            TestClientPair pair = new TestClientPair().Connect();
            TlsConnection tls = pair.Server.Connection;
            byte[] data = Pattern(16384);
            pair.Client.WriteRecord(23, data, 0, 700);
            pair.Client.WriteRecord(23, data, 700, 15684);
            byte[] wire = pair.Client.OutputBuffer.AsSpan(pair.Client.OutputOffset, pair.Client.OutputLength).ToArray();
            pair.Client.OutputSent(wire.Length);
            int fed = 0;
            int read = 0;
            while (read < data.Length)
            {
                int n = tls.FeedData(wire, fed, Math.Min(777, wire.Length - fed), 0);
                fed += n;
                if (tls.RetainedLength == 0 && tls.ReadLength >= 500)
                {
                    tls.Retain(500);
                    read = 500;
                }

                int count = tls.RetainedLength == 0 ? 0 : tls.ReadLength;
                Assert.True(n > 0 || count > 0 || tls.NeedsStep);
                if (tls.NeedsStep)
                {
                    tls.Step(40, 0);
                }

                Assert.Equal(data.AsSpan(read, count).ToArray(), tls.ReadBuffer.AsSpan(tls.ReadOffset, count).ToArray());
                tls.Consume(count);
                read += count;
                if (tls.RetainedLength > 0)
                {
                    Assert.Equal(data.AsSpan(0, 500).ToArray(), tls.ReadBuffer.AsSpan(0, 500).ToArray());
                }
            }

            Assert.True(tls.IsVerified);
            Assert.Equal(wire.Length, fed);
            tls.ReleaseRetained();
            Assert.Equal(0, tls.RetainedLength);
        }

        [Theory]
        [InlineData(64)]
        [InlineData(65)]
        [InlineData(511)]
        [InlineData(16385)]
        [InlineData(65535)]
        public void RecordSizeLimitIsHonoured(int limit)
        {
            TestClientPair pair = new TestClientPair();
            pair.Handshake.RecordSizeLimit = limit;
            pair.Handshake.MaxFragmentLength = 1;
            pair.Connect();
            Assert.True(pair.Client.IsEstablished);
            Assert.Equal(TlsProfile.Standard().ReceiveLength - TlsProfile.Standard().SendLength - 16, pair.Handshake.PeerRecordSizeLimit);
            Assert.Equal(0, pair.Handshake.PeerMaxFragmentLength);
            pair.Client.RecordLength = pair.Handshake.PeerRecordSizeLimit - 1;
            pair.Write(Pattern(20000));
            Assert.Equal(Pattern(20000), pair.Received.ToArray());
            Assert.InRange(pair.Client.LongestRecord, 1, limit + 16);
            pair.Client.RecordLength++;
            pair.Client.WriteRecord(23, Pattern(20000), 0, pair.Client.RecordLength);
            pair.Run();
            AssertFailed(pair, TlsAlert.RecordOverflow);
        }

        [Theory]
        [InlineData(1, 512)]
        [InlineData(2, 1024)]
        [InlineData(3, 2048)]
        [InlineData(4, 4096)]
        public void MaxFragmentLengthIsHonouredAlone(int code, int length)
        {
            TestClientPair pair = new TestClientPair();
            pair.Handshake.MaxFragmentLength = code;
            pair.Client.RecordLength = length;
            pair.Connect();
            Assert.Equal(code, pair.Handshake.PeerMaxFragmentLength);
            pair.Write(Pattern(20000));
            Assert.Equal(Pattern(20000), pair.Received.ToArray());
            Assert.InRange(pair.Client.LongestRecord, 1, length + 17);
            pair.Client.WriteRecord(23, Pattern(20000), 0, length + 1);
            pair.Run();
            AssertFailed(pair, TlsAlert.RecordOverflow);
        }

        [Fact]
        public void RandomTrafficSurvivesEveryCut()
        {
            for (int seed = 0; seed < 60; seed++)
            {
                Random random = new Random(seed);
                TlsServer server = new TlsServer(random.Next(2) == 0 ? TlsProfile.Tight() : TlsProfile.Standard());
                TestClientPair pair = new TestClientPair(server);
                pair.Handshake.PaddedLength = random.Next(2) == 0 ? 0 : 2179;
                pair.Handshake.Shares = random.Next(4);
                pair.Client.RecordLength = random.Next(1, 16385);
                server.FeedPiece = random.Next(1, 4000);
                server.ConsumePiece = random.Next(1, 3000);
                pair.Connect();
                byte[] data = new byte[random.Next(1, 60000)];
                random.NextBytes(data);
                pair.Client.Padding = random.Next(3) == 0 ? random.Next(300) : 0;
                if (pair.Client.RecordLength > 16000)
                {
                    pair.Client.Padding = 0;
                }

                pair.Client.RecordLength = Math.Max(pair.Client.RecordLength, 200);
                pair.Write(data);
                Assert.True(data.AsSpan().SequenceEqual(pair.Received.ToArray()), "seed " + seed);
            }
        }

        [Fact]
        public void MutatedTrafficAlwaysEndsCleanly()
        {
            TlsServer server = new TlsServer();
            for (int seed = 0; seed < 300; seed++)
            {
                Random random = new Random(seed);
                server.Connection.Open(server.Now);
                server.Sent.Clear();
                server.FeedPiece = random.Next(1, 2000);
                TestClientPair pair = new TestClientPair(server);
                pair.Client.Open(0);
                int flips = random.Next(1, 4);
                for (int turn = 0; turn < 6; turn++)
                {
                    byte[] data = pair.Client.OutputBuffer.AsSpan(pair.Client.OutputOffset, pair.Client.OutputLength).ToArray();
                    pair.Client.OutputSent(data.Length);
                    if (data.Length > 0 && flips > 0 && random.Next(2) == 0)
                    {
                        flips--;
                        data[random.Next(data.Length)] ^= (byte)(1 << random.Next(8));
                    }

                    server.Feed(data);
                    byte[] back = server.Sent.ToArray();
                    server.Sent.Clear();
                    pair.Client.FeedData(back, 0, back.Length, 0);
                    pair.Client.Consume(pair.Client.ReadLength);
                    if (pair.Client.IsEstablished && pair.Client.OutputLength == 0)
                    {
                        byte[] request = Pattern(random.Next(1, 5000));
                        pair.Client.Write(request, 0, request.Length);
                    }
                }

                server.Connection.FeedEnd(0);
                server.Connection.Reset();
                server.Feed(default);
            }

            server.FeedPiece = int.MaxValue;
            server.Connection.Open(server.Now);
            server.Sent.Clear();
            Assert.True(new TestClientPair(server).Connect().Client.IsEstablished);
        }

        internal static byte[] Pattern(int count)
        {
            byte[] data = new byte[count];
            for (int i = 0; i < count; i++)
            {
                data[i] = (byte)(i % 251);
            }

            return data;
        }

        private static TlsProfile[] Profiles()
        {
            TlsProfile small = TlsProfile.Tight();
            small.ReceiveLength = 512;
            return new[] { TlsProfile.Standard(), TlsProfile.Tight(), small };
        }

        private static void AssertFailed(TestClientPair pair, int alert)
        {
            Assert.Equal(alert, pair.Server.Connection.Alert);
            Assert.Equal(TlsConnectionState.Failed, pair.Server.Connection.State);
            Assert.False(pair.Client.HasFailed);
            Assert.Equal(0x200 | alert, pair.Client.ReceivedAlert);

            // The socket stays open for the client to read the alert.
            Assert.False(pair.Server.Connection.IsFinished);
            pair.Server.Connection.FeedEnd(pair.Server.Now);
            Assert.True(pair.Server.Connection.IsFinished);
        }
    }
}
