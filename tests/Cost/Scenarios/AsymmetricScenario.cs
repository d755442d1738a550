// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using MilliHttp.Nano.Crypto;
using MilliHttp.Nano.Tests.Cost.Meter;

namespace MilliHttp.Nano.Tests.Cost.Scenarios
{
    /// <summary>The asymmetric jobs, whole.</summary>
    public sealed class AsymmetricScenario : ICostScenario
    {
        private const int Budget = 30;

        private long _longest;

        public string Name => "Asymmetric";

        public void Run(CostRun run)
        {
            CryptoProvider provider = new CryptoProvider();
            AsymmetricJobs jobs = new AsymmetricJobs(provider);
            HmacDrbg drbg = new HmacDrbg(provider);
            byte[] seed = new byte[64];
            new Random(3).NextBytes(seed);
            drbg.Instantiate(seed, 0, 64);
            byte[] key = new byte[32];
            new Random(4).NextBytes(key);
            byte[] peer = new byte[65];
            byte[] hash = new byte[32];
            new Random(5).NextBytes(hash);

            run.Start("X25519PublicKey");
            jobs.StartX25519PublicKey(key, 0);
            Finish(run, jobs, peer);
            run.Stop(1, 320000);

            run.Start("X25519");
            jobs.StartX25519(key, 0, peer, 0);
            Finish(run, jobs, peer);
            run.Stop(1, 1200000);

            key[0] = 1;
            run.Start("P256PublicKey");
            jobs.StartP256PublicKey(key, 0);
            Finish(run, jobs, peer);
            run.Stop(1, 420000);

            byte[] result = new byte[65];
            jobs.DrawHedge(drbg);
            run.Start("P256Ecdh");
            jobs.StartP256Ecdh(key, 0, peer, 0);
            Finish(run, jobs, result);
            run.Stop(1, 1750000);

            run.Start("EcdsaSign");
            jobs.StartEcdsaSign(key, 0, hash, 0, drbg);
            Finish(run, jobs, result);
            run.Stop(1, 470000);

            run.Start("EcdsaNonce");
            jobs.StartEcdsaNonce(drbg);
            jobs.Step(1);
            Finish(run, jobs, result);
            run.Stop();

            EcdsaNoncePool pool = new EcdsaNoncePool(1);
            X25519KeyPool keys = new X25519KeyPool(1);
            IdlePreparation idle = new IdlePreparation(jobs, drbg, keys, pool);
            EcdsaPreparedSigner signer = new EcdsaPreparedSigner(jobs, pool);
            signer.SetKey(key, 0);
            long longest = 0;
            bool more = true;
            bool drew = true;
            while (more)
            {
                // What is drawn from the generator is not cut; a job's first step does that.
                long before = CostRun.Operations;
                bool draws = !jobs.HasBackground;
                more = idle.Step(10);
                longest = draws || drew ? longest : Math.Max(longest, CostRun.Operations - before);
                drew = draws;
            }

            run.Record("IdleStepOf10", longest, 16000);
            run.Start("EcdsaSignPrepared");
            signer.TrySign(hash, 0, result, 0);
            run.Stop(1, 4500);
            run.Record("LongestStepOf30", _longest, 36000);
            Pieces(run);
        }

        private static void Pieces(CostRun run)
        {
            long[] s = new long[P256Machine.Length];
            Random random = new Random(6);
            long sum = 0;
            for (int i = 0; i < 10; i++)
            {
                byte[] bytes = new byte[32];
                random.NextBytes(bytes);
                bytes[31] = 0;
                Limbs.FromLittle(bytes, 0, s, 100);
                long before = CostRun.Operations;
                ModularInverse.Begin(s, 0, 100, Limbs.FieldP256);
                while (!InverseBatches.Run(s, 0, 30))
                {
                }

                ModularInverse.Finish(s, 0, 120, Limbs.FieldP256);
                sum += CostRun.Operations - before;
            }

            run.Record("Inverse", sum / 10, 36000);
            run.Start("P256KGProper");
            for (int i = 0; i < 44; i++)
            {
                P256Table.Select(0, 0, 0, 0, 0, i & 3, s, 27);
                P256Point.Run(s, 0, i > 0 && (i & 3) == 0 ? 1 : 0, 27, 1, i == 0);
            }

            run.Stop(1, 380000);
            run.Start("P256Double");
            P256Point.Run(s, 0, 1, 27, 0, false);
            run.Stop();
            run.Start("P256Add");
            P256Point.Run(s, 0, 0, 27, 1, false);
            run.Stop();
            run.Start("P256Select");
            P256Table.Select(0, 0, 0, 0, 0, 1, s, 27);
            run.Stop();
            run.Start("OrderMultiply");
            OrderP256.Multiply(s, 0, 9, 18);
            run.Stop();
            run.Start("FieldMultiply25519");
            Field25519.Multiply(s, 0, 9, 18);
            run.Stop();
            run.Start("Canonical");
            Moduli.Canonical(s, 0, Limbs.OrderP256);
            run.Stop();
        }

        private void Finish(CostRun run, AsymmetricJobs jobs, byte[] result)
        {
            int status;
            do
            {
                long before = CostRun.Operations;
                status = jobs.Step(Budget);
                _longest = Math.Max(_longest, CostRun.Operations - before);
            }
            while (status == JobStatus.Running);
            jobs.TakeResult(result, 0);
        }
    }
}
