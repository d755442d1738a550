// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Quic
{
    /// <summary>Connection ids as numbers, by which packets are routed: their first 8 bytes. Ours have no more.</summary>
    internal static class ConnectionId
    {
        /// <summary>Bytes of our connection ids.</summary>
        internal const int Length = 8;

        /// <summary>Reads a connection id.</summary>
        /// <param name="buffer">Holds at least 8 bytes of it.</param>
        /// <param name="offset">Its first byte.</param>
        /// <returns>The number, never 0, which marks an unused route: a client's id of zeros counts as 1.</returns>
        internal static long Read(byte[] buffer, int offset)
        {
            long id = (long)BigEndian.ReadUInt64(buffer, offset);
            return id == 0 ? 1 : id;
        }
    }
}
