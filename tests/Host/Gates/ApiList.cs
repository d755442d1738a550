// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Mono.Cecil;

namespace MilliHttp.Nano.Tests.Host.Gates
{
    /// <summary>The public members of the device's libraries, by nanoframework-1.17-api.txt.</summary>
    internal sealed class ApiList
    {
        private readonly HashSet<string> _members = new HashSet<string>(StringComparer.Ordinal);
        private readonly HashSet<string> _assemblies = new HashSet<string>(StringComparer.Ordinal);

        public ApiList()
        {
            foreach (string line in File.ReadLines(Path.Combine(DeviceAssemblies.Root, "tests", "Host", "Gates", "nanoframework-1.17-api.txt")))
            {
                if (line.Length != 0 && line[0] != '#')
                {
                    _members.Add(line);
                    _assemblies.Add(line.Substring(0, line.IndexOf('|')));
                }
            }
        }

        public IReadOnlyCollection<string> Assemblies => _assemblies;

        public bool Knows(string assembly) => _assemblies.Contains(assembly);

        public HashSet<string> Members(string assembly) => _members.Where(m => m.StartsWith(assembly + "|", StringComparison.Ordinal)).ToHashSet();

        public bool HasType(string assembly, string type) => _members.Contains(assembly + "|" + type);

        public bool HasMethod(string assembly, MethodReference method) => _members.Contains(Name(assembly, method));

        public bool HasField(string assembly, FieldReference field) => _members.Contains(Name(assembly, field));

        public static string Name(string assembly, MethodReference method) =>
            $"{assembly}|{method.DeclaringType.FullName}::{method.Name}({string.Join(",", method.Parameters.Select(p => Name(p.ParameterType)))}){Name(method.ReturnType)}";

        public static string Name(string assembly, FieldReference field) =>
            $"{assembly}|{field.DeclaringType.FullName}::{field.Name}:{field.FieldType.FullName}";

        // A type parameter by its position: its name is the declaring assembly's own affair.
        private static string Name(TypeReference type) => type is GenericParameter parameter ? "!" + parameter.Position : type.FullName;
    }
}
