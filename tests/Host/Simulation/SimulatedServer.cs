// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using MilliHttp.Nano.Crypto;
using MilliHttp.Nano.Http;
using MilliHttp.Nano.Http3;
using MilliHttp.Nano.Quic;
using MilliHttp.Nano.Tls;

namespace MilliHttp.Nano.Tests.Host.Simulation
{
    /// <summary>The server of the image, HTTP/3 only: all of it but sockets. Counts what its calls allocate.</summary>
    internal sealed class SimulatedServer
    {
        internal static readonly byte[] Chain;
        internal static readonly byte[] Key;

        public readonly QuicEndpoint Endpoint;
        public readonly H3Server Http;
        public readonly HttpService Service;
        public readonly Uploads Upload;
        public long Allocated;

        static SimulatedServer()
        {
            // A certificate of our own for localhost: always the same, so that a seed is always the same run.
            byte[] der = Convert.FromBase64String(
                "MIIBkjCCATmgAwIBAgIUd5ssE0A374Je4IXw5UwHPOUvKGEwCgYIKoZIzj0EAwIwFDESMBAGA1UEAwwJbG9jYWxob3N0MB4XDTI2"
                + "MTEyMzIzMzI0MVoXDTM2MTEyMDIzMzI0MVowFDESMBAGA1UEAwwJbG9jYWxob3N0MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE"
                + "yzqVieoZNFvNmF+TurvQ2ukJ7xh4NEUJm2pD2LqcTt5peTx3rl0t5yZqs/bK2oQ78Lso8YATAJp+Dc6GwWaC/aNpMGcwHQYDVR0O"
                + "BBYEFJDazuJt5WrPv6mY79SkuUZ95NrCMB8GA1UdIwQYMBaAFJDazuJt5WrPv6mY79SkuUZ95NrCMA8GA1UdEwEB/wQFMAMBAf8w"
                + "FAYDVR0RBA0wC4IJbG9jYWxob3N0MAoGCCqGSM49BAMCA0cAMEQCIG6sIo3S8Ac6AYXhyX02iti/AlZQfqCi6kpm3cd4vib+AiBk"
                + "11C2wCF14TbJeEaRI1tLFHakK0VdYScCG7jjRpubIw==");
            Chain = new byte[der.Length + 5];
            ServerCertificates.AppendEntry(der, 0, der.Length, Chain, 0);
            Key = Convert.FromHexString("42d9c0274a17f0fc34db499ed50ab4b98aafbde1948cde1024cb9a3c554c7bef");
        }

        public SimulatedServer(Random random, bool tight, Action<QuicProfile> change = null, KeyEncapsulation encapsulation = null)
        {
            CryptoProvider provider = new CryptoProvider();
            AsymmetricJobs jobs = new AsymmetricJobs(provider, encapsulation);
            HmacDrbg drbg = new HmacDrbg(provider);
            byte[] seed = new byte[48];
            random.NextBytes(seed);
            drbg.Instantiate(seed, 0, 48);
            ServerCertificates certificates = new ServerCertificates(1);
            TlsProfile tls = tight ? TlsProfile.Tight() : TlsProfile.Standard();
            TlsEngine engine = new TlsEngine(tls, provider, jobs, drbg, certificates, new TicketKeys(provider, drbg, tls.TicketLifetime), null, null);
            if (!certificates.Set(0, Chain, Key))
            {
                throw new InvalidOperationException("certificate refused");
            }

            QuicProfile quic = tight ? QuicProfile.Tight() : QuicProfile.Standard();
            change?.Invoke(quic);
            Endpoint = new QuicEndpoint(quic, engine, provider, drbg, new byte[32]);
            Router router = new Router();
            Upload = new Uploads(quic.Slots * quic.RequestStreams);
            router.Add(HttpMethod.Get, "/bytes/*", new Bytes());
            router.Add(HttpMethod.Post, "/upload", Upload);
            router.Add(HttpMethod.Post, "/echo", new Echo());
            Service = new HttpService(tight ? HttpProfile.Tight() : new HttpProfile(), router);
            H3Profile h3 = tight ? H3Profile.Tight() : H3Profile.Standard();
            h3.OnDemand = quic.OnDemand;
            Http = new H3Server(Endpoint, h3, Service, 0);
        }

        public int Feed(byte[] buffer, int length, long high, long low, int port, long now)
        {
            DatagramAddress from = new DatagramAddress { High = high, Low = low, Port = port };
            AllocationMeter meter = AllocationMeter.Start();
            int answer = Http.FeedDatagram(buffer, 0, length, from, now);
            Allocated += meter.Stop();
            return answer;
        }

        public int Poll(byte[] buffer, int max, long now)
        {
            AllocationMeter meter = AllocationMeter.Start();
            int length = Http.PollOutput(buffer, 0, max, now);
            Allocated += meter.Stop();
            return length <= QuicProfile.Standard().SendDatagram ? length : throw new InvalidOperationException("a datagram of " + length + " bytes");
        }

        /// <summary>Timers and one step of a handshake.</summary>
        public bool Turn(long now)
        {
            AllocationMeter meter = AllocationMeter.Start();
            if (Http.NextTimeout <= now)
            {
                Http.HandleTimeout(now);
            }

            bool pending = Http.Step(60, now);
            Allocated += meter.Stop();
            return pending;
        }

        private sealed class Pattern : BodySource
        {
            public override int Read(int handle, long offset, byte[] destination, int destinationOffset, int count)
            {
                int value = (int)(offset % 251);
                for (int i = 0; i < count; i++)
                {
                    destination[destinationOffset + i] = (byte)value;
                    value = value == 250 ? 0 : value + 1;
                }

                return count;
            }
        }

        private sealed class Bytes : HttpHandler
        {
            private readonly Pattern _pattern = new Pattern();

            public override void Handle(HttpRequest request, HttpResponse response)
            {
                response.SetBody(_pattern, 0, request.ParameterNumber);
            }
        }

        private sealed class Echo : HttpHandler
        {
            public override void Handle(HttpRequest request, HttpResponse response)
            {
                response.SetBodyOf(request);
            }
        }

        /// <summary>Checks uploads against the formula; answers with as many bytes as came.</summary>
        internal sealed class Uploads : HttpHandler
        {
            private readonly Pattern _pattern = new Pattern();
            private readonly long[] _got;
            public int Wrong;
            public int Open;

            public Uploads(int slots)
            {
                _got = new long[slots];
            }

            public override bool WantsBody
            {
                get { return true; }
            }

            public override int BeginBody(HttpRequest request)
            {
                _got[request.Slot] = 0;
                Open++;
                return 0;
            }

            public override void Body(HttpRequest request, byte[] buffer, int offset, int count)
            {
                long at = _got[request.Slot];
                for (int i = 0; i < count; i++)
                {
                    if (buffer[offset + i] != (byte)((at + i) % 251))
                    {
                        Wrong++;
                    }
                }

                _got[request.Slot] = at + count;
            }

            public override void AbortBody(HttpRequest request)
            {
                Open--;
            }

            public override void Handle(HttpRequest request, HttpResponse response)
            {
                Open--;
                response.SetBody(_pattern, 0, _got[request.Slot]);
            }
        }
    }
}
