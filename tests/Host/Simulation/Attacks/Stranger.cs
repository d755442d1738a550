// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using MilliHttp.Nano.Tests.Host.Quic;

namespace MilliHttp.Nano.Tests.Host.Simulation.Attacks
{
    /// <summary>Makes clients that write packets as they are told.</summary>
    internal static class Stranger
    {
        private static QuicServer s_nobody;

        /// <summary>One that belongs to no server.</summary>
        public static RawClient Make()
        {
            s_nobody ??= new QuicServer();
            RawClient client = new RawClient(s_nobody);
            client.Tls.PaddedLength = 371;
            return client;
        }
    }
}
