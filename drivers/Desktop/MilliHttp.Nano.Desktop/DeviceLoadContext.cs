// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using System.IO;
using System.Reflection;
using System.Runtime.Loader;

namespace MilliHttp.Nano.Desktop
{
    /// <summary>
    /// Loads an application and what lies beside it. The platform's System.Threading has other types than .NET's assembly of that name, so that the two cannot be
    /// in one context; everything that the program has already loaded (the server, the other facades) is shared with it.
    /// </summary>
    public sealed class DeviceLoadContext : AssemblyLoadContext
    {
        private const int FirstOfDotnet = 4;
        private readonly string _folder;

        /// <summary>Makes a context.</summary>
        /// <param name="folder">Where the application's own assemblies lie.</param>
        public DeviceLoadContext(string folder)
        {
            _folder = folder;
        }

        /// <inheritdoc />
        protected override Assembly Load(AssemblyName name)
        {
            if (name.Name == "System.Threading" && name.Version?.Major < FirstOfDotnet)
            {
                return LoadFromAssemblyPath(Path.Combine(AppContext.BaseDirectory, "platform", "System.Threading.dll"));
            }

            foreach (Assembly loaded in Default.Assemblies)
            {
                if (loaded.GetName().Name == name.Name)
                {
                    return loaded;
                }
            }

            if (File.Exists(Path.Combine(AppContext.BaseDirectory, name.Name + ".dll")))
            {
                return null;
            }

            string beside = Path.Combine(_folder, name.Name + ".dll");
            return File.Exists(beside) ? LoadFromAssemblyPath(beside) : null;
        }
    }
}
