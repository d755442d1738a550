// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Crypto
{
    /// <summary>
    /// Signs at once, for a few thousand operations, while the pool holds a prepared nonce. Holds the private key in the form the product needs.
    /// </summary>
    public sealed class EcdsaPreparedSigner
    {
        private readonly AsymmetricJobs _jobs;
        private readonly EcdsaNoncePool _pool;
        private readonly long[] _key = new long[9];

        /// <summary>
        /// Creates a signer without a key.
        /// </summary>
        /// <param name="jobs">The arithmetic; it need not be idle.</param>
        /// <param name="pool">Where nonces come from.</param>
        public EcdsaPreparedSigner(AsymmetricJobs jobs, EcdsaNoncePool pool)
        {
            _jobs = jobs;
            _pool = pool;
        }

        /// <summary>
        /// Sets the private key, 32 bytes big-endian.
        /// </summary>
        /// <param name="privateKey">Array with the key.</param>
        /// <param name="offset">Where it begins.</param>
        /// <returns>False if the key is not between 1 and n - 1.</returns>
        public bool SetKey(byte[] privateKey, int offset)
        {
            return _jobs.PrepareKey(privateKey, offset, _key);
        }

        /// <summary>
        /// Signs with a prepared nonce.
        /// </summary>
        /// <param name="hash">Array with the hash of the message, 32 bytes.</param>
        /// <param name="hashOffset">Where it begins.</param>
        /// <param name="rs">Array to write r and s to, 32 bytes each, big-endian.</param>
        /// <param name="rsOffset">Where to begin.</param>
        /// <returns>False if no nonce is ready: start <see cref="AsymmetricJobs.StartEcdsaSign"/> instead.</returns>
        public bool TrySign(byte[] hash, int hashOffset, byte[] rs, int rsOffset)
        {
            return _pool.TrySign(_jobs, _key, hash, hashOffset, rs, rsOffset);
        }
    }
}
