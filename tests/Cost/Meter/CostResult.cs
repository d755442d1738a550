// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace MilliHttp.Nano.Tests.Cost.Meter
{
    /// <summary>What a run of the meter brought.</summary>
    public sealed class CostResult
    {
        internal CostResult(List<string> figures, List<string> tree, IReadOnlyList<string> names)
        {
            Figures = figures.Select(line => line.Split('\t'))
                .Select(p => new CostFigure(p[0], p[1], Number(p[2]), Number(p[3]), Number(p[4])))
                .ToArray();
            Stack<ProfileNode> path = new Stack<ProfileNode>();
            foreach (string line in tree)
            {
                string[] p = line.Split('\t');
                int depth = (int)Number(p[0]);
                int method = (int)Number(p[1]);
                ProfileNode node = new ProfileNode { Name = method < 0 ? "all" : names[method], Calls = Number(p[2]), Self = Number(p[3]) };
                while (path.Count > depth)
                {
                    path.Pop();
                }

                if (path.Count == 0)
                {
                    Profile = node;
                }
                else
                {
                    path.Peek().Children.Add(node);
                }

                path.Push(node);
            }
        }

        public IReadOnlyList<CostFigure> Figures { get; }

        /// <summary>The call tree of the figure asked for, or null.</summary>
        public ProfileNode Profile { get; }

        private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);
    }
}
