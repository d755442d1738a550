// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using MilliHttp.Nano.Drivers;
using MilliHttp.Nano.Http;

namespace MilliHttp.Nano.Firmware.Loop
{
    /// <summary>
    /// Moves bytes between the TCP connection and the HTTPS/1.1 engine. Bytes that the engine does not take stay here and nothing more is read,
    /// so that TCP's own window tells the client to wait.
    /// </summary>
    public sealed class StreamPump
    {
        private const long RetryInterval = 1000000;
        private readonly StreamListenerPort _listener;
        private readonly StreamPort _stream;
        private readonly Https1Server _server;
        private readonly byte[] _chunk;
        private int _begin;
        private int _end;
        private long _openAt;
        private bool _isListening;
        private bool _hasEnded;

        /// <summary>Listeners that had to be opened anew.</summary>
        public int ReopenCount;

        /// <summary>Makes the pump.</summary>
        /// <param name="ports">The board's TCP.</param>
        /// <param name="server">The engine.</param>
        /// <param name="chunkLength">Bytes read from TCP at a time.</param>
        public StreamPump(BoardPorts ports, Https1Server server, int chunkLength)
        {
            _listener = ports.Listener;
            _stream = ports.Stream;
            _server = server;
            _chunk = new byte[chunkLength];
        }

        /// <summary>When the engine's timers want to be looked at, in microseconds.</summary>
        public long NextTimeout
        {
            get { return _isListening ? _server.NextTimeout : _openAt; }
        }

        /// <summary>Whether a handshake has something to compute.</summary>
        public bool HasSteps
        {
            get { return !_server.WantsClient && _server.Tls.NeedsStep; }
        }

        /// <summary>One turn.</summary>
        /// <param name="stepBudget">Computation of a handshake in this turn, in units of about 1,000 IL operations.</param>
        /// <param name="sends">Whether a record may be sealed in this turn (<see cref="TurnShare"/>).</param>
        /// <param name="now">Microseconds.</param>
        /// <returns>Whether anything was done, so that another turn is worth taking at once.</returns>
        public bool Turn(int stepBudget, bool sends, long now)
        {
            if (!_isListening)
            {
                if (now < _openAt)
                {
                    return false;
                }

                _openAt = now + RetryInterval;
                _isListening = _listener.Open();
                if (!_isListening)
                {
                    return false;
                }
            }

            Https1Server server = _server;
            if (server.WantsClient)
            {
                if (!_listener.IsPending || !_listener.TryAccept(_stream))
                {
                    return false;
                }

                _begin = 0;
                _end = 0;
                _hasEnded = false;
                if (!server.Open(now))
                {
                    _stream.Close();
                    return true;
                }
            }

            bool worked = Receive(now);
            if (server.Tls.NeedsStep)
            {
                server.Step(stepBudget, now);
                worked = true;
            }

            if (now >= server.NextTimeout)
            {
                server.HandleTimeout(now);
                worked = true;
            }

            worked |= sends && Send(now);
            if (server.IsFinished)
            {
                Drop();
                worked = true;
            }
            else if (_listener.IsPending)
            {
                server.GiveWay(now);
            }

            return worked;
        }

        /// <summary>Lets the connection go and closes the sockets: the link is lost, or the board stops.</summary>
        public void Close()
        {
            if (!_server.WantsClient)
            {
                Drop();
            }

            if (_isListening)
            {
                _listener.Close();
                _isListening = false;
                ReopenCount++;
            }
        }

        /// <summary>Lets the connection go, whatever state it is in.</summary>
        public void Abort()
        {
            Drop();
        }

        private bool Receive(long now)
        {
            if (_begin == _end && !_hasEnded)
            {
                int length = _stream.Receive(_chunk, 0, _chunk.Length);
                if (length < 0)
                {
                    _hasEnded = true;
                    _server.FeedEnd(now);
                    return true;
                }

                _begin = 0;
                _end = length;
            }

            if (_begin == _end)
            {
                return false;
            }

            int taken = _server.FeedData(_chunk, _begin, _end - _begin, now);
            _begin += taken;
            return taken > 0;
        }

        /// <summary>
        /// Composes a record, or sends those that are composed: to seal one takes long, and the other sockets are looked at before the next. The records of an
        /// answer leave together as far as the buffer reaches.
        /// </summary>
        private bool Send(long now)
        {
            Https1Server server = _server;
            int length = server.PollOutput(now);
            if (length <= 0)
            {
                return false;
            }

            if (server.IsOutputGrowing)
            {
                return true;
            }

            int sent = _stream.Send(server.OutputBuffer, server.OutputOffset, length);
            if (sent < 0)
            {
                Drop();
                return true;
            }

            if (sent == 0)
            {
                return false;
            }

            server.OutputSent(sent, now);
            return true;
        }

        private void Drop()
        {
            _stream.Close();
            _server.Reset();
            _begin = 0;
            _end = 0;
        }
    }
}
