// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Crypto
{
    /// <summary>What a board chooses about the managed primitives.</summary>
    /// <remarks>
    /// The tables of AES and GHASH are indexed by secrets, and that leaks through time where a data cache lies in front of the RAM they are in: boards whose
    /// heap is in external RAM (PSRAM, SDRAM), STM32F7 and H7 with the cache on. Such boards choose <see cref="ConstantTime"/>. Where the
    /// heap is in internal SRAM without a cache (ESP32, S2, S3, C3, C6 without PSRAM) an access takes as long wherever it goes. ChaCha20-Poly1305,
    /// SHA-256 and the asymmetric primitives have no tables.
    /// </remarks>
    public sealed class CryptoProfile
    {
        /// <summary>
        /// AES by the S-box in RAM, 276 bytes, and GHASH by tables of the key, 552 bytes for each expanded key. Without: AES bitsliced, four blocks at once, and
        /// GHASH by multiplication, both constant-time, at about one and a half times the operations.
        /// </summary>
        public bool UsesTables = true;

        /// <summary>
        /// Number of expanded AES-GCM keys kept, at least 1, with tables 828 bytes each. Two serve both directions of one connection without expanding
        /// again, which costs 4,500 operations.
        /// </summary>
        public int AesContexts = 2;

        /// <summary>Records that are opened as they arrive at a time (CryptoProvider.OpenBegin): one for each TLS connection over TCP. Each takes some 300 bytes.</summary>
        public int Records = 1;

        /// <summary>
        /// AES of the platform in place of the managed one, at about 300 operations a block; null: none, which is the default. GHASH stays ours. What its
        /// calls allocate is garbage of the platform: twice the bytes of every packet.
        /// </summary>
        public AesAccelerator Accelerator;

        /// <summary>
        /// HMAC-SHA-256 of the platform in place of the managed one, which spends two thirds of a million operations of a QUIC handshake on it; null: none, which is
        /// the default. What its calls allocate is garbage of the platform: some 200 bytes a call.
        /// </summary>
        public HmacAccelerator HmacAccelerator;

        /// <summary>For a board with little memory: one expanded key.</summary>
        public static CryptoProfile Tight()
        {
            CryptoProfile profile = new CryptoProfile();
            profile.AesContexts = 1;
            return profile;
        }

        /// <summary>No table indexed by a secret anywhere: for boards with a data cache in front of their RAM, which have more of it.</summary>
        public static CryptoProfile ConstantTime()
        {
            CryptoProfile profile = new CryptoProfile();
            profile.UsesTables = false;
            return profile;
        }
    }
}
