// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Quic
{
    /// <summary>
    /// The streams of a connection in a fixed number of slots: receiving with reassembly in the arena, sending by offset, flow control, limits.
    /// Slots: peer's bidirectional (0 ..), peer's unidirectional, ours bidirectional (client only), ours unidirectional.
    /// </summary>
    public sealed class StreamMap
    {
        /// <summary>Returned by <see cref="OnFrame"/> when data could not be kept: the packet is not to be acknowledged, the peer sends it again.</summary>
        public const int NotStored = -1;

        /// <summary>Makes a map. At most 16 streams in all.</summary>
        public StreamMap(bool isServer, int peerBidi, int peerUni, int localBidi, int localUni, byte[] arena, SentPacketTracker tracker)
        {
        }

        /// <summary>Begins a connection: no streams, whole arena free.</summary>
        public void Reset()
        {
        }

        /// <summary>initial_max_data that the arena can really hold.</summary>
        public int InitialMaxData { get { return 0; } }

        /// <summary>initial_max_stream_data_* for streams of the peer and ours.</summary>
        public int InitialMaxStreamData { get { return 0; } }

        /// <summary>initial_max_streams_bidi.</summary>
        public int InitialMaxStreamsBidi { get { return 0; } }

        /// <summary>initial_max_streams_uni.</summary>
        public int InitialMaxStreamsUni { get { return 0; } }

        /// <summary>Takes the peer's limits from its transport parameters.</summary>
        public void SetPeerLimits(TransportParameters parameters)
        {
        }

        /// <summary>
        /// Takes any of the frames STREAM, RESET_STREAM, STOP_SENDING, MAX_DATA, MAX_STREAM_DATA, MAX_STREAMS and *_BLOCKED.
        /// </summary>
        /// <returns>0, <see cref="NotStored"/>, or the transport error to close with.</returns>
        public int OnFrame(Frame frame, byte[] buffer)
        {
            return 0;
        }

        /// <summary>Next event of any stream (<see cref="QuicEvent"/>); <see cref="EventStream"/> says of which.</summary>
        public int PollEvent()
        {
            return QuicEvent.None;
        }

        /// <summary>Whether <see cref="PollEvent"/> has something.</summary>
        public bool HasEvents { get { return false; } }

        /// <summary>Stream slot of the event last polled.</summary>
        public int EventStream { get { return 0; } }

        /// <summary>Number of slots.</summary>
        public int StreamLimit { get { return 0; } }

        /// <summary>Streams opened by the peer in both directions whose slots are taken.</summary>
        public int OpenRequests { get { return 0; } }

        /// <summary>Stream id of a slot, -1 if unused.</summary>
        public long StreamId(int s)
        {
            return -1;
        }

        /// <summary>Code of the peer's RESET_STREAM or STOP_SENDING.</summary>
        public long StreamErrorCode(int s)
        {
            return 0;
        }

        /// <summary>Where received bytes lie.</summary>
        public byte[] ReadBuffer { get { return null; } }

        /// <summary>Where the byte at the read position lies.</summary>
        public int ReadOffset(int s)
        {
            return 0;
        }

        /// <summary>Bytes in one run from the read position.</summary>
        public int ReadableLength(int s)
        {
            return 0;
        }

        /// <summary>Gives bytes back; at most <see cref="ReadableLength"/>.</summary>
        public void Consume(int s, int count)
        {
        }

        /// <summary>Whether FIN was reached and all consumed.</summary>
        public bool IsReceiveFinished(int s)
        {
            return false;
        }

        /// <summary>The source can deliver [0, end); fin: end is the final size.</summary>
        public void SetSendLimit(int s, long end, bool fin)
        {
        }

        /// <summary>Bytes acknowledged without a gap from the start on.</summary>
        public long SendAcknowledged(int s)
        {
            return 0;
        }

        /// <summary>Bytes sent at least once.</summary>
        public long SendOffset(int s)
        {
            return 0;
        }

        /// <summary>Opens a stream of ours.</summary>
        /// <returns>Its slot, or -1.</returns>
        public int Open(bool unidirectional)
        {
            return -1;
        }

        /// <summary>Ends our sending part abruptly.</summary>
        public void ResetStream(int s, long code)
        {
        }

        /// <summary>Asks the peer to stop; what still comes is dropped.</summary>
        public void StopSending(int s, long code)
        {
        }

        /// <summary>The application is through with the slot; see <see cref="Connection.ReleaseStream"/>.</summary>
        public void ReleaseStream(int s)
        {
        }

        /// <summary>Whether there is anything worth a packet of its own: data, resets, limits that are running out.</summary>
        public bool WantsToSend { get { return false; } }

        /// <summary>
        /// Writes the frames of the packet being composed in the tracker: first the STREAM entries of a record being resent (all of them, the caller
        /// has checked <see cref="SentPacketTracker.ResendLength"/>), then limits and resets, then new data by turns, and notes them there.
        /// </summary>
        /// <param name="buffer">Packet.</param>
        /// <param name="offset">Where to write.</param>
        /// <param name="end">Where to stop.</param>
        /// <param name="newData">Whether new STREAM data may be sent (the congestion window allows it).</param>
        /// <param name="source">Where stream bytes are read.</param>
        /// <returns>Offset after the frames; -1 if the source did not deliver a range again: INTERNAL_ERROR.</returns>
        public int WriteFrames(byte[] buffer, int offset, int end, bool newData, StreamSource source)
        {
            return offset;
        }
    }
}
