// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Mono.Cecil;

namespace MilliHttp.Nano.Tests.Host.Gates
{
    /// <summary>What an assembly offers to those who compile against it, in the notation of nanoframework-1.17-api.txt.</summary>
    internal static class ApiSurface
    {
        /// <summary>Public types, their public and protected methods, and their public fields.</summary>
        public static IEnumerable<string> Members(ModuleDefinition module)
        {
            string assembly = module.Assembly.Name.Name;
            foreach (TypeDefinition type in PublicTypes(module))
            {
                yield return assembly + "|" + type.FullName;
                foreach (MethodDefinition method in type.Methods.Where(m => m.IsPublic || m.IsFamily || m.IsFamilyOrAssembly))
                {
                    yield return ApiList.Name(assembly, method);
                }

                foreach (FieldDefinition field in type.Fields.Where(f => f.IsPublic))
                {
                    yield return ApiList.Name(assembly, field);
                }
            }
        }

        /// <summary>The values of public constants and enumerations, which a compiler copies into what it compiles.</summary>
        public static IEnumerable<string> Constants(ModuleDefinition module)
        {
            string assembly = module.Assembly.Name.Name;
            return from type in PublicTypes(module)
                   from field in type.Fields
                   where field.IsPublic && field.HasConstant
                   select assembly + "|" + type.FullName + "::" + field.Name + "=" + Convert.ToString(field.Constant, CultureInfo.InvariantCulture);
        }

        private static IEnumerable<TypeDefinition> PublicTypes(ModuleDefinition module) => module.GetTypes().Where(t => t.IsPublic || t.IsNestedPublic);
    }
}
