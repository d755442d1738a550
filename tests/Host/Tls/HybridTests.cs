// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using System.Linq;
using MilliHttp.Nano.Crypto;
using MilliHttp.Nano.Tls;
using Xunit;

namespace MilliHttp.Nano.Tests.Host.Tls
{
    /// <summary>X25519MLKEM768 (draft-ietf-tls-ecdhe-mlkem), with BouncyCastle's decapsulation on the client's side.</summary>
    public class HybridTests
    {
        private const int Hybrid = 0x11ec;
        private const int X25519 = 0x1d;

        [Theory]
        [InlineData(0)]
        [InlineData(1990)]
        [InlineData(2170)]
        public void Tcp(int helloLength)
        {
            TestClientPair pair = Pair(HybridPolicy.Preferred, 5, 7);
            pair.Handshake.PaddedLength = helloLength;
            pair.Connect();
            Assert.True(pair.Client.IsEstablished);
            Assert.Equal(Hybrid, pair.Handshake.Group);
            byte[] data = Enumerable.Range(0, 3000).Select(i => (byte)i).ToArray();
            pair.Write(data);
            Assert.Equal(data, pair.Received.ToArray());
        }

        /// <summary>The ciphertext stays where it is until ServerHello was sent, whatever arrives meanwhile and however slowly the client reads.</summary>
        [Fact]
        public void TcpByteByByte()
        {
            TestClientPair pair = Pair(HybridPolicy.Preferred, 5, 7);
            pair.Server.FeedPiece = 1;
            pair.Handshake.SessionIdLength = 32;
            pair.Client.Open(pair.Server.Now);
            Assert.True(pair.Connect().Client.IsEstablished);
            Assert.Equal(Hybrid, pair.Handshake.Group);
        }

        [Theory]
        [InlineData(HybridPolicy.Preferred, 5, Hybrid)]
        [InlineData(HybridPolicy.Preferred, 4, Hybrid)]
        [InlineData(HybridPolicy.Preferred, 1, X25519)]
        [InlineData(HybridPolicy.Last, 5, X25519)]
        [InlineData(HybridPolicy.Last, 4, Hybrid)]
        [InlineData(HybridPolicy.Off, 5, X25519)]
        public void PolicyChooses(int policy, int shares, int group)
        {
            TestClientPair pair = Pair(policy, shares, 7).Connect();
            Assert.True(pair.Client.IsEstablished);
            Assert.Equal(group, pair.Handshake.Group);
            Assert.False(pair.Handshake.IsRetried);
        }

        /// <summary>A HelloRetryRequest never asks for the hybrid; where it is off, a client with no other share is asked for X25519.</summary>
        [Theory]
        [InlineData(HybridPolicy.Preferred, 0)]
        [InlineData(HybridPolicy.Off, 4)]
        public void RetryAsksForX25519(int policy, int shares)
        {
            TestClientPair pair = Pair(policy, shares, 7).Connect();
            Assert.True(pair.Client.IsEstablished);
            Assert.Equal(X25519, pair.Handshake.Group);
            Assert.True(pair.Handshake.IsRetried);
        }

        [Theory]
        [InlineData(false, 5, X25519)]
        [InlineData(false, 4, Hybrid)]
        [InlineData(true, 5, Hybrid)]
        public void ResumptionTakesX25519Alone(bool both, int shares, int group)
        {
            TlsProfile profile = TlsProfile.Standard();
            profile.ResumesWithHybrid = both;
            TestClientPair pair = Pair(HybridPolicy.Preferred, shares, 7, profile).Connect();
            Assert.Equal(Hybrid, pair.Handshake.Group);
            TestClientPair next = new TestClientPair(pair.Server, pair.Handshake);
            pair.Server.Connection.Open(pair.Server.Now);
            next.Connect();
            Assert.True(next.Client.IsEstablished);
            Assert.True(next.Handshake.IsResumed);
            Assert.Equal(group, next.Handshake.Group);
        }

        [Theory]
        [InlineData(0xff)]
        [InlineData(0)]
        public void BadKeysAreRefused(int value)
        {
            // Coefficients over the modulus (FIPS 203 section 7.2), and an X25519 key of low order.
            byte[] share = new byte[6 + 1216];
            new byte[] { 1216 + 4 >> 8, (1216 + 4) & 255, 0x11, 0xec, 1216 >> 8, 1216 & 255 }.CopyTo(share, 0);
            Array.Fill(share, (byte)value, 6, 1184);
            TlsServer server = Server(HybridPolicy.Preferred);
            server.Feed(HelloBuilder.Good().Set(10, 0, 4, 0x11, 0xec, 0, 0x1d).Set(51, share).Records());
            Assert.Equal(TlsAlert.IllegalParameter, server.Connection.Alert);
        }

        [Fact]
        public void ShareOfAnotherLengthIsRefused()
        {
            byte[] share = new byte[6 + 1215];
            new byte[] { 1215 + 4 >> 8, (1215 + 4) & 255, 0x11, 0xec, 1215 >> 8, 1215 & 255 }.CopyTo(share, 0);
            TlsServer server = Server(HybridPolicy.Preferred);
            server.Feed(HelloBuilder.Good().Set(10, 0, 4, 0x11, 0xec, 0, 0x1d).Set(51, share).Records());
            Assert.Equal(TlsAlert.IllegalParameter, server.Connection.Alert);
        }

        /// <summary>The flight can be read from any offset in pieces of any length.</summary>
        [Fact]
        public void ServerHelloIsReadByOffset()
        {
            TestClientPair pair = Pair(HybridPolicy.Preferred, 5, 7);
            TlsConnection tls = pair.Server.Connection;
            pair.Handshake.SessionIdLength = 32;
            pair.Handshake.SessionIdLength = 32;
            pair.Client.Open(pair.Server.Now);
            byte[] hello = pair.Client.OutputBuffer.AsSpan(pair.Client.OutputOffset, pair.Client.OutputLength).ToArray();
            Assert.Equal(hello.Length, tls.FeedData(hello, 0, hello.Length, 0));
            while (tls.NeedsStep)
            {
                tls.Step(50, 0);
            }

            TlsEngine engine = pair.Server.Engine;
            int length = HandshakeFlight.Length(tls.Context, TlsLevel.Initial);
            Assert.Equal(1210, length);
            byte[] whole = new byte[length];
            Assert.Equal(length, HandshakeFlight.Read(tls.Context, TlsLevel.Initial, 0, whole, 0, 5000));
            Assert.Equal(new byte[] { 2, 0, 1206 >> 8, 1206 & 255 }, whole.AsSpan(0, 4).ToArray());
            Random random = new Random(3);
            byte[] part = new byte[1300];
            for (int i = 0; i < 500; i++)
            {
                int from = random.Next(length);
                int count = random.Next(1, 1300);
                int read = HandshakeFlight.Read(tls.Context, TlsLevel.Initial, from, part, 0, count);
                Assert.Equal(Math.Min(count, length - from), read);
                Assert.Equal(whole.AsSpan(from, read).ToArray(), part.AsSpan(0, read).ToArray());
            }
        }

        internal static TlsServer Server(int policy, TlsProfile profile = null)
        {
            profile ??= TlsProfile.Standard();
            profile.Hybrid = policy;
            return new TlsServer(profile, true, null, null, new MlKem768());
        }

        private static TestClientPair Pair(int policy, int shares, int groups, TlsProfile profile = null)
        {
            TestClientPair pair = new TestClientPair(Server(policy, profile));
            pair.Handshake.Encapsulation = new BouncyCastleEncapsulation();
            pair.Handshake.Shares = shares;
            pair.Handshake.Groups = groups;
            return pair;
        }
    }
}
