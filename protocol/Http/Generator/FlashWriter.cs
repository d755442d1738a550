// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System.Collections.Generic;
using System.Globalization;
using System.Text;

namespace MilliHttp.Nano.Http.Generator
{
    /// <summary>Bytes as 64-bit immediates, eight to a word, the first byte lowest; switches of at most 250 cases.</summary>
    public static class FlashWriter
    {
        private const int Cases = 250;

        public const string Header =
            "// Copyright (c) 2026 The MilliHttp.Nano developers.\n" +
            "// Licensed under the MIT license.\n\n" +
            "// Written by protocol/Http/Generator. Do not edit.\n\n";

        public static List<ulong> Words(byte[] data)
        {
            List<ulong> words = new List<ulong>();
            for (int i = 0; i < data.Length; i += 8)
            {
                ulong word = 0;
                for (int j = 0; j < 8 && i + j < data.Length; j++)
                {
                    word |= (ulong)data[i + j] << (8 * j);
                }

                words.Add(word);
            }

            return words;
        }

        /// <summary>A method <c>ulong name(int index)</c>, split where a switch would grow beyond its limit.</summary>
        public static void WriteWords(StringBuilder text, List<ulong> words, string modifiers, string name, string summary)
        {
            int parts = (words.Count + Cases - 1) / Cases;
            text.Append("        /// <summary>").Append(summary).Append("</summary>\n");
            text.Append("        ").Append(modifiers).Append(" ulong ").Append(name).Append("(int index)\n        {\n");
            if (parts <= 1)
            {
                WriteSwitch(text, words, 0, words.Count);
                text.Append("        }\n");
                return;
            }

            for (int part = 0; part < parts - 1; part++)
            {
                text.Append("            if (index < ").Append((part + 1) * Cases).Append(")\n            {\n");
                text.Append("                return ").Append(name).Append(part).Append("(index);\n            }\n\n");
            }

            text.Append("            return ").Append(name).Append(parts - 1).Append("(index);\n        }\n");
            for (int part = 0; part < parts; part++)
            {
                int from = part * Cases;
                int to = System.Math.Min(words.Count, from + Cases);
                text.Append("\n        private static ulong ").Append(name).Append(part).Append("(int index)\n        {\n");
                WriteSwitch(text, words, from, to);
                text.Append("        }\n");
            }
        }

        // One return at the end: the metadata processor counts the value of every return in a method as one more place on its stack, and the frame of a
        // table written with a return in each case would be twelve bytes per case.
        private static void WriteSwitch(StringBuilder text, List<ulong> words, int from, int to)
        {
            text.Append("            ulong word;\n            switch (index)\n            {\n");
            for (int i = from; i < to; i++)
            {
                text.Append("                case ").Append(i).Append(": word = 0x").Append(words[i].ToString("X16", CultureInfo.InvariantCulture)).Append("UL; break;\n");
            }

            text.Append("                default: word = 0; break;\n            }\n\n            return word;\n");
        }
    }
}
