// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;

namespace MilliHttp.Nano.Board.Virtual.Memory
{
    /// <summary>The assemblies that are flashed with an application: its own, and all of the device's that it and the firmware refer to.</summary>
    public sealed class DeviceAssemblies
    {
        private const string CoreLibrary = "mscorlib";
        private readonly List<Assembly> _all = new List<Assembly>();

        /// <summary>Finds them.</summary>
        /// <param name="application">The application's assembly.</param>
        /// <param name="hybrid">That of the profile's key encapsulation, or null.</param>
        public DeviceAssemblies(Assembly application, Assembly hybrid = null)
        {
            Add(typeof(Firmware.Image).Assembly);
            if (hybrid != null)
            {
                Add(hybrid);
            }

            Engine = _all.Count;
            Add(application);
        }

        /// <summary>The file of the program and the drivers, which are flashed, too, but do not run here.</summary>
        public static string ImagePath { get; set; } = Path.Combine(AppContext.BaseDirectory, "MilliHttp.Nano.Image.exe");

        /// <summary>All of them in the order of their dependencies.</summary>
        public IReadOnlyList<Assembly> All => _all;

        /// <summary>How many of them, the first ones, belong to the engine; the rest is the application's.</summary>
        public int Engine { get; }

        /// <summary>Whether an assembly is flashed.</summary>
        public bool Contains(Assembly assembly) => _all.Contains(assembly);

        private void Add(Assembly assembly)
        {
            // Woven assemblies refer to this program (Trace/Weaver), which is never flashed.
            if (_all.Contains(assembly) || assembly == typeof(DeviceAssemblies).Assembly || !IsDevice(assembly))
            {
                return;
            }

            foreach (AssemblyName name in assembly.GetReferencedAssemblies().OrderBy(name => name.Name, StringComparer.Ordinal))
            {
                if (name.Name != CoreLibrary && TryLoad(name, out Assembly referred))
                {
                    Add(referred);
                }
            }

            _all.Add(assembly);
        }

        // An assembly of the platform for which the desktop has no stand-in is the platform's, and counted with it.
        private static bool TryLoad(AssemblyName name, out Assembly assembly)
        {
            try
            {
                assembly = Assembly.Load(name);
                return true;
            }
            catch (FileNotFoundException)
            {
                assembly = null;
                return false;
            }
        }

        // What was compiled against the device's core library. A stand-in for a package of the platform was not: the platform's own tables are counted apart.
        private static bool IsDevice(Assembly assembly) => assembly.GetReferencedAssemblies().Any(name => name.Name == CoreLibrary);
    }
}
