// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Crypto
{
    /// <summary>What a board chooses about the managed primitives.</summary>
    /// <remarks>
    /// Tables in RAM that are indexed by secrets leak through time where a data cache lies in front of that RAM (external RAM, STM32F7
    /// and H7 with the cache on). Such boards choose <see cref="ConstantTime"/>. ChaCha20-Poly1305 and SHA-256 have no tables.
    /// </remarks>
    public sealed class CryptoProfile
    {
        /// <summary>AES by a table of 2,068 bytes: about 1,400 operations a block.</summary>
        public const int AesWithTable = 0;

        /// <summary>AES bitsliced, four blocks at once, no table and constant-time.</summary>
        public const int AesBitsliced = 1;

        /// <summary>GHASH by multiplication, no table and constant-time.</summary>
        public const int GhashMultiply = 0;

        /// <summary>GHASH by tables of H: 312 bytes for each expanded key.</summary>
        public const int GhashOneTable = 1;

        /// <summary>GHASH by tables of H and H^2: 624 bytes for each expanded key, two blocks at once.</summary>
        public const int GhashTwoTables = 2;

        /// <summary>How AES is computed.</summary>
        public int Aes = AesWithTable;

        /// <summary>How GHASH is computed.</summary>
        public int Ghash = GhashTwoTables;

        /// <summary>Number of expanded AES-GCM keys kept, at least 1. Two serve both directions of one connection without expanding again.</summary>
        public int AesContexts = 2;

        /// <summary>Number of expanded AES header protection keys kept; 0: they share the contexts of AES-GCM keys, and are expanded for every packet.</summary>
        public int HeaderContexts = 1;

        /// <summary>
        /// The constants of a board with little memory: no table, one expanded key. QUIC's Initial packets are always AES, but clients whose other packets
        /// are take longer; ChaCha20-Poly1305 costs the same everywhere.
        /// </summary>
        public static CryptoProfile Tight()
        {
            CryptoProfile profile = new CryptoProfile();
            profile.Aes = AesBitsliced;
            profile.Ghash = GhashMultiply;
            profile.AesContexts = 1;
            profile.HeaderContexts = 0;
            return profile;
        }

        /// <summary>No table indexed by a secret anywhere: for boards with a data cache in front of their RAM.</summary>
        public static CryptoProfile ConstantTime()
        {
            CryptoProfile profile = new CryptoProfile();
            profile.Aes = AesBitsliced;
            profile.Ghash = GhashMultiply;
            return profile;
        }
    }
}
