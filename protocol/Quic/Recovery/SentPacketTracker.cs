// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;

namespace MilliHttp.Nano.Quic
{
    /// <summary>
    /// Records of the ack-eliciting packets of all packet number spaces that are neither acknowledged nor given up, and of what each of them carried.
    /// <para>
    /// The record of a lost packet is kept, marked to be sent again, until its content is sent in a new packet, which takes the record over. So everything that
    /// was sent is at any moment either acknowledged or in exactly one record. Nothing can be forgotten, no table of lost or acknowledged ranges is needed, and
    /// sending again never lacks a free record.
    /// </para>
    /// <para>
    /// Packets without ack-eliciting frames are not recorded, because they are not in flight (RFC 9002 section 2). So only packets with at least a PING may be
    /// padded.
    /// </para>
    /// Parallel ranges, by record: in the shorts meta (size in 11 bits, flags, space; 0 for a free record), packet number, <see cref="ControlFrame"/> bits, and
    /// the lengths of the entries; in the ints the times, then the offsets of entries; in the bytes the kinds (high four bits, 0 for none) and stream slots (low
    /// four bits) of entries. Entry e of record r is at r * PerPacket + e. Packet numbers keep their low 16 bits, times and offsets their low 32, which
    /// distinguishes all that can be in flight together (32,768 packets, half an hour, 2 GB).
    /// </summary>
    public static class SentPacketTracker
    {
        /// <summary>Flag of meta: counted in bytes in flight.</summary>
        internal const int InFlight = 0x0800;

        /// <summary>Flag of meta: the content is to be sent again.</summary>
        internal const int Resend = 0x1000;

        /// <summary>Flag of meta: the record is in use.</summary>
        internal const int Used = 0x2000;

        /// <summary>Shift of the packet number space in meta.</summary>
        internal const int SpaceShift = 14;

        /// <summary>Mask of the size in meta.</summary>
        internal const int SizeMask = ConnectionLayout.MaxDatagram;

        // Where the ranges of the shorts begin, in multiples of Packets: meta is at 0, packet numbers at 1.

        /// <summary>Control frames of a record, in the shorts: at Packets times this.</summary>
        internal const int Controls = 2;

        /// <summary>Lengths of entries, in the shorts: from Packets times this on.</summary>
        internal const int Lengths = 3;

        /// <summary>In the ints: highest record in use plus one.</summary>
        internal const int High = CongestionController.EndInt;


        /// <summary>In the ints: records in use, in flight or waiting to be sent again.</summary>
        internal const int InUse = High + 1;

        private const int Current = High + 2;
        private const int CurrentEntries = High + 3;

        /// <summary>Where the ints of the next class begin.</summary>
        internal const int EndInt = High + 4;

        /// <summary>Whether a packet with new content can be recorded. If not, content can only be sent again until something is acknowledged.</summary>
        public static bool CanTrack(ConnectionMemory c)
        {
            return c.Ints[InUse] < c.Layout.Packets;
        }

        /// <summary>Forgets everything, for a new connection.</summary>
        public static void Reset(ConnectionMemory c)
        {
            Array.Clear(c.Shorts, 0, c.Layout.Packets);
            Array.Clear(c.Bytes, 0, c.Layout.ChainsAt);
            Array.Clear(c.Ints, High, EndInt - High);
            c.Ints[Current] = -1;
        }

        /// <summary>The record of a space that is to be sent again first, or -1.</summary>
        public static int FirstResend(ConnectionMemory c, int space)
        {
            ushort[] shorts = c.Shorts;
            int numbers = c.Layout.Packets;
            int wanted = Used | Resend | space << SpaceShift;
            int best = -1;
            int high = c.Ints[High];
            for (int i = 0; i < high; i++)
            {
                if ((shorts[i] & (Used | Resend | 3 << SpaceShift)) == wanted && (best < 0 || (short)(shorts[numbers + i] - shorts[numbers + best]) < 0))
                {
                    best = i;
                }
            }

            return best;
        }

        /// <summary>Begins a packet with new content.</summary>
        /// <returns>False if no record is free.</returns>
        public static bool Begin(ConnectionMemory c, int space)
        {
            ushort[] meta = c.Shorts;
            int count = c.Layout.Packets;
            for (int i = 0; i < count; i++)
            {
                if (meta[i] == 0)
                {
                    int[] ints = c.Ints;
                    meta[i] = (ushort)(Used | space << SpaceShift);
                    meta[(count * Controls) + i] = 0;
                    ints[InUse]++;
                    ints[Current] = i;
                    ints[CurrentEntries] = 0;
                    if (i >= ints[High])
                    {
                        ints[High] = i + 1;
                    }

                    return true;
                }
            }

            return false;
        }

        /// <summary>
        /// Begins a packet that sends the content of a record again and takes the record over. All entries (<see cref="CurrentEntryCount"/>) must be written; more may
        /// be added.
        /// </summary>
        public static void BeginResend(ConnectionMemory c, int record)
        {
            ConnectionLayout layout = c.Layout;
            byte[] kinds = c.Bytes;
            ushort[] shorts = c.Shorts;
            int[] ints = c.Ints;
            int lengths = layout.Packets * Lengths;
            int offsets = layout.TimesAt + layout.Packets;
            int first = record * layout.PerPacket;
            int end = first + layout.PerPacket;
            int to = first;
            for (int e = first; e < end; e++)
            {
                byte kind = kinds[e];
                if (kind != 0)
                {
                    if (to != e)
                    {
                        kinds[to] = kind;
                        ints[offsets + to] = ints[offsets + e];
                        shorts[lengths + to] = shorts[lengths + e];
                        kinds[e] = 0;
                    }

                    to++;
                }
            }

            ints[Current] = record;
            ints[CurrentEntries] = to - first;
        }

        /// <summary>Entries of the packet being composed; those of a resent record come first.</summary>
        public static int CurrentEntryCount(ConnectionMemory c)
        {
            return c.Ints[CurrentEntries];
        }

        /// <summary>Entries that can still be added to the packet being composed.</summary>
        public static int EntriesLeft(ConnectionMemory c)
        {
            int[] ints = c.Ints;
            return ints[Current] < 0 ? 0 : c.Layout.PerPacket - ints[CurrentEntries];
        }

        /// <summary>Whether the packet being composed has anything to be acknowledged.</summary>
        public static bool HasContent(ConnectionMemory c)
        {
            int[] ints = c.Ints;
            int record = ints[Current];
            return record >= 0 && (ints[CurrentEntries] != 0 || c.Shorts[(c.Layout.Packets * Controls) + record] != 0);
        }

        /// <summary>Kind (<see cref="SentEntry"/>) of an entry of the packet being composed.</summary>
        public static int CurrentKind(ConnectionMemory c, int entry)
        {
            return c.Bytes[c.Ints[Current] * c.Layout.PerPacket + entry] >> 4;
        }

        /// <summary>Stream slot of an entry of the packet being composed.</summary>
        public static int CurrentStream(ConnectionMemory c, int entry)
        {
            return c.Bytes[c.Ints[Current] * c.Layout.PerPacket + entry] & 15;
        }

        /// <summary>Low 32 bits of the offset of an entry of the packet being composed (CRYPTO data is never longer).</summary>
        public static int CurrentOffset(ConnectionMemory c, int entry)
        {
            ConnectionLayout layout = c.Layout;
            int[] ints = c.Ints;
            return ints[layout.TimesAt + layout.Packets + ints[Current] * layout.PerPacket + entry];
        }

        /// <summary>Length of an entry of the packet being composed.</summary>
        public static int CurrentLength(ConnectionMemory c, int entry)
        {
            ConnectionLayout layout = c.Layout;
            return c.Shorts[(layout.Packets * Lengths) + c.Ints[Current] * layout.PerPacket + entry];
        }

        /// <summary>Notes what the packet being composed carries; <see cref="EntriesLeft"/> must not be 0.</summary>
        public static void AddEntry(ConnectionMemory c, int kind, int stream, long offset, int length)
        {
            ConnectionLayout layout = c.Layout;
            int[] ints = c.Ints;
            int packets = layout.Packets;
            int entries = ints[CurrentEntries];
            int e = ints[Current] * layout.PerPacket + entries;
            c.Bytes[e] = (byte)(kind << 4 | stream);
            ints[layout.TimesAt + packets + e] = (int)offset;
            c.Shorts[(packets * Lengths) + e] = (ushort)length;
            ints[CurrentEntries] = entries + 1;
        }

        /// <summary>Notes <see cref="ControlFrame"/> bits of the packet being composed.</summary>
        public static void AddControl(ConnectionMemory c, int bits)
        {
            ushort[] shorts = c.Shorts;
            int at = (c.Layout.Packets * Controls) + c.Ints[Current];
            shorts[at] = (ushort)(shorts[at] | bits);
        }

        /// <summary>
        /// Ends the packet being composed without sending it. Its new content is treated as lost; a record that it took over stays marked.
        /// </summary>
        public static void Cancel(ConnectionMemory c)
        {
            int[] ints = c.Ints;
            int record = ints[Current];
            if (record < 0)
            {
                return;
            }

            ushort[] shorts = c.Shorts;
            int controls = (c.Layout.Packets * Controls) + record;
            ints[Current] = -1;
            int lost = shorts[controls];
            shorts[controls] = 0;
            if (ints[CurrentEntries] != 0)
            {
                shorts[record] = (ushort)(shorts[record] | Resend);
                ints[CurrentEntries] = 0;
            }
            else if ((shorts[record] & InFlight) == 0)
            {
                Free(c, record);
            }

            if (lost != 0)
            {
                c.OnControlLost(lost);
            }
        }

        /// <summary>The peer acknowledged the packet of a record: tells the owners of what it carried. CRYPTO data has no owner that needs to know.</summary>
        /// <param name="c">Memory of the connection.</param>
        /// <param name="record">The record; its entries are gone afterwards.</param>
        internal static void Acknowledge(ConnectionMemory c, int record)
        {
            int controls = c.Shorts[(c.Layout.Packets * Controls) + record];
            if (controls != 0)
            {
                c.OnControlAcknowledged(controls);
            }

            byte[] kinds = c.Bytes;
            int perPacket = c.Layout.PerPacket;
            int e = record * perPacket;
            int end = e + perPacket;
            for (; e < end; e++)
            {
                int kind = kinds[e];
                if (kind != 0 && kind >> 4 != SentEntry.Crypto)
                {
                    kinds[e] = 0;
                    c.OnEntryAcknowledged(kind >> 4, kind & 15);
                }
            }
        }

        /// <summary>
        /// The packet of a record was lost, or is to be repeated: removes the frames that are not sent again as they were, and tells their owners. Ranges of
        /// streams and of CRYPTO data stay.
        /// </summary>
        /// <param name="c">Memory of the connection.</param>
        /// <param name="record">The record.</param>
        internal static void LoseFrames(ConnectionMemory c, int record)
        {
            ushort[] shorts = c.Shorts;
            int at = (c.Layout.Packets * Controls) + record;
            int controls = shorts[at];
            if (controls != 0)
            {
                shorts[at] = 0;
                c.OnControlLost(controls);
            }

            byte[] kinds = c.Bytes;
            int perPacket = c.Layout.PerPacket;
            int e = record * perPacket;
            int end = e + perPacket;
            for (; e < end; e++)
            {
                int kind = kinds[e];
                if (kind >> 4 >= SentEntry.ResetStream)
                {
                    kinds[e] = 0;
                    c.OnEntryLost(kind >> 4, kind & 15);
                }
            }
        }

        /// <summary>Ends composing: the current record, which <see cref="LossDetector.OnPacketSent"/> fills in.</summary>
        internal static int TakeCurrent(ConnectionMemory c)
        {
            int[] ints = c.Ints;
            int record = ints[Current];
            ints[Current] = -1;
            ints[CurrentEntries] = 0;
            return record;
        }

        /// <summary>
        /// Copies the entries of a record into a second one, which is to be sent as well and has no size yet. Does nothing if there are no entries, or no record is
        /// free.
        /// </summary>
        internal static void Repeat(ConnectionMemory c, int record)
        {
            ConnectionLayout layout = c.Layout;
            ushort[] shorts = c.Shorts;
            if (IsEmpty(c, record) || !Begin(c, shorts[record] >> SpaceShift))
            {
                return;
            }

            // Until it is sent it has the number of the packet that it repeats, and is acknowledged with it.
            int[] ints = c.Ints;
            int copy = ints[Current];
            int perPacket = layout.PerPacket;
            int offsets = layout.TimesAt + layout.Packets;
            int lengths = layout.Packets * Lengths;
            ints[Current] = -1;
            shorts[copy] |= Resend;
            shorts[layout.Packets + copy] = shorts[layout.Packets + record];
            Array.Copy(c.Bytes, record * perPacket, c.Bytes, copy * perPacket, perPacket);
            Array.Copy(ints, offsets + record * perPacket, ints, offsets + copy * perPacket, perPacket);
            Array.Copy(shorts, lengths + record * perPacket, shorts, lengths + copy * perPacket, perPacket);
        }

        /// <summary>Frees a record and its entries.</summary>
        internal static void Free(ConnectionMemory c, int record)
        {
            ushort[] meta = c.Shorts;
            byte[] kinds = c.Bytes;
            int[] ints = c.Ints;
            int perPacket = c.Layout.PerPacket;
            meta[record] = 0;
            int e = record * perPacket;
            int end = e + perPacket;
            for (; e < end; e++)
            {
                kinds[e] = 0;
            }

            ints[InUse]--;
            int high = ints[High];
            while (high > 0 && meta[high - 1] == 0)
            {
                high--;
            }

            ints[High] = high;
        }

        /// <summary>
        /// Drops entries of one stream slot: when its data is void after a reset, or when the slot is given to another stream.
        /// </summary>
        /// <param name="c">Whose.</param>
        /// <param name="stream">Stream slot.</param>
        /// <param name="dataOnly">Only STREAM entries.</param>
        internal static void Forget(ConnectionMemory c, int stream, bool dataOnly)
        {
            byte[] kinds = c.Bytes;
            ushort[] meta = c.Shorts;
            int[] ints = c.Ints;
            int end = ints[High] * c.Layout.PerPacket;
            for (int e = 0; e < end; e++)
            {
                int kind = kinds[e];
                if (kind != 0 && (kind & 15) == stream && kind >> 4 != SentEntry.Crypto && (!dataOnly || kind >> 4 <= SentEntry.StreamFin))
                {
                    kinds[e] = 0;
                }
            }

            // A record that was only kept to send this again is not needed any more.
            for (int i = ints[High] - 1; i >= 0; i--)
            {
                if ((meta[i] & (Resend | InFlight)) == Resend && i != ints[Current] && IsEmpty(c, i))
                {
                    Free(c, i);
                }
            }
        }

        /// <summary>Whether a record has no entries.</summary>
        internal static bool IsEmpty(ConnectionMemory c, int record)
        {
            byte[] kinds = c.Bytes;
            int perPacket = c.Layout.PerPacket;
            int e = record * perPacket;
            int end = e + perPacket;
            for (; e < end; e++)
            {
                if (kinds[e] != 0)
                {
                    return false;
                }
            }

            return true;
        }
    }
}
