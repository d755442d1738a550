// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Http
{
    /// <summary>Characters of fields (RFC 9110 section 5).</summary>
    internal static class FieldSyntax
    {
        /// <summary>Whether a byte may stand in a token (RFC 9110 section 5.6.2).</summary>
        internal static bool IsToken(int letter)
        {
            return letter < 64
                ? ((0x03FF6CFA00000000UL >> letter) & 1) != 0
                : letter < 128 && ((0x57FFFFFFC7FFFFFEUL >> (letter - 64)) & 1) != 0;
        }
    }
}
