// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System.Linq;

namespace System.IO
{
    /// <summary>The platform's DirectoryInfo.</summary>
    public sealed class DirectoryInfo : FileSystemInfo
    {
        public DirectoryInfo(string path)
        {
            _path = Path.GetFullPath(path);
        }

        public override string Name => Path.GetFileName(_path.TrimEnd('\\'));

        public override bool Exists => Directory.Exists(_path);

        public DirectoryInfo Root => new DirectoryInfo(Path.GetPathRoot(_path));

        public DirectoryInfo Parent => Path.GetDirectoryName(_path.TrimEnd('\\')) is string parent ? new DirectoryInfo(parent) : null;

        public void Create() => Directory.CreateDirectory(_path);

        public DirectoryInfo CreateSubdirectory(string path) => Directory.CreateDirectory(Path.Combine(_path, path));

        public FileInfo[] GetFiles() => Directory.GetFiles(_path).Select(f => new FileInfo(f)).ToArray();

        public DirectoryInfo[] GetDirectories() => Directory.GetDirectories(_path).Select(d => new DirectoryInfo(d)).ToArray();

        public void MoveTo(string destDirName) => Directory.Move(_path, destDirName);

        public override void Delete() => Directory.Delete(_path);

        public void Delete(bool recursive) => Directory.Delete(_path, recursive);

        public override string ToString() => _path;

        protected override void HandleRefreshError() => throw new IOException("there is no folder '" + _path + "'");
    }
}
