// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
using System.Linq;
using MilliHttp.Nano.Tests.Cost.Meter;

namespace MilliHttp.Nano.Tests.Host.Simulation.Device
{
    /// <summary>Forty seconds of a device: live clients, a newcomer every five seconds, and whoever attacks.</summary>
    internal sealed class Trial
    {
        private const int Seconds = 40;
        private const long Every = 5000000;
        private readonly LiveClient[] _live;
        private readonly List<Newcomer> _newcomers = new List<Newcomer>();
        private long _begin;
        private long _operations;

        public Trial(int seed, bool tight, int live)
        {
            World = new DeviceWorld(seed, tight);
            _live = new LiveClient[live];
            for (int i = 0; i < live; i++)
            {
                _live[i] = new LiveClient(World.Random) { Address = 0xFFFF0A000001 + (i << 8), Port = 10000 + i };
            }
        }

        public DeviceWorld World { get; }

        public IReadOnlyList<LiveClient> Live => _live;

        /// <summary>Connects the live clients one after the other, lets them know what a round trip takes, and the device prepare what it can.</summary>
        public void Connect()
        {
            World.RunUntil(World.Clock.Microseconds + 3000000);
            foreach (LiveClient client in _live)
            {
                World.Add(client);
                World.RunUntil(World.Clock.Microseconds + 2000000);
                if (!client.IsReady)
                {
                    throw new InvalidOperationException("a live client is not connected");
                }

                client.Ask(30, World.Clock.Microseconds, 100000);
                World.RunUntil(World.Clock.Microseconds + 3500000);
            }
        }

        /// <summary>Runs it.</summary>
        /// <param name="make">Makes those who attack, from the beginning.</param>
        /// <param name="newcomers">Whether others want to come in.</param>
        public void Run(Func<IEnumerable<Person>> make, bool newcomers)
        {
            // What they compute beforehand takes no time of the device.
            World.Clock.Leave();
            _begin = World.Clock.Microseconds;
            for (int i = 0; i < _live.Length; i++)
            {
                // Not all at once.
                _live[i].Ask(Seconds, _begin + 137000 + (i * 263000), 1000000);
            }

            foreach (Person attacker in make())
            {
                World.Add(attacker);
            }

            for (int i = 0; newcomers && i < Seconds / 5; i++)
            {
                Newcomer newcomer = new Newcomer(World.Random, _begin + 2500000 + (i * Every)) { Address = 0xFFFF0A640001 + (i << 8), Port = 20000 + i };
                _newcomers.Add(newcomer);
                World.Add(newcomer);
            }

            World.Clock.Return();
            long operations = World.Clock.Operations;
            World.HostileBytes = 0;
            World.RunUntil(_begin + (Seconds * 1000000));
            _operations = World.Clock.Operations - operations;
            Attack = World.HostileBytes;
            World.RunUntil(World.Clock.Microseconds + 1000000);
        }

        /// <summary>Bytes that the attackers sent.</summary>
        public long Attack { get; private set; }

        /// <summary>Writes the figures down.</summary>
        public void Record(CostRun run)
        {
            long[] all = _live.SelectMany(c => c.Latencies).OrderBy(l => l).ToArray();
            run.Record("Answers", _live.Length == 0 ? 0 : _live.Min(c => c.Latencies.Count));
            run.Record("Median", all.Length == 0 ? -1 : all[all.Length / 2]);
            run.Record("Worst", all.Length == 0 ? -1 : all[^1]);
            run.Record("Newcomers", _newcomers.Count);
            run.Record("Within3", _newcomers.Count(n => n.Took <= 3000000));
            run.Record("Within10", _newcomers.Count(n => n.Took <= 10000000));
            run.Record("Load", _operations * 100 / (Seconds * 1000000L * DeviceClock.OperationsPerMicrosecond));
            run.Record("BytesPerSecond", Attack / Seconds);
            run.Record("LostDatagrams", World.LostDatagrams);
        }
    }
}
