// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System.IO;
using System.Text;
using Xunit;

namespace MilliHttp.Nano.Tests.Peers
{
    /// <summary>TLS 1.3 over TCP as OpenSSL and GnuTLS speak it.</summary>
    [Collection(BoardCollection.Name)]
    public sealed class TlsPeerTests
    {
        private static readonly byte[] s_request = Encoding.ASCII.GetBytes("GET /bytes/5 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        private readonly VirtualBoard _board;

        public TlsPeerTests(VirtualBoard board)
        {
            _board = board;
        }

        [PeerTheory("openssl")]
        [InlineData("TLS_AES_128_GCM_SHA256", "X25519")]
        [InlineData("TLS_AES_128_GCM_SHA256", "P-256")]
        [InlineData("TLS_CHACHA20_POLY1305_SHA256", "X25519")]
        [InlineData("TLS_CHACHA20_POLY1305_SHA256", "P-256")]
        [InlineData("TLS_AES_128_GCM_SHA256", "P-521:X25519")]
        public void OpenSslSpeaksEachSuiteAndGroup(string suite, string group)
        {
            Tool tool = Tool.Run("openssl", Client("-ciphersuites " + suite + " -groups " + group), 30, s_request);
            Assert.Contains("200 OK", tool.Text);
            Assert.Contains(suite, tool.Text);
        }

        [PeerTheory("gnutls-cli")]
        [InlineData("AES-128-GCM", "X25519")]
        [InlineData("AES-128-GCM", "SECP256R1")]
        [InlineData("CHACHA20-POLY1305", "X25519")]
        [InlineData("CHACHA20-POLY1305", "SECP256R1")]
        [InlineData("AES-128-GCM", "SECP521R1:+GROUP-X25519")]
        public void GnuTlsSpeaksEachSuiteAndGroup(string cipher, string group)
        {
            string priority = "NORMAL:-VERS-ALL:+VERS-TLS1.3:-CIPHER-ALL:+" + cipher + ":-GROUP-ALL:+GROUP-" + group;
            Tool tool = Tool.Run("gnutls-cli", "--insecure --logfile=/dev/null -p " + _board.Port + " --priority " + priority + " localhost", 30, s_request);
            Assert.Contains("200 OK", tool.Text);
        }

        [PeerFact("openssl")]
        public void OpenSslResumes()
        {
            string session = Path.Combine(_board.Folder, "session.pem");
            Tool first = Tool.Run("openssl", Client("-sess_out " + session), 30, s_request);
            Assert.Contains("200 OK", first.Text);
            Assert.Contains("New, TLSv1.3", first.Text);
            Tool second = Tool.Run("openssl", Client("-sess_in " + session), 30, s_request);
            Assert.Contains("200 OK", second.Text);
            Assert.Contains("Reused, TLSv1.3", second.Text);
        }

        [PeerFact("openssl")]
        public void OpenSslPipelines()
        {
            byte[] requests = Encoding.ASCII.GetBytes(
                "GET /bytes/5 HTTP/1.1\r\nHost: localhost\r\n\r\nGET /bytes/6 HTTP/1.1\r\nHost: localhost\r\n\r\nHEAD /bytes/7 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
            Tool tool = Tool.Run("openssl", Client(string.Empty), 30, requests);
            Assert.Equal(4, tool.Text.Split("200 OK").Length);
        }

        [PeerFact("openssl")]
        public void AnOldVersionIsRefusedWithAnAlert()
        {
            Tool tool = Tool.Run("openssl", "s_client -tls1_2 -connect 127.0.0.1:" + _board.Port, 30, s_request);
            Assert.Contains("alert protocol version", tool.All);
        }

        private string Client(string more) =>
            "s_client -connect 127.0.0.1:" + _board.Port + " -servername localhost -tls1_3 -ign_eof -alpn http/1.1 " + more;
    }
}
