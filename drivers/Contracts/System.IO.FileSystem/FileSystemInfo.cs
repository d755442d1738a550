// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;

namespace System.IO
{
    public abstract class FileSystemInfo : MarshalByRefObject
    {
        protected FileSystemInfo() => throw null;

        public FileAttributes Attributes { get => throw null; }

        public virtual string FullName { get => throw null; }

        public string Extension { get => throw null; }

        public abstract bool Exists { get; }

        public abstract string Name { get; }

        public abstract void Delete();

        public virtual void Refresh() => throw null;

        protected abstract void HandleRefreshError();
    }
}
