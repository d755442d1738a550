// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;
using Mono.Cecil;
using Mono.Cecil.Cil;
using Xunit;
using Xunit.Abstractions;

namespace MilliHttp.Nano.Tests.Host.Gates
{
    /// <summary>
    /// Public and internal members of device assemblies that no device assembly uses: what only tests need belongs to tests/Client. Methods, properties and fields
    /// are read from the IL; constants, which the compiler copies, are looked for in the sources. unused.txt lists the exceptions with their reasons.
    /// </summary>
    public class UnusedMemberGateTests
    {
        private readonly ITestOutputHelper _output;

        public UnusedMemberGateTests(ITestOutputHelper output)
        {
            _output = output;
        }

        [Fact]
        public void Every_member_is_used_or_excepted_with_a_reason()
        {
            HashSet<string> unused = Unused();
            List<string[]> exceptions = File.ReadAllLines(Path.Combine(DeviceAssemblies.Root, "tests", "Host", "Gates", "unused.txt"))
                .Where(l => l.Length != 0 && l[0] != '#').Select(l => l.Split('#', 2)).ToList();
            StringBuilder wrong = new StringBuilder();
            foreach (string[] exception in exceptions)
            {
                string pattern = "^" + Regex.Escape(exception[0].Trim()).Replace("\\*", ".*") + "$";
                if (exception.Length != 2 || exception[1].Trim().Length < 8)
                {
                    wrong.AppendLine("unused.txt has no reason for " + exception[0]);
                }

                if (unused.RemoveWhere(m => Regex.IsMatch(m, pattern)) == 0)
                {
                    wrong.AppendLine("unused.txt matches nothing with " + exception[0]);
                }
            }

            foreach (string member in unused.OrderBy(m => m, StringComparer.Ordinal))
            {
                wrong.AppendLine("nobody uses " + member + ": take it out, or say why it stays in tests/Host/Gates/unused.txt");
            }

            _output.WriteLine(wrong.ToString());
            Assert.True(wrong.Length == 0, wrong.ToString());
        }

        private static HashSet<string> Unused()
        {
            HashSet<string> used = new HashSet<string>();
            List<ModuleDefinition> modules = DeviceAssemblies.Shipped.ToList();
            foreach (MethodDefinition method in modules.SelectMany(DeviceAssemblies.Methods).Where(m => m.HasBody))
            {
                foreach (Instruction instruction in method.Body.Instructions)
                {
                    if (instruction.Operand is MethodReference called)
                    {
                        // Not by itself.
                        string name = Name(called);
                        if (name != Name(method))
                        {
                            used.Add(name);
                        }
                    }
                    else if (instruction.Operand is FieldReference field && instruction.OpCode.Code is not (Code.Stfld or Code.Stsfld))
                    {
                        used.Add(field.DeclaringType.FullName + "::" + field.Name);
                    }
                }
            }

            HashSet<string> unused = new HashSet<string>();
            List<FieldDefinition> constants = new List<FieldDefinition>();
            foreach (TypeDefinition type in modules.SelectMany(m => m.GetTypes()))
            {
                foreach (MethodDefinition method in type.Methods.Where(m => IsVisible(m) && !m.IsConstructor && m != m.Module.EntryPoint))
                {
                    if (!used.Contains(Name(method)) && !IsOverrideOfUsed(method, used))
                    {
                        unused.Add(type.FullName + "::" + method.Name);
                    }
                }

                foreach (FieldDefinition field in type.Fields.Where(f => f.IsPublic || f.IsAssembly || f.IsFamilyOrAssembly || f.IsFamily))
                {
                    if (field.HasConstant)
                    {
                        constants.Add(field);
                    }
                    else if (!type.IsEnum && !used.Contains(type.FullName + "::" + field.Name))
                    {
                        unused.Add(type.FullName + "::" + field.Name);
                    }
                }
            }

            Dictionary<string, int> words = new Dictionary<string, int>();
            foreach (string file in Sources(modules))
            {
                foreach (Match word in Regex.Matches(Regex.Replace(File.ReadAllText(file), "^\\s*//.*$", "", RegexOptions.Multiline), "\\w+"))
                {
                    words[word.Value] = words.GetValueOrDefault(word.Value) + 1;
                }
            }

            foreach (FieldDefinition constant in constants.Where(c => words.GetValueOrDefault(c.Name) == 1))
            {
                unused.Add(constant.DeclaringType.FullName + "::" + constant.Name);
            }

            // The programs of boards are not all built here; what they name is used.
            HashSet<string> named = new HashSet<string>();
            foreach (string file in Directory.GetFiles(Path.Combine(DeviceAssemblies.Root, "boards"), "*.cs", SearchOption.AllDirectories))
            {
                named.UnionWith(Regex.Matches(File.ReadAllText(file), "\\w+").Select(m => m.Value));
            }

            unused.RemoveWhere(m => named.Contains(Regex.Replace(m.Substring(m.IndexOf("::", StringComparison.Ordinal) + 2), "^[gs]et_", "")));
            return unused;
        }

        private static IEnumerable<string> Sources(IEnumerable<ModuleDefinition> modules)
        {
            foreach (ModuleDefinition module in modules)
            {
                string folder = Path.GetDirectoryName(module.FileName);
                while (Directory.GetFiles(folder, "*.nfproj").Length == 0)
                {
                    folder = Path.GetDirectoryName(folder);
                }

                foreach (string file in Directory.GetFiles(folder, "*.cs", SearchOption.AllDirectories).Where(f => !f.Contains("/obj/", StringComparison.Ordinal)))
                {
                    yield return file;
                }
            }
        }

        private static bool IsVisible(MethodDefinition method)
        {
            return method.IsPublic || method.IsAssembly || method.IsFamilyOrAssembly || method.IsFamily;
        }

        private static bool IsOverrideOfUsed(MethodDefinition method, HashSet<string> used)
        {
            if (!method.IsVirtual)
            {
                return false;
            }

            foreach (InterfaceImplementation face in method.DeclaringType.Interfaces)
            {
                TypeDefinition definition = face.InterfaceType.Resolve();
                if (definition == null || definition.Methods.Any(m => m.Name == method.Name))
                {
                    return true;
                }
            }

            TypeReference parent = method.DeclaringType.BaseType;
            while (parent != null && method.IsReuseSlot)
            {
                TypeDefinition definition = parent.Resolve();
                if (definition == null)
                {
                    return true;
                }

                MethodDefinition overridden = definition.Methods.FirstOrDefault(m => m.IsVirtual && m.Name == method.Name && m.Parameters.Count == method.Parameters.Count);
                if (overridden != null && (used.Contains(Name(overridden)) || overridden.Module.Assembly.Name.Name == "mscorlib"))
                {
                    return true;
                }

                parent = definition.BaseType;
            }

            return false;
        }

        private static string Name(MethodReference method)
        {
            return method.DeclaringType.FullName + "::" + method.Name + "(" + string.Join(",", method.Parameters.Select(p => p.ParameterType.FullName)) + ")";
        }
    }
}
