// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;

namespace MilliHttp.Nano.Quic
{
    /// <summary>
    /// Which range of the arrays of a <see cref="ConnectionMemory"/> belongs to which room. A room names the places within its ranges itself. Ranges of
    /// constant size come first, so that their places are constants; those that the profile decides are behind them. One layout serves all slots.
    /// </summary>
    /// <remarks>
    /// The rooms keep their numbers here and not in fields of objects of their own because of what things cost on the heap: a field takes 12 bytes whatever
    /// its type, an int in an array 4, an array 20.
    /// </remarks>
    public sealed class ConnectionLayout
    {
        // Longs. Behind these: three of each stream that we send on, one of each stream, the connection ids.

        /// <summary>Longs of <see cref="LossDetector"/>.</summary>
        internal const int LossLongs = 0;

        /// <summary>Longs of <see cref="ApplicationKeys"/>.</summary>
        internal const int KeyLongs = LossLongs + LossDetector.LongCount;

        /// <summary>Longs of <see cref="Connection"/>.</summary>
        internal const int ConnectionLongs = KeyLongs + ApplicationKeys.LongCount;

        /// <summary>Longs of <see cref="ReceivedPacketTracker"/> for 1-RTT packets.</summary>
        internal const int ReceivedLongs = ConnectionLongs + Connection.LongCount;

        /// <summary>Longs of <see cref="StreamMap"/>, apart from those of each stream.</summary>
        internal const int StreamMapLongs = ReceivedLongs + ReceivedPacketTracker.LongCount;

        /// <summary>Longs of the streams that are sent on.</summary>
        internal const int StreamLongs = StreamMapLongs + StreamMap.LongCount;

        // Ints. Behind these: those of each stream, the records of SentPacketTracker.

        /// <summary>Ints of <see cref="LossDetector"/>.</summary>
        internal const int LossInts = 0;

        /// <summary>Ints of <see cref="SentPacketTracker"/>, apart from those of each record.</summary>
        internal const int SentInts = LossInts + LossDetector.IntCount;

        /// <summary>Ints of <see cref="ApplicationKeys"/>.</summary>
        internal const int KeyInts = SentInts + SentPacketTracker.IntCount;

        /// <summary>Ints of <see cref="ConnectionIds"/>.</summary>
        internal const int IdInts = KeyInts + ApplicationKeys.IntCount;

        /// <summary>Ints of <see cref="Connection"/>.</summary>
        internal const int ConnectionInts = IdInts + ConnectionIds.IntCount;

        /// <summary>Ints of <see cref="StreamMap"/>, apart from those of each stream.</summary>
        internal const int StreamMapInts = ConnectionInts + Connection.IntCount;

        /// <summary>Ints of the streams.</summary>
        internal const int StreamInts = StreamMapInts + StreamMap.IntCount;

        // Shorts: the records of SentPacketTracker, then the gaps of StreamMap. Bytes: the kinds of entries of SentPacketTracker, the chains of StreamMap, the
        // peer's connection ids, the session ticket. Keys: ApplicationKeys alone, so that no other room's index can reach a secret.

        /// <summary>Whether the streams we open are a server's, and we need not probe before our address is validated.</summary>
        internal readonly bool IsServer;

        /// <summary>First slot of the streams we open in both directions; those the peer opens in both directions are before.</summary>
        internal readonly int LocalBidiAt;

        /// <summary>First slot of our unidirectional streams.</summary>
        internal readonly int LocalUniAt;

        /// <summary>First slot of the peer's unidirectional streams: those before are sent on.</summary>
        internal readonly int PeerUniAt;

        /// <summary>Stream slots.</summary>
        internal readonly int Streams;

        /// <summary>A block of the arena has 1 &lt;&lt; Shift bytes.</summary>
        internal readonly int Shift;

        /// <summary>Bytes of the arena: whole blocks.</summary>
        internal readonly int ArenaSize;

        /// <summary>Blocks of the arena.</summary>
        internal readonly int Blocks;

        /// <summary>Received bytes that have their place in the arena, however they are spread over the streams.</summary>
        internal readonly int MaxData;

        /// <summary>Records of <see cref="SentPacketTracker"/>.</summary>
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

        /// <summary>Lays out the memory of connections.</summary>
        /// <param name="profile">
        /// Sizes. At most 16 streams in all; 4 packets or more, two entries per packet or more, at most 255 entries in all, as a stream counts its own in a
        /// byte; datagrams under 2 KB; an arena of 1,536 bytes or more, under 64 KB.
        /// </param>
        /// <param name="isServer">Whether we are the server.</param>
        /// <param name="localBidi">Slots for streams we open in both directions: a client's.</param>
        public ConnectionLayout(QuicProfile profile, bool isServer, int localBidi)
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
                || profile.SendDatagram > SentPacketTracker.SizeMask)
            {
                throw new ArgumentException();
            }

            MaxData = (Blocks - reserve << shift) + reserve;
            Packets = profile.SentPackets;
            PerPacket = profile.EntriesPerPacket;
            LocalIds = profile.LocalIds;
            PeerIds = profile.PeerIds;
            ReadAt = StreamLongs + (PeerUniAt * StreamMap.LongsPerSender);
            TimesAt = StreamInts + (Streams * StreamMap.IntsPerStream);
        }

        /// <summary>Unidirectional streams of the peer.</summary>
        internal int PeerUniStreams { get { return Streams - PeerUniAt; } }

        /// <summary>Longs: where the sequence numbers of connection ids begin.</summary>
        internal int SequencesAt { get { return ReadAt + Streams; } }

        /// <summary>Shorts: where the gaps begin.</summary>
        internal int GapsAt { get { return Packets * (SentPacketTracker.Lengths + PerPacket); } }

        /// <summary>Bytes: where the chains of blocks begin.</summary>
        internal int ChainsAt { get { return Packets * PerPacket; } }

        /// <summary>Bytes: where the peer's connection ids begin.</summary>
        internal int RemoteAt { get { return ChainsAt + Blocks; } }

        /// <summary>Bytes: where the session ticket begins.</summary>
        internal int TicketAt { get { return RemoteAt + (PeerIds * ConnectionIds.RemoteEntry); } }
    }
}
