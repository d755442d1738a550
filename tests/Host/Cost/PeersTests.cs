// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System.Collections.Generic;
using System.IO;
using System.Linq;
using MilliHttp.Nano.Tests.Cost.Meter;
using MilliHttp.Nano.Tests.Cost.Scenarios;
using MilliHttp.Nano.Tests.Host.Gates;
using Xunit;

namespace MilliHttp.Nano.Tests.Host.Cost
{
    /// <summary>Our primitives take fewer operations than BouncyCastle's, and README.md says how many.</summary>
    public class PeersTests
    {
        [Fact]
        public void Every_primitive_is_cheaper_than_BouncyCastles_and_the_README_has_the_figures_of_this_run()
        {
            if (CostTests.IsUnoptimized)
            {
                return;
            }

            CostResult result = MeterContext.WithPeers().Run("Peers");
            Dictionary<string, long> figures = result.Figures.ToDictionary(f => f.Name, f => f.Value);
            Assert.Equal(16, figures.Count);
            foreach (string name in figures.Keys.Where(n => !n.EndsWith(PeersScenario.Theirs)))
            {
                Assert.True(figures[name] < figures[name + PeersScenario.Theirs], name);
            }

            string readme = File.ReadAllText(Path.Combine(DeviceAssemblies.Root, "README.md"));
            Assert.Equal(ReadmeTables.Peers(result), ReadmeTables.Between(readme, "peers"));
        }
    }
}
