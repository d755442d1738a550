// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using System.Text;
using MilliHttp.Nano.TestClient;

namespace MilliHttp.Nano.Tests.Host.Simulation.Device
{
    /// <summary>A client that comes, asks once, and goes.</summary>
    internal sealed class Newcomer : QuicPerson
    {
        private static readonly byte[] s_path = Encoding.ASCII.GetBytes("/bytes/100");
        private readonly long _from;
        private int _request = -1;
        private bool _started;

        public Newcomer(Random random, long from)
            : base(random)
        {
            _from = from;
        }

        /// <summary>From its first datagram to its answer, microseconds; long.MaxValue: not yet.</summary>
        public long Took { get; private set; } = long.MaxValue;

        protected override long NextAct => _started ? long.MaxValue : _from;

        protected override void Live(long now)
        {
            if (!_started)
            {
                if (now < _from)
                {
                    return;
                }

                _started = true;
                Quic.Start(now);
            }

            if (Quic.State != QuicClient.Established)
            {
                return;
            }

            if (_request < 0)
            {
                _request = Http.Request(false, s_path, 0, 0);
            }
            else if (Took == long.MaxValue && Http.IsDone(_request) && Http.Status(_request) == 200)
            {
                Took = now - _from;
                Quic.Close(0x100);
            }
        }
    }
}
