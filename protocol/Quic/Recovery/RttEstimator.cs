// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Quic
{
    /// <summary>
    /// Round-trip time of the current path (RFC 9002 section 5): latest_rtt, min_rtt, smoothed_rtt and rttvar, in microseconds, and the peer's
    /// max_ack_delay and ack_delay_exponent.
    /// </summary>
    public static class RttEstimator
    {
        /// <summary>kGranularity, microseconds.</summary>
        internal const int Granularity = 1000;

        // kInitialRtt.
        private const int InitialRtt = 333000;

        // Upper bound of an RTT sample, in microseconds, and of the base of timers: a peer that acknowledges late must not hold a slot for minutes.
        private const int MaxSample = 10000000;

        // Longs: when the first sample was taken, long.MaxValue before.
        private const int FirstSampleTime = ApplicationKeys.EndLong;

        /// <summary>Where the longs of the next class begin.</summary>
        internal const int EndLong = FirstSampleTime + 1;

        // Ints. MinRttValue is 0 before the first sample.
        private const int LatestRtt = ApplicationKeys.EndInt;
        private const int SmoothedRtt = LatestRtt + 1;
        private const int RttVar = LatestRtt + 2;
        private const int MinRttValue = LatestRtt + 3;
        private const int PeerMaxAckDelay = LatestRtt + 4;
        private const int PeerAckDelayExponent = LatestRtt + 5;

        /// <summary>Where the ints of the next class begin.</summary>
        internal const int EndInt = LatestRtt + 6;

        /// <summary>Begins a connection, with the defaults of the peer's transport parameters.</summary>
        /// <param name="c">Memory of the connection.</param>
        internal static void Reset(ConnectionMemory c)
        {
            c.Ints[PeerMaxAckDelay] = 25000;
            c.Ints[PeerAckDelayExponent] = 3;
            OnPathChange(c);
        }

        /// <summary>Forgets the samples: a new path has a round-trip time of its own (RFC 9000 section 9.4).</summary>
        /// <param name="c">Memory of the connection.</param>
        internal static void OnPathChange(ConnectionMemory c)
        {
            int[] ints = c.Ints;
            ints[LatestRtt] = 0;
            ints[MinRttValue] = 0;
            ints[SmoothedRtt] = InitialRtt;
            ints[RttVar] = InitialRtt >> 1;
            c.Longs[FirstSampleTime] = long.MaxValue;
        }

        /// <summary>Takes the peer's transport parameters.</summary>
        /// <param name="c">Memory of the connection.</param>
        /// <param name="exponent">ack_delay_exponent.</param>
        /// <param name="maxAckDelay">max_ack_delay, microseconds.</param>
        public static void SetPeerAckDelay(ConnectionMemory c, int exponent, int maxAckDelay)
        {
            c.Ints[PeerAckDelayExponent] = exponent;
            c.Ints[PeerMaxAckDelay] = maxAckDelay;
        }

        /// <summary>Takes a sample (RFC 9002 section 5.3).</summary>
        /// <param name="c">Memory of the connection.</param>
        /// <param name="sample">Time since the largest acknowledged packet was sent, microseconds.</param>
        /// <param name="ackDelay">ACK Delay field, not scaled; 0 in the spaces of the handshake.</param>
        /// <param name="confirmed">Whether the handshake is confirmed: from then on the peer keeps to its max_ack_delay.</param>
        /// <param name="now">Time, microseconds.</param>
        internal static void Update(ConnectionMemory c, long sample, long ackDelay, bool confirmed, long now)
        {
            int[] ints = c.Ints;
            int latest = sample > MaxSample ? MaxSample : sample < 1 ? 1 : (int)sample;
            ints[LatestRtt] = latest;
            if (ints[MinRttValue] == 0)
            {
                ints[MinRttValue] = latest;
                ints[SmoothedRtt] = latest;
                ints[RttVar] = latest >> 1;
                c.Longs[FirstSampleTime] = now;
                return;
            }

            if (latest < ints[MinRttValue])
            {
                ints[MinRttValue] = latest;
            }

            // The ACK Delay field is in units of 2^ack_delay_exponent microseconds (RFC 9000 section 19.3).
            long delay = ackDelay > int.MaxValue ? int.MaxValue : ackDelay << ints[PeerAckDelayExponent];
            if (confirmed && delay > ints[PeerMaxAckDelay])
            {
                delay = ints[PeerMaxAckDelay];
            }

            int adjusted = latest;
            if (latest - delay >= ints[MinRttValue])
            {
                adjusted = latest - (int)delay;
            }

            int smoothed = ints[SmoothedRtt];
            int difference = smoothed - adjusted;
            ints[RttVar] += ((difference < 0 ? -difference : difference) - ints[RttVar]) >> 2;
            ints[SmoothedRtt] = smoothed + ((adjusted - smoothed) >> 3);
        }

        /// <summary>smoothed_rtt, microseconds.</summary>
        /// <param name="c">Memory of the connection.</param>
        /// <returns>The estimate; 333,000 before the first sample.</returns>
        public static int Smoothed(ConnectionMemory c)
        {
            return c.Ints[SmoothedRtt];
        }

        /// <summary>min_rtt, microseconds.</summary>
        /// <param name="c">Memory of the connection.</param>
        /// <returns>The smallest sample; 0 before the first one.</returns>
        public static int MinRtt(ConnectionMemory c)
        {
            return c.Ints[MinRttValue];
        }

        /// <summary>When the first sample was taken, microseconds.</summary>
        /// <param name="c">Memory of the connection.</param>
        /// <returns>The time; long.MaxValue before.</returns>
        internal static long FirstSample(ConnectionMemory c)
        {
            return c.Longs[FirstSampleTime];
        }

        /// <summary>The peer's max_ack_delay, microseconds.</summary>
        /// <param name="c">Memory of the connection.</param>
        /// <returns>The delay.</returns>
        internal static int MaxAckDelay(ConnectionMemory c)
        {
            return c.Ints[PeerMaxAckDelay];
        }

        /// <summary>smoothed_rtt + max(4 * rttvar, kGranularity), microseconds: the probe timeout of the handshake's spaces, without backoff.</summary>
        /// <param name="c">Memory of the connection.</param>
        /// <returns>The period.</returns>
        internal static int ProbePeriod(ConnectionMemory c)
        {
            int[] ints = c.Ints;
            int variation = ints[RttVar] << 2;
            return ints[SmoothedRtt] + (variation < Granularity ? Granularity : variation);
        }

        /// <summary>
        /// Probe timeout of application data without backoff, microseconds (RFC 9002 section 6.2.1), max_ack_delay included, at most ten seconds: the
        /// unit of several other timers.
        /// </summary>
        /// <param name="c">Memory of the connection.</param>
        /// <returns>The period.</returns>
        public static int ProbeTimeout(ConnectionMemory c)
        {
            int timeout = ProbePeriod(c) + c.Ints[PeerMaxAckDelay];
            return timeout < MaxSample ? timeout : MaxSample;
        }

        /// <summary>Age from which a packet counts as lost once a later one was acknowledged (RFC 9002 section 6.1.2), microseconds.</summary>
        /// <param name="c">Memory of the connection.</param>
        /// <returns>The age.</returns>
        internal static int LossDelay(ConnectionMemory c)
        {
            int[] ints = c.Ints;
            int rtt = ints[LatestRtt] > ints[SmoothedRtt] ? ints[LatestRtt] : ints[SmoothedRtt];
            int delay = rtt + (rtt >> 3);
            return delay < Granularity ? Granularity : delay;
        }
    }
}
