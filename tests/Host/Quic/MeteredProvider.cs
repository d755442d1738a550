// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using MilliHttp.Nano.Crypto;

namespace MilliHttp.Nano.Tests.Host.Quic
{
    /// <summary>Notes what the dearest packet sealed or opened in a stretch took: the unit that is not cut.</summary>
    internal sealed class MeteredProvider : CryptoProvider
    {
        public MeteredProvider(CryptoProfile profile)
            : base(profile)
        {
        }

        /// <summary>Where to read the operations executed so far; null: nothing is noted.</summary>
        public Func<long> Meter { get; set; }

        /// <summary>Operations of the dearest packet since this was set to 0.</summary>
        public long LargestPacket { get; set; }

        public override void Seal(int suite, byte[] keys, int keyBlockOffset, long sequence, byte[] aad, int aadOffset, int aadLength, byte[] buffer, int offset, int length)
        {
            long begun = Now();
            base.Seal(suite, keys, keyBlockOffset, sequence, aad, aadOffset, aadLength, buffer, offset, length);
            LargestPacket = Math.Max(LargestPacket, Now() - begun);
        }

        public override bool Open(int suite, byte[] keys, int keyBlockOffset, long sequence, byte[] aad, int aadOffset, int aadLength, byte[] buffer, int offset, int length)
        {
            long begun = Now();
            bool opened = base.Open(suite, keys, keyBlockOffset, sequence, aad, aadOffset, aadLength, buffer, offset, length);
            LargestPacket = Math.Max(LargestPacket, Now() - begun);
            return opened;
        }

        private long Now()
        {
            return Meter == null ? 0 : Meter();
        }
    }
}
