// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
using System.Text;
using MilliHttp.Nano.Http;

namespace MilliHttp.Nano.Tests.Host.Http
{
    /// <summary>One HTTP/1.1 connection in memory, with a few handlers that write down what happens to them.</summary>
    internal sealed class Http1Bench
    {
        public readonly MemoryChannel Channel;
        public readonly HttpService Service;
        public readonly Http1Connection Connection;
        public readonly StreamProbe Stream = new StreamProbe();
        public readonly EventRing Ring = new EventRing(512, 2);
        public readonly List<string> Log = new List<string>();
        public readonly TunnelProbe Tunnel = new TunnelProbe();
        public long Now = 1000;

        public Http1Bench(HttpProfile profile = null, int arena = 2304, int record = 1024)
        {
            Router router = new Router();
            KeepRegistered(router);
            foreach (string name in new[] { "x", "x-a-name-longer-than-thirty-two-letters-in-all" })
            {
                router.Fields.Keep(System.Text.Encoding.ASCII.GetBytes(name));
            }

            for (int pad = 0; pad < 40; pad++)
            {
                router.Fields.Keep(System.Text.Encoding.ASCII.GetBytes("x-" + new string('p', pad)));
            }

            Service = new HttpService(profile ?? new HttpProfile { BodySize = 256, RequestFields = 32 }, router);
            router.Add(HttpMethod.Get, "/", new TextHandler(this));
            router.Add(HttpMethod.Get, "/text", new TextHandler(this));
            router.Add(HttpMethod.Post, "/echo", new EchoProbe(this));
            router.Add(HttpMethod.Post, "/stream", Stream);
            router.Add(HttpMethod.Get, "/bytes/*", new CountHandler());
            router.Add(HttpMethod.Get, "/unknown/*", new CountHandler { IsUnknown = true });
            router.Add(HttpMethod.Get, "/tunnel", Tunnel);
            router.Add(HttpMethod.Get, "/events", new RingHandler(Ring));
            router.Add(HttpMethod.Get, "/throws", new ThrowingHandler());
            router.Add(HttpMethod.Get, "/empty", new StatusHandler(204));
            router.Add(HttpMethod.Get, "/same", new StatusHandler(304));
            router.Add(HttpMethod.Get, "/long", new LongFieldsHandler());
            Channel = new MemoryChannel(arena, record);
            Connection = new Http1Connection(Channel, Service, 7);
            Connection.Open(Now);
            Connection.Process(Now, false);
        }

        /// <summary>Has fields with a registered name kept, but for cookies and tokens.</summary>
        public static void KeepRegistered(Router router)
        {
            for (int id = 0; id < HeaderId.Other; id++)
            {
                if (id != HeaderId.Cookie && id != HeaderId.Referer && id < HeaderTable.Count && HeaderTable.NameId(id) == id)
                {
                    router.Fields.Keep(id);
                }
            }
        }

        /// <summary>Feeds bytes and goes on until nothing moves; what could not be taken is lost only when the connection is closed.</summary>
        public void Feed(byte[] data)
        {
            int at = 0;
            int idle = 0;
            while (idle < 2)
            {
                int taken = Channel.Feed(data, at, data.Length - at);
                at += taken;
                bool moved = Connection.Process(Now, taken == 0 && at < data.Length);
                idle = taken > 0 || moved || Connection.HasWork ? 0 : idle + 1;
                if (Connection.IsClosed || (Channel.HoldOutput && !moved && taken == 0) || (taken == 0 && !moved && at == data.Length))
                {
                    break;
                }
            }
        }

        public void Feed(string text)
        {
            Feed(Encoding.Latin1.GetBytes(text));
        }

        public string Output()
        {
            return Encoding.Latin1.GetString(Channel.TakeOutput());
        }

        public string Exchange(string request)
        {
            Feed(request);
            return Output();
        }

        /// <summary>The status codes of the responses in what was written, in order; bodies must have a length.</summary>
        public static List<Answer> Answers(byte[] output, bool head = false)
        {
            List<Answer> answers = new List<Answer>();
            int at = 0;
            while (at < output.Length)
            {
                int end = Find(output, at, "\r\n\r\n");
                string text = Encoding.Latin1.GetString(output, at, end - at);
                Answer answer = new Answer { Head = text, Status = int.Parse(text.Substring(9, 3)) };
                at = end + 4;
                int length = 0;
                foreach (string line in text.Split("\r\n"))
                {
                    int colon = line.IndexOf(": ", StringComparison.Ordinal);
                    if (colon > 0)
                    {
                        answer.Fields[line.Substring(0, colon)] = line.Substring(colon + 2);
                    }
                }

                if (head)
                {
                    length = 0;
                }
                else if (answer.Fields.TryGetValue("content-length", out string number))
                {
                    length = int.Parse(number);
                }
                else if (answer.Fields.ContainsKey("transfer-encoding"))
                {
                    List<byte> body = new List<byte>();
                    while (true)
                    {
                        int line = Find(output, at, "\r\n");
                        int size = Convert.ToInt32(Encoding.Latin1.GetString(output, at, line - at), 16);
                        at = line + 2;
                        body.AddRange(new ArraySegment<byte>(output, at, size));
                        at += size + 2;
                        if (size == 0)
                        {
                            break;
                        }
                    }

                    answer.Body = body.ToArray();
                    answers.Add(answer);
                    continue;
                }

                answer.Body = new byte[length];
                Array.Copy(output, at, answer.Body, 0, length);
                at += length;
                answers.Add(answer);
            }

            return answers;
        }

        private static int Find(byte[] output, int at, string text)
        {
            for (int i = at; i + text.Length <= output.Length; i++)
            {
                int j = 0;
                while (j < text.Length && output[i + j] == text[j])
                {
                    j++;
                }

                if (j == text.Length)
                {
                    return i;
                }
            }

            throw new InvalidOperationException("not a whole response: " + Encoding.Latin1.GetString(output, at, output.Length - at));
        }

        internal sealed class Answer
        {
            public string Head;
            public int Status;
            public byte[] Body;
            public Dictionary<string, string> Fields = new Dictionary<string, string>();
        }

        private static string Slice(byte[] buffer, int offset, int length)
        {
            return Encoding.Latin1.GetString(buffer, offset, length);
        }

        /// <summary>Answers with what it saw of the request.</summary>
        private sealed class TextHandler : HttpHandler
        {
            private readonly Http1Bench _bench;

            public TextHandler(Http1Bench bench)
            {
                _bench = bench;
            }

            public override void Handle(HttpRequest request, HttpResponse response)
            {
                StringBuilder text = new StringBuilder();
                text.Append(Slice(request.Buffer, request.PathOffset, request.PathLength)).Append('|');
                text.Append(Slice(request.Buffer, request.QueryOffset, request.QueryLength)).Append('|');
                text.Append(Slice(request.Buffer, request.AuthorityOffset, request.AuthorityLength)).Append('|').Append(request.BodyLength);
                for (int i = 0; i < request.FieldCount; i++)
                {
                    byte[] name = new byte[64];
                    string field = request.NameId(i) == HeaderId.Other
                        ? Slice(request.Buffer, request.NameOffset(i), request.NameLength(i))
                        : Slice(name, 0, HeaderTable.CopyName(request.NameId(i), name, 0));
                    text.Append('|').Append(field).Append('=').Append(Slice(request.Buffer, request.ValueOffset(i), request.ValueLength(i)));
                }

                _bench.Log.Add(text.ToString());
                response.Add(HeaderField.ContentTypeTextPlain);
                byte[] bytes = Encoding.Latin1.GetBytes("hello");
                response.BeginBuffer();
                Array.Copy(bytes, 0, response.Buffer, response.BufferOffset, bytes.Length);
                response.EndBuffer(bytes.Length);
            }
        }

        private sealed class EchoProbe : HttpHandler
        {
            private readonly Http1Bench _bench;

            public EchoProbe(Http1Bench bench)
            {
                _bench = bench;
            }

            public override void Handle(HttpRequest request, HttpResponse response)
            {
                _bench.Log.Add("echo " + Slice(request.Buffer, request.PathOffset, request.PathLength) + " " + request.BodyLength + " " + request.FieldCount);
                response.SetBodyOf(request);
            }
        }

        internal sealed class StreamProbe : HttpHandler
        {
            public readonly List<byte> Bytes = new List<byte>();
            public int Begun;
            public int Aborted;
            public int Handled;
            public int Refusal;

            public override bool WantsBody => true;

            public override int BeginBody(HttpRequest request)
            {
                if (Refusal == 0)
                {
                    Begun++;
                    Bytes.Clear();
                }

                return Refusal;
            }

            public override void Body(HttpRequest request, byte[] buffer, int offset, int count)
            {
                if (request.Slot != 7)
                {
                    throw new InvalidOperationException();
                }

                Bytes.AddRange(new ArraySegment<byte>(buffer, offset, count));
            }

            public override void AbortBody(HttpRequest request)
            {
                Aborted++;
            }

            public override void Handle(HttpRequest request, HttpResponse response)
            {
                Handled++;
                response.AddNumber(HeaderId.Etag, Bytes.Count);
            }
        }

        private sealed class CountHandler : HttpHandler
        {
            public bool IsUnknown;

            public override void Handle(HttpRequest request, HttpResponse response)
            {
                if (request.ParameterNumber < 0)
                {
                    response.Status = 404;
                    return;
                }

                response.SetBody(new CountSource { Count = request.ParameterNumber }, 0, IsUnknown ? -1 : request.ParameterNumber);
            }
        }

        private sealed class CountSource : BodySource
        {
            public int Count;

            public override long End(int handle) => Count;

            public override int Read(int handle, long offset, byte[] destination, int destinationOffset, int count)
            {
                for (int i = 0; i < count; i++)
                {
                    destination[destinationOffset + i] = (byte)((offset + i) % 251);
                }

                return count;
            }
        }

        private sealed class RingHandler : HttpHandler
        {
            private readonly EventRing _ring;

            public RingHandler(EventRing ring)
            {
                _ring = ring;
            }

            public override void Handle(HttpRequest request, HttpResponse response)
            {
                response.Add(HeaderField.ContentTypeTextEventStream);
                response.SetBody(_ring, _ring.Subscribe(), -1);
            }
        }

        private sealed class ThrowingHandler : HttpHandler
        {
            public override void Handle(HttpRequest request, HttpResponse response)
            {
                response.BeginBuffer();
                throw new InvalidOperationException();
            }
        }

        private sealed class StatusHandler : HttpHandler
        {
            private readonly int _status;

            public StatusHandler(int status)
            {
                _status = status;
            }

            public override void Handle(HttpRequest request, HttpResponse response)
            {
                response.Status = _status;
            }
        }

        private sealed class LongFieldsHandler : HttpHandler
        {
            public override void Handle(HttpRequest request, HttpResponse response)
            {
                for (int i = 0; i < 3; i++)
                {
                    response.Add(HeaderId.Etag, new byte[200], 0, 200);
                }
            }
        }
    }
}
