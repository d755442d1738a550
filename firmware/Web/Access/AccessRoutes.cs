// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Web
{
    /// <summary>Access to routes.</summary>
    public static class AccessRoutes
    {
        /// <summary>Lets only those in whom an authorizer allows: a route, or all of a group. A body is not taken before.</summary>
        public static RouteBuilder RequireAuthorization(this RouteBuilder route, Authorizer authorizer)
        {
            return route.AddFilter(authorizer.Filter).ReadHeader("authorization");
        }
    }
}
