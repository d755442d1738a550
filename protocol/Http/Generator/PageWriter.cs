// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Security;
using System.Text;

namespace MilliHttp.Nano.Http.Generator
{
    /// <summary>Writes the firmware's pages and texts as flash sets.</summary>
    public static class PageWriter
    {
        public static string WriteTexts(string path, string version)
        {
            return WriteTexts(path, version, "MilliHttp.Nano.Firmware.Pages", "PageTexts", "The texts of the pages, from Texts.txt.");
        }

        public static string WriteTexts(string path, string version, string space, string type, string summary)
        {
            List<string> names = new List<string>();
            List<byte[]> texts = new List<byte[]>();
            List<string> summaries = new List<string>();
            foreach (string line in File.ReadAllLines(path))
            {
                if (line.Length > 0 && line[0] != '#')
                {
                    int tab = line.IndexOf('=');
                    names.Add(line.Substring(0, tab));
                    summaries.Add("Number of the text <c>" + SecurityElement.Escape(line.Substring(tab + 1)) + "</c>.");
                    texts.Add(Encoding.UTF8.GetBytes(line.Substring(tab + 1).Replace("\\n", "\n").Replace("$(MilliHttpVersion)", version)));
                }
            }

            return Write(space, type, summary, names, summaries, texts);
        }

        public static string WriteDashboard(string path)
        {
            byte[] source = Encoding.UTF8.GetBytes(File.ReadAllText(path).Replace("\r\n", "\n"));
            if (source.Length >= 9216)
            {
                throw new InvalidOperationException("the dashboard must be under 9 KB");
            }

            using MemoryStream packed = new MemoryStream();
            using (GZipStream gzip = new GZipStream(packed, CompressionLevel.SmallestSize, true))
            {
                gzip.Write(source, 0, source.Length);
            }

            // The tag names the content, not the coding's bytes: these may differ from one compressor to the next.
            byte[] hash = System.Security.Cryptography.SHA256.HashData(source);
            string tag = Convert.ToHexString(hash, 0, 6).ToLowerInvariant();
            return Write(
                "MilliHttp.Nano.Firmware.Pages",
                "DashboardPage",
                "The dashboard, Dashboard.html, under gzip and as it is.",
                new List<string> { "Gzip", "Identity", "GzipTag", "IdentityTag" },
                new List<string> { "Number of the page compressed by gzip.", "Number of the page as it is.", "Number of the ETag of <see cref=\"Gzip\"/>.", "Number of the ETag of <see cref=\"Identity\"/>." },
                new List<byte[]> { packed.ToArray(), source, Encoding.ASCII.GetBytes("\"" + tag + "g\""), Encoding.ASCII.GetBytes("\"" + tag + "\"") });
        }

        private static string Write(string space, string type, string summary, List<string> names, List<string> summaries, List<byte[]> texts)
        {
            List<ulong> pool = new List<ulong>();
            List<ulong> places = new List<ulong>();
            foreach (byte[] text in texts)
            {
                places.Add((ulong)pool.Count << 32 | (uint)text.Length);
                pool.AddRange(FlashWriter.Words(text));
            }

            StringBuilder code = new StringBuilder(FlashWriter.Header);
            code.Append("using MilliHttp.Nano.Http;\n\nnamespace ").Append(space).Append("\n{\n");
            code.Append("    /// <summary>").Append(summary).Append("</summary>\n    public sealed class ").Append(type).Append(" : FlashData\n    {\n");
            for (int i = 0; i < names.Count; i++)
            {
                code.Append(i == 0 ? "" : "\n").Append("        /// <summary>").Append(summaries[i]).Append("</summary>\n");
                code.Append("        public const int ").Append(names[i]).Append(" = ").Append(i).Append(";\n");
            }

            code.Append('\n');
            FlashWriter.WriteWords(code, places, "public override", "Place", "First word in the upper 32 bits, length in bytes in the lower.");
            code.Append('\n');
            FlashWriter.WriteWords(code, pool, "public override", "Word", "Eight bytes, the first lowest.");
            code.Append("    }\n}\n");
            return code.ToString();
        }
    }
}
