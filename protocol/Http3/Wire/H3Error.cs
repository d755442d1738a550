// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Http3
{
    /// <summary>Error codes of HTTP/3 and QPACK (RFC 9114 section 8.1, RFC 9204 section 6).</summary>
    public static class H3Error
    {
        /// <summary>H3_NO_ERROR.</summary>
        public const int NoError = 0x100;

        /// <summary>H3_GENERAL_PROTOCOL_ERROR.</summary>
        public const int GeneralProtocolError = 0x101;

        /// <summary>H3_INTERNAL_ERROR.</summary>
        public const int InternalError = 0x102;

        /// <summary>H3_STREAM_CREATION_ERROR.</summary>
        public const int StreamCreationError = 0x103;

        /// <summary>H3_CLOSED_CRITICAL_STREAM.</summary>
        public const int ClosedCriticalStream = 0x104;

        /// <summary>H3_FRAME_UNEXPECTED.</summary>
        public const int FrameUnexpected = 0x105;

        /// <summary>H3_FRAME_ERROR.</summary>
        public const int FrameError = 0x106;

        /// <summary>H3_EXCESSIVE_LOAD.</summary>
        public const int ExcessiveLoad = 0x107;

        /// <summary>H3_ID_ERROR.</summary>
        public const int IdError = 0x108;

        /// <summary>H3_SETTINGS_ERROR.</summary>
        public const int SettingsError = 0x109;

        /// <summary>H3_MISSING_SETTINGS.</summary>
        public const int MissingSettings = 0x10A;

        /// <summary>H3_REQUEST_REJECTED.</summary>
        public const int RequestRejected = 0x10B;

        /// <summary>H3_REQUEST_CANCELLED.</summary>
        public const int RequestCancelled = 0x10C;

        /// <summary>H3_REQUEST_INCOMPLETE.</summary>
        public const int RequestIncomplete = 0x10D;

        /// <summary>H3_MESSAGE_ERROR.</summary>
        public const int MessageError = 0x10E;

        /// <summary>QPACK_DECOMPRESSION_FAILED.</summary>
        public const int QpackDecompressionFailed = 0x200;

        /// <summary>QPACK_ENCODER_STREAM_ERROR.</summary>
        public const int QpackEncoderStreamError = 0x201;

        /// <summary>QPACK_DECODER_STREAM_ERROR.</summary>
        public const int QpackDecoderStreamError = 0x202;
    }
}
