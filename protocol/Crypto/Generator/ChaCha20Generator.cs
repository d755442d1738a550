// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Crypto.Generator
{
    /// <summary>
    /// ChaCha20, a double round in locals. Words are the low halves of ulongs whose upper halves hold whatever gathers there; a rotation
    /// masks, doubles the word (x * 0x100000001) and shifts once, which is two instructions less than two shifts and an OR.
    /// </summary>
    public static class ChaCha20Generator
    {
        public static string Make()
        {
            SourceWriter o = new SourceWriter(nameof(ChaCha20Generator));
            o.Line("using System;");
            o.Line("");
            o.Open("namespace MilliHttp.Nano.Crypto");
            o.Line("/// <summary>ChaCha20 (RFC 8439 section 2.4). Constant-time: additions, exclusive ors and fixed shifts; no branch or index depends on data.</summary>");
            o.Open("internal static class ChaCha20");
            o.Line("/// <summary>In place of a number of blocks: the first 8 bytes of one block.</summary>");
            o.Line("internal const int FirstWord = -1;");
            o.Line("");
            o.Line("/// <summary>In place of a number of blocks: the first 32 bytes of one block.</summary>");
            o.Line("internal const int FirstHalf = 0;");
            o.Line("");
            o.Line("/// <summary>");
            o.Line("/// Applies the key stream to whole blocks of 64 bytes in place, from block <paramref name=\"counter\"/> on; to less of one block where that is all");
            o.Line("/// that is wanted (<see cref=\"FirstHalf\"/>, <see cref=\"FirstWord\"/>).");
            o.Line("/// </summary>");
            o.Open("internal static void Xor(byte[] key, int keyOffset, uint counter, uint n0, uint n1, uint n2, byte[] buffer, int offset, int blocks)");
            o.Line("ulong m = 0xffffffff;");
            o.Line("ulong d2 = 0x100000001;");
            o.Line("ulong t;");
            o.Line("int i;");
            for (int i = 0; i < 8; i++)
            {
                o.Line($"ulong k{i} = BitConverter.ToUInt32(key, keyOffset{(i == 0 ? string.Empty : " + " + (4 * i))});");
            }

            o.Line("ulong c = counter;");
            o.Line("ulong c0 = n0;");
            o.Line("ulong c1 = n1;");
            o.Line("ulong c2 = n2;");
            string[] start =
            {
                "0x161707865UL", "0x13320646eUL", "0x179622d32UL", "0x16b206574UL", "k0", "k1", "k2", "k3", "k4", "k5", "k6", "k7", "c", "c0", "c1", "c2",
            };
            o.Open("do");
            for (int i = 0; i < 16; i++)
            {
                o.Line($"ulong x{i} = {start[i]};");
            }

            o.Line("i = 10;");
            o.Open("do");
            int[] columns = { 0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15, 0, 5, 10, 15, 1, 6, 11, 12, 2, 7, 8, 13, 3, 4, 9, 14 };
            for (int i = 0; i < 32; i += 4)
            {
                string a = "x" + columns[i], b = "x" + columns[i + 1], c = "x" + columns[i + 2], d = "x" + columns[i + 3];
                Step(o, a, b, d, 16);
                Step(o, c, d, b, 20);
                Step(o, a, b, d, 24);
                Step(o, c, d, b, 25);
            }

            o.Line("i--;");
            o.Close();
            o.Line("while (i != 0);");
            for (int i = 0; i < 16; i += 2)
            {
                string at = i == 0 ? "offset" : $"offset + {i * 4}";
                o.Line($"t = (((x{i} + {start[i]}) & m) | ((x{i + 1} + {start[i + 1]}) << 32)) ^ BitConverter.ToUInt64(buffer, {at});");
                for (int j = 0; j < 8; j++)
                {
                    at = i + j == 0 ? "offset" : $"offset + {(i * 4) + j}";
                    o.Line(j == 0 ? $"buffer[{at}] = (byte)t;" : $"buffer[{at}] = (byte)(t >> {8 * j});");
                }

                if (i == 0 || i == 6)
                {
                    o.Open(i == 0 ? "if (blocks < 0)" : "if (blocks == 0)");
                    o.Line("return;");
                    o.Close();
                    o.Line("");
                }
            }

            o.Line("c++;");
            o.Line("offset += 64;");
            o.Line("blocks--;");
            o.Close();
            o.Line("while (blocks != 0);");
            o.Close();
            o.Close();
            o.Close();
            return o.ToString();
        }

        private static void Step(SourceWriter o, string a, string b, string d, int shift)
        {
            o.Line($"{a} += {b};");
            o.Line($"{d} = ((({d} ^ {a}) & m) * d2) >> {shift};");
        }
    }
}
