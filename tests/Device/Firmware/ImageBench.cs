// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using MilliHttp.Nano.Crypto;
using MilliHttp.Nano.Firmware;
using MilliHttp.Nano.Firmware.Pages;
using MilliHttp.Nano.TestClient;
using MilliHttp.Nano.Tests.Device.Tls;
using nanoFramework.Runtime.Native;
using nanoFramework.TestFramework;

namespace MilliHttp.Nano.Tests.Device.Firmware
{
    /// <summary>The whole image in memory, and one HTTP/3 client, which is as small as can be: both share the heap of a board.</summary>
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
        private const int HeadRoom = 64;
        private const int ReadRoom = 80;

        public ImageBench(Profile profile)
        {
            profile.DatagramsPerTurn = 1;
            Image = new Image(profile, Ports, new DemoApplication(profile));
            TestCertificate.PutInto(Image.Certificates);

            // Only one of the two computes at a time, but for the server's asymmetric jobs, which lie between its turns.
            CryptoProvider provider = Image.Provider;
            Quic = new QuicClient(provider, new AsymmetricJobs(provider), Image.Drbg, 1, QuicClientSizes.Small());
            Quic.Tls.VerifiesSignature = false;
            Client = new Http3Client(Quic, HeadRoom, ReadRoom);
        }

        /// <summary>The profile of the smallest boards, with two connections only: for tests of what does not depend on their number.</summary>
        public static Profile Small()
        {
            Profile profile = Profile.Tight();
            profile.Quic.Slots = 2;
            profile.Quic.Handshakes = 1;
            return profile;
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
            Assert.AreEqual(0, Image.OutOfMemoryCount, "turns without memory");
        }

        /// <summary>Closes, and lets the server see it.</summary>
        public void Disconnect()
        {
            Quic.Close(0x100);
            for (int i = 0; i < Patience && !Image.IsIdle; i++)
            {
                Step();
            }

            Assert.IsTrue(Image.IsIdle, "idle");
        }

        /// <summary>Fetches /bytes/N, given as the ASCII of N in hexadecimal digits, and checks every byte.</summary>
        public void Get(string number, int length)
        {
            Get(Hex.Bytes("2f62797465732f" + number), length);
        }

        /// <summary>Fetches /bytes/N, and checks every byte.</summary>
        public void Get(byte[] path, int length)
        {
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
            Assert.AreEqual(0, Image.OutOfMemoryCount, "turns without memory");
            Client.Release(s);
        }

        /// <summary>Some time passes.</summary>
        public void Steps(int count)
        {
            for (int i = 0; i < count; i++)
            {
                Step();
            }
        }

        /// <summary>A little time passes.</summary>
        public void Step()
        {
            long now = Ports.Now + Tick;
            Ports.Now = now;
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

            MemoryDatagrams network = Ports.Network;
            if (network.DownLength > 0)
            {
                Quic.FeedDatagram(network.Down, 0, network.DownLength, now);
                network.Take();
            }

            Client.Poll();
            if (now >= Quic.NextTimeout)
            {
                Quic.HandleTimeout(now);
            }

            if (network.UpLength == 0)
            {
                network.Put(Quic.PollOutput(network.Up, 0, network.Up.Length, now));
            }
        }
    }
}
