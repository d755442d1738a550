// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;
using MilliHttp.Nano.Crypto;
using MilliHttp.Nano.TestClient;
using Xunit;

namespace MilliHttp.Nano.Tests.Host.Crypto
{
    public class AsymmetricP256Tests
    {
        private static readonly Org.BouncyCastle.Asn1.X9.X9ECParameters s_curve = Org.BouncyCastle.Crypto.EC.CustomNamedCurves.GetByName("P-256");

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

        [Fact]
        public void ScalarsAtTheEdges()
        {
            BigInteger n = LimbNumbers.Order;
            foreach (BigInteger bad in new[] { BigInteger.Zero, n, n + 1, (BigInteger.One << 256) - 1 })
            {
                byte[] key = LimbNumbers.Bytes(bad, true);
                Assert.Null(_run.P256Public(key));
                Assert.Null(_run.P256Ecdh(key, Reference(7)));
                Assert.Null(_run.Sign(key, new byte[32]));
                Assert.False(new EcdsaPreparedSigner(_run.Jobs, new EcdsaNoncePool(1)).SetKey(key, 0));
            }

            byte[] peer = Reference(1);
            for (int i = 1; i < 70; i++)
            {
                foreach (BigInteger good in new[] { i, n - i, BigInteger.One << (i * 3), n - (BigInteger.One << (i * 3)), (n + i) / 2 })
                {
                    byte[] key = LimbNumbers.Bytes(good, true);
                    byte[] expected = Reference(good);
                    Assert.Equal(expected, _run.P256Public(key));
                    Assert.Equal(expected.AsSpan(1, 32).ToArray(), _run.P256Ecdh(key, peer));
                }
            }
        }

        [Fact]
        public void CrossCheckWithBouncyCastle()
        {
            Campaign.Run(200, random =>
            {
                byte[] key = Campaign.Bytes(random, 32);
                key[0] &= 127;
                key[31] |= 1;
                BigInteger k = new BigInteger(key, true, true);
                BigInteger d = new BigInteger(Campaign.Bytes(random, 32), true, true) % LimbNumbers.Order;
                _run.Budget = 1 + random.Next(60);
                Assert.Equal(Reference(k), _run.P256Public(key));
                Assert.Equal(Reference(k * d % LimbNumbers.Order).AsSpan(1, 32).ToArray(), _run.P256Ecdh(key, Reference(d)));
            });
        }

        [Fact]
        public void Trap28InvalidPointsFail()
        {
            byte[] key = LimbNumbers.Bytes(12345, true);
            byte[] good = Reference(99);
            Assert.NotNull(_run.P256Ecdh(key, good));
            byte[] bad = (byte[])good.Clone();
            foreach (byte form in new byte[] { 0, 2, 3, 5, 6, 255 })
            {
                bad[0] = form;
                Assert.Null(_run.P256Ecdh(key, bad));
            }

            for (int i = 8; i < 520; i += 7)
            {
                bad = (byte[])good.Clone();
                bad[i >> 3] ^= (byte)(1 << (i & 7));
                Assert.Null(_run.P256Ecdh(key, bad));
            }

            bad = new byte[65];
            bad[0] = 4;
            Assert.Null(_run.P256Ecdh(key, bad));

            // x = 0 is on the curve; x = p is the same number written otherwise.
            BigInteger p = LimbNumbers.FieldP256Modulus;
            BigInteger b = BigInteger.Parse("05AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B", NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            BigInteger y = BigInteger.ModPow(b, (p + 1) / 4, p);
            Assert.Equal(b, y * y % p);
            LimbNumbers.Bytes(y, true).CopyTo(bad, 33);
            Assert.NotNull(_run.P256Ecdh(key, bad));
            LimbNumbers.Bytes(p, true).CopyTo(bad, 1);
            Assert.Null(_run.P256Ecdh(key, bad));

            // Also y + p where that fits: a point with a small y.
            for (BigInteger small = 1; small < 40; small++)
            {
                bad = new byte[65];
                bad[0] = 4;
                LimbNumbers.Bytes(5, true).CopyTo(bad, 1);
                LimbNumbers.Bytes(p + small, true).CopyTo(bad, 33);
                Assert.Null(_run.P256Ecdh(key, bad));
            }
        }

        [Theory]
        [InlineData("sample", "A6E3C57DD01ABE90086538398355DD4C3B17AA873382B0F24D6129493D8AAD60", "EFD48B2AACB6A8FD1140DD9CD45E81D69D2C877B56AAF991C34D0EA84EAF3716F7CB1C942D657C41D436C7A1B6E29F65F3E900DBB9AFF4064DC4AB2F843ACDA8")]
        [InlineData("test", "D16B6AE827F17175E040871A1C7EC3500192C4C92677336EC2537ACAEE0008E0", "F1ABB023518351CD71D881567B1EA663ED3EFCF6C5132B354F28D3B0B7D38367019F4113742A2B14BD25926B49C649155F267E60D3814B4C0CC84250E46F0083")]
        public void Rfc6979A25(string message, string k, string rs)
        {
            byte[] key = Bytes("C9AFA9D845BA75166B5C215767B1D6934E50C3DB36E89B127B8A622B120F6721");
            byte[] hash = SHA256.HashData(System.Text.Encoding.ASCII.GetBytes(message));

            // Section 3.2 is an HMAC_DRBG seeded with key and hash (which is below the order here).
            byte[] seed = new byte[64];
            key.CopyTo(seed, 0);
            hash.CopyTo(seed, 32);
            HmacDrbg drbg = new HmacDrbg(_run.Provider);
            drbg.Instantiate(seed, 0, 64);
            byte[] nonce = new byte[32];
            drbg.Generate(nonce, 0, 32);
            Assert.Equal(k, Convert.ToHexString(nonce));
            _run.Jobs.StartEcdsaSignWithNonce(key, hash, nonce);
            Assert.Equal(rs, Convert.ToHexString(_run.Finish()));
        }

        [Fact]
        public void CrossCheckSignatures()
        {
            P256Verifier verifier = new P256Verifier();
            EcdsaNoncePool pool = new EcdsaNoncePool(3);
            EcdsaPreparedSigner signer = new EcdsaPreparedSigner(_run.Jobs, pool);
            byte[] rs = new byte[64];
            Campaign.Run(30, random =>
            {
                byte[] key = LimbNumbers.Bytes((new BigInteger(Campaign.Bytes(random, 32), true) % (LimbNumbers.Order - 1)) + 1, true);
                byte[] hash = Campaign.Bytes(random, 32);
                int kind = random.Next(5);
                if (kind < 2)
                {
                    Array.Fill(hash, (byte)-kind);
                }

                byte[] point = Reference(new BigInteger(key, true, true));
                using ECDsa platform = ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = new ECPoint { X = point[1..33], Y = point[33..] } });
                byte[] signature = _run.Sign(key, hash);
                Assert.True(platform.VerifyHash(hash, signature));
                bool plain = random.Next(8) == 0;
                Assert.True(!plain || verifier.Verify(point, 0, hash, 0, signature, 0));
                IdlePreparation idle = new IdlePreparation(_run.Jobs, _run.Drbg, null, pool);
                while (idle.Step(1 + random.Next(40)))
                {
                }

                Assert.True(signer.SetKey(key, 0));
                Assert.True(signer.TrySign(hash, 0, rs, 0));
                Assert.True(platform.VerifyHash(hash, rs));
                rs[random.Next(64)] ^= (byte)(1 << random.Next(8));
                Assert.False(platform.VerifyHash(hash, rs));
                Assert.False(plain && verifier.Verify(point, 0, hash, 0, rs, 0));
            });
        }

        [Fact]
        public void VerifierRefusesWhatIsOutOfRange()
        {
            P256Verifier verifier = new P256Verifier();
            byte[] key = LimbNumbers.Bytes(77, true);
            byte[] hash = SHA256.HashData(key);
            byte[] point = Reference(77);
            byte[] good = _run.Sign(key, hash);
            Assert.True(verifier.Verify(point, 0, hash, 0, good, 0));
            for (int half = 0; half < 64; half += 32)
            {
                foreach (BigInteger value in new[] { BigInteger.Zero, LimbNumbers.Order, LimbNumbers.Order + 5, (BigInteger.One << 256) - 1 })
                {
                    byte[] bad = (byte[])good.Clone();
                    LimbNumbers.Bytes(value, true).CopyTo(bad, half);
                    Assert.False(verifier.Verify(point, 0, hash, 0, bad, 0));
                }
            }

            point[40] ^= 1;
            Assert.False(verifier.Verify(point, 0, hash, 0, good, 0));
        }

        [Fact]
        public void DerFormIsStrict()
        {
            P256Verifier verifier = new P256Verifier();
            byte[] der = new byte[EcdsaSignature.MaxDerLength];
            for (int i = 0; i < 10; i++)
            {
                byte[] key = LimbNumbers.Bytes(i + 3, true);
                byte[] point = Reference(i + 3);
                byte[] hash = SHA256.HashData(key);
                int length = EcdsaSignature.WriteDer(_run.Sign(key, hash), 0, der, 0);
                Assert.True(verifier.VerifyDer(point, 0, hash, 0, der, 0, length));
                Assert.False(verifier.VerifyDer(point, 0, hash, 0, der, 0, length - 1));
                der[1]++;
                Assert.False(verifier.VerifyDer(point, 0, hash, 0, der, 0, length));
            }

            byte[] rs = new byte[64];
            Assert.Equal(8, EcdsaSignature.WriteDer(rs, 0, der, 0));
            Assert.Equal("3006020100020100", Convert.ToHexString(der, 0, 8));
            Array.Fill(rs, (byte)255);
            Assert.Equal(72, EcdsaSignature.WriteDer(rs, 0, der, 0));
            rs[0] = 0;
            rs[1] = 0x7F;
            Assert.Equal(70, EcdsaSignature.WriteDer(rs, 0, der, 0));
        }

        private static byte[] Reference(BigInteger k)
        {
            Org.BouncyCastle.Math.EC.ECPoint point = s_curve.G.Multiply(new Org.BouncyCastle.Math.BigInteger(k.ToString(CultureInfo.InvariantCulture))).Normalize();
            return point.GetEncoded(false);
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
