// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System.Linq;
using System.Text;
using Xunit;

namespace MilliHttp.Nano.Tests.Host.Http
{
    /// <summary>A connection that becomes a tunnel (RFC 6455 section 4.2, RFC 9110 section 7.8).</summary>
    public class Http1TunnelTests
    {
        private const string Head = "GET /tunnel HTTP/1.1\r\nHost: a\r\nConnection: keep-alive, Upgrade\r\nUpgrade: websocket\r\n\r\n";
        private const string Answer = "HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: websocket\r\nx-tunnel: yes\r\n\r\n";

        [Fact]
        public void BytesGoBothWays()
        {
            foreach (int piece in new[] { 1, 5, 1000 })
            {
                Http1Bench bench = new Http1Bench();
                string sent = Head + "first" + new string('b', 3000);
                for (int at = 0; at < sent.Length; at += piece)
                {
                    bench.Feed(sent.Substring(at, System.Math.Min(piece, sent.Length - at)));
                }

                string received = Encoding.Latin1.GetString(bench.Channel.TakeOutput());
                Assert.Equal(Answer + "first" + new string('b', 3000), received);
                Assert.Equal("open 7 1 0", Assert.Single(bench.Tunnel.Log));
                bench.Tunnel.Send("from here");
                Assert.True(bench.Connection.HasWork);
                bench.Feed(string.Empty);
                Assert.Equal("from here", Encoding.Latin1.GetString(bench.Channel.TakeOutput()));
                Assert.Equal(3014, bench.Tunnel.Discarded);
                Assert.Equal(long.MaxValue, bench.Connection.NextTimeout);

                // The server ends it.
                bench.Tunnel.Ends = true;
                bench.Feed(string.Empty);
                Assert.True(bench.Channel.WasClosed);
                Assert.Equal("release", bench.Tunnel.Log.Last());
                Assert.Equal(2, bench.Tunnel.Log.Count);
            }
        }

        [Fact]
        public void TheClientEndsIt()
        {
            Http1Bench bench = new Http1Bench();
            bench.Feed(Head + "last");
            bench.Channel.PeerClosed = true;
            bench.Feed(string.Empty);
            Assert.Equal(Answer + "last", Encoding.Latin1.GetString(bench.Channel.TakeOutput()));
            Assert.Equal(new[] { "open 7 1 0", "end", "release" }, bench.Tunnel.Log);
            Assert.True(bench.Channel.WasClosed);
        }

        [Fact]
        public void AFullHandlerHoldsTheClient()
        {
            Http1Bench bench = new Http1Bench();
            bench.Tunnel.RoomLeft = 3;
            bench.Feed(Head + "abcdef");
            Assert.Equal("abc", bench.Tunnel.Text);
            Assert.Equal(3, bench.Channel.ReadLength);
            bench.Channel.TakeOutput();
            Assert.False(bench.Connection.HasWork);
            bench.Tunnel.RoomLeft = 100;
            Assert.True(bench.Connection.HasWork);
            bench.Feed(string.Empty);
            Assert.Equal("abcdef", bench.Tunnel.Text);
        }

        [Fact]
        public void UnverifiedBytesAreOnlyStaged()
        {
            Http1Bench bench = new Http1Bench();
            bench.Feed(Head);
            bench.Channel.TakeOutput();
            bench.Channel.Verified = false;
            bench.Feed("forged");
            Assert.Equal(string.Empty, bench.Tunnel.Text);
            Assert.Empty(bench.Channel.TakeOutput());
            bench.Channel.Verified = true;
            Assert.True(bench.Connection.HasWork);
            bench.Feed(string.Empty);
            Assert.Equal("forged", bench.Tunnel.Text);

            bench = new Http1Bench();
            bench.Feed(Head);
            bench.Channel.Verified = false;
            bench.Feed("forged");
            bench.Channel.Failed = true;
            bench.Feed(string.Empty);
            Assert.Equal(string.Empty, bench.Tunnel.Text);
            Assert.Equal("release", bench.Tunnel.Log.Last());
        }

        [Fact]
        public void RefusalsAndOrdinaryRequests()
        {
            Http1Bench bench = new Http1Bench();
            bench.Tunnel.Refuses = true;
            bench.Feed(Head);
            Assert.Equal(401, Assert.Single(Http1Bench.Answers(bench.Channel.TakeOutput())).Status);
            bench.Tunnel.Refuses = false;
            bench.Tunnel.Throws = true;
            bench.Feed(Head);
            Assert.Equal(500, Assert.Single(Http1Bench.Answers(bench.Channel.TakeOutput())).Status);
            Assert.DoesNotContain("release", bench.Tunnel.Log);
            bench.Tunnel.Throws = false;
            foreach (string head in new[]
            {
                "GET /tunnel HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET /tunnel HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\n\r\n",
                "GET /tunnel HTTP/1.1\r\nHost: a\r\nConnection: upgrade\r\n\r\n",
                "GET /tunnel HTTP/1.1\r\nHost: a\r\nConnection: upgrade\r\nUpgrade: h2c\r\n\r\n",
            })
            {
                bench.Feed(head);
                Assert.Equal(426, Assert.Single(Http1Bench.Answers(bench.Channel.TakeOutput())).Status);
            }

            // A route without a tunnel ignores the wish.
            bench.Feed("GET /text HTTP/1.1\r\nHost: a\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\n");
            Assert.Equal(200, Assert.Single(Http1Bench.Answers(bench.Channel.TakeOutput())).Status);
        }

        [Fact]
        public void AnotherClientOrTheEndOfTheServerAsksItToLeave()
        {
            foreach (bool ends in new[] { true, false })
            {
                foreach (bool shutdown in new[] { true, false })
                {
                    Http1Bench bench = new Http1Bench();
                    bench.Tunnel.EndsWhenAsked = ends;
                    bench.Feed(Head);
                    bench.Channel.TakeOutput();
                    if (shutdown)
                    {
                        bench.Connection.Shutdown(bench.Now);
                    }
                    else
                    {
                        bench.Connection.GiveWay(bench.Now, 2900000, 800000, 3000000, 1000);
                        Assert.DoesNotContain("go away", bench.Tunnel.Log);
                        bench.Connection.GiveWay(bench.Now, 3000000, 800000, 3000000, 1000);
                        bench.Connection.GiveWay(bench.Now, 3000000, 800000, 3000000, 1000);
                    }

                    Assert.Single(bench.Tunnel.Log, "go away");
                    bench.Feed(string.Empty);
                    if (!ends)
                    {
                        Assert.False(bench.Channel.WasClosed);
                        bench.Now = bench.Connection.NextTimeout;
                        bench.Connection.HandleTimeout(bench.Now);
                    }

                    Assert.True(bench.Channel.WasClosed);
                    Assert.Single(bench.Tunnel.Log, "release");
                }
            }
        }
    }
}
