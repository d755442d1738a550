// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using MilliHttp.Nano.Crypto;
using MilliHttp.Nano.Firmware;
using MilliHttp.Nano.Http;
using MilliHttp.Nano.Http3;
using MilliHttp.Nano.Quic;
using MilliHttp.Nano.Samples.Greenhouse;
using MilliHttp.Nano.TestClient;
using MilliHttp.Nano.Tests.Cost.Meter;
using MilliHttp.Nano.Tls;

namespace MilliHttp.Nano.Tests.Cost.Scenarios
{
    /// <summary>
    /// Requests over a live HTTP/3 connection, everything in: the request's datagram taken, the response's composed, its acknowledgement taken. The
    /// same without crypto comes from a provider that does nothing to speak of.
    /// </summary>
    public sealed class QuicRequestsScenario : ICostScenario
    {
        public string Name => "QuicRequests";

        public void Run(CostRun run)
        {
            foreach (FlashedProfile flashed in FlashedProfile.All())
            {
                Measure(run, flashed, string.Empty, false);
                Measure(run, flashed, "NoCrypto", true);
            }
        }

        private static void Measure(CostRun run, FlashedProfile flashed, string suffix, bool hollow)
        {
            suffix += flashed.Suffix;
            Router router = new Router();
            router.Add(HttpMethod.Get, "/bytes/*", new Page());
            Bench bench = new Bench(flashed.Profile, router);
            bench.Connect();
            if (hollow)
            {
                bench.Provider.Hollow = true;
                bench.ClientProvider.Hollow = true;
            }

            bench.Ask(run, null, "/bytes/100", 0, 0);
            bench.Ask(run, null, "/bytes/100", 0, 0);
            bench.Ask(run, "GetSmall" + suffix, "/bytes/100", 0, flashed.Goal(hollow ? 30000 : 95000));
            bench.Ask(run, "BrowserGetSmall" + suffix, "/bytes/100", 500, 0);
            bench.Ask(run, "GetTenPackets" + suffix, "/bytes/11000", 0, 0);
            if (!hollow)
            {
                Routed(run, flashed);
            }
        }

        // A route with a parameter, answered with JSON of four fields.
        private static void Routed(CostRun run, FlashedProfile flashed)
        {
            GreenhouseApp application = new GreenhouseApp();
            Bench bench = new Bench(flashed.Profile, application.CreateRouter());
            application.Start(null);
            bench.Connect();
            bench.Ask(run, null, "/zones/3", 0, 0);
            bench.Ask(run, null, "/zones/3", 0, 0);
            bench.Ask(run, "GetRoutedJson" + flashed.Suffix, "/zones/3", 0, flashed.Goal(130000));
        }

        /// <summary>Seals and opens without cipher: zero tags, no masks, once the handshake is over.</summary>
        private sealed class HollowProvider : CryptoProvider
        {
            public bool Hollow;

            public HollowProvider(CryptoProfile profile)
                : base(profile)
            {
            }

            public override void Seal(int suite, byte[] keys, int keyBlockOffset, long sequence, byte[] aad, int aadOffset, int aadLength, byte[] buffer, int offset, int length)
            {
                if (!Hollow)
                {
                    base.Seal(suite, keys, keyBlockOffset, sequence, aad, aadOffset, aadLength, buffer, offset, length);
                }
            }

            public override bool Open(int suite, byte[] keys, int keyBlockOffset, long sequence, byte[] aad, int aadOffset, int aadLength, byte[] buffer, int offset, int length)
            {
                return Hollow || base.Open(suite, keys, keyBlockOffset, sequence, aad, aadOffset, aadLength, buffer, offset, length);
            }

            public override void HeaderProtectionMask(int suite, byte[] keys, int keyBlockOffset, byte[] sample, int sampleOffset, byte[] mask, int maskOffset)
            {
                if (Hollow)
                {
                    Array.Clear(mask, maskOffset, 5);
                    return;
                }

                base.HeaderProtectionMask(suite, keys, keyBlockOffset, sample, sampleOffset, mask, maskOffset);
            }
        }

        private sealed class Bench
        {
            public readonly HollowProvider Provider;
            public readonly HollowProvider ClientProvider = new HollowProvider(new CryptoProfile());
            private readonly QuicEndpoint _endpoint;
            private readonly H3Server _server;
            private readonly QuicClient _client;
            private readonly Http3Client _http;
            private readonly byte[] _buffer = new byte[2048];
            private readonly Queue<byte[]> _toServer = new Queue<byte[]>();
            private readonly Queue<byte[]> _toClient = new Queue<byte[]>();
            private long _now = 1000000;

            public Bench(Profile profile, Router router)
            {
                Provider = new HollowProvider(profile.Crypto);
                HmacDrbg drbg = new HmacDrbg(Provider);
                drbg.Instantiate(new byte[48], 0, 48);
                ServerCertificates certificates = new ServerCertificates(1);
                using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
                CertificateRequest certificate = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
                byte[] der = certificate.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(100)).RawData;
                byte[] chain = new byte[der.Length + 5];
                ServerCertificates.AppendEntry(der, 0, der.Length, chain, 0);
                certificates.Set(0, chain, key.ExportParameters(true).D);
                TlsProfile tls = profile.Tls;
                TlsEngine engine = new TlsEngine(tls, Provider, new AsymmetricJobs(Provider), drbg, certificates, new TicketKeys(Provider, drbg, tls.TicketLifetime), null, null);
                _endpoint = new QuicEndpoint(profile.Quic, engine, Provider, drbg, new byte[32]);
                _server = new H3Server(_endpoint, profile.Http3, new HttpService(profile.Http, router), 0);
                HmacDrbg clientDrbg = new HmacDrbg(ClientProvider);
                clientDrbg.Instantiate(new byte[48], 0, 48);
                _client = new QuicClient(ClientProvider, new AsymmetricJobs(ClientProvider), clientDrbg, 4, 32768);
                _client.Tls.VerifiesSignature = false;
                _http = new Http3Client(_client);
            }

            public void Connect()
            {
                _client.Start(_now);
                for (int i = 0; i < 200; i++)
                {
                    Turn();
                    _now += 5000;
                }

                if (!_client.IsConfirmed)
                {
                    throw new InvalidOperationException();
                }
            }

            // One exchange in each direction.
            private void Turn()
            {
                _http.Poll();
                if (_client.NextTimeout <= _now)
                {
                    _client.HandleTimeout(_now);
                }

                for (int n = _client.PollOutput(_buffer, 0, 1200, _now); n > 0; n = _client.PollOutput(_buffer, 0, 1200, _now))
                {
                    _toServer.Enqueue(_buffer.AsSpan(0, n).ToArray());
                }

                Serve();
                while (_toClient.Count != 0)
                {
                    byte[] data = _toClient.Dequeue();
                    _client.FeedDatagram(data, 0, data.Length, _now);
                }
            }

            private void Serve()
            {
                while (_toServer.Count != 0)
                {
                    byte[] data = _toServer.Dequeue();
                    data.CopyTo(_buffer, 0);
                    _server.FeedDatagram(_buffer, 0, data.Length, new DatagramAddress { Low = 1, Port = 1 }, _now);
                    while (_server.IsAdmitting)
                    {
                        _server.Step(1000, _now);
                        _server.PollOutput(_buffer, 0, 1252, _now);
                    }
                }

                if (_server.NextTimeout <= _now)
                {
                    _server.HandleTimeout(_now);
                }

                while (_server.Step(1000, _now))
                {
                }

                for (int n = _server.PollOutput(_buffer, 0, 1200, _now); n > 0; n = _server.PollOutput(_buffer, 0, 1200, _now))
                {
                    _toClient.Enqueue(_buffer.AsSpan(0, n).ToArray());
                }
            }

            public void Ask(CostRun run, string name, string path, int padding, long goal)
            {
                for (int i = 0; i < 20; i++)
                {
                    Turn();
                    _now += 10000;
                }

                int s = _http.Request(false, Encoding.ASCII.GetBytes(path), 0, padding);
                for (int n = _client.PollOutput(_buffer, 0, 1200, _now); n > 0; n = _client.PollOutput(_buffer, 0, 1200, _now))
                {
                    _toServer.Enqueue(_buffer.AsSpan(0, n).ToArray());
                }

                if (name != null)
                {
                    run.Start(name);
                }

                Serve();
                if (name != null)
                {
                    run.Stop(1, goal);
                }

                while (_toClient.Count != 0)
                {
                    byte[] data = _toClient.Dequeue();
                    _client.FeedDatagram(data, 0, data.Length, _now);
                }

                // The client acknowledges: in one datagram, or as it sees fit.
                _http.Poll();
                _now += 26000;
                if (_client.NextTimeout <= _now)
                {
                    _client.HandleTimeout(_now);
                }

                for (int n = _client.PollOutput(_buffer, 0, 1200, _now); n > 0; n = _client.PollOutput(_buffer, 0, 1200, _now))
                {
                    _toServer.Enqueue(_buffer.AsSpan(0, n).ToArray());
                }

                bool acknowledged = name != null && padding == 0;
                if (acknowledged)
                {
                    run.Start(name + "Acknowledged");
                }

                Serve();
                if (acknowledged)
                {
                    run.Stop(1, 0);
                }

                for (int i = 0; i < 20; i++)
                {
                    Turn();
                    _now += 10000;
                }

                if (!_http.IsDone(s) || _http.Status(s) != 200 || (path.StartsWith("/bytes", StringComparison.Ordinal) && !_http.IsExact(s)))
                {
                    throw new InvalidOperationException();
                }

                _http.Release(s);
            }
        }

        private sealed class Page : HttpHandler
        {
            private readonly Zeros _body = new Zeros();

            public override void Handle(HttpRequest request, HttpResponse response)
            {
                response.SetBody(_body, 0, request.ParameterNumber);
            }

            private sealed class Zeros : BodySource
            {
                public override int Read(int handle, long offset, byte[] destination, int destinationOffset, int count)
                {
                    for (int i = 0; i < count; i++)
                    {
                        destination[destinationOffset + i] = (byte)((offset + i) % 251);
                    }

                    return count;
                }
            }
        }
    }
}
