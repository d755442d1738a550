// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using System.Text;
using MilliHttp.Nano.Crypto;
using MilliHttp.Nano.TestClient;
using MilliHttp.Nano.Tests.Cost.Meter;
using MilliHttp.Nano.Tls;

namespace MilliHttp.Nano.Tests.Cost.Scenarios
{
    /// <summary>TLS handshakes over TCP, the server's side alone, first byte in to ticket out; and records of a live connection.</summary>
    public sealed class TlsScenario : ICostScenario
    {
        private const int StepBudget = 20;

        private readonly byte[] _wire = new byte[65536];
        private long _operations;
        private long _longest;
        private long _percent;
        private int _stepBudget = StepBudget;

        public string Name => "Tls";

        public void Run(CostRun run)
        {
            foreach (FlashedProfile flashed in FlashedProfile.All())
            {
                Handshake(run, flashed, "HandshakeChaCha20", CipherSuite.ChaCha20Poly1305Sha256, 371, 1, true, 1900000);
                Handshake(run, flashed, "HandshakeAes128", CipherSuite.Aes128GcmSha256, 371, 1, true, 0);
                Handshake(run, flashed, "HandshakeBrowserHello", CipherSuite.Aes128GcmSha256, 2100, 1, true, 0);
                Handshake(run, flashed, "HandshakeP256", CipherSuite.ChaCha20Poly1305Sha256, 371, 2, true, 0);
                Handshake(run, flashed, "HandshakeUnprepared", CipherSuite.ChaCha20Poly1305Sha256, 371, 1, false, 0);
            }
        }

        private void Handshake(CostRun run, FlashedProfile flashed, string name, int suite, int hello, int share, bool prepared, long goal)
        {
            bool isFirst = name == "HandshakeChaCha20";
            name += flashed.Suffix;
            TlsProfile profile = flashed.Profile.Tls;
            CryptoProvider provider = new CryptoProvider(flashed.Profile.Crypto);
            AsymmetricJobs jobs = new AsymmetricJobs(provider);
            HmacDrbg drbg = new HmacDrbg(provider);
            drbg.Instantiate(new byte[48], 0, 48);
            byte[] key = new byte[32];
            Encoding.ASCII.GetBytes("a key that is the same each time").CopyTo(key, 0);
            byte[] names = new byte[200];
            int length = 0;
            for (int i = 0; i < 3; i++)
            {
                byte[] host = Encoding.ASCII.GetBytes("a-board-with-a-long-name-" + i + ".example.org");
                length = CertificateBuilder.AppendDnsName(host, 0, host.Length, names, length);
            }

            byte[] der = new CertificateBuilder(provider, jobs, drbg).Build(key, names, length, 20260101);
            byte[] chain = new byte[der.Length + 5];
            ServerCertificates.AppendEntry(der, 0, der.Length, chain, 0);
            ServerCertificates certificates = new ServerCertificates(1);
            certificates.Set(0, chain, key);
            TicketKeys tickets = new TicketKeys(provider, drbg, profile.TicketLifetime);
            tickets.Rotate(0);
            TlsEngine engine = new TlsEngine(profile, provider, jobs, drbg, certificates, tickets, prepared ? new X25519KeyPool(2) : null, prepared ? new EcdsaNoncePool(2) : null);
            while (prepared && engine.Prepare(1000, 0))
            {
            }

            TlsConnection server = new TlsConnection(engine, provider, profile);
            CryptoProvider other = new CryptoProvider();
            HmacDrbg otherDrbg = new HmacDrbg(other);
            otherDrbg.Instantiate(new byte[64], 0, 64);
            TlsClient handshake = new TlsClient(other, new AsymmetricJobs(other), otherDrbg, 4096)
            {
                OfferedSuite = suite,
                Shares = share,
                PaddedLength = hello,
                SessionIdLength = 32,
                ServerName = Encoding.ASCII.GetBytes("localhost"),
                Protocols = Encoding.ASCII.GetBytes("\u0002h2\u0008http/1.1"),
            };
            TlsClientConnection client = new TlsClientConnection(handshake, other, 20000);
            One(run, name, server, client, flashed.Goal(goal));
            run.Record(name + "LongestStretch", _longest, 0);
            if (!isFirst)
            {
                return;
            }

            while (engine.Prepare(1000, 0))
            {
            }

            One(run, "HandshakeResumed" + flashed.Suffix, server, client, flashed.Goal(1900000));
            if (!handshake.IsResumed)
            {
                throw new InvalidOperationException();
            }

            // Every phase in a call of its own, of a full handshake and of a resumed one: the engine's table of costs must cover it.
            _percent = 0;
            _stepBudget = 0;
            Connect(server, client);
            handshake.ForgetTicket();
            Connect(server, client);
            _stepBudget = StepBudget;
            run.AtMost("PhasePercentOfItsCost" + flashed.Suffix, _percent, 100);

            // one full-size record of an upload through the small window, per byte
            byte[] data = new byte[16384];
            new Random(1).NextBytes(data);
            client.WriteRecord(23, data, 0, data.Length);
            _operations = 0;
            int fed = 0;
            int total = client.OutputLength;
            Array.Copy(client.OutputBuffer, client.OutputOffset, _wire, 0, total);
            while (fed < total)
            {
                long before = CostRun.Operations;
                fed += server.FeedData(_wire, fed, Math.Min(1460, total - fed), 0);
                server.Consume(server.ReadLength);
                if (server.NeedsStep)
                {
                    server.Step(0, 0);
                }

                _operations += CostRun.Operations - before;
            }

            if (!server.IsVerified)
            {
                throw new InvalidOperationException();
            }

            run.Record("UploadRecord16384" + flashed.Suffix, _operations, 0);
        }

        private void One(CostRun run, string name, TlsConnection server, TlsClientConnection client, long goal)
        {
            run.Start(name + "BothSides");
            Connect(server, client);
            run.Stop();
            run.Record(name, _operations, goal);
        }

        private void Connect(TlsConnection server, TlsClientConnection client)
        {
            _operations = 0;
            _longest = 0;
            server.Open(0);
            client.Open(0);
            bool moved = true;
            while (moved)
            {
                moved = false;
                int count = client.OutputLength;
                Array.Copy(client.OutputBuffer, client.OutputOffset, _wire, 0, count);
                client.OutputSent(count);
                int fed = 0;
                while (fed < count || server.NeedsStep)
                {
                    if (fed < count && !server.NeedsStep)
                    {
                        long before = CostRun.Operations;
                        fed += server.FeedData(_wire, fed, Math.Min(1460, count - fed), 0);
                        Count(before);
                    }

                    if (server.NeedsStep)
                    {
                        long before = CostRun.Operations;
                        int phase = server.Context.Phase;
                        server.Step(_stepBudget, 0);
                        Count(before);
                        Compare(phase, CostRun.Operations - before);
                    }

                    moved = true;
                }

                moved |= Drain(server, client);
            }

            if (!client.IsEstablished || client.HasFailed)
            {
                throw new InvalidOperationException();
            }
        }

        private bool Drain(TlsConnection server, TlsClientConnection client)
        {
            bool moved = false;
            while (true)
            {
                long before = CostRun.Operations;
                int count = server.PollOutput();
                Count(before);
                if (count == 0)
                {
                    return moved;
                }

                client.FeedData(server.OutputBuffer, server.OutputOffset, count, 0);
                server.OutputSent(count);
                moved = true;
            }
        }

        /// <summary>What a phase took beside what the engine's table says; jobs take what they are given, and have figures of their own.</summary>
        private void Compare(int phase, long operations)
        {
            if (_stepBudget == 0 && phase < HandshakePhase.WaitFinished && !HandshakePhase.IsJob(phase))
            {
                _percent = Math.Max(_percent, operations / (HandshakePhase.Cost(phase) * 10));
            }
        }

        private void Count(long before)
        {
            long operations = CostRun.Operations - before;
            _operations += operations;
            _longest = Math.Max(_longest, operations);
        }
    }
}
