// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using MilliHttp.Nano.Quic;
using MilliHttp.Nano.Tests.Host.Quic;

namespace MilliHttp.Nano.Tests.Host.Simulation.Attacks
{
    /// <summary>A client that asks for two gigabytes and gives credit for a byte at a time.</summary>
    internal sealed class SlowReader : RawPerson
    {
        private const long Interval = 500000;
        private long _credit = 1;

        public SlowReader()
            : base(true)
        {
        }

        protected override void Prepare()
        {
            _credit = 1;
            Raw.SetParameters(
                RawClient.Parameter(4, 1 << 20), RawClient.Parameter(5, 1), RawClient.Parameter(6, 1), RawClient.Parameter(7, 1 << 20), RawClient.Parameter(8, 100),
                RawClient.Parameter(9, 100), RawClient.Parameter(14, 8), RawClient.Bytes(15, Raw.Source));
        }

        protected override long Go(int step, long now)
        {
            if (step == 0)
            {
                Put(RawClient.Stream(0, 0, Request("/bytes/2147483647"), true), now);
            }
            else
            {
                _credit++;
                Put(RawClient.Join(RawClient.Ack(Raw.Largest[2]), new byte[] { 0x11 }, RawClient.VarInt(0), RawClient.VarInt(_credit)), now);
            }

            return now + Interval;
        }
    }
}
