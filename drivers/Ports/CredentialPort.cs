// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Drivers
{
    /// <summary>What the board keeps over a restart, by the ids of <see cref="Credential"/>.</summary>
    public abstract class CredentialPort
    {
        /// <summary>Reads an item into <paramref name="buffer"/>.</summary>
        /// <returns>Its length in bytes; 0 when there is none, or it is longer than <paramref name="count"/>.</returns>
        public abstract int Load(int credential, byte[] buffer, int offset, int count);

        /// <summary>Items saved that a restart loses: those of a store in memory, and those that could not be written.</summary>
        public virtual int LostCount
        {
            get { return 0; }
        }

        /// <summary>Keeps an item, in place of an earlier one, so that a power cut leaves one of the two.</summary>
        /// <returns>False when the board cannot keep it.</returns>
        public abstract bool Save(int credential, byte[] buffer, int offset, int count);
    }
}
