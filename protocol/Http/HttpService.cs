// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Http
{
    /// <summary>
    /// What the engines of both protocols share: the routes, the body buffers, one request and one response object, and the date.
    /// Everything runs in one loop, so one of each is enough.
    /// </summary>
    public sealed class HttpService
    {
        private long _unixTime;
        private int _methods;

        public HttpService(HttpProfile profile, Router router)
        {
            Profile = profile;
            Router = router;
            Pool = new BodyPool(profile.BodyBuffers, profile.BodySize);
            Request = new HttpRequest(profile.RequestFields, Pool);
            Response = new HttpResponse(Pool, profile.ResponseFields);
        }

        public readonly HttpProfile Profile;

        public readonly Router Router;

        public readonly BodyPool Pool;

        /// <summary>Filled by an engine before each call of a handler, and by nobody kept.</summary>
        public readonly HttpRequest Request;

        public readonly HttpResponse Response;

        /// <summary>Requests answered.</summary>
        public int RequestCount;

        /// <summary>Requests answered with 4xx or 5xx.</summary>
        public int ErrorCount;

        /// <summary>The wall clock in seconds since 1970; 0 as long as it is not known, and then no Date is sent.</summary>
        public void SetTime(long unixSeconds)
        {
            _unixTime = unixSeconds;
        }

        /// <summary>That time.</summary>
        public long Time
        {
            get { return _unixTime; }
        }

        /// <summary>
        /// Finds the route of <see cref="Request"/> (its head is filled in): the number, or -404, -405 or -501 to be given to <see cref="Handle"/>
        /// when the request is complete.
        /// </summary>
        public int Route()
        {
            return Request.Method == HttpMethod.Unknown ? -501 : Router.Find(Request, out _methods);
        }

        /// <summary>The set of methods of the last -405 (<see cref="Route"/>); an engine keeps it with the request and gives it back.</summary>
        public int AllowedMethods
        {
            get { return _methods; }
        }

        /// <summary>Whether a route gets its body as it arrives.</summary>
        public bool WantsBody(int route)
        {
            return route >= 0 && Router.Handler(route).WantsBody;
        }

        /// <summary>
        /// Fills <see cref="Response"/>: by the handler of the route, or with an error for a negative one (minus the status). A handler that throws
        /// answers with 500. The request's body buffer is released here unless the response is made of it.
        /// </summary>
        public void Handle(int route, int methods)
        {
            HttpRequest request = Request;
            HttpResponse response = Response;
            response.Reset();
            RequestCount++;
            if (route < 0)
            {
                response.Status = -route;
                if (route == -405)
                {
                    response.AddAllow(methods);
                }
                else if (route == -503)
                {
                    response.Add(HeaderField.RetryAfter1);
                }
            }
            else
            {
                try
                {
                    Router.Handler(route).Handle(request, response);
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
                    // Begun and not ended: nothing was said, so nothing is sent.
                    Pool.Release(response.Index);
                    response.Index = -1;
                }
            }

            if (response.Status >= 400)
            {
                ErrorCount++;
            }

            int body = request.BodyIndex;
            if (body >= 0 && (response.Source != Pool || response.Handle != body) && Pool.Length(body) >= 0)
            {
                Pool.Release(body);
            }

            request.BodyIndex = -1;
        }
    }
}
