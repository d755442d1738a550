// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;

namespace MilliHttp.Nano.Crypto
{
    /// <summary>
    /// ECDSA nonces prepared ahead of time, as k^-1 and r. A nonce leaves the pool before it is used, and its place is wiped, so none is seen twice.
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

        /// <summary>
        /// Takes a nonce out. It is good for one signature; <see cref="EcdsaPreparedSigner"/> wipes it.
        /// </summary>
        /// <param name="nonce">Array to write <see cref="AsymmetricJobs.NonceLength"/> bytes to.</param>
        /// <param name="offset">Where to begin.</param>
        /// <returns>False if the pool is empty.</returns>
        public bool TryTake(byte[] nonce, int offset)
        {
            if (_count == 0)
            {
                return false;
            }

            _count--;
            int at = _count * AsymmetricJobs.NonceLength;
            Array.Copy(_nonces, at, nonce, offset, AsymmetricJobs.NonceLength);
            Array.Clear(_nonces, at, AsymmetricJobs.NonceLength);
            return true;
        }

        /// <summary>Wipes all nonces.</summary>
        public void Wipe()
        {
            Array.Clear(_nonces, 0, _nonces.Length);
            _count = 0;
        }

        /// <summary>Puts a nonce in; the caller wipes its copy.</summary>
        internal void Add(byte[] nonce, int offset)
        {
            Array.Copy(nonce, offset, _nonces, _count * AsymmetricJobs.NonceLength, AsymmetricJobs.NonceLength);
            _count++;
        }
    }
}
