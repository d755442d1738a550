// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using MilliHttp.Nano.Http;
using MilliHttp.Nano.Http3;
using MilliHttp.Nano.Quic;
using MilliHttp.Nano.Tests.Cost.Meter;
using MilliHttp.Nano.Tests.Host.Quic;

namespace MilliHttp.Nano.Tests.Cost.Scenarios
{
    /// <summary>
    /// The longest stretch of the QUIC server between two looks into the socket, apart from one packet sealed or opened, for everything that can be
    /// sent to it by somebody it does not know: none may be longer than 60,000 operations.
    /// </summary>
    public sealed class StretchScenario : ICostScenario
    {
        private const long Limit = 60000;
        private const long Begin = 1000000;

        public string Name => "Stretch";

        public void Run(CostRun run)
        {
            Stranger(run, "Stranger", false, true);
            Stranger(run, "StrangerOnDemand", true, true);
            Stranger(run, "StrangerUnprepared", false, false);
            Evicted(run, "HandshakeGivesWay", false);
            Evicted(run, "HandshakeGivesWayOnDemand", true);
            Replaced(run);
            Waited(run);
            Together(run);
            Garbage(run);
            Stateless(run);
        }

        // Prepared as at the end of boot: what was, runs out on the way.
        private static QuicServer Server(bool onDemand = false, bool prepared = true)
        {
            QuicProfile profile = QuicProfile.Standard();
            profile.OnDemand = onDemand;
            QuicServer server = new QuicServer(profile, null, null, prepared);
            server.Http3 = new H3Server(server.Endpoint, H3Profile.Standard(), new HttpService(new HttpProfile(), new Router()), 0);
            server.Meter = () => CostRun.Operations;
            return server;
        }

        private static RawClient Client(QuicServer server, int port, long now)
        {
            RawClient client = new RawClient(server) { Port = port, Now = now };
            client.Tls.PaddedLength = 371;
            client.Start();
            return client;
        }

        private static byte[] Initial(RawClient client)
        {
            return client.Packet(PacketType.Initial, RawClient.Crypto(0, client.Hello()), 1200);
        }

        private static RawClient Half(QuicServer server, int port, long now)
        {
            RawClient client = Client(server, port, now);
            client.Send(client.Packet(PacketType.Initial, RawClient.Crypto(0, client.Hello()[..100]), 1200));
            return client;
        }

        private static RawClient WithToken(QuicServer server, int port, long now)
        {
            RawClient client = Client(server, port, now);
            client.Send(Initial(client));
            client.FollowRetry();
            return client;
        }

        private static int Feed(QuicServer server, RawClient client, byte[] datagram)
        {
            datagram.CopyTo(server.Buffer, 0);
            return server.Feed(datagram.Length, client.AddressLow, client.Port, client.Now);
        }

        private static void Forget(QuicServer server)
        {
            server.Longest = 0;
            server.LongestBesides = 0;
        }

        private static void Take(CostRun run, string name, QuicServer server, int counter, int expected)
        {
            if (server.Endpoint.Counters[counter] != expected)
            {
                throw new InvalidOperationException(name);
            }

            run.AtMost(name, server.LongestBesides, Limit);
        }

        private static void Stranger(CostRun run, string name, bool onDemand, bool prepared)
        {
            QuicServer server = Server(onDemand, prepared);
            RawClient client = Client(server, 1000, Begin);
            client.Send(Initial(client));
            client.Finish();
            Take(run, name, server, QuicCounter.HandshakesCompleted, 1);
        }

        private static void Evicted(CostRun run, string name, bool onDemand)
        {
            QuicServer server = Server(onDemand);
            Half(server, 1000, Begin);
            Half(server, 1001, Begin);
            RawClient client = WithToken(server, 1002, Begin);
            client.Now += 4100000;
            client.Send(Initial(client));
            client.Finish();
            Take(run, name, server, QuicCounter.HandshakesEvicted, 1);
        }

        private static void Replaced(CostRun run)
        {
            QuicServer server = Server();
            long now = Begin;
            for (int i = 0; i < 4; i++)
            {
                RawClient idle = Client(server, 1000 + i, now);
                idle.Send(Initial(idle));
                idle.Finish();
                idle.Send(idle.Packet(PacketType.OneRtt, RawClient.Ack(idle.Largest[2])));
                now = idle.Now + 300000;
            }

            RawClient client = WithToken(server, 1004, now);
            client.Send(Initial(client));
            client.Now += 1000000;
            client.Send(Initial(client));
            client.Finish();
            Take(run, "ConnectionGivesWay", server, QuicCounter.ConnectionsReplaced, 1);
        }

        private static void Waited(CostRun run)
        {
            QuicServer server = Server();
            RawClient first = Client(server, 1000, Begin);
            first.Send(Initial(first));
            Half(server, 1001, Begin);
            RawClient client = WithToken(server, 1002, Begin);
            client.Send(Initial(client));
            first.Finish();
            client.Finish();
            Take(run, "ClientThatWaited", server, QuicCounter.HandshakesCompleted, 2);
        }

        /// <summary>A second one while the keys of the first are derived, handed in although the loop would leave it in the socket.</summary>
        private static void Together(CostRun run)
        {
            QuicServer server = Server();
            RawClient first = Client(server, 1000, Begin);
            RawClient second = Client(server, 1001, Begin);
            byte[] datagram = Initial(first);
            datagram.CopyTo(server.Buffer, 0);
            server.Endpoint.FeedDatagram(server.Buffer, 0, datagram.Length, new DatagramAddress { Low = first.AddressLow, Port = first.Port }, Begin);
            datagram = Initial(second);
            Feed(server, second, datagram);
            first.Pump();
            second.Send(datagram);
            first.Finish();
            second.Finish();
            Take(run, "TwoStrangersAtOnce", server, QuicCounter.DroppedPoolBusy, 1);
        }

        private static void Garbage(CostRun run)
        {
            QuicServer server = Server();
            for (int i = 0; i < 3; i++)
            {
                RawClient client = Client(server, 1000 + i, Begin);
                byte[] datagram = Initial(client);
                datagram[700] ^= 1;
                Feed(server, client, datagram);
            }

            Take(run, "OnlyLooksLikeAnInitial", server, QuicCounter.DroppedUndecryptable, 3);
        }

        /// <summary>Answers that cost no state, until their rate is used up.</summary>
        private static void Stateless(CostRun run)
        {
            QuicServer server = Server();
            Half(server, 1000, Begin);
            Half(server, 1001, Begin);
            Forget(server);
            for (int i = 0; i < 200; i++)
            {
                RawClient client = Client(server, 1002, Begin);
                Feed(server, client, Initial(client));
                server.Turn(Begin);
            }

            // As many as the budget has, and not all of them: who gets one of the last is drawn.
            int retries = server.Endpoint.Counters[QuicCounter.RetriesSent];
            if (retries < 40 || retries > 130)
            {
                throw new InvalidOperationException("Retry: " + retries);
            }

            run.AtMost("Retry", server.LongestBesides, Limit);
            const long Later = Begin + 5000000;
            Forget(server);
            for (int i = 0; i < 30; i++)
            {
                RawClient client = Client(server, 1002, Later);
                byte[] datagram = Initial(client);
                datagram[1] ^= 0x5a;
                Feed(server, client, datagram);
                server.Turn(Later);
            }

            Take(run, "VersionNegotiation", server, QuicCounter.VersionNegotiationsSent, QuicProfile.StatelessAnswersPerSecond);
            Forget(server);
            for (int i = 0; i < 30; i++)
            {
                RawClient client = Client(server, 1002, Later);
                byte[] datagram = new byte[60];
                datagram[0] = 0x45;
                datagram[3] = (byte)i;
                Feed(server, client, datagram);
                server.Turn(Later);
            }

            Take(run, "StatelessReset", server, QuicCounter.StatelessResetsSent, QuicProfile.StatelessAnswersPerSecond);
        }
    }
}
