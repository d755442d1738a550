// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;

namespace System.Resources
{
    public class ResourceManager
    {
        public ResourceManager(string baseName, System.Reflection.Assembly assembly) => throw null;
    }
}
