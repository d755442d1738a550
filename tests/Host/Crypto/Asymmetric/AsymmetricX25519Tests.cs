// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using System.Globalization;
using System.Numerics;
using MilliHttp.Nano.Crypto;
using Xunit;

namespace MilliHttp.Nano.Tests.Host.Crypto
{
    public class AsymmetricX25519Tests
    {
        private readonly JobRunner _run = new JobRunner();

        [Theory]
        [InlineData("a546e36bf0527c9d3b16154b82465edd62144c0ac1fc5a18506a2244ba449ac4", "e6db6867583030db3594c1a424b15f7c726624ec26b3353b10a903a6d0ab1c4c", "c3da55379de9c6908e94ea4df28d084f32eccf03491c71f754b4075577a28552")]
        [InlineData("4b66e9d4d1b4673c5ad22691957d6af5c11b6421e0ea01d42ca4169e7918ba0d", "e5210f12786811d3f4b7959d0538ae2c31dbe7106fc03c3efc4cd549c715a493", "95cbde9476e8907d7aade45cb4b873f88b595a68799fa152e6f8f7647aac7957")]
        public void Rfc7748Section52(string scalar, string u, string expected)
        {
            Assert.Equal(expected, Hex(_run.X25519(Bytes(scalar), Bytes(u))));
        }

        [Fact]
        public void Rfc7748Section52Iterated()
        {
            byte[] k = new byte[32];
            k[0] = 9;
            byte[] u = (byte[])k.Clone();
            _run.Budget = 100000;
            for (int i = 0; i < 1000; i++)
            {
                byte[] r = _run.X25519(k, u);
                u = k;
                k = r;
                if (i == 0)
                {
                    Assert.Equal("422c8e7a6227d7bca1350b3e2bb7279f7897b87bb6854b783c60e80311ae3079", Hex(k));
                }
            }

            Assert.Equal("684cf59ba83309552800ef566f2f4d3c1c3887c49360e3875f2eb94d99532c51", Hex(k));
        }

        [Fact]
        public void Rfc7748Section61()
        {
            byte[] b = Bytes("5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb");
            Assert.Equal("de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f", Hex(_run.X25519Public(b)));
            byte[] alice = Bytes("8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a");
            Assert.Equal("4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742", Hex(_run.X25519(b, alice)));
        }

        [Theory]
        [InlineData("0")]
        [InlineData("1")]
        [InlineData("325606250916557431795983626356110631294008115727848805560023387167927233504")]
        [InlineData("39382357235489614581723060781553021112529911719440698176882885853963445705823")]
        [InlineData("57896044618658097711785492504343953926634992332820282019728792003956564819948")]
        [InlineData("57896044618658097711785492504343953926634992332820282019728792003956564819949")]
        [InlineData("57896044618658097711785492504343953926634992332820282019728792003956564819950")]
        public void Trap28LowOrderPointsFail(string u)
        {
            byte[] peer = LimbNumbers.Bytes(BigInteger.Parse(u, CultureInfo.InvariantCulture), false);
            for (int i = 0; i < 4; i++)
            {
                byte[] key = Campaign.Bytes(new Random(i), 32);
                Assert.Null(_run.X25519(key, peer));
                peer[31] ^= 128;
            }
        }

        [Fact]
        public void CrossCheckWithBouncyCastle()
        {
            Campaign.Run(300, random =>
            {
                byte[] key = Some(random);
                byte[] peer = Some(random);
                byte[] expected = new byte[32];
                Org.BouncyCastle.Math.EC.Rfc7748.X25519.ScalarMult(key, 0, peer, 0, expected, 0);
                _run.Budget = 1 + random.Next(60);
                byte[] result = _run.X25519(key, peer);
                if (Array.TrueForAll(expected, x => x == 0))
                {
                    Assert.Null(result);
                }
                else
                {
                    Assert.Equal(expected, result);
                }

                Org.BouncyCastle.Math.EC.Rfc7748.X25519.ScalarMultBase(key, 0, expected, 0);
                Assert.Equal(expected, _run.X25519Public(key));
            });
        }

        [Fact]
        public void NonCanonicalAndHighBitCoordinates()
        {
            byte[] key = Campaign.Bytes(new Random(5), 32);
            byte[] expected = new byte[32];
            for (int i = -40; i < 40; i++)
            {
                for (int high = 0; high < 2; high++)
                {
                    byte[] peer = LimbNumbers.Bytes((BigInteger.One << 255) - 19 + i >= BigInteger.One << 255 ? i : (BigInteger.One << 255) - 19 + i, false);
                    peer[31] ^= (byte)(high << 7);
                    Org.BouncyCastle.Math.EC.Rfc7748.X25519.ScalarMult(key, 0, peer, 0, expected, 0);
                    Assert.Equal(Array.TrueForAll(expected, x => x == 0) ? null : expected, _run.X25519(key, peer));
                }
            }
        }

        [Fact]
        public void PublicKeyIsThatOfTheLadder()
        {
            // Comb on the Edwards curve against ladder, with scalars at the edges.
            byte[] nine = new byte[32];
            nine[0] = 9;
            for (int i = 0; i < 256; i++)
            {
                byte[] key = new byte[32];
                key[i >> 3] = (byte)(1 << (i & 7));
                Assert.Equal(_run.X25519(key, nine), _run.X25519Public(key));
                for (int j = 0; j < 32; j++)
                {
                    key[j] ^= 255;
                }

                Assert.Equal(_run.X25519(key, nine), _run.X25519Public(key));
            }
        }

        private static byte[] Some(Random random)
        {
            byte[] bytes = Campaign.Bytes(random, 32);
            int kind = random.Next(4);
            for (int i = 0; i < 32 && kind < 2; i++)
            {
                bytes[i] = (byte)(kind == 0 ? -(bytes[i] & 1) : bytes[i] < 200 ? 255 : bytes[i]);
            }

            return bytes;
        }

        private static byte[] Bytes(string hex)
        {
            return Convert.FromHexString(hex);
        }

        private static string Hex(byte[] bytes)
        {
            return Convert.ToHexString(bytes).ToLowerInvariant();
        }
    }
}
