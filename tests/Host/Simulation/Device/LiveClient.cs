// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using MilliHttp.Nano.Quic;
using MilliHttp.Nano.TestClient;

namespace MilliHttp.Nano.Tests.Host.Simulation.Device
{
    /// <summary>A client that is connected before an attack begins, and then asks once a second. Whoever lets go of it loses all further answers.</summary>
    internal sealed class LiveClient : QuicPerson
    {
        private static readonly byte[] s_path = Encoding.ASCII.GetBytes("/bytes/100");
        private readonly Dictionary<int, long> _open = new Dictionary<int, long>();
        private readonly List<long> _latencies = new List<long>();
        private long _askAt = long.MaxValue;
        private long _every;
        private int _left;
        private int _owed;
        private bool _started;

        public LiveClient(Random random)
            : base(random)
        {
        }

        public bool IsReady => Quic.IsConfirmed;

        /// <summary>Questions asked.</summary>
        public int Asked { get; private set; }

        /// <summary>What each answer took, microseconds.</summary>
        public IReadOnlyList<long> Latencies => _latencies;

        protected override long NextAct => !_started ? 0 : _askAt;

        /// <summary>So many questions at an interval, from then on; answers are counted anew.</summary>
        public void Ask(int count, long from, long every)
        {
            _latencies.Clear();
            Asked = 0;
            _left = count;
            _every = every;
            _askAt = from;
            World.Schedule(this, from);
        }

        protected override void Live(long now)
        {
            if (!_started)
            {
                _started = true;
                Quic.Start(now);
            }

            while (now >= _askAt)
            {
                Asked++;
                _owed++;
                _askAt = --_left == 0 ? long.MaxValue : _askAt + _every;
            }

            if (Quic.State != QuicClient.Established)
            {
                return;
            }

            foreach (int s in _open.Keys.Where(Http.IsDone).ToList())
            {
                if (!Http.IsFailed(s) && Http.Status(s) == 200 && Http.IsExact(s) && Http.Received(s) == 100)
                {
                    _latencies.Add(now - _open[s]);
                }

                Http.Release(s);
                _open.Remove(s);
            }

            while (_owed > 0)
            {
                int s = Http.Request(false, s_path, 0, 0);
                if (s < 0)
                {
                    break;
                }

                _open.Add(s, now);
                _owed--;
            }
        }
    }
}
