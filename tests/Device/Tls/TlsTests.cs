// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using MilliHttp.Nano.Crypto;
using MilliHttp.Nano.Tls;
using nanoFramework.TestFramework;

namespace MilliHttp.Nano.Tests.Device.Tls
{
    /// <summary>TLS 1.3 handshakes in memory against the test client.</summary>
    [TestClass]
    public class TlsTests
    {
        [TestMethod]
        public void X25519AndAesThenResumption()
        {
            TlsBench bench = new TlsBench();
            bench.Handshake.VerifiesSignature = true;
            bench.Handshake.OfferedSuite = CipherSuite.Aes128GcmSha256;
            bench.Prepare();
            bench.Connect();
            Assert.AreEqual(CipherSuite.Aes128GcmSha256, bench.Handshake.Suite, "suite");
            Assert.IsTrue(bench.Handshake.HasApplicationProtocol, "ALPN");
            bench.Echo(Hex.Bytes("00112233445566778899aabbccddeeff"));
            Assert.IsTrue(bench.Handshake.HasTicket, "ticket");
            bench.Connect();
            Assert.IsTrue(bench.Server.IsResumed, "resumed");
            bench.Echo(Hex.Bytes("ff"));
        }

        [TestMethod]
        public void P256AfterARetryAndChaCha()
        {
            TlsBench bench = new TlsBench();
            bench.Handshake.OfferedSuite = CipherSuite.ChaCha20Poly1305Sha256;
            bench.Handshake.Shares = 0;
            bench.Handshake.Groups = 2;
            bench.Connect();
            Assert.IsTrue(bench.Handshake.IsRetried, "HelloRetryRequest");
            Assert.AreEqual(CipherSuite.ChaCha20Poly1305Sha256, bench.Handshake.Suite, "suite");
            bench.Echo(Hex.Bytes("00112233445566778899aabbccddeeff"));
        }

        [TestMethod]
        public void AChangedRecordIsBadRecordMac()
        {
            TlsBench bench = new TlsBench();
            bench.Connect();
            byte[] data = Hex.Bytes("0102030405");
            bench.Client.Write(data, 0, data.Length);
            bench.Client.OutputBuffer[bench.Client.OutputOffset + 7] ^= 1;
            bench.Run();
            Assert.AreEqual(TlsConnectionState.Failed, bench.Server.State, "state");
            Assert.AreEqual(TlsAlert.BadRecordMac, bench.Client.ReceivedAlert & 0xFF, "alert");
        }

        [TestMethod]
        public void HandshakesAndRecordsAllocateNothing()
        {
            TlsBench bench = new TlsBench();
            byte[] data = Hex.Bytes("00112233445566778899aabbccddeeff");
            bench.Connect();
            bench.Echo(data);
            bench.Connect();
            bench.Echo(data);
            bench.Measures = true;
            bench.Connect();
            bench.Echo(data);
            Assert.IsTrue(bench.Server.IsResumed, "resumed");
            Assert.AreEqual(0L, bench.Allocated, "bytes of a resumed handshake");
            bench.Handshake.ForgetTicket();
            bench.Connect();
            bench.Echo(data);
            Assert.IsFalse(bench.Server.IsResumed, "resumed");
            Assert.AreEqual(0L, bench.Allocated, "bytes of a full handshake");
        }
    }
}
