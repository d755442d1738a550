// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using Mono.Cecil;
using Xunit;

namespace MilliHttp.Nano.Tests.Host.Gates
{
    /// <summary>The contract assemblies declare what the packages of the platform declare, no member more and none less; and device code refers to nothing else.</summary>
    public class ContractGateTests
    {
        [Fact]
        public void Contracts_declare_exactly_the_members_of_the_api_list()
        {
            ApiList api = new ApiList();
            StringBuilder problems = new StringBuilder();
            int contracts = 0;
            foreach (ModuleDefinition module in DeviceAssemblies.Contracts())
            {
                contracts++;
                Compare(problems, api.Members(module.Assembly.Name.Name), ApiSurface.Members(module).ToHashSet());
            }

            // Every package of the list has its contract, but for the CoreLibrary, which is always the package itself.
            Assert.Equal(api.Assemblies.Count(a => a != "mscorlib"), contracts);
            Assert.True(problems.Length == 0, problems.ToString());
        }

        [Fact]
        public void Contracts_have_the_values_of_the_packages_constants()
        {
            HashSet<string> expected = File.ReadLines(Path.Combine(DeviceAssemblies.Root, "tests", "Host", "Gates", "nanoframework-1.17-constants.txt"))
                .Where(l => l.Length != 0 && l[0] != '#').ToHashSet();
            StringBuilder problems = new StringBuilder();
            Compare(problems, expected, DeviceAssemblies.Contracts().SelectMany(ApiSurface.Constants).ToHashSet());
            Assert.True(problems.Length == 0, problems.ToString());
        }

        [Fact]
        public void Restored_packages_have_exactly_the_members_of_the_api_list()
        {
            ApiList api = new ApiList();
            StringBuilder problems = new StringBuilder();
            HashSet<string> compared = new HashSet<string>();
            foreach (ModuleDefinition module in DeviceAssemblies.RestoredPackages().Where(m => api.Knows(m.Assembly.Name.Name)))
            {
                compared.Add(module.Assembly.Name.Name);
                Compare(problems, api.Members(module.Assembly.Name.Name), ApiSurface.Members(module).ToHashSet());
            }

            Assert.Contains("mscorlib", compared);
            Assert.True(problems.Length == 0, problems.ToString());
        }

        [Fact]
        public void Contracts_bear_the_names_of_the_packages()
        {
            ModuleDefinition core = DeviceAssemblies.RestoredPackages().First(m => m.Assembly.Name.Name == "mscorlib");
            foreach (ModuleDefinition module in DeviceAssemblies.Contracts())
            {
                Assert.Equal(core.Assembly.Name.PublicKeyToken, module.Assembly.Name.PublicKeyToken);
                Assert.NotEqual(new System.Version(0, 0, 0, 0), module.Assembly.Name.Version);
            }
        }

        [Fact]
        public void Device_assemblies_refer_only_to_members_of_the_api_list()
        {
            ApiList api = new ApiList();
            StringBuilder problems = new StringBuilder();
            int references = 0;
            foreach (ModuleDefinition module in DeviceAssemblies.All)
            {
                foreach (AssemblyNameReference reference in module.AssemblyReferences)
                {
                    if (module.Assembly.Name.Name.StartsWith("MilliHttp.Nano.", System.StringComparison.Ordinal) && IsProtocol(module) && !IsOurs(reference.Name) && reference.Name != "mscorlib")
                    {
                        problems.AppendLine(module.Name + " refers to " + reference.Name);
                    }
                }

                foreach (TypeReference type in module.GetTypeReferences())
                {
                    string assembly = Scope(type);
                    if (assembly != null && api.Knows(assembly) && !api.HasType(assembly, type.FullName))
                    {
                        problems.AppendLine(module.Name + ": " + assembly + "|" + type.FullName);
                    }
                }

                foreach (MemberReference member in module.GetMemberReferences())
                {
                    string assembly = Scope(member.DeclaringType.GetElementType());
                    if (assembly == null || !api.Knows(assembly) || member.DeclaringType.IsArray)
                    {
                        continue;
                    }

                    references++;
                    if (member is MethodReference method ? !api.HasMethod(assembly, method) : !api.HasField(assembly, (FieldReference)member))
                    {
                        problems.AppendLine(module.Name + ": " + (member is MethodReference m ? ApiList.Name(assembly, m) : ApiList.Name(assembly, (FieldReference)member)));
                    }
                }
            }

            Assert.True(references > 20, "the device assemblies were not found");
            Assert.True(problems.Length == 0, problems.ToString());
        }

        private static void Compare(StringBuilder problems, ISet<string> expected, ISet<string> declared)
        {
            foreach (string line in declared.Where(l => !expected.Contains(l)))
            {
                problems.AppendLine("too many: " + line);
            }

            foreach (string line in expected.Where(l => !declared.Contains(l)))
            {
                problems.AppendLine("missing: " + line);
            }
        }

        private static bool IsOurs(string assembly) => assembly.StartsWith("MilliHttp.Nano.", System.StringComparison.Ordinal);

        private static bool IsProtocol(ModuleDefinition module) => module.FileName.Replace('\\', '/').Contains("/protocol/");

        private static string Scope(TypeReference type) => type.Scope is AssemblyNameReference reference && !IsOurs(reference.Name) ? reference.Name : null;
    }
}
