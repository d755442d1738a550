// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using System.IO;

namespace MilliHttp.Nano.Http.Generator
{
    /// <summary>
    /// Writes the tables that lie in flash: <c>dotnet run --project protocol/Http/Generator [repository root]</c>.
    /// Its results are committed; a host test proves that they equal their sources.
    /// </summary>
    public static class Program
    {
        public static int Main(string[] arguments)
        {
            string root = arguments.Length > 0 ? arguments[0] : Directory.GetCurrentDirectory();
            if (!File.Exists(Path.Combine(root, "MilliHttp.Nano.sln")))
            {
                Console.Error.WriteLine("run it at the root of the repository, or name the root");
                return 1;
            }

            string http = Path.Combine(root, "protocol", "Http");
            File.WriteAllText(Path.Combine(http, "HeaderFlash.cs"), HeaderTableWriter.WriteFlash());
            File.WriteAllText(Path.Combine(http, "HeaderId.cs"), HeaderTableWriter.WriteIds());
            File.WriteAllText(Path.Combine(http, "HeaderField.cs"), HeaderTableWriter.WriteFields());

            string pages = Path.Combine(root, "firmware", "Pages");
            if (File.Exists(Path.Combine(pages, "Texts.txt")))
            {
                File.WriteAllText(Path.Combine(pages, "PageTexts.cs"), PageWriter.WriteTexts(Path.Combine(pages, "Texts.txt")));
            }

            if (File.Exists(Path.Combine(pages, "Dashboard.html")))
            {
                File.WriteAllText(Path.Combine(pages, "DashboardPage.cs"), PageWriter.WriteDashboard(Path.Combine(pages, "Dashboard.html")));
            }

            string status = Path.Combine(root, "firmware", "Status");
            File.WriteAllText(
                Path.Combine(status, "StatusNames.cs"),
                PageWriter.WriteTexts(Path.Combine(status, "Names.txt"), "MilliHttp.Nano.Firmware.Status", "StatusNames", "The names of the figures, from Names.txt."));
            return 0;
        }
    }
}
