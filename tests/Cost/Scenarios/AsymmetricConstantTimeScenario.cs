// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using MilliHttp.Nano.Crypto;
using MilliHttp.Nano.Tests.Cost.Meter;

namespace MilliHttp.Nano.Tests.Cost.Scenarios
{
    /// <summary>
    /// Constant-time claims: operation counts over random secrets are equal, to the operation. Each figure is the difference between the
    /// dearest and the cheapest run and must be 0. The blinded inverses are left out; that of the peer's points is in, as these are the same each time.
    /// </summary>
    public sealed class AsymmetricConstantTimeScenario : ICostScenario
    {
        private const int Rounds = 12;

        public string Name => "AsymmetricConstantTime";

        public void Run(CostRun run)
        {
            CryptoProvider provider = new CryptoProvider();
            AsymmetricJobs jobs = new AsymmetricJobs(provider);
            long[] memory = new long[P256Machine.Length];
            byte[] scalar = new byte[32];
            byte[] result = new byte[65];
            byte[] peer = new byte[65];
            scalar[31] = 9;
            jobs.StartP256PublicKey(scalar, 0);
            while (jobs.Step(1000) == JobStatus.Running)
            {
            }

            jobs.TakeResult(peer, 0);
            Spread(run, "X25519Ladder", random =>
            {
                random.NextBytes(scalar);
                random.NextBytes(result);
            }, () =>
            {
                X25519Machine.StartAgreement(memory, scalar, result, 0);
                Steps(255, () => X25519Machine.Step(memory, 1, result, 0, 0));
            });
            Spread(run, "EdwardsComb", random => random.NextBytes(scalar), () =>
            {
                X25519Machine.StartPublic(memory, scalar);
                Steps(11, () => X25519Machine.Step(memory, 40, result, 0, 0));
            });
            Spread(run, "P256Comb", random => Scalar(random, scalar), () =>
            {
                P256Machine.StartBase(memory, scalar, 0, true);
                Steps(11, () => P256Machine.Step(memory, 40, 40, result, 0));
            });

            // One step each for the start of the table, its points, the products, the inverse, the affine forms and the windows.
            Spread(run, "P256Window", random => Scalar(random, scalar), () =>
            {
                P256Machine.StartPoint(memory, scalar, 0, peer, 0);
                Steps(1 + 8 + 7 + 1 + 8 + 64, () => P256Machine.Step(memory, 40, 40, result, 0));
            });

            long[] key = new long[9];
            byte[] nonce = new byte[64];
            Spread(run, "EcdsaSignPrepared", random =>
            {
                Scalar(random, scalar);
                random.NextBytes(nonce);
                nonce[31] = 1;
                nonce[63] = 1;
                random.NextBytes(peer);
            }, () =>
            {
                jobs.PrepareKey(scalar, 0, key);
                jobs.SignPrepared(nonce, 0, key, peer, 0, result, 0);
            });
            for (int modulus = 0; modulus < 3; modulus++)
            {
                int which = modulus;
                Spread(run, "Canonical" + modulus, random =>
                {
                    for (int i = 0; i < 9; i++)
                    {
                        memory[i] = random.NextInt64(-(1L << 40), 1L << 40);
                    }

                    memory[8] = random.Next(-0x400000, 0x800000);
                }, () => Moduli.Canonical(memory, 0, which));
            }
        }

        private static void Scalar(Random random, byte[] scalar)
        {
            random.NextBytes(scalar);
            scalar[0] &= 127;
            scalar[31] |= 2;
        }

        private static void Steps(int count, Action step)
        {
            for (int i = 0; i < count; i++)
            {
                step();
            }
        }

        private static void Spread(CostRun run, string name, Action<Random> prepare, Action action)
        {
            long least = long.MaxValue;
            long most = 0;
            for (int i = 0; i < Rounds; i++)
            {
                prepare(new Random(i));
                long before = CostRun.Operations;
                action();
                long used = CostRun.Operations - before;
                least = Math.Min(least, used);
                most = Math.Max(most, used);
            }

            run.Exactly(name, most - least, 0);
        }
    }
}
