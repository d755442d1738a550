// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using MilliHttp.Nano.Drivers;
using MilliHttp.Nano.Http;
using MilliHttp.Nano.Tls;

namespace MilliHttp.Nano.Firmware.Loop
{
    /// <summary>
    /// The main loop of the image: UDP, TCP, timers, handshake steps, and preparation in idle time. It survives a lost link, failed sockets and a clock that
    /// is set.
    /// </summary>
    public sealed class ServerLoop
    {
        private const long LinkInterval = 1000000;
        private const long LongestRest = 250000;
        private const long SlowTurn = 1000000;
        private readonly Application _application;
        private readonly HttpService _service;
        private readonly TlsEngine _engine;
        private readonly StreamPump _streams;
        private readonly DatagramPump _datagrams;
        private readonly TurnShare _share;
        private readonly int _stepBudget;
        private long _linkAt;
        private long _last;
        private bool _isLinkUp;
        private bool _isHeapLow;

        /// <summary>The board's clock.</summary>
        public readonly ClockPort Clock;

        /// <summary>The board's link.</summary>
        public readonly LinkPort Link;

        /// <summary>How the board waits.</summary>
        public readonly WaitPort Waiting;

        /// <summary>The board's heap.</summary>
        public readonly MemoryPort Memory;

        /// <summary>Turns taken since boot.</summary>
        public long TurnCount;

        /// <summary>Turns that took longer than a second, as a watchdog counts them.</summary>
        public int SlowTurnCount;

        /// <summary>The longest turn in microseconds.</summary>
        public long LongestTurn;

        /// <summary>How often the link was lost.</summary>
        public int LinkLossCount;

        /// <summary>Turns that ended in an unexpected exception. Anything but 0 is a defect.</summary>
        public int FaultCount;

        /// <summary>Bytes of the heap that were free after the last compaction, which runs once a second; 0 if the board cannot report it.</summary>
        public int HeapFree;

        /// <summary>How often less was free than stack frames need (<see cref="HeapReserve"/>). The server pauses until enough is free again.</summary>
        public int HeapLowCount;

        /// <summary>Makes the loop.</summary>
        /// <param name="ports">The board.</param>
        /// <param name="application">Its hosted services are called.</param>
        /// <param name="service">Told the time.</param>
        /// <param name="engine">Prepares key pairs and nonces in idle time.</param>
        /// <param name="streams">The TCP side.</param>
        /// <param name="datagrams">The UDP side, or null.</param>
        /// <param name="share">How handshakes and answers share the processor.</param>
        /// <param name="stepBudget">Handshake computation in one turn, in units of about 1,000 IL operations.</param>
        public ServerLoop(BoardPorts ports, Application application, HttpService service, TlsEngine engine, StreamPump streams, DatagramPump datagrams, TurnShare share, int stepBudget)
        {
            Clock = ports.Clock;
            Waiting = ports.Waiting;
            Memory = ports.Memory;
            Link = ports.Link;
            _application = application;
            _service = service;
            _engine = engine;
            _streams = streams;
            _datagrams = datagrams;
            _share = share;
            _stepBudget = stepBudget;
        }

        /// <summary>Number of times a socket was reopened after a failure.</summary>
        public int ReopenCount
        {
            get { return _streams.ReopenCount + (_datagrams == null ? 0 : _datagrams.ReopenCount); }
        }

        /// <summary>One turn, which ends with a wait if there is nothing to do.</summary>
        public void Turn()
        {
            // A clock that is set back would stop every timer, so time stands still until the clock has caught up.
            long now = Clock.Microseconds;
            if (now < _last)
            {
                now = _last;
            }

            _last = now;
            TurnCount++;
            if (now >= _linkAt)
            {
                if (BeginsHeapLow())
                {
                    Abort();
                    Close();
                }

                CheckLink(now);
            }

            if (!_isLinkUp || _isHeapLow)
            {
                Waiting.Wait(LongestRest);
                return;
            }

            long turn = _application.NextTurn;
            if (now >= turn)
            {
                _application.Turn(now);
                turn = _application.NextTurn;
            }

            int sends = _share.Next(_streams.HasSteps || (_datagrams != null && _datagrams.HasSteps));
            bool worked = _streams.Turn(_stepBudget, sends > 0, now);
            if (_datagrams != null && _datagrams.Turn(_stepBudget, sends, now))
            {
                worked = true;
            }

            if (!worked)
            {
                worked = _engine.Prepare(_stepBudget, now);
            }

            long end = Clock.Microseconds;
            long took = end - now;
            if (took > LongestTurn)
            {
                LongestTurn = took;
            }

            if (took > SlowTurn)
            {
                SlowTurnCount++;
            }

            if (!worked)
            {
                Rest(end, turn);
            }
        }

        /// <summary>Drops all connections without telling the peers; the sockets stay open.</summary>
        public void Abort()
        {
            _streams.Abort();
            if (_datagrams != null)
            {
                _datagrams.Abort(_last);
            }
        }

        /// <summary>Closes the sockets when the board stops.</summary>
        public void Close()
        {
            _streams.Close();
            if (_datagrams != null)
            {
                _datagrams.Close();
            }
        }

        private void Rest(long now, long turn)
        {
            long until = _streams.NextTimeout;
            if (_linkAt < until)
            {
                until = _linkAt;
            }

            if (turn < until)
            {
                until = turn;
            }

            if (_datagrams != null && _datagrams.NextTimeout < until)
            {
                until = _datagrams.NextTimeout;
            }

            long rest = until - now;
            if (rest > LongestRest)
            {
                rest = LongestRest;
            }

            if (rest > 0)
            {
                Waiting.Wait(rest);
            }
        }

        /// <summary>
        /// The application may have taken the memory that stack frames need. The platform then skips a call without an exception, and that call may be one of
        /// cryptography. So the server pauses until enough memory is free.
        /// </summary>
        /// <returns>Whether that begins now.</returns>
        private bool BeginsHeapLow()
        {
            bool wasLow = _isHeapLow;
            int free = Memory.Tidy();
            HeapFree = free;
            _isHeapLow = free != 0 && free < HeapReserve.Bytes;
            if (!_isHeapLow || wasLow)
            {
                return false;
            }

            HeapLowCount++;
            return true;
        }

        private void CheckLink(long now)
        {
            _linkAt = now + LinkInterval;
            _service.SetTime(Clock.UnixSeconds);
            bool isUp = Link.IsUp;
            if (isUp == _isLinkUp)
            {
                if (!isUp)
                {
                    Link.Connect();
                }

                return;
            }

            _isLinkUp = isUp;
            if (!isUp)
            {
                // On most platforms the sockets of a lost link are dead but report no error.
                LinkLossCount++;
                Close();
                Link.Connect();
            }
        }
    }
}
