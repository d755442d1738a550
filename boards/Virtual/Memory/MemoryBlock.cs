// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Board.Virtual.Memory
{
    /// <summary>One line of the memory map.</summary>
    /// <param name="Owner">Who holds the bytes.</param>
    /// <param name="Bytes">Bytes of the device's managed heap.</param>
    public sealed record MemoryBlock(string Owner, int Bytes);
}
