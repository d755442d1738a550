// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using MilliHttp.Nano.Tests.Cost.Meter;
using Xunit;
using Xunit.Abstractions;

namespace MilliHttp.Nano.Tests.Host.Simulation.Attacks
{
    /// <summary>
    /// The simulated device under attack, standard profile; ATTACK_TIGHT=1 takes the tight one, ATTACK_SEED another seed. ATTACK_ALL=1 runs those as well that do not
    /// hold yet, ATTACK_RECORD=1 writes the table of README.md anew.
    /// </summary>
    public class AttackTests
    {
        private static readonly Lazy<MeterContext> s_context = new Lazy<MeterContext>(() => new MeterContext(false, typeof(AttackTests).Assembly.Location));
        private readonly ITestOutputHelper _output;

        public AttackTests(ITestOutputHelper output)
        {
            _output = output;
        }

        public static IEnumerable<object[]> Names()
        {
            bool all = Environment.GetEnvironmentVariable("ATTACK_ALL") != null;
            return AttackList.All().Where(a => all || !AttackList.NotYet.Contains(a.Short)).Select(a => new object[] { a.Short });
        }

        [Theory]
        [MemberData(nameof(Names))]
        public void The_device_holds(string name)
        {
            Attack attack = AttackList.All().Single(a => a.Short == name);
            Dictionary<string, long> figures = Run(attack);
            StringBuilder problems = new StringBuilder();
            void Check(bool holds, string what)
            {
                if (!holds)
                {
                    problems.Append(what).Append("; ");
                }
            }

            if (attack.Live > 0)
            {
                Check(figures["Answers"] == 40, "answers " + figures["Answers"] + " of 40");
                Check(figures["Median"] <= attack.Median, "median " + figures["Median"]);
                Check(figures["Worst"] <= attack.Worst, "worst " + figures["Worst"]);
            }

            if (attack.HasNewcomers)
            {
                Check(figures["Within3"] * 100 >= figures["Newcomers"] * attack.Within3, "in within 3 s: " + figures["Within3"] + " of " + figures["Newcomers"]);
                Check(figures["Within10"] * 100 >= figures["Newcomers"] * attack.Within10, "in within 10 s: " + figures["Within10"] + " of " + figures["Newcomers"]);
            }

            Assert.True(problems.Length == 0, name + ": " + problems);
        }

        [Fact]
        public void The_same_seed_is_the_same_run()
        {
            Attack attack = AttackList.All().Single(a => a.Short == "Initials60");
            Assert.Equal(Run(attack), Run(attack));
        }

        [Fact]
        public void The_README_has_the_table_as_recorded()
        {
            string path = Path.Combine(Gates.DeviceAssemblies.Root, "README.md");
            string readme = File.ReadAllText(path);
            if (Environment.GetEnvironmentVariable("ATTACK_RECORD") != null)
            {
                AttackTable.Record(AttackList.All().Select(a => KeyValuePair.Create(a.Short, Run(a))).ToArray());
                readme = ReadmeTables.Replace(readme, "attacks", AttackTable.Render());
                File.WriteAllText(path, readme);
            }

            Assert.Equal(AttackTable.Render(), ReadmeTables.Between(readme, "attacks"));
        }

        private Dictionary<string, long> Run(Attack attack)
        {
            IReadOnlyList<CostFigure> figures = s_context.Value.Run(attack.Name).Figures;
            _output.WriteLine(attack.Short + ": " + string.Join(", ", figures.Select(f => f.Name + " " + f.Value)));
            return figures.ToDictionary(f => f.Name, f => f.Value);
        }
    }
}
