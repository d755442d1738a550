// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System.Linq;
using MilliHttp.Nano.Http;
using Xunit;

namespace MilliHttp.Nano.Tests.Host.Http
{
    /// <summary>What the RFCs say of HTTP/1.1, line by line.</summary>
    public class Http1LetterTests
    {
        [Theory]
        [InlineData("POST /echo HTTP/1.1\r\nHost: a\r\n\r\n", "echo /echo 0")]
        [InlineData("POST /echo HTTP/1.0\r\n\r\n", "echo /echo 0")]
        public void APostWithoutALengthHasNoBody(string request, string seen)
        {
            // RFC 9112 section 6.3.
            Http1Bench bench = new Http1Bench();
            Assert.StartsWith("HTTP/1.1 200 OK\r\n", bench.Exchange(request));
            Assert.StartsWith(seen, Assert.Single(bench.Log));
            bench = new Http1Bench();
            Assert.StartsWith("HTTP/1.1 200 OK\r\n", bench.Exchange(request.Replace("/echo", "/stream")));
            Assert.Equal(1, bench.Stream.Handled);
        }

        [Fact]
        public void OptionsOfTheServerAreAnswered()
        {
            // RFC 9110 section 9.3.7.
            Http1Bench bench = new Http1Bench();
            bench.Feed("OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n");
            bench.Feed("GET /text HTTP/1.1\r\nHost: a\r\n\r\n");
            Assert.Equal(new[] { 204, 200 }, Http1Bench.Answers(bench.Channel.TakeOutput()).Select(answer => answer.Status));
        }

        [Theory]
        [InlineData(";a")]
        [InlineData(" ; a")]
        [InlineData(";a=b;c=\"d\\\"e;\"\t;f = g")]
        [InlineData(";a= \"\"")]
        public void ChunkExtensionsMayBe(string extension)
        {
            // RFC 9112 section 7.1.1.
            Assert.Equal(200, Chunked("5" + extension + "\r\nhello\r\n0" + extension + "\r\n\r\n"));
        }

        [Theory]
        [InlineData(";")]
        [InlineData(" ")]
        [InlineData(";=b")]
        [InlineData(";a=")]
        [InlineData(";a b")]
        [InlineData(";a=b c")]
        [InlineData(";a ")]
        [InlineData(";a=\"b")]
        [InlineData(";a=\"b\"c")]
        [InlineData(";a=\"b\u0001\"")]
        [InlineData(";;a")]
        [InlineData(";a,b")]
        [InlineData(";a\n")]
        public void ChunkExtensionsMayNotBe(string extension)
        {
            Assert.Equal(400, Chunked("5" + extension + "\r\nhello\r\n0\r\n\r\n"));
            Assert.Equal(400, Chunked("5\r\nhello\r\n0" + extension + "\r\n\r\n"));
        }

        [Fact]
        public void AfterAHalfCloseAndTheLastResponseItIsClosed()
        {
            foreach (bool early in new[] { false, true })
            {
                Http1Bench bench = new Http1Bench();
                if (!early)
                {
                    bench.Feed("GET /text HTTP/1.1\r\nHost: a\r\n\r\n");
                }

                bench.Channel.PeerClosed = true;
                bench.Feed(early ? "GET /text HTTP/1.1\r\nHost: a\r\n\r\nGET /text HTTP/1.1\r\nHost: a\r\n\r\n" : string.Empty);
                for (int i = 0; i < 3; i++)
                {
                    bench.Feed(string.Empty);
                }

                Assert.Equal(early ? 2 : 1, Http1Bench.Answers(bench.Channel.TakeOutput()).Count);
                Assert.True(bench.Channel.WasClosed);
            }
        }

        [Fact]
        public void ManyTinyChunksAreReadInPortions()
        {
            Http1Bench bench = new Http1Bench();
            string chunks = string.Concat(Enumerable.Repeat("1\r\na\r\n", 200));
            byte[] bytes = System.Text.Encoding.ASCII.GetBytes("POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks + "0\r\n\r\n");
            Assert.Equal(bytes.Length, bench.Channel.Feed(bytes, 0, bytes.Length));
            int calls = 0;
            do
            {
                calls++;
                bench.Connection.Process(bench.Now, false);
            }
            while (bench.Connection.HasWork);

            Assert.InRange(calls, 5, 20);
            Assert.StartsWith("echo /echo 200", Assert.Single(bench.Log));
        }

        private static int Chunked(string body)
        {
            foreach (int piece in new[] { 1, 1000 })
            {
                Http1Bench bench = new Http1Bench();
                string all = "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n" + body;
                for (int at = 0; at < all.Length; at += piece)
                {
                    bench.Feed(all.Substring(at, System.Math.Min(piece, all.Length - at)));
                }

                int status = Http1Bench.Answers(bench.Channel.TakeOutput()).Single().Status;
                if (piece == 1000 || status != 200)
                {
                    return status;
                }
            }

            return 0;
        }
    }
}
