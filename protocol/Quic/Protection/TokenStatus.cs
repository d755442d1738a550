// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Quic
{
    /// <summary>Verdict of <see cref="AddressValidation.Check"/>.</summary>
    internal static class TokenStatus
    {
        /// <summary>No token, or one of NEW_TOKEN's that does not hold: a stranger (RFC 9000 section 8.1.3).</summary>
        internal const int None = 0;

        /// <summary>A token of an earlier connection from this address.</summary>
        internal const int FromNewToken = 1;

        /// <summary>A Retry token of ours, fresh, for this address and connection id.</summary>
        internal const int FromRetry = 2;

        /// <summary>Says to be a Retry token and does not hold.</summary>
        internal const int Bad = 3;
    }
}
