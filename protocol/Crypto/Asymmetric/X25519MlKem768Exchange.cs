// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Crypto
{
    /// <summary>
    /// The group X25519MLKEM768 (draft-ietf-tls-ecdhe-mlkem): traffic that is recorded today cannot be read by a quantum computer later. The client's share is its
    /// ML-KEM key and its X25519 key, the server's the ciphertext and its X25519 key.
    /// </summary>
    public sealed class X25519MlKem768Exchange : X25519Exchange
    {
        private readonly HmacDrbg _drbg;

        /// <summary>Makes the entry.</summary>
        /// <param name="jobs">The shared job memory, which has an encapsulation.</param>
        /// <param name="keyPairs">X25519 key pairs made in idle time, or null.</param>
        /// <param name="drbg">For the encapsulation's message, if none was drawn ahead.</param>
        public X25519MlKem768Exchange(AsymmetricJobs jobs, X25519KeyPool keyPairs, HmacDrbg drbg)
            : base(0x11ec, jobs, keyPairs)
        {
            _drbg = drbg;
        }

        /// <inheritdoc />
        public override int EncapsulationKeyLength
        {
            get { return KeyEncapsulation.KeyLength; }
        }

        /// <inheritdoc />
        public override int CiphertextLength
        {
            get { return KeyEncapsulation.CiphertextLength; }
        }

        /// <summary>Starts the job whose result is both secrets. The client's whole share stays where it is until then; the ciphertext then overwrites its beginning.</summary>
        /// <param name="privateKey">Array with the X25519 private key; copied.</param>
        /// <param name="privateOffset">Where it begins.</param>
        /// <param name="share">Array with the client's share.</param>
        /// <param name="shareOffset">Where it begins.</param>
        public override void StartAgreement(byte[] privateKey, int privateOffset, byte[] share, int shareOffset)
        {
            Jobs.StartX25519MlKem768(privateKey, privateOffset, share, shareOffset, _drbg);
        }
    }
}
