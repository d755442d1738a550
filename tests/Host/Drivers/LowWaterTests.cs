// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System.Net.Security;
using MilliHttp.Nano.Tests.Host.Http;
using MilliHttp.Nano.Tls;
using Xunit;

namespace MilliHttp.Nano.Tests.Host.Drivers
{
    /// <summary>Answers over a network stack with a send buffer of two segments (trap 43).</summary>
    public class LowWaterTests
    {
        private static TlsProfile Profile(bool tight) => tight ? TlsProfile.Tight() : TlsProfile.Standard();

        [Theory]
        [InlineData(500, false)]
        [InlineData(1000, false)]
        [InlineData(1500, false)]
        [InlineData(2000, false)]
        [InlineData(5000, false)]
        [InlineData(20000, false)]
        [InlineData(500, true)]
        [InlineData(1000, true)]
        [InlineData(1500, true)]
        [InlineData(2000, true)]
        [InlineData(5000, true)]
        [InlineData(20000, true)]
        public void NoAnswerWaitsForADelayedAcknowledgement(int length, bool tight)
        {
            LowWaterBench bench = new LowWaterBench(Profile(tight));
            using SslStream client = bench.Connect();
            string request = "GET /bytes/" + length + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
            HttpsBench.Ask(client, request);
            for (int i = 0; i < 3; i++)
            {
                long begun = bench.Stack.Now;
                int sends = bench.Stack.SendCount;
                Http1Bench.Answer answer = HttpsBench.Ask(client, request);
                Assert.Equal(length, answer.Body.Length);

                // A few turns and a round trip for each piece; a piece is larger than a segment.
                int pieces = 1 + (length / 1400);
                Assert.InRange(bench.Stack.SendCount - sends, 1, pieces);
                Assert.InRange(bench.Stack.Now - begun, 0, 30000L * pieces);
            }
        }

        [Fact]
        public void TheServersFlightIsOneSend()
        {
            LowWaterBench bench = new LowWaterBench(TlsProfile.Standard());
            using SslStream client = bench.Connect();
            Assert.InRange(bench.Stack.SendCount, 1, 2);
        }
    }
}
