// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using Mono.Cecil;
using Xunit;

namespace MilliHttp.Nano.Tests.Host.Gates
{
    /// <summary>The platform's assemblies for the desktop have every member that the packages have, apart from those that a file names.</summary>
    public class DesktopGateTests
    {
        [Fact]
        public void Desktop_assemblies_have_every_member_of_the_api_list()
        {
            ApiList api = new ApiList();
            string folder = Path.Combine(DeviceAssemblies.Root, "tests", "Host", "Gates");
            HashSet<string> gaps = File.ReadLines(Path.Combine(folder, "desktop-gaps.txt")).Where(l => l.Length != 0 && l[0] != '#').ToHashSet();
            StringBuilder problems = new StringBuilder();
            int assemblies = 0;
            foreach (string name in Directory.GetDirectories(Path.Combine(DeviceAssemblies.Root, "drivers", "Desktop")).Select(Path.GetFileName).Where(n => api.Knows(n) && n != "nanoFramework.TestFramework"))
            {
                assemblies++;
                string path = Path.Combine(AppContext.BaseDirectory, name == "System.Threading" ? "platform" : string.Empty, name + ".dll");
                using ModuleDefinition module = ModuleDefinition.ReadModule(path);
                HashSet<string> members = api.Members(name);
                foreach (string line in members.Where(l => !Has(module, l.Substring(name.Length + 1)) && !gaps.Remove(l)))
                {
                    problems.AppendLine("missing: " + line);
                }
            }

            Assert.True(assemblies >= 8, "the desktop assemblies were not found");
            foreach (string gap in gaps)
            {
                problems.AppendLine("no gap any more: " + gap);
            }

            Assert.True(problems.Length == 0, problems.ToString());
        }

        // "Type" or "Type::Name(Parameters)Return" or "Type::Name:Field"; a forwarded type is looked for where it went, an inherited member in the base types.
        private static bool Has(ModuleDefinition module, string member)
        {
            int colons = member.IndexOf("::", StringComparison.Ordinal);
            string name = colons < 0 ? member : member.Substring(0, colons);
            TypeDefinition type = module.GetType(name) ?? module.ExportedTypes.FirstOrDefault(t => t.FullName == name)?.Resolve();
            if (type == null || colons < 0)
            {
                return type != null;
            }

            // BeginInvoke of a delegate: nanoFramework declares it and throws, as .NET does.
            string rest = member.Substring(colons);
            for (TypeDefinition at = type; at != null; at = at.BaseType?.Resolve())
            {
                if (at.Methods.Any(m => Tail(ApiList.Name(string.Empty, m)) == rest) || at.Fields.Any(f => Tail(ApiList.Name(string.Empty, f)) == rest))
                {
                    return true;
                }
            }

            return false;
        }

        private static string Tail(string name) => name.Substring(name.IndexOf("::", StringComparison.Ordinal));
    }
}
