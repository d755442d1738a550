// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
using System.Linq;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace MilliHttp.Nano.Tests.Mutation
{
    /// <summary>Lists every mutant that the operators can make of an assembly.</summary>
    internal static class MutantFinder
    {
        // Tables that a generator writes: a test compares them with their source byte for byte, so their mutants would only raise the score.
        private static readonly string[] s_generated = { "HeaderFlash", "HeaderField", "HeaderId", "Huffman", "HuffmanCodes" };

        /// <summary>Finds the mutants, in the order of the methods.</summary>
        public static List<Mutant> Find(ModuleDefinition module)
        {
            List<Mutant> found = new List<Mutant>();
            foreach (MethodDefinition method in Methods(module))
            {
                Dictionary<Operator, int> places = new Dictionary<Operator, int>();
                foreach (Instruction instruction in method.Body.Instructions)
                {
                    if (instruction.Previous != null && instruction.Previous.OpCode.OpCodeType == OpCodeType.Prefix)
                    {
                        continue;
                    }

                    foreach (Operator kind in Enum.GetValues<Operator>())
                    {
                        string change = Mutation.Describe(kind, instruction, method);
                        if (change == null)
                        {
                            continue;
                        }

                        places.TryGetValue(kind, out int place);
                        places[kind] = place + 1;
                        found.Add(new Mutant
                        {
                            Operator = kind,
                            Method = NameOf(method),
                            Source = Source(method, instruction),
                            Change = change,
                            Place = place,
                            Offset = instruction.Offset,
                        });
                    }
                }
            }

            return found;
        }

        /// <summary>The methods that may be mutated.</summary>
        public static IEnumerable<MethodDefinition> Methods(ModuleDefinition module)
        {
            return module.GetTypes()
                .Where(type => !s_generated.Contains(type.Name))
                .SelectMany(type => type.Methods)
                .Where(method => method.HasBody);
        }

        /// <summary>The name of a method that no overload shares.</summary>
        public static string NameOf(MethodDefinition method)
        {
            return method.DeclaringType.FullName + "::" + method.Name
                + "(" + string.Join(",", method.Parameters.Select(parameter => parameter.ParameterType.Name)) + ")";
        }

        private static string Source(MethodDefinition method, Instruction instruction)
        {
            SequencePoint best = null;
            foreach (SequencePoint point in method.DebugInformation.SequencePoints)
            {
                if (point.Offset > instruction.Offset)
                {
                    break;
                }

                best = point.IsHidden ? best : point;
            }

            return best == null ? string.Empty : best.Document.Url.Replace("/_/", string.Empty) + ":" + best.StartLine;
        }
    }
}
