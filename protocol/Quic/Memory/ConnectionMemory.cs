// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using MilliHttp.Nano.Tls;

namespace MilliHttp.Nano.Quic
{
    /// <summary>
    /// The memory of one connection, in few arrays that its rooms share: <see cref="LossDetector"/>, <see cref="SentPacketTracker"/>,
    /// <see cref="ReceivedPacketTracker"/>, <see cref="StreamMap"/>, <see cref="ConnectionIds"/>, <see cref="ApplicationKeys"/>. These are static and
    /// take what they work on as their first argument; <see cref="ConnectionLayout"/> says which range is whose.
    /// </summary>
    public class ConnectionMemory
    {
        /// <summary>Who has which range of the arrays.</summary>
        internal readonly ConnectionLayout Layout;

        // Null in a slot at rest under the OnDemand policy.
        internal byte[] Arena;
        internal byte[] KeyBlocks;
        internal long[] Longs;
        internal int[] Ints;
        internal ushort[] Shorts;
        internal byte[] Bytes;

        /// <summary>Holds no memory yet.</summary>
        public ConnectionMemory(ConnectionLayout layout)
        {
            Layout = layout;
        }

        /// <summary>The 1-RTT keys and secrets; see <see cref="ApplicationKeys"/>.</summary>
        public byte[] Keys { get { return KeyBlocks; } }

        /// <summary>Bytes of the heap that <see cref="Allocate"/> takes, rounded up.</summary>
        internal int HeapBytes
        {
            get
            {
                ConnectionLayout layout = Layout;
                return (6 * ArrayOverhead) + layout.ArenaSize + ApplicationKeys.ByteCount + (8 * (layout.SequencesAt + ConnectionIds.SequenceCount(layout)))
                    + (4 * (layout.TimesAt + (layout.Packets * (1 + layout.PerPacket)))) + (2 * (layout.GapsAt + StreamMap.ShortCount))
                    + layout.TicketAt + TlsEngine.MaxNewSessionTicket;
            }
        }

        // Header, and what is lost by whole blocks of 12.
        private const int ArrayOverhead = 32;

        /// <summary>Makes all memory of a connection, in this one place. Throws when the heap cannot give it.</summary>
        public void Allocate()
        {
            ConnectionLayout layout = Layout;
            Arena = new byte[layout.ArenaSize];
            KeyBlocks = new byte[ApplicationKeys.ByteCount];
            Longs = new long[layout.SequencesAt + ConnectionIds.SequenceCount(layout)];
            Ints = new int[layout.TimesAt + (layout.Packets * (1 + layout.PerPacket))];
            Shorts = new ushort[layout.GapsAt + StreamMap.ShortCount];
            Bytes = new byte[layout.TicketAt + TlsEngine.MaxNewSessionTicket];
            SentPacketTracker.Reset(this);
            ReceivedPacketTracker.Reset(Longs, ConnectionLayout.ReceivedLongs);
            StreamMap.Reset(this);
        }

        /// <summary>Gives the memory back to the heap (OnDemand).</summary>
        internal void Drop()
        {
            Arena = null;
            KeyBlocks = null;
            Longs = null;
            Ints = null;
            Shorts = null;
            Bytes = null;
        }
    }
}
