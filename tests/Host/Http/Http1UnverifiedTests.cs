// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System.Collections.Generic;
using System.Text;
using MilliHttp.Nano.Http;
using Xunit;

namespace MilliHttp.Nano.Tests.Host.Http
{
    /// <summary>Plaintext whose tag has not come yet: nothing observable may depend on it.</summary>
    public class Http1UnverifiedTests
    {
        public static IEnumerable<object[]> Records()
        {
            string pad = new string('x', 9000);
            yield return new object[] { "GET /text HTTP/1.1\r\nHost: a\r\n\r\n", 200 };
            yield return new object[] { "NONSENSE\r\n\r\n" + pad, 400 };
            yield return new object[] { "GET /" + pad, 414 };
            yield return new object[] { "GET / HTTP/1.1\r\nX: " + pad, 431 };
            yield return new object[] { "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 9000\r\n\r\n" + pad, 413 };
            yield return new object[] { "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n2328\r\n" + pad + "\r\n0\r\n\r\n", 413 };
            yield return new object[] { "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\n" + pad.Substring(0, 100), 200 };
            yield return new object[] { "POST /stream HTTP/1.1\r\nHost: a\r\nContent-Length: 9000\r\n\r\n" + pad, 200 };
            yield return new object[] { "POST /stream HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n" + pad, 400 };
            yield return new object[] { "POST /nothing HTTP/1.1\r\nHost: a\r\nContent-Length: 9000\r\n\r\n" + pad, 404 };
            yield return new object[] { "GET /text HTTP/1.1\r\nHost: a\r\n\r\n" + pad, 200 };
        }

        [Theory]
        [MemberData(nameof(Records))]
        public void NothingHappensBeforeTheTag(string record, int status)
        {
            byte[] bytes = Encoding.Latin1.GetBytes(record);
            foreach (int piece in new[] { 1, 7, 1000, 5000 })
            {
                Http1Bench bench = new Http1Bench();
                bench.Channel.Verified = false;
                for (int at = 0; at < bytes.Length; at += piece)
                {
                    byte[] part = bytes[at..System.Math.Min(bytes.Length, at + piece)];
                    int taken = 0;
                    for (int turn = 0; taken < part.Length; turn++)
                    {
                        // It goes on taking whatever comes, whatever it was.
                        Assert.InRange(turn, 0, 20);
                        int count = bench.Channel.Feed(part, taken, part.Length - taken);
                        taken += count;
                        bench.Connection.Process(bench.Now, count == 0);
                    }

                    Assert.Equal(0, bench.Channel.Records);
                    Assert.False(bench.Channel.WasClosed);
                    Assert.Equal(0, bench.Stream.Handled);
                    Assert.Empty(bench.Log);
                }

                // Times do not tell either what was in it.
                Assert.Equal(bench.Now + 26640000, bench.Connection.NextTimeout);
                bench.Channel.Verified = true;
                bench.Feed(string.Empty);
                Http1Bench.Answer first = Http1Bench.Answers(bench.Channel.TakeOutput())[0];
                Assert.Equal(status, first.Status);
            }
        }

        [Theory]
        [MemberData(nameof(Records))]
        public void AForgedRecordLeavesNothing(string record, int status)
        {
            Assert.NotEqual(0, status);
            Http1Bench bench = new Http1Bench();
            bench.Channel.Verified = false;
            bench.Feed(record);
            bench.Channel.Failed = true;
            bench.Connection.Process(bench.Now, false);
            Assert.Equal(0, bench.Channel.Records);
            Assert.Equal(bench.Stream.Begun, bench.Stream.Aborted);
            Assert.Equal(0, bench.Stream.Handled);
            Assert.Empty(bench.Log);
            Assert.Equal(0, bench.Service.RequestCount);
            Assert.Equal(bench.Service.Profile.BodyBuffers, Http1ParserTests.FreeBuffers(bench));
            Assert.True(bench.Connection.IsClosed);
        }

        [Fact]
        public void ARecordThatNeverEndsIsCutOffWithoutAWord()
        {
            Http1Bench bench = new Http1Bench();
            bench.Channel.Verified = false;
            bench.Feed("POST /stream HTTP/1.1\r\nHost: a\r\nContent-Length: 9000\r\n\r\nabc");
            long end = bench.Connection.NextTimeout;
            bench.Now += 20000000;
            bench.Feed(new byte[5000]);
            Assert.Equal(end, bench.Connection.NextTimeout);
            bench.Now = end;
            Assert.True(bench.Connection.HandleTimeout(bench.Now));
            Assert.Equal(0, bench.Channel.Records);
            Assert.True(bench.Channel.WasClosed);
            Assert.Equal(1, bench.Stream.Aborted);
        }

        [Fact]
        public void ARecordBehindALongResponseWaitsForIt()
        {
            Http1Bench bench = new Http1Bench();
            bench.Channel.HoldOutput = true;
            bench.Feed("GET /bytes/100000 HTTP/1.1\r\nHost: a\r\n\r\n");
            bench.Channel.Verified = false;
            bench.Feed("POST /stream HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\n");
            Assert.Equal(long.MaxValue, bench.Connection.NextTimeout);
            bench.Now += 60000000;
            Assert.False(bench.Connection.HandleTimeout(bench.Now));
            bench.Channel.HoldOutput = false;
            bench.Feed("abc");
            Assert.Equal(bench.Now + 26640000, bench.Connection.NextTimeout);
            bench.Channel.Verified = true;
            bench.Feed(string.Empty);
            Assert.Equal(2, Http1Bench.Answers(bench.Channel.TakeOutput()).Count);
            Assert.Equal(1, bench.Stream.Handled);
        }

        [Fact]
        public void PipelinedRequestsThatFitAreAnswered()
        {
            Http1Bench bench = new Http1Bench();
            bench.Channel.Verified = false;
            for (int i = 0; i < 3; i++)
            {
                bench.Feed("GET /text?" + i + " HTTP/1.1\r\nHost: a\r\n\r\n");
            }

            bench.Channel.Verified = true;
            bench.Feed(string.Empty);
            Assert.Equal(3, Http1Bench.Answers(bench.Channel.TakeOutput()).Count);
            Assert.False(bench.Channel.WasClosed);
        }

        [Fact]
        public void PipelinedRequestsThatDoNotFitAreLeftToTheClient()
        {
            Http1Bench bench = new Http1Bench();
            bench.Channel.Verified = false;
            StringBuilder requests = new StringBuilder();
            for (int i = 0; i < 200; i++)
            {
                requests.Append("GET /text?").Append(i).Append(" HTTP/1.1\r\nHost: a\r\n\r\n");
            }

            bench.Feed(requests.ToString());
            bench.Channel.Verified = true;
            bench.Feed(string.Empty);
            Http1Bench.Answer answer = Assert.Single(Http1Bench.Answers(bench.Channel.TakeOutput()));
            Assert.Equal(200, answer.Status);
            Assert.Equal("close", answer.Fields["connection"]);
            Assert.StartsWith("/text|0|", Assert.Single(bench.Log));
        }

        [Fact]
        public void ContinueIsNotSaidBeforeTheTag()
        {
            Http1Bench bench = new Http1Bench();
            bench.Channel.Verified = false;
            bench.Feed("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nExpect: 100-continue\r\n\r\n");
            Assert.Equal(string.Empty, bench.Output());
            bench.Channel.Verified = true;
            bench.Feed(string.Empty);
            Assert.Equal("HTTP/1.1 100 Continue\r\n\r\n", bench.Output());
        }
    }
}
