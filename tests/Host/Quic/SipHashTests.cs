// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using System.Buffers.Binary;
using MilliHttp.Nano.Crypto;
using MilliHttp.Nano.Quic;
using Xunit;

namespace MilliHttp.Nano.Tests.Host.Quic
{
    /// <summary>The message authentication code of tokens, and what is bound by it.</summary>
    public class SipHashTests
    {
        [Fact]
        public void TheReferenceVectorOf32Bytes()
        {
            // vectors_sip64[32] of the reference implementation: key 00 .. 0f, message 00 .. 1f.
            ulong[] words = new ulong[6];
            for (int i = 0; i < 4; i++)
            {
                byte[] b = new byte[8];
                for (int k = 0; k < 8; k++)
                {
                    b[k] = (byte)((8 * i) + k);
                }

                words[i] = BinaryPrimitives.ReadUInt64LittleEndian(b);
            }

            Assert.Equal(0x7127512f72f27cceUL, SipHash.Compute(words[0], words[1], words[0], words[1], words[2], words[3]));
        }

        [Fact]
        public void EveryBitOfATokenAndOfTheAddressIsBound()
        {
            HmacDrbg drbg = new HmacDrbg(new CryptoProvider());
            drbg.Instantiate(new byte[48], 0, 48);
            AddressValidation tokens = new AddressValidation(drbg);
            byte[] original = Convert.FromHexString("0102030405060708090a0b0c0d0e0f1011121314");
            byte[] token = new byte[AddressValidation.RetryTokenLength];
            tokens.WriteRetryToken(token, 0, original, 0, 20, 77, new DatagramAddress { High = 5, Low = 6, Port = 7 }, 1000000);
            Assert.Equal(TokenStatus.FromRetry, tokens.Check(token, 0, token.Length, 77, new DatagramAddress { High = 5, Low = 6, Port = 7 }, 1000000));
            Assert.Equal(20, tokens.OriginalIdLength);
            Assert.Equal(original, tokens.OriginalIdBuffer[tokens.OriginalIdOffset..(tokens.OriginalIdOffset + 20)]);
            for (int bit = 0; bit < 8 * token.Length; bit++)
            {
                token[bit / 8] ^= (byte)(1 << (bit % 8));
                Assert.NotEqual(TokenStatus.FromRetry, tokens.Check(token, 0, token.Length, 77, new DatagramAddress { High = 5, Low = 6, Port = 7 }, 1000000));
                token[bit / 8] ^= (byte)(1 << (bit % 8));
            }

            for (int bit = 0; bit < 64; bit++)
            {
                long flip = 1L << bit;
                Assert.Equal(TokenStatus.Bad, tokens.Check(token, 0, token.Length, 77 ^ flip, new DatagramAddress { High = 5, Low = 6, Port = 7 }, 1000000));
                Assert.Equal(TokenStatus.Bad, tokens.Check(token, 0, token.Length, 77, new DatagramAddress { High = 5 ^ flip, Low = 6, Port = 7 }, 1000000));
                Assert.Equal(TokenStatus.Bad, tokens.Check(token, 0, token.Length, 77, new DatagramAddress { High = 5, Low = 6 ^ flip, Port = 7 }, 1000000));
                Assert.Equal(TokenStatus.Bad, tokens.Check(token, 0, token.Length, 77, new DatagramAddress { High = 5, Low = 6, Port = bit < 16 ? 7 ^ (int)flip : 8 }, 1000000));
            }

            Assert.Equal(TokenStatus.Bad, tokens.Check(token, 0, token.Length, 77, new DatagramAddress { High = 5, Low = 6, Port = 7 }, 999999));
            Assert.Equal(TokenStatus.Bad, tokens.Check(token, 0, token.Length, 77, new DatagramAddress { High = 5, Low = 6, Port = 7 }, 17000000));
            byte[] second = new byte[AddressValidation.NewTokenLength];
            tokens.WriteNewToken(second, 0, new DatagramAddress { High = 5, Low = 6 }, 1000000);
            Assert.Equal(TokenStatus.FromNewToken, tokens.Check(second, 0, second.Length, 1, new DatagramAddress { High = 5, Low = 6, Port = 9 }, 2000000));
            for (int bit = 0; bit < 8 * second.Length; bit++)
            {
                second[bit / 8] ^= (byte)(1 << (bit % 8));
                Assert.NotEqual(TokenStatus.FromNewToken, tokens.Check(second, 0, second.Length, 1, new DatagramAddress { High = 5, Low = 6, Port = 9 }, 2000000));
                second[bit / 8] ^= (byte)(1 << (bit % 8));
            }

            Assert.Equal(TokenStatus.None, tokens.Check(second, 0, second.Length, 1, new DatagramAddress { High = 5, Low = 7, Port = 9 }, 2000000));
        }
    }
}
