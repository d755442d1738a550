// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using System.Linq;
using System.Security.Cryptography;
using MilliHttp.Nano.Crypto;
using MilliHttp.Nano.Drivers.NativeCrypto;
using Org.BouncyCastle.Crypto.Engines;
using Org.BouncyCastle.Crypto.Modes;
using Org.BouncyCastle.Crypto.Parameters;
using Xunit;

namespace MilliHttp.Nano.Tests.Host.Crypto
{
    /// <summary>
    /// Random inputs at random offsets against .NET and BouncyCastle. MILLI_CAMPAIGN=N makes every test run N rounds
    /// (tests/crosscheck.sh); MILLI_SEED replays.
    /// </summary>
    public class SymmetricCrossCheckTests
    {
        private readonly CryptoProvider[] _providers =
        {
            new CryptoProvider(), new CryptoProvider(new CryptoProfile { AesContexts = 3 }), new CryptoProvider(CryptoProfile.ConstantTime()),
            new CryptoProvider(new CryptoProfile { Accelerator = new NativeAes(), HmacAccelerator = new NativeHmac(), UsesTables = false }),
        };

        [Fact]
        public void Sha256_equals_dotnet_in_random_pieces()
        {
            Campaign.Run(2000, random =>
            {
                Sha256 hash = new Sha256();
                byte[] data = Campaign.Bytes(random, Campaign.Length(random, 600) + 7);
                int offset = random.Next(8);
                int length = data.Length - offset < 0 ? 0 : data.Length - offset;
                offset = data.Length - length;
                Sha256 copy = new Sha256();
                int at = 0;
                while (at < length)
                {
                    int take = Math.Min(length - at, random.Next(1, 150));
                    hash.Update(data, offset + at, take);
                    at += take;
                    if (random.Next(4) == 0)
                    {
                        byte[] snapshot = new byte[33];
                        copy.CopyFrom(hash);
                        copy.Finish(snapshot, 1);
                        Assert.Equal(SHA256.HashData(data.AsSpan(offset, at)), snapshot[1..]);
                    }
                }

                byte[] result = new byte[40];
                hash.Finish(result, 5);
                Assert.Equal(SHA256.HashData(data.AsSpan(offset, length)), result[5..37]);
            });
        }

        /// <summary>A hash that was keyed is an ordinary one again, and what was collected for a platform does not stay.</summary>
        [Fact]
        public void Keys_of_the_platform_leave_nothing_behind()
        {
            CryptoProvider provider = Provider(true);
            byte[] data = Campaign.Bytes(new Random(1), 300);
            byte[] mac = new byte[32];
            foreach (int length in new[] { 0, 40, 191, 192, 193, 300 })
            {
                provider.Hmac.SetKey(data, 0, 32);
                provider.Hmac.Update(data, 0, length);
                provider.Hmac.Finish(mac, 0);
                Assert.Equal(HMACSHA256.HashData(data.AsSpan(0, 32), data.AsSpan(0, length)), mac);
                provider.Hash.Reset();
                provider.Hash.Update(data, 0, 100);
                provider.Hash.Finish(mac, 0);
                Assert.Equal(SHA256.HashData(data.AsSpan(0, 100)), mac);
                provider.Hmac.Start();
                provider.Hmac.Update(data, 0, 7);
                provider.Hmac.Finish(mac, 0);
                Assert.Equal(HMACSHA256.HashData(data.AsSpan(0, 32), data.AsSpan(0, 7)), mac);
                foreach (int salt in new[] { HkdfSalt.Zero, HkdfSalt.QuicV1Initial, HkdfSalt.DerivedEarlySecret })
                {
                    byte[] managed = new byte[32];
                    Provider(false).Hkdf.Extract(salt, data, 0, 50, managed, 0);
                    provider.Hkdf.Extract(salt, data, 0, 50, mac, 0);
                    Assert.Equal(managed, mac);
                }
            }

            provider.Hash.Wipe();
            Assert.All(provider.Hash.Block, b => Assert.Equal(0, b));
        }

        [Theory]
        [InlineData(false)]
        [InlineData(true)]
        public void Hmac_equals_dotnet(bool native)
        {
            HmacSha256 hmac = Provider(native).Hmac;
            Campaign.Run(2000, random =>
            {
                byte[] key = Campaign.Bytes(random, Campaign.Length(random, 150));
                byte[] mac = new byte[32];
                hmac.SetKey(key, 0, key.Length);
                for (int i = 0; i < 2; i++)
                {
                    byte[] data = Campaign.Bytes(random, Campaign.Length(random, 300));
                    int split = random.Next(data.Length + 1);
                    hmac.Start();
                    hmac.Update(data, 0, split);
                    hmac.Update(data, split, data.Length - split);
                    hmac.Finish(mac, 0);
                    Assert.Equal(HMACSHA256.HashData(key, data), mac);
                }
            });
        }

        [Theory]
        [InlineData(false)]
        [InlineData(true)]
        public void Hkdf_equals_dotnet(bool native)
        {
            Hkdf hkdf = Provider(native).Hkdf;
            Campaign.Run(1000, random =>
            {
                byte[] salt = Campaign.Bytes(random, Campaign.Length(random, 80));
                byte[] ikm = Campaign.Bytes(random, Campaign.Length(random, 80));
                byte[] info = Campaign.Bytes(random, Campaign.Length(random, 100));
                byte[] prk = new byte[32];
                hkdf.Extract(salt, 0, salt.Length, ikm, 0, ikm.Length, prk, 0);
                Assert.Equal(HKDF.Extract(HashAlgorithmName.SHA256, ikm, salt), prk);
                hkdf.SetPrk(prk, 0);
                byte[] okm = new byte[random.Next(1, 200)];
                hkdf.Expand(info, 0, info.Length, okm, 0, okm.Length);
                Assert.Equal(HKDF.Expand(HashAlgorithmName.SHA256, prk, okm.Length, info), okm);
            });
        }

        [Theory]
        [InlineData(false)]
        [InlineData(true)]
        public void Hmac_drbg_equals_bouncycastle(bool native)
        {
            HmacDrbg drbg = new HmacDrbg(Provider(native));
            Campaign.Run(300, random =>
            {
                byte[] entropy = Campaign.Bytes(random, 32);
                byte[] nonce = Campaign.Bytes(random, 16);
                byte[] personal = Campaign.Bytes(random, Campaign.Length(random, 60));
                FixedEntropy source = new FixedEntropy(entropy);
                Org.BouncyCastle.Crypto.Prng.Drbg.HMacSP800Drbg reference = new Org.BouncyCastle.Crypto.Prng.Drbg.HMacSP800Drbg(
                    new Org.BouncyCastle.Crypto.Macs.HMac(new Org.BouncyCastle.Crypto.Digests.Sha256Digest()), 256, source, personal, nonce);
                byte[] seed = entropy.Concat(nonce).Concat(personal).ToArray();
                drbg.Instantiate(seed, 0, seed.Length);
                for (int i = 0; i < 4; i++)
                {
                    byte[] extra = random.Next(2) == 0 ? null : Campaign.Bytes(random, random.Next(1, 50));
                    byte[] expected = new byte[random.Next(1, 120)];
                    byte[] actual = new byte[expected.Length];
                    if (random.Next(3) == 0)
                    {
                        source.Value = Campaign.Bytes(random, 32);
                        reference.Reseed(null);
                        drbg.Reseed(source.Value, 0, 32);
                    }

                    reference.Generate(expected, 0, expected.Length, extra, false);
                    if (extra == null)
                    {
                        drbg.Generate(actual, 0, actual.Length);
                    }
                    else
                    {
                        drbg.Generate(actual, 0, actual.Length, extra, 0, extra.Length);
                    }

                    Assert.Equal(expected, actual);
                }
            });
        }

        [Theory]
        [InlineData(CipherSuite.Aes128GcmSha256)]
        [InlineData(CipherSuite.ChaCha20Poly1305Sha256)]
        public void Aead_equals_dotnet_and_bouncycastle(int suite)
        {
            Campaign.Run(1500, random =>
            {
                CryptoProvider provider = _providers[random.Next(_providers.Length)];
                byte[] keys = Campaign.Bytes(random, KeyBlock.Length + 5);
                int keyOffset = random.Next(6);
                long sequence = random.NextInt64(long.MinValue, long.MaxValue) >> random.Next(64);
                byte[] aad = Campaign.Bytes(random, Campaign.Length(random, 70) + 3);
                int aadOffset = random.Next(4);
                int aadLength = aad.Length - 3;
                int length = random.Next(8) == 0 ? random.Next(random.Next(8) == 0 ? 17000 : 4000) : Campaign.Length(random, 200);
                int offset = random.Next(20);
                byte[] plain = Campaign.Bytes(random, length);
                byte[] buffer = Campaign.Bytes(random, offset + length + 16 + 9);
                byte[] before = (byte[])buffer.Clone();
                plain.CopyTo(buffer, offset);

                byte[] expected = Reference(suite, keys, keyOffset, sequence, aad.AsSpan(aadOffset, aadLength), plain, random.Next(2) == 0);
                provider.Seal(suite, keys, keyOffset, sequence, aad, aadOffset, aadLength, buffer, offset, length);
                Assert.Equal(expected, buffer[offset..(offset + length + 16)]);
                Assert.Equal(before[..offset], buffer[..offset]);
                Assert.Equal(before[(offset + length + 16)..], buffer[(offset + length + 16)..]);

                // A record opened as its bytes arrive, others in between.
                byte[] record = (byte[])buffer.Clone();
                provider.OpenBegin(0, suite, keys, keyOffset, sequence, aad, aadOffset, aadLength);
                int at = 0;
                while (at < length)
                {
                    int take = Math.Min(length - at, random.Next(3) == 0 ? random.Next(1, 400) : random.Next(1, 40));
                    provider.OpenUpdate(0, record, offset + at, take);
                    at += take;
                    if (random.Next(4) == 0)
                    {
                        byte[] other = Campaign.Bytes(random, 100);
                        provider.Seal(random.Next(2) == 0 ? CipherSuite.Aes128GcmSha256 : CipherSuite.ChaCha20Poly1305Sha256, Campaign.Bytes(random, KeyBlock.Length), 0, 1, other, 0, 10, other, 10, 60);
                    }
                }

                Assert.True(provider.OpenEnd(0, record, offset + length));
                Assert.Equal(plain, record[offset..(offset + length)]);

                byte[] opened = (byte[])buffer.Clone();
                Assert.True(provider.Open(suite, keys, keyOffset, sequence, aad, aadOffset, aadLength, opened, offset, length));
                Assert.Equal(plain, opened[offset..(offset + length)]);
            });
        }

        [Theory]
        [InlineData(CipherSuite.Aes128GcmSha256)]
        [InlineData(CipherSuite.ChaCha20Poly1305Sha256)]
        public void Header_protection_masks_equal_a_block_of_the_cipher(int suite)
        {
            byte[][] kept = { Campaign.Bytes(new Random(5), KeyBlock.Length), Campaign.Bytes(new Random(6), KeyBlock.Length), new byte[KeyBlock.Length] };
            Campaign.Run(1500, random =>
            {
                CryptoProvider provider = _providers[random.Next(_providers.Length)];
                byte[] keys = random.Next(2) == 0 ? kept[random.Next(3)] : Campaign.Bytes(random, KeyBlock.Length);
                byte[] sample = Campaign.Bytes(random, 20);
                int at = random.Next(5);
                byte[] mask = Campaign.Bytes(random, 9);
                byte[] expected = (byte[])mask.Clone();
                byte[] key = keys[KeyBlock.HeaderProtection..(KeyBlock.HeaderProtection + CipherSuite.KeyLength(suite))];
                if (suite == CipherSuite.Aes128GcmSha256)
                {
                    using Aes aes = Aes.Create();
                    aes.Key = key;
                    Array.Copy(aes.EncryptEcb(sample.AsSpan(at, 16), PaddingMode.None), 0, expected, 2, 5);
                }
                else
                {
                    // The engine counts from 0: as many blocks as the sample says would be too many, so its state is set up by position.
                    ChaCha7539Engine engine = new ChaCha7539Engine();
                    engine.Init(true, new ParametersWithIV(new KeyParameter(key), sample, at + 4, 12));
                    sample[at + 2] = 0;
                    sample[at + 3] = 0;
                    sample[at + 1] &= 3;
                    int blocks = sample[at] | (sample[at + 1] << 8);
                    engine.ProcessBytes(new byte[64 * blocks], 0, 64 * blocks, new byte[64 * blocks], 0);
                    engine.ProcessBytes(new byte[5], 0, 5, expected, 2);
                }

                provider.HeaderProtectionMask(suite, keys, 0, sample, at, mask, 2);
                Assert.Equal(expected, mask);
            });
        }

        [Fact]
        public void Key_stream_of_any_length_is_that_of_the_cipher()
        {
            Campaign.Run(500, random =>
            {
                CryptoProvider provider = _providers[random.Next(_providers.Length)];
                byte[] key = Campaign.Bytes(random, 35);
                byte[] nonce = Campaign.Bytes(random, 12);
                Array.Clear(nonce, 0, 4);
                int length = random.Next(65);
                byte[] expected = new byte[70];
                byte[] actual = new byte[70];
                ChaCha7539Engine engine = new ChaCha7539Engine();
                engine.Init(true, new ParametersWithIV(new KeyParameter(key, 3, 32), nonce));
                engine.ProcessBytes(new byte[length], 0, length, expected, 4);
                provider.KeyStream(key, 3, BitConverter.ToInt64(nonce, 4), actual, 4, length);
                Assert.Equal(expected, actual);
            });
        }

        internal static byte[] Reference(int suite, byte[] keys, int keyOffset, long sequence, ReadOnlySpan<byte> aad, byte[] plain, bool bouncy)
        {
            byte[] nonce = keys[(keyOffset + KeyBlock.Iv)..(keyOffset + KeyBlock.Iv + 12)];
            for (int i = 0; i < 8; i++)
            {
                nonce[11 - i] ^= (byte)(sequence >> (8 * i));
            }

            byte[] key = keys[keyOffset..(keyOffset + CipherSuite.KeyLength(suite))];
            byte[] result = new byte[plain.Length + 16];
            if (bouncy)
            {
                IAeadCipher cipher = suite == CipherSuite.Aes128GcmSha256 ? new GcmBlockCipher(new AesEngine()) : new Org.BouncyCastle.Crypto.Modes.ChaCha20Poly1305();
                cipher.Init(true, new AeadParameters(new KeyParameter(key), 128, nonce, aad.ToArray()));
                int written = cipher.ProcessBytes(plain, 0, plain.Length, result, 0);
                cipher.DoFinal(result, written);
                return result;
            }

            if (suite == CipherSuite.Aes128GcmSha256)
            {
                using AesGcm gcm = new AesGcm(key, 16);
                gcm.Encrypt(nonce, plain, result.AsSpan(0, plain.Length), result.AsSpan(plain.Length), aad);
            }
            else
            {
                using System.Security.Cryptography.ChaCha20Poly1305 chacha = new System.Security.Cryptography.ChaCha20Poly1305(key);
                chacha.Encrypt(nonce, plain, result.AsSpan(0, plain.Length), result.AsSpan(plain.Length), aad);
            }

            return result;
        }

        private static CryptoProvider Provider(bool native)
        {
            return new CryptoProvider(native ? new CryptoProfile { HmacAccelerator = new NativeHmac() } : new CryptoProfile());
        }

        private sealed class FixedEntropy : Org.BouncyCastle.Crypto.IEntropySource
        {
            internal FixedEntropy(byte[] value)
            {
                Value = value;
            }

            public byte[] Value { get; set; }

            public bool IsPredictionResistant => false;

            public int EntropySize => 256;

            public byte[] GetEntropy() => Value;

            public int GetEntropy(Span<byte> output)
            {
                Value.CopyTo(output);
                return Value.Length;
            }
        }
    }
}
