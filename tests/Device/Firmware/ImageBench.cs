// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using MilliHttp.Nano.Crypto;
using MilliHttp.Nano.Firmware;
using MilliHttp.Nano.TestClient;
using MilliHttp.Nano.Tests.Device.Tls;
using nanoFramework.Runtime.Native;
using nanoFramework.TestFramework;

namespace MilliHttp.Nano.Tests.Device.Firmware
{
    /// <summary>The whole image in memory, and one HTTP/3 client.</summary>
    internal sealed class ImageBench
    {
        /// <summary>The server.</summary>
        public readonly Image Image;

        /// <summary>The board it runs on.</summary>
        public readonly MemoryPorts Ports = new MemoryPorts();

        /// <summary>The client's connection.</summary>
        public readonly QuicClient Quic;

        /// <summary>The client.</summary>
        public readonly Http3Client Client;

        /// <summary>Whether what the loop's turns allocate is counted.</summary>
        public bool Measures;

        /// <summary>Turns that were to end in an exception.</summary>
        public int Faults;

        /// <summary>Bytes allocated by the loop: on the desktop every byte, on the device what stays after a collection.</summary>
        public long Allocated;

        private const int Tick = 500;
        private const int Patience = 100000;
        private readonly byte[] _datagram = new byte[1500];

        public ImageBench(Profile profile)
        {
            Image = new Image(profile, Ports);
            TestCertificate.PutInto(Image.Certificates);
            CryptoProvider provider = new CryptoProvider();
            HmacDrbg drbg = new HmacDrbg(provider);
            byte[] seed = new byte[48];
            seed[0] = 1;
            drbg.Instantiate(seed, 0, seed.Length);
            Quic = new QuicClient(provider, new AsymmetricJobs(provider), drbg, 4, 16384);
            Quic.Tls.VerifiesSignature = false;
            Client = new Http3Client(Quic);
        }

        /// <summary>Connects.</summary>
        public void Connect()
        {
            Client.Reset();
            Quic.Start(Ports.Now);
            for (int i = 0; i < Patience && Quic.State == QuicClient.Handshaking; i++)
            {
                Step();
            }

            Assert.AreEqual(QuicClient.Established, Quic.State, "client");
        }

        /// <summary>Fetches /bytes/N, given as the ASCII of N in hexadecimal digits, and checks every byte.</summary>
        public void Get(string number, int length)
        {
            byte[] path = Hex.Bytes("2f62797465732f" + number);
            int s = -1;
            for (int i = 0; i < Patience && s < 0; i++)
            {
                s = Client.Request(false, path, 0, 0);
                Step();
            }

            Assert.IsTrue(s >= 0, "no request allowed");
            for (int i = 0; i < Patience && !Client.IsDone(s) && !Client.IsFailed(s); i++)
            {
                Step();
            }

            Assert.IsTrue(Client.IsDone(s), "done");
            Assert.AreEqual(200, Client.Status(s), "status");
            Assert.AreEqual((long)length, Client.Received(s), "length");
            Assert.IsTrue(Client.IsExact(s), "bytes");
            Assert.AreEqual(Faults, Image.Loop.FaultCount, "faults");
            Client.Release(s);
        }

        /// <summary>A little time passes.</summary>
        public void Step()
        {
            Ports.Now += Tick;
            uint free = 0;
            if (Measures)
            {
                free = GC.Run(false);
                free = GC.Run(false);
            }

            Image.Turn();
            if (Measures)
            {
                Allocated += free - (long)GC.Run(false);
            }

            int length;
            while ((length = Ports.Network.Take(_datagram)) > 0)
            {
                Quic.FeedDatagram(_datagram, 0, length, Ports.Now);
            }

            Client.Poll();
            if (Ports.Now >= Quic.NextTimeout)
            {
                Quic.HandleTimeout(Ports.Now);
            }

            while ((length = Quic.PollOutput(_datagram, 0, _datagram.Length, Ports.Now)) > 0)
            {
                Ports.Network.Put(_datagram, length);
            }
        }
    }
}
