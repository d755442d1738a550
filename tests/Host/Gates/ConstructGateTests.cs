// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using Mono.Cecil;
using Mono.Cecil.Cil;
using Xunit;
using Xunit.Abstractions;

namespace MilliHttp.Nano.Tests.Host.Gates
{
    /// <summary>What compiles here but breaks silently on the device, and the limits of its format.</summary>
    public class ConstructGateTests
    {
        private const int MaxByteCode = 48 * 1024;
        private const int MaxMethod = 32 * 1024;

        // The image's own part of the flash. The smallest deployment area of a board is far larger; this keeps growth from going unseen.
        private const int MaxImage = 350 * 1024;

        private static readonly HashSet<string> s_primitives = new HashSet<string>
        {
            "System.Boolean", "System.Byte", "System.SByte", "System.Char", "System.Int16", "System.UInt16", "System.Int32", "System.UInt32",
            "System.Int64", "System.UInt64", "System.Void", "System.IntPtr", "System.UIntPtr",
        };

        private readonly ITestOutputHelper _output;

        public ConstructGateTests(ITestOutputHelper output)
        {
            _output = output;
        }

        [Fact]
        public void Every_assembly_stays_under_48_KB_of_byte_code()
        {
            int sum = 0;
            StringBuilder problems = new StringBuilder();
            foreach (ModuleDefinition module in DeviceAssemblies.All)
            {
                int size = DeviceAssemblies.Methods(module).Where(m => m.HasBody).Sum(m => m.Body.CodeSize);
                _output.WriteLine($"{size,8:N0}  {module.Assembly.Name.Name}");
                if (!DeviceAssemblies.IsTest(module) && !DeviceAssemblies.IsApplication(module))
                {
                    sum += size;
                }

                if (size >= MaxByteCode)
                {
                    problems.AppendLine(module.Name + ": " + size);
                }
            }

            _output.WriteLine($"{sum,8:N0}  the image, tests and applications left out");
            Assert.True(sum <= MaxImage, "the image has " + sum + " bytes of byte code, more than " + MaxImage);
            Assert.True(sum > 10000, "the device assemblies were not found");
            Assert.True(problems.Length == 0, problems.ToString());
        }

        [Fact]
        public void No_forbidden_construct()
        {
            StringBuilder problems = new StringBuilder();
            foreach (ModuleDefinition module in DeviceAssemblies.All)
            {
                bool shipped = !DeviceAssemblies.IsTest(module);
                foreach (TypeDefinition type in module.GetTypes())
                {
                    if (type.HasGenericParameters)
                    {
                        problems.AppendLine(type.FullName + ": generic");
                    }

                    foreach (FieldDefinition field in type.Fields)
                    {
                        Check(field.FieldType, field.FullName, problems, shipped && !type.IsEnum);
                        if (field.InitialValue != null && field.InitialValue.Length != 0 && shipped)
                        {
                            problems.AppendLine(type.FullName + ": array initialised from data (a RAM copy for life, and room in the signature table)");
                        }
                    }

                    foreach (MethodDefinition method in type.Methods)
                    {
                        Check(method, problems, shipped);
                        if (type.IsInterface && method.HasBody && !method.IsStatic)
                        {
                            problems.AppendLine(method.FullName + ": default interface method");
                        }
                    }
                }
            }

            string[] excepted = System.IO.File.ReadAllLines(System.IO.Path.Combine(DeviceAssemblies.Root, "tests", "Host", "Gates", "constructs.txt"))
                .Select(l => l.Split('#')[0].Trim())
                .Where(l => l.Length != 0)
                .Select(l => l.Substring(l.IndexOf(' ', StringComparison.Ordinal) + 1))
                .ToArray();
            string[] left = problems.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries)
                .Where(p => !excepted.Any(e => p.Contains(e, StringComparison.Ordinal)))
                .ToArray();
            Assert.True(left.Length == 0, string.Join(Environment.NewLine, left));
        }

        private static void Check(MethodDefinition method, StringBuilder problems, bool shipped)
        {
            string name = method.FullName;
            if (method.HasGenericParameters)
            {
                problems.AppendLine(name + ": generic");
            }

            Check(method.ReturnType, name, problems, shipped);
            foreach (ParameterDefinition parameter in method.Parameters)
            {
                Check(parameter.ParameterType, name, problems, shipped);
            }

            if (!method.HasBody)
            {
                return;
            }

            MethodBody body = method.Body;
            Limit(body.Variables.Count, 255, "locals", name, problems);
            Limit(method.Parameters.Count + (method.HasThis ? 1 : 0), 255, "arguments", name, problems);
            Limit(body.MaxStackSize, 255, "stack", name, problems);
            Limit(body.CodeSize, MaxMethod - 1, "byte code", name, problems);
            foreach (VariableDefinition local in body.Variables)
            {
                if (local.IsPinned)
                {
                    problems.AppendLine(name + ": pinned local");
                }

                Check(local.VariableType, name, problems, shipped);
            }

            foreach (Instruction instruction in body.Instructions)
            {
                string code = instruction.OpCode.Name;
                if (code.Contains(".ovf", StringComparison.Ordinal))
                {
                    problems.AppendLine(name + ": " + code + " (the device ignores checked)");
                }
                else if (code is "localloc" or "calli" or "cpblk" or "initblk" or "jmp" or "tail." or "volatile." or "arglist" or "mkrefany" or "refanyval")
                {
                    problems.AppendLine(name + ": " + code);
                }
                else if (instruction.Operand is Instruction[] targets)
                {
                    Limit(targets.Length, 255, "switch targets", name, problems);
                }
                else if (instruction.Operand is GenericInstanceMethod)
                {
                    problems.AppendLine(name + ": generic method called");
                }
                else if (instruction.Operand is MethodReference called)
                {
                    if (called.DeclaringType is ArrayType)
                    {
                        problems.AppendLine(name + ": multi-dimensional array");
                    }
                    else if (called.DeclaringType is GenericInstanceType)
                    {
                        problems.AppendLine(name + ": generic type used");
                    }
                }
                else if (instruction.Operand is TypeReference type && instruction.OpCode.Code != Code.Box)
                {
                    Check(type, name, problems, shipped);
                }
            }
        }

        private static void Check(TypeReference type, string where, StringBuilder problems, bool shipped)
        {
            switch (type)
            {
                case RequiredModifierType modified:
                    problems.AppendLine(where + ": modifier " + modified.ModifierType.Name);
                    return;
                case GenericInstanceType:
                case GenericParameter:
                    problems.AppendLine(where + ": generic " + type.FullName);
                    return;
                case PointerType:
                    problems.AppendLine(where + ": pointer");
                    return;
                case ArrayType array when array.Rank > 1:
                    problems.AppendLine(where + ": multi-dimensional array");
                    return;
                case TypeSpecification specification:
                    Check(specification.ElementType, where, problems, shipped);
                    return;
            }

            if (!shipped)
            {
                return;
            }

            if (type.FullName is "System.Single" or "System.Double")
            {
                problems.AppendLine(where + ": floating point");
            }
            else if (type.IsValueType && !s_primitives.Contains(type.FullName) && !IsEnum(type))
            {
                problems.AppendLine(where + ": structure " + type.FullName + " (a heap object on the device, ten times dearer)");
            }
        }

        private static bool IsEnum(TypeReference type)
        {
            TypeDefinition definition = type as TypeDefinition
                ?? DeviceAssemblies.All.SelectMany(m => m.GetTypes()).FirstOrDefault(t => t.FullName == type.FullName);

            // Value types of the platform that are not found here are taken for enumerations; structures of it are named.
            return definition == null ? type.FullName is not ("System.DateTime" or "System.TimeSpan" or "System.Guid" or "System.Decimal") : definition.IsEnum;
        }

        private static void Limit(int value, int limit, string what, string where, StringBuilder problems)
        {
            if (value > limit)
            {
                problems.AppendLine($"{where}: {what} {value}, at most {limit}");
            }
        }
    }
}
