// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using MilliHttp.Nano.Crypto;

namespace MilliHttp.Nano.Tests.Host.Crypto
{
    /// <summary>
    /// The jobs run to their end, for tests that ask for results only.
    /// </summary>
    internal sealed class JobRunner
    {
        public JobRunner()
            : this(1)
        {
        }

        public JobRunner(int seed)
        {
            Provider = new CryptoProvider();
            Jobs = new AsymmetricJobs(Provider);
            Drbg = new HmacDrbg(Provider);
            byte[] bytes = new byte[48];
            new Random(seed).NextBytes(bytes);
            Drbg.Instantiate(bytes, 0, bytes.Length);
        }

        public CryptoProvider Provider { get; }

        public AsymmetricJobs Jobs { get; }

        public HmacDrbg Drbg { get; }

        public int Budget { get; set; } = 50;

        public byte[] Finish()
        {
            int steps = 0;
            while (Jobs.Step(Budget) == JobStatus.Running)
            {
                if (++steps > 100000)
                {
                    throw new InvalidOperationException("never done");
                }
            }

            if (Jobs.Status != JobStatus.Done)
            {
                Jobs.Cancel();
                return null;
            }

            byte[] result = new byte[Jobs.ResultLength];
            Jobs.TakeResult(result, 0);
            return result;
        }

        public byte[] X25519(byte[] privateKey, byte[] peer)
        {
            Jobs.StartX25519(privateKey, 0, peer, 0);
            return Finish();
        }

        public byte[] X25519Public(byte[] privateKey)
        {
            Jobs.StartX25519PublicKey(privateKey, 0);
            return Finish();
        }

        public byte[] P256Public(byte[] privateKey)
        {
            Jobs.StartP256PublicKey(privateKey, 0);
            return Finish();
        }

        public byte[] P256Ecdh(byte[] privateKey, byte[] peer)
        {
            Jobs.StartP256Ecdh(privateKey, 0, peer, 0);
            return Finish();
        }

        public byte[] Sign(byte[] privateKey, byte[] hash)
        {
            Jobs.StartEcdsaSign(privateKey, 0, hash, 0, Drbg);
            return Finish();
        }

        public byte[] Nonce()
        {
            Jobs.StartEcdsaNonce(Drbg);
            return Finish();
        }
    }
}
