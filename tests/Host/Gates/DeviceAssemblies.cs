// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Xml.Linq;
using MilliHttp.Nano.Tests.Cost.Meter;
using Mono.Cecil;

namespace MilliHttp.Nano.Tests.Host.Gates
{
    /// <summary>The compiled device assemblies of this repository, read for inspection.</summary>
    internal static class DeviceAssemblies
    {
#if DEBUG
        private const string Configuration = "Debug";
#else
        private const string Configuration = "Release";
#endif

        private static readonly Lazy<ModuleDefinition[]> s_all = new Lazy<ModuleDefinition[]>(Load);

        /// <summary>Every device assembly that was built, by its .nfproj.</summary>
        public static IReadOnlyList<ModuleDefinition> All => s_all.Value;

        /// <summary>Those that are flashed with the server; tests left out.</summary>
        public static IEnumerable<ModuleDefinition> Shipped => All.Where(m => !IsTest(m));

        public static string Root
        {
            get
            {
                string at = AppContext.BaseDirectory;
                while (!File.Exists(Path.Combine(at, "MilliHttp.Nano.sln")))
                {
                    at = Path.GetDirectoryName(at) ?? throw new InvalidOperationException("run inside the repository");
                }

                return at;
            }
        }

        public static bool IsTest(ModuleDefinition module) => module.Assembly.Name.Name is "NFUnitTest" or "MilliHttp.Nano.TestClient" or "MilliHttp.Nano.TestApplication";

        /// <summary>The library for applications and the samples: in an image only where an application uses them.</summary>
        public static bool IsApplication(ModuleDefinition module) =>
            module.Assembly.Name.Name.StartsWith("MilliHttp.Nano.Web", StringComparison.Ordinal) || module.Assembly.Name.Name.StartsWith("MilliHttp.Nano.Samples.", StringComparison.Ordinal);

        /// <summary>All types of a module, nested ones included.</summary>
        public static IEnumerable<MethodDefinition> Methods(ModuleDefinition module) => module.GetTypes().SelectMany(t => t.Methods);

        /// <summary>The built contract assemblies.</summary>
        public static IEnumerable<ModuleDefinition> Contracts()
        {
            foreach (string folder in Directory.GetDirectories(Path.Combine(Root, "drivers", "Contracts")))
            {
                string path = Path.Combine(folder, "bin", Configuration, Path.GetFileName(folder) + ".dll");
                if (File.Exists(path))
                {
                    yield return ModuleDefinition.ReadModule(path);
                }
            }
        }

        /// <summary>The platform's packages that NuGet restored on this machine, in the versions of platform.props.</summary>
        public static IEnumerable<ModuleDefinition> RestoredPackages()
        {
            string root = Environment.GetEnvironmentVariable("NUGET_PACKAGES") ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
            XDocument project = XDocument.Load(Path.Combine(Root, "drivers", "Platform", "MilliHttp.Nano.Platform.csproj"));
            Dictionary<string, string> versions = XDocument.Load(Path.Combine(Root, "platform.props")).Descendants().Where(e => !e.HasElements)
                .ToDictionary(e => "[$(" + e.Name.LocalName + ")]", e => e.Value);
            foreach (XElement package in project.Descendants("PackageDownload"))
            {
                string id = package.Attribute("Include").Value, version = versions[package.Attribute("Version").Value];
                string inSolution = Path.Combine(Root, "packages", id + "." + version, "lib"), inCache = Path.Combine(root, id.ToLowerInvariant(), version, "lib");
                foreach (string folder in new[] { inSolution, inCache }.Where(Directory.Exists).Take(1))
                {
                    foreach (string file in Directory.GetFiles(folder, "*.dll"))
                    {
                        yield return ModuleDefinition.ReadModule(file);
                    }
                }
            }
        }

        private static ModuleDefinition[] Load()
        {
            List<ModuleDefinition> modules = new List<ModuleDefinition>();
            DefaultAssemblyResolver resolver = new DefaultAssemblyResolver();
            EnumerationOptions deep = new EnumerationOptions { RecurseSubdirectories = true };
            foreach (string project in Directory.GetFiles(Root, "*.nfproj", deep).OrderBy(p => p, StringComparer.Ordinal))
            {
                string path = Path.Combine(Path.GetDirectoryName(project), "bin", Configuration, Path.GetFileNameWithoutExtension(project) + ".dll");
                if (File.Exists(path))
                {
                    resolver.AddSearchDirectory(Path.GetDirectoryName(path));
                    ModuleDefinition module = ModuleDefinition.ReadModule(path, new ReaderParameters { AssemblyResolver = resolver });
                    if (!AssemblyRewriter.IsDeviceAssembly(module))
                    {
                        throw new InvalidOperationException(path + " was not compiled against the device's core library");
                    }

                    modules.Add(module);
                }
            }

            return modules.ToArray();
        }
    }
}
