// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Drivers
{
    /// <summary>
    /// A TCP connection. No method blocks; the object serves one connection after another.
    /// </summary>
    public abstract class StreamPort
    {
        /// <summary>Whether the object has a connection, alive or broken.</summary>
        public abstract bool IsOpen { get; }

        /// <summary>Receives bytes.</summary>
        /// <returns>The number of bytes; 0 when none wait; -1 at the end of the peer's bytes or when the connection is broken.</returns>
        public abstract int Receive(byte[] buffer, int offset, int count);

        /// <summary>Sends bytes.</summary>
        /// <returns>The number of bytes taken; 0 when none can be taken now; -1 when the connection is broken.</returns>
        public abstract int Send(byte[] buffer, int offset, int count);

        /// <summary>Closes the connection. Bytes already accepted for sending are still sent.</summary>
        public abstract void Close();
    }
}
