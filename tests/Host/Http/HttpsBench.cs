// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
using System.IO;
using System.Net.Security;
using System.Text;
using MilliHttp.Nano.Firmware.Pages;
using MilliHttp.Nano.Firmware.Status;
using MilliHttp.Nano.Http;
using MilliHttp.Nano.Tests.Host.Tls;
using MilliHttp.Nano.Tls;

namespace MilliHttp.Nano.Tests.Host.Http
{
    /// <summary>The whole of HTTPS/1.1 with the pages of the firmware, in memory, against the platform's TLS client.</summary>
    internal sealed class HttpsBench : Stream
    {
        private readonly TlsServer _tls;
        private readonly Queue<byte> _toClient = new Queue<byte>();
        private byte[] _input = new byte[0];

        public readonly HttpService Service;
        public readonly Https1Server Server;
        public readonly Https1Connection Connection;
        public readonly PageSet Pages;
        public readonly FigureSource Figures = new FigureSource();
        public long Now = 1000000;

        /// <summary>Bytes given to the server at once.</summary>
        public int Chunk = 512;

        /// <summary>Changes what the client sends.</summary>
        public Func<byte[], byte[]> Tamper;

        public HttpsBench(TlsProfile profile = null, HttpProfile http = null, int uploads = 2)
        {
            _tls = new TlsServer(profile ?? TlsProfile.Standard());
            _tls.Connection.Reset();
            Router router = new Router();
            Service = new HttpService(http ?? new HttpProfile(), router);
            Pages = new PageSet(router, Figures, uploads, 1, 2, new byte[1200]);
            Server = new Https1Server(Service, new[] { _tls.Connection });
            Connection = Server.Connection(0);
            Server.SetAltSvc(8443);
        }

        public TlsConnection Tls => _tls.Connection;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position { get; set; }

        public SslStream Connect()
        {
            _toClient.Clear();
            _input = new byte[0];
            Connection.Open(Now);
            SslStream client = new SslStream(this, true, (_, _, _, _) => true);
            client.AuthenticateAsClient(new SslClientAuthenticationOptions
            {
                TargetHost = "localhost",
                ApplicationProtocols = new List<SslApplicationProtocol> { SslApplicationProtocol.Http11 },
            });
            return client;
        }

        /// <summary>Turns of the loop, until nothing moves.</summary>
        public void Run()
        {
            int offset = 0;
            bool moved = true;
            while (moved)
            {
                moved = false;
                int count = Math.Min(Chunk, _input.Length - offset);
                if (count > 0)
                {
                    int taken = Connection.FeedData(_input, offset, count, Now);
                    offset += taken;
                    moved |= taken > 0;
                }

                if (Connection.Tls.NeedsStep)
                {
                    Connection.Step(40, Now);
                    moved = true;
                }

                count = Connection.PollOutput(Now);
                if (count > 0)
                {
                    for (int i = 0; i < count; i++)
                    {
                        _toClient.Enqueue(Connection.OutputBuffer[Connection.OutputOffset + i]);
                    }

                    Connection.OutputSent(count, Now);
                    moved = true;
                }
            }

            _input = _input.AsSpan(offset).ToArray();
        }

        public void Feed(ReadOnlySpan<byte> data)
        {
            byte[] joined = new byte[_input.Length + data.Length];
            _input.CopyTo(joined, 0);
            data.CopyTo(joined.AsSpan(_input.Length));
            _input = joined;
            Run();
        }

        public override void Flush()
        {
        }

        public override int Read(byte[] buffer, int offset, int count)
        {
            // Only a turn when there is nothing left: long responses are not piled up.
            if (_toClient.Count == 0)
            {
                Run();
            }

            int read = 0;
            while (read < count && _toClient.Count > 0)
            {
                buffer[offset + read++] = _toClient.Dequeue();
            }

            return read;
        }

        public override void Write(byte[] buffer, int offset, int count)
        {
            byte[] data = buffer.AsSpan(offset, count).ToArray();
            Feed(Tamper == null ? data : Tamper(data));
        }

        public override long Seek(long offset, SeekOrigin origin)
        {
            throw new NotSupportedException();
        }

        public override void SetLength(long value)
        {
            throw new NotSupportedException();
        }

        /// <summary>Sends a request and reads its answer, by its length or its chunks.</summary>
        public static Http1Bench.Answer Ask(SslStream client, string request, byte[] body = null)
        {
            client.Write(Encoding.Latin1.GetBytes(request));
            if (body != null)
            {
                client.Write(body);
            }

            return ReadAnswer(client);
        }

        public static Http1Bench.Answer ReadAnswer(SslStream client)
        {
            MemoryStream all = new MemoryStream();
            byte[] piece = new byte[65536];
            while (true)
            {
                int count = client.Read(piece, 0, piece.Length);
                if (count == 0)
                {
                    throw new EndOfStreamException();
                }

                all.Write(piece, 0, count);
                try
                {
                    return Http1Bench.Answers(all.ToArray())[0];
                }
                catch (InvalidOperationException)
                {
                }
                catch (ArgumentException)
                {
                }
            }
        }

        /// <summary>Figures as a firmware would have them.</summary>
        internal sealed class FigureSource : StatusSource
        {
            private static readonly string[][] s_names =
            {
                new[] { "uptime", "heapUsed", "heapBudget" },
                new[] { "", "", "" },
                new[] { "tlsArena", "quicSlots" },
                new[] { "requests", "datagramsDropped", "badRecords" },
            };

            public long Big = 7;

            public override int Count(int group) => s_names[group].Length;

            public override long Value(int group, int index)
            {
                return group == StatusGroup.Slots ? SlotStatus.Make(index == 0 ? SlotStatus.Tcp : SlotStatus.Udp, index + 2, 100 * index) : (group * 1000) + index + (group == StatusGroup.Memory ? 7 : Big);
            }

            public override int WriteName(int group, int index, byte[] destination, int offset)
            {
                return Encoding.ASCII.GetBytes(s_names[group][index], 0, s_names[group][index].Length, destination, offset);
            }
        }
    }
}
