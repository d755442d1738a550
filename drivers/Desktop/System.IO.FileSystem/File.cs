// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

extern alias streams;

using System.Text;
using MilliHttp.Nano.Desktop;
using PlatformReader = streams::System.IO.StreamReader;
using PlatformWriter = streams::System.IO.StreamWriter;

namespace System.IO
{
    /// <summary>The platform's File, over the desktop's folders.</summary>
    public static class File
    {
        public static PlatformWriter AppendText(string path) => new PlatformWriter(new FileStream(path, FileMode.Append));

        public static void AppendAllText(string path, string contents) => Write(path, FileMode.Append, Encoding.UTF8.GetBytes(contents ?? string.Empty));

        public static void Copy(string sourceFileName, string destFileName) => Copy(sourceFileName, destFileName, false);

        public static void Copy(string sourceFileName, string destFileName, bool overwrite) =>
            Storage.Copy(Path.GetFullPath(sourceFileName), Path.GetFullPath(destFileName), overwrite);

        public static FileStream Create(string path) => new FileStream(path, FileMode.Create, FileAccess.ReadWrite, FileShare.None);

        public static FileStream Create(string path, int bufferSize) => new FileStream(path, FileMode.Create, FileAccess.ReadWrite, FileShare.None, bufferSize);

        public static void Delete(string path) => Storage.DeleteFile(Path.GetFullPath(path));

        public static bool Exists(string path)
        {
            try
            {
                return Storage.FileExists(Path.GetFullPath(path));
            }
            catch (Exception exception) when (exception is ArgumentException or IOException)
            {
                return false;
            }
        }

        public static FileAttributes GetAttributes(string path) => Storage.Attributes(Path.GetFullPath(path));

        public static void Move(string sourceFileName, string destFileName) => Storage.MoveFile(Path.GetFullPath(sourceFileName), Path.GetFullPath(destFileName));

        public static FileStream Open(string path, FileMode mode) => new FileStream(path, mode);

        public static FileStream Open(string path, FileMode mode, FileAccess access) => new FileStream(path, mode, access);

        public static FileStream Open(string path, FileMode mode, FileAccess access, FileShare share) => new FileStream(path, mode, access, share);

        public static FileStream OpenRead(string path) => new FileStream(path, FileMode.Open, FileAccess.Read);

        public static PlatformReader OpenText(string path) => new PlatformReader(OpenRead(path));

        public static FileStream OpenWrite(string path) => new FileStream(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.None);

        public static byte[] ReadAllBytes(string path)
        {
            using FileStream file = OpenRead(path);
            byte[] all = new byte[file.Length];
            file.ReadExactly(all, 0, all.Length);
            return all;
        }

        public static string ReadAllText(string path) => Encoding.UTF8.GetString(ReadAllBytes(path));

        public static void SetAttributes(string path, FileAttributes fileAttributes) => Storage.SetAttributes(Path.GetFullPath(path), fileAttributes);

        public static void WriteAllBytes(string path, byte[] bytes) => Write(path, FileMode.Create, bytes);

        public static void WriteAllText(string path, string contents) => Write(path, FileMode.Create, Encoding.UTF8.GetBytes(contents ?? string.Empty));

        private static void Write(string path, FileMode mode, byte[] bytes)
        {
            using FileStream file = new FileStream(path, mode, FileAccess.Write);
            file.Write(bytes, 0, bytes.Length);
        }
    }
}
