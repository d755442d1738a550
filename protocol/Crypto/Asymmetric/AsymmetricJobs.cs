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

        // Behind the memory of a job, as a prepared signature may be made while a job is under way.
        private const int Prepared = P256Machine.Length;
        private const int PreparedLength = 27;

        private readonly CryptoProvider _provider;
        private readonly long[] _memory = new long[P256Machine.Length + PreparedLength];
        private readonly X25519Machine _x25519;
        private readonly P256Machine _p256;
        private readonly byte[] _blind = new byte[32];
        private readonly byte[] _scalar = new byte[32];
        private readonly byte[] _input = new byte[32];
        private readonly byte[] _result = new byte[65];
        private readonly byte[] _hedge = new byte[32];
        private HmacDrbg _drbg;
        private int _kind;
        private int _status;
        private bool _background;
        private bool _begun;
        private bool _isDrawn;
        private bool _isHedged;
        private long _jobNumber;

        /// <summary>
        /// Creates the shared memory of all jobs.
        /// </summary>
        /// <param name="provider">Hashing, for nonces and blinding.</param>
        public AsymmetricJobs(CryptoProvider provider)
        {
            _provider = provider;
            _x25519 = new X25519Machine(_memory, _scalar);
            _p256 = new P256Machine(_memory);
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
            Begin(KindX25519, 32);
            Array.Copy(privateKey, offset, _scalar, 0, 32);
            _x25519.StartAgreement(peer, peerOffset);
        }

        /// <summary>Starts the computation of an X25519 public key; the result is 32 bytes.</summary>
        public void StartX25519PublicKey(byte[] privateKey, int offset)
        {
            Begin(KindX25519Public, 32);
            Array.Copy(privateKey, offset, _scalar, 0, 32);
            _x25519.StartPublic();
        }

        /// <summary>
        /// Starts ECDH on P-256. The peer's point is uncompressed (65 bytes, RFC 8446 section 4.2.8.2) and is validated;
        /// the result is its x coordinate, 32 bytes big-endian.
        /// </summary>
        public void StartP256Ecdh(byte[] privateKey, int offset, byte[] peerPoint, int peerOffset)
        {
            Begin(KindP256Ecdh, 32);
            Array.Copy(privateKey, offset, _scalar, 0, 32);
            _p256.StartPoint(_scalar, 0, peerPoint, peerOffset);
        }

        /// <summary>Starts the computation of a P-256 public key; the result is an uncompressed point of 65 bytes.</summary>
        public void StartP256PublicKey(byte[] privateKey, int offset)
        {
            Begin(KindP256Public, 65);
            Array.Copy(privateKey, offset, _scalar, 0, 32);
            _p256.StartBase(_scalar, 0, false);
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
            Begin(KindSign, 64);
            Array.Copy(privateKey, offset, _result, 0, 32);
            Array.Copy(hash, hashOffset, _input, 0, 32);
            _drbg = drbg;
        }

        /// <summary>Starts the preparation of a nonce; the result is opaque, <see cref="NonceLength"/> bytes.</summary>
        public void StartEcdsaNonce(HmacDrbg drbg)
        {
            Begin(KindNonce, NonceLength);
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

            int left = budget < 1 ? 1 : budget;
            if (!_begun)
            {
                // Drawing from the generator is a piece of its own, hashing another where it is more than that for the blinding.
                if (_drbg != null && Draw())
                {
                    return _status;
                }

                _begun = true;
                left -= 8;
                if (_drbg != null)
                {
                    left -= DrawNonce();
                }

                Blind();
                if (left <= 0)
                {
                    return _status;
                }
            }

            if (_kind == KindX25519 || _kind == KindX25519Public)
            {
                do
                {
                    left = _x25519.Step(left, _blind, _result);
                }
                while (left > 3);
                if (left == int.MinValue)
                {
                    Finish(HasBits(_result, 0));
                }

                return _status;
            }

            do
            {
                left = _p256.Step(left, budget, _blind);
            }
            while (left > 3);
            if (left == P256Machine.Failed)
            {
                Finish(false);
            }
            else if (left == P256Machine.Done)
            {
                FinishP256();
            }

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
            Array.Clear(_input, 0, 32);
            Array.Clear(_blind, 0, 32);
            Array.Clear(_result, 0, _result.Length);
            Array.Clear(_memory, 0, P256Machine.Length);
            _drbg = null;
            _begun = false;
            _isDrawn = false;
            ResultLength = 0;
            _background = false;
            _status = JobStatus.Idle;
        }

        /// <summary>The secret that signatures are hedged with is there.</summary>
        internal bool IsHedged
        {
            get { return _isHedged; }
        }

        /// <summary>Draws the secret that signatures are hedged with.</summary>
        internal void DrawHedge(HmacDrbg drbg)
        {
            drbg.Generate(_hedge, 0, 32);
            _isHedged = true;
        }

        /// <summary>The job just started gives way to any other that is started.</summary>
        internal void SendToBackground()
        {
            _background = true;
        }

        private void Begin(int kind, int length)
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
            _status = JobStatus.Running;
        }

        /// <summary>
        /// Reads a private key in the form that a prepared signature wants: nine limbs, in Montgomery form.
        /// </summary>
        /// <returns>False if the key is not between 1 and n - 1.</returns>
        internal bool PrepareKey(byte[] privateKey, int offset, long[] key)
        {
            long[] s = _memory;
            bool good = P256Machine.LoadScalar(s, Prepared, privateKey, offset, Prepared + 9);
            P256Constants.Load(s, Prepared + 9, P256Constants.OrderSquare);
            OrderP256.Multiply(s, Prepared, Prepared, Prepared + 9);
            Array.Copy(s, Prepared, key, 0, 9);
            Array.Clear(s, Prepared, PreparedLength);
            return good;
        }

        /// <summary>
        /// s = k^-1 (h + r d): the two products that are left of a signature whose nonce was prepared.
        /// </summary>
        /// <param name="nonce">Array with a prepared nonce.</param>
        /// <param name="nonceOffset">Where it begins.</param>
        /// <param name="key">The key as <see cref="PrepareKey"/> left it.</param>
        /// <param name="hash">Array with the hash, 32 bytes.</param>
        /// <param name="hashOffset">Where it begins.</param>
        /// <param name="rs">Array to write r and s to.</param>
        /// <param name="rsOffset">Where to begin.</param>
        /// <returns>False if s is zero.</returns>
        internal bool SignPrepared(byte[] nonce, int nonceOffset, long[] key, byte[] hash, int hashOffset, byte[] rs, int rsOffset)
        {
            long[] s = _memory;
            const int r = Prepared;
            const int a = Prepared + 9;
            const int b = Prepared + 18;
            Limbs.FromLittle(nonce, nonceOffset + 32, s, r);
            Array.Copy(key, 0, s, a, 9);
            OrderP256.Multiply(s, a, a, r);
            Limbs.FromBig(hash, hashOffset, s, b);
            for (int i = 0; i < 9; i++)
            {
                s[a + i] += s[b + i];
            }

            Limbs.FromLittle(nonce, nonceOffset, s, b);
            OrderP256.Multiply(s, a, a, b);
            Moduli.Canonical(s, a, Limbs.OrderP256);
            Limbs.ToBig(s, r, rs, rsOffset);
            Limbs.ToBig(s, a, rs, rsOffset + 32);
            bool good = Limbs.ZeroMask(s, a) == 0;
            Array.Clear(s, Prepared, PreparedLength);
            return good;
        }

        /// <summary>
        /// A signature with a nonce given, through the same code as any other, for vectors.
        /// </summary>
        internal void StartEcdsaSignWithNonce(byte[] privateKey, byte[] hash, byte[] nonce)
        {
            Begin(KindSign, 64);
            Array.Copy(privateKey, 0, _result, 0, 32);
            Array.Copy(hash, 0, _input, 0, 32);
            Array.Copy(nonce, 0, _scalar, 0, 32);
            _p256.StartBase(_scalar, 0, true);
        }

        private static bool HasBits(byte[] bytes, int offset)
        {
            int any = 0;
            for (int i = 0; i < 32; i++)
            {
                any |= bytes[offset + i];
            }

            return any != 0;
        }

        private void Finish(bool good)
        {
            _status = good ? JobStatus.Done : JobStatus.Failed;
        }

        private void FinishP256()
        {
            if (_kind == KindP256Ecdh)
            {
                _p256.WriteX(_result, 0);
            }
            else if (_kind == KindP256Public)
            {
                _p256.WritePoint(_result);
            }
            else if (_kind == KindNonce)
            {
                _p256.WriteNonce(_result);
            }
            else
            {
                // The key lay where the result comes.
                bool good = PrepareKey(_result, 0, _memory);
                _p256.WriteNonce(_result);
                good &= SignPrepared(_result, 0, _memory, _input, 0, _result, 0);
                Finish(good);
                return;
            }

            Finish(true);
        }

        /// <summary>Draws what a nonce is made of: the secret that signatures are hedged with, once, or the nonce itself.</summary>
        /// <returns>False if it is there.</returns>
        private bool Draw()
        {
            if (_isDrawn || (_kind == KindSign && _isHedged))
            {
                return false;
            }

            if (_kind == KindSign)
            {
                DrawHedge(_drbg);
            }
            else
            {
                _drbg.Generate(_scalar, 0, 32);
            }

            _isDrawn = true;
            return true;
        }

        /// <summary>
        /// Makes a nonce. For a signature it is a hash of a secret drawn once from the generator, the number of the job, the key and the message:
        /// no state of the generator, however bad, gives two messages one nonce, and no second draw is waited for. A nonce to be kept is drawn from the generator.
        /// What is not between 1 and n - 1 is made again (once in four billion).
        /// </summary>
        /// <returns>What it took, in units of about 1,000 operations.</returns>
        private int DrawNonce()
        {
            bool good = false;
            while (!good)
            {
                if (_kind == KindSign)
                {
                    _jobNumber++;
                    WriteJobNumber();
                    Sha256 hash = _provider.Hash;
                    hash.Reset();
                    hash.Update(_hedge, 0, 32);
                    hash.Update(_blind, 0, 8);
                    hash.Update(_result, 0, 32);
                    hash.Update(_input, 0, 32);
                    hash.Finish(_scalar, 0);
                }

                good = _p256.StartBase(_scalar, 0, true);
                if (!good && _kind != KindSign)
                {
                    _drbg.Generate(_scalar, 0, 32);
                }
            }

            return 16;
        }

        private void WriteJobNumber()
        {
            long number = _jobNumber;
            for (int i = 0; i < 8; i++)
            {
                _blind[i] = (byte)number;
                number >>= 8;
            }
        }

        private void Blind()
        {
            // A function of the secret that nobody else can compute, another one for each job.
            _jobNumber++;
            WriteJobNumber();
            Sha256 hash = _provider.Hash;
            hash.Reset();
            hash.Update(_scalar, 0, 32);
            hash.Update(_blind, 0, 8);
            hash.Finish(_blind, 0);
        }
    }
}
