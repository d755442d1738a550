// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using MilliHttp.Nano.Http;

namespace MilliHttp.Nano.Web
{
    /// <summary>Routes that open WebSockets.</summary>
    public static class SocketRoutes
    {
        /// <summary>Adds a WebSocket endpoint, over HTTPS/1.1 and HTTP/3.</summary>
        /// <param name="routes">Where the route is added: <see cref="WebApplication.Routes"/> or a group.</param>
        /// <param name="pattern">Its path.</param>
        /// <param name="handler">The endpoint.</param>
        public static RouteBuilder MapSocket(this RouteGroup routes, string pattern, WebSocketHandler handler)
        {
            RouteBuilder route = routes.Map(HttpMethod.Get, pattern, handler);
            route.ReadHeader("sec-websocket-key").ReadHeader("sec-websocket-version").ReadHeader("origin");
            handler.Route = route;
            return route;
        }
    }
}
