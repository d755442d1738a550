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
            AssertOneLine("--port " + port, port.ToString());
            other.Stop();
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
