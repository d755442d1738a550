// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using System.Text;
using MilliHttp.Nano.Crypto;
using Xunit;

namespace MilliHttp.Nano.Tests.Host.Crypto
{
    /// <summary>Published vectors of SHA-256, HMAC, HKDF, the TLS 1.3 key schedule and HMAC_DRBG.</summary>
    public class HashVectorTests
    {
        [Theory]
        [InlineData("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")]
        [InlineData("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")]
        [InlineData("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1")]
        [InlineData("abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu", "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1")]
        public void Fips180_sha256(string message, string expected)
        {
            Sha256 hash = new Sha256();
            byte[] data = Encoding.ASCII.GetBytes(message);
            byte[] result = new byte[32];
            hash.Update(data, 0, data.Length);
            hash.Finish(result, 0);
            Assert.Equal(expected, Hex(result));
        }

        [Fact]
        public void Fips180_sha256_of_a_million_letters()
        {
            Sha256 hash = new Sha256();
            byte[] data = new byte[1000];
            Array.Fill(data, (byte)'a');
            for (int i = 0; i < 1000; i++)
            {
                hash.Update(data, 0, 1000);
            }

            byte[] result = new byte[32];
            hash.Finish(result, 0);
            Assert.Equal("cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0", Hex(result));
            hash.Reset();
            hash.Finish(result, 0);
            Assert.Equal("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", Hex(result));
        }

        [Theory]
        [InlineData("0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b", "4869205468657265", "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7")]
        [InlineData("4a656665", "7768617420646f2079612077616e7420666f72206e6f7468696e673f", "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843")]
        [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "dd*50", "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe")]
        [InlineData("0102030405060708090a0b0c0d0e0f10111213141516171819", "cd*50", "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b")]
        [InlineData("0c*20", "546573742057697468205472756e636174696f6e", "a3b6167473100ee06e0c796c2955552b")]
        [InlineData("aa*131", "54657374205573696e67204c6172676572205468616e20426c6f636b2d53697a65204b6579202d2048617368204b6579204669727374", "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54")]
        [InlineData("aa*131", "5468697320697320612074657374207573696e672061206c6172676572207468616e20626c6f636b2d73697a65206b657920616e642061206c6172676572207468616e20626c6f636b2d73697a6520646174612e20546865206b6579206e6565647320746f20626520686173686564206265666f7265206265696e6720757365642062792074686520484d414320616c676f726974686d2e", "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2")]
        public void Rfc4231_hmac(string key, string data, string expected)
        {
            byte[] k = Bytes(key);
            byte[] d = Bytes(data);
            HmacSha256 hmac = new HmacSha256();
            byte[] mac = new byte[32];
            hmac.SetKey(k, 0, k.Length);
            for (int i = 0; i < 2; i++)
            {
                hmac.Start();
                hmac.Update(d, 0, d.Length);
                hmac.Finish(mac, 0);
                Assert.StartsWith(expected, Hex(mac));
            }
        }

        [Theory]
        [InlineData("0b*22", "000102030405060708090a0b0c", "f0f1f2f3f4f5f6f7f8f9", "077709362c2e32df0ddc3f0dc47bba6390b6c73bb50f9c3122ec844ad7c2b3e5", "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865")]
        [InlineData(
            "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f404142434445464748494a4b4c4d4e4f",
            "606162636465666768696a6b6c6d6e6f707172737475767778797a7b7c7d7e7f808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9fa0a1a2a3a4a5a6a7a8a9aaabacadaeaf",
            "b0b1b2b3b4b5b6b7b8b9babbbcbdbebfc0c1c2c3c4c5c6c7c8c9cacbcccdcecfd0d1d2d3d4d5d6d7d8d9dadbdcdddedfe0e1e2e3e4e5e6e7e8e9eaebecedeeeff0f1f2f3f4f5f6f7f8f9fafbfcfdfeff",
            "06a6b88c5853361a06104c9ceb35b45cef760014904671014a193f40c15fc244",
            "b11e398dc80327a1c8e7f78c596a49344f012eda2d4efad8a050cc4c19afa97c59045a99cac7827271cb41c65e590e09da3275600c2f09b8367793a9aca3db71cc30c58179ec3e87c14c01d5c1f3434f1d87")]
        [InlineData("0b*22", "", "", "19ef24a32c717b167f33a91d6f648bdf96596776afdb6377ac434c1c293ccb04", "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8")]
        public void Rfc5869_hkdf(string ikm, string salt, string info, string prk, string okm)
        {
            byte[] i = Bytes(ikm), s = Bytes(salt), n = Bytes(info), p = new byte[32], o = new byte[okm.Length / 2];
            Hkdf hkdf = new Hkdf();
            hkdf.Extract(s, 0, s.Length, i, 0, i.Length, p, 0);
            Assert.Equal(prk, Hex(p));
            hkdf.SetPrk(p, 0);
            hkdf.Expand(n, 0, n.Length, o, 0, o.Length);
            Assert.Equal(okm, Hex(o));
        }

        [Fact]
        public void Rfc8448_key_schedule_of_the_simple_handshake()
        {
            string empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
            string hello = "860c06edc07858ee8e78f0e7428c58edd6b43f2ca3e6e95f02ed063cf0e1cad8";
            string finished = "9608102a0f1ccc6db6250b7b7e417b1a000eaada3daae4777a7686c9ff83df13";
            string client = "209145a96ee8e2a122ff810047cc952684658d6049e86429426db87c54ad143d";
            string early = Extract(string.Empty, new string('0', 64));
            Assert.Equal("33ad0a1c607ec03b09e6cd9893680ce210adf300aa1f2660e1b22e10f170f92a", early);
            string derived = Label(early, HkdfLabel.Derived, empty, 32);
            Assert.Equal("6f2615a108c702c5678f54fc9dbab69716c076189c48250cebeac3576c3611ba", derived);
            string handshake = Extract(derived, "8bd4054fb55b9d63fdfbacf9f04b9f0d35e6d63f537563efd46272900f89492d");
            Assert.Equal("1dc826e93606aa6fdc0aadc12f741b01046aa6b99f691ed221a9f0ca043fbeac", handshake);
            Assert.Equal("b3eddb126e067f35a780b3abf45e2d8f3b1a950738f52e9600746a0e27a55a21", Label(handshake, HkdfLabel.ClientHandshakeTraffic, hello, 32));
            string server = Label(handshake, HkdfLabel.ServerHandshakeTraffic, hello, 32);
            Assert.Equal("b67b7d690cc16c4e75e54213cb2d37b4e9c912bcded9105d42befd59d391ad38", server);
            Assert.Equal("3fce516009c21727d0f2e4e86ee403bc", Label(server, HkdfLabel.Key, string.Empty, 16));
            Assert.Equal("5d313eb2671276ee13000b30", Label(server, HkdfLabel.Iv, string.Empty, 12));
            Assert.Equal("008d3b66f816ea559f96b537e885c31fc068bf492c652f01f288a1d8cdc19fc8", Label(server, HkdfLabel.Finished, string.Empty, 32));
            derived = Label(handshake, HkdfLabel.Derived, empty, 32);
            Assert.Equal("43de77e0c77713859a944db9db2590b53190a65b3ee2e4f12dd7a0bb7ce254b4", derived);
            string master = Extract(derived, new string('0', 64));
            Assert.Equal("18df06843d13a08bf2a449844c5f8a478001bc4d4c627984d5a41da8d0402919", master);
            Assert.Equal("9e40646ce79a7f9dc05af8889bce6552875afa0b06df0087f792ebb7c17504a5", Label(master, HkdfLabel.ClientApplicationTraffic, finished, 32));
            Assert.Equal("a11af9f05531f856ad47116b45a950328204b4f44bfb6b3a4b4f1f3fcb631643", Label(master, HkdfLabel.ServerApplicationTraffic, finished, 32));
            Assert.Equal("fe22f881176eda18eb8f44529e6792c50c9a3f89452f68d8ae311b4309d3cf50", Label(master, HkdfLabel.ExporterMaster, finished, 32));
            string resumption = Label(master, HkdfLabel.ResumptionMaster, client, 32);
            Assert.Equal("7df235f2031d2a051287d02b0241b0bfdaf86cc856231f2d5aba46c434ec196c", resumption);
            Assert.Equal("4ecd0eb6ec3b4d87f5d6028f922ca4c5851a277fd41311c9e62d2c9492e1c4f3", Label(resumption, HkdfLabel.Resumption, "0000", 32));
        }

        [Fact]
        public void Constant_salts_are_what_their_names_say()
        {
            byte[] ikm = { 1, 2, 3, 4, 5 };
            foreach ((int id, string salt) in new[] { (HkdfSalt.DerivedEarlySecret, "6f2615a108c702c5678f54fc9dbab69716c076189c48250cebeac3576c3611ba"), (HkdfSalt.QuicV1Initial, "38762cf7f55934b34d179ae6a4c80cadccbb7f0a"), (HkdfSalt.Zero, string.Empty) })
            {
                byte[] prk = new byte[32];
                new Hkdf().Extract(id, ikm, 0, 5, prk, 0);
                Assert.Equal(Extract(salt, "0102030405"), Hex(prk));
            }
        }

        [Fact]
        public void Every_label_is_what_its_name_says()
        {
            (int Id, string Text)[] labels =
            {
                (HkdfLabel.ExternalBinder, "ext binder"), (HkdfLabel.ResumptionBinder, "res binder"), (HkdfLabel.ClientEarlyTraffic, "c e traffic"),
                (HkdfLabel.EarlyExporterMaster, "e exp master"), (HkdfLabel.Derived, "derived"), (HkdfLabel.ClientHandshakeTraffic, "c hs traffic"),
                (HkdfLabel.ServerHandshakeTraffic, "s hs traffic"), (HkdfLabel.ClientApplicationTraffic, "c ap traffic"),
                (HkdfLabel.ServerApplicationTraffic, "s ap traffic"), (HkdfLabel.ExporterMaster, "exp master"), (HkdfLabel.ResumptionMaster, "res master"),
                (HkdfLabel.Finished, "finished"), (HkdfLabel.Key, "key"), (HkdfLabel.Iv, "iv"), (HkdfLabel.Resumption, "resumption"),
                (HkdfLabel.TrafficUpdate, "traffic upd"), (HkdfLabel.Exporter, "exporter"), (HkdfLabel.QuicKey, "quic key"), (HkdfLabel.QuicIv, "quic iv"),
                (HkdfLabel.QuicHp, "quic hp"), (HkdfLabel.QuicKu, "quic ku"), (HkdfLabel.ClientIn, "client in"), (HkdfLabel.ServerIn, "server in"),
            };
            Hkdf hkdf = new Hkdf();
            hkdf.SetPrk(new byte[32], 0);
            foreach ((int id, string text) in labels)
            {
                byte[] byId = new byte[40];
                byte[] byText = new byte[40];
                byte[] context = { 1, 2, 3 };
                hkdf.ExpandLabel(id, context, 1, 2, byId, 0, 40);
                hkdf.ExpandLabel(Encoding.ASCII.GetBytes(text), context, 1, 2, byText, 0, 40);
                Assert.Equal(byText, byId);
                byte[] info = new byte[10 + text.Length + 2];
                info[1] = 40;
                info[2] = (byte)(6 + text.Length);
                Encoding.ASCII.GetBytes("tls13 " + text).CopyTo(info, 3);
                info[9 + text.Length] = 2;
                info[10 + text.Length] = 2;
                info[11 + text.Length] = 3;
                Assert.Equal(System.Security.Cryptography.HKDF.Expand(System.Security.Cryptography.HashAlgorithmName.SHA256, new byte[32], 40, info), byId);
            }
        }

        [Fact]
        public void Cavp_hmac_drbg_without_reseed()
        {
            HmacDrbg drbg = new HmacDrbg(new CryptoProvider());
            byte[] seed = Bytes("ca851911349384bffe89de1cbdc46e6831e44d34a4fb935ee285dd14b71a7488659ba96c601dc69fc902940805ec0ca8");
            drbg.Instantiate(seed, 0, seed.Length);
            byte[] output = new byte[128];
            drbg.Generate(output, 0, 128);
            drbg.Generate(output, 0, 128);
            Assert.Equal("e528e9abf2dece54d47c7e75e5fe302149f817ea9fb4bee6f4199697d04d5b89d54fbb978a15b5c443c9ec21036d2460b6f73ebad0dc2aba6e624abf07745bc107694bb7547bb0995f70de25d6b29e2d3011bb19d27676c07162c8b5ccde0668961df86803482cb37ed6d5c0bb8d50cf1f50d476aa0458bdaba806f48be9dcb8", Hex(output));
        }

        [Fact]
        public void Rfc6979_nonce_is_the_first_output_of_the_drbg()
        {
            HmacDrbg drbg = new HmacDrbg(new CryptoProvider());
            byte[] seed = new byte[64];
            Bytes("C9AFA9D845BA75166B5C215767B1D6934E50C3DB36E89B127B8A622B120F6721").CopyTo(seed, 0);
            System.Security.Cryptography.SHA256.HashData(Encoding.ASCII.GetBytes("sample")).CopyTo(seed, 32);
            drbg.Instantiate(seed, 0, 64);
            byte[] k = new byte[32];
            drbg.Generate(k, 0, 32);
            Assert.Equal("a6e3c57dd01abe90086538398355dd4c3b17aa873382b0f24d6129493d8aad60", Hex(k));
        }

        [Fact]
        public void Drbg_refuses_to_work_unseeded()
        {
            HmacDrbg drbg = new HmacDrbg(new CryptoProvider());
            Assert.False(drbg.IsSeeded);
            Assert.Throws<InvalidOperationException>(() => drbg.Generate(new byte[1], 0, 1));
            Assert.Throws<InvalidOperationException>(() => drbg.Reseed(new byte[64], 0, 64));
            Assert.Throws<ArgumentException>(() => drbg.Instantiate(new byte[31], 0, 31));
            drbg.Instantiate(new byte[32], 0, 32);
            Assert.True(drbg.IsSeeded);
            drbg.Wipe();
            Assert.Throws<InvalidOperationException>(() => drbg.Generate(new byte[1], 0, 1));
        }

        internal static string Hex(byte[] bytes) => Convert.ToHexString(bytes).ToLowerInvariant();

        /// <summary>Hex, or "aa*131" for a byte repeated.</summary>
        internal static byte[] Bytes(string text)
        {
            int star = text.IndexOf('*');
            if (star < 0)
            {
                return Convert.FromHexString(text);
            }

            byte[] bytes = new byte[int.Parse(text.AsSpan(star + 1), System.Globalization.CultureInfo.InvariantCulture)];
            Array.Fill(bytes, Convert.FromHexString(text.AsSpan(0, 2))[0]);
            return bytes;
        }

        private static string Extract(string salt, string ikm)
        {
            byte[] s = Bytes(salt), i = Bytes(ikm), p = new byte[32];
            new Hkdf().Extract(s, 0, s.Length, i, 0, i.Length, p, 0);
            return Hex(p);
        }

        internal static string Label(string prk, int label, string context, int length)
        {
            Hkdf hkdf = new Hkdf();
            byte[] p = Bytes(prk), c = Bytes(context), o = new byte[length];
            hkdf.SetPrk(p, 0);
            hkdf.ExpandLabel(label, c, 0, c.Length, o, 0, length);
            return Hex(o);
        }
    }
}
