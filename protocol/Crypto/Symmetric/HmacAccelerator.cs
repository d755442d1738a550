// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Crypto
{
    /// <summary>
    /// HMAC-SHA-256 by a platform, whole arrays in and a new array out, which is how platforms offer it: the garbage of a call is the platform's. It takes the
    /// place of the managed HMAC where a board puts one into <see cref="CryptoProfile.HmacAccelerator"/>. Hashes without a key stay managed.
    /// </summary>
    public abstract class HmacAccelerator
    {
        /// <summary>Computes HMAC-SHA-256 (RFC 2104).</summary>
        /// <param name="key">64 bytes: the key with zeros after its end, which is the same key; not changed, and not kept beyond the call.</param>
        /// <param name="buffer">Array that begins with the message; not changed.</param>
        /// <param name="length">Bytes of the message.</param>
        /// <returns>The 32 bytes of the code; the caller wipes them.</returns>
        public abstract byte[] Compute(byte[] key, byte[] buffer, int length);
    }
}
