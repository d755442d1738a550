// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Http3
{
    /// <summary>The constants of a board, as HTTP/3 needs them.</summary>
    public sealed class H3Profile
    {
        /// <summary>Open requests per connection; equals QuicProfile.RequestStreams.</summary>
        public int Requests = 4;

        /// <summary>
        /// Bytes per request for the encoded head of its response, frame header included; at least 32. The head stays there until it is acknowledged.
        /// Date and the header of the DATA frame, 40 bytes together, are not kept: they are encoded again when sent. A head that does not fit takes a
        /// buffer of the pool; if none is free, the response is 500.
        /// </summary>
        public int ResponseHead = 80;

        /// <summary>Largest encoded field section accepted, bytes; 431 beyond. A stream's receive window has to hold it and 16 more.</summary>
        public int MaxHead = 1024;

        /// <summary>
        /// Bytes of incomplete requests for ordinary handlers that may stay in the receive pool of a connection; at most half of that pool, as other
        /// streams need the rest. Beyond it, requests are collected in buffers of the body pool.
        /// </summary>
        public int Unread = 1536;

        /// <summary>SETTINGS_QPACK_MAX_TABLE_CAPACITY in bytes; 0 for no dynamic table.</summary>
        public int DynamicTable;

        /// <summary>Responses of unknown length (event streams) at one time, all connections together; 503 beyond.</summary>
        public int StreamedResponses = 3;

        /// <summary>
        /// Time limit of a request's head, microseconds. It is longer than for HTTP/1.1: a slow request blocks no other here, and loss may cost several probe timeouts in a row.
        /// </summary>
        public long RequestTimeout = 30000000;

        /// <summary>
        /// A body without progress for this time (microseconds) is refused (408). Each byte of a body gains HttpProfile.MicrosecondsPerByte, but no body ever
        /// has more than this: a slower client is cut off in the end.
        /// </summary>
        public long BodyTimeout = 10000000;

        /// <summary>Buffers of the pool that incomplete requests of one connection may hold. One buffer is never given to them but kept for responses.</summary>
        public int RequestBuffers = 2;

        /// <summary>A response of which nothing is acknowledged for this time (microseconds) is reset. After that, each acknowledged byte gains
        /// HttpProfile.MicrosecondsPerByte, up to this time: a client that reads more slowly is cut off in the end.</summary>
        public long ResponseTimeout = 30000000;

        /// <summary>A request waits at most this time (microseconds) for a free body buffer; then the response is 503.</summary>
        public long PoolTimeout = 2000000;

        /// <summary>After GOAWAY, open requests have this time (microseconds) to end.</summary>
        public long ShutdownTimeout = 1000000;

        /// <summary>Allocate the memory of requests with the first connection and free it with the last.</summary>
        public bool OnDemand;

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

        /// <summary>For boards with megabytes.</summary>
        /// <returns>A new object, free to change.</returns>
        public static H3Profile Large()
        {
            H3Profile profile = new H3Profile();
            profile.Requests = 8;
            profile.ResponseHead = 128;
            profile.StreamedResponses = 12;
            profile.Unread = 6144;
            profile.RequestBuffers = 4;
            return profile;
        }

        /// <summary>The sizes of the original design, for comparison.</summary>
        /// <returns>A new object, free to change.</returns>
        public static H3Profile Compact()
        {
            return new H3Profile();
        }
    }
}
