// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;

namespace MilliHttp.Nano.Crypto
{
    /// <summary>An AES-128 key in its expanded form, kept by key value so that the packets of one direction share it.</summary>
    internal sealed class AesContext
    {
        internal ulong KeyLow;
        internal ulong KeyHigh;
        internal int LastUse;
        private readonly ulong[] _table;
        private readonly uint[] _schedule;
        private readonly ulong[] _sliced;
        private readonly ulong[] _product;
        private readonly ulong[] _high;
        private readonly ulong[] _low;
        private readonly ulong[] _high2;
        private readonly ulong[] _low2;

        /// <summary>Room for one key; for GHASH too unless it is one of header protection.</summary>
        internal AesContext(CryptoProfile profile, ulong[] table, bool withHash)
        {
            _table = table;
            if (profile.Aes == CryptoProfile.AesBitsliced)
            {
                _sliced = new ulong[AesBitsliced.ScheduleLength];
            }
            else
            {
                _schedule = new uint[Aes128.ScheduleLength];
            }

            if (!withHash)
            {
                return;
            }

            if (profile.Ghash == CryptoProfile.GhashMultiply)
            {
                _product = new ulong[GhashMultiply.KeyLength];
                return;
            }

            _high = new ulong[GhashKey.TableLength];
            _low = new ulong[GhashKey.TableLength];
            if (profile.Ghash == CryptoProfile.GhashTwoTables)
            {
                _high2 = new ulong[GhashKey.TableLength];
                _low2 = new ulong[GhashKey.TableLength];
            }
        }

        /// <summary>Expands the 16-byte key. <paramref name="scratch"/>: 16 bytes; <paramref name="y"/>: 2 words.</summary>
        internal void Load(byte[] keys, int offset, byte[] scratch, ulong[] y)
        {
            KeyLow = BitConverter.ToUInt64(keys, offset);
            KeyHigh = BitConverter.ToUInt64(keys, offset + 8);
            if (_sliced != null)
            {
                AesBitsliced.Expand(keys, offset, _sliced);
            }
            else
            {
                Aes128.Expand(_table, keys, offset, _schedule);
            }

            if (_high == null && _product == null)
            {
                return;
            }

            Array.Clear(scratch, 0, 16);
            if (_sliced != null)
            {
                AesBitsliced.Xor(_sliced, 0, 0, 0, 0, null, scratch, 0, 1);
            }
            else
            {
                AesTable.Xor(_table, _schedule, 0, 0, 0, 0, null, scratch, 0, 1);
            }

            ulong hashHigh = GhashKey.Swap(BitConverter.ToUInt64(scratch, 0));
            ulong hashLow = GhashKey.Swap(BitConverter.ToUInt64(scratch, 8));
            if (_product != null)
            {
                GhashMultiply.Prepare(hashHigh, hashLow, _product);
            }
            else
            {
                GhashKey.MakeTables(hashHigh, hashLow, _high, _low);
            }

            if (_high2 != null)
            {
                y[0] = 0;
                y[1] = 0;
                GhashTable.Blocks(_high, _low, y, scratch, 0, 1);
                GhashKey.MakeTables(GhashKey.Swap(y[0]), GhashKey.Swap(y[1]), _high2, _low2);
            }

            Array.Clear(scratch, 0, 16);
            Array.Clear(y, 0, 2);
        }

        /// <summary>Applies the key stream of counter mode; see <see cref="AesTable.Xor"/>.</summary>
        internal void Xor(uint n0, uint n1, uint n2, uint counter, byte[] mask, byte[] buffer, int offset, int blocks)
        {
            if (_sliced != null)
            {
                AesBitsliced.Xor(_sliced, n0, n1, n2, counter, mask, buffer, offset, blocks);
            }
            else
            {
                AesTable.Xor(_table, _schedule, n0, n1, n2, counter, mask, buffer, offset, blocks);
            }
        }

        /// <summary>Takes whole blocks of 16 bytes into the hash y (two words as loaded from memory).</summary>
        internal void Hash(ulong[] y, byte[] data, int offset, int blocks)
        {
            if (_product != null)
            {
                GhashMultiply.Blocks(_product, y, data, offset, blocks);
                return;
            }

            if (_high2 != null && blocks > 1)
            {
                GhashTable.Pairs(_high, _low, _high2, _low2, y, data, offset, blocks >> 1);
                offset += (blocks & ~1) << 4;
                blocks &= 1;
            }

            if (blocks > 0)
            {
                GhashTable.Blocks(_high, _low, y, data, offset, blocks);
            }
        }

        /// <summary>Erases the key.</summary>
        internal void Wipe()
        {
            Erase(_sliced);
            Erase(_product);
            Erase(_high);
            Erase(_low);
            Erase(_high2);
            Erase(_low2);
            if (_schedule != null)
            {
                Array.Clear(_schedule, 0, Aes128.ScheduleLength);
            }

            KeyLow = 0;
            KeyHigh = 0;
            LastUse = 0;
        }

        private static void Erase(ulong[] words)
        {
            if (words != null)
            {
                Array.Clear(words, 0, words.Length);
            }
        }
    }
}
