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

        // Fields and not variables of Turn, which is at the root of the deepest stack.
        private int _fedLength;     // of the datagram being taken apart, bytes
        private long _fedAt;        // when that began, microseconds
        private bool _hasPaid;      // the datagram owed to established connections was polled

        private readonly byte[] _datagram;
        private readonly int _perTurn;
        private readonly ClockPort _clock;
        private long _openAt;
        private bool _isOpen;

        /// <summary>A client was admitted, and meanwhile nothing sent: those who live have one datagram before the next is taken, which may be a client's again.</summary>
        private bool _owes;

        /// <summary>Sockets that had to be opened anew.</summary>
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

        /// <summary>When the engine's timers want to be looked at, in microseconds.</summary>
        public long NextTimeout
        {
            get { return _isOpen ? _server.NextTimeout : _openAt; }
        }

        /// <summary>Whether a handshake has something to compute.</summary>
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
                    // A client is admitted in polling, too, and keeps datagrams waiting until it is.
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

                // To seal a packet takes long, and few datagrams find room in the platform's queue: it is looked into before the next.
                sends--;
                receives = 1;
            }
        }

        /// <summary>Lets the connections go, whatever state they are in.</summary>
        /// <param name="now">Microseconds.</param>
        public void Abort(long now)
        {
            _server.Abort(now);
        }

        /// <summary>Closes the socket: it has failed, the link is lost, or the board stops. The connections live on.</summary>
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
