// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using MilliHttp.Nano.Tests.Fuzz;
using Xunit;

namespace MilliHttp.Nano.Tests.Host.Fuzz
{
    /// <summary>A few seconds of each fuzz target; campaigns: tests/fuzz.sh.</summary>
    public class FuzzTests
    {
        [Theory]
        [InlineData("tls-records", 60)]
        [InlineData("tls-handshake", 60)]
        [InlineData("http1", 3000)]
        [InlineData("quic-datagrams", 60)]
        [InlineData("quic-frames", 60)]
        [InlineData("h3-streams", 800)]
        [InlineData("qpack", 8000)]
        [InlineData("transport-parameters", 20000)]
        [InlineData("certificate", 20000)]
        public void NothingIsFound(string name, int cases)
        {
            FuzzRun run = new FuzzRun(TargetList.Find(name)) { IsShared = true };
            bool good = run.Random(20261123, TimeSpan.FromSeconds(10), cases);
            Assert.True(good, good ? null : name + ": case " + run.Cases + ": " + Convert.ToHexString(run.Failed) + "\n" + run.Failure);
            Assert.True(run.Cases > 20);
        }
    }
}
