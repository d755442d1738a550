// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace MilliHttp.Nano.Board.Virtual.Trace
{
    /// <summary>
    /// Puts the calls of <see cref="Hook.All"/> into device assemblies as they are loaded on a desktop. The files stay as they are, so a device pays nothing for being
    /// observable.
    /// </summary>
    internal static class Weaver
    {
        /// <summary>Weaves an assembly.</summary>
        /// <param name="path">Its file.</param>
        /// <returns>The woven image, or null where no hook concerns it.</returns>
        /// <exception cref="MissingMethodException">The code has changed and a hook fits no longer.</exception>
        public static byte[] Weave(string path)
        {
            string name = Path.GetFileNameWithoutExtension(path);
            List<Hook> hooks = Hook.All.Where(hook => hook.Assembly == name).ToList();
            if (hooks.Count == 0)
            {
                return null;
            }

            using ModuleDefinition module = ModuleDefinition.ReadModule(path);
            foreach (Hook hook in hooks)
            {
                MethodInfo target = typeof(Observer).GetMethod(hook.Target)
                    ?? throw new MissingMethodException(nameof(Observer), hook.Target);
                Insert(Find(module, hook), hook, Import(module, target));
            }

            using MemoryStream stream = new MemoryStream();
            module.Write(stream);
            return stream.ToArray();
        }

        // Reflection names the module's own types as if they were another assembly's; a reference of an assembly to itself must not stay.
        private static MethodReference Import(ModuleDefinition module, MethodInfo target)
        {
            MethodReference reference = module.ImportReference(target);
            foreach (ParameterDefinition parameter in reference.Parameters)
            {
                parameter.ParameterType = module.GetType(parameter.ParameterType.FullName) ?? parameter.ParameterType;
            }

            AssemblyNameReference self = module.AssemblyReferences.FirstOrDefault(name => name.Name == module.Assembly.Name.Name);
            module.AssemblyReferences.Remove(self);
            return reference;
        }

        private static MethodDefinition Find(ModuleDefinition module, Hook hook)
        {
            TypeDefinition type = module.GetType(hook.Type);
            return type?.Methods.FirstOrDefault(method => method.Name == hook.Method && method.HasBody && hook.Arguments.All(argument => argument == "this"
                ? method.HasThis
                : method.Parameters.Any(parameter => parameter.Name == argument)
                    && (argument != "label" || method.Parameters.First(parameter => parameter.Name == argument).ParameterType.MetadataType == MetadataType.Int32)))
                ?? throw new MissingMethodException(hook.Type, hook.Method + "(" + string.Join(", ", hook.Arguments) + ")");
        }

        private static void Insert(MethodDefinition method, Hook hook, MethodReference target)
        {
            ILProcessor code = method.Body.GetILProcessor();
            if (!hook.AtEnd)
            {
                Instruction first = method.Body.Instructions[0];
                foreach (Instruction instruction in Call(method, hook, target))
                {
                    code.InsertBefore(first, instruction);
                }

                return;
            }

            // The return itself becomes the first instruction of the call, so that whoever branches to it makes the call. A result waits on the stack meanwhile.
            foreach (Instruction end in method.Body.Instructions.Where(i => i.OpCode.Code == Code.Ret).ToList())
            {
                List<Instruction> call = Call(method, hook, target);
                end.OpCode = call[0].OpCode;
                end.Operand = call[0].Operand;
                Instruction last = end;
                foreach (Instruction instruction in call.Skip(1).Append(Instruction.Create(OpCodes.Ret)))
                {
                    code.InsertAfter(last, instruction);
                    last = instruction;
                }
            }
        }

        private static List<Instruction> Call(MethodDefinition method, Hook hook, MethodReference target)
        {
            List<Instruction> call = new List<Instruction>();
            foreach (string argument in hook.Arguments)
            {
                call.Add(argument == "this"
                    ? Instruction.Create(OpCodes.Ldarg_0)
                    : Instruction.Create(OpCodes.Ldarg, method.Parameters.First(parameter => parameter.Name == argument)));
            }

            call.Add(Instruction.Create(OpCodes.Call, target));
            return call;
        }
    }
}
