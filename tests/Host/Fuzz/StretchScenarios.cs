// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
using System.Linq;
using MilliHttp.Nano.Tests.Cost.Meter;
using MilliHttp.Nano.Tests.Fuzz;

namespace MilliHttp.Nano.Tests.Host.Fuzz
{
    /// <summary>The fuzzer of stretches, run by the meter: one scenario for each target. STRETCH_SECONDS and STRETCH_SEED choose how long and which way.</summary>
    public sealed class StretchScenarios : ICostScenarios
    {
        internal static readonly string[] Targets = { "quic-datagrams", "quic-frames" };

        /// <inheritdoc/>
        public IEnumerable<ICostScenario> All() => Targets.Select(t => new Scenario(t));

        private static int Setting(string name, int otherwise)
        {
            return int.TryParse(Environment.GetEnvironmentVariable(name), out int value) ? value : otherwise;
        }

        private sealed class Scenario : ICostScenario
        {
            private readonly string _target;

            public Scenario(string target)
            {
                _target = target;
            }

            public string Name => "Fuzz." + _target;

            public void Run(CostRun run)
            {
                StretchRun climb = new StretchRun(TargetList.Find(_target), () => CostRun.Operations);
                int seconds = Setting("STRETCH_SECONDS", 0);
                climb.Climb(Setting("STRETCH_SEED", 1), TimeSpan.FromSeconds(seconds == 0 ? 8 : seconds), seconds == 0 ? 150 : int.MaxValue);
                run.Record("Longest", climb.Longest);
                run.Record("Cases", climb.Cases);
                Console.WriteLine(_target + ": " + climb.Longest + " operations by " + Convert.ToHexString(climb.Worst));
            }
        }
    }
}
