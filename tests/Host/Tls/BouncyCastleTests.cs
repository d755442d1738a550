// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
using System.Text;
using Org.BouncyCastle.Security;
using Org.BouncyCastle.Tls;
using Org.BouncyCastle.Tls.Crypto;
using Org.BouncyCastle.Tls.Crypto.Impl.BC;
using Xunit;

namespace MilliHttp.Nano.Tests.Host.Tls
{
    /// <summary>Handshakes with BouncyCastle's client: suites, groups, early shares, limits.</summary>
    public class BouncyCastleTests
    {
        [Theory]
        [InlineData(CipherSuite.TLS_AES_128_GCM_SHA256, NamedGroup.x25519, true, 0)]
        [InlineData(CipherSuite.TLS_AES_128_GCM_SHA256, NamedGroup.secp256r1, true, 0)]
        [InlineData(CipherSuite.TLS_CHACHA20_POLY1305_SHA256, NamedGroup.x25519, false, 0)]
        [InlineData(CipherSuite.TLS_CHACHA20_POLY1305_SHA256, NamedGroup.secp256r1, false, 0)]
        [InlineData(CipherSuite.TLS_AES_128_GCM_SHA256, NamedGroup.x25519, true, 1)]
        [InlineData(CipherSuite.TLS_CHACHA20_POLY1305_SHA256, NamedGroup.secp256r1, true, 2)]
        public void HandshakeAndEcho(int suite, int group, bool share, short fragment)
        {
            TlsServer server = new TlsServer();
            Client client = new Client { Suite = suite, Group = group, Share = share, Fragment = fragment };
            TlsClientProtocol protocol = new TlsClientProtocol();
            protocol.Connect(client);
            Pump(server, protocol);
            Assert.True(client.Done);
            Assert.Equal(suite, client.Negotiated);
            Assert.Equal("http/1.1", client.Protocol);
            byte[] data = RecordTests.Pattern(40000);
            protocol.WriteApplicationData(data, 0, data.Length);
            List<byte> back = Pump(server, protocol);
            Assert.Equal(data, back.ToArray());
            protocol.Close();
            Pump(server, protocol);
            Assert.True(server.Connection.IsPeerClosed);
        }

        private static List<byte> Pump(TlsServer server, TlsClientProtocol protocol)
        {
            List<byte> received = new List<byte>();
            bool moved = true;
            while (moved)
            {
                moved = false;
                int count = protocol.GetAvailableOutputBytes();
                if (count > 0)
                {
                    byte[] output = new byte[count];
                    protocol.ReadOutput(output, 0, count);
                    server.Feed(output);
                    moved = true;
                }

                byte[] input = server.Sent.ToArray();
                server.Sent.Clear();
                if (input.Length > 0)
                {
                    protocol.OfferInput(input, 0, input.Length);
                    moved = true;
                }

                count = protocol.GetAvailableInputBytes();
                if (count > 0)
                {
                    byte[] plain = new byte[count];
                    protocol.ReadInput(plain, 0, count);
                    received.AddRange(plain);
                }
            }

            return received;
        }

        private sealed class Client : DefaultTlsClient
        {
            public int Suite;
            public int Group;
            public bool Share;
            public short Fragment;
            public bool Done;
            public int Negotiated;
            public string Protocol;

            public Client()
                : base(new BcTlsCrypto(new SecureRandom()))
            {
            }

            public override TlsAuthentication GetAuthentication()
            {
                return new Trusting();
            }

            public override IList<int> GetEarlyKeyShareGroups()
            {
                return Share ? new List<int> { Group } : new List<int>();
            }

            public override IDictionary<int, byte[]> GetClientExtensions()
            {
                IDictionary<int, byte[]> extensions = base.GetClientExtensions();
                if (Fragment != 0)
                {
                    TlsExtensionsUtilities.AddMaxFragmentLengthExtension(extensions, Fragment);
                }

                return extensions;
            }

            public override void NotifySelectedCipherSuite(int selectedCipherSuite)
            {
                base.NotifySelectedCipherSuite(selectedCipherSuite);
                Negotiated = selectedCipherSuite;
            }

            public override void NotifyHandshakeComplete()
            {
                base.NotifyHandshakeComplete();
                Done = true;
                Protocol = m_context.SecurityParameters.ApplicationProtocol?.GetUtf8Decoding();
            }

            protected override ProtocolVersion[] GetSupportedVersions()
            {
                return ProtocolVersion.TLSv13.Only();
            }

            protected override int[] GetSupportedCipherSuites()
            {
                return new[] { Suite };
            }

            protected override IList<int> GetSupportedGroups(IList<int> namedGroupRoles)
            {
                return new List<int> { Group };
            }

            protected override IList<ProtocolName> GetProtocolNames()
            {
                return new List<ProtocolName> { ProtocolName.AsUtf8Encoding("h2"), ProtocolName.Http_1_1 };
            }

            protected override IList<ServerName> GetSniServerNames()
            {
                return new List<ServerName> { new ServerName(NameType.host_name, Encoding.ASCII.GetBytes("localhost")) };
            }
        }

        private sealed class Trusting : TlsAuthentication
        {
            public void NotifyServerCertificate(TlsServerCertificate serverCertificate)
            {
            }

            public TlsCredentials GetClientCredentials(CertificateRequest certificateRequest)
            {
                return null;
            }
        }
    }
}
