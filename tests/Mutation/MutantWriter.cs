// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System.Collections.Generic;
using System.Linq;
using Mono.Cecil;
using Mono.Cecil.Cil;
using Mono.Cecil.Rocks;

namespace MilliHttp.Nano.Tests.Mutation
{
    /// <summary>
    /// Writes all mutants into one assembly, each off until its number is put into a static field: the tests are compiled by the JIT once and not once a mutant.
    /// </summary>
    internal static class MutantWriter
    {
        /// <summary>The name of the class that switches.</summary>
        public const string SwitchName = "MutantSwitch";

        /// <summary>Reads <paramref name="path"/> with its symbols where they lie beside it, methods with the long forms of all instructions.</summary>
        public static ModuleDefinition Read(string path)
        {
            bool symbols = System.IO.File.Exists(System.IO.Path.ChangeExtension(path, ".pdb"));
            ModuleDefinition module = ModuleDefinition.ReadModule(path, new ReaderParameters { InMemory = true, ReadSymbols = symbols });
            foreach (MethodDefinition method in MutantFinder.Methods(module))
            {
                method.Body.SimplifyMacros();
            }

            return module;
        }

        /// <summary>Puts the mutants into the module that they were found in, and writes it.</summary>
        public static void Write(ModuleDefinition module, List<Mutant> mutants, string path)
        {
            List<MethodDefinition> methods = MutantFinder.Methods(module).ToList();
            MethodDefinition isOn = AddSwitch(module);
            ILookup<string, Mutant> byMethod = mutants.ToLookup(mutant => mutant.Method);
            foreach (MethodDefinition method in methods)
            {
                Dictionary<int, Instruction> byOffset = method.Body.Instructions.ToDictionary(instruction => instruction.Offset);
                foreach (IGrouping<int, Mutant> site in byMethod[MutantFinder.NameOf(method)].GroupBy(mutant => mutant.Offset))
                {
                    Insert(method, byOffset[site.Key], site.ToList(), isOn);
                }
            }

            module.Write(path);
        }

        // The instruction's own object becomes the first of the sequence, so that whoever branches to it meets the switch.
        private static void Insert(MethodDefinition method, Instruction site, List<Mutant> mutants, MethodDefinition isOn)
        {
            Instruction original = Instruction.Create(OpCodes.Nop);
            original.OpCode = site.OpCode;
            original.Operand = site.Operand;
            Instruction next = site.Next;
            List<Instruction> code = new List<Instruction>();
            List<List<Instruction>> changed = mutants.Select(mutant => Mutation.Write(mutant.Operator, original, method)).ToList();
            for (int i = 0; i < mutants.Count; i++)
            {
                code.Add(Instruction.Create(OpCodes.Ldc_I4, mutants[i].Number));
                code.Add(Instruction.Create(OpCodes.Call, isOn));
                code.Add(Instruction.Create(OpCodes.Brtrue, changed[i][0]));
            }

            code.Add(original);
            foreach (List<Instruction> sequence in changed)
            {
                if (code[^1].OpCode.Code != Code.Ret)
                {
                    code.Add(Instruction.Create(OpCodes.Br, next));
                }

                code.AddRange(sequence);
            }

            site.OpCode = code[0].OpCode;
            site.Operand = code[0].Operand;
            ILProcessor processor = method.Body.GetILProcessor();
            Instruction last = site;
            foreach (Instruction instruction in code.Skip(1))
            {
                processor.InsertAfter(last, instruction);
                last = instruction;
            }
        }

        private static MethodDefinition AddSwitch(ModuleDefinition module)
        {
            TypeDefinition type = new TypeDefinition(
                string.Empty, SwitchName, TypeAttributes.Public | TypeAttributes.Abstract | TypeAttributes.Sealed, module.TypeSystem.Object);
            FieldDefinition active = new FieldDefinition("Active", FieldAttributes.Public | FieldAttributes.Static, module.TypeSystem.Int32);
            FieldDefinition hit = new FieldDefinition("Hit", FieldAttributes.Public | FieldAttributes.Static, new ArrayType(module.TypeSystem.Byte));
            type.Fields.Add(active);
            type.Fields.Add(hit);
            MethodDefinition isOn = new MethodDefinition("IsOn", MethodAttributes.Public | MethodAttributes.Static, module.TypeSystem.Boolean);
            isOn.Parameters.Add(new ParameterDefinition(module.TypeSystem.Int32));
            ILProcessor code = isOn.Body.GetILProcessor();
            Instruction compare = Instruction.Create(OpCodes.Ldsfld, active);
            code.Emit(OpCodes.Ldsfld, hit);
            code.Emit(OpCodes.Brfalse, compare);
            code.Emit(OpCodes.Ldsfld, hit);
            code.Emit(OpCodes.Ldarg_0);
            code.Emit(OpCodes.Ldc_I4_1);
            code.Emit(OpCodes.Stelem_I1);
            code.Append(compare);
            code.Emit(OpCodes.Ldarg_0);
            code.Emit(OpCodes.Ceq);
            code.Emit(OpCodes.Ret);
            type.Methods.Add(isOn);
            module.Types.Add(type);
            return isOn;
        }
    }
}
