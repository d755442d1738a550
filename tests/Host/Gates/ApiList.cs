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

        public bool Knows(string assembly) => _assemblies.Contains(assembly);

        public bool HasType(string assembly, string type) => _members.Contains(assembly + "|" + type);

        public bool HasMethod(string assembly, MethodReference method) => _members.Contains(Name(assembly, method));

        public bool HasField(string assembly, FieldReference field) => _members.Contains(Name(assembly, field));

        public static string Name(string assembly, MethodReference method) =>
            $"{assembly}|{method.DeclaringType.FullName}::{method.Name}({string.Join(",", method.Parameters.Select(p => p.ParameterType.FullName))}){method.ReturnType.FullName}";

        public static string Name(string assembly, FieldReference field) =>
            $"{assembly}|{field.DeclaringType.FullName}::{field.Name}:{field.FieldType.FullName}";
    }
}
