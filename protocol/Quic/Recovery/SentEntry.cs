// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Quic
{
    /// <summary>Kinds of the entries that say what a sent packet carried of one stream, or of the handshake.</summary>
    public static class SentEntry
    {
        /// <summary>No entry.</summary>
        public const int None = 0;

        /// <summary>A range of a stream.</summary>
        public const int Stream = 1;

        /// <summary>A range of a stream (maybe empty) and its FIN.</summary>
        public const int StreamFin = 2;

        /// <summary>A range of CRYPTO data of the packet's space.</summary>
        public const int Crypto = 3;

        /// <summary>RESET_STREAM.</summary>
        public const int ResetStream = 4;

        /// <summary>STOP_SENDING.</summary>
        public const int StopSending = 5;

        /// <summary>MAX_STREAM_DATA.</summary>
        public const int MaxStreamData = 6;

        /// <summary>STREAM_DATA_BLOCKED.</summary>
        public const int StreamDataBlocked = 7;
    }
}
