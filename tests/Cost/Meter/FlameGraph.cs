// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using System.Globalization;
using System.Linq;
using System.Security;
using System.Text;

namespace MilliHttp.Nano.Tests.Cost.Meter
{
    /// <summary>A call tree as a picture: width is operations, callers below, callees above.</summary>
    public static class FlameGraph
    {
        private const int Width = 1200;
        private const int RowHeight = 18;

        public static string Draw(ProfileNode root, string title)
        {
            int depth = Depth(root);
            int height = ((depth + 1) * RowHeight) + 40;
            StringBuilder svg = new StringBuilder();
            svg.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{Width}\" height=\"{height}\" viewBox=\"0 0 {Width} {height}\" font-family=\"monospace\" font-size=\"11\">\n");
            svg.Append(CultureInfo.InvariantCulture, $"<rect width=\"{Width}\" height=\"{height}\" fill=\"#fffdf7\"/>\n");
            svg.Append(CultureInfo.InvariantCulture, $"<text x=\"8\" y=\"18\" font-size=\"14\">{SecurityElement.Escape(title)}: {root.Inclusive:N0} IL operations</text>\n");
            Draw(svg, root, 0, Width, height - RowHeight - 6, root.Inclusive);
            svg.Append("</svg>\n");
            return svg.ToString();
        }

        private static int Depth(ProfileNode node) => 1 + (node.Children.Count == 0 ? 0 : node.Children.Max(Depth));

        private static void Draw(StringBuilder svg, ProfileNode node, double x, double width, int y, long total)
        {
            if (width < 0.4)
            {
                return;
            }

            // A colour by name, so that a method keeps its colour from picture to picture.
            int hash = 17;
            foreach (char c in node.Name)
            {
                hash = (hash * 31) + c;
            }

            int hue = 10 + (Math.Abs(hash) % 50);
            int light = 58 + (Math.Abs(hash / 64) % 18);
            double share = 100.0 * node.Inclusive / total;
            string label = SecurityElement.Escape(node.Name);
            svg.Append(CultureInfo.InvariantCulture, $"<g><title>{label}: {node.Inclusive:N0} inclusive ({share:F1} %), {node.Self:N0} self, {node.Calls:N0} calls</title>");
            svg.Append(CultureInfo.InvariantCulture, $"<rect x=\"{x:F1}\" y=\"{y}\" width=\"{width:F1}\" height=\"{RowHeight - 1}\" fill=\"hsl({hue},85%,{light}%)\" rx=\"2\"/>");
            int letters = (int)(width / 6.7) - 1;
            if (letters >= 3)
            {
                string text = node.Name.Length <= letters ? node.Name : node.Name.Substring(0, letters - 1) + "~";
                svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{x + 3:F1}\" y=\"{y + 12}\">{SecurityElement.Escape(text)}</text>");
            }

            svg.Append("</g>\n");
            foreach (ProfileNode child in node.Children.OrderByDescending(c => c.Inclusive))
            {
                double part = width * child.Inclusive / Math.Max(1, node.Inclusive);
                Draw(svg, child, x, part, y - RowHeight, total);
                x += part;
            }
        }
    }
}
