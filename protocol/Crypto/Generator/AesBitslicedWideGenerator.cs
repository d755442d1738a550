// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System.Linq;
using System.Text.RegularExpressions;

namespace MilliHttp.Nano.Crypto.Generator
{
    /// <summary>
    /// AES-128 in counter mode, sixteen blocks at once: a word has one bit of one row, at column * 16 + block. MixColumns then needs no shift at all, and ShiftRows
    /// rotates words by whole columns, for sixteen blocks at the price that <see cref="AesBitslicedGenerator"/> pays for four.
    /// </summary>
    public static class AesBitslicedWideGenerator
    {
        // Where round keys begin: those for four blocks, then those for sixteen.
        private const int FourRound = 3;
        private const int FirstRound = FourRound + 88;
        private const int Batch = 16;

        // Fewer blocks than these are cheaper by fours.
        private const int Least = 9;

        public static string Make()
        {
            SboxCircuit circuit = new SboxCircuit();
            SourceWriter o = new SourceWriter(nameof(AesBitslicedWideGenerator));
            o.Open("namespace MilliHttp.Nano.Crypto");
            o.Line("/// <summary>");
            o.Line("/// AES-128 (FIPS 197) in counter mode, bitsliced, sixteen blocks at once. Constant-time: boolean operations, fixed shifts, and products that only");
            o.Line("/// repeat bits; no table, and no branch or index depends on key or data.");
            o.Line("/// </summary>");
            o.Open("internal static class AesBitslicedWide");
            o.Line("/// <summary>The fewest blocks that are worth a call.</summary>");
            o.Line($"internal const int Least = {Least};");
            o.Line("");
            o.Line("/// <summary>Words of an expanded key: those of <see cref=\"AesBitsliced\"/>, and as many round keys again.</summary>");
            o.Line($"internal const int ScheduleLength = {FirstRound + 88};");
            o.Line("");
            Expand(o);
            o.Line("/// <summary>");
            o.Line("/// Applies the key stream to whole blocks, while there are at least <see cref=\"Least\"/>; parameters as those of <see cref=\"AesTable.Xor\"/>, the key as");
            o.Line("/// <see cref=\"Expand\"/> left it.");
            o.Line("/// </summary>");
            o.Line("/// <returns>How many blocks are left.</returns>");
            o.Open("internal static int Xor(ulong[] key, uint n0, uint n1, uint n2, uint counter, byte[] first, int firstOffset, byte[] buffer, int offset, int blocks)");
            for (int row = 0; row < 4; row++)
            {
                o.Line("ulong " + string.Join(", ", Enumerable.Range(0, 8).Select(i => $"a{row}{i}")) + ";");
                o.Line("ulong " + string.Join(", ", Enumerable.Range(0, 8).Select(i => $"b{row}{i}")) + ";");
            }

            o.Line("ulong " + string.Join(", ", circuit.Locals) + ";");
            o.Line("ulong t, k, fields = 0x0001000100010001, ones = 0xffff;");
            o.Line("ulong even = n0 | ((ulong)n2 << 32);");
            o.Line("ulong odd = (ulong)n1 << 16;");
            o.Line("byte[] target = first;");
            o.Line("int at = firstOffset;");
            o.Open("if (first == null)");
            o.Line("target = buffer;");
            o.Line("at = offset;");
            o.Close();
            o.Line("");
            o.Open("while (blocks >= Least)");
            Begin(o);
            o.Open($"for (int round = {FirstRound + 8}; ; round += 8)");
            SubBytesAndShiftRows(o, circuit);
            o.Open($"if (round == {FirstRound + 80})");
            for (int i = 0; i < 8; i++)
            {
                o.Line($"k = key[{FirstRound + 80 + i}];");
                for (int row = 0; row < 4; row++)
                {
                    o.Line($"a{row}{i} = b{row}{i} ^ ({KeyBits(row)}) * ones;");
                }
            }

            o.Line("break;");
            o.Close();
            o.Line("");
            MixColumns(o);
            o.Close();
            o.Line("");
            Output(o);
            o.Line($"counter += {Batch};");
            o.Close();
            o.Line("");
            o.Line("return blocks;");
            o.Close();
            o.Close();
            o.Close();
            return o.ToString();
        }

        /// <summary>The bits of a row in a word of the round key, one in each field of sixteen.</summary>
        private static string KeyBits(int row)
        {
            return row == 0 ? "k & fields" : $"(k >> {row}) & fields";
        }

        /// <summary>
        /// Round keys in the layout of sixteen blocks, from that of four, where the bit of column c and row r lies at 16 r + 4 c. The product moves it to 16 c; what
        /// else it makes is masked away and carries nowhere.
        /// </summary>
        private static void Expand(SourceWriter o)
        {
            o.Line("/// <summary>Adds round keys in the layout of sixteen blocks to a key that <see cref=\"AesBitsliced.Expand\"/> has made.</summary>");
            o.Line("/// <param name=\"schedule\"><see cref=\"ScheduleLength\"/> words.</param>");
            o.Open("internal static void Expand(ulong[] schedule)");
            o.Line("ulong k, fields = 0x0001000100010001, nibbles = 0x1111, spread = 0x1001001001;");
            o.Open($"for (int i = {FourRound}; i < {FourRound + 88}; i++)");
            o.Line("k = schedule[i];");
            string rows = string.Join(" | ", Enumerable.Range(0, 4).Select(row => row == 0 ? "((k & nibbles) * spread & fields)" : $"((((k >> {16 * row}) & nibbles) * spread & fields) << {row})"));
            o.Line($"schedule[i + 88] = {rows};");
            o.Close();
            o.Close();
            o.Line("");
        }

        /// <summary>Counter blocks and the first round key. The counters of the sixteen blocks are added up bit by bit.</summary>
        private static void Begin(SourceWriter o)
        {
            string[] numbers = { "0xaaaa", "0xcccc", "0xf0f0", "0xff00" };
            o.Line("// t carries, r0 is a bit of the first counter, repeated, r1 the bit of all sixteen.");
            for (int row = 3; row >= 0; row--)
            {
                for (int i = 0; i < 8; i++)
                {
                    int bit = (8 * (3 - row)) + i;
                    int from = (8 * row) + i;
                    o.Line($"r0 = {(bit == 0 ? "(counter & 1)" : $"((counter >> {bit}) & 1)")} * ones;");
                    if (bit == 0)
                    {
                        o.Line($"r1 = r0 ^ {numbers[0]};");
                        o.Line($"t = r0 & {numbers[0]};");
                    }
                    else if (bit < 4)
                    {
                        o.Line($"r2 = r0 ^ {numbers[bit]};");
                        o.Line("r1 = r2 ^ t;");
                        o.Line($"t = (r0 & {numbers[bit]}) | (r2 & t);");
                    }
                    else
                    {
                        o.Line("r1 = r0 ^ t;");
                        o.Line("t = r0 & t;");
                    }

                    string shifted = from == 0 ? string.Empty : $" >> {from}";
                    string nonce = $"((even{shifted}) & 0x100000001) | ((odd{shifted}) & 0x10000)";
                    o.Line($"k = key[{FirstRound + i}];");
                    o.Line($"a{row}{i} = ((({nonce}) ^ ({KeyBits(row)})) * ones) ^ (r1 << 48);");
                }
            }
        }

        private static void SubBytesAndShiftRows(SourceWriter o, SboxCircuit circuit)
        {
            for (int row = 0; row < 4; row++)
            {
                string Local(string text) => Regex.Replace(text, @"\bq(\d)\b", $"a{row}$1");
                o.Line($"// Row {row}.");
                foreach (string statement in circuit.Statements)
                {
                    o.Line(Local(statement));
                }

                for (int i = 0; i < 8; i++)
                {
                    string bit = Local(circuit.Outputs[i]);
                    o.Line(row == 0 ? $"b{row}{i} = {bit};" : $"b{row}{i} = ({bit} >> {16 * row}) | ({bit} << {64 - (16 * row)});");
                }
            }
        }

        /// <summary>2 (a + b) + b + (c + d) for a row a and those after it, and the round key.</summary>
        private static void MixColumns(SourceWriter o)
        {
            // From the highest bit down: a{row}{i} holds a + b of bit i until the bit above has used it. Bit 7 goes into three bits more, so it stays in r.
            for (int row = 0; row < 4; row++)
            {
                o.Line($"r{row} = b{row}7 ^ b{(row + 1) & 3}7;");
            }

            for (int i = 7; i >= 0; i--)
            {
                o.Line($"k = key[{(i == 0 ? "round" : $"round + {i}")}];");
                if (i > 0)
                {
                    for (int row = 0; row < 4; row++)
                    {
                        o.Line($"r{4 + row + (4 * (i & 1))} = b{row}{i - 1} ^ b{(row + 1) & 3}{i - 1};");
                    }
                }

                for (int row = 0; row < 4; row++)
                {
                    // The sums of this bit were made as those below the bit above.
                    string own = i == 7 ? $"r{(row + 2) & 3}" : $"r{4 + ((row + 2) & 3) + (4 * ((i + 1) & 1))}";
                    string below = i == 0 ? $"r{row}" : $"r{4 + row + (4 * (i & 1))}";
                    string top = i == 1 || i == 3 || i == 4 ? $" ^ r{row}" : string.Empty;
                    o.Line($"a{row}{i} = b{(row + 1) & 3}{i} ^ {own} ^ {below}{top} ^ ({KeyBits(row)}) * ones;");
                }
            }
        }

        private static void Output(SourceWriter o)
        {
            o.Line("k = 0x5555555555555555;");
            o.Line("r0 = 0x3333333333333333;");
            o.Line("r1 = 0x0f0f0f0f0f0f0f0f;");
            foreach ((int step, string mask) in new[] { (1, "k"), (2, "r0"), (4, "r1") })
            {
                for (int row = 0; row < 4; row++)
                {
                    for (int i = 0; i < 8; i++)
                    {
                        if ((i & step) == 0)
                        {
                            o.Line($"t = ((a{row}{i} >> {step}) ^ a{row}{i + step}) & {mask};");
                            o.Line($"a{row}{i + step} ^= t;");
                            o.Line($"a{row}{i} ^= t << {step};");
                        }
                    }
                }
            }

            o.Line("");
            o.Line("// Eight blocks, then the other eight.");
            o.Open("for (int half = 0; half < 2; half++)");
            for (int block = 0; block < 8; block++)
            {
                for (int i = 0; i < 16; i++)
                {
                    string word = $"a{i & 3}{block}";
                    int shift = 16 * (i >> 2);
                    string place = i == 0 ? "at" : $"at + {i}";
                    o.Line($"target[{place}] = (byte)(target[{place}] ^ (byte){(shift == 0 ? word : $"({word} >> {shift})")});");
                }

                o.Line("blocks--;");
                o.Open("if (blocks == 0)");
                o.Line("return 0;");
                o.Close();
                o.Line("");
                o.Line("at += 16;");
                if (block == 0)
                {
                    o.Open("if (first != null)");
                    o.Line("first = null;");
                    o.Line("target = buffer;");
                    o.Line("at = offset;");
                    o.Close();
                    o.Line("");
                }
            }

            for (int row = 0; row < 4; row++)
            {
                for (int i = 0; i < 8; i++)
                {
                    o.Line($"a{row}{i} >>= 8;");
                }
            }

            o.Close();
            o.Line("");
        }
    }
}
