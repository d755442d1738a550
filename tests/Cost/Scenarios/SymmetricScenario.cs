// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using MilliHttp.Nano.Crypto;
using MilliHttp.Nano.Tests.Cost.Meter;

namespace MilliHttp.Nano.Tests.Cost.Scenarios
{
    /// <summary>The symmetric primitives, per block and per packet.</summary>
    public sealed class SymmetricScenario : ICostScenario
    {
        public string Name => "Symmetric";

        public void Run(CostRun run)
        {
            byte[] data = new byte[8192];
            new Random(1).NextBytes(data);
            byte[] keys = new byte[KeyBlock.Length];
            new Random(2).NextBytes(keys);
            CryptoProvider provider = new CryptoProvider();

            Sha256 hash = provider.Hash;
            run.Start("Sha256Block");
            hash.Update(data, 0, 6400);
            run.Stop(100, 6600);
            run.Start("Sha256Of32");
            hash.Reset();
            hash.Update(data, 0, 32);
            hash.Finish(data, 0);
            run.Stop();

            run.Start("HmacSetKey");
            provider.Hmac.SetKey(data, 0, 32);
            run.Stop();
            run.Start("HmacOf32");
            provider.Hmac.Start();
            provider.Hmac.Update(data, 0, 32);
            provider.Hmac.Finish(data, 0);
            run.Stop();
            provider.Hkdf.SetPrk(data, 0);
            run.Start("ExpandLabel");
            provider.Hkdf.ExpandLabel(HkdfLabel.ClientHandshakeTraffic, data, 100, 32, data, 0, 32);
            run.Stop();

            HmacDrbg drbg = new HmacDrbg(provider);
            drbg.Instantiate(data, 0, 64);
            run.Start("Drbg32");
            drbg.Generate(data, 0, 32);
            run.Stop();

            Blocks(run, data, keys);
            Suite(run, provider, "ChaCha20Poly1305", CipherSuite.ChaCha20Poly1305Sha256, data, keys, 155000, 15000);
            foreach (FlashedProfile flashed in FlashedProfile.All())
            {
                provider = new CryptoProvider(flashed.Profile.Crypto);
                Suite(run, provider, "AesGcm" + flashed.Suffix, CipherSuite.Aes128GcmSha256, data, keys, flashed.Goal(220000), flashed.Goal(15500));
            }

            Suite(run, new CryptoProvider(FlashedProfile.Native(new PlatformCrypto()).Profile.Crypto), "AesGcmNative", CipherSuite.Aes128GcmSha256, data, keys, 0, 0);
        }

        private static void Blocks(CostRun run, byte[] data, byte[] keys)
        {
            run.Start("ChaCha20Block");
            ChaCha20.Xor(keys, 0, 1, 2, 3, 4, data, 0, 16);
            run.Stop(16, 6400);
            long[] poly = new long[Poly1305.StateLength];
            Poly1305.Start(poly, keys, 0);
            run.Start("Poly1305Of16");
            Poly1305.Blocks(poly, data, 0, 64, 1 << 24);
            run.Stop(64, 350);

            byte[] box = new byte[Aes128.BoxLength];
            ulong[] schedule = new ulong[Aes128.ScheduleLength];
            Aes128.MakeBox(box);
            run.Start("AesExpand");
            Aes128.Expand(box, keys, 0, schedule);
            run.Stop();
            run.Start("AesFirstBytes");
            Aes128.FirstBytes(box, keys, 0, 1, 2);
            run.Stop();
            run.Start("AesCtrBlock");
            AesTable.Xor(box, schedule, 1, 2, 3, 2, null, 0, data, 0, 75);
            run.Stop(75, 2000);
            ulong[] sliced = new ulong[AesBitslicedWide.ScheduleLength];
            run.Start("AesBitslicedExpand");
            AesBitsliced.Expand(keys, 0, sliced);
            run.Stop();
            run.Start("AesBitslicedCtrBlock");
            AesBitsliced.Xor(sliced, 1, 2, 3, 2, null, 0, data, 0, 76);
            run.Stop(76);

            run.Start("AesBitslicedWideExpand");
            AesBitslicedWide.Expand(sliced);
            run.Stop();
            run.Start("AesBitslicedWideCtrBlock");
            AesBitslicedWide.Xor(sliced, 1, 2, 3, 2, null, 0, data, 0, 80);
            run.Stop(80);

            long[] y = new long[2];
            ulong[] high = new ulong[GhashKey.TableLength];
            ulong[] low = new ulong[GhashKey.TableLength];
            ulong[] product = new ulong[GhashMultiply.KeyLength];
            run.Start("GhashTables");
            GhashKey.MakeTables(1, 2, high, low);
            run.Stop();
            run.Start("GhashOf16");
            GhashTable.Blocks(high, low, y, data, 0, 76);
            run.Stop(76, 900);
            GhashMultiply.Prepare(1, 2, product);
            run.Start("GhashMultiplyOf16");
            GhashMultiply.Blocks(product, y, data, 0, 76);
            run.Stop(76);
        }

        private static void Suite(CostRun run, CryptoProvider provider, string name, int suite, byte[] data, byte[] keys, long goal, long smallGoal)
        {
            run.Start(name + "FirstUse");
            provider.Seal(suite, keys, 0, 1, data, 0, 20, data, 100, 1);
            run.Stop();
            run.Start(name + "Seal1200");
            provider.Seal(suite, keys, 0, 2, data, 0, 20, data, 100, 1200);
            run.Stop(1, goal);
            run.Start(name + "Open1200");
            Check(provider.Open(suite, keys, 0, 2, data, 0, 20, data, 100, 1200));
            run.Stop(1, goal);
            run.Start(name + "Seal64");
            provider.Seal(suite, keys, 0, 3, data, 0, 12, data, 100, 64);
            run.Stop(1, smallGoal);
            run.Start(name + "Open64");
            Check(provider.Open(suite, keys, 0, 3, data, 0, 12, data, 100, 64));
            run.Stop(1, smallGoal);
            run.Start(name + "Stream16K");
            provider.OpenBegin(0, suite, keys, 0, 4, data, 0, 5);
            for (int i = 0; i < 16; i++)
            {
                provider.OpenUpdate(0, data, 100, 1024);
            }

            provider.OpenEnd(0, data, 0);
            run.Stop();
            run.Start(name + "Mask");
            provider.HeaderProtectionMask(suite, keys, 0, data, 40, data, 0);
            run.Stop();
        }

        private static void Check(bool right)
        {
            if (!right)
            {
                throw new InvalidOperationException();
            }
        }
    }
}
