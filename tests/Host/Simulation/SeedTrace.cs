// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using System.IO;
using MilliHttp.Nano.Board.Virtual.Trace;

namespace MilliHttp.Nano.Tests.Host.Simulation
{
    /// <summary>Runs a seed of the simulation again with woven assemblies, and leaves a qlog file of each of its connections.</summary>
    internal static class SeedTrace
    {
        /// <summary>Runs it.</summary>
        /// <param name="seed">The seed.</param>
        /// <param name="worst">The largest loss in either direction, from 0 to 1.</param>
        /// <returns>The folder with the files.</returns>
        public static string Write(int seed, double worst)
        {
            string folder = Path.Combine(AppContext.BaseDirectory, "qlog", "seed-" + seed);
            if (Directory.Exists(folder))
            {
                Directory.Delete(folder, true);
            }

            using TraceContext context = new TraceContext(AppContext.BaseDirectory);
            context.Call(typeof(SeedTrace), nameof(Run), folder, seed, worst);
            return folder;
        }

        private static void Run(string folder, int seed, double worst)
        {
            Observer.Start(folder, null);
            try
            {
                SimulationTests.RunSeed(seed, worst, false);
            }
            finally
            {
                Observer.Stop();
            }
        }
    }
}
