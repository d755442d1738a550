// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using MilliHttp.Nano.Crypto;
using MilliHttp.Nano.Firmware;
using MilliHttp.Nano.Firmware.Pages;
using nanoFramework.TestFramework;

namespace MilliHttp.Nano.Tests.Device.Firmware
{
    /// <summary>What the image takes of the heap, that requests take nothing more, and that the OnDemand policy gives back what it took.</summary>
    [TestClass]
    public class MemoryTests
    {
        private const string Hundred = "313030";
        private const string FiveThousand = "35303030";
        private const int Requests = 1000;

        // Bytes that are to be free when a test begins: for an image alone, and for one with a client. Found by trying.
        private const int TightNeeds = 52000;
        private const int StandardNeeds = 67000;
        private const int OnDemandNeeds = 60500;
        private const int SmallNeeds = 63000;

        // The image without its drivers and its certificate, and what the first connection takes beyond it under the OnDemand policy: in the handshake, and then,
        // with the memory of HTTP/3 requests that all connections share.
        private const int TightImage = 45888;
        private const int StandardImage = 60492;
        private const int TightHandshake = 5952;
        private const int TightConnection = 5616;

        [TestMethod]
        public void TheTightImageTakesWhatIsDocumented()
        {
            Heap.Need(TightNeeds);
            ImageTakes(TightImage, Profile.Tight(), "the tight image");
        }

        [TestMethod]
        public void TheStandardImageTakesWhatIsDocumented()
        {
            Heap.Need(StandardNeeds);
            ImageTakes(StandardImage, Profile.Standard(), "the standard image");
        }

        [TestMethod]
        public void RequestsAllocateNothing()
        {
            Heap.Need(SmallNeeds);
            ImageBench bench = new ImageBench(ImageBench.Small());
            bench.Quic.Tls.OfferedSuite = CipherSuite.ChaCha20Poly1305Sha256;
            bench.Connect();
            bench.Get(FiveThousand, 5000);
            bench.Steps(20);
            bench.Measures = true;
            bench.Get(FiveThousand, 5000);
            bench.Get(Hundred, 100);
            Assert.AreEqual(0L, bench.Allocated, "bytes");
        }

        [TestMethod]
        public void AThousandRequestsLeaveTheHeapLevel()
        {
            Heap.Need(SmallNeeds);
            ImageBench bench = new ImageBench(ImageBench.Small());
            bench.Quic.Tls.OfferedSuite = CipherSuite.ChaCha20Poly1305Sha256;
            byte[] path = Hex.Bytes("2f62797465732f" + Hundred);
            bench.Connect();
            bench.Get(path, 100);
            bench.Steps(20);

            // Every turn is measured where that costs nothing; on a device the heap is looked at between the requests.
            bench.Measures = !Heap.IsDevice;
            int free = Heap.Free();
            for (int i = 1; i <= Requests; i++)
            {
                bench.Get(path, 100);
                if (i % 100 == 0)
                {
                    Assert.AreEqual(free, Heap.Free(), "free after " + i.ToString() + " requests");
                }
            }

            Assert.AreEqual(0L, bench.Allocated, "bytes");
        }

        [TestMethod]
        public void OnDemandGivesTheMemoryBack()
        {
            Heap.Need(OnDemandNeeds);
            bool tells = Heap.HasDeviceSizes();
            Profile profile = Profile.Tight();
            profile.OnDemand = true;
            ImageBench bench = new ImageBench(profile);
            bench.Steps(20);
            int free = Heap.Free();
            int least = free;
            bench.Client.Reset();
            bench.Quic.Start(bench.Ports.Now);
            for (int i = 0; i < 10000 && !bench.Image.Http3.Endpoint.Connection(0).IsEstablished; i++)
            {
                bench.Step();
                int now = Heap.Free();
                if (now < least)
                {
                    least = now;
                }
            }

            bench.Get(FiveThousand, 5000);
            bench.Steps(20);
            int connected = Heap.Free();
            bench.Disconnect();
            bench.Steps(20);
            int rest = Heap.Free();
            Assert.AreEqual(free, rest, "free at rest");
            if (tells)
            {
                Heap.IsNear(TightHandshake, free - least, "a connection in its handshake");
                Heap.IsNear(TightConnection, free - connected, "a connection");
            }

            // And again, on the memory that was given back.
            bench.Connect();
            bench.Get(Hundred, 100);
            bench.Disconnect();
            bench.Steps(20);
            Assert.AreEqual(rest, Heap.Free(), "free at rest again");
        }

        private static void ImageTakes(int documented, Profile profile, string what)
        {
            bool tells = Heap.HasDeviceSizes();
            MemoryPorts ports = new MemoryPorts();
            int free = Heap.Free();
            Image image = new Image(profile, ports, new DemoApplication(profile));
            int bytes = free - Heap.Free();
            Assert.IsTrue(image.IsIdle, "idle");
            if (tells)
            {
                Heap.IsNear(documented, bytes, what);
            }
        }
    }
}
