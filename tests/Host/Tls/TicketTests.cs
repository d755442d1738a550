// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using System.Linq;
using System.Reflection;
using MilliHttp.Nano.Crypto;
using MilliHttp.Nano.Tls;
using Xunit;

namespace MilliHttp.Nano.Tests.Host.Tls
{
    /// <summary>Session tickets, and early data that is never accepted.</summary>
    public class TicketTests
    {
        [Fact]
        public void TamperedTicketMeansAFullHandshake()
        {
            TestClientPair pair = new TestClientPair().Connect();
            byte[] ticket = pair.Handshake.Ticket;
            Assert.Equal(TicketKeys.TicketLength, pair.Handshake.TicketLength);
            for (int i = 0; i < TicketKeys.TicketLength; i += 5)
            {
                // every refused one is followed by a new one
                ticket[i] ^= 0x10;
                Assert.False(Again(pair));
            }

            Assert.True(Again(pair));
        }

        [Fact]
        public void TicketExpires()
        {
            TestClientPair pair = new TestClientPair().Connect();
            pair.Server.Now += pair.Server.Profile.TicketLifetime * 1000000L;
            Assert.True(Again(pair));
            pair.Server.Now += (pair.Server.Profile.TicketLifetime * 1000000L) + 1;
            Assert.False(Again(pair));
            Assert.True(Again(pair));
        }

        [Fact]
        public void RotatedKeyOpensOnceMore()
        {
            TestClientPair pair = new TestClientPair().Connect();
            pair.Server.Tickets.Rotate(pair.Server.Now);
            Assert.True(Again(pair));
            pair.Server.Tickets.Rotate(pair.Server.Now);
            pair.Server.Tickets.Rotate(pair.Server.Now);
            Assert.False(Again(pair));
            pair.Server.Tickets.Wipe();
            Assert.False(Again(pair));
            Assert.True(Again(pair));
        }

        /// <summary>An expired key does not stay in memory, also when its successor was begun and never came into use.</summary>
        [Theory]
        [InlineData(false)]
        [InlineData(true)]
        public void ExpiredKeysAreWiped(bool successorBegun)
        {
            TestClientPair pair = new TestClientPair().Connect();
            byte[] keys = (byte[])typeof(TicketKeys).GetField("_keys", BindingFlags.NonPublic | BindingFlags.Instance).GetValue(pair.Server.Tickets);
            byte[] old = keys.AsSpan(0, 32).ToArray();
            long lifetime = pair.Server.Profile.TicketLifetime * 1000000L;
            if (successorBegun)
            {
                pair.Server.Tickets.Look(pair.Server.Now + lifetime);
                Assert.True(keys.AsSpan(KeyBlock.Length, 32).SequenceEqual(old));
            }

            pair.Server.Engine.Prepare(1000, pair.Server.Now + (2 * lifetime) - 1);
            Assert.True(keys.AsSpan().IndexOf(old) >= 0);

            // In idle time, without a client. The successor is drawn over the first half.
            while (pair.Server.Engine.Prepare(1000, pair.Server.Now + (2 * lifetime)))
            {
            }

            Assert.True(keys.AsSpan().IndexOf(old) < 0);
        }

        /// <summary>An identity costs at most one opening, and each is a step of its own.</summary>
        [Fact]
        public void EachIdentityIsAStep()
        {
            TestClientPair pair = new TestClientPair().Connect();
            pair.Server.Tickets.Rotate(pair.Server.Now);
            byte[] hello = HelloBuilder.Good().Set(45, 1, 1).Psk(4, 4, TicketKeys.TicketLength).Message();
            HandshakeContext context = new HandshakeContext();
            pair.Server.Engine.Begin(context, TlsTransport.Tcp, 0);
            int status = pair.Server.Engine.FeedMessage(context, TlsLevel.Initial, hello, 0, hello.Length, 0);
            for (int i = 0; i < 4; i++)
            {
                Assert.Equal(TlsStatus.NeedStep, status);
                Assert.Equal(HandshakePhase.FindTicket, context.Phase);
                status = pair.Server.Engine.Step(context, 1, 0);
            }

            Assert.Equal(HandshakePhase.HashHello, context.Phase);
            pair.Server.Engine.Release(context);
        }

        [Fact]
        public void TicketIsBoundToItsTransportAndCertificate()
        {
            QuicHandshake quic = new QuicHandshake(new TlsServer());
            Assert.Equal(TlsAlert.None, quic.Run());
            quic.TakeTicket();
            Assert.Equal(TlsAlert.None, quic.Run());
            Assert.True(quic.Client.IsResumed);
            quic.TakeTicket();

            // the same ticket over TCP
            TestClientPair pair = new TestClientPair(quic.Server, quic.Client);
            quic.Client.Protocols = TestClientPair.Names("http/1.1");
            pair.Connect();
            Assert.True(pair.Client.IsEstablished);
            Assert.False(pair.Handshake.IsResumed);
            Assert.True(Again(pair));

            // the other way
            quic.Client.Transport = TlsTransport.Quic;
            quic.Client.Protocols = TestClientPair.Names("h3");
            Assert.Equal(TlsAlert.None, quic.Run());
            Assert.False(quic.Client.IsResumed);

            // another certificate
            pair = new TestClientPair().Connect();
            System.Security.Cryptography.X509Certificates.X509Certificate2 other = TlsServer.TestCertificate("other");
            pair.Server.Certificates.Set(1, TlsServer.Chain(other.RawData), TlsServer.PrivateKey(other));
            pair.Handshake.ServerName = System.Text.Encoding.ASCII.GetBytes("other");
            Assert.False(Again(pair));
            Assert.True(Again(pair));
        }

        [Fact]
        public void WrongBinderIsFatal()
        {
            foreach (int shares in new[] { 1, 0 })
            {
                TestClientPair pair = new TestClientPair().Connect();
                pair.Handshake.Shares = shares;
                pair.Server.Connection.Open(pair.Server.Now);
                pair.Client.Open(pair.Server.Now);
                if (shares == 0)
                {
                    // over HelloRetryRequest: the second hello counts
                    pair.Flush();
                    byte[] retry = pair.Server.Sent.ToArray();
                    pair.Server.Sent.Clear();
                    pair.Client.FeedData(retry, 0, retry.Length, 0);
                }

                pair.Client.OutputBuffer[pair.Client.OutputOffset + pair.Client.OutputLength - 1] ^= 1;
                pair.Run();
                Assert.Equal(TlsAlert.DecryptError, pair.Server.Connection.Alert);
                Assert.Equal(0x200 | TlsAlert.DecryptError, pair.Client.ReceivedAlert);
            }
        }

        [Fact]
        public void NoTicketsByProfile()
        {
            TlsProfile profile = TlsProfile.Standard();
            profile.TicketLifetime = 0;
            TestClientPair pair = new TestClientPair(new TlsServer(profile)).Connect();
            Assert.True(pair.Client.IsEstablished);
            Assert.False(pair.Handshake.HasTicket);
        }

        [Theory]
        [InlineData(1, 1, 300)]
        [InlineData(1, 10, 1000)]
        [InlineData(0, 3, 300)]
        [InlineData(1, 1, 16000)]
        public void EarlyDataIsSkipped(int shares, int records, int length)
        {
            foreach (int piece in new[] { int.MaxValue, 100 })
            {
                TestClientPair pair = WithEarlyData(shares, piece, records, length);
                Assert.True(pair.Client.IsEstablished, "alert " + pair.Server.Connection.Alert);
                Assert.True(pair.Handshake.IsResumed);
                pair.Write(RecordTests.Pattern(5000));
                Assert.Equal(RecordTests.Pattern(5000), pair.Received.ToArray());
                Assert.Equal(5000, pair.Server.Received.Length);
            }
        }

        [Theory]
        [InlineData(1)]
        [InlineData(0)]
        public void TooMuchEarlyDataIsRefused(int shares)
        {
            TestClientPair pair = WithEarlyData(shares, int.MaxValue, 3, 8000);
            Assert.Equal(shares == 0 ? TlsAlert.UnexpectedMessage : TlsAlert.BadRecordMac, pair.Server.Connection.Alert);
        }

        [Fact]
        public void EarlyRecordsWithoutTheOfferAreFatal()
        {
            TestClientPair pair = new TestClientPair().Connect();
            pair.Server.Connection.Open(pair.Server.Now);
            pair.Client.Open(pair.Server.Now);
            pair.Flush();
            pair.Server.Feed(HelloBuilder.Record(23, new byte[100]));
            Assert.Equal(TlsAlert.BadRecordMac, pair.Server.Connection.Alert);
        }

        private static TestClientPair WithEarlyData(int shares, int piece, int records, int length)
        {
            TestClientPair pair = new TestClientPair().Connect();
            pair.Handshake.Shares = shares;
            pair.Handshake.OfferEarlyData = true;
            pair.Server.FeedPiece = piece;
            pair.Server.Connection.Open(pair.Server.Now);
            pair.Client.Open(pair.Server.Now);
            pair.Flush();
            for (int i = 0; i < records; i++)
            {
                pair.Server.Feed(HelloBuilder.Record(23, Enumerable.Repeat((byte)(i + 1), length).ToArray()));
            }

            pair.Run();
            return pair;
        }

        private static bool Again(TestClientPair pair)
        {
            pair.Server.Connection.Open(pair.Server.Now);
            pair.Connect();
            Assert.True(pair.Client.IsEstablished);
            Assert.Equal(pair.Handshake.IsResumed, pair.Server.Connection.IsResumed);
            return pair.Handshake.IsResumed;
        }
    }
}
