// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using MilliHttp.Nano.Crypto;
using MilliHttp.Nano.Http3;
using MilliHttp.Nano.Quic;
using MilliHttp.Nano.Tls;

namespace MilliHttp.Nano.Tests.Host.Quic
{
    /// <summary>The whole QUIC server in memory, with <see cref="TinyHttp3"/> on every slot; and a loop that puts it on a UDP socket.</summary>
    internal sealed class QuicServer
    {
        // One for all servers of a process: the same datagrams then lead to the same answers.
        private static readonly Lazy<(byte[] Chain, byte[] Key)> s_chain = new Lazy<(byte[], byte[])>(MakeChain);

        public readonly MeteredProvider Provider;
        public readonly HmacDrbg Drbg;
        public readonly TlsEngine Tls;
        public readonly QuicEndpoint Endpoint;
        public readonly QuicProfile Profile;
        public readonly TinyHttp3[] Applications;
        public readonly byte[] Buffer = new byte[2048];

        /// <summary>Clients in memory that datagrams are delivered to.</summary>
        public readonly List<RawClient> Clients = new List<RawClient>();

        /// <summary>HTTP/3 proper in place of <see cref="TinyHttp3"/>.</summary>
        public H3Server Http3 { get; set; }

        /// <summary>Where to read the operations executed so far, to count those of the server.</summary>
        public Func<long> Meter
        {
            get => Provider.Meter;
            set => Provider.Meter = value;
        }

        /// <summary>Operations of the server, and of its longest stretch.</summary>
        public long Spent;
        public long Longest;

        /// <summary>Operations of the longest stretch apart from one packet sealed or opened.</summary>
        public long LongestBesides;

        private long _begun;

        public QuicServer(QuicProfile profile = null, TlsProfile tlsProfile = null, byte[] resetKey = null, bool prepared = false, CryptoProfile crypto = null, KeyEncapsulation encapsulation = null)
        {
            Provider = new MeteredProvider(crypto ?? new CryptoProfile());
            Profile = profile ?? QuicProfile.Standard();
            AsymmetricJobs jobs = new AsymmetricJobs(Provider, encapsulation);
            Drbg = new HmacDrbg(Provider);
            Drbg.Instantiate(new byte[48], 0, 48);
            ServerCertificates certificates = new ServerCertificates(1);
            TlsProfile tls = tlsProfile ?? TlsProfile.Standard();
            Tls = new TlsEngine(tls, Provider, jobs, Drbg, certificates, new TicketKeys(Provider, Drbg, tls.TicketLifetime), prepared ? new X25519KeyPool(2) : null, prepared ? new EcdsaNoncePool(2) : null);
            if (!certificates.Set(0, s_chain.Value.Chain, s_chain.Value.Key))
            {
                throw new InvalidOperationException("certificate refused");
            }

            while (prepared && Tls.Prepare(1000, 0))
            {
            }

            Endpoint = new QuicEndpoint(Profile, Tls, Provider, Drbg, resetKey ?? new byte[32]);
            Applications = new TinyHttp3[Endpoint.ConnectionCount];
            for (int i = 0; i < Applications.Length; i++)
            {
                Applications[i] = new TinyHttp3(Endpoint.Connection(i));
            }
        }

        /// <summary>The standard profile with one policy or the other.</summary>
        public static QuicProfile Policy(bool onDemand)
        {
            QuicProfile profile = QuicProfile.Standard();
            profile.OnDemand = onDemand;
            return profile;
        }

        private static (byte[] Chain, byte[] Key) MakeChain()
        {
            using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            CertificateRequest request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
            SubjectAlternativeNameBuilder names = new SubjectAlternativeNameBuilder();
            names.AddDnsName("localhost");
            request.CertificateExtensions.Add(names.Build());
            using X509Certificate2 certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddYears(1));
            byte[] der = certificate.RawData;
            byte[] chain = new byte[der.Length + 5];
            ServerCertificates.AppendEntry(der, 0, der.Length, chain, 0);
            return (chain, key.ExportParameters(true).D);
        }

        /// <summary>Feeds what a client sent to another server once more, and lets this one run as it did.</summary>
        public void Replay(RawClient client, int from, int count)
        {
            for (int i = from; i < from + count; i++)
            {
                long now = client.SentAt[i];
                client.Sent[i].CopyTo(Buffer, 0);
                Feed(client.Sent[i].Length, client.AddressLow, client.Port, now);
                long next = i + 1 < client.Sent.Count ? client.SentAt[i + 1] : now + 5000;
                for (int k = 0; k < 2000; k++)
                {
                    Turn(now);
                    if (Poll(now) == 0 && !Endpoint.HasWork)
                    {
                        if (Endpoint.NextTimeout > next)
                        {
                            break;
                        }

                        now = Math.Max(now + 1, Endpoint.NextTimeout);
                    }
                }
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

        /// <summary>Hands a datagram in, which lies at the start of <see cref="Buffer"/>.</summary>
        public int Feed(int length, long address, int port, long now)
        {
            Begin();
            DatagramAddress from = new DatagramAddress { Low = address, Port = port };
            int answer = Http3 != null ? Http3.FeedDatagram(Buffer, 0, length, from, now) : Endpoint.FeedDatagram(Buffer, 0, length, from, now);
            End();
            Admit(now);
            return answer;
        }

        /// <summary>Lets a client be admitted whose datagram was put aside: nothing more may be fed before.</summary>
        public void Admit(long now)
        {
            for (int i = 0; Endpoint.IsAdmitting; i++)
            {
                if (i == 1000)
                {
                    throw new InvalidOperationException("still admitting");
                }

                // A connection that gives way says its farewell, and its application hears of the end.
                Turn(now);
                Deliver(Poll(now));
            }
        }

        /// <summary>Hands a datagram just composed to its client, if that is in memory.</summary>
        public void Deliver(int length)
        {
            if (length > 0)
            {
                byte[] datagram = Buffer[..length];
                Clients.FindLast(c => Endpoint.OutputAddress.Low == c.AddressLow && Endpoint.OutputAddress.Port == c.Port)?.Receive(datagram);
            }
        }

        /// <summary>Composes a datagram at the start of <see cref="Buffer"/>.</summary>
        public int Poll(long now)
        {
            Begin();
            int length = Http3 != null ? Http3.PollOutput(Buffer, 0, 1252, now) : Endpoint.PollOutput(Buffer, 0, 1252, now);
            End();
            return length <= Profile.SendDatagram ? length : throw new InvalidOperationException("a datagram of " + length + " bytes");
        }

        /// <summary>Everything but input and output: computations, timers, applications.</summary>
        public void Turn(long now)
        {
            Begin();
            if (Http3 != null)
            {
                if (Http3.NextTimeout <= now)
                {
                    Http3.HandleTimeout(now);
                }

                End();
                Begin();
                Http3.Step(40, now);
                End();
                return;
            }

            if (Endpoint.NextTimeout <= now)
            {
                Endpoint.HandleTimeout(now);
            }

            for (int i = 0; i < Applications.Length; i++)
            {
                Applications[i].Poll();
            }

            End();
            Begin();
            Endpoint.Step(40, now);
            End();
        }

        private void Begin()
        {
            _begun = Meter == null ? 0 : Meter();
            Provider.LargestPacket = 0;
        }

        private void End()
        {
            if (Meter != null)
            {
                long spent = Meter() - _begun;
                Spent += spent;
                Longest = Math.Max(Longest, spent);
                LongestBesides = Math.Max(LongestBesides, spent - Provider.LargestPacket);
            }
        }

        /// <summary>Serves a UDP socket until told to stop.</summary>
        public void Serve(Socket socket, Func<bool> stop)
        {
            System.Diagnostics.Stopwatch clock = System.Diagnostics.Stopwatch.StartNew();
            EndPoint from = new IPEndPoint(IPAddress.Any, 0);
            byte[] buffer = Buffer;
            DatagramAddress sender = new DatagramAddress();
            while (!stop())
            {
                long now = clock.ElapsedTicks * 1000000 / System.Diagnostics.Stopwatch.Frequency + 1000000;
                long wait = Endpoint.HasWork ? 0 : Math.Min(20000, Math.Max(0, Endpoint.NextTimeout - now));
                if (!Endpoint.IsAdmitting && socket.Poll((int)wait, SelectMode.SelectRead))
                {
                    int length = socket.ReceiveFrom(buffer, ref from);
                    IPEndPoint peer = (IPEndPoint)from;
                    now = clock.ElapsedTicks * 1000000 / System.Diagnostics.Stopwatch.Frequency + 1000000;
                    sender.Low = 0xffff00000000L | (uint)IPAddress.NetworkToHostOrder(BitConverter.ToInt32(peer.Address.MapToIPv4().GetAddressBytes()));
                    sender.Port = peer.Port;
                    int answer = Endpoint.FeedDatagram(buffer, 0, length, sender, now);
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

                    byte[] address = BitConverter.GetBytes(IPAddress.HostToNetworkOrder((int)Endpoint.OutputAddress.Low));
                    try
                    {
                        socket.SendTo(buffer, 0, length, SocketFlags.None, new IPEndPoint(new IPAddress(address), Endpoint.OutputAddress.Port));
                    }
                    catch (SocketException)
                    {
                    }
                }
            }
        }
    }
}
