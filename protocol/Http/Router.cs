// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Http
{
    /// <summary>
    /// Method and path pattern to handler, first match first. A pattern is a path; where it ends in <c>/*</c>, anything that stands there,
    /// also nothing, is the request's parameter. HEAD is served by the route of GET. Paths are compared as sent, without decoding.
    /// </summary>
    public sealed class Router
    {
        private byte[] _patterns = new byte[0];     // all, one after another, without the star
        private int[] _ends = new int[0];           // end of a pattern; bits 24-27 method, bit 30 a star
        private HttpHandler[] _handlers = new HttpHandler[0];

        /// <summary>Adds a route; while the server is built only, as it allocates.</summary>
        public void Add(int method, string pattern, HttpHandler handler)
        {
            int count = _ends.Length;
            int start = _patterns.Length;
            int length = pattern.Length;
            bool star = length > 0 && pattern[length - 1] == '*';
            if (star)
            {
                length--;
            }

            byte[] patterns = new byte[start + length];
            int[] ends = new int[count + 1];
            HttpHandler[] handlers = new HttpHandler[count + 1];
            System.Array.Copy(_patterns, patterns, start);
            System.Array.Copy(_ends, ends, count);
            System.Array.Copy(_handlers, handlers, count);
            for (int i = 0; i < length; i++)
            {
                patterns[start + i] = (byte)pattern[i];
            }

            ends[count] = (start + length) | (method << 24) | (star ? 1 << 30 : 0);
            handlers[count] = handler;
            _patterns = patterns;
            _ends = ends;
            _handlers = handlers;
        }

        /// <summary>Finds the route of a request by its method and path, and sets its parameter.</summary>
        /// <returns>The number of the route, or -404, or -405 with <paramref name="methods"/> the set that the path has.</returns>
        public int Find(HttpRequest request, out int methods)
        {
            byte[] buffer = request.Buffer;
            byte[] patterns = _patterns;
            int[] ends = _ends;
            int path = request.PathOffset;
            int pathLength = request.PathLength;
            int wanted = request.Method == HttpMethod.Head ? HttpMethod.Get : request.Method;
            int start = 0;
            methods = 0;
            for (int i = 0; i < ends.Length; i++)
            {
                int packed = ends[i];
                int end = packed & 0xFFFFFF;
                int length = end - start;
                if (length == pathLength || (length < pathLength && packed >= 1 << 30))
                {
                    int at = path - start;
                    int j = end - 1;
                    while (j >= start && patterns[j] == buffer[at + j])
                    {
                        j--;
                    }

                    if (j < start)
                    {
                        int method = (packed >> 24) & 15;
                        if (method == wanted || method == request.Method)
                        {
                            request.ParameterLength = pathLength - length;
                            long number = Decimal.Parse(buffer, path + length, pathLength - length);
                            request.ParameterNumber = number > 0x7FFFFFFF ? -1 : (int)number;
                            return i;
                        }

                        methods |= 1 << method;
                        if (method == HttpMethod.Get)
                        {
                            methods |= 1 << HttpMethod.Head;
                        }
                    }
                }

                start = end;
            }

            return methods == 0 ? -404 : -405;
        }

        /// <summary>The handler of a route.</summary>
        public HttpHandler Handler(int route)
        {
            return _handlers[route];
        }
    }
}
