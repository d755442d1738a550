// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Quic
{
    /// <summary>
    /// Bits of the frames of a sent packet that belong to the connection as a whole (16 bits). A lost frame is not sent again as it was: a new one is made of the
    /// state at that time.
    /// </summary>
    public static class ControlFrame
    {
        /// <summary>PING: nothing is sent again.</summary>
        public const int Ping = 0x0001;

        /// <summary>MAX_DATA (kept by <see cref="StreamMap"/>).</summary>
        public const int MaxData = 0x0002;

        /// <summary>MAX_STREAMS, bidirectional (kept by <see cref="StreamMap"/>).</summary>
        public const int MaxStreamsBidi = 0x0004;

        /// <summary>MAX_STREAMS, unidirectional (kept by <see cref="StreamMap"/>).</summary>
        public const int MaxStreamsUni = 0x0008;

        /// <summary>DATA_BLOCKED (kept by <see cref="StreamMap"/>).</summary>
        public const int DataBlocked = 0x0010;

        /// <summary>All bits that belong to <see cref="StreamMap"/>.</summary>
        public const int OfStreams = MaxData | MaxStreamsBidi | MaxStreamsUni | DataBlocked;

        /// <summary>HANDSHAKE_DONE.</summary>
        public const int HandshakeDone = 0x0020;

        /// <summary>NEW_TOKEN.</summary>
        public const int NewToken = 0x0040;

        /// <summary>PATH_CHALLENGE.</summary>
        public const int PathChallenge = 0x0080;

        /// <summary>NEW_CONNECTION_ID of local id slot 0; shift left by the slot, 0 to 3.</summary>
        public const int NewConnectionId = 0x0100;

        /// <summary>RETIRE_CONNECTION_ID of retirement slot 0; shift left by the slot, 0 to 3.</summary>
        public const int RetireConnectionId = 0x1000;

        /// <summary>All bits of NEW_CONNECTION_ID and RETIRE_CONNECTION_ID.</summary>
        public const int OfIds = 0xFF00;
    }
}
