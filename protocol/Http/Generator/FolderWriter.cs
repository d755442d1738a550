// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Security.Cryptography;
using System.Text;

namespace MilliHttp.Nano.Http.Generator
{
    /// <summary>Writes a folder of files as a class that an application compiles in: <c>FlashFiles</c> of MilliHttp.Nano.Web.Files.</summary>
    public static class FolderWriter
    {
        /// <summary>Most bytes of content in one class: eight bytes take some 22 of byte code, of which an assembly holds 64 KB.</summary>
        public const int MostBytes = 20000;

        private const int LongestPath = 64;

        private static readonly Dictionary<string, string> s_types = new Dictionary<string, string>
        {
            [".html"] = "text/html; charset=utf-8",
            [".css"] = "text/css",
            [".js"] = "text/javascript",
            [".json"] = "application/json",
            [".svg"] = "image/svg+xml",
            [".png"] = "image/png",
            [".jpg"] = "image/jpeg",
            [".gif"] = "image/gif",
            [".ico"] = "image/x-icon",
            [".txt"] = "text/plain;charset=utf-8",
            [".csv"] = "text/csv",
            [".pdf"] = "application/pdf",
            [".wasm"] = "application/wasm",
            [".woff2"] = "font/woff2"
        };

        /// <summary>Makes the class.</summary>
        /// <param name="folder">The folder; hidden files are left out.</param>
        /// <param name="space">Namespace of the class.</param>
        /// <param name="type">Name of the class.</param>
        /// <param name="wrong">What is wrong and how to mend it, in one line, when null is returned.</param>
        public static string TryWrite(string folder, string space, string type, out string wrong)
        {
            if (!Directory.Exists(folder))
            {
                wrong = "there is no folder '" + folder + "'";
                return null;
            }

            List<byte[]> texts = new List<byte[]>();
            int files = 0;
            int sum = 0;
            foreach (string file in Directory.GetFiles(folder, "*", SearchOption.AllDirectories).OrderBy(name => name, StringComparer.Ordinal))
            {
                string path = Path.GetRelativePath(folder, file).Replace('\\', '/');
                if (path.Split('/').Any(part => part.StartsWith('.')))
                {
                    continue;
                }

                if (path.Length > LongestPath || path.Any(letter => letter <= ' ' || letter > '~' || letter == '%'))
                {
                    wrong = "'" + path + "' cannot be served: paths have at most " + LongestPath + " ASCII letters without spaces and percent signs; rename it";
                    return null;
                }

                byte[] content = File.ReadAllBytes(file);
                byte[] packed = Pack(content);
                string type1 = s_types.TryGetValue(Path.GetExtension(path).ToLowerInvariant(), out string known) ? known : "application/octet-stream";
                texts.Add(Encoding.ASCII.GetBytes(path));
                texts.Add(Encoding.ASCII.GetBytes(type1));
                texts.Add(Encoding.ASCII.GetBytes("\"" + Convert.ToHexString(SHA256.HashData(content), 0, 8).ToLowerInvariant() + "\""));
                texts.Add(content);
                texts.Add(packed);
                files++;
                sum += content.Length + packed.Length;
            }

            if (files == 0)
            {
                wrong = "the folder '" + folder + "' holds no files";
                return null;
            }

            if (sum > MostBytes)
            {
                wrong = "the files of '" + folder + "' have " + sum + " bytes, compressed copies included, and one assembly holds " + MostBytes
                    + "; put them into the device's storage and serve them with MapFiles, or into several assemblies";
                return null;
            }

            wrong = null;
            return Write(space, type, files, texts);
        }

        private static byte[] Pack(byte[] content)
        {
            using MemoryStream packed = new MemoryStream();
            using (GZipStream gzip = new GZipStream(packed, CompressionLevel.SmallestSize, true))
            {
                gzip.Write(content);
            }

            // A compressed form that saves less than a tenth is left out: both forms take flash.
            return packed.Length < content.Length * 9 / 10 ? packed.ToArray() : Array.Empty<byte>();
        }

        private static string Write(string space, string type, int files, List<byte[]> texts)
        {
            List<ulong> pool = new List<ulong>();
            List<ulong> places = new List<ulong>();
            foreach (byte[] text in texts)
            {
                places.Add(((ulong)pool.Count << 32) | (uint)text.Length);
                pool.AddRange(FlashWriter.Words(text));
            }

            StringBuilder code = new StringBuilder("// Written by the generator of MilliHttp.Nano. Do not edit.\n\nusing MilliHttp.Nano.Web;\n\nnamespace ");
            code.Append(space).Append("\n{\n    /// <summary>Files that are compiled in.</summary>\n    public sealed class ").Append(type).Append(" : FlashFiles\n    {\n");
            code.Append("        /// <inheritdoc/>\n        public override int FileCount\n        {\n            get { return ").Append(files).Append("; }\n        }\n\n");
            FlashWriter.WriteWords(code, places, "public override", "Place", "First word in the upper 32 bits, length in bytes in the lower.");
            code.Append('\n');
            FlashWriter.WriteWords(code, pool, "public override", "Word", "Eight bytes, the first lowest.");
            return code.Append("    }\n}\n").ToString();
        }
    }
}
