// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Http
{
    /// <summary>What an <see cref="Http1Connection"/> is doing.</summary>
    internal static class Http1State
    {
        /// <summary>Waiting for a request, or inside its head.</summary>
        internal const int Head = 0;

        /// <summary>Inside the body of a request.</summary>
        internal const int Body = 1;

        /// <summary>A request is complete, or refused, and waits for its response.</summary>
        internal const int Complete = 2;

        /// <summary>Sending a response.</summary>
        internal const int Responding = 3;

        /// <summary>The last response is sent; input is read and dropped, so that no reset destroys the response.</summary>
        internal const int Lingering = 4;

        /// <summary>The connection is a tunnel.</summary>
        internal const int Tunneling = 6;

        /// <summary>Nothing more is read or written.</summary>
        internal const int Closed = 5;
    }
}
