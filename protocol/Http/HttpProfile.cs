// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Http
{
    /// <summary>Sizes and times of the HTTP layer. Times in microseconds.</summary>
    public sealed class HttpProfile
    {
        /// <summary>Bytes of a request's head, request line included (431 and 414 beyond).</summary>
        public int HeadSize = 1280;

        /// <summary>Most fields of a request (431 beyond).</summary>
        public int RequestFields = 32;

        /// <summary>Bytes for the fields of a response that the handler adds.</summary>
        public int ResponseFields = 192;

        /// <summary>Buffers for bodies of ordinary handlers and for small answers, shared by all connections.</summary>
        public int BodyBuffers = 4;

        /// <summary>Bytes of such a buffer: the body limit of ordinary handlers (413 beyond).</summary>
        public int BodySize = 1024;

        /// <summary>From the first moment a request could come (a new connection) or its first byte, to the end of its head.</summary>
        public long HeaderTimeout = 10000000;

        /// <summary>A body may take so long, and <see cref="MicrosecondsPerByte"/> for each byte that came.</summary>
        public long BodyTimeout = 10000000;

        /// <summary>Between a response and the first byte of the next request.</summary>
        public long IdleTimeout = 20000000;

        /// <summary>Output that waits for the client may wait so long, and <see cref="MicrosecondsPerByte"/> for each byte it took.</summary>
        public long WriteTimeout = 10000000;

        /// <summary>What a byte is worth: 1,000 means that a client slower than 1 KB/s is cut off in the end.</summary>
        public int MicrosecondsPerByte = 1000;

        /// <summary>Requests on one HTTP/1.1 connection before it is closed.</summary>
        public int RequestsPerConnection = 10000;

        /// <summary>What Alt-Svc is valid for, in seconds.</summary>
        public int AltSvcAge = 86400;

        /// <summary>The profile for boards with little memory.</summary>
        public static HttpProfile Tight()
        {
            HttpProfile profile = new HttpProfile();
            profile.HeadSize = 1024;
            profile.RequestFields = 24;
            profile.ResponseFields = 128;
            profile.BodyBuffers = 3;
            profile.BodySize = 512;
            return profile;
        }
    }
}
