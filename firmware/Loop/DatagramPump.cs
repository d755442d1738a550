// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using MilliHttp.Nano.Drivers;
using MilliHttp.Nano.Http3;

namespace MilliHttp.Nano.Firmware.Loop
{
    /// <summary>Moves datagrams between the UDP socket and the HTTP/3 engine, through one buffer for both directions.</summary>
    public sealed class DatagramPump
    {
        private const long RetryInterval = 1000000;
        private readonly DatagramPort _port;
        private readonly H3Server _server;

        // Fields instead of variables of Turn, to keep the frame of Turn small: it is at the root of the deepest stack.
        private int _fedLength;     // of the datagram being taken apart, bytes
        private long _fedAt;        // when that began, microseconds
        private bool _hasPaid;      // the datagram owed to established connections was polled

        private readonly byte[] _datagram;
        private readonly int _perTurn;
        private readonly ClockPort _clock;
        private long _openAt;
        private bool _isOpen;

        /// <summary>True after a client was admitted and before anything was sent: established connections may send one datagram before the next one is received, which may begin another admission.</summary>
        private bool _owes;

        /// <summary>Number of times the socket was reopened after a failure.</summary>
        public int ReopenCount;

        /// <summary>Makes the pump.</summary>
        /// <param name="port">The board's UDP socket.</param>
        /// <param name="server">The engine.</param>
        /// <param name="datagram">Buffer of a datagram, in use within one call only.</param>
        /// <param name="perTurn">Datagrams taken in one turn before output is composed.</param>
        /// <param name="clock">Where to read what a datagram has taken; null: that is not looked at.</param>
        public DatagramPump(DatagramPort port, H3Server server, byte[] datagram, int perTurn, ClockPort clock = null)
        {
            _clock = clock;
            _port = port;
            _server = server;
            _datagram = datagram;
            _perTurn = perTurn;
        }

        /// <summary>When the next timer of the engine expires, in microseconds.</summary>
        public long NextTimeout
        {
            get { return _isOpen ? _server.NextTimeout : _openAt; }
        }

        /// <summary>Whether a handshake has computations to do.</summary>
        public bool HasSteps
        {
            get { return _server.Endpoint.HasWork; }
        }

        /// <summary>One turn.</summary>
        /// <param name="stepBudget">Computation of a handshake in this turn, in units of about 1,000 IL operations.</param>
        /// <param name="sends">Datagrams sent in this turn (<see cref="TurnShare"/>).</param>
        /// <param name="now">Microseconds.</param>
        /// <returns>Whether anything was done, so that another turn is worth taking at once.</returns>
        public bool Turn(int stepBudget, int sends, long now)
        {
            if (!_isOpen)
            {
                if (now < _openAt)
                {
                    return false;
                }

                _openAt = now + RetryInterval;
                _isOpen = _port.Open();
                if (!_isOpen)
                {
                    return false;
                }
            }

            // One method for both directions, with few variables: it is at the root of the deepest stack. For the same reason the output is polled from
            // the endpoint, as H3Server.PollOutput does.
            bool worked = false;
            int receives = _perTurn;
            if (_owes && !_server.IsAdmitting)
            {
                receives = 0;
                if (sends <= 0)
                {
                    sends = 1;
                }
            }

            while (true)
            {
                int length;
                for (; receives > 0 && !_server.IsAdmitting; receives--)
                {
                    length = _port.Receive(_datagram, 0, _datagram.Length);
                    if (length <= 0)
                    {
                        if (length < 0)
                        {
                            Close();
                            return true;
                        }

                        _server.Endpoint.OnReceiveEmpty(now);
                        break;
                    }

                    worked = true;
                    _fedLength = length;
                    _fedAt = _clock == null ? 0 : _clock.Microseconds;
                    length = _server.FeedDatagram(_datagram, 0, length, _port.Remote, now);
                    if (_clock != null)
                    {
                        _server.Endpoint.OnFed(_fedLength, _clock.Microseconds - _fedAt, now);
                    }

                    if (length > 0 && !_port.Send(_datagram, 0, length, _port.Remote))
                    {
                        Close();
                        return true;
                    }
                }

                if (stepBudget > 0)
                {
                    if (_server.Step(stepBudget, now))
                    {
                        worked = true;
                    }

                    stepBudget = 0;
                    if (now >= _server.NextTimeout)
                    {
                        _server.HandleTimeout(now);
                    }
                }

                if (sends <= 0 && !_server.IsAdmitting)
                {
                    // Polling, too, may admit a client; no further datagram is taken until that is done.
                    return worked;
                }

                _hasPaid = _owes;
                _owes = _server.IsAdmitting;
                _server.PumpBodies(now);
                length = _server.Endpoint.PollOutput(_datagram, 0, _datagram.Length, now);
                if (length == 0)
                {
                    if (!_hasPaid || _owes)
                    {
                        return worked;
                    }

                    // There was nothing to send.
                    receives = _perTurn;
                    continue;
                }

                worked = true;
                if (!_port.Send(_datagram, 0, length, _server.OutputAddress))
                {
                    Close();
                    return true;
                }

                // Sealing a packet takes long and the platform queues few datagrams: look into the queue before the next packet.
                sends--;
                receives = 1;
            }
        }

        /// <summary>Drops all connections in whatever state they are.</summary>
        /// <param name="now">Microseconds.</param>
        public void Abort(long now)
        {
            _server.Abort(now);
        }

        /// <summary>Closes the socket because it failed, the link is lost, or the board stops. The connections stay.</summary>
        public void Close()
        {
            if (_isOpen)
            {
                _port.Close();
                _isOpen = false;
                ReopenCount++;
            }
        }
    }
}
