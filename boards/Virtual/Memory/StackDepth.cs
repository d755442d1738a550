// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
using System.Linq;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace MilliHttp.Nano.Board.Virtual.Memory
{
    /// <summary>
    /// The deepest chain of stack frames below a method, by the call graph: a virtual call goes to every override, a cycle counts once.
    /// It is a bound from above: the interpreter also runs some short methods inside their caller's frame.
    /// </summary>
    public sealed class StackDepth
    {
        private readonly Dictionary<string, MethodDefinition> _methods = new Dictionary<string, MethodDefinition>();
        private readonly Dictionary<string, List<MethodDefinition>> _overrides = new Dictionary<string, List<MethodDefinition>>();
        private readonly Dictionary<MethodDefinition, int> _depth = new Dictionary<MethodDefinition, int>();
        private readonly Dictionary<MethodDefinition, MethodDefinition> _next = new Dictionary<MethodDefinition, MethodDefinition>();
        private readonly HashSet<MethodDefinition> _open = new HashSet<MethodDefinition>();

        /// <summary>Reads the device assemblies.</summary>
        /// <param name="paths">Their files.</param>
        /// <param name="unused">Full names of types that the profile never calls.</param>
        public StackDepth(IEnumerable<string> paths, ICollection<string> unused)
        {
            List<TypeDefinition> types = new List<TypeDefinition>();
            foreach (string path in paths)
            {
                types.AddRange(AssemblyDefinition.ReadAssembly(path).MainModule.GetTypes().Where(t => !unused.Contains(t.FullName)));
            }

            Dictionary<string, TypeDefinition> byName = types.Where(t => t.Name != "<Module>").ToDictionary(t => t.FullName);
            foreach (TypeDefinition type in types)
            {
                foreach (MethodDefinition method in type.Methods)
                {
                    _methods[method.FullName] = method;
                    if (!method.IsVirtual || method.IsNewSlot)
                    {
                        continue;
                    }

                    TypeDefinition level = type;
                    while (level.BaseType != null && byName.TryGetValue(level.BaseType.FullName, out level))
                    {
                        MethodDefinition root = level.Methods.FirstOrDefault(m => m.Name == method.Name && m.Parameters.Count == method.Parameters.Count && m.IsVirtual);
                        if (root != null)
                        {
                            if (!_overrides.TryGetValue(root.FullName, out List<MethodDefinition> list))
                            {
                                _overrides[root.FullName] = list = new List<MethodDefinition>();
                            }

                            list.Add(method);
                        }
                    }
                }
            }
        }

        /// <summary>Bytes of the deepest chain from the named method, and the chain.</summary>
        public (int Bytes, IReadOnlyList<string> Chain) From(string typeName, string methodName)
        {
            int best = -1;
            MethodDefinition start = null;
            foreach (MethodDefinition method in _methods.Values)
            {
                if (method.DeclaringType.FullName == typeName && method.Name == methodName)
                {
                    int depth = Depth(method);
                    if (depth > best)
                    {
                        best = depth;
                        start = method;
                    }
                }
            }

            if (start == null)
            {
                throw new InvalidOperationException("no method " + typeName + "." + methodName);
            }

            List<string> chain = new List<string>();
            for (MethodDefinition m = start; m != null; _next.TryGetValue(m, out m))
            {
                chain.Add(m.DeclaringType.Name + "." + m.Name + " " + Frame(m));
            }

            return (best, chain);
        }

        private static int Frame(MethodDefinition method) =>
            method.HasBody ? HeapRules.StackFrame(method.Body.Variables.Count, method.Body.MaxStackSize) : 0;

        private int Depth(MethodDefinition method)
        {
            if (_depth.TryGetValue(method, out int known))
            {
                return known;
            }

            if (!_open.Add(method))
            {
                return 0;
            }

            int deepest = 0;
            if (method.HasBody)
            {
                foreach (Instruction instruction in method.Body.Instructions)
                {
                    if (instruction.Operand is MethodReference reference
                        && (instruction.OpCode.Code == Code.Call || instruction.OpCode.Code == Code.Callvirt || instruction.OpCode.Code == Code.Newobj))
                    {
                        foreach (MethodDefinition target in Targets(reference))
                        {
                            int depth = Depth(target);
                            if (depth > deepest)
                            {
                                deepest = depth;
                                _next[method] = target;
                            }
                        }
                    }
                }
            }

            _open.Remove(method);
            int sum = deepest + Frame(method);
            _depth[method] = sum;
            return sum;
        }

        private IEnumerable<MethodDefinition> Targets(MethodReference reference)
        {
            if (_methods.TryGetValue(reference.FullName, out MethodDefinition method))
            {
                yield return method;
            }

            if (_overrides.TryGetValue(reference.FullName, out List<MethodDefinition> list))
            {
                foreach (MethodDefinition item in list)
                {
                    yield return item;
                }
            }
        }
    }
}
