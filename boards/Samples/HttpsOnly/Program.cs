// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using MilliHttp.Nano.Crypto;
using MilliHttp.Nano.Drivers;
using MilliHttp.Nano.Drivers.Device;
using MilliHttp.Nano.Http;
using MilliHttp.Nano.Tls;

namespace MilliHttp.Nano.Samples.HttpsOnly
{
    /// <summary>
    /// HTTPS/1.1 without QUIC and without the firmware: the assemblies Crypto, Tls and Http, and a loop of one's own. A product keeps its key: this one
    /// makes a new one at every start.
    /// </summary>
    public static class Program
    {
        private const int Port = 443;
        private const int Peers = 1;
        private const int Backlog = 2;
        private const int SeedLength = 48;
        private const int KeyLength = 32;
        private const int ReleaseDay = 20261101;
        private const int StepBudget = 40;
        private const int LongestRest = 100000;

        /// <summary>Where the platform starts the application; never returns.</summary>
        public static void Main()
        {
            BoardPorts ports = new DevicePorts(
                Port, Peers, Backlog, new TickClock(), new RandomEntropy(), new MemoryCredentials(), new EthernetLink());
            ports.Link.Connect();
            while (!ports.Link.IsUp)
            {
                ports.Waiting.Wait(LongestRest);
            }

            Https1Connection server = Compose(ports);
            StreamPort stream = ports.Listener.MakeStreams(1)[0];
            ports.Listener.Open();
            byte[] chunk = new byte[512];
            int begin = 0;
            int end = 0;
            while (true)
            {
                long now = ports.Clock.Microseconds;
                if (server.WantsClient)
                {
                    if (!ports.Listener.IsPending || !ports.Listener.TryAccept(stream))
                    {
                        ports.Waiting.Wait(LongestRest);
                        continue;
                    }

                    begin = 0;
                    end = 0;
                    server.Open(now);
                }

                if (begin == end)
                {
                    begin = 0;
                    end = stream.Receive(chunk, 0, chunk.Length);
                    if (end < 0)
                    {
                        end = 0;
                        server.FeedEnd(now);
                    }
                }

                begin += server.FeedData(chunk, begin, end - begin, now);
                server.Step(StepBudget, now);
                if (now >= server.NextTimeout)
                {
                    server.HandleTimeout(now);
                }

                int length = server.PollOutput(now);
                if (length > 0)
                {
                    int sent = stream.Send(server.OutputBuffer, server.OutputOffset, length);
                    if (sent < 0)
                    {
                        stream.Close();
                        server.Reset();
                        continue;
                    }

                    server.OutputSent(sent, now);
                }

                if (server.IsFinished)
                {
                    stream.Close();
                    server.Reset();
                }
            }
        }

        private static Https1Connection Compose(BoardPorts ports)
        {
            CryptoProvider provider = new CryptoProvider();
            AsymmetricJobs jobs = new AsymmetricJobs(provider);
            HmacDrbg drbg = new HmacDrbg(provider);
            byte[] seed = new byte[SeedLength];
            ports.Entropy.Fill(seed, 0, SeedLength);
            drbg.Instantiate(seed, 0, SeedLength);

            byte[] key = new byte[KeyLength];
            drbg.Generate(key, 0, KeyLength);
            key[0] &= 0x7F;
            byte[] names = { CertificateBuilder.DnsName, 6, (byte)'d', (byte)'e', (byte)'v', (byte)'i', (byte)'c', (byte)'e' };
            byte[] certificate = new CertificateBuilder(provider, jobs, drbg).Build(key, names, names.Length, ReleaseDay);
            byte[] chain = new byte[certificate.Length + 5];
            ServerCertificates.AppendEntry(certificate, 0, certificate.Length, chain, 0);
            ServerCertificates certificates = new ServerCertificates(1);
            certificates.Set(0, chain, key);

            TlsProfile profile = TlsProfile.Standard();
            TlsEngine engine = new TlsEngine(
                profile, provider, jobs, drbg, certificates, new TicketKeys(provider, drbg, profile.TicketLifetime), new X25519KeyPool(1), new EcdsaNoncePool(1));
            Router router = new Router();
            router.Add(HttpMethod.Get, "/", new HelloHandler());
            TlsConnection[] connections = { new TlsConnection(engine, provider, profile) };
            return new Https1Server(new HttpService(HttpProfile.Tight(), router), connections).Connection(0);
        }
    }
}
