// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System.Collections.Generic;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace MilliHttp.Nano.Tests.Mutation
{
    /// <summary>What each operator makes of an instruction.</summary>
    internal static class Mutation
    {
        private static readonly Dictionary<Code, OpCode> s_negated = new Dictionary<Code, OpCode>
        {
            { Code.Brtrue, OpCodes.Brfalse }, { Code.Brfalse, OpCodes.Brtrue },
            { Code.Beq, OpCodes.Bne_Un }, { Code.Bne_Un, OpCodes.Beq },
            { Code.Blt, OpCodes.Bge }, { Code.Bge, OpCodes.Blt },
            { Code.Bgt, OpCodes.Ble }, { Code.Ble, OpCodes.Bgt },
            { Code.Blt_Un, OpCodes.Bge_Un }, { Code.Bge_Un, OpCodes.Blt_Un },
            { Code.Bgt_Un, OpCodes.Ble_Un }, { Code.Ble_Un, OpCodes.Bgt_Un },
        };

        private static readonly Dictionary<Code, OpCode> s_moved = new Dictionary<Code, OpCode>
        {
            { Code.Blt, OpCodes.Ble }, { Code.Ble, OpCodes.Blt },
            { Code.Bgt, OpCodes.Bge }, { Code.Bge, OpCodes.Bgt },
            { Code.Blt_Un, OpCodes.Ble_Un }, { Code.Ble_Un, OpCodes.Blt_Un },
            { Code.Bgt_Un, OpCodes.Bge_Un }, { Code.Bge_Un, OpCodes.Bgt_Un },
        };

        private static readonly Dictionary<Code, OpCode> s_replaced = new Dictionary<Code, OpCode>
        {
            { Code.Add, OpCodes.Sub }, { Code.Sub, OpCodes.Add }, { Code.Mul, OpCodes.Add },
            { Code.And, OpCodes.Or }, { Code.Or, OpCodes.And }, { Code.Xor, OpCodes.Or },
            { Code.Shl, OpCodes.Shr_Un }, { Code.Shr, OpCodes.Shl }, { Code.Shr_Un, OpCodes.Shl },
        };

        /// <summary>Says what <paramref name="kind"/> makes of an instruction; null where it does not apply.</summary>
        public static string Describe(Operator kind, Instruction instruction, MethodDefinition method)
        {
            Code code = instruction.OpCode.Code;
            switch (kind)
            {
                case Operator.BranchNegated:
                    return s_negated.TryGetValue(code, out OpCode negated) ? instruction.OpCode + " to " + negated : null;
                case Operator.BoundaryMoved:
                    return s_moved.TryGetValue(code, out OpCode moved) ? instruction.OpCode + " to " + moved : null;
                case Operator.ComparisonNegated:
                    return code is Code.Ceq or Code.Clt or Code.Cgt or Code.Clt_Un or Code.Cgt_Un ? instruction.OpCode + " negated" : null;
                case Operator.OperationReplaced:
                    return s_replaced.TryGetValue(code, out OpCode replaced) ? instruction.OpCode + " to " + replaced : null;
                case Operator.ConstantIncremented:
                    return code switch
                    {
                        Code.Ldc_I4 => (int)instruction.Operand + " to " + ((int)instruction.Operand + 1L),
                        Code.Ldc_I8 => (long)instruction.Operand + " to " + unchecked((long)instruction.Operand + 1),
                        _ => null,
                    };
                case Operator.CallRemoved:
                    return code is Code.Call or Code.Callvirt && IsRemovable((MethodReference)instruction.Operand)
                        ? "no call of " + ((MethodReference)instruction.Operand).Name : null;
                case Operator.StoreRemoved:
                    return Pops(code) > 0 ? "no " + instruction.OpCode + (instruction.Operand is FieldReference field ? " " + field.Name : string.Empty) : null;
                default:
                    return code == Code.Ret && Result(method) != null ? Result(method) : null;
            }
        }

        /// <summary>Writes the instructions that stand for the mutated one, up to what follows it.</summary>
        public static List<Instruction> Write(Operator kind, Instruction original, MethodDefinition method)
        {
            List<Instruction> code = new List<Instruction>();
            switch (kind)
            {
                case Operator.BranchNegated:
                    code.Add(Instruction.Create(s_negated[original.OpCode.Code], (Instruction)original.Operand));
                    break;
                case Operator.BoundaryMoved:
                    code.Add(Instruction.Create(s_moved[original.OpCode.Code], (Instruction)original.Operand));
                    break;
                case Operator.ComparisonNegated:
                    code.Add(Instruction.Create(original.OpCode));
                    code.Add(Instruction.Create(OpCodes.Ldc_I4, 0));
                    code.Add(Instruction.Create(OpCodes.Ceq));
                    break;
                case Operator.OperationReplaced:
                    code.Add(Instruction.Create(s_replaced[original.OpCode.Code]));
                    break;
                case Operator.ConstantIncremented:
                    code.Add(original.OpCode.Code == Code.Ldc_I4
                        ? Instruction.Create(OpCodes.Ldc_I4, unchecked((int)original.Operand + 1))
                        : Instruction.Create(OpCodes.Ldc_I8, unchecked((long)original.Operand + 1)));
                    break;
                case Operator.CallRemoved:
                    MethodReference called = (MethodReference)original.Operand;
                    Pop(code, called.Parameters.Count + (called.HasThis ? 1 : 0));
                    break;
                case Operator.StoreRemoved:
                    Pop(code, Pops(original.OpCode.Code));
                    break;
                default:
                    if (method.ReturnType.MetadataType == MetadataType.Boolean)
                    {
                        code.Add(Instruction.Create(OpCodes.Ldc_I4, 0));
                        code.Add(Instruction.Create(OpCodes.Ceq));
                    }
                    else
                    {
                        code.Add(Instruction.Create(OpCodes.Pop));
                        code.Add(IsLong(method.ReturnType) ? Instruction.Create(OpCodes.Ldc_I8, 0L) : Instruction.Create(OpCodes.Ldc_I4, 0));
                    }

                    code.Add(Instruction.Create(OpCodes.Ret));
                    break;
            }

            return code;
        }

        private static void Pop(List<Instruction> code, int count)
        {
            for (int i = 0; i < count; i++)
            {
                code.Add(Instruction.Create(OpCodes.Pop));
            }
        }

        // A base constructor has to be called, or the object is not one.
        private static bool IsRemovable(MethodReference called)
        {
            return called.ReturnType.MetadataType == MetadataType.Void && called.Name != ".ctor";
        }

        private static int Pops(Code code)
        {
            switch (code)
            {
                case Code.Stfld:
                    return 2;
                case Code.Stsfld:
                    return 1;
                case Code.Stelem_I1:
                case Code.Stelem_I2:
                case Code.Stelem_I4:
                case Code.Stelem_I8:
                case Code.Stelem_Ref:
                    return 3;
                default:
                    return 0;
            }
        }

        private static bool IsLong(TypeReference type)
        {
            return type.MetadataType is MetadataType.Int64 or MetadataType.UInt64;
        }

        private static string Result(MethodDefinition method)
        {
            switch (method.ReturnType.MetadataType)
            {
                case MetadataType.Boolean:
                    return "the opposite returned";
                case MetadataType.Byte:
                case MetadataType.UInt16:
                case MetadataType.Int16:
                case MetadataType.Int32:
                case MetadataType.UInt32:
                case MetadataType.Int64:
                case MetadataType.UInt64:
                    return "0 returned";
                default:
                    return null;
            }
        }
    }
}
