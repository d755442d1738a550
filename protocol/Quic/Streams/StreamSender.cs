// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Quic
{
    /// <summary>
    /// The sending part of streams (RFC 9000 sections 3.1 and 4.1): which bytes and frames of streams go into a packet, and what their acknowledgement or loss
    /// means. Works on the arrays that <see cref="StreamMap"/> describes.
    /// </summary>
    public static class StreamSender
    {
        /// <summary>Announces that the source can deliver bytes [0, end) of a stream; see <see cref="Connection.SetSendLimit"/>.</summary>
        public static void SetSendLimit(ConnectionMemory c, int s, long end, bool fin)
        {
            int[] ints = c.Ints;
            long[] longs = c.Longs;
            int f = s * StreamMap.IntsPerStream + StreamMap.Flags;
            int flags = ints[f];
            if ((flags & (StreamMap.CanSend | StreamMap.FinSet | StreamMap.Reset_)) != StreamMap.CanSend)
            {
                return;
            }

            int e = s * StreamMap.LongsPerSender + StreamMap.SendEnd;
            if (end > longs[e])
            {
                longs[e] = end;
            }

            if (fin)
            {
                ints[f] = flags | StreamMap.FinSet;
            }

            SetSendable(c, s);
        }

        /// <summary>Bytes acknowledged without a gap from the beginning of the stream.</summary>
        public static long SendAcknowledged(ConnectionMemory c, int s)
        {
            if (s >= c.Layout.PeerUniAt)
            {
                return 0;
            }

            long next = c.Longs[s * StreamMap.LongsPerSender + StreamMap.SendNext];
            int[] ints = c.Ints;
            if ((ints[s * StreamMap.IntsPerStream + StreamMap.Chain] >> 24 & 0xFF) == 0)
            {
                return next;
            }

            // Find the lowest byte that a record still refers to.
            int farthest = 0;
            ConnectionLayout layout = c.Layout;
            byte[] kinds = c.Bytes;
            int offsets = layout.TimesAt + layout.Packets;
            int end = ints[SentPacketTracker.High] * layout.PerPacket;
            for (int e = 0; e < end; e++)
            {
                int kind = kinds[e];
                if (kind == (SentEntry.Stream << 4 | s) || kind == (SentEntry.StreamFin << 4 | s))
                {
                    int distance = (int)next - ints[offsets + e];
                    if (distance > farthest)
                    {
                        farthest = distance;
                    }
                }
            }

            return next - farthest;
        }

        /// <summary>Ends the sending part abruptly (RESET_STREAM). Lost data is not sent again.</summary>
        public static void ResetStream(ConnectionMemory c, int s, long code)
        {
            int[] ints = c.Ints;
            int i = s * StreamMap.IntsPerStream;
            int flags = ints[i + StreamMap.Flags];
            if ((flags & (StreamMap.CanSend | StreamMap.SendDone | StreamMap.Reset_)) != StreamMap.CanSend)
            {
                return;
            }

            ints[i + StreamMap.Flags] = flags & ~StreamMap.BlockedPending | StreamMap.Reset_ | StreamMap.ResetPending;
            ints[i + StreamMap.ResetCode] = StreamReceiver.Code(code);
            ints[i + StreamMap.Chain] &= 0xFFFFFF;
            SentPacketTracker.Forget(c, s, true);
            ints[StreamMap.SendableSet] &= ~(1 << s);
            ints[StreamMap.PendingSet] |= 1 << s;
        }

        /// <summary>Whether flow control of the peer holds data back.</summary>
        /// <param name="c">Memory of the connection.</param>
        /// <returns>True if it does.</returns>
        internal static bool IsBlocked(ConnectionMemory c)
        {
            int[] ints = c.Ints;
            if ((ints[StreamMap.Limits] & ControlFrame.DataBlocked << StreamMap.Told) != 0)
            {
                return true;
            }

            int end = c.Layout.PeerUniAt * StreamMap.IntsPerStream;
            for (int f = StreamMap.Flags; f < StreamMap.Flags + end; f += StreamMap.IntsPerStream)
            {
                if ((ints[f] & StreamMap.BlockedTold) != 0)
                {
                    return true;
                }
            }

            return false;
        }

        /// <summary>Makes DATA_BLOCKED or STREAM_DATA_BLOCKED due again: while nothing is in flight they are sent from time to time (RFC 9000 section 4.1).</summary>
        /// <param name="c">Memory of the connection.</param>
        internal static void RepeatBlocked(ConnectionMemory c)
        {
            int[] ints = c.Ints;
            if ((ints[StreamMap.Limits] & ControlFrame.DataBlocked << StreamMap.Told) != 0)
            {
                ints[StreamMap.Limits] |= ControlFrame.DataBlocked;
            }

            for (int s = 0; s < c.Layout.PeerUniAt; s++)
            {
                if ((ints[s * StreamMap.IntsPerStream + StreamMap.Flags] & StreamMap.BlockedTold) != 0)
                {
                    ints[s * StreamMap.IntsPerStream + StreamMap.Flags] |= StreamMap.BlockedPending;
                    ints[StreamMap.PendingSet] |= 1 << s;
                }
            }
        }

        /// <summary>Whether something justifies a packet of its own: data, resets, limits that the peer has nearly used up.</summary>
        public static bool WantsToSend(ConnectionMemory c)
        {
            int[] ints = c.Ints;
            return (ints[StreamMap.PendingSet] | ints[StreamMap.Limits] & (ControlFrame.MaxData | ControlFrame.DataBlocked | StreamMap.UrgentStreams)) != 0 || HasNewData(c);
        }

        /// <summary>Whether there is stream data (or a FIN) that flow control allows to be sent.</summary>
        public static bool HasNewData(ConnectionMemory c)
        {
            int[] ints = c.Ints;
            long[] longs = c.Longs;
            int sendable = ints[StreamMap.SendableSet];
            if (sendable == 0)
            {
                return false;
            }

            if (longs[StreamMap.Sent] < longs[StreamMap.PeerMax])
            {
                return true;
            }

            // A FIN alone needs no credit.
            for (int s = 0; s < c.Layout.Streams; s++)
            {
                if ((sendable >> s & 1) != 0 && longs[s * StreamMap.LongsPerSender + StreamMap.SendNext] == longs[s * StreamMap.LongsPerSender + StreamMap.SendEnd])
                {
                    return true;
                }
            }

            return (ints[StreamMap.Limits] & ControlFrame.DataBlocked << StreamMap.Told) == 0;
        }

        /// <summary>
        /// Bytes that the STREAM and CRYPTO frames of a record take when they are sent again, with their heads. A packet with less space must not begin to send
        /// the record. New packets leave one byte per entry free, because an offset of 0 is omitted the first time and written the second time.
        /// </summary>
        public static int ResendLength(ConnectionMemory c, int record)
        {
            ConnectionLayout layout = c.Layout;
            byte[] kinds = c.Bytes;
            ushort[] shorts = c.Shorts;
            int[] ints = c.Ints;
            int lengths = layout.Packets * SentPacketTracker.Lengths;
            int offsets = layout.TimesAt + layout.Packets;
            int e = record * layout.PerPacket;
            int end = e + layout.PerPacket;
            int total = 0;
            for (; e < end; e++)
            {
                int kind = kinds[e];
                if (kind == 0)
                {
                    continue;
                }

                int length = shorts[lengths + e];
                int offset = ints[offsets + e];
                total += 1 + Varint.Size(length) + length;
                if (kind >> 4 <= SentEntry.StreamFin)
                {
                    int s = kind & 15;
                    long next = c.Longs[s * StreamMap.LongsPerSender + StreamMap.SendNext];
                    total += Varint.Size(ints[s * StreamMap.IntsPerStream + StreamMap.Id]) + Varint.Size(next - ((int)next - offset));
                }
                else
                {
                    total += Varint.Size(offset);
                }
            }

            return total;
        }

        /// <summary>
        /// Writes frames of streams into the packet being composed, and notes them in the tracker: first the STREAM entries of a record that is sent again (all of
        /// them; the caller has checked <see cref="ResendLength"/>), then limits and resets. <see cref="WriteData"/> follows if new data may be sent.
        /// </summary>
        /// <param name="c">Whose.</param>
        /// <param name="buffer">Packet.</param>
        /// <param name="offset">Where to write.</param>
        /// <param name="end">Where to stop.</param>
        /// <param name="newData">Whether new STREAM data may be sent (the congestion window allows it).</param>
        /// <param name="source">Where stream bytes are read.</param>
        /// <returns>Offset after the frames; -1 if the source did not deliver a range again, which is an INTERNAL_ERROR.</returns>
        public static int WriteFrames(ConnectionMemory c, byte[] buffer, int offset, int end, bool newData, StreamSource source)
        {
            int[] ints = c.Ints;
            long[] longs = c.Longs;
            int p = offset;
            int resent = SentPacketTracker.CurrentEntryCount(c);
            for (int e = 0; e < resent; e++)
            {
                int kind = SentPacketTracker.CurrentKind(c, e);
                if (kind > SentEntry.StreamFin)
                {
                    continue;
                }

                int s = SentPacketTracker.CurrentStream(c, e);
                int length = SentPacketTracker.CurrentLength(c, e);
                long next = longs[s * StreamMap.LongsPerSender + StreamMap.SendNext];
                long from = next - ((int)next - SentPacketTracker.CurrentOffset(c, e));
                buffer[p] = (byte)(kind == SentEntry.StreamFin ? 0x0F : 0x0E);
                p = Varint.Write(buffer, p + 1, ints[s * StreamMap.IntsPerStream + StreamMap.Id]);
                p = Varint.Write(buffer, p, from);
                p = Varint.Write(buffer, p, length);
                if (length != 0 && source.Read(s, from, buffer, p, length) != length)
                {
                    return -1;
                }

                p += length;
            }

            if (newData && ints[StreamMap.SendableSet] != 0 && longs[StreamMap.Sent] >= longs[StreamMap.PeerMax] && (ints[StreamMap.Limits] & ControlFrame.DataBlocked << StreamMap.Told) == 0)
            {
                // Sent once for each limit (RFC 9000 section 4.1).
                ints[StreamMap.Limits] |= ControlFrame.DataBlocked | ControlFrame.DataBlocked << StreamMap.Told;
            }

            if ((ints[StreamMap.Limits] & ControlFrame.OfStreams) != 0)
            {
                p = WriteLimits(c, buffer, p, end);
            }

            if (ints[StreamMap.PendingSet] != 0)
            {
                p = WritePending(c, buffer, p, end);
            }

            return p;
        }

        /// <summary>The peer acknowledged an entry (<see cref="SentEntry"/>) of a stream.</summary>
        internal static void OnAcknowledged(ConnectionMemory c, int kind, int s)
        {
            int[] ints = c.Ints;
            int i = s * StreamMap.IntsPerStream;
            if (kind <= SentEntry.StreamFin)
            {
                int chain = ints[i + StreamMap.Chain] - 0x1000000;
                ints[i + StreamMap.Chain] = chain;
                if ((chain >> 24 & 0xFF) != 0 || (ints[i + StreamMap.Flags] & (StreamMap.FinSent | StreamMap.SendDone)) != StreamMap.FinSent)
                {
                    return;
                }
            }
            else if (kind != SentEntry.ResetStream)
            {
                return;
            }

            ints[i + StreamMap.Flags] = ints[i + StreamMap.Flags] & ~StreamMap.BlockedPending | StreamMap.SendDone;
            StreamReceiver.AddEvent(c, s, StreamMap.EventDone);
            StreamMap.FreeIfDone(c, s);
        }

        /// <summary>A frame of a stream, not its data, was lost: a new one becomes due if it still matters.</summary>
        internal static void OnFrameLost(ConnectionMemory c, int kind, int s)
        {
            int[] ints = c.Ints;
            int f = s * StreamMap.IntsPerStream + StreamMap.Flags;
            int flags = ints[f];
            int bit = 0;
            if (kind == SentEntry.ResetStream)
            {
                bit = StreamMap.ResetPending;
            }
            else if (kind == SentEntry.StopSending)
            {
                bit = (flags & StreamMap.FinKnown) == 0 ? StreamMap.StopPending : 0;
            }
            else if (kind == SentEntry.MaxStreamData)
            {
                bit = (flags & (StreamMap.FinKnown | StreamMap.Discard)) == 0 ? StreamMap.WindowPending : 0;
            }
            else if ((flags & StreamMap.BlockedTold) != 0)
            {
                bit = StreamMap.BlockedPending;
            }

            if (bit != 0)
            {
                ints[f] = flags | bit;
                ints[StreamMap.PendingSet] |= 1 << s;
            }
        }

        /// <summary>Frames of all streams (<see cref="ControlFrame.OfStreams"/>) were lost: new ones become due if they still matter.</summary>
        internal static void OnControlLost(ConnectionMemory c, int bits)
        {
            int[] ints = c.Ints;
            ints[StreamMap.Limits] |= bits & (ControlFrame.MaxData | ControlFrame.MaxStreamsBidi | ControlFrame.MaxStreamsUni) | bits << StreamMap.Urgent & StreamMap.UrgentStreams;
            if ((bits & ControlFrame.DataBlocked) != 0 && (ints[StreamMap.Limits] & ControlFrame.DataBlocked << StreamMap.Told) != 0)
            {
                ints[StreamMap.Limits] |= ControlFrame.DataBlocked;
            }
        }

        internal static void RaiseSendMax(ConnectionMemory c, int s, long limit)
        {
            long[] longs = c.Longs;
            int m = s * StreamMap.LongsPerSender + StreamMap.SendMax;
            if (limit > longs[m])
            {
                longs[m] = limit;
                c.Ints[s * StreamMap.IntsPerStream + StreamMap.Flags] &= ~(StreamMap.BlockedPending | StreamMap.BlockedTold);
                SetSendable(c, s);
            }
        }

        private static void SetSendable(ConnectionMemory c, int s)
        {
            int[] ints = c.Ints;
            long[] longs = c.Longs;
            int i = s * StreamMap.IntsPerStream;
            int flags = ints[i + StreamMap.Flags];
            if ((flags & (StreamMap.CanSend | StreamMap.Reset_ | StreamMap.FinSent)) != StreamMap.CanSend)
            {
                return;
            }

            long next = longs[s * StreamMap.LongsPerSender + StreamMap.SendNext];
            long end = longs[s * StreamMap.LongsPerSender + StreamMap.SendEnd];
            if (next == end ? (flags & StreamMap.FinSet) != 0 : next < longs[s * StreamMap.LongsPerSender + StreamMap.SendMax])
            {
                ints[StreamMap.SendableSet] |= 1 << s;
            }
            else if (next != end && (flags & StreamMap.BlockedTold) == 0)
            {
                ints[i + StreamMap.Flags] = flags | StreamMap.BlockedPending | StreamMap.BlockedTold;
                ints[StreamMap.PendingSet] |= 1 << s;
            }
        }

        private static int WriteLimits(ConnectionMemory c, byte[] buffer, int p, int end)
        {
            int[] ints = c.Ints;
            long[] longs = c.Longs;
            ConnectionLayout layout = c.Layout;
            if (end - p < 36)
            {
                return p;
            }

            int limits = ints[StreamMap.Limits];
            if ((limits & ControlFrame.MaxData) != 0)
            {
                long max = longs[StreamMap.Consumed] + layout.MaxData;
                if (max > longs[StreamMap.LocalMax])
                {
                    longs[StreamMap.LocalMax] = max;
                }

                p = FrameWriter.Write(buffer, p, FrameType.MaxData, longs[StreamMap.LocalMax]);
            }

            for (int kind = 0; kind < 2; kind++)
            {
                if ((limits & ControlFrame.MaxStreamsBidi << kind) != 0)
                {
                    int max = ints[StreamMap.ReleasedCount + kind] + (kind == 0 ? layout.LocalBidiAt : layout.PeerUniStreams);
                    ints[StreamMap.Allowed + kind] = max;
                    p = FrameWriter.Write(buffer, p, FrameType.MaxStreamsBidi + kind, max);
                }
            }

            if ((limits & ControlFrame.DataBlocked) != 0)
            {
                p = FrameWriter.Write(buffer, p, FrameType.DataBlocked, longs[StreamMap.PeerMax]);
            }

            SentPacketTracker.AddControl(c, limits & ControlFrame.OfStreams);
            ints[StreamMap.Limits] = limits & ~(ControlFrame.OfStreams | StreamMap.UrgentStreams);
            return p;
        }

        private static int WritePending(ConnectionMemory c, byte[] buffer, int p, int end)
        {
            int[] ints = c.Ints;
            long[] longs = c.Longs;
            ConnectionLayout layout = c.Layout;
            int slots = layout.Streams;
            for (int s = 0; s < slots; s++)
            {
                if ((ints[StreamMap.PendingSet] >> s & 1) == 0)
                {
                    continue;
                }

                int i = s * StreamMap.IntsPerStream;
                int flags = ints[i + StreamMap.Flags];
                int id = ints[i + StreamMap.Id];
                while ((flags & StreamMap.PendingAll) != 0 && SentPacketTracker.EntriesLeft(c) != 0 && end - p >= 25)
                {
                    if ((flags & StreamMap.ResetPending) != 0)
                    {
                        flags &= ~StreamMap.ResetPending;
                        p = FrameWriter.Write(buffer, p, FrameType.ResetStream, id, ints[i + StreamMap.ResetCode], longs[s * StreamMap.LongsPerSender + StreamMap.SendNext]);
                        SentPacketTracker.AddEntry(c, SentEntry.ResetStream, s, 0, 0);
                    }
                    else if ((flags & StreamMap.StopPending) != 0)
                    {
                        flags &= ~StreamMap.StopPending;
                        p = FrameWriter.Write(buffer, p, FrameType.StopSending, id, ints[i + StreamMap.StopCode]);
                        SentPacketTracker.AddEntry(c, SentEntry.StopSending, s, 0, 0);
                    }
                    else if ((flags & StreamMap.WindowPending) != 0)
                    {
                        flags &= ~StreamMap.WindowPending;
                        ints[i + StreamMap.Window] = layout.StreamWindow;
                        p = FrameWriter.Write(buffer, p, FrameType.MaxStreamData, id, longs[layout.ReadAt + s] + layout.StreamWindow);
                        SentPacketTracker.AddEntry(c, SentEntry.MaxStreamData, s, 0, 0);
                    }
                    else
                    {
                        flags &= ~StreamMap.BlockedPending;
                        p = FrameWriter.Write(buffer, p, FrameType.StreamDataBlocked, id, longs[s * StreamMap.LongsPerSender + StreamMap.SendMax]);
                        SentPacketTracker.AddEntry(c, SentEntry.StreamDataBlocked, s, 0, 0);
                    }
                }

                ints[i + StreamMap.Flags] = flags;
                if ((flags & StreamMap.PendingAll) == 0)
                {
                    ints[StreamMap.PendingSet] &= ~(1 << s);
                }
            }

            return p;
        }

        /// <summary>Writes new data of the streams; streams take turns. A method of its own, called after <see cref="WriteFrames"/> and not by it, to keep the stack shallow.</summary>
        /// <param name="c">Whose.</param>
        /// <param name="buffer">Packet.</param>
        /// <param name="p">Where to write.</param>
        /// <param name="end">Where to stop.</param>
        /// <param name="source">Where stream bytes are read.</param>
        /// <returns>Offset after the frames.</returns>
        public static int WriteData(ConnectionMemory c, byte[] buffer, int p, int end, StreamSource source)
        {
            int[] ints = c.Ints;
            if (ints[StreamMap.SendableSet] == 0)
            {
                return p;
            }

            long[] longs = c.Longs;
            int slots = c.Layout.Streams;
            int s = ints[StreamMap.Cursor];
            int tries = slots;
            while (tries > 0 && SentPacketTracker.EntriesLeft(c) != 0)
            {
                s++;
                if (s >= slots)
                {
                    s = 0;
                }

                tries--;
                if ((ints[StreamMap.SendableSet] >> s & 1) == 0)
                {
                    continue;
                }

                int l = s * StreamMap.LongsPerSender;
                int i = s * StreamMap.IntsPerStream;
                int flags = ints[i + StreamMap.Flags];
                long next = longs[l + StreamMap.SendNext];
                long streamEnd = longs[l + StreamMap.SendEnd];
                long limit = longs[l + StreamMap.SendMax];
                long count = (streamEnd < limit ? streamEnd : limit) - next;
                long credit = longs[StreamMap.PeerMax] - longs[StreamMap.Sent];
                if (count > credit)
                {
                    count = credit;
                    if (credit == 0 && next != streamEnd)
                    {
                        continue;
                    }
                }

                int id = ints[i + StreamMap.Id];
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
                        // The source has nothing: the next SetSendLimit makes the stream sendable again.
                        ints[StreamMap.SendableSet] &= ~(1 << s);
                        continue;
                    }
                }

                int type = FrameType.Stream | 2;
                next += got;
                bool fin = (flags & StreamMap.FinSet) != 0 && next == streamEnd;
                if (fin)
                {
                    type |= 1;
                    ints[i + StreamMap.Flags] = flags | StreamMap.FinSent;
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
                longs[l + StreamMap.SendNext] = next;
                longs[StreamMap.Sent] += got;
                ints[i + StreamMap.Chain] += 0x1000000;
                SentPacketTracker.AddEntry(c, fin ? SentEntry.StreamFin : SentEntry.Stream, s, next - got, got);
                if (fin || next == streamEnd || next == limit)
                {
                    ints[StreamMap.SendableSet] &= ~(1 << s);
                    SetSendable(c, s);
                }

                ints[StreamMap.Cursor] = s;
            }

            return p;
        }
    }
}
