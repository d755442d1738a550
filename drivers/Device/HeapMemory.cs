// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using nanoFramework.Runtime.Native;

namespace MilliHttp.Nano.Drivers.Device
{
    /// <summary>The platform's managed heap.</summary>
    public sealed class HeapMemory : MemoryPort
    {
        /// <inheritdoc />
        public override int Free => (int)GC.Run(false);

        /// <inheritdoc />
        public override int Tidy()
        {
            return (int)GC.Run(true);
        }
    }
}
