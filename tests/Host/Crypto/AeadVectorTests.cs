// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using System.Text;
using MilliHttp.Nano.Crypto;
using MilliHttp.Nano.Drivers.NativeCrypto;
using Xunit;

namespace MilliHttp.Nano.Tests.Host.Crypto
{
    /// <summary>Published vectors of the AEADs and of QUIC packet protection, and what must happen to a wrong tag.</summary>
    public class AeadVectorTests
    {
        public static readonly TheoryData<string> Profiles = new TheoryData<string> { "tables", "constant-time", "native" };

        private const string ClientKey = "1f369613dd76d5467730efcbe3b1a22d";

        [Fact]
        public void Fips197_aes128_all_forms()
        {
            byte[] key = HashVectorTests.Bytes("000102030405060708090a0b0c0d0e0f");
            byte[] plain = HashVectorTests.Bytes("00112233445566778899aabbccddeeff");
            uint n0 = BitConverter.ToUInt32(plain, 0), n1 = BitConverter.ToUInt32(plain, 4), n2 = BitConverter.ToUInt32(plain, 8);
            byte[] box = new byte[Aes128.BoxLength];
            ulong[] schedule = new ulong[Aes128.ScheduleLength];
            Aes128.MakeBox(box);
            Aes128.Expand(box, key, 0, schedule);
            byte[] output = new byte[16];
            AesTable.Xor(box, schedule, n0, n1, n2, 0xccddeeff, null, 0, output, 0, 1);
            Assert.Equal("69c4e0d86a7b0430d8cdb78070b4c55a", HashVectorTests.Hex(output));
            ulong bytes = Aes128.FirstBytes(box, key, 0, BitConverter.ToUInt64(plain, 0), BitConverter.ToUInt64(plain, 8));
            Assert.Equal("69c4e0d86a", HashVectorTests.Hex(BitConverter.GetBytes(bytes)[..5]));
            ulong[] sliced = new ulong[AesBitsliced.ScheduleLength];
            AesBitsliced.Expand(key, 0, sliced);
            Array.Clear(output, 0, 16);
            AesBitsliced.Xor(sliced, n0, n1, n2, 0xccddeeff, null, 0, output, 0, 1);
            Assert.Equal("69c4e0d86a7b0430d8cdb78070b4c55a", HashVectorTests.Hex(output));
        }

        [Theory]
        [InlineData("00000000000000000000000000000000", "000000000000000000000000", "", "", "58e2fccefa7e3061367f1d57a4e7455a")]
        [InlineData("00000000000000000000000000000000", "000000000000000000000000", "", "00000000000000000000000000000000", "0388dace60b6a392f328c2b971b2fe78ab6e47d42cec13bdf53a67b21257bddf")]
        [InlineData("feffe9928665731c6d6a8f9467308308", "cafebabefacedbaddecaf888", "", "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b391aafd255", "42831ec2217774244b7221b784d0d49ce3aa212f2c02a4e035c17e2329aca12e21d514b25466931c7d8f6a5aac84aa051ba30b396a0aac973d58e091473f59854d5c2af327cd64a62cf35abd2ba6fab4")]
        [InlineData("feffe9928665731c6d6a8f9467308308", "cafebabefacedbaddecaf888", "feedfacedeadbeeffeedfacedeadbeefabaddad2", "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39", "42831ec2217774244b7221b784d0d49ce3aa212f2c02a4e035c17e2329aca12e21d514b25466931c7d8f6a5aac84aa051ba30b396a0aac973d58e0915bc94fbc3221a5db94fae95ae7121a47")]
        public void Gcm_test_cases_1_to_4(string key, string iv, string aad, string plain, string sealedText)
        {
            foreach (string profile in new[] { "tables", "constant-time", "native" })
            {
                Check(Provider(profile), CipherSuite.Aes128GcmSha256, key, iv, 0, aad, plain, sealedText);
            }
        }

        [Fact]
        public void Rfc8439_aead()
        {
            byte[] key = new byte[32];
            for (int i = 0; i < 32; i++)
            {
                key[i] = (byte)(0x80 + i);
            }

            string plain = HashVectorTests.Hex(Encoding.ASCII.GetBytes("Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the future, sunscreen would be it."));
            Check(new CryptoProvider(), CipherSuite.ChaCha20Poly1305Sha256, HashVectorTests.Hex(key), "070000004041424344454647", 0, "50515253c0c1c2c3c4c5c6c7", plain,
                "d31a8d34648e60db7b86afbc53ef7ec2a4aded51296e08fea9e2b5a736ee62d63dbea45e8ca9671282fafb69da92728b1a71de0a9e060b2905d6a5b67ecd3b3692ddbd7f2d778b8c9803aee328091b58fab324e4fad675945585808b4831d7bc3ff4def08e4b7a9de576d26586cec64b61161ae10b594f09e26a7e902ecbd0600691");
        }

        [Fact]
        public void Rfc8439_chacha20_block_and_stream()
        {
            byte[] key = new byte[32];
            for (int i = 0; i < 32; i++)
            {
                key[i] = (byte)i;
            }

            byte[] block = new byte[64];
            ChaCha20.Xor(key, 0, 1, 0x09000000, 0x4a000000, 0, block, 0, 1);
            Assert.Equal("10f1e7e4d13b5915500fdd1fa32071c4c7d1f4c733c068030422aa9ac3d46c4ed2826446079faa0914c2d705d98b02a2b5129cd1de164eb9cbd083e8a2503c4e", HashVectorTests.Hex(block));
            byte[] text = new byte[128];
            Encoding.ASCII.GetBytes("Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the future, sunscreen would be it.").CopyTo(text, 0);
            ChaCha20.Xor(key, 0, 1, 0, 0x4a000000, 0, text, 0, 2);
            Assert.StartsWith("6e2e359a2568f98041ba0728dd0d6981e97e7aec1d4360c20a27afccfd9fae0bf91b65c5524733ab8f593dabcd62b3571639d624e65152ab8f530c359f0861d807ca0dbf500d6a6156a38e088a22b65e52bc514d16ccf806818ce91ab77937365af90bbf74a35be6b40b8eedf2785e42874d", HashVectorTests.Hex(text));
        }

        [Theory]
        [InlineData("client in", "c00cf151ca5be075ed0ebfb5c80323c42d6b7db67881289af4008f1f6c357aea", ClientKey, "fa044b2f42a3fd3b46fb255c", "9f50449e04a0e810283a1e9933adedd2")]
        [InlineData("server in", "3c199828fd139efd216c155ad844cc81fb82fa8d7446fa7d78be803acdda951b", "cf3a5331653c364c88f0f379b6067e37", "0ac1493ca1905853b0bba03e", "c206b8d9b9f0f37644430b490eeaa314")]
        public void Rfc9001_a1_initial_keys(string label, string secret, string key, string iv, string hp)
        {
            byte[] salt = HashVectorTests.Bytes("38762cf7f55934b34d179ae6a4c80cadccbb7f0a");
            byte[] id = HashVectorTests.Bytes("8394c8f03e515708");
            byte[] initial = new byte[32];
            new Hkdf().Extract(salt, 0, 20, id, 0, 8, initial, 0);
            Assert.Equal("7db5df06e7a69e432496adedb00851923595221596ae2ae9fb8115c1e9ed0a44", HashVectorTests.Hex(initial));
            int side = label == "client in" ? HkdfLabel.ClientIn : HkdfLabel.ServerIn;
            Assert.Equal(secret, HashVectorTests.Label(HashVectorTests.Hex(initial), side, string.Empty, 32));
            Assert.Equal(key, HashVectorTests.Label(secret, HkdfLabel.QuicKey, string.Empty, 16));
            Assert.Equal(iv, HashVectorTests.Label(secret, HkdfLabel.QuicIv, string.Empty, 12));
            Assert.Equal(hp, HashVectorTests.Label(secret, HkdfLabel.QuicHp, string.Empty, 16));
        }

        [Theory]
        [MemberData(nameof(Profiles))]
        public void Rfc9001_a2_a3_header_protection_and_server_packet(string profile)
        {
            CryptoProvider provider = Provider(profile);
            byte[] mask = new byte[7];
            byte[] keys = Keys("00", "00", "9f50449e04a0e810283a1e9933adedd2");
            provider.HeaderProtectionMask(CipherSuite.Aes128GcmSha256, keys, 3, HashVectorTests.Bytes("d1b1c98dd7689fb8ec11d242b123dc9b"), 0, mask, 1);
            Assert.Equal("00437b9aec3600", HashVectorTests.Hex(mask));

            keys = Keys("cf3a5331653c364c88f0f379b6067e37", "0ac1493ca1905853b0bba03e", "c206b8d9b9f0f37644430b490eeaa314");
            string header = "c1000000010008f067a5502a4262b50040750001";
            string payload = "02000000000600405a020000560303eefce7f7b37ba1d1632e96677825ddf73988cfc79825df566dc5430b9a045a1200130100002e00330024001d00209d3c940d89690b84d08a60993c144eca684d1081287c834d5311bcf32bb9da1a002b00020304";
            byte[] packet = HashVectorTests.Bytes(header + payload + new string('0', 32));
            int length = payload.Length / 2;
            provider.Seal(CipherSuite.Aes128GcmSha256, keys, 3, 1, packet, 0, 20, packet, 20, length);
            provider.HeaderProtectionMask(CipherSuite.Aes128GcmSha256, keys, 3, packet, 22, mask, 0);
            Assert.Equal("2ec0d8356a", HashVectorTests.Hex(mask[..5]));
            packet[0] ^= (byte)(mask[0] & 15);
            packet[18] ^= mask[1];
            packet[19] ^= mask[2];
            Assert.Equal("cf000000010008f067a5502a4262b5004075c0d95a482cd0991cd25b0aac406a5816b6394100f37a1c69797554780bb38cc5a99f5ede4cf73c3ec2493a1839b3dbcba3f6ea46c5b7684df3548e7ddeb9c3bf9c73cc3f3bded74b562bfb19fb84022f8ef4cdd93795d77d06edbb7aaf2f58891850abbdca3d20398c276456cbc42158407dd074ee", HashVectorTests.Hex(packet));
        }

        [Fact]
        public void Rfc9001_a5_chacha20_short_header_packet()
        {
            string secret = "9ac312a7f877468ebe69422748ad00a15443f18203a07d6060f688f30f21632b";
            string key = HashVectorTests.Label(secret, HkdfLabel.QuicKey, string.Empty, 32);
            string iv = HashVectorTests.Label(secret, HkdfLabel.QuicIv, string.Empty, 12);
            string hp = HashVectorTests.Label(secret, HkdfLabel.QuicHp, string.Empty, 32);
            Assert.Equal("c6d98ff3441c3fe1b2182094f69caa2ed4b716b65488960a7a984979fb23e1c8", key);
            Assert.Equal("e0459b3474bdd0e44a41c144", iv);
            Assert.Equal("25a282b9e82f06f21f488917a4fc8f1b73573685608597d0efcb076b0ab7a7a4", hp);
            Assert.Equal("1223504755036d556342ee9361d253421a826c9ecdf3c7148684b36b714881f9", HashVectorTests.Label(secret, HkdfLabel.QuicKu, string.Empty, 32));
            CryptoProvider provider = new CryptoProvider();
            byte[] keys = Keys(key, iv, hp);
            byte[] packet = new byte[21];
            HashVectorTests.Bytes("4200bff401").CopyTo(packet, 0);
            provider.Seal(CipherSuite.ChaCha20Poly1305Sha256, keys, 3, 654360564, packet, 0, 4, packet, 4, 1);
            byte[] mask = new byte[5];
            provider.HeaderProtectionMask(CipherSuite.ChaCha20Poly1305Sha256, keys, 3, packet, 5, mask, 0);
            Assert.Equal("aefefe7d03", HashVectorTests.Hex(mask));
            packet[0] ^= (byte)(mask[0] & 31);
            for (int i = 1; i < 4; i++)
            {
                packet[i] ^= mask[i];
            }

            Assert.Equal("4cfe4189655e5cd55c41f69080575d7999c25a5bfb", HashVectorTests.Hex(packet));
        }

        [Theory]
        [MemberData(nameof(Profiles))]
        public void Trap_28_every_wrong_bit_of_the_tag_is_refused_and_nothing_released(string profile)
        {
            CryptoProvider provider = Provider(profile);
            Random random = new Random(3);
            foreach (int suite in new[] { CipherSuite.Aes128GcmSha256, CipherSuite.ChaCha20Poly1305Sha256 })
            {
                foreach (int length in new[] { 0, 1, 16, 37, 130 })
                {
                    byte[] keys = Campaign.Bytes(random, KeyBlock.Length);
                    byte[] buffer = Campaign.Bytes(random, length + 16 + 20);
                    provider.Seal(suite, keys, 0, 5, buffer, 0, 10, buffer, 10, length);
                    byte[] good = (byte[])buffer.Clone();
                    for (int bit = 0; bit < 8 * (length + 16 + 10); bit += bit < 8 * (length + 10) ? 7 : 1)
                    {
                        buffer[bit >> 3] ^= (byte)(1 << (bit & 7));
                        byte[] before = (byte[])buffer.Clone();
                        Assert.False(provider.Open(suite, keys, 0, 5, buffer, 0, 10, buffer, 10, length));
                        Assert.Equal(before, buffer);

                        // The same in parts.
                        provider.OpenBegin(0, suite, keys, 0, 5, buffer, 0, 10);
                        provider.OpenUpdate(0, (byte[])buffer.Clone(), 10, length);
                        Assert.False(provider.OpenEnd(0, buffer, 10 + length));
                        good.CopyTo(buffer, 0);
                    }

                    Assert.False(provider.Open(suite, keys, 0, 6, buffer, 0, 10, buffer, 10, length));
                    Assert.False(provider.Open(suite, keys, 0, 5, buffer, 0, 9, buffer, 10, length));
                    Assert.Equal(good, buffer);
                    Assert.True(provider.Open(suite, keys, 0, 5, buffer, 0, 10, buffer, 10, length));
                    Assert.Equal(good[(10 + length)..], buffer[(10 + length)..]);
                }
            }
        }

        [Fact]
        public void A_record_under_way_is_the_only_one_and_can_be_given_up()
        {
            CryptoProvider provider = new CryptoProvider();
            byte[] keys = new byte[KeyBlock.Length];
            Assert.Throws<InvalidOperationException>(() => provider.OpenUpdate(0, keys, 0, 1));
            Assert.Throws<InvalidOperationException>(() => provider.OpenEnd(0, keys, 0));
            provider.OpenBegin(0, CipherSuite.Aes128GcmSha256, keys, 0, 0, keys, 0, 0);
            Assert.Throws<InvalidOperationException>(() => provider.OpenBegin(0, CipherSuite.Aes128GcmSha256, keys, 0, 0, keys, 0, 0));
            provider.OpenAbort(0);
            provider.OpenBegin(0, CipherSuite.ChaCha20Poly1305Sha256, keys, 0, 0, keys, 0, 0);
            provider.OpenAbort(0);
            Assert.Throws<ArgumentException>(() => provider.Seal(0x1302, keys, 0, 0, keys, 0, 0, new byte[16], 0, 0));
        }

        internal static CryptoProvider Provider(string profile)
        {
            return profile switch
            {
                "constant-time" => new CryptoProvider(CryptoProfile.ConstantTime()),
                "native" => new CryptoProvider(new CryptoProfile { Accelerator = new NativeAes(), HmacAccelerator = new NativeHmac() }),
                _ => new CryptoProvider()
            };
        }

        private static byte[] Keys(string key, string iv, string hp)
        {
            byte[] keys = new byte[KeyBlock.Length + 3];
            HashVectorTests.Bytes(key).CopyTo(keys, 3 + KeyBlock.Key);
            HashVectorTests.Bytes(iv).CopyTo(keys, 3 + KeyBlock.Iv);
            HashVectorTests.Bytes(hp).CopyTo(keys, 3 + KeyBlock.HeaderProtection);
            return keys;
        }

        private static void Check(CryptoProvider provider, int suite, string key, string iv, long sequence, string aad, string plain, string sealedText)
        {
            byte[] keys = Keys(key, iv, string.Empty);
            byte[] a = HashVectorTests.Bytes(aad);
            byte[] buffer = HashVectorTests.Bytes(plain + new string('0', 32));
            int length = plain.Length / 2;
            provider.Seal(suite, keys, 3, sequence, a, 0, a.Length, buffer, 0, length);
            Assert.Equal(sealedText, HashVectorTests.Hex(buffer));
            Assert.True(provider.Open(suite, keys, 3, sequence, a, 0, a.Length, buffer, 0, length));
            Assert.Equal(plain, HashVectorTests.Hex(buffer[..length]));
        }
    }
}
