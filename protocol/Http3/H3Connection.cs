// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using MilliHttp.Nano.Http;
using MilliHttp.Nano.Quic;

namespace MilliHttp.Nano.Http3
{
    /// <summary>
    /// One HTTP/3 connection of the server (RFC 9114), on one slot of the endpoint; it serves the slot's connections one after another.
    /// </summary>
    /// <remarks>
    /// It keeps no received byte: a field section stays in the receive pool of QUIC until it is whole, and is decoded into the one buffer of
    /// all connections for as long as a handler runs. It keeps of what it sends only the encoded heads: bodies are read by offset.
    /// What belongs to a request lies in arrays that all connections share (<see cref="H3Shared"/>), as every array and every field costs.
    /// Files: this one has the connection and its streams, Transport what it asks of QUIC, Control what comes on unidirectional streams,
    /// Requests what comes on request streams, Responses what goes out.
    /// </remarks>
    public abstract partial class H3Connection : StreamSource
    {
        // What a stream is (bits 0-3 of its state) ...
        private const int KindMask = 0xF;
        private const int Unused = 0;
        private const int Request = 1;
        private const int Opening = 2;
        private const int Control = 3;
        private const int QpackEncoder = 4;
        private const int QpackDecoder = 5;
        private const int LocalControl = 6;
        private const int LocalDecoder = 7;

        // ... where its reading stands ...
        private const int InPayload = 0x10;     // in a payload that is skipped
        private const int InData = 0x20;        // in a payload of DATA
        private const int InSettings = 0x40;    // in a payload of SETTINGS

        // ... and, for a request, how far it is.
        private const int HeadChecked = 0x100;  // the head was looked at once and is left where it is, and what follows it
        private const int HeadRead = 0x200;     // the head was consumed
        private const int TrailersRead = 0x400;
        private const int Streaming = 0x800;    // the handler got BeginBody, and must get Handle or AbortBody
        private const int Buffered = 0x1000;    // head and body are put into the pool, until the request is complete
        private const int Waiting = 0x2000;     // for a buffer of the pool
        private const int Continued = 0x4000;   // 100 was sent
        private const int Ended = 0x8000;       // the request is complete, or refused: nothing more is read
        private const int Responded = 0x10000;  // there is a response
        private const int Lost = 0x20000;       // the source of the body failed
        private const int Unending = 0x40000;   // the response has an unknown length that is not over
        private const int Framed = 0x80000;     // the body is sent in frames of StreamedBodies

        // Bits 20-30: the number by which a request, or the connection for its control stream, finds its part of the shared arrays.
        private const int NumberShift = 20;

        // State of the connection ...
        private const int IsOpen = 1;
        private const int IsClosing = 2;
        private const int HasSettings = 4;
        private const int HasControl = 8;
        private const int HasEncoder = 16;
        private const int HasDecoder = 32;
        private const int GoAwaySent = 64;
        private const int IsWaiting = 128;      // a request waits for a buffer
        private const int HasLost = 256;        // a body was lost
        private const int HasStreamed = 512;    // there may be a response of unknown length
        private const int SettingBit = 1024;    // bits 10-14: the settings that came

        private const int HasMemory = 0x8000;   // of the shared part

        // ... bits 16-23 the stream slot of our control stream, 0xFF for none; 24-30 the connection's number, which is for life.
        private const int ControlShift = 16;
        private const int IndexShift = 24;
        private const int NoStream = 0xFF << ControlShift;

        private const int GoAwayLength = 10;

        private const int NoBuffer = 0xFF;

        // Of a request, in Ints of the shared part.
        private const int RouteOf = 0;          // route (bits 0-15), method (16-19), allowed methods (20-27), InUse; 0 if there is no such request
        private const int InUse = 1 << 28;
        private const int MethodShift = 16;
        private const int AllowedShift = 20;
        private const int Handle = 1;           // number parameter of the path, later the handle of the response's body
        private const int Place = 2;            // where its head is, see below
        private const int IntsPerRequest = H3Shared.IntsPerRequest;

        // Place, while a request is Buffered: length of its head (bits 0-15), which is at the end of a buffer of the pool (16-23), and the buffer
        // that has the body from its beginning on (24-31); the same one if there is room for both. Of a response: length of its head (0-15), how many
        // bytes of that are its tail, which is made again when it is sent (16-23), and the buffer that has the rest, if not Heads (24-31).
        private const int TailShift = 16;
        private const int HeadBufferShift = 16;
        private const int BufferShift = 24;
        private const int NoBuffers = (NoBuffer << BufferShift) | (NoBuffer << HeadBufferShift);

        // Of a request, in Longs of the shared part.
        private const int Length = 0;           // Content-Length, later the length of the response's body
        private const int Count = 1;            // bytes of the body so far, later bytes acknowledged when last looked at
        private const int Deadline = 2;
        private const int Left = 3;             // of the payload that its stream stands in, later the time (HttpService.Time) of the response
        private const int LongsPerRequest = H3Shared.LongsPerRequest;

        // Of a connection, behind all requests; Left is its control stream's.
        private const int LastRequest = 0;
        private const int PeerGoAway = 1;
        private const int MaxPush = 2;

        // In States of the shared part, from _first on: of its streams, by stream slot, and in front of them its own.
        private const int Self = -1;

        private readonly H3Shared _shared;
        private readonly int _first;

        /// <summary>Makes the connection of a slot.</summary>
        /// <param name="shared">What all connections share.</param>
        /// <param name="index">Number of the slot.</param>
        protected H3Connection(H3Shared shared, int index)
        {
            _shared = shared;
            _first = (index * (shared.Streams + 1)) - Self;
            shared.States[_first + Self] = index << IndexShift;
            Reset();
        }

        /// <summary>Whether a client is connected.</summary>
        public bool IsEstablished
        {
            get { return (_shared.States[_first + Self] & (IsOpen | IsClosing)) == IsOpen; }
        }

        /// <summary>Requests under way.</summary>
        public int RequestCount
        {
            get
            {
                int count = 0;
                for (int stream = 0; stream < _shared.Streams; stream++)
                {
                    if ((_shared.States[_first + stream] & KindMask) == Request)
                    {
                        count++;
                    }
                }

                return count;
            }
        }

        /// <summary>Requests since the connection began.</summary>
        public long RequestTotal
        {
            get { return (_shared.States[_first + Self] & HasMemory) == 0 ? 0 : (_shared.Longs[Own + LastRequest] >> 2) + 1; }
        }

        /// <summary>When <see cref="HandleTimeout"/> is to be called (microseconds), long.MaxValue for never.</summary>
        public long NextTimeout
        {
            get
            {
                long next = (_shared.States[_first + Self] & (IsClosing | GoAwaySent)) == GoAwaySent ? _shared.ShutdownEnd : long.MaxValue;
                for (int stream = 0; stream < _shared.Streams; stream++)
                {
                    int state = _shared.States[_first + stream];
                    if ((state & KindMask) == Request)
                    {
                        long deadline = _shared.Longs[((state >> NumberShift) * LongsPerRequest) + Deadline];
                        if (deadline < next)
                        {
                            next = deadline;
                        }
                    }
                }

                return next;
            }
        }

        /// <summary>Where the connection's own part of the shared Longs begins.</summary>
        private int Own
        {
            get { return (_shared.Sources.Length + (_shared.States[_first + Self] >> IndexShift)) * LongsPerRequest; }
        }

        private int ControlStream
        {
            get { return (_shared.States[_first + Self] >> ControlShift) & 0xFF; }
        }

        /// <summary>What a profile with a dynamic table has for each connection, or null.</summary>
        private DecoderFeedback Feedback
        {
            get { return _shared.Feedbacks == null ? null : _shared.Feedbacks[_shared.States[_first + Self] >> IndexShift]; }
        }

        /// <summary>Takes what the QUIC connection has to say, and answers requests. Call it after everything that feeds the endpoint.</summary>
        /// <param name="now">Time, microseconds.</param>
        public void HandleEvents(long now)
        {
            while (true)
            {
                int what = PollEvent();
                if (what == QuicEvent.None)
                {
                    break;
                }

                int stream = EventStream;
                switch (what)
                {
                    case QuicEvent.Established:
                        Open();
                        break;

                    case QuicEvent.StreamOpened:
                        StreamOpened(stream, now);
                        break;

                    case QuicEvent.StreamReadable:
                        Read(stream, now);
                        break;

                    case QuicEvent.StreamReset:
                        StreamReset(stream);
                        break;

                    case QuicEvent.StopSending:
                        StreamStopped(stream);
                        break;

                    case QuicEvent.StreamSendDone:
                        if ((_shared.States[_first + stream] & (KindMask | Responded)) == (Request | Responded))
                        {
                            Free(stream);
                        }

                        break;

                    case QuicEvent.Closed:
                        Reset();
                        break;
                }
            }

            if ((_shared.States[_first + Self] & IsWaiting) != 0)
            {
                _shared.States[_first + Self] &= ~IsWaiting;
                for (int stream = 0; stream < _shared.Streams; stream++)
                {
                    if ((_shared.States[_first + stream] & Waiting) != 0)
                    {
                        ReadRequest(stream, now);
                    }
                }
            }

            if ((_shared.States[_first + Self] & (IsOpen | IsClosing | GoAwaySent)) == (IsOpen | GoAwaySent) && RequestCount == 0
                && (now >= _shared.ShutdownEnd || SendAcknowledged(ControlStream) >= _shared.WritePreface() + GoAwayLength))
            {
                Close(H3Error.NoError);
            }
        }

        /// <summary>
        /// Says that no new requests are taken (GOAWAY, RFC 9114 section 5.2); the connection is closed when those under way have ended, or
        /// when the profile's time is over, which is counted from the first connection of the server that is shut down.
        /// </summary>
        /// <param name="now">Time, microseconds.</param>
        public void Shutdown(long now)
        {
            if ((_shared.States[_first + Self] & (IsOpen | IsClosing | GoAwaySent)) != IsOpen)
            {
                return;
            }

            _shared.States[_first + Self] |= GoAwaySent;
            SetSendLimit(ControlStream, _shared.WritePreface() + GoAwayLength, false);
            if (_shared.ShutdownEnd == long.MaxValue)
            {
                _shared.ShutdownEnd = now + _shared.Profile.ShutdownTimeout;
            }

            if (_shared.ShutdownEnd < _shared.Deadline)
            {
                _shared.Deadline = _shared.ShutdownEnd;
            }
        }

        /// <summary>Runs what is due.</summary>
        /// <param name="now">Time, microseconds.</param>
        public void HandleTimeout(long now)
        {
            if ((_shared.States[_first + Self] & (IsClosing | GoAwaySent)) == GoAwaySent && now >= _shared.ShutdownEnd)
            {
                Close(H3Error.NoError);
                return;
            }

            for (int stream = 0; stream < _shared.Streams; stream++)
            {
                int state = _shared.States[_first + stream];
                if ((state & KindMask) == Request && now >= _shared.Longs[((state >> NumberShift) * LongsPerRequest) + Deadline])
                {
                    RequestTimeout(stream, now);
                }
            }
        }

        private void Open()
        {
            _shared.States[_first + Self] |= IsOpen;
            if (!_shared.TryTake())
            {
                Close(H3Error.ExcessiveLoad);
                return;
            }

            _shared.States[_first + Self] |= HasMemory;
            int own = Own;
            _shared.Longs[own + LastRequest] = -4;
            _shared.Longs[own + PeerGoAway] = long.MaxValue;
            _shared.Longs[own + MaxPush] = -1;
            int stream = OpenUnidirectionalStream();
            if (stream < 0)
            {
                // RFC 9114 section 6.2: a client allows at least three.
                Fail(H3Error.GeneralProtocolError);
                return;
            }

            _shared.States[_first + Self] = (_shared.States[_first + Self] & ~NoStream) | (stream << ControlShift);
            _shared.States[_first + stream] = LocalControl;
            SetSendLimit(stream, _shared.WritePreface(), false);
            DecoderFeedback feedback = Feedback;
            if (feedback != null)
            {
                feedback.Reset();
                stream = OpenUnidirectionalStream();
                feedback.Stream = stream;
                if (stream >= 0)
                {
                    _shared.States[_first + stream] = LocalDecoder;
                    SetSendLimit(stream, 1, false);
                }
            }
        }

        private void StreamOpened(int stream, long now)
        {
            long id = StreamId(stream);
            if ((id & 2) != 0)
            {
                _shared.States[_first + stream] = Opening;
                return;
            }

            H3Shared shared = _shared;
            int[] ints = shared.Ints;
            long[] longs = shared.Longs;
            int requests = shared.Profile.Requests;
            int first = (_shared.States[_first + Self] >> IndexShift) * requests;
            int number = first + requests - 1;
            while (number >= first && ints[(number * IntsPerRequest) + RouteOf] != 0)
            {
                number--;
            }

            int own = Own;
            long last = longs[own + LastRequest];
            if (number < first || ((_shared.States[_first + Self] & GoAwaySent) != 0 && id > last))
            {
                // Not processed at all: the client may send it again elsewhere.
                shared.StreamErrors++;
                ResetStream(stream, H3Error.RequestRejected);
                StopSending(stream, H3Error.RequestRejected);
                ReleaseStream(stream);
                return;
            }

            if (id > last)
            {
                longs[own + LastRequest] = id;
            }

            _shared.States[_first + stream] = Request | (number << NumberShift);
            int at = number * IntsPerRequest;
            ints[at + RouteOf] = InUse;
            ints[at + Handle] = -1;
            ints[at + Place] = NoBuffers;
            at = number * LongsPerRequest;
            longs[at + Length] = -1;
            longs[at + Count] = 0;
            SetDeadline(number, now + shared.Profile.RequestTimeout);
        }

        private void Read(int stream, long now)
        {
            while ((_shared.States[_first + Self] & IsClosing) == 0)
            {
                switch (_shared.States[_first + stream] & KindMask)
                {
                    case Request:
                        ReadRequest(stream, now);
                        return;

                    case Opening:
                        if (ReadStreamType(stream))
                        {
                            continue;
                        }

                        return;

                    case Control:
                        ReadControl(stream);
                        return;

                    case QpackEncoder:
                        ReadEncoder(stream);
                        return;

                    case QpackDecoder:
                        ReadDecoder(stream);
                        return;

                    default:
                        return;
                }
            }
        }

        private void StreamReset(int stream)
        {
            int state = _shared.States[_first + stream];
            switch (state & KindMask)
            {
                case Control:
                case QpackEncoder:
                case QpackDecoder:
                    Fail(H3Error.ClosedCriticalStream);
                    break;

                case Opening:
                    _shared.States[_first + stream] = Unused;
                    ReleaseStream(stream);
                    break;

                case Request:
                    if ((state & Ended) == 0)
                    {
                        _shared.Cancelled++;
                        ResetStream(stream, H3Error.RequestCancelled);
                        Free(stream);
                    }

                    break;
            }
        }

        private void StreamStopped(int stream)
        {
            int state = _shared.States[_first + stream];
            switch (state & KindMask)
            {
                case LocalControl:
                case LocalDecoder:
                    Fail(H3Error.ClosedCriticalStream);
                    break;

                case Request:
                    _shared.Cancelled++;
                    if ((state & Ended) == 0)
                    {
                        StopSending(stream, H3Error.RequestCancelled);
                    }

                    Free(stream);
                    break;
            }
        }

        private void SetDeadline(int number, long time)
        {
            _shared.Longs[(number * LongsPerRequest) + Deadline] = time;
            if (time < _shared.Deadline)
            {
                _shared.Deadline = time;
            }
        }

        /// <summary>A connection error.</summary>
        private void Fail(int code)
        {
            _shared.ConnectionErrors++;
            _shared.LastError = code;
            Close(code);
        }

        private void Close(int code)
        {
            if ((_shared.States[_first + Self] & IsClosing) == 0)
            {
                _shared.States[_first + Self] |= IsClosing;
                FreeAll();
                CloseTransport(code);
            }
        }

        /// <summary>A stream error.</summary>
        private void Abort(int stream, int code)
        {
            _shared.StreamErrors++;
            _shared.LastError = code;
            ResetStream(stream, code);
            StopSending(stream, code);
            Free(stream);
        }

        /// <summary>Gives back everything a request holds, and its stream.</summary>
        private void Free(int stream)
        {
            int state = _shared.States[_first + stream];
            if ((state & KindMask) == Request)
            {
                int number = state >> NumberShift;
                if ((state & Streaming) != 0)
                {
                    _shared.States[_first + stream] = state & ~Streaming;
                    AbortBody(number);
                }

                if ((state & Ended) == 0 && (state & (HeadRead | Buffered)) != HeadRead)
                {
                    CancelSection(stream);
                }

                Forget(number, state);
            }

            _shared.States[_first + stream] = Unused;
            ReleaseStream(stream);
        }

        private void FreeAll()
        {
            for (int stream = 0; stream < _shared.Streams; stream++)
            {
                int state = _shared.States[_first + stream];
                if ((state & KindMask) == Request)
                {
                    int number = state >> NumberShift;
                    if ((state & Streaming) != 0)
                    {
                        _shared.States[_first + stream] = state & ~Streaming;
                        AbortBody(number);
                    }

                    Forget(number, state);
                    _shared.States[_first + stream] = Unused;
                }
            }
        }

        private void Forget(int number, int state)
        {
            ReleaseBuffers(number, state);
            ReleaseBody(number, state);
            _shared.Ints[(number * IntsPerRequest) + RouteOf] = 0;
        }

        private void Reset()
        {
            FreeAll();
            H3Shared shared = _shared;
            System.Array.Clear(shared.States, _first, shared.Streams);
            int state = shared.States[_first + Self];
            shared.States[_first + Self] = (state & (0x7F << IndexShift)) | NoStream;
            if ((state & HasMemory) != 0)
            {
                int size = shared.Profile.Requests * shared.Profile.ResponseHead;
                System.Array.Clear(shared.Heads, (state >> IndexShift) * size, size);
                shared.GiveBack();
            }
        }
    }
}
