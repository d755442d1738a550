// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Http3
{
    /// <summary>Identifiers of settings (RFC 9114 section 7.2.4.1, RFC 9204 section 5).</summary>
    public static class H3Setting
    {
        /// <summary>SETTINGS_QPACK_MAX_TABLE_CAPACITY, in bytes.</summary>
        public const int QpackMaxTableCapacity = 0x1;

        /// <summary>SETTINGS_MAX_FIELD_SECTION_SIZE, in bytes as RFC 9114 section 4.2.2 counts them.</summary>
        public const int MaxFieldSectionSize = 0x6;

        /// <summary>SETTINGS_QPACK_BLOCKED_STREAMS.</summary>
        public const int QpackBlockedStreams = 0x7;

        /// <summary>SETTINGS_ENABLE_CONNECT_PROTOCOL (RFC 9220 section 3).</summary>
        public const int EnableConnectProtocol = 0x8;

        /// <summary>SETTINGS_H3_DATAGRAM (RFC 9297 section 2.1.1).</summary>
        public const int Datagram = 0x33;
    }
}
