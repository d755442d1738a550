// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using System.Threading;
using Xunit;

namespace MilliHttp.Nano.Tests.Peers
{
    /// <summary>Load, and clients that behave badly; each test shows afterwards that a good client is served.</summary>
    [Collection(BoardCollection.Name)]
    public sealed class LoadTests
    {
        private readonly VirtualBoard _board;

        public LoadTests(VirtualBoard board)
        {
            _board = board;
        }

        [PeerFact("wrk")]
        public void WrkSeesNoError()
        {
            int seconds = int.Parse(Environment.GetEnvironmentVariable("MILLIHTTP_WRK_SECONDS") ?? "8");
            long before = _board.WorkingSet;
            Tool wrk = Tool.Run("wrk", "-t1 -c1 -d" + seconds + "s --timeout 10s " + _board.Url("/bytes/200"), seconds + 30);
            Assert.Matches("[1-9][0-9]* requests in", wrk.Text);
            Assert.DoesNotContain("Socket errors", wrk.Text);
            Assert.DoesNotContain("Non-2xx", wrk.Text);
            Assert.True(_board.WorkingSet - before < 64 << 20, "the process grew from " + before + " to " + _board.WorkingSet);
        }

        [PeerFact("h2load")]
        public void H2loadSeesNoError()
        {
            Tool tool = Tool.Run("h2load", "--h1 -n 500 -c 1 -m 1 " + _board.Url("/bytes/200"), 60);
            Assert.Matches("500 succeeded, 0 failed, 0 errored, 0 timeout", tool.Text);
        }

        [Fact]
        public void ServesConnectionsOneAfterAnother()
        {
            int count = int.Parse(Environment.GetEnvironmentVariable("MILLIHTTP_CONNECTIONS") ?? "200");
            for (int i = 0; i < count; i++)
            {
                AssertServed();
            }
        }

        [Fact]
        public void ASecondClientWaitsAndIsNotLost()
        {
            using TcpClient silent = new TcpClient("127.0.0.1", _board.Port);
            AssertServed();
            using TcpClient idle = Connect(out SslStream stream);
            Get(stream, "/bytes/3");
            AssertServed();
        }

        [Fact]
        public void GarbageInsteadOfAHelloFreesTheConnection()
        {
            Random random = new Random(1);
            for (int i = 0; i < 20; i++)
            {
                using TcpClient client = new TcpClient("127.0.0.1", _board.Port);
                byte[] garbage = new byte[1 + random.Next(3000)];
                random.NextBytes(garbage);
                client.GetStream().Write(garbage);
                if ((i & 1) == 0)
                {
                    client.Client.LingerState = new LingerOption(true, 0);
                }
            }

            AssertServed();
        }

        [Fact]
        public void AHandshakeBrokenOffAtAnyByteFreesTheConnection()
        {
            byte[] hello = RecordHello();
            for (int cut = 1; cut < hello.Length; cut += Math.Max(1, hello.Length / 24))
            {
                using TcpClient client = new TcpClient("127.0.0.1", _board.Port);
                client.GetStream().Write(hello, 0, cut);
            }

            AssertServed();

            // A stalled client is still there when the next one comes: it must not hold the connection for good.
            using TcpClient stalled = new TcpClient("127.0.0.1", _board.Port);
            stalled.GetStream().Write(hello, 0, hello.Length / 2);
            Thread.Sleep(100);
            AssertServed(30);
        }

        private static void Get(SslStream stream, string path)
        {
            stream.Write(Encoding.ASCII.GetBytes("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n"));
            byte[] answer = new byte[4096];
            int length = 0;
            while (!Regex.IsMatch(Encoding.Latin1.GetString(answer, 0, length), "\r\n\r\n..."))
            {
                int read = stream.Read(answer, length, answer.Length - length);
                Assert.True(read > 0, "closed after " + length + " bytes");
                length += read;
            }

            Assert.StartsWith("HTTP/1.1 200", Encoding.Latin1.GetString(answer, 0, length));
        }

        private TcpClient Connect(out SslStream stream, int seconds = 20)
        {
            TcpClient client = new TcpClient("127.0.0.1", _board.Port) { ReceiveTimeout = seconds * 1000, SendTimeout = seconds * 1000, NoDelay = true };
            stream = new SslStream(client.GetStream(), false, (_, _, _, _) => true);
            stream.AuthenticateAsClient("localhost");
            return client;
        }

        private void AssertServed(int seconds = 20)
        {
            using TcpClient client = Connect(out SslStream stream, seconds);
            Get(stream, "/bytes/3");
            stream.Dispose();
        }

        private byte[] RecordHello()
        {
            using TcpListenerOnce listener = new TcpListenerOnce();
            using TcpClient client = new TcpClient("127.0.0.1", listener.Port);
            SslStream stream = new SslStream(client.GetStream(), false, (_, _, _, _) => true);
            _ = stream.AuthenticateAsClientAsync("localhost").ContinueWith(t => t.Exception);
            return listener.ReceiveSome();
        }
    }
}
