// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using Microsoft.Playwright;
using Xunit;

namespace MilliHttp.Nano.Tests.Peers
{
    /// <summary>Boards with several TCP connections: nobody waits for another, and nobody closes, as long as one is free.</summary>
    public sealed class SeveralConnectionsTests
    {
        private const string CountErrors = "window.errors = 0; window.messages = 0; const Real = EventSource; window.EventSource = function (url) {"
            + "const source = new Real(url); source.addEventListener('error', () => window.errors++); source.addEventListener('message', () => window.messages++); return source; };";

        [Fact]
        public void TwoDownloadsThatStandStillKeepNobodyFromAnything()
        {
            using VirtualBoard board = new VirtualBoard("--profile browser");
            using SslStream first = Connect(board);
            using SslStream second = Connect(board);
            Ask(first, "/bytes/50000000");
            Ask(second, "/bytes/50000000");
            using SslStream third = Connect(board);
            for (int i = 0; i < 20; i++)
            {
                Assert.Equal(100, Get(third, "/bytes/100").Length);
            }

            string status = Get(third, "/status.json");
            Assert.Equal(3, Regex.Count(status, "\"http/1.1\",\"state\":\"active\""));
            Assert.Equal(0, Counter(status, "tcpGaveWay"));

            // All are taken: the one that is idle closes for the fourth, and the downloads do not.
            using SslStream fourth = Connect(board);
            status = Get(fourth, "/status.json");
            Assert.Equal(1, Counter(status, "tcpGaveWay"));
            Assert.Equal(4, Counter(status, "tcpConnections"));
            Assert.Equal(0, third.ReadByte() + 1);
            Assert.True(first.ReadByte() >= 0 && second.ReadByte() >= 0);
        }

        [PeerFact("chromium")]
        public async Task SixFetchesAtOnceBesideAnEventStream()
        {
            using VirtualBoard board = new VirtualBoard("--profile browser");
            await Chromium.VisitAsync(board, "--disable-quic", async page =>
            {
                await page.AddInitScriptAsync(CountErrors);
                await page.GotoAsync(board.Url("/status.json"));
                string sizes = await page.EvaluateAsync<string>(
                    "async () => { new EventSource('/events'); let right = 0; for (let round = 0; round < 10; round++) {"
                    + "const bodies = await Promise.all([...Array(6).keys()].map(i => fetch('/bytes/' + (20000 + i)).then(r => r.arrayBuffer())));"
                    + "right += bodies.filter((b, i) => b.byteLength == 20000 + i && new Uint8Array(b).every((v, k) => v == k % 251)).length; } return right + ''; }");
                Assert.Equal("60", sizes);
                await page.WaitForFunctionAsync("() => window.messages >= 2");
                Assert.Equal(0, await page.EvaluateAsync<int>("() => window.errors"));
            });
        }

        [PeerFact("chromium")]
        public async Task TwoBrowsersAndAnEventStream()
        {
            using VirtualBoard board = new VirtualBoard("--profile large");
            using Process events = Process.Start(new ProcessStartInfo("curl", "-sNk " + board.Url("/events")) { RedirectStandardOutput = true });
            Assert.StartsWith("data:", await events.StandardOutput.ReadLineAsync());
            async Task Visit(IPage page)
            {
                await page.AddInitScriptAsync(CountErrors);
                await page.GotoAsync(board.Url("/"));
                await page.EvaluateAsync("() => { new EventSource('/events'); }");
                await page.WaitForFunctionAsync("() => window.messages >= 1");
                for (int i = 0; i < 10; i++)
                {
                    Assert.Equal(3000, await page.EvaluateAsync<int>("async () => (await (await fetch('/bytes/3000')).arrayBuffer()).byteLength"));
                }

                await page.WaitForFunctionAsync("() => window.messages >= 4");
                Assert.Equal(0, await page.EvaluateAsync<int>("() => window.errors"));
            }

            await Task.WhenAll(Chromium.VisitAsync(board, "--disable-quic", Visit), Chromium.VisitAsync(board, "--disable-quic", Visit));
            Assert.False(events.HasExited);
            events.Kill();
        }

        private static SslStream Connect(VirtualBoard board)
        {
            TcpClient client = new TcpClient("127.0.0.1", board.Port);
            SslStream stream = new SslStream(client.GetStream(), false, (_, _, _, _) => true) { ReadTimeout = 30000 };
            stream.AuthenticateAsClient("localhost");
            return stream;
        }

        private static void Ask(SslStream stream, string path) => stream.Write(Encoding.ASCII.GetBytes("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n"));

        private static string Get(SslStream stream, string path)
        {
            Ask(stream, path);
            StringBuilder text = new StringBuilder();
            byte[] buffer = new byte[16384];
            while (true)
            {
                int count = stream.Read(buffer);
                if (count == 0)
                {
                    throw new EndOfStreamException();
                }

                text.Append(Encoding.Latin1.GetString(buffer, 0, count));
                string all = text.ToString();
                int head = all.IndexOf("\r\n\r\n", StringComparison.Ordinal);
                Match length = Regex.Match(all, "\r\ncontent-length: ([0-9]+)\r\n", RegexOptions.IgnoreCase);
                if (head >= 0 && length.Success && all.Length == head + 4 + int.Parse(length.Groups[1].Value))
                {
                    return all[(head + 4)..];
                }

                if (head >= 0 && !length.Success && all.EndsWith("\r\n0\r\n\r\n", StringComparison.Ordinal))
                {
                    return all[(head + 4)..];
                }
            }
        }

        private static int Counter(string status, string name) => int.Parse(Regex.Match(status, "\"" + name + "\":([0-9]+)").Groups[1].Value);
    }
}
