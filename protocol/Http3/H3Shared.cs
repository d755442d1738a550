// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using MilliHttp.Nano.Http;
using MilliHttp.Nano.Tls;

namespace MilliHttp.Nano.Http3
{
    /// <summary>What all connections share; most of it each uses within one call and leaves nothing in it.</summary>
    public sealed class H3Shared
    {
        private readonly int _connections;
        private int _users;

        /// <summary>Makes the shared part.</summary>
        /// <param name="profile">The board's constants.</param>
        /// <param name="service">Routes, body buffers, the request and the response.</param>
        /// <param name="connections">Number of connections.</param>
        /// <param name="streams">Highest stream slot number of a connection plus one.</param>
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

            Reader = new RequestReader(service.Profile.HeadSize, service.Profile.RequestFields);
            Scratch = new byte[40];
            Streamed = new StreamedBodies(profile.StreamedResponses);
        }

        /// <summary>Numbers that a request has in <see cref="Ints"/> (H3Connection names them).</summary>
        public const int IntsPerRequest = 3;

        /// <summary>Numbers that a request has in <see cref="Longs"/>, and a connection behind all requests.</summary>
        public const int LongsPerRequest = 4;

        /// <summary>The board's constants.</summary>
        public readonly H3Profile Profile;

        /// <summary>Routes, body buffers, the request and the response.</summary>
        public readonly HttpService Service;

        /// <summary>Reads heads.</summary>
        public readonly RequestReader Reader;

        /// <summary>
        /// The caller's datagram buffer (<see cref="H3Server.FeedDatagram"/>), which has nothing in it by then: a head is decoded into its beginning,
        /// and a field section that lies in pieces is put together at its end.
        /// </summary>
        public byte[] Gather
        {
            get { return Reader.Output; }
            set { Reader.Output = value; }
        }

        /// <summary>HttpRequest.Slot of request number 0. Requests are numbered over all connections, each of which has a run of numbers.</summary>
        public readonly int FirstSlot;

        /// <summary>Highest stream slot number of a connection plus one; fixed for life.</summary>
        public readonly int Streams;

        /// <summary>State of each connection, followed by the states of its streams (H3Connection names their bits).</summary>
        public readonly int[] States;

        // Null while nobody is connected, under the OnDemand policy.

        /// <summary>Of all requests, by number.</summary>
        public int[] Ints;

        /// <summary>Of all requests, by number, then of all connections.</summary>
        public long[] Longs;

        /// <summary>Encoded response heads, by number of the request.</summary>
        public byte[] Heads;

        /// <summary>Response bodies, by number of the request; null for none.</summary>
        public BodySource[] Sources;

        /// <summary>Dynamic tables, by connection; null if the profile has none.</summary>
        public DecoderFeedback[] Feedbacks;

        /// <summary>No time limit of any connection ends before (microseconds); it may be too early.</summary>
        public long Deadline = long.MaxValue;

        /// <summary>When the time of connections that are shut down is over (microseconds); long.MaxValue as long as there are none.</summary>
        public long ShutdownEnd = long.MaxValue;

        /// <summary>A connection has a body to pump, or has lost one.</summary>
        public bool PumpDue;

        /// <summary>A few bytes for a frame header that lies in pieces, and for the tail of a response's head.</summary>
        public readonly byte[] Scratch;

        /// <summary>Responses of unknown length, of all connections.</summary>
        public readonly StreamedBodies Streamed;

        /// <summary>Where the section last loaded lies: <see cref="Gather"/> or QUIC's receive pool.</summary>
        public byte[] Section;

        /// <summary>Type of the frame whose header was read last.</summary>
        public long FrameType;

        /// <summary>Length of its payload.</summary>
        public long FrameLength;

        /// <summary>Bytes of its header.</summary>
        public int FrameHeader;

        /// <summary>Connections closed because the heap could not give the memory of requests (OnDemand policy).</summary>
        public int Refused;

        /// <summary>Connections closed for a breach of HTTP/3 or QPACK.</summary>
        public int ConnectionErrors;

        /// <summary>Requests reset: malformed, incomplete or rejected.</summary>
        public int StreamErrors;

        /// <summary>Requests that the client cancelled.</summary>
        public int Cancelled;

        /// <summary>Requests and responses that took too long.</summary>
        public int TimedOut;

        /// <summary>Error code of the connection or stream error last made.</summary>
        public int LastError;

        /// <summary>A connection begins: sees to the memory of requests.</summary>
        /// <returns>False if the heap cannot give it; counted.</returns>
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

        /// <summary>A connection for which <see cref="TryTake"/> said true is over: the memory goes back with the last one, if the policy says so.</summary>
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
                // Refused, as where nothing was taken yet.
            }

            return false;
        }

        /// <summary>Bytes of the heap that <see cref="Allocate"/> takes, rounded up.</summary>
        public int HeapBytes
        {
            get
            {
                int requests = _connections * Profile.Requests;
                int bytes = (5 * ArrayOverhead) + (requests * ((4 * IntsPerRequest) + Profile.ResponseHead + Reference)) + (8 * (requests + _connections) * LongsPerRequest);
                return Profile.DynamicTable == 0 ? bytes : bytes + (_connections * (Profile.DynamicTable + Feedback + Reference));
            }
        }

        // Header, and what is lost by whole blocks of 12.
        private const int ArrayOverhead = 32;

        // In an array of references.
        private const int Reference = 12;

        // A dynamic table and its feedback, beside its bytes.
        private const int Feedback = 512;

        /// <summary>Makes the memory of all requests, in this one place. Throws when the heap cannot give it.</summary>
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

            // What was read last lay in the memory of a connection that is over, and that goes back too.
            Section = null;
            Reader.Release();
        }

        /// <summary>Writes the beginning of every control stream of ours into <see cref="Scratch"/>.</summary>
        /// <returns>Its length in bytes.</returns>
        public int WritePreface()
        {
            // Type of the stream, then SETTINGS (RFC 9114 section 7.2.4). A setting that is 0 is left to its default.
            byte[] scratch = Scratch;
            scratch[0] = H3StreamType.Control;
            scratch[1] = H3FrameType.Settings;
            int at = H3Integer.Write(scratch, 3, H3Setting.MaxFieldSectionSize);
            at = H3Integer.Write(scratch, at, Reader.Limit);
            int table = Profile.DynamicTable;
            if (table > 0)
            {
                at = H3Integer.Write(scratch, at, H3Setting.QpackMaxTableCapacity);
                at = H3Integer.Write(scratch, at, table);
            }

            scratch[2] = (byte)(at - 3);
            return at;
        }
    }
}
