// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using MilliHttp.Nano.Http;
using MilliHttp.Nano.Http3;
using MilliHttp.Nano.Quic;
using Xunit;

namespace MilliHttp.Nano.Tests.Host.Http3
{
    /// <summary>Trap 34: the rules of RFC 9114 that a peer may break, each at every byte boundary.</summary>
    public class H3RulesTests : H3PolicyTests
    {
        public H3RulesTests()
            : this(false)
        {
        }

        protected H3RulesTests(bool onDemand)
            : base(onDemand)
        {
        }

        private const string Settings = "00 04 00";

        [Theory]
        // Control stream: SETTINGS first and once.
        [InlineData("00 04 00", 0)]
        [InlineData("00 00 00", H3Error.MissingSettings)]
        [InlineData("00 07 01 00", H3Error.MissingSettings)]
        [InlineData("00 21 00", H3Error.MissingSettings)]
        [InlineData("00 04 00 04 00", H3Error.FrameUnexpected)]
        // Frames that do not belong there.
        [InlineData("00 04 00 00 00", H3Error.FrameUnexpected)]
        [InlineData("00 04 00 01 02 00 00", H3Error.FrameUnexpected)]
        [InlineData("00 04 00 05 01 00", H3Error.FrameUnexpected)]
        [InlineData("00 04 00 02 00", H3Error.FrameUnexpected)]
        [InlineData("00 04 00 06 00", H3Error.FrameUnexpected)]
        [InlineData("00 04 00 08 00", H3Error.FrameUnexpected)]
        [InlineData("00 04 00 09 00", H3Error.FrameUnexpected)]
        // Settings: each once, none of HTTP/2, whole pairs, reserved ones ignored.
        [InlineData("00 04 09 01 80010000 06 80010000 07 00", H3Error.FrameError)]
        [InlineData("00 04 0c 01 80010000 06 80010000 07 00", 0)]
        [InlineData("00 04 04 01 00 01 00", H3Error.SettingsError)]
        [InlineData("00 04 04 07 00 07 01", H3Error.SettingsError)]
        [InlineData("00 04 02 02 00", H3Error.SettingsError)]
        [InlineData("00 04 02 03 00", H3Error.SettingsError)]
        [InlineData("00 04 02 04 00", H3Error.SettingsError)]
        [InlineData("00 04 02 05 00", H3Error.SettingsError)]
        [InlineData("00 04 01 06", H3Error.FrameError)]
        [InlineData("00 04 02 06 40", H3Error.FrameError)]
        [InlineData("00 04 02 08 02", H3Error.SettingsError)]
        [InlineData("00 04 02 33 02", H3Error.SettingsError)]
        [InlineData("00 04 03 4033 02", H3Error.SettingsError)]
        [InlineData("00 04 03 4033 01", 0)]
        [InlineData("00 04 0a 21 05 e100000000000021 03", H3Error.FrameError)]
        [InlineData("00 04 10 c00000000000001f c00000000000ffff", 0)]
        // GOAWAY of a client holds a push id, which may only go down; CANCEL_PUSH of a push that never was.
        [InlineData("00 04 00 07 01 08 07 01 04 07 01 04", 0)]
        [InlineData("00 04 00 07 01 04 07 01 08", H3Error.IdError)]
        [InlineData("00 04 00 07 00", H3Error.FrameError)]
        [InlineData("00 04 00 07 02 04 04", H3Error.FrameError)]
        [InlineData("00 04 00 07 01 40", H3Error.FrameError)]
        [InlineData("00 04 00 07 09 c00000000000000000", H3Error.FrameError)]
        [InlineData("00 04 00 07 08 c000000000000000", 0)]
        [InlineData("00 04 00 0d 01 05 0d 01 05 0d 01 09", 0)]
        [InlineData("00 04 00 0d 01 05 0d 01 04", H3Error.IdError)]
        [InlineData("00 04 00 03 01 00", H3Error.IdError)]
        // PRIORITY_UPDATE.
        [InlineData("00 04 00 800f0700 07 00 753d332c 6969 21 00", 0)]
        [InlineData("00 04 00 800f0700 03 04 753d", 0)]
        [InlineData("00 04 00 800f0700 01 04", 0)]
        [InlineData("00 04 00 800f0700 01 02", H3Error.IdError)]
        [InlineData("00 04 00 800f0700 00", H3Error.FrameError)]
        [InlineData("00 04 00 800f0700 01 44", H3Error.FrameError)]
        [InlineData("00 04 00 800f0701 01 00", H3Error.IdError)]
        [InlineData("00 04 00 0d 01 05 800f0701 01 05", 0)]
        // GREASE frames, with and without payload, types of every size.
        [InlineData("00 04 00 21 00 40 21 03 aabbcc e1ffffffffffffff 01 ff 21 4064", 0)]
        // Stream types of every size; the type in 8 bytes is still the control stream's.
        [InlineData("c000000000000000 04 00 04 00", H3Error.FrameUnexpected)]
        [InlineData("01", H3Error.StreamCreationError)]
        // QPACK streams.
        [InlineData("02", 0)]
        [InlineData("02 20", 0)]
        [InlineData("02 3f 01", H3Error.QpackEncoderStreamError)]
        [InlineData("02 c0 01 78", H3Error.QpackEncoderStreamError)]
        [InlineData("02 00", H3Error.QpackEncoderStreamError)]
        [InlineData("03", 0)]
        [InlineData("03 44 7f8080 01 44", 0)]
        [InlineData("03 80", H3Error.QpackDecoderStreamError)]
        [InlineData("03 01", H3Error.QpackDecoderStreamError)]
        [InlineData("03 00", H3Error.QpackDecoderStreamError)]
        public void Trap34_UnidirectionalStreams(string hex, int code)
        {
            foreach (bool bytewise in new[] { false, true })
            {
                foreach (int block in new[] { 1, 3, 1 << 16 })
                {
                    var bench = Bench();
                    bench.Transport.Block = block;
                    bench.Uni(hex, false, bytewise);
                    Assert.Equal(code == 0 ? null : code, bench.Transport.CloseCode);
                }
            }
        }

        [Theory]
        [InlineData("00 04 00")]
        [InlineData("00")]
        [InlineData("00 04 04 06")]
        [InlineData("00 04 00 21 05 00")]
        [InlineData("02")]
        [InlineData("03")]
        public void Trap34_CriticalStreamsStayOpen(string hex)
        {
            var bench = Bench();
            int slot = bench.Uni(hex);
            Assert.Null(bench.Transport.CloseCode);
            bench.Transport.Receive(slot, default, true);
            bench.Connection.HandleEvents(0);
            Assert.Equal(H3Error.ClosedCriticalStream, bench.Transport.CloseCode);

            bench = Bench();
            slot = bench.Uni(hex);
            bench.Transport.Raise(QuicEvent.StreamReset, slot);
            bench.Connection.HandleEvents(0);
            Assert.Equal(H3Error.ClosedCriticalStream, bench.Transport.CloseCode);

            bench = Bench();
            bench.Transport.Raise(QuicEvent.StopSending, Array.FindIndex(bench.Transport.Streams, s => s != null && s.IsLocal));
            bench.Connection.HandleEvents(0);
            Assert.Equal(H3Error.ClosedCriticalStream, bench.Transport.CloseCode);
        }

        [Theory]
        [InlineData("00 04 00")]
        [InlineData("02")]
        [InlineData("03")]
        public void Trap34_OneOfEachCriticalStream(string hex)
        {
            var bench = Bench();
            bench.Uni(hex);
            bench.Uni(hex.Substring(0, 2));
            Assert.Equal(H3Error.StreamCreationError, bench.Transport.CloseCode);
        }

        [Fact]
        public void Trap34_UnknownStreamsAreRefusedAndForgotten()
        {
            var bench = Bench();
            for (int i = 0; i < 100; i++)
            {
                int slot = bench.Uni(i % 2 == 0 ? "21" : "40 54 ffff", i % 3 == 0, true);
                Assert.Equal(H3Error.StreamCreationError, bench.Transport.Streams[slot].StopCode);
                Assert.True(bench.Transport.Streams[slot].Released);
                slot = bench.Uni("c0", true);
                Assert.True(bench.Transport.Streams[slot].Released);
                slot = bench.Uni("c0");
                bench.Transport.Raise(QuicEvent.StreamReset, slot);
                bench.Connection.HandleEvents(0);
                Assert.True(bench.Transport.Streams[slot].Released);
            }

            Assert.Null(bench.Transport.CloseCode);
            Assert.Equal("200", bench.Response(bench.Get("/")).Status);
        }

        private const string Head = "HEAD";

        [Theory]
        [InlineData("00 00", H3Error.FrameUnexpected)]
        [InlineData(Head + " 04 00", H3Error.FrameUnexpected)]
        [InlineData("03 01 00", H3Error.FrameUnexpected)]
        [InlineData("05 01 00", H3Error.FrameUnexpected)]
        [InlineData("07 01 00", H3Error.FrameUnexpected)]
        [InlineData("0d 01 00", H3Error.FrameUnexpected)]
        [InlineData("02 00", H3Error.FrameUnexpected)]
        [InlineData("06 00", H3Error.FrameUnexpected)]
        [InlineData("08 00", H3Error.FrameUnexpected)]
        [InlineData("09 00", H3Error.FrameUnexpected)]
        [InlineData("800f0700 01 00", H3Error.FrameUnexpected)]
        [InlineData(Head + " 01 02 00 00 00 01 78", H3Error.FrameUnexpected)]
        [InlineData(Head + " 01 02 00 00 01 02 00 00", H3Error.FrameUnexpected)]
        [InlineData("21 00 " + Head + " 21 02 0000 01 02 00 00 4021 01 00", 0)]
        [InlineData("01 03 00 00 80", H3Error.QpackDecompressionFailed)]
        [InlineData("01 04 00 00 ff 24", H3Error.QpackDecompressionFailed)]
        [InlineData(Head + " 01 03 00 00 80", H3Error.QpackDecompressionFailed)]
        public void Trap34_FramesOfRequestStreams(string hex, int code)
        {
            byte[] head = H3Bench.Head("POST", "/upload");
            byte[] data = H3Bench.Hex(hex.Replace(Head, Convert.ToHexString(head)));
            foreach (bool bytewise in new[] { false, true })
            {
                foreach (int block in new[] { 1, 16, 1 << 16 })
                {
                    var bench = Bench();
                    bench.Transport.Block = block;
                    int slot = bench.Begin();
                    bench.Send(slot, data, code == 0, bytewise);
                    Assert.Equal(code == 0 ? null : code, bench.Transport.CloseCode);
                    if (code == 0)
                    {
                        Assert.Equal("200", bench.Response(slot).Status);
                        bench.Finish(slot);
                    }

                    bench.AssertNothingHeld();
                }
            }
        }

        [Fact]
        public void Trap34_FramesCutOffByTheEndOfTheStream()
        {
            byte[] whole = H3Bench.Join(H3Bench.Head("POST", "/upload"), H3Bench.Hex("21 03 010203 00 05 3132333435"), H3Bench.Frame(1, H3Bench.Section("x-end: 1")));
            int head = H3Bench.Head("POST", "/upload").Length;
            var ends = new[] { 0, head, head + 5, head + 12, whole.Length };
            for (int cut = 0; cut <= whole.Length; cut++)
            {
                var bench = Bench();
                int slot = bench.Begin();
                bench.Send(slot, whole.AsSpan(0, cut).ToArray(), true, (cut & 1) != 0);
                if (Array.IndexOf(ends, cut) < 0)
                {
                    Assert.Equal(H3Error.FrameError, bench.Transport.CloseCode);
                }
                else if (cut == 0)
                {
                    Assert.Null(bench.Transport.CloseCode);
                    Assert.Equal(H3Error.RequestIncomplete, bench.Transport.Streams[slot].ResetCode);
                }
                else
                {
                    Assert.Equal("200", bench.Response(slot).Status);
                    bench.Finish(slot);
                }

                bench.AssertNothingHeld();
            }
        }

        [Theory]
        // Pseudo-header fields: each once, none missing, none unknown, none after others.
        [InlineData(":method: GET|:scheme: https|:path: /|:authority: a", true)]
        [InlineData(":authority: a|:path: /|:scheme: https|:method: GET", true)]
        [InlineData(":method: GET|:scheme: https|:path: /|host: a", true)]
        [InlineData(":method: GET|:scheme: https|:path: /|:authority: a|host: a", true)]
        [InlineData(":method: GET|:scheme: https|:path: /|:authority: a|host: b", false)]
        [InlineData(":method: GET|:scheme: https|:path: /|:authority: a|host: ab", false)]
        [InlineData(":method: GET|:scheme: https|:path: /|host: a|host: a", false)]
        [InlineData(":method: GET|:scheme: https|:path: /", false)]
        [InlineData(":method: GET|:scheme: https|:path: /|:authority: ", false)]
        [InlineData(":method: GET|:scheme: https|:path: /|:authority: u@a", false)]
        [InlineData(":scheme: https|:path: /|:authority: a", false)]
        [InlineData(":method: GET|:path: /|:authority: a", false)]
        [InlineData(":method: GET|:scheme: https|:authority: a", false)]
        [InlineData(":method: GET|:scheme: https|:path: |:authority: a", false)]
        [InlineData(":method: GET|:scheme: https|:path: x|:authority: a", false)]
        [InlineData(":method: GET|:scheme: https|:path: *|:authority: a", false)]
        [InlineData(":method: OPTIONS|:scheme: https|:path: *|:authority: a", true)]
        [InlineData(":method: |:scheme: https|:path: /|:authority: a", false)]
        [InlineData(":method: GET|:scheme: |:path: /|:authority: a", false)]
        [InlineData(":method: GET|:method: GET|:scheme: https|:path: /|:authority: a", false)]
        [InlineData(":method: GET|:scheme: https|:scheme: https|:path: /|:authority: a", false)]
        [InlineData(":method: GET|:scheme: https|:path: /|:path: /|:authority: a", false)]
        [InlineData(":method: GET|:scheme: https|:path: /|:authority: a|:authority: a", false)]
        [InlineData(":method: GET|:scheme: https|:path: /|:authority: a|:status: 200", false)]
        [InlineData(":method: GET|:scheme: https|:path: /|:authority: a|:protocol: websocket", false)]
        [InlineData(":method: GET|:scheme: https|:path: /|:authority: a|:x: y", false)]
        [InlineData(":method: GET|:scheme: https|x: y|:path: /|:authority: a", false)]
        [InlineData(":method: GET|:scheme: https|accept: */*|:path: /|:authority: a", false)]
        [InlineData("x: y|:method: GET|:scheme: https|:path: /|:authority: a", false)]
        // Names and values.
        [InlineData(":method: GET|:scheme: https|:path: /|:authority: a|Accept: */*", false)]
        [InlineData(":method: GET|:scheme: https|:path: /|:authority: a|x y: z", false)]
        [InlineData(":method: GET|:scheme: https|:path: /|:authority: a|x: \0", false)]
        [InlineData(":method: GET|:scheme: https|:path: /|:authority: a|x: a\r\nb: c", false)]
        [InlineData(":method: GET|:scheme: https|:path: /\n|:authority: a", false)]
        [InlineData(":method: GET|:scheme: https|:path: /|:authority: a|x: \tä", true)]
        // Connection-specific fields.
        [InlineData(":method: GET|:scheme: https|:path: /|:authority: a|connection: close", false)]
        [InlineData(":method: GET|:scheme: https|:path: /|:authority: a|keep-alive: 1", false)]
        [InlineData(":method: GET|:scheme: https|:path: /|:authority: a|proxy-connection: x", false)]
        [InlineData(":method: GET|:scheme: https|:path: /|:authority: a|transfer-encoding: chunked", false)]
        [InlineData(":method: GET|:scheme: https|:path: /|:authority: a|upgrade: h2c", false)]
        [InlineData(":method: GET|:scheme: https|:path: /|:authority: a|te: trailers", true)]
        [InlineData(":method: GET|:scheme: https|:path: /|:authority: a|te: gzip", false)]
        // Content-Length.
        [InlineData(":method: GET|:scheme: https|:path: /|:authority: a|content-length: 0", true)]
        [InlineData(":method: GET|:scheme: https|:path: /|:authority: a|content-length: 1", false)]
        [InlineData(":method: GET|:scheme: https|:path: /|:authority: a|content-length: -1", false)]
        [InlineData(":method: GET|:scheme: https|:path: /|:authority: a|content-length: +0", false)]
        [InlineData(":method: GET|:scheme: https|:path: /|:authority: a|content-length: ", false)]
        [InlineData(":method: GET|:scheme: https|:path: /|:authority: a|content-length: 0, 0", false)]
        [InlineData(":method: GET|:scheme: https|:path: /|:authority: a|content-length: 0|content-length: 0", false)]
        [InlineData(":method: GET|:scheme: https|:path: /|:authority: a|content-length: 99999999999999999999", false)]
        // CONNECT has neither scheme nor path (and is not served: 501).
        [InlineData(":method: CONNECT|:authority: a", true)]
        [InlineData(":method: CONNECT|:authority: a|:path: /", false)]
        [InlineData(":method: CONNECT|:scheme: https|:authority: a", false)]
        [InlineData(":method: CONNECT", false)]
        public void Trap34_MalformedMessages(string fields, bool good)
        {
            byte[] section = H3Bench.Section(fields.Split('|'));
            foreach (bool bytewise in new[] { false, true })
            {
                var bench = Bench();
                int slot = bench.Begin();
                bench.Send(slot, H3Bench.Frame(1, section), true, bytewise);
                Assert.Null(bench.Transport.CloseCode);
                if (good)
                {
                    Assert.Null(bench.Transport.Streams[slot].ResetCode);
                    bench.Response(slot);
                    bench.Finish(slot);
                }
                else
                {
                    Assert.Equal(H3Error.MessageError, bench.Transport.Streams[slot].ResetCode);
                    Assert.True(bench.Transport.Streams[slot].Released);
                }

                // The connection lives on.
                Assert.Equal("200", bench.Response(slot = bench.Get("/")).Status);
                bench.Finish(slot);
                bench.AssertNothingHeld();
            }
        }

        [Theory]
        [InlineData("x-checksum: 1", true)]
        [InlineData(":path: /", false)]
        [InlineData(":status: 200", false)]
        [InlineData(":other: 200", false)]
        [InlineData("transfer-encoding: chunked", false)]
        [InlineData("X: 1", false)]
        public void Trap34_Trailers(string field, bool good)
        {
            var bench = Bench();
            int slot = bench.Begin();
            bench.Send(slot, H3Bench.Join(H3Bench.Head("POST", "/echo"), H3Bench.Hex("00 03 616263"), H3Bench.Frame(1, H3Bench.Section(field))), true);
            if (good)
            {
                Assert.Equal("abc", bench.Response(slot).Text);
                bench.Finish(slot);
            }
            else
            {
                Assert.Equal(H3Error.MessageError, bench.Transport.Streams[slot].ResetCode);
            }

            bench.AssertNothingHeld();
        }

        [Theory]
        [InlineData("/echo", 5, 4)]
        [InlineData("/echo", 3, 4)]
        [InlineData("/upload", 5, 4)]
        [InlineData("/upload", 3, 4)]
        [InlineData("/upload", 0, 4)]
        [InlineData("/echo", 0, 4)]
        [InlineData("/upload", 4, 4)]
        [InlineData("/echo", 4, 4)]
        public void Trap34_ContentLengthMismatch(string path, int sent, int announced)
        {
            foreach (bool bytewise in new[] { false, true })
            {
                var bench = Bench();
                int slot = bench.Begin();
                byte[] head = H3Bench.Head("POST", path, "content-length: " + announced);
                bench.Send(slot, sent == 0 ? head : H3Bench.Join(head, H3Bench.Frame(0, new byte[1]), H3Bench.Frame(0, new byte[sent - 1])), true, bytewise);
                if (sent == announced)
                {
                    Assert.Equal("200", bench.Response(slot).Status);
                    bench.Finish(slot);
                }
                else
                {
                    Assert.Equal(H3Error.MessageError, bench.Transport.Streams[slot].ResetCode);
                }

                Assert.Null(bench.Transport.CloseCode);
                bench.AssertNothingHeld();
            }
        }
    }
}
