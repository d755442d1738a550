// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Threading;
using Xunit;

namespace MilliHttp.Nano.Tests.Peers
{
    /// <summary>What the virtual board writes down of itself, held against what its clients write down of the same connection.</summary>
    public sealed class TraceTests
    {
        private const int Body = 50_000;

        [PeerFact("openssl")]
        public void KeyLogHasTheSecretsThatOpenSslHas()
        {
            string folder = Directory.CreateTempSubdirectory("millihttp-keylog-").FullName;
            string ours = Path.Combine(folder, "ours.txt");
            string theirs = Path.Combine(folder, "theirs.txt");
            using (VirtualBoard board = new VirtualBoard("--keylog " + ours))
            {
                Tool.Run("openssl", "s_client -connect localhost:" + board.Port + " -tls1_3 -keylogfile " + theirs, 30, "GET /status.json HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"u8.ToArray());
            }

            string[] labels = { "CLIENT_HANDSHAKE_TRAFFIC_SECRET", "SERVER_HANDSHAKE_TRAFFIC_SECRET", "CLIENT_TRAFFIC_SECRET_0", "SERVER_TRAFFIC_SECRET_0" };
            List<string> expected = File.ReadAllLines(theirs).Where(line => labels.Contains(line.Split(' ')[0])).Select(line => line.ToLowerInvariant()).Order().ToList();
            Assert.Equal(4, expected.Count);
            Assert.Equal(expected, File.ReadAllLines(ours).Select(line => line.ToLowerInvariant()).Order().ToList());
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(ours));
            Directory.Delete(folder, true);
        }

        [PeerFact("gtlsclient")]
        public void QlogTellsWhatTheClientTells()
        {
            string folder = Directory.CreateTempSubdirectory("millihttp-qlog-").FullName;
            string theirs = Path.Combine(folder, "client.sqlog");
            string ours = Path.Combine(folder, "server");
            using (VirtualBoard board = new VirtualBoard("--qlog " + ours))
            {
                Tool.Run("gtlsclient", "-q --no-quic-dump --no-http-dump --exit-on-all-streams-close --qlog-file=" + theirs + " 127.0.0.1 " + board.Port + " " + board.Url("/bytes/" + Body));
            }

            List<JsonElement> server = Read(Assert.Single(Directory.GetFiles(ours)));
            List<JsonElement> client = Read(theirs);
            Assert.Equal("0.3", server[0].GetProperty("qlog_version").GetString());
            Assert.Equal("JSON-SEQ", server[0].GetProperty("qlog_format").GetString());

            // Nothing is lost on a loopback: what one says it sent, the other says it received.
            Assert.Equal(Packets(client, "packet_received"), Packets(server, "packet_sent").Intersect(Packets(client, "packet_received")).Order().ToList());
            Assert.Equal(Packets(server, "packet_received"), Packets(client, "packet_sent").Intersect(Packets(server, "packet_received")).Order().ToList());
            Assert.True(Packets(server, "packet_sent").Count > Body / 1200);
            Assert.Equal(Packets(server, "packet_sent").Count, Packets(server, "packet_sent").Distinct().Count());

            long sent = server.Where(e => Name(e) == "transport:packet_sent")
                .SelectMany(e => e.GetProperty("data").GetProperty("frames").EnumerateArray())
                .Where(f => f.GetProperty("frame_type").GetString() == "stream" && f.GetProperty("stream_id").GetInt64() == 0)
                .Max(f => f.GetProperty("offset").GetInt64() + f.GetProperty("length").GetInt64());
            Assert.InRange(sent, Body, Body + 400);

            Assert.Equal(
                new[] { "handshake_started", "handshake_confirmed" },
                server.Where(e => Name(e) == "connectivity:connection_state_updated").Select(e => e.GetProperty("data").GetProperty("new").GetString()).Take(2));
            string[] keys = server.Where(e => Name(e).StartsWith("security:", StringComparison.Ordinal))
                .Select(e => Name(e)[9..] + " " + e.GetProperty("data").GetProperty("key_type").GetString()).ToArray();
            foreach (string key in new[]
            {
                "key_updated server_initial_secret", "key_updated client_handshake_secret", "key_retired server_initial_secret", "key_retired client_handshake_secret",
                "key_updated server_1rtt_secret",
            })
            {
                Assert.Contains(key, keys);
            }

            // Times never go back, and the window is told.
            List<double> times = server.Skip(1).Select(e => e.GetProperty("time").GetDouble()).ToList();
            Assert.Equal(times.Order(), times);
            Assert.Contains(server, e => Name(e) == "recovery:metrics_updated" && e.GetProperty("data").TryGetProperty("congestion_window", out _));
            Directory.Delete(folder, true);
        }

        [PeerFact("gtlsclient")]
        public void QlogTellsWhatWasLost()
        {
            string folder = Directory.CreateTempSubdirectory("millihttp-qlog-").FullName;
            using (VirtualBoard board = new VirtualBoard("--qlog " + folder))
            {
                Tool.Run("gtlsclient", "-q --no-quic-dump --no-http-dump --exit-on-all-streams-close --rx-loss=0.1 127.0.0.1 " + board.Port + " " + board.Url("/bytes/" + (4 * Body)), 60);
            }

            List<JsonElement> server = Read(Assert.Single(Directory.GetFiles(folder)));
            List<string> sent = Packets(server, "packet_sent");
            List<string> lost = server.Where(e => Name(e) == "recovery:packet_lost").Select(Packet).ToList();
            Assert.NotEmpty(lost);
            Assert.Empty(lost.Except(sent));
            Assert.Equal(lost.Count, lost.Distinct().Count());
            Directory.Delete(folder, true);
        }

        [Fact]
        public void WatchWritesPlainLinesWhereThereIsNoTerminal()
        {
            using VirtualBoard board = new VirtualBoard("--watch");
            for (int i = 0; i < 100 && !board.Console.Contains("watch ", StringComparison.Ordinal); i++)
            {
                Thread.Sleep(100);
            }

            Assert.Matches(new Regex(@"^watch \d+ s: slots tcp0=free h3-0=free h3-1=free h3-2=free h3-3=free; 0 handshakes in progress; .* heap [0-9,]+ of [0-9,]+ bytes$", RegexOptions.Multiline), board.Console);
        }

        private static List<JsonElement> Read(string path)
        {
            return File.ReadAllText(path).Split('\u001e', StringSplitOptions.RemoveEmptyEntries).Select(text => JsonDocument.Parse(text).RootElement).ToList();
        }

        private static string Name(JsonElement e) => e.TryGetProperty("name", out JsonElement name) ? name.GetString() : string.Empty;

        private static string Packet(JsonElement e)
        {
            JsonElement header = e.GetProperty("data").GetProperty("header");
            return header.GetProperty("packet_type").GetString().ToLowerInvariant() + " " + header.GetProperty("packet_number").GetInt64().ToString("D6");
        }

        private static List<string> Packets(List<JsonElement> events, string name)
        {
            return events.Where(e => Name(e) is string full && (full == name || full.EndsWith(":" + name, StringComparison.Ordinal))).Select(Packet).Order().ToList();
        }
    }
}
