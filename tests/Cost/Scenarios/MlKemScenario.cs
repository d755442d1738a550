// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using MilliHttp.Nano.Crypto;
using MilliHttp.Nano.Tests.Cost.Meter;

namespace MilliHttp.Nano.Tests.Cost.Scenarios
{
    /// <summary>ML-KEM-768: an encapsulation, its parts, the job of X25519MLKEM768, and that nothing but the public key shows in the operations.</summary>
    public sealed class MlKemScenario : ICostScenario
    {
        private const int Keys = 8;
        private const int Budget = 30;

        private readonly byte[] _share = new byte[KeyEncapsulation.KeyLength + 32];
        private long _longest;

        public string Name => "MlKem";

        public void Run(CostRun run)
        {
            CryptoProvider provider = new CryptoProvider();
            AsymmetricJobs jobs = new AsymmetricJobs(provider, new MlKem768());
            HmacDrbg drbg = new HmacDrbg(provider);
            byte[] message = new byte[32];
            byte[] result = new byte[64];
            new Random(1).NextBytes(result);
            drbg.Instantiate(result, 0, 64);
            long sum = 0;
            for (int key = 0; key < Keys; key++)
            {
                // How many numbers of the public matrix are refused differs from key to key.
                Key(key);
                long before = CostRun.Operations;
                jobs.StartMlKem768WithMessage(_share, 0, message);
                Finish(jobs, result);
                sum += CostRun.Operations - before;
            }

            run.Record("Encapsulate", sum / Keys, 860000);
            Key(0);
            jobs.DrawMessage(drbg);
            run.Start("X25519MlKem768");
            jobs.StartX25519MlKem768(message, 0, _share, 0, drbg);
            Finish(jobs, result);
            run.Stop(1, 2040000);
            run.AtMost("LongestStepOf30", _longest, 36000);

            long[] memory = new long[1024];
            run.Measure("Permutation", () => KeccakF1600.Permute(memory, false));
            run.Measure("Transform", () =>
            {
                MlKemTransform.Noise(memory);
                MlKemTransform.Forward(memory, 34);
            });
            run.Measure("Inverse", () =>
            {
                MlKemTransform.InverseBegin(memory);
                MlKemTransform.InverseFinish(memory);
            });

            // Over random messages, for one key: the shared secret, the coins and all noise differ, the operations do not.
            long least = long.MaxValue;
            long most = 0;
            for (int i = 0; i < 12; i++)
            {
                Key(1);
                new Random(i).NextBytes(message);
                long before = CostRun.Operations;
                jobs.StartMlKem768WithMessage(_share, 0, message);
                Finish(jobs, result);
                long used = CostRun.Operations - before;
                least = Math.Min(least, used);
                most = Math.Max(most, used);
            }

            run.Exactly("SecretsDiffer", most - least, 0);
        }

        /// <summary>A key that passes the check: random coefficients below q, a random seed; then an X25519 key.</summary>
        private void Key(int seed)
        {
            Random random = new Random(seed);
            random.NextBytes(_share);
            for (int i = 0; i < 1152; i += 3)
            {
                int low = random.Next(3329);
                int high = random.Next(3329);
                _share[i] = (byte)low;
                _share[i + 1] = (byte)(low >> 8 | high << 4);
                _share[i + 2] = (byte)(high >> 4);
            }
        }

        private void Finish(AsymmetricJobs jobs, byte[] result)
        {
            int status;
            do
            {
                long before = CostRun.Operations;
                status = jobs.Step(Budget);
                _longest = Math.Max(_longest, CostRun.Operations - before);
            }
            while (status == JobStatus.Running);
            if (status != JobStatus.Done)
            {
                throw new InvalidOperationException("the encapsulation failed");
            }

            jobs.TakeResult(result, 0);
        }
    }
}
