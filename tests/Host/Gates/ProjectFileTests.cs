// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Xunit;

namespace MilliHttp.Nano.Tests.Host.Gates
{
    /// <summary>Device projects are built as the nanoFramework extensions of Visual Studio and VS Code make them, so that restoring, Deploy and F5 find what they look for.</summary>
    public class ProjectFileTests
    {
        private static readonly XNamespace s_build = "http://schemas.microsoft.com/developer/msbuild/2003";

        public static TheoryData<string> Projects => new TheoryData<string>(Files("*.nfproj").Select(p => Path.GetRelativePath(DeviceAssemblies.Root, p)));

        [Theory]
        [MemberData(nameof(Projects))]
        public void A_project_lists_its_packages_and_those_that_they_need(string project)
        {
            HashSet<string> listed = Packages(Path.Combine(DeviceAssemblies.Root, project));
            foreach (string assembly in listed.Where(a => a != "mscorlib" && a != "nanoFramework.UnitTestLauncher"))
            {
                HashSet<string> needed = Packages(Path.Combine(DeviceAssemblies.Root, "drivers", "Contracts", assembly, assembly + ".csproj"));
                Assert.Empty(needed.Except(listed));
            }

            // What is restored is what is referred to: Deploy takes the references of a project, not its packages.
            Dictionary<string, string> versions = XDocument.Load(Path.Combine(DeviceAssemblies.Root, "platform.props")).Descendants().Where(e => !e.HasElements)
                .ToDictionary(e => "$(" + e.Name.LocalName + ")", e => e.Value);
            string[] expected = Items(project).Select(i => (string)i.Attribute("PackageId") + " " + versions[(string)i.Attribute("Version")]).Distinct().Order().ToArray();
            string[] restored = XDocument.Load(Path.Combine(DeviceAssemblies.Root, Path.GetDirectoryName(project), "packages.config")).Root.Elements("package")
                .Select(p => (string)p.Attribute("id") + " " + (string)p.Attribute("version")).Order().ToArray();
            Assert.Equal(expected, restored);
        }

        [Theory]
        [MemberData(nameof(Projects))]
        public void A_project_has_the_parts_that_the_extension_expects(string project)
        {
            XElement root = XDocument.Load(Path.Combine(DeviceAssemblies.Root, project)).Root;
            Assert.Matches(@"^\{[0-9A-F-]{36}\}$", root.Descendants(s_build + "ProjectGuid").Single().Value);
            Assert.Single(root.Descendants(s_build + "ProjectConfigurationsDeclaredAsItems"));
            string[] imports = root.Elements(s_build + "Import").Select(i => Path.GetFileName(((string)i.Attribute("Project")).Replace('\\', '/'))).ToArray();
            Assert.Contains("nfproj.props", imports);
            Assert.Equal("nfproj.targets", imports[^1]);
            Assert.Contains(Path.GetFileName(project), File.ReadAllText(Path.Combine(DeviceAssemblies.Root, "MilliHttp.Nano.sln")));
        }

        [Fact]
        public void The_unit_tests_have_the_launcher_and_the_capability()
        {
            JsonElement items = Evaluate("tests/Device/NFUnitTest.nfproj", string.Empty);
            Assert.Contains(items.GetProperty("ProjectCapability").EnumerateArray(), c => c.GetProperty("Identity").GetString() == "TestContainer");
            Assert.Contains(items.GetProperty("Reference").EnumerateArray(), r => r.GetProperty("HintPath").GetString().EndsWith("nanoFramework.TestFramework.3.0.80/lib/nanoFramework.UnitTestLauncher.exe"));
        }

        [Fact]
        public void With_the_extension_every_reference_is_a_file_of_its_package()
        {
            JsonElement items = Evaluate("boards/Image/MilliHttp.Nano.Image.nfproj", "ESP32_REV3");
            foreach (JsonElement reference in items.GetProperty("Reference").EnumerateArray())
            {
                Assert.Matches(@"packages/nanoFramework\.[A-Za-z0-9.]+\.\d+\.\d+\.\d+/lib/" + Regex.Escape(reference.GetProperty("Identity").GetString()) + @"\.(dll|exe)$", reference.GetProperty("HintPath").GetString());
                Assert.Equal("True", reference.GetProperty("Private").GetString());
            }
        }

        [Fact]
        public void Deploy_finds_the_image_and_no_board_is_chosen_in_silence()
        {
            // Deploy of VS Code looks in bin/CONFIGURATION of the folders beside the solution, and for OutputType Exe in the project's own text.
            string folder = Path.Combine(DeviceAssemblies.Root, "boards");
            string solution = File.ReadAllText(Path.Combine(folder, "MilliHttp.Nano.Boards.sln"));
            string image = Path.Combine(folder, "Image", "MilliHttp.Nano.Image.nfproj");
            Assert.Contains("<OutputType>Exe</OutputType>", File.ReadAllText(image));
            foreach (string reference in Closure(image))
            {
                Assert.Contains(Path.GetRelativePath(folder, reference).Replace('/', '\\'), solution);
            }

            Assert.EndsWith("boards/Image/bin/Debug/MilliHttp.Nano.Image.exe", Run("boards/Image/MilliHttp.Nano.Image.nfproj", "-p:Board=ESP32_REV3 -getProperty:TargetPath"));
            Assert.Contains("no board is chosen", Run("boards/Image/MilliHttp.Nano.Image.nfproj", "-t:CheckBoard"));
        }

        private static IEnumerable<string> Closure(string project)
        {
            HashSet<string> seen = new HashSet<string>();
            Queue<string> open = new Queue<string>(new[] { Path.GetFullPath(project) });
            while (open.Count != 0)
            {
                string at = open.Dequeue();
                if (seen.Add(at))
                {
                    foreach (XElement reference in XDocument.Load(at).Descendants(s_build + "ProjectReference"))
                    {
                        open.Enqueue(Path.GetFullPath(Path.Combine(Path.GetDirectoryName(at), ((string)reference.Attribute("Include")).Replace('\\', '/'))));
                    }
                }
            }

            return seen;
        }

        private static IEnumerable<XElement> Items(string project) => XDocument.Load(Path.Combine(DeviceAssemblies.Root, project)).Descendants(s_build + "NanoPackage");

        private static HashSet<string> Packages(string project) => Items(project).Select(i => (string)i.Attribute("Include")).ToHashSet();

        private static IEnumerable<string> Files(string pattern) =>
            Directory.GetFiles(DeviceAssemblies.Root, pattern, SearchOption.AllDirectories).Where(p => !p.Contains("/obj/") && !p.Contains("/bin/") && !p.Contains("/artifacts/") && !p.Contains("/Templates/"));

        private static JsonElement Evaluate(string project, string board) =>
            JsonDocument.Parse(Run(project, "-p:Board=" + board + " -getItem:Reference -getItem:ProjectCapability")).RootElement.GetProperty("Items");

        // As Visual Studio's MSBuild evaluates it: with the files of the extension, in their least form.
        private static string Run(string project, string arguments)
        {
            string extension = Directory.CreateTempSubdirectory().FullName + "/";
            File.WriteAllText(extension + "NFProjectSystem.Default.props", "<Project />");
            File.WriteAllText(extension + "NFProjectSystem.props", "<Project><PropertyGroup><OutputPath>bin\\$(Configuration)\\</OutputPath><NoStdLib>true</NoStdLib></PropertyGroup></Project>");
            File.WriteAllText(extension + "NFProjectSystem.CSharp.targets", "<Project><Import Project=\"$(MSBuildToolsPath)\\Microsoft.CSharp.targets\" /></Project>");
            ProcessStartInfo start = new ProcessStartInfo("dotnet", "msbuild " + project + " -nologo -p:NanoFrameworkProjectSystemPath=" + extension + " " + arguments)
            {
                RedirectStandardOutput = true,
                WorkingDirectory = DeviceAssemblies.Root,
            };
            using Process process = Process.Start(start);
            string output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            Directory.Delete(extension, true);
            return output.Trim();
        }
    }
}
