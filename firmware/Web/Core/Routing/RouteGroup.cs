// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using MilliHttp.Nano.Http;

namespace MilliHttp.Nano.Web
{
    /// <summary>Routes with the same beginning of the path and the same filters. Used while the application is configured.</summary>
    public sealed class RouteGroup : RouteBuilder
    {
        private readonly string _prefix;

        internal RouteGroup(RouteTable table, int group, string prefix)
            : base(table, -1, group)
        {
            _prefix = prefix;
        }

        /// <summary>Adds a route that is answered to GET and HEAD.</summary>
        /// <param name="pattern">A path; <c>{name}</c> stands for a part of a segment, <c>{*name}</c> at the end for the rest of the path.</param>
        /// <param name="handler">Who answers.</param>
        public RouteBuilder MapGet(string pattern, RequestDelegate handler)
        {
            return Add(HttpMethod.Get, pattern, handler);
        }

        /// <summary>Adds a route that is answered to POST.</summary>
        public RouteBuilder MapPost(string pattern, RequestDelegate handler)
        {
            return Add(HttpMethod.Post, pattern, handler);
        }

        /// <summary>Adds a route that is answered to PUT.</summary>
        public RouteBuilder MapPut(string pattern, RequestDelegate handler)
        {
            return Add(HttpMethod.Put, pattern, handler);
        }

        /// <summary>Adds a route that is answered to DELETE.</summary>
        public RouteBuilder MapDelete(string pattern, RequestDelegate handler)
        {
            return Add(HttpMethod.Delete, pattern, handler);
        }

        /// <summary>Adds a route that is answered to PATCH.</summary>
        public RouteBuilder MapPatch(string pattern, RequestDelegate handler)
        {
            return Add(HttpMethod.Patch, pattern, handler);
        }

        /// <summary>Adds a route with a handler of the engine: streamed bodies, bodies made while they are sent, events.</summary>
        /// <param name="method">One of <see cref="HttpMethod"/>.</param>
        /// <param name="pattern">The path.</param>
        /// <param name="handler">Who answers.</param>
        public RouteBuilder Map(int method, string pattern, HttpHandler handler)
        {
            return Add(method, pattern, handler);
        }

        /// <summary>Makes a group within this one.</summary>
        /// <param name="prefix">The beginning of its routes' paths, added to that of this group.</param>
        public RouteGroup MapGroup(string prefix)
        {
            return new RouteGroup(Table, Table.AddGroup(Group), _prefix + prefix);
        }

        private RouteBuilder Add(int method, string pattern, object target)
        {
            return new RouteBuilder(Table, Table.Add(method, Group, _prefix + pattern, target), Group);
        }
    }
}
