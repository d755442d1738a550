// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Drivers
{
    /// <summary>How the loop waits.</summary>
    public abstract class WaitPort
    {
        /// <summary>
        /// Rests until a socket of the board has something, <paramref name="microseconds"/> have passed, or the board is asked to stop.
        /// May return early, or late by the resolution of the platform's timer.
        /// </summary>
        public abstract void Wait(long microseconds);
    }
}
