// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using MilliHttp.Nano.Tls;

namespace MilliHttp.Nano.Http
{
    /// <summary>
    /// HTTPS/1.1 for one client at a time, sans-IO: TLS records in, TLS records out. The firmware's loop connects it with a socket;
    /// <see cref="Https1Server"/> holds as many of them as the profile says.
    /// </summary>
    /// <remarks>
    /// <code>
    /// if (connection.WantsClient) { accept; if (!connection.Open(now)) close the socket; }
    /// taken = connection.FeedData(buffer, offset, length, now);     // give the rest again in the next turn
    /// connection.Step(budget, now);
    /// while ((count = connection.PollOutput(now)) > 0)
    /// {
    ///     if (connection.IsOutputGrowing) continue;                 // in this turn or the next
    ///     sent = send(connection.OutputBuffer, connection.OutputOffset, count); connection.OutputSent(sent, now); if short: break;
    /// }
    /// if (connection.IsFinished) { close the socket; connection.Reset(); }
    /// if (now >= connection.NextTimeout) connection.HandleTimeout(now);
    /// </code>
    /// When the socket reports the end of the client's stream, call <see cref="FeedEnd"/>; when the socket fails, <see cref="Reset"/>.
    /// <see cref="NextTimeout"/> is 0 while there is work that needs no input.
    /// </remarks>
    public sealed class Https1Connection
    {
        /// <summary>Longest time that a new connection has before it is closed for a waiting client, microseconds; less if its round trips are short.</summary>
        private const long Grace = 800000;

        /// <summary>Shortest such time, microseconds.</summary>
        private const long LeastGrace = 50000;

        /// <summary>Time that a client has to send the first byte once another waits, microseconds.</summary>
        private const long SilentTime = 300000;

        /// <summary>Time that a handshake may make no progress once another client waits, microseconds.</summary>
        private const long StallTime = 1000000;

        /// <summary>Time that a handshake may take once another client waits, microseconds.</summary>
        private const long HandshakeTime = 6000000;

        /// <summary>Time that a busy connection has, microseconds.</summary>
        internal const long Patience = 3000000;

        /// <summary>Values of <see cref="Worth"/>: idle.</summary>
        internal const int Idle = 0;

        /// <summary>Values of <see cref="Worth"/>: the handshake is not complete.</summary>
        internal const int Handshaking = 1;

        /// <summary>Values of <see cref="Worth"/>: an event stream.</summary>
        internal const int Streaming = 2;

        /// <summary>Values of <see cref="Worth"/>: at a request.</summary>
        internal const int Busy = 3;

        private const int IsOpen = 1;
        private const int IsTimedOut = 2;
        private const int IsWriting = 4;    // output waits
        private const int Grows = 8;        // the last look at the output added a record to it

        private readonly TlsConnection _tls;
        private readonly Http1Connection _http;
        private readonly int[] _counters;
        private int _state;
        private long _openedAt;
        private long _progressAt;   // when the handshake made progress
        private long _grace;        // time that a new connection has, from its round trip
        private long _writeTime;    // while output waits: when its time limit ends; otherwise: the time that output may wait

        /// <summary>Makes the connection with all its memory.</summary>
        /// <param name="service">Routes and shared objects.</param>
        /// <param name="tls">The TLS connection, which this one owns.</param>
        /// <param name="slot">The <see cref="HttpRequest.Slot"/> of its requests.</param>
        /// <param name="counters">Where to count, by <see cref="Https1Counter"/>.</param>
        internal Https1Connection(HttpService service, TlsConnection tls, int slot, int[] counters)
        {
            _tls = tls;
            _counters = counters;
            _http = new Http1Connection(new TlsChannel(tls), service, slot);
        }

        /// <summary>There is no client: accept one, and call <see cref="Open"/>.</summary>
        public bool WantsClient
        {
            get { return (_state & IsOpen) == 0; }
        }

        /// <summary>The connection has ended: close the socket and call <see cref="Reset"/>.</summary>
        public bool IsFinished
        {
            get { return (_state & IsOpen) != 0 && ((_state & IsTimedOut) != 0 || _tls.IsFinished); }
        }

        /// <summary>The TLS connection, for status.</summary>
        public TlsConnection Tls
        {
            get { return _tls; }
        }

        /// <summary>The HTTP/1.1 connection, for status.</summary>
        public Http1Connection Http
        {
            get { return _http; }
        }

        /// <summary>Buffer of the bytes of <see cref="PollOutput"/>.</summary>
        public byte[] OutputBuffer
        {
            get { return _tls.OutputBuffer; }
        }

        /// <summary>Where the bytes of <see cref="PollOutput"/> begin.</summary>
        public int OutputOffset
        {
            get { return _tls.OutputOffset; }
        }

        /// <summary>When <see cref="HandleTimeout"/> is to be called, microseconds; long.MaxValue for never.</summary>
        public long NextTimeout
        {
            get
            {
                if ((_state & IsOpen) == 0)
                {
                    return long.MaxValue;
                }

                long next = _tls.NextTimeout;
                long http = _http.NextTimeout;
                if (http < next)
                {
                    next = http;
                }

                if ((_state & IsWriting) != 0)
                {
                    if (_writeTime < next)
                    {
                        next = _writeTime;
                    }
                }
                else if (_http.HasWork || _tls.NeedsStep)
                {
                    next = 0;
                }

                return next;
            }
        }

        /// <summary>Sets the UDP port of HTTP/3 that every response announces (Alt-Svc).</summary>
        /// <param name="port">The port, 0 for none.</param>
        public void SetAltSvc(int port)
        {
            _http.SetAltSvc(port);
        }

        /// <summary>Begins with a client that was just accepted.</summary>
        /// <param name="now">Time, microseconds.</param>
        /// <returns>False: there is no memory for it; close its socket.</returns>
        public bool Open(long now)
        {
            if (!_tls.Open(now))
            {
                _counters[Https1Counter.Refused]++;
                return false;
            }

            _state = IsOpen;
            _openedAt = now;
            _progressAt = now;
            _grace = Grace;
            _writeTime = _http.Profile.WriteTimeout;
            _counters[Https1Counter.Clients]++;
            _http.Open(now);
            return true;
        }

        /// <summary>Takes bytes of the TCP stream.</summary>
        /// <param name="buffer">Buffer of the bytes.</param>
        /// <param name="offset">The first of them.</param>
        /// <param name="length">Their number.</param>
        /// <param name="now">Time, microseconds.</param>
        /// <returns>How many were taken; give the others again.</returns>
        public int FeedData(byte[] buffer, int offset, int length, long now)
        {
            int total = 0;
            while (total < length)
            {
                bool handshake = _tls.State != TlsConnectionState.Established;
                int taken = _tls.FeedData(buffer, offset + total, length - total, now);
                if (handshake && taken > 0)
                {
                    if (_tls.State == TlsConnectionState.Established)
                    {
                        // The client's Finished: about a round trip after the server's flight was sent.
                        _grace = LeastGrace + (2 * (now - _progressAt));
                        if (_grace > Grace)
                        {
                            _grace = Grace;
                        }
                    }

                    _progressAt = now;
                }

                total += taken;
                int requests = _http.Requests;
                bool moved = _http.Process(now, taken == 0 && !_tls.NeedsStep);
                if ((taken == 0 && !moved) || _http.Requests != requests || _http.HasWork)
                {
                    // One response per call: other connections need the processor, too.
                    break;
                }
            }

            return total;
        }

        /// <summary>The client's stream has ended.</summary>
        /// <param name="now">Time, microseconds.</param>
        public void FeedEnd(long now)
        {
            _tls.FeedEnd(now);
            _http.Process(now, false);
        }

        /// <summary>Goes on with the handshake, and with responses.</summary>
        /// <param name="budget">Units of about 1,000 IL operations for the handshake.</param>
        /// <param name="now">Time, microseconds.</param>
        public void Step(int budget, long now)
        {
            if ((_state & IsOpen) != 0)
            {
                if (_tls.NeedsStep)
                {
                    _progressAt = now;
                    _tls.Step(budget, now);
                }

                _http.Process(now, false);
            }
        }

        /// <summary>Composes output.</summary>
        /// <param name="now">Time, microseconds.</param>
        /// <returns>Number of bytes to be sent, from <see cref="OutputOffset"/> of <see cref="OutputBuffer"/>.</returns>
        public int PollOutput(long now)
        {
            if ((_state & IsOpen) == 0)
            {
                return 0;
            }

            int count = _tls.PollOutput();
            _state &= ~Grows;
            if (_http.HasWork)
            {
                int before = count;
                _http.Process(now, false);
                count = _tls.PollOutput();
                if (count > before && _http.HasWork)
                {
                    _state |= Grows;
                }
            }

            if (count > 0 && (_state & IsWriting) == 0)
            {
                _state |= IsWriting;
                _writeTime += now;
            }

            return count;
        }

        /// <summary>
        /// The last <see cref="PollOutput"/> added a record and there may be another: ask again before sending, so that an answer leaves in few large pieces.
        /// </summary>
        public bool IsOutputGrowing
        {
            get { return (_state & Grows) != 0; }
        }

        /// <summary>Bytes of <see cref="PollOutput"/> were sent.</summary>
        /// <param name="count">Their number.</param>
        /// <param name="now">Time, microseconds.</param>
        public void OutputSent(int count, long now)
        {
            HttpProfile profile = _http.Profile;
            _tls.OutputSent(count);
            if (_tls.State != TlsConnectionState.Established)
            {
                _progressAt = now;
            }

            if ((_state & IsWriting) != 0)
            {
                long credit = _writeTime - now + ((long)count * profile.MicrosecondsPerByte);
                if (credit > profile.WriteTimeout)
                {
                    credit = profile.WriteTimeout;
                }

                if (_tls.PollOutput() > 0)
                {
                    _writeTime = now + credit;
                }
                else
                {
                    _state &= ~IsWriting;
                    _writeTime = credit;
                }
            }
        }

        /// <summary>The connection has come to its end, and only what is composed is still sent.</summary>
        internal bool IsLeaving
        {
            get { return (_state & IsOpen) != 0 && (_http.IsClosed || (_state & IsTimedOut) != 0); }
        }

        /// <summary>
        /// What would be lost with this connection if another client needs its place: the less, the lower the number.
        /// </summary>
        internal int Worth
        {
            get
            {
                return _tls.State != TlsConnectionState.Established ? Handshaking : _http.IsIdle ? Idle : _http.IsStreaming ? Streaming : Busy;
            }
        }

        /// <summary>Since when it is idle, or without progress in its handshake; otherwise since when its client is here. Microseconds.</summary>
        internal long WorthSince
        {
            get
            {
                return _tls.State != TlsConnectionState.Established ? _progressAt : _http.IsIdle ? _http.Since : _openedAt;
            }
        }

        /// <summary>Another client waits, and this connection is the one to go for it.</summary>
        /// <param name="now">Time, microseconds.</param>
        /// <param name="waiting">How long the other client has waited, microseconds.</param>
        /// <returns>When to call it again if nothing else happens, microseconds; long.MaxValue for never.</returns>
        internal long GiveWay(long now, long waiting)
        {
            long due;
            if (_tls.State == TlsConnectionState.Established)
            {
                due = _http.GiveWay(now, waiting, _grace, Patience, _openedAt);
                if (_http.IsClosed)
                {
                    _counters[Https1Counter.GaveWay]++;
                }

                return due;
            }

            due = _progressAt + StallTime;
            if (!_tls.HasReceived)
            {
                due = _openedAt + SilentTime;
            }
            else if (_openedAt + HandshakeTime < due)
            {
                due = _openedAt + HandshakeTime;
            }

            if (now < due)
            {
                return due;
            }

            _counters[Https1Counter.GaveWay]++;
            _state |= IsTimedOut;
            return long.MaxValue;
        }

        /// <summary>Closes the connection when the current response is sent.</summary>
        /// <param name="now">Time, microseconds.</param>
        public void Shutdown(long now)
        {
            if ((_state & IsOpen) == 0)
            {
                return;
            }

            if (_tls.State == TlsConnectionState.Established)
            {
                _http.Shutdown(now);
                _http.Process(now, false);
            }
            else
            {
                _state |= IsTimedOut;
            }
        }

        /// <summary>Acts on time limits that have passed.</summary>
        /// <param name="now">Time, microseconds.</param>
        public void HandleTimeout(long now)
        {
            if ((_state & IsOpen) == 0)
            {
                return;
            }

            if ((_state & IsWriting) != 0 && now >= _writeTime)
            {
                _counters[Https1Counter.TimedOut]++;
                _state |= IsTimedOut;
                _http.Abort();
                return;
            }

            if (now >= _tls.NextTimeout)
            {
                if (_tls.State == TlsConnectionState.Handshake)
                {
                    _counters[Https1Counter.TimedOut]++;
                }

                _tls.HandleTimeout(now);
            }

            bool idle = _http.IsIdle;
            if (_http.HandleTimeout(now) && !idle)
            {
                _counters[Https1Counter.TimedOut]++;
            }
        }

        /// <summary>The connection has ended: everything is wiped and released.</summary>
        public void Reset()
        {
            _http.Abort();
            _tls.Reset();
            _state = 0;
        }
    }
}
