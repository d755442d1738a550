// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using MilliHttp.Nano.Http3;
using MilliHttp.Nano.Quic;
using MilliHttp.Nano.Tests.Host.Http3;

namespace MilliHttp.Nano.Tests.Fuzz.Targets
{
    /// <summary>
    /// Streams of an HTTP/3 connection: each step of an input is a stream (of six), what happens to it (data, FIN, reset, stop, acknowledgement, time) and
    /// bytes.
    /// </summary>
    internal sealed class H3StreamsTarget : FuzzTarget
    {
        private const int Fin = 8;
        private const int Reset = 16;
        private const int Stop = 32;
        private const int Acknowledge = 64;
        private const int Time = 128;

        public override string Name => "h3-streams";

        public static byte[] Get(string path, string method = "GET")
        {
            byte[] p = Encoding.ASCII.GetBytes(path);
            byte[] m = Encoding.ASCII.GetBytes(method);
            byte[] section = FuzzInput.Join(new byte[] { 0, 0, 0x5F, 0, (byte)m.Length }, m, new byte[] { 0xD7, 0x51, (byte)p.Length }, p, new byte[] { 0x50, 1, (byte)'l' });
            return FuzzInput.Join(new byte[] { 1, (byte)(section.Length + 0) }, section);
        }

        private static byte[] Step(int stream, int what, params byte[][] bytes)
        {
            return FuzzInput.Join(new[] { (byte)(stream | what) }, FuzzInput.Block(FuzzInput.Join(bytes)));
        }

        public override IEnumerable<byte[]> Seeds()
        {
            byte[] control = Step(4, 0, Convert.FromHexString("00040F01800100000640100007406408013300"));
            byte[] settings = Step(4, 0, Convert.FromHexString("0004050740640801"));
            byte[] encoder = Step(5, 0, new byte[] { 2 });
            byte[] data = { 0, 5, 1, 2, 3, 4, 5 };
            yield return control;
            yield return FuzzInput.Join(settings, encoder, Step(0, Fin, Get("/")), Step(0, Acknowledge));
            yield return FuzzInput.Join(settings, Step(0, Fin, Get("/events")), Step(1, Fin, Get("/events")), Step(6, Time), Step(0, Stop), Step(1, Reset), Step(6, Time));
            yield return FuzzInput.Join(settings, Step(0, 0, Get("/upload", "POST")), Step(0, 0, data), Step(0, Fin, data), Step(0, Acknowledge));
            yield return FuzzInput.Join(settings, Step(0, 0, Get("/echo", "POST")), Step(1, 0, Get("/upload", "POST")), Step(1, Stop, data), Step(0, Fin, data), Step(6, Time));
            yield return FuzzInput.Join(settings, Step(0, Fin, Get("/status.json")), Step(1, Fin, Get("/status.json", "HEAD")), Step(2, Fin, Get("/bytes/20000")), Step(3, 0, Get("/nothing")), Step(2, Acknowledge), Step(6, Time));
            yield return FuzzInput.Join(settings, Step(4, 0, Convert.FromHexString("0701000D0105800F0700024000753D69")), Step(0, 0, new byte[] { 0x21, 3, 1, 2, 3 }, Get("/echo", "POST"), data, new byte[] { 1, 5, 0, 0, 0x21, 65, 0 }), Step(0, Fin));
        }

        public override void Run(byte[] input)
        {
            FuzzInput read = new FuzzInput(input);
            FuzzPages pages = new FuzzPages();
            H3Profile profile = H3Profile.Standard();
            profile.DynamicTable = input.Length % 3 == 0 ? 256 : 0;
            H3Shared shared = new H3Shared(profile, pages.Service, 1, FakeTransport.Slots, 3) { Gather = new byte[profile.MaxHead] };
            FakeTransport transport = new FakeTransport { Block = 1 + (input.Length % 97) };
            H3Connection connection = new FakeConnection(shared, transport);
            Random random = new Random(1);
            long now = 1000000;
            transport.Raise(QuicEvent.Established, 0);
            connection.HandleEvents(now);
            int[] slots = { -1, -1, -1, -1, -1, -1, -1 };
            long nextRequest = 0;
            long nextUni = 2;
            while (read.Left > 0 && transport.CloseCode == null)
            {
                int what = read.Byte();
                byte[] data = read.Block(4000);
                int stream = what & 7;
                if (stream < 7)
                {
                    // A slot whose stream was released takes the next one, as long as slots are there.
                    if (slots[stream] < 0 || transport.Streams[slots[stream]].Released)
                    {
                        if (transport.Streams.Count(s => s == null || s.Released) == 0)
                        {
                            break;
                        }

                        slots[stream] = transport.Add(stream < 4 ? nextRequest : nextUni);
                        nextRequest += stream < 4 ? 4 : 0;
                        nextUni += stream < 4 ? 0 : 4;
                        connection.HandleEvents(now);
                    }

                    FakeTransport.Stream s0 = transport.Streams[slots[stream]];
                    if (!s0.Released && s0.Received + data.Length < 60000 && !s0.Fin)
                    {
                        transport.Receive(slots[stream], data, (what & Fin) != 0);
                        connection.HandleEvents(now);
                    }

                    if ((what & Reset) != 0 && !s0.Released && !s0.Fin)
                    {
                        s0.Received = s0.Position;
                        transport.Raise(QuicEvent.StreamReset, slots[stream]);
                        connection.HandleEvents(now);
                    }

                    if ((what & Stop) != 0 && !s0.Released && stream < 4)
                    {
                        s0.ResetCode ??= 0;
                        transport.Raise(QuicEvent.StopSending, slots[stream]);
                        connection.HandleEvents(now);
                    }

                    if ((what & Acknowledge) != 0 && !s0.Released && stream < 4)
                    {
                        s0.Limit = Math.Min(s0.Limit, 200000);
                        transport.Pull(slots[stream], random);
                        transport.AcknowledgeAll(slots[stream]);
                        connection.HandleEvents(now);
                    }
                }

                if ((what & Time) != 0)
                {
                    now += 1100000;
                    pages.Pages.OnTurn(now, 0);
                    connection.HandleTimeout(now);
                    connection.HandleEvents(now);
                }

                if (transport.CloseCode == null)
                {
                    connection.PumpBodies(now);
                }
            }

            // The client is silent: every request is over after a while, but an event stream, which ends with its connection.
            for (int i = 0; i < 200 && connection.NextTimeout != long.MaxValue && transport.CloseCode == null; i++)
            {
                now = Math.Max(now + 100000, connection.NextTimeout);
                connection.HandleTimeout(now);
                connection.HandleEvents(now);
                foreach (FakeTransport.Stream s in transport.Streams)
                {
                    if (s != null && s.ResetCode == null && !s.Released && s.Limit - s.Sent.Count > 100000)
                    {
                        s.Acknowledged = 0;
                    }
                }
            }

            transport.Raise(QuicEvent.Closed, 0);
            connection.HandleEvents(now);
            connection.PumpBodies(now);
            Check(connection.RequestCount == 0, "a request is held");
            Check(shared.Streamed.IsUnused, "a streamed body is held");
            string held = pages.Held();
            Check(held == null, held);

            // The next connection of the slot.
            FakeTransport fresh = new FakeTransport();
            H3Connection second = new FakeConnection(shared, fresh);
            fresh.Raise(QuicEvent.Established, 0);
            second.HandleEvents(now);
            for (int i = 0; i < 3; i++)
            {
                int slot = fresh.Add(i * 4);
                fresh.Receive(slot, FuzzInput.Join(Get("/upload", "POST"), new byte[] { 0, 1, 65 }), true);
                second.HandleEvents(now);
                byte[] answer = fresh.Pull(slot, random);
                Check(fresh.Streams[slot].SendFin && answer.Length > 8 && answer[0] == 1 && answer[5] == 0xD9, "a good client is not served: " + Convert.ToHexString(answer));
                fresh.AcknowledgeAll(slot);
                second.HandleEvents(now);
            }
        }
    }
}
