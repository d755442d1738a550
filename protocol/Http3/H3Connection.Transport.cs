// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Http3
{
    /// <content>
    /// What HTTP/3 asks of a QUIC connection; <see cref="H3QuicConnection"/> is on a real one. Left open, so that an <see cref="H3Connection"/>
    /// can be tried byte by byte without packets; by inheritance, as another object would take memory. The members mean what those of
    /// <see cref="Quic.Connection"/> with the same names mean.
    /// </content>
    public abstract partial class H3Connection
    {
        /// <summary>Stream of the event last polled.</summary>
        protected abstract int EventStream { get; }

        /// <summary>The array that received bytes are read from.</summary>
        protected abstract byte[] ReadBuffer { get; }

        /// <summary>Next event, one of <see cref="Quic.QuicEvent"/>.</summary>
        /// <returns>The event.</returns>
        protected abstract int PollEvent();

        /// <summary>Stream id of a stream slot.</summary>
        /// <param name="stream">Stream slot.</param>
        /// <returns>The id, -1 if the slot is unused.</returns>
        protected abstract long StreamId(int stream);

        /// <summary>Where the next byte of a stream lies in <see cref="ReadBuffer"/>.</summary>
        /// <param name="stream">Stream slot.</param>
        /// <returns>The index.</returns>
        protected abstract int ReadOffset(int stream);

        /// <summary>Bytes in one run from <see cref="ReadOffset"/>.</summary>
        /// <param name="stream">Stream slot.</param>
        /// <returns>Their number.</returns>
        protected abstract int ReadableLength(int stream);

        /// <summary>Bytes that can be read in order, over all runs.</summary>
        /// <param name="stream">Stream slot.</param>
        /// <returns>Their number.</returns>
        protected abstract int AvailableLength(int stream);

        /// <summary>Whether the FIN is known and everything before it is available.</summary>
        /// <param name="stream">Stream slot.</param>
        /// <returns>True if so.</returns>
        protected abstract bool IsReceiveComplete(int stream);

        /// <summary>Copies available bytes without consuming them.</summary>
        /// <param name="stream">Stream slot.</param>
        /// <param name="skip">Bytes to leave out first.</param>
        /// <param name="destination">Where to write.</param>
        /// <param name="offset">First byte to write.</param>
        /// <param name="count">Bytes to copy.</param>
        protected abstract void Peek(int stream, int skip, byte[] destination, int offset, int count);

        /// <summary>Gives back bytes at the read position.</summary>
        /// <param name="stream">Stream slot.</param>
        /// <param name="count">Their number, over runs if need be.</param>
        protected abstract void Consume(int stream, int count);

        /// <summary>Announces what can be sent.</summary>
        /// <param name="stream">Stream slot.</param>
        /// <param name="end">Bytes of the stream that exist by now.</param>
        /// <param name="fin">Whether that is all.</param>
        protected abstract void SetSendLimit(int stream, long end, bool fin);

        /// <summary>Bytes acknowledged without a gap.</summary>
        /// <param name="stream">Stream slot.</param>
        /// <returns>Their number.</returns>
        protected abstract long SendAcknowledged(int stream);

        /// <summary>Opens a unidirectional stream.</summary>
        /// <returns>Stream slot, or -1 if not possible now.</returns>
        protected abstract int OpenUnidirectionalStream();

        /// <summary>RESET_STREAM.</summary>
        /// <param name="stream">Stream slot.</param>
        /// <param name="code">Error code.</param>
        protected abstract void ResetStream(int stream, long code);

        /// <summary>STOP_SENDING.</summary>
        /// <param name="stream">Stream slot.</param>
        /// <param name="code">Error code.</param>
        protected abstract void StopSending(int stream, long code);

        /// <summary>The application is through with a stream.</summary>
        /// <param name="stream">Stream slot.</param>
        protected abstract void ReleaseStream(int stream);

        /// <summary>Closes with an application's code.</summary>
        /// <param name="code">Error code.</param>
        protected abstract void CloseTransport(long code);
    }
}
