// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
using System.Diagnostics;

namespace MilliHttp.Nano.Tests.Fuzz
{
    /// <summary>
    /// Looks for the inputs that keep the server busy for longest between two looks at its sockets: what takes longer than anything before is mutated further. Only where operations are
    /// counted.
    /// </summary>
    public sealed class StretchRun
    {
        private const int MostKept = 64;
        private readonly FuzzTarget _target;

        /// <summary>Makes it.</summary>
        /// <param name="target">What eats the inputs.</param>
        /// <param name="operations">Where to read the operations executed so far.</param>
        public StretchRun(FuzzTarget target, Func<long> operations)
        {
            _target = target;
            StretchMeter.Operations = operations;
        }

        /// <summary>The longest stretch found, in operations, apart from one packet or record sealed or opened.</summary>
        public long Longest { get; private set; }

        /// <summary>The input that it came of.</summary>
        public byte[] Worst { get; private set; }

        /// <summary>Inputs tried.</summary>
        public int Cases { get; private set; }

        /// <summary>Climbs.</summary>
        /// <param name="seed">The same seed does the same, as far as it gets in time.</param>
        /// <param name="time">When to stop.</param>
        /// <param name="cases">The most inputs.</param>
        public void Climb(int seed, TimeSpan time, int cases)
        {
            Stopwatch clock = Stopwatch.StartNew();
            List<byte[]> corpus = new List<byte[]>(_target.Seeds());
            foreach (byte[] input in corpus)
            {
                Try(input);
            }

            Mutator mutator = new Mutator(new Random(seed), corpus);
            while (clock.Elapsed < time && Cases < cases)
            {
                byte[] input = mutator.Next();
                if (Try(input) && corpus.Count < MostKept)
                {
                    corpus.Add(input);
                }
            }
        }

        private bool Try(byte[] input)
        {
            Cases++;
            StretchMeter.Longest = 0;
            try
            {
                _target.Run((byte[])input.Clone());
            }
            catch (FuzzException)
            {
                // That is the other fuzzer's to find.
            }

            if (StretchMeter.Longest <= Longest)
            {
                return false;
            }

            Longest = StretchMeter.Longest;
            Worst = input;
            return true;
        }
    }
}
