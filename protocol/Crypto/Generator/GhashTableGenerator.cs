// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Crypto.Generator
{
    /// <summary>
    /// GHASH by a comb of bytes, each in two halves of 4 bits. The tables hold n * H (mod the polynomial) for n of 4 bits in the lower and, after
    /// these, in the upper half of a byte, so that a product is gathered in four words, shifted left by 8 once for each byte, with one
    /// reduction of the low half into the high half at its end. A data word is split into its lower halves and its upper ones with 16 added, so that an
    /// index comes out by conv.u1. Data words stay as they lie in memory (bytes are taken out by place), only the hash is turned.
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
            o.Line("/// GHASH (NIST SP 800-38D section 6.4) on tables of the key in RAM. Branches depend on lengths only, but the tables are indexed by hashed data mixed");
            o.Line("/// with secrets, which shows in time where a data cache lies in front of that RAM: there <see cref=\"GhashMultiply\"/> is to be chosen");
            o.Line("/// (<see cref=\"CryptoProfile.ConstantTime\"/>).");
            o.Line("/// </summary>");
            o.Line("/// <remarks>The hash y: two words, y[0] the first 8 bytes, both little-endian as a load from memory gives them.</remarks>");
            o.Open("internal static class GhashTable");
            o.Line("/// <summary>Takes in whole blocks of 16 bytes. The tables are those of <see cref=\"GhashKey\"/>.</summary>");
            o.Open("internal static void Blocks(ulong[] high, ulong[] low, long[] y, byte[] data, int offset, int blocks)");
            o.Line("ulong m = 0x0f0f0f0f0f0f0f0f;");
            o.Line("ulong behind = 0x1010101010101010;");
            o.Line("ulong n = 0x00ff00ff00ff00ff;");
            o.Line("ulong n2 = 0x0000ffff0000ffff;");
            o.Line("ulong a = (ulong)y[0];");
            o.Line("ulong b = (ulong)y[1];");
            o.Line("ulong c;");
            o.Line("ulong d;");
            o.Line("ulong w0;");
            o.Line("ulong w1;");
            o.Line("ulong w2;");
            o.Line("ulong w3;");
            o.Line("int p;");
            o.Line("int q;");
            o.Line("int u;");
            o.Line("int v;");
            o.Open("while (blocks > 0)");
            o.Line("a ^= BitConverter.ToUInt64(data, offset);");
            o.Line("b ^= BitConverter.ToUInt64(data, offset + 8);");
            o.Line("c = ((a >> 4) & m) | behind;");
            o.Line("a &= m;");
            o.Line("d = ((b >> 4) & m) | behind;");
            o.Line("b &= m;");
            for (int i = 0; i < 8; i++)
            {
                string shift = i == 0 ? string.Empty : $" >> {8 * i}";
                o.Line($"p = (byte)(a{shift});");
                o.Line($"q = (byte)(b{shift});");
                o.Line($"u = (byte)(c{shift});");
                o.Line($"v = (byte)(d{shift});");
                if (i == 0)
                {
                    o.Line("w2 = high[p] ^ high[u];");
                    o.Line("w1 = low[p] ^ low[u] ^ high[q] ^ high[v];");
                    o.Line("w0 = low[q] ^ low[v];");
                }
                else
                {
                    o.Line(i == 1 ? "w3 = w2 >> 56;" : "w3 = (w3 << 8) | (w2 >> 56);");
                    o.Line("w2 = ((w2 << 8) | (w1 >> 56)) ^ high[p] ^ high[u];");
                    o.Line("w1 = ((w1 << 8) | (w0 >> 56)) ^ low[p] ^ low[u] ^ high[q] ^ high[v];");
                    o.Line("w0 = (w0 << 8) ^ low[q] ^ low[v];");
                }
            }

            Reduce(o);
            o.Line("offset += 16;");
            o.Line("blocks--;");
            o.Close();
            o.Line("");
            o.Line("y[0] = (long)a;");
            o.Line("y[1] = (long)b;");
            o.Close();
            o.Close();
            o.Close();
            return o.ToString();
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
