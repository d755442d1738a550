// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace MilliHttp.Nano.Tests.Host.Gates
{
    /// <summary>
    /// Which folder of an assembly uses which, read from the IL; the portable PDB says in which file a method was written. Constants are no arrows, since the
    /// compiler copies them. Folders named Generated belong to the folder around them.
    /// </summary>
    internal sealed class FolderGraph
    {
        /// <summary>Name of the folder that the project file is in.</summary>
        public const string Top = "(top)";

        private readonly ModuleDefinition _module;
        private readonly string _root;
        private readonly Dictionary<string, string> _folders = new Dictionary<string, string>();
        private readonly SortedDictionary<string, SortedSet<string>> _arrows = new SortedDictionary<string, SortedSet<string>>(StringComparer.Ordinal);
        private readonly Dictionary<string, string> _examples = new Dictionary<string, string>();

        public FolderGraph(ModuleDefinition module)
        {
            _module = module;
            _root = Root(module.FileName);
            foreach (string file in Directory.GetFiles(_root, "*.cs", SearchOption.AllDirectories))
            {
                // A folder with a project of its own is no part of the assembly.
                string folder = Folder(file);
                if (folder is not ("obj" or "bin" or "Properties") && Directory.GetFiles(Path.Combine(_root, folder == Top ? "" : folder), "*.csproj").Length == 0)
                {
                    _folders[Path.GetFileNameWithoutExtension(file)] = folder;
                    _arrows.TryAdd(folder, new SortedSet<string>(StringComparer.Ordinal));
                }
            }

            foreach (TypeDefinition type in module.GetTypes())
            {
                Read(type);
            }
        }

        /// <summary>The folders.</summary>
        public IEnumerable<string> Folders => _arrows.Keys;

        /// <summary>The folders that a folder uses, itself left out.</summary>
        public IEnumerable<string> Uses(string folder) => _arrows[folder];

        /// <summary>A reference that makes an arrow.</summary>
        public string Example(string from, string to) => _examples[from + " -> " + to];

        /// <summary>The folder of the project.</summary>
        public string ProjectFolder => _root;

        /// <summary>The picture in Mermaid; an arrow that follows from two others is left out.</summary>
        public string Mermaid()
        {
            StringBuilder text = new StringBuilder("```mermaid\ngraph TD\n");
            foreach (string from in Folders)
            {
                bool any = false;
                foreach (string to in Uses(from))
                {
                    if (!Uses(from).Any(other => other != to && Reaches(other, to, new HashSet<string> { from })))
                    {
                        text.Append("  ").Append(Node(from)).Append(" --> ").Append(Node(to)).Append('\n');
                        any = true;
                    }
                }

                if (!any)
                {
                    text.Append("  ").Append(Node(from)).Append('\n');
                }
            }

            return text.Append("```\n").ToString();
        }

        private static string Node(string folder) => folder == Top ? "Top[\"(top)\"]" : folder;

        private bool Reaches(string from, string to, HashSet<string> seen)
        {
            return seen.Add(from) && Uses(from).Any(next => next == to || Reaches(next, to, seen));
        }

        private void Read(TypeDefinition type)
        {
            string folder = Folder(type);
            Note(folder, type.BaseType, type.FullName);
            foreach (InterfaceImplementation face in type.Interfaces)
            {
                Note(folder, face.InterfaceType, type.FullName);
            }

            foreach (FieldDefinition field in type.Fields)
            {
                Note(folder, field.FieldType, field.FullName);
            }

            foreach (MethodDefinition method in type.Methods)
            {
                string own = Folder(method);
                Note(own, method.ReturnType, method.FullName);
                foreach (ParameterDefinition parameter in method.Parameters)
                {
                    Note(own, parameter.ParameterType, method.FullName);
                }

                if (!method.HasBody)
                {
                    continue;
                }

                foreach (VariableDefinition variable in method.Body.Variables)
                {
                    Note(own, variable.VariableType, method.FullName);
                }

                foreach (Instruction instruction in method.Body.Instructions)
                {
                    switch (instruction.Operand)
                    {
                        case MethodReference called:
                            MethodDefinition target = called.DeclaringType.Scope == _module ? called.Resolve() : null;
                            if (target != null)
                            {
                                Arrow(own, Folder(target), method.FullName + " calls " + target.FullName);
                            }

                            break;
                        case FieldReference field:
                            Note(own, field.DeclaringType, method.FullName + " reads " + field.FullName);
                            break;
                        case TypeReference used:
                            Note(own, used, method.FullName);
                            break;
                    }
                }
            }
        }

        private void Note(string from, TypeReference used, string example)
        {
            TypeReference element = used?.GetElementType();
            if (element != null && element.Scope == _module && element.Resolve() is TypeDefinition type)
            {
                Arrow(from, Folder(type), example + " uses " + type.FullName);
            }
        }

        private void Arrow(string from, string to, string example)
        {
            if (from != to)
            {
                _arrows[from].Add(to);
                _examples.TryAdd(from + " -> " + to, example);
            }
        }

        private string Folder(MethodDefinition method)
        {
            SequencePoint point = method.HasBody ? method.DebugInformation.SequencePoints.FirstOrDefault(p => !p.IsHidden) : null;
            return point == null ? Folder(method.DeclaringType) : Folder(point.Document.Url);
        }

        // One type per file, and the file has the type's name.
        private string Folder(TypeDefinition type)
        {
            while (type.DeclaringType != null)
            {
                type = type.DeclaringType;
            }

            return _folders.TryGetValue(type.Name, out string folder) ? folder : Top;
        }

        private string Folder(string file)
        {
            string[] parts = Path.GetRelativePath(_root, file).Split('/', '\\');
            return parts.Length == 1 || parts[0] == "Generated" ? Top : parts[0];
        }

        private static string Root(string assembly)
        {
            string at = Path.GetDirectoryName(assembly);
            while (Directory.GetFiles(at, "*.nfproj").Length == 0)
            {
                at = Path.GetDirectoryName(at);
            }

            return at;
        }
    }
}
