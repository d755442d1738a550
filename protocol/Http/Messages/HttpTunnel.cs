// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Http
{
    /// <summary>The protocol that a request wants to speak in a tunnel (<see cref="HttpRequest.Tunnel"/>).</summary>
    public static class HttpTunnel
    {
        /// <summary>An ordinary request.</summary>
        public const int None = 0;

        /// <summary>WebSocket: RFC 6455 over HTTP/1.1, RFC 9220 over HTTP/3.</summary>
        public const int WebSocket = 1;

        /// <summary>WebTransport over HTTP/3.</summary>
        public const int WebTransport = 2;

        /// <summary>Another protocol: 501.</summary>
        public const int Unknown = 3;
    }
}
