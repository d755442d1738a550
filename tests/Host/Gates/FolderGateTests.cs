// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using Mono.Cecil;
using Xunit;
using Xunit.Abstractions;

namespace MilliHttp.Nano.Tests.Host.Gates
{
    /// <summary>
    /// Dependencies point one way between the folders of every assembly under protocol/. The order of folders is stated here, the lowest first: a folder
    /// uses only folders before it.
    /// </summary>
    public class FolderGateTests
    {
        private const string End = "<!-- end of folders -->\n";

        private static readonly Dictionary<string, string[]> s_order = new Dictionary<string, string[]>
        {
            ["MilliHttp.Nano.Crypto.Symmetric"] = new[] { "Common", FolderGraph.Top },
            ["MilliHttp.Nano.Crypto.Curve25519"] = new[] { FolderGraph.Top },
            ["MilliHttp.Nano.Crypto.MlKem"] = new[] { FolderGraph.Top },
            ["MilliHttp.Nano.Crypto.Asymmetric"] = new[] { FolderGraph.Top },
            ["MilliHttp.Nano.Tls"] = new[] { FolderGraph.Top, "Wire", "Certificates", "Tickets", "Handshake", "Records" },
            ["MilliHttp.Nano.Quic"] = new[] { "Wire", "Memory", "Protection", "Recovery", "Streams", "Handshake", "Connection", "Endpoint" },
            ["MilliHttp.Nano.Http"] = new[] { "Fields", "Messages", "Routing", "Http1", "Https" },
            ["MilliHttp.Nano.Http3"] = new[] { "Wire", "Qpack", "Messages", "State", "Streams", "Responses", "Requests", "Server" },
        };

        // Arrows up that are still there. This list only shrinks.
        private static readonly string[] s_allowed =
        {
        };

        private readonly ITestOutputHelper _output;

        public FolderGateTests(ITestOutputHelper output)
        {
            _output = output;
        }

        [Fact]
        public void Arrows_between_folders_point_down()
        {
            StringBuilder wrong = new StringBuilder();
            HashSet<string> unused = new HashSet<string>(s_allowed);
            foreach (ModuleDefinition module in Protocol())
            {
                string name = module.Assembly.Name.Name;
                FolderGraph graph = new FolderGraph(module);
                if (!s_order.TryGetValue(name, out string[] order))
                {
                    wrong.Append(name).Append(" has no order of folders in FolderGateTests\n");
                    continue;
                }

                foreach (string from in graph.Folders)
                {
                    int at = Array.IndexOf(order, from);
                    if (at < 0)
                    {
                        wrong.Append(name).Append(": folder ").Append(from).Append(" has no place in the order of FolderGateTests\n");
                        continue;
                    }

                    _output.WriteLine($"{name}: {from} -> {string.Join(", ", graph.Uses(from))}");
                    foreach (string to in graph.Uses(from))
                    {
                        string arrow = $"{name}: {from} -> {to}";
                        if (Array.IndexOf(order, to) > at && !unused.Remove(arrow) && !s_allowed.Contains(arrow))
                        {
                            wrong.Append(arrow).Append(" points up: ").Append(graph.Example(from, to)).Append('\n');
                        }
                    }
                }
            }

            foreach (string arrow in unused)
            {
                wrong.Append(arrow).Append(" is gone: take it out of the list of arrows that are allowed\n");
            }

            Assert.True(wrong.Length == 0, wrong.ToString());
        }

        [Fact]
        public void Pictures_of_folders_are_up_to_date()
        {
            StringBuilder wrong = new StringBuilder();
            foreach (ModuleDefinition module in Protocol())
            {
                FolderGraph graph = new FolderGraph(module);
                if (graph.Folders.Count() < 2)
                {
                    continue;
                }

                // In the nearest README above the project that has a place for it.
                string begin = "<!-- folders of " + module.Assembly.Name.Name + ", written with MILLIHTTP_WRITE_PICTURES=1 by tests/Host/Gates -->\n";
                string folder = graph.ProjectFolder;
                string path;
                do
                {
                    path = Path.Combine(folder, "README.md");
                    folder = Path.GetDirectoryName(folder);
                }
                while (folder.Length >= DeviceAssemblies.Root.Length && !(File.Exists(path) && File.ReadAllText(path).Contains(begin, StringComparison.Ordinal)));

                string text = File.ReadAllText(path);
                int at = text.IndexOf(begin, StringComparison.Ordinal);
                int end = at < 0 ? -1 : text.IndexOf(End, at, StringComparison.Ordinal);
                if (end < 0)
                {
                    wrong.Append(graph.ProjectFolder).Append(": its README has no place for the picture: ").Append(begin).Append(End);
                    continue;
                }

                string now = text.Substring(0, at) + begin + graph.Mermaid() + text.Substring(end);
                if (now != text && Environment.GetEnvironmentVariable("MILLIHTTP_WRITE_PICTURES") == "1")
                {
                    File.WriteAllText(path, now);
                }
                else if (now != text)
                {
                    wrong.Append(path).Append(" shows other arrows than the IL has; MILLIHTTP_WRITE_PICTURES=1 writes it anew\n");
                }
            }

            Assert.True(wrong.Length == 0, wrong.ToString());
        }

        [Fact]
        public void An_arrow_is_seen()
        {
            FolderGraph graph = new FolderGraph(Protocol().Single(m => m.Assembly.Name.Name == "MilliHttp.Nano.Quic"));
            Assert.Contains("Wire", graph.Uses("Streams"));
            Assert.DoesNotContain("Streams", graph.Uses("Wire"));
        }

        private static IEnumerable<ModuleDefinition> Protocol()
        {
            string folder = Path.Combine(DeviceAssemblies.Root, "protocol");
            return DeviceAssemblies.All.Where(m => m.FileName.StartsWith(folder, StringComparison.Ordinal));
        }
    }
}
