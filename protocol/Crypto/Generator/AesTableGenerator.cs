// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System.Collections.Generic;
using System.Linq;

namespace MilliHttp.Nano.Crypto.Generator
{
    /// <summary>
    /// AES-128 in counter mode on one table of doubled words, so that each of the four rotations is one shift. Bytes are taken out by
    /// conv.u1, which also drops what gathers above bit 32. Within 256 blocks only the lowest byte of the counter changes: it reaches
    /// one column after the first round and one byte of each column in the second, so the rest of both is worked out once.
    /// </summary>
    public static class AesTableGenerator
    {
        private static readonly int[] s_shift = { 0, 24, 16, 8 };

        public static string Make()
        {
            SourceWriter o = new SourceWriter(nameof(AesTableGenerator));
            o.Line("using System;");
            o.Line("");
            o.Open("namespace MilliHttp.Nano.Crypto");
            o.Line("/// <summary>");
            o.Line("/// AES-128 (FIPS 197) in counter mode on a table in RAM. Branches depend on lengths and the public counter only, but the table is");
            o.Line("/// indexed by secrets: for parts without a data cache in front of that RAM. Elsewhere <see cref=\"AesBitsliced\"/> is to be chosen.");
            o.Line("/// </summary>");
            o.Open("internal static class AesTable");
            o.Line("/// <summary>");
            o.Line("/// Applies the key stream to whole blocks of 16 bytes in place. Counter block: the three words of the nonce as they lie in");
            o.Line("/// memory, then <paramref name=\"counter\"/> big-endian. With a <paramref name=\"mask\"/>, the first of the blocks is not of the");
            o.Line("/// buffer: the key stream is applied to the 16 bytes of mask instead (the block that hides a GCM tag).");
            o.Line("/// </summary>");
            o.Open("internal static void Xor(ulong[] table, uint[] key, uint n0, uint n1, uint n2, uint counter, byte[] mask, byte[] buffer, int offset, int blocks)");
            o.Line("byte[] target = mask;");
            o.Line("int at = 0;");
            o.Open("if (mask == null)");
            o.Line("target = buffer;");
            o.Line("at = offset;");
            o.Close();
            o.Line("");
            o.Line("ulong s0;");
            o.Line("ulong s1;");
            o.Line("ulong s2;");
            o.Line("ulong s3;");
            o.Line("ulong t0;");
            o.Line("ulong t1;");
            o.Line("ulong t2;");
            o.Line("ulong t3;");
            o.Line("ulong d;");
            o.Line("ulong e;");
            o.Line("ulong last = (key[40] | ((ulong)key[41] << 32));");
            o.Line("ulong last2 = (key[42] | ((ulong)key[43] << 32));");
            o.Open("while (blocks > 0)");
            o.Line("// What the low byte of the counter does not reach: the first round but for one byte of column 0, the second but for one each.");
            o.Line("s0 = n0 ^ key[0];");
            o.Line("s1 = n1 ^ key[1];");
            o.Line("s2 = n2 ^ key[2];");
            o.Line("s3 = ((counter >> 24) | ((counter >> 8) & 0xff00) | ((counter << 8) & 0xff0000)) ^ key[3];");
            string[] s = { "s0", "s1", "s2", "s3" };
            string[] t = { "t0", "t1", "t2", "t3" };
            for (int c = 0; c < 4; c++)
            {
                o.Line($"{t[c]} = {Column(s, c, 4, c == 0 ? 3 : -1)};");
            }

            o.Line("uint low = (key[3] >> 24) ^ (counter & 0xff);");
            o.Line("uint step = counter & 0xff;");
            o.Line("int run = 256 - (int)step;");
            o.Open("if (run > blocks)");
            o.Line("run = blocks;");
            o.Close();
            o.Line("");
            o.Line("ulong c0 = t0;");
            for (int c = 0; c < 4; c++)
            {
                o.Line($"ulong e{c} = {Column(t, c, 8, (4 - c) & 3)};");
            }

            o.Line("blocks -= run;");
            o.Line("counter += (uint)run;");
            o.Open("do");
            o.Line("t0 = c0 ^ (table[(byte)low] >> 8);");
            o.Line("s0 = e0 ^ table[(byte)t0];");
            o.Line("s1 = e1 ^ (table[(byte)(t0 >> 24)] >> 8);");
            o.Line("s2 = e2 ^ (table[(byte)(t0 >> 16)] >> 16);");
            o.Line("s3 = e3 ^ (table[(byte)(t0 >> 8)] >> 24);");
            for (int round = 3; round < 10; round++)
            {
                for (int c = 0; c < 4; c++)
                {
                    o.Line($"{t[c]} = {Column(s, c, 4 * round, -1)};");
                }

                (s, t) = (t, s);
            }

            o.Line("d = BitConverter.ToUInt64(target, at) ^ last;");
            o.Line("e = BitConverter.ToUInt64(target, at + 8) ^ last2;");
            for (int i = 0; i < 16; i++)
            {
                string word = s[((i >> 2) + i) & 3];
                string at = i == 0 ? "at" : $"at + {i}";
                int row = 8 * (i & 3);
                string index = row == 0 ? $"(byte){word}" : $"(byte)({word} >> {row})";
                string data = (i & 7) == 0 ? (i < 8 ? "d" : "e") : $"({(i < 8 ? "d" : "e")} >> {8 * (i & 7)})";
                o.Line($"target[{at}] = (byte)((table[{index}] >> 8) ^ {data});");
            }

            o.Line("at += 16;");
            o.Open("if (target == mask)");
            o.Line("target = buffer;");
            o.Line("at = offset;");
            o.Close();
            o.Line("");
            o.Line("low ^= step;");
            o.Line("step++;");
            o.Line("low ^= step;");
            o.Line("run--;");
            o.Close();
            o.Line("while (run != 0);");
            o.Close();
            o.Close();
            o.Close();
            o.Close();
            return o.ToString();
        }

        /// <summary>One column of a round, key included, leaving out the byte of one row.</summary>
        private static string Column(string[] s, int column, int key, int without)
        {
            List<string> terms = new List<string>();
            for (int row = 0; row < 4; row++)
            {
                if (row == without)
                {
                    continue;
                }

                string word = s[(column + row) & 3];
                string index = row == 0 ? $"(byte){word}" : $"(byte)({word} >> {8 * row})";
                terms.Add(row == 0 ? $"table[{index}]" : $"(table[{index}] >> {s_shift[row]})");
            }

            terms.Add($"key[{key + column}]");
            return string.Join(" ^ ", terms);
        }
    }
}
