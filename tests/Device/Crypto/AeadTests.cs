// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using MilliHttp.Nano.Crypto;
using nanoFramework.TestFramework;

namespace MilliHttp.Nano.Tests.Device.Crypto
{
    /// <summary>AES-128-GCM and ChaCha20-Poly1305 by the packets of RFC 9001 appendix A.</summary>
    [TestClass]
    public class AeadTests
    {
        private const string ServerInitial =
            "02000000000600405a020000560303eefce7f7b37ba1d1632e96677825ddf73988cfc79825df566dc5430b9a045a1200130100002e00330024001d0020"
            + "9d3c940d89690b84d08a60993c144eca684d1081287c834d5311bcf32bb9da1a002b00020304";

        private const string ServerInitialSealed =
            "5a482cd0991cd25b0aac406a5816b6394100f37a1c69797554780bb38cc5a99f5ede4cf73c3ec2493a1839b3dbcba3f6ea46c5b7684df3548e7ddeb9c3bf"
            + "9c73cc3f3bded74b562bfb19fb84022f8ef4cdd93795d77d06edbb7aaf2f58891850abbdca3d20398c276456cbc42158407dd074ee";

        [TestMethod]
        public void AesGcmSealsTheServerInitial()
        {
            byte[] header = Hex.Bytes("c1000000010008f067a5502a4262b50040750001");
            byte[] packet = Padded(Hex.Bytes(ServerInitial));
            new CryptoProvider().Seal(CipherSuite.Aes128GcmSha256, AesKeys(), 0, 1, header, 0, header.Length, packet, 3, packet.Length - 19);
            Hex.AreEqual(ServerInitialSealed, packet, 3, "packet");
        }

        [TestMethod]
        public void AesGcmOpensTheServerInitialAndRefusesAChangedOne()
        {
            byte[] header = Hex.Bytes("c1000000010008f067a5502a4262b50040750001");
            byte[] packet = Hex.Bytes(ServerInitialSealed);
            CryptoProvider provider = new CryptoProvider();
            packet[40] ^= 1;
            Assert.IsFalse(provider.Open(CipherSuite.Aes128GcmSha256, AesKeys(), 0, 1, header, 0, header.Length, packet, 0, packet.Length - 16), "changed");
            packet = Hex.Bytes(ServerInitialSealed);
            Assert.IsTrue(provider.Open(CipherSuite.Aes128GcmSha256, AesKeys(), 0, 1, header, 0, header.Length, packet, 0, packet.Length - 16), "unchanged");
            Hex.AreEqual(ServerInitial, packet, 0, "plaintext");
        }

        [TestMethod]
        public void ChaChaSealsAndOpensTheShortHeaderPacket()
        {
            byte[] header = Hex.Bytes("4200bff4");
            byte[] packet = new byte[17];
            packet[0] = 1;
            CryptoProvider provider = new CryptoProvider();
            provider.Seal(CipherSuite.ChaCha20Poly1305Sha256, ChaChaKeys(), 0, 654360564, header, 0, 4, packet, 0, 1);
            Hex.AreEqual("655e5cd55c41f69080575d7999c25a5bfb", packet, 0, "packet");
            Assert.IsTrue(provider.Open(CipherSuite.ChaCha20Poly1305Sha256, ChaChaKeys(), 0, 654360564, header, 0, 4, packet, 0, 1), "open");
            Assert.AreEqual(1, (int)packet[0], "plaintext");
            packet[8] ^= 0x80;
            Assert.IsFalse(provider.Open(CipherSuite.ChaCha20Poly1305Sha256, ChaChaKeys(), 0, 654360564, header, 0, 4, packet, 0, 1), "changed");
        }

        [TestMethod]
        public void HeaderProtectionMasksOfBothCiphers()
        {
            byte[] mask = new byte[5];
            CryptoProvider provider = new CryptoProvider();
            provider.HeaderProtectionMask(CipherSuite.Aes128GcmSha256, AesKeys(), 0, Hex.Bytes("2cd0991cd25b0aac406a5816b6394100"), 0, mask, 0);
            Hex.AreEqual("2ec0d8356a", mask, 0, "AES");
            provider.HeaderProtectionMask(CipherSuite.ChaCha20Poly1305Sha256, ChaChaKeys(), 0, Hex.Bytes("5e5cd55c41f69080575d7999c25a5bfb"), 0, mask, 0);
            Hex.AreEqual("aefefe7d03", mask, 0, "ChaCha20");
        }

        [TestMethod]
        public void ARecordOpenedInPiecesGivesTheSame()
        {
            byte[] header = Hex.Bytes("4200bff4");
            byte[] record = new byte[316];
            for (int i = 0; i < 300; i++)
            {
                record[i] = (byte)i;
            }

            CryptoProvider provider = new CryptoProvider();
            for (int round = 0; round < 2; round++)
            {
                int suite = round == 0 ? CipherSuite.Aes128GcmSha256 : CipherSuite.ChaCha20Poly1305Sha256;
                byte[] keys = round == 0 ? AesKeys() : ChaChaKeys();
                provider.Seal(suite, keys, 0, 7, header, 0, 4, record, 0, 300);
                provider.OpenBegin(0, suite, keys, 0, 7, header, 0, 4);
                for (int at = 0; at < 300; at += 23)
                {
                    provider.OpenUpdate(0, record, at, 300 - at < 23 ? 300 - at : 23);
                }

                Assert.IsTrue(provider.OpenEnd(0, record, 300), "tag");
                for (int i = 0; i < 300; i++)
                {
                    if (record[i] != (byte)i)
                    {
                        Assert.AreEqual((int)(byte)i, (int)record[i], "byte");
                    }
                }
            }
        }

        private static byte[] Padded(byte[] payload)
        {
            byte[] packet = new byte[payload.Length + 19];
            System.Array.Copy(payload, 0, packet, 3, payload.Length);
            return packet;
        }

        private static byte[] AesKeys()
        {
            byte[] keys = new byte[KeyBlock.Length];
            System.Array.Copy(Hex.Bytes("cf3a5331653c364c88f0f379b6067e37"), 0, keys, KeyBlock.Key, 16);
            System.Array.Copy(Hex.Bytes("c206b8d9b9f0f37644430b490eeaa314"), 0, keys, KeyBlock.HeaderProtection, 16);
            System.Array.Copy(Hex.Bytes("0ac1493ca1905853b0bba03e"), 0, keys, KeyBlock.Iv, 12);
            return keys;
        }

        private static byte[] ChaChaKeys()
        {
            byte[] keys = new byte[KeyBlock.Length];
            System.Array.Copy(Hex.Bytes("c6d98ff3441c3fe1b2182094f69caa2ed4b716b65488960a7a984979fb23e1c8"), 0, keys, KeyBlock.Key, 32);
            System.Array.Copy(Hex.Bytes("25a282b9e82f06f21f488917a4fc8f1b73573685608597d0efcb076b0ab7a7a4"), 0, keys, KeyBlock.HeaderProtection, 32);
            System.Array.Copy(Hex.Bytes("e0459b3474bdd0e44a41c144"), 0, keys, KeyBlock.Iv, 12);
            return keys;
        }
    }
}
