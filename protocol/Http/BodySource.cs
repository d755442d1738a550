// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Http
{
    /// <summary>
    /// The body of a response, read by offset: an engine that must send a part again asks for it again, and nothing is copied or kept.
    /// One source serves many responses at once; <c>handle</c> is the number that the handler gave with it
    /// (<see cref="HttpResponse.SetBody(BodySource, int, long)"/>).
    /// </summary>
    public abstract class BodySource
    {
        /// <summary>
        /// Reads. The same offset gives the same bytes until the handle is released, or until <see cref="Discard"/> went beyond it.
        /// </summary>
        /// <returns>Bytes written, up to <paramref name="count"/>; 0 if none are there (yet); -1 if they are lost, and the response with them.</returns>
        public abstract int Read(int handle, long offset, byte[] destination, int destinationOffset, int count);

        /// <summary>Where the length of a response was given as -1: how far it can be read by now. Engines ask again and again.</summary>
        public virtual long End(int handle)
        {
            return 0;
        }

        /// <summary>Where the length of a response was given as -1: whether <see cref="End"/> is final.</summary>
        public virtual bool IsEnded(int handle)
        {
            return true;
        }

        /// <summary>Bytes before the offset will not be asked for again.</summary>
        public virtual void Discard(int handle, long offset)
        {
        }

        /// <summary>The response is over, sent or not: called exactly once.</summary>
        public virtual void Release(int handle)
        {
        }
    }
}
