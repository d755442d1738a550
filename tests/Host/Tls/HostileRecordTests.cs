// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;
using MilliHttp.Nano.Crypto;
using MilliHttp.Nano.Tls;
using Xunit;

namespace MilliHttp.Nano.Tests.Host.Tls
{
    /// <summary>What a client may make the server do, and what is wiped afterwards.</summary>
    public class HostileRecordTests
    {
        /// <summary>Trap 47: alerts between our Finished and the client's go under the application traffic key (RFC 8446 section 4.4.4). Opened by .NET, not by our client.</summary>
        [Theory]
        [InlineData(true)]
        [InlineData(false)]
        public void AlertAfterOurFinishedGoesUnderTheApplicationKey(bool timeout)
        {
            TlsServer server = new TlsServer();
            TestClientPair pair = new TestClientPair(server);
            pair.Client.Open(server.Now);
            pair.Flush();
            byte[] keys = new byte[KeyBlock.Length];
            server.Engine.ExportKeys(server.Connection.Context, TlsLevel.Application, false, keys, 0);
            int suite = server.Connection.Context.Suite;
            Assert.Equal(CipherSuite.ChaCha20Poly1305Sha256, suite);
            server.Sent.Clear();
            if (timeout)
            {
                server.Connection.HandleTimeout(server.Connection.NextTimeout);
                server.Run();
            }
            else
            {
                // A record that opens under no key.
                server.Feed(HelloBuilder.Record(23, new byte[60]));
            }

            byte[] sent = server.Sent.ToArray();
            Assert.Equal(5 + 2 + 1 + 16, sent.Length);
            byte[] plain = new byte[3];
            using ChaCha20Poly1305 cipher = new ChaCha20Poly1305(keys.AsSpan(KeyBlock.Key, 32));
            cipher.Decrypt(keys.AsSpan(KeyBlock.Iv, 12), sent.AsSpan(5, 3), sent.AsSpan(8, 16), plain, sent.AsSpan(0, 5));
            Assert.Equal(new byte[] { 2, (byte)(timeout ? TlsAlert.HandshakeFailure : TlsAlert.BadRecordMac), 21 }, plain);
        }

        [Fact]
        public void KeyUpdatesAreCountedWhateverLiesBetweenThem()
        {
            TestClientPair pair = new TestClientPair().Connect();
            byte[] data = { 1 };
            int done = 0;
            while (pair.Server.Connection.State == TlsConnectionState.Established)
            {
                pair.Client.WriteKeyUpdate(0);
                pair.Client.WriteRecord(23, data, 0, 1);
                pair.Run();
                done++;
                Assert.True(done <= 17, "no end");
            }

            Assert.Equal(17, done);
            Assert.Equal(TlsAlert.UnexpectedMessage, pair.Server.Connection.Alert);
        }

        /// <summary>A client that updates after a good number of records may do so for ever.</summary>
        [Fact]
        public void KeyUpdatesWithRecordsBetweenThemAreNoOffence()
        {
            TestClientPair pair = new TestClientPair().Connect();
            pair.Server.Echo = false;
            byte[] data = { 1 };
            for (int i = 0; i < 40; i++)
            {
                pair.Client.WriteKeyUpdate(i & 1);
                for (int j = 0; j < 64; j++)
                {
                    pair.Client.WriteRecord(23, data, 0, 1);
                }

                pair.Run();
            }

            Assert.Equal(TlsConnectionState.Established, pair.Server.Connection.State);
            Assert.Equal(40 * 64, pair.Server.Received.Length);
        }

        /// <summary>One call opens a few short records, or one long piece; the rest waits for the next turn.</summary>
        [Theory]
        [InlineData(1, 3)]
        [InlineData(300, 2)]
        [InlineData(1183, 1)]
        public void OneCallOpensAFewRecords(int length, int records)
        {
            TestClientPair pair = new TestClientPair().Connect();
            TlsConnection tls = pair.Server.Connection;
            byte[] data = new byte[length];
            for (int i = 0; i < 8; i++)
            {
                pair.Client.WriteRecord(23, data, 0, length);
            }

            byte[] wire = pair.Client.OutputBuffer.AsSpan(pair.Client.OutputOffset, pair.Client.OutputLength).ToArray();
            int taken = tls.FeedData(wire, 0, wire.Length, 0);
            Assert.True(tls.NeedsStep);
            Assert.Equal(records * length, tls.ReadLength);
            Assert.Equal(0, tls.FeedData(wire, taken, wire.Length - taken, 0));
            tls.Step(1, 0);
            Assert.False(tls.NeedsStep);
            tls.Consume(tls.ReadLength);
            tls.FeedData(wire, taken, wire.Length - taken, 0);
            Assert.Equal(records * length, tls.ReadLength);
        }

        /// <summary>A long record is opened in pieces of at most 1,200 bytes, whatever is given at once.</summary>
        [Fact]
        public void OneCallOpensAPieceOfALongRecord()
        {
            TestClientPair pair = new TestClientPair().Connect();
            TlsConnection tls = pair.Server.Connection;
            byte[] data = new byte[16000];
            new Random(1).NextBytes(data);
            pair.Client.WriteRecord(23, data, 0, data.Length);
            byte[] wire = pair.Client.OutputBuffer.AsSpan(pair.Client.OutputOffset, pair.Client.OutputLength).ToArray();
            List<byte> read = new List<byte>();
            int fed = 0;
            int calls = 0;
            while (fed < wire.Length)
            {
                int taken = tls.FeedData(wire, fed, wire.Length - fed, 0);
                Assert.InRange(taken, 0, 5 + 1200 + 16);
                fed += taken;
                calls++;
                read.AddRange(tls.ReadBuffer.AsSpan(tls.ReadOffset, tls.ReadLength).ToArray());
                tls.Consume(tls.ReadLength);
                if (tls.NeedsStep)
                {
                    tls.Step(1, 0);
                }
            }

            read.AddRange(tls.ReadBuffer.AsSpan(tls.ReadOffset, tls.ReadLength).ToArray());
            Assert.True(tls.IsVerified);
            Assert.Equal(data, read.ToArray());
            Assert.InRange(calls, 14, 40);
        }

        [Theory]
        [InlineData(0)]
        [InlineData(17)]
        [InlineData(40)]
        public void ShortRecordsOfEarlyDataEndSoon(int length)
        {
            TlsServer server = new TlsServer();
            TestClientPair pair = new TestClientPair(server);
            pair.Handshake.OfferEarlyData = true;
            Assert.True(pair.Connect().Client.IsEstablished);
            pair = new TestClientPair(server, pair.Handshake);
            server.Connection.Open(server.Now);
            pair.Client.Open(server.Now);
            pair.Flush();
            int records = 0;
            while (server.Connection.State == TlsConnectionState.Handshake)
            {
                server.Feed(HelloBuilder.Record(23, new byte[length]));
                records++;
                Assert.True(records <= 65, "no end");
            }

            Assert.Equal(65, records);
        }

        [Fact]
        public void InnerPlaintextTooLongBeforeFinishedIsRecordOverflow()
        {
            TlsServer server = new TlsServer();
            TestClientPair pair = new TestClientPair(server);
            pair.Client.Open(server.Now);
            pair.Flush();
            byte[] keys = new byte[KeyBlock.Length];
            server.Engine.ExportKeys(server.Connection.Context, TlsLevel.Handshake, true, keys, 0);
            byte[] record = new byte[5 + 16386 + 16];
            byte[] header = { 23, 3, 3, (16386 + 16) >> 8, (16386 + 16) & 255 };
            byte[] plain = new byte[16386];
            plain[0] = 20;
            Array.Fill(plain, (byte)1, 1, 16384);
            plain[16385] = 22;
            header.CopyTo(record, 0);
            using ChaCha20Poly1305 cipher = new ChaCha20Poly1305(keys.AsSpan(KeyBlock.Key, 32));
            cipher.Encrypt(keys.AsSpan(KeyBlock.Iv, 12), plain, record.AsSpan(5, 16386), record.AsSpan(5 + 16386), header);
            server.Feed(record);
            Assert.Equal(TlsAlert.RecordOverflow, server.Connection.Alert);
        }

        /// <summary>Keys and everything received are gone after Reset, whatever state the connection was in.</summary>
        [Theory]
        [InlineData("established")]
        [InlineData("handshake")]
        [InlineData("closed")]
        [InlineData("failed")]
        public void ResetWipesKeysAndBytes(string state)
        {
            TlsServer server = new TlsServer();
            TestClientPair pair = new TestClientPair(server);
            TlsConnection tls = server.Connection;
            if (state == "handshake")
            {
                pair.Client.Open(server.Now);
                pair.Flush();
            }
            else
            {
                pair.Connect();
                pair.Client.WriteRecord(23, Enumerable.Repeat((byte)7, 100).ToArray(), 0, 100);
                byte[] wire = pair.Client.OutputBuffer.AsSpan(pair.Client.OutputOffset, pair.Client.OutputLength).ToArray();
                tls.FeedData(wire, 0, wire.Length, server.Now);
                Assert.Equal(100, tls.ReadLength);
            }

            Assert.Contains(tls.Keys.AsSpan(0, 2 * KeyBlock.Length).ToArray(), b => b != 0);
            if (state == "closed")
            {
                tls.Close();
            }
            else if (state == "failed")
            {
                tls.FeedData(HelloBuilder.Record(99, new byte[10]), 0, 15, server.Now);
                Assert.Equal(TlsConnectionState.Failed, tls.State);
            }

            // What is read is gone at once, what is still to be sealed needs the other half.
            if (state == "closed" || state == "failed")
            {
                Assert.All(tls.Arena.AsSpan(0, tls.OutputOffset).ToArray(), b => Assert.Equal(0, b));
                Assert.All(tls.Keys.AsSpan(0, KeyBlock.Length).ToArray(), b => Assert.Equal(0, b));
            }

            tls.Reset();
            Assert.All(tls.Keys, b => Assert.Equal(0, b));
            Assert.All(tls.Arena, b => Assert.Equal(0, b));
            Assert.All(tls.Context.HelloMemory, b => Assert.Equal(0, b));
            Assert.All(server.Engine.Scratch, b => Assert.Equal(0, b));
        }

        /// <summary>Both sides' keys are gone when the last alert is sealed.</summary>
        [Fact]
        public void KeysAreGoneWhenTheLastAlertIsSealed()
        {
            TestClientPair pair = new TestClientPair().Connect();
            TlsConnection tls = pair.Server.Connection;
            tls.Close();
            Assert.True(tls.PollOutput() > 0);
            Assert.All(tls.Keys, b => Assert.Equal(0, b));
        }
    }
}
