// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Http
{
    /// <summary>Layout of <see cref="Http1Connection.Target"/>: route or minus a status (bits 0-15), allowed methods of a 405, method, protocol.</summary>
    internal static class Http1Target
    {
        /// <summary>First bit of the allowed methods (bits 16-23).</summary>
        internal const int MethodsShift = 16;

        /// <summary>First bit of the method (bits 24-27).</summary>
        internal const int MethodShift = 24;

        /// <summary>First bit of the protocol (bits 28-31).</summary>
        internal const int ProtocolShift = 28;
    }
}
