// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using MilliHttp.Nano.Crypto;
using MilliHttp.Nano.Tests.Cost.Meter;

namespace MilliHttp.Nano.Tests.Cost.Scenarios
{
    /// <summary>
    /// Constant-time claims: the operation counts of every symmetric primitive are equal, to the operation, over random keys, data and tags.
    /// Each figure is the difference between the dearest and the cheapest of many runs and must be 0.
    /// </summary>
    public sealed class SymmetricConstantTimeScenario : ICostScenario
    {
        private const int Rounds = 200;

        public string Name => "SymmetricConstantTime";

        public void Run(CostRun run)
        {
            Aead(run, "AesGcm", CipherSuite.Aes128GcmSha256, new CryptoProfile());
            Aead(run, "AesGcmConstantTime", CipherSuite.Aes128GcmSha256, CryptoProfile.ConstantTime());
            Aead(run, "ChaCha20Poly1305", CipherSuite.ChaCha20Poly1305Sha256, new CryptoProfile());

            CryptoProvider provider = new CryptoProvider();
            byte[] output = new byte[64];
            Spread(run, "Sha256", data => { }, data =>
            {
                provider.Hash.Reset();
                provider.Hash.Update(data, 0, 200);
                provider.Hash.Finish(output, 0);
            });
            Spread(run, "Hmac", data => { }, data =>
            {
                provider.Hmac.SetKey(data, 0, 32);
                provider.Hmac.Update(data, 40, 50);
                provider.Hmac.Finish(output, 0);
            });
            Spread(run, "Hkdf", data => { }, data =>
            {
                provider.Hkdf.Extract(data, 0, 32, data, 32, 32, output, 0);
                provider.Hkdf.SetPrk(output, 0);
                provider.Hkdf.ExpandLabel(HkdfLabel.Derived, data, 100, 32, output, 0, 32);
            });
            HmacDrbg drbg = new HmacDrbg(provider);
            Spread(run, "HmacDrbg", data => { }, data =>
            {
                drbg.Instantiate(data, 0, 64);
                drbg.Generate(output, 0, 40);
            });
            Spread(run, "ConstantTimeEquals", data =>
            {
                Array.Copy(data, 100, data, 200, 50);
                data[200 + (data[0] % 50)] ^= (byte)(data[1] & 3);
            }, data => ConstantTime.Equals(data, 100, data, 200, 50));
        }

        private static void Aead(CostRun run, string name, int suite, CryptoProfile profile)
        {
            CryptoProvider provider = new CryptoProvider(profile);
            Spread(run, name + "Seal", data => provider.Wipe(), data => provider.Seal(suite, data, 0, BitConverter.ToInt64(data, 80), data, 100, 21, data, 200, 333));
            Spread(run, name + "OpenRight", data =>
            {
                provider.Seal(suite, data, 0, 7, data, 100, 21, data, 200, 333);
                provider.Wipe();
            }, data => provider.Open(suite, data, 0, 7, data, 100, 21, data, 200, 333));
            Spread(run, name + "OpenWrong", data =>
            {
                provider.Seal(suite, data, 0, 7, data, 100, 21, data, 200, 333);
                data[533 + (data[0] & 15)] ^= (byte)(1 << (data[1] & 7));
                provider.Wipe();
            }, data => provider.Open(suite, data, 0, 7, data, 100, 21, data, 200, 333));

            // The sample is public; its last byte is a block counter here, whose wrap takes two operations less.
            Spread(run, name + "Mask", data =>
            {
                data[115] &= 0x7f;
                provider.Wipe();
            }, data => provider.HeaderProtectionMask(suite, data, 0, data, 100, data, 200));
        }

        private static void Spread(CostRun run, string figure, Action<byte[]> prepare, Action<byte[]> work)
        {
            Random random = new Random(7);
            byte[] data = new byte[600];
            long least = long.MaxValue;
            long most = 0;
            for (int i = 0; i < Rounds; i++)
            {
                random.NextBytes(data);
                if (i < 2)
                {
                    Array.Fill(data, (byte)(i == 0 ? 0 : 255));
                }

                prepare(data);
                long before = CostRun.Operations;
                work(data);
                long operations = CostRun.Operations - before;
                least = Math.Min(least, operations);
                most = Math.Max(most, operations);
            }

            run.Exactly(figure, most - least, 0);
        }
    }
}
