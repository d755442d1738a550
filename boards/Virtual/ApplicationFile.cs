// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Runtime.Loader;
using MilliHttp.Nano.Firmware;

namespace MilliHttp.Nano.Board.Virtual
{
    /// <summary>An application in a DLL of its own, as it is flashed.</summary>
    internal static class ApplicationFile
    {
        /// <summary>Loads the application of a DLL; what it refers to is looked for beside it.</summary>
        /// <param name="path">The DLL.</param>
        /// <param name="typeName">Full name of the application's class, or null if there is only one.</param>
        /// <param name="wrong">What is wrong and how to mend it, in one line, when null is returned.</param>
        public static Application TryLoad(string path, string typeName, out string wrong)
        {
            string full = Path.GetFullPath(path);
            if (!File.Exists(full))
            {
                wrong = "there is no file '" + path + "'; give the application's DLL with --app";
                return null;
            }

            string folder = Path.GetDirectoryName(full);
            AssemblyLoadContext own = AssemblyLoadContext.GetLoadContext(typeof(ApplicationFile).Assembly);
            own.Resolving += (context, name) =>
            {
                string beside = Path.Combine(folder, name.Name + ".dll");
                return File.Exists(beside) ? context.LoadFromAssemblyPath(beside) : null;
            };
            try
            {
                Assembly assembly = own.LoadFromAssemblyPath(full);
                Type[] types = assembly.GetTypes().Where(type => typeof(Application).IsAssignableFrom(type) && !type.IsAbstract).ToArray();
                Type[] wanted = typeName == null ? types : types.Where(type => type.FullName == typeName || type.Name == typeName).ToArray();
                if (wanted.Length != 1)
                {
                    string names = string.Join(", ", types.Select(type => type.FullName));
                    wrong = types.Length == 0 ? "'" + path + "' has no class that derives from WebApplication or Application"
                        : typeName == null ? "'" + path + "' has several applications; choose one with --app-type: " + names
                        : "'" + path + "' has no application '" + typeName + "'; it has: " + names;
                    return null;
                }

                ConstructorInfo constructor = wanted[0].GetConstructor(Type.EmptyTypes);
                if (constructor == null)
                {
                    wrong = wanted[0].FullName + " has no public constructor without parameters; add one";
                    return null;
                }

                wrong = null;
                return (Application)constructor.Invoke(null);
            }
            catch (Exception exception) when (exception is BadImageFormatException or FileLoadException or FileNotFoundException or ReflectionTypeLoadException)
            {
                string first = exception is ReflectionTypeLoadException types ? types.LoaderExceptions[0].Message : exception.Message;
                wrong = "'" + path + "' cannot be loaded: " + first.Split('\n')[0].TrimEnd('\r', '.');
                return null;
            }
            catch (TargetInvocationException exception)
            {
                wrong = "the constructor of the application in '" + path + "' failed: " + exception.InnerException.Message.Split('\n')[0];
                return null;
            }
        }
    }
}
