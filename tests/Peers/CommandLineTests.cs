// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Xunit;

namespace MilliHttp.Nano.Tests.Peers
{
    /// <summary>What a person at the command line meets: one clear line and a non-zero exit for everything that is wrong.</summary>
    public sealed class CommandLineTests
    {
        [Theory]
        [InlineData("--nonsense", "nonsense")]
        [InlineData("--port banana", "banana")]
        [InlineData("--port 70000", "70000")]
        [InlineData("--profile giant", "giant")]
        [InlineData("--bind here", "here")]
        [InlineData("--heap -5 --memory", "-5")]
        [InlineData("--heap 0 --memory", "--heap 0")]
        [InlineData("--app nofile.dll", "nofile.dll")]
        [InlineData("--app /etc/hostname", "cannot be loaded")]
        [InlineData("--app-type MyApp", "--app")]
        [InlineData("--storage /nowhere", "/nowhere")]
        [InlineData("--bind 203.0.113.7", "203.0.113.7")]
        [InlineData("--cert nofile.pem", "--key")]
        [InlineData("--cert nofile.pem --key nofile.key", "nofile.pem")]
        public void AWrongOptionIsOneClearLine(string arguments, string named)
        {
            AssertOneLine(arguments, named);
        }

        [Fact]
        public void APortInUseIsOneClearLine()
        {
            TcpListener other = new TcpListener(IPAddress.Loopback, 0);
            other.Start();
            int port = ((IPEndPoint)other.LocalEndpoint).Port;
            AssertOneLine("--port " + port, "TCP port " + port);
            other.Stop();
            using UdpClient datagrams = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
            port = ((IPEndPoint)datagrams.Client.LocalEndPoint).Port;
            AssertOneLine("--port " + port, "UDP port " + port);
        }

        [Fact]
        public void AStateFolderThatCannotBeMadeIsOneClearLine()
        {
            AssertOneLine("--port 0 --state /proc/nothing", "/proc/nothing");
        }

        [Fact]
        public void TheVersionIsTheProducts()
        {
            using Process process = VirtualBoard.Start("--version");
            string props = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "..", "..", "..", "..", "..", "version.props"));
            Assert.Contains("<MilliHttpVersion>" + process.StandardOutput.ReadToEnd().Trim() + "</MilliHttpVersion>", props);
        }

        [Fact]
        public void TheAddressThatIsPrintedCanBeOpened()
        {
            using VirtualBoard board = new VirtualBoard("--bind 0.0.0.0");
            string host = System.Text.RegularExpressions.Regex.Match(board.Console, "listening https://([^:/]+):").Groups[1].Value;
            Assert.NotEqual("0.0.0.0", host);
            using TcpClient client = new TcpClient(host, board.Port);
            Assert.True(client.Connected);
        }

        /// <summary>Each is a file that some tool or editor makes, and says what is wrong with it.</summary>
        [Theory]
        [InlineData("rsa", "RSA")]
        [InlineData("explicit", "named_curve")]
        [InlineData("p384", "P-256")]
        [InlineData("bom", "byte order mark")]
        [InlineData("broken", "number 2")]
        [InlineData("order", "not in order")]
        [InlineData("leaf", "not in order")]
        [InlineData("compressed", "compressed point")]
        public void AFaultOfACertificateOrKeyIsNamed(string fault, string named)
        {
            using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            string folder = Directory.CreateTempSubdirectory().FullName;
            WritePair(folder, key, key.ExportPkcs8PrivateKeyPem(), out string arguments);
            string certificateFile = Path.Combine(folder, "certificate");
            string keyFile = Path.Combine(folder, "key");
            string pem = File.ReadAllText(certificateFile);
            using ECDsa other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            string otherPem = new CertificateRequest("CN=other", other, HashAlgorithmName.SHA256).CreateSelfSigned(DateTimeOffset.UtcNow, DateTimeOffset.UtcNow.AddDays(1)).ExportCertificatePem();
            switch (fault)
            {
                case "rsa":
                    File.WriteAllText(keyFile, RSA.Create(2048).ExportPkcs8PrivateKeyPem());
                    break;
                case "explicit":
                    File.WriteAllText(keyFile, ECDsa.Create(key.ExportExplicitParameters(true)).ExportECPrivateKeyPem());
                    break;
                case "p384":
                    File.WriteAllText(keyFile, ECDsa.Create(ECCurve.NamedCurves.nistP384).ExportECPrivateKeyPem());
                    break;
                case "bom":
                    File.WriteAllText(certificateFile, pem, new System.Text.UTF8Encoding(true));
                    break;
                case "broken":
                    File.WriteAllText(certificateFile, pem + "\n" + otherPem.Replace("-----END", "----END"));
                    break;
                case "order":
                    File.WriteAllText(certificateFile, pem + "\n" + otherPem);
                    break;
                case "leaf":
                    CertificateRequest request = new CertificateRequest("CN=leaf", key, HashAlgorithmName.SHA256);
                    CertificateRequest root = new CertificateRequest("CN=root", other, HashAlgorithmName.SHA256);
                    root.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
                    using (X509Certificate2 authority = root.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(9)))
                    {
                        string leaf = request.Create(authority, DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow.AddDays(1), new byte[] { 1 }).ExportCertificatePem();
                        File.WriteAllText(certificateFile, authority.ExportCertificatePem() + "\n" + leaf);
                    }

                    break;
                default:
                    File.WriteAllBytes(certificateFile, Compressed(key));
                    break;
            }

            AssertOneLine(arguments, named);
            Directory.Delete(folder, true);
        }

        // A certificate whose public key is a compressed point, signed by openssl's rules; readers do not check the signature of a leaf that is its own.
        private static byte[] Compressed(ECDsa key)
        {
            ECPoint point = key.ExportParameters(false).Q;
            byte[] compressed = new byte[33];
            compressed[0] = (byte)(2 + (point.Y[31] & 1));
            point.X.CopyTo(compressed, 1);
            PublicKey publicKey = new PublicKey(new Oid("1.2.840.10045.2.1"), new AsnEncodedData(new byte[] { 6, 8, 0x2a, 0x86, 0x48, 0xce, 0x3d, 3, 1, 7 }), new AsnEncodedData(compressed));
            CertificateRequest request = new CertificateRequest(new X500DistinguishedName("CN=localhost"), publicKey, HashAlgorithmName.SHA256);
            return request.Create(new X500DistinguishedName("CN=localhost"), X509SignatureGenerator.CreateForECDsa(key), DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1), new byte[] { 1 }).RawData;
        }

        [Fact]
        public void AKeyThatDoesNotMatchIsOneClearLine()
        {
            using ECDsa one = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            using ECDsa other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            string folder = Directory.CreateTempSubdirectory().FullName;
            WritePair(folder, one, other.ExportPkcs8PrivateKeyPem(), out string arguments);
            AssertOneLine(arguments, "match");
            Directory.Delete(folder, true);
        }

        [Theory]
        [InlineData("pkcs8-pem")]
        [InlineData("sec1-pem")]
        [InlineData("pkcs8-der")]
        [InlineData("sec1-der")]
        public void ServesAGivenCertificate(string form)
        {
            using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            string folder = Directory.CreateTempSubdirectory().FullName;
            object keyFile = form switch
            {
                "pkcs8-pem" => key.ExportPkcs8PrivateKeyPem(),
                "sec1-pem" => key.ExportECPrivateKeyPem(),
                "pkcs8-der" => key.ExportPkcs8PrivateKey(),
                _ => key.ExportECPrivateKey()
            };
            WritePair(folder, key, keyFile, out string arguments);
            using (VirtualBoard board = new VirtualBoard(arguments))
            {
                Assert.Equal(Convert.ToBase64String(SHA256.HashData(key.ExportSubjectPublicKeyInfo())), board.Spki);
            }

            Directory.Delete(folder, true);
        }

        [Fact]
        public void TheMadeCertificateIsKeptAndTheFilesAreTheOwners()
        {
            string state = Directory.CreateTempSubdirectory().FullName;
            string first;
            using (VirtualBoard board = new VirtualBoard("--state " + state))
            {
                first = board.Spki;
            }

            using (VirtualBoard board = new VirtualBoard("--state " + state))
            {
                Assert.Equal(first, board.Spki);
            }

            Assert.All(Directory.GetFiles(state), file => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file)));
            Directory.Delete(state, true);
        }

        [Fact]
        public void StopsProperlyWhenAsked()
        {
            using VirtualBoard board = new VirtualBoard();
            Assert.Equal(0, board.Terminate());
        }

        private static void AssertOneLine(string arguments, string named)
        {
            using Process process = VirtualBoard.Start(arguments.Contains("--state") ? arguments : arguments + " --state " + Path.Combine(Path.GetTempPath(), "millihttp-none"));
            string output = process.StandardOutput.ReadToEnd();
            string error = process.StandardError.ReadToEnd();
            process.WaitForExit();
            Assert.NotEqual(0, process.ExitCode);
            Assert.Equal(string.Empty, output);
            Assert.Single(error.TrimEnd().Split('\n'));
            Assert.Contains(named, error);
        }

        private static void WritePair(string folder, ECDsa certified, object key, out string arguments)
        {
            CertificateRequest request = new CertificateRequest("CN=localhost", certified, HashAlgorithmName.SHA256);
            using X509Certificate2 certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(30));
            string certificateFile = Path.Combine(folder, "certificate");
            string keyFile = Path.Combine(folder, "key");
            if (key is string text)
            {
                File.WriteAllText(certificateFile, certificate.ExportCertificatePem());
                File.WriteAllText(keyFile, text);
            }
            else
            {
                File.WriteAllBytes(certificateFile, certificate.RawData);
                File.WriteAllBytes(keyFile, (byte[])key);
            }

            arguments = "--cert " + certificateFile + " --key " + keyFile;
        }
    }
}
