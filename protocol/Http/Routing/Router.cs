// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Http
{
    /// <summary>
    /// Finds the handler of a request by its method and path; the first route that matches is taken. A pattern is a path; if it ends with <c>*</c>, any
    /// rest of the path, even an empty one, matches and is the request's parameter. HEAD takes the route of GET. Paths are compared as sent, without
    /// decoding.
    /// </summary>
    public class Router
    {
        // All patterns, one after another: method and Star, length, and the pattern without its star.
        private byte[] _patterns = new byte[0];
        private HttpHandler[] _handlers = new HttpHandler[0];

        private const int Star = 0x80;

        /// <summary>The request fields that handlers read; all others are skipped.</summary>
        public readonly FieldFilter Fields = new FieldFilter();

        /// <summary>Whether a route is a <see cref="TunnelHandler"/>: HTTP/3 then offers extended CONNECT (RFC 9220).</summary>
        public bool HasTunnels;

        /// <summary>Adds a route. Call it only while the server is built, as it allocates.</summary>
        /// <param name="method">One of <see cref="HttpMethod"/>.</param>
        /// <param name="pattern">The path, of at most 255 bytes.</param>
        /// <param name="handler">The handler.</param>
        public virtual void Add(int method, string pattern, HttpHandler handler)
        {
            int count = _handlers.Length;
            int at = _patterns.Length;
            int length = pattern.Length;
            if (length > 0 && pattern[length - 1] == '*')
            {
                length--;
                method |= Star;
            }

            byte[] patterns = new byte[at + 2 + length];
            HttpHandler[] handlers = new HttpHandler[count + 1];
            System.Array.Copy(_patterns, patterns, at);
            System.Array.Copy(_handlers, handlers, count);
            patterns[at] = (byte)method;
            patterns[at + 1] = (byte)length;
            for (int i = 0; i < length; i++)
            {
                patterns[at + 2 + i] = (byte)pattern[i];
            }

            handlers[count] = handler;
            HasTunnels |= handler is TunnelHandler;
            _patterns = patterns;
            _handlers = handlers;
        }

        /// <summary>Finds the route of a request, and sets the request's parameter.</summary>
        /// <param name="request">The request.</param>
        /// <param name="methods">With -405, the set of methods that the path has.</param>
        /// <returns>The number of the route, or -404, or -405.</returns>
        public virtual int Find(HttpRequest request, out int methods)
        {
            byte[] buffer = request.Buffer;
            byte[] patterns = _patterns;
            int path = request.PathOffset;
            int pathLength = request.PathLength;
            int wanted = request.Method == HttpMethod.Head ? HttpMethod.Get : request.Method;
            int route = 0;
            methods = 0;
            for (int start = 2; start <= patterns.Length;)
            {
                int method = patterns[start - 2];
                int length = patterns[start - 1];
                if (length == pathLength || (length < pathLength && method >= Star))
                {
                    int at = path - start;
                    int j = start + length - 1;
                    while (j >= start && patterns[j] == buffer[at + j])
                    {
                        j--;
                    }

                    if (j < start)
                    {
                        method &= Star - 1;
                        if (method == wanted || method == request.Method)
                        {
                            request.ParameterLength = pathLength - length;
                            long number = Decimal.Parse(buffer, path + length, pathLength - length);
                            request.ParameterNumber = number > 0x7FFFFFFF ? -1 : (int)number;
                            return route;
                        }

                        methods |= 1 << method;
                        if (method == HttpMethod.Get)
                        {
                            methods |= 1 << HttpMethod.Head;
                        }
                    }
                }

                start += length + 2;
                route++;
            }

            return methods == 0 ? -404 : -405;
        }

        /// <summary>Called for an error response (status 400 and above) without a body; may give it one.</summary>
        public virtual void OnError(HttpRequest request, HttpResponse response)
        {
        }

        /// <summary>The handler of a route.</summary>
        /// <param name="route">Number of the route.</param>
        /// <returns>The handler.</returns>
        public virtual HttpHandler Handler(int route)
        {
            return _handlers[route];
        }
    }
}
