// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using MilliHttp.Nano.Tests.Host.Quic;

namespace MilliHttp.Nano.Tests.Host.Simulation.Attacks
{
    /// <summary>A connected client that sends packets of frames of its choice, so many a second.</summary>
    internal sealed class FrameFlood : RawPerson
    {
        private readonly long _interval;
        private readonly Func<RawClient, int, byte[]> _frames;

        /// <summary>Makes it.</summary>
        /// <param name="perSecond">Packets a second.</param>
        /// <param name="frames">The frames of a packet, by its number.</param>
        public FrameFlood(int perSecond, Func<RawClient, int, byte[]> frames)
            : base(true)
        {
            _interval = 1000000 / perSecond;
            _frames = frames;
        }

        protected override long Go(int step, long now)
        {
            byte[] frames = _frames(Raw, step);
            if (frames != null)
            {
                Put(frames, now);
            }

            return now + _interval;
        }
    }
}
