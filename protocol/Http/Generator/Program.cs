// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using System.IO;
using System.Linq;
using System.Xml.Linq;

namespace MilliHttp.Nano.Http.Generator
{
    /// <summary>
    /// Writes the tables that lie in flash: <c>dotnet run --project protocol/Http/Generator [--check] [repository root]</c>. Its results are
    /// committed. With --check nothing is written and the exit code says whether the files are what their sources make; a host test runs
    /// that. The dashboard is left out of the check: compressors differ in their bytes, and a test of its own unpacks it.
    /// </summary>
    public static class Program
    {
        public static int Main(string[] arguments)
        {
            if (arguments.Length > 0 && arguments[0] == "flash")
            {
                return FlashCommand.Run(arguments[1..]);
            }

            bool check = Array.IndexOf(arguments, "--check") >= 0;
            string root = Array.Find(arguments, argument => argument != "--check") ?? Directory.GetCurrentDirectory();
            if (!File.Exists(Path.Combine(root, "MilliHttp.Nano.sln")))
            {
                Console.Error.WriteLine("run it at the root of the repository, or name the root");
                return 1;
            }

            string http = Path.Combine(root, "protocol", "Http");
            string qpack = Path.Combine(root, "protocol", "Http3", "Qpack");
            string pages = Path.Combine(root, "firmware", "Pages");
            string status = Path.Combine(root, "firmware", "Status");
            string huffman = Path.Combine(qpack, "Huffman.cs");
            string version = XDocument.Load(Path.Combine(root, "version.props")).Descendants().Single(element => element.Name.LocalName == "MilliHttpVersion").Value;
            int stale = 0;
            stale += Emit(Path.Combine(http, "Fields", "HeaderFlash.cs"), HeaderTableWriter.WriteFlash(), check);
            stale += Emit(Path.Combine(http, "Fields", "HeaderId.cs"), HeaderTableWriter.WriteIds(), check);
            stale += Emit(Path.Combine(http, "Fields", "HeaderField.cs"), HeaderTableWriter.WriteFields(), check);
            stale += Emit(Path.Combine(qpack, "HuffmanTable.cs"), HuffmanWriter.WriteTable(), check);
            stale += Emit(huffman, HuffmanWriter.WriteDecoder(File.ReadAllText(huffman)), check);
            stale += Emit(Path.Combine(pages, "PageTexts.cs"), PageWriter.WriteTexts(Path.Combine(pages, "Texts.txt"), version), check);
            stale += Emit(
                Path.Combine(status, "StatusNames.cs"),
                PageWriter.WriteTexts(Path.Combine(status, "Names.txt"), version, "MilliHttp.Nano.Firmware.Status", "StatusNames", "The names of the figures, from Names.txt."),
                check);
            if (!check)
            {
                Emit(Path.Combine(pages, "DashboardPage.cs"), PageWriter.WriteDashboard(Path.Combine(pages, "Dashboard.html")), false);
            }

            return stale == 0 ? 0 : 1;
        }

        private static int Emit(string path, string text, bool check)
        {
            if (File.Exists(path) && File.ReadAllText(path) == text)
            {
                return 0;
            }

            if (check)
            {
                Console.Error.WriteLine(path + " is not what its generator makes");
                return 1;
            }

            File.WriteAllText(path, text);
            Console.WriteLine(path);
            return 0;
        }
    }
}
