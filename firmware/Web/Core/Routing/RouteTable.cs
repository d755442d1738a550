// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using MilliHttp.Nano.Http;

namespace MilliHttp.Nano.Web
{
    /// <summary>
    /// Method and path pattern to handler, in the order of mapping: the first that fits answers. <c>{name}</c> takes one byte or more up to the next
    /// slash; <c>{*name}</c> takes all that is left, also nothing. Percent-encoded bytes of the path match the bytes that they stand for, except an
    /// encoded slash, which never separates segments.
    /// </summary>
    internal sealed class RouteTable : Router
    {
        private const int MostParameters = 4;
        private const int HeadLength = 3;
        private const int Parameter = 1;
        private const int Rest = 2;

        // One after another: method, group, length of the pattern, pattern. In a pattern, Parameter or Rest begins a parameter: then comes the length of its name, then its name.
        private byte[] _patterns = new byte[0];
        private object[] _targets = new object[0];
        private byte[] _parents = new byte[1];
        private FilterNode[] _filters = new FilterNode[1];

        // Of the last match: where each parameter lies, offset in the upper 16 bits, length in the lower.
        private readonly int[] _captures = new int[MostParameters];
        private readonly RouteHandler _handler;

        public RouteTable(WebApplication application)
        {
            // Short fields that the library reads itself; long ones are announced by ReadHeader.
            Fields.Keep(HeaderId.ContentType);
            Fields.Keep(HeaderId.AcceptEncoding);
            Fields.Keep(HeaderId.IfNoneMatch);
            Fields.Keep(HeaderId.IfModifiedSince);
            Fields.Keep(HeaderId.IfRange);
            Fields.Keep(HeaderId.Range);
            Fields.Keep(HeaderId.Origin);
            Fields.Keep(HeaderId.LastEventId);
            Fields.Keep(HeaderId.AccessControlRequestHeaders);
            Fields.Keep(HeaderId.SecWebsocketKey);
            Fields.Keep(HeaderId.SecWebsocketVersion);
            Fields.Keep(HeaderId.SecWebsocketProtocol);
            _handler = new RouteHandler(this, application);
        }

        /// <summary>Answers OPTIONS of any path that has a route; null for nobody.</summary>
        public HttpHandler Preflight;

        /// <summary>Adds a route.</summary>
        /// <returns>Its number.</returns>
        public int Add(int method, int group, string pattern, object target)
        {
            byte[] compiled = Compile(pattern);
            int count = _targets.Length;
            int at = _patterns.Length;
            byte[] patterns = new byte[at + HeadLength + compiled.Length];
            object[] targets = new object[count + 1];
            Array.Copy(_patterns, patterns, at);
            Array.Copy(_targets, targets, count);
            patterns[at] = (byte)method;
            patterns[at + 1] = (byte)group;
            patterns[at + 2] = (byte)compiled.Length;
            Array.Copy(compiled, 0, patterns, at + HeadLength, compiled.Length);
            targets[count] = target;
            HasTunnels |= target is TunnelHandler;
            _patterns = patterns;
            _targets = targets;
            return count;
        }

        /// <inheritdoc/>
        public override void Add(int method, string pattern, HttpHandler handler)
        {
            int length = pattern.Length;
            Add(method, 0, length > 0 && pattern[length - 1] == '*' ? pattern.Substring(0, length - 1) + "{*rest}" : pattern, handler);
        }

        /// <summary>Makes a group within another.</summary>
        /// <returns>Its number.</returns>
        public int AddGroup(int parent)
        {
            int count = _parents.Length;
            if (count > 255)
            {
                throw new InvalidOperationException();
            }

            byte[] parents = new byte[count + 1];
            FilterNode[] filters = new FilterNode[count + 1];
            Array.Copy(_parents, parents, count);
            Array.Copy(_filters, filters, count);
            parents[count] = (byte)parent;
            _parents = parents;
            _filters = filters;
            return count;
        }

        public void AddFilter(int group, RequestFilter filter)
        {
            FilterNode node = new FilterNode();
            node.Filter = filter;
            FilterNode last = _filters[group];
            if (last == null)
            {
                _filters[group] = node;
                return;
            }

            while (last.Next != null)
            {
                last = last.Next;
            }

            last.Next = node;
        }

        public int GroupOf(int route)
        {
            return _patterns[Place(route) + 1];
        }

        public void SetGroup(int route, int group)
        {
            _patterns[Place(route) + 1] = (byte)group;
        }

        /// <summary>The handler or delegate of a route.</summary>
        public object Target(int route)
        {
            return _targets[route];
        }

        /// <inheritdoc/>
        public override HttpHandler Handler(int route)
        {
            if (route == _targets.Length)
            {
                return Preflight;
            }

            TunnelHandler tunnel = _targets[route] as TunnelHandler;
            if (tunnel != null)
            {
                // The engine talks to it alone; it runs the filters itself (RouteBuilder.Passes).
                return tunnel;
            }

            _handler.Route = route;
            return _handler;
        }

        /// <inheritdoc/>
        public override void OnError(Http.HttpRequest request, Http.HttpResponse response)
        {
            _handler.WriteError(response);
        }

        /// <inheritdoc/>
        public override int Find(Http.HttpRequest request, out int methods)
        {
            byte[] patterns = _patterns;
            byte[] path = request.Buffer;
            int offset = request.PathOffset;
            int end = offset + request.PathLength;
            int wanted = request.Method == HttpMethod.Head ? HttpMethod.Get : request.Method;
            int start = HeadLength;
            int route = 0;
            methods = 0;
            while (start <= patterns.Length)
            {
                int length = patterns[start - 1];

                // Most patterns differ at the second byte: the first is the slash of both.
                if (length < 2 || end - offset < 2 || patterns[start + 1] == path[offset + 1] || patterns[start + 1] <= Rest || path[offset + 1] == (byte)'%')
                {
                    if (Match(start, length, path, offset, end))
                    {
                        int method = patterns[start - HeadLength];
                        if (method == wanted)
                        {
                            SetParameter(request);
                            return route;
                        }

                        methods |= method == HttpMethod.Get ? (1 << HttpMethod.Get) | (1 << HttpMethod.Head) : 1 << method;
                    }
                }

                start += length + HeadLength;
                route++;
            }

            if (methods != 0 && Preflight != null && request.Method == HttpMethod.Options)
            {
                return route;
            }

            return methods == 0 ? -404 : -405;
        }

        /// <summary>Finds a parameter of a route by its name.</summary>
        /// <returns>Its offset in the upper 16 bits and its length in the lower, or -1.</returns>
        public int FindParameter(int route, Http.HttpRequest request, string name)
        {
            int start = Place(route) + HeadLength;
            int length = _patterns[start - 1];
            byte[] patterns = _patterns;
            int offset = request.PathOffset;
            if (!Match(start, length, request.Buffer, offset, offset + request.PathLength))
            {
                return -1;
            }

            int number = 0;
            int end = start + length;
            int wanted = name.Length;
            for (int at = start; at < end; at++)
            {
                if (patterns[at] <= Rest)
                {
                    int nameLength = patterns[at + 1];
                    int i = 0;
                    if (nameLength == wanted)
                    {
                        while (i < wanted && patterns[at + 2 + i] == name[i])
                        {
                            i++;
                        }

                        if (i == wanted)
                        {
                            return _captures[number];
                        }
                    }

                    number++;
                    at += 1 + nameLength;
                }
            }

            return -1;
        }

        /// <summary>Runs the filters of a group, those of the groups around it first.</summary>
        /// <returns>Whether the handler is to be called.</returns>
        public bool RunFilters(int group, HttpRequest request, HttpResponse response)
        {
            if (group != 0 && !RunFilters(_parents[group], request, response))
            {
                return false;
            }

            for (FilterNode node = _filters[group]; node != null; node = node.Next)
            {
                if (!node.Filter(request, response))
                {
                    return false;
                }
            }

            return true;
        }

        /// <summary>Runs the filters of a route whose handler the engine calls itself.</summary>
        public bool Passes(int route, Http.HttpRequest request, Http.HttpResponse response)
        {
            _handler.Route = route;
            return _handler.Passes(request, response);
        }

        private static byte[] Compile(string pattern)
        {
            if (pattern.Length == 0 || pattern[0] != '/')
            {
                throw new ArgumentException();
            }

            byte[] text = Utf8.GetBytes(pattern);
            byte[] compiled = new byte[text.Length];
            int length = 0;
            int parameters = 0;
            for (int at = 0; at < text.Length; at++)
            {
                if (text[at] != (byte)'{')
                {
                    compiled[length++] = text[at];
                    continue;
                }

                int kind = Parameter;
                if (at + 1 < text.Length && text[at + 1] == (byte)'*')
                {
                    kind = Rest;
                    at++;
                }

                int close = at + 1;
                while (close < text.Length && text[close] != (byte)'}')
                {
                    close++;
                }

                int nameLength = close - at - 1;
                parameters++;
                if (close == text.Length || nameLength == 0 || parameters > MostParameters || (kind == Rest && close != text.Length - 1))
                {
                    throw new ArgumentException();
                }

                compiled[length++] = (byte)kind;
                compiled[length++] = (byte)nameLength;
                Array.Copy(text, at + 1, compiled, length, nameLength);
                length += nameLength;
                at = close;
            }

            if (length > 255)
            {
                throw new ArgumentException();
            }

            byte[] exact = new byte[length];
            Array.Copy(compiled, exact, length);
            return exact;
        }

        // The engine's numeric parameter, which is left to a streaming handler when the head is gone.
        private void SetParameter(Http.HttpRequest request)
        {
            int capture = _captures[0];
            request.ParameterLength = 0;
            request.ParameterNumber = -1;
            if (capture != 0)
            {
                long number = Http.Decimal.Parse(request.Buffer, capture >> 16, capture & 0xFFFF);
                request.ParameterNumber = number > 0x7FFFFFFF ? -1 : (int)number;
                if ((capture >> 16) + (capture & 0xFFFF) == request.PathOffset + request.PathLength)
                {
                    request.ParameterLength = capture & 0xFFFF;
                }
            }
        }

        private int Place(int route)
        {
            byte[] patterns = _patterns;
            int at = 0;
            while (route > 0)
            {
                at += patterns[at + 2] + HeadLength;
                route--;
            }

            return at;
        }

        /// <summary>Matches a path; where a literal does not fit, the last parameter takes a byte more, if the byte is not a slash.</summary>
        private bool Match(int start, int length, byte[] path, int at, int end)
        {
            byte[] patterns = _patterns;
            int[] captures = _captures;
            captures[0] = 0;
            int pattern = start;
            int patternEnd = start + length;
            int number = 0;
            int resume = -1;        // the pattern after the last parameter
            int from = 0;           // where the last parameter begins
            int to = 0;             // where it ends, for now
            while (true)
            {
                if (pattern == patternEnd)
                {
                    if (at == end)
                    {
                        return true;
                    }
                }
                else
                {
                    int wanted = patterns[pattern];
                    if (wanted == Rest)
                    {
                        captures[number] = (at << 16) | (end - at);
                        return true;
                    }

                    if (wanted == Parameter)
                    {
                        if (at < end && path[at] != (byte)'/')
                        {
                            from = at;
                            to = at + 1;
                            captures[number++] = (from << 16) | 1;
                            pattern += 2 + patterns[pattern + 1];
                            resume = pattern;
                            at = to;
                            continue;
                        }
                    }
                    else if (at < end)
                    {
                        int letter = path[at];
                        int next = at + 1;
                        if (letter == (byte)'%' && next + 1 < end)
                        {
                            letter = UrlText.Hex(path[next], path[next + 1]);
                            next += 2;
                            if (letter == (byte)'/')
                            {
                                letter = -1;
                            }
                        }

                        if (letter == wanted)
                        {
                            pattern++;
                            at = next;
                            continue;
                        }
                    }
                }

                if (resume < 0 || to == end || path[to] == (byte)'/')
                {
                    return false;
                }

                to++;
                captures[number - 1] = (from << 16) | (to - from);
                pattern = resume;
                at = to;
            }
        }
    }
}
