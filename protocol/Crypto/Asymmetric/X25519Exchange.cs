// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Crypto
{
    /// <summary>The group x25519 (RFC 7748, RFC 8446 section 7.4.2), with key pairs made in idle time.</summary>
    public class X25519Exchange : KeyExchange
    {
        /// <summary>The code point of x25519.</summary>
        public const int NamedGroup = 0x1d;

        /// <summary>The shared job memory.</summary>
        protected readonly AsymmetricJobs Jobs;

        private readonly X25519KeyPool _keyPairs;

        /// <summary>Makes the entry.</summary>
        /// <param name="jobs">The shared job memory.</param>
        /// <param name="keyPairs">Key pairs made in idle time, or null.</param>
        public X25519Exchange(AsymmetricJobs jobs, X25519KeyPool keyPairs)
            : this(NamedGroup, jobs, keyPairs)
        {
        }

        /// <summary>Makes the entry of a group that X25519 is a part of.</summary>
        /// <param name="group">The NamedGroup code point.</param>
        /// <param name="jobs">The shared job memory.</param>
        /// <param name="keyPairs">Key pairs made in idle time, or null.</param>
        protected X25519Exchange(int group, AsymmetricJobs jobs, X25519KeyPool keyPairs)
            : base(group, 32)
        {
            Jobs = jobs;
            _keyPairs = keyPairs;
        }

        /// <inheritdoc />
        public override bool TryTakeKeyPair(byte[] privateKey, int privateOffset, byte[] share, int shareOffset)
        {
            return _keyPairs != null && _keyPairs.TryTake(privateKey, privateOffset, share, shareOffset);
        }

        /// <inheritdoc />
        public override void StartShare(byte[] privateKey, int offset)
        {
            Jobs.StartX25519PublicKey(privateKey, offset);
        }

        /// <inheritdoc />
        public override void StartAgreement(byte[] privateKey, int privateOffset, byte[] share, int shareOffset)
        {
            Jobs.StartX25519(privateKey, privateOffset, share, shareOffset);
        }
    }
}
