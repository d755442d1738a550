// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System.Text;
using MilliHttp.Nano.Http;
using Xunit;

namespace MilliHttp.Nano.Tests.Host.Http
{
    public class Http1ParserTests
    {
        private const string Browser =
            "GET /text?x=1&y=%20 HTTP/1.1\r\nHost: localhost:8443\r\nConnection: keep-alive\r\nsec-ch-ua: \"Chromium\";v=\"156\", \"Not?A_Brand\";v=\"24\"\r\n"
            + "sec-ch-ua-mobile: ?0\r\nsec-ch-ua-platform: \"Linux\"\r\nUpgrade-Insecure-Requests: 1\r\nUser-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36\r\n"
            + "Accept: text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8\r\nSec-Fetch-Site: none\r\nSec-Fetch-Mode: navigate\r\n"
            + "Sec-Fetch-User: ?1\r\nSec-Fetch-Dest: document\r\nAccept-Encoding: gzip, deflate, br, zstd\r\nAccept-Language: en-US,en;q=0.9\r\n"
            + "X-A-Name-Longer-Than-Thirty-Two-Letters-In-All:\tvalue \xe9 \t\r\nX:\r\n\r\n";

        private const string Seen =
            "/text|x=1&y=%20|localhost:8443|0|host=localhost:8443|connection=keep-alive|sec-ch-ua=\"Chromium\";v=\"156\", \"Not?A_Brand\";v=\"24\""
            + "|sec-ch-ua-mobile=?0|sec-ch-ua-platform=\"Linux\"|upgrade-insecure-requests=1|user-agent=Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36"
            + "|accept=text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8|sec-fetch-site=none|sec-fetch-mode=navigate"
            + "|sec-fetch-user=?1|sec-fetch-dest=document|accept-encoding=gzip, deflate, br, zstd|accept-language=en-US,en;q=0.9"
            + "|X-A-Name-Longer-Than-Thirty-Two-Letters-In-All=value \xe9|X=";

        [Fact]
        public void HeadIsReadWholeAndAtEverySplit()
        {
            byte[] bytes = Encoding.Latin1.GetBytes(Browser);
            for (int split = 0; split <= bytes.Length; split++)
            {
                Http1Bench bench = new Http1Bench();
                bench.Feed(bytes[..split]);
                Assert.Equal(split == bytes.Length ? 1 : 0, bench.Log.Count);
                bench.Feed(bytes[split..]);
                Assert.Equal(Seen, Assert.Single(bench.Log));
                Assert.Single(Http1Bench.Answers(bench.Channel.TakeOutput()));
            }
        }

        [Fact]
        public void HeadIsReadByteByByteAndAtTheEndOfMemory()
        {
            byte[] bytes = Encoding.Latin1.GetBytes(Browser);
            Http1Bench bench = new Http1Bench(null, bytes.Length);
            for (int turn = 0; turn < 3; turn++)
            {
                foreach (byte one in bytes)
                {
                    bench.Feed(new[] { one });
                }

                Assert.Equal(turn + 1, bench.Log.Count);
                Assert.Equal(Seen, bench.Log[turn]);
            }
        }

        [Fact]
        public void EveryNameEndsAtTheEndOfMemoryToo()
        {
            // The last words of the buffer are read byte by byte: names and values of all lengths there.
            for (int pad = 0; pad < 40; pad++)
            {
                string request = "GET /text HTTP/1.1\r\nHost: a\r\nX-" + new string('p', pad) + ": 1\r\nUser-Agent: b\r\n\r\n";
                Http1Bench bench = new Http1Bench(null, request.Length);
                Assert.StartsWith("HTTP/1.1 200 OK\r\n", bench.Exchange(request));
                Assert.EndsWith("|X-" + new string('p', pad) + "=1|user-agent=b", bench.Log[0]);
            }
        }

        [Theory]
        [InlineData("GET http://example.org/text?q HTTP/1.1\r\nHost: other\r\n\r\n", "/text|q|example.org|0|host=other")]
        [InlineData("GET https://example.org?q HTTP/1.1\r\nHost: other\r\n\r\n", "/|q|example.org|0|host=other")]
        [InlineData("GET HTTPS://example.org:443 HTTP/1.1\r\nHost: other\r\n\r\n", "/||example.org:443|0|host=other")]
        [InlineData("\r\n\r\nGET / HTTP/1.1\r\nHost: [::1]:8443\r\n\r\n", "/||[::1]:8443|0|host=[::1]:8443")]
        [InlineData("GET /? HTTP/1.1\r\nHOST:x\r\ncontent-length: 0\r\n\r\n", "/||x|0|host=x|content-length=0")]
        [InlineData("GET / HTTP/1.0\r\n\r\n", "/|||0")]
        [InlineData("GET / HTTP/1.7\r\nHost:\r\n\r\n", "/|||0|host=")]
        public void TargetsAndVersions(string request, string seen)
        {
            Http1Bench bench = new Http1Bench();
            Assert.StartsWith("HTTP/1.1 200 OK\r\n", bench.Exchange(request));
            Assert.Equal(seen, Assert.Single(bench.Log));
        }

        [Theory]
        [InlineData(400, "GET / HTTP/1.1\r\n\r\n")]                                     // no Host
        [InlineData(400, "GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n")]
        [InlineData(400, "GET / HTTP/1.1\r\nHost: a b\r\n\r\n")]
        [InlineData(400, "GET / HTTP/1.1\r\nHost: a/b\r\n\r\n")]
        [InlineData(400, "GET / HTTP/1.1\r\nHost: u@a\r\n\r\n")]
        [InlineData(400, "GET / HTTP/1.1\r\nHost: a, b\r\n\r\n")]
        [InlineData(400, "GET / HTTP/1.0\r\nHost: a\r\nHost: b\r\n\r\n")]
        [InlineData(400, "GET  / HTTP/1.1\r\nHost: a\r\n\r\n")]
        [InlineData(400, "GET /  HTTP/1.1\r\nHost: a\r\n\r\n")]
        [InlineData(400, "GET /\tHTTP/1.1\r\nHost: a\r\n\r\n")]
        [InlineData(400, " GET / HTTP/1.1\r\nHost: a\r\n\r\n")]
        [InlineData(400, "GET / HTTP/1.1 \r\nHost: a\r\n\r\n")]
        [InlineData(400, "GET / HTTP/1.1\nHost: a\r\n\r\n")]
        [InlineData(400, "GET / HTTP/1.1\rHost: a\r\n\r\n")]
        [InlineData(400, "GET / http/1.1\r\nHost: a\r\n\r\n")]
        [InlineData(400, "GET / HTTP/1\r\nHost: a\r\n\r\n")]
        [InlineData(400, "GET / HTTP/11.1\r\nHost: a\r\n\r\n")]
        [InlineData(400, "GET / HTTP/+1.1\r\nHost: a\r\n\r\n")]
        [InlineData(400, "GET /\r\nHost: a\r\n\r\n")]                                    // HTTP/0.9
        [InlineData(400, "GET\r\n\r\n")]
        [InlineData(400, "G(T / HTTP/1.1\r\nHost: a\r\n\r\n")]
        [InlineData(400, "GET /a#b HTTP/1.1\r\nHost: a\r\n\r\n")]
        [InlineData(400, "GET /\xe9 HTTP/1.1\r\nHost: a\r\n\r\n")]
        [InlineData(400, "GET /\x00 HTTP/1.1\r\nHost: a\r\n\r\n")]
        [InlineData(400, "GET /\x7f HTTP/1.1\r\nHost: a\r\n\r\n")]
        [InlineData(400, "GET text HTTP/1.1\r\nHost: a\r\n\r\n")]
        [InlineData(400, "GET * HTTP/1.1\r\nHost: a\r\n\r\n")]
        [InlineData(400, "GET ftp://a/ HTTP/1.1\r\nHost: a\r\n\r\n")]
        [InlineData(400, "GET http:/// HTTP/1.1\r\nHost: a\r\n\r\n")]
        [InlineData(400, "GET http://u@a/ HTTP/1.1\r\nHost: a\r\n\r\n")]
        [InlineData(400, "GET / HTTP/1.1\r\nHost: a\r\nX\r\n\r\n")]
        [InlineData(400, "GET / HTTP/1.1\r\nHost: a\r\n: b\r\n\r\n")]
        [InlineData(400, "GET / HTTP/1.1\r\nHost: a\r\nX@Y: b\r\n\r\n")]
        [InlineData(400, "GET / HTTP/1.1\r\nHost: a\r\nX\xe9: b\r\n\r\n")]
        [InlineData(400, "GET / HTTP/1.1\r\nHost: a\r\nX: b\x01\r\n\r\n")]
        [InlineData(400, "GET / HTTP/1.1\r\nHost: a\r\nX: 12345678\x7f\r\n\r\n")]
        [InlineData(400, "\n\nGET / HTTP/1.1\r\nHost: a\r\n\r\n")]
        [InlineData(501, "BREW / HTTP/1.1\r\nHost: a\r\n\r\n")]
        [InlineData(501, "get / HTTP/1.1\r\nHost: a\r\n\r\n")]
        [InlineData(501, "CONNECT a:443 HTTP/1.1\r\nHost: a\r\n\r\n")]
        [InlineData(501, "PROPPATCH / HTTP/1.1\r\nHost: a\r\n\r\n")]
        [InlineData(505, "GET / HTTP/2.0\r\nHost: a\r\n\r\n")]
        [InlineData(505, "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")]
        [InlineData(505, "GET / HTTP/0.9\r\n\r\n")]
        [InlineData(417, "POST /echo HTTP/1.1\r\nHost: a\r\nExpect: 200-ok\r\nContent-Length: 1\r\n\r\n")]
        [InlineData(413, "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 257\r\n\r\n")]
        [InlineData(413, "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 999999999999999999\r\n\r\n")]
        [InlineData(501, "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, chunked\r\n\r\n")]
        [InlineData(404, "POST /nothing HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello")]
        [InlineData(405, "POST /text HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello")]
        public void RefusedAndClosed(int status, string request)
        {
            // Whole, and byte by byte.
            for (int way = 0; way < 2; way++)
            {
                Http1Bench bench = new Http1Bench();
                if (way == 0)
                {
                    bench.Feed(request);
                }
                else
                {
                    foreach (char letter in request)
                    {
                        bench.Feed(letter.ToString());
                    }
                }

                bench.Feed("GET /text HTTP/1.1\r\nHost: after\r\n\r\n");
                Http1Bench.Answer answer = Assert.Single(Http1Bench.Answers(bench.Channel.TakeOutput()));
                Assert.Equal(status, answer.Status);
                Assert.Equal("close", answer.Fields["connection"]);
                Assert.Empty(bench.Log);
                bench.Now += 2000001;
                Assert.True(bench.Connection.HandleTimeout(bench.Now));
                Assert.True(bench.Channel.WasClosed);
                Assert.Equal(0, bench.Channel.Retained);
            }
        }

        /// <summary>Trap 31: every form is refused with 400 and the connection closed, so that nothing after it is taken for a request.</summary>
        [Theory]
        [InlineData("Content-Length: 5\r\nContent-Length: 5\r\n")]
        [InlineData("Content-Length: 5\r\nContent-Length: 6\r\n")]
        [InlineData("Content-Length: 5, 5\r\n")]
        [InlineData("Content-Length: +5\r\n")]
        [InlineData("Content-Length: -5\r\n")]
        [InlineData("Content-Length: 0x5\r\n")]
        [InlineData("Content-Length: 5 5\r\n")]
        [InlineData("Content-Length:\r\n")]
        [InlineData("Content-Length: 18446744073709551621\r\n")]
        [InlineData("Content-Length : 5\r\n")]
        [InlineData("Content-Length\t: 5\r\n")]
        [InlineData(" Content-Length: 5\r\n")]
        [InlineData("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n")]
        [InlineData("Transfer-Encoding: chunked\r\nContent-Length: 5\r\n")]
        [InlineData("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n")]
        [InlineData("Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n")]
        [InlineData("Transfer-Encoding: xchunked\r\n")]
        [InlineData("Transfer-Encoding: chunkedx\r\n")]
        [InlineData("Transfer-Encoding: chunked, identity\r\n")]
        [InlineData("Transfer-Encoding: identity, chunked\r\n")]
        [InlineData("Transfer-Encoding: chunked, chunked\r\n")]
        [InlineData("Transfer-Encoding: \"chunked\"\r\n")]
        [InlineData("Transfer-Encoding: chunked;q=1\r\n")]
        [InlineData("Transfer-Encoding: \x0b" + "chunked\r\n")]
        [InlineData("Transfer-Encoding:\r\n chunked\r\n")]
        [InlineData("Transfer-Encoding : chunked\r\n")]
        [InlineData("Transfer-Encoding: chunked\n")]
        [InlineData("Transfer-Encoding\n: chunked\r\n")]
        [InlineData("Transfer-Encoding:\x00" + "chunked\r\n")]
        [InlineData("X: a\r\n folded\r\nContent-Length: 5\r\n")]
        [InlineData("X: a\nContent-Length: 5\r\n")]
        [InlineData("X: a\rContent-Length: 5\r\n")]
        [InlineData("X: a\r\rContent-Length: 5\r\n")]
        [InlineData("X: a\0b\r\nContent-Length: 5\r\n")]
        [InlineData("X\0: a\r\nContent-Length: 5\r\n")]
        [InlineData("Content-Length: 5\r\n\n")]
        public void Trap31SmugglingIsRefused(string fields)
        {
            string request = "POST /echo HTTP/1.1\r\nHost: a\r\n" + fields + "\r\n0\r\n\r\nGET /text HTTP/1.1\r\nHost: smuggled\r\n\r\n";
            for (int way = 0; way < 2; way++)
            {
                Http1Bench bench = new Http1Bench();
                if (way == 0)
                {
                    bench.Feed(request);
                }
                else
                {
                    foreach (char letter in request)
                    {
                        bench.Feed(letter.ToString());
                    }
                }

                Http1Bench.Answer answer = Assert.Single(Http1Bench.Answers(bench.Channel.TakeOutput()));
                Assert.Equal(400, answer.Status);
                Assert.Equal("close", answer.Fields["connection"]);
                Assert.Empty(bench.Log);
                Assert.Equal(bench.Service.Profile.BodyBuffers, FreeBuffers(bench));
            }
        }

        [Fact]
        public void Trap31TransferEncodingIsNotOfHttp10()
        {
            Http1Bench bench = new Http1Bench();
            Assert.StartsWith("HTTP/1.1 400 ", bench.Exchange("POST /echo HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"));
        }

        [Fact]
        public void LimitsOfTheHead()
        {
            HttpProfile profile = new HttpProfile { HeadSize = 512, RequestFields = 8 };

            // The whole head may be just as long as the limit.
            string start = "GET /text HTTP/1.1\r\nHost: a\r\nX: ";
            string fits = start + new string('x', 512 - start.Length - 4) + "\r\n\r\n";
            Assert.StartsWith("HTTP/1.1 200 ", new Http1Bench(profile).Exchange(fits));
            Assert.StartsWith("HTTP/1.1 431 ", new Http1Bench(profile).Exchange(fits.Insert(start.Length, "x")));
            Assert.StartsWith("HTTP/1.1 431 ", new Http1Bench(profile).Exchange(start + new string('x', 3000)));
            Assert.StartsWith("HTTP/1.1 414 ", new Http1Bench(profile).Exchange("GET /" + new string('x', 3000)));
            Assert.StartsWith("HTTP/1.1 414 ", new Http1Bench(profile).Exchange("GET /" + new string('x', 600) + " HTTP/1.1\r\nHost: a\r\n\r\n"));
            Assert.StartsWith("HTTP/1.1 431 ", new Http1Bench(profile).Exchange(
                "GET / HTTP/1.1\r\nHost: a\r\nx:\r\nx:\r\nx:\r\nx:\r\nx:\r\nx:\r\nx:\r\nx:\r\n\r\n"));
            Assert.StartsWith("HTTP/1.1 200 ", new Http1Bench(profile).Exchange(
                "GET / HTTP/1.1\r\nHost: a\r\nx:\r\nx:\r\nx:\r\nx:\r\nx:\r\nx:\r\nx:\r\ny:\r\nz:\r\n\r\n"));
        }

        internal static int FreeBuffers(Http1Bench bench)
        {
            int count = 0;
            while (bench.Service.Pool.Claim() >= 0)
            {
                count++;
            }

            return count;
        }
    }
}
