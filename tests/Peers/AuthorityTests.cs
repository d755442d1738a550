// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
using System.IO;
using System.Threading.Tasks;
using Microsoft.Playwright;
using Xunit;

namespace MilliHttp.Nano.Tests.Peers
{
    /// <summary>The local authority's command line, and what others make of its certificates.</summary>
    public sealed class AuthorityTests : IDisposable
    {
        private const string Forbidden = "bank.example";

        private readonly string _folder = Directory.CreateTempSubdirectory("millihttp-authority-").FullName;

        private string Authority => Path.Combine(_folder, "authority");

        public void Dispose() => Directory.Delete(_folder, true);

        [PeerFact("openssl")]
        public void OpenSslTakesPermittedNamesAndRefusesOthers()
        {
            Create();
            string permitted = Request("lamp", "DNS:lamp.local,DNS:localhost,IP:192.168.1.5,IP:fe80::1");
            string signed = Path.Combine(_folder, "lamp.crt");
            Assert.Equal(0, Run("sign " + permitted + " --out " + signed).ExitCode);
            string anchors = "-CAfile " + Path.Combine(Authority, "authority.crt");
            Assert.Contains("OK", Tool.Run("openssl", "verify -purpose sslserver " + anchors + " " + signed).All);

            Assert.Contains("permitted subtree", Tool.Run("openssl", "verify " + anchors + " " + Forge(Forbidden)).All);
        }

        [PeerFact("openssl")]
        public void WhatItMayNotSignIsOneClearLine()
        {
            Create();
            AssertOneLine(Run("sign " + Request("bank", "DNS:" + Forbidden)), Forbidden);
            AssertOneLine(Run("sign " + Request("address", "IP:8.8.8.8")), "8.8.8.8");
            AssertOneLine(Run("sign " + Request("suffix", "DNS:notlocal")), "notlocal");
            AssertOneLine(Run("create"), "another folder");
            AssertOneLine(Run("sign nofile.pem"), "nofile.pem");
            AssertOneLine(Run("issue http://lamp.local/ --token x"), "https://");
            string broken = Path.Combine(_folder, "broken.pem");
            byte[] content = File.ReadAllBytes(Request("broken", "DNS:lamp.local"));
            content[content.Length / 2] ^= 1;
            File.WriteAllBytes(broken, content);
            AssertOneLine(Run("sign " + broken), "request");
        }

        [PeerFact("openssl")]
        public void TheKeyIsForItsOwnerOnly()
        {
            Create();
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(Authority, "authority.key")));
        }

        [PeerFact("certutil")]
        public async Task ChromiumTakesAPermittedNameWithoutAWarningAndRefusesAForbiddenOne()
        {
            Create();
            Directory.CreateDirectory(Path.Combine(_folder, ".pki/nssdb"));
            string database = "-d sql:" + Path.Combine(_folder, ".pki/nssdb");
            Tool.Run("certutil", database + " -N --empty-password");
            Assert.Equal(0, Tool.Run("certutil", database + " -A -t C,, -n authority -i " + Path.Combine(Authority, "authority.crt")).ExitCode);

            string request = Request("board", "DNS:localhost");
            string signed = Path.Combine(_folder, "board.crt");
            Assert.Equal(0, Run("sign " + request + " --out " + signed).ExitCode);
            using (VirtualBoard board = new VirtualBoard("--cert " + signed + " --key " + Path.Combine(_folder, "board.key")))
            {
                await Browse(async page => Assert.Equal(200, (await page.GotoAsync(board.Url("/status.json"))).Status));
            }

            using (VirtualBoard board = new VirtualBoard("--cert " + Forge(Forbidden) + " --key " + Path.Combine(_folder, Forbidden + ".key")))
            {
                await Browse(async page =>
                {
                    PlaywrightException refused = await Assert.ThrowsAsync<PlaywrightException>(() => page.GotoAsync("https://" + Forbidden + ":" + board.Port + "/status.json"));
                    Assert.Contains("ERR_CERT", refused.Message);
                });
            }
        }

        private static void AssertOneLine(Tool result, string named)
        {
            Assert.Equal(1, result.ExitCode);
            Assert.Empty(result.Text);
            Assert.Single(result.Error.TrimEnd('\n').Split('\n'));
            Assert.Contains(named, result.Error);
        }

        private void Create() => Assert.Equal(0, Run("create --permit localhost").ExitCode);

        private Tool Run(string arguments)
        {
            string program = VirtualBoard.Program.Replace("Virtual", "Authority");
            return Tool.Run("dotnet", program + " " + arguments + " --authority " + Authority);
        }

        // Makes NAME.key and NAME.req.
        private string Request(string name, string names)
        {
            string request = Path.Combine(_folder, name + ".req");
            Assert.Equal(0, Tool.Run(
                "openssl",
                "req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=device -addext subjectAltName=" + names
                + " -keyout " + Path.Combine(_folder, name + ".key") + " -out " + request).ExitCode);
            return request;
        }

        // What a thief of the key could make: the tool itself refuses.
        private string Forge(string name)
        {
            string extensions = Path.Combine(_folder, name + ".ext");
            File.WriteAllText(extensions, "subjectAltName=DNS:" + name + "\nextendedKeyUsage=serverAuth\n");
            string certificate = Path.Combine(_folder, name + ".crt");
            Tool signed = Tool.Run(
                "openssl",
                "x509 -req -in " + Request(name, "DNS:" + name) + " -days 30 -extfile " + extensions + " -out " + certificate
                + " -CA " + Path.Combine(Authority, "authority.crt") + " -CAkey " + Path.Combine(Authority, "authority.key"));
            Assert.True(signed.ExitCode == 0, signed.All);
            return certificate;
        }

        private async Task Browse(Func<IPage, Task> visit)
        {
            using IPlaywright playwright = await Playwright.CreateAsync();
            string profile = Directory.CreateDirectory(Path.Combine(_folder, Guid.NewGuid().ToString("N"))).FullName;
            Dictionary<string, string> environment = new Dictionary<string, string> { { "HOME", _folder } };
            await using IBrowserContext context = await playwright.Chromium.LaunchPersistentContextAsync(profile, new BrowserTypeLaunchPersistentContextOptions
            {
                ExecutablePath = "/usr/bin/chromium",
                Args = new[]
                {
                    "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-quic",
                    "--host-resolver-rules=MAP * 127.0.0.1",
                },
                Env = environment,
                Headless = true,
            });
            await visit(await context.NewPageAsync());
        }
    }
}
