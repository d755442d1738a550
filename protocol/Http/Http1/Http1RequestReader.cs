// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Http
{
    /// <summary>The head of a request: found in the channel, parsed, routed, and refused where it must be.</summary>
    internal static class Http1RequestReader
    {
        internal static bool ReadHead(Http1Connection c, long now, bool stalled)
        {
            Http1Channel channel = c.Channel;
            HttpProfile profile = c.Service.Profile;
            byte[] buffer = channel.ReadBuffer;
            int length = channel.ReadLength;
            int offset = channel.ReadOffset;
            if (length == 0)
            {
                if (channel.IsPeerClosed)
                {
                    c.Close();
                }

                return false;
            }

            if ((c.Flags & Http1Flags.Started) == 0)
            {
                c.Flags |= Http1Flags.Started;
                if (c.RequestTotal > 0)
                {
                    c.Deadline = now + profile.HeaderTimeout;
                }
            }

            if ((c.Flags & Http1Flags.Sifting) != 0)
            {
                return Sift(c, now, stalled);
            }

            if (c.HeadLength == 0)
            {
                // Empty lines before a request are ignored (RFC 9112 section 2.2).
                int blank = 0;
                while (blank + 1 < length && buffer[offset + blank] == 13 && buffer[offset + blank + 1] == 10)
                {
                    blank += 2;
                }

                if (blank > 0)
                {
                    channel.Consume(blank);
                    return true;
                }
            }

            int end = Http1Head.FindEnd(buffer, offset + c.HeadLength, offset + length);
            HttpRequest request = c.Service.Request;
            if (end < 0)
            {
                c.HeadLength = ~end - offset;
                int line = -1;
                if ((c.Flags & Http1Flags.LineSeen) == 0)
                {
                    line = LineEnd(buffer, offset, offset + length);
                    if (line >= 0)
                    {
                        c.Flags |= Http1Flags.LineSeen;
                        request.Reset(buffer, c.Slot, HttpProtocol.Http11);
                        int verdict = Http1Head.ParseRequestLine(request, offset, line, out line);
                        if (verdict != 0)
                        {
                            return Http1RequestState.Refuse(c, verdict);
                        }
                    }
                }

                if (length >= profile.HeadSize || stalled)
                {
                    Http1HeadSifter.Begin(c);
                    return Sift(c, now, stalled);
                }

                if (channel.IsPeerClosed)
                {
                    c.Close();
                }

                return false;
            }

            c.HeadLength = end - offset;
            if (c.HeadLength > profile.HeadSize)
            {
                Http1HeadSifter.Begin(c);
                return Sift(c, now, stalled);
            }

            return Accept(c, now, offset);
        }

        /// <summary>Goes on with a head that is longer than the memory for it.</summary>
        private static bool Sift(Http1Connection c, long now, bool stalled)
        {
            int length = c.Channel.ReadLength;
            int status = Http1HeadSifter.Read(c, stalled);
            if (status < 0)
            {
                return Http1RequestState.Refuse(c, -status);
            }

            if (status == Http1HeadSifter.Complete)
            {
                return Accept(c, now, 0);
            }

            if (c.Channel.IsPeerClosed)
            {
                c.Close();
                return false;
            }

            return c.Channel.ReadLength != length;
        }

        /// <summary>Parses a complete head, finds its route, and decides how the request goes on.</summary>
        private static bool Accept(Http1Connection c, long now, int offset)
        {
            HttpProfile profile = c.Service.Profile;
            HttpRequest request = c.Service.Request;
            int flags = Parse(c, request, c.Channel.ReadBuffer, offset);
            SetTarget(c, request, 0, 0);
            if (flags < 0)
            {
                return Http1RequestState.Refuse(c, -flags);
            }

            c.Flags = (c.Flags & (Http1Flags.PerConnection | Http1Flags.Retained)) | flags;
            c.AnnouncedLength = request.ContentLength;
            c.BodyLeft = c.AnnouncedLength;
            bool hasBody = (flags & Http1Flags.Chunked) != 0 || c.BodyLeft > 0;
            int route = c.Service.Route();
            SetTarget(c, request, route, c.Service.AllowedMethods);
            c.ParameterNumber = request.ParameterNumber;
            if (route == -501)
            {
                return Http1RequestState.Refuse(c, 501);
            }

            if (route < 0)
            {
                if (hasBody)
                {
                    Http1RequestState.Refuse(c, -route);
                    SetTarget(c, request, route, c.Service.AllowedMethods);
                    return true;
                }
            }
            else
            {
                HttpHandler handler = c.Service.Router.Handler(route);
                if (handler.WantsBody)
                {
                    int verdict = Begin(handler, request);
                    if (verdict != 0)
                    {
                        return Http1RequestState.Refuse(c, verdict);
                    }

                    c.Flags |= Http1Flags.Streaming | Http1Flags.Begun;
                }
                else if (hasBody)
                {
                    if (c.BodyLeft > c.Service.Pool.Size)
                    {
                        return Http1RequestState.Refuse(c, 413);
                    }

                    c.BodyIndex = c.Service.Pool.Claim();
                    if (c.BodyIndex < 0)
                    {
                        return Http1RequestState.Refuse(c, 503);
                    }
                }
            }

            if (!hasBody)
            {
                c.Flags &= ~Http1Flags.Expects;
                c.State = Http1State.Complete;
                c.Deadline = long.MaxValue;
                c.Flags |= (c.Flags & Http1Flags.Retained) != 0 ? Http1Flags.Fresh : Http1Flags.Fresh | Http1Flags.InPlace;
                return true;
            }

            Keep(c);
            c.Chunks.Reset();
            c.State = Http1State.Body;
            c.Deadline = now + profile.BodyTimeout;
            return true;
        }

        internal static int Parse(Http1Connection c, HttpRequest request, byte[] buffer, int offset)
        {
            request.Reset(buffer, c.Slot, HttpProtocol.Http11);
            int end = offset + c.HeadLength;
            int status = Http1Head.ParseRequestLine(request, offset, end, out int next);
            return status != 0 ? -status : Http1Head.ParseFields(request, next, end);
        }

        /// <summary>Consumes the head; unless the handler streams, the channel keeps it for the call of the handler.</summary>
        internal static void Keep(Http1Connection c)
        {
            if ((c.Flags & Http1Flags.Streaming) != 0)
            {
                if ((c.Flags & Http1Flags.Retained) != 0)
                {
                    c.Flags &= ~Http1Flags.Retained;
                    c.Channel.ReleaseRetained();
                }
                else
                {
                    c.Channel.Consume(c.HeadLength);
                }
            }
            else if ((c.Flags & Http1Flags.Retained) == 0)
            {
                c.Channel.Retain(c.HeadLength);
                c.Flags |= Http1Flags.Retained;
            }
        }

        internal static void SetTarget(Http1Connection c, HttpRequest request, int route, int methods)
        {
            c.Target = (route & 0xFFFF) | (methods << Http1Target.MethodsShift) | (request.Method << Http1Target.MethodShift) | (request.Protocol << Http1Target.ProtocolShift);
        }

        internal static int LineEnd(byte[] buffer, int offset, int end)
        {
            for (int i = offset; i < end; i++)
            {
                if (buffer[i] == 10)
                {
                    return i + 1;
                }
            }

            return -1;
        }

        internal static int Begin(HttpHandler handler, HttpRequest request)
        {
            try
            {
                return handler.BeginBody(request);
            }
            catch (System.Exception)
            {
                return 500;
            }
        }
    }
}
