// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Http3
{
    /// <summary>Types of unidirectional streams (RFC 9114 section 6.2, RFC 9204 section 4.2).</summary>
    public static class H3StreamType
    {
        /// <summary>Control stream.</summary>
        public const int Control = 0x0;

        /// <summary>Push stream: only a server may open one.</summary>
        public const int Push = 0x1;

        /// <summary>QPACK encoder stream.</summary>
        public const int QpackEncoder = 0x2;

        /// <summary>QPACK decoder stream.</summary>
        public const int QpackDecoder = 0x3;
    }
}
