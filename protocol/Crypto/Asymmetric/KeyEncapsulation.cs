// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Crypto
{
    /// <summary>
    /// The server's half of a key encapsulation mechanism, in pieces, for <see cref="AsymmetricJobs"/>. An image that wants none leaves its assembly out.
    /// </summary>
    /// <remarks>
    /// The client's key has 1,184 bytes, the ciphertext 1,088, the shared secret and the random message 32 each (ML-KEM-768). All state between two
    /// pieces lies in the memory that is lent.
    /// </remarks>
    public abstract class KeyEncapsulation
    {
        /// <summary>Bytes of the client's encapsulation key.</summary>
        public const int KeyLength = 1184;

        /// <summary>Bytes of the ciphertext.</summary>
        public const int CiphertextLength = 1088;

        /// <summary><see cref="Step"/>'s answer: shared secret and ciphertext are written.</summary>
        public const int Done = int.MinValue;

        /// <summary><see cref="Step"/>'s answer: the key is not valid.</summary>
        public const int Failed = int.MinValue + 1;

        /// <summary>Longs of working memory.</summary>
        public abstract int MemoryLength { get; }

        /// <summary>Starts an encapsulation.</summary>
        /// <param name="memory">At least <see cref="MemoryLength"/> longs, which are overwritten; wiping them is the caller's.</param>
        public abstract void Start(long[] memory);

        /// <summary>Goes on. The key must stay as it is until the end, when the ciphertext lies over its beginning.</summary>
        /// <param name="memory">The working memory.</param>
        /// <param name="budget">How far, in units of about 1,000 IL operations. The first piece is run in any case, others while they fit.</param>
        /// <param name="key">Array with the client's key, over which the ciphertext is written. It is overwritten in the last steps only, and not if the key fails.</param>
        /// <param name="keyOffset">Where the key begins.</param>
        /// <param name="bytes">Array with the random message and room for the secret.</param>
        /// <param name="message">Where the message begins, 32 random bytes.</param>
        /// <param name="secret">Where to write the shared secret, 32 bytes. Not to be used before <see cref="Done"/>.</param>
        /// <returns><see cref="Done"/>, <see cref="Failed"/>, or what is left of the budget.</returns>
        public abstract int Step(long[] memory, int budget, byte[] key, int keyOffset, byte[] bytes, int message, int secret);
    }
}
