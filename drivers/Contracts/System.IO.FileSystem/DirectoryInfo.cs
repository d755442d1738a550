// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;

namespace System.IO
{
    public sealed class DirectoryInfo : FileSystemInfo
    {
        public DirectoryInfo(string path) => throw null;

        public override string Name { get => throw null; }

        public override bool Exists { get => throw null; }

        public DirectoryInfo Root { get => throw null; }

        public DirectoryInfo Parent { get => throw null; }

        public void Create() => throw null;

        public DirectoryInfo CreateSubdirectory(string path) => throw null;

        public FileInfo[] GetFiles() => throw null;

        public DirectoryInfo[] GetDirectories() => throw null;

        public void MoveTo(string destDirName) => throw null;

        public override void Delete() => throw null;

        public void Delete(bool recursive) => throw null;

        protected override void HandleRefreshError() => throw null;

        public override string ToString() => throw null;
    }
}
