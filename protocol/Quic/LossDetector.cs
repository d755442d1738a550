// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Quic
{
    /// <summary>
    /// Loss detection and congestion control of one path (RFC 9002): packet and time threshold, probe timeouts, persistent congestion,
    /// NewReno with pacing. Works on the records of a <see cref="SentPacketTracker"/>.
    /// </summary>
    public sealed class LossDetector
    {
        /// <summary>Makes a detector.</summary>
        /// <param name="tracker">Records of the connection.</param>
        /// <param name="streams">Told what was acknowledged or lost of its frames.</param>
        /// <param name="isServer">A client must also probe while nothing is in flight, until the server has validated its address.</param>
        public LossDetector(SentPacketTracker tracker, StreamMap streams, bool isServer)
        {
        }

        /// <summary>Begins a connection.</summary>
        /// <param name="datagramSize">Bytes of a full datagram.</param>
        public void Reset(int datagramSize)
        {
        }

        /// <summary>The peer's max_ack_delay, microseconds.</summary>
        public int PeerMaxAckDelay;

        /// <summary>The peer's ack_delay_exponent.</summary>
        public int PeerAckDelayExponent;

        /// <summary>Handshake confirmed: application data may be probed, and the peer's max_ack_delay counts.</summary>
        public bool HandshakeConfirmed;

        /// <summary>Client: the server has validated the address (a Handshake ACK came). Always true on a server.</summary>
        public bool PeerValidatedAddress;

        /// <summary>Bytes in flight.</summary>
        public int BytesInFlight { get { return 0; } }

        /// <summary>Congestion window, bytes.</summary>
        public int CongestionWindow { get { return 0; } }

        /// <summary>Smoothed round-trip time, microseconds.</summary>
        public int SmoothedRtt { get { return 0; } }

        /// <summary>Probe timeout without backoff, microseconds, max_ack_delay included: the unit of several other timers.</summary>
        public int ProbeTimeout { get { return 0; } }

        /// <summary>Probe timeouts in a row without an acknowledgement.</summary>
        public int ProbeCount { get { return 0; } }

        /// <summary>Next packet number of a space.</summary>
        public long NextNumber(int space)
        {
            return 0;
        }

        /// <summary>Largest number of a space the peer acknowledged, -1 for none: decides how many bytes a packet number needs.</summary>
        public long LargestAcknowledged(int space)
        {
            return -1;
        }

        /// <summary>
        /// A packet was sealed and is sent: takes its number, and charges it if it was composed through the tracker
        /// (<see cref="SentPacketTracker.HasContent"/>).
        /// </summary>
        /// <returns>The packet's number (as <see cref="NextNumber"/> gave it before).</returns>
        public long OnPacketSent(int space, int size, long now)
        {
            return 0;
        }

        /// <summary>Processes an ACK frame.</summary>
        /// <returns>0, or the transport error: PROTOCOL_VIOLATION for a number that was never sent.</returns>
        public int OnAck(Frame frame, byte[] buffer, int space, long now)
        {
            return 0;
        }

        /// <summary>Whether the congestion window and the pacer let a full datagram go now. Probes and pure ACKs do not ask.</summary>
        public bool CanSend(long now)
        {
            return false;
        }

        /// <summary>When the pacer lets the next datagram go; long.MaxValue when not the pacer is what holds it.</summary>
        public long PacingTime { get { return long.MaxValue; } }

        /// <summary>Probe packets to be sent in a space now, whatever the congestion window says.</summary>
        public int Probes(int space)
        {
            return 0;
        }

        /// <summary>Bits of <see cref="Probes"/>: any space.</summary>
        public bool HasProbes { get { return false; } }

        /// <summary>
        /// When <see cref="HandleTimeout"/> is due, microseconds; long.MaxValue for never.
        /// </summary>
        /// <param name="amplificationBlocked">Whether the anti-amplification limit forbids sending anything: then no timer is needed (RFC 9002 section 6.2.2.1).</param>
        public long Timeout(bool amplificationBlocked)
        {
            return long.MaxValue;
        }

        /// <summary>
        /// Runs the timer: declares losses by time, or makes probes due (their content is marked for resending). Does nothing before its time.
        /// </summary>
        public void HandleTimeout(long now)
        {
        }

        /// <summary>Keys of a space are gone: its packets leave the flight without a verdict (RFC 9002 section 6.4).</summary>
        public void DropSpace(int space)
        {
        }

        /// <summary>Retry, or a refused version: Initial packets are sent anew; the round-trip time stays (RFC 9002 section 6.3).</summary>
        public void OnRetry()
        {
        }

        /// <summary>A new path: round-trip time and congestion window begin anew (RFC 9000 section 9.4).</summary>
        public void OnPathChange()
        {
        }

        /// <summary>Tells that the sender had nothing to send, so the window was not the limit (RFC 9002 section 7.8).</summary>
        public void OnApplicationLimited()
        {
        }
    }
}
