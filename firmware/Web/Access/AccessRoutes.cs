// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Web
{
    /// <summary>Access to routes.</summary>
    public static class AccessRoutes
    {
        /// <summary>Requires that an authorizer allows a request, for one route or all routes of a group. No body is read before that.</summary>
        public static RouteBuilder RequireAuthorization(this RouteBuilder route, Authorizer authorizer)
        {
            return route.AddFilter(authorizer.Filter).ReadHeader("authorization");
        }
    }
}
