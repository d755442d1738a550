// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Http3
{
    /// <summary>
    /// What is to be done after a part of a request was read: one of these, or minus the status of the response that refuses the request. The caller does
    /// it, as responses take the deepest calls.
    /// </summary>
    internal static class RequestStep
    {
        /// <summary>Nothing more can be read now.</summary>
        internal const int Stop = 0;

        /// <summary>Read on.</summary>
        internal const int Continue = 1;

        /// <summary>The shared response is filled: send it.</summary>
        internal const int Respond = 2;

        /// <summary>The shared request is complete; <see cref="H3Shared.HeadTotal"/> is set: have it handled, and respond.</summary>
        internal const int Handle = 3;

        /// <summary>The shared request asks for a tunnel: open it, and respond.</summary>
        internal const int Open = 4;
    }
}
