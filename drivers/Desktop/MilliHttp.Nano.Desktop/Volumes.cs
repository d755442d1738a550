// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace MilliHttp.Nano.Desktop
{
    /// <summary>The storage volumes of the simulated device: I: and the like, each a folder of the desktop.</summary>
    public static class Volumes
    {
        private static readonly object s_lock = new object();
        private static readonly SortedDictionary<char, string> s_folders = new SortedDictionary<char, string>();

        /// <summary>The mounted volumes' names, as "I:\\".</summary>
        public static string[] Names
        {
            get
            {
                lock (s_lock)
                {
                    MountDefault();
                    return s_folders.Keys.Select(v => v + @":\").ToArray();
                }
            }
        }

        /// <summary>Makes a folder the content of a volume; without a call, I: is a folder of this process that is deleted at its end.</summary>
        /// <param name="volume">The letter.</param>
        /// <param name="folder">The folder; made if it does not exist.</param>
        public static void Mount(char volume, string folder)
        {
            lock (s_lock)
            {
                s_folders[char.ToUpperInvariant(volume)] = Directory.CreateDirectory(folder).FullName;
            }
        }

        /// <summary>Where a path of the device lies on the desktop.</summary>
        /// <param name="path">A full path, as I:\www\index.html.</param>
        /// <returns>The path on the desktop, never outside of the volume's folder.</returns>
        /// <exception cref="IOException">There is no such volume, or the path leads out of it.</exception>
        public static string OnDesktop(string path)
        {
            ArgumentException.ThrowIfNullOrEmpty(path);
            if (path.Length < 2 || path[1] != ':')
            {
                throw new IOException("'" + path + "' names no volume; a path on a device begins with I:\\");
            }

            string root;
            lock (s_lock)
            {
                MountDefault();
                if (!s_folders.TryGetValue(char.ToUpperInvariant(path[0]), out root))
                {
                    throw new IOException("the device has no volume " + path[0] + ":");
                }
            }

            string full = Path.GetFullPath(Path.Join(root, path.Substring(2).Replace('\\', Path.DirectorySeparatorChar)));
            if (full != root && !full.StartsWith(root + Path.DirectorySeparatorChar, StringComparison.Ordinal))
            {
                if (full.TrimEnd(Path.DirectorySeparatorChar) != root)
                {
                    throw new IOException("'" + path + "' leads out of its volume");
                }
            }

            return full;
        }

        /// <summary>How the device names what lies on the desktop: the inverse of <see cref="OnDesktop"/>.</summary>
        /// <param name="volume">The volume's letter.</param>
        /// <param name="desktop">A path below the volume's folder.</param>
        public static string OnDevice(char volume, string desktop)
        {
            string root;
            lock (s_lock)
            {
                root = s_folders[char.ToUpperInvariant(volume)];
            }

            return char.ToUpperInvariant(volume) + @":\" + Path.GetRelativePath(root, desktop).Replace(Path.DirectorySeparatorChar, '\\');
        }

        private static void MountDefault()
        {
            if (!s_folders.ContainsKey('I'))
            {
                string folder = Directory.CreateTempSubdirectory("millihttp-").FullName;
                s_folders['I'] = folder;
                AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, true);
            }
        }
    }
}
