// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;

namespace MilliHttp.Nano.Drivers.Device
{
    /// <summary>Keeps credentials in memory until the next restart, for boards without storage. Their certificate is made at each start or compiled in.</summary>
    public sealed class MemoryCredentials : CredentialPort
    {
        private const int Items = 8;
        private readonly byte[][] _items = new byte[Items][];

        /// <inheritdoc />
        public override int LostCount
        {
            get
            {
                int count = 0;
                for (int i = 0; i < Items; i++)
                {
                    count += _items[i] == null ? 0 : 1;
                }

                return count;
            }
        }

        /// <inheritdoc />
        public override int Load(int credential, byte[] buffer, int offset, int count)
        {
            byte[] item = _items[credential];
            if (item == null || item.Length > count)
            {
                return 0;
            }

            Array.Copy(item, 0, buffer, offset, item.Length);
            return item.Length;
        }

        /// <inheritdoc />
        public override bool Save(int credential, byte[] buffer, int offset, int count)
        {
            byte[] item = _items[credential];
            if (item == null || item.Length != count)
            {
                item = new byte[count];
                _items[credential] = item;
            }

            Array.Copy(buffer, offset, item, 0, count);
            return true;
        }
    }
}
