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
            byte[] run = _run;
            Put(_key, 0, key[0]);
            Put(_key, 8, key[1]);

            // The nonce of every block; of a block's counter only the last byte is new each time, as a rule.
            Put(run, 0, n0 | (ulong)n1 << 32);
            Put(run, 8, n2 | (ulong)((counter >> 24) | ((counter >> 8) & 0xff00) | ((counter << 8) & 0xff0000)) << 32);
            Array.Copy(run, 0, run, 16, 16);
            Array.Copy(run, 0, run, 32, 32);
            Array.Copy(run, 0, run, 64, 64);
            while (blocks > 0)
            {
                byte[] counters = run;
                int length = Run * 16;
                if (blocks == 1)
                {
                    counters = _one;
                    length = 16;
                    Array.Copy(run, 0, counters, 0, 16);
                }

                uint count = counter;
                for (int i = 15; i < length; i += 16)
                {
                    if ((count & 0xff) < Run)
                    {
                        // Here or a few blocks before a carry: the upper bytes may be old.
                        counters[i - 3] = (byte)(count >> 24);
                        counters[i - 2] = (byte)(count >> 16);
                        counters[i - 1] = (byte)(count >> 8);
                    }

                    counters[i] = (byte)count;
                    count++;
                }

                byte[] stream = _accelerator.Encrypt(_key, counters);
                for (int i = 0; i < length && blocks > 0; i += 16)
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

                    ulong word = BitConverter.ToUInt64(target, at) ^ BitConverter.ToUInt64(stream, i);
                    target[at] = (byte)word;
                    target[at + 1] = (byte)(word >> 8);
                    target[at + 2] = (byte)(word >> 16);
                    target[at + 3] = (byte)(word >> 24);
                    target[at + 4] = (byte)(word >> 32);
                    target[at + 5] = (byte)(word >> 40);
                    target[at + 6] = (byte)(word >> 48);
                    target[at + 7] = (byte)(word >> 56);
                    word = BitConverter.ToUInt64(target, at + 8) ^ BitConverter.ToUInt64(stream, i + 8);
                    target[at + 8] = (byte)word;
                    target[at + 9] = (byte)(word >> 8);
                    target[at + 10] = (byte)(word >> 16);
                    target[at + 11] = (byte)(word >> 24);
                    target[at + 12] = (byte)(word >> 32);
                    target[at + 13] = (byte)(word >> 40);
                    target[at + 14] = (byte)(word >> 48);
                    target[at + 15] = (byte)(word >> 56);
                    counter++;
                    blocks--;
                }

                Array.Clear(stream, 0, length);
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
