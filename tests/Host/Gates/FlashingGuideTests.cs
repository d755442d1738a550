// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Xunit;

namespace MilliHttp.Nano.Tests.Host.Gates
{
    /// <summary>The commands of the guides to flashing and testing on a board are complete, and their tools take every option in them.</summary>
    public class FlashingGuideTests
    {
        private static readonly string[] s_guides = { "boards/FLASHING.md", "boards/DEBUGGING.md", "tests/ON-DEVICE.md" };

        // The properties of nanoff's configuration files.
        private static readonly string[] s_fields =
        {
            "SerialPort", "Files", "DestinationFilePath", "SourceFilePath", "WirelessClient", "WirelessAccessPoint", "Ethernet", "DeviceCertificates", "DeviceCertificatesPath", "CACertificates",
            "CACertificatesPath", "Ssid", "Password", "Authentication", "Encryption", "ConfigurationOption", "RadioType", "DhcpEnabled", "AutomaticDNS", "IPv4Address", "IPv4NetMask", "IPv4Gateway",
            "IPv4DNSAddress1", "IPv4DNSAddress2", "MacAddress",
        };

        private static readonly Dictionary<string, string[]> s_values = new Dictionary<string, string[]>
        {
            ["Authentication"] = new[] { "EAP", "PEAP", "WCN", "Open", "Shared", "WEP", "WPA", "WPA2", "None" },
            ["Encryption"] = new[] { "WEP", "WPA", "WPA2", "WPA_PSK", "WPA2_PSK2", "Certificate" },
            ["ConfigurationOption"] = new[] { "None", "Disable", "Enable", "AutoConnect", "SmartConfig" },
            ["RadioType"] = new[] { "802.11a", "802.11b", "802.11g", "802.11n" },
        };

        [Fact]
        public void The_tools_take_every_option()
        {
            Dictionary<string, bool> options = File.ReadLines(At("tests/Host/Gates/tool-options.txt")).Where(l => l.Length != 0 && l[0] != '#').Select(l => l.Split(' '))
                .ToDictionary(w => w[0] + " " + w[1], w => w.Length > 2);
            HashSet<string> tools = options.Keys.Select(k => k.Split(' ')[0]).ToHashSet();
            int commands = 0;
            foreach (string[] words in Commands().Where(w => tools.Contains(w[0])))
            {
                commands++;
                for (int i = 1; i < words.Length; i++)
                {
                    if (words[i][0] is '-' or '/' && !words[i].StartsWith("/dev/"))
                    {
                        string option = words[0] + " " + words[i].Split(':')[0];
                        Assert.True(options.TryGetValue(option, out bool takesValue), option + " is no option");
                        Assert.True(!takesValue || (i + 1 < words.Length && words[i + 1][0] != '-'), option + " lacks its value");
                        i += takesValue ? 1 : 0;
                    }
                    else
                    {
                        Assert.NotEqual("nanoff", words[0]);
                    }
                }
            }

            Assert.True(commands >= 12, "only " + commands + " commands were found");
        }

        [Fact]
        public void Targets_and_addresses_are_those_of_the_boards()
        {
            XElement[] boards = Directory.GetFiles(At("boards"), "board.props", SearchOption.AllDirectories).Select(p => XDocument.Load(p).Root).ToArray();
            foreach (string[] words in Commands().Where(w => w[0] == "nanoff" && w.Contains("--target")))
            {
                XElement board = boards.Single(b => b.Descendants("BoardTarget").Single().Value == words[Array.IndexOf(words, "--target") + 1]);
                if (words.Contains("--address"))
                {
                    Assert.Equal(board.Descendants("BoardDeployAddress").Single().Value, words[Array.IndexOf(words, "--address") + 1]);
                }
            }
        }

        [Fact]
        public void Files_that_the_commands_name_are_there_or_are_made()
        {
            foreach (string word in Commands().SelectMany(w => w).Select(w => w.Replace('\\', '/')).Where(w => Regex.IsMatch(w, @"^(boards|tests)/.*\.(json|sln|nfproj|config|sh|runsettings)$")))
            {
                Assert.True(File.Exists(At(word)), word);
            }
        }

        [Theory]
        [InlineData("wifi.json")]
        [InlineData("ethernet.json")]
        [InlineData("files.json")]
        public void The_samples_have_fields_that_nanoff_reads(string name) => Check(JsonDocument.Parse(File.ReadAllText(At("boards/Deployment/" + name))).RootElement);

        private static void Check(JsonElement element)
        {
            if (element.ValueKind == JsonValueKind.Array)
            {
                Assert.All(element.EnumerateArray(), Check);
            }
            else if (element.ValueKind == JsonValueKind.Object)
            {
                foreach (JsonProperty property in element.EnumerateObject())
                {
                    Assert.Contains(property.Name, s_fields);
                    if (s_values.TryGetValue(property.Name, out string[] allowed))
                    {
                        Assert.Contains(property.Value.GetString(), allowed);
                    }

                    Check(property.Value);
                }
            }
        }

        private static string At(string path) => Path.Combine(DeviceAssemblies.Root, path);

        // The lines of the fenced blocks, and commands quoted in the text, as words; a leading assignment of the environment is left out.
        private static IEnumerable<string[]> Commands()
        {
            foreach (string text in s_guides.Select(g => File.ReadAllText(At(g))))
            {
                IEnumerable<string> fenced = Regex.Matches(text, @"^```[a-z]*\r?\n(.*?)^```", RegexOptions.Singleline | RegexOptions.Multiline).SelectMany(m => m.Groups[1].Value.Split('\n'));
                IEnumerable<string> quoted = Regex.Matches(text, "`((?:nanoff|nuget|msbuild) [^`\n]+)`").Select(m => m.Groups[1].Value);
                foreach (string line in fenced.Concat(quoted).Select(l => l.Trim()).Where(l => l.Length != 0))
                {
                    yield return Regex.Matches(line, "(?:[^ \"]|\"[^\"]*\")+").Select(m => m.Value).SkipWhile(w => Regex.IsMatch(w, "^[A-Z]+=")).ToArray();
                }
            }
        }
    }
}
