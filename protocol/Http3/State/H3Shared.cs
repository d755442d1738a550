// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using MilliHttp.Nano.Http;
using MilliHttp.Nano.Tls;

namespace MilliHttp.Nano.Http3
{
    /// <summary>What all connections share: the arrays of their state, and scratch memory that is used within one call.</summary>
    public sealed class H3Shared
    {
        private readonly int _connections;
        private int _users;

        /// <summary>Makes the shared part.</summary>
        /// <param name="profile">The board's constants.</param>
        /// <param name="service">Routes, body buffers, the request and the response.</param>
        /// <param name="connections">Number of connections.</param>
        /// <param name="streams">Number of stream slots of a connection.</param>
        /// <param name="firstSlot">HttpRequest.Slot of the first request of the first connection.</param>
        public H3Shared(H3Profile profile, HttpService service, int connections, int streams, int firstSlot)
        {
            Profile = profile;
            Service = service;
            FirstSlot = firstSlot;
            Streams = streams;
            States = new int[connections * (1 + streams)];
            _connections = connections;
            if (!profile.OnDemand)
            {
                Allocate();
            }

            Reader = new RequestReader(service.Profile.HeadSize, service.Profile.HeadLimit, service.Profile.HeadFields);
            Scratch = new byte[40];
            Streamed = new StreamedBodies(profile.StreamedResponses);
        }

        /// <summary>Elements of a request in <see cref="Ints"/> (RequestLayout names them).</summary>
        public const int IntsPerRequest = 3;

        /// <summary>Elements of a request in <see cref="Longs"/>, and of a connection after all requests.</summary>
        public const int LongsPerRequest = 4;

        /// <summary>The board's constants.</summary>
        public readonly H3Profile Profile;

        /// <summary>Routes, body buffers, the request and the response.</summary>
        public readonly HttpService Service;

        /// <summary>Reads heads.</summary>
        public readonly RequestReader Reader;

        /// <summary>
        /// The datagram buffer given to H3Server.FeedDatagram, which is empty when requests are read: heads are decoded into its beginning, and a
        /// field section that lies in several runs is gathered at its end.
        /// </summary>
        public byte[] Gather
        {
            get { return Reader.Output; }
            set { Reader.Output = value; }
        }

        /// <summary>HttpRequest.Slot of request number 0. Requests are numbered over all connections, each of which has a run of numbers.</summary>
        public readonly int FirstSlot;

        /// <summary>Number of stream slots of a connection; it never changes.</summary>
        public readonly int Streams;

        /// <summary>State of each connection (ConnectionFlags) followed by the states of its stream slots (StreamState).</summary>
        public readonly int[] States;

        // Under the OnDemand policy, the following are null while no client is connected.

        /// <summary>State of all requests, by number.</summary>
        public int[] Ints;

        /// <summary>State of all requests, by number, then of all connections.</summary>
        public long[] Longs;

        /// <summary>Encoded response heads, by number of the request.</summary>
        public byte[] Heads;

        /// <summary>Response bodies, by number of the request; null for none.</summary>
        public BodySource[] Sources;

        /// <summary>Dynamic tables, by connection; null if the profile has none.</summary>
        public DecoderFeedback[] Feedbacks;

        /// <summary>The earliest time limit of all connections (microseconds), or a time before it.</summary>
        public long Deadline = long.MaxValue;

        /// <summary>When connections that are shutting down are closed (microseconds); long.MaxValue unless the server is shutting down.</summary>
        public long ShutdownEnd = long.MaxValue;

        /// <summary>A request of any connection waits for a buffer, or for room on the decoder stream.</summary>
        public bool HasWaiting;

        /// <summary>A connection stopped reading before the end of what had arrived: it must be called again soon.</summary>
        public bool HasMore;

        /// <summary>Units of about 1,000 operations that may still be spent on a client's frames in this call.</summary>
        public int Work;

        /// <summary>A connection has a body of unknown length to send, or a body that failed.</summary>
        public bool PumpDue;

        /// <summary>Scratch for a frame header that lies in two runs, for the tail of a response's head, and for the control stream.</summary>
        public readonly byte[] Scratch;

        /// <summary>Responses of unknown length of all connections.</summary>
        public readonly StreamedBodies Streamed;

        /// <summary>Buffer of the field section last loaded: <see cref="Gather"/> or QUIC's receive pool.</summary>
        public byte[] Section;

        /// <summary>Type of the HTTP/3 frame whose header was read last.</summary>
        public long FrameType;

        /// <summary>Length of its payload.</summary>
        public long FrameLength;

        /// <summary>Bytes of its header.</summary>
        public int FrameHeader;

        /// <summary>Bytes that the head of the shared request still has in the receive pool, its frame's header included; 0 if it was consumed.</summary>
        public int HeadTotal;

        /// <summary>Connections closed because the heap had no room for the memory of requests (OnDemand policy).</summary>
        public int Refused;

        /// <summary>Connections closed for a violation of HTTP/3 or QPACK.</summary>
        public int ConnectionErrors;

        /// <summary>Requests reset: malformed, incomplete or rejected.</summary>
        public int StreamErrors;

        /// <summary>Requests that the client cancelled.</summary>
        public int Cancelled;

        /// <summary>Requests and responses that took too long.</summary>
        public int TimedOut;

        /// <summary>A connection begins: makes sure that the memory of requests exists.</summary>
        /// <returns>False if the heap has no room; counted in <see cref="Refused"/>.</returns>
        public bool TryTake()
        {
            if (Sources == null && !TryAllocate())
            {
                Drop();
                Refused++;
                return false;
            }

            _users++;
            return true;
        }

        /// <summary>A connection for which <see cref="TryTake"/> returned true has ended: under the OnDemand policy, the last one frees the memory.</summary>
        public void GiveBack()
        {
            _users--;
            if (_users == 0 && Profile.OnDemand)
            {
                Drop();
            }
        }

        private bool TryAllocate()
        {
            try
            {
                if (HeapReserve.HasRoom(HeapBytes))
                {
                    Allocate();
                    return HeapReserve.HasRoom(0);
                }
            }
            catch (OutOfMemoryException)
            {
                // Refused below.
            }

            return false;
        }

        /// <summary>Heap bytes that <see cref="Allocate"/> takes, rounded up.</summary>
        public int HeapBytes
        {
            get
            {
                int requests = _connections * Profile.Requests;
                int bytes = (5 * ArrayOverhead) + (requests * ((4 * IntsPerRequest) + Profile.ResponseHead + Reference)) + (8 * (requests + _connections) * LongsPerRequest);
                return Profile.DynamicTable == 0 ? bytes : bytes + (_connections * (Profile.DynamicTable + Feedback + Reference));
            }
        }

        // Header of an array, and the rounding to blocks of 12.
        private const int ArrayOverhead = 32;

        // Bytes of a reference in an array.
        private const int Reference = 12;

        // A dynamic table and its feedback, without the bytes of the table.
        private const int Feedback = 512;

        /// <summary>Allocates the memory of all requests; nothing else does. Throws when the heap has no room.</summary>
        private void Allocate()
        {
            int requests = _connections * Profile.Requests;
            Ints = new int[requests * IntsPerRequest];
            Longs = new long[(requests + _connections) * LongsPerRequest];
            Heads = new byte[requests * Profile.ResponseHead];
            if (Profile.DynamicTable > 0)
            {
                Feedbacks = new DecoderFeedback[_connections];
                for (int i = 0; i < _connections; i++)
                {
                    Feedbacks[i] = new DecoderFeedback(Profile.DynamicTable);
                }
            }

            Sources = new BodySource[requests];
        }

        private void Drop()
        {
            Ints = null;
            Longs = null;
            Heads = null;
            Sources = null;
            Feedbacks = null;

            // The section read last lay in the memory of a connection that has ended; that memory is freed too.
            Section = null;
            Reader.Release();
        }
    }
}
