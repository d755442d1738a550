// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using MilliHttp.Nano.Crypto;
using MilliHttp.Nano.TestClient;
using MilliHttp.Nano.Tls;
using nanoFramework.Runtime.Native;
using nanoFramework.TestFramework;

namespace MilliHttp.Nano.Tests.Device.Tls
{
    /// <summary>The server's TLS and the test client's, joined in memory. Everything is made by the constructor.</summary>
    internal sealed class TlsBench
    {
        /// <summary>The server's engine.</summary>
        public readonly TlsEngine Engine;

        /// <summary>The server's connection.</summary>
        public readonly TlsConnection Server;

        /// <summary>The client's handshake, whose options a test sets.</summary>
        public readonly TlsClient Handshake;

        /// <summary>The client.</summary>
        public readonly TlsClientConnection Client;

        /// <summary>Application bytes the client has received, and how many.</summary>
        public readonly byte[] Received = new byte[256];

        /// <summary>Number of bytes in <see cref="Received"/>.</summary>
        public int ReceivedLength;

        /// <summary>Whether what the server's calls allocate is counted.</summary>
        public bool Measures;

        /// <summary>
        /// Bytes allocated by the server's calls: on the desktop every byte, on the device what stays after a collection.
        /// </summary>
        public long Allocated;

        private const int Budget = 40;
        private long _free;
        private long _now = 1000000;

        public TlsBench()
        {
            CryptoProvider provider = new CryptoProvider();
            HmacDrbg drbg = new HmacDrbg(provider);
            byte[] seed = new byte[48];
            for (int i = 0; i < seed.Length; i++)
            {
                seed[i] = (byte)(i * 7);
            }

            drbg.Instantiate(seed, 0, seed.Length);
            AsymmetricJobs jobs = new AsymmetricJobs(provider);
            TlsProfile profile = TlsProfile.Standard();
            TicketKeys tickets = new TicketKeys(provider, drbg, profile.TicketLifetime);
            Engine = new TlsEngine(profile, provider, jobs, drbg, TestCertificate.Make(), tickets, new X25519KeyPool(1), new EcdsaNoncePool(1));
            Server = new TlsConnection(Engine, provider, profile);
            Handshake = new TlsClient(provider, new AsymmetricJobs(provider), drbg, 1024);
            Handshake.ServerName = Hex.Bytes("6c6f63616c686f7374");
            Handshake.Protocols = Hex.Bytes("08687474702f312e31");
            Handshake.VerifiesSignature = false;
            Client = new TlsClientConnection(Handshake, provider, 3072);
        }

        /// <summary>Does in advance what can be done before a client comes.</summary>
        public void Prepare()
        {
            while (Engine.Prepare(Budget, 0))
            {
            }
        }

        /// <summary>A whole handshake.</summary>
        public void Connect()
        {
            ReceivedLength = 0;
            Begin();
            Server.Reset();
            Server.Open(_now);
            End();
            Client.Open(_now);
            Run();
            Assert.IsFalse(Client.HasFailed, "client failed");
            Assert.AreEqual(-1, Client.ReceivedAlert, "alert");
            Assert.AreEqual(TlsConnectionState.Established, Server.State, "server");
            Assert.IsTrue(Client.IsEstablished, "client");
        }

        /// <summary>Sends bytes to the server, which gives them back.</summary>
        public void Echo(byte[] data)
        {
            ReceivedLength = 0;
            Assert.AreEqual(data.Length, Client.Write(data, 0, data.Length), "written");
            Run();
            Assert.AreEqual(data.Length, ReceivedLength, "echoed");
            for (int i = 0; i < data.Length; i++)
            {
                if (data[i] != Received[i])
                {
                    Assert.AreEqual((int)data[i], (int)Received[i], "byte");
                }
            }
        }

        /// <summary>Lets both run until nothing moves.</summary>
        public void Run()
        {
            bool moved = true;
            while (moved)
            {
                moved = false;
                _now += 100;
                int count = Client.OutputLength;
                if (count > 0)
                {
                    Begin();
                    int taken = Server.FeedData(Client.OutputBuffer, Client.OutputOffset, count, _now);
                    End();
                    Client.OutputSent(taken);
                    moved = taken > 0;
                }

                if (Server.NeedsStep)
                {
                    Begin();
                    Server.Step(Budget, _now);
                    End();
                    moved = true;
                }

                count = Server.State == TlsConnectionState.Established ? Server.ReadLength : 0;
                if (count > 0 && Server.IsVerified && Server.Reserve() >= count)
                {
                    Begin();
                    System.Array.Copy(Server.ReadBuffer, Server.ReadOffset, Server.WriteBuffer, Server.WriteOffset, count);
                    Server.Commit(count);
                    Server.Consume(count);
                    End();
                    moved = true;
                }

                count = Server.PollOutput();
                if (count > 0)
                {
                    int taken = Client.FeedData(Server.OutputBuffer, Server.OutputOffset, count, _now);
                    Server.OutputSent(taken);
                    count = Client.ReadLength;
                    System.Array.Copy(Client.ReadBuffer, Client.ReadOffset, Received, ReceivedLength, count);
                    ReceivedLength += count;
                    Client.Consume(count);
                    moved = true;
                }
            }
        }

        private void Begin()
        {
            if (Measures)
            {
                _free = GC.Run(false);
                _free = GC.Run(false);
            }
        }

        private void End()
        {
            if (Measures)
            {
                Allocated += _free - GC.Run(false);
            }
        }
    }
}
