// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using System.Security.Cryptography;
using System.Text;
using MilliHttp.Nano.Crypto;
using MilliHttp.Nano.TestClient;
using MilliHttp.Nano.Tls;

namespace MilliHttp.Nano.Tests.Host.Tls
{
    /// <summary>A handshake as QUIC drives it: messages and flights without records.</summary>
    public sealed class QuicHandshake
    {
        public readonly TlsServer Server;
        public readonly TlsClient Client;
        public readonly HandshakeContext Context = new HandshakeContext();
        public byte[] ServerParameters = RecordTests.Pattern(120);
        public byte[] SeenByServer;
        public byte[] SeenByClient;

        /// <summary>Changes a message of the client on its way.</summary>
        public Func<int, byte[], byte[]> Change = (level, message) => message;

        public QuicHandshake(TlsServer server)
        {
            Server = server;
            CryptoProvider provider = new CryptoProvider();
            HmacDrbg drbg = new HmacDrbg(provider);
            drbg.Instantiate(RandomNumberGenerator.GetBytes(48), 0, 48);
            Client = new TlsClient(provider, new AsymmetricJobs(provider), drbg, 8192)
            {
                Transport = TlsTransport.Quic,
                ServerName = Encoding.ASCII.GetBytes("localhost"),
                Protocols = TestClientPair.Names("h3"),
                LocalTransportParameters = RecordTests.Pattern(77),
                LocalTransportParametersLength = 77,
            };
        }

        /// <summary>Runs a handshake to its end.</summary>
        /// <returns>The server's alert, or None.</returns>
        public int Run()
        {
            TlsEngine engine = Server.Engine;
            engine.Begin(Context, TlsTransport.Quic, Server.Now);
            Client.Start(Server.Now);
            int[] clientRead = new int[2];
            int[] serverRead = new int[2];
            for (int turn = 0; turn < 10; turn++)
            {
                for (int level = 0; level < 2; level++)
                {
                    byte[] message = new byte[Client.FlightLength(level) - clientRead[level]];
                    if (message.Length > 0)
                    {
                        clientRead[level] += Client.ReadFlight(level, clientRead[level], message, 0, message.Length);
                        byte[] changed = Change(level, message);
                        byte[] buffer = new byte[changed.Length + 7];
                        changed.CopyTo(buffer, 7);
                        int status = engine.FeedMessage(Context, level, buffer, 7, changed.Length, Server.Now);
                        if (level == 0 && status != TlsStatus.Failed)
                        {
                            SeenByServer = buffer.AsSpan(Context.PeerTransportParametersOffset, Context.PeerTransportParametersLength).ToArray();
                            ServerParameters.CopyTo(Context.Memory, HandshakeContext.LocalTransportParametersOffset);
                            Context.LocalTransportParametersLength = ServerParameters.Length;
                        }

                        while (status == TlsStatus.NeedStep)
                        {
                            status = engine.Step(Context, 1, Server.Now);
                        }

                        if (status == TlsStatus.Failed)
                        {
                            return Context.Alert;
                        }

                        if (!Context.HoldsInput)
                        {
                            Array.Clear(buffer);
                        }
                    }
                }

                for (int level = 0; level < 2; level++)
                {
                    // Piece by piece, and twice: the flight is read again by offset.
                    int length = HandshakeFlight.Length(Context, level);
                    byte[] flight = new byte[length];
                    byte[] again = new byte[length];
                    for (int p = 0; p < length; p += 97)
                    {
                        HandshakeFlight.Read(Context, level, p, flight, p, Math.Min(97, length - p));
                    }

                    if (HandshakeFlight.Read(Context, level, 0, again, 0, length) != length || !flight.AsSpan().SequenceEqual(again))
                    {
                        throw new InvalidOperationException("flight differs");
                    }

                    while (serverRead[level] < length)
                    {
                        int p = serverRead[level];
                        int size = 4 + ((flight[p + 1] << 16) | (flight[p + 2] << 8) | flight[p + 3]);
                        if (Client.FeedMessage(level, flight, p, size, Server.Now) != TlsStatus.Ok)
                        {
                            throw new InvalidOperationException("client: " + Client.Alert);
                        }

                        if (flight[p] == 8)
                        {
                            SeenByClient = flight.AsSpan(Client.PeerTransportParametersOffset, Client.PeerTransportParametersLength).ToArray();
                        }

                        serverRead[level] += size;
                    }
                }
            }

            return TlsAlert.None;
        }

        /// <summary>Gives the client a ticket.</summary>
        public void TakeTicket()
        {
            byte[] message = new byte[TlsEngine.MaxNewSessionTicket];
            int length = Server.Engine.WriteNewSessionTicket(Context, message, 0, Server.Now);
            if (Client.FeedMessage(TlsLevel.Application, message, 0, length, Server.Now) != TlsStatus.Ok)
            {
                throw new InvalidOperationException();
            }
        }
    }
}
