// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Threading.Tasks;
using MilliHttp.Nano.Tls;
using Xunit;

namespace MilliHttp.Nano.Tests.Host.Tls
{
    /// <summary>Handshakes and data with the platform's TLS (OpenSSL).</summary>
    public class SslStreamTests
    {
        [Theory]
        [InlineData(TlsCipherSuite.TLS_AES_128_GCM_SHA256, int.MaxValue, false)]
        [InlineData(TlsCipherSuite.TLS_CHACHA20_POLY1305_SHA256, int.MaxValue, false)]
        [InlineData(TlsCipherSuite.TLS_AES_128_GCM_SHA256, 1, true)]
        [InlineData(TlsCipherSuite.TLS_CHACHA20_POLY1305_SHA256, 7, true)]
        public async Task HandshakeAndEcho(TlsCipherSuite suite, int piece, bool prepared)
        {
            TlsServer server = new TlsServer(prepared: prepared) { FeedPiece = piece };
            using SslStream client = Connect(server, suite);
            Assert.Equal(SslProtocols.Tls13, client.SslProtocol);
            Assert.Equal(suite, client.NegotiatedCipherSuite);
            Assert.Equal("http/1.1", client.NegotiatedApplicationProtocol.ToString());
            Exchange(client, 1);
            Exchange(client, 1000);
            Exchange(client, 100000);
            Assert.Equal(TlsConnectionState.Established, server.Connection.State);
            await client.ShutdownAsync();
            server.Run();
            Assert.True(server.Connection.IsPeerClosed);
            server.Connection.Close();
            server.Run();
            Assert.True(server.Connection.IsFinished);
            byte[] one = new byte[1];
            Assert.Equal(0, await client.ReadAsync(one));
        }

        [Fact]
        public void TightAndCompactProfilesServeFullSizeRecords()
        {
            foreach (TlsProfile profile in new[] { TlsProfile.Tight(), TlsProfile.Compact() })
            {
                TlsServer server = new TlsServer(profile);
                using SslStream client = Connect(server, TlsCipherSuite.TLS_CHACHA20_POLY1305_SHA256);
                Exchange(client, 200000);
            }
        }

        [Fact]
        public void ChainLongerThanEveryBuffer()
        {
            // Trap 30: the chain is sent from where it lies.
            X509Certificate2 leaf = TlsServer.TestCertificate("localhost");
            byte[][] all = new byte[20][];
            all[0] = leaf.RawData;
            for (int i = 1; i < all.Length; i++)
            {
                all[i] = TlsServer.TestCertificate("issuer" + i).RawData;
            }

            TlsServer server = new TlsServer(TlsProfile.Tight(), certificate: leaf, chain: TlsServer.Chain(all));
            using SslStream client = Connect(server, TlsCipherSuite.TLS_AES_128_GCM_SHA256);
            Exchange(client, 10);
        }

        internal static void Exchange(SslStream client, int count)
        {
            byte[] data = new byte[count];
            new Random(count).NextBytes(data);
            if (count > 5000)
            {
                // long runs of zeros look like padding until the record ends
                Array.Clear(data, 100, 4000);
            }

            client.Write(data);
            byte[] back = new byte[count];
            client.ReadExactly(back);
            Assert.Equal(data, back);
        }

        internal static SslStream Connect(TlsServer server, TlsCipherSuite suite, string host = "localhost", MemoryLink link = null, bool alpn = true)
        {
            SslStream client = new SslStream(link ?? new MemoryLink(server), false);
            SslClientAuthenticationOptions options = new SslClientAuthenticationOptions
            {
                TargetHost = host,
                EnabledSslProtocols = SslProtocols.Tls13,
                CipherSuitesPolicy = new CipherSuitesPolicy(new[] { suite }),
                RemoteCertificateValidationCallback = (a, b, c, d) => true,
            };
            if (alpn)
            {
                options.ApplicationProtocols = new List<SslApplicationProtocol> { SslApplicationProtocol.Http2, SslApplicationProtocol.Http11 };
            }

            client.AuthenticateAsClient(options);
            return client;
        }
    }
}
