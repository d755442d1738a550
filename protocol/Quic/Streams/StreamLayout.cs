// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Quic
{
    /// <summary>A <see cref="ConnectionLayout"/> that includes the ranges of <see cref="StreamMap"/>. A <see cref="ConnectionMemory"/> is made with it.</summary>
    public sealed class StreamLayout : ConnectionLayout
    {
        /// <summary>Lays out the memory of connections.</summary>
        /// <param name="profile">
        /// Sizes. At most 16 streams in all; 4 packets or more, two entries per packet or more, at most 255 entries in all, because a stream counts its
        /// entries in a byte; datagrams under 2 KB; an arena of 1,536 bytes or more, under 64 KB.
        /// </param>
        /// <param name="isServer">Whether we are the server.</param>
        /// <param name="localBidi">Slots for streams that we open in both directions: a client's.</param>
        public StreamLayout(QuicProfile profile, bool isServer, int localBidi)
            : base(profile, isServer, localBidi, StreamMap.EndLong, StreamMap.EndInt, StreamMap.LongsPerSender, StreamMap.IntsPerStream)
        {
        }
    }
}
