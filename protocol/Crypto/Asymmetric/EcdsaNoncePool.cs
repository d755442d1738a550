// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;

namespace MilliHttp.Nano.Crypto
{
    /// <summary>
    /// ECDSA nonces prepared ahead of time, as k^-1 and r. A nonce leaves the pool before it is used, and its place is wiped after, so none is used twice.
    /// </summary>
    public sealed class EcdsaNoncePool
    {
        private readonly byte[] _nonces;
        private int _count;

        /// <summary>
        /// Creates an empty pool.
        /// </summary>
        /// <param name="capacity">Nonces it holds, <see cref="AsymmetricJobs.NonceLength"/> bytes each.</param>
        public EcdsaNoncePool(int capacity)
        {
            _nonces = new byte[capacity * AsymmetricJobs.NonceLength];
        }

        /// <summary>Nonces that are ready.</summary>
        public int Count
        {
            get { return _count; }
        }

        /// <summary>There is room for another nonce.</summary>
        public bool NeedsFill
        {
            get { return _count * AsymmetricJobs.NonceLength < _nonces.Length; }
        }

        /// <summary>Signs with a nonce, see <see cref="EcdsaPreparedSigner"/>.</summary>
        /// <returns>False if the pool is empty, or s is zero.</returns>
        internal bool TrySign(AsymmetricJobs jobs, long[] key, byte[] hash, int hashOffset, byte[] rs, int rsOffset)
        {
            if (_count == 0)
            {
                return false;
            }

            // Remove the nonce before its use, so that no error below can lead to a second use.
            _count--;
            int at = _count * AsymmetricJobs.NonceLength;
            bool done = jobs.SignPrepared(_nonces, at, key, hash, hashOffset, rs, rsOffset);
            Array.Clear(_nonces, at, AsymmetricJobs.NonceLength);
            return done;
        }

        /// <summary>Takes over the nonce that a job has made.</summary>
        internal void Add(AsymmetricJobs jobs)
        {
            jobs.TakeResult(_nonces, _count * AsymmetricJobs.NonceLength);
            _count++;
        }
    }
}
