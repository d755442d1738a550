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
    /// <para>Files: this one has the life of a connection, Requests what comes, Responses what goes out.</para>
    /// </remarks>
    public sealed partial class Http1Connection
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

        // Of _target: what the request asks for.
        private const int MethodsShift = 16;    // bits 0-15: the number of the route, or an error; 16-23: the methods of a 405
        private const int MethodShift = 24;     // bits 24-27
        private const int ProtocolShift = 28;   // bits 28-31

        private readonly Http1Channel _channel;
        private readonly HttpService _service;
        private readonly ChunkedDecoder _chunks = new ChunkedDecoder();
        private readonly int _slot;
        private int _altSvcPort;
        private int _state;
        private int _flags;
        private int _head;              // bytes of the head that were looked at, then its length
        private int _target;
        private int _number;            // parameter of the request, then the handle of the response's body
        private int _bodyIndex;
        private int _requests;
        private long _length;           // of the request's body as announced, -1 if not; then of the response's, -1 unknown
        private long _progress;         // of the request's body still to come, not chunked; then of the response's that was sent
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

        /// <summary>Sizes and times.</summary>
        public HttpProfile Profile
        {
            get { return _service.Profile; }
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
                    return _length >= 0 || _progress < _source.End(_number) || _source.IsEnded(_number) || (_flags & EndStream) != 0;
                }

                return _state == Complete ? _channel.IsVerified : _state == Head && (_flags & Started) == 0 && _requests > 0 && _channel.ReadLength > 0;
            }
        }

        /// <summary>Number of the route, or an error, negative.</summary>
        private int Route
        {
            get { return (short)_target; }
        }

        private int Method
        {
            get { return (_target >> MethodShift) & 15; }
        }

        private int Protocol
        {
            get { return (_target >> ProtocolShift) & 15; }
        }

        /// <summary>When <see cref="HandleTimeout"/> wants to be called.</summary>
        public long NextTimeout
        {
            get { return _recordDeadline != long.MaxValue ? _recordDeadline : _deadline; }
        }

        /// <summary>Sets the port that Alt-Svc announces, 0 for none.</summary>
        public void SetAltSvc(int port)
        {
            _altSvcPort = port;
        }

        /// <summary>Begins with a new client.</summary>
        public void Open(long now)
        {
            Abort();
            _state = Head;
            _flags = 0;
            _head = 0;
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
    }
}
