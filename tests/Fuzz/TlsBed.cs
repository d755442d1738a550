// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using System.IO;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using MilliHttp.Nano.Crypto;
using MilliHttp.Nano.Http;
using MilliHttp.Nano.TestClient;
using MilliHttp.Nano.Tests.Host;
using MilliHttp.Nano.Tls;

namespace MilliHttp.Nano.Tests.Fuzz
{
    /// <summary>HTTPS/1.1 with the firmware's pages, and what must hold of it after a case.</summary>
    internal sealed class TlsBed
    {
        private const int MostOutput = 200000;
        private static readonly Lazy<(byte[] Chain, byte[] Key)> s_chain = new Lazy<(byte[], byte[])>(MakeChain);
        private static int s_warm;

        private readonly byte[] _copy = new byte[20000];
        private byte[] _rest = Array.Empty<byte>();
        private long _allocated;

        public readonly CryptoProvider Provider = new CryptoProvider();
        public readonly FuzzPages Pages = new FuzzPages();
        public readonly TlsEngine Engine;
        public readonly Https1Server Server;
        public readonly Https1Connection Connection;
        public readonly MemoryStream Sent = new MemoryStream();
        public int Output;
        public long Now = 1000000;

        public TlsBed()
        {
            TlsProfile profile = TlsProfile.Standard();
            HmacDrbg drbg = new HmacDrbg(Provider);
            drbg.Instantiate(new byte[48], 0, 48);
            ServerCertificates certificates = new ServerCertificates(1);
            Engine = new TlsEngine(profile, Provider, new AsymmetricJobs(Provider), drbg, certificates, new TicketKeys(Provider, drbg, profile.TicketLifetime), null, null);
            if (!certificates.Set(0, s_chain.Value.Chain, s_chain.Value.Key))
            {
                throw new InvalidOperationException("certificate refused");
            }

            Server = new Https1Server(Pages.Service, new[] { new TlsConnection(Engine, Provider, profile) });
            Connection = Server.Connection(0);
            Server.SetAltSvc(8443);
        }

        public TlsClientConnection Client(string name = "http/1.1")
        {
            CryptoProvider provider = new CryptoProvider();
            HmacDrbg drbg = new HmacDrbg(provider);
            drbg.Instantiate(new byte[48], 0, 48);
            byte[] protocol = Encoding.ASCII.GetBytes(name);
            TlsClient handshake = new TlsClient(provider, new AsymmetricJobs(provider), drbg, 8192)
            {
                ServerName = Encoding.ASCII.GetBytes("localhost"),
                Protocols = FuzzInput.Join(new[] { (byte)protocol.Length }, protocol),
                VerifiesSignature = false,
            };
            return new TlsClientConnection(handshake, provider, 40000);
        }

        /// <summary>Gives bytes to the server and lets it run until nothing moves. What it does not take is given again next time.</summary>
        public void Feed(byte[] data, int piece = 512)
        {
            data = FuzzInput.Join(_rest, data);
            int at = 0;
            int turns = 0;
            bool moved = true;
            AllocationMeter meter = AllocationMeter.Start();
            while (moved && !Connection.WantsClient)
            {
                moved = false;
                int n = Math.Min(piece, data.Length - at);
                if (n > 0)
                {
                    int taken = Connection.FeedData(data, at, n, Now);
                    at += taken;
                    moved = taken > 0;
                }

                if (Connection.Tls.NeedsStep)
                {
                    Connection.Step(500, Now);
                    moved = true;
                }

                int count = Output < MostOutput ? Connection.PollOutput(Now) : 0;
                if (count > 0)
                {
                    // Not in the server's account.
                    Array.Copy(Connection.OutputBuffer, Connection.OutputOffset, _copy, 0, count);
                    _allocated += meter.Stop();
                    Sent.Write(_copy, 0, count);
                    meter = AllocationMeter.Start();
                    Output += count;
                    Connection.OutputSent(count, Now);
                    moved = true;
                }

                if (++turns > 100000)
                {
                    throw new FuzzException("spins");
                }
            }

            _allocated += meter.Stop();
            _rest = data.AsSpan(at).ToArray();
        }

        /// <summary>Runs the server and a client until nothing moves.</summary>
        public void Run(TlsClientConnection client, StringBuilder text = null)
        {
            for (int i = 0; i < 1000; i++)
            {
                int count = client.OutputLength;
                byte[] data = client.OutputBuffer.AsSpan(client.OutputOffset, count).ToArray();
                client.OutputSent(count);
                Feed(data);
                byte[] back = Sent.ToArray();
                Sent.SetLength(0);
                int at = 0;
                while (at < back.Length && !client.HasFailed)
                {
                    int taken = client.FeedData(back, at, back.Length - at, Now);
                    text?.Append(Encoding.Latin1.GetString(client.ReadBuffer, client.ReadOffset, client.ReadLength));
                    client.Consume(client.ReadLength);
                    if (taken == 0)
                    {
                        return;
                    }

                    at += taken;
                }

                if (back.Length == 0 && client.OutputLength == 0)
                {
                    return;
                }
            }
        }

        /// <summary>The client is silent and takes nothing more: it must be let go; then a good one is served.</summary>
        public void End(bool deep)
        {
            long end = Now + 600000000;
            int turns = 0;
            while (!Connection.IsFinished && Now < end)
            {
                Now = Math.Max(Now + 20000, Math.Min(Now + 1000000, Server.NextTimeout));
                Pages.Pages.OnTurn(Now, 0);
                Connection.HandleTimeout(Now);
                Connection.Step(500, Now);
                Connection.PollOutput(Now);
                Server.GiveWay(Now);
                turns++;
            }

            Check(Connection.IsFinished, "never let go of its client, state " + Connection.Tls.State);
            Connection.Reset();
            string held = Pages.Held();
            Check(held == null, held);
            if (s_warm++ > 300)
            {
                Check(_allocated == 0, "the server allocated " + _allocated + " bytes");
            }

            if (deep)
            {
                _rest = Array.Empty<byte>();
                Sent.SetLength(0);
                Output = 0;
                Connection.Open(Now);
                TlsClientConnection good = Client();
                good.Open(Now);
                Run(good);
                Check(good.IsEstablished, "a good client gets no connection");
                foreach (string text in new[] { "POST /upload HTTP/1.1\r\nHost: l\r\nContent-Length: 1\r\n\r\nx", "GET /status.json HTTP/1.1\r\nHost: l\r\n\r\n", "GET / HTTP/1.1\r\nHost: l\r\n\r\n" })
                {
                    byte[] request = Encoding.ASCII.GetBytes(text);
                    StringBuilder answer = new StringBuilder();
                    good.Write(request, 0, request.Length);
                    Run(good, answer);
                    Check(answer.ToString().StartsWith("HTTP/1.1 200 ", StringComparison.Ordinal), "a good client is not served: " + answer);
                }
            }
        }

        private static void Check(bool condition, string what)
        {
            if (!condition)
            {
                throw new FuzzException(what);
            }
        }

        private static (byte[] Chain, byte[] Key) MakeChain()
        {
            using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            CertificateRequest request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
            using X509Certificate2 certificate = request.CreateSelfSigned(DateTimeOffset.UnixEpoch.AddYears(50), DateTimeOffset.UnixEpoch.AddYears(90));
            byte[] der = certificate.RawData;
            byte[] chain = new byte[der.Length + 5];
            ServerCertificates.AppendEntry(der, 0, der.Length, chain, 0);
            return (chain, key.ExportParameters(true).D);
        }
    }
}
