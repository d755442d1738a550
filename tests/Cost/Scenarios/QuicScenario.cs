// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using System.Linq;
using System.Text;
using MilliHttp.Nano.Crypto;
using MilliHttp.Nano.Firmware;
using MilliHttp.Nano.Firmware.Pages;
using MilliHttp.Nano.Firmware.Status;
using MilliHttp.Nano.Http;
using MilliHttp.Nano.Http3;
using MilliHttp.Nano.Quic;
using MilliHttp.Nano.Tests.Cost.Meter;
using MilliHttp.Nano.Tests.Host.Quic;
using MilliHttp.Nano.Tests.Host.Tls;
using Org.BouncyCastle.Security;

namespace MilliHttp.Nano.Tests.Cost.Scenarios
{
    /// <summary>HTTP/3 over QUIC, from datagram in to datagram out: the server's operations only, the client's are not counted.</summary>
    public sealed class QuicScenario : ICostScenario
    {
        public string Name => "Quic";

        public void Run(CostRun run)
        {
            foreach (FlashedProfile flashed in FlashedProfile.All())
            {
                Handshake(run, flashed, "Handshake", CipherSuite.ChaCha20Poly1305Sha256, 371, 2600000);
                Handshake(run, flashed, "HandshakeAes", CipherSuite.Aes128GcmSha256, 371, 0);
                Handshake(run, flashed, "HandshakeTwoDatagrams", CipherSuite.ChaCha20Poly1305Sha256, 1950, 0);
                if (flashed.Suffix.Length == 0)
                {
                    Hybrid(run, flashed);
                }

                Resumed(run, flashed);
                Requests(run, flashed, CipherSuite.ChaCha20Poly1305Sha256, string.Empty, 190000);
                Requests(run, flashed, CipherSuite.Aes128GcmSha256, "Aes", 255000);
                TwoAtOnce(run, flashed);
            }

            Native(run);
        }

        /// <summary>HMAC and AES by the platform, and the garbage that its calls leave in the heap.</summary>
        private static void Native(CostRun run)
        {
            PlatformCrypto platform = new PlatformCrypto();
            FlashedProfile flashed = FlashedProfile.Native(platform);
            Handshake(run, flashed, "Handshake", CipherSuite.ChaCha20Poly1305Sha256, 371, 0);
            Resumed(run, flashed);
            Requests(run, flashed, CipherSuite.Aes128GcmSha256, "Aes", 0);

            // Once more, for the garbage of one handshake.
            QuicServer server = Server(flashed);
            RawClient client = Client(server, CipherSuite.ChaCha20Poly1305Sha256, 371, 1000);
            Hello(client);
            client.Finish();
            QuicServer again = Server(flashed);
            long calls = platform.Calls;
            long garbage = platform.Garbage;
            again.Replay(client, 0, client.Sent.Count);
            run.Record("HandshakeNativeCalls", platform.Calls - calls);
            run.Record("HandshakeNativeGarbageBytes", platform.Garbage - garbage);
        }

        private static QuicServer Server(FlashedProfile flashed, KeyEncapsulation encapsulation = null)
        {
            Profile profile = flashed.Profile;
            QuicServer server = new QuicServer(profile.Quic, profile.Tls, null, true, profile.Crypto, encapsulation);
            Router router = new Router();
            HttpService service = new HttpService(profile.Http, router);
            PageSet pages = new PageSet(router, new NoFigures(), 1, 1, 1, new byte[1200]);
            GC.KeepAlive(pages);
            server.Http3 = new H3Server(server.Endpoint, profile.Http3, service, 0);
            server.Meter = () => CostRun.Operations;
            return server;
        }

        private static RawClient Client(QuicServer server, int suite, int hello, int port)
        {
            RawClient client = new RawClient(server) { Port = port };
            client.Tls.OfferedSuite = suite;
            client.Tls.PaddedLength = hello;
            client.Start();
            return client;
        }

        private static void Hello(RawClient client)
        {
            byte[] hello = client.Hello();
            for (int at = 0; at < hello.Length; at += 1100)
            {
                client.Send(client.Packet(PacketType.Initial, RawClient.Crypto(at, hello[at..Math.Min(hello.Length, at + 1100)]), 1200));
            }
        }

        private static void Handshake(CostRun run, FlashedProfile flashed, string name, int suite, int hello, long goal)
        {
            QuicServer server = Server(flashed);
            RawClient client = Client(server, suite, hello, 1000);
            Hello(client);
            client.Finish();
            if (goal != 0)
            {
                run.Record("LongestStretch" + flashed.Suffix, server.Longest);
                run.Record("LongestStretchBesidesOnePacket" + flashed.Suffix, server.LongestBesides, flashed.Goal(60000));
            }

            // The same datagrams to an equal server: nothing but the server runs, so that the profile shows it alone.
            QuicServer again = Server(flashed);
            run.Start(name + flashed.Suffix);
            again.Replay(client, 0, client.Sent.Count);
            run.Stop(1, flashed.Goal(goal));
            if (!again.Endpoint.Connection(0).IsEstablished)
            {
                throw new InvalidOperationException();
            }
        }

        // A browser's handshake with X25519MLKEM768: a hello over two datagrams, with a share of X25519 as well. The board prefers ChaCha20-Poly1305.
        private static void Hybrid(CostRun run, FlashedProfile flashed)
        {
            QuicServer server = Server(flashed, new MlKem768());
            RawClient client = new RawClient(server) { Port = 1000 };
            SecureRandom random = SecureRandom.GetInstance("SHA256PRNG", false);
            random.SetSeed(1);
            client.Tls.Encapsulation = new BouncyCastleEncapsulation(random);
            client.Tls.Groups = 7;
            client.Tls.Shares = 5;
            client.Tls.PaddedLength = 1950;
            client.Start();
            Hello(client);
            client.Finish();
            run.AtMost("HybridLongestStretchBesidesOnePacket", server.LongestBesides, 60000);
            QuicServer again = Server(flashed, new MlKem768());
            run.Start("HandshakeHybrid");
            again.Replay(client, 0, client.Sent.Count);

            // The project's goal is 3.9 M.
            run.Stop(1, 0);
            if (!again.Endpoint.Connection(0).IsEstablished || client.Tls.Group != 0x11ec)
            {
                throw new InvalidOperationException();
            }
        }

        private static void Resumed(CostRun run, FlashedProfile flashed)
        {
            QuicServer server = Server(flashed);
            RawClient first = Client(server, CipherSuite.ChaCha20Poly1305Sha256, 371, 1000);
            Hello(first);
            first.Finish();
            first.Send(first.Packet(PacketType.OneRtt, new byte[] { 0x1d, 0, 0 }));
            while (server.Tls.Prepare(1000, 0))
            {
            }

            RawClient second = new RawClient(server, first.Tls) { Port = 1001 };
            second.Tls.PaddedLength = 371;
            second.Start();
            server.Spent = 0;
            Hello(second);
            second.Finish();
            run.Record("HandshakeResumed" + flashed.Suffix, server.Spent, flashed.Goal(2500000));
        }

        private static byte[] Get(string path)
        {
            // :method GET, :scheme https, :path, :authority, user-agent: what gtlsclient sends, without Huffman.
            byte[] name = Encoding.ASCII.GetBytes(path);
            byte[] authority = Encoding.ASCII.GetBytes("localhost:8443");
            byte[] agent = Encoding.ASCII.GetBytes("nghttp3/ngtcp2 client");
            byte[] section = RawClient.Join(
                new byte[] { 0, 0, 0xd1, 0xd7, 0x51, (byte)name.Length }, name,
                new byte[] { 0x50, (byte)authority.Length }, authority,
                new byte[] { 0x5f, 0x50, (byte)agent.Length }, agent);
            return RawClient.Join(new byte[] { 1 }, RawClient.VarInt(section.Length), section);
        }

        private static void Requests(CostRun run, FlashedProfile flashed, int suite, string name, long downloadGoal)
        {
            name += flashed.Suffix;
            QuicServer server = Server(flashed);
            RawClient client = Client(server, suite, 371, 1000);
            Hello(client);
            client.Finish();
            byte[] control = RawClient.Stream(2, 0, new byte[] { 0, 4, 0 }, false);
            client.Send(client.Packet(PacketType.OneRtt, RawClient.Join(RawClient.Ack(client.Largest[2]), control)));
            client.Wait(60000);
            for (int i = 0; i < 4; i++)
            {
                client.Now += 50000;
                client.Pump();
                server.Spent = 0;
                client.Send(client.Packet(PacketType.OneRtt, RawClient.Join(RawClient.Ack(client.Largest[2]), RawClient.Stream(i * 4, 0, Get("/bytes/200"), true))));
                client.Send(client.Packet(PacketType.OneRtt, RawClient.Ack(client.Largest[2])));
                if (!client.Frames.Any(f => f.Frame == FrameType.Stream && f.StreamId == i * 4 && f.Fin == 1))
                {
                    throw new InvalidOperationException();
                }
            }

            QuicServer again = Server(flashed);
            again.Replay(client, 0, client.Sent.Count - 2);
            run.Start("Get200" + name);
            again.Replay(client, client.Sent.Count - 2, 2);
            run.Stop(1, flashed.Goal(suite == CipherSuite.ChaCha20Poly1305Sha256 ? 110000 : 0));
            client.Wait(100000);

            // Idle: nothing to send, nothing due.
            server.Spent = 0;
            server.Turn(client.Now);
            server.Poll(client.Now);
            run.Record("IdleTurn" + name, server.Spent, flashed.Goal(2000));

            // A long download, acknowledged every second packet.
            client.Now += 50000;
            client.Send(client.Packet(PacketType.OneRtt, RawClient.Stream(16, 0, Get("/bytes/1000000"), true)));
            server.Spent = 0;
            long bytes = client.Frames.Count;
            client.Frames.Clear();
            for (int i = 0; i < 60; i++)
            {
                client.Now += 1000;
                client.Send(client.Packet(PacketType.OneRtt, RawClient.Ack(client.Largest[2])));
            }

            bytes = client.Frames.Where(f => f.Frame == FrameType.Stream).Sum(f => (long)f.Data.Length);
            run.Record("Download1200" + name, server.Spent * 1200 / bytes, flashed.Goal(downloadGoal));
        }

        private static void TwoAtOnce(CostRun run, FlashedProfile flashed)
        {
            QuicServer server = Server(flashed);
            RawClient[] clients = { Client(server, CipherSuite.ChaCha20Poly1305Sha256, 371, 1000), Client(server, CipherSuite.ChaCha20Poly1305Sha256, 371, 1001) };
            foreach (RawClient client in clients)
            {
                byte[] packet = client.Packet(PacketType.Initial, RawClient.Crypto(0, client.Hello()), 1200);
                packet.CopyTo(server.Buffer, 0);
                server.Feed(packet.Length, client.AddressLow, client.Port, client.Now);
            }

            server.Longest = 0;
            for (int i = 0; i < 3000; i++)
            {
                server.Turn(1000000);
            }

            run.Record("LongestStepOfTwoHandshakes" + flashed.Suffix, server.Longest, flashed.Goal(60000));
            foreach (RawClient client in clients)
            {
                client.Pump();
                client.Finish();
            }
        }

        private sealed class NoFigures : StatusSource
        {
            public override int Count(int group) => 0;

            public override long Value(int group, int index) => 0;

            public override int WriteName(int group, int index, byte[] destination, int offset) => 0;
        }
    }
}
