// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using System.Linq;
using MilliHttp.Nano.Crypto;
using MilliHttp.Nano.Tls;
using Xunit;

namespace MilliHttp.Nano.Tests.Host.Tls
{
    /// <summary>The engine as QUIC uses it (RFC 9001).</summary>
    public class QuicHandshakeTests
    {
        [Theory]
        [InlineData(0x1301, 1, 3)]
        [InlineData(0x1303, 2, 3)]
        [InlineData(0x1303, 0, 2)]
        [InlineData(0x1301, 0, 3)]
        public void HandshakeAndKeys(int suite, int shares, int groups)
        {
            QuicHandshake pair = new QuicHandshake(new TlsServer());
            pair.Client.OfferedSuite = suite;
            pair.Client.Shares = shares;
            pair.Client.Groups = groups;
            pair.Client.PaddedLength = 1900;
            Assert.Equal(TlsAlert.None, pair.Run());
            Assert.True(pair.Client.IsComplete);
            Assert.True(pair.Context.IsComplete);
            Assert.True(pair.Context.HasApplicationProtocol);
            Assert.Equal(pair.Client.LocalTransportParameters, pair.SeenByServer);
            Assert.Equal(pair.ServerParameters, pair.SeenByClient);
            foreach (int level in new[] { TlsLevel.Handshake, TlsLevel.Application })
            {
                foreach (bool client in new[] { false, true })
                {
                    byte[] a = new byte[KeyBlock.Length];
                    byte[] b = new byte[KeyBlock.Length];
                    pair.Server.Engine.ExportKeys(pair.Context, level, client, a, 0);
                    pair.Client.ExportKeys(level, client, b, 0);
                    Assert.Equal(a, b);
                    Assert.Contains(a, x => x != 0);
                }
            }

            byte[] secret = new byte[32];
            byte[] other = new byte[32];
            pair.Server.Engine.ExportTrafficSecret(pair.Context, true, secret, 0);
            pair.Client.ExportTrafficSecret(true, other, 0);
            Assert.Equal(secret, other);

            // Trap 28: nothing is left when the context goes back.
            pair.Server.Engine.Release(pair.Context);
            Assert.All(pair.Context.Memory, x => Assert.Equal(0, x));
            Assert.False(pair.Context.IsComplete);
        }

        [Fact]
        public void QuicRules()
        {
            Assert.Equal(TlsAlert.MissingExtension, Alert(HelloBuilder.Good().Protocols("h3")));
            Assert.Equal(TlsAlert.NoApplicationProtocol, Alert(HelloBuilder.Good().Set(57, 1, 2, 3)));
            Assert.Equal(TlsAlert.NoApplicationProtocol, Alert(HelloBuilder.Good().Set(57, 1, 2, 3).Protocols("http/1.1", "h2")));
            Assert.Equal(TlsAlert.None, Alert(HelloBuilder.Good().Set(57, 1, 2, 3).Protocols("hq", "h3", "h2", "x", "y")));
            Assert.Equal(TlsAlert.None, Alert(HelloBuilder.Good().Set(57, 1, 2, 3).Protocols("h3").Set(28, 1, 0).Set(1, 1)));
            QuicHandshake pair = new QuicHandshake(new TlsServer());
            pair.Client.Protocols = TestClientPair.Names("http/1.1");
            Assert.Equal(TlsAlert.NoApplicationProtocol, pair.Run());
            Assert.False(pair.Context.IsQuicProtocolViolation);

            // a session id over QUIC is a PROTOCOL_VIOLATION
            pair = new QuicHandshake(new TlsServer());
            pair.Client.SessionIdLength = 1;
            Assert.NotEqual(TlsAlert.None, pair.Run());
            Assert.True(pair.Context.IsQuicProtocolViolation);

            // KeyUpdate over QUIC is fatal, and so is everything else after the handshake
            foreach (byte type in new byte[] { 24, 1, 20, 11 })
            {
                pair = new QuicHandshake(new TlsServer());
                Assert.Equal(TlsAlert.None, pair.Run());
                byte[] message = { type, 0, 0, 1, 0 };
                Assert.Equal(TlsStatus.Failed, pair.Server.Engine.FeedMessage(pair.Context, TlsLevel.Application, message, 0, 5, 0));
                Assert.Equal(TlsAlert.UnexpectedMessage, pair.Context.Alert);
            }
        }

        private static int Alert(HelloBuilder hello)
        {
            TlsServer server = new TlsServer();
            HandshakeContext context = new HandshakeContext();
            server.Engine.Begin(context, TlsTransport.Quic, 0);
            byte[] message = hello.Message();
            int status = server.Engine.FeedMessage(context, TlsLevel.Initial, message, 0, message.Length, 0);
            Assert.Equal(status == TlsStatus.Failed, context.Alert != TlsAlert.None);
            return context.Alert;
        }

        [Fact]
        public void WrongFinishedIsFatal()
        {
            for (int i = 0; i < 36; i++)
            {
                int at = i;
                QuicHandshake pair = new QuicHandshake(new TlsServer());
                pair.Change = (level, message) =>
                {
                    if (level == TlsLevel.Handshake)
                    {
                        message[at] ^= 0x80;
                    }

                    return message;
                };
                int expected = i == 0 ? TlsAlert.UnexpectedMessage : i < 4 ? TlsAlert.DecodeError : TlsAlert.DecryptError;
                Assert.Equal(expected, pair.Run());
                Assert.All(pair.Context.Memory, x => Assert.Equal(0, x));
            }

            QuicHandshake shorter = new QuicHandshake(new TlsServer());
            shorter.Change = (level, message) => level == TlsLevel.Handshake ? new byte[] { 20, 0, 0, 1, 7 } : message;
            Assert.Equal(TlsAlert.DecodeError, shorter.Run());
        }

        [Fact]
        public void FinishedAtTheWrongLevelIsFatal()
        {
            QuicHandshake pair = new QuicHandshake(new TlsServer());
            Assert.Equal(TlsAlert.None, pair.Run());
            QuicHandshake second = new QuicHandshake(pair.Server);
            second.Server.Engine.Begin(second.Context, TlsTransport.Quic, 0);
            byte[] message = new byte[36];
            message[0] = 20;
            message[3] = 32;
            Assert.Equal(TlsStatus.Failed, second.Server.Engine.FeedMessage(second.Context, TlsLevel.Handshake, message, 0, 36, 0));
            Assert.Equal(TlsAlert.UnexpectedMessage, second.Context.Alert);
        }

        [Fact]
        public void TwoHandshakesShareTheJobs()
        {
            // One at a time has the asymmetric memory; the other waits, and goes on when the first is given up.
            TlsServer server = new TlsServer();
            QuicHandshake a = new QuicHandshake(server);
            QuicHandshake b = new QuicHandshake(server);
            byte[][] hello = new byte[2][];
            QuicHandshake[] both = { a, b };
            int[] status = new int[2];
            for (int i = 0; i < 2; i++)
            {
                both[i].Client.Start(0);
                hello[i] = new byte[both[i].Client.FlightLength(0)];
                both[i].Client.ReadFlight(0, 0, hello[i], 0, hello[i].Length);
                server.Engine.Begin(both[i].Context, TlsTransport.Quic, 0);
                status[i] = server.Engine.FeedMessage(both[i].Context, 0, hello[i], 0, hello[i].Length, 0);
            }

            for (int turn = 0; turn < 100; turn++)
            {
                status[0] = server.Engine.Step(a.Context, 1, server.Now);
                status[1] = server.Engine.Step(b.Context, 1, server.Now);
            }

            Assert.Equal(TlsStatus.NeedStep, status[0]);
            Assert.Equal(TlsStatus.NeedStep, status[1]);
            server.Engine.Release(a.Context);
            for (int turn = 0; turn < 100000 && status[1] == TlsStatus.NeedStep; turn++)
            {
                status[1] = server.Engine.Step(b.Context, 1, server.Now);
            }

            Assert.Equal(TlsStatus.Ok, status[1]);
            Assert.True(HandshakeFlight.Length(b.Context, TlsLevel.Handshake) > 0);

            // a third takes the place at once
            Assert.Equal(TlsAlert.None, new QuicHandshake(server).Run());
        }

        [Fact]
        public void MutatedHandshakesLeaveTheContextClean()
        {
            TlsServer server = new TlsServer();
            int refused = 0;
            for (int seed = 0; seed < 300; seed++)
            {
                Random random = new Random(seed);
                QuicHandshake pair = new QuicHandshake(server);
                pair.Client.VerifiesSignature = false;
                pair.Change = (level, message) =>
                {
                    if (random.Next(2) == 0)
                    {
                        message[random.Next(message.Length)] ^= (byte)(1 << random.Next(8));
                    }

                    return message;
                };
                try
                {
                    if (pair.Run() != TlsAlert.None)
                    {
                        refused++;
                    }
                }
                catch (InvalidOperationException)
                {
                    // the client saw that its hello was changed
                }

                server.Engine.Release(pair.Context);
            }

            Assert.InRange(refused, 50, 299);
            Assert.Equal(TlsAlert.None, new QuicHandshake(server).Run());
        }

        [Fact]
        public void CertificateReplacedUnderAHandshake()
        {
            TlsServer server = new TlsServer();
            QuicHandshake pair = new QuicHandshake(server);
            pair.Client.Start(0);
            byte[] hello = new byte[pair.Client.FlightLength(0)];
            pair.Client.ReadFlight(0, 0, hello, 0, hello.Length);
            server.Engine.Begin(pair.Context, TlsTransport.Quic, 0);
            int status = server.Engine.FeedMessage(pair.Context, 0, hello, 0, hello.Length, 0);
            System.Security.Cryptography.X509Certificates.X509Certificate2 other = TlsServer.TestCertificate("other");
            server.Certificates.Set(0, TlsServer.Chain(other.RawData), TlsServer.PrivateKey(other));
            while (status == TlsStatus.NeedStep)
            {
                status = server.Engine.Step(pair.Context, 50, server.Now);
            }

            Assert.Equal(TlsStatus.Failed, status);
            Assert.Equal(TlsAlert.InternalError, pair.Context.Alert);
            Assert.Equal(TlsAlert.None, new QuicHandshake(server).Run());
        }
    }
}
