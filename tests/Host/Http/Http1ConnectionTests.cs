// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using MilliHttp.Nano.Http;
using Xunit;

namespace MilliHttp.Nano.Tests.Host.Http
{
    public class Http1ConnectionTests
    {
        private const string Get = "GET /text HTTP/1.1\r\nHost: a\r\n\r\n";

        private static List<Http1Bench.Answer> Answers(Http1Bench bench)
        {
            return Http1Bench.Answers(bench.Channel.TakeOutput());
        }

        [Fact]
        public void HeadAndBodyLeaveInOneRecord()
        {
            Http1Bench bench = new Http1Bench();
            bench.Service.SetTime(784111777);
            bench.Connection.SetAltSvc(8443);
            Assert.Equal(
                "HTTP/1.1 200 OK\r\ndate: Sun, 06 Nov 1994 08:49:37 GMT\r\nalt-svc: h3=\":8443\"; ma=86400\r\ncontent-length: 5\r\ncontent-type: text/plain\r\n\r\nhello",
                bench.Exchange(Get));
            Assert.Equal(1, bench.Channel.Records);
            Assert.Equal(bench.Service.Profile.BodyBuffers, Http1ParserTests.FreeBuffers(bench));
        }

        [Fact]
        public void NoDateWithoutAClock()
        {
            Assert.DoesNotContain("date", new Http1Bench().Exchange(Get));
        }

        [Fact]
        public void KeepAliveAndPipelines()
        {
            Http1Bench bench = new Http1Bench();
            StringBuilder requests = new StringBuilder();
            for (int i = 0; i < 100; i++)
            {
                requests.Append("GET /text?").Append(i).Append(" HTTP/1.1\r\nHost: a\r\n\r\n");
                if (i % 3 == 0)
                {
                    requests.Append("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nbody");
                }

                if (i % 5 == 0)
                {
                    requests.Append("POST /stream HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nbody\r\n0\r\n\r\n");
                }
            }

            bench.Feed(requests.ToString());
            List<Http1Bench.Answer> answers = Answers(bench);
            Assert.Equal(100 + 34 + 20, answers.Count);
            Assert.All(answers, answer => Assert.Equal(200, answer.Status));
            Assert.Equal(34, answers.Count(answer => Encoding.ASCII.GetString(answer.Body) == "body"));
            for (int i = 0, at = 0; i < 100; i++)
            {
                Assert.StartsWith("/text|" + i + "|", bench.Log[at]);
                at += i % 3 == 0 ? 2 : 1;
            }

            Assert.False(bench.Channel.WasClosed);
        }

        [Fact]
        public void PipelineWaitsForRoomAndForNothingElse()
        {
            Http1Bench bench = new Http1Bench();
            bench.Channel.HoldOutput = true;
            bench.Feed(string.Concat(Enumerable.Repeat(Get, 20)));
            int before = Answers(bench).Count;
            Assert.InRange(before, 1, 10);
            int total = before;
            for (int i = 0; i < 10 && total < 20; i++)
            {
                // Another engine uses the shared request in between.
                bench.Service.Request.Reset(new byte[10], 1, HttpProtocol.Http3);
                bench.Connection.Process(bench.Now, false);
                while (bench.Connection.HasWork && bench.Connection.Process(bench.Now, false))
                {
                }

                total += Answers(bench).Count;
            }

            Assert.Equal(20, total);
            Assert.Equal(20, bench.Log.Count);
            Assert.All(bench.Log, line => Assert.Equal("/text||a|0|host=a", line));
        }

        /// <summary>Trap 32: framing of HEAD, 204 and 304.</summary>
        [Theory]
        [InlineData("HEAD /text", "content-length: 5")]
        [InlineData("HEAD /bytes/1000000", "content-length: 1000000")]
        [InlineData("HEAD /unknown/10", "transfer-encoding: chunked")]
        [InlineData("HEAD /nothing", "content-length: 0")]
        [InlineData("GET /empty", null)]
        [InlineData("GET /same", null)]
        public void Trap32NoBody(string start, string framing)
        {
            Http1Bench bench = new Http1Bench();
            string answer = bench.Exchange(start + " HTTP/1.1\r\nHost: a\r\n\r\n");
            Assert.EndsWith("\r\n\r\n", answer);
            Assert.Equal(answer.Length - 4, answer.IndexOf("\r\n\r\n", StringComparison.Ordinal));
            if (framing == null)
            {
                Assert.DoesNotContain("content-length", answer);
                Assert.DoesNotContain("transfer-encoding", answer);
            }
            else
            {
                Assert.Contains("\r\n" + framing + "\r\n", answer);
            }

            Assert.StartsWith("HTTP/1.1 200 OK", bench.Exchange(Get));
        }

        /// <summary>Trap 32: HTTP/1.0 closes unless asked not to, and has no chunks.</summary>
        [Fact]
        public void Trap32Http10()
        {
            Http1Bench bench = new Http1Bench();
            Assert.Contains("\r\nconnection: keep-alive\r\n", bench.Exchange("GET /text HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n"));
            Assert.False(bench.Channel.WasClosed);
            Assert.Contains("\r\nconnection: close\r\n", bench.Exchange("GET /text HTTP/1.0\r\n\r\n"));
            Assert.True(bench.Channel.WasClosed);

            bench = new Http1Bench();
            string answer = bench.Exchange("GET /unknown/3000 HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
            Assert.Contains("\r\nconnection: close\r\n", answer);
            Assert.DoesNotContain("content-length", answer);
            Assert.DoesNotContain("transfer-encoding", answer);
            Assert.Equal(3000, answer.Length - answer.IndexOf("\r\n\r\n", StringComparison.Ordinal) - 4);
            Assert.True(bench.Channel.WasClosed);
        }

        /// <summary>Trap 32: a response of unknown length is chunked.</summary>
        [Theory]
        [InlineData(0)]
        [InlineData(1)]
        [InlineData(700)]
        [InlineData(100000)]
        public void Trap32UnknownLengthIsChunked(int length)
        {
            Http1Bench bench = new Http1Bench();
            bench.Feed("GET /unknown/" + length + " HTTP/1.1\r\nHost: a\r\n\r\n" + Get);
            List<Http1Bench.Answer> answers = Answers(bench);
            Assert.Equal(2, answers.Count);
            Assert.Equal("chunked", answers[0].Fields["transfer-encoding"]);
            Assert.Equal(length, answers[0].Body.Length);
            for (int i = 0; i < length; i++)
            {
                Assert.Equal((byte)(i % 251), answers[0].Body[i]);
            }
        }

        [Fact]
        public void LongBodiesAreReadByOffset()
        {
            Http1Bench bench = new Http1Bench();
            bench.Feed("GET /bytes/1000003 HTTP/1.1\r\nHost: a\r\n\r\n" + Get);
            List<Http1Bench.Answer> answers = Answers(bench);
            Assert.Equal(1000003, answers[0].Body.Length);
            for (int i = 0; i < answers[0].Body.Length; i++)
            {
                Assert.Equal((byte)(i % 251), answers[0].Body[i]);
            }

            Assert.Equal(2, answers.Count);
        }

        [Theory]
        [InlineData("Content-Length: 11\r\n\r\nhello world")]
        [InlineData("Transfer-Encoding: chunked\r\n\r\nB\r\nhello world\r\n0\r\n\r\n")]
        [InlineData("Transfer-Encoding: Chunked\r\n\r\n005;ext=\"a b\"\r\nhello\r\n1\r\n \r\n5;x\r\nworld\r\n000\r\nTrailer: a\r\nOther:\r\n\r\n")]
        public void BodiesAtEverySplit(string framed)
        {
            foreach (string path in new[] { "/echo", "/stream" })
            {
                byte[] bytes = Encoding.Latin1.GetBytes("POST " + path + " HTTP/1.1\r\nHost: a\r\n" + framed + Get);
                for (int split = 0; split <= bytes.Length; split++)
                {
                    Http1Bench bench = new Http1Bench();
                    bench.Feed(bytes[..split]);
                    bench.Feed(bytes[split..]);
                    List<Http1Bench.Answer> answers = Answers(bench);
                    Assert.Equal(2, answers.Count);
                    if (path == "/echo")
                    {
                        Assert.Equal("hello world", Encoding.ASCII.GetString(answers[0].Body));
                        Assert.Equal("echo /echo 11 2", bench.Log[0]);
                    }
                    else
                    {
                        Assert.Equal("hello world", Encoding.ASCII.GetString(bench.Stream.Bytes.ToArray()));
                        Assert.Equal("1 0 1", bench.Stream.Begun + " " + bench.Stream.Aborted + " " + bench.Stream.Handled);
                    }

                    Assert.Equal("/text||a|0|host=a", bench.Log[^1]);
                    Assert.Equal(bench.Service.Profile.BodyBuffers, Http1ParserTests.FreeBuffers(bench));
                    Assert.Equal(0, bench.Channel.Retained);
                }

                Http1Bench slow = new Http1Bench();
                foreach (byte one in bytes)
                {
                    slow.Feed(new[] { one });
                }

                Assert.Equal(2, Answers(slow).Count);
            }
        }

        /// <summary>Trap 31: a chunked body that could be read in two ways.</summary>
        [Theory]
        [InlineData("5\nhello\r\n0\r\n\r\n")]
        [InlineData("5\r\nhello\n0\r\n\r\n")]
        [InlineData("5\r\nhelloX\r\n0\r\n\r\n")]
        [InlineData("5\rXhello\r\n0\r\n\r\n")]
        [InlineData("5\r\nhello\rX0\r\n\r\n")]
        [InlineData("5\r\nhello\r\n0\r\n\rX")]
        [InlineData("5\r\nhello\r\n0\r\nX: a\rY\r\n\r\n")]
        [InlineData("5 \r\nhello\r\n0\r\n\r\n")]
        [InlineData(" 5\r\nhello\r\n0\r\n\r\n")]
        [InlineData("0x5\r\nhello\r\n0\r\n\r\n")]
        [InlineData("+5\r\nhello\r\n0\r\n\r\n")]
        [InlineData("-5\r\nhello\r\n0\r\n\r\n")]
        [InlineData("g\r\nhello\r\n0\r\n\r\n")]
        [InlineData("\r\nhello\r\n0\r\n\r\n")]
        [InlineData(";x\r\nhello\r\n0\r\n\r\n")]
        [InlineData("10000000000000005\r\nhello\r\n0\r\n\r\n")]
        [InlineData("0000000000000005\r\nhello\r\n0\r\n\r\n")]
        [InlineData("5;a\nb\r\nhello\r\n0\r\n\r\n")]
        [InlineData("5;a\0\r\nhello\r\n0\r\n\r\n")]
        [InlineData("5\r\nhello\r\n0\r\n\n")]
        [InlineData("5\r\nhello\r\n0\r\nX\r\n\r\n")]
        [InlineData("5\r\nhello\r\n0\r\nX : a\r\n\r\n")]
        [InlineData("5\r\nhello\r\n0\r\n: a\r\n\r\n")]
        [InlineData("5\r\nhello\r\n0\r\nX: a\nY: b\r\n\r\n")]
        [InlineData("5\r\nhello\r\n0\r\nX: a\r\n folded\r\n\r\n")]
        public void Trap31MalformedChunksAreRefused(string body)
        {
            foreach (string path in new[] { "/echo", "/stream" })
            {
                Http1Bench bench = new Http1Bench();
                bench.Feed("POST " + path + " HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n" + body + Get);
                Http1Bench.Answer answer = Assert.Single(Answers(bench));
                Assert.Equal(400, answer.Status);
                Assert.Equal("close", answer.Fields["connection"]);
                Assert.Equal(bench.Stream.Begun, bench.Stream.Aborted);
                Assert.Equal(0, bench.Stream.Handled);
                Assert.Empty(bench.Log);
                Assert.Equal(bench.Service.Profile.BodyBuffers, Http1ParserTests.FreeBuffers(bench));
            }
        }

        [Fact]
        public void ExtensionsAndTrailersAreBounded()
        {
            foreach (string body in new[] { "1;" + new string('x', 1100) + "\r\na\r\n0\r\n\r\n", "0\r\nX: " + new string('x', 1100) + "\r\n\r\n" })
            {
                Http1Bench bench = new Http1Bench();
                bench.Feed("POST /stream HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n" + body);
                Assert.Equal(400, Assert.Single(Answers(bench)).Status);
            }
        }

        [Fact]
        public void BodiesBeyondTheBufferAre413()
        {
            Http1Bench bench = new Http1Bench();
            Assert.Equal(256, Http1Bench.Answers(Encoding.Latin1.GetBytes(
                bench.Exchange("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 256\r\n\r\n" + new string('x', 256)))).Single().Body.Length);
            string chunks = string.Concat(Enumerable.Repeat("40\r\n" + new string('x', 64) + "\r\n", 4));
            Assert.StartsWith("HTTP/1.1 200 ", bench.Exchange("POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks + "0\r\n\r\n"));
            Assert.StartsWith("HTTP/1.1 413 ", bench.Exchange("POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks + "1\r\nx\r\n0\r\n\r\n"));
            Assert.Equal(bench.Service.Profile.BodyBuffers, Http1ParserTests.FreeBuffers(bench));
        }

        [Fact]
        public void WithoutABufferFor503()
        {
            Http1Bench bench = new Http1Bench();
            Http1ParserTests.FreeBuffers(bench);
            Http1Bench.Answer answer = Http1Bench.Answers(Encoding.Latin1.GetBytes(bench.Exchange("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nbody"))).Single();
            Assert.Equal(503, answer.Status);
            Assert.Equal("1", answer.Fields["retry-after"]);
        }

        [Fact]
        public void StreamingHandlerMayRefuse()
        {
            Http1Bench bench = new Http1Bench();
            bench.Stream.Refusal = 503;
            Assert.StartsWith("HTTP/1.1 503 ", bench.Exchange("POST /stream HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nbody"));
            Assert.Equal("0 0 0", bench.Stream.Begun + " " + bench.Stream.Aborted + " " + bench.Stream.Handled);
        }

        /// <summary>Trap 32: 100-continue.</summary>
        [Fact]
        public void Trap32Continue()
        {
            Http1Bench bench = new Http1Bench();
            const string Head = "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nExpect: 100-Continue\r\n\r\n";
            Assert.Equal("HTTP/1.1 100 Continue\r\n\r\n", bench.Exchange(Head));
            Assert.EndsWith("\r\n\r\nbody", bench.Exchange("body"));

            // The body came with it: there is nothing to continue.
            string answer = bench.Exchange(Head + "body");
            Assert.StartsWith("HTTP/1.1 200 OK\r\n", answer);

            // A refusal instead.
            answer = new Http1Bench().Exchange("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 400\r\nExpect: 100-continue\r\n\r\n");
            Assert.StartsWith("HTTP/1.1 413 Content Too Large\r\n", answer);
            Assert.DoesNotContain("100 Continue", new Http1Bench().Exchange("POST /echo HTTP/1.0\r\nContent-Length: 4\r\nExpect: 100-continue\r\n\r\n"));
        }

        [Theory]
        [InlineData("GET /nothing HTTP/1.1\r\nHost: a\r\n\r\n", 404, null)]
        [InlineData("GET /bytes/x HTTP/1.1\r\nHost: a\r\n\r\n", 404, null)]
        [InlineData("GET /bytes/2147483648 HTTP/1.1\r\nHost: a\r\n\r\n", 404, null)]
        [InlineData("DELETE /text HTTP/1.1\r\nHost: a\r\n\r\n", 405, "GET, HEAD")]
        [InlineData("GET /echo HTTP/1.1\r\nHost: a\r\n\r\n", 405, "POST")]
        [InlineData("GET /throws HTTP/1.1\r\nHost: a\r\n\r\n", 500, null)]
        [InlineData("GET /long HTTP/1.1\r\nHost: a\r\n\r\n", 500, null)]
        public void ErrorsThatKeepTheConnection(string request, int status, string allow)
        {
            Http1Bench bench = new Http1Bench();
            bench.Feed(request + Get);
            List<Http1Bench.Answer> answers = Answers(bench);
            Assert.Equal(status, answers[0].Status);
            Assert.Equal(allow, answers[0].Fields.GetValueOrDefault("allow"));
            Assert.Equal(200, answers[1].Status);
            Assert.Equal(bench.Service.Profile.BodyBuffers, Http1ParserTests.FreeBuffers(bench));
            Assert.Equal(1, bench.Service.ErrorCount);
        }

        [Fact]
        public void CloseIsHonoured()
        {
            Http1Bench bench = new Http1Bench();
            bench.Feed("GET /text HTTP/1.1\r\nHost: a\r\nConnection: foo , Close\r\n\r\n" + Get);
            Assert.Equal("close", Assert.Single(Answers(bench)).Fields["connection"]);

            // What came behind is read and thrown away for a while, so that the answer is not lost in a reset.
            Assert.False(bench.Channel.WasClosed);
            Assert.Empty(bench.Log.Skip(1));
            bench.Connection.HandleTimeout(bench.Now + 2000000);
            Assert.True(bench.Channel.WasClosed);

            bench = new Http1Bench();
            bench.Feed("GET /text HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
            Assert.True(bench.Channel.WasClosed);
        }

        [Fact]
        public void ConnectionsAreClosedAfterTheirShare()
        {
            Http1Bench bench = new Http1Bench(new HttpProfile { RequestsPerConnection = 3 });
            bench.Feed(Get + Get + Get);
            List<Http1Bench.Answer> answers = Answers(bench);
            Assert.Equal(3, answers.Count);
            Assert.Equal("close", answers[2].Fields["connection"]);
            Assert.True(bench.Channel.WasClosed);
        }

        [Theory]
        [InlineData(64)]
        [InlineData(200)]
        [InlineData(512)]
        public void ClientsThatTakeSmallRecordsOnly(int limit)
        {
            Http1Bench bench = new Http1Bench();
            bench.Channel.HoldOutput = true;
            bench.Channel.Limit = limit;
            bench.Connection.SetAltSvc(8443);
            bench.Service.SetTime(784111777);
            StringBuilder output = new StringBuilder();
            bench.Feed(Get + "GET /bytes/1000 HTTP/1.1\r\nHost: a\r\n\r\nGET /unknown/1000 HTTP/1.1\r\nHost: a\r\n\r\n" + Get);
            for (int i = 0; i < 200; i++)
            {
                output.Append(bench.Output());
                bench.Connection.Process(bench.Now, false);
            }

            List<Http1Bench.Answer> answers = Http1Bench.Answers(Encoding.Latin1.GetBytes(output.ToString()));
            Assert.Equal(new[] { 5, 1000, 1000, 5 }, answers.Select(answer => answer.Body.Length));
            Assert.All(answers, answer => Assert.Equal(200, answer.Status));
        }

        [Fact]
        public void EventStreams()
        {
            Http1Bench bench = new Http1Bench();
            string head = bench.Exchange("GET /events HTTP/1.1\r\nHost: a\r\n\r\n");
            Assert.Contains("\r\ncontent-type: text/event-stream\r\n", head);
            Assert.Contains("\r\ntransfer-encoding: chunked\r\n", head);
            Assert.EndsWith("\r\n\r\n", head);
            Assert.False(bench.Connection.HasWork);
            byte[] message = Encoding.ASCII.GetBytes("data: x\n\n");
            for (int i = 0; i < 200; i++)
            {
                bench.Ring.Write(message, 0, message.Length);
                Assert.True(bench.Connection.HasWork);
                bench.Connection.Process(bench.Now, false);
                Assert.Equal("0009\r\ndata: x\n\n\r\n", bench.Output());
            }

            // Trap 33: a stream is not idle, however long it lasts.
            bench.Now += 3600000000;
            Assert.Equal(long.MaxValue, bench.Connection.NextTimeout);
            Assert.False(bench.Connection.HandleTimeout(bench.Now));

            // It gives way to another client, in good order.
            bench.Connection.GiveWay(bench.Now, 0, 800000, 3000000, 1000);
            bench.Connection.Process(bench.Now, false);
            Assert.Equal("0\r\n\r\n", bench.Output());
            Assert.True(bench.Channel.WasClosed);
            Assert.Equal(0, bench.Ring.Readers);
        }

        [Fact]
        public void EventStreamsThatFellBehindAreCutOff()
        {
            Http1Bench bench = new Http1Bench();
            bench.Exchange("GET /events HTTP/1.1\r\nHost: a\r\n\r\n");
            for (int i = 0; i < 6; i++)
            {
                bench.Ring.Write(new byte[100], 0, 100);
            }

            bench.Connection.Process(bench.Now, false);
            Assert.Equal(string.Empty, bench.Output());
            Assert.True(bench.Channel.WasClosed);
            Assert.Equal(0, bench.Ring.Readers);
        }

        [Fact]
        public void EventStreamsEndWithTheirClient()
        {
            Http1Bench bench = new Http1Bench();
            bench.Exchange("GET /events HTTP/1.1\r\nHost: a\r\n\r\n");
            bench.Channel.PeerClosed = true;
            bench.Connection.Process(bench.Now, false);
            Assert.Equal(0, bench.Ring.Readers);
        }

        /// <summary>Trap 36: whatever happens to a client, what it held is given back.</summary>
        [Theory]
        [InlineData("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nbod")]
        [InlineData("POST /stream HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nbod")]
        [InlineData("POST /stream HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nff")]
        [InlineData("GET /text HTTP/1.1\r\nHost")]
        [InlineData("GET /events HTTP/1.1\r\nHost: a\r\n\r\n")]
        [InlineData("GET /bytes/2000000000 HTTP/1.1\r\nHost: a\r\n\r\n")]
        public void Trap36NothingIsKept(string start)
        {
            for (int way = 0; way < 4; way++)
            {
                Http1Bench bench = new Http1Bench();
                bench.Channel.HoldOutput = true;
                bench.Feed(start);
                switch (way)
                {
                    case 0:
                        bench.Channel.Failed = true;
                        bench.Connection.Process(bench.Now, false);
                        break;
                    case 1:
                        bench.Connection.Abort();
                        break;
                    case 2:
                        bench.Connection.Open(bench.Now);
                        break;
                    default:
                        bench.Channel.PeerClosed = true;
                        bench.Connection.Process(bench.Now, false);
                        if (start.Contains("/bytes"))
                        {
                            bench.Connection.Abort();
                        }

                        break;
                }

                Assert.Equal(way != 2, bench.Connection.IsClosed);
                Assert.Equal(bench.Stream.Begun, bench.Stream.Aborted);
                Assert.Equal(0, bench.Ring.Readers);
                Assert.Equal(0, bench.Channel.Retained);
                Assert.Equal(bench.Service.Profile.BodyBuffers, Http1ParserTests.FreeBuffers(bench));
            }
        }
    }
}
