// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Drivers
{
    /// <summary>The board's managed heap. Boot reads it to tell how much each part of the image takes.</summary>
    public abstract class MemoryPort
    {
        /// <summary>Bytes that are free after a collection; 0 if the board cannot report it. May take milliseconds, so do not call it in the loop.</summary>
        public abstract int Free { get; }

        /// <summary>
        /// Collects garbage and compacts the heap, so that the largest stack frame finds space in a small heap.
        /// Takes about a millisecond; the loop calls it once a second.
        /// </summary>
        /// <returns>Bytes that are free afterwards; 0 if the board cannot report it.</returns>
        public abstract int Tidy();
    }
}
