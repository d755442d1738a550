// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;

namespace MilliHttp.Nano.Crypto
{
    /// <summary>Counter mode by an <see cref="AesAccelerator"/>; one for all keys of a provider.</summary>
    internal sealed class AcceleratedAes
    {
        // Blocks of one call, where there are that many: the fewer calls, the less garbage beside what the platform needs.
        private const int Run = 8;

        private readonly AesAccelerator _accelerator;
        private readonly byte[] _key = new byte[16];
        private readonly byte[] _one = new byte[16];
        private readonly byte[] _run = new byte[Run * 16];

        internal AcceleratedAes(AesAccelerator accelerator)
        {
            _accelerator = accelerator;
        }

        /// <summary>Applies the key stream to whole blocks; parameters as those of <see cref="AesTable.Xor"/>, the key in the first two words.</summary>
        internal void Xor(ulong[] key, uint n0, uint n1, uint n2, uint counter, byte[] first, int firstOffset, byte[] buffer, int offset, int blocks)
        {
            Put(_key, 0, key[0]);
            Put(_key, 8, key[1]);
            while (blocks > 0)
            {
                byte[] counters = blocks == 1 ? _one : _run;
                for (int i = 0; i < counters.Length; i += 16)
                {
                    Put(counters, i, n0 | (ulong)n1 << 32);
                    uint count = counter + (uint)(i >> 4);
                    Put(counters, i + 8, n2 | (ulong)((count >> 24) | ((count >> 8) & 0xff00) | ((count << 8) & 0xff0000) | (count << 24)) << 32);
                }

                byte[] stream = _accelerator.Encrypt(_key, counters);
                for (int i = 0; i < counters.Length && blocks > 0; i += 16)
                {
                    byte[] target = buffer;
                    int at = offset;
                    if (first != null)
                    {
                        target = first;
                        at = firstOffset;
                        first = null;
                    }
                    else
                    {
                        offset += 16;
                    }

                    Put(target, at, BitConverter.ToUInt64(target, at) ^ BitConverter.ToUInt64(stream, i));
                    Put(target, at + 8, BitConverter.ToUInt64(target, at + 8) ^ BitConverter.ToUInt64(stream, i + 8));
                    counter++;
                    blocks--;
                }

                Array.Clear(stream, 0, stream.Length);
            }

            Array.Clear(_key, 0, 16);
        }

        private static void Put(byte[] to, int at, ulong word)
        {
            to[at] = (byte)word;
            to[at + 1] = (byte)(word >> 8);
            to[at + 2] = (byte)(word >> 16);
            to[at + 3] = (byte)(word >> 24);
            to[at + 4] = (byte)(word >> 32);
            to[at + 5] = (byte)(word >> 40);
            to[at + 6] = (byte)(word >> 48);
            to[at + 7] = (byte)(word >> 56);
        }
    }
}
