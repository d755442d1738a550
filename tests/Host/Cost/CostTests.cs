// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Text;
using MilliHttp.Nano.Tests.Cost.Meter;
using Xunit;

namespace MilliHttp.Nano.Tests.Host.Cost
{
    /// <summary>No figure of the meter may lie more than 5 % above what was reached (tests/Cost/Reached).</summary>
    public class CostTests
    {
        [Fact]
        public void Every_figure_stays_within_five_percent_of_what_was_reached()
        {
            DebuggableAttribute debuggable = typeof(Nano.Crypto.CryptoProvider).Assembly.GetCustomAttribute<DebuggableAttribute>();
            if (debuggable != null && debuggable.IsJITOptimizerDisabled)
            {
                // The figures are those of the Release files, which are flashed.
                return;
            }

            Dictionary<string, long> reached = ReachedFigures.Read(Path.Combine(AppContext.BaseDirectory, "Reached"));
            CostResult result = new MeterContext().Run(string.Empty);
            StringBuilder problems = new StringBuilder();

            // A scenario without any reached figure is still being worked on.
            HashSet<string> recorded = reached.Keys.Select(n => n.Substring(0, n.IndexOf('.', StringComparison.Ordinal))).ToHashSet();
            Assert.Contains("Symmetric", recorded);
            foreach (CostFigure figure in result.Figures.Where(f => recorded.Contains(f.Scenario)))
            {
                string name = figure.Scenario + "." + figure.Name;
                if (!reached.TryGetValue(name, out long before))
                {
                    problems.AppendLine(name + " has no reached figure: run tests/Cost with --record");
                }
                else if (figure.Value > ReachedFigures.Limit(before))
                {
                    problems.AppendLine(name + ": " + figure.Value + ", reached was " + before);
                }
            }

            HashSet<string> measured = result.Figures.Select(f => f.Scenario + "." + f.Name).ToHashSet();
            foreach (string name in reached.Keys.Where(n => !measured.Contains(n)))
            {
                problems.AppendLine(name + " is no longer measured");
            }

            Assert.True(problems.Length == 0, problems.ToString());
        }

        [Fact]
        public void The_meter_gives_the_same_figures_every_time()
        {
            MeterContext context = new MeterContext();
            CostResult first = context.Run("Symmetric");
            CostResult second = new MeterContext().Run("Symmetric");
            Assert.NotEmpty(first.Figures);
            Assert.Equal(first.Figures, second.Figures);
        }
    }
}
