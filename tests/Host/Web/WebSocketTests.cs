// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using MilliHttp.Nano.Http;
using MilliHttp.Nano.Tests.Host.Http;
using MilliHttp.Nano.Web;
using Xunit;

namespace MilliHttp.Nano.Tests.Host.Web
{
    public sealed class WebSocketTests
    {
        private const string Key = "dGhlIHNhbXBsZSBub25jZQ==";
        private const string Head = "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: " + Key + "\r\n";

        [Fact]
        public void OpensWithTheAcceptOfTheRfc()
        {
            SocketBench bench = new SocketBench();
            string answer = bench.Open(Head);
            Assert.StartsWith("HTTP/1.1 101", answer);
            Assert.Contains("sec-websocket-accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n", answer);
            Assert.Contains("upgrade: websocket\r\n", answer);
            Assert.Equal(1, bench.Echo.Opened);
        }

        [Theory]
        [InlineData("Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 8\r\nSec-WebSocket-Key: " + Key + "\r\n", 426)]
        [InlineData("Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: " + Key + "\r\n", 426)]
        [InlineData("Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n", 400)]
        [InlineData(Head + "Origin: https://evil.example\r\n", 403)]
        [InlineData(Head + "Origin: http://device\r\n", 403)]
        [InlineData(Head + "Origin: https://device\r\n", 101)]
        [InlineData("", 426)]
        public void RefusesWhatIsNotRight(string fields, int status)
        {
            Assert.StartsWith("HTTP/1.1 " + status, new SocketBench().Open(fields));
        }

        [Fact]
        public void AFilterRefusesASocketToo()
        {
            SocketBench bench = new SocketBench();
            Assert.StartsWith("HTTP/1.1 401", bench.Open(Head, "/closed"));
            Assert.StartsWith("HTTP/1.1 101", new SocketBench().Open(Head + "Authorization: Bearer token-token-token\r\n", "/closed"));
        }

        [Theory]
        [InlineData(0)]
        [InlineData(1)]
        [InlineData(125)]
        [InlineData(126)]
        [InlineData(300)]
        public void EchoesTextAndBinary(int length)
        {
            SocketBench bench = new SocketBench();
            bench.Open(Head);
            byte[] payload = Enumerable.Range(0, length).Select(i => (byte)(i % 100)).ToArray();
            Assert.Equal(new[] { Frame.Plain(1, payload) }, bench.Send(Frame.Masked(1, payload)));
            Assert.Equal(new[] { Frame.Plain(2, payload) }, bench.Send(Frame.Masked(2, payload)));
        }

        [Fact]
        public void FragmentsAreOneMessageAndControlFramesMayComeBetween()
        {
            SocketBench bench = new SocketBench();
            bench.Open(Head);
            byte[] all = Frame.Masked(1, "hel", false).Concat(Frame.Masked(9, "ping")).Concat(Frame.Masked(0, "lo ", false)).Concat(Frame.Masked(0, "you")).ToArray();
            Assert.Equal(new[] { Frame.Plain(10, "ping"), Frame.Plain(1, "hello you") }, bench.Send(all));
        }

        [Fact]
        public void AnyCutOfTheBytesGivesTheSame()
        {
            byte[] all = Frame.Masked(1, "hel", false).Concat(Frame.Masked(9, "ping")).Concat(Frame.Masked(0, "lö ", false)).Concat(Frame.Masked(0, "you")).Concat(Frame.Masked(2, new string('x', 200)))
                .Concat(Frame.Masked(10, "unasked")).Concat(Frame.Masked(8, "\u0003\u00E9bye")).ToArray();
            string[] expected = { Frame.Plain(10, "ping"), Frame.Plain(1, "hellö you"), Frame.Plain(2, new string('x', 200)), Frame.Plain(8, new byte[] { 3, 0xE9 }) };
            for (int piece = 1; piece < all.Length; piece += piece < 20 ? 1 : 13)
            {
                SocketBench bench = new SocketBench();
                bench.Open(Head);
                List<string> frames = new List<string>();
                for (int at = 0; at < all.Length; at += piece)
                {
                    frames.AddRange(bench.Send(all[at..Math.Min(all.Length, at + piece)]));
                }

                Assert.Equal(expected, frames);
                Assert.Equal(1001, bench.Echo.Closed);
            }
        }

        [Theory]
        [InlineData("rsv", 1002)]
        [InlineData("unmasked", 1002)]
        [InlineData("opcode", 1002)]
        [InlineData("longping", 1002)]
        [InlineData("fragmentedping", 1002)]
        [InlineData("continuation", 1002)]
        [InlineData("interleaved", 1002)]
        [InlineData("longform", 1002)]
        [InlineData("longform64", 1002)]
        [InlineData("negative64", 1002)]
        [InlineData("toolarge", 1009)]
        [InlineData("toolarge64", 1009)]
        [InlineData("toolargetogether", 1009)]
        [InlineData("utf8", 1007)]
        [InlineData("surrogate", 1007)]
        [InlineData("close1", 1002)]
        [InlineData("close1005", 1002)]
        [InlineData("closeutf8", 1007)]
        public void ClosesWithTheCodeForWhatIsBroken(string what, int code)
        {
            byte[] bytes = what switch
            {
                "rsv" => With(Frame.Masked(1, "x"), 0, 0xC1),
                "unmasked" => new byte[] { 0x81, 1, 120 },
                "opcode" => Frame.Masked(3, "x"),
                "longping" => Frame.Masked(9, new string('x', 126)),
                "fragmentedping" => Frame.Masked(9, "x", false),
                "continuation" => Frame.Masked(0, "x"),
                "interleaved" => Frame.Masked(1, "x", false).Concat(Frame.Masked(1, "y")).ToArray(),
                "longform" => new byte[] { 0x81, 0xFE, 0, 5, 0, 0, 0, 0 },
                "longform64" => new byte[] { 0x81, 0xFF, 0, 0, 0, 0, 0, 0, 0, 5, 0, 0, 0, 0 },
                "negative64" => new byte[] { 0x81, 0xFF, 0x80, 0, 0, 0, 0, 0, 0, 5, 0, 0, 0, 0 },
                "toolarge" => Frame.Masked(1, new string('x', 301)),
                "toolarge64" => new byte[] { 0x81, 0xFF, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0 },
                "toolargetogether" => Frame.Masked(1, new string('x', 200), false).Concat(Frame.Masked(0, new string('x', 101))).ToArray(),
                "utf8" => Frame.Masked(1, new byte[] { 0xC0, 0xAF }),
                "surrogate" => Frame.Masked(1, new byte[] { 0xED, 0xA0, 0x80 }),
                "close1" => Frame.Masked(8, "x"),
                "close1005" => Frame.Masked(8, new byte[] { 3, 0xED }),
                _ => Frame.Masked(8, new byte[] { 3, 0xE8, 0xFF })
            };
            SocketBench bench = new SocketBench();
            bench.Open(Head);
            Assert.Equal(new[] { Frame.Plain(8, new[] { (byte)(code >> 8), (byte)code }) }, bench.Send(bytes));
            Assert.Equal(code, bench.Echo.Closed);
        }

        [Fact]
        public void AClientThatCloses()
        {
            SocketBench bench = new SocketBench();
            bench.Open(Head);
            Assert.Equal(new[] { Frame.Plain(8, Array.Empty<byte>()) }, bench.Send(Frame.Masked(8, Array.Empty<byte>())));
            Assert.Equal(SocketCloseCode.None, bench.Echo.Closed);
            Assert.False(bench.Echo.IsOpen(0));
        }

        [Fact]
        public void TooManySocketsAre503AndASlotIsUsedAgain()
        {
            SocketBench bench = new SocketBench();
            bench.Open(Head);
            SocketBench second = new SocketBench(bench);
            Assert.StartsWith("HTTP/1.1 503", second.Open(Head));
            bench.Send(Frame.Masked(8, Array.Empty<byte>()));
            bench.Disconnect();
            Assert.StartsWith("HTTP/1.1 101", new SocketBench(bench).Open(Head));
        }

        [Fact]
        public void WhatDoesNotFitTheOutputIsRefusedAndTheRestIsWhole()
        {
            SocketBench bench = new SocketBench();
            bench.Open(Head);
            bench.Hold = true;
            int sent = 0;
            while (bench.Echo.Send(0, new string((char)('a' + sent), 50)))
            {
                sent++;
            }

            Assert.InRange(sent, 4, 12);
            bench.Hold = false;
            List<string> frames = bench.Send(Array.Empty<byte>());
            Assert.Equal(sent, frames.Count);
            Assert.All(frames, frame => Assert.StartsWith("1:", frame));
            Assert.True(bench.Echo.Send(0, "more"));
        }

        [Fact]
        public void Sha1IsWhatNetMakesOfIt()
        {
            for (int length = 0; length < 120; length++)
            {
                byte[] data = Enumerable.Range(0, length).Select(i => (byte)(i * 7)).ToArray();
                Assert.Equal(System.Security.Cryptography.SHA1.HashData(data), Sha1.Hash(data, length));
            }
        }

        [Fact]
        public void ValidityOfUtf8IsThatOfNet()
        {
            Random random = new Random(5);
            UTF8Encoding strict = new UTF8Encoding(false, true);
            byte[] first = { 0x41, 0x80, 0xBF, 0xC1, 0xC2, 0xDF, 0xE0, 0xED, 0xEF, 0xF0, 0xF4, 0xF5, 0x9F, 0xA0, 0x8F, 0x90 };
            for (int round = 0; round < 50000; round++)
            {
                byte[] bytes = Enumerable.Range(0, random.Next(6)).Select(_ => first[random.Next(first.Length)]).ToArray();
                bool expected = true;
                try
                {
                    strict.GetString(bytes);
                }
                catch (DecoderFallbackException)
                {
                    expected = false;
                }

                Assert.True(expected == Utf8.IsValid(bytes, 0, bytes.Length), Convert.ToHexString(bytes));
            }
        }

        private static byte[] With(byte[] bytes, int at, byte value)
        {
            bytes[at] = value;
            return bytes;
        }

        /// <summary>Frames as texts: operation, colon, payload in hexadecimal.</summary>
        private static class Frame
        {
            public static string Plain(int operation, byte[] payload) => operation + ":" + Convert.ToHexString(payload);

            public static string Plain(int operation, string payload) => Plain(operation, Encoding.UTF8.GetBytes(payload));

            public static byte[] Masked(int operation, string payload, bool last = true) =>
                Masked(operation, operation == 8 ? Encoding.Latin1.GetBytes(payload) : Encoding.UTF8.GetBytes(payload), last);

            public static byte[] Masked(int operation, byte[] payload, bool last = true)
            {
                byte[] mask = { 0x12, 0x34, 0x56, 0x78 };
                List<byte> frame = new List<byte> { (byte)((last ? 0x80 : 0) | operation) };
                if (payload.Length < 126)
                {
                    frame.Add((byte)(0x80 | payload.Length));
                }
                else
                {
                    frame.Add(0xFE);
                    frame.Add((byte)(payload.Length >> 8));
                    frame.Add((byte)payload.Length);
                }

                frame.AddRange(mask);
                frame.AddRange(payload.Select((value, i) => (byte)(value ^ mask[i & 3])));
                return frame.ToArray();
            }

            public static List<string> Parse(List<byte> bytes)
            {
                List<string> frames = new List<string>();
                while (bytes.Count >= 2)
                {
                    Assert.Equal(0x80, bytes[0] & 0xF0);
                    int length = bytes[1];
                    int head = 2;
                    if (length == 126)
                    {
                        if (bytes.Count < 4)
                        {
                            break;
                        }

                        length = (bytes[2] << 8) | bytes[3];
                        head = 4;
                    }

                    if (bytes.Count < head + length)
                    {
                        break;
                    }

                    frames.Add(Plain(bytes[0] & 15, bytes.GetRange(head, length).ToArray()));
                    bytes.RemoveRange(0, head + length);
                }

                return frames;
            }
        }

        private sealed class SocketBench
        {
            private readonly SocketApp _app;
            private readonly HttpService _service;
            private readonly MemoryChannel _channel = new MemoryChannel(4096, 2048);
            private readonly Http1Connection _connection;
            private readonly List<byte> _left = new List<byte>();
            private static int s_slot = 100;

            public SocketBench(SocketBench other = null)
            {
                _app = other?._app ?? new SocketApp();
                _service = other?._service ?? new MilliHttp.Nano.Firmware.Image(MilliHttp.Nano.Firmware.Profile.Standard(), new StillPorts(), _app).Service;
                _connection = new Http1Connection(_channel, _service, s_slot++);
                _connection.Open(1000);
                _connection.Process(1000, false);
            }

            public EchoSocket Echo => _app.Echo;

            public bool Hold
            {
                set => _channel.HoldOutput = value;
            }

            public string Open(string fields, string path = "/echo")
            {
                byte[] output = Exchange(Encoding.ASCII.GetBytes("GET " + path + " HTTP/1.1\r\nHost: device\r\n" + fields + "\r\n"));
                return Encoding.Latin1.GetString(output);
            }

            public List<string> Send(byte[] bytes)
            {
                _left.AddRange(Exchange(bytes));
                return Frame.Parse(_left);
            }

            public void Disconnect() => _connection.Abort();

            private byte[] Exchange(byte[] data)
            {
                int at = 0;
                int idle = 0;
                using System.IO.MemoryStream output = new System.IO.MemoryStream();
                while (idle < 3 && !_connection.IsClosed)
                {
                    int taken = _channel.Feed(data, at, data.Length - at);
                    at += taken;
                    bool moved = _connection.Process(1000, taken == 0 && at < data.Length);
                    byte[] written = _channel.TakeOutput();
                    output.Write(written);
                    idle = taken > 0 || moved || written.Length > 0 ? 0 : idle + 1;
                }

                return output.ToArray();
            }
        }

        private sealed class SocketApp : WebApplication
        {
            public readonly EchoSocket Echo = new EchoSocket();

            protected override void Configure()
            {
                Routes.MapSocket("/echo", Echo);
                Routes.MapSocket("/closed", new EchoSocket()).RequireAuthorization(new BearerAuthorizer("token-token-token"));
            }
        }

        private sealed class EchoSocket : WebSocketHandler
        {
            public int Opened;
            public int Closed;

            public EchoSocket()
                : base(1, 300, 512)
            {
            }

            protected override void OnOpen(int socket) => Opened++;

            protected override void OnMessage(int socket, bool isText, byte[] buffer, int offset, int count)
            {
                if (isText)
                {
                    Send(socket, Utf8.GetString(buffer, offset, count));
                }
                else
                {
                    Send(socket, buffer, offset, count);
                }
            }

            protected override void OnClose(int socket, int code) => Closed = code;
        }
    }
}
