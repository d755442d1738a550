// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using MilliHttp.Nano.Crypto;
using nanoFramework.TestFramework;

namespace MilliHttp.Nano.Tests.Device.Crypto
{
    /// <summary>SHA-256, HMAC, HKDF by the vectors of FIPS 180-4, RFC 4231, RFC 5869 and RFC 9001.</summary>
    [TestClass]
    public class HashTests
    {
        [TestMethod]
        public void Sha256OfAbc()
        {
            byte[] hash = new byte[32];
            Sha256 sha = new Sha256();
            sha.Update(Hex.Bytes("616263"), 0, 3);
            sha.Finish(hash, 0);
            Hex.AreEqual("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", hash, 0, "hash");
        }

        [TestMethod]
        public void Sha256OfManyBytesInUnevenPieces()
        {
            byte[] hash = new byte[32];
            byte[] data = new byte[1000];
            for (int i = 0; i < data.Length; i++)
            {
                data[i] = (byte)'a';
            }

            Sha256 sha = new Sha256();
            for (int at = 0; at < data.Length; at += 37)
            {
                sha.Update(data, at, data.Length - at < 37 ? data.Length - at : 37);
            }

            sha.Finish(hash, 0);
            Hex.AreEqual("41edece42d63e8d9bf515a9ba6932e1c20cbc9f5a5d134645adb5db1b9737ea3", hash, 0, "hash");
        }

        [TestMethod]
        public void HmacOfRfc4231Case2()
        {
            byte[] mac = new byte[32];
            HmacSha256 hmac = new HmacSha256();
            hmac.SetKey(Hex.Bytes("4a656665"), 0, 4);
            byte[] data = Hex.Bytes("7768617420646f2079612077616e7420666f72206e6f7468696e673f");
            for (int round = 0; round < 2; round++)
            {
                hmac.Start();
                hmac.Update(data, 0, data.Length);
                hmac.Finish(mac, 0);
                Hex.AreEqual("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843", mac, 0, "mac");
            }
        }

        [TestMethod]
        public void HkdfOfRfc5869Case1()
        {
            byte[] prk = new byte[32];
            byte[] okm = new byte[42];
            Hkdf hkdf = new Hkdf();
            byte[] ikm = Hex.Bytes("0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b");
            byte[] salt = Hex.Bytes("000102030405060708090a0b0c");
            byte[] info = Hex.Bytes("f0f1f2f3f4f5f6f7f8f9");
            hkdf.Extract(salt, 0, salt.Length, ikm, 0, ikm.Length, prk, 0);
            Hex.AreEqual("077709362c2e32df0ddc3f0dc47bba6390b6c73bb50f9c3122ec844ad7c2b3e5", prk, 0, "prk");
            hkdf.SetPrk(prk, 0);
            hkdf.Expand(info, 0, info.Length, okm, 0, okm.Length);
            Hex.AreEqual("3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865", okm, 0, "okm");
        }

        [TestMethod]
        public void HkdfLabelsOfRfc9001AppendixA5()
        {
            byte[] keys = new byte[76];
            Hkdf hkdf = new Hkdf();
            hkdf.SetPrk(Hex.Bytes("9ac312a7f877468ebe69422748ad00a15443f18203a07d6060f688f30f21632b"), 0);
            hkdf.ExpandLabel(HkdfLabel.QuicKey, null, 0, 0, keys, 0, 32);
            hkdf.ExpandLabel(HkdfLabel.QuicHp, null, 0, 0, keys, 32, 32);
            hkdf.ExpandLabel(HkdfLabel.QuicIv, null, 0, 0, keys, 64, 12);
            Hex.AreEqual("c6d98ff3441c3fe1b2182094f69caa2ed4b716b65488960a7a984979fb23e1c8", keys, 0, "key");
            Hex.AreEqual("25a282b9e82f06f21f488917a4fc8f1b73573685608597d0efcb076b0ab7a7a4", keys, 32, "hp");
            Hex.AreEqual("e0459b3474bdd0e44a41c144", keys, 64, "iv");
        }
    }
}
