// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Http3
{
    /// <summary>
    /// What <see cref="H3Shared.Ints"/> and <see cref="H3Shared.Longs"/> hold for each request, and Longs for each connection after all requests.
    /// An element that means one thing until the response begins and another thing after that has two names.
    /// </summary>
    internal static class RequestLayout
    {
        /// <summary>Elements of a request in Ints.</summary>
        internal const int IntsPerRequest = H3Shared.IntsPerRequest;

        /// <summary>Ints: route (bits 0-15), method (16-19), allowed methods (20-27), <see cref="InUse"/>; 0 if there is no such request.</summary>
        internal const int RouteOf = 0;

        /// <summary>Bit of <see cref="RouteOf"/>: the number belongs to a request.</summary>
        internal const int InUse = 1 << 28;

        /// <summary>First bit of the method in <see cref="RouteOf"/>.</summary>
        internal const int MethodShift = 16;

        /// <summary>First bit of the allowed methods in <see cref="RouteOf"/>.</summary>
        internal const int AllowedShift = 20;

        /// <summary>Ints: number parameter of the path.</summary>
        internal const int Parameter = 1;

        /// <summary>Ints: handle of the response's body.</summary>
        internal const int BodyHandle = 1;

        /// <summary>
        /// Ints, while the request is collected (<see cref="StreamState.Buffered"/>): length of its encoded head (bits 0-15), the buffer of the pool at
        /// whose end the head lies (16-23), and the buffer that holds the body from its beginning (24-31); one buffer if it has room for both.
        /// </summary>
        internal const int RequestPlace = 2;

        /// <summary>
        /// Ints: length of the response's head (bits 0-15), how many bytes of that are its tail, which is written again when it is sent (16-23), and the
        /// buffer of the pool that holds the rest, if <see cref="H3Shared.Heads"/> does not (24-31).
        /// </summary>
        internal const int ResponsePlace = 2;

        /// <summary>First bit of the tail's length in <see cref="ResponsePlace"/>.</summary>
        internal const int TailShift = 16;

        /// <summary>First bit of the head's buffer in <see cref="RequestPlace"/>.</summary>
        internal const int HeadBufferShift = 16;

        /// <summary>First bit of the body's buffer in <see cref="RequestPlace"/>, and of the head's buffer in <see cref="ResponsePlace"/>.</summary>
        internal const int BufferShift = 24;

        /// <summary>Number that stands for no buffer.</summary>
        internal const int NoBuffer = 0xFF;

        /// <summary>Either place, with no buffer.</summary>
        internal const int NoBuffers = (NoBuffer << BufferShift) | (NoBuffer << HeadBufferShift);

        /// <summary>Elements of a request, and of a connection, in Longs.</summary>
        internal const int LongsPerRequest = H3Shared.LongsPerRequest;

        /// <summary>Longs: Content-Length of the request, -1 if there is none.</summary>
        internal const int AnnouncedLength = 0;

        /// <summary>Longs, while the head is sifted: bytes still to come of a value that is skipped.</summary>
        internal const int SkipLength = 0;

        /// <summary>Longs, while the head is sifted: field lines so far, and one for the prefix (SectionSifter).</summary>
        internal const int LineCount = 1;

        /// <summary>Longs: length of the response's body, -1 if it is unknown.</summary>
        internal const int ResponseLength = 0;

        /// <summary>Longs: bytes of the request's body so far.</summary>
        internal const int ReceivedCount = 1;

        /// <summary>Longs: bytes of the response acknowledged at the last check.</summary>
        internal const int AcknowledgedCount = 1;

        /// <summary>Longs: when the request's time limit ends, microseconds.</summary>
        internal const int Deadline = 2;

        /// <summary>Longs: bytes still to come of the payload that reading is inside of; of a connection, on its control stream.</summary>
        internal const int PayloadLeft = 3;

        /// <summary>Longs: the response's Date, seconds since 1970; 0 for none.</summary>
        internal const int ResponseTime = 3;

        /// <summary>Longs of a connection: id of the last request stream that was accepted, -4 before the first.</summary>
        internal const int LastRequest = 0;

        /// <summary>Longs of a connection: id in the client's last GOAWAY.</summary>
        internal const int PeerGoAway = 1;

        /// <summary>Longs of a connection: the client's MAX_PUSH_ID, -1 before the first.</summary>
        internal const int MaxPush = 2;
    }
}
