// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Quic
{
    /// <summary>
    /// Congestion control of the current path, as the rest of recovery sees it (RFC 9002 section 7): bytes in flight, the pacer, the recovery period, and the
    /// calls of the algorithm that moves the window. That algorithm is <see cref="NewReno"/>; another one is a file of its own with the same four methods,
    /// and its name in this file.
    /// </summary>
    public static class CongestionController
    {
        // Idle credit of the pacer, microseconds: it covers a clock that advances in steps of 10 ms, and a loop that was busy.
        private const int PacerCredit = 20000;

        // Longs: when the recovery period began, -1 for none; when the pacer lets the next datagram go.
        private const int RecoveryStartTime = RttEstimator.EndLong;
        private const int PaceTime = RecoveryStartTime + 1;

        /// <summary>Where the longs of the next class begin.</summary>
        internal const int EndLong = RecoveryStartTime + 2;

        // Ints, all in bytes.

        /// <summary>Size of a full datagram, in the ints.</summary>
        internal const int DatagramSize = RttEstimator.EndInt;

        /// <summary>congestion_window, in the ints.</summary>
        internal const int CongestionWindow = DatagramSize + 1;

        private const int InFlight = DatagramSize + 2;

        /// <summary>ssthresh, in the ints: int.MaxValue before the first loss.</summary>
        internal const int SlowStartThreshold = DatagramSize + 3;

        /// <summary>Where the ints of the algorithm begin.</summary>
        internal const int AlgorithmInts = DatagramSize + 4;

        /// <summary>Where the ints of the next class begin.</summary>
        internal const int EndInt = AlgorithmInts + NewReno.IntCount;

        /// <summary>Begins a connection: nothing is in flight.</summary>
        /// <param name="c">Memory of the connection.</param>
        /// <param name="datagramSize">Bytes of a full datagram.</param>
        internal static void Reset(ConnectionMemory c, int datagramSize)
        {
            c.Ints[DatagramSize] = datagramSize;
            c.Ints[InFlight] = 0;
            OnPathChange(c);
        }

        /// <summary>Begins anew on a new path (RFC 9000 section 9.4); packets in flight stay so.</summary>
        /// <param name="c">Memory of the connection.</param>
        internal static void OnPathChange(ConnectionMemory c)
        {
            c.Longs[RecoveryStartTime] = -1;
            c.Longs[PaceTime] = 0;
            NewReno.Start(c);
        }

        /// <summary>Bytes in flight.</summary>
        /// <param name="c">Memory of the connection.</param>
        /// <returns>The bytes.</returns>
        public static int BytesInFlight(ConnectionMemory c)
        {
            return c.Ints[InFlight];
        }

        /// <summary>Whether the congestion window and the pacer let a full datagram go now. Probes and packets of ACK frames alone do not ask.</summary>
        /// <param name="c">Memory of the connection.</param>
        /// <param name="now">Time, microseconds.</param>
        /// <returns>True if it may be sent.</returns>
        public static bool MaySend(ConnectionMemory c, long now)
        {
            int[] ints = c.Ints;
            return ints[InFlight] + ints[DatagramSize] <= ints[CongestionWindow] && c.Longs[PaceTime] <= now;
        }

        /// <summary>When the pacer lets the next datagram go.</summary>
        /// <param name="c">Memory of the connection.</param>
        /// <returns>Microseconds; long.MaxValue when it is not the pacer that holds it.</returns>
        public static long PacingTime(ConnectionMemory c)
        {
            int[] ints = c.Ints;
            return ints[InFlight] + ints[DatagramSize] <= ints[CongestionWindow] ? c.Longs[PaceTime] : long.MaxValue;
        }

        /// <summary>A packet that counts as in flight was sent.</summary>
        /// <param name="c">Memory of the connection.</param>
        /// <param name="size">Its bytes.</param>
        /// <param name="now">Time, microseconds.</param>
        internal static void OnSent(ConnectionMemory c, int size, long now)
        {
            int[] ints = c.Ints;
            ints[InFlight] += size;
            long pace = c.Longs[PaceTime];
            long credit = now - PacerCredit;
            if (pace < credit)
            {
                pace = credit;
            }

            if (RttEstimator.MinRtt(c) != 0)
            {
                // 5/4 of the window per round trip (RFC 9002 section 7.7). Before the first sample the initial window may go at once: the guess of a third of
                // a second would hold the handshake up.
                c.Longs[PaceTime] = pace + (long)RttEstimator.Smoothed(c) * size * 4 / ((long)ints[CongestionWindow] * 5);
            }
        }

        /// <summary>Packets are in flight no more: acknowledged, lost, dropped with their keys, or repeated in another packet.</summary>
        /// <param name="c">Memory of the connection.</param>
        /// <param name="bytes">Their bytes.</param>
        internal static void OnRemoved(ConnectionMemory c, int bytes)
        {
            c.Ints[InFlight] -= bytes;
        }

        /// <summary>When the recovery period began: packets sent later tell about the path as it is now.</summary>
        /// <param name="c">Memory of the connection.</param>
        /// <returns>Microseconds; -1 for none.</returns>
        internal static long RecoveryStart(ConnectionMemory c)
        {
            return c.Longs[RecoveryStartTime];
        }

        /// <summary>Packets sent outside the recovery period were acknowledged, and none was lost.</summary>
        /// <param name="c">Memory of the connection.</param>
        /// <param name="bytes">Their bytes.</param>
        /// <param name="inFlightBefore">Bytes in flight before the acknowledgement: a window that was not used does not grow.</param>
        /// <param name="now">Time, microseconds; NewReno does not need it, but other algorithms do (RFC 9438 section 4.2).</param>
        internal static void OnAcknowledged(ConnectionMemory c, int bytes, int inFlightBefore, long now)
        {
            if (bytes != 0)
            {
                NewReno.OnAcknowledged(c, bytes, inFlightBefore);
            }
        }

        /// <summary>Packets were lost.</summary>
        /// <param name="c">Memory of the connection.</param>
        /// <param name="lastSent">When the last of them was sent, microseconds.</param>
        /// <param name="persistent">Whether this is persistent congestion (RFC 9002 section 7.6).</param>
        /// <param name="now">Time, microseconds.</param>
        /// <returns>Whether the window shrank.</returns>
        internal static bool OnLost(ConnectionMemory c, long lastSent, bool persistent, long now)
        {
            long[] longs = c.Longs;
            bool shrank = lastSent > longs[RecoveryStartTime];
            if (shrank)
            {
                longs[RecoveryStartTime] = now;
                NewReno.OnCongestion(c);
            }

            if (persistent)
            {
                longs[RecoveryStartTime] = -1;
                NewReno.OnPersistentCongestion(c);
            }

            return shrank || persistent;
        }
    }
}
