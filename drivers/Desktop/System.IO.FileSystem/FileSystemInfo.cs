// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace System.IO
{
    /// <summary>What files and folders share.</summary>
    public abstract class FileSystemInfo : MarshalByRefObject
    {
        private protected string _path;

        protected FileSystemInfo()
        {
        }

        public FileAttributes Attributes => File.GetAttributes(_path);

        public virtual string FullName => _path;

        public string Extension => Path.GetExtension(_path);

        public abstract bool Exists { get; }

        public abstract string Name { get; }

        public abstract void Delete();

        public virtual void Refresh()
        {
            if (!Exists)
            {
                HandleRefreshError();
            }
        }

        protected abstract void HandleRefreshError();
    }
}
