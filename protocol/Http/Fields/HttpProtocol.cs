// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Http
{
    /// <summary>The protocol of a request (<see cref="HttpRequest.Protocol"/>).</summary>
    public static class HttpProtocol
    {
        /// <summary>HTTP/1.0.</summary>
        public const int Http10 = 10;

        /// <summary>HTTP/1.1.</summary>
        public const int Http11 = 11;

        /// <summary>HTTP/3.</summary>
        public const int Http3 = 30;
    }
}
