// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using System.Globalization;

namespace MilliHttp.Nano.Tests.Host.Crypto
{
    /// <summary>
    /// Rounds of random inputs: a few in every test run, MILLI_CAMPAIGN=N of them when asked. Each round has its own seed, which a failure
    /// names; MILLI_SEED=S runs only that one.
    /// </summary>
    internal static class Campaign
    {
        internal static void Run(int rounds, Action<Random> round)
        {
            string only = Environment.GetEnvironmentVariable("MILLI_SEED");
            if (!string.IsNullOrEmpty(only))
            {
                round(new Random(int.Parse(only, CultureInfo.InvariantCulture)));
                return;
            }

            string campaign = Environment.GetEnvironmentVariable("MILLI_CAMPAIGN");
            int first = 0;
            if (!string.IsNullOrEmpty(campaign))
            {
                rounds = int.Parse(campaign, CultureInfo.InvariantCulture);
                first = Environment.TickCount & 0x3fffffff;
            }

            for (int i = 0; i < rounds; i++)
            {
                try
                {
                    round(new Random(first + i));
                }
                catch (Exception e)
                {
                    throw new InvalidOperationException("failed with MILLI_SEED=" + (first + i), e);
                }
            }
        }

        internal static byte[] Bytes(Random random, int length)
        {
            byte[] bytes = new byte[length];
            random.NextBytes(bytes);
            return bytes;
        }

        /// <summary>A length up to a maximum, often near the edges of blocks and often zero.</summary>
        internal static int Length(Random random, int max)
        {
            switch (random.Next(6))
            {
                case 0:
                    return 0;
                case 1:
                    return Math.Min(max, Math.Max(0, (16 * random.Next(1 + (max / 16))) + random.Next(-1, 2)));
                default:
                    return random.Next(max + 1);
            }
        }
    }
}
