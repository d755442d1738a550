// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using MilliHttp.Nano.Quic;

namespace MilliHttp.Nano.TestClient
{
    /// <summary><see cref="ReceivedPacketTracker"/> together with the memory it works on: what tests call.</summary>
    public sealed class ReceivedPacketTrackerView
    {
        // Not at the start of the array, so that a place that is not relative shows.
        private const int At = 3;

        private readonly long[] _memory;

        /// <summary>Makes a tracker.</summary>
        public ReceivedPacketTrackerView(int ranges)
        {
            _memory = new long[At + ReceivedPacketTracker.Size(ranges) + 2];
            Reset();
        }

        /// <summary>See <see cref="ReceivedPacketTracker.Largest"/>.</summary>
        public long Largest { get { return ReceivedPacketTracker.Largest(_memory, At); } }

        /// <summary>See <see cref="ReceivedPacketTracker.AckTime"/>.</summary>
        public long AckTime { get { return ReceivedPacketTracker.AckTime(_memory, At); } }

        /// <summary>See <see cref="ReceivedPacketTracker.HasUnacknowledged"/>.</summary>
        public bool HasUnacknowledged { get { return ReceivedPacketTracker.HasUnacknowledged(_memory, At); } }

        /// <summary>See <see cref="ReceivedPacketTracker.Reset"/>.</summary>
        public void Reset()
        {
            ReceivedPacketTracker.Reset(_memory, At, _memory.Length - 2);
        }

        /// <summary>See <see cref="ReceivedPacketTracker.IsDuplicate"/>.</summary>
        public bool IsDuplicate(long number)
        {
            return ReceivedPacketTracker.IsDuplicate(_memory, At, number);
        }

        /// <summary>See <see cref="ReceivedPacketTracker.OnReceived"/>.</summary>
        public void OnReceived(long number, bool ackEliciting, long now, int maxAckDelay)
        {
            ReceivedPacketTracker.OnReceived(_memory, At, number, ackEliciting, now, maxAckDelay);
        }

        /// <summary>See <see cref="ReceivedPacketTracker.WriteAck"/>.</summary>
        public int WriteAck(byte[] buffer, int offset, int end, long now, int ackDelayExponent)
        {
            return ReceivedPacketTracker.WriteAck(_memory, At, buffer, offset, end, now, ackDelayExponent);
        }

        /// <summary>See <see cref="ReceivedPacketTracker.OnAckSent"/>.</summary>
        public void OnAckSent()
        {
            ReceivedPacketTracker.OnAckSent(_memory, At);
        }
    }
}
