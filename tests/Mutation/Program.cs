// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
using System.CommandLine;
using System.IO;
using System.Linq;

namespace MilliHttp.Nano.Tests.Mutation
{
    /// <summary>Mutation testing of the device assemblies: changes one instruction at a time and sees whether a test of the host suite notices.</summary>
    internal static class Program
    {
        private static readonly string[] s_assemblies = { "Tls", "Quic", "Http", "Http3" };

        private static int Main(string[] arguments)
        {
            if (arguments.Length == 4 && arguments[0] == "--worker")
            {
                return Worker.Run(arguments[1], arguments[2], int.Parse(arguments[3]));
            }

            Argument<string[]> assemblies = new Argument<string[]>("assembly")
            {
                Description = "Tls, Quic, Http, Http3 or the full name of another device assembly; without any, these four",
                Arity = ArgumentArity.ZeroOrMore,
            };
            Option<int> count = new Option<int>("--count") { Description = "mutants drawn in each assembly", DefaultValueFactory = _ => 500 };
            Option<int> seed = new Option<int>("--seed") { Description = "what draws them", DefaultValueFactory = _ => 1 };
            Option<string> only = new Option<string>("--only") { Description = "only in methods or source files whose name has this part" };
            Option<int> jobs = new Option<int>("--jobs") { Description = "workers at once", DefaultValueFactory = _ => Environment.ProcessorCount };
            Option<double> bar = new Option<double>("--bar") { Description = "the score in percent below which the exit code is 1", DefaultValueFactory = _ => 90 };
            RootCommand command = new RootCommand("Changes one instruction at a time and runs the tests that reach it.")
            {
                assemblies, count, seed, only, jobs, bar,
            };
            command.SetAction(result =>
            {
                string[] names = result.GetValue(assemblies);
                return Run(
                    names.Length == 0 ? s_assemblies : names, result.GetValue(count), result.GetValue(seed), result.GetValue(only), result.GetValue(jobs), result.GetValue(bar));
            });
            return command.Parse(arguments).Invoke();
        }

        private static int Run(string[] names, int count, int seed, string only, int jobs, double bar)
        {
            string root = AppContext.BaseDirectory;
            while (root != null && !File.Exists(Path.Combine(root, "MilliHttp.Nano.sln")))
            {
                root = Path.GetDirectoryName(root);
            }

            string suite = root == null ? null : Path.Combine(root, "tests", "Host", "bin", "Release", "net10.0");
            if (suite == null || !File.Exists(Path.Combine(suite, "MilliHttp.Nano.Tests.Host.dll")))
            {
                Console.Error.WriteLine("the host suite is not built; run 'dotnet build tests/Host -c Release' first");
                return 2;
            }

            Dictionary<string, string> equivalent = ReadEquivalent(Path.Combine(root, "tests", "Mutation", "equivalent.txt"));
            bool isEnough = true;
            List<string> summary = new List<string>();
            foreach (string name in names)
            {
                string assembly = name.Contains('.') ? name : "MilliHttp.Nano." + name;
                if (!File.Exists(Path.Combine(suite, assembly + ".dll")))
                {
                    Console.Error.WriteLine("there is no assembly '" + assembly + "' in " + suite + "; one of " + string.Join(", ", s_assemblies) + " will do");
                    return 2;
                }

                Campaign campaign = new Campaign(assembly, suite, equivalent);
                campaign.Run(count, seed, only, jobs);
                double score = Report.Print(assembly, campaign.Results, campaign.Possible, seed);
                isEnough &= score >= bar;
                summary.Add(assembly + ": " + score.ToString("F1") + " % of " + campaign.Results.Count(r => r.Outcome != Outcome.Equivalent) + " mutants killed");
            }

            summary.ForEach(Console.WriteLine);
            return isEnough ? 0 : 1;
        }

        // A line: the mutant's key, two spaces and a number sign, the reason.
        private static Dictionary<string, string> ReadEquivalent(string path)
        {
            Dictionary<string, string> found = new Dictionary<string, string>();
            foreach (string line in File.ReadLines(path))
            {
                int reason = line.IndexOf("  # ", StringComparison.Ordinal);
                if (reason > 0)
                {
                    found[line[..reason]] = line[(reason + 4)..];
                }
            }

            return found;
        }
    }
}
