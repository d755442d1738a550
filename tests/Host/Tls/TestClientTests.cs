// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using System.Text;
using MilliHttp.Nano.Tls;
using Xunit;

namespace MilliHttp.Nano.Tests.Host.Tls
{
    /// <summary>Handshakes with our own client: every suite, group, retry and resumption.</summary>
    public class TestClientTests
    {
        [Theory]
        [InlineData(0x1301, 1, 3, false)]
        [InlineData(0x1301, 2, 2, false)]
        [InlineData(0x1301, 2, 3, false)]
        [InlineData(0x1301, 0, 3, true)]
        [InlineData(0x1301, 0, 2, true)]
        [InlineData(0x1303, 1, 3, false)]
        [InlineData(0x1303, 2, 2, false)]
        [InlineData(0x1303, 0, 1, true)]
        [InlineData(0x1303, 0, 2, true)]
        [InlineData(0, 3, 3, false)]
        public void SuiteGroupAndRetry(int suite, int shares, int groups, bool retried)
        {
            // Trap 29: HelloRetryRequest when no usable share was sent.
            foreach (int sessionId in new[] { 0, 32 })
            {
                TestClientPair pair = new TestClientPair();
                pair.Handshake.OfferedSuite = suite;
                pair.Handshake.Shares = shares;
                pair.Handshake.Groups = groups;
                pair.Handshake.SessionIdLength = sessionId;
                pair.Connect();
                Assert.False(pair.Client.HasFailed, "alert " + pair.Handshake.Alert);
                Assert.Equal(-1, pair.Client.ReceivedAlert);
                Assert.True(pair.Client.IsEstablished);
                Assert.Equal(TlsConnectionState.Established, pair.Server.Connection.State);
                Assert.Equal(retried, pair.Handshake.IsRetried);
                Assert.Equal(sessionId == 0 ? 0 : 1, pair.Client.CipherSpecs);
                Assert.Equal(suite == 0 ? 0x1303 : suite, pair.Handshake.Suite);
                Assert.True(pair.Handshake.HasTicket);
                pair.Write(Encoding.ASCII.GetBytes("hello"));
                Assert.Equal("hello", Encoding.ASCII.GetString(pair.Received.ToArray()));

                pair = new TestClientPair(pair.Server, pair.Handshake);
                pair.Server.Connection.Open(pair.Server.Now);
                pair.Connect();
                Assert.True(pair.Handshake.IsResumed);
                Assert.True(pair.Server.Connection.IsResumed);
                Assert.Equal(retried, pair.Handshake.IsRetried);
                pair.Write(Encoding.ASCII.GetBytes("again"));
                Assert.Equal("again", Encoding.ASCII.GetString(pair.Received.ToArray()));
            }
        }
    }
}
