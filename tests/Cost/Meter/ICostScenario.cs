// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Tests.Cost.Meter
{
    /// <summary>
    /// Something whose cost is worth knowing. A public class with a parameterless constructor is found by itself. It must do the same
    /// every time: seeds fixed, time virtual.
    /// </summary>
    public interface ICostScenario
    {
        /// <summary>Name of the group of figures, without a dot; also the name of its file under Reached.</summary>
        string Name { get; }

        /// <summary>Sets up, then measures between <see cref="CostRun.Start"/> and <see cref="CostRun.Stop"/>.</summary>
        void Run(CostRun run);
    }
}
