// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Threading.Tasks;
using Xunit;

namespace MilliHttp.Nano.Tests.Peers
{
    /// <summary>
    /// Hostile and dead clients over UDP. Each test ends with four real clients served at once: what came before cost nothing lasting.
    /// In every run the numbers are small; tests/soak.sh sets MILLIHTTP_HOSTILE=full.
    /// </summary>
    [Collection(BoardCollection.Name)]
    public sealed class HostileTests
    {
        private static readonly bool s_full = Environment.GetEnvironmentVariable("MILLIHTTP_HOSTILE") == "full";
        private readonly VirtualBoard _board;

        public HostileTests(VirtualBoard board)
        {
            _board = board;
        }

        [PeerFact("gtlsclient")]
        public void RandomDatagramsCostNothingLasting()
        {
            Random random = new Random(7);
            using UdpClient client = NewClient();
            byte[] datagram = new byte[1472];
            int count = s_full ? 100_000 : 5_000;
            for (int i = 0; i < count; i++)
            {
                int length = 1 + random.Next(datagram.Length);
                random.NextBytes(datagram.AsSpan(0, length));
                if ((i & 3) == 0)
                {
                    // Looks like an Initial of version 1.
                    datagram[0] = (byte)(0xC0 | (datagram[0] & 0x0F));
                    datagram[1] = 0;
                    datagram[2] = 0;
                    datagram[3] = 0;
                    datagram[4] = 1;
                    length = Math.Max(length, 1200);
                }

                client.Send(datagram, length);
                if ((i & 63) == 63)
                {
                    System.Threading.Thread.Sleep(1);
                }
            }

            AssertFourServedAtOnce();
        }

        [PeerFact("gtlsclient")]
        public void AnUnknownVersionIsAnsweredWithVersionNegotiation()
        {
            byte[] datagram = new byte[1200];
            new Random(3).NextBytes(datagram);
            datagram[0] |= 0xC0;
            datagram[1] = 0xDE;
            datagram[2] = 0xAD;
            datagram[3] = 0xBE;
            datagram[4] = 0xEF;
            datagram[5] = 8;
            datagram[14] = 8;
            using UdpClient client = NewClient();
            client.Send(datagram, datagram.Length);
            IPEndPoint from = null;
            byte[] answer = client.Receive(ref from);
            Assert.NotEqual(0, answer[0] & 0x80);
            Assert.Equal(new byte[] { 0, 0, 0, 0 }, answer.AsSpan(1, 4).ToArray());
            Assert.Equal(datagram.AsSpan(15, 8).ToArray(), answer.AsSpan(6, 8).ToArray());
            Assert.Equal(datagram.AsSpan(6, 8).ToArray(), answer.AsSpan(15, 8).ToArray());
            AssertFourServedAtOnce();
        }

        [PeerFact("gtlsclient")]
        public void ReplayedDatagramsOfARealHandshakeCostNothingLasting()
        {
            List<byte[]> recorded = Record();
            Assert.NotEmpty(recorded);
            using UdpClient client = NewClient();
            for (int round = 0; round < (s_full ? 2_000 : 100); round++)
            {
                foreach (byte[] datagram in recorded)
                {
                    client.Send(datagram, datagram.Length);
                }

                System.Threading.Thread.Sleep(1);
            }

            AssertFourServedAtOnce();
        }

        [PeerFact("gtlsclient")]
        public void HalfHandshakesFromManyAddressesCostNothingLasting()
        {
            // The same real Initial from changing source ports: decryptable, and never continued.
            byte[] initial = Record()[0];
            int count = s_full ? 10_000 : 500;
            Task good = Task.Run(() => AssertDownload(200_000, 120));
            for (int i = 0; i < count; i++)
            {
                using UdpClient client = NewClient();
                client.Send(initial, initial.Length);
                System.Threading.Thread.Sleep(1);
            }

            good.Wait();
            AssertFourServedAtOnce();
        }

        private UdpClient NewClient()
        {
            UdpClient client = new UdpClient("127.0.0.1", _board.Port);
            client.Client.ReceiveTimeout = 5000;
            return client;
        }

        /// <summary>What a real client sends in a handshake, taken by a relay on its way.</summary>
        private List<byte[]> Record()
        {
            List<byte[]> datagrams = new List<byte[]>();
            using UdpClient front = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
            using UdpClient back = NewClient();
            int port = ((IPEndPoint)front.Client.LocalEndPoint).Port;
            front.Client.ReceiveTimeout = 200;
            back.Client.ReceiveTimeout = 1;
            Task client = Task.Run(() => Tool.Run("gtlsclient", "-q --no-quic-dump --no-http-dump --exit-on-all-streams-close 127.0.0.1 " + port + " https://localhost:" + port + "/bytes/1", 30));
            IPEndPoint from = null;
            DateTime end = DateTime.UtcNow.AddSeconds(5);
            while (!client.IsCompleted && DateTime.UtcNow < end)
            {
                try
                {
                    if (front.Client.Poll(1000, SelectMode.SelectRead))
                    {
                        byte[] datagram = front.Receive(ref from);
                        datagrams.Add(datagram);
                        back.Send(datagram, datagram.Length);
                    }

                    while (back.Client.Poll(0, SelectMode.SelectRead))
                    {
                        IPEndPoint server = null;
                        byte[] datagram = back.Receive(ref server);
                        front.Send(datagram, datagram.Length, from);
                    }
                }
                catch (SocketException)
                {
                }
            }

            client.Wait();
            return datagrams;
        }

        private void AssertFourServedAtOnce()
        {
            Task.WaitAll(Enumerable.Range(0, 4).Select(i => Task.Run(() => AssertDownload(50_000 + i, 60))).ToArray());
        }

        private void AssertDownload(int count, int seconds)
        {
            string folder = Directory.CreateDirectory(Path.Combine(_board.Folder, Guid.NewGuid().ToString("N"))).FullName;
            Tool tool = Tool.Run(
                "gtlsclient",
                "-q --no-quic-dump --no-http-dump --exit-on-all-streams-close --download=" + folder + " 127.0.0.1 " + _board.Port + " " + _board.Url("/bytes/" + count),
                seconds);
            string file = Path.Combine(folder, count.ToString());
            Assert.True(File.Exists(file), "nothing arrived: " + tool.All);
            Bytes.AssertExact(count, File.ReadAllBytes(file));
        }
    }
}
