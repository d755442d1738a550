// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
using System.Text;
using MilliHttp.Nano.Crypto;
using MilliHttp.Nano.Quic;
using MilliHttp.Nano.TestClient;

namespace MilliHttp.Nano.Tests.Host.Simulation
{
    /// <summary>A client with a list of transfers to make, whatever it takes: connects, and connects again where the server let go of it.</summary>
    internal sealed class SimulatedClient
    {
        public readonly QuicClient Quic;
        public readonly Http3Client Http;
        public readonly LinkConditions Up;
        public readonly LinkConditions Down;
        public readonly List<Transfer> Todo = new List<Transfer>();
        public long StartAt;
        public long AddressLow;
        public int Port;
        public long RebindAt = long.MaxValue;
        public long MigrateAt = long.MaxValue;
        public long UpdateEvery;
        public int Connections;
        public int Done;
        public int Again;
        public bool Silent;
        public bool Finished;
        public string Trouble;
        private readonly Dictionary<int, Transfer> _active = new Dictionary<int, Transfer>();
        private long _startedAt;
        private long _progressAt;
        private long _updateAt;

        internal sealed class Transfer
        {
            public bool Post;
            public string Path;
            public long Body;
            public long Expected;
            public int Padding;
            public bool Cancel;
        }

        public SimulatedClient(Random random, int requests, LinkConditions up, LinkConditions down)
        {
            CryptoProvider provider = new CryptoProvider();
            HmacDrbg drbg = new HmacDrbg(provider);
            byte[] seed = new byte[48];
            random.NextBytes(seed);
            drbg.Instantiate(seed, 0, 48);
            Quic = new QuicClient(provider, new AsymmetricJobs(provider), drbg, requests, 32768);
            Http = new Http3Client(Quic);
            Up = up;
            Down = down;
        }

        public void Get(long length, int padding = 0)
        {
            Todo.Add(new Transfer { Path = "/bytes/" + length, Expected = length, Padding = padding });
        }

        public void Post(long length)
        {
            Todo.Add(new Transfer { Post = true, Path = "/upload", Body = length, Expected = length });
        }

        public void Echo(long length)
        {
            Todo.Add(new Transfer { Post = true, Path = "/echo", Body = length, Expected = length });
        }

        public bool IsDone
        {
            get { return Todo.Count == 0 && _active.Count == 0; }
        }

        public void Act(long now, Random random)
        {
            if (now < StartAt || Finished)
            {
                return;
            }

            int state = Quic.State;
            if (state == QuicClient.Idle || state == QuicClient.Closed || (state == QuicClient.Handshaking && now - _startedAt > 20000000) || (state == QuicClient.Established && now - _progressAt > 40000000))
            {
                if (state == QuicClient.Closed)
                {
                    if (!Quic.ClosedByPeer && !Quic.WasReset)
                    {
                        Trouble = "client failed with " + Quic.CloseCode.ToString("x");
                        return;
                    }

                    if (Quic.ClosedByPeer && !(Quic.CloseIsApplication && Quic.CloseCode == 0x100) && !(Quic.CloseCode == TransportError.ConnectionRefused))
                    {
                        Trouble = "server closed with " + Quic.CloseCode.ToString("x");
                        return;
                    }
                }

                foreach (Transfer transfer in _active.Values)
                {
                    Todo.Add(transfer);
                }

                _active.Clear();
                if (IsDone)
                {
                    Finished = true;
                    return;
                }

                Connections++;
                _startedAt = now;
                _progressAt = now;
                _updateAt = now + UpdateEvery;
                Http.Reset();
                Quic.Start(now);
                return;
            }

            if (state != QuicClient.Established)
            {
                return;
            }

            Http.Poll();
            if (Http.Error != 0)
            {
                Trouble = "HTTP/3 error " + Http.Error.ToString("x");
                return;
            }

            if (UpdateEvery != 0 && now >= _updateAt)
            {
                Quic.RequestKeyUpdate();
                _updateAt = now + UpdateEvery;
            }

            if (now >= RebindAt)
            {
                Port++;
                RebindAt = long.MaxValue;
            }

            if (now >= MigrateAt && Quic.IsConfirmed)
            {
                if (Quic.Migrate())
                {
                    AddressLow++;
                    MigrateAt = long.MaxValue;
                }
            }

            List<int> over = null;
            foreach (KeyValuePair<int, Transfer> pair in _active)
            {
                int s = pair.Key;
                Transfer transfer = pair.Value;
                if (Http.IsFailed(s) && Quic.Streams.StreamErrorCode(s) == 0x10C)
                {
                    // Nothing got through for ten seconds, and the server gave the request up: again.
                    Todo.Add(transfer);
                    Again++;
                    (over ??= new List<int>()).Add(s);
                    continue;
                }

                if (Http.IsFailed(s))
                {
                    Trouble = transfer.Path + " was reset with " + Quic.Streams.StreamErrorCode(s).ToString("x");
                    return;
                }

                if (transfer.Cancel && Http.Received(s) > 0)
                {
                    (over ??= new List<int>()).Add(s);
                    continue;
                }

                if (Http.IsDone(s))
                {
                    if (Http.Status(s) == 503 || Http.Status(s) == 408)
                    {
                        // Body buffers were busy, or the body came too slowly: again.
                        Todo.Add(transfer);
                        Again++;
                    }
                    else if (Http.Status(s) != 200 || Http.Received(s) != transfer.Expected || !Http.IsExact(s))
                    {
                        Trouble = $"{transfer.Path} ({transfer.Body}): status {Http.Status(s)}, {Http.Received(s)} of {transfer.Expected}, exact {Http.IsExact(s)}";
                        return;
                    }

                    Done++;
                    (over ??= new List<int>()).Add(s);
                }
            }

            if (over != null)
            {
                _progressAt = now;
                foreach (int s in over)
                {
                    _active.Remove(s);
                    Http.Release(s);
                }
            }

            while (Todo.Count != 0)
            {
                Transfer next = Todo[0];
                int s = Http.Request(next.Post, Encoding.ASCII.GetBytes(next.Path), next.Body, next.Padding);
                if (s < 0)
                {
                    break;
                }

                Todo.RemoveAt(0);
                _active.Add(s, next);
                _progressAt = now;
            }

            if (IsDone && !Silent)
            {
                if (Quic.Loss.BytesInFlight == 0)
                {
                    Quic.Close(0x100);
                    Finished = true;
                }
            }
            else if (IsDone)
            {
                Finished = true;
            }
        }

        /// <summary>When <see cref="Act"/> has something to do on its own account.</summary>
        public long NextAct(long now)
        {
            if (Finished)
            {
                return long.MaxValue;
            }

            if (now < StartAt)
            {
                return StartAt;
            }

            long next = Quic.State == QuicClient.Handshaking ? _startedAt + 20000001 : Quic.State == QuicClient.Established ? _progressAt + 40000001 : now + 1;
            next = Math.Min(next, Math.Min(RebindAt > now ? RebindAt : long.MaxValue, MigrateAt > now ? MigrateAt : long.MaxValue));
            if (UpdateEvery != 0 && Quic.State == QuicClient.Established)
            {
                next = Math.Min(next, Math.Max(_updateAt, now + 1));
            }

            return next;
        }

        public override string ToString()
        {
            return $"state {Quic.State} closed by peer {Quic.ClosedByPeer} code {Quic.CloseCode:x} connections {Connections} done {Done} todo {Todo.Count} active {_active.Count} in flight {Quic.Loss.BytesInFlight} confirmed {Quic.IsConfirmed} retried {Quic.WasRetried} updates {Quic.KeyUpdates}\n  up   {Up}\n  down {Down}";
        }
    }
}
