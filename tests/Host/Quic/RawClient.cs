// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
using System.Linq;
using MilliHttp.Nano.Crypto;
using MilliHttp.Nano.Quic;
using MilliHttp.Nano.TestClient;
using MilliHttp.Nano.Tls;

namespace MilliHttp.Nano.Tests.Host.Quic
{
    /// <summary>
    /// A client that is told packet by packet what to send, right or wrong, and remembers every frame it got. It has no timers, loses nothing
    /// and repeats nothing by itself.
    /// </summary>
    internal sealed class RawClient
    {
        public sealed record Got(int Type, int Frame, long StreamId, long Offset, long Value, byte[] Data, int Fin);

        public readonly QuicServer Server;
        public readonly TlsClient Tls;
        public readonly List<Got> Frames = new List<Got>();
        public readonly List<byte[]> Sent = new List<byte[]>();
        public readonly List<long> SentAt = new List<long>();
        public readonly List<int> ReceivedSizes = new List<int>();
        public byte[] Original = Unique();
        public byte[] Destination;
        public byte[] Source = Unique();
        public byte[] Token = Array.Empty<byte>();
        public long AddressLow = 0xffff7f000001;
        public int Port = 40000;
        public long Now = 1000000;
        public long[] Number = new long[3];
        public long[] Largest = { -1, -1, -1 };
        public byte[] LastRetry;
        public byte[] LastNegotiation;
        public byte[] LastReset;
        public byte[] ServerParameters;

        public byte[] ResumptionToken;
        public readonly ApplicationKeysView Keys = new ConnectionParts(false, 4, 4096, 4, 2).Keys;

        private readonly CryptoProvider _provider = new CryptoProvider();
        private readonly PacketProtection _protection;
        private readonly PacketHeader _header = new PacketHeader();
        private readonly Frame _frame = new Frame();
        private readonly byte[] _keys = new byte[4 * KeyBlock.Length];
        private readonly SortedDictionary<long, byte[]>[] _crypto = { new(), new(), new() };
        private readonly long[] _cryptoNext = new long[3];
        private byte[] _messages = Array.Empty<byte>();
        private bool _handshakeKeys;
        private bool _applicationKeys;

        private static int s_unique;

        public RawClient(QuicServer server, TlsClient tls = null)
        {
            Server = server;
            server.Clients.Add(this);
            _protection = new PacketProtection(_provider);
            if (tls == null)
            {
                HmacDrbg drbg = new HmacDrbg(_provider);
                drbg.Instantiate(Join(Unique(), new byte[40]), 0, 48);
                tls = new TlsClient(_provider, new AsymmetricJobs(_provider), drbg, 8192)
                {
                    Transport = TlsTransport.Quic,
                    Protocols = new byte[] { 2, (byte)'h', (byte)'3' },
                    ServerName = "localhost"u8.ToArray(),
                    VerifiesSignature = false,
                };
            }

            Tls = tls;
            SetParameters(Parameter(4, 1 << 20), Parameter(5, 1 << 20), Parameter(6, 1 << 20), Parameter(7, 1 << 20), Parameter(8, 100), Parameter(9, 100), Parameter(14, 8), Bytes(15, Source));
        }

        /// <summary>Eight bytes nobody else has; the same in every run of a scenario.</summary>
        public static byte[] Unique()
        {
            byte[] b = new byte[8];
            new Random(System.Threading.Interlocked.Increment(ref s_unique)).NextBytes(b);
            return b;
        }

        /// <summary>From here on <see cref="Unique"/> counts from a seed, where a run is to be the same again in one process.</summary>
        public static void CountFrom(int seed)
        {
            s_unique = seed;
        }

        public static byte[] VarInt(long value)
        {
            byte[] b = new byte[8];
            return b[..Varint.Write(b, 0, value)];
        }

        public static byte[] Parameter(int id, long value)
        {
            byte[] v = VarInt(value);
            return VarInt(id).Concat(VarInt(v.Length)).Concat(v).ToArray();
        }

        public static byte[] Bytes(int id, byte[] value)
        {
            return VarInt(id).Concat(VarInt(value.Length)).Concat(value).ToArray();
        }

        public static byte[] Join(params byte[][] parts)
        {
            return parts.SelectMany(p => p).ToArray();
        }

        public void SetParameters(params byte[][] parts)
        {
            byte[] all = Join(parts);
            Tls.LocalTransportParameters = all;
            Tls.LocalTransportParametersLength = all.Length;
        }

        private static void Check(bool condition)
        {
            if (!condition)
            {
                throw new InvalidOperationException();
            }
        }

        /// <summary>Starts TLS and derives Initial keys.</summary>
        public void Start()
        {
            Destination ??= Original;
            Tls.Start(Now);
            Derive();
        }

        /// <summary>Derives the Initial keys that follow from <see cref="Destination"/>.</summary>
        public void Derive()
        {
            ClientPackets.DeriveInitialKeys(_protection, Destination, 0, Destination.Length, _keys, 0);
        }

        /// <summary>Begins the next key phase.</summary>
        public void Update()
        {
            Keys.Update(_protection);
        }

        /// <summary>The value of one of <see cref="ServerParameters"/>, null if it is absent.</summary>
        public byte[] ServerParameter(int id)
        {
            int at = TransportParameters.Find(ServerParameters, 0, ServerParameters.Length, id);
            return at < 0 ? null : ServerParameters[at..(at + ServerParameters[at - 1])];
        }

        public byte[] Hello()
        {
            byte[] hello = new byte[Tls.FlightLength(TlsLevel.Initial)];
            Tls.ReadFlight(TlsLevel.Initial, 0, hello, 0, hello.Length);
            return hello;
        }

        public static byte[] Crypto(int offset, byte[] data)
        {
            return Join(new byte[] { 6 }, VarInt(offset), VarInt(data.Length), data);
        }

        public static byte[] Ack(long largest)
        {
            return Join(new byte[] { 2 }, VarInt(largest), new byte[] { 0, 0 }, VarInt(largest));
        }

        public static byte[] Stream(long id, long offset, byte[] data, bool fin)
        {
            return Join(new byte[] { (byte)(0x0e | (fin ? 1 : 0)) }, VarInt(id), VarInt(offset), VarInt(data.Length), data);
        }

        /// <summary>Seals a packet of a type (<see cref="PacketType"/>) with the frames given, padded within the packet.</summary>
        public byte[] Packet(int type, byte[] frames, int padTo = 0, int reserved = 0)
        {
            byte[] b = new byte[2048];
            int space = type == PacketType.OneRtt ? 2 : type == PacketType.Handshake ? 1 : 0;
            int at;
            if (type == PacketType.OneRtt)
            {
                at = ClientPackets.WriteShort(b, 0, Keys.SendPhase, 4, Destination, 0, Destination.Length);
            }
            else
            {
                at = ClientPackets.WriteLong(b, 0, type, 4, Destination, 0, Destination.Length, Source, 0, Source.Length, Token, 0, Token.Length);
            }

            b[0] |= (byte)reserved;
            frames.CopyTo(b, at + 4);
            int end = Math.Max(at + 4 + frames.Length, padTo - 16);
            long number = Number[space]++;
            if (type == PacketType.OneRtt)
            {
                return b[..Keys.Seal(_protection, b, 0, at, 4, number, end)];
            }

            int suite = space == 0 ? CipherSuite.Aes128GcmSha256 : Tls.Suite;
            return b[.._protection.Seal(suite, _keys, space == 0 ? 0 : 2 * KeyBlock.Length, b, ClientPackets.Written(0, at, 4), number, end)];
        }

        /// <summary>Hands a datagram to the server and takes in everything that comes back.</summary>
        public void Send(params byte[][] packets)
        {
            byte[] datagram = Join(packets);
            Sent.Add(datagram);
            SentAt.Add(Now);
            byte[] b = Server.Buffer;
            datagram.CopyTo(b, 0);
            int answer = Server.Feed(datagram.Length, AddressLow, Port, Now);
            if (answer > 0)
            {
                Check(answer <= datagram.Length);
                Receive(b[..answer]);
            }

            Pump();
        }

        /// <summary>Lets the server compute and send until it rests; takes in what is for this client.</summary>
        public void Pump()
        {
            for (int i = 0; i < 2000; i++)
            {
                Server.Turn(Now);
                int length = Server.Poll(Now);
                if (length > 0)
                {
                    Server.Deliver(length);
                }
                else if (!Server.Endpoint.HasWork)
                {
                    long next = Server.Endpoint.NextTimeout;
                    if (next > Now + 5000)
                    {
                        break;
                    }

                    // The pacer's pauses.
                    Now = Math.Max(Now + 1, next);
                }
            }
        }

        /// <summary>Lets time pass in steps.</summary>
        public void Wait(long microseconds)
        {
            long end = Now + microseconds;
            while (Now < end)
            {
                Now = Math.Min(end, Math.Max(Now + 1000, Math.Min(end, Server.Endpoint.NextTimeout)));
                Pump();
            }
        }

        public void Receive(byte[] datagram)
        {
            ReceivedSizes.Add(datagram.Length);
            byte[] b = (byte[])datagram.Clone();
            int p = 0;
            while (p < b.Length)
            {
                int type = _header.Parse(b, p, b.Length, Source.Length);
                if (type == PacketType.VersionNegotiation)
                {
                    LastNegotiation = b;
                    return;
                }

                if (type == PacketType.Retry)
                {
                    LastRetry = b;
                    Check(ClientPackets.CheckRetryTag(_protection, Original, Original.Length, Join(new byte[24], b), 24, 24 + b.Length));
                    return;
                }

                if (type < 0)
                {
                    return;
                }

                int end = _header.End;
                int space = type == PacketType.OneRtt ? 2 : type == PacketType.Handshake ? 1 : 0;
                int status;
                if (type == PacketType.OneRtt)
                {
                    status = Keys.IsReady ? Keys.Open(_protection, b, p, _header.NumberOffset, end, Largest[2], Now, 3000000) : -1;
                    if (status == PacketProtection.Undecryptable)
                    {
                        LastReset = datagram;
                        return;
                    }
                }
                else
                {
                    if (space == 0)
                    {
                        Destination = b[_header.SourceIdOffset..(_header.SourceIdOffset + _header.SourceIdLength)];
                    }

                    status = _protection.Open(space == 0 ? CipherSuite.Aes128GcmSha256 : Tls.Suite, _keys, (space == 0 ? 1 : 3) * KeyBlock.Length, b, ClientPackets.Parsed(p, _header.NumberOffset, end), Largest[space]);
                }

                Check(status == PacketProtection.Opened);
                Largest[space] = Math.Max(Largest[space], _protection.PacketNumber);
                int q = _protection.PayloadOffset;
                int payloadEnd = _protection.PayloadEnd;
                while (q < payloadEnd)
                {
                    q = FrameReader.Parse(b, q, payloadEnd, _frame);
                    Check(q > 0);
                    byte[] data = _frame.Type is FrameType.Ack or FrameType.Padding or FrameType.Ping ? null : b.Skip(_frame.DataOffset).Take(_frame.DataLength).ToArray();
                    if (_frame.Type == FrameType.NewConnectionId)
                    {
                        data = b[_frame.DataOffset..(_frame.DataOffset + _frame.DataLength + 16)];
                    }

                    Frames.Add(new Got(type, _frame.Type, _frame.StreamId, _frame.Offset, _frame.Value, data, _frame.Fin));
                    if (_frame.Type == FrameType.Crypto)
                    {
                        Take(space, _frame.Offset, data);
                    }
                    else if (_frame.Type == FrameType.NewToken)
                    {
                        ResumptionToken = data;
                    }
                }

                p = end;
            }
        }

        /// <summary>A whole handshake, each server flight acknowledged by what completes it.</summary>
        public void Handshake()
        {
            Start();
            byte[] hello = Hello();
            Send(Packet(PacketType.Initial, Crypto(0, hello), 1200));
            Finish();
        }

        /// <summary>Sends the client's Finished and acknowledges the Handshake flight.</summary>
        public void Finish()
        {
            Check(_handshakeKeys);
            Send(Packet(PacketType.Handshake, Join(Ack(Largest[1]), FinishedFrame())));
            Check(Count(FrameType.HandshakeDone) > 0);
        }

        /// <summary>Whether the server's Handshake flight has come whole.</summary>
        public bool HasFlight => _handshakeKeys && Tls.FlightLength(TlsLevel.Handshake) > 0;

        public byte[] FinishedFrame()
        {
            byte[] finished = new byte[Tls.FlightLength(TlsLevel.Handshake)];
            Tls.ReadFlight(TlsLevel.Handshake, 0, finished, 0, finished.Length);
            return Crypto(0, finished);
        }

        public Got Close => Frames.LastOrDefault(f => f.Frame is FrameType.ConnectionClose or FrameType.ConnectionCloseApplication);

        public int Count(int frame)
        {
            return Frames.Count(f => f.Frame == frame);
        }

        /// <summary>Takes the token and the connection id of the Retry: the next Start answers it.</summary>
        public void FollowRetry()
        {
            byte[] b = LastRetry;
            _header.Parse(b, 0, b.Length, 8);
            Token = b[_header.TokenOffset..(_header.TokenOffset + _header.TokenLength)];
            Destination = b[_header.SourceIdOffset..(_header.SourceIdOffset + _header.SourceIdLength)];
            Derive();
        }

        private void Take(int space, long offset, byte[] data)
        {
            if (offset + data.Length <= _cryptoNext[space])
            {
                return;
            }

            _crypto[space][offset] = data;
            bool moved = true;
            while (moved)
            {
                moved = false;
                foreach (KeyValuePair<long, byte[]> piece in _crypto[space])
                {
                    if (piece.Key <= _cryptoNext[space] && piece.Key + piece.Value.Length > _cryptoNext[space])
                    {
                        _messages = Join(_messages, piece.Value[(int)(_cryptoNext[space] - piece.Key)..]);
                        _cryptoNext[space] = piece.Key + piece.Value.Length;
                        moved = true;
                    }
                }
            }

            while (_messages.Length >= 4)
            {
                int length = 4 + ((_messages[1] << 16) | (_messages[2] << 8) | _messages[3]);
                if (_messages.Length < length)
                {
                    break;
                }

                int status = Tls.FeedMessage(space, _messages, 0, length, Now);
                Check(status == TlsStatus.Ok);
                if (_messages[0] == 8)
                {
                    ServerParameters = _messages[Tls.PeerTransportParametersOffset..(Tls.PeerTransportParametersOffset + Tls.PeerTransportParametersLength)];
                }

                _messages = _messages[length..];
                if (Tls.HandshakeKeysReady && !_handshakeKeys)
                {
                    _handshakeKeys = true;
                    Tls.ExportKeys(TlsLevel.Handshake, true, _keys, 2 * KeyBlock.Length);
                    Tls.ExportKeys(TlsLevel.Handshake, false, _keys, 3 * KeyBlock.Length);
                }

                if (Tls.IsComplete && !_applicationKeys)
                {
                    _applicationKeys = true;
                    Tls.ExportTrafficSecret(false, Keys.Block, ApplicationKeys.ReceiveSecret);
                    Tls.ExportTrafficSecret(true, Keys.Block, ApplicationKeys.SendSecret);
                    Keys.Start(_protection, Tls.Suite);
                }
            }
        }
    }
}
