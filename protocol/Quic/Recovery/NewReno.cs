// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Quic
{
    /// <summary>How the congestion window moves: NewReno (RFC 9002 section 7.3). Called by <see cref="CongestionController"/>.</summary>
    public static class NewReno
    {
        /// <summary>Ints of this class.</summary>
        internal const int IntCount = 0;

        private const int MaxWindow = 0x1000000;

        /// <summary>Sets the initial window (RFC 9002 section 7.2).</summary>
        /// <param name="c">Memory of the connection.</param>
        internal static void Start(ConnectionMemory c)
        {
            int[] ints = c.Ints;
            int datagram = ints[CongestionController.DatagramSize];
            int window = 10 * datagram;
            int least = 2 * datagram;
            int bound = 14720 > least ? 14720 : least;
            ints[CongestionController.CongestionWindow] = window < bound ? window : bound;
            ints[CongestionController.SlowStartThreshold] = int.MaxValue;
        }

        /// <summary>Grows the window; one that was not used stays (RFC 9002 section 7.8).</summary>
        /// <param name="c">Memory of the connection.</param>
        /// <param name="bytes">Bytes acknowledged.</param>
        /// <param name="inFlightBefore">Bytes in flight before.</param>
        internal static void OnAcknowledged(ConnectionMemory c, int bytes, int inFlightBefore)
        {
            int[] ints = c.Ints;
            int datagram = ints[CongestionController.DatagramSize];
            int window = ints[CongestionController.CongestionWindow];
            if (window < ints[CongestionController.SlowStartThreshold])
            {
                if (inFlightBefore << 1 >= window)
                {
                    window += bytes;
                }
            }
            else if (inFlightBefore + 3 * datagram >= window)
            {
                window += (int)((long)datagram * bytes / window);
            }

            ints[CongestionController.CongestionWindow] = window > MaxWindow ? MaxWindow : window;
        }

        /// <summary>Halves the window at the beginning of a recovery period.</summary>
        /// <param name="c">Memory of the connection.</param>
        internal static void OnCongestion(ConnectionMemory c)
        {
            int[] ints = c.Ints;
            int half = ints[CongestionController.CongestionWindow] >> 1;
            int minimum = ints[CongestionController.DatagramSize] << 1;
            ints[CongestionController.SlowStartThreshold] = half > minimum ? half : minimum;
            ints[CongestionController.CongestionWindow] = ints[CongestionController.SlowStartThreshold];
        }

        /// <summary>Falls back to the minimum window.</summary>
        /// <param name="c">Memory of the connection.</param>
        internal static void OnPersistentCongestion(ConnectionMemory c)
        {
            c.Ints[CongestionController.CongestionWindow] = c.Ints[CongestionController.DatagramSize] << 1;
        }
    }
}
