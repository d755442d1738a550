// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using MilliHttp.Nano.Http;

namespace MilliHttp.Nano.Web
{
    /// <summary>Calls the filters and the handler of a route: the engine knows this handler alone.</summary>
    internal sealed class RouteHandler : HttpHandler
    {
        private readonly RouteTable _table;
        private readonly WebApplication _application;
        private readonly HttpRequest _request;
        private readonly HttpResponse _response = new HttpResponse();

        public RouteHandler(RouteTable table, WebApplication application)
        {
            _table = table;
            _application = application;
            _request = new HttpRequest(table);
        }

        /// <summary>The route that the next call is for.</summary>
        public int Route;

        /// <inheritdoc/>
        public override bool WantsBody
        {
            get
            {
                HttpHandler handler = _table.Target(Route) as HttpHandler;
                return handler != null && handler.WantsBody;
            }
        }

        /// <inheritdoc/>
        public override int BeginBody(Http.HttpRequest request)
        {
            // An answer cannot be given here but its status, so it is made in the shared response and thrown away.
            Http.HttpResponse scratch = _application.Image.Service.Response;
            scratch.Reset();
            _response.Open(scratch);
            _request.Open(request, Route, true);
            bool passed = _table.RunFilters(_table.GroupOf(Route), _request, _response);
            int status = scratch.Status;
            _response.Drop();
            scratch.Fail(200);
            if (!passed)
            {
                return status < 400 ? 403 : status;
            }

            return ((HttpHandler)_table.Target(Route)).BeginBody(request);
        }

        /// <inheritdoc/>
        public override void Body(Http.HttpRequest request, byte[] buffer, int offset, int count)
        {
            ((HttpHandler)_table.Target(Route)).Body(request, buffer, offset, count);
        }

        /// <inheritdoc/>
        public override void AbortBody(Http.HttpRequest request)
        {
            ((HttpHandler)_table.Target(Route)).AbortBody(request);
        }

        /// <inheritdoc/>
        public override void Handle(Http.HttpRequest request, Http.HttpResponse response)
        {
            object target = _table.Target(Route);
            HttpHandler handler = target as HttpHandler;
            _response.Open(response);
            _request.Open(request, Route, handler == null || !handler.WantsBody);
            try
            {
                if (!_table.RunFilters(_table.GroupOf(Route), _request, _response))
                {
                    if (handler != null && handler.WantsBody)
                    {
                        handler.AbortBody(request);
                    }
                }
                else if (handler != null)
                {
                    handler.Handle(request, response);
                }
                else
                {
                    ((RequestDelegate)target)(_request, _response);
                }

                _response.Close();
            }
            catch (OutOfMemoryException)
            {
                _response.Drop();
                response.Fail(503);
                response.Add(HeaderField.RetryAfter1);
            }
            catch (Exception exception)
            {
                _response.Drop();
                LogPort log = _application.Log;
                if (log != null && log.IsEnabled(LogPort.Error))
                {
                    log.Write(LogPort.Error, exception.GetType().FullName + ": " + exception.Message);
                }

                throw;
            }
        }

        /// <summary>Runs the filters alone.</summary>
        /// <returns>False if one has answered.</returns>
        public bool Passes(Http.HttpRequest request, Http.HttpResponse response)
        {
            _response.Open(response);
            _request.Open(request, Route, true);
            bool passed = _table.RunFilters(_table.GroupOf(Route), _request, _response);
            _response.Close();
            return passed;
        }

        /// <summary>Gives an error a text: <c>404 Not Found</c>.</summary>
        public void WriteError(Http.HttpResponse response)
        {
            _response.Open(response);
            _response.WriteStatus();
            _response.Close();
        }
    }
}
