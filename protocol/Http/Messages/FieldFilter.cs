// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Http
{
    /// <summary>
    /// The request fields that handlers read. All others are skipped while they arrive, so that a head may be longer than the memory for it. Fields
    /// that the engines need (host, content-length, connection, ...) are read by them whether they are kept or not.
    /// </summary>
    public sealed class FieldFilter
    {
        // Registered names: bit (id & 63) of element (id >> 6).
        private readonly ulong[] _ids = new ulong[4];

        // Other names, each with its length before it; null for none.
        private byte[] _names;

        /// <summary>Keeps fields with a registered name. Call it only while the server is built.</summary>
        /// <param name="nameId">One of <see cref="HeaderId"/>.</param>
        public void Keep(int nameId)
        {
            _ids[nameId >> 6] |= 1UL << (nameId & 63);
        }

        /// <summary>Keeps fields with a name, registered or not. Call it only while the server is built, as it allocates.</summary>
        /// <param name="name">The name in lower case, at most 255 bytes.</param>
        public void Keep(byte[] name)
        {
            int id = HeaderTable.Find(name, 0, name.Length);
            if (id != HeaderId.Other)
            {
                Keep(id);
                return;
            }

            int at = _names == null ? 0 : _names.Length;
            byte[] names = new byte[at + 1 + name.Length];
            if (at > 0)
            {
                System.Array.Copy(_names, names, at);
            }

            names[at] = (byte)name.Length;
            System.Array.Copy(name, 0, names, at + 1, name.Length);
            _names = names;
            Keep(HeaderId.Other);
        }

        /// <summary>Whether fields with a registered name are kept; for <see cref="HeaderId.Other"/>, whether any other field is.</summary>
        /// <param name="nameId">One of <see cref="HeaderId"/>.</param>
        /// <returns>True if so.</returns>
        public bool Keeps(int nameId)
        {
            return ((_ids[nameId >> 6] >> (nameId & 63)) & 1) != 0;
        }

        /// <summary>Whether fields with a name that is not registered are kept.</summary>
        /// <param name="buffer">Buffer of the name; case does not matter.</param>
        /// <param name="offset">Its first byte.</param>
        /// <param name="length">Its length in bytes.</param>
        /// <returns>True if so.</returns>
        public bool Keeps(byte[] buffer, int offset, int length)
        {
            byte[] names = _names;
            if (names == null)
            {
                return false;
            }

            for (int at = 0; at < names.Length; at += names[at] + 1)
            {
                if (names[at] == length)
                {
                    int i = 0;
                    while (i < length)
                    {
                        int letter = buffer[offset + i];
                        if (letter >= (byte)'A' && letter <= (byte)'Z')
                        {
                            letter |= 0x20;
                        }

                        if (letter != names[at + 1 + i])
                        {
                            break;
                        }

                        i++;
                    }

                    if (i == length)
                    {
                        return true;
                    }
                }
            }

            return false;
        }
    }
}
