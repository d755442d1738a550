// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Web
{
    /// <summary>A route just mapped, to which conventions are added. It is valid while the application is configured; do not keep it.</summary>
    public class RouteBuilder
    {
        internal readonly RouteTable Table;
        private readonly int _route;
        private int _group;

        internal RouteBuilder(RouteTable table, int route, int group)
        {
            Table = table;
            _route = route;
            _group = group;
        }

        internal int Group
        {
            get { return _group; }
        }

        /// <summary>
        /// Runs the route's filters for a handler that the engine calls itself: one that opens tunnels.
        /// </summary>
        /// <param name="request">The engine's request, whose head can be read.</param>
        /// <param name="response">The engine's response; a filter that refuses fills it.</param>
        /// <returns>Whether the handler may go on.</returns>
        public bool Passes(Http.HttpRequest request, Http.HttpResponse response)
        {
            return Table.Passes(_route, request, response);
        }

        /// <summary>Adds a filter that runs before the handler, after those that were added before.</summary>
        public RouteBuilder AddFilter(RequestFilter filter)
        {
            if (_route >= 0 && Table.GroupOf(_route) == _group)
            {
                // A route that has filters of its own is a group of its own.
                int own = Table.AddGroup(_group);
                Table.SetGroup(_route, own);
                _group = own;
            }

            Table.AddFilter(_group, filter);
            return this;
        }

        /// <summary>
        /// Lets handlers read a request field: fields that nobody reads are skipped while they arrive, so that they take no memory.
        /// </summary>
        /// <param name="name">The field's name, in lower case.</param>
        public RouteBuilder ReadHeader(string name)
        {
            Table.Fields.Keep(Utf8.GetBytes(name));
            return this;
        }
    }
}
