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
    /// The deepest chain of stack frames below a method, by the call graph: a virtual call goes to every override, a cycle counts once, and each method
    /// of the platform is taken for a native one, which has the smallest frame. The interpreter runs an instance method that fits into what its caller's
    /// frame has left inside that frame, if the caller has a frame of its own; so does this. It is a bound from above: no input need ever lead down the
    /// deepest chain.
    /// </summary>
    public sealed class StackDepth
    {
        // Blocks of the evaluation stack that the interpreter adds to what a method needs, and blocks that every frame has at least.
        private const int Reserve = 3;
        private const int LeastBlocks = 10;

        private readonly Dictionary<string, MethodDefinition> _methods = new Dictionary<string, MethodDefinition>();
        private readonly Dictionary<string, List<MethodDefinition>> _overrides = new Dictionary<string, List<MethodDefinition>>();
        private readonly Dictionary<MethodDefinition, (int Locals, int Stack, List<Call> Calls)> _bodies = new Dictionary<MethodDefinition, (int, int, List<Call>)>();
        private readonly Dictionary<(MethodDefinition, bool), int> _depth = new Dictionary<(MethodDefinition, bool), int>();
        private readonly Dictionary<(MethodDefinition, bool), (MethodDefinition, bool)> _next = new Dictionary<(MethodDefinition, bool), (MethodDefinition, bool)>();
        private readonly HashSet<(MethodDefinition, bool)> _open = new HashSet<(MethodDefinition, bool)>();

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
                    int depth = Depth(method, false);
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
            (MethodDefinition Method, bool Inline) at = (start, false);
            do
            {
                chain.Add(at.Method.DeclaringType.Name + "." + at.Method.Name + " " + (at.Inline ? "(inside)" : Frame(at.Method).ToString()));
            }
            while (_next.TryGetValue(at, out at));

            return (best, chain);
        }

        private int Frame(MethodDefinition method)
        {
            if (!method.HasBody)
            {
                return 0;
            }

            (int locals, int stack, _) = Body(method);
            return HeapRules.StackFrame(locals, stack);
        }

        private int Depth(MethodDefinition method, bool inline)
        {
            if (_depth.TryGetValue((method, inline), out int known))
            {
                return known;
            }

            if (!_open.Add((method, inline)))
            {
                return 0;
            }

            int deepest = 0;
            if (method.HasBody)
            {
                (int locals, int stack, List<Call> calls) = Body(method);
                int room = Math.Max(LeastBlocks, locals + stack + Reserve) - locals;
                foreach (Call call in calls)
                {
                    if (!_methods.ContainsKey(call.Method.FullName))
                    {
                        // A constructor of an array is no method; of other objects none is made in the loop.
                        if (!call.IsNew && deepest == 0)
                        {
                            deepest = HeapRules.StackFrame(0, 0);
                        }

                        continue;
                    }

                    foreach (MethodDefinition target in Targets(call.Method))
                    {
                        bool inside = !inline && !call.IsNew && FitsInside(target, room - call.Height);
                        int depth = Depth(target, inside);
                        if (depth > deepest)
                        {
                            deepest = depth;
                            _next[(method, inline)] = (target, inside);
                        }
                    }
                }
            }

            _open.Remove((method, inline));
            int sum = deepest + (inline ? 0 : Frame(method));
            _depth[(method, inline)] = sum;
            return sum;
        }

        // Whether the interpreter runs a method in what is left of its caller's frame above the arguments.
        private bool FitsInside(MethodDefinition target, int left)
        {
            if (!target.HasBody || target.IsStatic || target.IsConstructor || target.HasCustomAttributes)
            {
                return false;
            }

            (int locals, int stack, _) = Body(target);
            return left >= target.Parameters.Count + 1 + locals + stack + 2;
        }

        // What the metadata processor makes of a body: it counts the height of the evaluation stack anew, in one pass along the code, in which only some
        // instructions begin at nothing again. Beside that the height that a call really finds.
        private (int Locals, int Stack, List<Call> Calls) Body(MethodDefinition method)
        {
            if (_bodies.TryGetValue(method, out (int, int, List<Call>) known))
            {
                return known;
            }

            List<Call> calls = new List<Call>();
            Dictionary<Instruction, int> counts = new Dictionary<Instruction, int>();
            Dictionary<Instruction, int> heights = new Dictionary<Instruction, int>();
            int count = 0;
            int height = 0;
            int highest = 0;
            foreach (Instruction instruction in method.Body.Instructions)
            {
                count = counts.TryGetValue(instruction, out int counted) ? counted : count;
                height = heights.TryGetValue(instruction, out int real) ? real : height;
                Code code = instruction.OpCode.Code;
                int change;
                if (instruction.Operand is MethodReference reference)
                {
                    bool isNew = code == Code.Newobj;
                    change = 1;
                    if (isNew || instruction.OpCode.FlowControl == FlowControl.Call)
                    {
                        calls.Add(new Call(reference, height, isNew));
                        change = (isNew || reference.ReturnType.FullName != "System.Void" ? 1 : 0) - reference.Parameters.Count - (reference.HasThis && !isNew ? 1 : 0);
                    }
                }
                else
                {
                    change = Pushes(instruction.OpCode.StackBehaviourPush) - Pops(instruction.OpCode.StackBehaviourPop);
                }

                count += change;
                height += change;
                foreach (Instruction target in instruction.Operand is Instruction one ? new[] { one } : instruction.Operand as Instruction[] ?? Array.Empty<Instruction>())
                {
                    heights[target] = height;
                    if (code != Code.Switch)
                    {
                        counts.TryGetValue(target, out int there);
                        counts[target] = Math.Max(there, count);
                    }
                }

                if (instruction.OpCode.FlowControl is FlowControl.Branch or FlowControl.Throw or FlowControl.Return)
                {
                    height = 0;
                }

                if (code is Code.Throw or Code.Endfinally or Code.Endfilter or Code.Leave or Code.Leave_S or Code.Br_S)
                {
                    count = 0;
                }
                else
                {
                    highest = Math.Max(highest, count);
                }
            }

            return _bodies[method] = (method.Body.Variables.Count, highest, calls);
        }

        private static int Pushes(StackBehaviour behaviour) => behaviour switch
        {
            StackBehaviour.Push0 => 0,
            StackBehaviour.Push1_push1 => 2,
            _ => 1
        };

        private static int Pops(StackBehaviour behaviour) => behaviour switch
        {
            StackBehaviour.Pop1 or StackBehaviour.Popi or StackBehaviour.Popref => 1,
            StackBehaviour.Pop1_pop1 or StackBehaviour.Popi_pop1 or StackBehaviour.Popi_popi or StackBehaviour.Popi_popi8 or StackBehaviour.Popi_popr4
                or StackBehaviour.Popi_popr8 or StackBehaviour.Popref_pop1 or StackBehaviour.Popref_popi => 2,
            StackBehaviour.Popi_popi_popi or StackBehaviour.Popref_popi_popi or StackBehaviour.Popref_popi_popi8 or StackBehaviour.Popref_popi_popr4
                or StackBehaviour.Popref_popi_popr8 or StackBehaviour.Popref_popi_popref => 3,
            _ => 0
        };

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

        private readonly struct Call
        {
            public readonly MethodReference Method;
            public readonly int Height;
            public readonly bool IsNew;

            public Call(MethodReference method, int height, bool isNew)
            {
                Method = method;
                Height = height;
                IsNew = isNew;
            }
        }
    }
}
