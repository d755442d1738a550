// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Http3
{
    /// <summary>Frame types of HTTP/3 (RFC 9114 section 7.2, RFC 9218 section 7.2).</summary>
    public static class H3FrameType
    {
        /// <summary>DATA.</summary>
        public const int Data = 0x0;

        /// <summary>HEADERS.</summary>
        public const int Headers = 0x1;

        /// <summary>CANCEL_PUSH.</summary>
        public const int CancelPush = 0x3;

        /// <summary>SETTINGS.</summary>
        public const int Settings = 0x4;

        /// <summary>PUSH_PROMISE.</summary>
        public const int PushPromise = 0x5;

        /// <summary>GOAWAY.</summary>
        public const int GoAway = 0x7;

        /// <summary>MAX_PUSH_ID.</summary>
        public const int MaxPushId = 0xD;

        /// <summary>PRIORITY_UPDATE of a request stream.</summary>
        public const int PriorityUpdateRequest = 0xF0700;

        /// <summary>PRIORITY_UPDATE of a push stream.</summary>
        public const int PriorityUpdatePush = 0xF0701;
    }
}
