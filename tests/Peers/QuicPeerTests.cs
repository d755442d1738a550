// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using Xunit;

namespace MilliHttp.Nano.Tests.Peers
{
    /// <summary>HTTP/3 as ngtcp2 speaks it. Its exit code is 0 even on failure, so every test compares what arrived.</summary>
    [Collection(BoardCollection.Name)]
    public sealed class QuicPeerTests
    {
        private const string ChaCha = "CHACHA20-POLY1305";
        private const string Aes = "AES-128-GCM";
        private readonly VirtualBoard _board;

        public QuicPeerTests(VirtualBoard board)
        {
            _board = board;
        }

        [PeerTheory("gtlsclient")]
        [InlineData(Aes, "X25519")]
        [InlineData(Aes, "SECP256R1")]
        [InlineData(ChaCha, "X25519")]
        [InlineData(ChaCha, "SECP256R1")]
        public void DownloadsAMegabyteWithEachSuiteAndGroup(string cipher, string group)
        {
            Download(1_000_000, Suite(cipher) + " --groups=-GROUP-ALL:+GROUP-" + group);
        }

        [PeerFact("gtlsclient")]
        public void DownloadsAfterAHelloRetryRequest()
        {
            // A first share of a group that the server does not have.
            Download(10_000, "--groups=-GROUP-ALL:+GROUP-SECP521R1:+GROUP-X25519");
        }

        [PeerFact("gtlsclient")]
        public void DownloadsThroughLossInBothDirections()
        {
            Download(1_000_000, "--rx-loss=0.1 --tx-loss=0.1", 120);
        }

        [PeerFact("gtlsclient")]
        public void FollowsAKeyUpdate()
        {
            Download(1_000_000, "--key-update=1ms");
        }

        [PeerFact("gtlsclient")]
        public void FollowsAMigration()
        {
            Download(1_000_000, "--change-local-addr=1ms");
        }

        [PeerFact("gtlsclient")]
        public void FollowsANatRebinding()
        {
            // An upload: this client drops what still comes to its old address and says nothing of itself, so that in a download nobody
            // would ever send from the new one.
            string upload = Path.Combine(_board.Folder, "rebound");
            byte[] content = Bytes.Expected(1_000_000);
            File.WriteAllBytes(upload, content);
            string folder = Fresh();
            Tool tool = Client("-m POST -d " + upload + " --change-local-addr=1ms --nat-rebinding --download=" + folder + " " + _board.Url("/upload"), 60);
            string answer = Path.Combine(folder, "upload");
            Assert.True(File.Exists(answer), "nothing arrived: " + tool.All);
            Assert.Contains(Convert.ToHexString(SHA256.HashData(content)), File.ReadAllText(answer), StringComparison.OrdinalIgnoreCase);
        }

        [PeerFact("gtlsclient")]
        public void ServesEightClientsInTurnWithFourSlots()
        {
            Task[] clients = Enumerable.Range(0, 8).Select(i => Task.Run(() => Download(100_000 + i, string.Empty, 90))).ToArray();
            Task.WaitAll(clients);
        }

        [PeerFact("gtlsclient")]
        public void ServesTenThousandRequestsOnOneConnection()
        {
            Tool tool = Client("-n 10000 " + _board.Url("/bytes/20"), 240);
            int done = Regex.Matches(tool.All, "\\[:status: 200\\]").Count;
            Assert.Equal(10_000, done);
        }

        [PeerFact("gtlsclient")]
        public void Resumes()
        {
            string session = Path.Combine(_board.Folder, "quic-session-" + Guid.NewGuid());
            string options = "--session-file=" + session + " --disable-early-data";
            Download(2_000, options);
            Assert.True(File.Exists(session), "no session ticket arrived");
            string folder = Fresh();
            Tool tool = Tool.Run("gtlsclient", "--no-quic-dump --no-http-dump --exit-on-all-streams-close --download=" + folder + " " + options
                + " 127.0.0.1 " + _board.Port + " " + _board.Url("/bytes/2000"), 40);
            Bytes.AssertExact(2_000, File.ReadAllBytes(Path.Combine(folder, "2000")));
            // In a resumed handshake the server sends neither Certificate (11) nor CertificateVerify (15).
            Assert.DoesNotContain("Certificate", tool.All.Replace("--no-cert", string.Empty));
        }

        [PeerFact("gtlsclient")]
        public void RefusesEarlyDataAndServesTheRequestAllTheSame()
        {
            string session = Path.Combine(_board.Folder, "early-session-" + Guid.NewGuid());
            string options = "--session-file=" + session + " --tp-file=" + session + ".tp";
            Download(2_000, options);
            Download(3_000, options);
        }

        [PeerFact("gtlsclient")]
        public void NegotiatesTheVersion()
        {
            // This client takes the negotiation for valid (it names both connection ids) and then gives up.
            Tool tool = Client("-v 0x5a6a7a8a " + _board.Url("/bytes/1"), 20);
            Assert.Contains("ERR_RECV_VERSION_NEGOTIATION", tool.All);
        }

        private static string Suite(string cipher) => "--ciphers=NORMAL:-VERS-ALL:+VERS-TLS1.3:-CIPHER-ALL:+" + cipher;

        private void Download(int count, string options, int seconds = 60)
        {
            string folder = Fresh();
            Tool tool = Client(options + " --download=" + folder + " " + _board.Url("/bytes/" + count), seconds);
            string file = Path.Combine(folder, count.ToString());
            Assert.True(File.Exists(file), "nothing arrived: " + tool.All);
            Bytes.AssertExact(count, File.ReadAllBytes(file));
        }

        private Tool Client(string options, int seconds)
        {
            // Options before the address, URLs behind it.
            int url = options.IndexOf("https://", StringComparison.Ordinal);
            return Tool.Run(
                "gtlsclient",
                (options.Contains("-n ") ? string.Empty : "-q ") + "--no-quic-dump --no-http-dump --exit-on-all-streams-close " + options.Substring(0, url)
                    + " 127.0.0.1 " + _board.Port + " " + options.Substring(url),
                seconds);
        }

        private string Fresh()
        {
            return Directory.CreateDirectory(Path.Combine(_board.Folder, Guid.NewGuid().ToString("N"))).FullName;
        }
    }
}
