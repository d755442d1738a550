// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using MilliHttp.Nano.Crypto;
using MilliHttp.Nano.Firmware;
using MilliHttp.Nano.Http;
using nanoFramework.TestFramework;

namespace MilliHttp.Nano.Tests.Device.Firmware
{
    /// <summary>The whole image serves HTTP/3 in memory: handshakes, requests, loss, and nothing allocated.</summary>
    [TestClass]
    public class Http3Tests
    {
        private const string Hundred = "313030";
        private const string FiveThousand = "35303030";

        [TestMethod]
        public void AGetOverHttp3ThenAResumedOne()
        {
            ImageBench bench = new ImageBench(Profile.Standard());
            bench.Connect();
            bench.Get(FiveThousand, 5000);
            bench.Get(Hundred, 100);
            Assert.IsTrue(bench.Client.HasSettings, "SETTINGS");
            Assert.IsTrue(bench.Quic.Tls.HasTicket, "ticket");
            bench.Quic.Close(0x100);
            for (int i = 0; i < 10; i++)
            {
                bench.Step();
            }

            bench.Connect();
            Assert.IsTrue(bench.Quic.Tls.IsResumed, "resumed");
            bench.Get(Hundred, 100);
        }

        [TestMethod]
        public void ChaChaInTheTightProfile()
        {
            ImageBench bench = new ImageBench(Profile.Tight());
            bench.Quic.Tls.OfferedSuite = CipherSuite.ChaCha20Poly1305Sha256;
            bench.Connect();
            bench.Get(FiveThousand, 5000);
            Assert.AreEqual(CipherSuite.ChaCha20Poly1305Sha256, bench.Quic.Tls.Suite, "suite");
        }

        [TestMethod]
        public void EveryFifthDatagramLost()
        {
            ImageBench bench = new ImageBench(Profile.Standard());
            bench.Ports.Network.LossEvery = 5;
            bench.Connect();
            bench.Get(FiveThousand, 5000);
            bench.Get(FiveThousand, 5000);
            Assert.IsTrue(bench.Ports.Network.Lost > 2, "nothing was lost");
        }

        [TestMethod]
        public void AFaultCostsTheConnectionsButNotTheServer()
        {
            ImageBench bench = new ImageBench(Profile.Standard());
            FaultyBody faulty = new FaultyBody();
            bench.Image.Router.Add(HttpMethod.Get, "/f", faulty);
            bench.Connect();
            bench.Get(Hundred, 100);
            Assert.AreEqual(0, bench.Image.Loop.FaultCount, "faults before");
            bench.Client.Request(false, Hex.Bytes("2f66"), 0, 0);
            for (int i = 0; i < 2000 && bench.Image.Loop.FaultCount == 0; i++)
            {
                bench.Step();
            }

            Assert.AreEqual(1, bench.Image.Loop.FaultCount, "faults");
            Assert.IsTrue(bench.Image.IsIdle, "connections are left");
            Assert.AreEqual(0, faulty.Open, "bodies are left");

            // The next one is served.
            bench.Faults = 1;
            bench.Connect();
            bench.Get(FiveThousand, 5000);
        }

        [TestMethod]
        public void RequestsAllocateNothing()
        {
            ImageBench bench = new ImageBench(Profile.Tight());
            bench.Connect();
            bench.Get(FiveThousand, 5000);
            for (int i = 0; i < 20; i++)
            {
                bench.Step();
            }

            bench.Measures = true;
            bench.Get(FiveThousand, 5000);
            bench.Get(Hundred, 100);
            Assert.AreEqual(0L, bench.Allocated, "bytes");
        }
    }
}
