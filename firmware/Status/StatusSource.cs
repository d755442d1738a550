// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Firmware.Status
{
    /// <summary>Where the status pages get their figures; the firmware implements it.</summary>
    public abstract class StatusSource
    {
        /// <summary>Number of values in a group (<see cref="StatusGroup"/>); never changes.</summary>
        public abstract int Count(int group);

        /// <summary>The current value, not negative; the pages show at most 4,294,967,295.</summary>
        public abstract long Value(int group, int index);

        /// <summary>Whether a general figure is a counter, which only grows.</summary>
        public virtual bool Grows(int index)
        {
            return false;
        }

        /// <summary>Writes the name of a value: letters and digits, the first letter small, at most 40 bytes; never changes.</summary>
        /// <returns>Its length.</returns>
        public abstract int WriteName(int group, int index, byte[] destination, int offset);
    }
}
