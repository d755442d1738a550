// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using MilliHttp.Nano.Crypto;

namespace MilliHttp.Nano.Quic
{
    /// <summary>
    /// The connection ids of one connection, ours and the peer's (RFC 9000 section 5.1). Ours are 8 random bytes, kept as numbers in the routing table of the
    /// endpoint; the peer's are kept with their reset tokens. Each frame that is due is a bit (<see cref="ControlFrame"/>), and the record of a packet has the bits
    /// of the frames that it carried: a loss sets a bit again, an acknowledgement frees the place of a retired id.
    /// </summary>
    internal static class ConnectionIds
    {
        private const int RetireCapacity = ConnectionLayout.RetiredIds;

        // Longs, from SequencesAt on: up to where the peer retires its ids; then sequence numbers, -1 unused: retired ones of the peer whose
        // RETIRE_CONNECTION_ID is not acknowledged, then ours, then the peer's.
        private const int RetirePriorTo = 0;

        // Which sequence numbers of the peer were seen: the largest one in the upper half, and a bit for each of the 32 up to it in the lower half.
        private const int Seen = 1;
        private const int Retired = 2;
        private const int Local = Retired + RetireCapacity;

        // Ints. The offset in Bytes of the peer's id in use; bits of the NEW_CONNECTION_ID and RETIRE_CONNECTION_ID frames to be sent (ControlFrame); our next
        // sequence number; how many ids of ours the peer keeps; the largest sequence number that was sent in a NEW_CONNECTION_ID frame.
        private const int CurrentOffset = Connection.EndInt;
        private const int PendingFrames = CurrentOffset + 1;
        private const int NextSequence = CurrentOffset + 2;
        private const int PeerLimit = CurrentOffset + 3;
        private const int LargestIssued = CurrentOffset + 4;

        private const int IntCount = 5;

        /// <summary>Where the places of <see cref="Connection"/> among the ints end.</summary>
        internal const int EndInt = CurrentOffset + IntCount;

        /// <summary>Where in the routing table our ids are; the client's original one follows them.</summary>
        private static int FirstRoute(Connection c)
        {
            return c.Slot * (c.Layout.LocalIds + 1);
        }

        /// <summary>Our id that the handshake uses (sequence number 0).</summary>
        internal static long HandshakeId(Connection c)
        {
            return c.Shared.Routes[FirstRoute(c)];
        }

        /// <summary>Offset in the bytes of the connection of the peer's id in use: its length, then the id.</summary>
        internal static int Current(Connection c)
        {
            return c.Ints[CurrentOffset];
        }

        /// <summary>Whether frames are to be sent (<see cref="WriteFrames"/>).</summary>
        internal static bool HasPending(Connection c)
        {
            return c.Ints[PendingFrames] != 0;
        }

        /// <summary>Forgets every id, ours included: no packet is routed to the connection any more.</summary>
        internal static void Clear(Connection c)
        {
            ConnectionLayout layout = c.Layout;
            long[] longs = c.Longs;
            int[] ints = c.Ints;
            Array.Clear(c.Shared.Routes, FirstRoute(c), layout.LocalIds + 1);
            int at = layout.SequencesAt;
            int end = layout.LongCount;
            longs[at + RetirePriorTo] = 0;
            longs[at + Seen] = 1;
            for (int i = at + Retired; i < end; i++)
            {
                longs[i] = -1;
            }

            Array.Clear(c.Bytes, layout.RemoteAt, layout.PeerIds * ConnectionLayout.PeerIdBytes);
            Array.Clear(ints, CurrentOffset, IntCount);
            ints[CurrentOffset] = layout.RemoteAt;
        }

        /// <summary>Begins a connection.</summary>
        /// <param name="c">Whose.</param>
        /// <param name="id">Our first id: new, or the one a Retry gave.</param>
        /// <param name="original">First 8 bytes of the id the client's first packets go to.</param>
        /// <param name="peer">Holds the client's source connection id.</param>
        /// <param name="peerOffset">Its first byte.</param>
        /// <param name="peerLength">Its length, 0 to 20.</param>
        internal static void Start(Connection c, long id, long original, byte[] peer, int peerOffset, int peerLength)
        {
            ConnectionLayout layout = c.Layout;
            Clear(c);
            c.Shared.Routes[FirstRoute(c)] = id;
            RouteOriginal(c, original);
            int local = layout.SequencesAt + Local;
            c.Longs[local] = 0;
            c.Longs[local + layout.LocalIds] = 0;
            c.Ints[NextSequence] = 1;
            c.Bytes[layout.RemoteAt] = (byte)peerLength;
            Array.Copy(peer, peerOffset, c.Bytes, layout.RemoteAt + 1, peerLength);
        }

        /// <summary>Routes the first packets of the client to the slot.</summary>
        internal static void RouteOriginal(Connection c, long original)
        {
            c.Shared.Routes[FirstRoute(c) + c.Layout.LocalIds] = original;
        }

        /// <summary>Whether an id is the one the client's first packet came from (RFC 9000 section 7.2).</summary>
        internal static bool IsFirstSource(Connection c, byte[] buffer, int offset, int length)
        {
            byte[] bytes = c.Bytes;
            int at = c.Layout.RemoteAt;
            return length == bytes[at] && ConstantTime.Equals(buffer, offset, bytes, at + 1, length);
        }

        /// <summary>Takes the peer's active_connection_id_limit.</summary>
        internal static void SetPeerLimit(Connection c, long limit)
        {
            int local = c.Layout.LocalIds;
            c.Ints[PeerLimit] = limit > local ? local : (int)limit;
        }

        /// <summary>After the handshake, and when one was retired: issues as many ids as the peer keeps and we can hold.</summary>
        internal static void Issue(Connection c)
        {
            int local = c.Layout.SequencesAt + Local;
            int active = 0;
            for (int i = 0; i < c.Layout.LocalIds; i++)
            {
                if (c.Longs[local + i] >= 0)
                {
                    active++;
                }
            }

            for (int i = 0; i < c.Layout.LocalIds && active < c.Ints[PeerLimit]; i++)
            {
                if (c.Longs[local + i] < 0)
                {
                    c.Longs[local + i] = c.Ints[NextSequence]++;
                    c.Shared.Routes[FirstRoute(c) + i] = NewId(c.Shared.Random);
                    c.Ints[PendingFrames] |= ControlFrame.NewConnectionId << i;
                    active++;
                }
            }
        }

        /// <summary>
        /// Index (0 ..) of the id of ours a packet came to; -1 for the client's original one or none.
        /// </summary>
        internal static int IndexOf(Connection c, long id)
        {
            long[] sequences = c.Longs;
            long[] routes = c.Shared.Routes;
            int local = c.Layout.SequencesAt + Local;
            int first = FirstRoute(c);
            int count = c.Layout.LocalIds;
            for (int i = 0; i < count; i++)
            {
                if (routes[first + i] == id && sequences[local + i] >= 0)
                {
                    return i;
                }
            }

            return -1;
        }

        /// <summary>Takes RETIRE_CONNECTION_ID.</summary>
        /// <param name="c">Whose.</param>
        /// <param name="sequence">Sequence number retired.</param>
        /// <param name="packetId">The id the packet with the frame came to.</param>
        /// <returns>A transport error code, 0 for none.</returns>
        internal static int OnRetire(Connection c, long sequence, long packetId)
        {
            if (sequence > c.Ints[LargestIssued])
            {
                // Not issued, or not sent yet (section 19.16).
                return TransportError.ProtocolViolation;
            }

            long[] sequences = c.Longs;
            long[] routes = c.Shared.Routes;
            int local = c.Layout.SequencesAt + Local;
            int first = FirstRoute(c);
            int count = c.Layout.LocalIds;
            for (int i = 0; i < count; i++)
            {
                if (sequences[local + i] == sequence)
                {
                    if (routes[first + i] == packetId)
                    {
                        return TransportError.ProtocolViolation;
                    }

                    sequences[local + i] = -1;
                    routes[first + i] = 0;
                    c.Ints[PendingFrames] &= ~(ControlFrame.NewConnectionId << i);
                    Issue(c);
                    break;
                }
            }

            return 0;
        }

        /// <summary>Takes NEW_CONNECTION_ID.</summary>
        /// <returns>A transport error code, 0 for none.</returns>
        internal static int OnNew(Connection c, Frame frame, byte[] buffer)
        {
            long sequence = frame.Value;
            long retirePriorTo = frame.Offset;
            int idOffset = frame.DataOffset;
            int idLength = frame.DataLength;
            int tokenOffset = idOffset + idLength;
            ConnectionLayout layout = c.Layout;
            byte[] bytes = c.Bytes;
            long[] sequences = c.Longs;
            if (bytes[c.Ints[CurrentOffset]] == 0)
            {
                // A peer that asked for no id cannot be given another (section 19.15).
                return TransportError.ProtocolViolation;
            }

            int remote = layout.SequencesAt + Local + layout.LocalIds;
            int count = layout.PeerIds;
            for (int i = 0; i < count; i++)
            {
                if (sequences[remote + i] == sequence)
                {
                    int entry = layout.RemoteAt + (i * ConnectionLayout.PeerIdBytes);
                    bool same = bytes[entry] == idLength && ConstantTime.Equals(bytes, entry + 1, buffer, idOffset, idLength);
                    if (same && sequence > 0)
                    {
                        same = ConstantTime.Equals(bytes, entry + 21, buffer, tokenOffset, StatelessReset.TokenLength);
                    }

                    return same ? 0 : TransportError.ProtocolViolation;
                }
            }

            int error = 0;
            int limit = layout.SequencesAt + RetirePriorTo;
            if (retirePriorTo > sequences[limit])
            {
                sequences[limit] = retirePriorTo;
                for (int i = remote; i < remote + count; i++)
                {
                    if (sequences[i] >= 0 && sequences[i] < retirePriorTo)
                    {
                        error |= Retire(c, sequences[i]);
                        sequences[i] = -1;
                    }
                }
            }

            if (!IsNew(c, sequence))
            {
                // A retransmission of an id that we have retired already (RFC 9000 section 19.15).
                return error;
            }

            if (sequence < sequences[limit])
            {
                error |= Retire(c, sequence);
                return error;
            }

            int free = -1;
            for (int i = count - 1; i >= 0; i--)
            {
                if (sequences[remote + i] < 0)
                {
                    free = i;
                }
            }

            if (free < 0 || error != 0)
            {
                return TransportError.ConnectionIdLimit;
            }

            int at = layout.RemoteAt + (free * ConnectionLayout.PeerIdBytes);
            sequences[remote + free] = sequence;
            bytes[at] = (byte)idLength;
            Array.Copy(buffer, idOffset, bytes, at + 1, idLength);
            Array.Copy(buffer, tokenOffset, bytes, at + 21, StatelessReset.TokenLength);
            if (sequences[remote + CurrentIndex(c)] < 0)
            {
                c.Ints[CurrentOffset] = at;
            }

            return 0;
        }

        /// <summary>
        /// Offset, as <see cref="Current"/>, of the id for a path that is only probed: one not used yet, or the current one if there is no other.
        /// </summary>
        internal static int ProbeOffset(Connection c)
        {
            int best = Unused(c);
            return best < 0 ? c.Ints[CurrentOffset] : c.Layout.RemoteAt + (best * ConnectionLayout.PeerIdBytes);
        }

        /// <summary>
        /// Moves to an id not used yet, retiring the one in use; for a new path (section 9.5).
        /// </summary>
        /// <returns>False if the peer has given none: the old one stays in use.</returns>
        internal static bool UseNext(Connection c)
        {
            ConnectionLayout layout = c.Layout;
            int current = layout.SequencesAt + Local + layout.LocalIds + CurrentIndex(c);
            int best = Unused(c);
            if (best < 0 || Retire(c, c.Longs[current]) != 0)
            {
                return false;
            }

            c.Longs[current] = -1;
            c.Ints[CurrentOffset] = layout.RemoteAt + (best * ConnectionLayout.PeerIdBytes);
            return true;
        }

        /// <summary>
        /// Whether a datagram ends in a stateless reset token the peer gave for the id in use; every byte is compared, always.
        /// </summary>
        internal static bool IsReset(Connection c, byte[] buffer, int offset, int length)
        {
            ConnectionLayout layout = c.Layout;
            return c.Longs[layout.SequencesAt + Local + layout.LocalIds + CurrentIndex(c)] > 0 && length >= 21
                && ConstantTime.Equals(c.Bytes, c.Ints[CurrentOffset] + 21, buffer, offset + length - StatelessReset.TokenLength, StatelessReset.TokenLength);
        }

        /// <summary>Writes the frames that are due, as many as fit, and notes them in the packet's record.</summary>
        /// <returns>Offset after the last byte written.</returns>
        internal static int WriteFrames(Connection c, byte[] buffer, int offset, int end)
        {
            long[] sequences = c.Longs;
            int retired = c.Layout.SequencesAt + Retired;
            int pending = c.Ints[PendingFrames];
            for (int i = 0; i < RetireCapacity; i++)
            {
                int bit = ControlFrame.RetireConnectionId << i;
                if ((pending & bit) != 0 && offset + 9 <= end)
                {
                    offset = FrameWriter.Write(buffer, offset, FrameType.RetireConnectionId, sequences[retired + i]);
                    SentPacketTracker.AddControl(c, bit);
                    pending &= ~bit;
                }
            }

            int local = c.Layout.SequencesAt + Local;
            int count = c.Layout.LocalIds;
            for (int i = 0; i < count; i++)
            {
                int bit = ControlFrame.NewConnectionId << i;
                if ((pending & bit) != 0 && offset + 7 + 8 + StatelessReset.TokenLength <= end)
                {
                    long id = c.Shared.Routes[FirstRoute(c) + i];
                    buffer[offset] = FrameType.NewConnectionId;
                    offset = Varint.Write(buffer, offset + 1, sequences[local + i]);
                    if (sequences[local + i] > c.Ints[LargestIssued])
                    {
                        c.Ints[LargestIssued] = (int)sequences[local + i];
                    }

                    buffer[offset] = 0;
                    buffer[offset + 1] = 8;
                    BigEndian.WriteUInt64(buffer, offset + 2, (ulong)id);
                    c.Shared.Reset.WriteToken(id, buffer, offset + 10);
                    offset += 10 + StatelessReset.TokenLength;
                    SentPacketTracker.AddControl(c, bit);
                    pending &= ~bit;
                }
            }

            c.Ints[PendingFrames] = pending;
            return offset;
        }

        /// <summary>Frames were acknowledged.</summary>
        internal static void OnAcknowledged(Connection c, int bits)
        {
            int retired = c.Layout.SequencesAt + Retired;
            for (int i = 0; i < RetireCapacity; i++)
            {
                if ((bits & ControlFrame.RetireConnectionId << i) != 0)
                {
                    c.Longs[retired + i] = -1;
                }
            }
        }

        /// <summary>Frames were lost: those that still mean something are due again.</summary>
        internal static void OnLost(Connection c, int bits)
        {
            long[] sequences = c.Longs;
            int retired = c.Layout.SequencesAt + Retired;
            int pending = 0;
            for (int i = 0; i < RetireCapacity; i++)
            {
                if (sequences[retired + i] >= 0)
                {
                    pending |= bits & ControlFrame.RetireConnectionId << i;
                }
            }

            int local = c.Layout.SequencesAt + Local;
            int count = c.Layout.LocalIds;
            for (int i = 0; i < count; i++)
            {
                if (sequences[local + i] >= 0)
                {
                    pending |= bits & ControlFrame.NewConnectionId << i;
                }
            }

            c.Ints[PendingFrames] |= pending;
        }

        /// <summary>A random id, never 0, which marks an unused route.</summary>
        internal static long NewId(RandomPool random)
        {
            long id;
            do
            {
                id = random.NextLong();
            }
            while (id == 0);

            return id;
        }

        // Notes a sequence number of the peer. False for one that was seen before, or is far below the largest: such numbers were retired long ago.
        private static bool IsNew(Connection c, long sequence)
        {
            int at = c.Layout.SequencesAt + Seen;
            long seen = c.Longs[at];
            long largest = seen >> 32;
            long distance = largest - sequence;
            if (distance >= 32)
            {
                return false;
            }

            if (distance >= 0)
            {
                long bit = 1L << (int)distance;
                c.Longs[at] = seen | bit;
                return (seen & bit) == 0;
            }

            // Numbers grow by one with each id (section 5.1.1): beyond an int there is none.
            long mask = distance <= -32 ? 0 : (seen & 0xFFFFFFFFL) << (int)-distance & 0xFFFFFFFFL;
            c.Longs[at] = (sequence & int.MaxValue) << 32 | mask | 1;
            return true;
        }

        private static int CurrentIndex(Connection c)
        {
            return (c.Ints[CurrentOffset] - c.Layout.RemoteAt) / ConnectionLayout.PeerIdBytes;
        }

        // Index of the oldest id of the peer that is not in use; -1 for none.
        private static int Unused(Connection c)
        {
            ConnectionLayout layout = c.Layout;
            long[] sequences = c.Longs;
            int remote = layout.SequencesAt + Local + layout.LocalIds;
            int current = CurrentIndex(c);
            int best = -1;
            for (int i = 0; i < layout.PeerIds; i++)
            {
                if (i != current && sequences[remote + i] >= 0 && (best < 0 || sequences[remote + i] < sequences[remote + best]))
                {
                    best = i;
                }
            }

            return best;
        }

        private static int Retire(Connection c, long sequence)
        {
            long[] sequences = c.Longs;
            int retired = c.Layout.SequencesAt + Retired;
            for (int i = 0; i < RetireCapacity; i++)
            {
                if (sequences[retired + i] == sequence)
                {
                    return 0;
                }
            }

            for (int i = 0; i < RetireCapacity; i++)
            {
                if (sequences[retired + i] < 0)
                {
                    sequences[retired + i] = sequence;
                    c.Ints[PendingFrames] |= ControlFrame.RetireConnectionId << i;
                    return 0;
                }
            }

            return TransportError.ConnectionIdLimit;
        }
    }
}
