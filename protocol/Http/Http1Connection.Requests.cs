// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Http
{
    /// <content>Requests: heads, bodies, and what is refused.</content>
    public sealed partial class Http1Connection
    {
        private bool ReadHead(long now, bool stalled)
        {
            Http1Channel channel = _channel;
            HttpProfile profile = _service.Profile;
            byte[] buffer = channel.ReadBuffer;
            int length = channel.ReadLength;
            int offset = channel.ReadOffset;
            if (length == 0)
            {
                if (channel.IsPeerClosed)
                {
                    Close();
                }

                return false;
            }

            if ((_flags & Started) == 0)
            {
                _flags |= Started;
                if (_requests > 0)
                {
                    _deadline = now + profile.HeaderTimeout;
                }
            }

            if (_head == 0)
            {
                // Empty lines in front of a request are passed over (RFC 9112 section 2.2).
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

            int end = Http1Head.FindEnd(buffer, offset + _head, offset + length);
            HttpRequest request = _service.Request;
            if (end < 0)
            {
                _head = ~end - offset;
                int line = -1;
                if ((_flags & LineSeen) == 0)
                {
                    line = LineEnd(buffer, offset, offset + length);
                    if (line >= 0)
                    {
                        _flags |= LineSeen;
                        request.Reset(buffer, _slot, HttpProtocol.Http11);
                        int verdict = Http1Head.ParseRequestLine(request, offset, line, out line);
                        if (verdict != 0)
                        {
                            return Refuse(verdict);
                        }
                    }
                }

                if (length >= profile.HeadSize || stalled)
                {
                    return Refuse((_flags & LineSeen) == 0 ? 414 : 431);
                }

                if (channel.IsPeerClosed)
                {
                    Close();
                }

                return false;
            }

            _head = end - offset;
            if (_head > profile.HeadSize)
            {
                return Refuse(LineEnd(buffer, offset, end) - offset > profile.HeadSize ? 414 : 431);
            }

            int flags = Parse(request, buffer, offset);
            SetTarget(request, 0, 0);
            if (flags < 0)
            {
                return Refuse(-flags);
            }

            _flags = (_flags & PerConnection) | flags;
            _length = request.ContentLength;
            _progress = _length;
            bool hasBody = (flags & Chunked) != 0 || _progress > 0;
            int route = _service.Route();
            SetTarget(request, route, _service.AllowedMethods);
            _number = request.ParameterNumber;
            if (route == -501)
            {
                return Refuse(501);
            }

            if (route < 0)
            {
                if (hasBody)
                {
                    Refuse(-route);
                    SetTarget(request, route, _service.AllowedMethods);
                    return true;
                }
            }
            else
            {
                int method = request.Method;
                if (!hasBody && _progress < 0 && (method == HttpMethod.Post || method == HttpMethod.Put || method == HttpMethod.Patch))
                {
                    return Refuse(411);
                }

                HttpHandler handler = _service.Router.Handler(route);
                if (handler.WantsBody)
                {
                    int verdict = Begin(handler, request);
                    if (verdict != 0)
                    {
                        return Refuse(verdict);
                    }

                    _flags |= Streaming | Begun;
                }
                else if (hasBody)
                {
                    if (_progress > _service.Pool.Size)
                    {
                        return Refuse(413);
                    }

                    _bodyIndex = _service.Pool.Claim();
                    if (_bodyIndex < 0)
                    {
                        return Refuse(503);
                    }
                }
            }

            if (!hasBody)
            {
                _flags &= ~Expects;
                _state = Complete;
                _deadline = long.MaxValue;
                _flags |= Fresh | InPlace;
                return true;
            }

            Keep();
            _chunks.Reset();
            _state = Body;
            _deadline = now + profile.BodyTimeout;
            return true;
        }

        /// <summary>Takes the head out of the stream: away for a streaming handler, in front of the memory for others.</summary>
        private void Keep()
        {
            if ((_flags & Streaming) != 0)
            {
                _channel.Consume(_head);
            }
            else
            {
                _channel.Retain(_head);
                _flags |= Retained;
            }
        }

        private void SetTarget(HttpRequest request, int route, int methods)
        {
            _target = (route & 0xFFFF) | (methods << MethodsShift) | (request.Method << MethodShift) | (request.Protocol << ProtocolShift);
        }

        private int Parse(HttpRequest request, byte[] buffer, int offset)
        {
            request.Reset(buffer, _slot, HttpProtocol.Http11);
            int end = offset + _head;
            int status = Http1Head.ParseRequestLine(request, offset, end, out int next);
            return status != 0 ? -status : Http1Head.ParseFields(request, next, end);
        }

        private static int LineEnd(byte[] buffer, int offset, int end)
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

        private static int Begin(HttpHandler handler, HttpRequest request)
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

        private bool ReadBody(long now)
        {
            Http1Channel channel = _channel;
            int length = channel.ReadLength;
            if (length == 0)
            {
                if (channel.IsPeerClosed)
                {
                    Close();
                    return false;
                }

                if ((_flags & Expects) != 0 && channel.IsVerified)
                {
                    WriteContinue();
                }

                return false;
            }

            _flags &= ~Expects;
            int offset = channel.ReadOffset;
            _deadline += (long)length * _service.Profile.MicrosecondsPerByte;
            if ((_flags & Chunked) == 0)
            {
                int count = length > _progress ? (int)_progress : length;
                if (!Deliver(channel.ReadBuffer, offset, count))
                {
                    return true;
                }

                _progress -= count;
                channel.Consume(count);
                if (_progress == 0)
                {
                    _state = Complete;
                    _deadline = long.MaxValue;
                }

                return true;
            }

            ChunkedDecoder chunks = _chunks;
            int at = offset;
            int end = offset + length;
            while (at < end && !chunks.IsOver)
            {
                long data = chunks.DataLeft;
                if (data > 0)
                {
                    int count = data > end - at ? end - at : (int)data;
                    if (!Deliver(channel.ReadBuffer, at, count))
                    {
                        return true;
                    }

                    chunks.Take(count);
                    at += count;
                }
                else
                {
                    int count = chunks.Skip(channel.ReadBuffer, at, end - at);
                    if (count < 0)
                    {
                        return Refuse(400);
                    }

                    at += count;
                }
            }

            channel.Consume(at - offset);
            if (chunks.IsOver)
            {
                _state = Complete;
                _deadline = long.MaxValue;
            }

            return true;
        }

        private bool Deliver(byte[] buffer, int offset, int count)
        {
            if ((_flags & Streaming) == 0)
            {
                if (!_service.Pool.Append(_bodyIndex, buffer, offset, count))
                {
                    Refuse(413);
                    return false;
                }

                return true;
            }

            try
            {
                _service.Router.Handler(Route).Body(Short(), buffer, offset, count);
                return true;
            }
            catch (System.Exception)
            {
                Refuse(500);
                return false;
            }
        }

        /// <summary>The shared request with what a streaming handler may rely on.</summary>
        private HttpRequest Short()
        {
            HttpRequest request = _service.Request;
            request.Reset(_channel.ReadBuffer, _slot, Protocol);
            request.Method = Method;
            request.ContentLength = _length;
            request.ParameterNumber = _number;
            return request;
        }

        /// <summary>Decides that the request is answered with an error and the connection closed, when everything read is verified.</summary>
        private bool Refuse(int status)
        {
            DropRequest();
            _target = (_target & ~0xFFFFFF) | (-status & 0xFFFF);
            _flags = (_flags & PerConnection) | CloseAsked | Discard;
            _state = Complete;
            _deadline = long.MaxValue;
            return true;
        }

        private void DropRequest()
        {
            if ((_flags & Begun) != 0)
            {
                _flags &= ~Begun;
                try
                {
                    _service.Router.Handler(Route).AbortBody(Short());
                }
                catch (System.Exception)
                {
                    _service.ErrorCount++;
                }
            }

            if (_bodyIndex >= 0)
            {
                _service.Pool.Release(_bodyIndex);
                _bodyIndex = -1;
            }

            if ((_flags & Retained) != 0)
            {
                _flags &= ~Retained;
                _channel.ReleaseRetained();
            }
        }
    }
}
