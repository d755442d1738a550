// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Web
{
    /// <summary>Codes with which a WebSocket is closed (RFC 6455 section 7.4.1).</summary>
    public static class SocketCloseCode
    {
        /// <summary>The purpose is fulfilled.</summary>
        public const int Normal = 1000;

        /// <summary>The device goes down.</summary>
        public const int GoingAway = 1001;

        /// <summary>The client broke the protocol.</summary>
        public const int ProtocolError = 1002;

        /// <summary>The client closed without a code.</summary>
        public const int None = 1005;

        /// <summary>The connection broke off without a close.</summary>
        public const int Abnormal = 1006;

        /// <summary>A text was not UTF-8.</summary>
        public const int InvalidData = 1007;

        /// <summary>A message was larger than the endpoint takes.</summary>
        public const int TooLarge = 1009;

        /// <summary>Whether a client may send a code.</summary>
        internal static bool IsValid(int code)
        {
            return (code >= 1000 && code <= 1003) || (code >= 1007 && code <= 1014) || (code >= 3000 && code <= 4999);
        }
    }
}
