// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using MilliHttp.Nano.Quic;

namespace MilliHttp.Nano.TestClient
{
    /// <summary>The memory of a connection without its endpoint: recovery reports to the streams, and all other frames are collected here.</summary>
    public sealed class TestMemory : ConnectionMemory
    {
        private int _lost;
        private int _acknowledged;

        /// <summary>Makes the memory.</summary>
        /// <param name="layout">Sizes.</param>
        public TestMemory(ConnectionLayout layout)
            : base(layout)
        {
        }

        /// <summary>The control frames (<see cref="ControlFrame"/>) that were lost since the last call, those of streams left out.</summary>
        public int TakeLostControl()
        {
            int lost = _lost;
            _lost = 0;
            return lost;
        }

        /// <summary>The control frames that were acknowledged since the last call.</summary>
        public int TakeAcknowledgedControl()
        {
            int acknowledged = _acknowledged;
            _acknowledged = 0;
            return acknowledged;
        }

        internal override void OnEntryAcknowledged(int kind, int stream)
        {
            StreamSender.OnAcknowledged(this, kind, stream);
        }

        internal override void OnEntryLost(int kind, int stream)
        {
            StreamSender.OnFrameLost(this, kind, stream);
        }

        internal override void OnControlAcknowledged(int frames)
        {
            _acknowledged |= frames;
        }

        internal override void OnControlLost(int frames)
        {
            _lost |= frames & ~ControlFrame.OfStreams;
            StreamSender.OnControlLost(this, frames);
        }
    }
}
