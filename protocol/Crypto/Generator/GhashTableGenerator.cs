// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Crypto.Generator
{
    /// <summary>
    /// GHASH by a 4-bit comb. The tables hold n * H (mod the polynomial) for n of 4 bits, so that a product is gathered in four words,
    /// shifted left by 4 once for each nibble position, with one reduction of the low half into the high half at its end. Two blocks share
    /// shifts and reduction by H and H^2. Data words stay as they lie in memory (nibbles are taken out by place), only the hash is turned.
    /// </summary>
    public static class GhashTableGenerator
    {
        public static string Make()
        {
            SourceWriter o = new SourceWriter(nameof(GhashTableGenerator));
            o.Line("using System;");
            o.Line("");
            o.Open("namespace MilliHttp.Nano.Crypto");
            o.Line("/// <summary>");
            o.Line("/// GHASH (NIST SP 800-38D section 6.4) on tables of 16 entries in RAM. Branches depend on lengths only, but the tables are indexed by");
            o.Line("/// hashed data mixed with secrets: for parts without a data cache in front of that RAM. Elsewhere <see cref=\"GhashMultiply\"/> is to be chosen.");
            o.Line("/// </summary>");
            o.Line("/// <remarks>The hash y: two words, y[0] the first 8 bytes, both little-endian as a load from memory gives them.</remarks>");
            o.Open("internal static class GhashTable");
            o.Line("/// <summary>Takes in whole blocks of 16 bytes, one by one.</summary>");
            o.Open("internal static void Blocks(ulong[] high, ulong[] low, ulong[] y, byte[] data, int offset, int blocks)");
            Locals(o, 1);
            o.Open("while (blocks > 0)");
            o.Line("a ^= BitConverter.ToUInt64(data, offset);");
            o.Line("b ^= BitConverter.ToUInt64(data, offset + 8);");
            Comb(o, 1);
            Reduce(o);
            o.Line("offset += 16;");
            o.Line("blocks--;");
            o.Close();
            o.Line("");
            o.Line("y[0] = a;");
            o.Line("y[1] = b;");
            o.Close();
            o.Line("");
            o.Line("/// <summary>Takes in pairs of blocks of 16 bytes; the tables with 2 are those of H^2.</summary>");
            o.Open("internal static void Pairs(ulong[] high, ulong[] low, ulong[] high2, ulong[] low2, ulong[] y, byte[] data, int offset, int pairs)");
            Locals(o, 2);
            o.Open("while (pairs > 0)");
            o.Line("a ^= BitConverter.ToUInt64(data, offset);");
            o.Line("b ^= BitConverter.ToUInt64(data, offset + 8);");
            o.Line("c = BitConverter.ToUInt64(data, offset + 16);");
            o.Line("d = BitConverter.ToUInt64(data, offset + 24);");
            Comb(o, 2);
            Reduce(o);
            o.Line("offset += 32;");
            o.Line("pairs--;");
            o.Close();
            o.Line("");
            o.Line("y[0] = a;");
            o.Line("y[1] = b;");
            o.Close();
            o.Close();
            o.Close();
            return o.ToString();
        }

        private static void Locals(SourceWriter o, int blocks)
        {
            o.Line("ulong n = 0x00ff00ff00ff00ff;");
            o.Line("ulong n2 = 0x0000ffff0000ffff;");
            o.Line("ulong a = y[0];");
            o.Line("ulong b = y[1];");
            o.Line("ulong w0;");
            o.Line("ulong w1;");
            o.Line("ulong w2;");
            o.Line("ulong w3;");
            o.Line("int u;");
            o.Line("int v;");
            if (blocks == 2)
            {
                o.Line("ulong c;");
                o.Line("ulong d;");
                o.Line("int p;");
                o.Line("int q;");
            }
        }

        private static void Comb(SourceWriter o, int blocks)
        {
            string s = blocks == 2 ? "2" : string.Empty;
            for (int i = 0; i < 16; i++)
            {
                // The i-th nibble from the top of the big-endian word.
                int shift = (8 * (i >> 1)) + ((i & 1) == 0 ? 4 : 0);
                o.Line($"u = {Nibble("a", shift)};");
                o.Line($"v = {Nibble("b", shift)};");
                string two = string.Empty, one = string.Empty, zero = string.Empty;
                if (blocks == 2)
                {
                    o.Line($"p = {Nibble("c", shift)};");
                    o.Line($"q = {Nibble("d", shift)};");
                    two = " ^ high[p]";
                    one = " ^ low[p] ^ high[q]";
                    zero = " ^ low[q]";
                }

                if (i == 0)
                {
                    o.Line($"w2 = high{s}[u]{two};");
                    o.Line($"w1 = low{s}[u] ^ high{s}[v]{one};");
                    o.Line($"w0 = low{s}[v]{zero};");
                }
                else
                {
                    o.Line(i == 1 ? "w3 = w2 >> 60;" : "w3 = (w3 << 4) | (w2 >> 60);");
                    o.Line($"w2 = ((w2 << 4) | (w1 >> 60)) ^ high{s}[u]{two};");
                    o.Line($"w1 = ((w1 << 4) | (w0 >> 60)) ^ low{s}[u] ^ high{s}[v]{one};");
                    o.Line($"w0 = (w0 << 4) ^ low{s}[v]{zero};");
                }
            }
        }

        private static string Nibble(string word, int shift)
        {
            return shift == 0 ? $"(int){word} & 15" : shift == 60 ? $"(int)({word} >> 60)" : $"(int)({word} >> {shift}) & 15";
        }

        /// <summary>Degrees 128 and up (w1, w0) into those below (w3, w2): x^128 = x^7 + x^2 + x + 1, and x is a shift to the right.</summary>
        private static void Reduce(SourceWriter o)
        {
            o.Line("w1 ^= (w0 << 63) ^ (w0 << 62) ^ (w0 << 57);");
            o.Line("b = w2 ^ w0 ^ (((((w0 >> 5) ^ w0) >> 1) ^ w0) >> 1) ^ (w1 << 63) ^ (w1 << 62) ^ (w1 << 57);");
            o.Line("a = w3 ^ w1 ^ (((((w1 >> 5) ^ w1) >> 1) ^ w1) >> 1);");
            foreach (string w in new[] { "a", "b" })
            {
                o.Line($"{w} = (({w} >> 8) & n) | (({w} & n) << 8);");
                o.Line($"{w} = (({w} >> 16) & n2) | (({w} & n2) << 16);");
                o.Line($"{w} = ({w} >> 32) | ({w} << 32);");
            }
        }
    }
}
