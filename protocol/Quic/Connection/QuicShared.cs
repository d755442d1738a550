// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using MilliHttp.Nano.Crypto;
using MilliHttp.Nano.Tls;

namespace MilliHttp.Nano.Quic
{
    /// <summary>What all connections of an endpoint share: configuration, crypto, and scratch memory whose content is void between two calls.</summary>
    internal sealed class QuicShared
    {
        internal readonly QuicProfile Profile;
        internal readonly ConnectionLayout Layout;
        internal readonly TlsEngine Tls;
        internal readonly PacketProtection Protection;
        internal readonly RandomPool Random;
        internal readonly StatelessReset Reset;
        internal readonly AddressValidation Tokens;
        internal readonly HandshakePool Pool;

        /// <summary>Counters by <see cref="QuicCounter"/>.</summary>
        internal readonly int[] Counters = new int[QuicCounter.Count];

        /// <summary>Connection ids of ours: per slot those of <see cref="ConnectionIds"/>, then the client's original one. 0 is unused.</summary>
        internal readonly long[] Routes;

        /// <summary>Levels by <see cref="RateLimit"/>.</summary>
        internal readonly long[] Rates = new long[RateLimit.Count];

        /// <summary>Shares of the processor (<see cref="WorkBudget"/>).</summary>
        internal readonly long[] Budgets;

        /// <summary>The packet header being looked at.</summary>
        internal readonly PacketHeader Header = new PacketHeader();

        /// <summary>The frame being looked at.</summary>
        internal readonly Frame Frame = new Frame();

        /// <summary>Transport parameters being read or written.</summary>
        internal readonly TransportParameters Parameters = new TransportParameters();

        /// <summary>Scratch of one call: ids, tokens, Initial keys of a stranger.</summary>
        internal readonly byte[] Scratch = new byte[2 * KeyBlock.Length];

        /// <summary>Bit per slot: it may have something to send.</summary>
        internal int Wake;

        /// <summary>Bit per slot: <see cref="ApplicationKeys.Step"/> has work.</summary>
        internal int KeyWork;

        /// <summary>Bit per slot: <see cref="Connection.PollEvent"/> may have something.</summary>
        internal int EventSlots;

        /// <summary>Bit per slot: a client waits in it (<see cref="ConnectionState.Waiting"/>).</summary>
        internal int Waiting;

        /// <summary>The peer's address: receiver of the datagram last composed, or sender of one that was put aside.</summary>
        internal readonly DatagramAddress Address = new DatagramAddress();

        internal QuicShared(QuicProfile profile, TlsEngine tls, CryptoProvider provider, HmacDrbg drbg, byte[] resetKey)
        {
            Profile = profile;
            Layout = new StreamLayout(profile, true, 0);
            Tls = tls;
            Protection = new PacketProtection(provider);
            Random = new RandomPool(provider, drbg);
            Reset = new StatelessReset(provider, resetKey, 0);
            Tokens = new AddressValidation(drbg);
            Pool = new HandshakePool(tls, profile);
            Budgets = WorkBudget.Make(profile);
            Routes = new long[profile.Slots * (profile.LocalIds + 1)];
        }

        /// <summary>Adds one to a counter.</summary>
        internal void Count(int counter)
        {
            Counters[counter]++;
        }
    }
}
