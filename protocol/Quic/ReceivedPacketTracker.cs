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
        /// <summary>Makes a tracker.</summary>
        /// <param name="ranges">Ranges kept, at least 2.</param>
        /// <param name="immediate">Whether every ack-eliciting packet is acknowledged at once (Initial, Handshake) or delayed (application data).</param>
        public ReceivedPacketTracker(int ranges, bool immediate)
        {
        }

        /// <summary>Forgets everything.</summary>
        public void Reset()
        {
        }

        /// <summary>Largest number received, -1 for none.</summary>
        public long Largest { get { return -1; } }

        /// <summary>Whether a number was received before, or is too old to tell.</summary>
        public bool IsDuplicate(long number)
        {
            return false;
        }

        /// <summary>Notes a packet that was decrypted and processed.</summary>
        /// <param name="number">Packet number, no duplicate.</param>
        /// <param name="ackEliciting">Whether it wants to be acknowledged.</param>
        /// <param name="now">Time, microseconds.</param>
        /// <param name="maxAckDelay">Longest delay of an acknowledgement, microseconds.</param>
        public void OnReceived(long number, bool ackEliciting, long now, int maxAckDelay)
        {
        }

        /// <summary>When an ACK is due, microseconds: in the past for at once, long.MaxValue for never.</summary>
        public long AckTime { get { return long.MaxValue; } }

        /// <summary>Whether anything ack-eliciting is not acknowledged yet: an ACK may ride along.</summary>
        public bool HasUnacknowledged { get { return false; } }

        /// <summary>Writes an ACK frame with as many ranges as there is room for. Call <see cref="OnAckSent"/> when its packet is sent.</summary>
        /// <returns>Offset after it; <paramref name="offset"/> if there is no room or nothing was received.</returns>
        public int WriteAck(byte[] buffer, int offset, int end, long now, int ackDelayExponent)
        {
            return offset;
        }

        /// <summary>The ACK frame last written is on its way.</summary>
        public void OnAckSent()
        {
        }
    }
}
