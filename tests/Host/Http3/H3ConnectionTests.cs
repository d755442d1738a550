// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using MilliHttp.Nano.Http;
using MilliHttp.Nano.Http3;
using MilliHttp.Nano.Quic;
using Xunit;

namespace MilliHttp.Nano.Tests.Host.Http3
{
    public class H3ConnectionTests : H3PolicyTests
    {
        public H3ConnectionTests()
            : this(false)
        {
        }

        protected H3ConnectionTests(bool onDemand)
            : base(onDemand)
        {
        }

        [Fact]
        public void ControlStreamBeginsWithSettings()
        {
            var bench = Bench();
            int slot = Array.FindIndex(bench.Transport.Streams, s => s != null && s.IsLocal);
            byte[] sent = bench.Transport.Pull(slot, bench.Random);
            Assert.Equal("000405067fff0801", Convert.ToHexString(sent).ToLowerInvariant());
            Assert.Single(bench.Transport.Streams, s => s != null && s.IsLocal);

            bench = Bench((h3, _) => h3.DynamicTable = 512);
            slot = Array.FindIndex(bench.Transport.Streams, s => s != null && s.IsLocal);
            Assert.Equal("000408067fff0142000801", Convert.ToHexString(bench.Transport.Pull(slot, bench.Random)).ToLowerInvariant());
            Assert.Equal("03", Convert.ToHexString(bench.Transport.Pull(slot + 1, bench.Random)));
        }

        [Theory]
        [InlineData("GET", "/", "200", "hello")]
        [InlineData("HEAD", "/", "200", "")]
        [InlineData("GET", "/nothing", "404", "")]
        [InlineData("POST", "/", "405", "")]
        [InlineData("PUT", "/bytes/1", "405", "")]
        [InlineData("BREW", "/", "501", "")]
        [InlineData("GET", "/throw", "500", "")]
        [InlineData("GET", "/none", "204", "")]
        [InlineData("GET", "/bytes/0", "200", "")]
        public void Answers(string method, string path, string status, string body)
        {
            foreach (bool bytewise in new[] { false, true })
            {
                var bench = Bench();
                int slot = bench.Begin();
                bench.Send(slot, H3Bench.Head(method, path), true, bytewise);
                H3Bench.Answer answer = bench.Response(slot);
                Assert.Equal(status, answer.Status);
                Assert.Equal(body, answer.Text);
                Assert.Equal(status != "204", answer.Heads[0].Contains("content-length: " + (path == "/" && status == "200" ? 5 : 0) + "\n"));
                Assert.Equal(status == "405", answer.Heads[0].Contains("allow: "));
                bench.Finish(slot);
                bench.AssertNothingHeld();
            }
        }

        [Fact]
        public void LongHeadsTakeABufferOfThePool()
        {
            var bench = Bench();
            for (int i = 0; i < 10; i++)
            {
                int slot = bench.Get("/large");
                Assert.False(bench.Service.Pool.HasFree(4));
                H3Bench.Answer answer = bench.Response(slot);
                Assert.Equal("200", answer.Status);
                Assert.Contains("etag: " + new string('{', 180) + "\n", answer.Heads[0]);
                bench.Finish(slot);
                bench.AssertNothingHeld();
            }

            // With an interim response before it; and with no buffer free.
            bench = Bench((_, http) => http.BodyBuffers = 1);
            int first = bench.Begin();
            bench.Send(first, H3Bench.Head("GET", "/large", "expect: 100-continue"), false);
            bench.Send(first, Array.Empty<byte>(), true);
            Assert.Equal(2, bench.Response(first).Heads.Count);
            int second = bench.Get("/large");
            Assert.Equal("503", bench.Response(second).Status);
            bench.Finish(first);
            bench.Finish(second);
            bench.AssertNothingHeld();
        }

        [Fact]
        public void RequestIsSeenByTheHandler()
        {
            var bench = Bench();
            bench.Service.SetTime(784111777);
            int slot = bench.Begin();
            bench.Send(slot, H3Bench.Head("GET", "/fields?a=b&c", "user-agent: x/1", "x-own: one", "accept-encoding: gzip, deflate, br", "cookie: a", "cookie: b", "referer: not kept", "x-other: not kept"), true);
            H3Bench.Answer answer = bench.Response(slot);
            Assert.Equal("a=b&c\nlocalhost\nuser-agent: x/1\nx-own: one\naccept-encoding: gzip, deflate, br\ncookie: a\ncookie: b\n", answer.Text);
            Assert.Contains("date: Sun, 06 Nov 1994 08:49:37 GMT\n", answer.Heads[0]);

            // The same by static indices: GET, https, /, :authority literal, accept-encoding indexed.
            slot = bench.Begin();
            bench.Send(slot, H3Bench.Hex("01 11 0000 d1 d7 51 07 2f6669656c6473 50 01 61 df"), true);
            Assert.Equal("\na\naccept-encoding: gzip, deflate, br\n", bench.Response(slot).Text);
            slot = bench.Begin();
            bench.Send(slot, H3Bench.Hex("01 08 0000 d1 d7 c1 50 01 61"), true);
            Assert.Equal("hello", bench.Response(slot).Text);
        }

        [Fact]
        public void Trap6_RequestsAtEveryByteBoundary()
        {
            byte[] body = Enumerable.Range(0, 90).Select(i => (byte)i).ToArray();
            foreach (string path in new[] { "/echo", "/upload" })
            {
                byte[] request = H3Bench.Join(
                    H3Bench.Hex("21 02 ffff"),
                    H3Bench.Head("POST", path, "content-length: 90", "x-filler: abcdefghijklmnopqrstuvwxyz"),
                    H3Bench.Frame(0, body.AsSpan(0, 70).ToArray()),
                    H3Bench.Hex("00 00 4021 03 010203"),
                    H3Bench.Frame(0, body.AsSpan(70, 20).ToArray()),
                    H3Bench.Frame(1, H3Bench.Section("x-end: 1")));
                for (int cut = 0; cut <= request.Length; cut++)
                {
                    foreach (int block in new[] { 5, 64, 1 << 16 })
                    {
                        var bench = Bench();
                        bench.Transport.Block = block;
                        int slot = bench.Begin();
                        bench.Send(slot, request.AsSpan(0, cut).ToArray(), false);
                        bench.Send(slot, request.AsSpan(cut).ToArray(), true);
                        H3Bench.Answer answer = bench.Response(slot);
                        Assert.Equal("200", answer.Status);
                        Assert.Equal(body, path == "/echo" ? answer.Body : bench.Upload.Last.ToArray());
                        bench.Finish(slot);
                        bench.AssertNothingHeld();
                    }
                }
            }
        }

        [Fact]
        public void SmallBodyWaitsInTheReceivePool()
        {
            // Head and FIN in packets of their own: no buffer is held until all is there.
            var bench = Bench();
            int slot = bench.Begin();
            bench.Send(slot, H3Bench.Head("POST", "/echo"), false);
            Assert.True(bench.Service.Pool.HasFree(4));
            Assert.NotEqual(0, bench.Transport.AvailableLength(slot));
            bench.Send(slot, Array.Empty<byte>(), true);
            Assert.Empty(bench.Response(slot).Body);
            bench.Finish(slot);

            // But not more than the window can spare.
            var slots = new List<int>();
            for (int i = 0; i < 4; i++)
            {
                slots.Add(bench.Begin());
                bench.Send(slots[i], H3Bench.Head("POST", "/echo", "x: " + new string('x', 800)), false);
            }

            Assert.InRange(slots.Sum(s => bench.Transport.AvailableLength(s)), 1, 1800);
            bench.Send(slots[0], H3Bench.Frame(0, new byte[9]), true);
            bench.Send(slots[3], H3Bench.Frame(0, new byte[9]), true);
            for (int i = 1; i < 3; i++)
            {
                bench.Send(slots[i], Array.Empty<byte>(), true);
            }

            foreach (int each in new[] { 1, 2, 3, 0 })
            {
                Assert.Equal("200", bench.Response(slots[each]).Status);
                bench.Finish(slots[each]);
            }

            // So does the beginning of a body; a longer one is taken out of the pool as it comes.
            slot = bench.Begin();
            bench.Send(slot, H3Bench.Head("POST", "/echo", "x: " + new string('x', 700)), false);
            bench.Send(slot, H3Bench.Frame(0, new byte[900]).AsSpan(0, 600).ToArray(), false);
            Assert.True(bench.Service.Pool.HasFree(4));
            bench.Send(slot, new byte[200], false);
            Assert.Equal(0, bench.Transport.AvailableLength(slot));
            Assert.False(bench.Service.Pool.HasFree(4));
            bench.Send(slot, new byte[103], true);
            Assert.Equal(900, bench.Response(slot).Body.Length);
            bench.Finish(slot);
        }

        /// <summary>A pool of two buffers. Each body took two, so that the second request waited for the first to be over.</summary>
        [Theory]
        [InlineData(1000, true, 1536)]
        [InlineData(1000, false, 1536)]
        [InlineData(800, false, 0)]
        [InlineData(800, true, 0)]
        public void TwoBodiesAtOnce(int length, bool announced, int unread)
        {
            var bench = Bench((h3, http) =>
            {
                h3.Unread = unread;
                http.BodyBuffers = 2;
            });
            byte[][] bodies = Enumerable.Range(1, 3).Select(i => Enumerable.Range(0, length).Select(j => (byte)(i * j)).ToArray()).ToArray();
            int[] slots = { bench.Begin(), bench.Begin(), bench.Begin() };
            for (int i = 0; i < 3; i++)
            {
                byte[] head = announced ? H3Bench.Head("POST", "/echo", "content-length: " + length) : H3Bench.Head("POST", "/echo");
                bench.Send(slots[i], H3Bench.Join(head, H3Bench.Frame(0, bodies[i]).AsSpan(0, 400).ToArray()), false);
            }

            for (int i = 0; i < 3; i++)
            {
                bench.Send(slots[i], H3Bench.Frame(0, bodies[i]).AsSpan(400).ToArray(), true);
            }

            // Both are answered before either answer is acknowledged; the third waits for a buffer, and gets it.
            Assert.Equal(bodies[0], bench.Response(slots[0]).Body);
            Assert.Equal(bodies[1], bench.Response(slots[1]).Body);
            Assert.Equal(0, bench.Transport.Streams[slots[2]].Limit);
            bench.Finish(slots[1]);
            Assert.Equal(bodies[2], bench.Response(slots[2]).Body);
            int fourth = bench.Begin();
            bench.Send(fourth, H3Bench.Join(H3Bench.Head("POST", "/echo"), H3Bench.Frame(0, bodies[0])), true);
            Assert.Equal(0, bench.Transport.Streams[fourth].Limit);

            // Events of others do not lengthen the wait: 503 when the profile's time is over.
            long end = bench.Now + bench.Shared.Profile.PoolTimeout;
            for (; bench.Now < end; bench.Now += 100000)
            {
                bench.Connection.HandleEvents(bench.Now);
                Assert.Equal(0, bench.Transport.Streams[fourth].Limit);
            }

            Assert.InRange(bench.Connection.NextTimeout, 1, bench.Now);
            bench.Connection.HandleTimeout(bench.Now);
            Assert.Equal("503", bench.Response(fourth).Status);
            foreach (int slot in new[] { fourth, slots[0], slots[2] })
            {
                bench.Finish(slot);
            }

            bench.AssertNothingHeld();
        }

        [Fact]
        public void BodyOfUnknownLengthGrowsUpToItsHead()
        {
            // Head and body share a buffer; then the head moves, if there is another, or waits for one.
            var bench = Bench((h3, http) =>
            {
                h3.Unread = 0;
                http.BodyBuffers = 2;
            });
            byte[] body = Enumerable.Range(0, 1024).Select(i => (byte)(i * 7)).ToArray();
            int slot = bench.Begin();
            bench.Send(slot, H3Bench.Join(H3Bench.Head("POST", "/echo"), H3Bench.Frame(0, body.AsSpan(0, 900).ToArray())), false);
            Assert.True(bench.Service.Pool.HasFree(1));
            int other = bench.Get("/");
            bench.Send(slot, H3Bench.Frame(0, body.AsSpan(900).ToArray()), true);
            Assert.Equal(0, bench.Transport.Streams[slot].Limit);
            Assert.Equal("hello", bench.Response(other).Text);
            bench.Finish(other);
            Assert.Equal(body, bench.Response(slot).Body);
            bench.Finish(slot);
            bench.AssertNothingHeld();

            // Nobody gives one back.
            slot = bench.Begin();
            bench.Send(slot, H3Bench.Join(H3Bench.Head("POST", "/echo"), H3Bench.Frame(0, body.AsSpan(0, 900).ToArray())), false);
            other = bench.Get("/");
            bench.Send(slot, H3Bench.Frame(0, body.AsSpan(900).ToArray()), false);
            bench.Now = bench.Connection.NextTimeout;
            bench.Connection.HandleTimeout(bench.Now);
            Assert.Equal("503", bench.Response(slot).Status);
            bench.Finish(slot);
            bench.Response(other);
            bench.Finish(other);

            // Too long, whatever is free.
            slot = bench.Begin();
            bench.Send(slot, H3Bench.Join(H3Bench.Head("POST", "/echo"), H3Bench.Frame(0, body), H3Bench.Frame(0, new byte[1])), false);
            Assert.Equal("413", bench.Response(slot).Status);
            bench.Finish(slot);
            bench.AssertNothingHeld();
        }

        [Fact]
        public void TrailersLeaveADecodedHeadAlone()
        {
            foreach (int block in new[] { 64, 1 << 16 })
            {
                foreach (int length in new[] { 5, 200, 900 })
                {
                    var bench = Bench();
                    bench.Transport.Block = block;
                    int slot = bench.Begin();
                    byte[] request = H3Bench.Join(
                        H3Bench.Head("POST", "/echo", "x-kept: " + new string('x', 600)),
                        H3Bench.Frame(0, new byte[] { 1, 2, 3 }),
                        H3Bench.Frame(1, H3Bench.Section("x-end: " + new string('z', length))));
                    bench.Send(slot, request, true);

                    // It is put together and decoded behind the head, if there is room.
                    if (length == 900)
                    {
                        Assert.Equal(H3Error.ExcessiveLoad, bench.Transport.Streams[slot].ResetCode);
                        bench.AssertNothingHeld();
                        continue;
                    }

                    Assert.Equal(new byte[] { 1, 2, 3 }, bench.Response(slot).Body);
                    bench.Finish(slot);
                    bench.AssertNothingHeld();
                }
            }
        }

        [Fact]
        public void DateIsThatOfTheResponseHoweverOftenItIsRead()
        {
            var bench = Bench();
            bench.Service.SetTime(784111777);
            int slot = bench.Get("/bytes/20000");
            Assert.Contains("date: Sun, 06 Nov 1994 08:49:37 GMT\n", bench.Response(slot).Heads[0]);
            bench.Service.SetTime(784111779);
            int other = bench.Get("/bytes/0");
            Assert.Contains("date: Sun, 06 Nov 1994 08:49:39 GMT\n", bench.Response(other).Heads[0]);
            H3Bench.Answer again = bench.Response(slot);
            Assert.Contains("date: Sun, 06 Nov 1994 08:49:37 GMT\n", again.Heads[0]);
            Assert.Equal(20000, again.Body.Length);
            bench.Finish(slot);
            bench.Finish(other);
        }

        [Fact]
        public void BodyLimitOfOrdinaryHandlers()
        {
            var bench = Bench();
            int slot = bench.Begin();
            bench.Send(slot, H3Bench.Join(H3Bench.Head("POST", "/echo"), H3Bench.Frame(0, new byte[1024])), true);
            Assert.Equal("200", bench.Response(slot).Status);
            bench.Finish(slot);

            // Announced too long: at once; the rest is not wanted.
            slot = bench.Begin();
            bench.Send(slot, H3Bench.Head("POST", "/echo", "content-length: 1025", "expect: 100-continue"), false);
            H3Bench.Answer answer = bench.Response(slot);
            Assert.Equal("413", answer.Status);
            Assert.Single(answer.Heads);
            Assert.Equal(H3Error.NoError, bench.Transport.Streams[slot].StopCode);
            bench.Finish(slot);

            // Not announced: when it is too long.
            slot = bench.Begin();
            bench.Send(slot, H3Bench.Head("POST", "/echo"), false);
            for (int i = 0; i < 16; i++)
            {
                bench.Send(slot, H3Bench.Frame(0, new byte[100]), false);
            }

            Assert.Equal("413", bench.Response(slot).Status);
            bench.Finish(slot);
            bench.AssertNothingHeld();
        }

        [Fact]
        public void StreamingHandlers()
        {
            var bench = Bench();
            int slot = bench.Begin();
            bench.Send(slot, H3Bench.Head("POST", "/upload"), false);
            for (int i = 0; i < 300; i++)
            {
                bench.Send(slot, H3Bench.Frame(0, new byte[i]), i == 299);
            }

            Assert.Contains("etag: 44850\n", bench.Response(slot).Heads[0]);
            bench.Finish(slot);

            // No body at all.
            slot = bench.Begin();
            bench.Send(slot, H3Bench.Head("POST", "/upload"), true);
            Assert.Contains("etag: 0\n", bench.Response(slot).Heads[0]);
            bench.Finish(slot);

            // Refused by the handler, failed in the handler.
            bench.Upload.Refusal = 507;
            slot = bench.Begin();
            bench.Send(slot, H3Bench.Join(H3Bench.Head("POST", "/upload"), H3Bench.Frame(0, new byte[10])), false);
            Assert.Equal("507", bench.Response(slot).Status);
            bench.Finish(slot);
            bench.Upload.Refusal = 0;
            bench.Upload.ThrowInBody = true;
            slot = bench.Begin();
            bench.Send(slot, H3Bench.Join(H3Bench.Head("POST", "/upload"), H3Bench.Frame(0, new byte[10])), false);
            Assert.Equal("500", bench.Response(slot).Status);
            bench.Finish(slot);
            bench.AssertNothingHeld();
        }

        [Theory]
        [InlineData("/echo")]
        [InlineData("/upload")]
        public void Trap32_Continue(string path)
        {
            var bench = Bench();
            int slot = bench.Begin();
            bench.Send(slot, H3Bench.Head("POST", path, "expect: 100-continue"), false, true);
            Assert.Equal("01040000ff00", Convert.ToHexString(bench.Transport.Pull(slot, bench.Random)).ToLowerInvariant());
            bench.Send(slot, H3Bench.Frame(0, new byte[500]), true, true);
            H3Bench.Answer answer = bench.Response(slot);
            Assert.Equal(2, answer.Heads.Count);
            Assert.Equal("200", answer.Status);
            bench.Finish(slot);

            // Nothing to wait for.
            slot = bench.Begin();
            bench.Send(slot, H3Bench.Join(H3Bench.Head("POST", path, "expect: 100-continue"), H3Bench.Frame(0, new byte[500])), true);
            Assert.Single(bench.Response(slot).Heads);
            bench.Finish(slot);
            slot = bench.Begin();
            bench.Send(slot, H3Bench.Head("POST", path, "expect: 200-maybe"), false);
            Assert.Equal("417", bench.Response(slot).Status);
            bench.Finish(slot);
            bench.AssertNothingHeld();
        }

        [Fact]
        public void Trap34_FieldSectionSize()
        {
            // Too many fields, kept or not; more kept bytes than a buffer has, in one field and in many; a section beyond the limit; and one that just fits.
            var bench = Bench();
            string[] many = Enumerable.Range(0, 140).Select(i => "x" + i + ": y").ToArray();
            string[] kept = Enumerable.Range(0, 40).Select(i => "x-kept: y").ToArray();
            string[] large = Enumerable.Range(0, 3).Select(i => "x-kept: " + new string('0', 800)).ToArray();
            string[] single = { "x-kept: " + new string('0', 4000) };
            string[] beyond = Enumerable.Range(0, 5).Select(i => "x" + i + ": " + new string('0', 6000)).ToArray();
            foreach (bool bytewise in new[] { false, true })
            {
                foreach (string[] fields in new[] { many, kept, large, single, beyond })
                {
                    byte[] head = H3Bench.Head("GET", "/", fields);
                    int slot = bench.Begin();
                    bench.Send(slot, head, true, bytewise);
                    Assert.Equal("431", bench.Response(slot).Status);
                    bench.Finish(slot);
                }
            }

            int fits = bench.Begin();
            byte[] exact = H3Bench.Head("GET", "/", "x-kept: " + new string('0', 400), "x-kept: " + new string('0', 400), "x-kept: " + new string('1', 270));
            Assert.InRange(exact.Length, 900, 1027);
            bench.Send(fits, exact, true);
            Assert.Equal("200", bench.Response(fits).Status);
            bench.Finish(fits);
            Assert.Null(bench.Transport.CloseCode);
            bench.AssertNothingHeld();
        }

        [Fact]
        public void Trap34_CancelledRequests()
        {
            for (int step = 0; step < 6; step++)
            {
                foreach (string path in new[] { "/echo", "/upload", "/bytes/5000", "/events" })
                {
                    var bench = Bench();
                    int slot = bench.Begin();
                    string method = path[1] == 'e' && path[2] == 'c' || path[1] == 'u' ? "POST" : "GET";
                    byte[] request = H3Bench.Join(H3Bench.Head(method, path), H3Bench.Frame(0, new byte[600]));
                    int cut = new[] { 0, 1, 20, request.Length - 400, request.Length - 1, request.Length }[step];
                    bench.Send(slot, request.AsSpan(0, cut).ToArray(), step == 5);
                    if (step == 5)
                    {
                        bench.Transport.Pull(slot, bench.Random);
                        bench.Transport.Raise(QuicEvent.StopSending, slot);
                    }
                    else
                    {
                        bench.Transport.Raise((step & 1) == 0 ? QuicEvent.StreamReset : QuicEvent.StopSending, slot);
                    }

                    bench.Connection.HandleEvents(bench.Now);
                    Assert.True(bench.Transport.Streams[slot].Released);
                    Assert.Null(bench.Transport.CloseCode);
                    Assert.Equal(1, bench.Shared.Cancelled);
                    bench.AssertNothingHeld();
                    Assert.Equal("hello", bench.Response(bench.Get("/")).Text);
                }
            }
        }

        [Fact]
        public void Trap34_GoAway()
        {
            var bench = Bench();
            int first = bench.Get("/bytes/1000");
            int second = bench.Begin();
            bench.Send(second, H3Bench.Head("POST", "/upload"), false);
            bench.Connection.Shutdown(bench.Now);
            int control = Array.FindIndex(bench.Transport.Streams, s => s != null && s.IsLocal);
            byte[] sent = bench.Transport.Pull(control, bench.Random);
            Assert.Equal("0708c000000000000008", Convert.ToHexString(sent).ToLowerInvariant().Substring(16));

            // What came before ends normally, what comes after is rejected, and may be sent elsewhere.
            int third = bench.Get("/");
            Assert.Equal(H3Error.RequestRejected, bench.Transport.Streams[third].ResetCode);
            Assert.Equal(1000, bench.Response(first).Body.Length);
            bench.Finish(first);
            bench.Send(second, Array.Empty<byte>(), true);
            Assert.Equal("200", bench.Response(second).Status);
            Assert.Null(bench.Transport.CloseCode);
            bench.Finish(second);
            Assert.Null(bench.Transport.CloseCode);
            bench.Transport.AcknowledgeAll(control);
            bench.Connection.HandleEvents(bench.Now);
            Assert.Equal(H3Error.NoError, bench.Transport.CloseCode);
            bench.AssertNothingHeld();

            // A request that does not end is not waited for.
            bench = Bench();
            int slow = bench.Get("/events");
            bench.Connection.Shutdown(bench.Now);
            Assert.Equal(bench.Now + bench.Shared.Profile.ShutdownTimeout, bench.Connection.NextTimeout);
            bench.Connection.HandleTimeout(bench.Connection.NextTimeout);
            Assert.Equal(H3Error.NoError, bench.Transport.CloseCode);
            bench.AssertNothingHeld();
        }

        [Fact]
        public void EventStreams()
        {
            var bench = Bench((h3, _) => h3.StreamedResponses = 2);
            int slot = bench.Get("/events");
            var expected = new List<byte>();
            for (int i = 0; i < 400; i++)
            {
                byte[] text = Encoding.ASCII.GetBytes("data: " + i + new string('x', i % 50) + "\n\n");
                bench.Ring.Write(text, 0, text.Length);
                expected.AddRange(text);
                if (i % 3 != 0)
                {
                    bench.Connection.PumpBodies(bench.Now);
                }

                if (i % 5 == 4)
                {
                    bench.Connection.PumpBodies(bench.Now);
                    H3Bench.Answer soFar = bench.Response(slot, false);
                    Assert.Equal(expected.GetRange(0, soFar.Body.Length), soFar.Body);
                    bench.Transport.AcknowledgeAll(slot);
                }
            }

            // One too many is refused, not mixed up.
            int second = bench.Get("/events");
            Assert.Equal("200", bench.Response(second, false).Status);
            int other = bench.Get("/events");
            Assert.Equal("503", bench.Response(other).Status);
            bench.Finish(other);
            for (int i = 0; i < 20; i++)
            {
                bench.Connection.PumpBodies(bench.Now);
                bench.Transport.Pull(slot, bench.Random);
                bench.Transport.AcknowledgeAll(slot);
            }

            bench.Ring.Close();
            bench.Connection.PumpBodies(bench.Now);
            H3Bench.Answer answer = bench.Response(slot);
            Assert.Equal(expected, answer.Body);
            Assert.Contains("content-type: text/event-stream\n", answer.Heads[0]);
            Assert.DoesNotContain("content-length", answer.Heads[0]);
            bench.Finish(slot);
            Assert.Empty(bench.Response(second).Body);
            bench.Finish(second);
            bench.AssertNothingHeld();
        }

        /// <summary>
        /// The settings that came are noted in the state of the control stream. Their bits once were those of a response: with Chromium's
        /// QPACK_BLOCKED_STREAMS its control stream was pumped like an event stream, which it has none of.
        /// </summary>
        [Theory]
        [InlineData("0100")]
        [InlineData("0600")]
        [InlineData("074064")]
        [InlineData("0801")]
        [InlineData("3301")]
        [InlineData("0100 06 4400 074064 0801 3301")]
        public void SettingsAreNoStateOfAResponse(string settings)
        {
            var bench = Bench();
            byte[] payload = H3Bench.Hex(settings);
            int control = bench.Uni("00" + Convert.ToHexString(H3Bench.Frame(4, payload)));
            int slot = bench.Get("/events");
            bench.Connection.PumpBodies(bench.Now);
            bench.Ring.Write(payload, 0, payload.Length);
            bench.Connection.PumpBodies(bench.Now);
            Assert.Equal(payload, bench.Response(slot, false).Body);

            // The tab is closed: the stream, then the connection with another stream open.
            bench.Transport.Raise(QuicEvent.StopSending, slot);
            bench.Connection.HandleEvents(bench.Now);
            bench.Connection.PumpBodies(bench.Now);
            Assert.Equal(0, bench.Ring.Readers);
            Assert.True(bench.Shared.Streamed.IsUnused);
            bench.Get("/events");
            bench.Transport.Raise(QuicEvent.Closed, 0);
            bench.Connection.HandleEvents(bench.Now);
            bench.Connection.PumpBodies(bench.Now);
            Assert.True(bench.Shared.Streamed.IsUnused);
            Assert.False(bench.Transport.Streams[control].Released);
            Assert.Null(bench.Transport.CloseCode);
            bench.AssertNothingHeld();
        }

        [Fact]
        public void Trap36_RefusedWhileItWaitedForABufferHasTheTimeOfAResponse()
        {
            var bench = Bench((_, http) => http.BodyBuffers = 2);
            int first = bench.Get("/");
            int second = bench.Get("/");
            int post = bench.Begin();
            bench.Send(post, H3Bench.Join(H3Bench.Head("POST", "/echo"), H3Bench.Frame(0, new byte[10])), true);
            Assert.Equal(0, bench.Transport.Streams[post].Limit);

            // 503 after a while, which the client never acknowledges.
            for (int i = 0; i < 20 && bench.Connection.NextTimeout != long.MaxValue; i++)
            {
                bench.Now = bench.Connection.NextTimeout;
                bench.Connection.HandleTimeout(bench.Now);
                bench.Connection.HandleEvents(bench.Now);
            }

            Assert.True(bench.Transport.Streams[first].Released);
            Assert.True(bench.Transport.Streams[second].Released);
            Assert.True(bench.Transport.Streams[post].Released);
            Assert.Equal(3, bench.Shared.TimedOut);
            bench.AssertNothingHeld();
            Assert.InRange(bench.Now, 1, 100000000);
        }

        [Fact]
        public void EventStreamThatFallsBehindIsReset()
        {
            var bench = Bench();
            int slot = bench.Get("/events");
            byte[] text = new byte[100];
            for (int i = 0; i < 30; i++)
            {
                bench.Ring.Write(text, 0, text.Length);
                bench.Connection.PumpBodies(bench.Now);
            }

            bench.Transport.Pull(slot, bench.Random);
            bench.Connection.PumpBodies(bench.Now);
            Assert.Equal(H3Error.InternalError, bench.Transport.Streams[slot].ResetCode);
            Assert.True(bench.Transport.Streams[slot].Released);
            bench.AssertNothingHeld();
        }

        [Fact]
        public void RequestsWaitForABuffer()
        {
            var bench = Bench((_, http) => http.BodyBuffers = 2);
            int first = bench.Get("/");
            int second = bench.Get("/");
            int third = bench.Get("/");
            Assert.Equal("200", bench.Response(first).Status);
            Assert.Equal(0, bench.Transport.Streams[third].Limit);
            bench.Finish(first);
            Assert.Equal("200", bench.Response(third).Status);

            // Nobody gives one back: 503 in the end.
            int fourth = bench.Get("/");
            Assert.Equal(0, bench.Transport.Streams[fourth].Limit);
            bench.Now = bench.Connection.NextTimeout;
            bench.Connection.HandleTimeout(bench.Now);
            bench.Connection.HandleEvents(bench.Now);
            H3Bench.Answer answer = bench.Response(fourth);
            Assert.Equal("503", answer.Status);
            Assert.Contains("retry-after: 1\n", answer.Heads[0]);
            bench.Finish(fourth);

            // So do those with a body, which needs one.
            int post = bench.Begin();
            bench.Send(post, H3Bench.Join(H3Bench.Head("POST", "/echo"), H3Bench.Frame(0, new byte[10])), true);
            Assert.Equal("200", bench.Response(second).Status);
            Assert.Equal(0, bench.Transport.Streams[post].Limit);
            bench.Finish(second);
            bench.Finish(third);
            Assert.Equal(10, bench.Response(post).Body.Length);
            bench.Finish(post);
            bench.AssertNothingHeld();
        }

        [Fact]
        public void Trap36_SlowClientsGiveTheirStreamBack()
        {
            // A head, then a body, that never comes; a response that is never read.
            var bench = Bench();
            int head = bench.Begin();
            bench.Send(head, H3Bench.Head("GET", "/").AsSpan(0, 9).ToArray(), false);
            int echo = bench.Begin();
            bench.Send(echo, H3Bench.Join(H3Bench.Head("POST", "/echo"), H3Bench.Frame(0, new byte[500]).AsSpan(0, 400).ToArray()), false);
            int upload = bench.Begin();
            bench.Send(upload, H3Bench.Head("POST", "/upload"), false);
            int unread = bench.Get("/bytes/100000");
            for (int i = 0; i < 40 && bench.Connection.NextTimeout != long.MaxValue; i++)
            {
                bench.Now = bench.Connection.NextTimeout;
                bench.Connection.HandleTimeout(bench.Now);
                bench.Connection.HandleEvents(bench.Now);
                foreach (int slot in new[] { head, echo, upload })
                {
                    if (bench.Transport.Streams[slot].SendFin && !bench.Transport.Streams[slot].Released)
                    {
                        Assert.Equal("408", bench.Response(slot).Status);
                        bench.Finish(slot);
                    }
                }
            }

            Assert.True(bench.Transport.Streams[unread].Released);
            Assert.NotNull(bench.Transport.Streams[unread].ResetCode);
            Assert.Equal(4, bench.Shared.TimedOut);
            bench.AssertNothingHeld();
            Assert.InRange(bench.Now, 1, 100000000);
        }

        [Fact]
        public void Trap4_ThousandsOfRequestsOnOneConnection()
        {
            var bench = Bench();
            var open = new List<(int Slot, int Length)>();
            for (int i = 0; i < 5000; i++)
            {
                int length = bench.Random.Next(3000);
                open.Add((bench.Get("/bytes/" + length), length));
                if (open.Count == 4)
                {
                    int index = bench.Random.Next(4);
                    byte[] body = bench.Response(open[index].Slot).Body;
                    Assert.Equal(open[index].Length, body.Length);
                    for (int j = 0; j < body.Length; j++)
                    {
                        Assert.Equal(j % 251, body[j]);
                    }

                    bench.Finish(open[index].Slot);
                    open.RemoveAt(index);
                }
            }

            Assert.Equal(5000, bench.Connection.RequestTotal);
        }

        [Fact]
        public void DynamicTable()
        {
            foreach (bool bytewise in new[] { false, true })
            {
                var bench = Bench((h3, _) => h3.DynamicTable = 256);
                int decoder = Array.FindLastIndex(bench.Transport.Streams, s => s != null && s.IsLocal);
                int encoder = bench.Uni("02 3fe101 c0 09 6c6f63616c686f7374 c1 07 2f6669656c6473", false, bytewise);
                Assert.Null(bench.Transport.CloseCode);

                // Indexed relative to a base of 2: entry 1 (:path /fields), entry 0 (:authority localhost).
                int slot = bench.Begin();
                bench.Send(slot, H3Bench.Hex("01 06 0300 d1 d7 80 81"), true, bytewise);
                Assert.Equal("\nlocalhost\n", bench.Response(slot).Text);
                bench.Finish(slot);
                string said = Convert.ToHexString(bench.Transport.Pull(decoder, bench.Random)).ToLowerInvariant();
                Assert.Equal(bytewise ? "03" + "0101" + "80" : "03" + "02" + "80", said);

                // What is not there yet may not be referred to, as no stream may be blocked.
                slot = bench.Begin();
                bench.Send(slot, H3Bench.Hex("01 06 0400 d1 d7 80 81"), true, bytewise);
                Assert.Equal(H3Error.QpackDecompressionFailed, bench.Transport.CloseCode);
                Assert.NotEqual(-1, encoder);
            }
        }

        [Fact]
        public void DynamicTableIsReferredToUntilTheBodyHasCome()
        {
            var bench = Bench((h3, _) => h3.DynamicTable = 128);
            int decoder = Array.FindLastIndex(bench.Transport.Streams, s => s != null && s.IsLocal);
            bench.Uni("02 3f61 c1 05 2f6563686f");
            int slot = bench.Begin();

            // POST https :path dynamic :authority a; the body comes in two parts, the acknowledgment after the second.
            bench.Send(slot, H3Bench.Join(H3Bench.Hex("01 08 0200 d4 d7 80 50 01 61"), H3Bench.Frame(0, new byte[600]).AsSpan(0, 400).ToArray()), false);
            Assert.Equal("0301", Convert.ToHexString(bench.Transport.Pull(decoder, bench.Random)));
            bench.Send(slot, new byte[203], true);
            Assert.Equal("030180", Convert.ToHexString(bench.Transport.Pull(decoder, bench.Random)));
            Assert.Equal(600, bench.Response(slot).Body.Length);
            bench.Finish(slot);

            // A request given up is a section given up.
            slot = bench.Begin();
            bench.Send(slot, H3Bench.Hex("01 08 0200 d4"), false);
            bench.Transport.Raise(QuicEvent.StreamReset, slot);
            bench.Connection.HandleEvents(bench.Now);
            Assert.Equal("03018044", Convert.ToHexString(bench.Transport.Pull(decoder, bench.Random)));
            bench.AssertNothingHeld();
        }

        [Fact]
        public void RandomClientsLeaveNothingBehind()
        {
            for (int seed = 0; seed < 300; seed++)
            {
                var random = new Random(seed);
                var bench = Bench((h3, http) =>
                {
                    h3.DynamicTable = seed % 3 == 0 ? 256 : 0;
                    http.BodyBuffers = seed % 5 == 0 ? 2 : 4;
                });
                bench.Transport.Block = random.Next(2) == 0 ? 64 : random.Next(1, 300);
                var slots = new List<int>();
                for (int step = 0; step < 60 && bench.Transport.CloseCode == null; step++)
                {
                    int open = slots.Count(s => !bench.Transport.Streams[s].Released);
                    if (open < 4 && random.Next(3) == 0)
                    {
                        slots.Add(bench.Begin());
                    }
                    else if (slots.Count > 0)
                    {
                        int slot = slots[random.Next(slots.Count)];
                        FakeTransport.Stream stream = bench.Transport.Streams[slot];
                        switch (random.Next(9))
                        {
                            case 0:
                                if (!stream.Released)
                                {
                                    bench.Transport.Raise(random.Next(2) == 0 ? QuicEvent.StreamReset : QuicEvent.StopSending, slot);
                                }

                                break;

                            case 1:
                                bench.Transport.Pull(slot, random);
                                bench.Transport.AcknowledgeAll(slot);
                                break;

                            case 2:
                                bench.Now += random.Next(4000000);
                                bench.Connection.HandleTimeout(bench.Now);
                                break;

                            case 3:
                                bench.Ring.Write(new byte[200], 0, random.Next(200));
                                bench.Connection.PumpBodies(bench.Now);
                                break;

                            default:
                                if (!stream.Fin)
                                {
                                    bench.Transport.Receive(slot, Garble(random), random.Next(4) == 0);
                                }

                                break;
                        }
                    }

                    bench.Connection.HandleEvents(bench.Now);
                    foreach (int slot in slots.Distinct())
                    {
                        if (!bench.Transport.Streams[slot].Released)
                        {
                            bench.Transport.Pull(slot, random);
                        }
                    }
                }

                bench.Transport.Raise(QuicEvent.Closed, 0);
                bench.Connection.HandleEvents(bench.Now);
                bench.AssertNothingHeld();

                // And the slot serves the next client.
                bench.Transport.CloseCode = null;
                for (int i = 0; i < bench.Transport.Streams.Length; i++)
                {
                    bench.Transport.Streams[i] = null;
                }

                bench.Open();
                Assert.Equal("hello", bench.Response(bench.Get("/")).Text);
            }
        }

        private static byte[] Garble(Random random)
        {
            string[] paths = { "/", "/echo", "/upload", "/events", "/bytes/700", "/nothing" };
            byte[] part;
            switch (random.Next(6))
            {
                case 0:
                    part = new byte[random.Next(40)];
                    random.NextBytes(part);
                    break;

                case 1:
                    part = H3Bench.Frame(random.Next(2) == 0 ? 0 : 0x21, new byte[random.Next(700)]);
                    break;

                default:
                    part = H3Bench.Head(random.Next(2) == 0 ? "POST" : "GET", paths[random.Next(paths.Length)]);
                    break;
            }

            if (random.Next(6) == 0 && part.Length > 0)
            {
                part[random.Next(part.Length)] ^= (byte)(1 << random.Next(8));
            }

            return random.Next(4) == 0 ? part.AsSpan(0, random.Next(part.Length + 1)).ToArray() : part;
        }

        [Fact]
        public void NothingIsAllocatedByRequests()
        {
            var bench = Bench((h3, _) => h3.DynamicTable = 256);
            byte[] request = H3Bench.Head("GET", "/bytes/200", "user-agent: test", "accept: */*");
            var buffer = new byte[1500];
            int slot = 0;
            long allocated = 0;
            for (int i = 0; i < 50; i++)
            {
                slot = bench.Begin();
                bench.Transport.Receive(slot, request, true);
                AllocationMeter meter = AllocationMeter.Start();
                bench.Connection.HandleEvents(bench.Now);
                bench.Connection.PumpBodies(bench.Now);
                bench.Connection.Read(slot, 0, buffer, 0, 240);
                if (i > 5)
                {
                    allocated += meter.Stop();
                }

                bench.Response(slot);
                bench.Finish(slot);
            }

            Assert.Equal(0, allocated);
        }

        [Fact]
        public void WithoutMemoryAConnectionIsClosedAndCountedAndTheNextIsServed()
        {
            H3Profile profile = null;
            H3Bench bench = Bench((h3, _) => profile = h3, false);
            if (!OnDemand)
            {
                Assert.NotNull(bench.Shared.Sources);
                bench.Open();
                bench.Transport.Raise(QuicEvent.Closed, 0);
                bench.Connection.HandleEvents(bench.Now);
                Assert.NotNull(bench.Shared.Sources);
                return;
            }

            // No runtime gives an array that long.
            Assert.Null(bench.Shared.Sources);
            int size = profile.ResponseHead;
            profile.ResponseHead = int.MaxValue / profile.Requests;
            for (int i = 1; i <= 2; i++)
            {
                bench.Open();
                Assert.Equal(i, bench.Shared.Refused);
                Assert.Equal(H3Error.ExcessiveLoad, bench.Transport.CloseCode);
                Assert.False(bench.Connection.IsEstablished);
                Assert.Null(bench.Shared.Ints);
                bench.Connection.HandleTimeout(bench.Now);
                bench.Connection.PumpBodies(bench.Now);
                Assert.Equal(0, bench.Connection.RequestCount);
                Assert.Equal(0, bench.Connection.RequestTotal);
                Assert.Equal(long.MaxValue, bench.Connection.NextTimeout);
                bench.Transport.CloseCode = null;
                bench.Transport.Raise(QuicEvent.Closed, 0);
                bench.Connection.HandleEvents(bench.Now);
            }

            profile.ResponseHead = size;
            for (int i = 0; i < 3; i++)
            {
                bench.Open();
                Assert.True(bench.Connection.IsEstablished);
                Assert.NotNull(bench.Shared.Sources);
                bench.Transport.Raise(QuicEvent.Closed, 0);
                bench.Connection.HandleEvents(bench.Now);
                Assert.Null(bench.Shared.Sources);
                Assert.Null(bench.Shared.Heads);
                Assert.Null(bench.Shared.Ints);
                Assert.Null(bench.Shared.Longs);
            }

            Assert.Equal(2, bench.Shared.Refused);
        }
    }
}
