// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using MilliHttp.Nano.Tls;

namespace MilliHttp.Nano.Http
{
    /// <summary>
    /// HTTPS/1.1, one client at a time, sans-IO: TLS records in, TLS records out. The firmware's loop connects it with a stream port.
    /// </summary>
    /// <remarks>
    /// <code>
    /// if (server.WantsClient) { accept; if (!server.Open(now)) close the socket; }
    /// else if (another client waits in the backlog) server.GiveWay(now);
    /// taken = server.FeedData(buffer, offset, length, now);     // give the rest again in the next turn
    /// server.Step(budget, now);
    /// while ((count = server.PollOutput(now)) > 0) { sent = send(server.OutputBuffer, server.OutputOffset, count); server.OutputSent(sent, now); if short: break; }
    /// if (server.IsFinished) { close the socket; server.Reset(); }
    /// if (now >= server.NextTimeout) server.HandleTimeout(now);
    /// </code>
    /// When the socket says that the client's stream ended: <see cref="FeedEnd"/>. When it died: <see cref="Reset"/>.
    /// <see cref="NextTimeout"/> is 0 while there is work that needs no input.
    /// </remarks>
    public sealed class Https1Server
    {
        /// <summary>What a new connection is given before it gives way to another, in microseconds.</summary>
        private const long Grace = 800000;

        /// <summary>What a busy one is given.</summary>
        private const long Patience = 3000000;

        private const int IsOpen = 1;
        private const int IsTimedOut = 2;
        private const int IsWriting = 4;    // output waits

        private readonly TlsConnection _tls;
        private readonly Http1Connection _http;
        private int _state;
        private long _openedAt;
        private long _waitingSince;
        private long _writeTime;    // while output waits, when it has waited too long; else what it may wait

        /// <summary>Makes it with all its memory.</summary>
        /// <param name="service">Routes and shared objects.</param>
        /// <param name="tls">The connection it owns.</param>
        /// <param name="slot">The <see cref="HttpRequest.Slot"/> of its requests.</param>
        public Https1Server(HttpService service, TlsConnection tls, int slot)
        {
            _tls = tls;
            _http = new Http1Connection(new TlsChannel(tls), service, slot);
            _waitingSince = -1;
        }

        /// <summary>Clients served.</summary>
        public int ConnectionCount;

        /// <summary>Clients cut off by a limit of time.</summary>
        public int TimeoutCount;

        /// <summary>Clients that gave way to another.</summary>
        public int GiveWayCount;

        /// <summary>Clients refused because the heap could not give their memory (OnDemand policy).</summary>
        public int RefusedCount;

        /// <summary>There is no client: accept one, and call <see cref="Open"/>.</summary>
        public bool WantsClient
        {
            get { return (_state & IsOpen) == 0; }
        }

        /// <summary>The client is done: close the socket and call <see cref="Reset"/>.</summary>
        public bool IsFinished
        {
            get { return (_state & IsOpen) != 0 && ((_state & IsTimedOut) != 0 || _tls.IsFinished); }
        }

        /// <summary>The connection below, for status.</summary>
        public TlsConnection Tls
        {
            get { return _tls; }
        }

        /// <summary>The connection above, for status.</summary>
        public Http1Connection Http
        {
            get { return _http; }
        }

        public byte[] OutputBuffer
        {
            get { return _tls.OutputBuffer; }
        }

        /// <summary>Where the bytes of <see cref="PollOutput"/> begin.</summary>
        public int OutputOffset
        {
            get { return _tls.OutputOffset; }
        }

        /// <summary>When <see cref="HandleTimeout"/> wants to be called, in microseconds; long.MaxValue for never.</summary>
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

        /// <summary>The UDP port of HTTP/3 that every response announces; 0 for none.</summary>
        public void SetAltSvc(int port)
        {
            _http.SetAltSvc(port);
        }

        /// <summary>Begins with a client just accepted.</summary>
        /// <returns>False: there is no memory for it; close its socket.</returns>
        public bool Open(long now)
        {
            if (!_tls.Open(now))
            {
                RefusedCount++;
                return false;
            }

            _state = IsOpen;
            _openedAt = now;
            _waitingSince = -1;
            _writeTime = _http.Profile.WriteTimeout;
            ConnectionCount++;
            _http.Open(now);
            return true;
        }

        /// <summary>Takes bytes of the TCP stream.</summary>
        /// <returns>How many; the others must be given again.</returns>
        public int FeedData(byte[] buffer, int offset, int length, long now)
        {
            int total = 0;
            while (total < length)
            {
                int taken = _tls.FeedData(buffer, offset + total, length - total, now);
                total += taken;
                int requests = _http.Requests;
                bool moved = _http.Process(now, taken == 0 && !_tls.NeedsStep);
                if ((taken == 0 && !moved) || _http.Requests != requests || _http.HasWork)
                {
                    // One response a turn: others live beside this client.
                    break;
                }
            }

            return total;
        }

        /// <summary>The client will send nothing more.</summary>
        public void FeedEnd(long now)
        {
            _tls.FeedEnd(now);
            _http.Process(now, false);
        }

        /// <summary>Goes on with the handshake, and with responses.</summary>
        /// <param name="budget">About this many thousand IL operations for the handshake.</param>
        /// <param name="now">Microseconds.</param>
        public void Step(int budget, long now)
        {
            if ((_state & IsOpen) != 0)
            {
                if (_tls.NeedsStep)
                {
                    _tls.Step(budget, now);
                }

                _http.Process(now, false);
            }
        }

        /// <summary>The bytes to be sent now; see <see cref="OutputOffset"/>.</summary>
        public int PollOutput(long now)
        {
            if ((_state & IsOpen) == 0)
            {
                return 0;
            }

            int count = _tls.PollOutput();
            if (count == 0 && _http.HasWork)
            {
                _http.Process(now, false);
                count = _tls.PollOutput();
            }

            if (count > 0 && (_state & IsWriting) == 0)
            {
                _state |= IsWriting;
                _writeTime += now;
            }

            return count;
        }

        /// <summary>Tells that bytes were sent.</summary>
        public void OutputSent(int count, long now)
        {
            HttpProfile profile = _http.Profile;
            _tls.OutputSent(count);
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

        /// <summary>Another client waits in the backlog; call it in every turn while one does.</summary>
        public void GiveWay(long now)
        {
            if ((_state & IsOpen) == 0 || _http.IsClosed)
            {
                return;
            }

            if (_waitingSince < 0)
            {
                _waitingSince = now;
            }

            if (!_tls.HasReceived)
            {
                if (now - _openedAt >= Grace)
                {
                    GiveWayCount++;
                    _state |= IsTimedOut;
                }

                return;
            }

            if (_tls.State == TlsConnectionState.Established)
            {
                _http.GiveWay(now, now - _waitingSince, Grace, Patience);
                if (_http.IsClosed)
                {
                    GiveWayCount++;
                }
            }
        }

        /// <summary>Closes in order as soon as the response is out.</summary>
        public void Shutdown(long now)
        {
            if ((_state & IsOpen) == 0)
            {
                return;
            }

            if (_tls.State == TlsConnectionState.Established)
            {
                _http.Shutdown();
                _http.Process(now, false);
            }
            else
            {
                _state |= IsTimedOut;
            }
        }

        /// <summary>Lets limits of time act.</summary>
        public void HandleTimeout(long now)
        {
            if ((_state & IsOpen) == 0)
            {
                return;
            }

            if ((_state & IsWriting) != 0 && now >= _writeTime)
            {
                TimeoutCount++;
                _state |= IsTimedOut;
                _http.Abort();
                return;
            }

            if (now >= _tls.NextTimeout)
            {
                _tls.HandleTimeout(now);
                TimeoutCount++;
            }

            bool idle = _http.IsIdle;
            if (_http.HandleTimeout(now) && !idle)
            {
                TimeoutCount++;
            }
        }

        /// <summary>The client is gone or was let go: everything is wiped and given back.</summary>
        public void Reset()
        {
            _http.Abort();
            _tls.Reset();
            _state = 0;
            _waitingSince = -1;
        }
    }
}
