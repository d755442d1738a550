// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System.Collections.Generic;
using System.Linq;
using System.Numerics;

namespace MilliHttp.Nano.Crypto.Generator
{
    /// <summary>
    /// Chooses which lanes of Keccak-f[1600] are held complemented after each round, so that chi needs as few complements as possible:
    /// ~b &amp; c is a single operation if exactly one of b and c is held complemented. A row of five has at least one pair for which that fails, so
    /// five operations a round is the least; this search comes to about 5.7 where the best pattern that stays the same for all rounds takes 8.
    /// </summary>
    internal static class KeccakComplements
    {
        private const int Rounds = 24;
        private const int Width = 64;

        /// <summary>
        /// The plan: for each round a mask of the columns whose theta term is complemented (bits 0 to 4) and a mask of the lanes that are held
        /// complemented afterwards (bit x + 5 y). Before the first round and after the last one no lane is complemented.
        /// </summary>
        public static (int Columns, int Lanes)[] Plan()
        {
            List<Node> beam = new List<Node> { new Node(0, 0, 0, null) };
            for (int round = 0; round < Rounds; round++)
            {
                Dictionary<int, Node> next = new Dictionary<int, Node>();
                foreach (Node node in beam)
                {
                    Expand(node, next);
                }

                beam = next.Values.OrderBy(n => round < Rounds - 1 ? n.Cost : n.Cost + BitOperations.PopCount((uint)n.Lanes)).ThenBy(n => n.Lanes * 0x9E3779B1u).Take(Width).ToList();
            }

            (int, int)[] plan = new (int, int)[Rounds];
            Node at = beam[0];
            for (int round = Rounds - 1; round >= 0; round--)
            {
                plan[round] = (at.Columns, at.Lanes);
                at = at.Before;
            }

            // What is left after the last round would be complemented again when it is stored: the same price as asking for it here.
            plan[Rounds - 1].Item2 = 0;
            return plan;
        }

        /// <summary>Which rows' lanes come complemented out of theta, rho and pi; bit x of row y.</summary>
        public static int[] RowsAfterPi(int lanes, int columns)
        {
            int[] rows = new int[5];
            for (int x = 0; x < 5; x++)
            {
                int theta = (Parity(lanes, (x + 4) % 5) ^ Parity(lanes, (x + 1) % 5) ^ (columns >> x)) & 1;
                for (int y = 0; y < 5; y++)
                {
                    rows[((2 * x) + (3 * y)) % 5] |= ((lanes >> (x + (5 * y)) & 1) ^ theta) << y;
                }
            }

            return rows;
        }

        private static int Parity(int lanes, int x)
        {
            return BitOperations.PopCount((uint)(lanes >> x) & 0x108421) & 1;
        }

        private static void Expand(Node node, Dictionary<int, Node> next)
        {
            for (int columns = 0; columns < 32; columns++)
            {
                int[] rows = RowsAfterPi(node.Lanes, columns);
                int cost = node.Cost + BitOperations.PopCount((uint)columns);
                List<int> results = new List<int> { 0 };
                for (int y = 0; y < 5; y++)
                {
                    cost += EqualNeighbours(rows[y]);
                    results = results.SelectMany(r => Results(rows[y], y == 0).Select(row => r | (row << (5 * y)))).ToList();
                    if (results.Count > 256)
                    {
                        results.Clear();
                        break;
                    }
                }

                foreach (int lanes in results)
                {
                    if (!next.TryGetValue(lanes, out Node known) || known.Cost > cost)
                    {
                        next[lanes] = new Node(cost, lanes, columns, node);
                    }
                }
            }
        }

        private static int EqualNeighbours(int row)
        {
            return 5 - BitOperations.PopCount((uint)(row ^ ((row >> 1) | (row << 4))) & 31);
        }

        /// <summary>The patterns that chi can leave without further complements.</summary>
        private static IEnumerable<int> Results(int row, bool first)
        {
            int fixedBits = 0;
            int free = first ? 1 : 0;
            for (int x = 0; x < 5; x++)
            {
                int b = row >> ((x + 1) % 5) & 1;
                int c = row >> ((x + 2) % 5) & 1;
                free |= b == c ? 1 << x : 0;
                fixedBits |= ((row >> x & 1) ^ (b == 0 && c == 1 ? 1 : 0)) << x;
            }

            fixedBits &= ~free;
            for (int bits = 0; bits < 32; bits++)
            {
                if ((bits & ~free) == 0)
                {
                    yield return fixedBits | bits;
                }
            }
        }

        private sealed class Node
        {
            public readonly int Cost;
            public readonly int Lanes;
            public readonly int Columns;
            public readonly Node Before;

            public Node(int cost, int lanes, int columns, Node before)
            {
                Cost = cost;
                Lanes = lanes;
                Columns = columns;
                Before = before;
            }
        }
    }
}
