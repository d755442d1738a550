// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Quic
{
    /// <summary>
    /// Where a connection reads the bytes of its outgoing streams. QUIC keeps nothing of what it sends: a packet is composed by
    /// asking for a range, and a lost range is asked for again.
    /// </summary>
    public abstract class StreamSource
    {
        /// <summary>
        /// Copies bytes of a stream. The same offset must give the same bytes until they are acknowledged
        /// (<see cref="Connection.SendAcknowledged"/>) or the stream is reset.
        /// </summary>
        /// <param name="streamIndex">Slot of the stream in its connection.</param>
        /// <param name="offset">Stream offset of the first byte wanted; never at or beyond the announced send limit.</param>
        /// <param name="destination">Where to write.</param>
        /// <param name="destinationOffset">First byte to write.</param>
        /// <param name="count">Bytes wanted, all below the announced limit.</param>
        /// <returns>Bytes written; less than <paramref name="count"/> sends a shorter frame and asks for the rest later.</returns>
        public abstract int Read(int streamIndex, long offset, byte[] destination, int destinationOffset, int count);

        /// <summary>
        /// Whether everything that is open on the connection is without an end by its nature (event streams, tunnels), so that the connection may be closed
        /// when another client needs its slot.
        /// </summary>
        public virtual bool MayEnd
        {
            get { return false; }
        }
    }
}
