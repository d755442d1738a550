// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;

namespace MilliHttp.Nano.Crypto
{
    /// <summary>
    /// X25519 (RFC 7748), P-256 key agreement, ECDSA (FIPS 186-5) and key encapsulation as jobs of many steps, so that none of them stalls the loop.
    /// One job runs at a time, in memory that all jobs share.
    /// </summary>
    /// <remarks>
    /// Start a job, call <see cref="Step"/> until it no longer returns <see cref="JobStatus.Running"/>, then
    /// <see cref="TakeResult"/>. Inputs are copied when a job starts. A job in the background (see <see cref="IdlePreparation"/>)
    /// does not show in <see cref="Status"/>; any job that is started replaces it.
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
        private const int KindEncapsulation = 7;
        private const int KindX25519MlKem768 = 8;

        // After the memory of a job, since a prepared signature may be made while a job is under way.
        private const int PreparedLength = 27;

        // Places in _bytes. A signature keeps its key and its hash where the result comes, and its nonce, once worked out, in the first 64 bytes.
        private const int Scalar = 0;
        private const int Blinding = 32;
        private const int Hedge = 64;
        private const int Result = 96;
        private const int BytesLength = Result + 65;

        // After the bytes of a job, where there is a key encapsulation: the random message of the next one, drawn ahead.
        private const int Message = BytesLength;

        private const int FlagBackground = 1;
        private const int FlagBegun = 2;
        private const int FlagHedged = 4;
        private const int FlagDrawn = 8;
        private const int FlagMessage = 16;
        private const int FlagEncapsulated = 32;

        private readonly CryptoProvider _provider;
        private readonly KeyEncapsulation _encapsulation;
        private readonly long[] _memory;
        private readonly byte[] _bytes;
        private HmacDrbg _drbg;
        private byte[] _share;
        private int _shareOffset;
        private int _kind;
        private int _status;
        private int _flags;
        private long _jobNumber;

        /// <summary>
        /// Creates the shared memory of all jobs, without a key encapsulation.
        /// </summary>
        /// <param name="provider">Hashing, for nonces and blinding.</param>
        public AsymmetricJobs(CryptoProvider provider)
            : this(provider, null)
        {
        }

        /// <summary>
        /// Creates the shared memory of all jobs.
        /// </summary>
        /// <param name="provider">Hashing, for nonces and blinding.</param>
        /// <param name="encapsulation">The key encapsulation, or null for none. The shared memory is as large as the largest job needs it.</param>
        public AsymmetricJobs(CryptoProvider provider, KeyEncapsulation encapsulation)
        {
            _provider = provider;
            _encapsulation = encapsulation;
            int length = P256Machine.Length;
            int bytes = BytesLength;
            if (encapsulation != null)
            {
                length = encapsulation.MemoryLength > length ? encapsulation.MemoryLength : length;
                bytes += 32;
            }

            _memory = new long[length + PreparedLength];
            _bytes = new byte[bytes];
        }

        /// <summary>Whether <see cref="StartX25519MlKem768"/> can be used.</summary>
        public bool HasEncapsulation
        {
            get { return _encapsulation != null; }
        }

        /// <summary>One of <see cref="JobStatus"/>.</summary>
        public int Status
        {
            get { return HasBackground ? JobStatus.Idle : _status; }
        }

        /// <summary>A job that was sent to the background is still there.</summary>
        internal bool HasBackground
        {
            get { return (_flags & FlagBackground) != 0; }
        }

        /// <summary>Bytes of the result, once done.</summary>
        public int ResultLength
        {
            get { return _kind == 0 ? 0 : _kind == KindP256Public ? 65 : _kind == KindSign || _kind == KindX25519MlKem768 ? 64 : _kind == KindNonce ? NonceLength : 32; }
        }

        /// <summary>Starts X25519 (RFC 7748 section 5); the result is 32 bytes. An all-zero result fails (RFC 7748 section 6.1).</summary>
        public void StartX25519(byte[] privateKey, int offset, byte[] peer, int peerOffset)
        {
            Begin(KindX25519);
            Array.Copy(privateKey, offset, _bytes, Scalar, 32);
            X25519Machine.StartAgreement(_memory, _bytes, peer, peerOffset);
        }

        /// <summary>Starts the computation of an X25519 public key; the result is 32 bytes.</summary>
        public void StartX25519PublicKey(byte[] privateKey, int offset)
        {
            Begin(KindX25519Public);
            Array.Copy(privateKey, offset, _bytes, Scalar, 32);
            X25519Machine.StartPublic(_memory, _bytes);
        }

        /// <summary>
        /// Starts the server's part of X25519MLKEM768 (draft-ietf-tls-ecdhe-mlkem): an encapsulation, then X25519. The result is 64 bytes, the secret of
        /// ML-KEM and that of X25519. A client's key that FIPS 203 section 7.2 refuses, or an all-zero result of X25519, fails.
        /// </summary>
        /// <param name="privateKey">Array with the server's X25519 private key, 32 bytes; it is copied.</param>
        /// <param name="offset">Where it begins.</param>
        /// <param name="share">
        /// Array with the client's share: <see cref="KeyEncapsulation.KeyLength"/> bytes of ML-KEM, 32 of X25519. Nobody else may change it before the job's end. Its first
        /// <see cref="KeyEncapsulation.CiphertextLength"/> bytes are the ciphertext then; the caller puts the public key after them, and has the server's share.
        /// </param>
        /// <param name="shareOffset">Where it begins.</param>
        /// <param name="drbg">A seeded generator, for the message if none was drawn ahead.</param>
        public void StartX25519MlKem768(byte[] privateKey, int offset, byte[] share, int shareOffset, HmacDrbg drbg)
        {
            StartEncapsulation(KindX25519MlKem768, share, shareOffset, drbg);
            Array.Copy(privateKey, offset, _bytes, Scalar, 32);
        }

        /// <summary>
        /// Starts an encapsulation alone; the result is the shared secret of 32 bytes. A key that is not valid fails.
        /// </summary>
        /// <param name="key">Array with the client's key. Nobody else may change it before the job's end, when the ciphertext lies over its beginning.</param>
        /// <param name="offset">Where it begins.</param>
        /// <param name="drbg">A seeded generator, for the message if none was drawn ahead.</param>
        public void StartMlKem768(byte[] key, int offset, HmacDrbg drbg)
        {
            StartEncapsulation(KindEncapsulation, key, offset, drbg);
        }

        /// <summary>
        /// Starts ECDH on P-256. The peer's point is uncompressed (65 bytes, RFC 8446 section 4.2.8.2) and is validated;
        /// the result is its x coordinate, 32 bytes big-endian.
        /// </summary>
        public void StartP256Ecdh(byte[] privateKey, int offset, byte[] peerPoint, int peerOffset)
        {
            Begin(KindP256Ecdh);
            Array.Copy(privateKey, offset, _bytes, Scalar, 32);
            P256Machine.StartPoint(_memory, _bytes, Scalar, peerPoint, peerOffset);
        }

        /// <summary>Starts the computation of a P-256 public key; the result is an uncompressed point of 65 bytes.</summary>
        public void StartP256PublicKey(byte[] privateKey, int offset)
        {
            Begin(KindP256Public);
            Array.Copy(privateKey, offset, _bytes, Scalar, 32);
            P256Machine.StartBase(_memory, _bytes, Scalar, false);
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
            Begin(KindSign);
            Array.Copy(privateKey, offset, _bytes, Result, 32);
            Array.Copy(hash, hashOffset, _bytes, Result + 32, 32);
            _drbg = drbg;
        }

        /// <summary>Starts the preparation of a nonce; the result is opaque, <see cref="NonceLength"/> bytes.</summary>
        public void StartEcdsaNonce(HmacDrbg drbg)
        {
            Begin(KindNonce);
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
            if ((_flags & FlagBegun) == 0)
            {
                // Drawing from the generator is a piece of its own, hashing another where it is more than that for the blinding.
                if (_drbg != null && Draw())
                {
                    return _status;
                }

                _flags |= FlagBegun;
                left -= 8;
                if (_drbg != null && !IsEncapsulation)
                {
                    left -= DrawNonce();
                }

                if (_kind != KindEncapsulation)
                {
                    Blind();
                }

                if (left <= 0)
                {
                    return _status;
                }
            }

            if (IsEncapsulation && (_flags & FlagEncapsulated) == 0)
            {
                StepEncapsulation(left);
                return _status;
            }

            if (_kind == KindX25519 || _kind == KindX25519Public || _kind == KindX25519MlKem768)
            {
                int result = _kind == KindX25519MlKem768 ? Result + 32 : Result;
                do
                {
                    left = X25519Machine.Step(_memory, left, _bytes, Blinding, result);
                }
                while (left > 3);
                if (left == int.MinValue)
                {
                    Finish(!ConstantTime.IsZero(_bytes, result, 32));
                }

                return _status;
            }

            do
            {
                left = P256Machine.Step(_memory, left, budget, _bytes, Blinding);
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

            Array.Copy(_bytes, Result, destination, offset, ResultLength);
            Cancel();
        }

        /// <summary>Ends whatever is under way and wipes what it left.</summary>
        public void Cancel()
        {
            Array.Clear(_bytes, 0, Hedge);
            Array.Clear(_bytes, Result, BytesLength - Result);
            Array.Clear(_memory, 0, Prepared);
            if (IsEncapsulation && (_flags & FlagBegun) != 0)
            {
                ForgetMessage();
            }

            _drbg = null;
            _share = null;
            _kind = 0;
            _flags &= FlagHedged | FlagMessage;
            _status = JobStatus.Idle;
        }

        /// <summary>The secret that signatures are hedged with is there.</summary>
        internal bool IsHedged
        {
            get { return (_flags & FlagHedged) != 0; }
        }

        /// <summary>Draws the secret that signatures are hedged with.</summary>
        internal void DrawHedge(HmacDrbg drbg)
        {
            drbg.Generate(_bytes, Hedge, 32);
            _flags |= FlagHedged;
        }

        /// <summary>A random message for an encapsulation should be drawn.</summary>
        internal bool NeedsMessage
        {
            get { return _encapsulation != null && (_flags & FlagMessage) == 0; }
        }

        /// <summary>Draws the random message of the next encapsulation.</summary>
        internal void DrawMessage(HmacDrbg drbg)
        {
            drbg.Generate(_bytes, Message, 32);
            _flags |= FlagMessage;
        }

        /// <summary>
        /// An encapsulation with a message given, through the same code as any other, for vectors.
        /// </summary>
        internal void StartMlKem768WithMessage(byte[] key, int offset, byte[] message)
        {
            StartEncapsulation(KindEncapsulation, key, offset, null);
            Array.Copy(message, 0, _bytes, Message, 32);
            _flags |= FlagMessage;
        }

        /// <summary>Makes the job just started a background job, which any other job that is started replaces.</summary>
        internal void SendToBackground()
        {
            _flags |= FlagBackground;
        }

        /// <summary>Draws an X25519 private key and starts the computation of its public key; <see cref="TakeKeyPair"/> is for its end.</summary>
        internal void StartX25519KeyPair(HmacDrbg drbg)
        {
            if (!drbg.IsSeeded)
            {
                throw new InvalidOperationException();
            }

            Begin(KindX25519Public);
            drbg.Generate(_bytes, Scalar, 32);
            X25519Machine.StartPublic(_memory, _bytes);
        }

        /// <summary>Copies private and public key, 32 bytes each, wipes them and makes the place free.</summary>
        internal void TakeKeyPair(byte[] destination, int offset)
        {
            Array.Copy(_bytes, Scalar, destination, offset, 32);
            TakeResult(destination, offset + 32);
        }

        private void Begin(int kind)
        {
            if (HasBackground)
            {
                Cancel();
            }

            if (_status != JobStatus.Idle)
            {
                throw new InvalidOperationException();
            }

            _kind = kind;
            _status = JobStatus.Running;
        }

        /// <summary>
        /// Reads a private key in the form that a prepared signature wants: nine limbs, in Montgomery form.
        /// </summary>
        /// <returns>False if the key is not between 1 and n - 1.</returns>
        internal bool PrepareKey(byte[] privateKey, int offset, long[] key)
        {
            long[] s = _memory;
            int at = Prepared;
            bool good = P256Machine.LoadScalar(s, at, privateKey, offset, at + 9);
            P256Constants.Load(s, at + 9, P256Constants.OrderSquare);
            OrderP256.Multiply(s, at, at, at + 9);
            Array.Copy(s, at, key, 0, 9);
            Array.Clear(s, at, PreparedLength);
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
            int r = Prepared;
            int a = r + 9;
            int b = r + 18;
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
            Array.Clear(s, r, PreparedLength);
            return good;
        }

        /// <summary>
        /// A signature with a nonce given, through the same code as any other, for vectors.
        /// </summary>
        internal void StartEcdsaSignWithNonce(byte[] privateKey, byte[] hash, byte[] nonce)
        {
            Begin(KindSign);
            Array.Copy(privateKey, 0, _bytes, Result, 32);
            Array.Copy(hash, 0, _bytes, Result + 32, 32);
            Array.Copy(nonce, 0, _bytes, Scalar, 32);
            P256Machine.StartBase(_memory, _bytes, Scalar, true);
        }

        /// <summary>Where the memory of a prepared signature begins.</summary>
        private int Prepared
        {
            get { return _memory.Length - PreparedLength; }
        }

        private bool IsEncapsulation
        {
            get { return _kind == KindEncapsulation || _kind == KindX25519MlKem768; }
        }

        private void StartEncapsulation(int kind, byte[] share, int shareOffset, HmacDrbg drbg)
        {
            if (_encapsulation == null || share.Length - shareOffset < (kind == KindEncapsulation ? KeyEncapsulation.KeyLength : KeyEncapsulation.KeyLength + 32))
            {
                throw new InvalidOperationException();
            }

            Begin(kind);
            _share = share;
            _shareOffset = shareOffset;
            _drbg = drbg;
            _encapsulation.Start(_memory);
        }

        private void StepEncapsulation(int budget)
        {
            int left = _encapsulation.Step(_memory, budget, _share, _shareOffset, _bytes, Message, Result);
            if (left == KeyEncapsulation.Failed)
            {
                Finish(false);
            }
            else if (left == KeyEncapsulation.Done)
            {
                ForgetMessage();
                if (_kind == KindEncapsulation)
                {
                    Finish(true);
                    return;
                }

                Array.Clear(_memory, 0, Prepared);
                X25519Machine.StartAgreement(_memory, _bytes, _share, _shareOffset + KeyEncapsulation.KeyLength);
                _flags |= FlagEncapsulated;
            }
        }

        private void ForgetMessage()
        {
            Array.Clear(_bytes, Message, 32);
            _flags &= ~FlagMessage;
        }

        private void Finish(bool good)
        {
            _status = good ? JobStatus.Done : JobStatus.Failed;
        }

        private void FinishP256()
        {
            long[] s = _memory;
            byte[] bytes = _bytes;
            if (_kind == KindP256Ecdh)
            {
                P256Machine.WriteX(s, bytes, Result);
            }
            else if (_kind == KindP256Public)
            {
                P256Machine.WritePoint(s, bytes, Result);
            }
            else if (_kind == KindNonce)
            {
                P256Machine.WriteNonce(s, bytes, Result);
            }
            else
            {
                // Key and hash lie where the result comes. The nonce itself is no longer needed, nor is the blinding.
                bool good = PrepareKey(bytes, Result, s);
                P256Machine.WriteNonce(s, bytes, Scalar);
                good &= SignPrepared(bytes, Scalar, s, bytes, Result + 32, bytes, Result);
                Finish(good);
                return;
            }

            Finish(true);
        }

        /// <summary>
        /// Draws what a nonce is made of: the secret that signatures are hedged with, once, or the nonce itself; or the message of an encapsulation.
        /// </summary>
        /// <returns>False if it is there.</returns>
        private bool Draw()
        {
            if ((_flags & FlagDrawn) != 0 || (_kind == KindSign && IsHedged) || (IsEncapsulation && !NeedsMessage))
            {
                return false;
            }

            if (IsEncapsulation)
            {
                DrawMessage(_drbg);
            }
            else if (_kind == KindSign)
            {
                DrawHedge(_drbg);
            }
            else
            {
                _drbg.Generate(_bytes, Scalar, 32);
            }

            _flags |= FlagDrawn;
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
                    hash.Update(_bytes, Hedge, 32);
                    hash.Update(_bytes, Blinding, 8);
                    hash.Update(_bytes, Result, 64);
                    hash.Finish(_bytes, Scalar);
                }

                good = P256Machine.StartBase(_memory, _bytes, Scalar, true);
                if (!good && _kind != KindSign)
                {
                    _drbg.Generate(_bytes, Scalar, 32);
                }
            }

            return 16;
        }

        private void WriteJobNumber()
        {
            long number = _jobNumber;
            for (int i = 0; i < 8; i++)
            {
                _bytes[Blinding + i] = (byte)number;
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
            hash.Update(_bytes, Scalar, 32 + 8);
            hash.Finish(_bytes, Blinding);
        }
    }
}
