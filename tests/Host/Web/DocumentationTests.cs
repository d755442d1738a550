// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using MilliHttp.Nano.Tests.Host.Gates;
using Xunit;

namespace MilliHttp.Nano.Tests.Host.Web
{
    /// <summary>The code in the pages for applications is code of the samples and the template, which are compiled and run.</summary>
    public sealed class DocumentationTests
    {
        [Theory]
        [InlineData("README.md", 10)]
        [InlineData("TUTORIAL.md", 3)]
        public void EveryBlockOfCodeStandsInASample(string page, int least)
        {
            string root = DeviceAssemblies.Root;
            List<string> sources = new[] { Path.Combine("boards", "Samples"), Path.Combine("boards", "Templates", "content") }
                .SelectMany(folder => Directory.GetFiles(Path.Combine(root, folder), "*.cs", SearchOption.AllDirectories)).Select(file => Plain(File.ReadAllText(file))).ToList();
            int blocks = 0;
            foreach (Match block in Regex.Matches(File.ReadAllText(Path.Combine(root, "firmware", "Web", page)), "```csharp\n(.*?)```", RegexOptions.Singleline))
            {
                string code = Plain(block.Groups[1].Value);
                Assert.True(sources.Any(source => source.Contains(code)), page + " has code that stands in no sample:\n" + code);
                blocks++;
            }

            Assert.True(blocks >= least);
        }

        [Fact]
        public void LinksLeadToFiles()
        {
            string folder = Path.Combine(DeviceAssemblies.Root, "firmware", "Web");
            foreach (string page in new[] { "README.md", "TUTORIAL.md" })
            {
                foreach (Match link in Regex.Matches(File.ReadAllText(Path.Combine(folder, page)), @"\]\(([^)#:]+)\)"))
                {
                    Assert.True(File.Exists(Path.Combine(folder, link.Groups[1].Value)), page + ": " + link.Groups[1].Value);
                }
            }
        }

        private static string Plain(string text) => string.Join("\n", text.Replace("\r", string.Empty).Split('\n').Select(line => line.Trim())).Trim();
    }
}
