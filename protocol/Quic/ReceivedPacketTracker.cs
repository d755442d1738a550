// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Quic
{
    /// <summary>
    /// Received packet numbers of one space: tells duplicates, and composes ACK frames. Ranges are bounded; a floor keeps
    /// numbers shut that fell out of them (RFC 9000 section 13.2.3).
    /// </summary>
    public sealed class ReceivedPacketTracker
    {
        // First and last number of each range, the highest range first, two entries a range.
        private readonly long[] _ranges;
        private int _count;

        // Numbers below are taken as received, whatever became of them.
        private long _floor;
        private long _largestTime;
        private long _ackTime;
        private int _unacknowledged;
        private readonly int _ackEvery;

        /// <summary>Makes a tracker.</summary>
        /// <param name="ranges">Ranges kept, at least 2.</param>
        /// <param name="immediate">Whether every ack-eliciting packet is acknowledged at once (Initial, Handshake) or delayed (application data).</param>
        public ReceivedPacketTracker(int ranges, bool immediate)
        {
            _ranges = new long[ranges << 1];
            _ackEvery = immediate ? 1 : 2;
            Reset();
        }

        /// <summary>Forgets everything.</summary>
        public void Reset()
        {
            _count = 0;
            _floor = 0;
            _largestTime = 0;
            _ackTime = long.MaxValue;
            _unacknowledged = 0;
        }

        /// <summary>Largest number received, -1 for none.</summary>
        public long Largest { get { return _count == 0 ? -1 : _ranges[1]; } }

        /// <summary>Whether a number was received before, or is too old to tell.</summary>
        public bool IsDuplicate(long number)
        {
            if (number < _floor)
            {
                return true;
            }

            long[] ranges = _ranges;
            int top = _count << 1;
            for (int i = 0; i < top; i += 2)
            {
                if (number > ranges[i + 1])
                {
                    return false;
                }

                if (number >= ranges[i])
                {
                    return true;
                }
            }

            // Below all ranges: it could not be kept if the table is full and it does not touch the last one.
            return top == ranges.Length && number < ranges[top - 2] - 1;
        }

        /// <summary>Notes a packet that was decrypted and processed.</summary>
        /// <param name="number">Packet number, no duplicate.</param>
        /// <param name="ackEliciting">Whether it wants to be acknowledged.</param>
        /// <param name="now">Time, microseconds.</param>
        /// <param name="maxAckDelay">Longest delay of an acknowledgement, microseconds.</param>
        public void OnReceived(long number, bool ackEliciting, long now, int maxAckDelay)
        {
            long[] ranges = _ranges;
            int top = _count << 1;
            bool inOrder = true;
            if (top != 0 && number == ranges[1] + 1)
            {
                ranges[1] = number;
                _largestTime = now;
            }
            else
            {
                inOrder = top == 0;
                int i = 0;
                while (i < top && number < ranges[i])
                {
                    i += 2;
                }

                if (i == 0)
                {
                    _largestTime = now;
                }

                // Now range i (if any) lies below the number, range i - 2 (if any) above.
                bool joinsBelow = i < top && ranges[i + 1] + 1 == number;
                if (i > 0 && ranges[i - 2] - 1 == number)
                {
                    if (joinsBelow)
                    {
                        ranges[i - 2] = ranges[i];
                        for (int k = i + 2; k < top; k++)
                        {
                            ranges[k - 2] = ranges[k];
                        }

                        _count--;
                    }
                    else
                    {
                        ranges[i - 2] = number;
                    }
                }
                else if (joinsBelow)
                {
                    ranges[i + 1] = number;
                }
                else
                {
                    if (top == ranges.Length)
                    {
                        // The lowest range gives way: whatever is not above it counts as received from now on.
                        _floor = ranges[top - 1] + 1;
                        top -= 2;
                    }
                    else
                    {
                        _count++;
                    }

                    for (int k = top - 1; k >= i; k--)
                    {
                        ranges[k + 2] = ranges[k];
                    }

                    ranges[i] = number;
                    ranges[i + 1] = number;
                }
            }

            if (ackEliciting)
            {
                int waiting = _unacknowledged + 1;
                _unacknowledged = waiting;
                if (waiting >= _ackEvery || !inOrder)
                {
                    // A packet out of order is told at once: it is what makes loss known (section 13.2.1).
                    _ackTime = now;
                }
                else if (waiting == 1)
                {
                    _ackTime = now + maxAckDelay;
                }
            }
        }

        /// <summary>When an ACK is due, microseconds: in the past for at once, long.MaxValue for never.</summary>
        public long AckTime { get { return _ackTime; } }

        /// <summary>Whether anything ack-eliciting is not acknowledged yet: an ACK may ride along.</summary>
        public bool HasUnacknowledged { get { return _unacknowledged != 0; } }

        /// <summary>Writes an ACK frame with as many ranges as there is room for. Call <see cref="OnAckSent"/> when its packet is sent.</summary>
        /// <returns>Offset after it; <paramref name="offset"/> if there is no room or nothing was received.</returns>
        public int WriteAck(byte[] buffer, int offset, int end, long now, int ackDelayExponent)
        {
            int top = _count << 1;
            if (top == 0)
            {
                return offset;
            }

            long[] ranges = _ranges;
            long largest = ranges[1];
            long delay = now - _largestTime;
            if (delay < 0)
            {
                delay = 0;
            }

            delay >>= ackDelayExponent;
            long smallest = ranges[0];

            // Type and range count take one byte each.
            int p = offset + 1;
            if (end - p < Varint.Size(largest) + Varint.Size(delay) + 1 + Varint.Size(largest - smallest))
            {
                return offset;
            }

            buffer[offset] = FrameType.Ack;
            p = Varint.Write(buffer, p, largest);
            p = Varint.Write(buffer, p, delay);
            int countOffset = p;
            p = Varint.Write(buffer, p + 1, largest - smallest);
            int i = 2;
            while (i < top && i < 128)
            {
                long gap = smallest - ranges[i + 1] - 2;
                long length = ranges[i + 1] - ranges[i];
                if (end - p < Varint.Size(gap) + Varint.Size(length))
                {
                    break;
                }

                p = Varint.Write(buffer, p, gap);
                p = Varint.Write(buffer, p, length);
                smallest = ranges[i];
                i += 2;
            }

            buffer[countOffset] = (byte)((i >> 1) - 1);
            return p;
        }

        /// <summary>The ACK frame last written is on its way.</summary>
        public void OnAckSent()
        {
            _unacknowledged = 0;
            _ackTime = long.MaxValue;
        }
    }
}
