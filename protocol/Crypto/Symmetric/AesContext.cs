// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;

namespace MilliHttp.Nano.Crypto
{
    /// <summary>An AES-128 key in its expanded form, kept by key value so that packets of one direction share it.</summary>
    internal sealed class AesContext
    {
        internal readonly uint[] Schedule = new uint[Aes128.ScheduleLength];
        internal readonly ulong[] H = new ulong[2];
        internal ulong KeyLow;
        internal ulong KeyHigh;
        internal int LastUse;

        /// <summary>Expands the key. <paramref name="scratch"/>: 16 bytes.</summary>
        internal void Load(ulong[] table, byte[] keys, int offset, byte[] scratch)
        {
            KeyLow = BitConverter.ToUInt64(keys, offset);
            KeyHigh = BitConverter.ToUInt64(keys, offset + 8);
            Aes128.Expand(table, keys, offset, Schedule);
            Array.Clear(scratch, 0, 16);
            Aes128.Xor(table, Schedule, 0, 0, 0, 0, scratch, 0, 1);
            H[0] = Ghash.Swap(BitConverter.ToUInt64(scratch, 0));
            H[1] = Ghash.Swap(BitConverter.ToUInt64(scratch, 8));
            Array.Clear(scratch, 0, 16);
        }

        /// <summary>Erases the key.</summary>
        internal void Wipe()
        {
            Array.Clear(Schedule, 0, Aes128.ScheduleLength);
            Array.Clear(H, 0, 2);
            KeyLow = 0;
            KeyHigh = 0;
            LastUse = 0;
        }
    }
}
