// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System.Linq;
using System.Text;
using Mono.Cecil;
using Xunit;

namespace MilliHttp.Nano.Tests.Host.Gates
{
    /// <summary>The contract assemblies declare nothing that the device does not have, and everything exactly as it has it.</summary>
    public class ContractGateTests
    {
        [Fact]
        public void Contracts_declare_only_members_of_the_api_list()
        {
            ApiList api = new ApiList();
            StringBuilder problems = new StringBuilder();
            int checkedMembers = 0;
            foreach (ModuleDefinition module in DeviceAssemblies.Contracts())
            {
                string assembly = module.Assembly.Name.Name;
                if (!api.Knows(assembly))
                {
                    // Packages outside the list (Wi-Fi, file system, ESP32) are named in the README of drivers/Contracts.
                    continue;
                }

                foreach (TypeDefinition type in module.GetTypes().Where(t => t.IsPublic || t.IsNestedPublic))
                {
                    if (!api.HasType(assembly, type.FullName))
                    {
                        problems.AppendLine(assembly + "|" + type.FullName);
                    }

                    foreach (MethodDefinition method in type.Methods.Where(m => m.IsPublic || m.IsFamily || m.IsFamilyOrAssembly))
                    {
                        checkedMembers++;
                        if (!api.HasMethod(assembly, method))
                        {
                            problems.AppendLine(ApiList.Name(assembly, method));
                        }
                    }

                    foreach (FieldDefinition field in type.Fields.Where(f => f.IsPublic || f.IsFamily))
                    {
                        checkedMembers++;
                        if (!api.HasField(assembly, field))
                        {
                            problems.AppendLine(ApiList.Name(assembly, field));
                        }
                    }
                }
            }

            Assert.True(checkedMembers > 50, "the contract assemblies were not found");
            Assert.True(problems.Length == 0, problems.ToString());
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

        private static bool IsOurs(string assembly) => assembly.StartsWith("MilliHttp.Nano.", System.StringComparison.Ordinal);

        private static bool IsProtocol(ModuleDefinition module) => module.FileName.Replace('\\', '/').Contains("/protocol/");

        private static string Scope(TypeReference type) => type.Scope is AssemblyNameReference reference && !IsOurs(reference.Name) ? reference.Name : null;
    }
}
