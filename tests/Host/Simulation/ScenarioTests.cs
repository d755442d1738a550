// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
using System.Linq;
using MilliHttp.Nano.Crypto;
using MilliHttp.Nano.Quic;
using MilliHttp.Nano.TestClient;
using Xunit;

namespace MilliHttp.Nano.Tests.Host.Simulation
{
    /// <summary>The server under named conditions, good and evil; what holds by seed is in <see cref="SimulationTests"/>.</summary>
    public class ScenarioTests
    {
        private static SimulatedClient Add(SimulatedWorld world, int delay = 5000)
        {
            SimulatedClient client = new SimulatedClient(world.Random, 4, new LinkConditions { Delay = delay }, new LinkConditions { Delay = delay });
            int index = world.Clients.Count;
            client.AddressLow = 0xFFFF0A010000L + index * 256;
            client.Port = 20000 + index;
            client.Quic.Tls.VerifiesSignature = false;
            world.Clients.Add(client);
            return client;
        }

        private static void Finish(SimulatedWorld world, long seconds = 120)
        {
            Assert.True(world.Run(() => world.Clients.All(c => c.Finished), seconds * 1000000), (world.Trouble() ?? "no end") + "\n" + string.Join("\n", world.Clients) + "\n" + string.Join(",", world.Server.Endpoint.Counters));
        }

        private static void AssertEmpty(SimulatedWorld world)
        {
            QuicEndpoint endpoint = world.Server.Endpoint;
            Assert.True(world.Run(() => endpoint.HandshakesActive == 0 && Enumerable.Range(0, endpoint.ConnectionCount).All(i => endpoint.Connection(i).IsFree), 100000000), "slots are held");
            for (int i = 0; i < endpoint.ConnectionCount; i++)
            {
                Assert.Equal(0, world.Server.Http.Connection(i).RequestCount);
                Assert.Equal(0, endpoint.Connection(i).BytesInFlight);
            }

            Assert.Equal(0, world.Server.Allocated);
        }

        // Four clients at once, each with transfers of its own: the proof that nothing lasting was lost.
        private static void ServeFour(SimulatedWorld world)
        {
            world.Clients.Clear();
            for (int i = 0; i < 4; i++)
            {
                SimulatedClient client = Add(world);
                client.AddressLow += 0x1000000;
                client.Get(5000);
                client.Get(100);
                client.Post(3000);
            }

            Finish(world, 60);
            Assert.All(world.Clients, c => Assert.Equal(1, c.Connections));
            AssertEmpty(world);
        }

        private static void Warm()
        {
            SimulatedWorld world = new SimulatedWorld(1, false);
            Add(world).Get(3000);
            Finish(world);
        }

        [Theory]
        [InlineData(CipherSuite.Aes128GcmSha256, 1)]
        [InlineData(CipherSuite.Aes128GcmSha256, 2)]
        [InlineData(CipherSuite.ChaCha20Poly1305Sha256, 1)]
        [InlineData(CipherSuite.ChaCha20Poly1305Sha256, 2)]
        public void A_large_download_is_exact_with_each_suite_and_group(int suite, int group)
        {
            Warm();
            SimulatedWorld world = new SimulatedWorld(7, false);
            SimulatedClient client = Add(world);
            client.Quic.Tls.OfferedSuite = suite;
            client.Quic.Tls.Shares = group;
            client.Get(300000);
            Finish(world);
            Assert.Equal(suite, client.Quic.Tls.Suite);
            AssertEmpty(world);
        }

        [Theory]
        [InlineData(false, 3000)]
        [InlineData(true, 1000)]
        public void Thousands_of_requests_on_one_connection_Trap04(bool tight, int requests)
        {
            Warm();
            SimulatedWorld world = new SimulatedWorld(8, tight);
            SimulatedClient client = Add(world, 1000);
            for (int i = 0; i < requests; i++)
            {
                client.Get(i % 300);
            }

            Finish(world, 1000);
            Assert.Equal(requests, client.Done);
            Assert.Equal(1, client.Connections);
            AssertEmpty(world);
        }

        [Fact]
        public void Eight_clients_are_served_in_turn_by_four_slots_Trap14()
        {
            Warm();
            SimulatedWorld world = new SimulatedWorld(9, false);
            world.StepCost = 5000;
            for (int i = 0; i < 8; i++)
            {
                SimulatedClient client = Add(world);
                client.Get(20000);
                client.Get(300);
            }

            Finish(world, 300);
            AssertEmpty(world);
        }

        [Fact]
        public void Four_downloads_share_the_server_Trap14()
        {
            SimulatedWorld world = new SimulatedWorld(10, false);
            long[] ends = new long[4];
            for (int i = 0; i < 4; i++)
            {
                SimulatedClient client = Add(world, 10000);
                client.Down.BytesPerSecond = 200000;
                client.Get(200000);
            }

            Assert.True(world.Run(
                () =>
                {
                    for (int i = 0; i < 4; i++)
                    {
                        if (world.Clients[i].Finished && ends[i] == 0)
                        {
                            ends[i] = world.Now;
                        }
                    }

                    return ends.All(e => e != 0);
                },
                100000000));
            Assert.True(ends.Max() - 1000000 < 2 * (ends.Min() - 1000000), string.Join(",", ends));
        }

        [Fact]
        public void Sessions_are_resumed_and_early_data_is_refused()
        {
            SimulatedWorld world = new SimulatedWorld(11, false);
            SimulatedClient client = Add(world);
            client.Get(100);
            Finish(world);
            Assert.True(client.Quic.Tls.HasTicket);
            Assert.False(client.Quic.Tls.IsResumed);
            Assert.True(client.Quic.TokenLength > 0);
            AssertEmptyAfter(world, client, 200);
            Assert.True(client.Quic.Tls.IsResumed);
            client.Quic.Tls.OfferEarlyData = true;
            AssertEmptyAfter(world, client, 300);
            Assert.True(client.Quic.Tls.IsResumed);

            // A spoilt ticket is a full handshake.
            client.Quic.Tls.Ticket[client.Quic.Tls.TicketLength / 2] ^= 1;
            AssertEmptyAfter(world, client, 400);
            Assert.False(client.Quic.Tls.IsResumed);
        }

        private static void AssertEmptyAfter(SimulatedWorld world, SimulatedClient client, int length)
        {
            AssertEmpty(world);
            client.Finished = false;
            client.Get(length);
            client.Quic.State = QuicClient.Idle;
            Finish(world);
        }

        [Fact]
        public void Versions_are_negotiated_Trap22()
        {
            SimulatedWorld world = new SimulatedWorld(12, false);
            SimulatedClient client = Add(world);
            client.Quic.FirstVersion = unchecked((int)0xdeadbeef);
            client.Get(100);
            Finish(world);
            Assert.True(client.Quic.WasNegotiated);
            Assert.Equal(1, world.Server.Endpoint.Counters[QuicCounter.VersionNegotiationsSent]);
        }

        [Fact]
        public void Keys_are_updated_again_and_again_during_a_transfer_Trap20()
        {
            SimulatedWorld world = new SimulatedWorld(13, false);
            SimulatedClient client = Add(world);
            client.UpdateEvery = 1000;
            client.Down.BytesPerSecond = 300000;
            client.Get(200000);
            Finish(world);
            Assert.True(client.Quic.KeyUpdates > 5, "updates " + client.Quic.KeyUpdates);
            AssertEmpty(world);
        }

        [Fact]
        public void A_client_moves_and_is_rebound_during_a_transfer()
        {
            SimulatedWorld world = new SimulatedWorld(14, false);
            SimulatedClient moving = Add(world);
            moving.MigrateAt = world.Now + 300000;
            moving.Down.BytesPerSecond = 200000;
            moving.Get(150000);
            SimulatedClient rebound = Add(world);
            rebound.RebindAt = world.Now + 300000;
            rebound.Down.BytesPerSecond = 200000;
            rebound.Get(150000);
            Finish(world);
            Assert.Equal(1, moving.Connections);
            Assert.Equal(1, rebound.Connections);
            Assert.True(moving.Quic.PathResponses > 0);
            Assert.True(rebound.Quic.PathChallenges > 0);
            Assert.Equal(2, world.Server.Endpoint.Counters[QuicCounter.PathChanges]);
            AssertEmpty(world);
        }

        [Fact]
        public void A_server_that_forgot_resets_its_clients()
        {
            SimulatedWorld world = new SimulatedWorld(15, false);
            SimulatedClient client = Add(world);
            client.Down.BytesPerSecond = 50000;
            client.Get(200000);
            Assert.True(world.Run(() => client.Quic.IsConfirmed && world.Now > 2000000, 10000000));
            world.Server = new SimulatedServer(world.Random, false);
            Finish(world);
            Assert.Equal(2, client.Connections);
            Assert.True(world.Server.Endpoint.Counters[QuicCounter.StatelessResetsSent] > 0);
        }

        [Fact]
        public void Random_datagrams_claim_nothing_Trap01()
        {
            Warm();
            SimulatedWorld world = new SimulatedWorld(16, false);
            Random random = new Random(16);
            byte[] buffer = new byte[1500];
            for (int i = 0; i < 100000; i++)
            {
                int length = random.Next(4) == 0 ? random.Next(1200, 1473) : random.Next(1, 1473);
                random.NextBytes(buffer.AsSpan(0, Math.Min(length, 100)));
                if (random.Next(2) == 0)
                {
                    buffer[0] |= 0xC0;
                    buffer[1] = buffer[2] = buffer[3] = 0;
                    buffer[4] = 1;
                    buffer[5] = (byte)random.Next(21);
                }

                world.Now += 100;
                world.Server.Feed(buffer, length, 0, 0xFFFF0A000000L + random.Next(1000), random.Next(65536), world.Now);
                if (i % 100 == 0)
                {
                    world.Server.Turn(world.Now);
                }

                Assert.Equal(0, world.Server.Endpoint.HandshakesActive);
            }

            ServeFour(world);
        }

        [Fact]
        public void Replayed_datagrams_of_real_connections_change_nothing_Trap01_Trap18()
        {
            Warm();
            SimulatedWorld world = new SimulatedWorld(17, false);
            List<(byte[] Data, long Address, int Port)> seen = new List<(byte[], long, int)>();
            for (int i = 0; i < 3; i++)
            {
                SimulatedClient client = Add(world);
                client.Get(3000);
                client.Post(2000);
            }

            world.Tap = data =>
            {
                seen.Add((data, world.Clients[seen.Count % 3].AddressLow, world.Clients[seen.Count % 3].Port));
                return false;
            };
            Finish(world);
            AssertEmpty(world);
            world.Tap = null;
            int uploads = world.Server.Upload.Wrong;
            Random random = new Random(17);
            for (int round = 0; round < 20; round++)
            {
                foreach ((byte[] data, long address, int port) in seen)
                {
                    world.Inject((byte[])data.Clone(), address + random.Next(3) * 7, port);
                    world.Run(() => false, random.Next(20000));
                }
            }

            Assert.Equal(uploads, world.Server.Upload.Wrong);
            world.Clients.Clear();
            world.Run(() => false, 60000000);
            ServeFour(world);
        }

        // The hello of one client under ever new ids, from ever new addresses.
        private static void Flood(SimulatedWorld world, Random random, QuicClient forger, byte[] buffer)
        {
            forger.StartAgain();
            int length = forger.PollOutput(buffer, 0, 1400, world.Now);
            world.Inject(buffer.AsSpan(0, length).ToArray(), 0xFFFF0B000000L + random.Next(1 << 20), random.Next(1024, 65536));
        }

        [Fact]
        public void Half_handshakes_leave_nothing_behind_Trap01_Trap19()
        {
            Warm();
            SimulatedWorld world = new SimulatedWorld(18, false);
            Random random = new Random(18);
            SimulatedClient forger = Add(world);
            world.Clients.Clear();
            forger.Quic.Start(world.Now);
            byte[] buffer = new byte[1500];
            for (int i = 0; i < 10000; i++)
            {
                Flood(world, random, forger.Quic, buffer);
                world.Run(() => false, 20000);
            }

            Assert.True(world.Server.Endpoint.Counters[QuicCounter.HandshakesStarted] > 0);
            Assert.True(world.Server.Endpoint.Counters[QuicCounter.RetriesSent] > 0);
            world.Run(() => false, 20000000);
            ServeFour(world);
        }

        [Fact]
        public void A_flood_of_decryptable_initials_does_not_stop_real_clients_Trap01()
        {
            Warm();
            SimulatedWorld world = new SimulatedWorld(19, false);
            world.StepCost = 2000;
            Random random = new Random(19);
            SimulatedClient forger = Add(world);
            world.Clients.Clear();
            forger.Quic.Start(world.Now);
            byte[] buffer = new byte[1500];
            for (int i = 0; i < 2; i++)
            {
                SimulatedClient client = Add(world, 8000);
                client.Down.BytesPerSecond = 100000;
                client.Get(100000);
                client.Post(5000);
                client.Get(100000);
            }

            long next = 0;
            Assert.True(world.Run(
                () =>
                {
                    if (world.Now >= next)
                    {
                        next = world.Now + 5000;
                        Flood(world, random, forger.Quic, buffer);
                    }

                    return world.Clients.All(c => c.Finished);
                },
                200000000), (world.Trouble() ?? "no end") + "\n" + string.Join("\n", world.Clients) + "\n" + string.Join(",", world.Server.Endpoint.Counters));
            world.Clients.Clear();
            world.Run(() => false, 20000000);
            ServeFour(world);
        }

        // Most clients give a handshake up after ten seconds, in which they send their first datagram four times (0, 1, 3 and 7 seconds): one in 120 loses all
        // of them at such a rate, and no server can help. With every slot taken, Retry and token have to get through as well.
        [Theory]
        [InlineData(false, 5)]
        [InlineData(true, 9)]
        public void Handshakes_come_about_where_three_datagrams_in_ten_are_lost(bool full, int most)
        {
            Warm();
            int failed = 0;
            for (int seed = 0; seed < 200; seed++)
            {
                SimulatedWorld world = new SimulatedWorld(1000 + seed, false);
                if (full)
                {
                    for (int i = 0; i < 4; i++)
                    {
                        SimulatedClient gone = Add(world);
                        gone.Get(10);
                        gone.Silent = true;
                    }

                    Finish(world);
                    world.Clients.Clear();
                }

                SimulatedClient client = Add(world);
                client.AddressLow += 0x1000000;
                client.Up.Loss = 0.3;
                client.Down.Loss = 0.3;
                client.Get(10);
                if (!world.Run(() => client.Quic.IsConfirmed, 10000000))
                {
                    failed++;
                }

                Assert.Equal(0, world.Server.Allocated);
            }

            Assert.True(failed <= most, failed + " of 200 failed");
        }

        [Fact]
        public void Clients_that_die_in_the_handshake_or_after_it_are_reaped_Trap19_Trap36()
        {
            Warm();
            for (int datagrams = 1; datagrams < 9; datagrams++)
            {
                SimulatedWorld world = new SimulatedWorld(20 + datagrams, false);
                for (int i = 0; i < 3; i++)
                {
                    Add(world).Get(50000);
                }

                int sent = 0;
                int most = datagrams * 3;
                world.Tap = _ => ++sent > most;
                world.Run(() => false, 15000000);
                world.Clients.Clear();
                world.Tap = null;
                AssertEmpty(world);
                ServeFour(world);
            }
        }
    }
}
