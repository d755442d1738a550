// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Quic
{
    /// <summary>The fields of the frame last parsed by <see cref="FrameReader"/>: one instance serves all packets.</summary>
    public sealed class Frame
    {
        /// <summary>Frame type (<see cref="FrameType"/>); every STREAM frame is <see cref="FrameType.Stream"/>.</summary>
        public int Type;

        /// <summary>STREAM and all other frames about one stream: its id.</summary>
        public long StreamId;

        /// <summary>
        /// STREAM, CRYPTO: offset of the data. RESET_STREAM: final size. ACK: delay, not yet scaled. NEW_CONNECTION_ID: Retire Prior To.
        /// CONNECTION_CLOSE (transport): frame type.
        /// </summary>
        public long Offset;

        /// <summary>
        /// MAX_*, *_BLOCKED: limit. RESET_STREAM, STOP_SENDING, CONNECTION_CLOSE: error code. ACK: largest acknowledged.
        /// NEW_CONNECTION_ID, RETIRE_CONNECTION_ID: sequence number.
        /// </summary>
        public long Value;

        /// <summary>
        /// Where in the buffer the data is: STREAM, CRYPTO, NEW_TOKEN, PATH_* (8 bytes), reason phrase, connection id of NEW_CONNECTION_ID (its reset
        /// token of 16 bytes follows); ACK: the First ACK Range and all after it.
        /// </summary>
        public int DataOffset;

        /// <summary>Length of the data; ACK: number of ranges after the first.</summary>
        public int DataLength;

        /// <summary>STREAM: 1 with FIN, else 0.</summary>
        public int Fin;
    }
}
