// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System.Collections.Generic;
using System.Linq;
using MilliHttp.Nano.Tests.Cost.Meter;
using MilliHttp.Nano.Tests.Fuzz;
using Xunit;
using Xunit.Abstractions;

namespace MilliHttp.Nano.Tests.Host.Fuzz
{
    /// <summary>A few seconds of the fuzzer of stretches; by the hour: tests/stretches.sh.</summary>
    public class StretchTests
    {
        private readonly ITestOutputHelper _output;

        public StretchTests(ITestOutputHelper output)
        {
            _output = output;
        }

        // A campaign finds more: frames of HTTP/3 are not cut into stretches yet (README, price list).
        [Theory]
        [InlineData("quic-datagrams", 60000)]
        [InlineData("quic-frames", 60000)]
        public void NoInputKeepsTheServerBusyForLonger(string target, long limit)
        {
            MeterContext context = new MeterContext(false, typeof(StretchTests).Assembly.Location, typeof(FuzzTarget).Assembly.Location);
            Dictionary<string, long> figures = context.Run("Fuzz." + target).Figures.ToDictionary(f => f.Name, f => f.Value);
            _output.WriteLine(target + ": " + figures["Longest"] + " operations, " + figures["Cases"] + " inputs");
            Assert.True(figures["Cases"] > 5);
            Assert.InRange(figures["Longest"], 1000, limit);
        }
    }
}
