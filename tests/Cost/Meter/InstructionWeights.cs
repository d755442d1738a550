// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using Mono.Cecil;
using Mono.Cecil.Cil;

namespace MilliHttp.Nano.Tests.Cost.Meter
{
    /// <summary>
    /// What an IL instruction takes in Thumb-2 instructions of the platform's interpreter: counts of its -Os build, broken down from statements to instructions.
    /// A load of a local and a store take 38 each (a copy 70 to 85), so that of the 200 of <c>c = a[i]</c> 86 are left for the element. A second
    /// column beside the operations, for what a count of operations does not show: calls, fields, array copies.
    /// </summary>
    internal static class InstructionWeights
    {
        /// <summary>A copy or a clearing of an array, whatever its length.</summary>
        public const int ArrayCall = 1450;

        /// <summary>Bytes that such a call moves in ten instructions, beside <see cref="ArrayCall"/>.</summary>
        public const int InstructionsForTenBytes = 3;

        private const int Simple = 38;
        private const int StaticCall = 450;
        private const int InstanceCall = 420;
        private const int VirtualCall = 810;
        private const int NativeCall = 500;
        private const int CharacterOfString = 4700;

        /// <summary>The weight of an instruction. Array.Copy and Array.Clear are counted when they run, by their bytes.</summary>
        public static int Of(Instruction instruction)
        {
            switch (instruction.OpCode.Code)
            {
                case Code.Call:
                case Code.Callvirt:
                    return Call(instruction);
                case Code.Newobj:
                case Code.Newarr:
                case Code.Box:
                    return 1000;
                case Code.Ldfld:
                case Code.Ldflda:
                    return 150;
                case Code.Stfld:
                    return 122;
                case Code.Ldsfld:
                case Code.Ldsflda:
                    return 144;
                case Code.Stsfld:
                    return 112;
                case Code.Switch:
                    return 80;
                case Code.Nop:
                    return 20;
            }

            string name = instruction.OpCode.Name;
            if (name.StartsWith("ldelem", System.StringComparison.Ordinal) || name.StartsWith("stelem", System.StringComparison.Ordinal))
            {
                return 86;
            }

            if (name.StartsWith("ldind", System.StringComparison.Ordinal) || name.StartsWith("stind", System.StringComparison.Ordinal) || name.StartsWith("conv", System.StringComparison.Ordinal))
            {
                return 76;
            }

            if (name.StartsWith("mul", System.StringComparison.Ordinal))
            {
                return 43;
            }

            return instruction.OpCode.FlowControl == FlowControl.Branch || instruction.OpCode.FlowControl == FlowControl.Cond_Branch ? 66 : Simple;
        }

        /// <summary>Whether a call is one whose bytes count.</summary>
        public static bool IsArrayCall(Instruction instruction)
        {
            return instruction.Operand is MethodReference method && method.DeclaringType.FullName == "System.Array" && (method.Name == "Copy" || method.Name == "Clear");
        }

        private static int Call(Instruction instruction)
        {
            MethodReference method = (MethodReference)instruction.Operand;
            if (IsArrayCall(instruction))
            {
                return 0;
            }

            if (method.DeclaringType.FullName == "System.String" && method.Name == "get_Chars")
            {
                return CharacterOfString;
            }

            if (method.DeclaringType.Scope is AssemblyNameReference scope && scope.Name == "mscorlib")
            {
                return NativeCall;
            }

            return !method.HasThis ? StaticCall : instruction.OpCode.Code == Code.Callvirt && IsVirtual(method) ? VirtualCall : InstanceCall;
        }

        private static bool IsVirtual(MethodReference method)
        {
            // A method of an assembly that cannot be looked into here: most of those called with callvirt are not virtual.
            try
            {
                MethodDefinition definition = method.Resolve();
                return definition != null && definition.IsVirtual && !definition.IsFinal;
            }
            catch (AssemblyResolutionException)
            {
                return false;
            }
        }
    }
}
