// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;

namespace nanoFramework.Json.Configuration
{
    public static class ConvertersMapping
    {
        public static void Add(Type type, global::nanoFramework.Json.Converters.IConverter converter) => throw null;

        public static void Remove(Type type) => throw null;

        public static void Replace(Type type, global::nanoFramework.Json.Converters.IConverter converter) => throw null;
    }
}
