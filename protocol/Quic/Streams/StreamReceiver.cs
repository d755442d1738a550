// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;

namespace MilliHttp.Nano.Quic
{
    /// <summary>
    /// The receiving part of streams (RFC 9000 sections 3.2 and 4.1): takes their frames, keeps what arrives in the blocks of the arena, hands it on in order, and raises
    /// the limits. Works on the arrays that <see cref="StreamMap"/> describes.
    /// </summary>
    public static class StreamReceiver
    {
        /// <summary>
        /// Takes any of the frames STREAM, RESET_STREAM, STOP_SENDING, MAX_DATA, MAX_STREAM_DATA, MAX_STREAMS and *_BLOCKED.
        /// </summary>
        /// <returns>0, <see cref="StreamMap.NotStored"/>, or the transport error to close with.</returns>
        public static int OnFrame(ConnectionMemory c, Frame frame, byte[] buffer)
        {
            int[] ints = c.Ints;
            long[] longs = c.Longs;
            int type = frame.Type;
            long id = frame.StreamId;
            bool ours = ((int)id & 1) == (c.Layout.IsServer ? 1 : 0);
            bool unidirectional = ((int)id & 2) != 0;
            int s;
            switch (type)
            {
                case FrameType.MaxData:
                    if (frame.Value > longs[StreamMap.PeerMax])
                    {
                        longs[StreamMap.PeerMax] = frame.Value;
                        ints[StreamMap.Limits] &= ~ControlFrame.DataBlocked & ~(ControlFrame.DataBlocked << StreamMap.Told);
                    }

                    return 0;
                case FrameType.MaxStreamsBidi:
                case FrameType.MaxStreamsUni:
                    int kind = type & 1;
                    int limit = StreamMap.Clip(frame.Value);
                    if (limit > ints[StreamMap.LocalAllowed + kind])
                    {
                        ints[StreamMap.LocalAllowed + kind] = limit;
                    }

                    return 0;
                case FrameType.DataBlocked:
                case FrameType.StreamsBlockedBidi:
                case FrameType.StreamsBlockedUni:
                    return 0;
                case FrameType.Stream:
                case FrameType.ResetStream:
                case FrameType.StreamDataBlocked:
                    if (ours && unidirectional)
                    {
                        return TransportError.StreamState;
                    }

                    break;
                default:
                    // STOP_SENDING and MAX_STREAM_DATA are about what we send.
                    if (!ours && unidirectional)
                    {
                        return TransportError.StreamState;
                    }

                    break;
            }

            s = StreamMap.Locate(c, id);
            if (s < 0)
            {
                return s == StreamMap.Gone ? 0 : -s;
            }

            switch (type)
            {
                case FrameType.Stream:
                    return OnStream(c, s, frame, buffer);
                case FrameType.ResetStream:
                    return OnReset(c, s, frame);
                case FrameType.StopSending:
                    int i = s * StreamMap.IntsPerStream;
                    if ((ints[i + StreamMap.Flags] & (StreamMap.SendDone | StreamMap.Reset_)) == 0)
                    {
                        ints[i + StreamMap.PeerCode] = Code(frame.Value);
                        StreamSender.ResetStream(c, s, frame.Value);
                        AddEvent(c, s, StreamMap.EventStop);
                    }

                    return 0;
                case FrameType.MaxStreamData:
                    StreamSender.RaiseSendMax(c, s, frame.Value);
                    return 0;
                default:
                    return 0;
            }
        }

        /// <summary>Offset in the arena of the byte at the read position.</summary>
        public static int ReadOffset(ConnectionMemory c, int s)
        {
            ConnectionLayout layout = c.Layout;
            return ((c.Ints[s * StreamMap.IntsPerStream + StreamMap.Chain] & 0xFF) << layout.Shift) + ((int)c.Longs[layout.ReadAt + s] & (1 << layout.Shift) - 1);
        }

        /// <summary>Bytes that lie contiguously in the arena from the read position on.</summary>
        public static int ReadableLength(ConnectionMemory c, int s)
        {
            int[] ints = c.Ints;
            int ready = ints[s * StreamMap.IntsPerStream + StreamMap.Ready];
            if (ready == 0)
            {
                return 0;
            }

            ConnectionLayout layout = c.Layout;
            int size = 1 << layout.Shift;
            int run = size - ((int)c.Longs[layout.ReadAt + s] & size - 1);
            int block = ints[s * StreamMap.IntsPerStream + StreamMap.Chain] & 0xFF;
            byte[] bytes = c.Bytes;
            int chains = layout.ChainsAt;
            while (run < ready)
            {
                int following = bytes[chains + block];
                if (following != block + 1)
                {
                    return run;
                }

                block = following;
                run += size;
            }

            return ready;
        }

        /// <summary>Bytes received without a gap from the read position on; they may lie in several runs.</summary>
        public static int Available(ConnectionMemory c, int s)
        {
            return c.Ints[s * StreamMap.IntsPerStream + StreamMap.Ready];
        }

        /// <summary>Whether the peer's FIN and all bytes before it were received.</summary>
        public static bool IsReceiveComplete(ConnectionMemory c, int s)
        {
            int[] ints = c.Ints;
            int i = s * StreamMap.IntsPerStream;
            int flags = ints[i + StreamMap.Flags];
            return (flags & StreamMap.ReceiveDone) != 0 || ((flags & (StreamMap.FinKnown | StreamMap.Discard)) == StreamMap.FinKnown && ints[i + StreamMap.Ready] == ints[i + StreamMap.Highest]);
        }

        /// <summary>Copies received bytes without consuming them; skip + count is at most <see cref="Available"/>.</summary>
        public static void Peek(ConnectionMemory c, int s, int skip, byte[] destination, int destinationOffset, int count)
        {
            int[] ints = c.Ints;
            ConnectionLayout layout = c.Layout;
            if (skip < 0 || count < 0 || skip + count > ints[s * StreamMap.IntsPerStream + StreamMap.Ready])
            {
                throw new ArgumentException();
            }

            int size = 1 << layout.Shift;
            int at = ((int)c.Longs[layout.ReadAt + s] & (size - 1)) + skip;
            int block = ints[s * StreamMap.IntsPerStream + StreamMap.Chain] & 0xFF;
            byte[] bytes = c.Bytes;
            int chains = layout.ChainsAt;
            byte[] arena = c.Arena;
            while (count > 0)
            {
                if (at >= size)
                {
                    at -= size;
                    block = bytes[chains + block];
                    continue;
                }

                int run = size - at < count ? size - at : count;
                Array.Copy(arena, (block << layout.Shift) + at, destination, destinationOffset, run);
                destinationOffset += run;
                count -= run;
                at += run;
            }
        }

        /// <summary>Advances the read position, at most by <see cref="ReadableLength"/>; the peer gets the credit back.</summary>
        public static void Consume(ConnectionMemory c, int s, int count)
        {
            int[] ints = c.Ints;
            int i = s * StreamMap.IntsPerStream;
            if (count < 0 || count > ints[i + StreamMap.Ready])
            {
                throw new ArgumentException();
            }

            Advance(c, s, count);
            int flags = ints[i + StreamMap.Flags];
            if ((flags & StreamMap.FinKnown) != 0)
            {
                if (ints[i + StreamMap.Highest] == 0)
                {
                    ints[i + StreamMap.Flags] = flags | StreamMap.ReceiveDone;
                    StreamMap.FreeIfDone(c, s);
                }
            }
            else if (ints[i + StreamMap.Window] <= c.Layout.StreamWindow >> 1)
            {
                ints[i + StreamMap.Flags] = flags | StreamMap.WindowPending;
                ints[StreamMap.PendingSet] |= 1 << s;
            }
        }

        /// <summary>Asks the peer to stop sending (STOP_SENDING); data that still arrives is dropped.</summary>
        public static void StopSending(ConnectionMemory c, int s, long code)
        {
            int[] ints = c.Ints;
            int i = s * StreamMap.IntsPerStream;
            int flags = ints[i + StreamMap.Flags];
            if ((flags & (StreamMap.CanReceive | StreamMap.ReceiveDone)) != StreamMap.CanReceive)
            {
                return;
            }

            if ((flags & (StreamMap.Discard | StreamMap.FinKnown)) == 0)
            {
                ints[i + StreamMap.StopCode] = Code(code);
                flags |= StreamMap.StopPending;
                ints[StreamMap.PendingSet] |= 1 << s;
            }

            ints[i + StreamMap.Flags] = (flags | StreamMap.Discard) & ~StreamMap.WindowPending;
            ClearReadable(c, s);
            DropData(c, s);
        }

        internal static int Code(long code)
        {
            return code > int.MaxValue ? int.MaxValue : (int)code;
        }

        internal static void AddEvent(ConnectionMemory c, int s, int bit)
        {
            int[] ints = c.Ints;
            int f = s * StreamMap.IntsPerStream + StreamMap.Flags;
            if ((ints[f] & StreamMap.Released) == 0)
            {
                ints[f] |= bit;
                ints[StreamMap.EventSet] |= 1 << s;
            }
        }

        private static void ClearReadable(ConnectionMemory c, int s)
        {
            int[] ints = c.Ints;
            int f = s * StreamMap.IntsPerStream + StreamMap.Flags;
            int flags = ints[f] & ~StreamMap.EventReadable;
            ints[f] = flags;
            if ((flags & StreamMap.EventAll) == 0)
            {
                ints[StreamMap.EventSet] &= ~(1 << s);
            }
        }

        private static int OnStream(ConnectionMemory c, int s, Frame frame, byte[] buffer)
        {
            ConnectionLayout layout = c.Layout;
            long[] longs = c.Longs;
            int[] ints = c.Ints;
            int i = s * StreamMap.IntsPerStream;
            int flags = ints[i + StreamMap.Flags];
            long readAt = longs[layout.ReadAt + s];
            long first = frame.Offset - readAt;
            long end = first + frame.DataLength;
            int highest = ints[i + StreamMap.Highest];
            bool fin = frame.Fin != 0;
            if ((flags & StreamMap.FinKnown) != 0 && (end > highest || fin && end != highest) || fin && end < highest)
            {
                return TransportError.FinalSize;
            }

            if (end > ints[i + StreamMap.Window] || end - highest > longs[StreamMap.LocalMax] - longs[StreamMap.Received])
            {
                return TransportError.FlowControl;
            }

            if ((flags & StreamMap.ReceiveDone) != 0)
            {
                return 0;
            }

            int ready = ints[i + StreamMap.Ready];
            int top = (int)end;
            bool dropped = false;
            if ((flags & StreamMap.Discard) == 0 && end > ready)
            {
                int a = first > ready ? (int)first : ready;
                if (Store(c, s, a, top, buffer, frame.DataOffset + (int)(a - first)) != 0)
                {
                    // The beginning may have found its place; the rest, and the FIN, come again.
                    top = ints[i + StreamMap.Ready];
                    fin = false;
                    if (top == ready)
                    {
                        return StreamMap.NotStored;
                    }

                    dropped = true;
                }
            }

            if (top > highest)
            {
                longs[StreamMap.Received] += top - highest;
                ints[i + StreamMap.Highest] = top;
                highest = top;
            }

            if (fin)
            {
                flags |= StreamMap.FinKnown;
                ints[i + StreamMap.Flags] = flags & ~StreamMap.WindowPending & ~StreamMap.StopPending;
            }

            if ((flags & StreamMap.Discard) != 0)
            {
                DropData(c, s);
                return 0;
            }

            int nowReady = ints[i + StreamMap.Ready];
            if (nowReady != ready || fin && nowReady == highest)
            {
                AddEvent(c, s, StreamMap.EventReadable);
            }

            return dropped ? StreamMap.NotStored : 0;
        }

        private static int OnReset(ConnectionMemory c, int s, Frame frame)
        {
            ConnectionLayout layout = c.Layout;
            long[] longs = c.Longs;
            int[] ints = c.Ints;
            int i = s * StreamMap.IntsPerStream;
            int flags = ints[i + StreamMap.Flags];
            long final = frame.Offset - longs[layout.ReadAt + s];
            int highest = ints[i + StreamMap.Highest];
            if (final < highest || (flags & StreamMap.FinKnown) != 0 && final != highest)
            {
                return TransportError.FinalSize;
            }

            if (final > ints[i + StreamMap.Window] || final - highest > longs[StreamMap.LocalMax] - longs[StreamMap.Received])
            {
                return TransportError.FlowControl;
            }

            if ((flags & StreamMap.ReceiveDone) != 0 || (flags & StreamMap.FinKnown) != 0 && ints[i + StreamMap.Ready] == highest && (flags & StreamMap.Discard) == 0)
            {
                // All data has arrived: the reset has no effect (RFC 9000 section 3.2).
                return 0;
            }

            longs[StreamMap.Received] += final - highest;
            ints[i + StreamMap.Highest] = (int)final;
            ints[i + StreamMap.Flags] = (flags | StreamMap.FinKnown | StreamMap.Discard) & ~(StreamMap.StopPending | StreamMap.WindowPending);
            ClearReadable(c, s);
            DropData(c, s);
            ints[i + StreamMap.PeerCode] = Code(frame.Value);
            if ((flags & (StreamMap.Discard | StreamMap.Released)) == 0)
            {
                AddEvent(c, s, StreamMap.EventReset);
            }

            return 0;
        }

        // Drops the received bytes and moves the read position after them. If the final size is known, the receiving part has ended.
        private static void DropData(ConnectionMemory c, int s)
        {
            int[] ints = c.Ints;
            int i = s * StreamMap.IntsPerStream;
            for (int g = ints[StreamMap.GapCount] - 1; g >= 0; g--)
            {
                if (c.Shorts[c.Layout.GapsAt + g] == s)
                {
                    RemoveGap(c, g);
                }
            }

            ints[i + StreamMap.Ready] = ints[i + StreamMap.Highest];
            Advance(c, s, ints[i + StreamMap.Highest]);
            if ((ints[i + StreamMap.Flags] & StreamMap.FinKnown) != 0)
            {
                ints[i + StreamMap.Flags] |= StreamMap.ReceiveDone;
                StreamMap.FreeIfDone(c, s);
            }
        }

        // Moves the read position and frees the blocks before it.
        private static void Advance(ConnectionMemory c, int s, int count)
        {
            long[] longs = c.Longs;
            ConnectionLayout layout = c.Layout;
            int[] ints = c.Ints;
            int i = s * StreamMap.IntsPerStream;
            long readAt = longs[layout.ReadAt + s];
            longs[layout.ReadAt + s] = readAt + count;
            ints[i + StreamMap.Ready] -= count;
            ints[i + StreamMap.Highest] -= count;
            ints[i + StreamMap.Window] -= count;
            longs[StreamMap.Consumed] += count;
            if (longs[StreamMap.Consumed] + layout.MaxData - longs[StreamMap.LocalMax] >= layout.MaxData >> 1)
            {
                ints[StreamMap.Limits] |= ControlFrame.MaxData;
            }

            int chain = ints[i + StreamMap.Chain];
            int blocks = chain >> 16 & 0xFF;
            int free = ints[i + StreamMap.Highest] == 0 ? blocks : ((int)readAt & (1 << layout.Shift) - 1) + count >> layout.Shift;
            if (free > blocks)
            {
                free = blocks;
            }

            if (free == 0)
            {
                return;
            }

            int block = chain & 0xFF;
            long freed = longs[StreamMap.Free];
            byte[] bytes = c.Bytes;
            int chains = layout.ChainsAt;
            blocks -= free;
            while (free > 0)
            {
                freed |= 1L << block;
                block = bytes[chains + block];
                free--;
            }

            longs[StreamMap.Free] = freed;
            ints[i + StreamMap.Chain] = chain & unchecked((int)0xFF00FF00) | blocks << 16 | block;
        }

        private static void RemoveGap(ConnectionMemory c, int g)
        {
            int[] ints = c.Ints;
            int last = ints[StreamMap.GapCount] - 1;
            ushort[] shorts = c.Shorts;
            int to = c.Layout.GapsAt + g;
            int from = c.Layout.GapsAt + last;
            shorts[to] = shorts[from];
            shorts[to + StreamMap.Gaps] = shorts[from + StreamMap.Gaps];
            shorts[to + (2 * StreamMap.Gaps)] = shorts[from + (2 * StreamMap.Gaps)];
            ints[StreamMap.GapCount] = last;
        }

        // Stores bytes [a, b), relative to the read position; a is not below Ready.
        private static int Store(ConnectionMemory c, int s, int a, int b, byte[] buffer, int dataOffset)
        {
            long[] longs = c.Longs;
            ConnectionLayout layout = c.Layout;
            int[] ints = c.Ints;
            int i = s * StreamMap.IntsPerStream;
            int ready = ints[i + StreamMap.Ready];
            int low = (int)longs[layout.ReadAt + s];
            int shift = layout.Shift;

            // Does the new piece touch one that is in the table?
            int first = a;
            int end = b;
            if (ints[StreamMap.GapCount] != 0 || a > ready)
            {
                bool joined = false;
                ushort[] shorts = c.Shorts;
                int gaps = layout.GapsAt;
                int top = gaps + ints[StreamMap.GapCount];
                for (int g = gaps; g < top; g++)
                {
                    if (shorts[g] == s && (ushort)(shorts[g + StreamMap.Gaps] - low) <= b && (ushort)(shorts[g + (2 * StreamMap.Gaps)] - low) >= a)
                    {
                        joined = true;
                    }
                }

                if (a > ready && !joined && ints[StreamMap.GapCount] == StreamMap.Gaps)
                {
                    return StreamMap.NotStored;
                }
            }

            // The chain grows to hold the highest byte. Adjacent blocks are preferred, since they make long runs to read.
            byte[] bytes = c.Bytes;
            int chains = layout.ChainsAt;
            int mask = (1 << shift) - 1;
            int at = (low & mask) + a;
            int chain = ints[i + StreamMap.Chain];
            int blocks = chain >> 16 & 0xFF;
            int needed = (low & mask) + b + mask >> shift;
            int status = 0;
            if (blocks < needed)
            {
                int most = blocks + BlocksFor(c, s, needed - blocks);
                if (most < needed)
                {
                    // Of data in order what fits is kept; data after a gap waits.
                    needed = most;
                    b = (most << shift) - (low & mask);
                    end = b;
                    status = StreamMap.NotStored;
                    if (a > ready || b <= a)
                    {
                        return StreamMap.NotStored;
                    }
                }

                ulong free = (ulong)longs[StreamMap.Free];
                int head = chain & 0xFF;
                int tail = chain >> 8 & 0xFF;
                while (blocks < needed)
                {
                    int block = tail + 1;
                    if (blocks == 0 || block >= layout.Blocks || (free >> block & 1) == 0)
                    {
                        block = 0;
                        ulong rest = free;
                        while ((rest & 0xFF) == 0)
                        {
                            rest >>= 8;
                            block += 8;
                        }

                        while ((rest & 1) == 0)
                        {
                            rest >>= 1;
                            block++;
                        }
                    }

                    free &= ~(1UL << block);
                    if (blocks == 0)
                    {
                        head = block;
                    }
                    else
                    {
                        bytes[chains + tail] = (byte)block;
                    }

                    tail = block;
                    blocks++;
                }

                longs[StreamMap.Free] = (long)free;
                chain = chain & unchecked((int)0xFF000000) | blocks << 16 | tail << 8 | head;
                ints[i + StreamMap.Chain] = chain;
            }

            // Copy run by run.
            int skip = at >> shift;
            int current = chain & 0xFF;
            while (skip > 0)
            {
                current = bytes[chains + current];
                skip--;
            }

            int left = b - a;
            int inBlock = at & mask;
            while (left > 0)
            {
                int from = (current << shift) + inBlock;
                int run = mask + 1 - inBlock;
                while (run < left && bytes[chains + current] == current + 1)
                {
                    current++;
                    run += mask + 1;
                }

                if (run > left)
                {
                    run = left;
                }

                Array.Copy(buffer, dataOffset, c.Arena, from, run);
                dataOffset += run;
                left -= run;
                inBlock = 0;
                current = bytes[chains + current];
            }

            // Join it with the pieces in the table that it touches, then enter it.
            if (ints[StreamMap.GapCount] != 0)
            {
                ushort[] shorts = c.Shorts;
                int gaps = layout.GapsAt;
                for (int g = ints[StreamMap.GapCount] - 1; g >= 0; g--)
                {
                    if (shorts[gaps + g] == s)
                    {
                        int gapFirst = (ushort)(shorts[gaps + g + StreamMap.Gaps] - low);
                        int gapEnd = (ushort)(shorts[gaps + g + (2 * StreamMap.Gaps)] - low);
                        if (gapFirst <= b && gapEnd >= a)
                        {
                            if (gapFirst < first)
                            {
                                first = gapFirst;
                            }

                            if (gapEnd > end)
                            {
                                end = gapEnd;
                            }

                            RemoveGap(c, g);
                        }
                    }
                }
            }

            if (first <= ready)
            {
                ints[i + StreamMap.Ready] = end;
            }
            else
            {
                ushort[] shorts = c.Shorts;
                int g = layout.GapsAt + ints[StreamMap.GapCount];
                shorts[g] = (ushort)s;
                shorts[g + StreamMap.Gaps] = (ushort)(first + low);
                shorts[g + (2 * StreamMap.Gaps)] = (ushort)(end + low);
                ints[StreamMap.GapCount]++;
            }

            return status;
        }

        // Blocks of the arena that a stream may take: free ones, but for those that the other streams have reserved. At least as many as wanted, or all.
        private static int BlocksFor(ConnectionMemory c, int s, int wanted)
        {
            ConnectionLayout layout = c.Layout;
            ulong bits = (ulong)c.Longs[StreamMap.Free];
            bits -= bits >> 1 & 0x5555555555555555;
            bits = (bits & 0x3333333333333333) + (bits >> 2 & 0x3333333333333333);
            int free = (int)((bits + (bits >> 4) & 0x0F0F0F0F0F0F0F0F) * 0x0101010101010101 >> 56);
            if (free - layout.ReservedBlocks >= wanted)
            {
                return wanted;
            }

            int[] ints = c.Ints;
            for (int t = 0; t < layout.Streams; t++)
            {
                if (t == s || (t >= layout.LocalUniAt && t < layout.PeerUniAt))
                {
                    continue;
                }

                int has = ints[t * StreamMap.IntsPerStream + StreamMap.Id] < 0 ? 0 : ints[t * StreamMap.IntsPerStream + StreamMap.Chain] >> 16 & 0xFF;
                if (has < 2)
                {
                    free -= 2 - has;
                }
            }

            return free;
        }
    }
}
