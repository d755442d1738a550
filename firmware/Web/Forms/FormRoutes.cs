// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using MilliHttp.Nano.Http;

namespace MilliHttp.Nano.Web
{
    /// <summary>Routes that take forms with files.</summary>
    public static class FormRoutes
    {
        /// <summary>Adds a route that takes forms with files by POST.</summary>
        /// <param name="routes">Where the route is added: <see cref="WebApplication.Routes"/> or a group.</param>
        /// <param name="pattern">Its path.</param>
        /// <param name="handler">Who takes them.</param>
        public static RouteBuilder MapForm(this RouteGroup routes, string pattern, MultipartHandler handler)
        {
            return routes.Map(HttpMethod.Post, pattern, handler).ReadHeader("content-type");
        }
    }
}
