// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using System.IO;
using SharpFuzz;

namespace MilliHttp.Nano.Tests.Fuzz
{
    /// <summary>
    /// <c>TARGET --random SECONDS [--seed N]</c>, <c>TARGET --replay FILE</c>, <c>TARGET --corpus DIRECTORY</c> (writes the seeds), <c>TARGET --afl</c> (under
    /// afl-fuzz), <c>--list</c>.
    /// </summary>
    internal static class Program
    {
        private static int Main(string[] args)
        {
            if (args.Length == 1 && args[0] == "--list")
            {
                foreach (FuzzTarget t in TargetList.All())
                {
                    Console.WriteLine(t.Name);
                }

                return 0;
            }

            if (args.Length == 2 && args[1] == "--afl")
            {
                // Instrumented code must not run before the memory it writes to is there.
                FuzzTarget instrumented = null;
                Fuzzer.OutOfProcess.Run(stream =>
                {
                    instrumented ??= TargetList.Find(args[0]);
                    using MemoryStream input = new MemoryStream();
                    stream.CopyTo(input);
                    instrumented.Run(input.ToArray());
                });
                return 0;
            }

            FuzzTarget target = args.Length >= 2 ? TargetList.Find(args[0]) : null;
            if (target == null)
            {
                Console.Error.WriteLine("usage: TARGET --random SECONDS [--seed N] | --replay FILE | --corpus DIRECTORY | --afl; or --list");
                return 2;
            }

            FuzzRun run = new FuzzRun(target);
            switch (args[1])
            {
                case "--random":
                    int seed = args.Length >= 5 && args[3] == "--seed" ? int.Parse(args[4]) : Environment.TickCount & 0xFFFFFF;
                    Console.WriteLine(target.Name + ": seed " + seed);
                    if (run.Random(seed, TimeSpan.FromSeconds(int.Parse(args[2]))))
                    {
                        Console.WriteLine(target.Name + ": " + run.Cases + " cases, no failure");
                        return 0;
                    }

                    string file = target.Name + "-" + seed + "-" + run.Cases + ".bin";
                    File.WriteAllBytes(file, run.Failed);
                    Console.WriteLine(target.Name + ": seed " + seed + ", case " + run.Cases + " failed; --replay " + file);
                    Console.WriteLine(run.Failure);
                    return 1;

                case "--replay":
                    if (run.One(File.ReadAllBytes(args[2])))
                    {
                        Console.WriteLine(target.Name + ": no failure");
                        return 0;
                    }

                    Console.WriteLine(run.Failure);
                    return 1;

                case "--corpus":
                    int number = 0;
                    Directory.CreateDirectory(args[2]);
                    foreach (byte[] input in target.Seeds())
                    {
                        File.WriteAllBytes(Path.Combine(args[2], "seed" + number++), input);
                    }

                    return 0;

            }

            return 2;
        }
    }
}
