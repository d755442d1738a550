// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
using System.IO;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using MilliHttp.Nano.Crypto;
using MilliHttp.Nano.Firmware.Pages;
using MilliHttp.Nano.Firmware.Status;
using MilliHttp.Nano.Http;
using MilliHttp.Nano.Samples.Greenhouse;
using MilliHttp.Nano.Tests.Cost.Meter;
using MilliHttp.Nano.Tls;

namespace MilliHttp.Nano.Tests.Cost.Scenarios
{
    /// <summary>Requests over a live HTTPS/1.1 connection, everything in: records opened and sealed, parsed, handled, composed.</summary>
    public sealed class HttpsScenario : ICostScenario
    {
        private const string Browser =
            "Host: localhost:8443\r\nConnection: keep-alive\r\nsec-ch-ua: \"Chromium\";v=\"156\", \"Not?A_Brand\";v=\"24\"\r\n"
            + "sec-ch-ua-mobile: ?0\r\nsec-ch-ua-platform: \"Linux\"\r\nUpgrade-Insecure-Requests: 1\r\n"
            + "User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36\r\n"
            + "Accept: text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8\r\nSec-Fetch-Site: none\r\n"
            + "Sec-Fetch-Mode: navigate\r\nSec-Fetch-User: ?1\r\nSec-Fetch-Dest: document\r\nAccept-Encoding: gzip, deflate, br, zstd\r\n"
            + "Accept-Language: en-US,en;q=0.9\r\n\r\n";

        private const string Curl = "Host: localhost:8443\r\nUser-Agent: curl/7.88.1\r\nAccept: */*\r\n\r\n";

        public string Name => "Https";

        public void Run(CostRun run)
        {
            foreach (FlashedProfile flashed in FlashedProfile.All())
            {
                Requests(run, flashed);
            }

            Parse(run, "ParseCurlHead", "GET /bytes/100 HTTP/1.1\r\n" + Curl);
            Parse(run, "ParseBrowserHead", "GET / HTTP/1.1\r\n" + Browser);
        }

        private static void Requests(CostRun run, FlashedProfile flashed)
        {
            string suffix = flashed.Suffix;
            Router router = new Router();
            PageSet pages = new PageSet(router, new Figures(), 1, 1, 1, new byte[1200]);
            Connect(flashed, router, (client, wire) =>
            {
                // Once before: tables are expanded, dates written.
                Ask(run, client, wire, null, "GET /bytes/100 HTTP/1.1\r\n" + Curl, 0);
                Ask(run, client, wire, "GetSmall" + suffix, "GET /bytes/100 HTTP/1.1\r\n" + Curl, flashed.Goal(90000));
                Ask(run, client, wire, "GetStatus" + suffix, "GET /status.json HTTP/1.1\r\n" + Curl, 0);
                Ask(run, client, wire, "BrowserGetSmall" + suffix, "GET /bytes/100 HTTP/1.1\r\n" + Browser, 0);
                Ask(run, client, wire, "BrowserGetDashboard" + suffix, "GET / HTTP/1.1\r\n" + Browser, 0);
                Ask(run, client, wire, "PostEcho" + suffix, "POST /echo HTTP/1.1\r\nContent-Length: 5\r\n" + Curl + "hello", 0);
            });
            GC.KeepAlive(pages);

            // A route with a parameter, answered with JSON of four fields.
            GreenhouseApp application = new GreenhouseApp();
            router = application.CreateRouter();
            application.Start(null);
            Connect(flashed, router, (client, wire) =>
            {
                Ask(run, client, wire, null, "GET /zones/3 HTTP/1.1\r\n" + Curl, 0);
                Ask(run, client, wire, "GetRoutedJson" + suffix, "GET /zones/3 HTTP/1.1\r\n" + Curl, flashed.Goal(85000));
            });
        }

        private static void Connect(FlashedProfile flashed, Router router, Action<SslStream, Wire> use)
        {
            TlsProfile profile = flashed.Profile.Tls;
            CryptoProvider provider = new CryptoProvider(flashed.Profile.Crypto);
            HmacDrbg drbg = new HmacDrbg(provider);
            drbg.Instantiate(new byte[48], 0, 48);
            ServerCertificates certificates = new ServerCertificates(1);
            using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            CertificateRequest certificate = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
            byte[] der = certificate.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(100)).RawData;
            byte[] chain = new byte[der.Length + 5];
            ServerCertificates.AppendEntry(der, 0, der.Length, chain, 0);
            certificates.Set(0, chain, key.ExportParameters(true).D);
            TlsEngine engine = new TlsEngine(
                profile, provider, new AsymmetricJobs(provider), drbg, certificates, new TicketKeys(provider, drbg, profile.TicketLifetime), null, null);
            HttpService service = new HttpService(flashed.Profile.Http, router);
            Https1Connection server = new Https1Server(service, new[] { new TlsConnection(engine, provider, profile) }).Connection(0);
            server.SetAltSvc(8443);
            service.SetTime(784111777);
            using Wire wire = new Wire(server);
            server.Open(0);
            using SslStream client = new SslStream(wire, true, (_, _, _, _) => true);
            client.AuthenticateAsClient(new SslClientAuthenticationOptions { TargetHost = "localhost" });
            use(client, wire);
        }

        private static void Ask(CostRun run, SslStream client, Wire wire, string name, string request, long goal)
        {
            wire.Hold = true;
            client.Write(Encoding.ASCII.GetBytes(request));
            wire.Hold = false;
            if (name != null)
            {
                run.Start(name);
            }

            wire.Exchange();
            if (name != null)
            {
                run.Stop(1, goal);
            }

            byte[] answer = new byte[20000];
            int count = client.ReadAtLeast(answer, 12);
            if (count < 12 || Encoding.ASCII.GetString(answer, 9, 3) != "200")
            {
                throw new InvalidOperationException();
            }

            while (wire.Left > 0)
            {
                client.ReadAtLeast(answer, 1);
            }
        }

        private static void Parse(CostRun run, string name, string head)
        {
            byte[] buffer = new byte[2048];
            Encoding.ASCII.GetBytes(head).CopyTo(buffer, 0);
            HttpRequest request = new HttpRequest(32, null, null);
            request.Reset(buffer, 0, HttpProtocol.Http11);
            run.Start(name);
            int end = Http1Head.FindEnd(buffer, 0, head.Length);
            int status = Http1Head.ParseRequestLine(request, 0, end, out int next);
            int flags = Http1Head.ParseFields(request, next, end);
            run.Stop();
            if (status != 0 || flags < 0)
            {
                throw new InvalidOperationException();
            }
        }

        private sealed class Figures : StatusSource
        {
            public override int Count(int group) => group == StatusGroup.Counters ? 20 : 5;

            public override long Value(int group, int index) => index * 10;

            public override int WriteName(int group, int index, byte[] destination, int offset)
            {
                for (int i = 0; i < 12; i++)
                {
                    destination[offset + i] = (byte)('a' + index);
                }

                return 12;
            }
        }

        /// <summary>The client's end of the wire; the server runs when it is read, or by itself.</summary>
        private sealed class Wire : Stream
        {
            private readonly Https1Connection _server;
            private readonly Queue<byte> _toClient = new Queue<byte>();
            private readonly byte[] _input = new byte[65536];
            private int _length;
            private int _taken;

            public Wire(Https1Connection server)
            {
                _server = server;
            }

            public bool Hold { get; set; }

            public int Left => _toClient.Count;

            public override bool CanRead => true;

            public override bool CanSeek => false;

            public override bool CanWrite => true;

            public override long Length => throw new NotSupportedException();

            public override long Position { get; set; }

            public void Exchange()
            {
                bool moved = true;
                while (moved)
                {
                    int count = Math.Min(512, _length - _taken);
                    int taken = count == 0 ? 0 : _server.FeedData(_input, _taken, count, 0);
                    _taken += taken;
                    moved = taken > 0 || _server.Tls.NeedsStep;
                    if (_server.Tls.NeedsStep)
                    {
                        _server.Step(1000, 0);
                    }

                    count = _server.PollOutput(0);
                    byte[] output = _server.OutputBuffer;
                    int offset = _server.OutputOffset;
                    for (int i = 0; i < count; i++)
                    {
                        _toClient.Enqueue(output[offset + i]);
                    }

                    _server.OutputSent(count, 0);
                    moved |= count > 0;
                }
            }

            public override void Flush()
            {
            }

            public override int Read(byte[] buffer, int offset, int count)
            {
                if (_toClient.Count == 0)
                {
                    Exchange();
                }

                int read = 0;
                while (read < count && _toClient.Count > 0)
                {
                    buffer[offset + read++] = _toClient.Dequeue();
                }

                return read;
            }

            public override void Write(byte[] buffer, int offset, int count)
            {
                if (_taken == _length)
                {
                    _taken = 0;
                    _length = 0;
                }

                Array.Copy(buffer, offset, _input, _length, count);
                _length += count;
                if (!Hold)
                {
                    Exchange();
                }
            }

            public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

            public override void SetLength(long value) => throw new NotSupportedException();
        }
    }
}
