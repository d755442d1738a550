// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;

namespace MilliHttp.Nano.Crypto
{
    /// <summary>
    /// Fills the pools in idle time. Its jobs run in the background of <see cref="AsymmetricJobs"/>: a handshake that starts a job
    /// replaces them. The unfinished preparation is wiped and started again later.
    /// </summary>
    public sealed class IdlePreparation
    {
        private const int Nothing = 0;
        private const int KeyPair = 1;
        private const int Nonce = 2;

        private readonly AsymmetricJobs _jobs;
        private readonly HmacDrbg _drbg;
        private readonly X25519KeyPool _keys;
        private readonly EcdsaNoncePool _nonces;
        private int _making;

        /// <summary>
        /// Creates the filler of two pools.
        /// </summary>
        /// <param name="jobs">The shared memory of all jobs.</param>
        /// <param name="drbg">The generator, seeded before the first step.</param>
        /// <param name="keys">Pool of key pairs, or null.</param>
        /// <param name="nonces">Pool of nonces, or null.</param>
        public IdlePreparation(AsymmetricJobs jobs, HmacDrbg drbg, X25519KeyPool keys, EcdsaNoncePool nonces)
        {
            _jobs = jobs;
            _drbg = drbg;
            _keys = keys;
            _nonces = nonces;
        }

        /// <summary>Some pool has room, or the message of the next encapsulation is not drawn.</summary>
        public bool HasWork
        {
            get { return (_nonces != null && _nonces.NeedsFill) || (_keys != null && _keys.NeedsFill) || _jobs.NeedsMessage; }
        }

        /// <summary>
        /// Continues to fill the pools, if no other job is running.
        /// </summary>
        /// <param name="budget">How far, in units of about 1,000 IL operations.</param>
        /// <returns>True while there is more to fill.</returns>
        public bool Step(int budget)
        {
            if (_making != Nothing && !_jobs.HasBackground)
            {
                // Another job took the place.
                _making = Nothing;
            }

            if (_making == Nothing)
            {
                if (_jobs.Status != JobStatus.Idle || !HasWork)
                {
                    return HasWork;
                }

                if (!_jobs.IsHedged)
                {
                    _jobs.DrawHedge(_drbg);
                }
                else if (_jobs.NeedsMessage)
                {
                    _jobs.DrawMessage(_drbg);
                }
                else
                {
                    Start();
                }

                // What is drawn from the generator is a step of its own.
                return true;
            }

            int status = _jobs.Step(budget);
            if (status == JobStatus.Running)
            {
                return true;
            }

            if (status == JobStatus.Done && _making == Nonce && _nonces.NeedsFill)
            {
                _nonces.Add(_jobs);
            }
            else if (status == JobStatus.Done && _making == KeyPair && _keys.NeedsFill)
            {
                _keys.Add(_jobs);
            }
            else
            {
                _jobs.Cancel();
            }

            _making = Nothing;
            return HasWork;
        }

        private void Start()
        {
            // Keep both reserves equally full, nonces first: a signature costs more than a key pair.
            if (_nonces != null && _nonces.NeedsFill && (_keys == null || !_keys.NeedsFill || _nonces.Count <= _keys.Count))
            {
                _making = Nonce;
                _jobs.StartEcdsaNonce(_drbg);
            }
            else
            {
                _making = KeyPair;
                _jobs.StartX25519KeyPair(_drbg);
            }

            _jobs.SendToBackground();
        }
    }
}
