// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using System.IO;
using System.Linq;

namespace MilliHttp.Nano.Desktop
{
    /// <summary>Files and folders by the device's paths. The facade of System.IO.FileSystem stands on it: there, the names of .NET's own classes are taken.</summary>
    public static class Storage
    {
        /// <summary>Opens a file.</summary>
        public static Stream Open(string path, FileMode mode, FileAccess access, FileShare share) => Try(() => new FileStream(Volumes.OnDesktop(path), mode, access, share));

        /// <summary>Whether there is such a file.</summary>
        public static bool FileExists(string path) => File.Exists(Volumes.OnDesktop(path));

        /// <summary>Whether there is such a folder.</summary>
        public static bool FolderExists(string path) => Directory.Exists(Volumes.OnDesktop(path));

        /// <summary>A file's length in bytes.</summary>
        public static long Length(string path) => new FileInfo(Volumes.OnDesktop(path)).Length;

        /// <summary>Copies a file.</summary>
        public static void Copy(string from, string to, bool overwrite) => Try(() => File.Copy(Volumes.OnDesktop(from), Volumes.OnDesktop(to), overwrite));

        /// <summary>Deletes a file; it is no error if there is none.</summary>
        public static void DeleteFile(string path) => Try(() => File.Delete(Volumes.OnDesktop(path)));

        /// <summary>Renames a file; an existing target is an error.</summary>
        public static void MoveFile(string from, string to) => Try(() => File.Move(Volumes.OnDesktop(from), Volumes.OnDesktop(to)));

        /// <summary>Renames a folder.</summary>
        public static void MoveFolder(string from, string to) => Try(() => Directory.Move(Volumes.OnDesktop(from), Volumes.OnDesktop(to)));

        /// <summary>Makes a folder and those above it.</summary>
        public static void MakeFolder(string path) => Try(() => Directory.CreateDirectory(Volumes.OnDesktop(path)));

        /// <summary>Deletes a folder.</summary>
        public static void DeleteFolder(string path, bool recursive) => Try(() => Directory.Delete(Volumes.OnDesktop(path), recursive));

        /// <summary>The attributes of a file or folder.</summary>
        public static FileAttributes Attributes(string path) => File.GetAttributes(Volumes.OnDesktop(path));

        /// <summary>Sets the attributes of a file or folder.</summary>
        public static void SetAttributes(string path, FileAttributes attributes) => Try(() => File.SetAttributes(Volumes.OnDesktop(path), attributes));

        /// <summary>The files in a folder, by full paths, in the order of their names.</summary>
        public static string[] Files(string path) => OnDevice(path, Directory.GetFiles(Volumes.OnDesktop(path)));

        /// <summary>The folders in a folder, by full paths, in the order of their names.</summary>
        public static string[] Folders(string path) => OnDevice(path, Directory.GetDirectories(Volumes.OnDesktop(path)));

        /// <summary>The size of the drive on which a volume lies, in bytes.</summary>
        public static long Size(string path) => new DriveInfo(Path.GetPathRoot(Volumes.OnDesktop(path))).TotalSize;

        // The platform has one exception for all that goes wrong with a file.
        private static T Try<T>(Func<T> action)
        {
            try
            {
                return action();
            }
            catch (UnauthorizedAccessException exception)
            {
                throw new IOException(exception.Message, exception);
            }
        }

        private static void Try(Action action) => Try<object>(() =>
        {
            action();
            return null;
        });

        private static string[] OnDevice(string path, string[] found) => found.OrderBy(f => f, StringComparer.Ordinal).Select(f => Volumes.OnDevice(path[0], f)).ToArray();
    }
}
