// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Quic
{
    /// <summary>
    /// The ack-eliciting packets that are neither acknowledged nor given up, of all packet number spaces, and what each of them carried.
    /// <para>
    /// A packet declared lost keeps its record, marked for resending, until its content goes out again in a new packet that takes the record
    /// over. So whatever was sent is at every moment either acknowledged or in exactly one record: nothing can be forgotten, no table
    /// of lost or acknowledged ranges is needed, and resending never needs a record that is not there.
    /// </para>
    /// <para>
    /// Packets without ack-eliciting frames are not recorded: they are not in flight (RFC 9002 section 2). Pad only packets that have a PING or more.
    /// </para>
    /// Parallel arrays by record; an entry e of record r is at r * EntriesPerPacket + e. Numbers keep their low 16 bits, times and offsets
    /// their low 32, which is enough to tell those apart that can be out together (32,768 packets, half an hour, 2 GB).
    /// </summary>
    public sealed class SentPacketTracker
    {
        /// <summary>Flag of <see cref="Meta"/>: counted in bytes in flight.</summary>
        internal const int InFlight = 0x0800;

        /// <summary>Flag of <see cref="Meta"/>: content waits to be sent again.</summary>
        internal const int Resend = 0x1000;

        /// <summary>Flag of <see cref="Meta"/>: the record is in use.</summary>
        internal const int Used = 0x2000;

        /// <summary>Shift of the packet number space in <see cref="Meta"/>.</summary>
        internal const int SpaceShift = 14;

        /// <summary>Mask of the size in <see cref="Meta"/>.</summary>
        internal const int SizeMask = 0x07FF;

        // The fields below are read and written by LossDetector, whose loops they are for.

        /// <summary>Low 16 bits of the packet number: those that are out together lie closer.</summary>
        internal readonly ushort[] Numbers;

        /// <summary>
        /// Low 32 bits of the time of sending, microseconds; from <see cref="Capacity"/> on low 32 bits of the offset of an entry's range. What is of one
        /// type shares an array where it can: an array and its field take 32 bytes.
        /// </summary>
        internal readonly int[] Times;

        /// <summary>
        /// Size (11 bits), flags, space, 0 for a free record; from <see cref="Capacity"/> on the <see cref="ControlFrame"/> bits; from twice that on the
        /// length of an entry's range.
        /// </summary>
        internal readonly ushort[] Meta;

        /// <summary>Records.</summary>
        internal readonly int Capacity;

        /// <summary>Kind (high four bits) and stream slot (low four) of an entry, 0 for none.</summary>
        internal readonly byte[] EntryKinds;

        /// <summary>Entries of a record.</summary>
        internal readonly int PerPacket;

        /// <summary>Highest record in use plus one.</summary>
        internal int High;

        private int _used;
        private int _current;
        private int _currentEntries;
        private int _lostControl;
        private int _acknowledgedControl;

        /// <summary>Makes a tracker.</summary>
        /// <param name="packets">Packets that can be in flight, 4 to 250.</param>
        /// <param name="entriesPerPacket">Stream and CRYPTO ranges a packet can carry, at least 2.</param>
        public SentPacketTracker(int packets, int entriesPerPacket)
        {
            Numbers = new ushort[packets];
            Capacity = packets;
            Times = new int[packets * (1 + entriesPerPacket)];
            Meta = new ushort[packets * (2 + entriesPerPacket)];
            EntryKinds = new byte[packets * entriesPerPacket];
            PerPacket = entriesPerPacket;
            _current = -1;
        }

        /// <summary>Records in use: in flight, or waiting to be sent again.</summary>
        public int Count { get { return _used; } }

        /// <summary>Whether a packet with new content can be recorded; else only resending is possible until something is acknowledged or lost.</summary>
        public bool CanTrack { get { return _used < Capacity; } }

        /// <summary>Forgets everything, for a new connection.</summary>
        public void Reset()
        {
            System.Array.Clear(Meta, 0, Meta.Length);
            System.Array.Clear(EntryKinds, 0, EntryKinds.Length);
            High = 0;
            _used = 0;
            _current = -1;
            _currentEntries = 0;
            _lostControl = 0;
            _acknowledgedControl = 0;
        }

        /// <summary>The record of a space that has waited longest to be sent again, or -1.</summary>
        public int FirstResend(int space)
        {
            ushort[] meta = Meta;
            ushort[] numbers = Numbers;
            int wanted = Used | Resend | space << SpaceShift;
            int best = -1;
            int high = High;
            for (int i = 0; i < high; i++)
            {
                if ((meta[i] & (Used | Resend | 3 << SpaceShift)) == wanted && (best < 0 || (short)(numbers[i] - numbers[best]) < 0))
                {
                    best = i;
                }
            }

            return best;
        }

        /// <summary>Begins a packet with new content.</summary>
        /// <returns>False if no record is free.</returns>
        public bool Begin(int space)
        {
            ushort[] meta = Meta;
            int count = Capacity;
            for (int i = 0; i < count; i++)
            {
                if (meta[i] == 0)
                {
                    meta[i] = (ushort)(Used | space << SpaceShift);
                    Meta[Capacity + i] = 0;
                    _used++;
                    _current = i;
                    _currentEntries = 0;
                    if (i >= High)
                    {
                        High = i + 1;
                    }

                    return true;
                }
            }

            return false;
        }

        /// <summary>
        /// Begins a packet that sends a record's content again and takes the record over. All entries of <see cref="CurrentEntryCount"/> are to
        /// be written; more may be added.
        /// </summary>
        public void BeginResend(int record)
        {
            _current = record;
            int e = record * PerPacket;
            int end = e + PerPacket;
            int to = e;
            for (; e < end; e++)
            {
                int kind = EntryKinds[e];
                if (kind != 0)
                {
                    if (to != e)
                    {
                        EntryKinds[to] = (byte)kind;
                        Times[Capacity + to] = Times[Capacity + e];
                        Meta[(Capacity << 1) + to] = Meta[(Capacity << 1) + e];
                        EntryKinds[e] = 0;
                    }

                    to++;
                }
            }

            _currentEntries = to - record * PerPacket;
        }

        /// <summary>Entries of the packet being composed; those of a resent record come first.</summary>
        public int CurrentEntryCount { get { return _currentEntries; } }

        /// <summary>Entries that can still be added to the packet being composed.</summary>
        public int EntriesLeft { get { return _current < 0 ? 0 : PerPacket - _currentEntries; } }

        /// <summary>Whether the packet being composed has anything to be acknowledged.</summary>
        public bool HasContent { get { return _current >= 0 && (_currentEntries != 0 || Meta[Capacity + _current] != 0); } }

        /// <summary>Kind (<see cref="SentEntry"/>) of an entry of the packet being composed.</summary>
        public int CurrentKind(int entry)
        {
            return EntryKinds[_current * PerPacket + entry] >> 4;
        }

        /// <summary>Stream slot of an entry of the packet being composed.</summary>
        public int CurrentStream(int entry)
        {
            return EntryKinds[_current * PerPacket + entry] & 15;
        }

        /// <summary>Low 32 bits of the offset of an entry of the packet being composed (CRYPTO data is never longer).</summary>
        public int CurrentOffset(int entry)
        {
            return Times[Capacity + _current * PerPacket + entry];
        }

        /// <summary>Length of an entry of the packet being composed.</summary>
        public int CurrentLength(int entry)
        {
            return Meta[(Capacity << 1) + _current * PerPacket + entry];
        }

        /// <summary>Notes what the packet being composed carries; <see cref="EntriesLeft"/> must not be 0.</summary>
        public void AddEntry(int kind, int stream, long offset, int length)
        {
            int e = _current * PerPacket + _currentEntries;
            EntryKinds[e] = (byte)(kind << 4 | stream);
            Times[Capacity + e] = (int)offset;
            Meta[(Capacity << 1) + e] = (ushort)length;
            _currentEntries++;
        }

        /// <summary>Notes <see cref="ControlFrame"/> bits of the packet being composed.</summary>
        public void AddControl(int bits)
        {
            Meta[Capacity + _current] = (ushort)(Meta[Capacity + _current] | bits);
        }

        /// <summary>
        /// Ends the packet being composed without sending it. New content of it is treated as lost; a record taken over waits on.
        /// </summary>
        public void Cancel()
        {
            int record = _current;
            if (record < 0)
            {
                return;
            }

            _current = -1;
            _lostControl |= Meta[Capacity + record];
            Meta[Capacity + record] = 0;
            if (_currentEntries != 0)
            {
                Meta[record] = (ushort)(Meta[record] | Resend);
                _currentEntries = 0;
            }
            else if ((Meta[record] & InFlight) == 0)
            {
                Free(record);
            }
        }

        /// <summary>
        /// Control frames that were lost since the last call and are to be made anew by the connection (those of
        /// <see cref="ControlFrame.OfStreams"/> go to <see cref="StreamMap"/> by themselves).
        /// </summary>
        public int TakeLostControl()
        {
            int lost = _lostControl;
            _lostControl = 0;
            return lost;
        }

        /// <summary>Control frames acknowledged since the last call: what waits for it (a retired connection id) is settled.</summary>
        public int TakeAcknowledgedControl()
        {
            int acknowledged = _acknowledgedControl;
            _acknowledgedControl = 0;
            return acknowledged;
        }

        /// <summary>Adds to what <see cref="TakeAcknowledgedControl"/> gives.</summary>
        internal void AddAcknowledgedControl(int bits)
        {
            _acknowledgedControl |= bits;
        }

        /// <summary>Adds to what <see cref="TakeLostControl"/> gives.</summary>
        internal void AddLostControl(int bits)
        {
            _lostControl |= bits;
        }

        /// <summary>Ends composing: the current record, which <see cref="LossDetector.OnPacketSent"/> fills in.</summary>
        internal int TakeCurrent()
        {
            int record = _current;
            _current = -1;
            _currentEntries = 0;
            return record;
        }

        /// <summary>Frees a record and its entries.</summary>
        internal void Free(int record)
        {
            Meta[record] = 0;
            int e = record * PerPacket;
            int end = e + PerPacket;
            for (; e < end; e++)
            {
                EntryKinds[e] = 0;
            }

            _used--;
            int high = High;
            while (high > 0 && Meta[high - 1] == 0)
            {
                high--;
            }

            High = high;
        }

        /// <summary>
        /// Drops entries of one stream slot: when its data is void after a reset, or when the slot is given to another stream.
        /// </summary>
        /// <param name="stream">Stream slot.</param>
        /// <param name="dataOnly">Only STREAM entries.</param>
        internal void Forget(int stream, bool dataOnly)
        {
            byte[] kinds = EntryKinds;
            int end = High * PerPacket;
            for (int e = 0; e < end; e++)
            {
                int kind = kinds[e];
                if (kind != 0 && (kind & 15) == stream && kind >> 4 != SentEntry.Crypto && (!dataOnly || kind >> 4 <= SentEntry.StreamFin))
                {
                    kinds[e] = 0;
                }
            }

            // A record that only waited to send this again has nothing left to wait for.
            for (int i = High - 1; i >= 0; i--)
            {
                if ((Meta[i] & (Resend | InFlight)) == Resend && i != _current && IsEmpty(i))
                {
                    Free(i);
                }
            }
        }

        /// <summary>Whether a record has no entries.</summary>
        internal bool IsEmpty(int record)
        {
            int e = record * PerPacket;
            int end = e + PerPacket;
            for (; e < end; e++)
            {
                if (EntryKinds[e] != 0)
                {
                    return false;
                }
            }

            return true;
        }
    }
}
