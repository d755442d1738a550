// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using MilliHttp.Nano.Desktop;

namespace System.IO
{
    /// <summary>The platform's Directory, over the desktop's folders.</summary>
    public static class Directory
    {
        private static string s_current = @"\";

        public static DirectoryInfo CreateDirectory(string path)
        {
            Storage.MakeFolder(Path.GetFullPath(path));
            return new DirectoryInfo(path);
        }

        public static void Delete(string path) => Delete(path, false);

        public static void Delete(string path, bool recursive) => Storage.DeleteFolder(Path.GetFullPath(path), recursive);

        public static bool Exists(string path) => Storage.FolderExists(Path.GetFullPath(path));

        public static string GetCurrentDirectory() => s_current;

        public static string[] GetFiles(string path) => Storage.Files(Path.GetFullPath(path));

        public static string[] GetDirectories(string path) => Storage.Folders(Path.GetFullPath(path));

        public static void Move(string sourceDirName, string destDirName) => Storage.MoveFolder(Path.GetFullPath(sourceDirName), Path.GetFullPath(destDirName));

        public static void SetCurrentDirectory(string path)
        {
            path = Path.GetFullPath(path);
            if (!Storage.FolderExists(path))
            {
                throw new IOException("there is no folder '" + path + "'");
            }

            s_current = path;
        }
    }
}
