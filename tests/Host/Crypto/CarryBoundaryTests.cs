// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using MilliHttp.Nano.Crypto;
using MilliHttp.Nano.Drivers.NativeCrypto;
using Xunit;

namespace MilliHttp.Nano.Tests.Host.Crypto
{
    /// <summary>Inputs built to reach the extreme columns of the limb and comb forms, against plain arithmetic.</summary>
    public class CarryBoundaryTests
    {
        [Theory]
        [InlineData("02000000000000000000000000000000", "00*16", "ff*16", "03000000000000000000000000000000")]
        [InlineData("02000000000000000000000000000000", "ff*16", "02000000000000000000000000000000", "03000000000000000000000000000000")]
        [InlineData("01000000000000000000000000000000", "00*16", "fffffffffffffffffffffffffffffffff0ffffffffffffffffffffffffffffff11000000000000000000000000000000", "05000000000000000000000000000000")]
        [InlineData("01000000000000000000000000000000", "00*16", "fffffffffffffffffffffffffffffffffbfefefefefefefefefefefefefefefe01010101010101010101010101010101", "00000000000000000000000000000000")]
        [InlineData("02000000000000000000000000000000", "00*16", "fdffffffffffffffffffffffffffffff", "faffffffffffffffffffffffffffffff")]
        [InlineData("01000000000000000400000000000000", "00*16", "e33594d7505e43b900000000000000003394d7505e4379cd01000000000000000000000000000000000000000000000001000000000000000000000000000000", "14000000000000005500000000000000")]
        [InlineData("01000000000000000400000000000000", "00*16", "e33594d7505e43b900000000000000003394d7505e4379cd010000000000000000000000000000000000000000000000", "13000000000000000000000000000000")]
        [InlineData("85d6be7857556d337f4452fe42d506a8", "0103808afb0db2fd4abff6af4149f51b", "43727970746f6772617068696320466f72756d2052657365617263682047726f7570", "a8061dc1305136c6c22b8baf0c0127a9")]
        public void Rfc8439_poly1305(string r, string s, string message, string tag)
        {
            byte[] key = HashVectorTests.Bytes(r).Concat(HashVectorTests.Bytes(s)).ToArray();
            Assert.Equal(tag, HashVectorTests.Hex(Poly(key, HashVectorTests.Bytes(message))));
        }

        [Fact]
        public void Poly1305_equals_plain_arithmetic_at_the_edges_of_its_limbs()
        {
            // Blocks of all ones, around 2^128, around p, and with single limbs full, under keys of the same kinds.
            List<byte[]> edges = new List<byte[]>();
            BigInteger p = (BigInteger.One << 130) - 5;
            foreach (BigInteger center in new[] { BigInteger.Zero, BigInteger.One << 26, BigInteger.One << 52, BigInteger.One << 78, BigInteger.One << 104, (BigInteger.One << 128) - 1, p - (BigInteger.One << 128), (BigInteger.One << 128) - 6 })
            {
                for (int d = -6; d <= 6; d++)
                {
                    BigInteger value = center + d;
                    if (value.Sign >= 0 && value < BigInteger.One << 128)
                    {
                        byte[] bytes = new byte[16];
                        value.ToByteArray(true).CopyTo(bytes, 0);
                        edges.Add(bytes);
                    }
                }
            }

            Random random = new Random(5);
            Campaign.Run(5000, round =>
            {
                byte[] key = edges[round.Next(edges.Count)].Concat(edges[round.Next(edges.Count)]).ToArray();
                byte[] message = Enumerable.Range(0, round.Next(1, 6)).SelectMany(_ => round.Next(4) == 0 ? Campaign.Bytes(round, 16) : edges[round.Next(edges.Count)]).ToArray();
                if (round.Next(3) == 0)
                {
                    Array.Fill(key, (byte)255, 0, 16);
                }

                if (round.Next(4) == 0)
                {
                    message = message[..round.Next(message.Length + 1)];
                }

                Assert.Equal(Reference(key, message), Poly(key, message));
            });
        }

        [Fact]
        public void Poly1305_accumulator_at_its_largest_does_not_overflow()
        {
            // All limbs of r at their clamped maximum, thousands of blocks of ones: the accumulator stays as large as it gets.
            byte[] key = new byte[32];
            Array.Fill(key, (byte)255);
            byte[] message = new byte[16 * 3000];
            Array.Fill(message, (byte)255);
            Assert.Equal(Reference(key, message), Poly(key, message));

            // An accumulator loaded by hand with full limbs.
            long[] state = new long[Poly1305.StateLength];
            Poly1305.Start(state, key, 0);
            BigInteger h = 0;
            for (int i = 0; i < 5; i++)
            {
                state[i] = 0x3ffffff + (i == 1 ? 64 : 0);
                h += (BigInteger)state[i] << (26 * i);
            }

            Poly1305.Blocks(state, message, 0, 1, 1 << 24);
            Poly1305.Finish(state);
            Assert.Equal(Reference(key, message[..16], h), Bytes(state));
        }

        [Fact]
        public void Ghash_forms_equal_plain_arithmetic_for_single_bits_and_all_ones()
        {
            Random random = new Random(9);
            List<byte[]> values = new List<byte[]>();
            for (int bit = 0; bit < 128; bit++)
            {
                byte[] one = new byte[16];
                one[bit >> 3] = (byte)(0x80 >> (bit & 7));
                values.Add(one);
            }

            values.Add(Enumerable.Repeat((byte)255, 16).ToArray());
            values.Add(new byte[16]);
            for (int i = 0; i < values.Count; i++)
            {
                byte[] h = values[i];
                ulong high = BigEndian.Reverse(BitConverter.ToUInt64(h, 0)), low = BigEndian.Reverse(BitConverter.ToUInt64(h, 8));
                ulong[] th = new ulong[GhashKey.TableLength], tl = new ulong[GhashKey.TableLength], product = new ulong[GhashMultiply.KeyLength];
                GhashKey.MakeTables(high, low, th, tl);
                GhashMultiply.Prepare(high, low, product);
                for (int j = 0; j < values.Count; j += 1 + (i % 3))
                {
                    byte[] second = values[random.Next(values.Count)];
                    byte[] data = values[j].Concat(second).ToArray();
                    byte[] expected = Multiply(h, Xor(Multiply(h, values[j]), second));
                    long[] y = new long[2];
                    GhashTable.Blocks(th, tl, y, data, 0, 2);
                    Assert.Equal(expected, Bytes(y));
                    Array.Clear(y, 0, 2);
                    GhashMultiply.Blocks(product, y, data, 0, 2);
                    Assert.Equal(expected, Bytes(y));
                }
            }
        }

        [Fact]
        public void Counter_mode_forms_agree_over_the_wrap_of_the_low_counter_byte()
        {
            Campaign.Run(300, random =>
            {
                byte[] key = Campaign.Bytes(random, 16);
                byte[] box = new byte[Aes128.BoxLength];
                ulong[] schedule = new ulong[Aes128.ScheduleLength];
                ulong[] sliced = new ulong[AesBitslicedWide.ScheduleLength];
                Aes128.MakeBox(box);
                Aes128.Expand(box, key, 0, schedule);
                AesBitsliced.Expand(key, 0, sliced);
                AesBitslicedWide.Expand(sliced);
                uint counter = (uint)random.NextInt64(1L << 32);
                if (random.Next(2) == 0)
                {
                    counter |= random.Next(2) == 0 ? 0xf0u : 0xfffffff0u;
                }

                int blocks = random.Next(1, 40);
                byte[] a = new byte[16 * blocks], b = new byte[16 * blocks], c = new byte[16 * blocks];
                AesTable.Xor(box, schedule, 1, 2, 3, counter, null, 0, a, 0, blocks);
                AesBitsliced.Xor(sliced, 1, 2, 3, counter, null, 0, b, 0, blocks);
                using System.Security.Cryptography.Aes aes = System.Security.Cryptography.Aes.Create();
                aes.Key = key;
                for (int i = 0; i < blocks; i++)
                {
                    byte[] block = { 1, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0, 0, 0, 0, 0 };
                    System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(block.AsSpan(12), counter + (uint)i);
                    aes.EncryptEcb(block, System.Security.Cryptography.PaddingMode.None).CopyTo(c, 16 * i);
                    ulong bytes = Aes128.FirstBytes(box, key, 0, BitConverter.ToUInt64(block, 0), BitConverter.ToUInt64(block, 8));
                    Assert.Equal(c[(16 * i)..((16 * i) + 5)], BitConverter.GetBytes(bytes)[..5]);
                }

                Assert.Equal(c, a);
                Assert.Equal(c, b);

                new AcceleratedAes(new NativeAes()).Xor(
                    new[] { BitConverter.ToUInt64(key, 0), BitConverter.ToUInt64(key, 8) }, 1, 2, 3, counter, null, 0, b = new byte[16 * blocks], 0, blocks);
                Assert.Equal(c, b);

                // Sixteen at once, the first block elsewhere or not, the rest by fours.
                byte[] d = new byte[(16 * blocks) + 16], tag = new byte[20];
                bool apart = random.Next(2) == 0;
                uint n0 = (uint)random.NextInt64(1L << 32), n1 = (uint)random.NextInt64(1L << 32), n2 = (uint)random.NextInt64(1L << 32);
                AesTable.Xor(box, schedule, n0, n1, n2, counter, null, 0, a = new byte[16 * blocks], 0, blocks);
                int left = AesBitslicedWide.Xor(sliced, n0, n1, n2, counter, apart ? tag : null, apart ? 3 : 0, d, apart ? 16 : 0, blocks);
                Assert.InRange(left, 0, AesBitslicedWide.Least - 1);
                int done = 16 * (blocks - left);
                if (apart && done != 0)
                {
                    Array.Copy(tag, 3, d, 0, 16);
                }

                Assert.Equal(a[..done], d[..done]);
                Assert.All(d[done..], value => Assert.Equal(0, value));
            });
        }

        private static byte[] Poly(byte[] key, byte[] message)
        {
            long[] state = new long[Poly1305.StateLength];
            Poly1305.Start(state, key, 0);
            Poly1305.Blocks(state, message, 0, message.Length / 16, 1 << 24);
            int rest = message.Length & 15;
            if (rest != 0)
            {
                byte[] last = new byte[16];
                Array.Copy(message, message.Length - rest, last, 0, rest);
                last[rest] = 1;
                Poly1305.Blocks(state, last, 0, 1, 0);
            }

            Poly1305.Finish(state);
            return Bytes(state);
        }

        private static byte[] Reference(byte[] key, byte[] message, BigInteger start = default)
        {
            byte[] r = key[..16];
            r[3] &= 15;
            r[7] &= 15;
            r[11] &= 15;
            r[15] &= 15;
            r[4] &= 252;
            r[8] &= 252;
            r[12] &= 252;
            BigInteger factor = new BigInteger(r, true), p = (BigInteger.One << 130) - 5, h = start;
            for (int i = 0; i < message.Length; i += 16)
            {
                int take = Math.Min(16, message.Length - i);
                h = (h + new BigInteger(message.AsSpan(i, take), true) + (BigInteger.One << (8 * take))) * factor % p;
            }

            h = (h + new BigInteger(key.AsSpan(16, 16), true)) & ((BigInteger.One << 128) - 1);
            byte[] tag = new byte[16];
            h.ToByteArray(true).CopyTo(tag, 0);
            return tag;
        }

        private static byte[] Bytes(long[] y) => BitConverter.GetBytes(y[0]).Concat(BitConverter.GetBytes(y[1])).ToArray();

        private static byte[] Xor(byte[] a, byte[] b) => a.Zip(b, (x, y) => (byte)(x ^ y)).ToArray();

        /// <summary>SP 800-38D section 6.3, bit by bit.</summary>
        private static byte[] Multiply(byte[] x, byte[] y)
        {
            UInt128 z = 0, v = System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(y), a = System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(x);
            for (int i = 127; i >= 0; i--)
            {
                if (((a >> i) & 1) != 0)
                {
                    z ^= v;
                }

                v = (v & 1) != 0 ? (v >> 1) ^ ((UInt128)0xe1 << 120) : v >> 1;
            }

            byte[] result = new byte[16];
            System.Buffers.Binary.BinaryPrimitives.WriteUInt128BigEndian(result, z);
            return result;
        }
    }
}
