// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using MilliHttp.Nano.Desktop;

namespace System.IO
{
    /// <summary>The platform's FileInfo.</summary>
    public sealed class FileInfo : FileSystemInfo
    {
        public FileInfo(string fileName)
        {
            _path = Path.GetFullPath(fileName);
        }

        public override string Name => Path.GetFileName(_path);

        public long Length => Storage.Length(_path);

        public string DirectoryName => Path.GetDirectoryName(_path);

        public DirectoryInfo Directory => new DirectoryInfo(DirectoryName);

        public override bool Exists => File.Exists(_path);

        public FileStream Create() => File.Create(_path);

        public override void Delete() => File.Delete(_path);

        public override string ToString() => _path;

        protected override void HandleRefreshError() => throw new IOException("there is no file '" + _path + "'");
    }
}
