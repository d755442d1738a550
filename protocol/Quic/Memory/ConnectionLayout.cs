// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Quic
{
    /// <summary>
    /// Sizes that the profile decides, and where the ranges that depend on them begin in the arrays of a <see cref="ConnectionMemory"/>. One layout serves all
    /// slots.
    /// </summary>
    /// <remarks>
    /// The arrays exist because of what things cost on the heap: a field of an object takes 12 bytes whatever its type, an int in an array 4, an array 20. Each
    /// class that works on a connection names its own places. Places of constant size come first: those of <see cref="Connection"/>
    /// (<see cref="OwnerLongs"/>, <see cref="OwnerInts"/>), then one class after the other in the order of the folders, each beginning where the one before it
    /// ends. The ranges of this class follow.
    /// </remarks>
    public abstract class ConnectionLayout
    {
        /// <summary>Longs at the beginning that belong to <see cref="Connection"/>.</summary>
        internal const int OwnerLongs = 12;

        /// <summary>Ints at the beginning that belong to <see cref="Connection"/>.</summary>
        internal const int OwnerInts = 17;

        /// <summary>Bytes of <see cref="ConnectionMemory.KeyBlocks"/>.</summary>
        internal const int KeyBytes = (3 * Crypto.KeyBlock.Length) + (2 * 32);

        /// <summary>Largest datagram that a record of a sent packet can hold the size of.</summary>
        internal const int MaxDatagram = 0x07FF;

        /// <summary>Retired connection ids of the peer that are remembered until the peer has acknowledged their RETIRE_CONNECTION_ID.</summary>
        internal const int RetiredIds = 4;

        /// <summary>Bytes kept of a connection id of the peer: length (1), id (20), stateless reset token (16).</summary>
        internal const int PeerIdBytes = 37;

        /// <summary>Pieces of stream data beyond a gap that all streams of a connection can keep together.</summary>
        internal const int Gaps = 8;

        /// <summary>
        /// Least window of the connection: some clients refuse stream windows under 4,096 bytes, and some exceed the window of the connection by the overhead of
        /// frames when that of a stream is not smaller.
        /// </summary>
        internal const int LeastMaxData = 4096 + WindowMargin;

        // How much smaller the windows of streams are than that of the connection.
        private const int WindowMargin = 64;

        /// <summary>Whether the streams that we open are a server's.</summary>
        internal readonly bool IsServer;

        /// <summary>First slot of the streams that we open in both directions; those that the peer opens in both directions come before.</summary>
        internal readonly int LocalBidiAt;

        /// <summary>First slot of our unidirectional streams.</summary>
        internal readonly int LocalUniAt;

        /// <summary>First slot of the peer's unidirectional streams. We send on all slots before it.</summary>
        internal readonly int PeerUniAt;

        /// <summary>Stream slots.</summary>
        internal readonly int Streams;

        /// <summary>A block of the arena has 1 &lt;&lt; Shift bytes.</summary>
        internal readonly int Shift;

        /// <summary>Bytes of the arena: whole blocks.</summary>
        internal readonly int ArenaSize;

        /// <summary>Blocks of the arena.</summary>
        internal readonly int Blocks;

        /// <summary>Blocks of the arena that are reserved: two for each stream that is received on.</summary>
        internal readonly int ReservedBlocks;

        /// <summary>
        /// initial_max_data, the window of the connection: what the arena certainly holds, however it is spread over the streams, or <see cref="LeastMaxData"/> if
        /// that is more. Then a packet whose data finds no place is dropped, and its sender sends it again.
        /// </summary>
        internal readonly int MaxData;

        /// <summary>Records of sent packets.</summary>
        internal readonly int Packets;

        /// <summary>Entries of a record.</summary>
        internal readonly int PerPacket;

        /// <summary>Connection ids of ours.</summary>
        internal readonly int LocalIds;

        /// <summary>Connection ids of the peer.</summary>
        internal readonly int PeerIds;

        /// <summary>Longs: where the read positions of streams begin.</summary>
        internal readonly int ReadAt;

        /// <summary>Ints: where the times of sent packets begin; the offsets of their entries follow.</summary>
        internal readonly int TimesAt;

        /// <summary>Computes the sizes.</summary>
        /// <param name="profile">Sizes of the board; see <see cref="QuicProfile"/> for their limits.</param>
        /// <param name="isServer">Whether we are the server.</param>
        /// <param name="localBidi">Slots for streams that we open in both directions: a client's.</param>
        /// <param name="streamLongs">Longs: where the ranges of the streams begin.</param>
        /// <param name="streamInts">Ints: where the ranges of the streams begin.</param>
        /// <param name="longsPerSender">Longs of a stream that we send on.</param>
        /// <param name="intsPerStream">Ints of a stream.</param>
        protected ConnectionLayout(QuicProfile profile, bool isServer, int localBidi, int streamLongs, int streamInts, int longsPerSender, int intsPerStream)
        {
            IsServer = isServer;
            LocalBidiAt = profile.RequestStreams;
            LocalUniAt = LocalBidiAt + localBidi;
            PeerUniAt = LocalUniAt + profile.LocalUniStreams;
            Streams = PeerUniAt + profile.PeerUniStreams;
            int shift = 6;
            while (profile.ArenaSize >> shift > 64)
            {
                shift++;
            }

            Shift = shift;
            Blocks = profile.ArenaSize >> shift;
            ArenaSize = Blocks << shift;
            int reserve = Streams - profile.LocalUniStreams << 1;
            if (Streams > 16 || Blocks <= reserve || profile.ArenaSize > 0xFFFF || (isServer && profile.SentPackets * profile.EntriesPerPacket > 0xFF)
                || profile.SendDatagram > MaxDatagram)
            {
                throw new System.ArgumentException();
            }

            ReservedBlocks = reserve;
            int certain = (Blocks - reserve << shift) + reserve;
            MaxData = certain > LeastMaxData ? certain : LeastMaxData;
            Packets = profile.SentPackets;
            PerPacket = profile.EntriesPerPacket;
            LocalIds = profile.LocalIds;
            PeerIds = profile.PeerIds;
            ReadAt = streamLongs + (PeerUniAt * longsPerSender);
            TimesAt = streamInts + (Streams * intsPerStream);
        }

        /// <summary>initial_max_stream_data_*, the window of each stream.</summary>
        internal int StreamWindow { get { return MaxData - WindowMargin; } }

        /// <summary>Unidirectional streams of the peer.</summary>
        internal int PeerUniStreams { get { return Streams - PeerUniAt; } }

        /// <summary>Longs: where the sequence numbers of connection ids begin.</summary>
        internal int SequencesAt { get { return ReadAt + Streams; } }

        /// <summary>Longs in all.</summary>
        internal int LongCount { get { return SequencesAt + 2 + RetiredIds + LocalIds + PeerIds; } }

        /// <summary>Ints in all.</summary>
        internal int IntCount { get { return TimesAt + (Packets * (1 + PerPacket)); } }

        /// <summary>Shorts: where the gaps begin; before them are meta, number, control frames and lengths of entries of each record of a sent packet.</summary>
        internal int GapsAt { get { return Packets * (3 + PerPacket); } }

        /// <summary>Shorts in all.</summary>
        internal int ShortCount { get { return GapsAt + (3 * Gaps); } }

        /// <summary>Bytes: where the chains of blocks begin; before them are the kinds of the entries of sent packets.</summary>
        internal int ChainsAt { get { return Packets * PerPacket; } }

        /// <summary>Bytes: where the peer's connection ids begin.</summary>
        internal int RemoteAt { get { return ChainsAt + Blocks; } }

        /// <summary>Bytes: where the session ticket begins.</summary>
        internal int TicketAt { get { return RemoteAt + (PeerIds * PeerIdBytes); } }

        /// <summary>Bytes in all.</summary>
        internal int ByteCount { get { return TicketAt + Tls.TlsEngine.MaxNewSessionTicket; } }
    }
}
