// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Http
{
    /// <summary>
    /// What the engines of both protocols share: the routes, the body buffers, one request and one response object, and the date.
    /// All engines run in one loop, so one of each is enough.
    /// </summary>
    public sealed class HttpService
    {
        private long _unixTime;
        private int _methods;

        /// <summary>Makes everything that is shared.</summary>
        /// <param name="profile">Sizes and times.</param>
        /// <param name="router">The routes.</param>
        public HttpService(HttpProfile profile, Router router)
        {
            Profile = profile;
            Router = router;
            Pool = new BodyPool(profile.BodyBuffers, profile.BodySize);
            Request = new HttpRequest(profile.RequestFields, Pool, router.Fields);
            Response = new HttpResponse(Pool, profile.ResponseFields);
        }

        /// <summary>Sizes and times.</summary>
        public readonly HttpProfile Profile;

        /// <summary>The routes.</summary>
        public readonly Router Router;

        /// <summary>Buffers for bodies.</summary>
        public readonly BodyPool Pool;

        /// <summary>The shared request. An engine fills it before each call of a handler.</summary>
        public readonly HttpRequest Request;

        /// <summary>The shared response. A handler fills it, and an engine encodes it.</summary>
        public readonly HttpResponse Response;

        /// <summary>Responses, of all statuses.</summary>
        public int RequestCount;

        /// <summary>Responses with a status of 400 or more.</summary>
        public int ErrorCount;

        /// <summary>Sets the wall clock.</summary>
        /// <param name="unixSeconds">Seconds since 1970; 0 if unknown, and then no Date is sent.</param>
        public void SetTime(long unixSeconds)
        {
            _unixTime = unixSeconds;
        }

        /// <summary>The wall clock in seconds since 1970; 0 if unknown.</summary>
        public long Time
        {
            get { return _unixTime; }
        }

        /// <summary>
        /// Finds the route of <see cref="Request"/>, whose head is filled in.
        /// </summary>
        /// <returns>The number of the route, or minus a status (204 for OPTIONS *, 404, 405, 501); for <see cref="Handle"/> when the request is complete.</returns>
        public int Route()
        {
            HttpRequest request = Request;
            if (request.Method == HttpMethod.Options && request.PathLength == 1 && request.Buffer[request.PathOffset] == (byte)'*')
            {
                // The server as a whole (RFC 9110 section 9.3.7).
                return -204;
            }

            return request.Method == HttpMethod.Unknown ? -501 : Router.Find(request, out _methods);
        }

        /// <summary>The set of methods of the last -405 (<see cref="Route"/>); an engine keeps it with the request for <see cref="Handle"/>.</summary>
        public int AllowedMethods
        {
            get { return _methods; }
        }

        /// <summary>Whether the handler of a route takes bodies as they arrive.</summary>
        /// <param name="route">Number of the route, or minus a status.</param>
        /// <returns>True if so.</returns>
        public bool WantsBody(int route)
        {
            return route >= 0 && Router.Handler(route).WantsBody;
        }

        /// <summary>
        /// Fills <see cref="Response"/>. If the handler throws, the status is 500. Releases the buffer of the request's body unless it is the response's
        /// body.
        /// </summary>
        /// <param name="route">Number of the route, or minus a status.</param>
        /// <param name="methods">The set of methods of a 405.</param>
        public void Handle(int route, int methods)
        {
            if (route < 0)
            {
                Refuse(-route, methods);
                return;
            }

            HttpResponse response = Response;
            response.Reset();
            RequestCount++;
            try
            {
                Router.Handler(route).Handle(Request, response);
            }
            catch (System.Exception)
            {
                response.HasFailed = true;
            }

            if (response.HasFailed)
            {
                response.Fail(500);
            }
            else if (response.Index >= 0)
            {
                // BeginBuffer without EndBuffer: there is no body.
                Pool.Release(response.Index);
                response.Index = -1;
            }

            Complete();
        }

        /// <summary>Fills <see cref="Response"/> with a status, without a handler. Releases the buffer of the request's body.</summary>
        /// <param name="status">The status code.</param>
        /// <param name="methods">The set of methods of a 405.</param>
        public void Refuse(int status, int methods)
        {
            HttpResponse response = Response;
            response.Reset();
            RequestCount++;
            response.Status = status;
            if (status == 405)
            {
                response.AddAllow(methods);
            }
            else if (status == 503)
            {
                response.Add(HeaderField.RetryAfter1);
            }

            Complete();
        }

        private void Complete()
        {
            HttpRequest request = Request;
            HttpResponse response = Response;
            if (response.Status >= 400)
            {
                ErrorCount++;
                if (response.Source == null)
                {
                    Router.OnError(request, response);
                }
            }

            int body = request.BodyIndex;
            if (body >= 0 && (response.Source != Pool || response.Handle != body) && Pool.Length(body) >= 0)
            {
                Pool.Release(body);
            }

            request.BodyIndex = -1;
        }

        /// <summary>The handler of a tunnel that <see cref="Request"/> asks for.</summary>
        /// <param name="route">Number of its route, or minus a status.</param>
        /// <returns>The handler; null if the request asks for none, or if the route has no tunnel.</returns>
        public TunnelHandler Tunnel(int route)
        {
            return route >= 0 && Request.Tunnel != HttpTunnel.None && Request.Tunnel != HttpTunnel.Unknown ? Router.Handler(route) as TunnelHandler : null;
        }

        /// <summary>Fills <see cref="Response"/> for a request that asks for a tunnel. A handler that throws refuses with 500.</summary>
        /// <param name="tunnel">The handler.</param>
        /// <param name="status">Status of the response if the tunnel opens.</param>
        /// <returns>True if the tunnel opens: the response's body is the tunnel's output.</returns>
        public bool Open(TunnelHandler tunnel, int status)
        {
            HttpResponse response = Response;
            response.Reset();
            RequestCount++;
            bool opened = false;
            try
            {
                opened = tunnel.Open(Request, response);
            }
            catch (System.Exception)
            {
                response.HasFailed = true;
            }

            if (opened)
            {
                if (!response.HasFailed)
                {
                    response.Status = status;
                    response.SetBody(tunnel, Request.Slot, -1);
                    return true;
                }

                tunnel.Release(Request.Slot);
            }

            if (response.HasFailed)
            {
                response.Fail(500);
            }
            else if (response.Status < 400)
            {
                response.Status = 403;
            }

            ErrorCount++;
            return false;
        }

        /// <summary>
        /// Drops the response that <see cref="Handle"/> has just filled, because a buffer was lacking (<see cref="HttpResponse.LacksBuffer"/>) and the engine
        /// will have the request handled again.
        /// </summary>
        public void Withdraw()
        {
            Response.Fail(503);
            RequestCount--;
            ErrorCount--;
        }
    }
}
