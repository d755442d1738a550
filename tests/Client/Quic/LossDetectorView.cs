// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using MilliHttp.Nano.Quic;

namespace MilliHttp.Nano.TestClient
{
    /// <summary>
    /// <see cref="LossDetector"/> and what belongs to it, together with the memory they work on: what tests call. A client's own part is here: until the server
    /// has validated its address it probes although nothing is in flight (RFC 9002 section 6.2.2.1).
    /// </summary>
    public sealed class LossDetectorView
    {
        private readonly ConnectionMemory _memory;
        private readonly bool _isServer;
        private bool _isValidated;
        private long _lastActivity;

        /// <summary>Makes the view.</summary>
        /// <param name="memory">What recovery works on.</param>
        /// <param name="isServer">Which end it is.</param>
        public LossDetectorView(ConnectionMemory memory, bool isServer)
        {
            _memory = memory;
            _isServer = isServer;
        }

        /// <summary>See <see cref="LossDetector.Reset"/>.</summary>
        public void Reset(int datagramSize)
        {
            LossDetector.Reset(_memory, datagramSize);
            _isValidated = _isServer;
            _lastActivity = 0;
        }

        /// <summary>See <see cref="RttEstimator.SetPeerAckDelay"/>.</summary>
        public void SetPeerAckDelay(int exponent, int maxAckDelay)
        {
            RttEstimator.SetPeerAckDelay(_memory, exponent, maxAckDelay);
        }

        /// <summary>See <see cref="LossDetector.OnHandshakeConfirmed"/>.</summary>
        public void OnHandshakeConfirmed()
        {
            LossDetector.OnHandshakeConfirmed(_memory);
        }

        /// <summary>The server has validated the address: an acknowledgement of a Handshake packet came.</summary>
        public void OnPeerValidatedAddress()
        {
            _isValidated = true;
        }

        /// <summary>See <see cref="CongestionController.BytesInFlight"/>.</summary>
        public int BytesInFlight { get { return CongestionController.BytesInFlight(_memory); } }

        /// <summary>congestion_window, bytes.</summary>
        public int CongestionWindow { get { return _memory.Ints[CongestionController.CongestionWindow]; } }

        /// <summary>ssthresh, bytes; int.MaxValue before the first loss.</summary>
        public int SlowStartThreshold { get { return _memory.Ints[CongestionController.SlowStartThreshold]; } }

        /// <summary>See <see cref="RttEstimator.Smoothed"/>.</summary>
        public int SmoothedRtt { get { return RttEstimator.Smoothed(_memory); } }

        /// <summary>See <see cref="RttEstimator.MinRtt"/>.</summary>
        public int MinRtt { get { return RttEstimator.MinRtt(_memory); } }

        /// <summary>See <see cref="RttEstimator.ProbeTimeout"/>.</summary>
        public int ProbeTimeout { get { return RttEstimator.ProbeTimeout(_memory); } }

        /// <summary>See <see cref="LossDetector.ProbeCount"/>.</summary>
        public int ProbeCount { get { return LossDetector.ProbeCount(_memory); } }

        /// <summary>See <see cref="LossDetector.NextNumber"/>.</summary>
        public long NextNumber(int space)
        {
            return LossDetector.NextNumber(_memory, space);
        }

        /// <summary>Begins a space at another number than 0.</summary>
        public void SetNextNumber(int space, long number)
        {
            _memory.Longs[LossDetector.Next + space] = number;
        }

        /// <summary>See <see cref="LossDetector.LargestAcknowledged"/>.</summary>
        public long LargestAcknowledged(int space)
        {
            return LossDetector.LargestAcknowledged(_memory, space);
        }

        /// <summary>See <see cref="LossDetector.OnPacketSent"/>.</summary>
        public long OnPacketSent(int space, int size, long now)
        {
            long number = NextNumber(space);
            if (SentPacketTracker.HasContent(_memory))
            {
                _lastActivity = now;
            }

            LossDetector.OnPacketSent(_memory, space, size, now);
            return number;
        }

        /// <summary>See <see cref="LossDetector.OnAck"/>.</summary>
        public int OnAck(Frame frame, byte[] buffer, int space, long now)
        {
            int probes = ProbeCount;
            int error = LossDetector.OnAck(_memory, frame, buffer, space, now);
            if (!_isValidated)
            {
                // Only what proves that the server has validated the address ends the backoff.
                _memory.Ints[LossDetector.PtoCount] = probes;
            }

            _lastActivity = now;
            return error;
        }

        /// <summary>See <see cref="CongestionController.MaySend"/>.</summary>
        public bool CanSend(long now)
        {
            return CongestionController.MaySend(_memory, now);
        }

        /// <summary>See <see cref="CongestionController.PacingTime"/>.</summary>
        public long PacingTime { get { return CongestionController.PacingTime(_memory); } }

        /// <summary>See <see cref="LossDetector.Probes"/>.</summary>
        public int Probes(int space)
        {
            return LossDetector.Probes(_memory, space);
        }

        /// <summary>Whether any space has <see cref="Probes"/>.</summary>
        public bool HasProbes { get { return (Probes(PacketSpace.Initial) | Probes(PacketSpace.Handshake) | Probes(PacketSpace.Application)) != 0; } }

        /// <summary>See <see cref="LossDetector.Timeout"/>.</summary>
        public long Timeout(bool amplificationBlocked)
        {
            long time = LossDetector.Timeout(_memory, amplificationBlocked);
            return time == long.MaxValue && !_isValidated && !amplificationBlocked ? IdleProbe : time;
        }

        /// <summary>See <see cref="LossDetector.HandleTimeout"/>.</summary>
        public void HandleTimeout(long now)
        {
            if (LossDetector.Timeout(_memory, false) != long.MaxValue)
            {
                LossDetector.HandleTimeout(_memory, now);
            }
            else if (!_isValidated && IdleProbe <= now)
            {
                // Whichever keys there are decide the space: a PING is sent there.
                int[] ints = _memory.Ints;
                ints[LossDetector.ProbesDue] = 1;
                ints[LossDetector.ProbesDue + PacketSpace.Handshake] = 1;
                ints[LossDetector.PtoCount]++;
                _lastActivity = now;
            }
        }

        /// <summary>See <see cref="LossDetector.DropSpace"/>.</summary>
        public void DropSpace(int space)
        {
            LossDetector.DropSpace(_memory, space);
        }

        /// <summary>Retry, or a refused version: what was sent is void, and is sent anew (RFC 9002 section 6.3).</summary>
        public void OnRetry()
        {
            LossDetector.DropSpace(_memory, PacketSpace.Initial);
        }

        /// <summary>See <see cref="LossDetector.OnPathChange"/>.</summary>
        public void OnPathChange()
        {
            LossDetector.OnPathChange(_memory);
        }

        private long IdleProbe { get { return _lastActivity + ((long)RttEstimator.ProbePeriod(_memory) << ProbeCount); } }
    }
}
