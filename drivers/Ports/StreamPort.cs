// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Drivers
{
    /// <summary>
    /// One TCP connection as the firmware sees it: non-blocking; the object is used for one connection after another.
    /// </summary>
    public abstract class StreamPort
    {
        /// <summary>Whether a connection is held, be it alive or broken.</summary>
        public abstract bool IsOpen { get; }

        /// <summary>Takes bytes that have arrived.</summary>
        /// <returns>The number of bytes; 0 when none wait; -1 at the end of the peer's bytes or when the connection is broken.</returns>
        public abstract int Receive(byte[] buffer, int offset, int count);

        /// <summary>Hands bytes over for sending.</summary>
        /// <returns>The number of bytes taken; 0 when none can be taken now; -1 when the connection is broken.</returns>
        public abstract int Send(byte[] buffer, int offset, int count);

        /// <summary>Closes the connection: what was handed over is still sent.</summary>
        public abstract void Close();
    }
}
