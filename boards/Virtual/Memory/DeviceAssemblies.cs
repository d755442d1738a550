// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
using System.IO;
using System.Reflection;

namespace MilliHttp.Nano.Board.Virtual.Memory
{
    /// <summary>The assemblies that are flashed: those compiled against the platform's mscorlib.</summary>
    public static class DeviceAssemblies
    {
        private static readonly string[] s_names =
        {
            "MilliHttp.Nano.Crypto.Symmetric", "MilliHttp.Nano.Crypto.Curve25519", "MilliHttp.Nano.Crypto.Asymmetric", "MilliHttp.Nano.Tls", "MilliHttp.Nano.Quic",
            "MilliHttp.Nano.Http", "MilliHttp.Nano.Http3", "MilliHttp.Nano.Drivers", "MilliHttp.Nano.Firmware", "MilliHttp.Nano.Pages"
        };

        /// <summary>The file of the program and the drivers, which are flashed, too, but do not run here.</summary>
        public static string ImagePath => Path.Combine(AppContext.BaseDirectory, "MilliHttp.Nano.Image.exe");

        /// <summary>Their names in the order of their dependencies.</summary>
        public static IReadOnlyList<string> Names => s_names;

        /// <summary>Whether an assembly is flashed.</summary>
        public static bool Contains(Assembly assembly) => Array.IndexOf(s_names, assembly.GetName().Name) >= 0;

        /// <summary>All of them, loaded.</summary>
        public static IEnumerable<Assembly> Load()
        {
            foreach (string name in s_names)
            {
                yield return Assembly.Load(name);
            }
        }

        /// <summary>The file of one of them.</summary>
        public static string PathOf(string name) => Path.Combine(AppContext.BaseDirectory, name + ".dll");
    }
}
