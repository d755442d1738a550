// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using Mono.Cecil;
using Mono.Cecil.Cil;
using Xunit;
using Xunit.Abstractions;

namespace MilliHttp.Nano.Tests.Host.Gates
{
    /// <summary>
    /// After boot nothing is allocated: from the roots named in allocation.txt no newobj, newarr, box or ldstr is reached, nor any call into
    /// the platform that is not known to allocate nothing. The call graph is taken too large rather than too small: a virtual call goes to
    /// every override, a delegate to every method a delegate was ever made of. Exceptions that are thrown where they are made (misuse by the
    /// application) are excepted and printed.
    /// </summary>
    public class AllocationGateTests
    {
        private readonly ITestOutputHelper _output;
        private readonly Dictionary<string, List<MethodDefinition>> _overrides = new Dictionary<string, List<MethodDefinition>>();
        private readonly Dictionary<string, MethodDefinition> _definitions = new Dictionary<string, MethodDefinition>();
        private readonly List<MethodDefinition> _delegateTargets = new List<MethodDefinition>();

        public AllocationGateTests(ITestOutputHelper output)
        {
            _output = output;
            foreach (ModuleDefinition module in DeviceAssemblies.Shipped)
            {
                foreach (MethodDefinition method in DeviceAssemblies.Methods(module))
                {
                    _definitions[method.FullName] = method;
                    if (method.IsVirtual)
                    {
                        string key = Signature(method);
                        if (!_overrides.TryGetValue(key, out List<MethodDefinition> list))
                        {
                            list = new List<MethodDefinition>();
                            _overrides[key] = list;
                        }

                        list.Add(method);
                    }

                    if (method.HasBody)
                    {
                        _delegateTargets.AddRange(method.Body.Instructions.Where(i => i.OpCode.Code is Code.Ldftn or Code.Ldvirtftn).Select(i => i.Operand).OfType<MethodDefinition>());
                    }
                }
            }
        }

        [Fact]
        public void Nothing_is_allocated_on_any_path_from_the_loop()
        {
            Rules rules = new Rules();
            Queue<MethodDefinition> work = new Queue<MethodDefinition>();
            Dictionary<string, string> from = new Dictionary<string, string>();
            foreach (MethodDefinition method in _definitions.Values.Where(m => m.HasBody && rules.IsRoot(m)).OrderBy(m => m.FullName, StringComparer.Ordinal))
            {
                from[method.FullName] = null;
                work.Enqueue(method);
            }

            Assert.NotEmpty(work);
            StringBuilder problems = new StringBuilder();
            SortedSet<string> misuse = new SortedSet<string>(StringComparer.Ordinal);
            while (work.Count != 0)
            {
                MethodDefinition method = work.Dequeue();
                if (rules.Allows(method))
                {
                    continue;
                }

                foreach (Instruction instruction in method.Body.Instructions)
                {
                    string what = Allocates(method, instruction, misuse, rules);
                    if (what != null)
                    {
                        problems.Append(Short(method)).Append(": ").Append(what).Append("   from ").AppendLine(Path(method.FullName, from));
                    }

                    foreach (MethodDefinition target in Targets(instruction))
                    {
                        if (target.HasBody && !rules.IsBoot(target) && from.TryAdd(target.FullName, method.FullName))
                        {
                            work.Enqueue(target);
                        }
                    }
                }
            }

            _output.WriteLine(from.Count + " methods reached; exceptions for misuse are made in:");
            foreach (string line in misuse)
            {
                _output.WriteLine("  " + line);
            }

            foreach (string line in rules.Unused())
            {
                problems.AppendLine("allocation.txt: matches nothing: " + line);
            }

            Assert.True(problems.Length == 0, problems.ToString());
        }

        private string Allocates(MethodDefinition method, Instruction instruction, SortedSet<string> misuse, Rules rules)
        {
            switch (instruction.OpCode.Code)
            {
                case Code.Newobj:
                    TypeReference type = ((MethodReference)instruction.Operand).DeclaringType;
                    if (instruction.Next != null && instruction.Next.OpCode.Code == Code.Throw && type.Name.EndsWith("Exception", StringComparison.Ordinal))
                    {
                        misuse.Add(Short(method) + ": " + type.Name);
                        return null;
                    }

                    return "newobj " + type.Name;
                case Code.Newarr:
                    return "newarr " + ((TypeReference)instruction.Operand).Name;
                case Code.Box:
                    return "box " + ((TypeReference)instruction.Operand).Name;
                case Code.Ldstr:
                    return "ldstr";
                case Code.Call:
                case Code.Callvirt:
                    MethodReference called = (MethodReference)instruction.Operand;
                    string scope = called.DeclaringType.Scope?.Name ?? string.Empty;
                    return _definitions.ContainsKey(called.FullName) || scope.StartsWith("MilliHttp.Nano.", StringComparison.Ordinal) || rules.IsFree(called) ? null : "call of " + called.DeclaringType.FullName + "::" + called.Name;
                default:
                    return null;
            }
        }

        private IEnumerable<MethodDefinition> Targets(Instruction instruction)
        {
            if (instruction.Operand is not MethodReference called || instruction.OpCode.Code is Code.Newobj)
            {
                if (instruction.Operand is MethodReference made && _definitions.TryGetValue(made.FullName, out MethodDefinition constructor))
                {
                    yield return constructor;
                }

                yield break;
            }

            if (_definitions.TryGetValue(called.FullName, out MethodDefinition definition))
            {
                yield return definition;
            }

            if (instruction.OpCode.Code is Code.Callvirt or Code.Ldvirtftn)
            {
                if (_overrides.TryGetValue(Signature(called), out List<MethodDefinition> overrides) && (definition == null || definition.IsVirtual))
                {
                    foreach (MethodDefinition method in overrides.Where(m => Inherits(m.DeclaringType, called.DeclaringType.FullName)))
                    {
                        yield return method;
                    }
                }

                if (called.Name == "Invoke")
                {
                    foreach (MethodDefinition method in _delegateTargets)
                    {
                        yield return method;
                    }
                }
            }
        }

        private bool Inherits(TypeDefinition type, string ancestor)
        {
            for (TypeDefinition at = type; at != null; at = Find(at.BaseType))
            {
                if (at.FullName == ancestor || at.Interfaces.Any(i => i.InterfaceType.FullName == ancestor))
                {
                    return true;
                }

                if (at.BaseType != null && at.BaseType.FullName == ancestor)
                {
                    return true;
                }
            }

            return false;
        }

        private static TypeDefinition Find(TypeReference type)
        {
            return type == null ? null : type as TypeDefinition ?? DeviceAssemblies.Shipped.Select(m => m.GetType(type.FullName)).FirstOrDefault(t => t != null);
        }

        private static string Signature(MethodReference method) => method.Name + "(" + string.Join(",", method.Parameters.Select(p => p.ParameterType.FullName)) + ")";

        private static string Short(MethodDefinition method) => method.DeclaringType.FullName + "::" + method.Name;

        private static string Path(string name, Dictionary<string, string> from)
        {
            StringBuilder path = new StringBuilder();
            int steps = 0;
            for (string at = from[name]; at != null && steps < 12; at = from[at])
            {
                int colon = at.IndexOf("::", StringComparison.Ordinal);
                int dot = at.LastIndexOf('.', colon);
                int end = at.IndexOf('(', colon);
                path.Append(path.Length == 0 ? string.Empty : " < ").Append(at.AsSpan(dot + 1, end - dot - 1));
                steps++;
            }

            return path.Length == 0 ? "a root" : path.ToString();
        }

        /// <summary>The lines of allocation.txt.</summary>
        private sealed class Rules
        {
            private readonly List<(string Kind, string Pattern)> _lines = new List<(string, string)>();
            private readonly HashSet<string> _used = new HashSet<string>();

            public Rules()
            {
                foreach (string raw in File.ReadLines(System.IO.Path.Combine(DeviceAssemblies.Root, "tests", "Host", "Gates", "allocation.txt")))
                {
                    string line = raw.Split('#')[0].Trim();
                    if (line.Length != 0)
                    {
                        string[] parts = line.Split(' ', 2, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
                        _lines.Add((parts[0], parts[1]));
                    }
                }
            }

            public bool IsRoot(MethodDefinition method) =>
                (method.IsPublic || Exact("root", method)) && !method.IsConstructor && Matches("root", method) && !Matches("boot", method);

            public bool IsBoot(MethodDefinition method) => Matches("boot", method);

            public bool Allows(MethodDefinition method) => Matches("allow", method) || Matches("pending", method);

            public bool IsFree(MethodReference method)
            {
                string name = method.DeclaringType.FullName + "::" + method.Name;
                return _lines.Any(l => l.Kind == "free" && (l.Pattern == name || (l.Pattern.EndsWith("::*", StringComparison.Ordinal) && name.StartsWith(l.Pattern.AsSpan(0, l.Pattern.Length - 1), StringComparison.Ordinal))));
            }

            public IEnumerable<string> Unused() => _lines.Where(l => l.Kind is "root" or "allow" && !_used.Contains(l.Kind + " " + l.Pattern)).Select(l => l.Kind + " " + l.Pattern);

            private bool Exact(string kind, MethodDefinition method) => _lines.Contains((kind, Short(method)));

            private bool Matches(string kind, MethodDefinition method)
            {
                string name = Short(method);
                foreach ((string k, string pattern) in _lines)
                {
                    bool star = pattern.EndsWith("*", StringComparison.Ordinal);
                    if (k == kind && (star ? name.StartsWith(pattern.AsSpan(0, pattern.Length - 1), StringComparison.Ordinal) : name == pattern))
                    {
                        _used.Add(kind + " " + pattern);
                        return true;
                    }
                }

                return false;
            }
        }
    }
}
