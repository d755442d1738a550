// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
using MilliHttp.Nano.Tests.Cost.Meter;
using MilliHttp.Nano.Tests.Host.Quic;
using MilliHttp.Nano.Tests.Host.Simulation.Device;

namespace MilliHttp.Nano.Tests.Host.Simulation.Attacks
{
    /// <summary>An attack on a simulated device.</summary>
    internal sealed class Attack : ICostScenario
    {
        /// <summary>Seed of the run; ATTACK_SEED chooses another.</summary>
        private static int Seed => int.TryParse(Environment.GetEnvironmentVariable("ATTACK_SEED"), out int seed) ? seed : 1;

        public Attack(string name, string what, Func<IEnumerable<Person>> attackers)
        {
            Short = name;
            Name = "Attack." + name + ".";
            What = what;
            Attackers = attackers;
        }

        /// <summary>Its name in tests and tables.</summary>
        public string Short { get; }

        /// <summary>Its name for the meter: "Attack", what it is, and a dot at the end.</summary>
        public string Name { get; }

        /// <summary>What is sent, in words.</summary>
        public string What { get; }

        /// <summary>Makes those who attack.</summary>
        public Func<IEnumerable<Person>> Attackers { get; }

        /// <summary>Clients that live while it happens.</summary>
        public int Live { get; init; } = 2;

        /// <summary>Whether others want to come in meanwhile.</summary>
        public bool HasNewcomers { get; init; } = true;

        /// <summary>The longest median of the live clients' answers, microseconds.</summary>
        public long Median { get; init; } = 60000;

        /// <summary>The longest of them.</summary>
        public long Worst { get; init; } = 500000;

        /// <summary>Share of newcomers, in percent, that have to be in within 3 seconds.</summary>
        public int Within3 { get; init; }

        /// <summary>Share of newcomers, in percent, that have to be in within 10 seconds.</summary>
        public int Within10 { get; init; }

        public void Run(CostRun run)
        {
            bool tight = Environment.GetEnvironmentVariable("ATTACK_TIGHT") != null;
            RawClient.CountFrom(Seed);
            Trial trial = new Trial(Seed, tight, Live);
            trial.Connect();
            trial.Run(Attackers, HasNewcomers);
            trial.Record(run);
        }
    }
}
