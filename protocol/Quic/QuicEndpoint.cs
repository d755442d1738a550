// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Quic
{
    /// <summary>
    /// The server's side of a UDP port: routes datagrams to connection slots by connection id, admits new clients, and answers
    /// statelessly where no state is to be held. One thread, no socket, no clock: addresses are IPv6 in two longs (IPv4 mapped,
    /// ::ffff:a.b.c.d), time is microseconds of a monotonic clock.
    /// </summary>
    public sealed class QuicEndpoint
    {
        private readonly int[] _counters = new int[QuicCounter.Count];

        /// <summary>Counters by <see cref="QuicCounter"/>.</summary>
        public int[] Counters { get { return _counters; } }

        /// <summary>Number of slots.</summary>
        public int ConnectionCount { get { return 0; } }

        /// <summary>A slot; the object stays the same for life.</summary>
        public Connection Connection(int slot)
        {
            return null;
        }

        /// <summary>Takes a received datagram, decrypting it in place.</summary>
        /// <returns>
        /// Length of a stateless answer (Version Negotiation, Retry, stateless reset) written over the datagram at
        /// <paramref name="offset"/>, to be sent back to the same address at once; 0 for none. It is never longer than what came.
        /// </returns>
        public int FeedDatagram(byte[] buffer, int offset, int length, long addressHigh, long addressLow, int port, long now)
        {
            return 0;
        }

        /// <summary>Composes the next datagram of any connection; connections take turns.</summary>
        /// <returns>Its length, 0 for none; OutputAddressHigh, OutputAddressLow and OutputPort say to whom.</returns>
        public int PollOutput(byte[] buffer, int offset, int max, long now)
        {
            return 0;
        }

        /// <summary>Receiver of the datagram last composed.</summary>
        public long OutputAddressHigh { get { return 0; } }

        /// <summary>Receiver of the datagram last composed.</summary>
        public long OutputAddressLow { get { return 0; } }

        /// <summary>Receiver of the datagram last composed.</summary>
        public int OutputPort { get { return 0; } }

        /// <summary>When <see cref="HandleTimeout"/> is to be called (microseconds), long.MaxValue for never.</summary>
        public long NextTimeout { get { return long.MaxValue; } }

        /// <summary>Runs what is due: loss timers, probes, idle and handshake timeouts, delayed acknowledgements.</summary>
        public void HandleTimeout(long now)
        {
        }

        /// <summary>Advances handshake computations.</summary>
        /// <param name="budget">Units of about 1,000 IL operations.</param>
        /// <param name="now">Time, microseconds.</param>
        /// <returns>True while work is pending.</returns>
        public bool Step(int budget, long now)
        {
            return false;
        }

        /// <summary>Closes every connection with an application code, for a shutdown; go on polling output afterwards.</summary>
        public void CloseAll(long errorCode)
        {
        }
    }
}
