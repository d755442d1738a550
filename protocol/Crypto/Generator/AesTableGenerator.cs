// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System.Collections.Generic;

namespace MilliHttp.Nano.Crypto.Generator
{
    /// <summary>
    /// AES-128 in counter mode on the S-box alone, 256 bytes. The state lies by rows: x holds rows 0 and 1, y rows 2 and 3, a byte for each column.
    /// MixColumns is then made of whole words, without a rotation of bytes: 2 (a + b) + b + (c + d), where the words of the rows b and of the rows
    /// c, d come by moving halves. Bytes are taken out by conv.u1 and put together by the lookups. Within 256 blocks only the lowest byte of the
    /// counter changes: it reaches one column after the first round and one byte of each row in the second, so the rest of both is worked out once.
    /// Round keys are by rows as well, but the first and the last, which meet data as it lies in memory.
    /// </summary>
    public static class AesTableGenerator
    {
        /// <summary>Where the round keys 1 to 10 begin in an expanded key; the key itself is at 0.</summary>
        private const int FirstRound = 3;

        public static string Make()
        {
            SourceWriter o = new SourceWriter(nameof(AesTableGenerator));
            o.Line("using System;");
            o.Line("");
            o.Open("namespace MilliHttp.Nano.Crypto");
            o.Line("/// <summary>");
            o.Line("/// AES-128 (FIPS 197) in counter mode on a table in RAM, the S-box. Branches depend on lengths and the public counter only, but the table is");
            o.Line("/// indexed by secrets, which shows in time where a data cache lies in front of that RAM: there <see cref=\"AesBitsliced\"/> is to be chosen");
            o.Line("/// (<see cref=\"CryptoProfile.ConstantTime\"/>).");
            o.Line("/// </summary>");
            o.Open("internal static class AesTable");
            o.Line("/// <summary>");
            o.Line("/// Applies the key stream to whole blocks of 16 bytes in place. Counter block: the three words of the nonce as they lie in");
            o.Line("/// memory, then <paramref name=\"counter\"/> big-endian. With <paramref name=\"first\"/>, the first of the blocks is not of the");
            o.Line("/// buffer: the key stream is applied to the 16 bytes there instead (the block that hides a GCM tag).");
            o.Line("/// </summary>");
            o.Open("internal static void Xor(byte[] box, ulong[] key, uint n0, uint n1, uint n2, uint counter, byte[] first, int firstOffset, byte[] buffer, int offset, int blocks)");
            o.Line("byte[] target = first;");
            o.Line("int at = firstOffset;");
            o.Open("if (first == null)");
            o.Line("target = buffer;");
            o.Line("at = offset;");
            o.Close();
            o.Line("");
            o.Line("ulong m = 0x0101010101010101;");
            o.Line("ulong m7 = 0x7f7f7f7f7f7f7f7f;");
            o.Line("ulong f = 0x1b;");
            for (int i = 2; i < 18; i++)
            {
                o.Line($"ulong k{i} = key[{FirstRound + i}];");
            }

            o.Line("ulong a;");
            o.Line("ulong b;");
            o.Line("ulong x;");
            o.Line("ulong y;");
            o.Line("ulong u;");
            o.Line("ulong v;");
            o.Line("int s;");
            o.Line("int t;");
            o.Open("while (blocks > 0)");
            o.Line("// What the low byte of the counter does not reach: the first round but for column 0, the second but for one byte of each row.");
            o.Line("a = (n0 | ((ulong)n1 << 32)) ^ key[0];");
            o.Line("b = (n2 | ((ulong)((counter >> 24) | ((counter >> 8) & 0xff00) | ((counter << 8) & 0xff0000)) << 32)) ^ key[1];");
            o.Line($"x = {Rows(FromColumns, 0, -1)};");
            o.Line($"y = {Rows(FromColumns, 2, 0)};");
            o.Line("uint low = (uint)(b >> 56);");
            Mix(o, $"key[{FirstRound}]", $"key[{FirstRound + 1}]");
            o.Line("int c0 = (byte)u;");
            o.Line("int c1 = (byte)(u >> 32);");
            o.Line("int c2 = (byte)y;");
            o.Line("int c3 = (byte)(y >> 32);");
            o.Line($"a = {Rows(FromRows, 0, 0)};");
            o.Line($"b = {Rows(FromRows, 2, 0)};");
            o.Line("int run = 256 - (int)(counter & 0xff);");
            o.Open("if (run > blocks)");
            o.Line("run = blocks;");
            o.Close();
            o.Line("");
            o.Line("blocks -= run;");
            o.Open("do");
            o.Line("// The byte goes into column 0 once, once, three times and twice.");
            o.Line("s = box[(byte)(low ^ counter)];");
            o.Line("counter++;");
            o.Line("t = (s << 1) ^ ((s >> 7) * 0x11b);");
            o.Line("x = a | box[c0 ^ s] | ((ulong)box[c1 ^ s] << 56);");
            o.Line("y = b | ((uint)box[c2 ^ s ^ t] << 16) | ((ulong)box[c3 ^ t] << 40);");
            Mix(o, "k2", "k3");
            for (int round = 3; round < 10; round++)
            {
                o.Line($"x = {Rows(FromRows, 0, -1)};");
                o.Line($"y = {Rows(FromRows, 2, -1)};");
                Mix(o, "k" + (2 * (round - 1)), "k" + ((2 * round) - 1));
            }

            for (int i = 0; i < 16; i += 8)
            {
                string word = i == 0 ? "x" : "v";
                o.Line($"{word} = BitConverter.ToUInt64(target, at{(i == 0 ? string.Empty : " + 8")}) ^ key[{FirstRound + 18 + (i / 8)}];");
            }

            for (int i = 0; i < 16; i++)
            {
                string at = i == 0 ? "at" : $"at + {i}";
                int row = i & 3;
                string data = (i & 7) == 0 ? (i < 8 ? "x" : "v") : $"({(i < 8 ? "x" : "v")} >> {8 * (i & 7)})";
                o.Line($"target[{at}] = (byte)({FromRows(row, ((i >> 2) + row) & 3)} ^ (byte){data});");
            }

            o.Line("at += 16;");
            o.Open("if (first != null)");
            o.Line("first = null;");
            o.Line("target = buffer;");
            o.Line("at = offset;");
            o.Close();
            o.Line("");
            o.Line("run--;");
            o.Close();
            o.Line("while (run != 0);");
            o.Close();
            o.Close();
            o.Close();
            o.Close();
            return o.ToString();
        }

        /// <summary>Substituted byte of a state by columns (a: columns 0 and 1, b: 2 and 3), as it is before the first round.</summary>
        private static string FromColumns(int row, int column) => Lookup(column < 2 ? "a" : "b", (8 * row) + (32 * (column & 1)));

        /// <summary>Substituted byte of a state by rows.</summary>
        private static string FromRows(int row, int column) => Lookup(row < 2 ? "u" : "y", (8 * column) + (32 * (row & 1)));

        private static string Lookup(string word, int shift) => shift == 0 ? $"box[(byte){word}]" : $"box[(byte)({word} >> {shift})]";

        /// <summary>
        /// Two rows after SubBytes and ShiftRows. <paramref name="without"/>: the column, before ShiftRows, whose bytes are left out (-1: none); with
        /// columns as source it is the one byte that the counter changes, in row 3.
        /// </summary>
        private static string Rows(System.Func<int, int, string> source, int first, int without)
        {
            string[] halves = new string[2];
            for (int i = 0; i < 2; i++)
            {
                int row = first + i;
                List<string> bytes = new List<string>();
                for (int column = 0; column < 4; column++)
                {
                    int from = (column + row) & 3;
                    bool left = source == FromRows ? from == without : without >= 0 && row == 3 && column == 0;
                    if (!left)
                    {
                        bytes.Add(column == 0 ? source(row, from) : $"({source(row, from)} << {8 * column})");
                    }
                }

                halves[i] = $"(uint)({string.Join(" | ", bytes)})";
            }

            return $"{halves[0]} | ((ulong){halves[1]} << 32)";
        }

        /// <summary>MixColumns and AddRoundKey on x and y; the result is in u and y.</summary>
        private static void Mix(SourceWriter o, string keyX, string keyY)
        {
            o.Line("u = (x >> 32) | (y << 32);");
            o.Line("v = (y >> 32) | (x << 32);");
            o.Line("x ^= u;");
            o.Line("y ^= v;");
            o.Line($"u ^= y ^ ((x & m7) << 1) ^ (((x >> 7) & m) * f) ^ {keyX};");
            o.Line($"y = v ^ x ^ ((y & m7) << 1) ^ (((y >> 7) & m) * f) ^ {keyY};");
        }
    }
}
