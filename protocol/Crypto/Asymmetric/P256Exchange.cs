// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Crypto
{
    /// <summary>The group secp256r1 (RFC 8446 section 4.2.8.2).</summary>
    public sealed class P256Exchange : KeyExchange
    {
        /// <summary>The code point of secp256r1.</summary>
        public const int NamedGroup = 0x17;

        private readonly AsymmetricJobs _jobs;

        /// <summary>Makes the entry.</summary>
        /// <param name="jobs">The shared job memory.</param>
        public P256Exchange(AsymmetricJobs jobs)
            : base(NamedGroup, 65)
        {
            _jobs = jobs;
        }

        /// <summary>Only the uncompressed form is allowed.</summary>
        /// <param name="share">Array with the share.</param>
        /// <param name="offset">Offset of its first byte.</param>
        /// <returns>False for any other form.</returns>
        public override bool IsShare(byte[] share, int offset)
        {
            return share[offset] == 4;
        }

        /// <inheritdoc />
        public override void StartShare(byte[] privateKey, int offset)
        {
            _jobs.StartP256PublicKey(privateKey, offset);
        }

        /// <inheritdoc />
        public override void StartAgreement(byte[] privateKey, int privateOffset, byte[] share, int shareOffset)
        {
            _jobs.StartP256Ecdh(privateKey, privateOffset, share, shareOffset);
        }
    }
}
