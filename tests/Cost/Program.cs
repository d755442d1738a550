// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using MilliHttp.Nano.Tests.Cost.Meter;

namespace MilliHttp.Nano.Tests.Cost
{
    /// <summary>The cost meter on the command line; see README.md.</summary>
    public static class Program
    {
        public static int Main(string[] arguments)
        {
            string filter = string.Empty;
            string json = null;
            string profile = null;
            string svg = null;
            bool record = false;
            for (int i = 0; i < arguments.Length; i++)
            {
                string argument = arguments[i];
                if (argument == "--record")
                {
                    record = true;
                }
                else if (argument == "--prices")
                {
                    Console.Write(ReadmeTables.Prices(new MeterContext().Run("Prices").Figures.ToDictionary(f => f.Scenario + "." + f.Name, f => f.Value)));
                    return 0;
                }
                else if (argument == "--readme")
                {
                    return WriteReadme();
                }
                else if (argument == "--peers")
                {
                    Console.Write(ReadmeTables.Peers(MeterContext.WithPeers().Run("Peers")));
                    return 0;
                }
                else if (i + 1 < arguments.Length && argument == "--filter")
                {
                    filter = arguments[++i];
                }
                else if (i + 1 < arguments.Length && argument == "--json")
                {
                    json = arguments[++i];
                }
                else if (i + 1 < arguments.Length && argument == "--profile")
                {
                    profile = arguments[++i];
                }
                else if (i + 1 < arguments.Length && argument == "--svg")
                {
                    svg = arguments[++i];
                }
                else
                {
                    Console.Error.WriteLine("usage: --peers | --prices | --readme | [--filter SCENARIO] [--json FILE] [--record] [--profile SCENARIO.FIGURE [--svg FILE]]");
                    return 2;
                }
            }

            if (profile != null)
            {
                return Profile(profile, svg);
            }

            CostResult result = new MeterContext().Run(filter);
            string folder = ReachedFolder();
            if (record)
            {
                ReachedFigures.Write(folder, result.Figures);
            }

            Dictionary<string, long> reached = ReachedFigures.Read(folder);
            int over = 0;
            Console.WriteLine($"{"IL operations",14} {"goal",12} {"reached",12} {"instructions",14} {"each",6}  figure");
            foreach (CostFigure figure in result.Figures)
            {
                string name = figure.Scenario + "." + figure.Name;
                bool known = reached.TryGetValue(name, out long before);
                string mark = known && figure.Value > ReachedFigures.Limit(before) ? "  more than 5 % above what was reached" : string.Empty;
                mark += figure.Goal != 0 && figure.Value > figure.Goal ? "  over the goal" : string.Empty;
                over += mark.Contains("reached", StringComparison.Ordinal) ? 1 : 0;
                Console.WriteLine($"{figure.Value,14:N0} {(figure.Goal == 0 ? string.Empty : figure.Goal.ToString("N0")),12} {(known ? before.ToString("N0") : string.Empty),12} {Weight(figure)}  {name}{mark}");
            }

            if (json != null)
            {
                File.WriteAllText(json, JsonSerializer.Serialize(result.Figures, new JsonSerializerOptions { WriteIndented = true }));
            }

            return over == 0 ? 0 : 1;
        }

        /// <summary>Instructions of the interpreter, and how many an operation takes.</summary>
        private static string Weight(CostFigure figure)
        {
            return figure.Weight == 0 || figure.Value == 0 ? new string(' ', 21) : $"{figure.Weight,14:N0} {(double)figure.Weight / figure.Value,6:F1}";
        }

        /// <summary>Writes the tables of README.md anew.</summary>
        private static int WriteReadme()
        {
            string path = Path.Combine(ReachedFolder(), "..", "..", "..", "README.md");
            string text = File.ReadAllText(path);
            text = ReadmeTables.Replace(text, "costs", ReadmeTables.Costs(new MeterContext().Run(string.Empty)));
            text = ReadmeTables.Replace(text, "peers", ReadmeTables.Peers(MeterContext.WithPeers().Run("Peers")));
            text = ReadmeTables.Replace(text, "prices", ReadmeTables.Prices(ReachedFigures.Read(ReachedFolder())));
            File.WriteAllText(path, text);
            return 0;
        }

        private static int Profile(string profile, string svg)
        {
            int dot = profile.IndexOf('.', StringComparison.Ordinal);
            CostResult result = new MeterContext().Run(dot < 0 ? profile : profile.Substring(0, dot), profile);
            if (result.Profile == null)
            {
                Console.Error.WriteLine("no such figure; there are:");
                foreach (CostFigure figure in result.Figures)
                {
                    Console.Error.WriteLine("  " + figure.Scenario + "." + figure.Name);
                }

                return 2;
            }

            Console.WriteLine($"{profile}: {result.Profile.Inclusive:N0} IL operations");
            ProfileTable.Write(result.Profile, Console.Out);
            if (svg != null)
            {
                File.WriteAllText(svg, FlameGraph.Draw(result.Profile, profile));
            }

            return 0;
        }

        /// <summary>Reached of the source folder when run inside the repository, else the copy beside the program.</summary>
        private static string ReachedFolder()
        {
            for (string at = AppContext.BaseDirectory; at != null; at = Path.GetDirectoryName(at))
            {
                if (File.Exists(Path.Combine(at, "MilliHttp.Nano.sln")))
                {
                    return Path.Combine(at, "tests", "Cost", "Reached");
                }
            }

            return Path.Combine(AppContext.BaseDirectory, "Reached");
        }
    }
}
