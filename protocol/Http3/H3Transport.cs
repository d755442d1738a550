// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Http3
{
    /// <summary>
    /// What HTTP/3 asks of a QUIC connection; <see cref="QuicTransport"/> is the real one. It stands between so that an
    /// <see cref="H3Connection"/> can be tried byte by byte without packets. The members mean what those of
    /// <see cref="Quic.Connection"/> with the same names mean.
    /// </summary>
    public abstract class H3Transport
    {
        /// <summary>Number of the connection's slot at its endpoint.</summary>
        public abstract int SlotIndex { get; }

        /// <summary>Highest stream slot number plus one; fixed for life.</summary>
        public abstract int StreamLimit { get; }

        /// <summary>Stream of the event last polled.</summary>
        public abstract int EventStream { get; }

        /// <summary>The array that received bytes are read from.</summary>
        public abstract byte[] ReadBuffer { get; }

        /// <summary>Tells the connection where the bytes it sends are read.</summary>
        /// <param name="source">The source, for life.</param>
        public abstract void SetSource(Quic.StreamSource source);

        /// <summary>Next event, one of <see cref="Quic.QuicEvent"/>.</summary>
        /// <returns>The event.</returns>
        public abstract int PollEvent();

        /// <summary>Stream id of a stream slot.</summary>
        /// <param name="stream">Stream slot.</param>
        /// <returns>The id, -1 if the slot is unused.</returns>
        public abstract long StreamId(int stream);

        /// <summary>Where the next byte of a stream lies in <see cref="ReadBuffer"/>.</summary>
        /// <param name="stream">Stream slot.</param>
        /// <returns>The index.</returns>
        public abstract int ReadOffset(int stream);

        /// <summary>Bytes in one run from <see cref="ReadOffset"/>.</summary>
        /// <param name="stream">Stream slot.</param>
        /// <returns>Their number.</returns>
        public abstract int ReadableLength(int stream);

        /// <summary>Bytes that can be read in order, over all runs.</summary>
        /// <param name="stream">Stream slot.</param>
        /// <returns>Their number.</returns>
        public abstract int AvailableLength(int stream);

        /// <summary>Whether the FIN is known and everything before it is available.</summary>
        /// <param name="stream">Stream slot.</param>
        /// <returns>True if so.</returns>
        public abstract bool IsReceiveComplete(int stream);

        /// <summary>Copies available bytes without consuming them.</summary>
        /// <param name="stream">Stream slot.</param>
        /// <param name="skip">Bytes to leave out first.</param>
        /// <param name="destination">Where to write.</param>
        /// <param name="offset">First byte to write.</param>
        /// <param name="count">Bytes to copy.</param>
        public abstract void Peek(int stream, int skip, byte[] destination, int offset, int count);

        /// <summary>Gives back bytes at the read position.</summary>
        /// <param name="stream">Stream slot.</param>
        /// <param name="count">Their number, over runs if need be.</param>
        public abstract void Consume(int stream, int count);

        /// <summary>Announces what can be sent.</summary>
        /// <param name="stream">Stream slot.</param>
        /// <param name="end">Bytes of the stream that exist by now.</param>
        /// <param name="fin">Whether that is all.</param>
        public abstract void SetSendLimit(int stream, long end, bool fin);

        /// <summary>Bytes acknowledged without a gap.</summary>
        /// <param name="stream">Stream slot.</param>
        /// <returns>Their number.</returns>
        public abstract long SendAcknowledged(int stream);

        /// <summary>Opens a unidirectional stream.</summary>
        /// <returns>Stream slot, or -1 if not possible now.</returns>
        public abstract int OpenUnidirectionalStream();

        /// <summary>RESET_STREAM.</summary>
        /// <param name="stream">Stream slot.</param>
        /// <param name="code">Error code.</param>
        public abstract void ResetStream(int stream, long code);

        /// <summary>STOP_SENDING.</summary>
        /// <param name="stream">Stream slot.</param>
        /// <param name="code">Error code.</param>
        public abstract void StopSending(int stream, long code);

        /// <summary>The application is through with a stream.</summary>
        /// <param name="stream">Stream slot.</param>
        public abstract void ReleaseStream(int stream);

        /// <summary>Closes with an application's code.</summary>
        /// <param name="code">Error code.</param>
        public abstract void Close(long code);
    }
}
