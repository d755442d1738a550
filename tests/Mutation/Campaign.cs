// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Threading;
using Mono.Cecil;

namespace MilliHttp.Nano.Tests.Mutation
{
    /// <summary>Draws mutants of one assembly, writes them all into a copy of it, and runs against each the tests that reach it.</summary>
    internal sealed class Campaign
    {
        private const int LongestTest = 4000;

        private readonly string _assembly;
        private readonly string _directory;
        private readonly Dictionary<string, string> _equivalent;
        private readonly List<TestRecord> _tests = new List<TestRecord>();

        /// <summary>Prepares the campaign in a folder beside this program.</summary>
        /// <param name="assembly">The assembly's name without <c>.dll</c>.</param>
        /// <param name="suite">The folder with the built host suite.</param>
        /// <param name="equivalent">Keys of mutants that change nothing, with the reason.</param>
        public Campaign(string assembly, string suite, Dictionary<string, string> equivalent)
        {
            _assembly = assembly;
            _equivalent = equivalent;
            _directory = Path.Combine(AppContext.BaseDirectory, "run", assembly);
            if (Directory.Exists(_directory))
            {
                Directory.Delete(_directory, true);
            }

            Directory.CreateDirectory(_directory);
            foreach (string file in Directory.GetFiles(suite))
            {
                File.Copy(file, Path.Combine(_directory, Path.GetFileName(file)));
            }
        }

        /// <summary>What became of each mutant, in the order drawn.</summary>
        public List<(Mutant Mutant, Outcome Outcome, string Killer)> Results { get; } = new List<(Mutant, Outcome, string)>();

        /// <summary>How many mutants the operators can make of the assembly.</summary>
        public int Possible { get; private set; }

        private string Mutated => _assembly + ".dll";

        /// <summary>Runs it.</summary>
        /// <param name="count">How many mutants to draw.</param>
        /// <param name="seed">What draws them.</param>
        /// <param name="only">A part of a method's or a source file's name that mutants must have; null for all.</param>
        /// <param name="jobs">How many workers run at once.</param>
        public void Run(int count, int seed, string only, int jobs)
        {
            string path = Path.Combine(_directory, Mutated);
            using ModuleDefinition module = MutantWriter.Read(path);
            List<Mutant> all = MutantFinder.Find(module)
                .Where(m => only == null || m.Method.Contains(only, StringComparison.Ordinal) || m.Source.Contains(only, StringComparison.Ordinal)).ToList();
            Possible = all.Count;
            List<Mutant> drawn = Draw(all, count, seed);
            for (int i = 0; i < drawn.Count; i++)
            {
                drawn[i].Number = i;
            }

            MutantWriter.Write(module, drawn, path);
            Say(_assembly + ": " + drawn.Count + " of " + Possible + " mutants drawn by seed " + seed);
            Record(drawn.Count);

            Results.AddRange(Enumerable.Repeat<(Mutant, Outcome, string)>(default, drawn.Count));
            int next = -1;
            int done = 0;
            int killed = 0;
            object gate = new object();
            Thread[] threads = Enumerable.Range(0, jobs).Select(_ => new Thread(() =>
            {
                WorkerProcess worker = null;
                int mine;
                while ((mine = Interlocked.Increment(ref next)) < drawn.Count)
                {
                    Results[mine] = Try(drawn[mine], drawn.Count, ref worker);
                    lock (gate)
                    {
                        done++;
                        killed += Results[mine].Outcome is Outcome.Killed or Outcome.TimedOut ? 1 : 0;
                        if (done % 20 == 0)
                        {
                            Say(_assembly + ": " + done + " of " + drawn.Count + ", " + killed + " killed");
                        }
                    }
                }

                worker?.Dispose();
            })).ToArray();
            Array.ForEach(threads, thread => thread.Start());
            Array.ForEach(threads, thread => thread.Join());
        }

        private static void Say(string text)
        {
            Console.WriteLine(DateTime.Now.ToString("HH:mm:ss") + " " + text);
        }

        private static List<Mutant> Draw(List<Mutant> all, int count, int seed)
        {
            int[] order = Enumerable.Range(0, all.Count).ToArray();
            new Random(seed).Shuffle(order);
            return order.Take(count).Order().Select(index => all[index]).ToList();
        }

        // A test that does not pass by itself here, or takes long, is left out, and said.
        private void Record(int count)
        {
            HashSet<string> hung = new HashSet<string>();
            HashSet<string> seen = new HashSet<string>();
            int left = 0;
            while (true)
            {
                using WorkerProcess worker = new WorkerProcess(_directory, Mutated, count);
                worker.Send(string.Join('\t', new[] { "RECORD" }.Concat(hung).Concat(seen)));
                string running = null;
                string line;
                Stopwatch watch = Stopwatch.StartNew();
                while ((line = worker.Read(TimeSpan.FromSeconds(60))) != null && line != "DONE")
                {
                    string[] words = line.Split('\t');
                    if (words[0] == "BEGIN")
                    {
                        running = words[1];
                        continue;
                    }

                    seen.Add(words[1]);
                    long milliseconds = long.Parse(words[3]);
                    if (words[2] == "1" && milliseconds <= LongestTest)
                    {
                        _tests.Add(new TestRecord(words[1], milliseconds, words[4].Split(',', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse).ToHashSet()));
                    }
                    else
                    {
                        left++;
                        Say("left out: " + words[1] + (words[2] == "1" ? " takes " + milliseconds + " ms" : " fails without a mutant"));
                    }

                    if (watch.Elapsed > TimeSpan.FromSeconds(20))
                    {
                        watch.Restart();
                        Say(_assembly + ": " + seen.Count + " tests recorded");
                    }
                }

                if (line == "DONE")
                {
                    break;
                }

                left++;
                hung.Add(running);
                Say("left out: " + running + " does not end in a minute");
            }

            Say(_assembly + ": " + _tests.Count + " tests, " + left + " left out");
        }

        private (Mutant Mutant, Outcome Outcome, string Killer) Try(Mutant mutant, int count, ref WorkerProcess worker)
        {
            if (_equivalent.ContainsKey(mutant.Key))
            {
                return (mutant, Outcome.Equivalent, _equivalent[mutant.Key]);
            }

            List<TestRecord> tests = _tests.Where(test => test.Reached.Contains(mutant.Number)).OrderBy(test => test.Milliseconds).ToList();
            if (tests.Count == 0)
            {
                return (mutant, Outcome.NotReached, null);
            }

            TimeSpan limit = TimeSpan.FromMilliseconds(15_000 + (4 * tests.Sum(test => test.Milliseconds)));
            worker ??= new WorkerProcess(_directory, Mutated, count);
            worker.Send("RUN\t" + mutant.Number + "\t" + string.Join('\t', tests.Select(test => test.Name)));
            string answer = worker.Read(limit);
            if (answer == null)
            {
                worker.Dispose();
                worker = null;
                return (mutant, Outcome.TimedOut, null);
            }

            return answer == "SURVIVED" ? (mutant, Outcome.Survived, null) : (mutant, Outcome.Killed, answer.Split('\t')[1]);
        }
    }
}
