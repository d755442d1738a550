// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using MilliHttp.Nano.Quic;

namespace MilliHttp.Nano.Http3
{
    /// <summary>
    /// A connection as its parts see it: its place in the shared arrays, and what HTTP/3 asks of QUIC. The parts (<see cref="H3Shared"/> names the
    /// arrays) are static classes that take this object, as an object for each part would cost memory for each connection.
    /// </summary>
    /// <remarks>
    /// The abstract members mean what the members of <see cref="Connection"/> with the same names mean. <see cref="H3QuicConnection"/> implements them
    /// on a real QUIC connection; tests implement them on a transport without packets, to try every byte boundary.
    /// </remarks>
    public abstract class H3Context : StreamSource
    {
        /// <summary>What all connections share.</summary>
        internal readonly H3Shared Shared;

        /// <summary>Where the states of the connection's stream slots begin in <see cref="H3Shared.States"/>.</summary>
        internal readonly int First;

        /// <summary>Makes the context of a connection slot.</summary>
        /// <param name="shared">What all connections share.</param>
        /// <param name="index">Number of the slot.</param>
        protected H3Context(H3Shared shared, int index)
        {
            Shared = shared;
            First = (index * (shared.Streams + 1)) - ConnectionFlags.Self;
            shared.States[First + ConnectionFlags.Self] = (index << ConnectionFlags.IndexShift) | ConnectionFlags.NoStream;
        }

        /// <summary>Whether a client is connected.</summary>
        public bool IsEstablished
        {
            get { return (Shared.States[First + ConnectionFlags.Self] & (ConnectionFlags.IsOpen | ConnectionFlags.IsClosing)) == ConnectionFlags.IsOpen; }
        }

        /// <summary>Number of open requests.</summary>
        public int RequestCount
        {
            get
            {
                int count = 0;
                for (int stream = 0; stream < Shared.Streams; stream++)
                {
                    if ((Shared.States[First + stream] & StreamState.KindMask) == StreamState.Request)
                    {
                        count++;
                    }
                }

                return count;
            }
        }

        /// <summary>Where the connection's own part of <see cref="H3Shared.Longs"/> begins.</summary>
        internal int Own
        {
            get { return (Shared.Sources.Length + (Shared.States[First + ConnectionFlags.Self] >> ConnectionFlags.IndexShift)) * RequestLayout.LongsPerRequest; }
        }

        /// <summary>Stream slot of the server's control stream, 0xFF if it is not open.</summary>
        internal int ControlStreamSlot
        {
            get { return (Shared.States[First + ConnectionFlags.Self] >> ConnectionFlags.ControlShift) & 0xFF; }
        }

        /// <summary>The connection's dynamic table and decoder stream; null if the profile has no dynamic table.</summary>
        internal DecoderFeedback Feedback
        {
            get { return Shared.Feedbacks == null ? null : Shared.Feedbacks[Shared.States[First + ConnectionFlags.Self] >> ConnectionFlags.IndexShift]; }
        }

        /// <summary>A request waits for a buffer of the pool, or for room on the decoder stream: the connection is polled until it has it.</summary>
        internal void SetWaiting()
        {
            Shared.States[First + ConnectionFlags.Self] |= ConnectionFlags.IsWaiting;
            Shared.HasWaiting = true;
        }

        /// <summary>
        /// Takes the work of one item that a client sent from the budget of this call. When the budget is spent, the connection continues in the next call,
        /// so that a client with very small items does not delay the others.
        /// </summary>
        /// <param name="units">Units of about 1,000 operations that the item takes.</param>
        /// <returns>False to stop reading.</returns>
        internal bool TakeWork(int units)
        {
            if (Shared.Work > 0)
            {
                Shared.Work -= units;
                return true;
            }

            Shared.HasMore = true;
            SetWaiting();
            return false;
        }

        /// <summary>Sets the time limit of a request.</summary>
        /// <param name="number">Number of the request.</param>
        /// <param name="time">When it ends, microseconds.</param>
        internal void SetDeadline(int number, long time)
        {
            Shared.Longs[(number * RequestLayout.LongsPerRequest) + RequestLayout.Deadline] = time;
            if (time < Shared.Deadline)
            {
                Shared.Deadline = time;
            }
        }

        /// <summary>Stream of the event last polled.</summary>
        protected internal abstract int EventStream { get; }

        /// <summary>The array that received bytes are read from.</summary>
        protected internal abstract byte[] ReadBuffer { get; }

        /// <summary>Next event, one of <see cref="Quic.QuicEvent"/>.</summary>
        /// <returns>The event.</returns>
        protected internal abstract int PollEvent();

        /// <summary>Stream id of a stream slot.</summary>
        /// <param name="stream">Stream slot.</param>
        /// <returns>The id, -1 if the slot is unused.</returns>
        protected internal abstract long StreamId(int stream);

        /// <summary>Where the next byte of a stream lies in <see cref="ReadBuffer"/>.</summary>
        /// <param name="stream">Stream slot.</param>
        /// <returns>The index.</returns>
        protected internal abstract int ReadOffset(int stream);

        /// <summary>Bytes in one run from <see cref="ReadOffset"/>.</summary>
        /// <param name="stream">Stream slot.</param>
        /// <returns>Their number.</returns>
        protected internal abstract int ReadableLength(int stream);

        /// <summary>Bytes that can be read in order, in all runs.</summary>
        /// <param name="stream">Stream slot.</param>
        /// <returns>Their number.</returns>
        protected internal abstract int AvailableLength(int stream);

        /// <summary>Whether the FIN is known and everything before it is available.</summary>
        /// <param name="stream">Stream slot.</param>
        /// <returns>True if so.</returns>
        protected internal abstract bool IsReceiveComplete(int stream);

        /// <summary>Copies available bytes without consuming them.</summary>
        /// <param name="stream">Stream slot.</param>
        /// <param name="skip">Bytes to leave out first.</param>
        /// <param name="destination">Where to write.</param>
        /// <param name="offset">First byte to write.</param>
        /// <param name="count">Bytes to copy.</param>
        protected internal abstract void Peek(int stream, int skip, byte[] destination, int offset, int count);

        /// <summary>Consumes bytes at the read position.</summary>
        /// <param name="stream">Stream slot.</param>
        /// <param name="count">Their number; they may span several runs.</param>
        protected internal abstract void Consume(int stream, int count);

        /// <summary>Announces how much can be sent.</summary>
        /// <param name="stream">Stream slot.</param>
        /// <param name="end">Bytes of the stream written so far.</param>
        /// <param name="fin">Whether the stream ends there.</param>
        protected internal abstract void SetSendLimit(int stream, long end, bool fin);

        /// <summary>Bytes acknowledged without a gap.</summary>
        /// <param name="stream">Stream slot.</param>
        /// <returns>Their number.</returns>
        protected internal abstract long SendAcknowledged(int stream);

        /// <summary>Opens a unidirectional stream.</summary>
        /// <returns>Stream slot, or -1 if not possible now.</returns>
        protected internal abstract int OpenUnidirectionalStream();

        /// <summary>RESET_STREAM.</summary>
        /// <param name="stream">Stream slot.</param>
        /// <param name="code">Error code.</param>
        protected internal abstract void ResetStream(int stream, long code);

        /// <summary>STOP_SENDING.</summary>
        /// <param name="stream">Stream slot.</param>
        /// <param name="code">Error code.</param>
        protected internal abstract void StopSending(int stream, long code);

        /// <summary>Releases a stream that is not needed any more.</summary>
        /// <param name="stream">Stream slot.</param>
        protected internal abstract void ReleaseStream(int stream);

        /// <summary>Closes the connection with an application error code (RFC 9000 section 19.19).</summary>
        /// <param name="code">Error code.</param>
        protected internal abstract void CloseTransport(long code);
    }
}
