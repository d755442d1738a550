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
    /// Files: this one has the connection and its streams, Control what comes on unidirectional streams, Requests what comes on request
    /// streams, Responses what goes out.
    /// </remarks>
    public sealed partial class H3Connection : StreamSource
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

        // ... and, for a request, how far it is. Bits 24-30 are the number of the request.
        private const int HeadChecked = 0x100;  // the head was looked at once and is left where it is
        private const int HeadRead = 0x200;     // the head was consumed
        private const int TrailersRead = 0x400;
        private const int Streaming = 0x800;    // the handler got BeginBody, and must get Handle or AbortBody
        private const int Buffered = 0x1000;    // head and body are put into two buffers of the pool
        private const int Waiting = 0x2000;     // for a buffer of the pool
        private const int Continued = 0x4000;   // 100 was sent
        private const int Ended = 0x8000;       // the request is complete, or refused: nothing more is read
        private const int Responded = 0x10000;  // there is a response
        private const int Lost = 0x20000;       // the source of the body failed
        private const int Unending = 0x40000;   // the response has an unknown length that is not over
        private const int Framed = 0x80000;     // the body is sent in frames of a StreamedBody
        private const int RequestShift = 24;

        // Of the client's control stream, from here on: the settings that came (bits 24-28).
        private const int SettingBit = 1 << RequestShift;

        // State of the connection.
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

        private const int GoAwayLength = 10;

        private const int NoBuffer = 0xFF;

        // Of a request, in _ints.
        private const int Owner = 0;            // its stream slot, -1 if there is no such request
        private const int RouteOf = 1;          // route (bits 0-15), method (16-19), allowed methods (20-27)
        private const int Handle = 2;           // number parameter of the path, later the handle of the response's body
        private const int Buffers = 3;          // buffers of the pool: head of the request or the response (0-7), body (8-15)
        private const int HeadEnd = 4;          // bytes before the response's body
        private const int IntsPerRequest = 5;

        // And in _longs.
        private const int Length = 0;           // Content-Length
        private const int Count = 1;            // bytes of the body so far, later bytes acknowledged when last looked at
        private const int Deadline = 2;
        private const int LongsPerRequest = 3;

        private readonly H3Shared _shared;
        private readonly H3Transport _transport;
        private readonly DynamicTable _table;
        private readonly DecoderFeedback _feedback;
        private readonly int _firstSlot;
        private readonly int _streamCount;

        // By stream slot: its state, and what is left of the payload it stands in. Behind that, by number of the request, what the
        // constants below name: one array each, as every array and every field costs.
        private readonly int[] _ints;
        private readonly long[] _longs;
        private readonly byte[] _heads;
        private readonly BodySource[] _sources;

        private int _state;
        private int _localControl;
        private long _lastRequest;
        private long _goAway;
        private long _peerGoAway;
        private long _maxPush;
        private long _deadline;
        private long _shutdownEnd;

        /// <summary>Makes the connection of a slot.</summary>
        /// <param name="shared">What all connections share.</param>
        /// <param name="transport">The QUIC connection.</param>
        /// <param name="firstSlot">HttpRequest.Slot of its first request; as many follow as the profile has requests.</param>
        public H3Connection(H3Shared shared, H3Transport transport, int firstSlot)
        {
            H3Profile profile = shared.Profile;
            int requests = profile.Requests;
            int streams = transport.StreamLimit;
            _shared = shared;
            _transport = transport;
            _firstSlot = firstSlot;
            _streamCount = streams;
            _ints = new int[streams + (requests * IntsPerRequest)];
            _longs = new long[streams + (requests * LongsPerRequest)];
            _heads = new byte[requests * profile.ResponseHead];
            _sources = new BodySource[requests];
            if (profile.DynamicTable > 0)
            {
                _table = new DynamicTable(profile.DynamicTable);
                _feedback = new DecoderFeedback();
            }

            for (int i = 0; i < requests; i++)
            {
                _ints[streams + (i * IntsPerRequest) + Owner] = -1;
            }

            transport.SetSource(this);
            Reset();
        }

        /// <summary>Whether a client is connected.</summary>
        public bool IsEstablished
        {
            get { return (_state & (IsOpen | IsClosing)) == IsOpen; }
        }

        /// <summary>Requests under way.</summary>
        public int RequestCount
        {
            get
            {
                int count = 0;
                for (int i = 0; i < _sources.Length; i++)
                {
                    if (_ints[_streamCount + (i * IntsPerRequest) + Owner] >= 0)
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
            get { return _lastRequest < 0 ? 0 : (_lastRequest >> 2) + 1; }
        }

        /// <summary>When <see cref="HandleTimeout"/> is to be called (microseconds), long.MaxValue for never.</summary>
        public long NextTimeout
        {
            get { return _deadline; }
        }

        /// <summary>Takes what the QUIC connection has to say, and answers requests. Call it after everything that feeds the endpoint.</summary>
        /// <param name="now">Time, microseconds.</param>
        public void HandleEvents(long now)
        {
            H3Transport transport = _transport;
            while (true)
            {
                int what = transport.PollEvent();
                if (what == QuicEvent.None)
                {
                    break;
                }

                int stream = transport.EventStream;
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
                        if ((_ints[stream] & (KindMask | Responded)) == (Request | Responded))
                        {
                            Free(stream);
                        }

                        break;

                    case QuicEvent.Closed:
                        Reset();
                        break;
                }
            }

            if ((_state & IsWaiting) != 0)
            {
                _state &= ~IsWaiting;
                for (int stream = 0; stream < _streamCount; stream++)
                {
                    if ((_ints[stream] & Waiting) != 0)
                    {
                        ReadRequest(stream, now);
                    }
                }
            }

            if ((_state & (IsOpen | IsClosing | GoAwaySent)) == (IsOpen | GoAwaySent) && RequestCount == 0
                && (now >= _shutdownEnd || transport.SendAcknowledged(_localControl) >= _shared.Preface.Length + GoAwayLength))
            {
                Close(H3Error.NoError);
            }
        }

        /// <summary>
        /// Says that no new requests are taken (GOAWAY, RFC 9114 section 5.2); the connection is closed when those under way have ended, or
        /// when the profile's time is over.
        /// </summary>
        /// <param name="now">Time, microseconds.</param>
        public void Shutdown(long now)
        {
            if ((_state & (IsOpen | IsClosing | GoAwaySent)) != IsOpen)
            {
                return;
            }

            _state |= GoAwaySent;
            _goAway = _lastRequest + 4;
            _shutdownEnd = now + _shared.Profile.ShutdownTimeout;
            _transport.SetSendLimit(_localControl, _shared.Preface.Length + GoAwayLength, false);
            if (_shutdownEnd < _deadline)
            {
                _deadline = _shutdownEnd;
            }
        }

        /// <summary>Runs what is due.</summary>
        /// <param name="now">Time, microseconds.</param>
        public void HandleTimeout(long now)
        {
            if (now < _deadline)
            {
                return;
            }

            if ((_state & (IsClosing | GoAwaySent)) == GoAwaySent && now >= _shutdownEnd)
            {
                Close(H3Error.NoError);
                return;
            }

            for (int number = 0; number < _sources.Length; number++)
            {
                if (_ints[_streamCount + (number * IntsPerRequest) + Owner] >= 0 && now >= _longs[_streamCount + (number * LongsPerRequest) + Deadline])
                {
                    RequestTimeout(number, now);
                }
            }

            _deadline = (_state & GoAwaySent) != 0 ? _shutdownEnd : long.MaxValue;
            for (int number = 0; number < _sources.Length; number++)
            {
                if (_ints[_streamCount + (number * IntsPerRequest) + Owner] >= 0 && _longs[_streamCount + (number * LongsPerRequest) + Deadline] < _deadline)
                {
                    _deadline = _longs[_streamCount + (number * LongsPerRequest) + Deadline];
                }
            }
        }

        private void Open()
        {
            _state |= IsOpen;
            int stream = _transport.OpenUnidirectionalStream();
            if (stream < 0)
            {
                // RFC 9114 section 6.2: a client allows at least three.
                Fail(H3Error.GeneralProtocolError);
                return;
            }

            _localControl = stream;
            _ints[stream] = LocalControl;
            _transport.SetSendLimit(stream, _shared.Preface.Length, false);
            if (_feedback != null)
            {
                stream = _transport.OpenUnidirectionalStream();
                _feedback.Stream = stream;
                if (stream >= 0)
                {
                    _ints[stream] = LocalDecoder;
                    _transport.SetSendLimit(stream, 1, false);
                }
            }
        }

        private void StreamOpened(int stream, long now)
        {
            long id = _transport.StreamId(stream);
            _longs[stream] = 0;
            if ((id & 2) != 0)
            {
                _ints[stream] = Opening;
                return;
            }

            int number = _sources.Length - 1;
            while (number >= 0 && _ints[_streamCount + (number * IntsPerRequest) + Owner] >= 0)
            {
                number--;
            }

            if (number < 0 || ((_state & GoAwaySent) != 0 && id >= _goAway))
            {
                // Not processed at all: the client may send it again elsewhere.
                _shared.StreamErrors++;
                _transport.ResetStream(stream, H3Error.RequestRejected);
                _transport.StopSending(stream, H3Error.RequestRejected);
                _transport.ReleaseStream(stream);
                return;
            }

            if (id > _lastRequest)
            {
                _lastRequest = id;
            }

            _ints[stream] = Request | (number << RequestShift);
            _ints[_streamCount + (number * IntsPerRequest) + Owner] = stream;
            _ints[_streamCount + (number * IntsPerRequest) + RouteOf] = 0;
            _ints[_streamCount + (number * IntsPerRequest) + Handle] = -1;
            _ints[_streamCount + (number * IntsPerRequest) + Buffers] = NoBuffer | (NoBuffer << 8);
            _ints[_streamCount + (number * IntsPerRequest) + HeadEnd] = 0;
            _longs[_streamCount + (number * LongsPerRequest) + Length] = -1;
            _longs[_streamCount + (number * LongsPerRequest) + Count] = 0;
            SetDeadline(number, now + _shared.Profile.RequestTimeout);
        }

        private void Read(int stream, long now)
        {
            while ((_state & IsClosing) == 0)
            {
                switch (_ints[stream] & KindMask)
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
            int state = _ints[stream];
            switch (state & KindMask)
            {
                case Control:
                case QpackEncoder:
                case QpackDecoder:
                    Fail(H3Error.ClosedCriticalStream);
                    break;

                case Opening:
                    _ints[stream] = Unused;
                    _transport.ReleaseStream(stream);
                    break;

                case Request:
                    if ((state & Ended) == 0)
                    {
                        _shared.Cancelled++;
                        _transport.ResetStream(stream, H3Error.RequestCancelled);
                        Free(stream);
                    }

                    break;
            }
        }

        private void StreamStopped(int stream)
        {
            int state = _ints[stream];
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
                        _transport.StopSending(stream, H3Error.RequestCancelled);
                    }

                    Free(stream);
                    break;
            }
        }

        private void SetDeadline(int number, long time)
        {
            _longs[_streamCount + (number * LongsPerRequest) + Deadline] = time;
            if (time < _deadline)
            {
                _deadline = time;
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
            if ((_state & IsClosing) == 0)
            {
                _state |= IsClosing;
                FreeAll();
                _transport.Close(code);
            }
        }

        /// <summary>A stream error.</summary>
        private void Abort(int stream, int code)
        {
            _shared.StreamErrors++;
            _shared.LastError = code;
            _transport.ResetStream(stream, code);
            _transport.StopSending(stream, code);
            Free(stream);
        }

        /// <summary>Gives back everything a request holds, and its stream.</summary>
        private void Free(int stream)
        {
            int state = _ints[stream];
            if ((state & KindMask) == Request)
            {
                int number = state >> RequestShift;
                if ((state & Streaming) != 0)
                {
                    _ints[stream] = state & ~Streaming;
                    AbortBody(number);
                }

                if (_feedback != null && (state & Ended) == 0 && (state & (HeadRead | Buffered)) != HeadRead)
                {
                    CancelSection(stream);
                }

                ReleaseBuffers(number);
                ReleaseBody(number);
                _ints[_streamCount + (number * IntsPerRequest) + Owner] = -1;
            }

            _ints[stream] = Unused;
            _transport.ReleaseStream(stream);
        }

        private void FreeAll()
        {
            for (int number = 0; number < _sources.Length; number++)
            {
                int stream = _ints[_streamCount + (number * IntsPerRequest) + Owner];
                if (stream >= 0)
                {
                    if ((_ints[stream] & Streaming) != 0)
                    {
                        _ints[stream] &= ~Streaming;
                        AbortBody(number);
                    }

                    ReleaseBuffers(number);
                    ReleaseBody(number);
                    _ints[_streamCount + (number * IntsPerRequest) + Owner] = -1;
                    _ints[stream] = Unused;
                }
            }
        }

        private void Reset()
        {
            FreeAll();
            System.Array.Clear(_ints, 0, _streamCount);
            System.Array.Clear(_heads, 0, _heads.Length);
            _state = 0;
            _localControl = -1;
            _lastRequest = -4;
            _goAway = -1;
            _peerGoAway = long.MaxValue;
            _maxPush = -1;
            _deadline = long.MaxValue;
            if (_table != null)
            {
                _table.Reset();
                _feedback.Reset();
            }
        }
    }
}
