// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Crypto
{
    /// <summary>What a board chooses about the managed primitives.</summary>
    public sealed class CryptoProfile
    {
        /// <summary>Number of expanded AES keys kept, at least 1. Two serve both directions of one connection without expanding again.</summary>
        public int AesContexts = 2;

        /// <summary>The constants of a board with little memory.</summary>
        public static CryptoProfile Tight()
        {
            CryptoProfile profile = new CryptoProfile();
            profile.AesContexts = 1;
            return profile;
        }
    }
}
