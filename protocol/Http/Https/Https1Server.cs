// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using MilliHttp.Nano.Tls;

namespace MilliHttp.Nano.Http
{
    /// <summary>
    /// HTTPS/1.1 for as many clients at a time as there are connections, sans-IO. The firmware's loop serves the connections in turn; this class has what
    /// concerns all of them: time limits, the figures, and which of them closes for a client that waits.
    /// </summary>
    /// <remarks>
    /// <code>
    /// if (a client waits in the backlog)
    /// {
    ///     at = server.FindFree();
    ///     if (at >= 0 and it could be accepted) { if (!server.Open(at, now)) close the socket; } else server.GiveWay(now);
    /// }
    /// else if (one waited) server.Stay();
    /// for each connection: see <see cref="Https1Connection"/>; server.NextTimeout is the least of theirs
    /// </code>
    /// A connection closes for another client only while all are taken, or the platform has no socket for another, and one for each that waits: one that is idle before one whose handshake is not
    /// complete, that before an event stream, and that before one that is at a request; among equals the one that has been so for longest. An event stream ends only when
    /// none of the others was idle for some seconds.
    /// </remarks>
    public sealed class Https1Server
    {
        private readonly Https1Connection[] _connections;
        private readonly int[] _counters = new int[Https1Counter.Count];
        private long _waitingSince = -1;

        /// <summary>Makes the server.</summary>
        /// <param name="service">Routes and shared objects.</param>
        /// <param name="connections">Its TLS connections, one or more, which it owns. The number of each is the <see cref="HttpRequest.Slot"/> of its requests.</param>
        public Https1Server(HttpService service, TlsConnection[] connections)
        {
            _connections = new Https1Connection[connections.Length];
            for (int i = 0; i < connections.Length; i++)
            {
                _connections[i] = new Https1Connection(service, connections[i], i, _counters);
            }
        }

        /// <summary>Number of connections, free ones included.</summary>
        public int ConnectionCount
        {
            get { return _connections.Length; }
        }

        /// <summary>Counters of all connections by <see cref="Https1Counter"/>.</summary>
        public int[] Counters
        {
            get { return _counters; }
        }

        /// <summary>Whether no client is connected.</summary>
        public bool IsIdle
        {
            get
            {
                for (int i = 0; i < _connections.Length; i++)
                {
                    if (!_connections[i].WantsClient)
                    {
                        return false;
                    }
                }

                return true;
            }
        }

        /// <summary>Whether a handshake has something to compute.</summary>
        public bool NeedsStep
        {
            get
            {
                for (int i = 0; i < _connections.Length; i++)
                {
                    if (_connections[i].Tls.NeedsStep)
                    {
                        return true;
                    }
                }

                return false;
            }
        }

        /// <summary>When the first of the connections is to be called if nothing else happens, microseconds; long.MaxValue for never.</summary>
        public long NextTimeout
        {
            get
            {
                long next = long.MaxValue;
                for (int i = 0; i < _connections.Length; i++)
                {
                    long at = _connections[i].NextTimeout;
                    if (at < next)
                    {
                        next = at;
                    }
                }

                return next;
            }
        }

        /// <summary>A connection.</summary>
        /// <param name="index">Its number, from 0.</param>
        /// <returns>The object, the same for life.</returns>
        public Https1Connection Connection(int index)
        {
            return _connections[index];
        }

        /// <summary>Finds a connection without a client, for one that waits.</summary>
        /// <returns>Its number, -1 if all are taken.</returns>
        public int FindFree()
        {
            for (int i = 0; i < _connections.Length; i++)
            {
                if (_connections[i].WantsClient)
                {
                    return i;
                }
            }

            return -1;
        }

        /// <summary>Begins with a client that was just accepted.</summary>
        /// <param name="index">Number of its connection.</param>
        /// <param name="now">Time, microseconds.</param>
        /// <returns>False: there is no memory for it; close its socket.</returns>
        public bool Open(int index, long now)
        {
            _waitingSince = -1;
            return _connections[index].Open(now);
        }

        /// <summary>Nobody waits any more.</summary>
        public void Stay()
        {
            _waitingSince = -1;
        }

        /// <summary>Sets the UDP port of HTTP/3 that every response announces (Alt-Svc).</summary>
        /// <param name="port">The port, 0 for none.</param>
        public void SetAltSvc(int port)
        {
            for (int i = 0; i < _connections.Length; i++)
            {
                _connections[i].SetAltSvc(port);
            }
        }

        /// <summary>All connections are taken, or the platform has no socket for another, and a client waits in the backlog; call it in every turn while one does.</summary>
        /// <param name="now">Time, microseconds.</param>
        /// <returns>When to call it again if nothing else happens, microseconds; long.MaxValue for never.</returns>
        public long GiveWay(long now)
        {
            Https1Connection first = null;
            int worth = 0;
            long since = 0;
            for (int i = 0; i < _connections.Length; i++)
            {
                Https1Connection connection = _connections[i];
                if (connection.WantsClient)
                {
                    continue;
                }

                if (connection.IsLeaving)
                {
                    // There will be a place soon.
                    return long.MaxValue;
                }

                int its = connection.Worth;
                if (first == null || its < worth || (its == worth && connection.WorthSince < since))
                {
                    first = connection;
                    worth = its;
                    since = connection.WorthSince;
                }
            }

            if (first == null)
            {
                return long.MaxValue;
            }

            if (_waitingSince < 0)
            {
                _waitingSince = now;
            }

            long patient = _waitingSince + Https1Connection.Patience;
            if (worth == Https1Connection.Streaming && _connections.Length > 1 && now < patient)
            {
                // Its client would come back at once, and one of the others may be idle before that.
                return patient;
            }

            return first.GiveWay(now, now - _waitingSince);
        }

        /// <summary>Closes all connections when their current responses are sent.</summary>
        /// <param name="now">Time, microseconds.</param>
        public void Shutdown(long now)
        {
            for (int i = 0; i < _connections.Length; i++)
            {
                _connections[i].Shutdown(now);
            }
        }
    }
}
