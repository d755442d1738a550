// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using MilliHttp.Nano.Http;
using MilliHttp.Nano.Http3;
using MilliHttp.Nano.Quic;
using MilliHttp.Nano.Tests.Cost.Meter;
using MilliHttp.Nano.Tests.Host.Quic;

namespace MilliHttp.Nano.Tests.Cost.Scenarios
{
    /// <summary>
    /// The attacker's price list: for every kind of datagram and frame that a stranger or a client can send, what it makes the server compute and send, until it rests. Of each
    /// kind four figures: bytes in, operations, bytes out, and the longest stretch apart from one packet sealed or opened.
    /// </summary>
    public sealed class PriceScenario : ICostScenario
    {
        /// <summary>The longest stretch that may be.</summary>
        public const long Limit = 60000;

        private const long Begin = 1000000;

        /// <summary>Whose stretches are not cut yet.</summary>
        private static readonly string[] s_uncut = { "KeyUpdate", "ByteFrames", "ReservedFrames", "ControlFrames", "PriorityUpdates", "TailFirst" };

        public string Name => "Prices";

        /// <summary>All kinds: the name of their figures, who sends what in words, and how it is made.</summary>
        internal static readonly (string Figure, string Label, Func<Visit, byte[][]> Make)[] Kinds =
        {
            ("OneByte", "stranger: a datagram of one byte", v => new[] { new byte[] { 0x40 } }),
            ("UnknownShort", "stranger: a packet of no connection, 43 bytes (stateless reset)", v => new[] { Filled(43, 0x45) }),
            ("UnknownHandshake", "stranger: a Handshake packet of no connection", v => new[] { v.Client.Packet(PacketType.Initial, new byte[] { 1 }, 1200).Select((b, i) => i == 0 ? (byte)(b ^ 0x20) : b).ToArray() }),
            ("UnknownVersion", "stranger: an unknown version (Version Negotiation)", v => new[] { Changed(v.Initial(), 1, 0x5a) }),
            ("SmallInitial", "stranger: an Initial of 300 bytes", v => new[] { v.Client.Packet(PacketType.Initial, RawClient.Crypto(0, v.Hello[..200]), 300) }),
            ("GarbageInitial", "stranger: an Initial that does not decrypt", v => new[] { Changed(v.Initial(), 700, 1) }),
            ("PingInitial", "stranger: an Initial without a hello", v => new[] { v.Client.Packet(PacketType.Initial, new byte[] { 1 }, 1200) }),
            ("ForgedRetryToken", "stranger: a forged token of Retry", v => new[] { v.WithToken(0x52, 54) }),
            ("HalfHello", "stranger: half a hello", v => new[] { v.Client.Packet(PacketType.Initial, RawClient.Crypto(0, v.Hello[..100]), 1200) }),
            ("Hello", "stranger: a whole hello (the server's flight)", v => new[] { v.Initial() }),
            ("HelloAndClose", "stranger: a hello and CONNECTION_CLOSE", v => new[] { v.Initial(), v.Client.Packet(PacketType.Initial, new byte[] { 0x1c, 0, 0, 0 }, 1200) }),
            ("RetryInitial", "stranger: a hello while handshakes are busy (Retry)", v => new[] { v.Busy().Initial() }),
            ("Padding", "client: PADDING, 1,200 bytes", v => v.Frames(new byte[1150])),
            ("Ping", "client: PING", v => v.Frames(new byte[] { 1, 0, 0, 0 })),
            ("Pings", "client: 1,150 PING (closes)", v => v.Frames(Filled(1150, 1))),
            ("Ack", "client: ACK", v => v.Frames(RawClient.Ack(v.Client.Largest[2]))),
            ("AckRanges", "client: ACK of 60 ranges", v => v.Frames(Ranges(v.Client.Largest[2]))),
            ("Undecryptable", "client: a packet that does not decrypt", v => new[] { Changed(v.Frames(new byte[1150])[0], 600, 1) }),
            ("KeyUpdate", "client: a key update", v => v.Update()),
            ("MaxData", "client: MAX_DATA, 200 of them (closes)", v => v.Frames(Repeat(200, new byte[] { 0x10, 0x80, 0x20, 0, 0 }))),
            ("MaxStreamData", "client: MAX_STREAM_DATA of new streams", v => v.Frames(Repeat(4, i => RawClient.Join(new byte[] { 0x11 }, RawClient.VarInt(4 * i), RawClient.VarInt(5000))))),
            ("Blocked", "client: DATA_BLOCKED, 350 of them (closes)", v => v.Frames(Repeat(350, new byte[] { 0x14, 0x41, 0 }))),
            ("ResetStream", "client: RESET_STREAM", v => v.Frames(new byte[] { 4, 0, 0, 0 })),
            ("StopSending", "client: STOP_SENDING", v => v.Frames(new byte[] { 5, 0, 0, 0 })),
            ("NewConnectionId", "client: NEW_CONNECTION_ID that retires the one before", v => v.Frames(NewId(1, 1))),
            ("NewConnectionIds", "client: 30 of them in a row", v => v.Frames(Repeat(30, i => NewId(i + 1, i + 1)))),
            ("PathChallenge", "client: PATH_CHALLENGE", v => v.Frames(new byte[] { 0x1a, 1, 2, 3, 4, 5, 6, 7, 8 })),
            ("PathChallenges", "client: 120 PATH_CHALLENGE", v => v.Frames(Repeat(120, new byte[] { 0x1a, 1, 2, 3, 4, 5, 6, 7, 8 }))),
            ("Crypto", "client: CRYPTO (closes)", v => v.Frames(RawClient.Crypto(0, new byte[] { 24, 0, 0, 1, 0 }))),
            ("UnknownFrame", "client: an unknown frame (closes)", v => v.Frames(new byte[] { 0x3f, 0, 0, 0 })),
            ("Close", "client: CONNECTION_CLOSE", v => v.Frames(new byte[] { 0x1d, 0x41, 0, 0 })),
            ("Get", "client: GET of 100 bytes", v => v.Frames(RawClient.Stream(0, 0, Request("/bytes/100", false), true))),
            ("GetNothing", "client: GET of nothing that is there", v => v.Frames(RawClient.Stream(0, 0, Request("/nothing", false), true))),
            ("FourGets", "client: four GET in a packet", v => v.Frames(Repeat(4, i => RawClient.Stream(4 * i, 0, Request("/bytes/100", false), true)))),
            ("LongHead", "client: a head of 900 bytes", v => v.Frames(RawClient.Stream(0, 0, LongHead(900), true))),
            ("SmallFields", "client: a head of 60 small fields", v => v.Frames(RawClient.Stream(0, 0, ManyFields(60), true))),
            ("ByteFrames", "client: an upload in DATA frames of a byte", v => v.Frames(RawClient.Stream(0, 0, RawClient.Join(Request("/upload", true), Repeat(330, new byte[] { 0, 1, 7 })), false))),
            ("ReservedFrames", "client: 500 reserved frames on a request", v => v.Frames(RawClient.Stream(0, 0, Repeat(500, new byte[] { 0x21, 0 }), false))),
            ("ControlFrames", "client: 500 reserved frames on its control stream", v => v.Frames(RawClient.Stream(2, 3, Repeat(500, new byte[] { 0x21, 0 }), false))),
            ("PriorityUpdates", "client: 200 PRIORITY_UPDATE", v => v.Frames(RawClient.Stream(2, 3, Repeat(150, new byte[] { 0x80, 0x0f, 7, 0, 1, 0 }), false))),
            ("EncoderStream", "client: 300 instructions on its QPACK encoder stream", v => v.Frames(RawClient.Stream(6, 0, RawClient.Join(new byte[] { 2 }, Filled(300, 0x20)), false))),
            ("DecoderStream", "client: 300 instructions on its QPACK decoder stream", v => v.Frames(RawClient.Stream(10, 0, RawClient.Join(new byte[] { 3 }, Filled(300, 0x41)), false))),
            ("TailFirst", "client: a request whose first byte comes last", v => v.Frames(RawClient.Stream(0, 1, RawClient.Join(Request("/upload", true), Repeat(330, new byte[] { 0, 1, 7 }))[1..], false), RawClient.Stream(0, 0, new byte[] { 1 }, false))),
        };

        public void Run(CostRun run)
        {
            foreach (FlashedProfile flashed in FlashedProfile.All().Take(2))
            {
                foreach ((string figure, string _, Func<Visit, byte[][]> make) in Kinds)
                {
                    Measure(run, flashed, figure, make);
                }
            }
        }

        private static void Measure(CostRun run, FlashedProfile flashed, string figure, Func<Visit, byte[][]> make)
        {
            Visit visit = new Visit(flashed);
            byte[][] datagrams = make(visit);
            QuicServer server = visit.Server;
            server.Spent = 0;
            server.Longest = 0;
            server.LongestBesides = 0;
            visit.Client.ReceivedSizes.Clear();
            foreach (byte[] datagram in datagrams)
            {
                visit.Give(datagram);
            }

            run.Record(figure + ".In" + flashed.Suffix, datagrams.Sum(d => (long)d.Length));
            run.Record(figure + flashed.Suffix, server.Spent);
            run.Record(figure + ".Out" + flashed.Suffix, visit.Client.ReceivedSizes.Sum());
            run.Record(figure + ".Stretch" + flashed.Suffix, server.LongestBesides, flashed.Goal(s_uncut.Contains(figure) ? 0 : Limit));
        }

        private static byte[] Filled(int length, byte value)
        {
            byte[] b = new byte[length];
            Array.Fill(b, value);
            return b;
        }

        private static byte[] Changed(byte[] datagram, int at, byte mask)
        {
            datagram[at] ^= mask;
            return datagram;
        }

        private static byte[] Repeat(int count, byte[] part)
        {
            return Repeat(count, _ => part);
        }

        private static byte[] Repeat(int count, Func<int, byte[]> part)
        {
            return RawClient.Join(Enumerable.Range(0, count).Select(part).ToArray());
        }

        private static byte[] Ranges(long largest)
        {
            return RawClient.Join(new byte[] { 2 }, RawClient.VarInt(largest), new byte[] { 0, 60 }, RawClient.VarInt(0), new byte[120]);
        }

        private static byte[] NewId(int sequence, int retire)
        {
            byte[] id = new byte[8];
            id[0] = 0x77;
            id[7] = (byte)sequence;
            return RawClient.Join(new byte[] { 0x18 }, RawClient.VarInt(sequence), RawClient.VarInt(retire), new byte[] { 8 }, id, new byte[16]);
        }

        private static byte[] Section(params byte[][] parts)
        {
            byte[] section = RawClient.Join(parts);
            return RawClient.Join(new byte[] { 1 }, RawClient.VarInt(section.Length), section);
        }

        private static byte[] Request(string path, bool post)
        {
            byte[] name = Encoding.ASCII.GetBytes(path);
            return Section(new byte[] { 0, 0, (byte)(post ? 0xd4 : 0xd1), 0xd7, 0x51, (byte)name.Length }, name, new byte[] { 0x50, 1, (byte)'a' });
        }

        private static byte[] LongHead(int length)
        {
            byte[] value = Filled(length, (byte)'v');
            return Section(new byte[] { 0, 0, 0xd1, 0xd7, 0xc1, 0x50, 1, (byte)'a', 0x23, (byte)'x', (byte)'-', (byte)'p', 0x7f, (byte)((length - 127) & 0x7f | 0x80), (byte)((length - 127) >> 7) }, value);
        }

        private static byte[] ManyFields(int count)
        {
            return Section(new byte[] { 0, 0, 0xd1, 0xd7, 0xc1, 0x50, 1, (byte)'a' }, Repeat(count, i => new byte[] { 0x22, (byte)'a', (byte)('a' + (i % 26)), 1, (byte)'v' }));
        }

        /// <summary>A server, and one who visits it.</summary>
        internal sealed class Visit
        {
            private bool _connected;

            public Visit(FlashedProfile flashed)
            {
                Server = new QuicServer(flashed.Profile.Quic, flashed.Profile.Tls, null, true, flashed.Profile.Crypto);
                Router router = new Router();
                router.Add(HttpMethod.Get, "/bytes/*", new Bytes());
                router.Add(HttpMethod.Post, "/upload", new Bytes());
                Server.Http3 = new H3Server(Server.Endpoint, flashed.Profile.Http3, new HttpService(flashed.Profile.Http, router), 0);
                Server.Meter = () => CostRun.Operations;
                Client = NewClient(1000);
                Hello = Client.Hello();
            }

            public QuicServer Server { get; }

            public RawClient Client { get; private set; }

            public byte[] Hello { get; private set; }

            public byte[] Initial() => Client.Packet(PacketType.Initial, RawClient.Crypto(0, Hello), 1200);

            /// <summary>Two others hold both handshakes.</summary>
            public Visit Busy()
            {
                for (int i = 0; i < 2; i++)
                {
                    RawClient other = NewClient(2000 + i);
                    other.Send(other.Packet(PacketType.Initial, RawClient.Crypto(0, other.Hello()[..100]), 1200));
                }

                return this;
            }

            public byte[] WithToken(byte kind, int length)
            {
                Client.Token = Filled(length, kind);
                return Initial();
            }

            /// <summary>Connects, and a packet of these frames for each.</summary>
            public byte[][] Frames(params byte[][] frames)
            {
                Connect();
                return frames.Select(f => Client.Packet(PacketType.OneRtt, f)).ToArray();
            }

            /// <summary>A packet of the next key phase.</summary>
            public byte[][] Update()
            {
                Connect();
                Client.Wait(5000000);
                Client.Update();
                return new[] { Client.Packet(PacketType.OneRtt, new byte[] { 1, 0, 0, 0 }) };
            }

            /// <summary>Hands a datagram in, and lets the server come to rest.</summary>
            public void Give(byte[] datagram)
            {
                try
                {
                    Client.Send(datagram);
                }
                catch (InvalidOperationException)
                {
                    // An answer that this client cannot open, a stateless reset for example.
                }
            }

            private void Connect()
            {
                if (_connected)
                {
                    return;
                }

                _connected = true;
                Client.Send(Initial());
                Client.Finish();
                Client.Send(Client.Packet(PacketType.OneRtt, RawClient.Join(RawClient.Ack(Client.Largest[2]), RawClient.Stream(2, 0, new byte[] { 0, 4, 0 }, false))));
                Client.Wait(100000);
            }

            private RawClient NewClient(int port)
            {
                RawClient client = new RawClient(Server) { Port = port, Now = Begin };
                client.Tls.PaddedLength = 371;
                client.Start();
                return client;
            }
        }

        private sealed class Bytes : HttpHandler
        {
            private readonly Zeros _zeros = new Zeros();

            public override bool WantsBody => true;

            public override void Handle(HttpRequest request, HttpResponse response)
            {
                response.SetBody(_zeros, 0, 100);
            }

            private sealed class Zeros : BodySource
            {
                public override int Read(int handle, long offset, byte[] destination, int destinationOffset, int count)
                {
                    Array.Clear(destination, destinationOffset, count);
                    return count;
                }
            }
        }
    }
}
