// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;

namespace nanoFramework.Json
{
    public sealed class JsonSerializerOptions
    {
        public JsonSerializerOptions() => throw null;

        public JsonSerializerOptions(JsonSerializerDefaults defaults) => throw null;

        public static JsonSerializerOptions Default { get => throw null; }

        public global::nanoFramework.Json.Resolvers.IMemberResolver Resolver { get => throw null; set => throw null; }

        public bool PropertyNameCaseInsensitive { get => throw null; set => throw null; }

        public bool ThrowExceptionWhenPropertyNotFound { get => throw null; set => throw null; }
    }
}
