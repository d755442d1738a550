// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace MilliHttp.Nano.Board.Virtual
{
    /// <summary>Faults of PEM files that readers pass over without a word (RFC 7468).</summary>
    internal static class PemText
    {
        /// <summary>Looks for a fault.</summary>
        /// <returns>What is wrong and how to mend it, in one line, or null.</returns>
        public static string FindFault(byte[] content, string path)
        {
            if (content.Length >= 3 && ((content[0] == 0xEF && content[1] == 0xBB && content[2] == 0xBF) || (content[0] == 0xFF && content[1] == 0xFE) || (content[0] == 0xFE && content[1] == 0xFF)))
            {
                return "'" + path + "' begins with a byte order mark; save it as plain ASCII";
            }

            string text = Encoding.Latin1.GetString(content);
            int marks = Regex.Count(text, "-----BEGIN");
            int blocks = 0;
            ReadOnlySpan<char> rest = text;
            while (PemEncoding.TryFind(rest, out PemFields fields))
            {
                blocks++;
                rest = rest[fields.Location.End..];
            }

            return blocks == marks ? null
                : "'" + path + "' has " + marks + " PEM blocks, and number " + (blocks + 1) + " or one after it is broken: every block needs its BEGIN and END lines and whole Base64 between them";
        }
    }
}
