// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using System.IO;
using System.Threading.Tasks;
using Microsoft.Playwright;
using Xunit;

namespace MilliHttp.Nano.Tests.Peers
{
    /// <summary>A real browser, driven as a person would use it.</summary>
    [Collection(BoardCollection.Name)]
    public sealed class ChromiumTests
    {
        private readonly VirtualBoard _board;

        public ChromiumTests(VirtualBoard board)
        {
            _board = board;
        }

        [PeerFact("chromium")]
        public async Task ShowsTheDashboardOverHttp1()
        {
            await Browse(false, async page =>
            {
                await page.GotoAsync(_board.Url("/"));
                Assert.Equal("http/1.1", await Protocol(page));
                await page.WaitForFunctionAsync("() => document.body.innerText.length > 100");
                await Screenshot(page, "dashboard-http1.png");
            });
        }

        [PeerFact("chromium")]
        public async Task ShowsTheDashboardOverHttp3()
        {
            await Browse(true, async page =>
            {
                await page.GotoAsync(_board.Url("/"));
                Assert.Equal("h3", await Protocol(page));
                await page.WaitForTimeoutAsync(1500);
                await Screenshot(page, "dashboard-http3.png");
            });
        }

        [PeerFact("chromium")]
        public async Task FindsHttp3ByAltSvcAndStays()
        {
            // The browser lets an untrusted root speak HTTP/3 by the name of a forced origin, whatever its port: another port forces nothing here.
            await Browse("--origin-to-force-quic-on=localhost:1", async page =>
            {
                await page.GotoAsync(_board.Url("/status.json"));
                Assert.Equal("http/1.1", await Protocol(page));
                string protocol = null;
                for (int attempt = 0; attempt < 20 && protocol != "h3"; attempt++)
                {
                    await page.WaitForTimeoutAsync(250);
                    await page.ReloadAsync();
                    protocol = await Protocol(page);
                }

                Assert.Equal("h3", protocol);
                for (int again = 0; again < 3; again++)
                {
                    await page.GotoAsync(_board.Url("/"));
                    Assert.Equal("h3", await Protocol(page));
                }
            });
        }

        [PeerFact("chromium")]
        public async Task FetchesFiftyInParallelOverHttp3()
        {
            await Browse(true, async page =>
            {
                await page.GotoAsync(_board.Url("/status.json"));
                string sizes = await page.EvaluateAsync<string>(
                    "async () => (await Promise.all([...Array(50).keys()].map(i => fetch('/bytes/' + (1000 + i)).then(r => r.arrayBuffer()))))"
                    + ".map((b, i) => b.byteLength == 1000 + i && new Uint8Array(b).every((v, k) => v == k % 251) ? 1 : 0).reduce((a, b) => a + b) + ''");
                Assert.Equal("50", sizes);
            });
        }

        [PeerTheory("chromium")]
        [InlineData(true)]
        [InlineData(false)]
        public async Task Uploads(bool http3)
        {
            await Browse(http3, async page =>
            {
                await page.GotoAsync(_board.Url("/status.json"));
                string same = await page.EvaluateAsync<string>(
                    "async () => { const body = new Uint8Array(200000).map((_, i) => i % 251); const answer = await (await fetch('/upload', {method: 'POST', body})).text();"
                    + "const hash = [...new Uint8Array(await crypto.subtle.digest('SHA-256', body))].map(b => b.toString(16).padStart(2, '0')).join('');"
                    + "return answer.toLowerCase().includes(hash) && answer.includes('200000') ? 'same' : answer; }");
                Assert.Equal("same", same);
            });
        }

        /// <summary>What the security panel says: the browser and the board agreed on X25519MLKEM768.</summary>
        [PeerTheory("chromium")]
        [InlineData(true)]
        [InlineData(false)]
        public async Task AgreesOnAPostQuantumGroup(bool http3)
        {
            await Browse(http3, async page =>
            {
                ICDPSession devtools = await page.Context.NewCDPSessionAsync(page);
                TaskCompletionSource<string> group = new TaskCompletionSource<string>();
                devtools.Event("Network.responseReceived").OnEvent += (_, arguments) =>
                    group.TrySetResult(arguments.Value.GetProperty("response").GetProperty("securityDetails").GetProperty("keyExchangeGroup").GetString());
                await devtools.SendAsync("Network.enable");
                await page.GotoAsync(_board.Url("/status.json"));
                Assert.Equal(http3 ? "h3" : "http/1.1", await Protocol(page));
                Assert.Equal("X25519MLKEM768", await group.Task.WaitAsync(TimeSpan.FromSeconds(10)));
            });
        }

        private static Task<string> Protocol(IPage page) =>
            page.EvaluateAsync<string>("() => performance.getEntriesByType('navigation')[0].nextHopProtocol");

        private static async Task Screenshot(IPage page, string name)
        {
            string folder = Environment.GetEnvironmentVariable("MILLIHTTP_SCREENSHOTS");
            if (folder != null)
            {
                await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(folder, name), FullPage = true });
            }
        }

        private Task Browse(bool http3, Func<IPage, Task> visit) =>
            Browse(http3 ? "--origin-to-force-quic-on=localhost:" + _board.Port : "--disable-quic", visit);

        private Task Browse(string quic, Func<IPage, Task> visit) => Chromium.VisitAsync(_board, quic, visit);
    }
}
