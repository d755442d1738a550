// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Drivers
{
    /// <summary>A listening TCP socket. Clients wait in the platform's backlog until they are accepted.</summary>
    public abstract class StreamListenerPort
    {
        /// <summary>Makes the connection objects that accepted clients use. Called once, at boot.</summary>
        /// <param name="count">Their number.</param>
        /// <returns>The connections, not open.</returns>
        public abstract StreamPort[] MakeStreams(int count);

        /// <summary>Whether a client waits to be accepted.</summary>
        public abstract bool IsPending { get; }

        /// <summary>Accepts a waiting client into <paramref name="port"/>, one of <see cref="MakeStreams"/> that is not open.</summary>
        /// <returns>False when no client waits any more, or the platform refused.</returns>
        public abstract bool TryAccept(StreamPort port);

        /// <summary>Opens the listener, or opens it again after a failure.</summary>
        /// <returns>False when that is not possible now.</returns>
        public abstract bool Open();

        /// <summary>Closes the listener.</summary>
        public abstract void Close();
    }
}
