// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;

namespace MilliHttp.Nano.Crypto
{
    /// <summary>
    /// ML-KEM-768 encapsulation (FIPS 203 algorithms 17 and 20) in pieces of at most 17,000 operations.
    /// </summary>
    /// <remarks>
    /// The polynomials of y stay in memory, transformed; each row of the public matrix is sampled, multiplied and forgotten. v comes first, since it
    /// needs the client's vector t; after it the ciphertext may be written over t. The seed of the matrix, the last 32 bytes of the key, lies beyond the ciphertext.
    /// Constant-time but for the sampling of the public matrix and the check of the public key.
    /// </remarks>
    public sealed class MlKem768 : KeyEncapsulation
    {
        private const int HashKey = 0;
        private const int Derive = 1;
        private const int Noise = 2;
        private const int Transform = 3;
        private const int MultiplyKey = 4;
        private const int Sample = 5;
        private const int InverseBegin = 6;
        private const int InverseFinish = 7;
        private const int Error = 8;
        private const int Encode = 9;

        // What lies where in the working memory; the places of y and of the sums are those that the generated code has.
        private const int Pending = 25;
        private const int Coins = 27;
        private const int Phase = 31;

        // The block, the polynomial or the row that is worked on; the row after the last one stands for v.
        private const int Row = 32;

        // Within a row of the matrix: 256 times the column, and the coefficients that were sampled.
        private const int Column = 33;
        private const int Y = 34;
        private const int YLength = 64;
        private const int Sums = Y + (3 * YLength);
        private const int SumsLength = 192;
        private const int RowOfV = 3;

        private const int BlocksOfKey = 9;
        private const int SeedOffset = KeyLength - 32;

        /// <inheritdoc/>
        public override int MemoryLength
        {
            get { return Sums + SumsLength; }
        }

        /// <inheritdoc/>
        public override void Start(long[] memory)
        {
            Array.Clear(memory, 0, Y);
        }

        /// <inheritdoc/>
        public override int Step(long[] memory, int budget, byte[] key, int keyOffset, byte[] bytes, int message, int secret)
        {
            long[] s = memory;
            int left = budget;
            int price;
            do
            {
                int row = (int)s[Row];
                switch ((int)s[Phase])
                {
                    case HashKey:
                        Absorb(s, key, keyOffset + (136 * row), row);
                        row++;
                        if (row == BlocksOfKey)
                        {
                            row = 0;
                            s[Phase] = Derive;
                        }

                        s[Row] = row;
                        left -= 14;
                        break;

                    case Derive:
                        DeriveSecret(s, bytes, message, secret);
                        s[Phase] = Noise;
                        left -= 14;
                        break;

                    case Noise:
                        Random(s, row);
                        s[Phase] = Transform;
                        left -= 14;
                        break;

                    case Transform:
                        MlKemTransform.Noise(s);
                        MlKemTransform.Forward(s, Y + (YLength * row));
                        row++;
                        s[Phase] = Noise;
                        if (row == RowOfV)
                        {
                            Array.Clear(s, Sums, SumsLength);
                            s[Column] = 0;
                            s[Phase] = MultiplyKey;
                        }

                        s[Row] = row;
                        left -= 11;
                        break;

                    case MultiplyKey:
                        int column = (int)s[Column];
                        if (!MlKemSampling.Key(s, Y + (YLength * column), key, keyOffset + (384 * column)))
                        {
                            return Failed;
                        }

                        column++;
                        s[Column] = column;
                        if (column == 3)
                        {
                            s[Phase] = InverseBegin;
                        }

                        left -= 6;
                        break;

                    case Sample:
                        if (SampleBlock(s, key, keyOffset + SeedOffset, row))
                        {
                            s[Phase] = InverseBegin;
                        }

                        left -= 17;
                        break;

                    case InverseBegin:
                        MlKemTransform.InverseBegin(s);
                        s[Phase] = InverseFinish;
                        left -= 10;
                        break;

                    case InverseFinish:
                        MlKemTransform.InverseFinish(s);
                        s[Phase] = Error;
                        left -= 8;
                        break;

                    case Error:
                        Random(s, RowOfV + (row == RowOfV ? 3 : row));
                        s[Phase] = Encode;
                        left -= 14;
                        break;

                    default:
                        if (row == RowOfV)
                        {
                            MlKemEncoding.Scalar(s, bytes, message, key, keyOffset + 960);
                            row = 0;
                        }
                        else
                        {
                            MlKemEncoding.Vector(s, key, keyOffset + (320 * row));
                            row++;
                            if (row == 3)
                            {
                                return Done;
                            }
                        }

                        Array.Clear(s, Sums, SumsLength);
                        s[Column] = 0;
                        s[Row] = row;
                        s[Phase] = Sample;
                        left -= 10;
                        break;
                }

                price = (int)s[Phase] == Sample ? 17 : 14;
            }
            while (left >= price);
            return left;
        }

        /// <summary>One block of SHA3-256 over the key (the function H); the hash is in the first four lanes after the last.</summary>
        private static void Absorb(long[] s, byte[] key, int offset, int block)
        {
            int lanes = block == BlocksOfKey - 1 ? 12 : 17;
            for (int i = 0; i < lanes; i++)
            {
                s[i] ^= (long)BitConverter.ToUInt64(key, offset);
                offset += 8;
            }

            if (lanes == 12)
            {
                s[12] ^= 6;
                s[16] ^= long.MinValue;
            }

            KeccakF1600.Permute(s, false);
        }

        /// <summary>Shared secret and coins: SHA3-512 of the message and the hash of the key (the function G).</summary>
        private static void DeriveSecret(long[] s, byte[] bytes, int message, int secret)
        {
            Array.Copy(s, 0, s, 4, 4);
            Array.Clear(s, 8, 17);
            for (int i = 0; i < 4; i++)
            {
                s[i] = (long)BitConverter.ToUInt64(bytes, message + (8 * i));
            }

            s[8] = unchecked((long)0x8000000000000006UL);
            KeccakF1600.Permute(s, false);
            Array.Copy(s, 4, s, Coins, 4);
            for (int i = 0; i < 4; i++)
            {
                long lane = s[i];
                for (int n = 0; n < 8; n++)
                {
                    bytes[secret] = (byte)lane;
                    lane >>= 8;
                    secret++;
                }
            }
        }

        /// <summary>The pseudo-random function: 128 bytes of SHAKE256 over the coins and a number.</summary>
        private static void Random(long[] s, int number)
        {
            Array.Copy(s, Coins, s, 0, 4);
            s[4] = number | 0x1F00;
            s[16] = long.MinValue;
            s[20] = 0;
            KeccakF1600.Permute(s, true);
        }

        /// <summary>
        /// One block of SHAKE128 for an entry of the public matrix, multiplied by its polynomial of y.
        /// </summary>
        /// <returns>True when the row is whole.</returns>
        private static bool SampleBlock(long[] s, byte[] key, int seed, int row)
        {
            int column = (int)s[Column] >> 8;
            int n = (int)s[Column] & 255;
            if (n == 0)
            {
                // The matrix is transposed, so the column comes second.
                for (int i = 0; i < 4; i++)
                {
                    s[i] = (long)BitConverter.ToUInt64(key, seed + (8 * i));
                }

                s[4] = row | (column << 8) | 0x1F0000;
                s[16] = 0;
                s[20] = long.MinValue;
            }

            KeccakF1600.Permute(s, n == 0);
            n = MlKemSampling.Sample(s, Y + (YLength * column), n);
            s[Column] = (column << 8) + n;
            return s[Column] == 3 << 8;
        }
    }
}
