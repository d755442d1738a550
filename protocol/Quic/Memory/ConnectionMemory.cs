// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Quic
{
    /// <summary>
    /// The memory of one connection, in few arrays that the classes of this assembly share. Those classes are static and take the memory as their first
    /// argument; <see cref="ConnectionLayout"/> says who has which range.
    /// </summary>
    public abstract class ConnectionMemory
    {
        /// <summary>Who has which range of the arrays.</summary>
        internal readonly ConnectionLayout Layout;

        // All are null in a slot at rest under the OnDemand policy. Keys have an array of their own, so that no other index can reach a secret.
        internal byte[] Arena;
        internal byte[] KeyBlocks;
        internal long[] Longs;
        internal int[] Ints;
        internal ushort[] Shorts;
        internal byte[] Bytes;

        /// <summary>Makes the object without its arrays.</summary>
        /// <param name="layout">Sizes.</param>
        protected ConnectionMemory(ConnectionLayout layout)
        {
            Layout = layout;
        }

        /// <summary>Bytes of the heap that <see cref="Allocate"/> takes, rounded up.</summary>
        internal int HeapBytes
        {
            get
            {
                ConnectionLayout layout = Layout;
                return (6 * ArrayOverhead) + layout.ArenaSize + ConnectionLayout.KeyBytes + (8 * layout.LongCount) + (4 * layout.IntCount) + (2 * layout.ShortCount)
                    + layout.ByteCount;
            }
        }

        // The header, and what rounding to blocks of 12 bytes adds.
        private const int ArrayOverhead = 32;

        /// <summary>Makes all arrays, in this one place. Throws when the heap cannot give them.</summary>
        internal void Allocate()
        {
            ConnectionLayout layout = Layout;
            Arena = new byte[layout.ArenaSize];
            KeyBlocks = new byte[ConnectionLayout.KeyBytes];
            Longs = new long[layout.LongCount];
            Ints = new int[layout.IntCount];
            Shorts = new ushort[layout.ShortCount];
            Bytes = new byte[layout.ByteCount];
        }

        /// <summary>Gives the arrays back to the heap (OnDemand).</summary>
        internal void Drop()
        {
            Arena = null;
            KeyBlocks = null;
            Longs = null;
            Ints = null;
            Shorts = null;
            Bytes = null;
        }

        /// <summary>Recovery reports that the peer acknowledged an entry of a sent packet; the owner of the frame takes note.</summary>
        /// <param name="kind">What it was, never CRYPTO; see <see cref="SentEntry"/>.</param>
        /// <param name="stream">Stream slot.</param>
        internal abstract void OnEntryAcknowledged(int kind, int stream);

        /// <summary>Recovery reports that a frame about a stream, other than its data, was lost; the owner makes it anew if it still matters.</summary>
        /// <param name="kind">What it was; see <see cref="SentEntry"/>.</param>
        /// <param name="stream">Stream slot.</param>
        internal abstract void OnEntryLost(int kind, int stream);

        /// <summary>Recovery reports that the peer acknowledged frames that belong to the connection as a whole.</summary>
        /// <param name="frames">Bits of <see cref="ControlFrame"/>.</param>
        internal abstract void OnControlAcknowledged(int frames);

        /// <summary>Recovery reports that frames were lost that belong to the connection as a whole.</summary>
        /// <param name="frames">Bits of <see cref="ControlFrame"/>.</param>
        internal abstract void OnControlLost(int frames);
    }
}
