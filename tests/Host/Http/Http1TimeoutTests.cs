// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using MilliHttp.Nano.Http;
using Xunit;

namespace MilliHttp.Nano.Tests.Host.Http
{
    /// <summary>Trap 33: limits of time, in virtual time, that no client moves by sending slowly.</summary>
    public class Http1TimeoutTests
    {
        private const long Second = 1000000;

        [Fact]
        public void Trap33SlowHeadIs408()
        {
            Http1Bench bench = new Http1Bench();
            long start = bench.Now;
            foreach (char letter in "GET /text HTTP/1.1\r\nHost: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")
            {
                Assert.Equal(start + (10 * Second), bench.Connection.NextTimeout);
                bench.Now += Second / 8;
                bench.Feed(letter.ToString());
                Assert.False(bench.Connection.HandleTimeout(bench.Now));
            }

            bench.Now = start + (10 * Second);
            Assert.True(bench.Connection.HandleTimeout(bench.Now));
            string answer = bench.Output();
            Assert.StartsWith("HTTP/1.1 408 Request Timeout\r\n", answer);
            Assert.Contains("\r\nconnection: close\r\n", answer);
        }

        [Fact]
        public void Trap33EmptyLinesBuyNoTime()
        {
            Http1Bench bench = new Http1Bench();
            long start = bench.Now;
            for (int i = 0; i < 9; i++)
            {
                bench.Now += Second;
                bench.Feed("\r\n");
            }

            Assert.Equal(start + (10 * Second), bench.Connection.NextTimeout);
        }

        [Fact]
        public void Trap33IdleIsNotAHeader()
        {
            Http1Bench bench = new Http1Bench();
            bench.Now += 5 * Second;
            bench.Feed("GET /text HTTP/1.1\r\nHost: a\r\n\r\n");
            bench.Output();
            Assert.Equal(bench.Now + (20 * Second), bench.Connection.NextTimeout);

            // The first byte of the next request: its head has its own limit from here, and only from here.
            bench.Now += 15 * Second;
            bench.Feed("G");
            Assert.Equal(bench.Now + (10 * Second), bench.Connection.NextTimeout);
            bench.Now += 9 * Second;
            bench.Feed("E");
            Assert.Equal(bench.Now + Second, bench.Connection.NextTimeout);
            bench.Now += Second;
            bench.Connection.HandleTimeout(bench.Now);
            Assert.StartsWith("HTTP/1.1 408 ", bench.Output());
        }

        [Fact]
        public void IdleConnectionsAreClosedSilently()
        {
            foreach (bool used in new[] { false, true })
            {
                Http1Bench bench = new Http1Bench();
                if (used)
                {
                    bench.Feed("GET /text HTTP/1.1\r\nHost: a\r\n\r\n");
                    bench.Output();
                }

                bench.Now = bench.Connection.NextTimeout;
                bench.Connection.HandleTimeout(bench.Now);
                Assert.Equal(string.Empty, bench.Output());
                Assert.True(bench.Channel.WasClosed);
            }
        }

        [Fact]
        public void Trap33SlowBodyIs408AndAFastOneMayBeLong()
        {
            Http1Bench bench = new Http1Bench();
            bench.Feed("POST /stream HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\n");
            long start = bench.Now;

            // 2 KB each second: goes on for minutes.
            for (int i = 0; i < 300; i++)
            {
                bench.Now += Second;
                bench.Feed(new byte[2000]);
                Assert.False(bench.Connection.HandleTimeout(bench.Now));
            }

            // A byte each second: ends, though each byte is worth something.
            bench = new Http1Bench();
            bench.Feed("POST /stream HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\n");
            start = bench.Now;
            while (bench.Output() == string.Empty)
            {
                bench.Now += Second;
                bench.Feed("x");
                bench.Connection.HandleTimeout(bench.Now);
                Assert.InRange(bench.Now - start, 0, 12 * Second);
            }

            Assert.Equal(1, bench.Stream.Aborted);
            Assert.Equal(0, bench.Stream.Handled);
        }

        [Fact]
        public void LingersAndThenCloses()
        {
            Http1Bench bench = new Http1Bench();
            bench.Feed("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 9999\r\n\r\n");
            Assert.StartsWith("HTTP/1.1 413 ", bench.Output());
            Assert.False(bench.Channel.WasClosed);
            bench.Feed(new byte[5000]);
            Assert.False(bench.Channel.WasClosed);
            Assert.Equal(bench.Now + (2 * Second), bench.Connection.NextTimeout);
            bench.Channel.PeerClosed = true;
            bench.Connection.Process(bench.Now, false);
            Assert.True(bench.Channel.WasClosed);
        }

        [Fact]
        public void GivesWay()
        {
            // Idle after a request: almost at once.
            Http1Bench bench = new Http1Bench();
            bench.Feed("GET /text HTTP/1.1\r\nHost: a\r\n\r\n");
            bench.Now += Second / 5;
            bench.Connection.GiveWay(bench.Now, 0, 800000, 3000000, 1000);
            Assert.True(bench.Channel.WasClosed);

            // New and silent: after its grace.
            bench = new Http1Bench();
            bench.Connection.GiveWay(bench.Now + 700000, 0, 800000, 3000000, 1000);
            Assert.False(bench.Channel.WasClosed);
            bench.Connection.GiveWay(bench.Now + 800000, 0, 800000, 3000000, 1000);
            Assert.True(bench.Channel.WasClosed);

            // Busy: not within a request, but after one when the other has waited long enough.
            bench = new Http1Bench();
            bench.Feed("GET /text HTTP/1.1\r\n");
            bench.Connection.GiveWay(bench.Now, 2900000, 800000, 3000000, 1000);
            bench.Feed("Host: a\r\n\r\n");
            Assert.DoesNotContain("close", bench.Output());
            bench.Feed("GET /text HTTP/1.1\r\n");
            bench.Connection.GiveWay(bench.Now, 3000000, 800000, 3000000, 1000);
            Assert.False(bench.Channel.WasClosed);
            bench.Feed("Host: a\r\n\r\n");
            Assert.Contains("\r\nconnection: close\r\n", bench.Output());
            Assert.True(bench.Channel.WasClosed);
        }

        [Fact]
        public void GivesWayInTime()
        {
            // Each call says when the next has something to do, and does it then.
            foreach (string head in new[] { "", "GET /text HTTP/1.1\r\nHost: a\r\n\r\n", "GET /text HTTP/1.1\r\n", "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nx", "GET /bytes/100000 HTTP/1.1\r\nHost: a\r\n\r\n" })
            {
                Http1Bench bench = new Http1Bench();
                bench.Channel.HoldOutput = head.Contains("bytes");
                bench.Feed(head);
                long began = bench.Now;
                long due = bench.Now;
                for (int i = 0; i < 10 && !bench.Channel.WasClosed && due != long.MaxValue; i++)
                {
                    bench.Now = due;
                    due = bench.Connection.GiveWay(bench.Now, bench.Now - began, 800000, 3000000, 1000);
                    bench.Connection.Process(bench.Now, false);
                    Assert.True(due > bench.Now);
                }

                // Idle at once, half a head after a second, anybody else after a fair time.
                long limit = head.Contains("POST") || head.Contains("bytes") ? 10 * Second : head.Length == 0 ? 800000 : head.EndsWith("\r\n\r\n") ? 100000 : Second;
                Assert.InRange(bench.Now - began, limit - 1, limit + (limit == Second ? 2 * Second : 0));
                Assert.True(bench.Channel.WasClosed || bench.Output().StartsWith("HTTP/1.1 408 "));
            }
        }
    }
}
