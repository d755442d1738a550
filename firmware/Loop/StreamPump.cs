// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using MilliHttp.Nano.Drivers;
using MilliHttp.Nano.Http;

namespace MilliHttp.Nano.Firmware.Loop
{
    /// <summary>
    /// Moves bytes between the TCP connections and the HTTPS/1.1 engine. Each turn of the loop serves one connection, in rotation. Bytes that the
    /// engine does not take stay here, and nothing more is read from that connection, so that TCP's flow control makes the client wait.
    /// </summary>
    public sealed class StreamPump
    {
        private const long RetryInterval = 1000000;
        private const long IsListening = -1;

        // Three elements per connection: begin and end of the bytes in _chunks that the engine did not take, and whether the client has ended its stream.
        private const int Begin = 0;
        private const int End = 1;
        private const int HasEnded = 2;
        private const int PerConnection = 3;

        private readonly StreamListenerPort _listener;
        private readonly StreamPort[] _streams;
        private readonly Https1Server _server;
        private readonly byte[] _chunks;
        private readonly int[] _places;
        private long _openAt;   // when the listener is to be opened, or IsListening
        private long _yieldAt = long.MaxValue;    // when a connection must close for a waiting client
        private int _last;      // the connection that was served last
        private int _taken;     // connections with a client

        /// <summary>Number of times the listener was reopened after a failure.</summary>
        public int ReopenCount;

        /// <summary>Makes the pump, and the board's TCP connections.</summary>
        /// <param name="listener">The board's TCP.</param>
        /// <param name="server">The engine.</param>
        /// <param name="chunkLength">Bytes read from a connection at a time.</param>
        public StreamPump(StreamListenerPort listener, Https1Server server, int chunkLength)
        {
            int count = server.ConnectionCount;
            _listener = listener;
            _streams = listener.MakeStreams(count);
            _server = server;
            _chunks = new byte[count * chunkLength];
            _places = new int[count * PerConnection];
        }

        /// <summary>When the next timer of the engine expires, in microseconds.</summary>
        public long NextTimeout
        {
            get
            {
                if (_openAt != IsListening || _taken == 0)
                {
                    return _openAt != IsListening ? _openAt : long.MaxValue;
                }

                long next = _server.NextTimeout;
                return next < _yieldAt ? next : _yieldAt;
            }
        }

        /// <summary>Whether a handshake has computations to do.</summary>
        public bool HasSteps
        {
            get { return _taken > 0 && _server.NeedsStep; }
        }

        /// <summary>One turn.</summary>
        /// <param name="stepBudget">Computation of a handshake in this turn, in units of about 1,000 IL operations.</param>
        /// <param name="sends">Whether a record may be sealed in this turn (<see cref="TurnShare"/>).</param>
        /// <param name="now">Microseconds.</param>
        /// <returns>Whether anything was done, so that another turn is worth taking at once.</returns>
        public bool Turn(int stepBudget, bool sends, long now)
        {
            if (_openAt != IsListening)
            {
                if (now < _openAt)
                {
                    return false;
                }

                if (!_listener.Open())
                {
                    _openAt = now + RetryInterval;
                    return false;
                }

                _openAt = IsListening;
            }

            // One method with few variables keeps the frame small: it is at the root of deep stacks.
            bool worked = false;
            if (_listener.IsPending)
            {
                worked = Welcome(now);
            }
            else if (_yieldAt != long.MaxValue)
            {
                _yieldAt = long.MaxValue;
                _server.Stay();
            }

            for (int i = _taken > 0 ? _streams.Length : 0; i > 0 && !worked; i--)
            {
                int at = _last + 1 < _streams.Length ? _last + 1 : 0;
                _last = at;
                Https1Connection connection = _server.Connection(at);
                if (connection.WantsClient)
                {
                    continue;
                }

                // Sealing or opening a record takes long: after one connection has done so, the others follow in later turns.
                worked = Receive(at, connection, now);
                if (connection.Tls.NeedsStep)
                {
                    connection.Step(stepBudget, now);
                    worked = true;
                }

                if (now >= connection.NextTimeout)
                {
                    connection.HandleTimeout(now);
                    worked = true;
                }

                worked |= sends && Send(at, connection, now);
                if (connection.IsFinished)
                {
                    Drop(at);
                    worked = true;
                }
            }

            return worked;
        }

        /// <summary>Drops the connections and closes the sockets because the link is lost or the board stops.</summary>
        public void Close()
        {
            Abort();
            if (_openAt == IsListening)
            {
                _listener.Close();
                _openAt = 0;
                ReopenCount++;
            }
        }

        /// <summary>Drops all connections in whatever state they are.</summary>
        public void Abort()
        {
            for (int i = 0; i < _streams.Length; i++)
            {
                Drop(i);
            }
        }

        /// <summary>Accepts a waiting client. If all connections are taken, makes one of them close for it.</summary>
        /// <returns>Whether one was accepted.</returns>
        private bool Welcome(long now)
        {
            int at = _server.FindFree();
            if (at < 0 || !_listener.TryAccept(_streams[at]))
            {
                _yieldAt = _server.GiveWay(now);
                return false;
            }

            _yieldAt = long.MaxValue;
            if (!_server.Open(at, now))
            {
                _streams[at].Close();
                return true;
            }

            _taken++;
            return true;
        }

        private bool Receive(int at, Https1Connection connection, long now)
        {
            int[] places = _places;
            int place = at * PerConnection;
            int chunk = _chunks.Length / _streams.Length;
            int begin = places[place + Begin];
            int end = places[place + End];
            if (begin == end && places[place + HasEnded] == 0)
            {
                begin = at * chunk;
                end = _streams[at].Receive(_chunks, begin, chunk);
                if (end < 0)
                {
                    places[place + HasEnded] = 1;
                    connection.FeedEnd(now);
                    return true;
                }

                end += begin;
                places[place + End] = end;
            }

            if (begin == end)
            {
                places[place + Begin] = begin;
                return false;
            }

            int taken = connection.FeedData(_chunks, begin, end - begin, now);
            places[place + Begin] = begin + taken;
            return taken > 0;
        }

        /// <summary>
        /// Composes one record, or sends the composed ones. Sealing takes long, so the other sockets are polled before the next record. The records of a response
        /// are sent together as far as they fit in the buffer.
        /// </summary>
        private bool Send(int at, Https1Connection connection, long now)
        {
            int length = connection.PollOutput(now);
            if (length <= 0)
            {
                return false;
            }

            if (connection.IsOutputGrowing)
            {
                return true;
            }

            int sent = _streams[at].Send(connection.OutputBuffer, connection.OutputOffset, length);
            if (sent < 0)
            {
                Drop(at);
                return true;
            }

            if (sent == 0)
            {
                return false;
            }

            connection.OutputSent(sent, now);
            return true;
        }

        private void Drop(int at)
        {
            _streams[at].Close();
            if (!_server.Connection(at).WantsClient)
            {
                _server.Connection(at).Reset();
                _taken--;
            }

            Array.Clear(_places, at * PerConnection, PerConnection);
        }
    }
}
