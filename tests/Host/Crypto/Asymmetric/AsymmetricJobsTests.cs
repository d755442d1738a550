// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
using System.Reflection;
using System.Security.Cryptography;
using MilliHttp.Nano.Crypto;
using Xunit;

namespace MilliHttp.Nano.Tests.Host.Crypto
{
    public class AsymmetricJobsTests
    {
        private readonly JobRunner _run = new JobRunner();

        [Fact]
        public void Trap28CancelAndTakeWipe()
        {
            byte[] key = SHA256.HashData(new byte[] { 1 });
            byte[] peer = _run.P256Public(SHA256.HashData(new byte[] { 2 }));
            Action[] starts =
            {
                () => _run.Jobs.StartX25519(key, 0, peer, 1),
                () => _run.Jobs.StartX25519PublicKey(key, 0),
                () => _run.Jobs.StartP256Ecdh(key, 0, peer, 0),
                () => _run.Jobs.StartP256PublicKey(key, 0),
                () => _run.Jobs.StartEcdsaSign(key, 0, peer, 1, _run.Drbg),
                () => _run.Jobs.StartEcdsaNonce(_run.Drbg),
            };
            foreach (Action start in starts)
            {
                for (int steps = 0; steps < 60; steps += 7)
                {
                    start();
                    for (int i = 0; i < steps && _run.Jobs.Step(20) == JobStatus.Running; i++)
                    {
                    }

                    _run.Jobs.Cancel();
                    Assert.Equal(JobStatus.Idle, _run.Jobs.Status);
                    AssertWiped();
                }

                start();
                Assert.NotNull(_run.Finish());
                AssertWiped();
            }
        }

        [Fact]
        public void OneJobAtATime()
        {
            byte[] key = new byte[32];
            key[31] = 1;
            _run.Jobs.StartX25519PublicKey(key, 0);
            Assert.Throws<InvalidOperationException>(() => _run.Jobs.StartP256PublicKey(key, 0));
            Assert.Throws<InvalidOperationException>(() => _run.Jobs.TakeResult(new byte[65], 0));
            Assert.NotNull(_run.Finish());
            Assert.Equal(JobStatus.Idle, _run.Jobs.Step(10));
        }

        [Fact]
        public void AFailedJobWaitsToBeCancelled()
        {
            _run.Jobs.StartX25519(new byte[32], 0, new byte[32], 0);
            while (_run.Jobs.Step(100) == JobStatus.Running)
            {
            }

            Assert.Equal(JobStatus.Failed, _run.Jobs.Status);
            Assert.Throws<InvalidOperationException>(() => _run.Jobs.TakeResult(new byte[32], 0));
            _run.Jobs.Cancel();
            Assert.Equal(JobStatus.Idle, _run.Jobs.Status);
            AssertWiped();
        }

        [Fact]
        public void InputsAreCopiedAtTheStart()
        {
            byte[] key = SHA256.HashData(new byte[] { 3 });
            byte[] peer = _run.X25519Public(SHA256.HashData(new byte[] { 4 }));
            byte[] expected = _run.X25519(key, peer);
            byte[] keyCopy = (byte[])key.Clone();
            byte[] peerCopy = (byte[])peer.Clone();
            _run.Jobs.StartX25519(keyCopy, 0, peerCopy, 0);
            Array.Clear(keyCopy);
            Array.Clear(peerCopy);
            Assert.Equal(expected, _run.Finish());
        }

        [Fact]
        public void EveryBudgetGivesTheSameResult()
        {
            byte[] key = SHA256.HashData(new byte[] { 5 });
            byte[] peer = _run.P256Public(SHA256.HashData(new byte[] { 6 }));
            byte[] agreed = _run.P256Ecdh(key, peer);
            byte[] x = _run.X25519(key, agreed);
            byte[] u = _run.X25519Public(key);
            byte[] q = _run.P256Public(key);
            foreach (int budget in new[] { -5, 0, 1, 2, 3, 4, 5, 7, 8, 9, 11, 13, 17, 24, 33, 61, 400, 5000, 100000 })
            {
                _run.Budget = budget;
                Assert.Equal(agreed, _run.P256Ecdh(key, peer));
                Assert.Equal(x, _run.X25519(key, agreed));
                Assert.Equal(u, _run.X25519Public(key));
                Assert.Equal(q, _run.P256Public(key));
            }
        }

        [Fact]
        public void ABackgroundJobGivesWay()
        {
            EcdsaNoncePool nonces = new EcdsaNoncePool(2);
            X25519KeyPool keys = new X25519KeyPool(2);
            IdlePreparation idle = new IdlePreparation(_run.Jobs, _run.Drbg, keys, nonces);
            byte[] key = SHA256.HashData(new byte[] { 7 });
            byte[] expected = _run.X25519Public(key);
            for (int i = 0; i < 40; i++)
            {
                idle.Step(1 + i);
                Assert.Equal(JobStatus.Idle, _run.Jobs.Status);
                _run.Jobs.StartX25519PublicKey(key, 0);

                // While a handshake's job runs, nothing is prepared.
                idle.Step(1000);
                Assert.Equal(JobStatus.Running, _run.Jobs.Status);
                Assert.Equal(expected, _run.Finish());
            }

            while (idle.Step(25))
            {
            }

            Assert.Equal(2, nonces.Count);
            Assert.Equal(2, keys.Count);
            Assert.False(idle.HasWork);
            AssertWiped();
        }

        [Fact]
        public void APreparedSignatureWhileAJobRuns()
        {
            EcdsaNoncePool nonces = new EcdsaNoncePool(1);
            IdlePreparation idle = new IdlePreparation(_run.Jobs, _run.Drbg, null, nonces);
            using ECDsa platform = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            byte[] key = platform.ExportParameters(true).D;
            EcdsaPreparedSigner signer = new EcdsaPreparedSigner(_run.Jobs, nonces);
            byte[] peer = _run.P256Public(SHA256.HashData(key));
            byte[] expected = _run.P256Ecdh(key, peer);
            byte[] rs = new byte[64];
            for (int at = 0; at < 90; at += 11)
            {
                while (idle.Step(100))
                {
                }

                _run.Jobs.StartP256Ecdh(key, 0, peer, 0);
                for (int i = 0; i < at; i++)
                {
                    _run.Jobs.Step(20);
                }

                Assert.True(signer.SetKey(key, 0));
                Assert.True(signer.TrySign(peer, 3, rs, 0));
                Assert.True(platform.VerifyHash(peer.AsSpan(3, 32), rs));
                Assert.Equal(expected, _run.Finish());
            }
        }

        [Fact]
        public void PooledSecretsAreSeenOnce()
        {
            EcdsaNoncePool nonces = new EcdsaNoncePool(3);
            X25519KeyPool keys = new X25519KeyPool(3);
            IdlePreparation idle = new IdlePreparation(_run.Jobs, _run.Drbg, keys, nonces);
            EcdsaPreparedSigner signer = new EcdsaPreparedSigner(_run.Jobs, nonces);
            byte[] key = SHA256.HashData(new byte[] { 8 });
            signer.SetKey(key, 0);
            HashSet<string> seen = new HashSet<string>();
            byte[] hash = new byte[32];
            byte[] rs = new byte[64];
            byte[] pair = new byte[64];
            for (int round = 0; round < 12; round++)
            {
                while (idle.Step(1000))
                {
                }

                for (int i = 0; i < 3; i++)
                {
                    Assert.True(signer.TrySign(hash, 0, rs, 0));
                    Assert.True(seen.Add(Convert.ToHexString(rs, 0, 32)));
                    Assert.All(Field<byte[]>(signer, "_nonce"), x => Assert.Equal(0, x));
                    Assert.True(keys.TryTake(pair, 0, pair, 32));
                    Assert.True(seen.Add(Convert.ToHexString(pair)));
                }

                Assert.False(signer.TrySign(hash, 0, rs, 0));
                Assert.False(keys.TryTake(pair, 0, pair, 32));
                Assert.All(Field<byte[]>(nonces, "_nonces"), x => Assert.Equal(0, x));
                Assert.All(Field<byte[]>(keys, "_pairs"), x => Assert.Equal(0, x));
            }

            // In a handshake: the same key and message twice give two nonces.
            for (int i = 0; i < 20; i++)
            {
                Assert.True(seen.Add(Convert.ToHexString(_run.Sign(key, hash), 0, 32)));
            }
        }

        [Fact]
        public void AnUnseededGeneratorIsRefused()
        {
            HmacDrbg drbg = new HmacDrbg(_run.Provider);
            byte[] key = SHA256.HashData(new byte[] { 9 });
            _run.Jobs.StartEcdsaSign(key, 0, key, 0, drbg);
            Assert.Throws<InvalidOperationException>(() => _run.Finish());
            _run.Jobs.Cancel();
            _run.Jobs.StartEcdsaNonce(drbg);
            Assert.Throws<InvalidOperationException>(() => _run.Finish());
        }

        [Fact]
        public void NoAllocationAfterConstruction()
        {
            byte[] key = SHA256.HashData(new byte[] { 10 });
            byte[] result = new byte[65];
            for (int i = 0; i < 3; i++)
            {
                AllocationMeter meter = AllocationMeter.Start();
                _run.Jobs.StartEcdsaSign(key, 0, key, 0, _run.Drbg);
                while (_run.Jobs.Step(30) == JobStatus.Running)
                {
                }

                _run.Jobs.TakeResult(result, 0);
                _run.Jobs.StartX25519(key, 0, result, 0);
                while (_run.Jobs.Step(30) == JobStatus.Running)
                {
                }

                _run.Jobs.TakeResult(result, 0);
                long used = meter.Stop();
                Assert.True(i == 0 || used == 0, used.ToString());
            }
        }

        private static T Field<T>(object target, string name)
        {
            return (T)target.GetType().GetField(name, BindingFlags.NonPublic | BindingFlags.Instance).GetValue(target);
        }

        private void AssertWiped()
        {
            Assert.All(Field<long[]>(_run.Jobs, "_memory"), x => Assert.Equal(0, x));
            foreach (string name in new[] { "_scalar", "_input", "_blind", "_result" })
            {
                Assert.All(Field<byte[]>(_run.Jobs, name), x => Assert.Equal(0, x));
            }
        }
    }
}
