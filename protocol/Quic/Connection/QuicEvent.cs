// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Quic
{
    /// <summary>What <see cref="Connection.PollEvent"/> reports.</summary>
    public static class QuicEvent
    {
        /// <summary>Nothing new.</summary>
        public const int None = 0;

        /// <summary>The handshake is complete and confirmed; the first event of a connection.</summary>
        public const int Established = 1;

        /// <summary>The peer opened a stream, <see cref="Connection.EventStream"/>; reported before anything else of it.</summary>
        public const int StreamOpened = 2;

        /// <summary>There is more to read at the read position of a stream, or its FIN can be reached.</summary>
        public const int StreamReadable = 3;

        /// <summary>The peer reset its sending part (RESET_STREAM); <see cref="Connection.StreamErrorCode"/> has the code.</summary>
        public const int StreamReset = 4;

        /// <summary>The peer asked for no more (STOP_SENDING); the stream has been reset with the peer's code already.</summary>
        public const int StopSending = 5;

        /// <summary>All bytes and the FIN of a stream (or its RESET_STREAM) were acknowledged.</summary>
        public const int StreamSendDone = 6;

        /// <summary>The connection is over, whatever the reason; the last event. The slot is free afterwards.</summary>
        public const int Closed = 7;
    }
}
