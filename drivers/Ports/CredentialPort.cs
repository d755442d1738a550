// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Drivers
{
    /// <summary>Persistent storage of the board for the items of <see cref="Credential"/>.</summary>
    public abstract class CredentialPort
    {
        /// <summary>Reads an item into <paramref name="buffer"/>.</summary>
        /// <returns>Its length in bytes; 0 when there is none, or it is longer than <paramref name="count"/>.</returns>
        public abstract int Load(int credential, byte[] buffer, int offset, int count);

        /// <summary>Number of saved items that a restart loses, because the store is in memory or they could not be written.</summary>
        public virtual int LostCount
        {
            get { return 0; }
        }

        /// <summary>Stores an item in place of an earlier one. After a power cut one of the two is there.</summary>
        /// <returns>False when the board cannot keep it.</returns>
        public abstract bool Save(int credential, byte[] buffer, int offset, int count);
    }
}
