// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using System.Linq;
using System.Text;
using MilliHttp.Nano.Http3;
using Xunit;

namespace MilliHttp.Nano.Tests.Host.Http3
{
    /// <summary>Extended CONNECT (RFC 9220): a request stream that becomes a tunnel.</summary>
    public class H3TunnelTests
    {
        private static readonly string[] s_connect = { ":method: CONNECT", ":protocol: websocket", ":scheme: https", ":path: /tunnel?q", ":authority: localhost" };

        [Fact]
        public void SettingsOfferIt()
        {
            var bench = new H3Bench();
            int slot = Array.FindIndex(bench.Transport.Streams, s => s != null && s.IsLocal);
            Assert.EndsWith("0801", Convert.ToHexString(bench.Transport.Pull(slot, bench.Random)), StringComparison.Ordinal);
        }

        [Fact]
        public void BytesGoBothWays()
        {
            foreach (bool bytewise in new[] { false, true })
            {
                var bench = new H3Bench();
                int slot = Connect(bench);
                Assert.Equal("200", bench.Response(slot, false).Status);
                Assert.Equal("open 13 1 0", Assert.Single(bench.Tunnel.Log));
                bench.Send(slot, H3Bench.Join(Data("first"), H3Bench.Frame(0x21, new byte[9]), Data(string.Empty), Data(new string('b', 300))), false, bytewise);
                bench.Connection.PumpBodies(bench.Now);
                Assert.Equal("first" + new string('b', 300), bench.Tunnel.Text);
                bench.Tunnel.Send("from here");
                for (int i = 0; i < 3; i++)
                {
                    bench.Connection.PumpBodies(bench.Now);
                }

                H3Bench.Answer answer = bench.Response(slot, false);
                Assert.Equal("first" + new string('b', 300) + "from here", answer.Text);

                // Either side may end first.
                if (bytewise)
                {
                    bench.Send(slot, Array.Empty<byte>(), true);
                    Assert.Contains("end", bench.Tunnel.Log);
                }

                bench.Tunnel.Ends = true;
                bench.Connection.PumpBodies(bench.Now);
                bench.Response(slot);
                bench.Finish(slot);
                Assert.Equal("release", bench.Tunnel.Log.Last());
                Assert.Single(bench.Tunnel.Log, "release");
                Assert.Equal(bytewise ? null : H3Error.NoError, bench.Transport.Streams[slot]?.StopCode);
                Assert.Null(bench.Transport.CloseCode);
                bench.AssertNothingHeld();
            }
        }

        [Fact]
        public void AFullHandlerHoldsTheClient()
        {
            var bench = new H3Bench();
            int slot = Connect(bench);
            bench.Tunnel.RoomLeft = 3;
            bench.Send(slot, H3Bench.Join(Data("abcd"), Data("ef")), false);
            bench.Connection.PumpBodies(bench.Now);
            Assert.Equal("abc", bench.Tunnel.Text);
            bench.Tunnel.RoomLeft = 100;
            bench.Connection.PumpBodies(bench.Now);
            Assert.Equal("abcdef", bench.Tunnel.Text);
        }

        [Fact]
        public void RefusalsAndBreaches()
        {
            var bench = new H3Bench();
            bench.Tunnel.Refuses = true;
            int slot = Connect(bench);
            Assert.Equal("401", bench.Response(slot).Status);
            Assert.Equal(H3Error.NoError, bench.Transport.Streams[slot].StopCode);
            bench.Finish(slot);
            bench.Tunnel.Throws = true;
            slot = Connect(bench);
            Assert.Equal("500", bench.Response(slot).Status);
            bench.Finish(slot);
            bench.Tunnel.Throws = false;
            Assert.DoesNotContain("release", bench.Tunnel.Log);
            foreach (string change in new[] { ":protocol: other", ":path: /", ":path: /nowhere", ":method: GET" })
            {
                bench = new H3Bench();
                string name = change.Substring(0, change.IndexOf(": ", 1, StringComparison.Ordinal) + 2);
                slot = bench.Begin();
                bench.Send(slot, H3Bench.Frame(1, H3Bench.Section(s_connect.Select(f => f.StartsWith(name) ? change : f).ToArray())), false);
                if (name == ":method: ")
                {
                    Assert.Equal(H3Error.MessageError, bench.Transport.Streams[slot].ResetCode);
                }
                else
                {
                    Assert.Equal(change == ":path: /nowhere" ? "404" : "501", bench.Response(slot).Status);
                    bench.Finish(slot);
                }

                bench.AssertNothingHeld();
            }

            // Without a path, twice, after a regular field; and a HEADERS frame in the tunnel.
            foreach (string[] head in new[] { s_connect.Where(f => !f.StartsWith(":path")).ToArray(), s_connect.Append(":protocol: websocket").ToArray(), s_connect.Where(f => !f.StartsWith(":protocol")).Append("x: y").Append(":protocol: websocket").ToArray() })
            {
                bench = new H3Bench();
                slot = bench.Begin();
                bench.Send(slot, H3Bench.Frame(1, H3Bench.Section(head)), false);
                Assert.Equal(H3Error.MessageError, bench.Transport.Streams[slot].ResetCode);
                bench.AssertNothingHeld();
            }

            bench = new H3Bench();
            slot = Connect(bench);
            bench.Send(slot, H3Bench.Frame(1, H3Bench.Section("x: y")), false);
            Assert.Equal(H3Error.FrameUnexpected, bench.Transport.CloseCode);
            Assert.Equal("release", bench.Tunnel.Log.Last());
        }

        [Fact]
        public void WithoutRoomForItsFramesItIsRefused()
        {
            var bench = new H3Bench((h3, _) => h3.StreamedResponses = 1);
            Connect(bench);
            int slot = Connect(bench);
            Assert.Equal("503", bench.Response(slot).Status);
            Assert.Equal(new[] { "open 13 1 0", "open 12 1 0", "release" }, bench.Tunnel.Log);
        }

        [Fact]
        public void ResetsAndTheEndOfTheServer()
        {
            var bench = new H3Bench();
            int slot = Connect(bench);
            bench.Transport.Raise(MilliHttp.Nano.Quic.QuicEvent.StreamReset, slot);
            bench.Connection.HandleEvents(bench.Now);
            Assert.Equal("release", bench.Tunnel.Log.Last());
            bench.AssertNothingHeld();
            Connect(bench);
            bench.Connection.Shutdown(bench.Now);
            Assert.Equal("go away", bench.Tunnel.Log.Last());
        }

        [Fact]
        public void ALongHeadOpensATunnelToo()
        {
            var bench = new H3Bench();
            int slot = bench.Begin();
            bench.Send(slot, H3Bench.Frame(1, H3Bench.Section(s_connect.Append("x-cookie: " + new string('c', 4096)).ToArray())), false, true);
            Assert.Equal("200", bench.Response(slot, false).Status);
            bench.Send(slot, Data("in"), false);
            Assert.Equal("in", bench.Tunnel.Text);
            Assert.True(bench.Service.Pool.HasFree(4));
        }

        private static byte[] Data(string text) => H3Bench.Frame(0, Encoding.ASCII.GetBytes(text));

        private static int Connect(H3Bench bench)
        {
            int slot = bench.Begin();
            bench.Send(slot, H3Bench.Frame(1, H3Bench.Section(s_connect)), false);
            return slot;
        }
    }
}
