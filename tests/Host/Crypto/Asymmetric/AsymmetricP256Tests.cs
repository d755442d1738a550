// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using System.Security.Cryptography;
using MilliHttp.Nano.Crypto;
using Xunit;

namespace MilliHttp.Nano.Tests.Host.Crypto
{
    public class AsymmetricP256Tests
    {
        private readonly JobRunner _run = new JobRunner();

        [Fact]
        public void PublicKeyOfRfc6979A25()
        {
            byte[] key = Bytes("C9AFA9D845BA75166B5C215767B1D6934E50C3DB36E89B127B8A622B120F6721");
            Assert.Equal(
                "04" + "60FED4BA255A9D31C961EB74C6356D68C049B8923B61FA6CE669622E60F29FB6" + "7903FE1008B8BC99A41AE9E95628BC64F2F1B20C2D7E9F5177A3C294D4462299",
                Convert.ToHexString(_run.P256Public(key)));
        }

        [Fact]
        public void AgreesWithPlatform()
        {
            for (int i = 0; i < 10; i++)
            {
                using ECDiffieHellman a = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
                using ECDiffieHellman b = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
                ECParameters p = a.ExportParameters(true);
                byte[] point = Point(b.ExportParameters(false));
                Assert.Equal(a.DeriveRawSecretAgreement(b.PublicKey), _run.P256Ecdh(p.D, point));
                Assert.Equal(Point(p), _run.P256Public(p.D));
            }
        }

        [Fact]
        public void PlatformAcceptsSignatures()
        {
            EcdsaNoncePool pool = new EcdsaNoncePool(1);
            X25519KeyPool keys = new X25519KeyPool(1);
            EcdsaPreparedSigner signer = new EcdsaPreparedSigner(_run.Jobs, pool);
            IdlePreparation idle = new IdlePreparation(_run.Jobs, _run.Drbg, keys, pool);
            byte[] rs = new byte[64];
            byte[] der = new byte[72];
            for (int i = 0; i < 10; i++)
            {
                using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
                byte[] d = key.ExportParameters(true).D;
                byte[] hash = SHA256.HashData(new byte[] { (byte)i });
                byte[] signature = _run.Sign(d, hash);
                Assert.True(key.VerifyHash(hash, signature));
                signer.SetKey(d, 0);
                Assert.False(signer.TrySign(hash, 0, rs, 0));
                while (idle.Step(20))
                {
                }

                Assert.True(signer.TrySign(hash, 0, rs, 0));
                Assert.True(key.VerifyHash(hash, rs));
                int length = EcdsaSignature.WriteDer(rs, 0, der, 0);
                Assert.True(key.VerifyHash(hash, der.AsSpan(0, length), DSASignatureFormat.Rfc3279DerSequence));
                byte[] pair = new byte[64];
                Assert.True(keys.TryTake(pair, 0, pair, 32));
                Assert.Equal(_run.X25519Public(pair.AsSpan(0, 32).ToArray()), pair.AsSpan(32).ToArray());
            }
        }

        private static byte[] Point(ECParameters p)
        {
            byte[] point = new byte[65];
            point[0] = 4;
            p.Q.X.CopyTo(point, 1);
            p.Q.Y.CopyTo(point, 33);
            return point;
        }

        private static byte[] Bytes(string hex)
        {
            return Convert.FromHexString(hex);
        }
    }
}
