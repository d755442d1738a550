// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using MilliHttp.Nano.Crypto;
using MilliHttp.Nano.Tests.Cost.Meter;
using Org.BouncyCastle.Asn1.X9;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Digests;
using Org.BouncyCastle.Crypto.EC;
using Org.BouncyCastle.Crypto.Kems;
using Org.BouncyCastle.Crypto.Modes;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Signers;
using Org.BouncyCastle.Math;
using Org.BouncyCastle.Math.EC.Multiplier;
using Org.BouncyCastle.Security;
using Rfc7748 = Org.BouncyCastle.Math.EC.Rfc7748;

namespace MilliHttp.Nano.Tests.Cost.Scenarios
{
    /// <summary>
    /// Our primitives beside those of BouncyCastle, in one run by one meter: the figures come in pairs, ours first. What either prepares once (tables
    /// of a fixed base, an expanded key) is prepared before.
    /// </summary>
    public sealed class PeersScenario : IComparison
    {
        /// <summary>What the other one's figure is called, after ours.</summary>
        public const string Theirs = "BouncyCastle";

        private readonly byte[] _data = new byte[8192];
        private readonly byte[] _key = new byte[64];
        private readonly byte[] _result = new byte[65];

        public string Name => "Peers";

        public void Run(CostRun run)
        {
            new Random(1).NextBytes(_data);
            new Random(2).NextBytes(_key);
            _key[0] = 1;
            CryptoProvider provider = new CryptoProvider();
            AsymmetricJobs jobs = new AsymmetricJobs(provider, new MlKem768());
            HmacDrbg drbg = new HmacDrbg(provider);
            drbg.Instantiate(_data, 0, 64);
            jobs.DrawHedge(drbg);
            Curves(run, jobs, drbg);
            Encapsulation(run, jobs, drbg);
            Packets(run, provider);
        }

        private void Curves(CostRun run, AsymmetricJobs jobs, HmacDrbg drbg)
        {
            run.Start("X25519");
            jobs.StartX25519(_key, 0, _data, 0);
            Finish(jobs);
            run.Stop();
            Measure(run, "X25519", () => Rfc7748.X25519.ScalarMult(_key, 0, _data, 0, _result, 0));

            run.Start("X25519PublicKey");
            jobs.StartX25519PublicKey(_key, 0);
            Finish(jobs);
            run.Stop();
            Measure(run, "X25519PublicKey", () => Rfc7748.X25519.ScalarMultBase(_key, 0, _result, 0));

            X9ECParameters curve = CustomNamedCurves.GetByName("P-256");
            BigInteger scalar = new BigInteger(1, _key, 0, 32);
            FixedPointCombMultiplier comb = new FixedPointCombMultiplier();
            run.Start("P256PublicKey");
            jobs.StartP256PublicKey(_key, 0);
            Finish(jobs);
            run.Stop();
            Measure(run, "P256PublicKey", () => comb.Multiply(curve.G, scalar).Normalize());

            ECDsaSigner signer = new ECDsaSigner(new HMacDsaKCalculator(new Sha256Digest()));
            signer.Init(true, new ECPrivateKeyParameters(scalar, new ECDomainParameters(curve)));
            byte[] hash = new byte[32];
            Array.Copy(_data, 100, hash, 0, 32);
            run.Start("EcdsaSign");
            jobs.StartEcdsaSign(_key, 0, hash, 0, drbg);
            Finish(jobs);
            run.Stop();
            Measure(run, "EcdsaSign", () => signer.GenerateSignature(hash));
        }

        private void Encapsulation(CostRun run, AsymmetricJobs jobs, HmacDrbg drbg)
        {
            byte[] key = MLKemPrivateKeyParameters.FromSeed(MLKemParameters.ml_kem_768, _key).GetPublicKeyEncoded();
            byte[] share = (byte[])key.Clone();
            byte[] secret = new byte[32];
            byte[] ciphertext = new byte[KeyEncapsulation.CiphertextLength];
            jobs.DrawMessage(drbg);
            run.Start("MlKem768Encapsulate");
            jobs.StartMlKem768(share, 0, drbg);
            Finish(jobs);
            run.Stop();
            MLKemPublicKeyParameters peer = MLKemPublicKeyParameters.FromEncoding(MLKemParameters.ml_kem_768, key);
            SecureRandom random = new SecureRandom();
            Measure(run, "MlKem768Encapsulate", () =>
            {
                MLKemEncapsulator encapsulator = new MLKemEncapsulator(MLKemParameters.ml_kem_768);
                encapsulator.Init(new ParametersWithRandom(peer, random));
                encapsulator.Encapsulate(ciphertext, 0, ciphertext.Length, secret, 0, 32);
            });
        }

        private void Packets(CostRun run, CryptoProvider provider)
        {
            run.Start("Sha256Block");
            provider.Hash.Update(_data, 0, 6400);
            run.Stop(100);
            Sha256Digest digest = new Sha256Digest();
            Measure(run, "Sha256Block", () => digest.BlockUpdate(_data, 0, 6400), 100);

            byte[] nonce = new byte[12];
            byte[] keys = new byte[KeyBlock.Length];
            Seal(run, provider, "ChaCha20Poly1305Of1200", CipherSuite.ChaCha20Poly1305Sha256, keys, new ChaCha20Poly1305(), new AeadParameters(new KeyParameter(new byte[32]), 128, nonce));
            GcmBlockCipher gcm = new GcmBlockCipher(new Org.BouncyCastle.Crypto.Engines.AesEngine());
            gcm.Init(true, new AeadParameters(new KeyParameter(new byte[16]), 128, new byte[] { 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 }));
            Seal(run, provider, "Aes128GcmOf1200", CipherSuite.Aes128GcmSha256, keys, gcm, new AeadParameters(null, 128, nonce));
        }

        private void Seal(CostRun run, CryptoProvider provider, string name, int suite, byte[] keys, IAeadCipher cipher, AeadParameters parameters)
        {
            provider.Seal(suite, keys, 0, 1, _data, 0, 20, _data, 100, 1);
            run.Start(name);
            provider.Seal(suite, keys, 0, 2, _data, 0, 20, _data, 100, 1200);
            run.Stop();
            byte[] output = new byte[1300];
            run.Start(name + Theirs);
            cipher.Init(true, parameters);
            cipher.ProcessAadBytes(_data, 0, 20);
            int length = cipher.ProcessBytes(_data, 100, 1200, output, 0);
            cipher.DoFinal(output, length);
            run.Stop();
        }

        private static void Measure(CostRun run, string name, Action action, int units = 1)
        {
            action();
            run.Start(name + Theirs);
            action();
            if (run.Stop(units) < 1000)
            {
                throw new InvalidOperationException("BouncyCastle is not counted");
            }
        }

        private void Finish(AsymmetricJobs jobs)
        {
            int status;
            do
            {
                status = jobs.Step(30);
            }
            while (status == JobStatus.Running);
            jobs.TakeResult(_result, 0);
        }
    }
}
