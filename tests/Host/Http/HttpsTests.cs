// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Net.Security;
using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;
using System.Text.Json;
using MilliHttp.Nano.Firmware.Pages;
using MilliHttp.Nano.Firmware.Status;
using MilliHttp.Nano.Http;
using MilliHttp.Nano.Tls;
using Xunit;

namespace MilliHttp.Nano.Tests.Host.Http
{
    /// <summary>HTTPS/1.1 and the pages, through real records.</summary>
    public class HttpsTests
    {
        private readonly bool _onDemand;

        public HttpsTests()
            : this(false)
        {
        }

        protected HttpsTests(bool onDemand)
        {
            _onDemand = onDemand;
        }

        private HttpsBench Bench(TlsProfile profile = null, HttpProfile http = null, int uploads = 2)
        {
            TlsProfile tls = profile ?? TlsProfile.Standard();
            tls.OnDemand = _onDemand;
            return new HttpsBench(tls, http, uploads);
        }

        private static string Root()
        {
            string folder = AppContext.BaseDirectory;
            while (!File.Exists(Path.Combine(folder, "MilliHttp.Nano.sln")))
            {
                folder = Path.GetDirectoryName(folder);
            }

            return folder;
        }

        private static string Get(string path, string fields = "")
        {
            return "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n" + fields + "\r\n";
        }

        [Fact]
        public void DashboardIsItsSource()
        {
            byte[] source = Encoding.UTF8.GetBytes(File.ReadAllText(Path.Combine(Root(), "firmware", "Pages", "Dashboard.html")).Replace("\r\n", "\n"));
            Assert.InRange(source.Length, 1000, 16383);
            HttpsBench bench = Bench();
            using SslStream client = bench.Connect();
            Http1Bench.Answer plain = HttpsBench.Ask(client, Get("/"));
            Assert.Equal(source, plain.Body);
            Assert.False(plain.Fields.ContainsKey("content-encoding"));
            Assert.Equal("text/html; charset=utf-8", plain.Fields["content-type"]);
            Assert.Equal("accept-encoding", plain.Fields["vary"]);
            Assert.Equal("h3=\":8443\"; ma=86400", plain.Fields["alt-svc"]);
            Http1Bench.Answer packed = HttpsBench.Ask(client, Get("/", "Accept-Encoding: br;q=1.0, gzip;q=0.8, *;q=0.1\r\n"));
            Assert.Equal("gzip", packed.Fields["content-encoding"]);
            using MemoryStream unpacked = new MemoryStream();
            new GZipStream(new MemoryStream(packed.Body), CompressionMode.Decompress).CopyTo(unpacked);
            Assert.Equal(source, unpacked.ToArray());
            Assert.NotEqual(plain.Fields["etag"], packed.Fields["etag"]);
            Assert.Equal(304, HttpsBench.Ask(client, Get("/", "Accept-Encoding: gzip\r\nIf-None-Match: " + packed.Fields["etag"] + "\r\n")).Status);
            Assert.Equal(200, HttpsBench.Ask(client, Get("/", "If-None-Match: " + packed.Fields["etag"] + "\r\n")).Status);
        }

        [Theory]
        [InlineData("gzip", true)]
        [InlineData("GZIP", true)]
        [InlineData("deflate,gzip", true)]
        [InlineData("gzip;q=0", false)]
        [InlineData("gzip; q=0.000, br", false)]
        [InlineData("gzip;q=0.01", true)]
        [InlineData("xgzip", false)]
        [InlineData("gzipx, br", false)]
        [InlineData("", false)]
        [InlineData("identity", false)]
        public void GzipIsForThoseWhoTakeIt(string accept, bool gzip)
        {
            HttpsBench bench = Bench();
            using SslStream client = bench.Connect();
            Http1Bench.Answer answer = HttpsBench.Ask(client, Get("/", "Accept-Encoding: " + accept + "\r\n"));
            Assert.Equal(gzip, answer.Fields.ContainsKey("content-encoding"));
        }

        [Fact]
        public void TextsAreTheirSource()
        {
            PageTexts texts = new PageTexts();
            string version = XDocument.Load(Path.Combine(Root(), "version.props")).Descendants().Single(element => element.Name.LocalName == "MilliHttpVersion").Value;
            int count = 0;
            foreach (string line in File.ReadAllLines(Path.Combine(Root(), "firmware", "Pages", "Texts.txt")))
            {
                int equals = line.IndexOf('=');
                if (!line.StartsWith('#') && equals > 0)
                {
                    int id = (int)typeof(PageTexts).GetField(line.Substring(0, equals)).GetRawConstantValue();
                    byte[] text = new byte[64];
                    Assert.Equal(line.Substring(equals + 1).Replace("\\n", "\n").Replace("$(MilliHttpVersion)", version), Encoding.UTF8.GetString(text, 0, texts.Copy(id, text, 0)));
                    count++;
                }
            }

            Assert.InRange(count, 24, 255);
        }

        [Fact]
        public void StatusIsJson()
        {
            HttpsBench bench = Bench();
            using SslStream client = bench.Connect();
            bench.Figures.Big = 123456789;
            for (int i = 0; i < 3; i++)
            {
                Http1Bench.Answer answer = HttpsBench.Ask(client, Get("/status.json"));
                Assert.Equal("application/json", answer.Fields["content-type"]);
                JsonElement root = JsonDocument.Parse(answer.Body).RootElement;
                Assert.Equal("http/1.1", root.GetProperty("protocol").GetString());
                Assert.Equal(123456790, root.GetProperty("general").GetProperty("heapUsed").GetInt64());
                Assert.Equal("h3", root.GetProperty("slots")[1].GetProperty("kind").GetString());
                Assert.Equal("active", root.GetProperty("slots")[1].GetProperty("state").GetString());
                Assert.Equal(200, root.GetProperty("slots")[2].GetProperty("requests").GetInt32());
                Assert.Equal(2008, root.GetProperty("memory").GetProperty("quicSlots").GetInt64());
                Assert.Equal(123459791, root.GetProperty("counters").GetProperty("badRecords").GetInt64());
            }
        }

        [Fact]
        public void StatusIsTheSameAtEveryOffset()
        {
            HttpsBench bench = Bench();
            StatusHandler body = new StatusHandler(bench.Figures, new WindowWriter(), 2);
            int handle = body.Take(HttpProtocol.Http3);
            byte[] whole = new byte[body.Length(handle)];
            Assert.Equal(whole.Length, body.Read(handle, 0, whole, 0, whole.Length));
            bench.Figures.Big = 9;
            Assert.Equal(1, body.Take(HttpProtocol.Http3));
            Assert.Equal(-1, body.Take(HttpProtocol.Http3));
            for (int offset = 0; offset <= whole.Length; offset++)
            {
                foreach (int count in new[] { 1, 7, 100 })
                {
                    byte[] part = new byte[110];
                    int read = body.Read(handle, offset, part, 5, count);
                    Assert.Equal(Math.Min(count, whole.Length - offset), read);
                    Assert.Equal(whole.AsSpan(offset, read).ToArray(), part.AsSpan(5, read).ToArray());
                    Assert.Equal(0, part[5 + read]);
                }
            }
        }

        [Theory]
        [InlineData(0)]
        [InlineData(1)]
        [InlineData(251)]
        [InlineData(10485760)]
        public void Bytes(int length)
        {
            HttpsBench bench = Bench();
            using SslStream client = bench.Connect();
            client.Write(Encoding.ASCII.GetBytes(Get("/bytes/" + length)));
            byte[] answer = new byte[length + 1000];
            int have = 0;
            int body = -1;
            while (body < 0 || have < body + length)
            {
                int count = client.Read(answer, have, answer.Length - have);
                Assert.NotEqual(0, count);
                have += count;
                if (body < 0)
                {
                    body = Encoding.Latin1.GetString(answer, 0, Math.Min(have, 1000)).IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4;
                }
            }

            Assert.Equal(have, body + length);
            for (int i = 0; i < length; i++)
            {
                if (answer[body + i] != i % 251)
                {
                    Assert.Fail("byte " + i);
                }
            }
        }

        [Fact]
        public void BytesAtAnyOffset()
        {
            BytesHandler body = new BytesHandler();
            byte[] part = new byte[1500];
            foreach (long offset in new[] { 0L, 1, 250, 251, 1000, 2147483000 })
            {
                foreach (int count in new[] { 1, 250, 251, 252, 502, 1300 })
                {
                    Assert.Equal(count, body.Read(0, offset, part, 3, count));
                    for (int i = 0; i < count; i++)
                    {
                        Assert.Equal((byte)((offset + i) % 251), part[3 + i]);
                    }
                }
            }
        }

        [Fact]
        public void HeadOfTheLargest()
        {
            HttpsBench bench = Bench();
            using SslStream client = bench.Connect();
            client.Write(Encoding.ASCII.GetBytes("HEAD /bytes/2147483647 HTTP/1.1\r\nHost: a\r\n\r\n"));
            byte[] answer = new byte[1000];
            int count = client.Read(answer, 0, answer.Length);
            Assert.Contains("\r\ncontent-length: 2147483647\r\n", Encoding.ASCII.GetString(answer, 0, count));
        }

        [Theory]
        [InlineData(true)]
        [InlineData(false)]
        public void LargeUploadsInFullRecords(bool tight)
        {
            HttpsBench bench = tight ? Bench(TlsProfile.Tight(), HttpProfile.Tight(), 1) : Bench();
            using SslStream client = bench.Connect();
            byte[] data = new byte[1000003];
            new Random(1).NextBytes(data);
            string expected = "{\"length\":1000003,\"sha256\":\"" + Convert.ToHexString(SHA256.HashData(data)).ToLowerInvariant() + "\"}\n";
            for (int i = 0; i < 2; i++)
            {
                Http1Bench.Answer answer = HttpsBench.Ask(client, "POST /upload HTTP/1.1\r\nHost: a\r\nContent-Length: 1000003\r\n\r\n", data);
                Assert.Equal(expected, Encoding.ASCII.GetString(answer.Body));
            }

            // Chunked, and head, chunks and the next request in the same records.
            MemoryStream chunks = new MemoryStream();
            chunks.Write(Encoding.ASCII.GetBytes("POST /upload HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"));
            for (int at = 0; at < data.Length;)
            {
                int count = Math.Min(data.Length - at, 1 + (at * 7 % 30011));
                chunks.Write(Encoding.ASCII.GetBytes(count.ToString("x") + "\r\n"));
                chunks.Write(data, at, count);
                chunks.Write(Encoding.ASCII.GetBytes("\r\n"));
                at += count;
            }

            chunks.Write(Encoding.ASCII.GetBytes("0\r\n\r\n"));
            client.Write(chunks.ToArray());
            Assert.Equal(expected, Encoding.ASCII.GetString(HttpsBench.ReadAnswer(client).Body));
            Assert.Equal(413, HttpsBench.Ask(client, "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 9000\r\n\r\n", new byte[9000]).Status);
        }

        [Fact]
        public void EmptyUpload()
        {
            HttpsBench bench = Bench();
            using SslStream client = bench.Connect();
            Assert.Contains(
                "\"length\":0,\"sha256\":\"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855\"",
                Encoding.ASCII.GetString(HttpsBench.Ask(client, "POST /upload HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n").Body));
        }

        /// <summary>A bit flipped in the 16,000th byte of a record: no effect but bad_record_mac, and everything is free after it.</summary>
        [Theory]
        [InlineData("POST /upload HTTP/1.1\r\nHost: a\r\nContent-Length: 16000\r\n\r\n")]
        [InlineData("POST /upload HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\n")]
        [InlineData("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 16000\r\n\r\n")]
        [InlineData("GET / HTTP/1.1\r\nHost: a\r\n\r\n")]
        [InlineData("RUBBISH\r\n\r\n")]
        public void AFlippedBitLeavesNothingButAnAlert(string head)
        {
            HttpsBench bench = Bench(null, null, 1);
            SslStream client = bench.Connect();
            byte[] data = new byte[16384];
            Encoding.ASCII.GetBytes(head).CopyTo(data, 0);
            bench.Tamper = bytes =>
            {
                Assert.True(bytes.Length > 16384);
                bytes[16005] ^= 1;
                return bytes;
            };
            client.Write(data);
            Assert.Equal(TlsConnectionState.Failed, bench.Tls.State);
            Assert.Equal(TlsAlert.BadRecordMac, bench.Tls.Alert);
            Assert.Equal(0, bench.Service.RequestCount);
            Assert.ThrowsAny<IOException>(() => client.Read(new byte[100], 0, 100));
            bench.Connection.FeedEnd(bench.Now);
            Assert.True(bench.Connection.IsFinished);
            bench.Connection.Reset();
            bench.Tamper = null;
            using SslStream next = bench.Connect();
            Assert.Equal(200, HttpsBench.Ask(next, "POST /upload HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello").Status);
            Assert.Equal(200, HttpsBench.Ask(next, "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello").Status);
        }

        [Fact]
        public void EventsOncePerSecond()
        {
            HttpsBench bench = Bench();
            using SslStream client = bench.Connect();
            Assert.Equal(long.MaxValue, bench.Pages.NextTurn);
            client.Write(Encoding.ASCII.GetBytes(Get("/events")));
            byte[] text = new byte[4096];
            int count = client.Read(text, 0, text.Length);
            Assert.Contains("text/event-stream", Encoding.ASCII.GetString(text, 0, count));
            for (int i = 0; i < 5; i++)
            {
                bench.Now += 500000;
                bench.Pages.OnTurn(bench.Now, 0);
                bench.Now += 500000;
                bench.Pages.OnTurn(bench.Now, 0);
                count = client.Read(text, 0, text.Length);
                Assert.Equal("002e\r\ndata: [7,8,9,2,0,3,100,4,200,3007,3008,3009]\n\n\r\n", Encoding.ASCII.GetString(text, 0, count));
            }

            bench.Server.GiveWay(bench.Now);
            count = client.Read(text, 0, text.Length);
            Assert.Equal("0\r\n\r\n", Encoding.ASCII.GetString(text, 0, count));
            Assert.Equal(0, client.Read(text, 0, text.Length));
            Assert.True(bench.Connection.IsFinished);
            Assert.Equal(long.MaxValue, bench.Pages.NextTurn);
        }

        /// <summary>Trap 36: no client keeps the connection from the next one.</summary>
        [Fact]
        public void Trap36TheNextClientIsServed()
        {
            HttpsBench bench = Bench();

            // Silent from the start.
            bench.Connection.Open(bench.Now);
            Assert.False(bench.Connection.WantsClient);
            bench.Server.GiveWay(bench.Now + 100000);
            Assert.False(bench.Connection.IsFinished);
            bench.Now += 900000;
            bench.Server.GiveWay(bench.Now);
            Assert.True(bench.Connection.IsFinished);
            bench.Connection.Reset();
            Assert.True(bench.Connection.WantsClient);

            // Silent, and nobody else waits: the limit of the handshake.
            bench.Connection.Open(bench.Now);
            bench.Now = bench.Server.NextTimeout;
            bench.Connection.HandleTimeout(bench.Now);
            bench.Run();
            Assert.True(bench.Connection.IsFinished);
            bench.Connection.Reset();

            // Rubbish.
            bench.Connection.Open(bench.Now);
            bench.Feed(new byte[300]);
            bench.Connection.FeedEnd(bench.Now);
            Assert.True(bench.Connection.IsFinished);
            bench.Connection.Reset();

            // A connection that is kept, and idle.
            SslStream client = bench.Connect();
            Assert.Equal(200, HttpsBench.Ask(client, Get("/status.json")).Status);
            bench.Now += 200000;
            bench.Server.GiveWay(bench.Now);
            bench.Run();
            Assert.True(bench.Connection.IsFinished);
            bench.Connection.Reset();
            Assert.Equal(2, bench.Server.Counters[Https1Counter.GaveWay]);

            // A client that does not read.
            client = bench.Connect();
            bench.Feed(Array.Empty<byte>());
            client.Write(Encoding.ASCII.GetBytes(Get("/bytes/0")));
            bench.Connection.HandleTimeout(bench.Server.NextTimeout);
            bench.Run();
            bench.Connection.Reset();
            using SslStream last = bench.Connect();
            Assert.Equal(200, HttpsBench.Ask(last, Get("/status.json")).Status);
        }

        /// <summary>Trap 33: output that is not taken is waited for within a limit that a byte now and then does not move much.</summary>
        [Fact]
        public void Trap33WriteStall()
        {
            HttpsBench bench = Bench();
            using SslStream client = bench.Connect();
            byte[] request = null;
            bench.Tamper = bytes =>
            {
                request = bytes;
                return Array.Empty<byte>();
            };
            client.Write(Encoding.ASCII.GetBytes(Get("/bytes/100000000")));
            long start = bench.Now;
            int at = 0;
            while (at < request.Length)
            {
                at += bench.Connection.FeedData(request, at, request.Length - at, bench.Now);
            }

            Assert.True(bench.Connection.PollOutput(bench.Now) > 0);

            // Five losses of one segment in a row: a small TCP stack sends again after 1.5, 3, 6, 12 and 24 seconds. Then it goes on.
            bench.Now += 46500000;
            Assert.True(bench.Server.NextTimeout > bench.Now);
            for (int i = 0; i < 20; i++)
            {
                bench.Connection.OutputSent(bench.Connection.PollOutput(bench.Now), bench.Now);
            }

            Assert.True(bench.Connection.PollOutput(bench.Now) > 0);
            start = bench.Now;
            long limit = bench.Service.Profile.WriteTimeout;
            while (!bench.Connection.IsFinished)
            {
                Assert.InRange(bench.Now - start, 0, limit + 1000000);
                bench.Now += 900000;
                if (bench.Now >= bench.Server.NextTimeout)
                {
                    bench.Connection.HandleTimeout(bench.Now);
                }
                else if (bench.Connection.PollOutput(bench.Now) > 0)
                {
                    bench.Connection.OutputSent(1, bench.Now);
                }
            }

            Assert.Equal(1, bench.Server.Counters[Https1Counter.TimedOut]);
        }

        [Fact]
        public void NothingIsAllocated()
        {
            HttpsBench bench = Bench();
            using SslStream client = bench.Connect();
            string[] requests =
            {
                Get("/", "Accept-Encoding: gzip\r\n"), Get("/status.json"), Get("/bytes/3000"), Get("/nothing"), "PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n",
                "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello", "POST /upload HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
            };
            long allocated = 0;
            for (int turn = 0; turn < 30; turn++)
            {
                foreach (string request in requests)
                {
                    byte[] record = null;
                    bench.Tamper = bytes =>
                    {
                        record = bytes;
                        return Array.Empty<byte>();
                    };
                    client.Write(Encoding.ASCII.GetBytes(request));
                    byte[] output = new byte[20000];
                    int written = 0;
                    AllocationMeter meter = AllocationMeter.Start();
                    int at = 0;
                    bool moved = true;
                    while (moved)
                    {
                        int taken = bench.Connection.FeedData(record, at, record.Length - at, bench.Now);
                        at += taken;
                        int count = bench.Connection.PollOutput(bench.Now);
                        Array.Copy(bench.Connection.OutputBuffer, bench.Connection.OutputOffset, output, written, count);
                        written += count;
                        bench.Connection.OutputSent(count, bench.Now);
                        moved = taken + count > 0;
                    }

                    if (turn > 5)
                    {
                        allocated += meter.Stop();
                    }

                    Assert.InRange(written, 80, 20000);
                }
            }

            Assert.Equal(0, allocated);
        }

        [Fact]
        public void AClientWithoutMemoryIsRefusedAndTheNextServed()
        {
            TlsProfile profile = TlsProfile.Standard();
            HttpsBench bench = Bench(profile);
            if (!_onDemand)
            {
                Assert.NotNull(bench.Tls.ReadBuffer);
                return;
            }

            // No runtime gives an array that long.
            Assert.Null(bench.Tls.ReadBuffer);
            int length = profile.ReceiveLength;
            profile.ReceiveLength = int.MaxValue;
            Assert.False(bench.Connection.Open(bench.Now));
            Assert.Equal(1, bench.Server.Counters[Https1Counter.Refused]);
            Assert.Equal(0, bench.Server.Counters[Https1Counter.Clients]);
            Assert.True(bench.Connection.WantsClient);
            Assert.Equal(0, bench.Connection.PollOutput(bench.Now));
            Assert.Equal(long.MaxValue, bench.Server.NextTimeout);
            profile.ReceiveLength = length;
            profile.SendLength = 1024;
            for (int i = 0; i < 3; i++)
            {
                using (SslStream client = bench.Connect())
                {
                    Assert.Equal(200, HttpsBench.Ask(client, Get("/")).Status);
                    Assert.NotNull(bench.Tls.ReadBuffer);
                }

                // The client is gone: nothing is held any more.
                bench.Connection.Reset();
                Assert.Null(bench.Tls.ReadBuffer);
                Assert.Null(bench.Tls.OutputBuffer);
            }

            Assert.Equal(3, bench.Server.Counters[Https1Counter.Clients]);
        }

        /// <summary>The moment of giving way is told, or the loop would rest beyond it.</summary>
        [Fact]
        public void GivingWayIsNotSleptThrough()
        {
            // Silent; one byte of a hello; a handshake that goes on byte by byte; idle after a request.
            HttpsBench bench = Bench();
            bench.Connection.Open(bench.Now);
            Assert.Equal(300000, UntilFinished(bench));
            bench.Connection.Reset();

            bench.Connection.Open(bench.Now);
            bench.Connection.FeedData(new byte[] { 22 }, 0, 1, bench.Now);
            Assert.Equal(1000000, UntilFinished(bench));
            bench.Connection.Reset();

            bench.Connection.Open(bench.Now);
            byte[] hello = { 22, 3, 1, 1, 0, 1, 0, 0, 252, 3, 3 };
            long began = bench.Now;
            for (int i = 0; !bench.Connection.IsFinished; i++)
            {
                bench.Connection.FeedData(new byte[] { i < hello.Length ? hello[i] : (byte)1 }, 0, 1, bench.Now);
                bench.Now += 500000;
                bench.Server.GiveWay(bench.Now);
            }

            Assert.InRange(bench.Now - began, 5500000, 6500000);
            bench.Connection.Reset();

            SslStream client = bench.Connect();
            Assert.Equal(200, HttpsBench.Ask(client, Get("/status.json")).Status);
            Assert.InRange(bench.Server.GiveWay(bench.Now) - bench.Now, 1, 100000);
        }

        private static long UntilFinished(HttpsBench bench)
        {
            long began = bench.Now;
            long due = bench.Server.GiveWay(bench.Now);
            for (int i = 0; i < 5 && !bench.Connection.IsFinished; i++)
            {
                bench.Now = Math.Min(due, bench.Server.NextTimeout);
                bench.Connection.HandleTimeout(bench.Now);
                due = bench.Server.GiveWay(bench.Now);
            }

            return bench.Now - began;
        }
    }
}
