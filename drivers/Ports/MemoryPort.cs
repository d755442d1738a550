// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Drivers
{
    /// <summary>The board's managed heap, looked at during boot to tell how much each part of the image takes.</summary>
    public abstract class MemoryPort
    {
        /// <summary>Bytes that are free after a collection; 0 when the board cannot tell. May take milliseconds: not for the loop.</summary>
        public abstract int Free { get; }

        /// <summary>
        /// Collects what the platform has left behind and moves together what lives, so that the largest stack frame finds room in a small heap.
        /// Takes about a millisecond; the loop asks for it once a second.
        /// </summary>
        /// <returns>Bytes that are free then; 0 when the board cannot tell.</returns>
        public abstract int Tidy();
    }
}
