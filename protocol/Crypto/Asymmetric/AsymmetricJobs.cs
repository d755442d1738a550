// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;

namespace MilliHttp.Nano.Crypto
{
    /// <summary>
    /// X25519 (RFC 7748), P-256 key agreement and ECDSA (FIPS 186-5) as jobs of many steps, so that none of them stalls the loop.
    /// One job runs at a time, in memory that all jobs share.
    /// </summary>
    /// <remarks>
    /// Start a job, call <see cref="Step"/> until it no longer returns <see cref="JobStatus.Running"/>, then
    /// <see cref="TakeResult"/>. Inputs are copied when a job starts. A job in the background (see <see cref="IdlePreparation"/>)
    /// does not show in <see cref="Status"/> and gives way to whatever is started.
    /// </remarks>
    public sealed class AsymmetricJobs
    {
        /// <summary>Bytes of a prepared nonce: k^-1 (opaque form) and r.</summary>
        public const int NonceLength = 64;

        private const int KindX25519 = 1;
        private const int KindX25519Public = 2;
        private const int KindP256Ecdh = 3;
        private const int KindP256Public = 4;
        private const int KindSign = 5;
        private const int KindNonce = 6;

        private readonly CryptoProvider _provider;
        private readonly long[] _memory = new long[256];
        private readonly X25519Machine _x25519;
        private readonly byte[] _blind = new byte[32];
        private readonly byte[] _scalar = new byte[32];
        private readonly byte[] _point = new byte[64];
        private readonly byte[] _result = new byte[96];
        private readonly PlainP256 _curve = new PlainP256();
        private HmacDrbg _drbg;
        private int _kind;
        private int _status;
        private int _remaining;
        private bool _background;
        private long _jobNumber;

        /// <summary>
        /// Creates the shared memory of all jobs.
        /// </summary>
        /// <param name="provider">Hashing, for nonces and blinding.</param>
        public AsymmetricJobs(CryptoProvider provider)
        {
            _provider = provider;
            _x25519 = new X25519Machine(_memory, _scalar);
        }

        /// <summary>One of <see cref="JobStatus"/>.</summary>
        public int Status
        {
            get { return _background ? JobStatus.Idle : _status; }
        }

        /// <summary>A job that was sent to the background is still there.</summary>
        internal bool HasBackground
        {
            get { return _background; }
        }

        /// <summary>Bytes of the result, once done.</summary>
        public int ResultLength { get; private set; }

        /// <summary>Starts X25519 (RFC 7748 section 5); the result is 32 bytes. An all-zero result fails (RFC 7748 section 6.1).</summary>
        public void StartX25519(byte[] privateKey, int offset, byte[] peer, int peerOffset)
        {
            Begin(KindX25519, 32, 1200);
            Array.Copy(privateKey, offset, _scalar, 0, 32);
            _x25519.StartAgreement(peer, peerOffset);
            Blind();
        }

        /// <summary>Starts the computation of an X25519 public key; the result is 32 bytes.</summary>
        public void StartX25519PublicKey(byte[] privateKey, int offset)
        {
            Begin(KindX25519Public, 32, 320);
            Array.Copy(privateKey, offset, _scalar, 0, 32);
            _x25519.StartPublic();
            Blind();
        }

        /// <summary>
        /// Starts ECDH on P-256. The peer's point is uncompressed (65 bytes, RFC 8446 section 4.2.8.2) and is validated;
        /// the result is its x coordinate, 32 bytes big-endian.
        /// </summary>
        public void StartP256Ecdh(byte[] privateKey, int offset, byte[] peerPoint, int peerOffset)
        {
            Begin(KindP256Ecdh, 32, 1750);
            Array.Copy(privateKey, offset, _scalar, 0, 32);
            Array.Copy(peerPoint, peerOffset + 1, _point, 0, 64);
            if (peerPoint[peerOffset] != 4)
            {
                Array.Clear(_point, 0, 64);
            }
        }

        /// <summary>Starts the computation of a P-256 public key; the result is an uncompressed point of 65 bytes.</summary>
        public void StartP256PublicKey(byte[] privateKey, int offset)
        {
            Begin(KindP256Public, 65, 400);
            Array.Copy(privateKey, offset, _scalar, 0, 32);
        }

        /// <summary>
        /// Starts an ECDSA signature; the nonce is hedged with key and hash. The result is r and s, 32 bytes each, big-endian.
        /// </summary>
        /// <param name="privateKey">Array with the private key, 32 bytes big-endian.</param>
        /// <param name="offset">Where it begins.</param>
        /// <param name="hash">Array with the hash of the message, 32 bytes.</param>
        /// <param name="hashOffset">Where it begins.</param>
        /// <param name="drbg">A seeded generator.</param>
        public void StartEcdsaSign(byte[] privateKey, int offset, byte[] hash, int hashOffset, HmacDrbg drbg)
        {
            Begin(KindSign, 64, 470);
            Array.Copy(privateKey, offset, _scalar, 0, 32);
            Array.Copy(hash, hashOffset, _point, 0, 32);
            _drbg = drbg;
        }

        /// <summary>Starts the preparation of a nonce; the result is opaque, <see cref="NonceLength"/> bytes.</summary>
        public void StartEcdsaNonce(HmacDrbg drbg)
        {
            Begin(KindNonce, NonceLength, 460);
            _drbg = drbg;
        }

        /// <summary>
        /// Goes on with the job.
        /// </summary>
        /// <param name="budget">How far, in units of about 1,000 IL operations.</param>
        /// <returns>One of <see cref="JobStatus"/>.</returns>
        public int Step(int budget)
        {
            if (_status != JobStatus.Running)
            {
                return _status;
            }

            if (_kind == KindX25519 || _kind == KindX25519Public)
            {
                do
                {
                    budget = _x25519.Step(budget, _blind, _result);
                }
                while (budget > 0);
                if (budget == int.MinValue)
                {
                    int any = 0;
                    for (int i = 0; i < 32; i++)
                    {
                        any |= _result[i];
                    }

                    _status = any != 0 ? JobStatus.Done : JobStatus.Failed;
                }

                return _status;
            }

            _remaining -= budget;
            if (_remaining > 0)
            {
                return _status;
            }

            bool done = false;
            switch (_kind)
            {
                case KindP256Ecdh:
                case KindP256Public:
                    done = P256();
                    break;
                default:
                    done = Nonce();
                    break;
            }

            _status = done ? JobStatus.Done : JobStatus.Failed;
            return _status;
        }

        /// <summary>
        /// Copies the result, wipes it and makes the place free.
        /// </summary>
        /// <param name="destination">Array to write <see cref="ResultLength"/> bytes to.</param>
        /// <param name="offset">Where to begin.</param>
        public void TakeResult(byte[] destination, int offset)
        {
            if (_status != JobStatus.Done)
            {
                throw new InvalidOperationException();
            }

            Array.Copy(_result, 0, destination, offset, ResultLength);
            Cancel();
        }

        /// <summary>Ends whatever is under way and wipes what it left.</summary>
        public void Cancel()
        {
            Array.Clear(_scalar, 0, 32);
            Array.Clear(_point, 0, 64);
            Array.Clear(_result, 0, _result.Length);
            _drbg = null;
            ResultLength = 0;
            _background = false;
            _status = JobStatus.Idle;
        }

        /// <summary>The job just started gives way to any other that is started.</summary>
        internal void SendToBackground()
        {
            _background = true;
        }

        private void Begin(int kind, int length, int cost)
        {
            if (_background)
            {
                Cancel();
            }

            if (_status != JobStatus.Idle)
            {
                throw new InvalidOperationException();
            }

            _kind = kind;
            ResultLength = length;
            _remaining = cost;
            _status = JobStatus.Running;
        }

        /// <summary>
        /// s = k^-1 (h + r d): the two products that are left of a signature whose nonce was prepared.
        /// </summary>
        internal bool SignPrepared(byte[] nonce, int nonceOffset, byte[] key, int keyOffset, byte[] hash, int hashOffset, byte[] rs, int rsOffset)
        {
            PlainModulus n = _curve.N;
            uint[] k = new uint[8];
            uint[] x = new uint[8];
            uint[] y = new uint[8];
            uint[] d = new uint[8];
            n.Load(k, nonce, nonceOffset, false);
            n.Load(x, nonce, nonceOffset + 32, false);
            n.Load(d, key, keyOffset, false);
            n.Load(y, hash, hashOffset, false);
            n.ToMontgomery(d, d);
            n.Mul(d, d, x);
            n.ToMontgomery(d, d);
            n.ToMontgomery(y, y);
            n.Add(y, y, d);
            n.Mul(k, k, y);
            n.FromMontgomery(k, k);
            n.Store(x, rs, rsOffset, false);
            n.Store(k, rs, rsOffset + 32, false);
            return !PlainModulus.IsZero(k);
        }

        private void Blind()
        {
            // A function of the secret that nobody else can compute, another one for each job.
            _jobNumber++;
            for (int i = 0; i < 8; i++)
            {
                _blind[i] = (byte)(_jobNumber >> (8 * i));
            }

            Sha256 hash = _provider.Hash;
            hash.Reset();
            hash.Update(_scalar, 0, 32);
            hash.Update(_blind, 0, 8);
            hash.Finish(_blind, 0);
        }

        private bool P256()
        {
            uint[] k = new uint[8];
            uint[] x = new uint[8];
            uint[] y = new uint[8];
            _curve.N.Load(k, _scalar, 0, false);
            if (!_curve.N.IsBelow(k))
            {
                return false;
            }

            bool agree = _kind == KindP256Ecdh;
            if (!_curve.LoadPoint(x, y, agree ? _point : PlainP256.Base(), 0))
            {
                return false;
            }

            _result[0] = 4;
            return _curve.Multiply(k, x, y, _result, agree ? 0 : 1);
        }

        private bool Nonce()
        {
            PlainModulus n = _curve.N;
            uint[] k = new uint[8];
            uint[] x = new uint[8];
            uint[] y = new uint[8];
            uint[] d = new uint[8];
            bool sign = _kind == KindSign;
            n.Load(d, _scalar, 0, false);
            if (sign && (!n.IsBelow(d) || PlainModulus.IsZero(d)))
            {
                return false;
            }

            do
            {
                _drbg.Generate(_result, 0, 32);
                if (sign)
                {
                    Sha256 hash = _provider.Hash;
                    hash.Reset();
                    hash.Update(_result, 0, 32);
                    hash.Update(_scalar, 0, 32);
                    hash.Update(_point, 0, 32);
                    hash.Finish(_result, 0);
                }

                n.Load(k, _result, 0, false);
            }
            while (!n.IsBelow(k) || PlainModulus.IsZero(k));
            _curve.LoadPoint(x, y, PlainP256.Base(), 0);
            _curve.Multiply(k, x, y, _result, 0);
            n.Load(x, _result, 0, false);
            n.ToMontgomery(x, x);
            n.ToMontgomery(k, k);
            n.Invert(k, k);
            if (sign)
            {
                n.ToMontgomery(d, d);
                n.Mul(d, d, x);
                n.Load(y, _point, 0, false);
                n.ToMontgomery(y, y);
                n.Add(y, y, d);
                n.Mul(k, k, y);
                n.FromMontgomery(k, k);
                n.FromMontgomery(x, x);
                n.Store(x, _result, 0, false);
                n.Store(k, _result, 32, false);
                return !PlainModulus.IsZero(x) && !PlainModulus.IsZero(k);
            }

            n.FromMontgomery(x, x);
            n.Store(k, _result, 0, false);
            n.Store(x, _result, 32, false);
            return !PlainModulus.IsZero(x);
        }
    }
}
