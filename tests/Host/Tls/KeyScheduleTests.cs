// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using MilliHttp.Nano.Crypto;
using MilliHttp.Nano.Tls;
using Xunit;

namespace MilliHttp.Nano.Tests.Host.Tls
{
    /// <summary>The constants and the derivations that RFC 8448 and RFC 9001 give figures for.</summary>
    public class KeyScheduleTests
    {
        private static readonly byte[] s_nothing = new byte[32];

        [Fact]
        public void ConstantsAreWhatTheScheduleGives()
        {
            CryptoProvider provider = new CryptoProvider();
            byte[] empty = new byte[32];
            byte[] constant = new byte[32];
            provider.Hash.Reset();
            provider.Hash.Finish(empty, 0);
            TlsConstants.PutEmptyHash(constant, 0);
            Assert.Equal(empty, constant);
            byte[] early = new byte[32];
            provider.Hkdf.Extract(s_nothing, 0, 0, s_nothing, 0, 32, early, 0);

            // RFC 8448 section 3
            Assert.Equal("33AD0A1C607EC03B09E6CD9893680CE210ADF300AA1F2660E1B22E10F170F92A", Convert.ToHexString(early));
            byte[] derived = new byte[32];
            provider.Hkdf.SetPrk(early, 0);
            provider.Hkdf.ExpandLabel(HkdfLabel.Derived, empty, 0, 32, derived, 0, 32);
            byte[] extracted = new byte[32];
            provider.Hkdf.Extract(derived, 0, 32, empty, 0, 32, extracted, 0);
            provider.Hkdf.Extract(HkdfSalt.DerivedEarlySecret, empty, 0, 32, constant, 0);
            Assert.Equal(extracted, constant);
            Assert.Equal("6F2615A108C702C5678F54FC9DBAB69716C076189C48250CEBEAC3576C3611BA", Convert.ToHexString(derived));

            byte[] context = new byte[34];
            TlsConstants.PutSignatureContext(context, 0);
            string signed = "TLS 1.3, server CertificateVerify\0";
            Assert.Equal(signed, System.Text.Encoding.ASCII.GetString(context));
            provider.Hash.ResetAfterSpaces();
            provider.Hash.Update(context, 0, 34);
            provider.Hash.Finish(context, 0);
            byte[] whole = System.Text.Encoding.ASCII.GetBytes(new string(' ', 64) + signed);
            Assert.Equal(System.Security.Cryptography.SHA256.HashData(whole), context[..32]);
        }

        [Theory]
        [InlineData("b67b7d690cc16c4e75e54213cb2d37b4e9c912bcded9105d42befd59d391ad38", "3fce516009c21727d0f2e4e86ee403bc", "5d313eb2671276ee13000b30")]
        [InlineData("b3eddb126e067f35a780b3abf45e2d8f3b1a950738f52e9600746a0e27a55a21", "dbfaa693d1762c5b666af5d950258d01", "5bd3c71b836e0b76bb73265f")]
        [InlineData("a11af9f05531f856ad47116b45a950328204b4f44bfb6b3a4b4f1f3fcb631643", "9f02283b6c9c07efc26bb9f2ac92e356", "cf782b88dd83549aadf1e984")]
        [InlineData("9e40646ce79a7f9dc05af8889bce6552875afa0b06df0087f792ebb7c17504a5", "17422dda596ed5d9acd890e3c63f5051", "5b78923dee08579033e523d9")]
        public void TrafficKeysOfRfc8448(string secret, string key, string iv)
        {
            byte[] block = new byte[KeyBlock.Length];
            TlsEngine.DeriveKeys(new CryptoProvider(), TlsTransport.Tcp, CipherSuite.Aes128GcmSha256, Convert.FromHexString(secret), 0, block, 0);
            Assert.Equal(key, Convert.ToHexString(block, KeyBlock.Key, 16).ToLowerInvariant());
            Assert.Equal(iv, Convert.ToHexString(block, KeyBlock.Iv, 12).ToLowerInvariant());
        }

        [Fact]
        public void TrafficKeysOfRfc9001()
        {
            // Appendix A.5: ChaCha20-Poly1305
            byte[] secret = Convert.FromHexString("9ac312a7f877468ebe69422748ad00a15443f18203a07d6060f688f30f21632b");
            byte[] block = new byte[KeyBlock.Length];
            TlsEngine.DeriveKeys(new CryptoProvider(), TlsTransport.Quic, CipherSuite.ChaCha20Poly1305Sha256, secret, 0, block, 0);
            Assert.Equal("C6D98FF3441C3FE1B2182094F69CAA2ED4B716B65488960A7A984979FB23E1C8", Convert.ToHexString(block, KeyBlock.Key, 32));
            Assert.Equal("E0459B3474BDD0E44A41C144", Convert.ToHexString(block, KeyBlock.Iv, 12));
            Assert.Equal("25A282B9E82F06F21F488917A4FC8F1B73573685608597D0EFCB076B0AB7A7A4", Convert.ToHexString(block, KeyBlock.HeaderProtection, 32));
        }

        [Fact]
        public void ContextStaysSmall()
        {
            // A handshake over QUIC, beyond the slot's arena that it borrows: under 720 bytes with its transcript hash, by the device's heap rules.
            int fields = typeof(HandshakeContext).GetFields(System.Reflection.BindingFlags.Instance | System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Public).Length;
            int hash = 12 * (1 + 3) + 60 + 84;
            int total = (12 * (1 + fields)) + (12 * ((20 + HandshakeContext.QuicHelloMemoryLength + 11) / 12)) + 60 + hash;
            Assert.InRange(total, 500, 720);
        }
    }
}
