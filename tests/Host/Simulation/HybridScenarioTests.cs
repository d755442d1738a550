// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System.Linq;
using MilliHttp.Nano.Crypto;
using MilliHttp.Nano.TestClient;
using MilliHttp.Nano.Tests.Host.Tls;
using Xunit;

namespace MilliHttp.Nano.Tests.Host.Simulation
{
    /// <summary>QUIC handshakes with X25519MLKEM768: a hello over two datagrams, a ServerHello that fills one, a network that loses some.</summary>
    public class HybridScenarioTests
    {
        private const int Hybrid = 0x11ec;

        [Theory]
        [InlineData(false, 1, 0.0)]
        [InlineData(true, 2, 0.0)]
        [InlineData(false, 3, 0.25)]
        [InlineData(false, 4, 0.25)]
        [InlineData(false, 5, 0.4)]
        [InlineData(true, 6, 0.25)]
        [InlineData(true, 7, 0.4)]
        public void Handshake(bool tight, int seed, double loss)
        {
            SimulatedWorld world = new SimulatedWorld(seed, tight, null, new MlKem768());
            for (int i = 0; i < 2; i++)
            {
                SimulatedClient client = Add(world, loss);
                client.Get(2000);
                client.Post(1000);
            }

            Assert.True(world.Run(() => world.Clients.All(c => c.Finished), 300000000), world.Trouble() ?? "no end");
            Assert.All(world.Clients, c => Assert.Equal(Hybrid, c.Quic.Tls.Group));
            Assert.Equal(0, world.Server.Allocated);
        }

        /// <summary>As Chromium sends it: shuffled pieces over two datagrams, X25519's share as well.</summary>
        [Theory]
        [InlineData(false)]
        [InlineData(true)]
        public void ShuffledHelloOfABrowser(bool tight)
        {
            SimulatedWorld world = new SimulatedWorld(11, tight, null, new MlKem768());
            SimulatedClient client = Add(world, 0);
            client.Quic.Tls.Shares = 5;
            client.Quic.Tls.PaddedLength = 1900;
            client.Quic.HelloPieces = 300;
            client.Get(2000);
            Assert.True(world.Run(() => client.Finished, 60000000), world.Trouble() ?? "no end");
            Assert.Equal(Hybrid, client.Quic.Tls.Group);
        }

        private static SimulatedClient Add(SimulatedWorld world, double loss)
        {
            SimulatedClient client = new SimulatedClient(world.Random, 4, new LinkConditions { Loss = loss }, new LinkConditions { Loss = loss });
            client.AddressLow = 0xFFFF0A010000L + (world.Clients.Count * 256);
            client.Port = 20000 + world.Clients.Count;
            client.Quic.Tls.VerifiesSignature = false;
            client.Quic.Tls.Encapsulation = new BouncyCastleEncapsulation();
            client.Quic.Tls.Shares = 4;
            client.Quic.Tls.Groups = 7;
            world.Clients.Add(client);
            return client;
        }
    }
}
