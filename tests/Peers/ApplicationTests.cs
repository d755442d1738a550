// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using System.IO;
using System.Threading.Tasks;
using Microsoft.Playwright;
using Xunit;

namespace MilliHttp.Nano.Tests.Peers
{
    /// <summary>The sample application of boards/Samples/Greenhouse on the virtual board, as curl, Node and Chromium meet it.</summary>
    public sealed class ApplicationTests : IDisposable
    {
        private const string Token = " -H \"authorization: Bearer a-token-of-sixteen-or-more\" ";
        private readonly VirtualBoard _board;

        public ApplicationTests()
        {
            _board = new VirtualBoard("--app " + Sample);
        }

        private static string Root => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(VirtualBoard.Program), "..", "..", "..", "..", ".."));

        private static string Sample => Path.Combine(Root, "boards", "Samples", "Greenhouse", "bin", "Release", "MilliHttp.Nano.Samples.Greenhouse.dll");

        public void Dispose() => _board.Dispose();

        [PeerFact("curl")]
        public void CurlUsesEveryPartOfIt()
        {
            Assert.Equal("hello wörld, again", Curl(_board.Url("/hello/w%C3%B6rld?times=2")));
            Assert.Contains("404 Not Found", Curl(_board.Url("/zones/9")));
            Assert.Contains("HTTP/1.1 401", Curl("-i -X PUT -d {} " + _board.Url("/api/zones/1")));
            Assert.Contains("HTTP/1.1 204", Curl("-i -X PUT" + Token + "-d {\\\"target\\\":21.5} " + _board.Url("/api/zones/1")));
            Assert.Equal("{\"zone\":1,\"target\":21.5,\"heating\":true,\"unit\":\"celsius\"}", Curl(_board.Url("/zones/1")));
            Assert.Contains("location: /index.html", Curl("-i " + _board.Url("/ui")));
            string jar = Path.Combine(_board.Folder, "jar");
            Assert.Equal("welcome", Curl("-c " + jar + " " + _board.Url("/start")));
            Assert.Equal("welcome back", Curl("-b " + jar + " " + _board.Url("/start")));
            byte[] style = File.ReadAllBytes(Path.Combine(Root, "boards", "Samples", "Greenhouse", "site", "style.css"));
            Assert.Equal(style, Tool.Run("curl", "-sk --compressed " + _board.Url("/style.css")).Output);
            Assert.Equal(style[5..15], Tool.Run("curl", "-sk -r 5-14 " + _board.Url("/style.css")).Output);
            string etag = Path.Combine(_board.Folder, "etag");
            Curl("--etag-save " + etag + " " + _board.Url("/style.css"));
            Assert.Contains("304", Curl("-o /dev/null -w %{http_code} --etag-compare " + etag + " " + _board.Url("/style.css")));
            Assert.Contains("data: {\"count\":", Tool.Run("curl", "-skN -m 3 " + _board.Url("/events")).Text);

            // What no route reads may be long: a token of 4 KB, and a hundred fields.
            string many = string.Empty;
            for (int i = 0; i < 100; i++)
            {
                many += " -H x-field-" + i + ":value-" + i;
            }

            Assert.Equal("hello a", Curl("-H x-token:" + new string('c', 4000) + many + " " + _board.Url("/hello/a")));
        }

        [PeerFact("node")]
        public void NodesWebSocketTalksToIt()
        {
            Tool node = Tool.Run(
                "env", "NODE_TLS_REJECT_UNAUTHORIZED=0 node --no-warnings --experimental-websocket " + Path.Combine(Root, "tests", "Peers", "websocket.js") + " " + _board.Url("/chat").Replace("https", "wss"), 40);
            Assert.Equal("same\nclosed 4001 true\n", node.Text);
        }

        [PeerFact("chromium")]
        public async Task ChromiumShowsReadingsAndChats()
        {
            using IPlaywright playwright = await Playwright.CreateAsync();
            string profile = Directory.CreateDirectory(Path.Combine(_board.Folder, "profile")).FullName;
            string[] arguments =
            {
                "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--host-resolver-rules=MAP localhost 127.0.0.1",
                "--ignore-certificate-errors-spki-list=" + _board.Spki, "--origin-to-force-quic-on=localhost:" + _board.Port
            };
            await using IBrowserContext context = await playwright.Chromium.LaunchPersistentContextAsync(profile, new BrowserTypeLaunchPersistentContextOptions
            {
                ExecutablePath = "/usr/bin/chromium",
                Args = arguments,
                Headless = true,
                IgnoreHTTPSErrors = true,
                ViewportSize = new ViewportSize { Width = 420, Height = 700 }
            });
            IPage page = await context.NewPageAsync();
            await page.GotoAsync(_board.Url("/"));
            Assert.Equal("h3", await page.EvaluateAsync<string>("() => performance.getEntriesByType('navigation')[0].nextHopProtocol"));
            await page.WaitForFunctionAsync("() => Number(document.getElementById('count').textContent) > 0");
            await page.FillAsync("#text", "hello, grünhaus");
            await page.ClickAsync("button");
            await page.WaitForFunctionAsync("() => document.getElementById('chat').textContent === 'hello, grünhaus'");
        }

        private static string Curl(string arguments)
        {
            Tool curl = Tool.Run("curl", "-sk " + arguments);
            Assert.Equal(0, curl.ExitCode);
            return curl.Text;
        }
    }
}
