// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Http
{
    /// <summary>
    /// The HTTP/1.1 side of one connection, sans-IO: reads requests from a <see cref="Http1Channel"/>, has them handled, writes the responses.
    /// </summary>
    /// <remarks>
    /// <para>One request is in work at a time; pipelined ones wait in the channel. Where handlers are concerned, see <see cref="HttpHandler"/>.</para>
    /// <para><b>Unverified plaintext.</b> While the channel is not verified, everything is consumed as it comes and nothing is answered: a
    /// refusal is held back (<see cref="Process"/> goes on consuming), a complete request waits, and time limits do not depend on what was read but only
    /// on how long the record takes. Pipelined requests behind a complete one in a record that does not fit the memory cannot be kept: they are
    /// dropped, the first is answered after verification with Connection: close, and the client sends the others again.</para>
    /// <para><b>Refused requests</b> (400, 408, 411, 413, 414, 417, 431, 501, 505, and errors of requests with a body) are answered once and the
    /// connection is closed: where such a request ends cannot be known or is not worth waiting for. Input goes on being read for two seconds, so that the
    /// answer is not lost in a reset.</para>
    /// </remarks>
    public sealed class Http1Connection
    {
        private const int Head = 0;
        private const int Body = 1;
        private const int Complete = 2;
        private const int Responding = 3;
        private const int Lingering = 4;
        private const int Closed = 5;

        private const int Chunked = Http1Head.Chunked;
        private const int CloseAsked = Http1Head.Close;
        private const int KeepAliveAsked = Http1Head.KeepAlive;
        private const int Expects = Http1Head.Expects;
        private const int Started = 0x100;      // a byte of the head has come
        private const int LineSeen = 0x200;     // the request line has been looked at
        private const int Retained = 0x400;     // the head lies in front of the channel's memory
        private const int Streaming = 0x800;    // the handler takes the body as it comes
        private const int Begun = 0x1000;       // BeginBody was called, neither Handle nor AbortBody yet
        private const int Discard = 0x2000;     // what comes is thrown away
        private const int Fresh = 0x4000;       // the shared request still holds this one
        private const int EndStream = 0x8000;   // an event stream is to be ended
        private const int CloseNext = 0x10000;  // close after the next response
        private const int Opened = 0x20000;     // the channel has opened
        private const int InPlace = 0x40000;    // the head stands in front of the unread bytes
        private const int PerConnection = CloseNext | Opened;

        private const long LingerTime = 2000000;

        /// <summary>The longest record, at the slowest speed that is waited for.</summary>
        private const long RecordBytes = 16640;

        private readonly Http1Channel _channel;
        private readonly HttpService _service;
        private readonly ChunkedDecoder _chunks = new ChunkedDecoder();
        private readonly byte[] _altSvc = new byte[48];
        private readonly int _slot;
        private int _altSvcLength;
        private int _state;
        private int _flags;
        private int _scan;
        private int _headLength;
        private int _route;
        private int _methods;
        private int _method;
        private int _protocol;
        private int _parameterNumber;
        private int _bodyIndex;
        private int _handle;
        private int _requests;
        private long _contentLength;
        private long _left;             // of the request's body, not chunked
        private long _sent;             // of the response's body
        private long _length;           // of the response's body, -1 unknown
        private long _deadline;
        private long _recordDeadline;
        private long _since;            // of the idle time, or of the response
        private BodySource _source;

        /// <summary>Makes it with all its memory.</summary>
        /// <param name="channel">What it reads and writes.</param>
        /// <param name="service">Routes and shared objects.</param>
        /// <param name="slot">Its <see cref="HttpRequest.Slot"/>.</param>
        public Http1Connection(Http1Channel channel, HttpService service, int slot)
        {
            _channel = channel;
            _service = service;
            _slot = slot;
            _bodyIndex = -1;
            _state = Closed;
            _deadline = long.MaxValue;
            _recordDeadline = long.MaxValue;
        }

        /// <summary>Requests of this client answered.</summary>
        public int Requests
        {
            get { return _requests; }
        }

        /// <summary>Nothing more will be read or written.</summary>
        public bool IsClosed
        {
            get { return _state == Closed; }
        }

        /// <summary>Between requests.</summary>
        public bool IsIdle
        {
            get { return _state == Head && (_flags & Started) == 0; }
        }

        /// <summary>A response without an end is being sent.</summary>
        public bool IsStreaming
        {
            get { return _state == Responding && _length < 0; }
        }

        /// <summary>A complete request waits for its turn, or a response for room: call <see cref="Process"/> again.</summary>
        public bool HasWork
        {
            get
            {
                if (_state == Responding)
                {
                    return _length >= 0 || _sent < _source.End(_handle) || _source.IsEnded(_handle) || (_flags & EndStream) != 0;
                }

                return _state == Complete ? _channel.IsVerified : _state == Head && (_flags & Started) == 0 && _requests > 0 && _channel.ReadLength > 0;
            }
        }

        /// <summary>When <see cref="HandleTimeout"/> wants to be called.</summary>
        public long NextTimeout
        {
            get { return _recordDeadline != long.MaxValue ? _recordDeadline : _deadline; }
        }

        /// <summary>Sets the port that Alt-Svc announces, 0 for none.</summary>
        public void SetAltSvc(int port)
        {
            _altSvcLength = port == 0 ? 0 : Http1ResponseHead.WriteAltSvc(port, _service.Profile.AltSvcAge, _altSvc, 0);
        }

        /// <summary>Begins with a new client.</summary>
        public void Open(long now)
        {
            Abort();
            _state = Head;
            _flags = 0;
            _scan = 0;
            _requests = 0;
            _since = now;
            _deadline = long.MaxValue;
            _recordDeadline = long.MaxValue;
        }

        /// <summary>Gives everything back; the client is gone.</summary>
        public void Abort()
        {
            DropRequest();
            DropSource();
            _state = Closed;
            _requests = 0;
            _deadline = long.MaxValue;
            _recordDeadline = long.MaxValue;
        }

        /// <summary>Goes on: at most one response is begun, or one record of one written, per call.</summary>
        /// <param name="now">Microseconds.</param>
        /// <param name="stalled">The channel can take no more unless something is consumed.</param>
        /// <returns>Whether anything was consumed or written.</returns>
        public bool Process(long now, bool stalled)
        {
            Http1Channel channel = _channel;
            if (_state == Closed)
            {
                int rest = channel.ReadLength;
                if (rest > 0)
                {
                    channel.Consume(rest);
                }

                return rest > 0;
            }

            if (channel.HasFailed)
            {
                Abort();
                return false;
            }

            if ((_flags & Opened) == 0)
            {
                if (!channel.IsOpen)
                {
                    return false;
                }

                _flags |= Opened;
                _since = now;
                _deadline = now + _service.Profile.HeaderTimeout;
            }

            // Others may have used the shared request since.
            _flags &= ~Fresh;
            bool moved = false;
            bool again = true;
            while (again)
            {
                again = false;
                switch (_state)
                {
                    case Head:
                        again = ReadHead(now, stalled);
                        moved |= again;
                        break;

                    case Body:
                        again = ReadBody(now);
                        moved |= again;
                        break;

                    case Complete:
                        if ((_flags & InPlace) != 0 && !channel.IsVerified)
                        {
                            _flags &= ~InPlace;
                            Keep();
                        }

                        if ((_flags & Discard) != 0 || (stalled && !channel.IsVerified))
                        {
                            int rest = channel.ReadLength;
                            if (rest > 0)
                            {
                                channel.Consume(rest);
                                _flags |= Discard | CloseAsked;
                                moved = true;
                            }
                        }

                        if (channel.IsVerified)
                        {
                            moved |= Dispatch(now);
                        }

                        break;

                    case Responding:
                        moved |= Continue(now);
                        break;

                    default:
                        int dropped = channel.ReadLength;
                        if (dropped > 0)
                        {
                            channel.Consume(dropped);
                            moved = true;
                        }

                        if (_state == Lingering && channel.IsPeerClosed)
                        {
                            Close();
                        }

                        break;
                }
            }

            // A record whose bytes are out but not its tag has a time of its own, whatever was in it. While a response is being sent it
            // waits for that, and not for the client.
            if (channel.IsVerified || _state == Responding)
            {
                _recordDeadline = long.MaxValue;
            }
            else if (_recordDeadline == long.MaxValue && _state != Closed)
            {
                HttpProfile profile = _service.Profile;
                _recordDeadline = now + profile.BodyTimeout + (RecordBytes * profile.MicrosecondsPerByte);
            }

            return moved;
        }

        /// <summary>Lets limits of time act.</summary>
        /// <returns>Whether one did.</returns>
        public bool HandleTimeout(long now)
        {
            if (now < NextTimeout || _state == Closed)
            {
                return false;
            }

            bool quiet = _state == Lingering || IsIdle || _recordDeadline != long.MaxValue;
            _deadline = long.MaxValue;
            if (quiet)
            {
                Close();
                return true;
            }

            Refuse(408);
            Process(now, false);
            return true;
        }

        /// <summary>
        /// Another client waits: an idle connection is closed at once (a new one after <paramref name="grace"/>), an event stream is ended, and after
        /// <paramref name="patience"/> of waiting a busy one is closed with its next response.
        /// </summary>
        /// <param name="now">Microseconds.</param>
        /// <param name="waiting">How long the other one has waited, in microseconds.</param>
        /// <param name="grace">What a new connection is given to send something.</param>
        /// <param name="patience">What a busy connection is given.</param>
        public void GiveWay(long now, long waiting, long grace, long patience)
        {
            if (_state == Lingering || (IsIdle && _channel.IsVerified && _channel.ReadLength == 0 && now - _since >= (_requests > 0 ? grace / 8 : grace)))
            {
                Close();
            }
            else if (IsStreaming && now - _since >= grace)
            {
                _flags |= EndStream | CloseAsked;
            }
            else if (waiting >= patience)
            {
                _flags |= CloseNext;
            }
        }

        /// <summary>Closes as soon as the current response is out.</summary>
        public void Shutdown()
        {
            _flags |= CloseNext;
            if (IsIdle || _state == Lingering)
            {
                Close();
            }
            else if (IsStreaming)
            {
                _flags |= EndStream | CloseAsked;
            }
        }

        private void Close()
        {
            Abort();
            _channel.Close();
        }

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

            if (_scan == 0)
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

            int end = Http1Head.FindEnd(buffer, offset + _scan, offset + length);
            HttpRequest request = _service.Request;
            if (end < 0)
            {
                _scan = ~end - offset;
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

            _headLength = end - offset;
            if (_headLength > profile.HeadSize)
            {
                return Refuse(LineEnd(buffer, offset, end) - offset > profile.HeadSize ? 414 : 431);
            }

            int flags = Parse(request, buffer, offset);
            _method = request.Method;
            _protocol = request.Protocol;
            if (flags < 0)
            {
                return Refuse(-flags);
            }

            _flags = (_flags & PerConnection) | flags;
            _contentLength = request.ContentLength;
            _left = _contentLength;
            bool hasBody = (flags & Chunked) != 0 || _left > 0;
            int route = _service.Route();
            _route = route;
            _methods = _service.AllowedMethods;
            _parameterNumber = request.ParameterNumber;
            if (route == -501)
            {
                return Refuse(501);
            }

            if (route < 0)
            {
                if (hasBody)
                {
                    int methods = _methods;
                    Refuse(-route);
                    _methods = methods;
                    return true;
                }
            }
            else
            {
                if (!hasBody && _left < 0 && (_method == HttpMethod.Post || _method == HttpMethod.Put || _method == HttpMethod.Patch))
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
                    if (_left > _service.Pool.Size)
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
                _channel.Consume(_headLength);
            }
            else
            {
                _channel.Retain(_headLength);
                _flags |= Retained;
            }
        }

        private int Parse(HttpRequest request, byte[] buffer, int offset)
        {
            request.Reset(buffer, _slot, HttpProtocol.Http11);
            int end = offset + _headLength;
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
                int count = length > _left ? (int)_left : length;
                if (!Deliver(channel.ReadBuffer, offset, count))
                {
                    return true;
                }

                _left -= count;
                channel.Consume(count);
                if (_left == 0)
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
                _service.Router.Handler(_route).Body(Short(), buffer, offset, count);
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
            request.Reset(_channel.ReadBuffer, _slot, _protocol);
            request.Method = _method;
            request.ContentLength = _contentLength;
            request.ParameterNumber = _parameterNumber;
            return request;
        }

        /// <summary>Decides that the request is answered with an error and the connection closed, when everything read is verified.</summary>
        private bool Refuse(int status)
        {
            DropRequest();
            _route = -status;
            _methods = 0;
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
                    _service.Router.Handler(_route).AbortBody(Short());
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

        private void DropSource()
        {
            BodySource source = _source;
            if (source != null)
            {
                _source = null;
                source.Release(_handle);
            }
        }

        private void WriteContinue()
        {
            Http1Channel channel = _channel;
            if (channel.Reserve() < 64)
            {
                channel.Commit(0);
                return;
            }

            // "HTTP/1.1 100 Continue" and an empty line.
            byte[] buffer = channel.WriteBuffer;
            int at = channel.WriteOffset;
            ulong word = 0x312E312F50545448UL;
            for (int i = 0; i < 25; i++)
            {
                if (i == 8)
                {
                    word = 0x6E6F432030303120UL;
                }
                else if (i == 16)
                {
                    word = 0x0A0D65756E6974UL;
                }
                else if (i == 23)
                {
                    word = 0x0A0DUL;
                }

                buffer[at + i] = (byte)word;
                word >>= 8;
            }

            channel.Commit(25);
            _flags &= ~Expects;
        }

        private bool Dispatch(long now)
        {
            Http1Channel channel = _channel;
            int room = channel.Reserve();
            channel.Commit(0);
            int wanted = (channel.WriteBuffer.Length * 3) >> 2;
            if (room == 0 || (room < (wanted < 600 ? wanted : 600) && !channel.IsDrained))
            {
                return false;
            }

            HttpRequest request = _service.Request;
            if ((_flags & Fresh) == 0)
            {
                if (_route < 0 || (_flags & Streaming) != 0)
                {
                    Short();
                }
                else
                {
                    Parse(request, channel.ReadBuffer, (_flags & InPlace) != 0 ? channel.ReadOffset : 0);
                    _service.Route();
                }
            }

            if (_bodyIndex >= 0)
            {
                BodyPool pool = _service.Pool;
                request.BodyBuffer = pool.Memory;
                request.BodyOffset = pool.Offset(_bodyIndex);
                request.BodyLength = pool.Length(_bodyIndex);
                request.BodyIndex = _bodyIndex;
                _bodyIndex = -1;
            }

            _flags &= ~Begun;
            _service.Handle(_route, _methods);
            if ((_flags & InPlace) != 0)
            {
                channel.Consume(_headLength);
            }
            else if ((_flags & Retained) != 0)
            {
                channel.ReleaseRetained();
            }

            _flags &= ~(Fresh | InPlace | Retained);
            _requests++;
            Respond(now);
            return true;
        }

        private void Respond(long now)
        {
            Http1Channel channel = _channel;
            HttpResponse response = _service.Response;
            if ((_flags & CloseNext) != 0
                || (_protocol == HttpProtocol.Http10 && (_flags & KeepAliveAsked) == 0)
                || _requests >= _service.Profile.RequestsPerConnection)
            {
                _flags |= CloseAsked;
            }

            int room = channel.Reserve();
            byte[] buffer = channel.WriteBuffer;
            int start = channel.WriteOffset;
            int head = WriteHead(response, buffer, start, room);
            bool split = false;
            if (head < 0)
            {
                // Does the client take small records only (RFC 8449), or are the handler's fields too many?
                split = true;
                start = buffer.Length >> 1;
                head = WriteHead(response, buffer, start, buffer.Length - start);
                if (head < 0)
                {
                    response.Fail(500);
                    head = WriteHead(response, buffer, start, buffer.Length - start);
                }
            }

            _source = response.Source;
            _handle = response.Handle;
            _length = _source == null ? 0 : response.Length;
            _sent = 0;
            _since = now;
            _state = Responding;
            int status = response.Status;
            if (_method == HttpMethod.Head || status < 200 || status == 204 || status == 304)
            {
                DropSource();
                _length = 0;
            }

            if (split)
            {
                channel.Commit(0);
                if (!CommitSplit(buffer, start, head))
                {
                    Close();
                    return;
                }
            }
            else
            {
                int body = WriteBody(buffer, start + head, room - head);
                if (body < 0)
                {
                    channel.Commit(0);
                    Close();
                    return;
                }

                channel.Commit(head + body);
            }

            EndIfSent(now);
        }

        /// <summary>Sends a head that was composed in the rear half of the record buffer, in records as large as the client takes.</summary>
        private bool CommitSplit(byte[] buffer, int start, int length)
        {
            Http1Channel channel = _channel;
            int end = start + length;
            while (length >= 0 && start < end)
            {
                int room = channel.Reserve();
                int count = end - start < room ? end - start : room;
                int at = channel.WriteOffset;

                // 64: what a record adds at its end, and a KeyUpdate in front of it.
                if (count == 0 || at + count + 64 > start + count)
                {
                    channel.Commit(0);
                    return false;
                }

                System.Array.Copy(buffer, start, buffer, at, count);
                channel.Commit(count);
                start += count;
            }

            return length >= 0;
        }

        private int WriteHead(HttpResponse response, byte[] buffer, int start, int room)
        {
            int status = response.Status;
            int flags = (_flags & CloseAsked) != 0 ? Http1ResponseHead.Close : 0;
            if (status < 200 || status == 204 || status == 304)
            {
                flags |= Http1ResponseHead.NoLength;
            }
            else if (response.Source != null && response.Length < 0)
            {
                if (_protocol == HttpProtocol.Http10)
                {
                    _flags |= CloseAsked;
                    flags = Http1ResponseHead.Close | Http1ResponseHead.NoLength;
                }
                else
                {
                    flags |= Http1ResponseHead.Chunked;
                }
            }

            if (_protocol == HttpProtocol.Http10)
            {
                flags |= Http1ResponseHead.KeepAlive;
            }

            return Http1ResponseHead.Write(response, _service, _altSvc, _altSvcLength, flags, buffer, start, room);
        }

        /// <summary>Writes what the source has and the room takes.</summary>
        /// <returns>Bytes, or -1 if the body is lost.</returns>
        private int WriteBody(byte[] buffer, int at, int room)
        {
            BodySource source = _source;
            if (source == null)
            {
                return 0;
            }

            long left;
            if (_length >= 0)
            {
                left = _length - _sent;
                int count = left < room ? (int)left : room;
                if (count <= 0)
                {
                    return 0;
                }

                count = source.Read(_handle, _sent, buffer, at, count);
                if (count > 0)
                {
                    _sent += count;
                }

                return count;
            }

            bool ended = source.IsEnded(_handle) || (_flags & EndStream) != 0;
            bool framed = _protocol != HttpProtocol.Http10;
            left = (_flags & EndStream) != 0 ? 0 : source.End(_handle) - _sent;
            int space = framed ? room - 13 : room;
            int written = 0;
            if (left > 0 && space > 0)
            {
                int data = framed ? at + 6 : at;
                int count = source.Read(_handle, _sent, buffer, data, left < space ? (int)left : space);
                if (count < 0)
                {
                    return -1;
                }

                if (count > 0)
                {
                    _sent += count;
                    left -= count;
                    written = count;
                    if (framed)
                    {
                        for (int i = 0; i < 4; i++)
                        {
                            int digit = (count >> (12 - (i << 2))) & 15;
                            buffer[at + i] = (byte)(digit < 10 ? 48 + digit : 87 + digit);
                        }

                        buffer[at + 4] = 13;
                        buffer[at + 5] = 10;
                        buffer[data + count] = 13;
                        buffer[data + count + 1] = 10;
                        written = count + 8;
                    }
                }
            }

            if (ended && left <= 0 && room - written >= 5)
            {
                if (framed)
                {
                    at += written;
                    buffer[at] = 48;
                    buffer[at + 1] = 13;
                    buffer[at + 2] = 10;
                    buffer[at + 3] = 13;
                    buffer[at + 4] = 10;
                    written += 5;
                }

                // Its length is known now: everything is out.
                _length = _sent;
            }

            return written;
        }

        private bool Continue(long now)
        {
            Http1Channel channel = _channel;
            if (_length < 0 && channel.IsPeerClosed)
            {
                Close();
                return false;
            }

            if (!HasWork)
            {
                return false;
            }

            int room = channel.Reserve();
            int wanted = channel.WriteBuffer.Length >> 1;
            if (room == 0 || (room < wanted && (_length < 0 || _length - _sent > room) && !channel.IsDrained))
            {
                channel.Commit(0);
                return false;
            }

            int count = WriteBody(channel.WriteBuffer, channel.WriteOffset, room);
            channel.Commit(count > 0 ? count : 0);
            if (count < 0)
            {
                Close();
                return false;
            }

            if (_source != null)
            {
                _source.Discard(_handle, _sent);
            }

            EndIfSent(now);
            return count > 0;
        }

        private void EndIfSent(long now)
        {
            if (_length < 0 || _sent < _length)
            {
                return;
            }

            DropSource();
            if ((_flags & Discard) != 0 || ((_flags & CloseAsked) != 0 && _channel.ReadLength > 0))
            {
                _state = Lingering;
                _deadline = now + LingerTime;
                return;
            }

            if ((_flags & CloseAsked) != 0)
            {
                Close();
                return;
            }

            _flags &= PerConnection;
            _state = Head;
            _scan = 0;
            _since = now;
            _deadline = now + _service.Profile.IdleTimeout;
        }
    }
}
