// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Quic
{
    // Sending.
    public sealed partial class StreamMap
    {
        /// <summary>The source can deliver [0, end); fin: end is the final size.</summary>
        public void SetSendLimit(int s, long end, bool fin)
        {
            int f = s * PerSlot + Flags;
            int flags = _ints[f];
            if ((flags & (CanSend | FinSet | Reset_)) != CanSend)
            {
                return;
            }

            int e = (s << 2) + SendEnd;
            if (end > _longs[e])
            {
                _longs[e] = end;
            }

            if (fin)
            {
                _ints[f] = flags | FinSet;
            }

            SetSendable(s);
        }

        /// <summary>Bytes acknowledged without a gap from the start on.</summary>
        public long SendAcknowledged(int s)
        {
            long next = _longs[(s << 2) + SendNext];
            if ((_ints[s * PerSlot + Chain] >> 24 & 0xFF) == 0)
            {
                return next;
            }

            // The lowest byte that a record still speaks of.
            int farthest = 0;
            byte[] kinds = _tracker.EntryKinds;
            int[] offsets = _tracker.Times;
            int entries = _tracker.Capacity;
            int end = _tracker.High * _tracker.PerPacket;
            for (int e = 0; e < end; e++)
            {
                int kind = kinds[e];
                if (kind == (SentEntry.Stream << 4 | s) || kind == (SentEntry.StreamFin << 4 | s))
                {
                    int distance = (int)next - offsets[entries + e];
                    if (distance > farthest)
                    {
                        farthest = distance;
                    }
                }
            }

            return next - farthest;
        }

        /// <summary>Bytes sent at least once.</summary>
        public long SendOffset(int s)
        {
            return _longs[(s << 2) + SendNext];
        }

        /// <summary>Whether everything, with its FIN or RESET_STREAM, was acknowledged.</summary>
        public bool IsSendDone(int s)
        {
            return (_ints[s * PerSlot + Flags] & SendDone) != 0;
        }

        /// <summary>Ends our sending part abruptly. What was sent so far is not sent again.</summary>
        public void ResetStream(int s, long code)
        {
            int i = s * PerSlot;
            int flags = _ints[i + Flags];
            if ((flags & (CanSend | SendDone | Reset_)) != CanSend)
            {
                return;
            }

            _ints[i + Flags] = flags & ~BlockedPending | Reset_ | ResetPending;
            _ints[i + ResetCode] = Code(code);
            _ints[i + Chain] &= 0xFFFFFF;
            _tracker.Forget(s, true);
            _counts[SendableOf] &= ~(1 << s);
            _counts[PendingOf] |= 1 << s;
        }

        /// <summary>Whether there is anything worth a packet of its own: data, resets, limits that are running out.</summary>
        public bool WantsToSend
        {
            get
            {
                return (_counts[PendingOf] | _counts[UrgentOf] | _counts[LimitsOf] & (ControlFrame.MaxData | ControlFrame.DataBlocked)) != 0 || HasNewData;
            }
        }

        /// <summary>Whether there is stream data (or a FIN) that flow control lets go.</summary>
        public bool HasNewData
        {
            get
            {
                int sendable = _counts[SendableOf];
                if (sendable == 0)
                {
                    return false;
                }

                if (_sent < _peerMax)
                {
                    return true;
                }

                // A FIN alone needs no credit.
                for (int s = 0; s < _counts[SlotsOf]; s++)
                {
                    if ((sendable >> s & 1) != 0 && _longs[(s << 2) + SendNext] == _longs[(s << 2) + SendEnd])
                    {
                        return true;
                    }
                }

                return (_counts[LimitsOf] & ControlFrame.DataBlocked << 8) == 0;
            }
        }

        /// <summary>
        /// Bytes the STREAM and CRYPTO frames of a record take when sent again, heads included. A packet with less room must not begin it. New
        /// packets leave one byte per entry free: an offset of 0 that was left out is written the second time.
        /// </summary>
        public int ResendLength(int record)
        {
            SentPacketTracker tracker = _tracker;
            int e = record * tracker.PerPacket;
            int end = e + tracker.PerPacket;
            int total = 0;
            for (; e < end; e++)
            {
                int kind = tracker.EntryKinds[e];
                if (kind == 0)
                {
                    continue;
                }

                int length = tracker.Meta[(tracker.Capacity << 1) + e];
                int offset = tracker.Times[tracker.Capacity + e];
                total += 1 + Varint.Size(length) + length;
                if (kind >> 4 <= SentEntry.StreamFin)
                {
                    int s = kind & 15;
                    long next = _longs[(s << 2) + SendNext];
                    total += Varint.Size(_ints[s * PerSlot]) + Varint.Size(next - ((int)next - offset));
                }
                else
                {
                    total += Varint.Size(offset);
                }
            }

            return total;
        }

        /// <summary>
        /// Writes the frames of the packet being composed in the tracker: first the STREAM entries of a record being resent (all of them, the caller
        /// has checked <see cref="ResendLength"/>), then limits and resets, then new data by turns, and notes them there.
        /// </summary>
        /// <param name="buffer">Packet.</param>
        /// <param name="offset">Where to write.</param>
        /// <param name="end">Where to stop.</param>
        /// <param name="newData">Whether new STREAM data may be sent (the congestion window allows it).</param>
        /// <param name="source">Where stream bytes are read.</param>
        /// <returns>Offset after the frames; -1 if the source did not deliver a range again: INTERNAL_ERROR.</returns>
        public int WriteFrames(byte[] buffer, int offset, int end, bool newData, StreamSource source)
        {
            SentPacketTracker tracker = _tracker;
            int p = offset;
            int resent = tracker.CurrentEntryCount;
            for (int e = 0; e < resent; e++)
            {
                int kind = tracker.CurrentKind(e);
                if (kind > SentEntry.StreamFin)
                {
                    continue;
                }

                int s = tracker.CurrentStream(e);
                int length = tracker.CurrentLength(e);
                long next = _longs[(s << 2) + SendNext];
                long from = next - ((int)next - tracker.CurrentOffset(e));
                buffer[p] = (byte)(kind == SentEntry.StreamFin ? 0x0F : 0x0E);
                p = Varint.Write(buffer, p + 1, _ints[s * PerSlot]);
                p = Varint.Write(buffer, p, from);
                p = Varint.Write(buffer, p, length);
                if (length != 0 && source.Read(s, from, buffer, p, length) != length)
                {
                    return -1;
                }

                p += length;
            }

            if (newData && _counts[SendableOf] != 0 && _sent >= _peerMax && (_counts[LimitsOf] & ControlFrame.DataBlocked << 8) == 0)
            {
                // Told once for each limit (RFC 9000 section 4.1).
                _counts[LimitsOf] |= ControlFrame.DataBlocked | ControlFrame.DataBlocked << 8;
            }

            if ((_counts[LimitsOf] & ControlFrame.OfStreams) != 0)
            {
                p = WriteLimits(buffer, p, end);
            }

            if (_counts[PendingOf] != 0)
            {
                p = WritePending(buffer, p, end);
            }

            if (newData && _counts[SendableOf] != 0)
            {
                p = WriteData(buffer, p, end, source);
            }

            return p;
        }

        /// <summary>An entry about a stream was acknowledged.</summary>
        internal void OnAcknowledged(int kind, int s)
        {
            int i = s * PerSlot;
            if (kind <= SentEntry.StreamFin)
            {
                int chain = _ints[i + Chain] - 0x1000000;
                _ints[i + Chain] = chain;
                if ((chain >> 24 & 0xFF) != 0 || (_ints[i + Flags] & (FinSent | SendDone)) != FinSent)
                {
                    return;
                }
            }
            else if (kind != SentEntry.ResetStream)
            {
                return;
            }

            _ints[i + Flags] = _ints[i + Flags] & ~BlockedPending | SendDone;
            AddEvent(s, EventDone);
            FreeIfDone(s);
        }

        /// <summary>A frame about a stream, other than its data, was lost: it is made anew if it still matters.</summary>
        internal void OnFrameLost(int kind, int s)
        {
            int f = s * PerSlot + Flags;
            int flags = _ints[f];
            int bit = 0;
            if (kind == SentEntry.ResetStream)
            {
                bit = ResetPending;
            }
            else if (kind == SentEntry.StopSending)
            {
                bit = (flags & FinKnown) == 0 ? StopPending : 0;
            }
            else if (kind == SentEntry.MaxStreamData)
            {
                bit = (flags & (FinKnown | Discard)) == 0 ? WindowPending : 0;
            }
            else if ((flags & BlockedTold) != 0)
            {
                bit = BlockedPending;
            }

            if (bit != 0)
            {
                _ints[f] = flags | bit;
                _counts[PendingOf] |= 1 << s;
            }
        }

        /// <summary>Connection-wide frames were lost.</summary>
        internal void OnControlLost(int bits)
        {
            _counts[LimitsOf] |= bits & (ControlFrame.MaxData | ControlFrame.MaxStreamsBidi | ControlFrame.MaxStreamsUni);
            _counts[UrgentOf] |= bits & (ControlFrame.MaxStreamsBidi | ControlFrame.MaxStreamsUni);
            if ((bits & ControlFrame.DataBlocked) != 0 && (_counts[LimitsOf] & ControlFrame.DataBlocked << 8) != 0)
            {
                _counts[LimitsOf] |= ControlFrame.DataBlocked;
            }
        }

        private void RaiseSendMax(int s, long limit)
        {
            int m = (s << 2) + SendMax;
            if (limit > _longs[m])
            {
                _longs[m] = limit;
                _ints[s * PerSlot + Flags] &= ~(BlockedPending | BlockedTold);
                SetSendable(s);
            }
        }

        private void SetSendable(int s)
        {
            int i = s * PerSlot;
            int flags = _ints[i + Flags];
            if ((flags & (CanSend | Reset_ | FinSent)) != CanSend)
            {
                return;
            }

            long next = _longs[(s << 2) + SendNext];
            long end = _longs[(s << 2) + SendEnd];
            if (next == end ? (flags & FinSet) != 0 : next < _longs[(s << 2) + SendMax])
            {
                _counts[SendableOf] |= 1 << s;
            }
            else if (next != end && (flags & BlockedTold) == 0)
            {
                _ints[i + Flags] = flags | BlockedPending | BlockedTold;
                _counts[PendingOf] |= 1 << s;
            }
        }

        private int WriteLimits(byte[] buffer, int p, int end)
        {
            SentPacketTracker tracker = _tracker;
            if (end - p < 36)
            {
                return p;
            }

            int limits = _counts[LimitsOf];
            if ((limits & ControlFrame.MaxData) != 0)
            {
                long max = _consumed + _counts[MaxDataOf];
                if (max > _localMax)
                {
                    _localMax = max;
                }

                p = FrameWriter.Write(buffer, p, FrameType.MaxData, _localMax);
            }

            for (int kind = 0; kind < 2; kind++)
            {
                if ((limits & ControlFrame.MaxStreamsBidi << kind) != 0)
                {
                    int max = _counts[ReleasedCount + kind] + (kind == 0 ? _counts[PeerUniAtOf] : _counts[LocalBidiAtOf] - _counts[PeerUniAtOf]);
                    _counts[Allowed + kind] = max;
                    p = FrameWriter.Write(buffer, p, FrameType.MaxStreamsBidi + kind, max);
                }
            }

            if ((limits & ControlFrame.DataBlocked) != 0)
            {
                p = FrameWriter.Write(buffer, p, FrameType.DataBlocked, _peerMax);
            }

            tracker.AddControl(limits & ControlFrame.OfStreams);
            _counts[LimitsOf] = limits & ~ControlFrame.OfStreams;
            _counts[UrgentOf] = 0;
            return p;
        }

        private int WritePending(byte[] buffer, int p, int end)
        {
            SentPacketTracker tracker = _tracker;
            int slots = _counts[SlotsOf];
            for (int s = 0; s < slots; s++)
            {
                if ((_counts[PendingOf] >> s & 1) == 0)
                {
                    continue;
                }

                int i = s * PerSlot;
                int flags = _ints[i + Flags];
                int id = _ints[i];
                while ((flags & PendingAll) != 0 && tracker.EntriesLeft != 0 && end - p >= 25)
                {
                    if ((flags & ResetPending) != 0)
                    {
                        flags &= ~ResetPending;
                        p = FrameWriter.Write(buffer, p, FrameType.ResetStream, id, _ints[i + ResetCode], _longs[(s << 2) + SendNext]);
                        tracker.AddEntry(SentEntry.ResetStream, s, 0, 0);
                    }
                    else if ((flags & StopPending) != 0)
                    {
                        flags &= ~StopPending;
                        p = FrameWriter.Write(buffer, p, FrameType.StopSending, id, _ints[i + StopCode]);
                        tracker.AddEntry(SentEntry.StopSending, s, 0, 0);
                    }
                    else if ((flags & WindowPending) != 0)
                    {
                        flags &= ~WindowPending;
                        _ints[i + Window] = _counts[MaxDataOf];
                        p = FrameWriter.Write(buffer, p, FrameType.MaxStreamData, id, _longs[s << 2] + _counts[MaxDataOf]);
                        tracker.AddEntry(SentEntry.MaxStreamData, s, 0, 0);
                    }
                    else
                    {
                        flags &= ~BlockedPending;
                        p = FrameWriter.Write(buffer, p, FrameType.StreamDataBlocked, id, _longs[(s << 2) + SendMax]);
                        tracker.AddEntry(SentEntry.StreamDataBlocked, s, 0, 0);
                    }
                }

                _ints[i + Flags] = flags;
                if ((flags & PendingAll) == 0)
                {
                    _counts[PendingOf] &= ~(1 << s);
                }
            }

            return p;
        }

        private int WriteData(byte[] buffer, int p, int end, StreamSource source)
        {
            SentPacketTracker tracker = _tracker;
            int slots = _counts[SlotsOf];
            int s = _counts[CursorOf];
            int tries = slots;
            while (tries > 0 && tracker.EntriesLeft != 0)
            {
                s++;
                if (s >= slots)
                {
                    s = 0;
                }

                tries--;
                if ((_counts[SendableOf] >> s & 1) == 0)
                {
                    continue;
                }

                int l = s << 2;
                int i = s * PerSlot;
                int flags = _ints[i + Flags];
                long next = _longs[l + SendNext];
                long streamEnd = _longs[l + SendEnd];
                long limit = _longs[l + SendMax];
                long count = (streamEnd < limit ? streamEnd : limit) - next;
                long credit = _peerMax - _sent;
                if (count > credit)
                {
                    count = credit;
                    if (credit == 0 && next != streamEnd)
                    {
                        continue;
                    }
                }

                int id = _ints[i];
                int head = 3 + Varint.Size(id) + (next == 0 ? 0 : Varint.Size(next));
                int room = end - p - head;
                if (room < 1 || room < 16 && room < count)
                {
                    break;
                }

                if (count > room)
                {
                    count = room;
                }

                int data = p + head;
                int got = 0;
                if (count > 0)
                {
                    got = source.Read(s, next, buffer, data, (int)count);
                    if (got <= 0)
                    {
                        // Nothing there after all: the next SetSendLimit wakes the stream up.
                        _counts[SendableOf] &= ~(1 << s);
                        continue;
                    }
                }

                int type = FrameType.Stream | 2;
                next += got;
                bool fin = (flags & FinSet) != 0 && next == streamEnd;
                if (fin)
                {
                    type |= 1;
                    _ints[i + Flags] = flags | FinSent;
                }

                int at = Varint.Write(buffer, p + 1, id);
                if (next != got)
                {
                    type |= 4;
                    at = Varint.Write(buffer, at, next - got);
                }

                buffer[p] = (byte)type;
                Varint.WriteTwoBytes(buffer, at, got);
                p = data + got;
                _longs[l + SendNext] = next;
                _sent += got;
                _ints[i + Chain] += 0x1000000;
                tracker.AddEntry(fin ? SentEntry.StreamFin : SentEntry.Stream, s, next - got, got);
                if (fin || next == streamEnd || next == limit)
                {
                    _counts[SendableOf] &= ~(1 << s);
                    SetSendable(s);
                }

                _counts[CursorOf] = s;
            }

            return p;
        }
    }
}
