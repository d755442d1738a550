// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Firmware.Status
{
    /// <summary>Owners of the blocks in the memory map, in the order of the names in Names.txt.</summary>
    public static class MemoryOwner
    {
        /// <summary>The platform, the loader's tables, and the stack.</summary>
        public const int Platform = 0;

        /// <summary>Tables, contexts and jobs of the crypto.</summary>
        public const int Crypto = 1;

        /// <summary>The TLS engine, certificates and ticket keys.</summary>
        public const int Tls = 2;

        /// <summary>The HTTPS/1.1 connection.</summary>
        public const int Https1 = 3;

        /// <summary>The HTTP/3 connections.</summary>
        public const int Http3Connections = 4;

        /// <summary>The HTTP/3 handshakes.</summary>
        public const int Http3Handshakes = 5;

        /// <summary>Pages, handlers and routes.</summary>
        public const int Pages = 6;

        /// <summary>Everything else that belongs to the server.</summary>
        public const int Common = 7;

        /// <summary>Number of owners.</summary>
        public const int Count = 8;
    }
}
