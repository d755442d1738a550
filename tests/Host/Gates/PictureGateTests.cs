// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using Mono.Cecil;
using Xunit;

namespace MilliHttp.Nano.Tests.Host.Gates
{
    /// <summary>The pictures of READMEs: that of the assemblies is drawn from their references; the others may show only types and states that exist.</summary>
    public class PictureGateTests
    {
        private const string Begin = "<!-- assemblies, written with MILLIHTTP_WRITE_PICTURES=1 by tests/Host/Gates -->\n";
        private const string End = "<!-- end of assemblies -->\n";
        private const string Prefix = "MilliHttp.Nano.";

        [Fact]
        public void The_picture_of_assemblies_is_up_to_date()
        {
            string path = Path.Combine(DeviceAssemblies.Root, "README.md");
            string text = File.ReadAllText(path);
            int at = text.IndexOf(Begin, StringComparison.Ordinal);
            int end = text.IndexOf(End, StringComparison.Ordinal);
            Assert.True(at >= 0 && end > at, "README.md has no place for the picture of assemblies");
            string now = text.Substring(0, at) + Begin + Draw() + text.Substring(end);
            if (now != text && Environment.GetEnvironmentVariable("MILLIHTTP_WRITE_PICTURES") == "1")
            {
                File.WriteAllText(path, now);
                return;
            }

            Assert.True(now == text, "README.md shows other references than the assemblies have; MILLIHTTP_WRITE_PICTURES=1 writes them anew");
        }

        [Fact]
        public void The_picture_of_slots_shows_every_state()
        {
            Type states = typeof(MilliHttp.Nano.Quic.Connection).Assembly.GetType("MilliHttp.Nano.Quic.ConnectionState");
            string[] names = states.GetFields(BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public)
                .Where(f => int.PopCount((int)f.GetRawConstantValue()) <= 1).Select(f => f.Name).OrderBy(n => n, StringComparer.Ordinal).ToArray();
            string picture = Block("stateDiagram-v2");
            string[] shown = Regex.Matches(picture, "^  (\\w+) --> (\\w+)", RegexOptions.Multiline).SelectMany(m => new[] { m.Groups[1].Value, m.Groups[2].Value })
                .Distinct().OrderBy(n => n, StringComparer.Ordinal).ToArray();
            Assert.Equal(names, shown);
        }

        [Fact]
        public void The_way_of_a_datagram_leads_through_types_that_exist()
        {
            HashSet<string> types = DeviceAssemblies.Shipped.SelectMany(m => m.GetTypes()).Select(t => t.Name).ToHashSet();
            string[] shown = Regex.Matches(Block("flowchart TD"), "\\[\"(\\w+)").Select(m => m.Groups[1].Value).ToArray();
            Assert.True(shown.Length > 8);
            Assert.Empty(shown.Where(name => !types.Contains(name)));
        }

        private static string Block(string kind)
        {
            string text = File.ReadAllText(Path.Combine(DeviceAssemblies.Root, "protocol", "Quic", "README.md"));
            int at = text.IndexOf("```mermaid\n" + kind, StringComparison.Ordinal);
            Assert.True(at >= 0, "protocol/Quic/README.md has no picture " + kind);
            return text.Substring(at, text.IndexOf("```\n", at + 3, StringComparison.Ordinal) - at);
        }

        // References that follow from others are left out.
        private static string Draw()
        {
            SortedDictionary<string, List<string>> uses = new SortedDictionary<string, List<string>>(StringComparer.Ordinal);
            foreach (ModuleDefinition module in DeviceAssemblies.Shipped.Where(m => m.Assembly.Name.Name.StartsWith(Prefix, StringComparison.Ordinal)))
            {
                uses[module.Assembly.Name.Name] = module.AssemblyReferences.Select(r => r.Name).Where(n => n.StartsWith(Prefix, StringComparison.Ordinal))
                    .OrderBy(n => n, StringComparer.Ordinal).ToList();
            }

            StringBuilder picture = new StringBuilder("```mermaid\ngraph TD\n");
            foreach (KeyValuePair<string, List<string>> one in uses)
            {
                foreach (string to in one.Value.Where(to => !one.Value.Any(other => other != to && Reaches(uses, other, to))))
                {
                    picture.Append("  ").Append(one.Key, Prefix.Length, one.Key.Length - Prefix.Length).Append(" --> ").Append(to, Prefix.Length, to.Length - Prefix.Length).Append('\n');
                }
            }

            return picture.Append("```\n").ToString();
        }

        private static bool Reaches(SortedDictionary<string, List<string>> uses, string from, string to)
        {
            return uses.TryGetValue(from, out List<string> next) && (next.Contains(to) || next.Any(n => Reaches(uses, n, to)));
        }
    }
}
