// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using System.IO;
using System.Threading.Tasks;
using Microsoft.Playwright;

namespace MilliHttp.Nano.Tests.Peers
{
    /// <summary>A browser with a profile of its own.</summary>
    internal static class Chromium
    {
        /// <summary>Starts it, and ends it after the visit.</summary>
        /// <param name="board">Whose certificate it takes.</param>
        /// <param name="quic">The option that says where HTTP/3 is used.</param>
        /// <param name="visit">What is done with a page.</param>
        public static async Task VisitAsync(VirtualBoard board, string quic, Func<IPage, Task> visit)
        {
            using IPlaywright playwright = await Playwright.CreateAsync();
            string profile = Directory.CreateDirectory(Path.Combine(board.Folder, Guid.NewGuid().ToString("N"))).FullName;
            string[] arguments =
            {
                "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
                "--host-resolver-rules=MAP localhost 127.0.0.1", "--ignore-certificate-errors-spki-list=" + board.Spki,
                quic
            };
            await using IBrowserContext context = await playwright.Chromium.LaunchPersistentContextAsync(profile, new BrowserTypeLaunchPersistentContextOptions
            {
                ExecutablePath = "/usr/bin/chromium",
                Args = arguments,
                Headless = true,
                IgnoreHTTPSErrors = true,
                ViewportSize = new ViewportSize { Width = 420, Height = 900 }
            });
            await visit(await context.NewPageAsync());
        }
    }
}
