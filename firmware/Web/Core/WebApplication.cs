// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using MilliHttp.Nano.Firmware;
using MilliHttp.Nano.Http;

namespace MilliHttp.Nano.Web
{
    /// <summary>
    /// A web application: override <see cref="Application.Configure"/> and map routes there. Handlers run in the loop, one at a time, so
    /// they need no locks, and while one runs no other request is served.
    /// </summary>
    public abstract class WebApplication : Application
    {
        private RouteTable _table;
        private RouteGroup _routes;

        /// <summary>Where log messages go; null: nowhere.</summary>
        public LogPort Log;

        /// <summary>The group of all routes, for what this class has no method for.</summary>
        public RouteGroup Routes
        {
            get { return _routes; }
        }

        /// <inheritdoc/>
        public override Router CreateRouter()
        {
            _table = new RouteTable(this);
            return _table;
        }

        /// <inheritdoc/>
        public override void Start(Image image)
        {
            _routes = new RouteGroup(_table, 0, string.Empty);
            base.Start(image);
        }

        /// <summary>Adds a route that is answered to GET and HEAD.</summary>
        /// <param name="pattern">A path; <c>{name}</c> stands for a part of a segment, <c>{*name}</c> at the end for the rest of the path.</param>
        /// <param name="handler">Handles the requests.</param>
        public RouteBuilder MapGet(string pattern, RequestDelegate handler)
        {
            return _routes.MapGet(pattern, handler);
        }

        /// <summary>Adds a route that is answered to POST.</summary>
        public RouteBuilder MapPost(string pattern, RequestDelegate handler)
        {
            return _routes.MapPost(pattern, handler);
        }

        /// <summary>Adds a route that is answered to PUT.</summary>
        public RouteBuilder MapPut(string pattern, RequestDelegate handler)
        {
            return _routes.MapPut(pattern, handler);
        }

        /// <summary>Adds a route that is answered to DELETE.</summary>
        public RouteBuilder MapDelete(string pattern, RequestDelegate handler)
        {
            return _routes.MapDelete(pattern, handler);
        }

        /// <summary>Adds a route that is answered to PATCH.</summary>
        public RouteBuilder MapPatch(string pattern, RequestDelegate handler)
        {
            return _routes.MapPatch(pattern, handler);
        }

        /// <summary>Adds a stream of server-sent events.</summary>
        public RouteBuilder MapEvents(string pattern, EventStream events)
        {
            return _routes.Map(HttpMethod.Get, pattern, events.Ring);
        }

        /// <summary>Begins a group of routes with a common beginning of their paths and filters of their own.</summary>
        public RouteGroup MapGroup(string prefix)
        {
            return _routes.MapGroup(prefix);
        }

        /// <summary>Lets pages of other origins read the answers.</summary>
        /// <param name="origin">An origin like <c>https://example.com</c>, or <c>*</c> for all.</param>
        public void UseCors(string origin)
        {
            Cors cors = new Cors(origin);
            _table.Preflight = cors;
            _table.Fields.Keep(HeaderId.AccessControlRequestHeaders);
            _routes.AddFilter(cors.Filter);
        }

        /// <summary>Adds fields to every response that forbid browsers to guess content types, to show the pages in frames, and to connect without TLS.</summary>
        public void UseSecurityHeaders()
        {
            _routes.AddFilter(AddSecurityHeaders);
        }

        /// <summary>Has <see cref="OnTurn"/> called between requests.</summary>
        /// <param name="milliseconds">The least time between two calls.</param>
        public void RunEvery(int milliseconds)
        {
            AddHostedService(new ApplicationTurn(this, milliseconds * 1000));
        }

        /// <summary>Work of the application between requests, see <see cref="RunEvery"/>.</summary>
        /// <param name="now">The time, in microseconds of the board's clock.</param>
        /// <param name="microseconds">The time that this call may take. Divide longer work into portions, or do it in a thread.</param>
        protected internal virtual void OnTurn(long now, int microseconds)
        {
        }

        private static bool AddSecurityHeaders(HttpRequest request, HttpResponse response)
        {
            Http.HttpResponse engine = response.Engine;
            engine.Add(HeaderField.XContentTypeOptionsNosniff);
            engine.Add(HeaderField.XFrameOptionsDeny);
            engine.Add(HeaderField.StrictTransportSecurityMaxAge31536000);
            return true;
        }
    }
}
