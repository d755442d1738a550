// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;

namespace MilliHttp.Nano.Crypto
{
    /// <summary>
    /// An AES-128 key in its expanded form, kept by key value so that the packets of one direction share it; the GHASH key too unless it is one of
    /// header protection. With tables (<see cref="AesTable"/>, <see cref="GhashTable"/>) both are looked up by secret bytes, see there.
    /// </summary>
    internal sealed class AesContext
    {
        /// <summary>The S-box, which all contexts share; null: bitsliced, or accelerated.</summary>
        internal readonly byte[] Box;

        /// <summary>The platform's AES, which all contexts share; null: there is none.</summary>
        internal readonly AcceleratedAes Accelerated;

        /// <summary>Expanded key; the first two words are the key.</summary>
        internal readonly ulong[] Schedule;

        // The word of the schedule that is not used otherwise: whether there is a key.
        private const int Loaded = 2;

        // Tables of GHASH, or without tables the prepared key in _low.
        private readonly ulong[] _high;
        private readonly ulong[] _low;

        /// <summary>Room for one key.</summary>
        internal AesContext(byte[] box, AcceleratedAes accelerated, bool withHash, bool withTables)
        {
            Box = box;
            Accelerated = accelerated;
            Schedule = new ulong[accelerated != null ? Loaded + 1 : box != null ? Aes128.ScheduleLength : withHash ? AesBitslicedWide.ScheduleLength : AesBitsliced.ScheduleLength];
            if (withHash && !withTables)
            {
                _low = new ulong[GhashMultiply.KeyLength];
            }
            else if (withHash)
            {
                _high = new ulong[GhashKey.TableLength];
                _low = new ulong[GhashKey.TableLength];
            }
        }

        /// <summary>Whether this is the key of two words. That is no secret; both words are always compared.</summary>
        internal bool Is(ulong first, ulong second)
        {
            ulong[] schedule = Schedule;
            return ((schedule[0] ^ first) | (schedule[1] ^ second) | (schedule[Loaded] ^ 1)) == 0;
        }

        /// <summary>Expands the 16-byte key. <paramref name="scratch"/>: 16 bytes.</summary>
        internal void Load(byte[] keys, int offset, byte[] scratch)
        {
            byte[] box = Box;
            ulong[] schedule = Schedule;
            Array.Clear(scratch, 0, 16);

            // A platform may fail in between: then no key is here, rather than half of one.
            schedule[Loaded] = 0;
            if (box != null)
            {
                Aes128.Expand(box, keys, offset, schedule);
            }
            else if (Accelerated != null)
            {
                schedule[0] = BitConverter.ToUInt64(keys, offset);
                schedule[1] = BitConverter.ToUInt64(keys, offset + 8);
            }
            else
            {
                AesBitsliced.Expand(keys, offset, schedule);
                if (_low != null)
                {
                    AesBitslicedWide.Expand(schedule);
                }
            }

            if (_low == null)
            {
                schedule[Loaded] = 1;
                return;
            }

            Xor(0, 0, 0, 0, null, 0, scratch, 0, 1);
            schedule[Loaded] = 1;

            ulong hashHigh = BigEndian.Reverse(BitConverter.ToUInt64(scratch, 0));
            ulong hashLow = BigEndian.Reverse(BitConverter.ToUInt64(scratch, 8));
            if (_high != null)
            {
                GhashKey.MakeTables(hashHigh, hashLow, _high, _low);
            }
            else
            {
                GhashMultiply.Prepare(hashHigh, hashLow, _low);
            }

            Array.Clear(scratch, 0, 16);
        }

        /// <summary>
        /// Applies the key stream from the block of <paramref name="counter"/> on to whole blocks; with <paramref name="first"/>, its first block to the
        /// 16 bytes there. The nonce is three words as loaded from memory.
        /// </summary>
        internal void Xor(uint n0, uint n1, uint n2, uint counter, byte[] first, int firstOffset, byte[] buffer, int offset, int blocks)
        {
            if (Box != null)
            {
                AesTable.Xor(Box, Schedule, n0, n1, n2, counter, first, firstOffset, buffer, offset, blocks);
            }
            else if (Accelerated != null)
            {
                Accelerated.Xor(Schedule, n0, n1, n2, counter, first, firstOffset, buffer, offset, blocks);
            }
            else
            {
                int left = blocks;
                if (blocks >= AesBitslicedWide.Least)
                {
                    left = AesBitslicedWide.Xor(Schedule, n0, n1, n2, counter, first, firstOffset, buffer, offset, blocks);
                    if (left == 0)
                    {
                        return;
                    }

                    counter += (uint)(blocks - left);
                    offset += 16 * (first == null ? blocks - left : blocks - left - 1);
                    first = null;
                }

                AesBitsliced.Xor(Schedule, n0, n1, n2, counter, first, firstOffset, buffer, offset, left);
            }
        }

        /// <summary>Takes whole blocks of 16 bytes into the hash y (two words as loaded from memory).</summary>
        internal void Hash(long[] y, byte[] data, int offset, int blocks)
        {
            if (_high != null)
            {
                GhashTable.Blocks(_high, _low, y, data, offset, blocks);
            }
            else
            {
                GhashMultiply.Blocks(_low, y, data, offset, blocks);
            }
        }

        /// <summary>Erases the key.</summary>
        internal void Wipe()
        {
            Array.Clear(Schedule, 0, Schedule.Length);
            if (_high != null)
            {
                Array.Clear(_high, 0, _high.Length);
            }

            if (_low != null)
            {
                Array.Clear(_low, 0, _low.Length);
            }
        }
    }
}
