// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using MilliHttp.Nano.Http;
using MilliHttp.Nano.Quic;

namespace MilliHttp.Nano.Http3
{
    /// <summary>
    /// The HTTP/3 server: an <see cref="H3Connection"/> on each slot of a QUIC endpoint, with the same routes as HTTP/1.1. Like every engine it takes
    /// datagrams and gives datagrams, and gets the time as an argument.
    /// </summary>
    public sealed class H3Server
    {
        private readonly QuicEndpoint _endpoint;
        private readonly H3Shared _shared;

        /// <summary>Makes the server and allocates everything that it needs.</summary>
        /// <param name="endpoint">The QUIC endpoint; its profile has as many request streams as this profile has requests.</param>
        /// <param name="profile">The board's constants.</param>
        /// <param name="service">Routes, body buffers, the request and the response, shared with HTTP/1.1.</param>
        /// <param name="firstSlot">HttpRequest.Slot of the first request; <see cref="SlotCount"/> numbers are used.</param>
        public H3Server(QuicEndpoint endpoint, H3Profile profile, HttpService service, int firstSlot)
        {
            _endpoint = endpoint;
            _shared = new H3Shared(profile, service, endpoint.ConnectionCount, endpoint.Connection(0).StreamLimit, firstSlot);
            for (int i = 0; i < endpoint.ConnectionCount; i++)
            {
                // The QUIC connection keeps it as its Source.
                new H3QuicConnection(_shared, endpoint.Connection(i));
            }
        }

        /// <summary>The QUIC endpoint.</summary>
        public QuicEndpoint Endpoint
        {
            get { return _endpoint; }
        }

        /// <summary>Counters of what went wrong, and the objects that connections share.</summary>
        public H3Shared Shared
        {
            get { return _shared; }
        }

        /// <summary>Number of slots.</summary>
        public int ConnectionCount
        {
            get { return _endpoint.ConnectionCount; }
        }

        /// <summary>How many numbers of <see cref="HttpRequest.Slot"/> are used, from the first.</summary>
        public int SlotCount
        {
            get { return _endpoint.ConnectionCount * _shared.Profile.Requests; }
        }

        /// <summary>The HTTP/3 side of a slot.</summary>
        /// <param name="slot">Number of the slot.</param>
        /// <returns>Its object, which never changes.</returns>
        public H3Connection Connection(int slot)
        {
            return (H3Connection)_endpoint.Connection(slot).Source;
        }

        /// <summary>Whether no client is connected.</summary>
        public bool IsIdle
        {
            get
            {
                for (int i = 0; i < _endpoint.ConnectionCount; i++)
                {
                    if (!_endpoint.Connection(i).IsFree)
                    {
                        return false;
                    }
                }

                return true;
            }
        }

        /// <summary>Takes a received datagram, decrypts it in place, and responds to the requests that it completes.</summary>
        /// <param name="buffer">
        /// Buffer of the datagram, at least HttpProfile.HeadSize bytes long and longer than the profile's MaxHead. All of it is scratch memory in this
        /// call and in later calls of Step and HandleTimeout; give the same buffer every time.
        /// </param>
        /// <param name="offset">Its first byte.</param>
        /// <param name="length">Its length in bytes.</param>
        /// <param name="from">Sender.</param>
        /// <param name="now">Time, microseconds.</param>
        /// <returns>Length of a stateless response written over the datagram, to be sent to its sender at once; 0 for none.</returns>
        public int FeedDatagram(byte[] buffer, int offset, int length, DatagramAddress from, long now)
        {
            int answer = _endpoint.FeedDatagram(buffer, offset, length, from, now);
            if (answer == 0)
            {
                _shared.Gather = buffer;
                HandleEvents(now);
            }

            return answer;
        }

        /// <summary>Composes the next datagram; <see cref="OutputAddress"/> says to whom it goes.</summary>
        /// <param name="buffer">Where to.</param>
        /// <param name="offset">Its first byte.</param>
        /// <param name="max">Most bytes.</param>
        /// <param name="now">Time, microseconds.</param>
        /// <returns>Its length, 0 for none.</returns>
        public int PollOutput(byte[] buffer, int offset, int max, long now)
        {
            PumpBodies(now);
            return _endpoint.PollOutput(buffer, offset, max, now);
        }

        /// <summary>What <see cref="PollOutput"/> does before it polls the endpoint; for a loop that polls the endpoint itself, which takes a stack frame less.</summary>
        /// <param name="now">Time, microseconds.</param>
        public void PumpBodies(long now)
        {
            if (!_shared.PumpDue)
            {
                return;
            }

            _shared.PumpDue = false;
            int count = _endpoint.ConnectionCount;
            for (int i = 0; i < count; i++)
            {
                Connection(i).PumpBodies(now);
            }
        }

        /// <summary>Whether a new client is being admitted: feed nothing until this is false; go on with Step and PollOutput.</summary>
        public bool IsAdmitting
        {
            get { return _endpoint.IsAdmitting; }
        }

        /// <summary>Receiver of the datagram last composed.</summary>
        public DatagramAddress OutputAddress
        {
            get { return _endpoint.OutputAddress; }
        }

        /// <summary>When <see cref="HandleTimeout"/> is to be called (microseconds), long.MaxValue for never.</summary>
        public long NextTimeout
        {
            get
            {
                if (_shared.HasMore)
                {
                    return 0;
                }

                long next = _endpoint.NextTimeout;
                return _shared.Deadline < next ? _shared.Deadline : next;
            }
        }

        /// <summary>Acts on time limits that have passed.</summary>
        /// <param name="now">Time, microseconds.</param>
        public void HandleTimeout(long now)
        {
            _endpoint.HandleTimeout(now);
            HandleEvents(now);
            if (now < _shared.Deadline)
            {
                return;
            }

            for (int i = 0; i < _endpoint.ConnectionCount; i++)
            {
                Connection(i).HandleTimeout(now);
            }

            HandleEvents(now);
            _shared.Deadline = long.MaxValue;
            for (int i = 0; i < _endpoint.ConnectionCount; i++)
            {
                long next = Connection(i).NextTimeout;
                if (next < _shared.Deadline)
                {
                    _shared.Deadline = next;
                }
            }
        }

        /// <summary>Advances handshakes.</summary>
        /// <param name="budget">Units of about 1,000 IL operations.</param>
        /// <param name="now">Time, microseconds.</param>
        /// <returns>True while work is pending.</returns>
        public bool Step(int budget, long now)
        {
            bool pending = _endpoint.Step(budget, now);
            HandleEvents(now);
            return pending || _shared.HasMore;
        }

        /// <summary>
        /// Begins a graceful shutdown of all connections (GOAWAY). Go on feeding and polling until <see cref="IsIdle"/>, or until a little after the
        /// profile's ShutdownTimeout.
        /// </summary>
        /// <param name="now">Time, microseconds.</param>
        public void Shutdown(long now)
        {
            if (_shared.ShutdownEnd == long.MaxValue)
            {
                _shared.ShutdownEnd = now + _shared.Profile.ShutdownTimeout;
            }

            for (int i = 0; i < _endpoint.ConnectionCount; i++)
            {
                Connection(i).Shutdown(now);
            }
        }

        /// <summary>
        /// Drops all connections without CONNECTION_CLOSE: the last resort after an unexpected exception. Clients that go on sending get a stateless
        /// reset.
        /// </summary>
        /// <param name="now">Time, microseconds.</param>
        public void Abort(long now)
        {
            _endpoint.Abandon();
            HandleEvents(now);
        }

        private void HandleEvents(long now)
        {
            // Connections without an event need no call, unless they wait for something or are shut down.
            int slots = _endpoint.EventSlots;
            if (_shared.HasWaiting || _shared.ShutdownEnd != long.MaxValue)
            {
                slots = -1;
                _shared.HasWaiting = false;
                _shared.HasMore = false;
            }

            for (int i = 0; slots != 0; i++, slots = (int)((uint)slots >> 1))
            {
                if (i == _endpoint.ConnectionCount)
                {
                    return;
                }

                if ((slots & 1) == 0)
                {
                    continue;
                }

                Connection(i).HandleEvents(now);
                if (_shared.ShutdownEnd != long.MaxValue)
                {
                    // Connections that were still in their handshake when Shutdown was called.
                    Connection(i).Shutdown(now);
                }
            }
        }
    }
}
