// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using MilliHttp.Nano.Crypto;
using MilliHttp.Nano.Quic;
using MilliHttp.Nano.Tls;

namespace MilliHttp.Nano.Tests.Host.Quic
{
    /// <summary>The whole QUIC server in memory, with <see cref="TinyHttp3"/> on every slot; and a loop that puts it on a UDP socket.</summary>
    public sealed class QuicServer
    {
        public readonly CryptoProvider Provider = new CryptoProvider();
        public readonly HmacDrbg Drbg;
        public readonly TlsEngine Tls;
        public readonly QuicEndpoint Endpoint;
        public readonly QuicProfile Profile;
        public readonly TinyHttp3[] Applications;
        public readonly byte[] Buffer = new byte[2048];

        /// <summary>Clients in memory that datagrams are delivered to.</summary>
        public readonly List<RawClient> Clients = new List<RawClient>();

        public QuicServer(QuicProfile profile = null, TlsProfile tlsProfile = null, byte[] resetKey = null)
        {
            Profile = profile ?? QuicProfile.Standard();
            AsymmetricJobs jobs = new AsymmetricJobs(Provider);
            Drbg = new HmacDrbg(Provider);
            Drbg.Instantiate(RandomNumberGenerator.GetBytes(48), 0, 48);
            ServerCertificates certificates = new ServerCertificates(1);
            TlsProfile tls = tlsProfile ?? TlsProfile.Standard();
            Tls = new TlsEngine(tls, Provider, jobs, Drbg, certificates, new TicketKeys(Provider, Drbg, tls.TicketLifetime), null, null);
            using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            CertificateRequest request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
            SubjectAlternativeNameBuilder names = new SubjectAlternativeNameBuilder();
            names.AddDnsName("localhost");
            request.CertificateExtensions.Add(names.Build());
            using X509Certificate2 certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddYears(1));
            byte[] der = certificate.RawData;
            byte[] chain = new byte[der.Length + 5];
            ServerCertificates.AppendEntry(der, 0, der.Length, chain, 0);
            if (!certificates.Set(0, chain, key.ExportParameters(true).D))
            {
                throw new InvalidOperationException("certificate refused");
            }

            Endpoint = new QuicEndpoint(Profile, Tls, Provider, Drbg, resetKey ?? RandomNumberGenerator.GetBytes(32));
            Applications = new TinyHttp3[Endpoint.ConnectionCount];
            for (int i = 0; i < Applications.Length; i++)
            {
                Applications[i] = new TinyHttp3(Endpoint.Connection(i));
            }
        }

        /// <summary>Bytes of every answer's body.</summary>
        public long BodyLength
        {
            set
            {
                foreach (TinyHttp3 application in Applications)
                {
                    application.BodyLength = value;
                }
            }
        }

        /// <summary>Everything but input and output: computations, timers, applications.</summary>
        public void Turn(long now)
        {
            if (Endpoint.NextTimeout <= now)
            {
                Endpoint.HandleTimeout(now);
            }

            for (int i = 0; i < Applications.Length; i++)
            {
                Applications[i].Poll();
            }

            Endpoint.Step(60, now);
        }

        /// <summary>Serves a UDP socket until told to stop.</summary>
        public void Serve(Socket socket, Func<bool> stop)
        {
            System.Diagnostics.Stopwatch clock = System.Diagnostics.Stopwatch.StartNew();
            EndPoint from = new IPEndPoint(IPAddress.Any, 0);
            byte[] buffer = Buffer;
            while (!stop())
            {
                long now = clock.ElapsedTicks * 1000000 / System.Diagnostics.Stopwatch.Frequency + 1000000;
                long wait = Endpoint.HasWork ? 0 : Math.Min(20000, Math.Max(0, Endpoint.NextTimeout - now));
                if (socket.Poll((int)wait, SelectMode.SelectRead))
                {
                    int length = socket.ReceiveFrom(buffer, ref from);
                    IPEndPoint peer = (IPEndPoint)from;
                    now = clock.ElapsedTicks * 1000000 / System.Diagnostics.Stopwatch.Frequency + 1000000;
                    int answer = Endpoint.FeedDatagram(buffer, 0, length, 0, 0xffff00000000L | (uint)IPAddress.NetworkToHostOrder(BitConverter.ToInt32(peer.Address.MapToIPv4().GetAddressBytes())), peer.Port, now);
                    if (answer > 0)
                    {
                        socket.SendTo(buffer, 0, answer, SocketFlags.None, peer);
                    }
                }

                Turn(now);
                for (int i = 0; i < 16; i++)
                {
                    int length = Endpoint.PollOutput(buffer, 0, 1252, now);
                    if (length == 0)
                    {
                        break;
                    }

                    byte[] address = BitConverter.GetBytes(IPAddress.HostToNetworkOrder((int)Endpoint.OutputAddressLow));
                    try
                    {
                        socket.SendTo(buffer, 0, length, SocketFlags.None, new IPEndPoint(new IPAddress(address), Endpoint.OutputPort));
                    }
                    catch (SocketException)
                    {
                    }
                }
            }
        }
    }
}
