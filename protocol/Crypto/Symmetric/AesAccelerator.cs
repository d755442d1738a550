// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Crypto
{
    /// <summary>
    /// AES-128 by a platform, whole arrays in and a new array out, which is how platforms offer it: the garbage of a call is the platform's. It takes
    /// the place of the managed AES where a board puts one into <see cref="CryptoProfile.Accelerator"/>.
    /// </summary>
    public abstract class AesAccelerator
    {
        /// <summary>Encrypts whole blocks, each for itself (ECB).</summary>
        /// <param name="key">16 bytes; not changed, and not kept beyond the call.</param>
        /// <param name="blocks">A multiple of 16 bytes; not changed.</param>
        /// <returns>As many bytes.</returns>
        public abstract byte[] Encrypt(byte[] key, byte[] blocks);
    }
}
