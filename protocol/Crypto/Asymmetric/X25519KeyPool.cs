// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;

namespace MilliHttp.Nano.Crypto
{
    /// <summary>
    /// Ephemeral X25519 key pairs made ahead of time. A pair leaves the pool before it is used, and its place is wiped, so none is seen twice.
    /// </summary>
    public sealed class X25519KeyPool
    {
        private const int Length = 64;

        private readonly byte[] _pairs;
        private int _count;

        /// <summary>
        /// Creates an empty pool.
        /// </summary>
        /// <param name="capacity">Pairs it holds, 64 bytes each.</param>
        public X25519KeyPool(int capacity)
        {
            _pairs = new byte[capacity * Length];
        }

        /// <summary>Pairs that are ready.</summary>
        public int Count
        {
            get { return _count; }
        }

        /// <summary>There is room for another pair.</summary>
        public bool NeedsFill
        {
            get { return _count * Length < _pairs.Length; }
        }

        /// <summary>
        /// Takes a pair out.
        /// </summary>
        /// <param name="privateKey">Array to write the private key to, 32 bytes.</param>
        /// <param name="privateOffset">Where to begin.</param>
        /// <param name="publicKey">Array to write the public key to, 32 bytes.</param>
        /// <param name="publicOffset">Where to begin.</param>
        /// <returns>False if the pool is empty.</returns>
        public bool TryTake(byte[] privateKey, int privateOffset, byte[] publicKey, int publicOffset)
        {
            if (_count == 0)
            {
                return false;
            }

            _count--;
            int at = _count * Length;
            Array.Copy(_pairs, at, privateKey, privateOffset, 32);
            Array.Copy(_pairs, at + 32, publicKey, publicOffset, 32);
            Array.Clear(_pairs, at, Length);
            return true;
        }

        /// <summary>Takes over the pair that a job has made.</summary>
        internal void Add(AsymmetricJobs jobs)
        {
            jobs.TakeKeyPair(_pairs, _count * Length);
            _count++;
        }
    }
}
