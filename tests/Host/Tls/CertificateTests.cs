// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using MilliHttp.Nano.Tls;
using Xunit;

namespace MilliHttp.Nano.Tests.Host.Tls
{
    /// <summary>The certificate a board makes for itself, and the readers of certificates and keys.</summary>
    public class CertificateTests
    {
        [Theory]
        [InlineData(1)]
        [InlineData(2)]
        [InlineData(9)]
        public void BuiltCertificateIsValid(int count)
        {
            TlsServer server = new TlsServer();
            using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            byte[] d = key.ExportParameters(true).D;
            byte[] names = new byte[1000];
            int length = 0;
            for (int i = 0; i < count; i++)
            {
                byte[] name = Encoding.ASCII.GetBytes("board" + i + ".local");
                length = CertificateBuilder.AppendDnsName(name, 0, name.Length, names, length);
            }

            length = CertificateBuilder.AppendAddress(IPAddress.Loopback.GetAddressBytes(), 0, 4, names, length);
            length = CertificateBuilder.AppendAddress(IPAddress.IPv6Loopback.GetAddressBytes(), 0, 16, names, length);
            byte[] der = new byte[CertificateBuilder.Room(length) + 5];
            CertificateBuilder builder = new CertificateBuilder(server.Provider, server.Jobs, server.Drbg);
            int size = builder.Build(d, 20260715, names, 0, length, der, 5);
            Assert.InRange(size, 300, der.Length - 5);
            byte[] exact = der.AsSpan(5, size).ToArray();
            using X509Certificate2 certificate = X509CertificateLoader.LoadCertificate(exact);
            Assert.Equal("CN=board0.local", certificate.Subject);
            Assert.Equal("CN=board0.local", certificate.Issuer);
            Assert.Equal(new DateTime(2026, 7, 15, 0, 0, 0, DateTimeKind.Utc), certificate.NotBefore.ToUniversalTime());
            Assert.Equal(9999, certificate.NotAfter.ToUniversalTime().Year);
            Assert.Equal("1.2.840.10045.4.3.2", certificate.SignatureAlgorithm.Value);
            Assert.True(certificate.MatchesHostname("board" + (count - 1) + ".local"));
            Assert.True(certificate.MatchesHostname("127.0.0.1"));
            Assert.False(certificate.MatchesHostname("other.local"));
            using X509Chain chain = new X509Chain();
            chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            chain.ChainPolicy.CustomTrustStore.Add(certificate);
            chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
            chain.ChainPolicy.ApplicationPolicy.Add(new Oid("1.3.6.1.5.5.7.3.1"));
            Assert.True(chain.Build(certificate));
            foreach (X509Extension extension in certificate.Extensions)
            {
                if (extension is X509KeyUsageExtension usage)
                {
                    Assert.Equal(X509KeyUsageFlags.DigitalSignature, usage.KeyUsages);
                }
                else if (extension is X509BasicConstraintsExtension constraints)
                {
                    Assert.False(constraints.CertificateAuthority);
                }
            }

            // our own reader finds what it needs, and sees the key
            CertificateReader reader = new CertificateReader();
            Assert.True(reader.Read(der, 5, size));
            Assert.Equal(SHA256.HashData(certificate.PublicKey.ExportSubjectPublicKeyInfo()), SHA256.HashData(der.AsSpan(reader.KeyInfoOffset, reader.KeyInfoLength)));
            Assert.Equal(length, reader.NamesLength);
            ServerCertificates certificates = new ServerCertificates(1);
            Assert.True(certificates.Set(0, TlsServer.Chain(exact), d));
            Assert.True(ServerCertificates.KeyMatches(server.Jobs, TlsServer.Chain(exact), d));
            d[31] ^= 1;
            Assert.False(ServerCertificates.KeyMatches(server.Jobs, TlsServer.Chain(exact), d));
            Assert.False(ServerCertificates.KeyMatches(server.Jobs, TlsServer.Chain(exact), new byte[32]));
        }

        [Fact]
        public void PrivateKeysOfAllForms()
        {
            using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            byte[] d = key.ExportParameters(true).D;
            foreach (byte[] der in new[] { key.ExportECPrivateKey(), key.ExportPkcs8PrivateKey() })
            {
                byte[] read = new byte[34];
                Assert.True(PrivateKeyReader.Read(der, 0, der.Length, read, 1));
                Assert.Equal(d, read.AsSpan(1, 32).ToArray());

                // no cut and no longer form is taken, and nothing throws
                for (int i = 0; i < der.Length; i++)
                {
                    Assert.False(PrivateKeyReader.Read(der.AsSpan(0, i).ToArray(), 0, i, read, 0));
                    for (int bit = 0; bit < 8; bit++)
                    {
                        byte[] bad = (byte[])der.Clone();
                        bad[i] ^= (byte)(1 << bit);
                        PrivateKeyReader.Read(bad, 0, bad.Length, read, 0);
                    }
                }
            }

            using ECDsa other = ECDsa.Create(ECCurve.NamedCurves.nistP384);
            byte[] wrong = other.ExportPkcs8PrivateKey();
            Assert.False(PrivateKeyReader.Read(wrong, 0, wrong.Length, new byte[32], 0));
            wrong = other.ExportECPrivateKey();
            Assert.False(PrivateKeyReader.Read(wrong, 0, wrong.Length, new byte[32], 0));
            using RSA rsa = RSA.Create(1024);
            wrong = rsa.ExportPkcs8PrivateKey();
            Assert.False(PrivateKeyReader.Read(wrong, 0, wrong.Length, new byte[32], 0));
        }

        [Fact]
        public void BrokenCertificatesAreRefused()
        {
            X509Certificate2 certificate = TlsServer.TestCertificate("a", "b");
            byte[] der = certificate.RawData;
            CertificateReader reader = new CertificateReader();
            Assert.True(reader.Read(der, 0, der.Length));
            for (int i = 0; i < der.Length; i++)
            {
                Assert.False(reader.Read(der.AsSpan(0, i).ToArray(), 0, i));
                for (int bit = 0; bit < 8; bit++)
                {
                    byte[] bad = (byte[])der.Clone();
                    bad[i] ^= (byte)(1 << bit);
                    reader.Read(bad, 0, bad.Length);
                }
            }

            using RSA rsa = RSA.Create(1024);
            using X509Certificate2 other = new CertificateRequest("CN=rsa", rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).CreateSelfSigned(DateTimeOffset.UtcNow, DateTimeOffset.UtcNow.AddDays(1));
            Assert.True(reader.Read(other.RawData, 0, other.RawData.Length));
            Assert.Equal(0, reader.PointOffset);
            ServerCertificates certificates = new ServerCertificates(1);
            Assert.False(certificates.Set(0, TlsServer.Chain(other.RawData), new byte[32]));
            Assert.False(certificates.Set(0, new byte[0], new byte[32]));
            Assert.False(certificates.Set(0, new byte[4], new byte[32]));
            Assert.Equal(0, certificates.Count);
        }

        [Fact]
        public void CertificateIsChosenByServerName()
        {
            TlsServer server = new TlsServer(certificate: TlsServer.TestCertificate("default.example"));
            X509Certificate2 second = TlsServer.TestCertificate("second.example", "*.wild.example");
            Assert.True(server.Certificates.Set(1, TlsServer.Chain(second.RawData), TlsServer.PrivateKey(second)));
            Assert.Equal(0, Find(server, "default.example"));
            Assert.Equal(1, Find(server, "second.example"));
            Assert.Equal(1, Find(server, "SECOND.Example"));
            Assert.Equal(1, Find(server, "a.wild.example"));
            Assert.Equal(-1, Find(server, "a.b.wild.example"));
            Assert.Equal(-1, Find(server, ".wild.example"));
            Assert.Equal(-1, Find(server, "wild.example"));
            Assert.Equal(-1, Find(server, "third.example"));
            foreach (string host in new[] { "second.example", "default.example", "unknown.example" })
            {
                server.Connection.Open(server.Now);
                TestClientPair pair = new TestClientPair(server);
                pair.Handshake.ServerName = Encoding.ASCII.GetBytes(host);
                pair.Connect();
                Assert.True(pair.Client.IsEstablished);
                Assert.Equal(host != "unknown.example", pair.Handshake.HasServerName);
            }
        }

        private static int Find(TlsServer server, string name)
        {
            byte[] bytes = Encoding.ASCII.GetBytes(name);
            return server.Certificates.Find(bytes, 0, bytes.Length);
        }
    }
}
