// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Quic
{
    /// <summary>
    /// One slot of the server: a QUIC connection (RFC 9000), from the decrypted Initial that claimed it to its end.
    /// Streams are addressed by their slot number in the connection (0 .. StreamLimit-1), which stays the stream's until
    /// <see cref="ReleaseStream"/>.
    /// </summary>
    public sealed partial class Connection
    {
        /// <summary>Number of this slot at its endpoint.</summary>
        public int SlotIndex { get { return 0; } }

        /// <summary>Grows by one whenever the slot is claimed, so that a user of the slot can tell its connections apart.</summary>
        public int Generation { get { return 0; } }

        /// <summary>Whether the handshake is complete and the connection is not closing.</summary>
        public bool IsEstablished { get { return false; } }

        /// <summary>Whether nothing lives in the slot.</summary>
        public bool IsFree { get { return true; } }

        /// <summary>Whether the slot is between its claim and its completion or failure.</summary>
        public bool IsHandshaking { get { return false; } }

        /// <summary>Time (microseconds) since when no request stream has been open; meaningful when none is.</summary>
        public long IdleSince { get { return 0; } }

        /// <summary>Where stream bytes to send are read. Set once, at boot.</summary>
        public StreamSource Source;

        /// <summary>
        /// Next event, or <see cref="QuicEvent.None"/>. Events are bits, not queue entries: none is ever lost (a stream that became
        /// readable twice reports once), and <see cref="QuicEvent.Closed"/> waits until it is taken before the slot is used again.
        /// </summary>
        public int PollEvent()
        {
            return QuicEvent.None;
        }

        /// <summary>Stream of the event last polled.</summary>
        public int EventStream { get { return 0; } }

        /// <summary>Highest stream slot number plus one.</summary>
        public int StreamLimit { get { return 0; } }

        /// <summary>Error code the connection ended with, whoever closed it.</summary>
        public long CloseErrorCode { get { return 0; } }

        /// <summary>Whether <see cref="CloseErrorCode"/> is an application's (else of the transport).</summary>
        public bool ClosedByApplicationCode { get { return false; } }

        /// <summary>Stream id (RFC 9000 section 2.1) of a stream slot; -1 if unused.</summary>
        public long StreamId(int streamIndex)
        {
            return -1;
        }

        /// <summary>Code of the peer's RESET_STREAM or STOP_SENDING.</summary>
        public long StreamErrorCode(int streamIndex)
        {
            return 0;
        }

        /// <summary>The array that received stream bytes are read from, in place.</summary>
        public byte[] ReadBuffer { get { return null; } }

        /// <summary>Where in <see cref="ReadBuffer"/> the byte at the read position of a stream is.</summary>
        public int ReadOffset(int streamIndex)
        {
            return 0;
        }

        /// <summary>Bytes that lie in one run from <see cref="ReadOffset"/>; after <see cref="Consume"/> there may be another run.</summary>
        public int ReadableLength(int streamIndex)
        {
            return 0;
        }

        /// <summary>Bytes that can be read in order from the read position on, over all runs.</summary>
        public int AvailableLength(int streamIndex)
        {
            return 0;
        }

        /// <summary>Whether the peer's FIN was received and <see cref="AvailableLength"/> reaches up to it (also when nothing is left).</summary>
        public bool IsReceiveComplete(int streamIndex)
        {
            return false;
        }

        /// <summary>Copies bytes from the read position on without consuming them, over the borders of runs.</summary>
        /// <param name="streamIndex">Stream slot.</param>
        /// <param name="skip">Bytes to leave out first.</param>
        /// <param name="destination">Where to write.</param>
        /// <param name="destinationOffset">First byte to write.</param>
        /// <param name="count">Bytes to copy; skip + count is at most <see cref="AvailableLength"/>.</param>
        public void Peek(int streamIndex, int skip, byte[] destination, int destinationOffset, int count)
        {
        }

        /// <summary>Gives bytes at the read position back; flow control credit follows from it.</summary>
        public void Consume(int streamIndex, int count)
        {
        }

        /// <summary>Whether the peer's FIN was reached and every byte consumed.</summary>
        public bool IsReceiveFinished(int streamIndex)
        {
            return false;
        }

        /// <summary>Announces that <see cref="Source"/> can deliver a stream's bytes [0, end). Never lowers the limit.</summary>
        /// <param name="streamIndex">Stream slot.</param>
        /// <param name="end">Bytes of the stream that exist by now.</param>
        /// <param name="fin">Whether <paramref name="end"/> is the final size.</param>
        public void SetSendLimit(int streamIndex, long end, bool fin)
        {
        }

        /// <summary>Bytes acknowledged from the start of the stream on without a gap: the source may forget those.</summary>
        public long SendAcknowledged(int streamIndex)
        {
            return 0;
        }

        /// <summary>Bytes of the stream that went into packets at least once.</summary>
        public long SendOffset(int streamIndex)
        {
            return 0;
        }

        /// <summary>Opens a unidirectional stream of ours.</summary>
        /// <returns>Stream slot, or -1 while the peer's limit or the slots allow none.</returns>
        public int OpenUnidirectionalStream()
        {
            return -1;
        }

        /// <summary>Ends the sending part of a stream abruptly (RESET_STREAM).</summary>
        public void ResetStream(int streamIndex, long code)
        {
        }

        /// <summary>Asks the peer to send no more on a stream; what still comes is discarded.</summary>
        public void StopSending(int streamIndex, long code)
        {
        }

        /// <summary>
        /// The application is through with a stream. The slot is used again as soon as both directions are finished on the wire;
        /// unread data is discarded, what was announced is still delivered.
        /// </summary>
        public void ReleaseStream(int streamIndex)
        {
        }

        /// <summary>Closes the connection with CONNECTION_CLOSE. No further event but Closed follows.</summary>
        /// <param name="application">Whether the code is an application's (frame type 0x1d).</param>
        /// <param name="errorCode">Error code.</param>
        public void Close(bool application, long errorCode)
        {
        }
    }
}
