// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System.Linq;

namespace MilliHttp.Nano.Crypto.Generator
{
    /// <summary>
    /// AES-128 in counter mode, four blocks at once, bit i of all 64 bytes in one word. A byte's place in the word is row * 16 + column * 4
    /// + block, so that the row moves of MixColumns are rotations of the word.
    /// </summary>
    public static class AesBitslicedGenerator
    {
        /// <summary>Where the round keys begin in an expanded key; the key itself is at 0.</summary>
        private const int FirstRound = 3;

        public static string Make()
        {
            SboxCircuit circuit = new SboxCircuit();
            SourceWriter o = new SourceWriter(nameof(AesBitslicedGenerator));
            o.Line("using System;");
            o.Line("");
            o.Open("namespace MilliHttp.Nano.Crypto");
            o.Line("/// <summary>");
            o.Line("/// AES-128 (FIPS 197) in counter mode, bitsliced. Constant-time: boolean operations and fixed shifts; no table, and no branch or");
            o.Line("/// index depends on key or data.");
            o.Line("/// </summary>");
            o.Open("internal static class AesBitsliced");
            o.Line("/// <summary>Words of an expanded key: the key, a word that is free, 8 for each of 11 round keys.</summary>");
            o.Line($"internal const int ScheduleLength = {FirstRound + 88};");
            o.Line("");
            Expand(o, circuit);
            o.Line("");
            Xor(o, circuit);
            o.Close();
            o.Close();
            return o.ToString();
        }

        private static void Declare(SourceWriter o, SboxCircuit circuit)
        {
            for (int i = 0; i < 8; i++)
            {
                o.Line($"ulong q{i};");
            }

            foreach (string local in circuit.Locals)
            {
                o.Line($"ulong {local};");
            }
        }

        private static void Expand(SourceWriter o, SboxCircuit circuit)
        {
            o.Line("/// <summary>Expands a 16-byte key. From the first round on the keys carry the constant 0x63 that the S-box leaves out.</summary>");
            o.Open("internal static void Expand(byte[] key, int offset, ulong[] schedule)");
            Declare(o, circuit);
            o.Line("ulong m = 0x01010101;");
            o.Line("ulong n = 0x0001000100010001;");
            o.Line("ulong w0 = BitConverter.ToUInt32(key, offset);");
            o.Line("ulong w1 = BitConverter.ToUInt32(key, offset + 4);");
            o.Line("ulong w2 = BitConverter.ToUInt32(key, offset + 8);");
            o.Line("ulong w3 = BitConverter.ToUInt32(key, offset + 12);");
            o.Line("ulong v0;");
            o.Line("ulong v1;");
            o.Line("ulong v2;");
            o.Line("ulong v3;");
            o.Line("ulong constant = 1;");
            o.Line("ulong affine = 0;");
            o.Line("schedule[0] = w0 | (w1 << 32);");
            o.Line("schedule[1] = w2 | (w3 << 32);");
            o.Open($"for (int at = {FirstRound}; at < ScheduleLength; at += 8)");
            for (int i = 0; i < 4; i++)
            {
                o.Line($"v{i} = (w{i} | (w{i} << 16)) & 0x0000ffff0000ffff;");
                o.Line($"v{i} = (v{i} | (v{i} << 8)) & 0x00ff00ff00ff00ff;");
            }

            for (int i = 0; i < 8; i++)
            {
                string Bit(int c) => i == 0 ? $"(v{c} & n)" : $"((v{c} >> {i}) & n)";
                string flip = ((0x63 >> i) & 1) != 0 ? " ^ affine" : string.Empty;
                string at = i == 0 ? "at" : $"at + {i}";
                o.Line($"schedule[{at}] = (({Bit(0)} | ({Bit(1)} << 4) | ({Bit(2)} << 8) | ({Bit(3)} << 12)) * 15){flip};");
            }

            o.Line("affine = 0xffffffffffffffff;");
            for (int i = 0; i < 8; i++)
            {
                o.Line(i == 0 ? "q0 = w3 & m;" : $"q{i} = (w3 >> {i}) & m;");
            }

            foreach (string statement in circuit.Statements)
            {
                o.Line(statement);
            }

            string sum = string.Join(" | ", Enumerable.Range(0, 8).Select(i => i == 0 ? circuit.Outputs[0] : $"({circuit.Outputs[i]} << {i})"));
            o.Line($"v0 = ({sum}) ^ 0x63636363;");
            o.Line("w0 ^= (v0 >> 8) ^ ((v0 & 0xff) << 24) ^ constant;");
            o.Line("w1 ^= w0;");
            o.Line("w2 ^= w1;");
            o.Line("w3 ^= w2;");
            o.Line("constant = (constant << 1) ^ ((constant >> 7) * 0x11b);");
            o.Close();
            o.Close();
        }

        private static void Xor(SourceWriter o, SboxCircuit circuit)
        {
            o.Line("/// <summary>Applies the key stream to whole blocks; parameters as those of <see cref=\"AesTable.Xor\"/>.</summary>");
            o.Open("internal static void Xor(ulong[] key, uint n0, uint n1, uint n2, uint counter, byte[] first, int firstOffset, byte[] buffer, int offset, int blocks)");
            Declare(o, circuit);
            for (int i = 0; i < 8; i++)
            {
                o.Line($"ulong t{i};");
            }

            o.Line("ulong m5 = 0x5555555555555555;");
            o.Line("ulong m3 = 0x3333333333333333;");
            o.Line("ulong m0 = 0x0f0f0f0f0f0f0f0f;");
            o.Line("byte[] target = first;");
            o.Line("int at = firstOffset;");
            o.Open("if (first == null)");
            o.Line("target = buffer;");
            o.Line("at = offset;");
            o.Close();
            o.Line("");
            // The bytes of a word of the nonce at every other byte; not a method, for the sake of the stack.
            o.Line("t0 = (n0 | ((ulong)n0 << 16)) & 0x0000ffff0000ffff;");
            o.Line("t1 = (n2 | ((ulong)n2 << 16)) & 0x0000ffff0000ffff;");
            o.Line("ulong even = ((t0 | (t0 << 8)) & 0x00ff00ff00ff00ff) | (((t1 << 8) | (t1 << 16)) & 0xff00ff00ff00ff00);");
            o.Line("t0 = (n1 | ((ulong)n1 << 16)) & 0x0000ffff0000ffff;");
            o.Line("ulong odd = (t0 | (t0 << 8)) & 0x00ff00ff00ff00ff;");
            o.Open("while (blocks > 0)");
            for (int i = 0; i < 4; i++)
            {
                o.Line($"q{i} = even;");
                o.Line($"q{i + 4} = odd | ((counter >> 16) & 0xff00) | ((counter << 8) & 0xff000000) | (((ulong)counter << 32) & 0xff0000000000) | ((ulong)counter << 56);");
                o.Line("counter++;");
            }

            Transpose(o);
            for (int i = 0; i < 8; i++)
            {
                o.Line($"q{i} ^= key[{FirstRound + i}];");
            }

            o.Open($"for (int round = {FirstRound + 8}; ; round += 8)");
            foreach (string statement in circuit.Statements)
            {
                o.Line(statement);
            }

            // ShiftRows, out of the places in which the circuit left the bits.
            for (int i = 0; i < 8; i++)
            {
                string s = circuit.Outputs[i];
                o.Line($"t{i} = ({s} & 0xffff) | (({s} >> 4) & 0xfff0000) | (({s} << 12) & 0xf0000000) | (({s} >> 8) & 0xff00000000) | (({s} << 8) & 0xff0000000000) | (({s} >> 12) & 0xf000000000000) | (({s} << 4) & 0xfff0000000000000);");
            }

            o.Open($"if (round == {FirstRound + 80})");
            for (int i = 0; i < 8; i++)
            {
                o.Line($"q{i} = t{i} ^ key[{FirstRound + 80 + i}];");
            }

            o.Line("break;");
            o.Close();
            o.Line("");

            // MixColumns: 2 * (a + b) + b + (a + b) two rows on, b being the next row.
            for (int i = 0; i < 8; i++)
            {
                o.Line($"q{i} = (t{i} >> 16) | (t{i} << 48);");
                o.Line($"t{i} ^= q{i};");
            }

            for (int i = 0; i < 8; i++)
            {
                string twice = i == 0 ? "t7" : i == 1 || i == 3 || i == 4 ? $"t{i - 1} ^ t7" : $"t{i - 1}";
                string k = i == 0 ? "key[round]" : $"key[round + {i}]";
                o.Line($"q{i} ^= {twice} ^ ((t{i} >> 32) | (t{i} << 32)) ^ {k};");
            }

            o.Close();
            o.Line("");
            Transpose(o);
            for (int block = 0; block < 4; block++)
            {
                for (int i = 0; i < 16; i++)
                {
                    int column = i >> 2;
                    string word = "q" + (((column & 1) * 4) + block);
                    int shift = 8 * ((2 * (i & 3)) + (column >> 1));
                    string at = i == 0 ? "at" : $"at + {i}";
                    o.Line(shift == 0 ? $"target[{at}] = (byte)(target[{at}] ^ (byte){word});" : $"target[{at}] = (byte)(target[{at}] ^ (byte)({word} >> {shift}));");
                }

                o.Line("blocks--;");
                if (block < 3)
                {
                    o.Open("if (blocks == 0)");
                    o.Line("return;");
                    o.Close();
                    o.Line("");
                }

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

            o.Close();
            o.Close();
        }

        private static void Transpose(SourceWriter o)
        {
            foreach ((int step, string mask) in new[] { (1, "m5"), (2, "m3"), (4, "m0") })
            {
                for (int i = 0; i < 8; i++)
                {
                    if ((i & step) == 0)
                    {
                        o.Line($"t0 = ((q{i} >> {step}) ^ q{i + step}) & {mask};");
                        o.Line($"q{i + step} ^= t0;");
                        o.Line($"q{i} ^= t0 << {step};");
                    }
                }
            }
        }
    }
}
