// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using System.Linq;
using System.Text;
using MilliHttp.Nano.Tests.Host.Http;
using MilliHttp.Nano.Web;
using Xunit;

namespace MilliHttp.Nano.Tests.Host.Web
{
    public sealed class RequestTests
    {
        [Theory]
        [InlineData("name=ann", "ann|-1")]
        [InlineData("x=1&name=ann&name=bob", "ann|-1")]
        [InlineData("name=a%26b+c", "a&b c|-1")]
        [InlineData("n%61me=%E2%82%AC", "€|-1")]
        [InlineData("nam=no&names=no", "(null)|-1")]
        [InlineData("name", "|-1")]
        [InlineData("name=", "|-1")]
        [InlineData("count=12&name=x", "x|12")]
        [InlineData("count=12x&name=x", "x|-1")]
        [InlineData("&&=&name=x", "x|-1")]
        [InlineData("name=%F0%9F%98%80", "😀|-1")]
        [InlineData("name=%00", "\0|-1")]
        public void FindsAValueOfQueryAndForm(string pairs, string expected)
        {
            WebBench bench = new WebBench(new EchoApp());
            Assert.Equal(expected, WebBench.Text(bench.Get("/query?" + pairs)));
            Assert.Equal(expected, WebBench.Text(bench.Ask("POST /form", "Content-Type: application/x-www-form-urlencoded\r\n", Encoding.ASCII.GetBytes(pairs))));
        }

        [Theory]
        [InlineData("Cookie: a=1; id=42; idx=3\r\n", "42")]
        [InlineData("Cookie: xid=1\r\nCookie: id=7\r\n", "7")]
        [InlineData("Cookie: identity=1; id\r\n", "none")]
        [InlineData("", "none")]
        public void FindsACookie(string field, string expected)
        {
            Assert.Equal(expected, WebBench.Text(new WebBench(new EchoApp()).Get("/cookie", field)));
        }

        [Fact]
        public void FindsFieldsByName()
        {
            WebBench bench = new WebBench(new EchoApp());
            Assert.Equal("curl/8|abc", WebBench.Text(bench.Get("/fields", "User-Agent: curl/8\r\nX-Device: abc\r\n")));
            Assert.Equal("|", WebBench.Text(bench.Get("/fields")));
        }

        [Fact]
        public void SetsCookiesRedirectsAndCacheControl()
        {
            WebBench bench = new WebBench(new EchoApp());
            Assert.Equal("id=5; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=60", bench.Get("/set").Fields["set-cookie"]);
            Http1Bench.Answer redirect = bench.Get("/away");
            Assert.Equal(302, redirect.Status);
            Assert.Equal("/there", redirect.Fields["location"]);
            Assert.Equal("max-age=60", bench.Get("/cached").Fields["cache-control"]);
            Assert.Equal("no-store", bench.Get("/uncached").Fields["cache-control"]);
        }

        [Fact]
        public void ALineBreakInAFieldIsRefused()
        {
            Assert.Equal(500, new WebBench(new EchoApp()).Get("/split?to=/x%0D%0ASet-Cookie:%20a=b").Status);
        }

        [Theory]
        [InlineData(10)]
        [InlineData(1000)]
        [InlineData(1024)]
        [InlineData(1025)]
        [InlineData(20000)]
        public void ATextOfAnyLengthIsSent(int length)
        {
            Http1Bench.Answer answer = new WebBench(new EchoApp()).Get("/long?length=" + length);
            Assert.Equal(200, answer.Status);
            Assert.Equal(length, answer.Body.Length);
            Assert.All(answer.Body, letter => Assert.Equal((byte)'x', letter));
        }

        [Fact]
        public void TextIsUtf8()
        {
            Assert.Equal("ä€😀\uFFFD-9223372036854775808", WebBench.Text(new WebBench(new EchoApp()).Get("/text")));
        }

        [Fact]
        public void CorsAnswersTheBrowsersQuestion()
        {
            WebBench bench = new WebBench(new EchoApp());
            Http1Bench.Answer answer = bench.Ask("OPTIONS /form", "Origin: https://example.com\r\nAccess-Control-Request-Method: POST\r\nAccess-Control-Request-Headers: content-type\r\n");
            Assert.Equal(204, answer.Status);
            Assert.Equal("https://example.com", answer.Fields["access-control-allow-origin"]);
            Assert.Equal("content-type", answer.Fields["access-control-allow-headers"]);
            Assert.Equal("https://example.com", bench.Get("/text").Fields["access-control-allow-origin"]);
            Assert.Equal(404, bench.Ask("OPTIONS /nowhere").Status);
        }

        [Fact]
        public void SecurityHeadersAreOnEveryAnswer()
        {
            Http1Bench.Answer answer = new WebBench(new EchoApp()).Get("/text");
            Assert.Equal("nosniff", answer.Fields["x-content-type-options"]);
            Assert.Equal("deny", answer.Fields["x-frame-options"]);
            Assert.Equal("max-age=31536000", answer.Fields["strict-transport-security"]);
        }

        [Fact]
        public void EventsHaveALineForEachLineOfData()
        {
            EventStream events = new EventStream(128, 1);
            int reader = events.Ring.Subscribe();
            Assert.True(events.Send("one"));
            Assert.True(events.Send("named", "a\nb\n"));
            Assert.False(events.Send(new string('x', 128)));
            byte[] buffer = new byte[128];
            int length = events.Ring.Read(reader, 0, buffer, 0, 128);
            Assert.Equal("data: one\n\nevent: named\ndata: a\ndata: b\ndata: \n\n", Encoding.UTF8.GetString(buffer, 0, length));
        }

        [Fact]
        public void ARingLogShowsTheLastWholeMessages()
        {
            RingLog log = new RingLog(20);
            EchoApp app = new EchoApp { Log = log };
            WebBench bench = new WebBench(app);
            log.Write(LogPort.Warning, "first");
            Assert.Equal("W first\n", WebBench.Text(bench.Get("/log")));
            log.Write(LogPort.Information, "second");
            log.Write(LogPort.Error, "third");
            Assert.Equal("I second\nE third\n", WebBench.Text(bench.Get("/log")));
            Assert.False(log.IsEnabled(LogPort.Debug));
        }

        [Fact]
        public void AMailboxKeepsTheOrderAndRefusesWhatIsTooMuch()
        {
            Mailbox box = new Mailbox(2);
            Assert.Null(box.TryTake());
            Assert.True(box.TryPut("a"));
            Assert.True(box.TryPut("b"));
            Assert.False(box.TryPut("c"));
            Assert.Equal("a", box.TryTake());
            Assert.True(box.TryPut("c"));
            Assert.Equal("b", box.TryTake());
            Assert.Equal("c", box.TryTake());
            Assert.Null(box.TryTake());
        }

        [Fact]
        public void UtfEightIsWhatNetMakesOfIt()
        {
            Random random = new Random(3);
            for (int round = 0; round < 5000; round++)
            {
                char[] letters = Enumerable.Range(0, random.Next(8)).Select(_ => (char)(random.Next(3) == 0 ? random.Next(0xD700, 0xE100) : random.Next(0x900))).ToArray();
                string text = new string(letters);
                Assert.Equal(Encoding.UTF8.GetBytes(text), Utf8.GetBytes(text));
                byte[] bytes = Encoding.UTF8.GetBytes(text);
                Assert.Equal(Encoding.UTF8.GetString(bytes), Utf8.GetString(bytes, 0, bytes.Length));
            }
        }

        private sealed class EchoApp : WebApplication
        {
            protected override void Configure()
            {
                UseCors("https://example.com");
                UseSecurityHeaders();
                MapGet("/query", (request, response) => response.Write((request.Query("name") ?? "(null)") + "|" + request.QueryNumber("count", -1)));
                MapPost("/form", (request, response) => response.Write((request.Form("name") ?? "(null)") + "|" + request.FormNumber("count", -1)));
                MapGet("/cookie", (request, response) => response.Write(request.Cookie("id") ?? "none")).ReadHeader("cookie");
                MapGet("/fields", (request, response) => response.Write(request.Header("user-agent") + "|" + request.Header("x-device"))).ReadHeader("user-agent").ReadHeader("x-device");
                MapGet("/set", (request, response) => response.SetCookie("id", "5", 60));
                MapGet("/away", (request, response) => response.Redirect("/there"));
                MapGet("/split", (request, response) => response.Redirect(request.Query("to")));
                MapGet("/cached", (request, response) => response.SetCacheControl(60));
                MapGet("/uncached", (request, response) => response.SetCacheControl(0));
                MapGet("/long", Long);
                MapGet("/log", (request, response) => ((RingLog)Log).WriteTo(response));
                MapGet("/text", Text);
            }

            private static void Long(HttpRequest request, HttpResponse response)
            {
                for (int left = request.QueryNumber("length", 0); left > 0; left -= 100)
                {
                    response.Write(new string('x', Math.Min(left, 100)));
                }
            }

            private static void Text(HttpRequest request, HttpResponse response)
            {
                response.Write("ä€😀\uD800");
                response.Write(long.MinValue);
            }
        }
    }
}
