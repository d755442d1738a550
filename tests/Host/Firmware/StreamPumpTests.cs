// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;
using MilliHttp.Nano.Firmware.Loop;
using MilliHttp.Nano.Firmware.Pages;
using MilliHttp.Nano.Http;
using MilliHttp.Nano.Tests.Host.Http;
using MilliHttp.Nano.Tests.Host.Tls;
using MilliHttp.Nano.Tls;
using Xunit;

namespace MilliHttp.Nano.Tests.Host.Firmware
{
    /// <summary>Several TCP connections of one server: whose turn it is, and who closes for whom.</summary>
    public sealed class StreamPumpTests
    {
        private const int Connections = 3;
        private const long TurnTime = 1000;
        private readonly QueuedListener _listener = new QueuedListener();
        private readonly List<StreamPeer> _peers = new List<StreamPeer>();
        private readonly Https1Server _server;
        private readonly StreamPump _pump;
        private readonly PageSet _pages;
        private long _now = 1000000;

        public StreamPumpTests()
        {
            TlsServer tls = new TlsServer(records: Connections);
            Router router = new Router();
            HttpService service = new HttpService(new HttpProfile(), router);
            _pages = new PageSet(router, new HttpsBench.FigureSource(), Connections, Connections, 2, new byte[1200]);
            TlsConnection[] connections = Enumerable.Range(0, Connections).Select(_ => new TlsConnection(tls.Engine, tls.Provider, tls.Profile)).ToArray();
            _server = new Https1Server(service, connections);
            _pump = new StreamPump(_listener, _server, 256);
        }

        private int GaveWay => _server.Counters[Https1Counter.GaveWay];

        [Fact]
        public void EachConnectionHasItsTurn()
        {
            StreamPeer[] peers = Connect(Connections);
            foreach (StreamPeer peer in peers)
            {
                peer.Ask("GET /bytes/60000");
            }

            // While all are under way, none is ahead of another by more than two buffers of records.
            int most = 2 * TlsProfile.Standard().SendLength;
            long apart = 0;
            RunUntil(() =>
            {
                if (peers.All(peer => peer.Received < 60000))
                {
                    apart = Math.Max(apart, peers.Max(peer => peer.Received) - peers.Min(peer => peer.Received));
                }

                return peers.All(peer => peer.Received > 60000);
            });
            Assert.InRange(apart, 1, most);
            Assert.Equal(0, GaveWay);
        }

        /// <summary>Trap 36, with several connections: who does not read keeps nobody else from anything.</summary>
        [Fact]
        public void AClientThatDoesNotReadHoldsItsOwnConnectionOnly_Trap36()
        {
            StreamPeer[] peers = Connect(Connections);
            peers[0].Reads = false;
            peers[0].Ask("GET /bytes/60000");
            Run(20);
            for (int i = 0; i < 5; i++)
            {
                Assert.InRange(TurnsOf(peers[1], "GET /bytes/100"), 1, 8);
            }
        }

        [Fact]
        public void NobodyClosesWhileAConnectionIsFree()
        {
            StreamPeer[] first = Connect(2);
            _now += 5000000;
            StreamPeer third = Connect(1)[0];
            Assert.Equal(0, GaveWay);
            Assert.DoesNotContain(first, peer => peer.IsClosed);
            TurnsOf(first[0], "GET /bytes/100");
            TurnsOf(third, "GET /bytes/100");

            // All are taken: one closes for one that comes, and it is the one that has been idle for longest.
            _now += 5000000;
            StreamPeer fourth = Connect(1)[0];
            Assert.Equal(1, GaveWay);
            Assert.Equal(new[] { false, true, false, false }, _peers.Select(peer => peer.IsClosed));
            TurnsOf(fourth, "GET /bytes/100");
        }

        [Fact]
        public void AnEventStreamStaysWhereAnIdleConnectionCanGo()
        {
            StreamPeer[] peers = Connect(Connections);
            peers[0].Ask("GET /events");
            RunUntil(() => peers[0].Text.Contains("event-stream"));
            _now += 5000000;
            for (int i = 0; i < 6; i++)
            {
                TurnsOf(Connect(1)[0], "GET /bytes/100");
            }

            Assert.False(peers[0].IsClosed);
            Assert.Equal(6, GaveWay);

            // Where all that is left are event streams and downloads, the stream ends first, though not at once.
            StreamPeer[] busy = _peers.Where(peer => !peer.IsClosed && peer != peers[0]).ToArray();
            foreach (StreamPeer peer in busy)
            {
                peer.Reads = false;
                peer.Ask("GET /bytes/60000");
            }

            Run(20);
            long began = _now;
            Connect(1);
            Assert.InRange(_now - began, 3000000, 4000000);
            Assert.True(peers[0].IsClosed);
            Assert.DoesNotContain(busy, peer => peer.IsClosed);
        }

        [Fact]
        public void ASilentConnectionGoesBeforeOneThatIsAtARequest()
        {
            StreamPeer[] peers = Connect(2);
            foreach (StreamPeer peer in peers)
            {
                peer.Reads = false;
                peer.Ask("GET /bytes/60000");
            }

            StreamPeer silent = new StreamPeer(_now);
            silent.ToServer.Clear();
            _peers.Add(silent);
            _listener.Backlog.Enqueue(silent);
            Run(5);
            Assert.True(silent.IsAccepted);
            Connect(1);
            Assert.Equal(new[] { false, false, true, false }, _peers.Select(peer => peer.IsClosed));
        }

        [Fact]
        public void UploadsOfSeveralConnectionsDoNotMix()
        {
            StreamPeer[] peers = Connect(Connections);
            byte[][] bodies = peers.Select((_, i) => RandomNumberGenerator.GetBytes(9000 + i)).ToArray();
            for (int i = 0; i < Connections; i++)
            {
                peers[i].Ask("POST /upload", bodies[i]);
            }

            RunUntil(() => peers.All(peer => peer.Text.TrimEnd().EndsWith('}')));
            for (int i = 0; i < Connections; i++)
            {
                Assert.Equal("{\"length\":" + bodies[i].Length + ",\"sha256\":\"" + Convert.ToHexString(SHA256.HashData(bodies[i])).ToLowerInvariant() + "\"}", peers[i].Body.TrimEnd());
            }
        }

        /// <summary>A platform with fewer sockets than connections: the idle one closes, as if all were taken.</summary>
        [Fact]
        public void WhereThePlatformHasNoSocketLeftSomebodyCloses()
        {
            _listener.Sockets = 2;
            Connect(2);
            _now += 5000000;
            TurnsOf(Connect(1)[0], "GET /bytes/100");
            Assert.Single(_peers.Take(2), peer => peer.IsClosed);
            Assert.False(_peers[2].IsClosed);
            Assert.Equal(1, GaveWay);
        }

        /// <summary>The moment at which somebody has to give way is in NextTimeout, as long as somebody waits (Trap 42).</summary>
        [Fact]
        public void TheLoopRestsNeitherTooLongNorNotAtAll_Trap42()
        {
            StreamPeer[] peers = Connect(Connections);
            foreach (StreamPeer peer in peers)
            {
                peer.Reads = false;
                peer.Ask("GET /bytes/60000");
            }

            Run(40);
            StreamPeer waiting = new StreamPeer(_now);
            _listener.Backlog.Enqueue(waiting);
            Run(2);
            Assert.InRange(_pump.NextTimeout - _now, 1, 3000000);

            // It gives up: the moment comes, and nothing keeps the loop from resting.
            _listener.Backlog.Clear();
            _now += 4000000;
            Run(2);
            Assert.True(_pump.NextTimeout > _now);
        }

        /// <summary>Records larger than the arena are opened as they arrive, of each connection by itself: whoever stops in the middle of one stops nobody else.</summary>
        [Fact]
        public void ARecordThatStandsStillKeepsNobodyFromSendingLargeOnes()
        {
            StreamPeer[] peers = Connect(Connections, 16384);
            byte[][] bodies = peers.Select((_, i) => RandomNumberGenerator.GetBytes(12000 + i)).ToArray();
            byte[][] held = new byte[Connections][];
            for (int i = 0; i < Connections; i++)
            {
                peers[i].Ask("POST /upload", bodies[i]);
                if (i < Connections - 1)
                {
                    held[i] = peers[i].ToServer.Skip(7000).ToArray();
                    byte[] first = peers[i].ToServer.Take(7000).ToArray();
                    peers[i].ToServer.Clear();
                    Array.ForEach(first, peers[i].ToServer.Enqueue);
                }
            }

            RunUntil(() => peers[Connections - 1].Text.TrimEnd().EndsWith('}'));
            Assert.Equal(0, peers[0].Received + peers[1].Received);
            for (int i = 0; i < Connections; i++)
            {
                Array.ForEach(held[i] ?? Array.Empty<byte>(), peers[i].ToServer.Enqueue);
            }

            RunUntil(() => peers.All(peer => peer.Text.TrimEnd().EndsWith('}')));
            for (int i = 0; i < Connections; i++)
            {
                Assert.Contains(Convert.ToHexString(SHA256.HashData(bodies[i])).ToLowerInvariant(), peers[i].Body);
            }
        }

        private StreamPeer[] Connect(int count, int recordLength = 900)
        {
            StreamPeer[] peers = Enumerable.Range(0, count).Select(_ => new StreamPeer(_now, recordLength)).ToArray();
            foreach (StreamPeer peer in peers)
            {
                _peers.Add(peer);
                _listener.Backlog.Enqueue(peer);
            }

            RunUntil(() => peers.All(peer => peer.IsEstablished));
            Run(5);
            return peers;
        }

        private int TurnsOf(StreamPeer peer, string request)
        {
            peer.Ask(request);
            return RunUntil(() => peer.Received > 100);
        }

        private void Run(int turns)
        {
            for (int i = 0; i < turns; i++)
            {
                Turn();
            }
        }

        private int RunUntil(Func<bool> done)
        {
            int turns = 0;
            while (!done())
            {
                Assert.True(++turns < 20000, "nothing comes of it");
                Turn();
            }

            return turns;
        }

        private void Turn()
        {
            bool worked = _pump.Turn(40, true, _now);
            _now += worked ? TurnTime : Math.Clamp(_pump.NextTimeout - _now, TurnTime, 250000);
            _pages.OnTurn(_now, 0);
            foreach (StreamPeer peer in _peers)
            {
                peer.Run(_now);
            }
        }
    }
}
