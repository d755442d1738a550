// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using System.Linq;
using System.Reflection;
using MilliHttp.Nano.Crypto;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Generators;
using Org.BouncyCastle.Crypto.Kems;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Prng;
using Org.BouncyCastle.Security;
using Xunit;

namespace MilliHttp.Nano.Tests.Host.Crypto
{
    /// <summary>
    /// Encapsulations against BouncyCastle. Its decapsulation encrypts again and compares the whole ciphertext, so equal secrets prove every byte.
    /// </summary>
    public class MlKemTests
    {
        private const int Offset = 5;

        private readonly CryptoProvider _provider = new CryptoProvider();
        private readonly AsymmetricJobs _jobs;
        private readonly HmacDrbg _drbg;

        public MlKemTests()
        {
            _jobs = new AsymmetricJobs(_provider, new MlKem768());
            _drbg = new HmacDrbg(_provider);
            _drbg.Instantiate(Campaign.Bytes(new Random(9), 48), 0, 48);
        }

        [Fact]
        public void Encapsulations_are_decapsulated_by_BouncyCastle()
        {
            Campaign.Run(60, random =>
            {
                MLKemPrivateKeyParameters key = KeyPair(random);
                byte[] share = Share(key, random);
                byte[] after = share.Skip(Offset + KeyEncapsulation.CiphertextLength).ToArray();
                byte[] message = Campaign.Bytes(random, 32);
                if (random.Next(4) == 0)
                {
                    Array.Fill(message, random.Next(2) == 0 ? (byte)0 : (byte)255);
                }

                _jobs.StartMlKem768WithMessage(share, Offset, message);
                byte[] secret = Finish(1 + random.Next(100));
                Assert.Equal(Decapsulate(key, share), secret);
                Assert.Equal(after, share.Skip(Offset + KeyEncapsulation.CiphertextLength).ToArray());
                Assert.All(share.Take(Offset), b => Assert.Equal(0xAA, b));
            });
        }

        [Fact]
        public void The_hybrid_gives_both_secrets()
        {
            Campaign.Run(8, random =>
            {
                MLKemPrivateKeyParameters key = KeyPair(random);
                byte[] client = Campaign.Bytes(random, 32);
                byte[] server = Campaign.Bytes(random, 32);
                byte[] share = Share(key, random);
                Org.BouncyCastle.Math.EC.Rfc7748.X25519.ScalarMultBase(client, 0, share, Offset + KeyEncapsulation.KeyLength);
                byte[] agreed = new byte[32];
                Org.BouncyCastle.Math.EC.Rfc7748.X25519.ScalarMult(server, 0, share, Offset + KeyEncapsulation.KeyLength, agreed, 0);
                _jobs.StartX25519MlKem768(server, 0, share, Offset, _drbg);
                byte[] secret = Finish(1 + random.Next(60));
                Assert.Equal(64, secret.Length);
                Assert.Equal(Decapsulate(key, share), secret.Take(32));
                Assert.Equal(agreed, secret.Skip(32));
            });
        }

        [Fact]
        public void Trap28_An_all_zero_X25519_result_fails_the_hybrid()
        {
            MLKemPrivateKeyParameters key = KeyPair(new Random(3));
            byte[] share = Share(key, new Random(4));
            Array.Clear(share, Offset + KeyEncapsulation.KeyLength, 32);
            _jobs.StartX25519MlKem768(new byte[32], 0, share, Offset, _drbg);
            Assert.Null(Finish(40));
        }

        [Fact]
        public void A_coefficient_that_is_not_reduced_fails_and_the_key_stays_as_it_was()
        {
            Campaign.Run(40, random =>
            {
                byte[] share = Share(KeyPair(random), random);
                SetCoefficient(share, random.Next(768), random.Next(2) == 0 ? 3329 : random.Next(3329, 4096));
                byte[] before = (byte[])share.Clone();
                _jobs.StartMlKem768(share, Offset, _drbg);
                Assert.Null(Finish(30));
                Assert.Equal(before, share);
            });
        }

        [Fact]
        public void Every_coefficient_is_checked_and_the_largest_is_accepted()
        {
            MLKemPrivateKeyParameters key = KeyPair(new Random(1));
            for (int i = 0; i < 768; i += i % 16 == 15 ? 17 : 1)
            {
                byte[] share = Share(key, new Random(i));
                SetCoefficient(share, i, 3329);
                _jobs.StartMlKem768(share, Offset, _drbg);
                Assert.Null(Finish(1000));
                SetCoefficient(share, i, 3328);
                _jobs.StartMlKem768(share, Offset, _drbg);
                Assert.NotNull(Finish(1000));
            }
        }

        [Fact]
        public void The_largest_coefficients_make_no_overflow()
        {
            // The secret cannot be decapsulated, so a plain encryption with the same coins is asked instead.
            byte[] share = Share(KeyPair(new Random(2)), new Random(2));
            for (int i = 0; i < 768; i++)
            {
                SetCoefficient(share, i, 3328);
            }

            byte[] key = share.Skip(Offset).Take(KeyEncapsulation.KeyLength).ToArray();
            byte[] message = Campaign.Bytes(new Random(5), 32);
            MLKemEncapsulator encapsulator = new MLKemEncapsulator(MLKemParameters.ml_kem_768);
            encapsulator.Init(new ParametersWithRandom(MLKemPublicKeyParameters.FromEncoding(MLKemParameters.ml_kem_768, key), new GivenBytes(message)));
            byte[] expected = new byte[KeyEncapsulation.CiphertextLength];
            byte[] secret = new byte[32];
            encapsulator.Encapsulate(expected, 0, expected.Length, secret, 0, secret.Length);
            _jobs.StartMlKem768WithMessage(share, Offset, message);
            Assert.Equal(secret, Finish(25));
            Assert.Equal(expected, share.Skip(Offset).Take(expected.Length));
        }

        [Fact]
        public void The_message_is_drawn_ahead_used_once_and_wiped()
        {
            byte[] bytes = Field<byte[]>("_bytes");
            long[] memory = Field<long[]>("_memory");
            IdlePreparation idle = new IdlePreparation(_jobs, _drbg, null, null);
            Assert.True(idle.HasWork);
            while (idle.Step(10))
            {
            }

            Assert.False(idle.HasWork);
            byte[] message = bytes.Skip(bytes.Length - 32).ToArray();
            Assert.Contains(message, b => b != 0);
            MLKemPrivateKeyParameters key = KeyPair(new Random(6));
            byte[] share = Share(key, new Random(6));
            byte[] first = (byte[])share.Clone();
            _jobs.StartMlKem768(first, Offset, _drbg);
            byte[] secret = Finish(20);
            byte[] again = (byte[])share.Clone();
            _jobs.StartMlKem768WithMessage(again, Offset, message);
            Assert.Equal(secret, Finish(20));
            Assert.Equal(again, first);

            // Without a message the job draws one; a cancelled job's is never used again.
            Assert.True(idle.HasWork);
            _jobs.StartMlKem768(share, Offset, _drbg);
            _jobs.Step(1);
            _jobs.Step(1);
            byte[] drawn = bytes.Skip(bytes.Length - 32).ToArray();
            Assert.NotEqual(message, drawn);
            _jobs.Cancel();
            Assert.True(idle.HasWork);
            Assert.All(bytes.Skip(bytes.Length - 32), b => Assert.Equal(0, b));
            Assert.All(memory, word => Assert.Equal(0, word));
            Assert.All(bytes.Take(64).Concat(bytes.Skip(96)), b => Assert.Equal(0, b));
            Assert.Null(Field<byte[]>("_share"));
        }

        [Fact]
        public void A_job_in_the_background_keeps_the_message()
        {
            X25519KeyPool keys = new X25519KeyPool(1);
            IdlePreparation idle = new IdlePreparation(_jobs, _drbg, keys, null);
            while (idle.Step(10))
            {
            }

            Assert.Equal(1, keys.Count);
            Assert.False(_jobs.NeedsMessage);
            byte[] share = Share(KeyPair(new Random(7)), new Random(7));
            Assert.Equal(32, Encapsulate(share).Length);
            Assert.True(_jobs.NeedsMessage);
        }

        [Fact]
        public void Without_an_encapsulation_there_is_no_job_and_no_memory_for_it()
        {
            AsymmetricJobs jobs = new AsymmetricJobs(_provider);
            Assert.False(jobs.HasEncapsulation);
            Assert.False(jobs.NeedsMessage);
            Assert.Throws<InvalidOperationException>(() => jobs.StartMlKem768(new byte[1184], 0, _drbg));
            Assert.Throws<InvalidOperationException>(() => _jobs.StartMlKem768(new byte[1184], 1, _drbg));
            Assert.Throws<InvalidOperationException>(() => _jobs.StartX25519MlKem768(new byte[32], 0, new byte[1215], 0, _drbg));
            Assert.Equal(JobStatus.Idle, _jobs.Status);
        }

        private static MLKemPrivateKeyParameters KeyPair(Random random)
        {
            return MLKemPrivateKeyParameters.FromSeed(MLKemParameters.ml_kem_768, Campaign.Bytes(random, 64));
        }

        /// <summary>A client's share of the hybrid, the X25519 part random, after a few other bytes.</summary>
        private static byte[] Share(MLKemPrivateKeyParameters key, Random random)
        {
            byte[] share = new byte[Offset + KeyEncapsulation.KeyLength + 32];
            Array.Fill(share, (byte)0xAA, 0, Offset);
            key.GetPublicKeyEncoded().CopyTo(share, Offset);
            Campaign.Bytes(random, 32).CopyTo(share, Offset + KeyEncapsulation.KeyLength);
            return share;
        }

        private static byte[] Decapsulate(MLKemPrivateKeyParameters key, byte[] share)
        {
            MLKemDecapsulator decapsulator = new MLKemDecapsulator(MLKemParameters.ml_kem_768);
            decapsulator.Init(key);
            byte[] secret = new byte[32];
            decapsulator.Decapsulate(share, Offset, KeyEncapsulation.CiphertextLength, secret, 0, 32);
            return secret;
        }

        private static void SetCoefficient(byte[] share, int index, int value)
        {
            int at = Offset + (index >> 1) * 3;
            if ((index & 1) == 0)
            {
                share[at] = (byte)value;
                share[at + 1] = (byte)((share[at + 1] & 0xF0) | (value >> 8));
            }
            else
            {
                share[at + 1] = (byte)((share[at + 1] & 0x0F) | (value << 4));
                share[at + 2] = (byte)(value >> 4);
            }
        }

        private byte[] Encapsulate(byte[] share)
        {
            _jobs.StartMlKem768(share, Offset, _drbg);
            return Finish(50);
        }

        private byte[] Finish(int budget)
        {
            int steps = 0;
            while (_jobs.Step(budget) == JobStatus.Running)
            {
                Assert.True(++steps < 1000);
            }

            if (_jobs.Status != JobStatus.Done)
            {
                _jobs.Cancel();
                return null;
            }

            byte[] result = new byte[_jobs.ResultLength];
            _jobs.TakeResult(result, 0);
            return result;
        }

        private T Field<T>(string name)
        {
            return (T)typeof(AsymmetricJobs).GetField(name, BindingFlags.NonPublic | BindingFlags.Instance).GetValue(_jobs);
        }

        private sealed class GivenBytes : SecureRandom
        {
            private readonly byte[] _bytes;

            public GivenBytes(byte[] bytes)
                : base(new VmpcRandomGenerator())
            {
                _bytes = bytes;
            }

            public override void NextBytes(byte[] buf)
            {
                _bytes.CopyTo(buf, 0);
            }

            public override void NextBytes(byte[] buf, int off, int len)
            {
                Array.Copy(_bytes, 0, buf, off, len);
            }

            public override void NextBytes(Span<byte> buffer)
            {
                _bytes.AsSpan(0, buffer.Length).CopyTo(buffer);
            }
        }
    }
}
