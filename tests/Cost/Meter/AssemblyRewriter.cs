// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System.Collections.Generic;
using System.IO;
using System.Linq;
using Mono.Cecil;
using Mono.Cecil.Cil;
using Mono.Cecil.Rocks;

namespace MilliHttp.Nano.Tests.Cost.Meter
{
    /// <summary>
    /// Puts a counter at the head of every basic block of a device assembly. The number added is the count of IL instructions of the block in
    /// the file as compiled, so what is counted does not depend on the counting.
    /// </summary>
    public sealed class AssemblyRewriter
    {
        private readonly List<string> _names = new List<string>();
        private readonly bool _attributes;
        private Dictionary<string, MethodReference> _copies;

        /// <summary>Makes it.</summary>
        /// <param name="attributes">Whether operations are attributed to methods; without that the code runs several times as fast.</param>
        public AssemblyRewriter(bool attributes = true)
        {
            _attributes = attributes;
        }

        /// <summary>Method names by the number handed to <see cref="OperationCounter.Enter"/>.</summary>
        public IReadOnlyList<string> Names => _names;

        /// <summary>True for an assembly compiled against the device's core library.</summary>
        public static bool IsDeviceAssembly(ModuleDefinition module) =>
            module.AssemblyReferences.Any(r => r.Name == "mscorlib" && r.Version.Major == 1 && r.Version.Minor == 17);

        /// <summary>Returns the rewritten file, or null if the file is not a device assembly.</summary>
        public byte[] Rewrite(string path)
        {
            using ModuleDefinition module = ModuleDefinition.ReadModule(path);
            return IsDeviceAssembly(module) ? Rewrite(module) : null;
        }

        /// <summary>Returns the rewritten file of another library, in which every question for a hardware intrinsic is answered no.</summary>
        public byte[] RewritePeer(string path)
        {
            using ModuleDefinition module = ModuleDefinition.ReadModule(path);
            foreach (Instruction instruction in module.GetTypes().SelectMany(t => t.Methods).Where(m => m.HasBody).SelectMany(m => m.Body.Instructions))
            {
                if (instruction.Operand is MethodReference called
                    && (called.DeclaringType.FullName.StartsWith("System.Runtime.Intrinsics.", System.StringComparison.Ordinal) || called.DeclaringType.FullName == "System.Numerics.Vector")
                    && (called.Name == "get_IsSupported" || called.Name == "get_IsHardwareAccelerated"))
                {
                    instruction.OpCode = OpCodes.Ldc_I4_0;
                    instruction.Operand = null;
                }
            }

            return Rewrite(module);
        }

        private byte[] Rewrite(ModuleDefinition module)
        {
            FieldReference weight = module.ImportReference(typeof(OperationCounter).GetField(nameof(OperationCounter.Weight)));
            _copies = new Dictionary<string, MethodReference>();
            if (_attributes)
            {
                foreach (System.Reflection.MethodInfo copy in typeof(ArrayCalls).GetMethods().Where(m => m.DeclaringType == typeof(ArrayCalls)))
                {
                    _copies.Add(copy.Name + copy.GetParameters().Length, module.ImportReference(copy));
                }
            }

            FieldReference total = module.ImportReference(typeof(OperationCounter).GetField(nameof(OperationCounter.Total)));
            MethodReference enter = module.ImportReference(typeof(OperationCounter).GetMethod(nameof(OperationCounter.Enter)));
            MethodReference leave = module.ImportReference(typeof(OperationCounter).GetMethod(nameof(OperationCounter.Leave)));
            MethodReference resume = module.ImportReference(typeof(OperationCounter).GetMethod(nameof(OperationCounter.Resume)));
            foreach (TypeDefinition type in module.GetTypes())
            {
                foreach (MethodDefinition method in type.Methods)
                {
                    if (method.HasBody)
                    {
                        Rewrite(method, total, weight, enter, leave, resume);
                    }
                }
            }

            using MemoryStream stream = new MemoryStream();
            module.Write(stream);
            return stream.ToArray();
        }

        /// <summary>The first instructions of the basic blocks of a method.</summary>
        public static HashSet<Instruction> Leaders(MethodBody body)
        {
            HashSet<Instruction> leaders = new HashSet<Instruction> { body.Instructions[0] };
            foreach (Instruction instruction in body.Instructions)
            {
                switch (instruction.OpCode.FlowControl)
                {
                    case FlowControl.Branch:
                    case FlowControl.Cond_Branch:
                    case FlowControl.Return:
                    case FlowControl.Throw:
                        if (instruction.Operand is Instruction target)
                        {
                            leaders.Add(target);
                        }
                        else if (instruction.Operand is Instruction[] targets)
                        {
                            leaders.UnionWith(targets);
                        }

                        if (instruction.Next != null)
                        {
                            leaders.Add(instruction.Next);
                        }

                        break;
                }
            }

            foreach (ExceptionHandler handler in body.ExceptionHandlers)
            {
                leaders.Add(handler.TryStart);
                leaders.Add(handler.HandlerStart);
                if (handler.FilterStart != null)
                {
                    leaders.Add(handler.FilterStart);
                }
            }

            return leaders;
        }

        private void Rewrite(MethodDefinition method, FieldReference total, FieldReference weight, MethodReference enter, MethodReference leave, MethodReference resume)
        {
            MethodBody body = method.Body;
            int id = _names.Count;
            _names.Add(Name(method));
            body.SimplifyMacros();
            HashSet<Instruction> leaders = Leaders(body);
            HashSet<Instruction> handlers = new HashSet<Instruction>();
            foreach (ExceptionHandler handler in body.ExceptionHandlers)
            {
                handlers.Add(handler.HandlerStart);
            }

            VariableDefinition depth = null;
            if (_attributes)
            {
                depth = new VariableDefinition(method.Module.TypeSystem.Int32);
                body.Variables.Add(depth);
                body.InitLocals = true;
            }

            Instruction[] original = body.Instructions.ToArray();
            Dictionary<Instruction, Instruction> heads = new Dictionary<Instruction, Instruction>();
            List<Instruction> result = new List<Instruction>();
            for (int i = 0; i < original.Length; i++)
            {
                Instruction instruction = original[i];
                int first = result.Count;
                if (i == 0 && _attributes)
                {
                    result.Add(Instruction.Create(OpCodes.Ldc_I4, id));
                    result.Add(Instruction.Create(OpCodes.Call, enter));
                    result.Add(Instruction.Create(OpCodes.Stloc, depth));
                }

                int jumpsTo = i == 0 ? result.Count : first;
                if (_attributes && handlers.Contains(instruction))
                {
                    result.Add(Instruction.Create(OpCodes.Ldloc, depth));
                    result.Add(Instruction.Create(OpCodes.Call, resume));
                }

                if (leaders.Contains(instruction))
                {
                    int count = 1;
                    int weighs = InstructionWeights.Of(instruction);
                    while (i + count < original.Length && !leaders.Contains(original[i + count]))
                    {
                        weighs += InstructionWeights.Of(original[i + count]);
                        count++;
                    }

                    result.Add(Instruction.Create(OpCodes.Ldsfld, total));
                    result.Add(Instruction.Create(OpCodes.Ldc_I4, count));
                    result.Add(Instruction.Create(OpCodes.Conv_I8));
                    result.Add(Instruction.Create(OpCodes.Add));
                    result.Add(Instruction.Create(OpCodes.Stsfld, total));
                    if (_attributes)
                    {
                        result.Add(Instruction.Create(OpCodes.Ldsfld, weight));
                        result.Add(Instruction.Create(OpCodes.Ldc_I4, weighs));
                        result.Add(Instruction.Create(OpCodes.Conv_I8));
                        result.Add(Instruction.Create(OpCodes.Add));
                        result.Add(Instruction.Create(OpCodes.Stsfld, weight));
                    }
                }

                if (_attributes && instruction.OpCode == OpCodes.Ret)
                {
                    result.Add(Instruction.Create(OpCodes.Ldloc, depth));
                    result.Add(Instruction.Create(OpCodes.Call, leave));
                }

                result.Add(instruction);
                heads[instruction] = result[jumpsTo];
                if (_attributes && InstructionWeights.IsArrayCall(instruction))
                {
                    MethodReference called = (MethodReference)instruction.Operand;
                    instruction.Operand = _copies[called.Name + called.Parameters.Count];
                }
            }

            foreach (Instruction instruction in original)
            {
                if (instruction.Operand is Instruction target)
                {
                    instruction.Operand = heads[target];
                }
                else if (instruction.Operand is Instruction[] targets)
                {
                    instruction.Operand = targets.Select(t => heads[t]).ToArray();
                }
            }

            foreach (ExceptionHandler handler in body.ExceptionHandlers)
            {
                handler.TryStart = heads[handler.TryStart];
                handler.TryEnd = handler.TryEnd == null ? null : heads[handler.TryEnd];
                handler.HandlerStart = heads[handler.HandlerStart];
                handler.HandlerEnd = handler.HandlerEnd == null ? null : heads[handler.HandlerEnd];
                handler.FilterStart = handler.FilterStart == null ? null : heads[handler.FilterStart];
            }

            body.Instructions.Clear();
            foreach (Instruction instruction in result)
            {
                body.Instructions.Add(instruction);
            }

            method.DebugInformation.SequencePoints.Clear();
            method.DebugInformation.Scope = null;
            body.OptimizeMacros();
        }

        private static string Name(MethodDefinition method)
        {
            string type = method.DeclaringType.Name;
            for (TypeDefinition outer = method.DeclaringType.DeclaringType; outer != null; outer = outer.DeclaringType)
            {
                type = outer.Name + "." + type;
            }

            return type + "." + method.Name;
        }
    }
}
