// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using System.IO;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace MilliHttp.Nano.Board.Virtual.Memory
{
    /// <summary>What the device's loader takes of the heap for one assembly, and what the assembly takes of the flash.</summary>
    public sealed class AssemblyTables
    {
        private const int LoadedAssembly = 136;

        private AssemblyTables(string name, int heapBytes, int codeBytes)
        {
            Name = name;
            HeapBytes = heapBytes;
            CodeBytes = codeBytes;
        }

        /// <summary>The assembly's simple name.</summary>
        public string Name { get; }

        /// <summary>Bytes of the managed heap from loading to the end.</summary>
        public int HeapBytes { get; }

        /// <summary>Bytes of IL.</summary>
        public int CodeBytes { get; }

        /// <summary>Reads the tables of an assembly's file.</summary>
        public static AssemblyTables Read(string path)
        {
            using PEReader file = new PEReader(File.OpenRead(path));
            MetadataReader reader = file.GetMetadataReader();
            int statics = 0;
            int fields = 0;
            foreach (FieldDefinitionHandle handle in reader.FieldDefinitions)
            {
                FieldAttributes attributes = reader.GetFieldDefinition(handle).Attributes;
                if ((attributes & FieldAttributes.Literal) != 0)
                {
                    // Constants are in the code that uses them; the metadata processor drops the field.
                    continue;
                }

                fields++;
                if ((attributes & FieldAttributes.Static) != 0)
                {
                    statics++;
                }
            }

            int code = 0;
            foreach (MethodDefinitionHandle handle in reader.MethodDefinitions)
            {
                int address = reader.GetMethodDefinition(handle).RelativeVirtualAddress;
                if (address != 0)
                {
                    code += file.GetMethodBody(address).GetILReader().Length;
                }
            }

            int references = reader.AssemblyReferences.Count;
            foreach (TypeReferenceHandle handle in reader.TypeReferences)
            {
                references += IsDropped(reader, handle) ? 0 : 1;
            }

            foreach (MemberReferenceHandle handle in reader.MemberReferences)
            {
                EntityHandle parent = reader.GetMemberReference(handle).Parent;
                references += parent.Kind == HandleKind.TypeReference && IsDropped(reader, (TypeReferenceHandle)parent) ? 0 : 1;
            }

            // The first type is the module, which the device does not have.
            int types = reader.TypeDefinitions.Count - 1;
            int bytes = LoadedAssembly + (4 * references) + (8 * types)
                + (2 * (fields + reader.MethodDefinitions.Count)) + (HeapRules.StaticField * statics);
            return new AssemblyTables(reader.GetString(reader.GetAssemblyDefinition().Name), HeapRules.RoundUp(bytes), code);
        }

        // Attributes of the compiler and of the assembly do not get to the device.
        private static bool IsDropped(MetadataReader reader, TypeReferenceHandle handle)
        {
            string name = reader.GetString(reader.GetTypeReference(handle).Name);
            return name.EndsWith("Attribute", StringComparison.Ordinal) || name == "DebuggingModes";
        }
    }
}
