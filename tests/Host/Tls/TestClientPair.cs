// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
using System.Security.Cryptography;
using System.Text;
using MilliHttp.Nano.Crypto;
using MilliHttp.Nano.TestClient;

namespace MilliHttp.Nano.Tests.Host.Tls
{
    /// <summary>Our test client joined to a <see cref="TlsServer"/> in memory.</summary>
    public sealed class TestClientPair
    {
        public readonly TlsServer Server;
        public readonly TlsClient Handshake;
        public readonly TlsClientConnection Client;
        public readonly List<byte> Received = new List<byte>();

        public TestClientPair(TlsServer server = null, TlsClient handshake = null)
        {
            Server = server ?? new TlsServer();
            CryptoProvider provider = new CryptoProvider();
            HmacDrbg drbg = new HmacDrbg(provider);
            drbg.Instantiate(RandomNumberGenerator.GetBytes(48), 0, 48);
            Handshake = handshake ?? new TlsClient(provider, new AsymmetricJobs(provider), drbg, 8192)
            {
                ServerName = Encoding.ASCII.GetBytes("localhost"),
                Protocols = Names("h2", "http/1.1"),
            };
            Client = new TlsClientConnection(Handshake, provider, 40000);
        }

        public static byte[] Names(params string[] names)
        {
            List<byte> list = new List<byte>();
            foreach (string name in names)
            {
                list.Add((byte)name.Length);
                list.AddRange(Encoding.ASCII.GetBytes(name));
            }

            return list.ToArray();
        }

        /// <summary>Opens the client and runs both until nothing moves.</summary>
        public TestClientPair Connect()
        {
            Client.Open(Server.Now);
            Run();
            return this;
        }

        public void Run()
        {
            bool moved = true;
            while (moved)
            {
                moved = Flush();
                Server.Run();
                byte[] back = Server.Sent.ToArray();
                Server.Sent.Clear();
                int taken = 0;
                while (taken < back.Length)
                {
                    taken += Client.FeedData(back, taken, back.Length - taken, Server.Now);
                    Received.AddRange(Client.ReadBuffer.AsSpan(Client.ReadOffset, Client.ReadLength).ToArray());
                    Client.Consume(Client.ReadLength);
                    moved = true;
                }
            }
        }

        /// <summary>Gives the client's output to the server.</summary>
        public bool Flush()
        {
            int count = Client.OutputLength;
            if (count == 0)
            {
                return false;
            }

            byte[] data = Client.OutputBuffer.AsSpan(Client.OutputOffset, count).ToArray();
            Client.OutputSent(count);
            Server.Feed(data);
            return true;
        }

        /// <summary>Writes application data and runs.</summary>
        public void Write(byte[] data)
        {
            int done = 0;
            while (done < data.Length)
            {
                int n = Client.Write(data, done, data.Length - done);
                if (n == 0)
                {
                    throw new InvalidOperationException("no room");
                }

                done += n;
                Run();
            }
        }
    }
}
