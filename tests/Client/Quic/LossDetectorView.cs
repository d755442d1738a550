// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using MilliHttp.Nano.Quic;

namespace MilliHttp.Nano.TestClient
{
    /// <summary><see cref="LossDetector"/> together with the memory it works on: what tests call.</summary>
    public sealed class LossDetectorView
    {
        private readonly ConnectionMemory _memory;

        /// <summary>The room of a connection.</summary>
        public LossDetectorView(ConnectionMemory memory)
        {
            _memory = memory;
        }

        /// <summary>See <see cref="LossDetector.Reset"/>.</summary>
        public void Reset(int datagramSize)
        {
            LossDetector.Reset(_memory, datagramSize);
        }

        /// <summary>See <see cref="LossDetector.SetPeerAckDelay"/>.</summary>
        public void SetPeerAckDelay(int exponent, int maxAckDelay)
        {
            LossDetector.SetPeerAckDelay(_memory, exponent, maxAckDelay);
        }

        /// <summary>See <see cref="LossDetector.OnHandshakeConfirmed"/>.</summary>
        public void OnHandshakeConfirmed()
        {
            LossDetector.OnHandshakeConfirmed(_memory);
        }

        /// <summary>See <see cref="LossDetector.OnPeerValidatedAddress"/>.</summary>
        public void OnPeerValidatedAddress()
        {
            LossDetector.OnPeerValidatedAddress(_memory);
        }

        /// <summary>See <see cref="LossDetector.BytesInFlight"/>.</summary>
        public int BytesInFlight { get { return LossDetector.BytesInFlight(_memory); } }

        /// <summary>See <see cref="LossDetector.CongestionWindow"/>.</summary>
        public int CongestionWindow { get { return LossDetector.CongestionWindow(_memory); } }

        /// <summary>See <see cref="LossDetector.SlowStartThreshold"/>.</summary>
        public int SlowStartThreshold { get { return LossDetector.SlowStartThreshold(_memory); } }

        /// <summary>See <see cref="LossDetector.SmoothedRtt"/>.</summary>
        public int SmoothedRtt { get { return LossDetector.SmoothedRtt(_memory); } }

        /// <summary>See <see cref="LossDetector.MinRtt"/>.</summary>
        public int MinRtt { get { return LossDetector.MinRtt(_memory); } }

        /// <summary>See <see cref="LossDetector.ProbeTimeout"/>.</summary>
        public int ProbeTimeout { get { return LossDetector.ProbeTimeout(_memory); } }

        /// <summary>See <see cref="LossDetector.ProbeCount"/>.</summary>
        public int ProbeCount { get { return LossDetector.ProbeCount(_memory); } }

        /// <summary>See <see cref="LossDetector.NextNumber"/>.</summary>
        public long NextNumber(int space)
        {
            return LossDetector.NextNumber(_memory, space);
        }

        /// <summary>See <see cref="LossDetector.SetNextNumber"/>.</summary>
        public void SetNextNumber(int space, long number)
        {
            LossDetector.SetNextNumber(_memory, space, number);
        }

        /// <summary>See <see cref="LossDetector.LargestAcknowledged"/>.</summary>
        public long LargestAcknowledged(int space)
        {
            return LossDetector.LargestAcknowledged(_memory, space);
        }

        /// <summary>See <see cref="LossDetector.OnPacketSent"/>.</summary>
        public long OnPacketSent(int space, int size, long now)
        {
            return LossDetector.OnPacketSent(_memory, space, size, now);
        }

        /// <summary>See <see cref="LossDetector.OnAck"/>.</summary>
        public int OnAck(Frame frame, byte[] buffer, int space, long now)
        {
            return LossDetector.OnAck(_memory, frame, buffer, space, now);
        }

        /// <summary>See <see cref="LossDetector.CanSend"/>.</summary>
        public bool CanSend(long now)
        {
            return LossDetector.CanSend(_memory, now);
        }

        /// <summary>See <see cref="LossDetector.PacingTime"/>.</summary>
        public long PacingTime { get { return LossDetector.PacingTime(_memory); } }

        /// <summary>See <see cref="LossDetector.Probes"/>.</summary>
        public int Probes(int space)
        {
            return LossDetector.Probes(_memory, space);
        }

        /// <summary>See <see cref="LossDetector.HasProbes"/>.</summary>
        public bool HasProbes { get { return LossDetector.HasProbes(_memory); } }

        /// <summary>See <see cref="LossDetector.Timeout"/>.</summary>
        public long Timeout(bool amplificationBlocked)
        {
            return LossDetector.Timeout(_memory, amplificationBlocked);
        }

        /// <summary>See <see cref="LossDetector.HandleTimeout"/>.</summary>
        public void HandleTimeout(long now)
        {
            LossDetector.HandleTimeout(_memory, now);
        }

        /// <summary>See <see cref="LossDetector.DropSpace"/>.</summary>
        public void DropSpace(int space)
        {
            LossDetector.DropSpace(_memory, space);
        }

        /// <summary>See <see cref="LossDetector.OnRetry"/>.</summary>
        public void OnRetry()
        {
            LossDetector.OnRetry(_memory);
        }

        /// <summary>See <see cref="LossDetector.OnPathChange"/>.</summary>
        public void OnPathChange()
        {
            LossDetector.OnPathChange(_memory);
        }
    }
}
