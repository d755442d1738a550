// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Runtime.ExceptionServices;

namespace MilliHttp.Nano.Tests.Fuzz
{
    /// <summary>A seeded run of a target without instrumentation.</summary>
    public sealed class FuzzRun
    {
        private readonly FuzzTarget _target;
        private Exception _first;

        /// <summary>Makes it.</summary>
        public FuzzRun(FuzzTarget target)
        {
            _target = target;
        }

        /// <summary>Cases run.</summary>
        public int Cases { get; private set; }

        /// <summary>The input that failed, or null.</summary>
        public byte[] Failed { get; private set; }

        /// <summary>How it failed.</summary>
        public Exception Failure { get; private set; }

        /// <summary>Runs the seeds, then mutated ones.</summary>
        /// <param name="seed">The same seed does the same.</param>
        /// <param name="time">When to stop.</param>
        /// <param name="cases">The most cases.</param>
        /// <returns>Whether all is well.</returns>
        public bool Random(int seed, TimeSpan time, int cases = int.MaxValue)
        {
            Stopwatch clock = Stopwatch.StartNew();
            List<byte[]> corpus = new List<byte[]>(_target.Seeds());
            foreach (byte[] input in corpus)
            {
                // The first time around nothing is compiled yet.
                if (!One(input))
                {
                    return false;
                }
            }

            Mutator mutator = new Mutator(new Random(seed), corpus);
            while (clock.Elapsed < time && Cases < cases)
            {
                if (!One(mutator.Next()))
                {
                    return false;
                }
            }

            return true;
        }

        /// <summary>Runs one case. Exceptions that somebody caught count too: nothing here is thrown for what a peer sends.</summary>
        public bool One(byte[] input)
        {
            Cases++;
            _first = null;
            EventHandler<FirstChanceExceptionEventArgs> handler = (_, e) => _first ??= e.Exception;
            AppDomain.CurrentDomain.FirstChanceException += handler;
            Exception escaped = null;
            try
            {
                _target.Run((byte[])input.Clone());
            }
            catch (Exception e)
            {
                escaped = e;
            }
            finally
            {
                AppDomain.CurrentDomain.FirstChanceException -= handler;
            }

            Exception caught = _first;
            if (escaped == null && (caught?.StackTrace == null || !caught.StackTrace.Contains("MilliHttp.Nano", StringComparison.Ordinal) || IsShared))
            {
                return true;
            }

            Failure = escaped ?? caught;
            Failed = input;
            return false;
        }

        /// <summary>Whether other code runs in this process: exceptions that were caught may be its own, and are not counted.</summary>
        public bool IsShared { get; set; }
    }
}
