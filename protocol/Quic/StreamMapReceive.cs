// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;

namespace MilliHttp.Nano.Quic
{
    // Receiving.
    public sealed partial class StreamMap
    {
        /// <summary>
        /// Takes any of the frames STREAM, RESET_STREAM, STOP_SENDING, MAX_DATA, MAX_STREAM_DATA, MAX_STREAMS and *_BLOCKED.
        /// </summary>
        /// <returns>0, <see cref="NotStored"/>, or the transport error to close with.</returns>
        public int OnFrame(Frame frame, byte[] buffer)
        {
            int type = frame.Type;
            long id = frame.StreamId;
            bool ours = ((int)id & 1) == (_isServer ? 1 : 0);
            bool unidirectional = ((int)id & 2) != 0;
            int s;
            switch (type)
            {
                case FrameType.MaxData:
                    if (frame.Value > _peerMax)
                    {
                        _peerMax = frame.Value;
                        _counts[LimitsOf] &= ~ControlFrame.DataBlocked & ~(ControlFrame.DataBlocked << 8);
                    }

                    return 0;
                case FrameType.MaxStreamsBidi:
                case FrameType.MaxStreamsUni:
                    int kind = type & 1;
                    int limit = Clip(frame.Value);
                    if (limit > _counts[LocalAllowed + kind])
                    {
                        _counts[LocalAllowed + kind] = limit;
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

            s = Locate(id);
            if (s < 0)
            {
                return s == Gone ? 0 : -s;
            }

            switch (type)
            {
                case FrameType.Stream:
                    return OnStream(s, frame, buffer);
                case FrameType.ResetStream:
                    return OnReset(s, frame);
                case FrameType.StopSending:
                    int i = s * PerSlot;
                    if ((_ints[i + Flags] & (SendDone | Reset_)) == 0)
                    {
                        _ints[i + PeerCode] = Code(frame.Value);
                        ResetStream(s, frame.Value);
                        AddEvent(s, EventStop);
                    }

                    return 0;
                case FrameType.MaxStreamData:
                    RaiseSendMax(s, frame.Value);
                    return 0;
                default:
                    return 0;
            }
        }

        /// <summary>Where received bytes lie.</summary>
        public byte[] ReadBuffer { get { return _arena; } }

        /// <summary>Where the byte at the read position lies.</summary>
        public int ReadOffset(int s)
        {
            return ((_ints[s * PerSlot + Chain] & 0xFF) << _counts[ShiftOf]) + ((int)_longs[s << 2] & (1 << _counts[ShiftOf]) - 1);
        }

        /// <summary>Bytes in one run from the read position.</summary>
        public int ReadableLength(int s)
        {
            int ready = _ints[s * PerSlot + Ready];
            if (ready == 0)
            {
                return 0;
            }

            int size = 1 << _counts[ShiftOf];
            int run = size - ((int)_longs[s << 2] & size - 1);
            int block = _ints[s * PerSlot + Chain] & 0xFF;
            byte[] next = _next;
            while (run < ready)
            {
                int following = next[block];
                if (following != block + 1)
                {
                    return run;
                }

                block = following;
                run += size;
            }

            return ready;
        }

        /// <summary>Bytes received without a gap from the read position, in however many runs.</summary>
        public int Available(int s)
        {
            return _ints[s * PerSlot + Ready];
        }

        /// <summary>Whether the peer's FIN was received and everything up to it can be read or was.</summary>
        public bool IsReceiveComplete(int s)
        {
            int i = s * PerSlot;
            int flags = _ints[i + Flags];
            return (flags & ReceiveDone) != 0 || ((flags & (FinKnown | Discard)) == FinKnown && _ints[i + Ready] == _ints[i + Highest]);
        }

        /// <summary>Copies received bytes without consuming them; skip + count is at most <see cref="Available"/>.</summary>
        public void Peek(int s, int skip, byte[] destination, int destinationOffset, int count)
        {
            if (skip < 0 || count < 0 || skip + count > _ints[(s * PerSlot) + Ready])
            {
                throw new ArgumentException();
            }

            int size = 1 << _counts[ShiftOf];
            int at = ((int)_longs[s << 2] & (size - 1)) + skip;
            int block = _ints[(s * PerSlot) + Chain] & 0xFF;
            byte[] next = _next;
            while (count > 0)
            {
                if (at >= size)
                {
                    at -= size;
                    block = next[block];
                    continue;
                }

                int run = size - at < count ? size - at : count;
                Array.Copy(_arena, (block << _counts[ShiftOf]) + at, destination, destinationOffset, run);
                destinationOffset += run;
                count -= run;
                at += run;
            }
        }

        /// <summary>Gives bytes back; at most <see cref="ReadableLength"/>.</summary>
        public void Consume(int s, int count)
        {
            int i = s * PerSlot;
            if (count < 0 || count > _ints[i + Ready])
            {
                throw new ArgumentException();
            }

            Advance(s, count);
            int flags = _ints[i + Flags];
            if ((flags & FinKnown) != 0)
            {
                if (_ints[i + Highest] == 0)
                {
                    _ints[i + Flags] = flags | ReceiveDone;
                    FreeIfDone(s);
                }
            }
            else if (_ints[i + Window] <= _counts[MaxDataOf] >> 1)
            {
                _ints[i + Flags] = flags | WindowPending;
                _counts[PendingOf] |= 1 << s;
            }
        }

        /// <summary>Whether FIN was reached and all consumed.</summary>
        public bool IsReceiveFinished(int s)
        {
            int i = s * PerSlot;
            int flags = _ints[i + Flags];
            if ((flags & (FinKnown | ReceiveDone | Discard)) == FinKnown && _ints[i + Highest] == 0)
            {
                // An empty stream, or a FIN that came after everything was consumed.
                _ints[i + Flags] = flags | ReceiveDone;
                return true;
            }

            return (flags & (FinKnown | ReceiveDone)) == (FinKnown | ReceiveDone);
        }

        /// <summary>Asks the peer to stop; what still comes is dropped.</summary>
        public void StopSending(int s, long code)
        {
            int i = s * PerSlot;
            int flags = _ints[i + Flags];
            if ((flags & (CanReceive | ReceiveDone)) != CanReceive)
            {
                return;
            }

            if ((flags & (Discard | FinKnown)) == 0)
            {
                _ints[i + StopCode] = Code(code);
                flags |= StopPending;
                _counts[PendingOf] |= 1 << s;
            }

            _ints[i + Flags] = (flags | Discard) & ~WindowPending;
            ClearReadable(s);
            DropData(s);
        }

        private static int Code(long code)
        {
            return code > int.MaxValue ? int.MaxValue : (int)code;
        }

        private void AddEvent(int s, int bit)
        {
            int f = s * PerSlot + Flags;
            if ((_ints[f] & Released) == 0)
            {
                _ints[f] |= bit;
                _counts[EventsOf] |= 1 << s;
            }
        }

        private void ClearReadable(int s)
        {
            int f = s * PerSlot + Flags;
            int flags = _ints[f] & ~EventReadable;
            _ints[f] = flags;
            if ((flags & EventAll) == 0)
            {
                _counts[EventsOf] &= ~(1 << s);
            }
        }

        private int OnStream(int s, Frame frame, byte[] buffer)
        {
            int[] ints = _ints;
            int i = s * PerSlot;
            int flags = ints[i + Flags];
            long readAt = _longs[s << 2];
            long first = frame.Offset - readAt;
            long end = first + frame.DataLength;
            int highest = ints[i + Highest];
            bool fin = frame.Fin != 0;
            if ((flags & FinKnown) != 0 && (end > highest || fin && end != highest) || fin && end < highest)
            {
                return TransportError.FinalSize;
            }

            if (end > ints[i + Window] || end - highest > _localMax - _received)
            {
                return TransportError.FlowControl;
            }

            if ((flags & ReceiveDone) != 0)
            {
                return 0;
            }

            int ready = ints[i + Ready];
            int top = (int)end;
            if ((flags & Discard) == 0 && end > ready)
            {
                int a = first > ready ? (int)first : ready;
                int status = Store(s, a, top, buffer, frame.DataOffset + (int)(a - first));
                if (status != 0)
                {
                    return status;
                }
            }

            if (top > highest)
            {
                _received += top - highest;
                ints[i + Highest] = top;
                highest = top;
            }

            if (fin)
            {
                flags |= FinKnown;
                ints[i + Flags] = flags & ~WindowPending & ~StopPending;
            }

            if ((flags & Discard) != 0)
            {
                DropData(s);
                return 0;
            }

            int nowReady = ints[i + Ready];
            if (nowReady != ready || fin && nowReady == highest)
            {
                AddEvent(s, EventReadable);
            }

            return 0;
        }

        private int OnReset(int s, Frame frame)
        {
            int[] ints = _ints;
            int i = s * PerSlot;
            int flags = ints[i + Flags];
            long final = frame.Offset - _longs[s << 2];
            int highest = ints[i + Highest];
            if (final < highest || (flags & FinKnown) != 0 && final != highest)
            {
                return TransportError.FinalSize;
            }

            if (final > ints[i + Window] || final - highest > _localMax - _received)
            {
                return TransportError.FlowControl;
            }

            if ((flags & ReceiveDone) != 0 || (flags & FinKnown) != 0 && ints[i + Ready] == highest && (flags & Discard) == 0)
            {
                // All data is here: the reset comes too late to matter (RFC 9000 section 3.2).
                return 0;
            }

            _received += final - highest;
            ints[i + Highest] = (int)final;
            ints[i + Flags] = (flags | FinKnown | Discard) & ~(StopPending | WindowPending);
            ClearReadable(s);
            DropData(s);
            ints[i + PeerCode] = Code(frame.Value);
            if ((flags & (Discard | Released)) == 0)
            {
                AddEvent(s, EventReset);
            }

            return 0;
        }

        // Forgets received bytes and moves the read position behind them; with a known final size the receiving part is over.
        private void DropData(int s)
        {
            int i = s * PerSlot;
            for (int g = _counts[GapsOf] - 1; g >= 0; g--)
            {
                if (_gap[g] == s)
                {
                    RemoveGap(g);
                }
            }

            _ints[i + Ready] = _ints[i + Highest];
            Advance(s, _ints[i + Highest]);
            if ((_ints[i + Flags] & FinKnown) != 0)
            {
                _ints[i + Flags] |= ReceiveDone;
                FreeIfDone(s);
            }
        }

        // Moves the read position and frees the blocks left behind.
        private void Advance(int s, int count)
        {
            int[] ints = _ints;
            int i = s * PerSlot;
            long readAt = _longs[s << 2];
            _longs[s << 2] = readAt + count;
            ints[i + Ready] -= count;
            ints[i + Highest] -= count;
            ints[i + Window] -= count;
            _consumed += count;
            if (_consumed + _counts[MaxDataOf] - _localMax >= _counts[MaxDataOf] >> 1)
            {
                _counts[LimitsOf] |= ControlFrame.MaxData;
            }

            int chain = ints[i + Chain];
            int blocks = chain >> 16 & 0xFF;
            int free = ints[i + Highest] == 0 ? blocks : ((int)readAt & (1 << _counts[ShiftOf]) - 1) + count >> _counts[ShiftOf];
            if (free > blocks)
            {
                free = blocks;
            }

            if (free == 0)
            {
                return;
            }

            int block = chain & 0xFF;
            ulong freed = _free;
            blocks -= free;
            while (free > 0)
            {
                freed |= 1UL << block;
                block = _next[block];
                free--;
            }

            _free = freed;
            ints[i + Chain] = chain & unchecked((int)0xFF00FF00) | blocks << 16 | block;
        }

        private void RemoveGap(int g)
        {
            int last = _counts[GapsOf] - 1;
            _gap[g] = _gap[last];
            _gap[Gaps + g] = _gap[Gaps + last];
            _gap[(2 * Gaps) + g] = _gap[(2 * Gaps) + last];
            _counts[GapsOf] = last;
        }

        // Keeps bytes [a, b), counted from the read position, a not below Ready.
        private int Store(int s, int a, int b, byte[] buffer, int dataOffset)
        {
            int[] ints = _ints;
            int i = s * PerSlot;
            int ready = ints[i + Ready];
            int low = (int)_longs[s << 2];

            // Which noted pieces does the new one touch?
            int first = a;
            int end = b;
            if (_counts[GapsOf] != 0 || a > ready)
            {
                bool joined = false;
                for (int g = 0; g < _counts[GapsOf]; g++)
                {
                    if (_gap[g] == s && (ushort)(_gap[Gaps + g] - low) <= b && (ushort)(_gap[(2 * Gaps) + g] - low) >= a)
                    {
                        joined = true;
                    }
                }

                if (a > ready && !joined && _counts[GapsOf] == Gaps)
                {
                    return NotStored;
                }
            }

            // The chain grows to hold the highest byte; blocks side by side make long runs to read.
            int mask = (1 << _counts[ShiftOf]) - 1;
            int at = (low & mask) + a;
            int chain = ints[i + Chain];
            int blocks = chain >> 16 & 0xFF;
            int needed = (low & mask) + b + mask >> _counts[ShiftOf];
            if (blocks < needed)
            {
                ulong free = _free;
                int head = chain & 0xFF;
                int tail = chain >> 8 & 0xFF;
                while (blocks < needed)
                {
                    int block = tail + 1;
                    if (blocks == 0 || block >= _counts[BlocksOf] || (free >> block & 1) == 0)
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
                        _next[tail] = (byte)block;
                    }

                    tail = block;
                    blocks++;
                }

                _free = free;
                chain = chain & unchecked((int)0xFF000000) | blocks << 16 | tail << 8 | head;
                ints[i + Chain] = chain;
            }

            // Copy run by run.
            int skip = at >> _counts[ShiftOf];
            int current = chain & 0xFF;
            while (skip > 0)
            {
                current = _next[current];
                skip--;
            }

            int left = b - a;
            int inBlock = at & mask;
            while (left > 0)
            {
                int from = (current << _counts[ShiftOf]) + inBlock;
                int run = mask + 1 - inBlock;
                while (run < left && _next[current] == current + 1)
                {
                    current++;
                    run += mask + 1;
                }

                if (run > left)
                {
                    run = left;
                }

                Array.Copy(buffer, dataOffset, _arena, from, run);
                dataOffset += run;
                left -= run;
                inBlock = 0;
                current = _next[current];
            }

            // Note it.
            if (_counts[GapsOf] != 0)
            {
                for (int g = _counts[GapsOf] - 1; g >= 0; g--)
                {
                    if (_gap[g] == s)
                    {
                        int gapFirst = (ushort)(_gap[Gaps + g] - low);
                        int gapEnd = (ushort)(_gap[(2 * Gaps) + g] - low);
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

                            RemoveGap(g);
                        }
                    }
                }
            }

            if (first <= ready)
            {
                ints[i + Ready] = end;
            }
            else
            {
                int g = _counts[GapsOf];
                _gap[g] = (ushort)s;
                _gap[Gaps + g] = (ushort)(first + low);
                _gap[(2 * Gaps) + g] = (ushort)(end + low);
                _counts[GapsOf] = g + 1;
            }

            return 0;
        }
    }
}
