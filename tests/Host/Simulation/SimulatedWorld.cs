// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
using MilliHttp.Nano.Crypto;
using MilliHttp.Nano.Quic;
using MilliHttp.Nano.TestClient;

namespace MilliHttp.Nano.Tests.Host.Simulation
{
    /// <summary>A server, its clients and the network between, in virtual time. The same seed gives the same run.</summary>
    internal sealed class SimulatedWorld
    {
        public readonly Random Random;
        public SimulatedServer Server;
        public readonly List<SimulatedClient> Clients = new List<SimulatedClient>();
        public long Now = 1000000;
        public int StepCost;
        public int Datagrams;

        /// <summary>Sees, and may take, every datagram on its way to the server.</summary>
        public Func<byte[], bool> Tap { get; set; }

        /// <summary>With SIMULATION_TRACE set: what became of every datagram.</summary>
        public readonly System.Text.StringBuilder Trace = Environment.GetEnvironmentVariable("SIMULATION_TRACE") == null ? null : new System.Text.StringBuilder();

        private readonly PriorityQueue<(byte[] Data, SimulatedClient Client, bool Up, long Address, int Port), (long, long)> _network = new PriorityQueue<(byte[], SimulatedClient, bool, long, int), (long, long)>();
        private readonly byte[] _buffer = new byte[2048];
        private readonly Queue<(byte[] Data, long Address, int Port)> _inbox = new Queue<(byte[], long, int)>();
        private long _order;
        private long _serverReady;
        private bool _serverPending;

        public SimulatedWorld(int seed, bool tight, Action<QuicProfile> change = null, KeyEncapsulation encapsulation = null)
        {
            Random = new Random(seed);
            Server = new SimulatedServer(Random, tight, change, encapsulation);
        }

        /// <summary>Runs until a condition holds.</summary>
        /// <returns>False if the time is over before.</returns>
        public bool Run(Func<bool> done, long limit)
        {
            long end = Now + limit;
            int idle = 0;
            while (true)
            {
                bool any = Exchange();
                if (Trouble() != null || done())
                {
                    return Trouble() == null;
                }

                if (any && ++idle < 10000)
                {
                    continue;
                }

                idle = 0;
                long next = long.MaxValue;
                if (_network.TryPeek(out _, out (long Time, long) first))
                {
                    next = first.Time;
                }

                next = Math.Min(next, Math.Max(Server.Http.NextTimeout, _serverReady));
                if (_serverPending || _inbox.Count != 0)
                {
                    next = Math.Min(next, _serverReady);
                }

                foreach (SimulatedClient client in Clients)
                {
                    next = Math.Min(next, client.NextAct(Now));
                    next = Math.Min(next, client.Quic.NextTimeout);
                }

                if (next == long.MaxValue || next > end)
                {
                    Now = end;
                    Exchange();
                    return done() && Trouble() == null;
                }

                if (next > Now)
                {
                    Now = next;
                }
                else
                {
                    Now++;
                }
            }
        }

        public string Trouble()
        {
            foreach (SimulatedClient client in Clients)
            {
                if (client.Trouble != null)
                {
                    return client.Trouble;
                }
            }

            return null;
        }

        public void Inject(byte[] data, long address, int port)
        {
            _inbox.Enqueue((data, address, port));
        }

        private bool Exchange()
        {
            bool any = false;
            while (_network.TryPeek(out _, out (long Time, long) first) && first.Time <= Now)
            {
                (byte[] data, SimulatedClient client, bool up, long address, int port) = _network.Dequeue();
                if (up)
                {
                    // The device's socket keeps few datagrams.
                    if (_inbox.Count < 6)
                    {
                        _inbox.Enqueue((data, address, port));
                    }
                }
                else
                {
                    client.Quic.FeedDatagram(data, 0, data.Length, Now);
                    any = true;
                }
            }

            if (_serverReady <= Now)
            {
                while (_inbox.Count != 0 && !Server.Http.IsAdmitting)
                {
                    (byte[] data, long address, int port) = _inbox.Dequeue();
                    data.CopyTo(_buffer, 0);
                    int answer = Server.Feed(_buffer, data.Length, 0, address, port, Now);
                    if (answer > 0)
                    {
                        Deliver(_buffer, answer, address, port);
                    }

                    any = true;
                }

                _serverPending = Server.Turn(Now);
                for (int i = 0; i < 16; i++)
                {
                    int length = Server.Poll(_buffer, 1472, Now);
                    if (length == 0)
                    {
                        break;
                    }

                    any = true;
                    Deliver(_buffer, length, Server.Http.OutputAddress.Low, Server.Http.OutputAddress.Port);
                }

                if (_serverPending)
                {
                    _serverReady = Now + StepCost;
                    any |= StepCost == 0;
                }
            }

            foreach (SimulatedClient client in Clients)
            {
                client.Act(Now, Random);
                if (client.Quic.NextTimeout <= Now)
                {
                    client.Quic.HandleTimeout(Now);
                }

                for (int i = 0; i < 64; i++)
                {
                    int length = client.Quic.PollOutput(_buffer, 0, 1400, Now);
                    if (length == 0)
                    {
                        break;
                    }

                    any = true;
                    byte[] data = _buffer.AsSpan(0, length).ToArray();
                    if (Tap == null || !Tap(data))
                    {
                        Send(data, client, true, client.AddressLow, client.Port);
                    }
                }
            }

            return any;
        }

        private void Note(SimulatedClient client, bool up, byte[] data, string fate)
        {
            if (Trace != null)
            {
                Trace.Append(Now / 1000.0).Append(" client ").Append(Clients.IndexOf(client)).Append(up ? " > " : " < ").Append(data.Length).Append(' ').Append(data[0].ToString("x2")).Append(' ').Append(fate)
                    .Append(" port ").Append(client.Port).Append(" client flight ").Append(client.Quic.Loss.BytesInFlight).Append(" probes ").Append(client.Quic.Loss.ProbeCount);
                for (int i = 0; i < Server.Endpoint.ConnectionCount; i++)
                {
                    Trace.Append(" | ").Append(Server.Endpoint.Connection(i).PeerPort).Append(' ').Append(Server.Endpoint.Connection(i).BytesInFlight);
                }

                Trace.AppendLine();
            }
        }

        private void Deliver(byte[] buffer, int length, long address, int port)
        {
            foreach (SimulatedClient client in Clients)
            {
                if (client.AddressLow == address && client.Port == port)
                {
                    Send(buffer.AsSpan(0, length).ToArray(), client, false, address, port);
                    return;
                }
            }
        }

        private void Send(byte[] data, SimulatedClient client, bool up, long address, int port)
        {
            LinkConditions link = up ? client.Up : client.Down;
            Datagrams++;
            if (Now >= link.BlackoutFrom && Now < link.BlackoutTo || Random.NextDouble() < link.Loss)
            {
                Note(client, up, data, "lost");
                return;
            }

            Note(client, up, data, "sent");

            long leaves = Now;
            if (link.BytesPerSecond != 0)
            {
                long queued = Math.Max(0, link.BusyUntil - Now) * link.BytesPerSecond / 1000000 / 1200;
                if (queued >= link.Queue)
                {
                    return;
                }

                leaves = Math.Max(Now, link.BusyUntil) + data.Length * 1000000L / link.BytesPerSecond;
                link.BusyUntil = leaves;
            }

            int copies = Random.NextDouble() < link.Duplicate ? 2 : 1;
            for (int i = 0; i < copies; i++)
            {
                byte[] copy = (byte[])data.Clone();
                if (Random.NextDouble() < link.Corrupt)
                {
                    for (int flips = Random.Next(1, 4); flips > 0; flips--)
                    {
                        copy[Random.Next(copy.Length)] ^= (byte)(1 << Random.Next(8));
                    }
                }

                if (Random.NextDouble() < link.Truncate)
                {
                    copy = copy.AsSpan(0, Random.Next(1, copy.Length)).ToArray();
                }

                long time = leaves + link.Delay + Random.Next(link.Jitter + 1);
                if (Random.NextDouble() < link.Reorder)
                {
                    time += Random.Next(30000);
                }

                _network.Enqueue((copy, client, up, address, port), (time, _order++));
            }
        }
    }
}
