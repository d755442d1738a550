// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Runtime.Loader;
using System.Text;

namespace MilliHttp.Nano.Tests.Mutation
{
    /// <summary>
    /// The process that runs tests with one mutant switched on. It reads commands from standard input and answers on standard output with lines that begin with <see cref="Mark"/>;
    /// the campaign ends it when a mutant runs for ever.
    /// </summary>
    internal static class Worker
    {
        /// <summary>Begins each line that is meant for the campaign.</summary>
        public const string Mark = "##";

        /// <summary>Runs until standard input ends.</summary>
        public static int Run(string directory, string mutated, int count)
        {
            AssemblyLoadContext.Default.Resolving += (context, name) =>
            {
                string file = Path.Combine(directory, name.Name + ".dll");
                return File.Exists(file) ? context.LoadFromAssemblyPath(file) : null;
            };

            TextWriter answers = new StreamWriter(Console.OpenStandardOutput(), new UTF8Encoding(false)) { AutoFlush = true };
            Console.SetOut(TextWriter.Null);
            Type type = AssemblyLoadContext.Default.LoadFromAssemblyPath(Path.Combine(directory, mutated)).GetType(MutantWriter.SwitchName, true);
            FieldInfo active = type.GetField("Active");
            FieldInfo hit = type.GetField("Hit");
            active.SetValue(null, -1);
            Assembly tests = AssemblyLoadContext.Default.LoadFromAssemblyPath(Path.Combine(directory, "MilliHttp.Nano.Tests.Host.dll"));
            TestSet set = new TestSet(tests);
            answers.WriteLine(Mark + "READY");
            string line;
            while ((line = Console.In.ReadLine()) != null)
            {
                string[] words = line.Split('\t');
                if (words[0] == "RECORD")
                {
                    Record(set, hit, count, answers, words.Skip(1).ToHashSet());
                    continue;
                }

                // RUN mutant test test ...
                active.SetValue(null, int.Parse(words[1]));
                string killer = null;
                foreach (string name in words.Skip(2))
                {
                    if (!set.Passes(name))
                    {
                        killer = name;
                        break;
                    }
                }

                active.SetValue(null, -1);
                answers.WriteLine(Mark + (killer == null ? "SURVIVED" : "KILLED\t" + killer));
            }

            return 0;
        }

        // Each test alone, since what it reaches has to be told apart from what its neighbours reach.
        private static void Record(TestSet set, FieldInfo hit, int count, TextWriter answers, HashSet<string> skipped)
        {
            foreach (string name in set.Names)
            {
                if (skipped.Contains(name))
                {
                    continue;
                }

                answers.WriteLine(Mark + "BEGIN\t" + name);
                byte[] hits = new byte[count];
                hit.SetValue(null, hits);
                Stopwatch watch = Stopwatch.StartNew();
                bool passed = set.Passes(name);
                watch.Stop();
                hit.SetValue(null, null);
                IEnumerable<int> reached = Enumerable.Range(0, count).Where(i => hits[i] != 0);
                answers.WriteLine(Mark + "TEST\t" + name + "\t" + (passed ? 1 : 0) + "\t" + watch.ElapsedMilliseconds + "\t" + string.Join(',', reached));
            }

            answers.WriteLine(Mark + "DONE");
        }
    }
}
