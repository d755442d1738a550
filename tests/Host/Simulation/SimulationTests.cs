// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using System.IO;
using System.Text;
using System.Text.Json;
using MilliHttp.Nano.Crypto;
using MilliHttp.Nano.Quic;
using Xunit;
using Xunit.Abstractions;

namespace MilliHttp.Nano.Tests.Host.Simulation
{
    /// <summary>
    /// The server against clients over a bad network, by seed. SIMULATION_FIRST and SIMULATION_SEEDS choose the seeds (300 from 0 in an ordinary run);
    /// a failure names its seed and leaves a qlog file of each connection; SIMULATION_FIRST=seed SIMULATION_SEEDS=1 replays it.
    /// </summary>
    public class SimulationTests
    {
        private readonly ITestOutputHelper _output;

        public SimulationTests(ITestOutputHelper output)
        {
            _output = output;
        }

        private static int Setting(string name, int otherwise)
        {
            return int.TryParse(Environment.GetEnvironmentVariable(name), out int value) ? value : otherwise;
        }

        private static SimulatedClient MakeClient(SimulatedWorld world, int index, bool tight, double worst)
        {
            Random random = world.Random;
            SimulatedClient client = new SimulatedClient(random, tight ? 2 + random.Next(4) : 4 + random.Next(5), LinkConditions.Of(random, worst), LinkConditions.Of(random, worst));
            client.AddressLow = 0xFFFF0A000000L + index * 256;
            client.Port = 10000 + index * 100;
            client.StartAt = world.Now + random.Next(2000000);
            client.Quic.IdLength = random.Next(3) == 0 ? 0 : random.Next(1, 21);
            client.Quic.FirstIdLength = random.Next(8, 21);
            client.Quic.FirstNumber = random.Next(3) == 0 ? random.Next() : random.Next(300);
            client.Quic.Tls.PaddedLength = random.Next(2) == 0 ? 0 : random.Next(300, tight ? 2100 : 3600);

            // About a dozen pieces over all datagrams, as browsers send: a hundred of them, shuffled over ten datagrams, would have to be sent again
            // and again until their gaps fit.
            client.Quic.HelloPieces = random.Next(2) == 0 ? 0 : random.Next(30 + Math.Max(330, client.Quic.Tls.PaddedLength) / 6, 900);
            client.Quic.Tls.OfferedSuite = random.Next(3) == 0 ? CipherSuite.ChaCha20Poly1305Sha256 : random.Next(2) == 0 ? CipherSuite.Aes128GcmSha256 : 0;
            int shares = random.Next(4);
            client.Quic.Tls.Shares = shares == 0 ? 2 : shares;
            if (random.Next(8) == 0)
            {
                client.Quic.Tls.Groups = 3;
                client.Quic.Tls.Shares = 0;
            }

            client.Quic.Tls.VerifiesSignature = random.Next(20) == 0;
            if (random.Next(10) == 0)
            {
                client.Quic.FirstVersion = unchecked((int)0x1A2A3A4A);
            }

            if (random.Next(4) == 0)
            {
                client.RebindAt = client.StartAt + random.Next(200000, 4000000);
            }

            if (random.Next(4) == 0)
            {
                client.MigrateAt = client.StartAt + random.Next(200000, 4000000);
            }

            if (random.Next(3) == 0)
            {
                client.UpdateEvery = random.Next(1000, 1000000);
            }

            if (random.Next(8) == 0)
            {
                long from = client.StartAt + random.Next(3000000);
                long length = random.Next(100000, 4000000);
                LinkConditions dark = random.Next(2) == 0 ? client.Up : client.Down;
                dark.BlackoutFrom = from;
                dark.BlackoutTo = from + length;
                if (random.Next(2) == 0)
                {
                    client.Up.BlackoutFrom = client.Down.BlackoutFrom = from;
                    client.Up.BlackoutTo = client.Down.BlackoutTo = from + length;
                }
            }

            for (int transfers = random.Next(1, 8); transfers > 0; transfers--)
            {
                switch (random.Next(6))
                {
                    case 0:
                        client.Get(random.Next(60000));
                        break;
                    case 1:
                        client.Post(random.Next(15000));
                        break;
                    case 2:
                        client.Echo(random.Next(500));
                        break;
                    default:
                        client.Get(random.Next(1500), random.Next(3) == 0 ? random.Next(400) : 0);
                        break;
                }

                if (random.Next(12) == 0)
                {
                    client.Todo[client.Todo.Count - 1].Cancel = true;
                }
            }

            client.Silent = random.Next(10) == 0;
            return client;
        }

        private static int s_transfers;
        private static int s_datagrams;
        private static int s_connections;
        private static int s_clients;
        private static int s_again;

        internal static string RunSeed(int seed, double worst, bool measure)
        {
            bool tight = seed % 3 == 2;

            // Every other seed takes the memory of its connections when they come, and gives it back.
            bool onDemand = (seed & 1) != 0;
            SimulatedWorld world = new SimulatedWorld(seed, tight, profile => profile.OnDemand = onDemand);
            world.StepCost = world.Random.Next(3) == 0 ? 0 : world.Random.Next(20000);
            int clients = world.Random.Next(4) == 0 ? world.Random.Next(3, 8) : world.Random.Next(1, 3);
            for (int i = 0; i < clients; i++)
            {
                world.Clients.Add(MakeClient(world, i, tight, worst));
            }

            bool Over()
            {
                foreach (SimulatedClient client in world.Clients)
                {
                    if (!client.Finished)
                    {
                        return false;
                    }
                }

                return true;
            }

            // After the last transfer everything unacknowledged must come to rest, and every slot back: by CONNECTION_CLOSE, or by the idle timeout.
            bool Quiet()
            {
                if (world.Server.Endpoint.HandshakesActive != 0)
                {
                    return false;
                }

                for (int i = 0; i < world.Server.Endpoint.ConnectionCount; i++)
                {
                    if (!world.Server.Endpoint.Connection(i).IsFree)
                    {
                        return false;
                    }
                }

                return true;
            }

            string what = null;
            if (!world.Run(Over, 600000000L))
            {
                what = world.Trouble() ?? "transfers do not end";
            }
            else if (!world.Run(Quiet, 150000000L))
            {
                what = "a slot is left behind";
            }
            else if (world.Server.Upload.Wrong != 0)
            {
                what = "an upload differs";
            }
            else if (world.Server.Upload.Open != 0)
            {
                what = "an upload was neither handled nor aborted";
            }
            else if (!world.Server.Service.Pool.HasFree(world.Server.Service.Profile.BodyBuffers))
            {
                what = "a body buffer is left behind";
            }
            else if (measure && !onDemand && world.Server.Allocated != 0)
            {
                what = "the server allocated " + world.Server.Allocated + " bytes";
            }

            for (int i = 0; what == null && i < world.Server.Http.ConnectionCount; i++)
            {
                if (world.Server.Http.Connection(i).RequestCount != 0 || world.Server.Endpoint.Connection(i).BytesInFlight != 0)
                {
                    what = "a request or bytes in flight are left behind";
                }
            }

            foreach (SimulatedClient client in world.Clients)
            {
                s_transfers += client.Done;
                s_again += client.Again;
                s_connections += client.Connections;
                s_clients++;
            }

            s_datagrams += world.Datagrams;
            if (what == null)
            {
                return null;
            }

            StringBuilder text = new StringBuilder();
            if (world.Trace != null)
            {
                text.AppendLine(world.Trace.ToString());
            }

            text.Append("seed ").Append(seed).Append(tight ? " (tight" : " (standard").Append(onDemand ? ", on demand)" : ")").Append(" step ").Append(world.StepCost).Append(": ").Append(what).Append(" at ").Append(world.Now / 1000).AppendLine(" ms");
            foreach (SimulatedClient client in world.Clients)
            {
                text.AppendLine(client.ToString());
            }

            for (int i = 0; i < world.Server.Endpoint.ConnectionCount; i++)
            {
                Connection c = world.Server.Endpoint.Connection(i);
                text.AppendLine($"slot {i}: free {c.IsFree} handshaking {c.IsHandshaking} established {c.IsEstablished} in flight {c.BytesInFlight} requests {world.Server.Http.Connection(i).RequestCount} code {c.CloseErrorCode:x}");
            }

            text.Append("counters ").AppendLine(string.Join(",", world.Server.Endpoint.Counters));
            return text.ToString();
        }

        [Fact]
        public void A_seed_leaves_a_qlog_of_each_connection()
        {
            string folder = SeedTrace.Write(4, 0.3);
            string[] files = Directory.GetFiles(folder, "*.sqlog");
            Assert.NotEmpty(files);
            foreach (string file in files)
            {
                string text = File.ReadAllText(file);
                Assert.Contains("\"qlog_format\":\"JSON-SEQ\"", text);
                Assert.Contains("transport:packet_received", text);
                foreach (string record in text.Split('\u001e', StringSplitOptions.RemoveEmptyEntries))
                {
                    JsonDocument.Parse(record).Dispose();
                }
            }

            Assert.Contains(files, file => File.ReadAllText(file).Contains("transport:packet_sent"));
            Directory.Delete(folder, true);
        }

        [Fact]
        public void Seeds()
        {
            int first = Setting("SIMULATION_FIRST", 0);
            int count = Setting("SIMULATION_SEEDS", 300);
            double worst = Setting("SIMULATION_LOSS", 30) / 100.0;

            // What the run time allocates for itself when code runs first is not the server's.
            RunSeed(1, worst, false);
            StringBuilder failures = new StringBuilder();
            int failed = 0;
            for (int seed = first; seed < first + count; seed++)
            {
                string failure;
                try
                {
                    failure = RunSeed(seed, worst, true);
                    if (failure != null && failure.Contains("the server allocated"))
                    {
                        // What is ours comes again with the seed; what the run time does once for itself does not.
                        failure = RunSeed(seed, worst, true);
                    }
                }
                catch (Exception e)
                {
                    failure = "seed " + seed + ": " + e;
                }

                if (failure != null)
                {
                    failures.AppendLine(failure);
                    failures.AppendLine("qlog: " + SeedTrace.Write(seed, worst));
                    if (++failed == 5)
                    {
                        break;
                    }
                }
            }

            _output.WriteLine($"{count} seeds: {s_clients} clients, {s_connections} connections, {s_transfers} transfers ({s_again} given up by the server and made again), {s_datagrams} datagrams");
            Assert.True(failed == 0, failures.ToString());
        }
    }
}
