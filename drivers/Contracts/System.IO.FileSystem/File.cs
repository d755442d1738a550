// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace System.IO
{
    public static class File
    {
        public static extern bool Exists(string path);
        public static extern void Delete(string path);
        public static extern void Move(string sourceFileName, string destFileName);
        public static extern byte[] ReadAllBytes(string path);
        public static extern void WriteAllBytes(string path, byte[] bytes);
    }
}
