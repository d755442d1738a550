// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Quic
{
    /// <summary>Transport error codes (RFC 9000 section 20.1).</summary>
    public static class TransportError
    {
        /// <summary>NO_ERROR.</summary>
        public const int None = 0x0;

        /// <summary>INTERNAL_ERROR.</summary>
        public const int Internal = 0x1;

        /// <summary>CONNECTION_REFUSED.</summary>
        public const int ConnectionRefused = 0x2;

        /// <summary>FLOW_CONTROL_ERROR.</summary>
        public const int FlowControl = 0x3;

        /// <summary>STREAM_LIMIT_ERROR.</summary>
        public const int StreamLimit = 0x4;

        /// <summary>STREAM_STATE_ERROR.</summary>
        public const int StreamState = 0x5;

        /// <summary>FINAL_SIZE_ERROR.</summary>
        public const int FinalSize = 0x6;

        /// <summary>FRAME_ENCODING_ERROR.</summary>
        public const int FrameEncoding = 0x7;

        /// <summary>TRANSPORT_PARAMETER_ERROR.</summary>
        public const int TransportParameter = 0x8;

        /// <summary>CONNECTION_ID_LIMIT_ERROR.</summary>
        public const int ConnectionIdLimit = 0x9;

        /// <summary>PROTOCOL_VIOLATION.</summary>
        public const int ProtocolViolation = 0xA;

        /// <summary>INVALID_TOKEN.</summary>
        public const int InvalidToken = 0xB;

        /// <summary>APPLICATION_ERROR.</summary>
        public const int Application = 0xC;

        /// <summary>CRYPTO_BUFFER_EXCEEDED.</summary>
        public const int CryptoBufferExceeded = 0xD;

        /// <summary>KEY_UPDATE_ERROR.</summary>
        public const int KeyUpdate = 0xE;

        /// <summary>AEAD_LIMIT_REACHED.</summary>
        public const int AeadLimitReached = 0xF;

        /// <summary>NO_VIABLE_PATH.</summary>
        public const int NoViablePath = 0x10;

        /// <summary>CRYPTO_ERROR: add the TLS alert.</summary>
        public const int Crypto = 0x100;
    }
}
