// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using System.IO;
using System.Reflection;
using System.Runtime.ExceptionServices;
using System.Runtime.Loader;

namespace MilliHttp.Nano.Board.Virtual.Trace
{
    /// <summary>
    /// A load context in which device assemblies are woven (<see cref="Weaver"/>). All that lies beside them, the program itself included, is loaded once more, so that it
    /// meets the woven ones.
    /// </summary>
    internal sealed class TraceContext : AssemblyLoadContext, IDisposable
    {
        private readonly string _folder;
        private readonly string _woven;

        /// <summary>Makes it.</summary>
        /// <param name="folder">Where the device assemblies lie.</param>
        public TraceContext(string folder)
            : base("trace", true)
        {
            _folder = folder;
            _woven = Directory.CreateTempSubdirectory("millihttp-trace-").FullName;
        }

        /// <summary>Whether the calling code runs in such a context.</summary>
        public static bool IsInside => GetLoadContext(typeof(TraceContext).Assembly) != Default;

        /// <summary>Calls a static method of an assembly as it is in this context.</summary>
        /// <param name="type">The type, whose own assembly need not be of this context.</param>
        /// <param name="method">The method.</param>
        /// <param name="arguments">Its arguments: of types of .NET only, which both contexts share.</param>
        public object Call(Type type, string method, params object[] arguments)
        {
            try
            {
                return LoadFromAssemblyName(type.Assembly.GetName()).GetType(type.FullName, true)
                    .GetMethod(method, BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)
                    .Invoke(null, arguments);
            }
            catch (TargetInvocationException exception) when (exception.InnerException != null)
            {
                ExceptionDispatchInfo.Capture(exception.InnerException).Throw();
                throw;
            }
        }

        /// <summary>Deletes the woven files.</summary>
        public void Dispose()
        {
            Unload();
            try
            {
                Directory.Delete(_woven, true);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // Windows keeps loaded files open; its own clean-up of temporary files takes them.
            }
        }

        /// <inheritdoc/>
        protected override Assembly Load(AssemblyName assemblyName)
        {
            foreach (string extension in new[] { ".dll", ".exe" })
            {
                string path = Path.Combine(_folder, assemblyName.Name + extension);
                if (!File.Exists(path))
                {
                    continue;
                }

                byte[] woven = Weaver.Weave(path);
                if (woven != null)
                {
                    path = Path.Combine(_woven, assemblyName.Name + extension);
                    File.WriteAllBytes(path, woven);
                }

                return LoadFromAssemblyPath(path);
            }

            return null;
        }
    }
}
