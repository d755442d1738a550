// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
using System.IO;
using System.Text;
using MilliHttp.Nano.Http;
using MilliHttp.Nano.Http3;
using MilliHttp.Nano.Quic;
using Xunit;

namespace MilliHttp.Nano.Tests.Host.Http3
{
    /// <summary>An H3Connection between a few handlers and a fake transport, and a client that speaks in bytes.</summary>
    internal sealed class H3Bench
    {
        public readonly FakeTransport Transport = new();
        public readonly HttpService Service;
        public readonly H3Shared Shared;
        public readonly H3Connection Connection;
        public readonly EventRing Ring = new(600, 3);
        public readonly Uploads Upload = new();
        public readonly Random Random = new(42);
        public long Now = 1000;
        public readonly Http.TunnelProbe Tunnel = new Http.TunnelProbe();
        private long _nextRequest;

        public H3Bench(Action<H3Profile, HttpProfile> change = null, bool open = true)
        {
            var h3 = new H3Profile();

            // Sizes of its own: the board's may change.
            var http = new HttpProfile { HeadSize = 1536, RequestFields = 32, BodyBuffers = 4, BodySize = 1024, ResponseFields = 192 };
            change?.Invoke(h3, http);
            var router = new Router();
            foreach (string name in new[] { "user-agent", "x-own", "accept-encoding", "cookie", "x-kept" })
            {
                router.Fields.Keep(Encoding.ASCII.GetBytes(name));
            }

            router.Add(HttpMethod.Get, "/", new Text("hello"));
            router.Add(HttpMethod.Get, "/bytes/*", new Bytes());
            router.Add(HttpMethod.Post, "/echo", new Echo());
            router.Add(HttpMethod.Post, "/upload", Upload);
            router.Add(HttpMethod.Get, "/tunnel", Tunnel);
            router.Add(HttpMethod.Get, "/events", new Events(Ring));
            router.Add(HttpMethod.Get, "/throw", new Throwing());
            router.Add(HttpMethod.Get, "/none", new None());
            router.Add(HttpMethod.Get, "/large", new LargeHead());
            router.Add(HttpMethod.Get, "/fields", new Fields());
            Service = new HttpService(http, router);
            Shared = new H3Shared(h3, Service, 1, FakeTransport.Slots, 10) { Gather = new byte[1472] };
            Connection = new FakeConnection(Shared, Transport);
            if (open)
            {
                Open();
            }
        }

        public void Open()
        {
            Transport.Raise(QuicEvent.Established, 0);
            HandleEvents();
        }

        /// <summary>Handles events until everything that arrived was read; how many calls that took is counted.</summary>
        public void HandleEvents()
        {
            do
            {
                Shared.HasMore = false;
                Calls++;
                Connection.HandleEvents(Now);
            }
            while (Shared.HasMore);
        }

        public int Calls;

        public int Uni(string hex, bool fin = false, bool bytewise = false)
        {
            int slot = Transport.Add(2);
            Send(slot, Hex(hex), fin, bytewise);
            return slot;
        }

        public void Send(int slot, byte[] data, bool fin, bool bytewise = false)
        {
            if (!bytewise)
            {
                Transport.Receive(slot, data, fin);
                HandleEvents();
                return;
            }

            for (int i = 0; i < data.Length; i++)
            {
                Transport.Receive(slot, data.AsSpan(i, 1), false);
                HandleEvents();
            }

            if (fin)
            {
                Transport.Receive(slot, default, true);
                HandleEvents();
            }
        }

        public int Begin()
        {
            int slot = Transport.Add(_nextRequest);
            _nextRequest += 4;
            return slot;
        }

        public int Get(string path, string method = "GET")
        {
            int slot = Begin();
            Send(slot, Head(method, path), true);
            return slot;
        }

        public static byte[] Hex(string hex) => Convert.FromHexString(hex.Replace(" ", ""));

        public static byte[] Head(string method, string path, params string[] fields)
        {
            var all = new List<string> { ":method: " + method, ":scheme: https", ":path: " + path, ":authority: localhost" };
            all.AddRange(fields);
            return Frame(1, Section(all.ToArray()));
        }

        public static byte[] Section(params string[] fields)
        {
            var section = new MemoryStream();
            section.Write(new byte[2]);
            bool huffman = false;
            foreach (string field in fields)
            {
                int colon = field.IndexOf(": ", 1, StringComparison.Ordinal);
                byte[] name = Encoding.Latin1.GetBytes(field.Substring(0, colon));
                byte[] value = Encoding.Latin1.GetBytes(field.Substring(colon + 2));
                if (huffman)
                {
                    name = HuffmanTests.Encode(name);
                    value = HuffmanTests.Encode(value);
                }

                Prefix(section, huffman ? 0x28 : 0x20, 7, name.Length);
                section.Write(name);
                Prefix(section, huffman ? 0x80 : 0, 127, value.Length);
                section.Write(value);
                huffman = !huffman;
            }

            return section.ToArray();
        }

        public static void Prefix(Stream stream, int pattern, int mask, int value)
        {
            if (value < mask)
            {
                stream.WriteByte((byte)(pattern | value));
                return;
            }

            stream.WriteByte((byte)(pattern | mask));
            for (value -= mask; value >= 128; value >>= 7)
            {
                stream.WriteByte((byte)(0x80 | value));
            }

            stream.WriteByte((byte)value);
        }

        public static byte[] Frame(long type, byte[] payload)
        {
            var frame = new byte[payload.Length + 16];
            int at = Varint.Write(frame, 0, type);
            at = Varint.Write(frame, at, payload.Length);
            payload.CopyTo(frame, at);
            return frame.AsSpan(0, at + payload.Length).ToArray();
        }

        public static byte[] Join(params byte[][] parts)
        {
            var all = new MemoryStream();
            foreach (byte[] part in parts)
            {
                all.Write(part);
            }

            return all.ToArray();
        }

        public sealed class Answer
        {
            public List<string> Heads = new();
            public byte[] Body = Array.Empty<byte>();
            public string Text => Encoding.Latin1.GetString(Body);
            public string Status => Heads.Count == 0 ? null : Heads[^1].Substring(9, 3);
        }

        public Answer Response(int slot, bool whole = true)
        {
            byte[] bytes = Transport.Pull(slot, Random);
            if (whole)
            {
                Assert.True(Transport.Streams[slot].SendFin, "response is not over");
                Assert.Equal(Transport.Streams[slot].Limit, bytes.Length);
            }

            var answer = new Answer();
            var body = new MemoryStream();
            int at = 0;
            while (at < bytes.Length)
            {
                long type = Varint.Read(bytes, at, bytes.Length);
                at += 1 << (bytes[at] >> 6);
                int length = (int)Varint.Read(bytes, at, bytes.Length);
                at += 1 << (bytes[at] >> 6);
                if (type == 0)
                {
                    body.Write(bytes, at, Math.Min(length, bytes.Length - at));
                }
                else
                {
                    Assert.Equal(1, type);
                    answer.Heads.Add(ReadSection(bytes, at, length));
                }

                at += length;
            }

            if (whole)
            {
                Assert.Equal(bytes.Length, at);
            }

            answer.Body = body.ToArray();
            return answer;
        }

        public static string ReadSection(byte[] bytes, int offset, int length)
        {
            var output = new byte[4096];
            var reader = new FieldSectionReader(output);
            Assert.Equal(FieldSectionReader.Field, reader.Begin(bytes, offset, length, null, 0, output.Length));
            var text = new StringBuilder();
            var name = new byte[80];
            while (reader.Next() == FieldSectionReader.Field)
            {
                text.Append(reader.NameEntry < 0
                    ? Encoding.Latin1.GetString(output, reader.NameOffset, reader.NameLength)
                    : Encoding.ASCII.GetString(name, 0, HeaderTable.CopyName(reader.NameEntry, name, 0)));
                text.Append(": ");
                text.Append(reader.ValueEntry < 0
                    ? Encoding.Latin1.GetString(output, reader.ValueOffset, reader.ValueLength)
                    : Encoding.ASCII.GetString(name, 0, HeaderTable.CopyValue(reader.ValueEntry, name, 0)));
                text.Append('\n');
            }

            return text.ToString();
        }

        /// <summary>Acknowledges a response; the stream must be free afterwards.</summary>
        public void Finish(int slot)
        {
            Transport.AcknowledgeAll(slot);
            HandleEvents();
            Assert.True(Transport.Streams[slot].Released);
        }

        public void AssertNothingHeld()
        {
            Assert.Equal(0, Connection.RequestCount);
            Assert.True(Service.Pool.HasFree(Service.Profile.BodyBuffers));
            Assert.Equal(0, Ring.Readers);
            Assert.Equal(Upload.Begun, Upload.Handled + Upload.Aborted);
        }

        private sealed class Text : HttpHandler
        {
            private readonly byte[] _text;

            public Text(string text) => _text = Encoding.ASCII.GetBytes(text);

            public override void Handle(HttpRequest request, HttpResponse response)
            {
                if (response.BeginBuffer())
                {
                    _text.CopyTo(response.Buffer, response.BufferOffset);
                    response.Add(HeaderField.ContentTypeTextPlain);
                    response.EndBuffer(_text.Length);
                }
            }
        }

        private sealed class Bytes : HttpHandler
        {
            private readonly Pattern _pattern = new();

            public override void Handle(HttpRequest request, HttpResponse response)
            {
                response.Add(HeaderField.ContentTypeApplicationOctetStream);
                response.SetBody(_pattern, 0, request.ParameterNumber);
            }

            private sealed class Pattern : BodySource
            {
                public override int Read(int handle, long offset, byte[] destination, int destinationOffset, int count)
                {
                    for (int i = 0; i < count; i++)
                    {
                        destination[destinationOffset + i] = (byte)((offset + i) % 251);
                    }

                    return count;
                }
            }
        }

        private sealed class Echo : HttpHandler
        {
            public override void Handle(HttpRequest request, HttpResponse response)
            {
                Assert.Equal("/echo", Encoding.ASCII.GetString(request.Buffer, request.PathOffset, request.PathLength));
                response.SetBodyOf(request);
            }
        }

        internal sealed class Uploads : HttpHandler
        {
            public int Begun;
            public int Handled;
            public int Aborted;
            public int Refusal;
            public bool ThrowInBody;
            public MemoryStream Last = new();

            public override bool WantsBody => true;

            public override int BeginBody(HttpRequest request)
            {
                Assert.Equal("/upload", Encoding.ASCII.GetString(request.Buffer, request.PathOffset, request.PathLength));
                if (Refusal != 0)
                {
                    return Refusal;
                }

                Begun++;
                Last = new MemoryStream();
                return 0;
            }

            public override void Body(HttpRequest request, byte[] buffer, int offset, int count)
            {
                Assert.InRange(request.Slot, 10, 13);
                if (ThrowInBody)
                {
                    throw new InvalidOperationException();
                }

                Last.Write(buffer, offset, count);
            }

            public override void AbortBody(HttpRequest request) => Aborted++;

            public override void Handle(HttpRequest request, HttpResponse response)
            {
                Handled++;
                Assert.Equal(HttpMethod.Post, request.Method);
                response.AddNumber(HeaderId.Etag, Last.Length);
            }
        }

        private sealed class Events : HttpHandler
        {
            private readonly EventRing _ring;

            public Events(EventRing ring) => _ring = ring;

            public override void Handle(HttpRequest request, HttpResponse response)
            {
                response.Add(HeaderField.ContentTypeTextEventStream);
                response.SetBody(_ring, _ring.Subscribe(), -1);
            }
        }

        private sealed class Throwing : HttpHandler
        {
            public override void Handle(HttpRequest request, HttpResponse response)
            {
                response.BeginBuffer();
                throw new InvalidOperationException();
            }
        }

        private sealed class None : HttpHandler
        {
            public override void Handle(HttpRequest request, HttpResponse response) => response.Status = 204;
        }

        private sealed class LargeHead : HttpHandler
        {
            public override void Handle(HttpRequest request, HttpResponse response)
            {
                var value = new byte[180];
                Array.Fill(value, (byte)'{');
                response.Add(HeaderId.Etag, value, 0, value.Length);
                response.SetBodyOf(request);
            }
        }

        /// <summary>Answers with the fields of the request, one a line.</summary>
        private sealed class Fields : HttpHandler
        {
            public override void Handle(HttpRequest request, HttpResponse response)
            {
                var text = new StringBuilder();
                text.Append(Encoding.ASCII.GetString(request.Buffer, request.QueryOffset, request.QueryLength)).Append('\n');
                text.Append(Encoding.ASCII.GetString(request.Buffer, request.AuthorityOffset, request.AuthorityLength)).Append('\n');
                var name = new byte[64];
                for (int i = 0; i < request.FieldCount; i++)
                {
                    text.Append(request.NameId(i) == HeaderId.Other
                        ? Encoding.ASCII.GetString(request.Buffer, request.NameOffset(i), request.NameLength(i))
                        : Encoding.ASCII.GetString(name, 0, HeaderTable.CopyName(request.NameId(i), name, 0)));
                    text.Append(": ").Append(Encoding.Latin1.GetString(request.Buffer, request.ValueOffset(i), request.ValueLength(i))).Append('\n');
                }

                response.BeginBuffer();
                byte[] bytes = Encoding.Latin1.GetBytes(text.ToString());
                bytes.CopyTo(response.Buffer, response.BufferOffset);
                response.EndBuffer(bytes.Length);
            }
        }
    }
}
