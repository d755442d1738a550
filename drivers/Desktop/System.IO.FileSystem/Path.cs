// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System.Collections.Generic;
using System.Linq;

namespace System.IO
{
    /// <summary>The platform's Path: the separators are those of a device, whatever the desktop has.</summary>
    public static class Path
    {
        public static readonly char DirectorySeparatorChar = '\\';
        public static readonly char AltDirectorySeparatorChar = '/';
        public static readonly char VolumeSeparatorChar = ':';
        public static readonly char PathSeparator = ';';

        public static string ChangeExtension(string path, string extension)
        {
            if (string.IsNullOrEmpty(path))
            {
                return path;
            }

            string stem = path.Substring(0, path.Length - GetExtension(path).Length);
            return extension == null ? stem : stem + (extension.StartsWith('.') ? string.Empty : ".") + extension;
        }

        public static string Combine(string path1, string path2)
        {
            ArgumentNullException.ThrowIfNull(path1);
            ArgumentNullException.ThrowIfNull(path2);
            if (path2.Length == 0)
            {
                return path1;
            }

            if (path1.Length == 0 || IsPathRooted(path2))
            {
                return path2;
            }

            return IsSeparator(path1[^1]) || path1[^1] == VolumeSeparatorChar ? path1 + path2 : path1 + DirectorySeparatorChar + path2;
        }

        public static string GetDirectoryName(string path)
        {
            if (string.IsNullOrEmpty(path))
            {
                return null;
            }

            int root = GetPathRoot(path).Length;
            if (path.Length <= root)
            {
                return null;
            }

            int end = Math.Max(LastSeparator(path), root);
            return path.Substring(0, end).Replace(AltDirectorySeparatorChar, DirectorySeparatorChar);
        }

        public static string GetExtension(string path)
        {
            if (path == null)
            {
                return null;
            }

            int dot = path.LastIndexOf('.');
            return dot > LastSeparator(path) && dot < path.Length - 1 ? path.Substring(dot) : string.Empty;
        }

        public static string GetFileName(string path) => path?.Substring(Math.Max(LastSeparator(path), path.LastIndexOf(VolumeSeparatorChar)) + 1);

        public static string GetFileNameWithoutExtension(string path)
        {
            string name = GetFileName(path);
            int dot = name?.LastIndexOf('.') ?? -1;
            return dot < 0 ? name : name.Substring(0, dot);
        }

        public static string GetFullPath(string path)
        {
            ArgumentException.ThrowIfNullOrEmpty(path);
            string rooted = IsPathRooted(path) ? path : Combine(Directory.GetCurrentDirectory(), path);
            string root = GetPathRoot(rooted);
            List<string> parts = new List<string>();
            foreach (string part in rooted.Substring(root.Length).Split(DirectorySeparatorChar, AltDirectorySeparatorChar).Where(p => p.Length != 0 && p != "."))
            {
                if (part != "..")
                {
                    parts.Add(part);
                }
                else if (parts.Count != 0)
                {
                    parts.RemoveAt(parts.Count - 1);
                }
            }

            return root.Replace(AltDirectorySeparatorChar, DirectorySeparatorChar) + string.Join(DirectorySeparatorChar, parts);
        }

        public static char[] GetInvalidFileNameChars() => Enumerable.Range(0, 32).Select(c => (char)c).Concat("\"<>|:*?\\/").ToArray();

        public static char[] GetInvalidPathChars() => Enumerable.Range(0, 32).Select(c => (char)c).Append('|').ToArray();

        public static string GetPathRoot(string path)
        {
            if (string.IsNullOrEmpty(path))
            {
                return path;
            }

            int length = path.Length > 1 && path[1] == VolumeSeparatorChar ? 2 : 0;
            return path.Substring(0, path.Length > length && IsSeparator(path[length]) ? length + 1 : length);
        }

        public static bool HasExtension(string path) => !string.IsNullOrEmpty(GetExtension(path));

        public static bool IsPathRooted(string path) => !string.IsNullOrEmpty(path) && (IsSeparator(path[0]) || (path.Length > 1 && path[1] == VolumeSeparatorChar));

        private static bool IsSeparator(char c) => c == DirectorySeparatorChar || c == AltDirectorySeparatorChar;

        private static int LastSeparator(string path) => path.LastIndexOfAny(new[] { DirectorySeparatorChar, AltDirectorySeparatorChar });
    }
}
