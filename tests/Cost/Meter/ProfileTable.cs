// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace MilliHttp.Nano.Tests.Cost.Meter
{
    /// <summary>A call tree summed up by method.</summary>
    public static class ProfileTable
    {
        public static void Write(ProfileNode root, TextWriter output)
        {
            Dictionary<string, long[]> rows = new Dictionary<string, long[]>();
            Sum(root, rows, new HashSet<string>());
            long total = root.Inclusive;
            output.WriteLine($"{"self",12} {"%",6} {"inclusive",12} {"%",6} {"calls",9}  method");
            foreach (KeyValuePair<string, long[]> row in rows.OrderByDescending(r => r.Value[0]).Where(r => r.Value[2] != 0))
            {
                output.WriteLine($"{row.Value[0],12:N0} {100.0 * row.Value[0] / total,6:F1} {row.Value[1],12:N0} {100.0 * row.Value[1] / total,6:F1} {row.Value[2],9:N0}  {row.Key}");
            }
        }

        private static void Sum(ProfileNode node, Dictionary<string, long[]> rows, HashSet<string> above)
        {
            if (!rows.TryGetValue(node.Name, out long[] row))
            {
                row = new long[3];
                rows[node.Name] = row;
            }

            // A method below itself counts once in its inclusive sum.
            bool outermost = above.Add(node.Name);
            row[0] += node.Self;
            row[1] += outermost ? node.Inclusive : 0;
            row[2] += node.Calls;
            foreach (ProfileNode child in node.Children)
            {
                Sum(child, rows, above);
            }

            if (outermost)
            {
                above.Remove(node.Name);
            }
        }
    }
}
