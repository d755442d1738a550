// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System.Collections.Generic;
using System.Linq;

namespace MilliHttp.Nano.Crypto.Generator
{
    /// <summary>
    /// Writes Keccak-f[1600] (FIPS 202): all 24 rounds unrolled, the lanes in locals. A round takes five lanes of different rows, which make one
    /// row of the next state, and writes them back to the same five locals, so that no second set of lanes is needed.
    /// </summary>
    public static class KeccakGenerator
    {
        private static readonly int[] s_rotations = { 0, 1, 62, 28, 27, 36, 44, 6, 55, 20, 3, 10, 43, 25, 39, 41, 45, 15, 21, 8, 18, 2, 61, 56, 14 };

        // What a short message and its padding fill: four lanes and a few bytes, and the end of a block of SHAKE256 or SHAKE128.
        private static readonly int[] s_seedLanes = { 0, 1, 2, 3, 4, 16, 20 };

        public static string Make()
        {
            SourceWriter w = new SourceWriter("MlKem/KeccakGenerator");
            w.Open("namespace MilliHttp.Nano.Crypto");
            w.Line("/// <summary>The permutation of SHA-3 and SHAKE.</summary>");
            w.Open("internal static class KeccakF1600");
            w.Line("/// <summary>Permutes the state (FIPS 202 section 3.3). Constant-time.</summary>");
            w.Line("/// <param name=\"s\">The 25 lanes first: lane x + 5 y at that place. The bytes of a message are little-endian in a lane.</param>");
            w.Line("/// <param name=\"seed\">Whether only lanes 0 to 4, 16 and 20 count and all others are taken as zero: a short message. It saves 200 operations.</param>");
            w.Open("public static void Permute(long[] s, bool seed)");
            w.Line("ulong t, b0, b1, b2, b3, b4, c0, c1, c2, c3, c4, d0, d1, d2, d3, d4;");
            w.Line("ulong " + string.Join(", ", Enumerable.Range(0, 25).Select(i => $"a{i}")) + ";");
            (int Columns, int Lanes)[] plan = KeccakComplements.Plan();
            int[] names = Enumerable.Range(0, 25).ToArray();
            ulong[] constants = Constants();
            w.Open("if (seed)");
            Load(w, s_seedLanes);
            Round(w, 0, names, 0, plan[0], constants[0], s_seedLanes);
            w.Close();
            w.Open("else");
            Load(w, names);
            names = Round(w, 0, names, 0, plan[0], constants[0], names);
            w.Close();
            int lanes = plan[0].Lanes;
            for (int round = 1; round < 24; round++)
            {
                names = Round(w, round, names, lanes, plan[round], constants[round], names);
                lanes = plan[round].Lanes;
            }

            for (int i = 0; i < 25; i++)
            {
                w.Line($"s[{i}] = (long)a{names[i]};");
            }

            w.Close();
            w.Close();
            w.Close();
            return w.ToString();
        }

        private static void Load(SourceWriter w, int[] lanes)
        {
            foreach (int lane in lanes)
            {
                w.Line($"a{lane} = (ulong)s[{lane}];");
            }
        }

        /// <summary>One round. <paramref name="present"/> names the locals that are not zero.</summary>
        private static int[] Round(SourceWriter w, int round, int[] names, int before, (int Columns, int Lanes) plan, ulong constant, int[] present)
        {
            w.Line(string.Empty);
            w.Line($"// Round {round}: theta.");
            for (int x = 0; x < 5; x++)
            {
                w.Line($"c{x} = " + string.Join(" ^ ", Enumerable.Range(0, 5).Select(y => names[x + (5 * y)]).Where(present.Contains).Select(name => $"a{name}")) + ";");
            }

            for (int x = 0; x < 5; x++)
            {
                string right = $"c{(x + 1) % 5}";
                string term = $"c{(x + 4) % 5} ^ (({right} << 1) | ({right} >> 63))";
                w.Line($"d{x} = " + ((plan.Columns >> x & 1) != 0 ? $"~({term});" : term + ";"));
            }

            int[] rows = KeccakComplements.RowsAfterPi(before, plan.Columns);
            int[] after = new int[25];
            for (int y = 0; y < 5; y++)
            {
                w.Line($"// Row {y}: rho, pi, chi.");
                int[] places = new int[5];
                for (int x = 0; x < 5; x++)
                {
                    // Lane (X, Y) moves to (Y, 2 X + 3 Y).
                    int fromX = Enumerable.Range(0, 5).Single(k => ((2 * k) + (3 * x)) % 5 == y);
                    int from = fromX + (5 * x);
                    places[x] = names[from];
                    int by = s_rotations[from];
                    if (!present.Contains(names[from]))
                    {
                        w.Line($"b{x} = (d{fromX} << {by}) | (d{fromX} >> {64 - by});");
                        continue;
                    }

                    string lane = $"a{names[from]} ^ d{fromX}";
                    w.Line(by == 0 ? $"b{x} = {lane};" : $"b{x} = ((t = {lane}) << {by}) | (t >> {64 - by});");
                }

                for (int x = 0; x < 5; x++)
                {
                    after[x + (5 * y)] = places[x];
                    string iota = string.Empty;
                    bool wanted = (plan.Lanes >> (x + (5 * y)) & 1) != 0;
                    string value = Chi(rows[y], x, wanted, x == 0 && y == 0, out bool complemented);
                    if (x == 0 && y == 0)
                    {
                        // The constant complements the lane for nothing.
                        iota = $" ^ 0x{(complemented != wanted ? ~constant : constant):X}UL";
                        complemented = wanted;
                    }

                    w.Line($"a{places[x]} = " + (complemented != wanted ? $"~({value})" : value) + iota + ";");
                }
            }

            return after;
        }

        /// <summary>a ^ (~b &amp; c) of lanes that may be held complemented.</summary>
        private static string Chi(int row, int x, bool wanted, bool free, out bool complemented)
        {
            bool a = (row >> x & 1) != 0;
            bool b = (row >> ((x + 1) % 5) & 1) != 0;
            bool c = (row >> ((x + 2) % 5) & 1) != 0;
            string laneA = $"b{x}";
            string laneB = $"b{(x + 1) % 5}";
            string laneC = $"b{(x + 2) % 5}";
            complemented = a;
            if (b && !c)
            {
                return $"{laneA} ^ ({laneB} & {laneC})";
            }

            if (!b && c)
            {
                complemented = !a;
                return $"{laneA} ^ ({laneB} | {laneC})";
            }

            // One complement is needed; which, decides whether the result is complemented.
            bool plain = free || a == wanted;
            complemented = plain ? a : !a;
            if (!b)
            {
                return plain ? $"{laneA} ^ (~{laneB} & {laneC})" : $"{laneA} ^ ({laneB} | ~{laneC})";
            }

            return plain ? $"{laneA} ^ ({laneB} & ~{laneC})" : $"{laneA} ^ (~{laneB} | {laneC})";
        }

        /// <summary>The round constants, from the shift register of FIPS 202 section 3.2.5.</summary>
        private static ulong[] Constants()
        {
            List<ulong> constants = new List<ulong>();
            int register = 1;
            for (int round = 0; round < 24; round++)
            {
                ulong constant = 0;
                for (int j = 0; j < 7; j++)
                {
                    if ((register & 1) != 0)
                    {
                        constant |= 1UL << ((1 << j) - 1);
                    }

                    register = (register << 1) ^ (register >> 7 != 0 ? 0x171 : 0);
                }

                constants.Add(constant);
            }

            return constants.ToArray();
        }
    }
}
