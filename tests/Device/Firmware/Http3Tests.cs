// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using MilliHttp.Nano.Crypto;
using MilliHttp.Nano.Firmware;
using MilliHttp.Nano.Http;
using MilliHttp.Nano.Tls;
using nanoFramework.TestFramework;

namespace MilliHttp.Nano.Tests.Device.Firmware
{
    /// <summary>The whole image serves HTTP/3 in memory: handshakes, requests, loss, and a defect.</summary>
    [TestClass]
    public class Http3Tests
    {
        private const string Hundred = "313030";
        private const string FiveThousand = "35303030";

        // Bytes that are to be free when a test begins, with two connections and with the four of the profiles: found by trying.
        private const int SmallNeeds = 63000;
        private const int TightNeeds = 72500;
        private const int StandardNeeds = 84500;

        [TestMethod]
        public void AGetOverHttp3ThenAResumedOne()
        {
            Heap.Need(SmallNeeds);
            ImageBench bench = new ImageBench(ImageBench.Small());
            bench.Connect();
            bench.Get(FiveThousand, 5000);
            bench.Get(Hundred, 100);
            Assert.IsTrue(bench.Client.HasSettings, "SETTINGS");
            Assert.IsTrue(bench.Quic.Tls.HasTicket, "ticket");
            bench.Quic.Close(0x100);
            bench.Steps(10);
            bench.Connect();
            Assert.IsTrue(bench.Quic.Tls.IsResumed, "resumed");
            bench.Get(Hundred, 100);
        }

        [TestMethod]
        public void ChaChaInTheTightProfile()
        {
            Heap.Need(TightNeeds);
            ImageBench bench = new ImageBench(Profile.Tight());
            bench.Quic.Tls.OfferedSuite = CipherSuite.ChaCha20Poly1305Sha256;
            bench.Connect();
            bench.Get(FiveThousand, 5000);
            Assert.AreEqual(CipherSuite.ChaCha20Poly1305Sha256, bench.Quic.Tls.Suite, "suite");
        }

        [TestMethod]
        public void AesInTheStandardProfile()
        {
            Heap.Need(StandardNeeds);
            ImageBench bench = new ImageBench(Profile.Standard());
            bench.Quic.Tls.OfferedSuite = CipherSuite.Aes128GcmSha256;
            bench.Connect();
            bench.Get(FiveThousand, 5000);
            Assert.AreEqual(CipherSuite.Aes128GcmSha256, bench.Quic.Tls.Suite, "suite");
        }

        [TestMethod]
        public void P256AfterARetryAndAes()
        {
            Heap.Need(SmallNeeds);
            ImageBench bench = new ImageBench(ImageBench.Small());
            bench.Quic.Tls.OfferedSuite = CipherSuite.Aes128GcmSha256;
            bench.Quic.Tls.Shares = 0;
            bench.Quic.Tls.Groups = 2;
            bench.Connect();
            Assert.IsTrue(bench.Quic.Tls.IsRetried, "HelloRetryRequest");
            Assert.AreEqual(CipherSuite.Aes128GcmSha256, bench.Quic.Tls.Suite, "suite");
            bench.Get(Hundred, 100);
        }

        [TestMethod]
        public void EveryFifthDatagramLost()
        {
            Heap.Need(SmallNeeds);
            ImageBench bench = new ImageBench(ImageBench.Small());
            bench.Ports.Network.LossEvery = 5;
            bench.Connect();
            bench.Get(FiveThousand, 5000);
            bench.Get(FiveThousand, 5000);
            Assert.IsTrue(bench.Ports.Network.Lost > 2, "nothing was lost");
        }

        [TestMethod]
        public void AFaultCostsTheConnectionsButNotTheServer()
        {
            Heap.Need(SmallNeeds);
            ImageBench bench = new ImageBench(ImageBench.Small());
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
        public void NobodyIsServedWhileTheHeapHasNoRoomForCalls()
        {
            Heap.Need(SmallNeeds);
            ImageBench bench = new ImageBench(ImageBench.Small());
            bench.Connect();
            bench.Get(Hundred, 100);
            bench.Ports.Tidied = HeapReserve.Bytes;
            bench.Steps(2500);
            Assert.AreEqual(HeapReserve.Bytes, bench.Image.Loop.HeapFree, "free");
            Assert.AreEqual(0, bench.Image.Loop.HeapLowCount, "low");
            bench.Get(Hundred, 100);

            bench.Ports.Tidied = HeapReserve.Bytes - 1;
            bench.Steps(4500);
            Assert.AreEqual(1, bench.Image.Loop.HeapLowCount, "low");
            Assert.IsTrue(bench.Image.IsIdle, "connections are left");

            bench.Ports.Tidied = HeapReserve.Bytes;
            bench.Steps(2500);
            bench.Connect();
            bench.Get(Hundred, 100);
            Assert.AreEqual(1, bench.Image.Loop.HeapLowCount, "low");
        }
    }
}
