// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using MilliHttp.Nano.Crypto;
using MilliHttp.Nano.TestClient;
using nanoFramework.TestFramework;

namespace MilliHttp.Nano.Tests.Device.Crypto
{
    /// <summary>X25519, P-256 ECDH and ECDSA by the vectors of RFC 7748 and RFC 5903, as jobs in small steps.</summary>
    [TestClass]
    public class AsymmetricTests
    {
        private const string PrivateA = "c88f01f510d9ac3f70a292daa2316de544e9aab8afe84049c62a9c57862d1433";
        private const string PublicA =
            "04dad0b65394221cf9b051e1feca5787d098dfe637fc90b9ef945d0c37725811805271a0461cdb8252d61f1c456fa3e59ab1f45b33accf5f58389e0577b8990bb3";

        private const string PublicB =
            "04d12dfb5289c8d4f81208b70270398c342296970a0bccb74c736fc7554494bf6356fbf3ca366cc23e8157854c13c58d6aac23f046ada30f8353e74f33039872ab";

        [TestMethod]
        public void X25519OfRfc7748()
        {
            AsymmetricJobs jobs = new AsymmetricJobs(new CryptoProvider());
            byte[] result = new byte[32];
            jobs.StartX25519(
                Hex.Bytes("a546e36bf0527c9d3b16154b82465edd62144c0ac1fc5a18506a2244ba449ac4"),
                0,
                Hex.Bytes("e6db6867583030db3594c1a424b15f7c726624ec26b3353b10a903a6d0ab1c4c"),
                0);
            Finish(jobs);
            Assert.AreEqual(32, jobs.ResultLength, "length");
            jobs.TakeResult(result, 0);
            Hex.AreEqual("c3da55379de9c6908e94ea4df28d084f32eccf03491c71f754b4075577a28552", result, 0, "secret");
        }

        [TestMethod]
        public void X25519RefusesAPointOfLowOrder()
        {
            AsymmetricJobs jobs = new AsymmetricJobs(new CryptoProvider());
            jobs.StartX25519(Hex.Bytes("a546e36bf0527c9d3b16154b82465edd62144c0ac1fc5a18506a2244ba449ac4"), 0, new byte[32], 0);
            while (jobs.Step(8) == JobStatus.Running)
            {
            }

            Assert.AreEqual(JobStatus.Failed, jobs.Status, "status");
        }

        [TestMethod]
        public void P256EcdhOfRfc5903()
        {
            AsymmetricJobs jobs = new AsymmetricJobs(new CryptoProvider());
            byte[] result = new byte[65];
            jobs.StartP256Ecdh(Hex.Bytes(PrivateA), 0, Hex.Bytes(PublicB), 0);
            Finish(jobs);
            jobs.TakeResult(result, 0);
            Hex.AreEqual("d6840f6b42f6edafd13116e0e12565202fef8e9ece7dce03812464d04b9442de", result, 0, "secret");
            jobs.StartP256PublicKey(Hex.Bytes(PrivateA), 0);
            Finish(jobs);
            jobs.TakeResult(result, 0);
            Hex.AreEqual(PublicA, result, 0, "public key");
        }

        [TestMethod]
        public void P256RefusesAPointOffTheCurve()
        {
            AsymmetricJobs jobs = new AsymmetricJobs(new CryptoProvider());
            byte[] point = Hex.Bytes(PublicB);
            point[64] ^= 1;
            jobs.StartP256Ecdh(Hex.Bytes(PrivateA), 0, point, 0);
            while (jobs.Step(8) == JobStatus.Running)
            {
            }

            Assert.AreEqual(JobStatus.Failed, jobs.Status, "status");
        }

        [TestMethod]
        public void EcdsaSignaturesVerifyAndDiffer()
        {
            CryptoProvider provider = new CryptoProvider();
            AsymmetricJobs jobs = new AsymmetricJobs(provider);
            HmacDrbg drbg = new HmacDrbg(provider);
            drbg.Instantiate(Hex.Bytes(PublicB), 1, 48);
            byte[] hash = Hex.Bytes("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
            byte[] first = new byte[64];
            byte[] second = new byte[64];
            jobs.StartEcdsaSign(Hex.Bytes(PrivateA), 0, hash, 0, drbg);
            Finish(jobs);
            jobs.TakeResult(first, 0);
            jobs.StartEcdsaSign(Hex.Bytes(PrivateA), 0, hash, 0, drbg);
            Finish(jobs);
            jobs.TakeResult(second, 0);
            Assert.IsFalse(ConstantTime.Equals(first, 0, second, 0, 64), "two signatures with one nonce");
            P256Verifier verifier = new P256Verifier();
            Assert.IsTrue(verifier.Verify(Hex.Bytes(PublicA), 0, hash, 0, first, 0), "first");
            Assert.IsTrue(verifier.Verify(Hex.Bytes(PublicA), 0, hash, 0, second, 0), "second");
            first[5] ^= 1;
            Assert.IsFalse(verifier.Verify(Hex.Bytes(PublicA), 0, hash, 0, first, 0), "changed");
        }

        private static void Finish(AsymmetricJobs jobs)
        {
            int status = JobStatus.Running;
            while (status == JobStatus.Running)
            {
                status = jobs.Step(8);
            }

            Assert.AreEqual(JobStatus.Done, status, "status");
        }
    }
}
