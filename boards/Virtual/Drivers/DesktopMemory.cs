// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using MilliHttp.Nano.Drivers;

namespace MilliHttp.Nano.Board.Virtual.Drivers
{
    /// <summary>The desktop's heap says nothing about a device's: the memory map computes that instead.</summary>
    internal sealed class DesktopMemory : MemoryPort
    {
        public override int Free => 0;

        public override int Tidy() => 0;
    }
}
