// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;

namespace MilliHttp.Nano.Quic
{
    /// <summary>
    /// Received packet numbers of one space: recognizes duplicates, and writes ACK frames. The number of ranges is bounded; numbers below a floor, whose ranges
    /// were dropped, count as received (RFC 9000 section 13.2.3). It works on <see cref="LongCount"/> longs of any array: for 1-RTT packets in the
    /// <see cref="ConnectionMemory"/>, for a handshake in its context.
    /// </summary>
    public static class ReceivedPacketTracker
    {
        // Packet numbers below it count as received.
        private const int Floor = 0;

        // When the largest number came.
        private const int LargestTime = 1;

        // When an ACK is due; long.MaxValue while everything is acknowledged.
        private const int DueTime = 2;

        // First and last number of each range, the highest range first; both are Unused after the last one.
        private const int Ranges = 3;

        /// <summary>Ranges kept.</summary>
        public const int RangeCount = 4;

        /// <summary>Longs a tracker takes.</summary>
        public const int LongCount = Ranges + (2 * RangeCount);

        /// <summary>Where the tracker of 1-RTT packets begins in the longs of a connection.</summary>
        internal const int Application = LossDetector.EndLong;

        /// <summary>Where the longs of the next class begin.</summary>
        internal const int EndLong = Application + LongCount;

        // A range that ends at -1 would be adjacent to packet number 0.
        private const long Unused = -2;

        /// <summary>Forgets everything.</summary>
        /// <param name="m">Holds the tracker.</param>
        /// <param name="at">Where it begins.</param>
        public static void Reset(long[] m, int at)
        {
            m[at + Floor] = 0;
            m[at + LargestTime] = 0;
            m[at + DueTime] = long.MaxValue;
            for (int i = at + Ranges; i < at + LongCount; i++)
            {
                m[i] = Unused;
            }
        }

        /// <summary>Largest number received, -1 for none.</summary>
        public static long Largest(long[] m, int at)
        {
            long largest = m[at + Ranges + 1];
            return largest < 0 ? -1 : largest;
        }

        /// <summary>Whether a number was received before, or is below the floor.</summary>
        public static bool IsDuplicate(long[] m, int at, long number)
        {
            if (number < m[at + Floor])
            {
                return true;
            }

            int end = at + LongCount;
            for (int i = at + Ranges; i < end; i += 2)
            {
                if (number > m[i + 1])
                {
                    return false;
                }

                if (number >= m[i])
                {
                    return true;
                }
            }

            // It is below all ranges of a full table: it can be kept only if it is adjacent to the last range.
            return number < m[end - 2] - 1;
        }

        /// <summary>Notes a packet that was decrypted and processed.</summary>
        /// <param name="m">Holds the tracker.</param>
        /// <param name="at">Where it begins.</param>
        /// <param name="number">Packet number, no duplicate.</param>
        /// <param name="ackEliciting">Whether it wants to be acknowledged.</param>
        /// <param name="now">Time, microseconds.</param>
        /// <param name="maxAckDelay">Longest delay of an acknowledgement, microseconds: 0 in the spaces of the handshake.</param>
        public static void OnReceived(long[] m, int at, long number, bool ackEliciting, long now, int maxAckDelay)
        {
            int top = at + Ranges;
            long largest = m[top + 1];
            bool inOrder = largest < 0 || number == largest + 1;
            if (number > largest)
            {
                m[at + LargestTime] = now;
            }

            if (number == largest + 1)
            {
                m[top + 1] = number;
            }
            else
            {
                Insert(m, at, number);
            }

            if (ackEliciting)
            {
                if (m[at + DueTime] != long.MaxValue || !inOrder)
                {
                    // The second ack-eliciting packet, or one out of order, which is acknowledged at once, because it tells the peer about a loss (section 13.2.1).
                    m[at + DueTime] = now;
                }
                else
                {
                    m[at + DueTime] = now + maxAckDelay;
                }
            }
        }

        /// <summary>When an ACK is due, microseconds: in the past for at once, long.MaxValue for never.</summary>
        public static long AckTime(long[] m, int at)
        {
            return m[at + DueTime];
        }

        /// <summary>Whether anything ack-eliciting is not acknowledged yet: an ACK frame is added to the next packet.</summary>
        public static bool HasUnacknowledged(long[] m, int at)
        {
            return m[at + DueTime] != long.MaxValue;
        }

        /// <summary>Writes an ACK frame with as many ranges as fit. Call <see cref="OnAckSent"/> when its packet is sent.</summary>
        /// <returns>Offset after it; <paramref name="offset"/> if it does not fit or nothing was received.</returns>
        public static int WriteAck(long[] m, int at, byte[] buffer, int offset, int end, long now, int ackDelayExponent)
        {
            int i = at + Ranges;
            long largest = m[i + 1];
            if (largest < 0)
            {
                return offset;
            }

            long delay = now - m[at + LargestTime];
            if (delay < 0)
            {
                delay = 0;
            }

            delay >>= ackDelayExponent;
            long smallest = m[i];

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
            int top = at + LongCount;
            int count = 0;
            i += 2;
            while (i < top)
            {
                long last = m[i + 1];
                if (last < 0)
                {
                    break;
                }

                long gap = smallest - last - 2;
                smallest = m[i];
                long length = last - smallest;
                if (end - p < Varint.Size(gap) + Varint.Size(length))
                {
                    break;
                }

                p = Varint.Write(buffer, p, gap);
                p = Varint.Write(buffer, p, length);
                count++;
                i += 2;
            }

            buffer[countOffset] = (byte)count;
            return p;
        }

        /// <summary>The ACK frame last written was sent.</summary>
        public static void OnAckSent(long[] m, int at)
        {
            m[at + DueTime] = long.MaxValue;
        }

        // A number that does not continue the highest range.
        private static void Insert(long[] m, int at, long number)
        {
            int end = at + LongCount;
            int i = at + Ranges;
            while (i < end && number < m[i])
            {
                i += 2;
            }

            // Now range i (if any) lies below the number, the one before it (if any) above.
            bool joinsBelow = i < end && m[i + 1] + 1 == number;
            if (i > at + Ranges && m[i - 2] - 1 == number)
            {
                if (joinsBelow)
                {
                    m[i - 2] = m[i];
                    Array.Copy(m, i + 2, m, i, end - i - 2);
                    m[end - 2] = Unused;
                    m[end - 1] = Unused;
                }
                else
                {
                    m[i - 2] = number;
                }
            }
            else if (joinsBelow)
            {
                m[i + 1] = number;
            }
            else
            {
                if (m[end - 1] >= 0)
                {
                    // The lowest range is dropped: its numbers and all below count as received from now on.
                    m[at + Floor] = m[end - 1] + 1;
                }

                Array.Copy(m, i, m, i + 2, end - i - 2);
                m[i] = number;
                m[i + 1] = number;
            }
        }
    }
}
