// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Http
{
    /// <summary>
    /// The body of a response, read by offset: an engine that must send a part again reads it again, and keeps no copy.
    /// One source serves many responses at once; <c>handle</c> is the number that the handler passed with it
    /// (<see cref="HttpResponse.SetBody(BodySource, int, long)"/>).
    /// </summary>
    public abstract class BodySource
    {
        /// <summary>
        /// Reads bytes. The same offset gives the same bytes until the handle is released, or until <see cref="Discard"/> passes it.
        /// </summary>
        /// <param name="handle">Which response.</param>
        /// <param name="offset">Offset in the body.</param>
        /// <param name="destination">Where to write.</param>
        /// <param name="destinationOffset">First byte to write.</param>
        /// <param name="count">Most bytes to write.</param>
        /// <returns>Bytes written; 0 if none are available (yet); -1 if they are lost: the response is then reset.</returns>
        public abstract int Read(int handle, long offset, byte[] destination, int destinationOffset, int count);

        /// <summary>For a response of unknown length: how many bytes of the body exist by now. Engines call it repeatedly.</summary>
        /// <param name="handle">Which response.</param>
        /// <returns>The number of bytes.</returns>
        public virtual long End(int handle)
        {
            return 0;
        }

        /// <summary>For a response of unknown length: whether <see cref="End"/> is final.</summary>
        /// <param name="handle">Which response.</param>
        /// <returns>True if no more bytes follow.</returns>
        public virtual bool IsEnded(int handle)
        {
            return true;
        }

        /// <summary>Bytes before the offset will not be read again.</summary>
        /// <param name="handle">Which response.</param>
        /// <param name="offset">Offset in the body.</param>
        public virtual void Discard(int handle, long offset)
        {
        }

        /// <summary>The response has ended, sent completely or not. Called exactly once.</summary>
        /// <param name="handle">Which response.</param>
        public virtual void Release(int handle)
        {
        }
    }
}
