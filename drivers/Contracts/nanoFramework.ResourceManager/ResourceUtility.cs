// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;

namespace nanoFramework.Runtime.Native
{
    public static class ResourceUtility
    {
        public static object GetObject(global::System.Resources.ResourceManager rm, Enum id) => throw null;

        public static object GetObject(global::System.Resources.ResourceManager rm, Enum id, int offset, int length) => throw null;

        public static string[] GetDelimitedStringResources(global::System.Resources.ResourceManager rm, Enum resource) => throw null;

        public static string GetDelimitedStringResource(global::System.Resources.ResourceManager rm, Enum resource, int i) => throw null;
    }
}
