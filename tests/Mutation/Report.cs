// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
using System.Linq;
using Spectre.Console;

namespace MilliHttp.Nano.Tests.Mutation
{
    /// <summary>Prints what a campaign found.</summary>
    internal static class Report
    {
        /// <summary>Prints survivors one by one, then scores by operator; returns the score of the assembly in percent.</summary>
        public static double Print(string assembly, List<(Mutant Mutant, Outcome Outcome, string Killer)> results, int possible, int seed)
        {
            foreach ((Mutant mutant, Outcome outcome, string _) in results.Where(r => r.Outcome is Outcome.Survived or Outcome.NotReached))
            {
                Console.WriteLine(outcome + "  " + mutant.Source + "  " + mutant.Change + "  [" + mutant.Key + "]");
            }

            Table table = new Table().Title(assembly + ", " + results.Count + " of " + possible + " mutants, seed " + seed);
            table.AddColumns("operator", "killed", "timed out", "survived", "not reached", "equivalent", "score %");
            foreach (IGrouping<Operator, (Mutant Mutant, Outcome Outcome, string Killer)> kind in results.GroupBy(r => r.Mutant.Operator).OrderBy(g => g.Key))
            {
                table.AddRow(Row(kind.Key.ToString(), kind.ToList()));
            }

            table.AddRow(Row("all", results));
            IAnsiConsole console = AnsiConsole.Console;
            if (Console.IsOutputRedirected)
            {
                console.Profile.Width = 120;
            }

            console.Write(table);
            return Score(results);
        }

        private static string[] Row(string name, List<(Mutant Mutant, Outcome Outcome, string Killer)> results)
        {
            int Count(Outcome outcome) => results.Count(r => r.Outcome == outcome);
            return new[]
            {
                name, Count(Outcome.Killed).ToString(), Count(Outcome.TimedOut).ToString(), Count(Outcome.Survived).ToString(),
                Count(Outcome.NotReached).ToString(), Count(Outcome.Equivalent).ToString(), Score(results).ToString("F1"),
            };
        }

        private static double Score(List<(Mutant Mutant, Outcome Outcome, string Killer)> results)
        {
            int counted = results.Count(r => r.Outcome != Outcome.Equivalent);
            return counted == 0 ? 100 : 100.0 * results.Count(r => r.Outcome is Outcome.Killed or Outcome.TimedOut) / counted;
        }
    }
}
