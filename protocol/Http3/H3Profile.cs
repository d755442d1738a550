// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Http3
{
    /// <summary>The constants of a board, as HTTP/3 needs them.</summary>
    public sealed class H3Profile
    {
        /// <summary>Requests at a time per connection: QuicProfile.RequestStreams.</summary>
        public int Requests = 4;

        /// <summary>
        /// Bytes per request that an encoded response head is kept in until it is acknowledged, its frame header included; at least 32. Date and the
        /// header of the body's frame, 40 bytes together, are made again and not kept. A head that does not fit takes a buffer of the pool, and if
        /// none is free, 500 is answered.
        /// </summary>
        public int ResponseHead = 80;

        /// <summary>Largest encoded field section accepted, bytes; 431 beyond. A stream's receive window has to hold it and 16 more.</summary>
        public int MaxHead = 1024;

        /// <summary>
        /// Bytes of requests for ordinary handlers that may stay in the receive pool of a connection while what follows is awaited; at most half the
        /// pool, as the others need what is left. Beyond that they take buffers of the pool.
        /// </summary>
        public int Unread = 1536;

        /// <summary>Bytes of the dynamic table that is offered to the client's encoder; 0 for none.</summary>
        public int DynamicTable;

        /// <summary>Responses of unknown length (event streams) at a time, of all connections together; 503 beyond.</summary>
        public int StreamedResponses = 3;

        /// <summary>
        /// The head of a request may take so long (microseconds), and then a body, which gets HttpProfile.MicrosecondsPerByte more for each byte
        /// that came. Longer than for HTTP/1.1: a slow request holds up nobody here, and loss may cost several probe timeouts in a row.
        /// </summary>
        public long RequestTimeout = 30000000;

        /// <summary>A response of which nothing was acknowledged for so long (microseconds) is given up.</summary>
        public long ResponseTimeout = 30000000;

        /// <summary>A request waits so long (microseconds) for a free body buffer, and is then answered with 503.</summary>
        public long PoolTimeout = 2000000;

        /// <summary>After GOAWAY, requests under way have so long (microseconds) to end.</summary>
        public long ShutdownTimeout = 1000000;

        /// <summary>The profile of the figures in the README.</summary>
        /// <returns>A new object, free to change.</returns>
        public static H3Profile Standard()
        {
            return new H3Profile();
        }

        /// <summary>For boards with under 90 KB of heap.</summary>
        /// <returns>A new object, free to change.</returns>
        public static H3Profile Tight()
        {
            H3Profile profile = new H3Profile();
            profile.Requests = 2;
            profile.ResponseHead = 64;
            profile.StreamedResponses = 2;
            profile.Unread = 768;
            return profile;
        }

        /// <summary>The original design's sizes, for comparison.</summary>
        /// <returns>A new object, free to change.</returns>
        public static H3Profile Compact()
        {
            return new H3Profile();
        }
    }
}
