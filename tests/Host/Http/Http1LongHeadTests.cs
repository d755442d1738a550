// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System.Linq;
using System.Text;
using Xunit;

namespace MilliHttp.Nano.Tests.Host.Http
{
    /// <summary>Heads that are longer than the memory for them: what handlers read is kept, the rest is skipped as it arrives.</summary>
    public class Http1LongHeadTests
    {
        private static readonly string s_cookie = "Cookie: id=" + new string('c', 4096) + "\r\n";
        private static readonly string s_token = "Authorization: Bearer " + new string('t', 500) + "\r\n";
        private static readonly string s_many = string.Concat(Enumerable.Range(0, 100).Select(i => "X-Field-" + i + ": value of field " + i + "\r\n"));

        public static TheoryData<string, string> Heads()
        {
            var data = new TheoryData<string, string>();
            foreach (string[] order in new[] { new[] { s_cookie, s_token }, new[] { s_token, s_cookie }, new[] { s_many, s_token }, new[] { s_cookie, s_many, s_token } })
            {
                data.Add("GET /text?q HTTP/1.1\r\nHost: a\r\n" + string.Concat(order) + "\r\n", "/text|q|a|0|host=a|authorization=Bearer " + new string('t', 500));
            }

            return data;
        }

        [Theory]
        [MemberData(nameof(Heads))]
        public void AnyUsualHeadPasses(string head, string seen)
        {
            foreach (int piece in new[] { 1, 7, 300, 2000, 20000 })
            {
                foreach (int arena in new[] { 2304, 2868 })
                {
                    Http1Bench bench = new Http1Bench(null, arena);
                    FeedIn(bench, head + head, piece);
                    Assert.Equal(new[] { seen, seen }, bench.Log);
                    Assert.Equal(2, Http1Bench.Answers(bench.Channel.TakeOutput()).Count);
                    Assert.Equal(0, bench.Channel.Retained);
                    Assert.False(bench.Connection.IsClosed);
                }
            }
        }

        [Fact]
        public void ABodyFollowsALongHead()
        {
            foreach (string path in new[] { "/echo", "/stream" })
            {
                foreach (int piece in new[] { 1, 100, 20000 })
                {
                    Http1Bench bench = new Http1Bench();
                    string request = "POST " + path + " HTTP/1.1\r\nHost: a\r\n" + s_cookie + "Content-Length: 11\r\n\r\nhello world";
                    FeedIn(bench, request + "GET /text HTTP/1.1\r\nHost: a\r\n\r\n", piece);
                    Assert.Equal(new[] { 200, 200 }, Http1Bench.Answers(bench.Channel.TakeOutput()).Select(answer => answer.Status));
                    Assert.Equal(0, bench.Channel.Retained);
                    Assert.Equal(4, Http1ParserTests.FreeBuffers(bench));
                }
            }
        }

        [Theory]
        [InlineData(431, "X-Field: ")]              // without an end, beyond the limit in bytes
        [InlineData(431, "Authorization: ")]        // kept, and too long for that
        [InlineData(400, "X-Field : a\r\n")]
        [InlineData(400, "X-Field\r\n")]
        [InlineData(400, ": a\r\n")]
        [InlineData(400, " folded\r\n")]
        [InlineData(400, "X-Field: a\nb: c\r\n")]
        [InlineData(400, "X-Field: a\rb\r\n")]
        [InlineData(400, "X-Field: a\u0001\r\n")]
        [InlineData(400, "X-Field: a\u007f\r\n")]
        [InlineData(400, "Host: b\r\n")]
        [InlineData(400, "Content-Length: 1\r\nTransfer-Encoding: chunked\r\n")]
        [InlineData(400, "Content-Length: 1\r\nContent-Length: 1\r\n")]
        [InlineData(501, "Transfer-Encoding: gzip, chunked\r\n")]
        public void WhatIsSkippedIsCheckedAllTheSame(int status, string line)
        {
            foreach (int piece in new[] { 1, 1000, 40000 })
            {
                Http1Bench bench = new Http1Bench();
                string rest = line.EndsWith("\r\n") ? line + "\r\n" : line + new string('x', 20000);
                FeedIn(bench, "GET /text HTTP/1.1\r\nHost: a\r\n" + s_cookie + rest, piece);
                Assert.Equal(status, Assert.Single(Http1Bench.Answers(bench.Channel.TakeOutput())).Status);
                Assert.Empty(bench.Log);
                Assert.Equal(0, bench.Channel.Retained);
            }
        }

        [Fact]
        public void FieldsAreCounted()
        {
            string many = string.Concat(Enumerable.Range(0, 130).Select(i => "X-Field-" + i + ": value of field " + i + "\r\n"));
            Http1Bench bench = new Http1Bench();
            bench.Feed("GET /text HTTP/1.1\r\nHost: a\r\n" + many + "\r\n");
            Assert.Equal(431, Assert.Single(Http1Bench.Answers(bench.Channel.TakeOutput())).Status);
        }

        [Fact]
        public void BytesOfAHeadGainNoTime()
        {
            Http1Bench bench = new Http1Bench();
            bench.Feed("GET /text HTTP/1.1\r\nHost: a\r\nCookie: ");
            long limit = bench.Connection.NextTimeout;
            for (int i = 0; i < 12; i++)
            {
                bench.Now += 500000;
                bench.Feed(new string('c', 1000));
                Assert.Equal(limit, bench.Connection.NextTimeout);
            }

            bench.Now = limit;
            bench.Connection.HandleTimeout(bench.Now);
            Assert.Equal(408, Assert.Single(Http1Bench.Answers(bench.Channel.TakeOutput())).Status);
        }

        [Fact]
        public void ALongHeadWaitsForItsTag()
        {
            Http1Bench bench = new Http1Bench();
            bench.Channel.Verified = false;
            FeedIn(bench, "GET /text HTTP/1.1\r\nHost: a\r\n" + s_cookie + "\r\n", 100);
            Assert.Empty(bench.Log);
            Assert.Equal(0, bench.Channel.Records);
            bench.Channel.Verified = true;
            bench.Feed(string.Empty);
            Assert.Equal("/text||a|0|host=a", Assert.Single(bench.Log));
        }

        private static void FeedIn(Http1Bench bench, string text, int piece)
        {
            byte[] bytes = Encoding.Latin1.GetBytes(text);
            for (int at = 0; at < bytes.Length; at += piece)
            {
                bench.Feed(bytes[at..System.Math.Min(bytes.Length, at + piece)]);
            }
        }
    }
}
