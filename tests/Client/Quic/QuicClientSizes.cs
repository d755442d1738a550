// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.TestClient
{
    /// <summary>How large the arrays of a <see cref="QuicClient"/> are, in bytes where nothing else is said. By default there is room for anything.</summary>
    public sealed class QuicClientSizes
    {
        /// <summary>Receive memory of the streams, under 64 KB.</summary>
        public int Arena = 16384;

        /// <summary>ClientHello, and the second one after a HelloRetryRequest.</summary>
        public int Hello = 8192;

        /// <summary>The server's flight of one level.</summary>
        public int Flight = 16384;

        /// <summary>Its messages after the handshake.</summary>
        public int Tickets = 4096;

        /// <summary>Packets in flight.</summary>
        public int Packets = 64;

        /// <summary>Ranges that a packet can carry.</summary>
        public int Entries = 8;

        /// <summary>Pieces with gaps between them in which a flight of the server may come.</summary>
        public int Gaps = 64;

        /// <summary>Pieces that a ClientHello can be cut into (<see cref="QuicClient.HelloPieces"/>).</summary>
        public int Pieces = 512;

        /// <summary>What a client needs that talks to this server alone: for a test on a board, whose heap holds the server as well.</summary>
        public static QuicClientSizes Small()
        {
            QuicClientSizes sizes = new QuicClientSizes();
            sizes.Arena = 1536;
            sizes.Hello = 768;
            sizes.Flight = 1024;
            sizes.Tickets = 320;
            sizes.Packets = 8;
            sizes.Entries = 2;
            sizes.Gaps = 8;
            sizes.Pieces = 1;
            return sizes;
        }
    }
}
