// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using System.Linq;
using MilliHttp.Nano.Http;
using MilliHttp.Nano.Http3;
using Xunit;

namespace MilliHttp.Nano.Tests.Host.Http3
{
    /// <summary>What one connected client may cost the others.</summary>
    public class H3HostileTests
    {
        private const long Second = 1000000;

        [Fact]
        public void TinyFramesAreReadInPortions()
        {
            byte[] body = H3Bench.Join(Enumerable.Range(0, 400).Select(i => H3Bench.Frame(0, new byte[] { (byte)i })).ToArray());
            foreach (string path in new[] { "/echo", "/upload" })
            {
                var bench = new H3Bench();
                int slot = bench.Begin();
                bench.Calls = 0;
                bench.Send(slot, H3Bench.Join(H3Bench.Head("POST", path), body), true);
                Assert.InRange(bench.Calls, 15, 60);
                Assert.Equal("200", bench.Response(slot).Status);
                bench.Finish(slot);
                bench.AssertNothingHeld();
            }
        }

        [Fact]
        public void FramesOfTheControlStreamAreReadInPortions()
        {
            foreach (string frame in new[] { "2100", "070100", "0d0100", "800f07000100" })
            {
                var bench = new H3Bench();
                bench.Calls = 0;
                string frames = string.Concat(Enumerable.Repeat(frame, 300));
                bench.Uni("000400" + frames);
                Assert.InRange(bench.Calls, 7, 40);
                Assert.Null(bench.Transport.CloseCode);
            }
        }

        [Fact]
        public void InstructionsAreReadInPortions()
        {
            foreach (string stream in new[] { "02" + string.Concat(Enumerable.Repeat("20", 3000)), "03" + string.Concat(Enumerable.Repeat("41", 3000)) })
            {
                var bench = new H3Bench();
                bench.Calls = 0;
                bench.Uni(stream);
                Assert.InRange(bench.Calls, 3, 20);
                Assert.Null(bench.Transport.CloseCode);
            }
        }

        [Fact]
        public void IncompleteRequestsLeaveABufferForOthers()
        {
            var bench = new H3Bench((h3, _) => h3.Unread = 0);
            int[] posts = Enumerable.Range(0, 3).Select(_ => bench.Begin()).ToArray();
            foreach (int slot in posts)
            {
                bench.Send(slot, H3Bench.Join(H3Bench.Head("POST", "/echo"), H3Bench.Frame(0, new byte[10])), false);
            }

            // Two of four are the most that a connection gets.
            Assert.True(bench.Service.Pool.HasFree(2));
            int get = bench.Get("/");
            Assert.Equal("hello", bench.Response(get).Text);
            bench.Finish(get);

            // Others hold two more: one is still free for responses.
            int other = bench.Service.Pool.Claim();
            bench.Send(posts[0], Array.Empty<byte>(), true);
            Assert.Equal("200", bench.Response(posts[0]).Status);
            get = bench.Get("/");
            Assert.Equal("hello", bench.Response(get).Text);
            bench.Finish(get);
            bench.Finish(posts[0]);
            bench.Service.Pool.Release(other);
            bench.Send(posts[1], Array.Empty<byte>(), true);
            bench.Send(posts[2], Array.Empty<byte>(), true);
            foreach (int slot in posts.Skip(1))
            {
                Assert.Equal("200", bench.Response(slot).Status);
                bench.Finish(slot);
            }

            bench.AssertNothingHeld();
        }

        [Fact]
        public void ABodyWithoutProgressEnds()
        {
            foreach (string path in new[] { "/echo", "/upload" })
            {
                foreach (int length in new[] { 10, 1000 })
                {
                    var bench = new H3Bench((h3, _) => h3.Unread = 700);
                    int slot = bench.Begin();
                    bench.Send(slot, H3Bench.Head("POST", path), false);
                    bench.Now += 4 * Second;
                    bench.Send(slot, H3Bench.Frame(0, new byte[1010]).AsSpan(0, length).ToArray(), false);
                    Assert.InRange(bench.Connection.NextTimeout - bench.Now, 1, 10 * Second);
                    for (int i = 0; i < 3 && bench.Transport.Streams[slot].Limit == 0; i++)
                    {
                        bench.Now = bench.Connection.NextTimeout;
                        bench.Connection.HandleTimeout(bench.Now);
                    }

                    Assert.Equal("408", bench.Response(slot).Status);
                    bench.Finish(slot);
                    bench.AssertNothingHeld();
                }
            }
        }

        [Fact]
        public void AResponseHasALeastRate()
        {
            // 100 bytes a second are too few, 2,000 are enough.
            foreach (int rate in new[] { 100, 2000 })
            {
                var bench = new H3Bench();
                int slot = bench.Get("/bytes/1000000");
                long began = bench.Now;
                long acknowledged = 0;
                while (bench.Now - began < 300 * Second && bench.Transport.Streams[slot].ResetCode == null)
                {
                    long due = bench.Connection.NextTimeout;
                    acknowledged += (due - bench.Now) * rate / Second;
                    bench.Transport.Streams[slot].Acknowledged = acknowledged;
                    bench.Now = due;
                    bench.Connection.HandleTimeout(bench.Now);
                }

                if (rate == 100)
                {
                    Assert.InRange(bench.Now - began, 30 * Second, 60 * Second);
                    Assert.Equal(H3Error.RequestCancelled, bench.Transport.Streams[slot].ResetCode);
                    bench.AssertNothingHeld();
                }
                else
                {
                    Assert.Null(bench.Transport.Streams[slot].ResetCode);
                }
            }
        }

        [Fact]
        public void EventStreamsMayEnd()
        {
            var bench = new H3Bench();
            Assert.True(bench.Connection.MayEnd);
            int events = bench.Get("/events");
            Assert.True(bench.Connection.MayEnd);
            int other = bench.Get("/bytes/1000");
            Assert.False(bench.Connection.MayEnd);
            bench.Response(other);
            bench.Finish(other);
            Assert.True(bench.Connection.MayEnd);
            Assert.NotEqual(events, other);
        }
    }
}
