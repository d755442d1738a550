// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
using System.Text;
using MilliHttp.Nano.TestClient;
using MilliHttp.Nano.Tests.Host.Simulation.Device;

namespace MilliHttp.Nano.Tests.Cost.Scenarios
{
    /// <summary>A client of HTTP/3 that connects, asks for some things one after another, and closes the connection.</summary>
    internal sealed class Visitor : QuicPerson
    {
        private readonly Queue<byte[]> _paths = new Queue<byte[]>();
        private readonly bool _stays;
        private int _request = -1;
        private bool _started;

        public Visitor(Random random, bool stays, params string[] paths)
            : base(random)
        {
            _stays = stays;
            Quic.Tls.PaddedLength = 371;
            foreach (string path in paths)
            {
                _paths.Enqueue(Encoding.ASCII.GetBytes(path));
            }
        }

        /// <summary>Everything came; unless it stays, the connection is closed.</summary>
        public bool IsDone { get; private set; }

        /// <summary>When the last byte came, microseconds.</summary>
        public long DoneAt { get; private set; }

        /// <summary>Bytes of bodies.</summary>
        public long Received { get; private set; }

        protected override long NextAct => _started ? long.MaxValue : 0;

        protected override void Live(long now)
        {
            if (!_started)
            {
                _started = true;
                Quic.Start(now);
            }

            if (Quic.State != QuicClient.Established || IsDone)
            {
                return;
            }

            if (_request >= 0 && Http.IsDone(_request))
            {
                if (Http.Status(_request) != 200)
                {
                    throw new InvalidOperationException("status " + Http.Status(_request));
                }

                Received += Http.Received(_request);
                Http.Release(_request);
                _request = -1;
            }

            if (_request >= 0)
            {
                return;
            }

            if (_paths.Count != 0)
            {
                _request = Http.Request(false, _paths.Dequeue(), 0, 0);
                return;
            }

            IsDone = true;
            DoneAt = now;
            if (!_stays)
            {
                Quic.Close(0x100);
            }
        }
    }
}
