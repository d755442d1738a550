// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
using System.Text;
using Mono.Cecil;
using Mono.Cecil.Cil;
using Xunit;

namespace MilliHttp.Nano.Tests.Host.Gates
{
    /// <summary>
    /// The stack frame of a method on the device. The metadata processor counts a method's evaluation stack along its code, and a return in the middle
    /// leaves its value on that count: a table written with a return in each case gets a frame of twelve bytes per case, and beyond 255 wraps.
    /// </summary>
    public class FrameGateTests
    {
        private const int Largest = 1400;
        private const int Waste = 120;

        [Fact]
        public void NoFrameIsLargerThanItsCodeNeeds()
        {
            StringBuilder wrong = new StringBuilder();
            foreach (ModuleDefinition module in DeviceAssemblies.Shipped)
            {
                foreach (TypeDefinition type in module.GetTypes())
                {
                    foreach (MethodDefinition method in type.Methods)
                    {
                        if (!method.HasBody)
                        {
                            continue;
                        }

                        int counted = Counted(method.Body);
                        int frame = Frame(method.Body.Variables.Count, counted);
                        int needed = Frame(method.Body.Variables.Count, method.Body.MaxStackSize);
                        if (counted > 255 || frame > Largest || frame > needed + Waste)
                        {
                            wrong.Append(method.FullName).Append(": ").Append(frame).Append(" bytes, needed ").Append(needed).Append('\n');
                        }
                    }
                }
            }

            Assert.True(wrong.Length == 0, wrong.ToString());
        }

        /// <summary>Bytes of the largest frame of all.</summary>
        internal static int LargestFrame()
        {
            int largest = 0;
            foreach (ModuleDefinition module in DeviceAssemblies.Shipped)
            {
                foreach (TypeDefinition type in module.GetTypes())
                {
                    foreach (MethodDefinition method in type.Methods)
                    {
                        largest = Math.Max(largest, method.HasBody ? Frame(method.Body.Variables.Count, Counted(method.Body)) : 0);
                    }
                }
            }

            return largest;
        }

        [Fact]
        public void TheCountIsTheMetadataProcessors()
        {
            // A method of three returns in a row, as the compiler writes it.
            MethodDefinition method = new MethodDefinition("m", MethodAttributes.Static, ModuleDefinition.CreateModule("x", ModuleKind.Dll).TypeSystem.Int32);
            ILProcessor il = method.Body.GetILProcessor();
            for (int i = 0; i < 3; i++)
            {
                il.Emit(OpCodes.Ldc_I4_1);
                il.Emit(OpCodes.Ret);
            }

            Assert.Equal(3, Counted(method.Body));
        }

        private static int Frame(int locals, int stack)
        {
            return 84 + (12 * Math.Max(10, locals + stack + 3));
        }

        private static int Counted(MethodBody body)
        {
            Dictionary<int, int> targets = new Dictionary<int, int>();
            int size = 0;
            int largest = 0;
            foreach (Instruction instruction in body.Instructions)
            {
                if (targets.TryGetValue(instruction.Offset, out int known) && instruction.Offset != 0)
                {
                    size = known;
                }

                switch (instruction.OpCode.Code)
                {
                    case Code.Throw:
                    case Code.Endfinally:
                    case Code.Endfilter:
                    case Code.Leave_S:
                    case Code.Leave:
                    case Code.Br_S:
                        size = 0;
                        continue;
                    case Code.Newobj:
                        size -= ((MethodReference)instruction.Operand).Parameters.Count;
                        break;
                    case Code.Call:
                    case Code.Callvirt:
                        MethodReference callee = (MethodReference)instruction.Operand;
                        size -= callee.Parameters.Count + (callee.HasThis ? 1 : 0);
                        size += callee.ReturnType.FullName == "System.Void" ? 0 : 1;
                        break;
                }

                size += Pushed(instruction.OpCode.StackBehaviourPush) - Popped(instruction.OpCode.StackBehaviourPop);
                OperandType operand = instruction.OpCode.OperandType;
                if (operand == OperandType.ShortInlineBrTarget || operand == OperandType.InlineBrTarget)
                {
                    int target = ((Instruction)instruction.Operand).Offset;
                    targets.TryGetValue(target, out int before);
                    targets[target] = Math.Max(before, size);
                }

                largest = Math.Max(largest, size);
            }

            return largest;
        }

        private static int Pushed(StackBehaviour behaviour)
        {
            switch (behaviour)
            {
                case StackBehaviour.Push0:
                case StackBehaviour.Varpush:
                    return 0;
                case StackBehaviour.Push1_push1:
                    return 2;
                default:
                    return 1;
            }
        }

        private static int Popped(StackBehaviour behaviour)
        {
            switch (behaviour)
            {
                case StackBehaviour.Pop0:
                case StackBehaviour.Varpop:
                case StackBehaviour.PopAll:
                    return 0;
                case StackBehaviour.Pop1:
                case StackBehaviour.Popi:
                case StackBehaviour.Popref:
                    return 1;
                case StackBehaviour.Pop1_pop1:
                case StackBehaviour.Popi_pop1:
                case StackBehaviour.Popi_popi:
                case StackBehaviour.Popi_popi8:
                case StackBehaviour.Popi_popr4:
                case StackBehaviour.Popi_popr8:
                case StackBehaviour.Popref_pop1:
                case StackBehaviour.Popref_popi:
                    return 2;
                default:
                    return 3;
            }
        }
    }
}
