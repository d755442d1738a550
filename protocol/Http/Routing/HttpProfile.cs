// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Http
{
    /// <summary>Sizes and times of the HTTP layer. Times in microseconds.</summary>
    public sealed class HttpProfile
    {
        /// <summary>TCP connections of HTTPS/1.1 at a time. A browser opens up to six; one more client waits until a connection is idle, which then closes.</summary>
        public int Connections = 1;

        /// <summary>
        /// Bytes of a request's head that are kept: the request line, the fields that handlers read (<see cref="Router.Fields"/>) and those that the engine
        /// reads; 414 or 431 beyond. Other fields are skipped.
        /// </summary>
        public int HeadSize = 1280;

        /// <summary>Bytes of a whole head, skipped fields included; 431 beyond. SETTINGS_MAX_FIELD_SECTION_SIZE over HTTP/3.</summary>
        public int HeadLimit = 16383;

        /// <summary>Fields of a whole head, skipped ones included; 431 beyond.</summary>
        public int HeadFields = 128;

        /// <summary>Most fields of a request that are kept; 431 beyond.</summary>
        public int RequestFields = 12;

        /// <summary>Bytes for the fields that handlers add to a response.</summary>
        public int ResponseFields = 192;

        /// <summary>Buffers for request bodies of ordinary handlers and for composed responses, shared by all connections.</summary>
        public int BodyBuffers = 4;

        /// <summary>Bytes of such a buffer: the limit of a body for an ordinary handler; 413 beyond.</summary>
        public int BodySize = 1024;

        /// <summary>Time limit of a head, from the start of the connection or from the first byte of a later request.</summary>
        public long HeaderTimeout = 10000000;

        /// <summary>Time limit of a body, and <see cref="MicrosecondsPerByte"/> more for each byte that arrives.</summary>
        public long BodyTimeout = 10000000;

        /// <summary>Time limit between a response and the first byte of the next request.</summary>
        public long IdleTimeout = 20000000;

        /// <summary>
        /// Time limit of output that the client does not take, and <see cref="MicrosecondsPerByte"/> more for each byte it takes. Longer than TCP's own waits where
        /// a segment is lost five times in a row: a stack that holds two segments waits for each loss, and twice as long each time. A client that waits does
        /// not wait for this: see <see cref="Https1Server"/>.
        /// </summary>
        public long WriteTimeout = 60000000;

        /// <summary>Time that a transferred byte adds to a limit; 1,000 means that a client slower than 1 KB/s is cut off in the end.</summary>
        public int MicrosecondsPerByte = 1000;

        /// <summary>Requests on one HTTP/1.1 connection before it is closed.</summary>
        public int RequestsPerConnection = 10000;

        /// <summary>Lifetime of Alt-Svc (ma), in seconds.</summary>
        public int AltSvcAge = 86400;

        /// <summary>The profile for boards with 100,000 bytes that browsers visit over HTTPS/1.1.</summary>
        /// <returns>A new object, free to change.</returns>
        public static HttpProfile Browser()
        {
            HttpProfile profile = new HttpProfile();
            profile.Connections = 3;
            profile.BodyBuffers = 3;
            return profile;
        }

        /// <summary>The profile for boards with megabytes.</summary>
        /// <returns>A new object, free to change.</returns>
        public static HttpProfile Large()
        {
            HttpProfile profile = new HttpProfile();
            profile.Connections = 4;
            profile.RequestFields = 24;
            profile.ResponseFields = 384;
            profile.BodyBuffers = 16;
            profile.BodySize = 4096;
            return profile;
        }

        /// <summary>The profile for boards with little memory.</summary>
        /// <returns>A new object, free to change.</returns>
        public static HttpProfile Tight()
        {
            HttpProfile profile = new HttpProfile();
            profile.HeadSize = 1024;
            profile.ResponseFields = 128;
            profile.BodyBuffers = 3;
            profile.BodySize = 512;
            return profile;
        }
    }
}
