// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Drivers
{
    /// <summary>A listening TCP socket as the firmware sees it. Clients that are not accepted wait in the platform's backlog.</summary>
    public abstract class StreamListenerPort
    {
        /// <summary>Whether a client waits to be accepted.</summary>
        public abstract bool IsPending { get; }

        /// <summary>Accepts a waiting client into <paramref name="port"/>, which must not be open.</summary>
        /// <returns>False when no client waits any more, or the platform refused.</returns>
        public abstract bool TryAccept(StreamPort port);

        /// <summary>Opens the listener, or opens it again after a failure.</summary>
        /// <returns>False when that is not possible now.</returns>
        public abstract bool Open();

        /// <summary>Closes the listener.</summary>
        public abstract void Close();
    }
}
