// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;

namespace MilliHttp.Nano.Http.Generator
{
    /// <summary>
    /// Writes the flash table of registered fields. Names and values begin at a word, so that a name is compared in words.
    /// </summary>
    public static class HeaderTableWriter
    {
        private static readonly List<string> s_names = new List<string>();
        private static readonly List<string> s_values = new List<string>();

        static HeaderTableWriter()
        {
            foreach (string entry in HeaderList.Entries)
            {
                int tab = entry.IndexOf('\t');
                s_names.Add(tab < 0 ? entry : entry.Substring(0, tab));
                s_values.Add(tab < 0 ? "" : entry.Substring(tab + 1));
            }
        }

        public static string WriteFlash()
        {
            List<ulong> pool = new List<ulong>();
            Dictionary<string, int> places = new Dictionary<string, int>();
            List<ulong> entries = new List<ulong>();
            Dictionary<string, int> ids = new Dictionary<string, int>();
            for (int i = 0; i < s_names.Count; i++)
            {
                string name = s_names[i];
                int id = i;
                if (name.Length > 0 && !ids.TryAdd(name, i))
                {
                    id = ids[name];
                }

                if (name.Length > 63 || s_values[i].Length > 63 || i > 254)
                {
                    throw new InvalidOperationException();
                }

                ulong entry = (ulong)(uint)id | (ulong)(uint)name.Length << 8 | (ulong)(uint)Place(pool, places, name) << 16
                    | (ulong)(uint)s_values[i].Length << 32 | (ulong)(uint)Place(pool, places, s_values[i]) << 40;
                entries.Add(entry);
            }

            // A multiplier under which the hashes of all names differ: one look instead of a search.
            List<KeyValuePair<string, int>> named = new List<KeyValuePair<string, int>>(ids);
            Random random = new Random(1);
            byte[] slots = null;
            ulong multiplier = 0;
            for (int attempt = 0; slots == null && attempt < 50000000; attempt++)
            {
                multiplier = (ulong)random.NextInt64() * 2 + 1;
                byte[] trial = new byte[256];
                bool good = true;
                foreach (KeyValuePair<string, int> pair in named)
                {
                    int hash = Hash(pair.Key, multiplier);
                    if (trial[hash] != 0)
                    {
                        good = false;
                        break;
                    }

                    trial[hash] = (byte)(pair.Value + 1);
                }

                slots = good ? trial : null;
            }

            if (slots == null)
            {
                throw new InvalidOperationException();
            }

            StringBuilder text = new StringBuilder(FlashWriter.Header);
            text.Append("namespace MilliHttp.Nano.Http\n{\n");
            text.Append("    /// <summary>The registered fields as immediates in code; read through <see cref=\"HeaderTable\"/>.</summary>\n");
            text.Append("    internal static class HeaderFlash\n    {\n");
            text.Append("        /// <summary>Number of entries; the first 99 are the QPACK static table.</summary>\n");
            text.Append("        internal const int Count = ").Append(entries.Count).Append(";\n\n");
            text.Append("        /// <summary>Entry of the reason phrase \"OK\"; the others follow in the generator's order.</summary>\n");
            text.Append("        internal const int FirstReason = ").Append(s_names.IndexOf("")).Append(";\n\n");
            text.Append("        /// <summary>The multiplier under which no two registered names have the same hash.</summary>\n");
            text.Append("        internal const ulong Multiplier = 0x").Append(multiplier.ToString("X16", CultureInfo.InvariantCulture)).Append("UL;\n\n");
            FlashWriter.WriteWords(text, entries, "internal static", "Entry", "Bits 0-7 id of the name, 8-15 its length, 16-31 its first word, 32-39 length of the value, 40-55 its first word.");
            text.Append('\n');
            FlashWriter.WriteWords(text, FlashWriter.Words(slots), "internal static", "Slots", "Eight slots of the hash table: id + 1, or 0.");
            text.Append('\n');
            FlashWriter.WriteWords(text, pool, "internal static", "Word", "Eight bytes of text, the first lowest, zeros after the end.");
            text.Append("    }\n}\n");
            return text.ToString();
        }

        public static string WriteIds()
        {
            StringBuilder text = new StringBuilder(FlashWriter.Header);
            text.Append("namespace MilliHttp.Nano.Http\n{\n");
            text.Append("    /// <summary>Ids of registered field names: the first entry of <see cref=\"HeaderTable\"/> that bears the name.</summary>\n");
            text.Append("    public static class HeaderId\n    {\n        /// <summary>A name that is not registered.</summary>\n        public const int Other = 255;\n");
            HashSet<string> seen = new HashSet<string>();
            for (int i = 0; i < s_names.Count; i++)
            {
                if (s_names[i].Length > 0 && seen.Add(s_names[i]))
                {
                    text.Append("\n        /// <summary>").Append(s_names[i]).Append("</summary>\n        public const int ").Append(Identifier(s_names[i])).Append(" = ").Append(i).Append(";\n");
                }
            }

            text.Append("    }\n}\n");
            return text.ToString();
        }

        public static string WriteFields()
        {
            StringBuilder text = new StringBuilder(FlashWriter.Header);
            text.Append("namespace MilliHttp.Nano.Http\n{\n");
            text.Append("    /// <summary>Entries of <see cref=\"HeaderTable\"/> with a value: whole fields by one number.</summary>\n");
            text.Append("    public static class HeaderField\n    {");
            bool first = true;
            for (int i = 0; i < s_names.Count; i++)
            {
                if (s_values[i].Length > 0 && s_names[i].Length > 0)
                {
                    text.Append(first ? "" : "\n").Append("\n        /// <summary>").Append(s_names[i]).Append(": ").Append(s_values[i]).Append("</summary>\n        public const int ");
                    text.Append(Identifier(s_names[i])).Append(Identifier(s_values[i].Replace("*", "Any"))).Append(" = ").Append(i).Append(';');
                    first = false;
                }
            }

            text.Append("\n    }\n}\n");
            return text.ToString();
        }

        private static int Place(List<ulong> pool, Dictionary<string, int> places, string value)
        {
            if (value.Length == 0)
            {
                return 0;
            }

            if (!places.TryGetValue(value, out int place))
            {
                place = pool.Count;
                pool.AddRange(FlashWriter.Words(Encoding.ASCII.GetBytes(value)));
                places.Add(value, place);
            }

            return place;
        }

        /// <summary>The hash of HeaderTable.Find: the words of the name, zero-padded, and its length.</summary>
        private static int Hash(string name, ulong multiplier)
        {
            List<ulong> words = FlashWriter.Words(Encoding.ASCII.GetBytes(name));
            ulong first = words[0];
            ulong second = words.Count > 1 ? words[1] : 0;
            ulong third = words.Count > 2 ? words[2] : 0;
            ulong fourth = words.Count > 3 ? words[3] : 0;
            return (int)(((first + (second * 3) + (third * 5) + (fourth * 7) + (ulong)name.Length) * multiplier) >> 56);
        }

        private static string Identifier(string text)
        {
            StringBuilder identifier = new StringBuilder();
            bool upper = true;
            foreach (char letter in text)
            {
                if (char.IsAsciiLetterOrDigit(letter))
                {
                    identifier.Append(upper ? char.ToUpperInvariant(letter) : letter);
                    upper = false;
                }
                else
                {
                    upper = true;
                }
            }

            return identifier.ToString();
        }
    }
}
