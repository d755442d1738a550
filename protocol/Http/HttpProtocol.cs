// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Http
{
    /// <summary>What a request came over (<see cref="HttpRequest.Protocol"/>).</summary>
    public static class HttpProtocol
    {
        public const int Http10 = 10;
        public const int Http11 = 11;
        public const int Http3 = 30;
    }
}
