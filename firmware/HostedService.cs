// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Firmware
{
    /// <summary>
    /// Work that the loop calls between requests: a ticker, a poller, a queue that a thread fills. Add it with <see cref="Application.AddHostedService"/>.
    /// While it works, the server answers no request: do a small portion in each call.
    /// </summary>
    public abstract class HostedService
    {
        internal HostedService NextService;

        /// <summary>When <see cref="OnTurn"/> has something to do, in microseconds of the board's clock; long.MaxValue while it has nothing to do.</summary>
        public abstract long NextTurn { get; }

        /// <summary>Does a portion of the work. Called when the time of <see cref="NextTurn"/> has come.</summary>
        /// <param name="now">The time, in microseconds of the board's clock.</param>
        /// <param name="microseconds">The time that this call may take.</param>
        public abstract void OnTurn(long now, int microseconds);
    }
}
