// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using System.Linq;
using MilliHttp.Nano.Http3;
using Xunit;

namespace MilliHttp.Nano.Tests.Host.Http3
{
    /// <summary>Field sections that are longer than the memory for them: what handlers read is kept, the rest is skipped as it arrives.</summary>
    public class H3LongHeadTests
    {
        private static readonly string s_cookie = "x-cookie: " + new string('c', 4096);
        private static readonly string s_token = "x-kept: " + new string('t', 500);
        private static readonly string[] s_many = Enumerable.Range(0, 100).Select(i => "x-field-" + i + ": value of field " + i).ToArray();

        [Theory]
        [InlineData(64)]
        [InlineData(65536)]
        public void AnyUsualHeadPasses(int block)
        {
            foreach (string[] fields in new[] { new[] { s_cookie, s_token }, new[] { s_token, s_cookie }, s_many.Append(s_token).ToArray(), s_many.Append(s_cookie).Prepend(s_token).ToArray() })
            {
                foreach (bool bytewise in new[] { false, true })
                {
                    var bench = new H3Bench();
                    bench.Transport.Block = block;
                    for (int i = 0; i < 2; i++)
                    {
                        int slot = bench.Begin();
                        bench.Send(slot, H3Bench.Head("GET", "/fields?q", fields), true, bytewise);
                        Assert.Equal("q\nlocalhost\n" + s_token + "\n", bench.Response(slot).Text);
                        bench.Finish(slot);
                    }

                    Assert.Null(bench.Transport.CloseCode);
                    bench.AssertNothingHeld();
                }
            }
        }

        [Fact]
        public void ABodyFollowsALongHead()
        {
            foreach (bool bytewise in new[] { false, true })
            {
                foreach (string path in new[] { "/echo", "/upload" })
                {
                    foreach (int length in new[] { 10, 900 })
                    {
                        foreach (bool together in new[] { false, true })
                        {
                            var bench = new H3Bench();
                            byte[] body = Enumerable.Range(0, length).Select(i => (byte)i).ToArray();
                            byte[] head = H3Bench.Head("POST", path, s_cookie, s_token);
                            int slot = bench.Begin();
                            if (together)
                            {
                                bench.Send(slot, H3Bench.Join(head, H3Bench.Frame(0, body)), true, bytewise);
                            }
                            else
                            {
                                bench.Send(slot, head, false, bytewise);
                                bench.Send(slot, H3Bench.Frame(0, body), true, bytewise);
                            }

                            H3Bench.Answer answer = bench.Response(slot);
                            Assert.Equal("200", answer.Status);
                            if (path == "/echo")
                            {
                                Assert.Equal(body, answer.Body);
                            }

                            bench.Finish(slot);
                            bench.AssertNothingHeld();
                        }
                    }
                }
            }
        }

        [Fact]
        public void SkippedFieldsAreCheckedAllTheSame()
        {
            foreach (bool bytewise in new[] { false, true })
            {
                foreach (string line in new[] { "X-Upper: a", ":extra: a", "x field: a", "x-control: a\u0001", "transfer-encoding: chunked", ":path: /again", ":method: GET" })
                {
                    foreach (string before in new[] { "x-pad: a", "y: b" })
                    {
                        // One of each two fields is Huffman-coded: both forms are tried.
                        var bench = new H3Bench();
                        string[] fields = before == "y: b" ? new[] { s_cookie, before, line } : new[] { s_cookie, line };
                        int slot = bench.Begin();
                        bench.Send(slot, H3Bench.Head("GET", "/", fields), true, bytewise);
                        Assert.Equal(H3Error.MessageError, bench.Transport.Streams[slot].ResetCode);
                        Assert.Null(bench.Transport.CloseCode);
                        bench.AssertNothingHeld();
                    }
                }
            }
        }

        [Fact]
        public void ALongHeadWaitsForABuffer()
        {
            var bench = new H3Bench((_, http) => http.BodyBuffers = 1);
            int first = bench.Get("/");
            int slot = bench.Begin();
            bench.Send(slot, H3Bench.Head("GET", "/fields", s_cookie, s_token), true);
            Assert.Equal(0, bench.Transport.Streams[slot].Limit);
            Assert.Equal("200", bench.Response(first).Status);
            bench.Finish(first);
            Assert.Equal("200", bench.Response(slot).Status);
            bench.Finish(slot);
            bench.AssertNothingHeld();

            // Not for ever.
            first = bench.Get("/");
            slot = bench.Begin();
            bench.Send(slot, H3Bench.Head("GET", "/fields", s_cookie, s_token), true);
            bench.Now = bench.Connection.NextTimeout;
            bench.Connection.HandleTimeout(bench.Now);
            Assert.Equal("503", bench.Response(slot).Status);
            Assert.Equal("200", bench.Response(first).Status);
            bench.Finish(first);
            bench.Finish(slot);
            bench.AssertNothingHeld();
        }

        [Fact]
        public void ALongHeadMayEndAnywhere()
        {
            byte[] head = H3Bench.Head("GET", "/fields", s_cookie, s_token);
            for (int length = 1; length < head.Length; length += length < 40 || length > head.Length - 40 ? 1 : 131)
            {
                var bench = new H3Bench();
                int slot = bench.Begin();
                bench.Send(slot, head.AsSpan(0, length).ToArray(), true);
                Assert.Equal(H3Error.FrameError, bench.Transport.CloseCode);
                bench.AssertNothingHeld();

                // Cancelled, or too slow.
                bench = new H3Bench();
                slot = bench.Begin();
                bench.Send(slot, head.AsSpan(0, length).ToArray(), false);
                bench.Now = bench.Connection.NextTimeout;
                bench.Connection.HandleTimeout(bench.Now);
                Assert.Equal("408", bench.Response(slot).Status);
                bench.Finish(slot);
                bench.AssertNothingHeld();
            }
        }

        [Fact]
        public void WithADynamicTable()
        {
            var bench = new H3Bench((h3, _) => h3.DynamicTable = 512);
            int slot = bench.Begin();
            bench.Send(slot, H3Bench.Head("GET", "/fields", s_cookie, s_token), true);
            Assert.Contains(s_token, bench.Response(slot).Text);
            bench.Finish(slot);
            bench.AssertNothingHeld();
        }

        [Fact]
        public void LongTrailersAreSkipped()
        {
            foreach (bool bytewise in new[] { false, true })
            {
                var bench = new H3Bench();
                int slot = bench.Begin();
                bench.Send(slot, H3Bench.Join(H3Bench.Head("POST", "/echo"), H3Bench.Frame(0, new byte[10]), H3Bench.Frame(1, H3Bench.Section(s_cookie))), true, bytewise);
                Assert.Equal(10, bench.Response(slot).Body.Length);
                bench.Finish(slot);
                bench.AssertNothingHeld();
            }
        }
    }
}
