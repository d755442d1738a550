// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using MilliHttp.Nano.Http;
using MilliHttp.Nano.Quic;

namespace MilliHttp.Nano.Http3
{
    /// <summary>
    /// The HTTP/3 server: an <see cref="H3Connection"/> on each slot of a QUIC endpoint, with the routes of HTTP/1.1. Same face as every engine:
    /// datagrams in, datagrams out, time as an argument, no socket.
    /// </summary>
    public sealed class H3Server
    {
        private readonly QuicEndpoint _endpoint;
        private readonly H3Shared _shared;

        /// <summary>Makes the server; everything it will ever need is allocated here.</summary>
        /// <param name="endpoint">The QUIC endpoint, whose profile has as many request streams as this one requests.</param>
        /// <param name="profile">The board's constants.</param>
        /// <param name="service">Routes, body buffers, the request and the response, shared with HTTP/1.1.</param>
        /// <param name="firstSlot">HttpRequest.Slot of the first request; <see cref="SlotCount"/> numbers are used.</param>
        public H3Server(QuicEndpoint endpoint, H3Profile profile, HttpService service, int firstSlot)
        {
            _endpoint = endpoint;
            _shared = new H3Shared(profile, service, endpoint.ConnectionCount, firstSlot);
            for (int i = 0; i < endpoint.ConnectionCount; i++)
            {
                // It is the source of what its QUIC connection sends, and found there again.
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

        /// <summary>Numbers of <see cref="HttpRequest.Slot"/> that are used, from the first on.</summary>
        public int SlotCount
        {
            get { return _endpoint.ConnectionCount * _shared.Profile.Requests; }
        }

        /// <summary>The HTTP/3 side of a slot.</summary>
        /// <param name="slot">Number of the slot.</param>
        /// <returns>Its object, the same for life.</returns>
        public H3Connection Connection(int slot)
        {
            return (H3Connection)_endpoint.Connection(slot).Source;
        }

        /// <summary>Whether nobody is connected.</summary>
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

        /// <summary>Takes a received datagram, decrypting it in place, and answers the requests that it completes.</summary>
        /// <param name="buffer">
        /// Buffer of the datagram, as long as a decoded head may be (HttpProfile.HeadSize), and longer than the profile's MaxHead. All of it serves as scratch in this and later calls (Step, HandleTimeout):
        /// leave nothing in it that has to last over a call.
        /// </param>
        /// <param name="offset">Its first byte.</param>
        /// <param name="length">Its length in bytes.</param>
        /// <param name="addressHigh">Sender: first half of its IPv6 address (IPv4 mapped).</param>
        /// <param name="addressLow">Sender: second half.</param>
        /// <param name="port">Sender: port.</param>
        /// <param name="now">Time, microseconds.</param>
        /// <returns>Length of a stateless answer written over the datagram, to be sent back at once; 0 for none.</returns>
        public int FeedDatagram(byte[] buffer, int offset, int length, long addressHigh, long addressLow, int port, long now)
        {
            int answer = _endpoint.FeedDatagram(buffer, offset, length, addressHigh, addressLow, port, now);
            if (answer == 0)
            {
                HandleEvents(buffer, now);
            }

            return answer;
        }

        /// <summary>Answers the requests that a datagram completed which the endpoint itself was fed, as <see cref="FeedDatagram"/> does.</summary>
        /// <param name="buffer">Buffer of the datagram, with the same rules.</param>
        /// <param name="now">Time, microseconds.</param>
        public void HandleEvents(byte[] buffer, long now)
        {
            _shared.Gather = buffer;
            HandleEvents(now);
        }

        /// <summary>Composes the next datagram; the endpoint's Output properties say to whom.</summary>
        /// <param name="buffer">Where to.</param>
        /// <param name="offset">Its first byte.</param>
        /// <param name="max">Most bytes.</param>
        /// <param name="now">Time, microseconds.</param>
        /// <returns>Its length, 0 for none.</returns>
        public int PollOutput(byte[] buffer, int offset, int max, long now)
        {
            PumpBodies();
            return _endpoint.PollOutput(buffer, offset, max, now);
        }

        /// <summary>Moves bodies on, as <see cref="PollOutput"/> does, before the endpoint itself is polled.</summary>
        public void PumpBodies()
        {
            for (int i = 0; i < _endpoint.ConnectionCount; i++)
            {
                Connection(i).PumpBodies();
            }
        }

        /// <summary>Whether a new client is being admitted: feed nothing until this is false, go on stepping and polling.</summary>
        public bool IsAdmitting
        {
            get { return _endpoint.IsAdmitting; }
        }

        /// <summary>Receiver of the datagram last composed.</summary>
        public long OutputAddressHigh
        {
            get { return _endpoint.OutputAddressHigh; }
        }

        /// <summary>Receiver of the datagram last composed.</summary>
        public long OutputAddressLow
        {
            get { return _endpoint.OutputAddressLow; }
        }

        /// <summary>Receiver of the datagram last composed.</summary>
        public int OutputPort
        {
            get { return _endpoint.OutputPort; }
        }

        /// <summary>When <see cref="HandleTimeout"/> is to be called (microseconds), long.MaxValue for never.</summary>
        public long NextTimeout
        {
            get
            {
                long next = _endpoint.NextTimeout;
                return _shared.Deadline < next ? _shared.Deadline : next;
            }
        }

        /// <summary>Runs what is due.</summary>
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
            return pending;
        }

        /// <summary>
        /// Begins to end all connections gracefully, with GOAWAY. Go on feeding and polling until <see cref="IsIdle"/>, or for the profile's
        /// ShutdownTimeout and a little more.
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
        /// Lets go of all connections without a word, in whatever state they are: the last resort after an exception that nobody expected. Clients
        /// that go on sending get a stateless reset.
        /// </summary>
        /// <param name="now">Time, microseconds.</param>
        public void Abort(long now)
        {
            _endpoint.Abandon();
            HandleEvents(now);
        }

        private void HandleEvents(long now)
        {
            for (int i = 0; i < _endpoint.ConnectionCount; i++)
            {
                Connection(i).HandleEvents(now);
                if (_shared.ShutdownEnd != long.MaxValue)
                {
                    // Those that were still in their handshake.
                    Connection(i).Shutdown(now);
                }
            }
        }
    }
}
