// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;

namespace MilliHttp.Nano.Tests.Host.Simulation.Attacks
{
    /// <summary>The table of README.md: what was recorded of each attack before the budgets of the processor came, and after.</summary>
    internal static class AttackTable
    {
        private static readonly string s_folder = Path.Combine(Gates.DeviceAssemblies.Root, "tests", "Host", "Simulation", "Attacks");

        /// <summary>The table.</summary>
        public static string Render()
        {
            Dictionary<string, Dictionary<string, long>> before = Read("before.txt");
            Dictionary<string, Dictionary<string, long>> after = Read("after.txt");
            StringBuilder text = new StringBuilder("| attack | kB/s | answers of 40 | median ms | worst ms | newcomers in within 3 s / 10 s, of 8 |\n|---|---|---|---|---|---|\n");
            foreach (Attack attack in AttackList.All())
            {
                Dictionary<string, long> was = before[attack.Short];
                Dictionary<string, long> now = after[attack.Short];
                string Both(Func<Dictionary<string, long>, string> of) => of(was) + " → " + of(now);
                text.Append(CultureInfo.InvariantCulture, $"| {attack.What} | {now["BytesPerSecond"] / 1000} | ");
                text.Append(attack.Live == 0 ? " | | | " : $"{Both(f => f["Answers"].ToString(CultureInfo.InvariantCulture))} | {Both(f => Milliseconds(f["Median"]))} | {Both(f => Milliseconds(f["Worst"]))} | ");
                text.Append(attack.HasNewcomers ? Both(f => f["Within3"] + "/" + f["Within10"]) : string.Empty).Append(" |\n");
            }

            return text.ToString();
        }

        /// <summary>Writes what was measured down.</summary>
        public static void Record(IEnumerable<KeyValuePair<string, Dictionary<string, long>>> measured)
        {
            File.WriteAllLines(Path.Combine(s_folder, "after.txt"), measured.Select(m => m.Key + ": " + string.Join(", ", m.Value.Select(f => f.Key + " " + f.Value))));
        }

        private static string Milliseconds(long microseconds)
        {
            return (microseconds / 1000).ToString(CultureInfo.InvariantCulture);
        }

        private static Dictionary<string, Dictionary<string, long>> Read(string file)
        {
            return File.ReadAllLines(Path.Combine(s_folder, file)).Select(l => l.Split(": ")).ToDictionary(
                l => l[0], l => l[1].Split(", ").Select(f => f.Split(' ')).ToDictionary(f => f[0], f => long.Parse(f[1], CultureInfo.InvariantCulture)));
        }
    }
}
